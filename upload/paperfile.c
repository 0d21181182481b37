/* SPDX-License-Identifier: Apache-2.0 */

/* What a paper's file is made of: the page images and the words that the reader left in
 * the dossier's vault, taken page by page. The creation date is the dossier's, so that
 * sealing twice gives the same bytes. Both sides of an identity card, one after the other,
 * are one A4 page at true scale.
 *
 * A PDF that came as one is not looked into, let alone rewritten: a citizen's signature
 * covers its bytes. */

#include "upload/paperfile.h"

#include "config/fault.h"
#include "config/limits.h"
#include "ocr/cardsheet.h"
#include "ocr/pdf.h"
#include "ocr/reading.h"
#include "upload/papersign.h"

#define COPY_BLOCK (64 * 1024)

typedef struct {
  const Vault *vault;
  const Dossier *dossier;
  const PackagePaper *entry;
  const GPtrArray *pages; /* StoredPage */
} Source;

/* Words of a page; NULL when it was never recognised, which leaves an image without text. */
static gboolean
load_reading (const Vault *vault, guint number, Reading **reading, GError **error) {
  g_autofree char *name = page_file_dup (number, "json");
  g_autoptr (GBytes) json = NULL;

  *reading = NULL;
  if (!vault_has (vault, name))
    return TRUE;
  json = vault_load (vault, name, LIMIT_JSON_BYTES, error);
  if (json == NULL)
    return FALSE;
  *reading
      = reading_parse (g_bytes_get_data (json, NULL), g_bytes_get_size (json), error);
  return *reading != NULL;
}

/* Digest of the raw scan of page @number. */
static const char *
find_master (const GPtrArray *pages, guint number) {
  for (guint i = 0; i < pages->len; i++) {
    const Page *page = ((const StoredPage *) g_ptr_array_index (pages, i))->page;

    if (page->number == number)
      return page->sha256;
  }
  return NULL;
}

/* One side as the reader left it. */
typedef struct {
  PageImage *image;
  Reading *reading; /* NULL: never recognised */
} Side;

static void
clear_side (Side *side) {
  g_clear_pointer (&side->image, pageimage_free);
  g_clear_pointer (&side->reading, reading_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Side, clear_side)

static gboolean
load_side (const Source *source, guint number, Side *side, GError **error) {
  g_autofree char *name = page_file_dup (number, "img");
  g_autoptr (GBytes) bytes = vault_load (source->vault, name, LIMIT_IMAGE_BYTES, error);

  if (bytes == NULL)
    return FALSE;
  side->image = pageimage_parse (bytes, error);
  return side->image != NULL
         && load_reading (source->vault, number, &side->reading, error);
}

static gboolean
is_card (const Side *side) {
  return side->reading != NULL && cardsheet_is_card (side->reading);
}

/* The front of a card, and the back that follows it, as one page; *@joined FALSE when it is
 * none or its page does not follow. */
static gboolean
add_card (PdfWriter *writer, const Source *source, guint at, const Side *front,
          gboolean *joined, GError **error) {
  const GArray *numbers = source->entry->pages;
  guint number = g_array_index (numbers, guint, at);
  g_auto (Side) back = {NULL};
  g_autoptr (PageImage) sheet = NULL;
  g_autoptr (Words) words = words_new ();

  *joined = FALSE;
  if (!is_card (front) || at + 1 >= numbers->len)
    return TRUE;
  if (!load_side (source, g_array_index (numbers, guint, at + 1), &back, error))
    return FALSE;
  if (is_card (&back))
    sheet = cardsheet_join (front->image, front->reading->words, back.image,
                            back.reading->words, words);
  if (sheet == NULL)
    return TRUE;
  *joined = TRUE;
  PdfPage page = {sheet, source->entry->rung, words, find_master (source->pages, number)};
  return pdf_add_page (writer, &page, error);
}

/* Adds the page at @at of the paper; @at then is the last one that was added. */
static gboolean
add_page (PdfWriter *writer, const Source *source, guint *at, GError **error) {
  guint number = g_array_index (source->entry->pages, guint, *at);
  g_auto (Side) side = {NULL};
  gboolean joined;

  if (!load_side (source, number, &side, error)
      || !add_card (writer, source, *at, &side, &joined, error))
    return FALSE;
  *at += joined;
  if (joined)
    return TRUE;
  PdfPage page = {side.image, source->entry->rung,
                  side.reading == NULL ? NULL : side.reading->words,
                  find_master (source->pages, number)};
  return pdf_add_page (writer, &page, error);
}

static gboolean
write_pdf (DurableFile *file, const Source *source, guint64 *size_bytes, GError **error) {
  const Paper *paper = source->entry->paper;
  const GArray *numbers = source->entry->pages;
  g_autofree char *title = g_strdup_printf (
      "%s - %s", source->dossier->code, paper->title != NULL ? paper->title : "Giấy tờ");
  PdfSigning signing;
  PdfInfo info = {.profile = PDF_A_2U,
                  .title = title,
                  .language = "vi-VN",
                  .created_at = source->dossier->created_at,
                  .training = source->entry->training,
                  .signing = papersign_fill (&signing, source->entry->signer)};
  g_autoptr (PdfWriter) writer = pdf_open (file, &info, error);

  if (writer == NULL)
    return FALSE;
  for (guint i = 0; i < numbers->len; i++) {
    guint number = g_array_index (numbers, guint, i);

    if (!add_page (writer, source, &i, error)) {
      g_prefix_error (error, "page %u: ", number);
      return FALSE;
    }
  }
  return pdf_close (g_steal_pointer (&writer), size_bytes, error);
}

static gboolean
copy_pdf (DurableFile *file, const Source *source, GError **error) {
  g_autoptr (VaultFile) given = vault_open (source->vault, source->entry->as_is, error);
  g_autofree char *block = g_malloc (COPY_BLOCK);
  guint64 offset = 0;
  gssize got;

  if (given == NULL)
    return FALSE;
  while ((got = vault_file_read (given, offset, block, COPY_BLOCK, error)) > 0) {
    if (!durable_append (file, block, (gsize) got, error))
      return FALSE;
    offset += (guint64) got;
  }
  return got == 0;
}

gboolean
paperfile_write (DurableFile *file, const Vault *vault, const Dossier *dossier,
                 const PackagePaper *entry, const GPtrArray *pages, GError **error) {
  Source source = {vault, dossier, entry, pages};

  if (entry->as_is != NULL)
    return copy_pdf (file, &source, error);
  return write_pdf (file, &source, NULL, error);
}

static gboolean
measure_pdf (const Source *source, guint64 *size_bytes, GError **error) {
  g_autoptr (VaultFile) given = vault_open (source->vault, source->entry->as_is, error);

  if (given == NULL)
    return FALSE;
  *size_bytes = vault_file_get_size (given);
  return TRUE;
}

gboolean
paperfile_measure (const Vault *vault, const Dossier *dossier, const PackagePaper *entry,
                   const GPtrArray *pages, guint64 *size_bytes, GError **error) {
  Source source = {vault, dossier, entry, pages};

  if (entry->as_is != NULL)
    return measure_pdf (&source, size_bytes, error);
  return write_pdf (NULL, &source, size_bytes, error);
}
