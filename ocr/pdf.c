/* SPDX-License-Identifier: Apache-2.0 */

/* A PDF/A writer that streams. Every object is written when it is known and forgotten;
 * what stays in memory is the place of each object in the file and a line about each page. A library
 * that edits documents would hold a dossier of hundreds of scans in memory to do less.
 *
 *   header, Info, colour profile, font             at pdf_open
 *   layers of the image, content, page             for each page
 *   XMP, catalogue, page tree, xref, trailer       at pdf_close
 *
 * A signature is the last object. Everything behind its place is known once the place's
 * length is, so the digest is complete, and the signature made, before the place is
 * written: no byte is patched, and what is written to may be a stream.
 *
 * Numbers of the objects that others point to are fixed beforehand; those of pages come
 * behind them as they are made, and the pages' own are kept for the tree. The metadata
 * tells of every page which scan it was made from, so it is written last. The /ID is the hash of all that comes before the xref: the
 * same input gives the same bytes, signatures apart.
 *
 * Both profiles use the same objects: PDF 1.4 syntax throughout, an xref table, no object
 * streams. The text font is embedded although it shows nothing, see pdffont.c.
 *
 * After a failed write the writer only refuses. */

#include "ocr/pdf.h"

#include "config/fault.h"
#include "config/limits.h"
#include "ocr/pdfcolour.h"
#include "ocr/pdffont.h"
#include "ocr/pdflayer.h"
#include "ocr/pdfmark.h"
#include "ocr/pdfmeta.h"
#include "ocr/pdfsign.h"
#include "ocr/pdftext.h"

#include <stdarg.h>
#include <string.h>
#include <zlib.h>

#define POINTS_PER_INCH 72.0
#define ID_DIGITS       32 /* of the hexadecimal hash */
#define OFFSET_MOST     9999999999ull

enum {
  CATALOG = 1,
  PAGES,
  INFO,
  METADATA,
  PROFILE,
  FONT,
  CID_FONT,
  DESCRIPTOR,
  PROGRAM,
  GLYPH_MAP,
  TO_UNICODE,
  LAST_FIXED = TO_UNICODE,
  WIDGET, /* these three in a signed file only */
  APPEARANCE,
  SIGNATURE,
  LAST_SIGNED = SIGNATURE,
};

struct PdfWriter {
  DurableFile *file; /* NULL: nothing is written, only counted */
  PdfInfo info;      /* with its own title and language */
  guint64 offset;    /* bytes written */
  GArray *offsets;   /* guint64 by object number - 1; 0: not written yet */
  GArray *pages;     /* guint: numbers of the page objects */
  GString *history;  /* where the pages come from, for the metadata */
  GChecksum *sum;    /* over all bytes so far */
  gboolean failed;
};

/* --- bytes and objects --- */

static gboolean
put_bytes (PdfWriter *writer, const void *bytes, gsize size, GError **error) {
  writer->offset += size;
  g_checksum_update (writer->sum, bytes, (gssize) size);
  if (writer->file == NULL || durable_append (writer->file, bytes, size, error))
    return TRUE;
  writer->failed = TRUE;
  return FALSE;
}

static gboolean
G_GNUC_PRINTF (3, 4)
    put_format (PdfWriter *writer, GError **error, const char *format, ...) {
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  return put_bytes (writer, text, strlen (text), error);
}

static void
note_object (PdfWriter *writer, guint number) {
  if (writer->offsets->len < number)
    g_array_set_size (writer->offsets, number);
  g_assert (g_array_index (writer->offsets, guint64, number - 1) == 0);
  g_array_index (writer->offsets, guint64, number - 1) = writer->offset;
}

/* The number of one more object; it must be written next. */
static guint
get_next_object (const PdfWriter *writer) {
  guint last = writer->info.signing != NULL ? LAST_SIGNED : LAST_FIXED;

  return MAX (writer->offsets->len, last) + 1;
}

static gboolean
put_object (PdfWriter *writer, guint number, const char *body, GError **error) {
  note_object (writer, number);
  return put_format (writer, error, "%u 0 obj\n%s\nendobj\n", number, body);
}

