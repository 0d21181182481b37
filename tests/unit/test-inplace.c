/* SPDX-License-Identifier: Apache-2.0 */

/* Pixels moved within a page are those that Leptonica would have moved into a new one. */

#include "ocr/inplace.h"

#include <leptonica/allheaders.h>

#define WIDTH  611
#define HEIGHT 830

/* Noise of @depth, the same each time. */
static Image *
draw_noise (int width, int height, int depth) {
  g_autoptr (GRand) dice = g_rand_new_with_seed (7);
  Image *page = pixCreate (width, height, depth);

  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      pixSetPixel (page, x, y, g_rand_int (dice) & (depth == 32 ? 0xffffff00 : 0xff));
  pixSetResolution (page, 300, 300);
  return page;
}

static void
check_same (Image *made, Image *wanted) {
  l_int32 same = 0;

  g_assert_nonnull (made);
  g_assert_cmpint (pixGetXRes (made), ==, pixGetXRes (wanted));
  g_assert_cmpint (pixEqual (made, wanted, &same), ==, 0);
  g_assert_true (same);
}

static const int depths[] = {1, 8, 32};

static void
test_tilts (void) {
  static const double angles[] = {-44, -6.3, -0.72, -0.05, 0.01, 0.31, 1.5, 21.9, 45};

  for (guint i = 0; i < G_N_ELEMENTS (depths) * G_N_ELEMENTS (angles); i++) {
    int depth = depths[i % G_N_ELEMENTS (depths)];
    double angle = angles[i / G_N_ELEMENTS (depths)];
    g_autoptr (Image) page = draw_noise (WIDTH, HEIGHT, depth);
    g_autoptr (Image) wanted = pixRotate (page, (float) (angle * G_PI / 180),
                                          L_ROTATE_AREA_MAP, L_BRING_IN_WHITE, 0, 0);

    if (wanted == page)
      continue;
    g_assert_true (inplace_tilt (&page, angle));
    check_same (page, wanted);
  }
}

static void
test_turns (void) {
  for (guint i = 0; i < G_N_ELEMENTS (depths) * 4; i++) {
    g_autoptr (Image) page = draw_noise (WIDTH, HEIGHT, depths[i / 4]);
    g_autoptr (Image) wanted = pixRotateOrth (page, (int) (i % 4));
    g_autoptr (Image) copy = pixCopy (NULL, page);

    g_assert_true (inplace_turn (&copy, i % 4 * 90));
    check_same (copy, wanted);
  }
}

static void
test_cuts (void) {
  static const Box boxes[] = {{0, 0, WIDTH, HEIGHT},
                              {13, 29, 311, 707},
                              {0, HEIGHT - 1, 1, HEIGHT},
                              {-20, -3, WIDTH + 8, 60}};

  for (guint i = 0; i < G_N_ELEMENTS (depths) * G_N_ELEMENTS (boxes); i++) {
    const Box *box = &boxes[i / G_N_ELEMENTS (depths)];
    struct Box area
        = {box->left, box->top, box->right - box->left, box->bottom - box->top, 1};
    g_autoptr (Image) page
        = draw_noise (WIDTH, HEIGHT, depths[i % G_N_ELEMENTS (depths)]);
    g_autoptr (Image) wanted = pixClipRectangle (page, &area, NULL);

    g_assert_true (inplace_cut (&page, *box));
    check_same (page, wanted);
    g_assert_false (inplace_cut (&page, (Box){WIDTH, 0, WIDTH + 9, 9}));
    check_same (page, wanted);
  }
}

static void
test_pads (void) {
  for (guint i = 0; i < G_N_ELEMENTS (depths); i++) {
    g_autoptr (Image) page = draw_noise (WIDTH, HEIGHT, depths[i]);
    g_autoptr (Image) padded = pixClone (page);

    g_assert_true (inplace_pad (&padded, 17, 0));
    g_assert_true (inplace_pad (&padded, 0, 40));
    g_assert_cmpuint (image_get_width (padded), ==, WIDTH + 34);
    g_assert_cmpuint (image_get_height (padded), ==, HEIGHT + 80);
    for (guint corner = 0; corner < 4; corner++) {
      l_uint32 value = 0;

      pixGetPixel (padded, corner % 2 ? WIDTH + 33 : 0, corner / 2 ? HEIGHT + 79 : 0,
                   &value);
      g_assert_cmpuint (value & 0xffffff00, ==, depths[i] == 32 ? 0xffffff00 : 0);
      g_assert_cmpuint (depths[i] == 8 ? value : 255, ==, 255);
    }
    g_assert_true (inplace_cut (&padded, (Box){17, 40, WIDTH + 17, HEIGHT + 40}));
    check_same (padded, page);
  }
}

/* What others hold too stays as it was. */
static void
test_leaves_the_page_of_others (void) {
  g_autoptr (Image) page = draw_noise (WIDTH, HEIGHT, 32);
  g_autoptr (Image) before = pixCopy (NULL, page);

  for (guint i = 0; i < 4; i++) {
    g_autoptr (Image) other = pixClone (page);

    g_assert_true (i == 0   ? inplace_tilt (&other, 2)
                   : i == 1 ? inplace_turn (&other, 180)
                   : i == 2 ? inplace_turn (&other, 90)
                            : inplace_cut (&other, (Box){5, 5, 300, 300}));
    check_same (page, before);
  }
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  setMsgSeverity (L_SEVERITY_NONE);
  g_test_add_func ("/inplace/tilts", test_tilts);
  g_test_add_func ("/inplace/turns", test_turns);
  g_test_add_func ("/inplace/cuts", test_cuts);
  g_test_add_func ("/inplace/pads", test_pads);
  g_test_add_func ("/inplace/leaves-the-page-of-others", test_leaves_the_page_of_others);
  return g_test_run ();
}
