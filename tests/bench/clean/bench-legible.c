/* SPDX-License-Identifier: Apache-2.0 */

/* What cleaning is for: the recogniser's character errors on the page as it came and on the
 * clean one, trouble by trouble; and how much of the text under a seal is read, of what is
 * read of the same page without it.
 *
 *   bench-legible [--seed N] [--pages M]     M pages of each trouble
 *
 * Errors are edits between the texts without leaders and spaces, in per cent of the truth. */

#include "bench/clean/press.h"
#include "ocr/recognise.h"

#include <leptonica/allheaders.h>

#include <stdio.h>

#define BUDGET_MS 20000

static const char *const troubles[]
    = {"clean", "yellow", "shade", "bleed", "border", "streak", "lowcontrast", "speckle"};
static const char *const papers[]
    = {"cong_van", "tk_khai_sinh", "don_bien_dong", "quyet_dinh", "giay_uy_quyen"};

/* Letters and digits, in order. */
static GArray *
take_letters (const char *text) {
  g_autofree char *normal = g_utf8_normalize (text, -1, G_NORMALIZE_NFC);
  GArray *letters = g_array_new (FALSE, FALSE, sizeof (gunichar));

  for (const char *at = normal; *at != '\0'; at = g_utf8_next_char (at)) {
    gunichar letter = g_utf8_get_char (at);

    if (g_unichar_isalnum (letter))
      g_array_append_val (letters, letter);
  }
  return letters;
}

static guint
count_edits (const GArray *a, const GArray *b) {
  g_autofree guint *row = g_new (guint, b->len + 1);

  for (guint k = 0; k <= b->len; k++)
    row[k] = k;
  for (guint i = 1; i <= a->len; i++) {
    guint corner = row[0];

    row[0] = i;
    for (guint k = 1; k <= b->len; k++) {
      gboolean same
          = g_array_index (a, gunichar, i - 1) == g_array_index (b, gunichar, k - 1);
      guint kept = corner + !same;

      corner = row[k];
      row[k] = MIN (kept, MIN (row[k], row[k - 1]) + 1);
    }
  }
  return row[b->len];
}

static char *
read_image (Recogniser *recogniser, Image *image) {
  g_autoptr (GError) error = NULL;
  g_autoptr (Words) words = recogniser_read (recogniser, image, BUDGET_MS, &error);

  return words != NULL ? words_format_text (words) : g_strdup ("");
}

typedef struct {
  guint letters, raw, clean;
} Errors;

static void
add_page (Recogniser *recogniser, PressPage *page, Errors *errors) {
  g_autoptr (GArray) truth = take_letters (page->text);
  g_autoptr (Image) grey = pixConvertTo8 (page->raw, 0);
  g_autoptr (CleanPage) clean = clean_page (pixClone (page->raw), NULL);
  g_autofree char *raw_text = read_image (recogniser, grey);
  g_autofree char *clean_text = read_image (recogniser, clean->ink);
  g_autoptr (GArray) raw = take_letters (raw_text);
  g_autoptr (GArray) cleaned = take_letters (clean_text);

  errors->letters += truth->len;
  errors->raw += count_edits (truth, raw);
  errors->clean += count_edits (truth, cleaned);
}

static void
try_trouble (Recogniser *recogniser, const char *trouble, guint64 seed,
             guint pages) {
  Errors errors = {0};

  for (guint i = 0; i < pages; i++) {
    const char *const spoilt[] = {trouble, NULL};
    g_autoptr (PressPage) page
        = press_page (seed + i, i + 1, papers[i % G_N_ELEMENTS (papers)], spoilt, 300);

    add_page (recogniser, page, &errors);
  }
  printf ("%-12s errors: as it came %6.2f %%, clean %6.2f %%\n", trouble,
          100.0 * errors.raw / errors.letters, 100.0 * errors.clean / errors.letters);
  fflush (stdout);
}

/* The same page without and with a seal over its text. */
static void
try_seals (Recogniser *recogniser, guint64 seed, guint pages) {
  Errors plain = {0}, sealed = {0};

  for (guint i = 0; i < pages; i++) {
    const char *kind = papers[i % G_N_ELEMENTS (papers)];
    const char *const without[] = {"clean", NULL}, *const with[] = {"stamp", NULL};
    g_autoptr (PressPage) first = press_page (seed + i, i + 1, kind, without, 300);
    g_autoptr (PressPage) second = press_page (seed + i, i + 1, kind, with, 300);

    add_page (recogniser, first, &plain);
    add_page (recogniser, second, &sealed);
  }
  printf ("%-12s right: %.2f %% without a seal, %.2f %% with one over the text\n", "seal",
          100 - 100.0 * plain.clean / plain.letters,
          100 - 100.0 * sealed.clean / sealed.letters);
}

int
main (int argc, char **argv) {
  gint64 seed = 1;
  int pages = 3;
  const GOptionEntry entries[]
      = {{"seed", 0, 0, G_OPTION_ARG_INT64, &seed, "First seed", "N"},
         {"pages", 0, 0, G_OPTION_ARG_INT, &pages, "Of each trouble", "M"},
         {NULL}};
  g_autoptr (GOptionContext) context = g_option_context_new ("- errors before and after");
  g_autoptr (GError) error = NULL;
  g_autoptr (Recogniser) recogniser = NULL;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || pages < 1
      || (recogniser = recogniser_new (&error)) == NULL) {
    fprintf (stderr, "bench-legible: %s\n", error != NULL ? error->message : "--pages");
    return 2;
  }
  setMsgSeverity (L_SEVERITY_NONE);
  for (guint i = 0; i < G_N_ELEMENTS (troubles); i++)
    try_trouble (recogniser, troubles[i], (guint64) seed, (guint) pages);
  try_seals (recogniser, (guint64) seed, (guint) pages);
  return 0;
}
