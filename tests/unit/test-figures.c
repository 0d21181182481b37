/* SPDX-License-Identifier: Apache-2.0 */

#include "ocr/figures.h"

#include <leptonica/allheaders.h>

#define DIGITS "0123456789"

/* A page with @text in a plain bitmap font at 60, 60; a space is one box to a figure. */
static Image *
print_text (const char *text, int apart_px) {
  Image *page = pixCreate (1400, 200, 8);
  L_BMF *font = bmfCreate (NULL, 20);
  int x = 60;

  pixSetAllArbitrary (page, 255);
  pixSetResolution (page, 300, 300);
  for (const char *at = text; *at != '\0'; at++) {
    char letter[] = {*at, '\0'};
    int width = 0;

    pixSetTextline (page, font, letter, 0, x, 110, &width, NULL);
    x += width + apart_px;
  }
  bmfDestroy (&font);
  return page;
}

static void
check_read (Figures *figures, const char *text, int apart_px) {
  g_autoptr (Image) page = print_text (text, apart_px);
  double confidence = 0;
  g_autofree char *read
      = figures_read (figures, page, (Box){40, 60, 1390, 130}, DIGITS, &confidence);

  g_assert_cmpstr (read, ==, text);
  g_assert_cmpfloat (confidence, >, 0);
  g_assert_cmpfloat (confidence, <=, 1);
}

static void
test_read (void) {
  g_autoptr (GError) error = NULL;
  g_autoptr (Figures) figures = figures_new (&error);

  g_assert_no_error (error);
  check_read (figures, "3912745678", 2);
  check_read (figures, "3912745678", 60); /* one to a box */
}

/* Nothing there, or no place at all. */
static void
test_nothing (void) {
  g_autoptr (Figures) figures = figures_new (NULL);
  g_autoptr (Image) page = print_text ("", 0);
  double confidence = 0;
  const Box places[] = {{0, 0, 1400, 200},
                        {10, 10, 12, 12},
                        {2000, 2000, 2100, 2100},
                        {100, 100, 100, 100},
                        {-50, -50, -10, -10}};

  for (guint i = 0; i < G_N_ELEMENTS (places); i++) {
    g_autofree char *read = figures_read (figures, page, places[i], DIGITS, &confidence);

    g_assert_null (read);
  }
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/figures/read", test_read);
  g_test_add_func ("/figures/nothing", test_nothing);
  return g_test_run ();
}
