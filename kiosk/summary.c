/* SPDX-License-Identifier: Apache-2.0 */

/* Columns are counted in characters as a terminal shows them: Vietnamese text is NFC, so a
 * letter with its marks is one. */

#include "kiosk/summary.h"

#include "upload/receipt.h"

#include <string.h>

#define LABEL_COLUMNS 36
#define VALUE_COLUMNS 46
#define TITLE_COLUMNS 58

typedef struct {
  const char *strong, *dim, *good, *doubt, *plain;
} Ink;

static const Ink no_ink = {"", "", "", "", ""};
static const Ink terminal_ink = {"\033[1m", "\033[2m", "\033[32m", "\033[33m", "\033[0m"};

/* The first line of @text, cut or filled to @columns. */
static void
append_column (GString *out, const char *whole, glong columns) {
  g_autofree char *text = g_strndup (whole, strcspn (whole, "\n"));
  glong length = g_utf8_strlen (text, -1);

  if (length > columns) {
    g_autofree char *cut = g_utf8_substring (text, 0, columns - 1);

    g_string_append_printf (out, "%s…", cut);
  } else {
    g_string_append_printf (out, "%s%*s", text, (int) (columns - length), "");
  }
}

static void
append_field (GString *out, const Ink *ink, const Catalogue *catalogue,
              const Field *field) {
  const char *tint = field->confidence < FIELD_SURE ? ink->doubt : ink->good;

  g_string_append_printf (out, "       %s", ink->dim);
  append_column (out, catalogue_get_field_label (catalogue, field->name, FALSE),
                 LABEL_COLUMNS);
  g_string_append_printf (out, "%s ", ink->plain);
  append_column (out, field->value, VALUE_COLUMNS);
  g_string_append_printf (out, " %s%3.0f %%%s  %s%s\n", tint, field->confidence * 100,
                          ink->plain, field_source_get_name (field->source),
                          field->confidence < FIELD_SURE ? "  ?" : "");
}

static void
append_paper (GString *out, const Ink *ink, const Catalogue *catalogue,
              const Paper *paper, const GPtrArray *pages) {
  g_autofree char *size = g_format_size (paper->size_bytes);

  g_string_append_printf (out, "\n  %s%2u  ", ink->strong, paper->number);
  append_column (out, paper->title, TITLE_COLUMNS);
  g_string_append_printf (out, "%s %-5s %u page%s  %s%s%s\n", ink->plain,
                          paper->component, paper->pages, paper->pages == 1 ? " " : "s",
                          size, paper->signature != NULL ? "  signed " : "",
                          paper->signature != NULL ? paper->signature : "");
  for (guint i = 0; i < pages->len; i++) {
    const StoredPage *page = g_ptr_array_index (pages, i);

    if (page->paper != paper->number)
      continue;
    for (guint j = 0; j < page->fields->len; j++)
      append_field (out, ink, catalogue, g_ptr_array_index (page->fields, j));
  }
}

static void
append_counts (GString *out, const Ink *ink, const Dossier *dossier,
               const GPtrArray *pages) {
  guint blank = 0;

  for (guint i = 0; i < pages->len; i++)
    blank += ((StoredPage *) g_ptr_array_index (pages, i))->blank;
  g_string_append_printf (out,
                          "%sScanned%s   %u sides: %u with content in %u papers, "
                          "%u blank\n",
                          ink->strong, ink->plain, pages->len, pages->len - blank,
                          dossier->papers->len, blank);
}

static void
append_durations (GString *out, const Ink *ink, Store *store, const char *id) {
  static const char *const stages[] = {"scan", "read", "seal", "send", "prove"};
  gboolean any = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (stages); i++) {
    guint64 taken_ms = store_get_duration (store, id, stages[i]);

    if (taken_ms == 0)
      continue;
    if (any)
      g_string_append (out, " · ");
    else
      g_string_append_printf (out, "%sTook%s      ", ink->strong, ink->plain);
    g_string_append_printf (out, "%s %.1f s", stages[i], (double) taken_ms / 1000);
    any = TRUE;
  }
  if (any)
    g_string_append_c (out, '\n');
}

static void
append_head (GString *out, const Ink *ink, const Dossier *dossier) {
  const char *tint = dossier->state == DOSSIER_ACCEPTED ? ink->good : ink->doubt;

  g_string_append_printf (
      out, "%sDossier   %s%s   %s%s%s\n", ink->strong,
      dossier->portal_code != NULL ? dossier->portal_code : dossier->code, ink->plain,
      tint, dossier_state_get_name (dossier->state), ink->plain);
  g_string_append_printf (out, "          %s %s\n", dossier->procedure,
                          dossier->procedure_name);
  g_string_append_printf (out, "          %sid %s%s\n", ink->dim, dossier->id,
                          ink->plain);
  if (dossier->last_answer != NULL)
    g_string_append_printf (out, "          %s\n", dossier->last_answer);
}

static void
append_places (GString *out, const Ink *ink, const Dossier *dossier) {
  g_autofree char *receipt = NULL;

  if (dossier->papers->len > 0)
    g_string_append_printf (out,
                            "%sFiles%s     sealed; `motcua export %.8s --out DIR` takes "
                            "them out\n",
                            ink->strong, ink->plain, dossier->id);
  if (dossier->state != DOSSIER_ACCEPTED)
    return;
  receipt = receipt_format (dossier);
  g_string_append_printf (out, "%sReceipt%s\n\n%s", ink->strong, ink->plain, receipt);
}

char *
summary_format (Store *store, const Catalogue *catalogue, const Dossier *dossier,
                gboolean colour, GError **error) {
  const Ink *ink = colour ? &terminal_ink : &no_ink;
  g_autoptr (GPtrArray) pages = store_get_pages (store, dossier->id, error);
  GString *out = g_string_new (NULL);

  if (pages == NULL) {
    g_string_free (out, TRUE);
    return NULL;
  }
  append_head (out, ink, dossier);
  for (guint i = 0; i < dossier->papers->len; i++)
    append_paper (out, ink, catalogue, g_ptr_array_index (dossier->papers, i), pages);
  g_string_append_c (out, '\n');
  append_counts (out, ink, dossier, pages);
  append_durations (out, ink, store, dossier->id);
  append_places (out, ink, dossier);
  return g_string_free (out, FALSE);
}
