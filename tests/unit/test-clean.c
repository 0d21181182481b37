/* SPDX-License-Identifier: Apache-2.0 */

#include "ocr/clean.h"

#include <leptonica/allheaders.h>

#define WIDTH  1654 /* A4 at 200 dpi */
#define HEIGHT 2339

/* A page of text in Leptonica's bitmap font. No two lines are alike: letters that stand in
 * columns would look like lines, too. */
static Image *
draw_text (int lines) {
  static const char *words[] = {"The",  "quick", "fox",  "of",    "that", "hill", "told",
                                "them", "about", "lost", "light", "and",  "kept"};
  Image *page = pixCreate (WIDTH, HEIGHT, 8);
  L_BMF *font = bmfCreate (NULL, 8);
  guint dice = 1;

  pixSetBlackOrWhite (page, L_SET_WHITE);
  pixSetResolution (page, 200, 200);
  for (int i = 0; i < lines; i++) {
    g_autoptr (GString) line = g_string_new (NULL);

    for (guint word = 0; word < 9; word++) {
      dice = dice * 1103515245 + 12345;
      g_string_append_printf (line, "%s ", words[(dice >> 16) % G_N_ELEMENTS (words)]);
    }
    pixSetTextline (page, font, line->str, 0, 150, 200 + 60 * i, NULL, NULL);
  }
  bmfDestroy (&font);
  return page;
}

static CleanPage *
clean (Image *raw) {
  g_autoptr (GError) error = NULL;
  CleanPage *page = clean_page (raw, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (image_get_width (page->upright), ==, image_get_width (page->ink));
  g_assert_cmpuint (image_get_height (page->upright), ==, image_get_height (page->ink));
  return page;
}

static void
test_turns_upright (void) {
  g_autoptr (Image) page = draw_text (30);

  for (int turns = 0; turns < 4; turns++) {
    g_autoptr (Image) turned = pixRotateOrth (page, turns);
    g_autoptr (CleanPage) cleaned = clean (turned);

    g_assert_cmpint (cleaned->rotation, ==, 90 * turns);
    g_assert_cmpuint (image_get_width (cleaned->upright), ==, WIDTH);
  }
}

static void
test_finds_skew (void) {
  static const double angles[] = {-7, -3.3, -0.4, 0, 0.25, 1.7, 7};
  g_autoptr (Image) page = draw_text (30);

  for (guint i = 0; i < G_N_ELEMENTS (angles); i++) {
    g_autoptr (Image) skewed
        = pixRotate (page, (float) (angles[i] * G_PI / 180), L_ROTATE_AREA_MAP,
                     L_BRING_IN_WHITE, WIDTH, HEIGHT);
    g_autoptr (CleanPage) cleaned = clean (skewed);

    g_assert_cmpint (cleaned->rotation, ==, 0);
    g_assert_cmpfloat_with_epsilon (cleaned->skew_deg, angles[i], 0.1);
  }
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/clean/turns-upright", test_turns_upright);
  g_test_add_func ("/clean/finds-skew", test_finds_skew);
  return g_test_run ();
}
