/* SPDX-License-Identifier: Apache-2.0 */

/* Title and dates in their two spellings. Times are UTC in both, so that nothing depends
 * on the zone of the station. */

#include "ocr/pdfmeta.h"

#include "config/fault.h"
#include "ocr/plain.h"

#include <string.h>

#define PRODUCER        "motcua " MOTCUA_VERSION
#define TITLE_MOST      1024 /* bytes */
#define LANGUAGE_MOST   32
#define LANGUAGE_LETTER "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

gboolean
pdfmeta_check (const PdfInfo *info, GError **error) {
  gsize language_bytes = strlen (info->language);

  if (!plain_check (info->title, TITLE_MOST)) {
    g_set_error (error, FAULT, FAULT_USAGE, "the PDF's title is not plain text");
    return FALSE;
  }
  if (language_bytes < 2 || language_bytes > LANGUAGE_MOST
      || strspn (info->language, LANGUAGE_LETTER) != language_bytes) {
    g_set_error (error, FAULT, FAULT_USAGE, "the PDF's language is no language tag");
    return FALSE;
  }
  return TRUE;
}

static char *
format_time (gint64 time_s, const char *format) {
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (time_s);

  return g_date_time_format (time, format);
}

char *
pdfmeta_format_date (gint64 time_s) {
  return format_time (time_s, "D:%Y%m%d%H%M%S+00'00'");
}

char *
pdfmeta_format_text (const char *text) {
  g_autofree gunichar2 *units = g_utf8_to_utf16 (text, -1, NULL, NULL, NULL);
  GString *hex = g_string_new ("<FEFF");

  for (const gunichar2 *unit = units; *unit != 0; unit++)
    g_string_append_printf (hex, "%04X", *unit);
  g_string_append_c (hex, '>');
  return g_string_free (hex, FALSE);
}

char *
pdfmeta_format_info (const PdfInfo *info) {
  g_autofree char *title = pdfmeta_format_text (info->title);
  g_autofree char *time = pdfmeta_format_date (info->created_at);

  return g_strdup_printf ("<< /Title %s /Producer (" PRODUCER ") /CreationDate (%s)"
                          " /ModDate (%s) >>",
                          title, time, time);
}

/* A ResourceEvent of the XMP Media Management schema, which PDF/A knows by itself. */
void
pdfmeta_append_history (GString *history, guint number, const PdfPage *page) {
  g_autofree char *recipe = pageimage_describe (page->image, page->rung);

  g_string_append_printf (history,
                          "<rdf:li rdf:parseType=\"Resource\">"
                          "<stEvt:action>converted</stEvt:action>"
                          "<stEvt:parameters>page %u: ",
                          number);
  if (page->master_sha256 != NULL)
    g_string_append_printf (history, "master sha256 %s; ", page->master_sha256);
  g_string_append_printf (history,
                          "rung %u: %s</stEvt:parameters>"
                          "<stEvt:softwareAgent>" PRODUCER
                          "</stEvt:softwareAgent></rdf:li>\n",
                          page->rung, recipe);
}

char *
pdfmeta_format_xmp (const PdfInfo *info, const char *history) {
  g_autofree char *title = g_markup_escape_text (info->title, -1);
  g_autofree char *time = format_time (info->created_at, "%Y-%m-%dT%H:%M:%S+00:00");
  gboolean twin = info->profile == PDF_A_1B;

  return g_strdup_printf (
      "<?xpacket begin=\"\xef\xbb\xbf\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
      "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
      "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
      "<rdf:Description rdf:about=\"\""
      " xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\">\n"
      "<pdfaid:part>%s</pdfaid:part>\n"
      "<pdfaid:conformance>%s</pdfaid:conformance>\n"
      "</rdf:Description>\n"
      "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n"
      "<dc:format>application/pdf</dc:format>\n"
      "<dc:title><rdf:Alt><rdf:li "
      "xml:lang=\"x-default\">%s</rdf:li></rdf:Alt></dc:title>\n"
      "<dc:language><rdf:Bag><rdf:li>%s</rdf:li></rdf:Bag></dc:language>\n"
      "</rdf:Description>\n"
      "<rdf:Description rdf:about=\"\" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\">\n"
      "<xmp:CreateDate>%s</xmp:CreateDate>\n"
      "<xmp:ModifyDate>%s</xmp:ModifyDate>\n"
      "</rdf:Description>\n"
      "<rdf:Description rdf:about=\"\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\">\n"
      "<pdf:Producer>" PRODUCER "</pdf:Producer>\n"
      "</rdf:Description>\n"
      "<rdf:Description rdf:about=\"\" xmlns:xmpMM=\"http://ns.adobe.com/xap/1.0/mm/\""
      " xmlns:stEvt=\"http://ns.adobe.com/xap/1.0/sType/ResourceEvent#\">\n"
      "<xmpMM:History><rdf:Seq>\n%s</rdf:Seq></xmpMM:History>\n"
      "</rdf:Description>\n"
      "</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"w\"?>",
      twin ? "1" : "2", twin ? "B" : "U", title, info->language, time, time, history);
}