/* @entries are those of the stream's dictionary besides its length. */
static gboolean
put_stream (PdfWriter *writer, guint number, const char *entries, const void *bytes,
            gsize size, GError **error) {
  note_object (writer, number);
  return put_format (writer, error,
                     "%u 0 obj\n<< %s /Length %" G_GSIZE_FORMAT " >>\nstream\n", number,
                     entries, size)
         && put_bytes (writer, bytes, size, error)
         && put_format (writer, error, "\nendstream\nendobj\n");
}

static gboolean
put_deflated (PdfWriter *writer, guint number, const char *entries, const void *bytes,
              gsize size, GError **error) {
  uLongf packed_size = compressBound (size);
  g_autofree guint8 *packed = g_malloc (packed_size);
  g_autofree char *all = g_strconcat (entries, " /Filter /FlateDecode", NULL);
  int status = compress2 (packed, &packed_size, bytes, size, Z_BEST_COMPRESSION);

  g_assert (status == Z_OK);
  return put_stream (writer, number, all, packed, packed_size, error);
}

/* --- what every file has --- */

static gboolean
put_profile (PdfWriter *writer, GError **error) {
  g_autoptr (GByteArray) profile = pdfcolour_new_profile ();

  return put_deflated (writer, PROFILE, "/N 3", profile->data, profile->len, error);
}

static gboolean
put_font_dictionaries (PdfWriter *writer, GError **error) {
  g_autofree char *font = g_strdup_printf (
      "<< /Type /Font /Subtype /Type0 /BaseFont /MotcuaEmpty /Encoding /Identity-H"
      " /DescendantFonts [ %d 0 R ] /ToUnicode %d 0 R >>",
      CID_FONT, TO_UNICODE);
  g_autofree char *cid_font = g_strdup_printf (
      "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /MotcuaEmpty"
      " /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
      " /FontDescriptor %d 0 R /CIDToGIDMap %d 0 R /DW %d >>",
      DESCRIPTOR, GLYPH_MAP, PDFFONT_ADVANCE);
  g_autofree char *descriptor = g_strdup_printf (
      "<< /Type /FontDescriptor /FontName /MotcuaEmpty /Flags 4 /FontBBox [ 0 %d %d %d ]"
      " /ItalicAngle 0 /Ascent %d /Descent %d /CapHeight %d /StemV 80 /FontFile2 %d 0 R "
      ">>",
      -PDFFONT_DESCENT, PDFFONT_ADVANCE, PDFFONT_ASCENT, PDFFONT_ASCENT, -PDFFONT_DESCENT,
      PDFFONT_ASCENT, PROGRAM);

  return put_object (writer, FONT, font, error)
         && put_object (writer, CID_FONT, cid_font, error)
         && put_object (writer, DESCRIPTOR, descriptor, error);
}

static gboolean
put_font (PdfWriter *writer, GError **error) {
  g_autoptr (GByteArray) program = pdffont_new_program ();
  g_autoptr (GByteArray) glyph_map = pdffont_new_glyph_map ();
  g_autoptr (GString) to_unicode = pdffont_new_to_unicode ();
  g_autofree char *length = g_strdup_printf ("/Length1 %u", program->len);

  return put_font_dictionaries (writer, error)
         && put_deflated (writer, PROGRAM, length, program->data, program->len, error)
         && put_deflated (writer, GLYPH_MAP, "", glyph_map->data, glyph_map->len, error)
         && put_deflated (writer, TO_UNICODE, "", to_unicode->str, to_unicode->len,
                          error);
}

static gboolean
put_head (PdfWriter *writer, GError **error) {
  g_autofree char *dictionary = pdfmeta_format_info (&writer->info);

  return put_format (writer, error, "%%PDF-%s\n%%\xe2\xe3\xcf\xd3\n",
                     writer->info.profile == PDF_A_1B ? "1.4" : "1.7")
         && put_object (writer, INFO, dictionary, error) && put_profile (writer, error)
         && put_font (writer, error);
}

