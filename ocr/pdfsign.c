/* SPDX-License-Identifier: Apache-2.0 */

/* A signature in a PDF covers two ranges: all before its place and all behind it. The
 * ranges are numbers inside what is signed, so their text has a fixed width: the place is
 * then known before they are. The signing time stands in the dictionary (/M) and not in
 * the CMS, as PAdES has it. */

#include "ocr/pdfsign.h"

#include "config/fault.h"
#include "ocr/pdfmeta.h"
#include "ocr/plain.h"

#include <string.h>

#define TEXT_MOST   512 /* bytes */
#define ROOM_LEAST  512
#define ROOM_MOST   (64 * 1024)
#define RANGE_WIDTH 48 /* "[ 0 " and three numbers of at most ten digits, "]" */

static gboolean
is_text (const char *text) {
  return text == NULL || plain_check (text, TEXT_MOST);
}

gboolean
pdfsign_check (const PdfSigning *signing, GError **error) {
  if (signing->name != NULL && is_text (signing->name) && is_text (signing->reason)
      && is_text (signing->location) && signing->room_bytes >= ROOM_LEAST
      && signing->room_bytes <= ROOM_MOST)
    return TRUE;
  g_set_error (error, FAULT, FAULT_USAGE,
               "what the signature says is not plain text, or it has no room");
  return FALSE;
}

char *
pdfsign_format_form (guint widget) {
  return g_strdup_printf (" /AcroForm << /Fields [ %u 0 R ] /SigFlags 3 >>", widget);
}

/* Flags: printed, locked (132); a field without extent shows nothing. */
char *
pdfsign_format_widget (guint page, guint appearance, guint signature) {
  return g_strdup_printf ("<< /Type /Annot /Subtype /Widget /FT /Sig /T (Signature1)"
                          " /F 132 /Rect [ 0 0 0 0 ] /P %u 0 R /AP << /N %u 0 R >>"
                          " /V %u 0 R >>",
                          page, appearance, signature);
}

static void
append_text (GString *head, const char *key, const char *text) {
  g_autofree char *value = text == NULL ? NULL : pdfmeta_format_text (text);

  if (value != NULL)
    g_string_append_printf (head, " /%s %s", key, value);
}

char *
pdfsign_format_head (const PdfSigning *signing, guint64 place, guint64 rest_bytes) {
  GString *head = g_string_new ("<< /Type /Sig /Filter /Adobe.PPKLite"
                                " /SubFilter /ETSI.CAdES.detached");
  g_autofree char *date = pdfmeta_format_date (signing->signed_at);
  guint64 behind = place + pdfsign_measure_contents (signing);
  g_autofree char *range = g_strdup_printf ("[ 0 %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT
                                            " %" G_GUINT64_FORMAT " ]",
                                            place, behind, rest_bytes);

  g_assert (strlen (range) <= RANGE_WIDTH);
  append_text (head, "Name", signing->name);
  append_text (head, "Reason", signing->reason);
  append_text (head, "Location", signing->location);
  g_string_append_printf (head, " /M (%s) /ByteRange %-*s /Contents ", date, RANGE_WIDTH,
                          range);
  return g_string_free (head, FALSE);
}

gsize
pdfsign_measure_head (const PdfSigning *signing) {
  g_autofree char *head = pdfsign_format_head (signing, 0, 0);

  return strlen (head);
}

char *
pdfsign_format_contents (const PdfSigning *signing, GBytes *cms, GError **error) {
  gsize size;
  const guint8 *bytes = g_bytes_get_data (cms, &size);
  GString *contents;

  if (size > signing->room_bytes) {
    g_set_error (error, FAULT, FAULT_CONFIG,
                 "the signature takes %" G_GSIZE_FORMAT " bytes, more than the %u kept",
                 size, signing->room_bytes);
    return NULL;
  }
  contents = g_string_sized_new (pdfsign_measure_contents (signing));
  g_string_append_c (contents, '<');
  for (gsize i = 0; i < signing->room_bytes; i++)
    g_string_append_printf (contents, "%02x", i < size ? bytes[i] : 0);
  g_string_append_c (contents, '>');
  return g_string_free (contents, FALSE);
}

gsize
pdfsign_measure_contents (const PdfSigning *signing) {
  return 2 * (gsize) signing->room_bytes + 2;
}
