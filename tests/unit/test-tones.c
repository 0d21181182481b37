/* SPDX-License-Identifier: Apache-2.0 */

/* The guard of the tone marks. A page bears every Vietnamese vowel with every tone from 8 to
 * 14 points. Each piece of ink on it, down to the dot below a letter, is followed through
 * the cleaning: it must still be there afterwards, mostly as large as it was. Nothing is
 * recognised, so that no model can guess right what is gone. */

#include "bench/clean/press.h"
#include "ocr/ink.h"
#include "ocr/pictures.h"
#include "ocr/rules.h"
#include "ocr/specks.h"

#include <leptonica/allheaders.h>

#define KEPT_SHARE 0.5 /* of each piece of ink */
#define PIECES_MIN 1500
#define PIECE_MIN  3 /* pixels */

typedef void (*Step) (Image *grey, Image *mask);

static void
remove_rules (Image *grey, Image *mask) {
  g_autoptr (Rules) rules = rules_remove (grey, mask);

  g_assert_nonnull (rules);
}

static void
remove_pictures (Image *grey, Image *mask) {
  pictures_remove (mask);
}

static const struct {
  const char *name;
  Step run;
} steps[]
    = {{"rules", remove_rules}, {"pictures", remove_pictures}, {"specks", specks_remove}};

/* How many pieces of @before are not in @after any more. */
static guint
count_lost (Image *before, Image *after, guint *pieces) {
  PIXA *components = NULL;
  BOXA *boxes = pixConnComp (before, &components, 8);
  guint lost = 0;

  *pieces = 0;
  for (int i = 0; i < boxaGetCount (boxes); i++) {
    g_autoptr (Image) piece = pixaGetPix (components, i, L_CLONE);
    g_autoptr (Image) left = NULL;
    struct Box box = {.refcount = 1};
    l_int32 was, is;

    boxaGetBoxGeometry (boxes, i, &box.x, &box.y, &box.w, &box.h);
    left = pixClipRectangle (after, &box, NULL);
    pixAnd (left, left, piece);
    pixCountPixels (piece, &was, NULL);
    pixCountPixels (left, &is, NULL);
    if (was < PIECE_MIN)
      continue;
    *pieces += 1;
    lost += is < KEPT_SHARE * was;
  }
  boxaDestroy (&boxes);
  pixaDestroy (&components);
  return lost;
}

/* Each step by itself on the ink before it. */
static void
check_steps (Image *raw) {
  g_autoptr (Image) grey = ink_flatten (raw);
  g_autoptr (Image) mask = NULL;

  ink_stretch (grey);
  mask = ink_threshold (grey);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++) {
    g_autoptr (Image) before = pixCopy (NULL, mask);
    guint pieces;

    steps[i].run (grey, mask);
    g_assert_cmpuint (count_lost (before, mask, &pieces), ==, 0);
    g_assert_cmpuint (pieces, >, PIECES_MIN);
    g_test_message ("%s: %u pieces of ink, none lost", steps[i].name, pieces);
  }
}

/* And all of them, from the raw page to the ink that is recognised. */
static void
check_page (Image *raw) {
  g_autoptr (GError) error = NULL;
  g_autoptr (CleanPage) page = clean_page (pixClone (raw), &error);
  g_autoptr (Image) grey = pixConvertTo8 (raw, 0);
  g_autoptr (Image) before = pixThresholdToBinary (grey, 128);
  g_autoptr (Image) after = NULL;
  guint pieces;

  g_assert_no_error (error);
  g_assert_cmpint (page->rotation, ==, 0);
  g_assert_cmpfloat (page->skew_deg, ==, 0);
  after = ink_threshold (page->ink);
  g_assert_cmpuint (count_lost (before, after, &pieces), ==, 0);
  g_assert_cmpuint (pieces, >, PIECES_MIN);
}

/* Seeds draw the page in other fonts. */
static void
check_resolution (int res_dpi) {
  const char *const troubles[] = {"clean", NULL};

  for (guint64 seed = 1; seed <= 4; seed++) {
    g_autoptr (PressPage) page = press_page (seed, 1, "nguyen_am", troubles, res_dpi);

    check_steps (page->raw);
    check_page (page->raw);
  }
}

static void
test_keeps_marks_at_200_dpi (void) {
  check_resolution (200);
}

static void
test_keeps_marks_at_300_dpi (void) {
  check_resolution (300);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  setMsgSeverity (L_SEVERITY_NONE);
  g_test_add_func ("/tones/keeps-marks-at-200-dpi", test_keeps_marks_at_200_dpi);
  g_test_add_func ("/tones/keeps-marks-at-300-dpi", test_keeps_marks_at_300_dpi);
  return g_test_run ();
}