PdfWriter *
pdf_open (DurableFile *file, const PdfInfo *info, GError **error) {
  g_autoptr (PdfWriter) writer = NULL;

  if (!pdfmeta_check (info, error)
      || (info->signing != NULL && !pdfsign_check (info->signing, error)))
    return NULL;
  writer = g_new0 (PdfWriter, 1);
  writer->file = file;
  writer->info = *info;
  writer->info.title = g_strdup (info->title);
  writer->info.language = g_strdup (info->language);
  writer->offsets = g_array_new (FALSE, TRUE, sizeof (guint64));
  writer->pages = g_array_new (FALSE, FALSE, sizeof (guint));
  writer->history = g_string_new (NULL);
  writer->sum = g_checksum_new (G_CHECKSUM_SHA256);
  if (!put_head (writer, error))
    return NULL;
  return g_steal_pointer (&writer);
}

/* --- pages --- */

static gboolean
check_page (const PdfPage *page, GError **error) {
  const PageImage *image = page->image;

  if (image->width_px >= 1 && image->width_px <= LIMIT_IMAGE_SIDE_PX
      && image->height_px >= 1 && image->height_px <= LIMIT_IMAGE_SIDE_PX
      && image->res_dpi >= 1 && image->res_dpi <= LIMIT_IMAGE_RES_DPI
      && page->rung < PAGEIMAGE_RUNGS && pageimage_get_size (image, page->rung) > 0)
    return TRUE;
  g_set_error (error, FAULT, FAULT_IMAGE, "the page image is out of range");
  return FALSE;
}

/* Writes the layer and before it its stencil; *@number is the layer's object. */
static gboolean
put_layer (PdfWriter *writer, const Layer *layer, guint *number, GError **error) {
  guint stencil = 0;
  g_autofree char *entries = NULL;
  gsize size;
  const void *bytes;

  if (layer->stencil != NULL) {
    g_autofree char *of_stencil = pdflayer_format_stencil (layer);

    stencil = get_next_object (writer);
    bytes = g_bytes_get_data (layer->stencil, &size);
    if (!put_stream (writer, stencil, of_stencil, bytes, size, error))
      return FALSE;
  }
  *number = get_next_object (writer);
  entries = pdflayer_format_entries (layer, stencil);
  bytes = g_bytes_get_data (layer->bytes, &size);
  return put_stream (writer, *number, entries, bytes, size, error);
}

/* Writes the layers of the page's rung; how they are painted is appended to @content and
 * what they are called to @names. */
static gboolean
put_layers (PdfWriter *writer, const PdfPage *page, GString *content, GString *names,
            GError **error) {
  guint index = 0, number;

  for (guint i = 0; i < page->image->layers->len; i++) {
    const Layer *layer = g_ptr_array_index (page->image->layers, i);

    if ((layer->rungs >> page->rung & 1) == 0)
      continue;
    if (!put_layer (writer, layer, &number, error))
      return FALSE;
    g_string_append_printf (names, " /Im%u %u 0 R", index, number);
    pdflayer_append (content, layer, index++, page->image);
  }
  return TRUE;
}

static gboolean
put_page (PdfWriter *writer, const PageImage *image, const char *names, guint content,
          GError **error) {
  double pt_per_px = POINTS_PER_INCH / image->res_dpi;
  g_autoptr (GString) page = g_string_new (NULL);
  guint number = get_next_object (writer);

  g_string_append_printf (page, "<< /Type /Page /Parent %d 0 R /MediaBox [ 0 0 ", PAGES);
  pdftext_append_number (page, image->width_px * pt_per_px);
  g_string_append_c (page, ' ');
  pdftext_append_number (page, image->height_px * pt_per_px);
  g_string_append_printf (page,
                          " ] /Resources << /XObject <<%s >>"
                          " /Font << /F0 %d 0 R >> >> /Contents %u 0 R",
                          names, FONT, content);
  if (writer->info.signing != NULL && writer->pages->len == 0)
    g_string_append_printf (page, " /Annots [ %d 0 R ]", WIDGET);
  g_string_append (page, " >>");
  if (!put_object (writer, number, page->str, error))
    return FALSE;
  g_array_append_val (writer->pages, number);
  return TRUE;
}

