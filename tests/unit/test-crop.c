/* SPDX-License-Identifier: Apache-2.0 */

#include "ocr/clean.h"
#include "ocr/crop.h"

#include <leptonica/allheaders.h>

#include <math.h>

#define WIDTH     1654 /* A4 at 200 dpi */
#define HEIGHT    2339
#define PX_PER_MM (200 / 25.4)
#define WHITE     0xffffff00u
#define PAPER     0xf2f0ec00u
#define BLACK     0x12121400u

static Image *
draw_bed (l_uint32 colour) {
  Image *bed = pixCreate (WIDTH, HEIGHT, 32);

  pixSetAllArbitrary (bed, colour);
  pixSetResolution (bed, 200, 200);
  return bed;
}

/* A paper with its upper left corner at @left, @top, turned around it. */
static void
lay_paper (Image *bed, double left, double top, double width_mm, double height_mm,
           double degrees) {
  double across = cos (degrees * G_PI / 180), down = sin (degrees * G_PI / 180);

  for (int y = 0; y < HEIGHT; y++)
    for (int x = 0; x < WIDTH; x++) {
      double u = (x - left) * across + (y - top) * down;
      double v = (y - top) * across - (x - left) * down;

      if (u >= 0 && v >= 0 && u < width_mm * PX_PER_MM && v < height_mm * PX_PER_MM)
        pixSetPixel (bed, x, y, PAPER);
    }
}

static void
write_line (Image *page, int x, int y, const char *text) {
  L_BMF *font = bmfCreate (NULL, 10);

  pixSetTextline (page, font, text, 0x20202000, x, y, NULL, NULL);
  bmfDestroy (&font);
}

static Crop *
find (Image *bed) {
  g_autoptr (Glimpse) glimpse = glimpse_take (bed);

  return crop_find (glimpse);
}

static void
check_size (l_uint32 bed_colour, double width_mm, double height_mm, double degrees) {
  g_autoptr (Image) bed = draw_bed (bed_colour);
  g_autoptr (Crop) crop = NULL;

  lay_paper (bed, 300, 200, width_mm, height_mm, degrees);
  crop = find (bed);
  g_assert_true (crop->found);
  g_assert_true (crop->smaller);
  g_assert_cmpfloat_with_epsilon (crop->width_mm, width_mm, 1);
  g_assert_cmpfloat_with_epsilon (crop->height_mm, height_mm, 1);
  g_assert_cmpfloat_with_epsilon (crop->skew_deg, degrees, 0.4);
}

static void
test_measures_papers (void) {
  static const l_uint32 beds[] = {BLACK, WHITE};

  for (guint i = 0; i < G_N_ELEMENTS (beds); i++) {
    check_size (beds[i], 148, 210, 0);
    check_size (beds[i], 85.6, 54, 7);
    check_size (beds[i], 62, 180, -4);
  }
}

/* Text reaches nearly to the paper's edges, and no part of it may go. */
static void
test_cuts_no_text (void) {
  g_autoptr (Image) bed = draw_bed (BLACK);
  g_autoptr (CleanPage) page = NULL;
  l_uint32 level;

  lay_paper (bed, 300, 200, 85.6, 54, 0);
  write_line (bed, 316, 240, "I");
  write_line (bed, 300 + (int) (85.6 * PX_PER_MM) - 40, 580, "I");
  page = clean_page (pixClone (bed), NULL);
  g_assert_cmpfloat_with_epsilon (page->paper_width_mm, 85.6, 1);
  g_assert_cmpfloat_with_epsilon (image_get_width (page->upright) / PX_PER_MM, 85.6, 1.5);
  pixGetPixel (page->upright, 3, 20, &level);
  g_assert_cmpuint (level >> 24, >, 200);
  g_assert_false (page->blank);
}

/* A tinted box on a white page of text is no paper on a bed; nor is a printed frame, nor
 * are two papers one. */
static void
test_leaves_pages_whole (void) {
  g_autoptr (Image) boxed = draw_bed (WHITE);
  g_autoptr (Image) framed = draw_bed (WHITE);
  g_autoptr (Image) pair = draw_bed (BLACK);
  g_autoptr (Image) plain = draw_bed (WHITE);
  Crop *crops[4];

  lay_paper (boxed, 300, 900, 100, 60, 0);
  for (int i = 0; i < 12; i++)
    write_line (boxed, 200, 200 + 50 * i, "The quick brown fox jumps over the lazy dog");
  lay_paper (framed, 118, 118, 180, 267, 0);
  lay_paper (pair, 100, 100, 85.6, 54, 0);
  lay_paper (pair, 100, 1000, 85.6, 54, 0);
  write_line (plain, 300, 400, "All that there is");
  crops[0] = find (boxed);
  crops[1] = find (framed);
  crops[2] = find (pair);
  crops[3] = find (plain);
  for (guint i = 0; i < G_N_ELEMENTS (crops); i++)
    g_assert_false (crops[i]->found);
  for (guint i = 0; i < G_N_ELEMENTS (crops); i++)
    g_clear_pointer (&crops[i], crop_free);
}

/* A line printed up to the paper's edge does not let the black bed in. */
static void
test_lines_do_not_leak (void) {
  g_autoptr (Image) bed = draw_bed (BLACK);
  g_autoptr (Crop) crop = NULL;
  struct Box line = {300, 700, (int) (148 * PX_PER_MM), 5, 1};

  lay_paper (bed, 300, 200, 148, 210, 0);
  pixClearInRect (bed, &line);
  crop = find (bed);
  g_assert_true (crop->found);
  g_assert_cmpfloat_with_epsilon (crop->height_mm, 210, 1);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  setMsgSeverity (L_SEVERITY_NONE);
  g_test_add_func ("/crop/measures-papers", test_measures_papers);
  g_test_add_func ("/crop/cuts-no-text", test_cuts_no_text);
  g_test_add_func ("/crop/leaves-pages-whole", test_leaves_pages_whole);
  g_test_add_func ("/crop/lines-do-not-leak", test_lines_do_not_leak);
  return g_test_run ();
}