gboolean
pdf_add_page (PdfWriter *writer, const PdfPage *page, GError **error) {
  g_autoptr (GString) content = g_string_new (NULL);
  g_autoptr (GString) names = g_string_new (NULL);
  double scale;
  guint number;

  if (writer->failed || writer->pages->len >= LIMIT_DOSSIER_PAGES) {
    g_set_error (error, FAULT, writer->failed ? FAULT_STORAGE : FAULT_USAGE,
                 "the PDF takes no more pages");
    return FALSE;
  }
  if (!check_page (page, error) || !put_layers (writer, page, content, names, error))
    return FALSE;
  scale = POINTS_PER_INCH / page->image->res_dpi;
  pdftext_append (content, page->words, page->image->height_px, scale);
  if (writer->info.training)
    pdfmark_append (content, page->image->width_px * scale,
                    page->image->height_px * scale);
  number = get_next_object (writer);
  if (!put_deflated (writer, number, "", content->str, content->len, error)
      || !put_page (writer, page->image, names->str, number, error))
    return FALSE;
  pdfmeta_append_history (writer->history, writer->pages->len, page);
  return TRUE;
}

/* --- the end --- */

/* The metadata stream stays plain, so that any tool can find it (PDF/A-1 insists). */
static gboolean
put_metadata (PdfWriter *writer, GError **error) {
  g_autofree char *xmp = pdfmeta_format_xmp (&writer->info, writer->history->str);

  return put_stream (writer, METADATA, "/Type /Metadata /Subtype /XML", xmp, strlen (xmp),
                     error);
}

static gboolean
put_catalog (PdfWriter *writer, GError **error) {
  g_autofree char *form
      = writer->info.signing != NULL ? pdfsign_format_form (WIDGET) : g_strdup ("");
  g_autofree char *catalog = g_strdup_printf (
      "<< /Type /Catalog /Pages %d 0 R /Metadata %d 0 R /Lang (%s)"
      " /ViewerPreferences << /DisplayDocTitle true >>"
      " /OutputIntents [ << /Type /OutputIntent /S /GTS_PDFA1"
      " /OutputConditionIdentifier (sRGB IEC61966-2-1) /Info (sRGB IEC61966-2-1)"
      " /RegistryName (http://www.color.org) /DestOutputProfile %d 0 R >> ]%s >>",
      PAGES, METADATA, writer->info.language, PROFILE, form);

  return put_object (writer, CATALOG, catalog, error);
}

static gboolean
put_page_tree (PdfWriter *writer, GError **error) {
  g_autoptr (GString) tree = g_string_new (NULL);

  g_string_append_printf (tree, "<< /Type /Pages /Count %u /Kids [", writer->pages->len);
  for (guint i = 0; i < writer->pages->len; i++)
    g_string_append_printf (tree, "%s%u 0 R", i % 8 == 0 ? "\n" : " ",
                            g_array_index (writer->pages, guint, i));
  g_string_append (tree, "\n] >>");
  return put_object (writer, PAGES, tree->str, error);
}

/* Asking a checksum for its value closes it, hence the copy. */
static char *
format_id (const PdfWriter *writer) {
  g_autoptr (GChecksum) sum = g_checksum_copy (writer->sum);

  return g_strndup (g_checksum_get_string (sum), ID_DIGITS);
}

/* The xref (ISO 32000-1, 7.5.4: entries of exactly twenty bytes) that stands at @start,
 * and the trailer; NULL with a fault when @start is too far. */
static GString *
format_end (const PdfWriter *writer, guint64 start, GError **error) {
  g_autofree char *id = format_id (writer);
  GString *end;

  if (start > OFFSET_MOST) {
    g_set_error (error, FAULT, FAULT_USAGE, "the PDF is too large");
    return NULL;
  }
  end = g_string_new (NULL);
  g_string_append_printf (end, "xref\n0 %u\n0000000000 65535 f \n",
                          writer->offsets->len + 1);
  for (guint i = 0; i < writer->offsets->len; i++)
    g_string_append_printf (end, "%010" G_GUINT64_FORMAT " 00000 n \n",
                            g_array_index (writer->offsets, guint64, i));
  g_string_append_printf (
      end,
      "trailer\n<< /Size %u /Root %d 0 R /Info %d 0 R /ID [ <%s> <%s> ] >>\n"
      "startxref\n%" G_GUINT64_FORMAT "\n%%%%EOF\n",
      writer->offsets->len + 1, CATALOG, INFO, id, id, start);
  return end;
}

static gboolean
put_end (PdfWriter *writer, GError **error) {
  g_autoptr (GString) end = format_end (writer, writer->offset, error);

  return end != NULL && put_bytes (writer, end->str, end->len, error);
}

/* SHA-256 of what has been written and of @rest. */
static void
compute_digest (const PdfWriter *writer, const GString *rest, guint8 *digest) {
  g_autoptr (GChecksum) sum = g_checksum_copy (writer->sum);
  gsize size = PDFSIGN_DIGEST_BYTES;

  g_checksum_update (sum, (const guchar *) rest->str, (gssize) rest->len);
  g_checksum_get_digest (sum, digest, &size);
}

/* The signature as it fills its place: hexadecimal, the rest zeros. Where bytes are only
 * counted, nothing is signed. */
static char *
make_signature (const PdfWriter *writer, const GString *rest, GError **error) {
  const PdfSigning *signing = writer->info.signing;
  guint8 digest[PDFSIGN_DIGEST_BYTES];
  g_autoptr (GBytes) cms = NULL;

  compute_digest (writer, rest, digest);
  cms = writer->file == NULL ? g_bytes_new_static ("", 0)
                             : signing->sign (digest, signing->data, error);
  return cms == NULL ? NULL : pdfsign_format_contents (signing, cms, error);
}

static gboolean
put_signature_field (PdfWriter *writer, GError **error) {
  g_autofree char *widget = pdfsign_format_widget (
      g_array_index (writer->pages, guint, 0), APPEARANCE, SIGNATURE);

  return put_object (writer, WIDGET, widget, error)
         && put_stream (writer, APPEARANCE, PDFSIGN_APPEARANCE, "", 0, error);
}

/* The signature's object with the end behind it. */
static gboolean
put_signed_end (PdfWriter *writer, GError **error) {
  const char *close = " >>\nendobj\n";
  guint64 place;
  g_autofree char *head = NULL;
  g_autofree char *contents = NULL;
  g_autoptr (GString) rest = NULL;

  if (!put_signature_field (writer, error))
    return FALSE;
  note_object (writer, SIGNATURE);
  if (!put_format (writer, error, "%d 0 obj\n", SIGNATURE))
    return FALSE;
  place = writer->offset + pdfsign_measure_head (writer->info.signing);
  rest = format_end (
      writer, place + pdfsign_measure_contents (writer->info.signing) + strlen (close),
      error);
  if (rest == NULL)
    return FALSE;
  g_string_prepend (rest, close);
  head = pdfsign_format_head (writer->info.signing, place, rest->len);
  if (!put_format (writer, error, "%s", head))
    return FALSE;
  g_assert (writer->offset == place);
  contents = make_signature (writer, rest, error);
  return contents != NULL && put_bytes (writer, contents, strlen (contents), error)
         && put_bytes (writer, rest->str, rest->len, error);
}

gboolean
pdf_close (PdfWriter *writer, guint64 *size_bytes, GError **error) {
  g_autoptr (PdfWriter) owned = writer;

  if (writer->failed || writer->pages->len == 0) {
    g_set_error (error, FAULT, writer->failed ? FAULT_STORAGE : FAULT_USAGE,
                 "the PDF has no pages");
    return FALSE;
  }
  if (!put_metadata (writer, error) || !put_catalog (writer, error)
      || !put_page_tree (writer, error))
    return FALSE;
  if (writer->info.signing != NULL ? !put_signed_end (writer, error)
                                   : !put_end (writer, error))
    return FALSE;
  if (size_bytes != NULL)
    *size_bytes = writer->offset;
  return TRUE;
}

void
pdf_abort (PdfWriter *writer) {
  g_free ((char *) writer->info.title);
  g_free ((char *) writer->info.language);
  g_array_unref (writer->offsets);
  g_array_unref (writer->pages);
  g_string_free (writer->history, TRUE);
  g_checksum_free (writer->sum);
  g_free (writer);
}
