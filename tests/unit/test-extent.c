/* SPDX-License-Identifier: Apache-2.0 */

#include "scan/extent.h"

static void
test_sizes (void) {
  static const struct {
    const char *word;
    guint width_px, height_px, most_dpi;
  } cases[] = {
      {"a4", 2480, 3508, 600}, {"A4", 2480, 3508, 600},     {"a5", 1748, 2480, 600},
      {"a3", 3508, 4961, 400}, {"id-card", 1063, 685, 600}, {"receipt", 945, 4724, 600},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    Extent extent;
    Frame frame;

    g_assert_true (extent_parse_size (cases[i].word, &extent));
    frame = extent_get_frame (&extent, 300, 3, 8);
    g_assert_cmpuint (frame.width_px, ==, cases[i].width_px);
    g_assert_cmpuint (frame.height_px, ==, cases[i].height_px);
    g_assert_true (frame_check (&frame, NULL));
    g_assert_cmpuint (extent_offer_dpi (&extent, 1200), ==, cases[i].most_dpi);
    g_assert_cmpuint (extent_offer_dpi (&extent, 10), ==, 300);
  }
}

static void
test_areas (void) {
  static const char *const refused[] = {
      "",          "1,2,3",        "1,2,30,40,5", "-1,0,100,100", "0,0,100,x",
      "0,0,4,100", "0,0,100,9999", "0,0,nan,100", "0,0,1e9,100",  " 0,0,100,100",
  };
  Extent extent;

  g_assert_true (extent_parse_area ("10,20.5,100,150", &extent));
  g_assert_cmpfloat (extent.left_mm, ==, 10);
  g_assert_cmpfloat (extent.top_mm, ==, 20.5);
  g_assert_cmpfloat (extent.width_mm, ==, 100);
  g_assert_cmpfloat (extent.height_mm, ==, 150);
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    g_assert_false (extent_parse_area (refused[i], &extent));
  g_assert_false (extent_parse_size ("a6", &extent));
  g_assert_false (extent_parse_size ("", &extent));
}

/* Nothing overflows on the way to the refusal. */
static void
test_too_fine (void) {
  Extent extent;
  Frame frame;

  g_assert_true (extent_parse_size ("a4", &extent));
  frame = extent_get_frame (&extent, G_MAXINT, 3, 8);
  g_assert_false (frame_check (&frame, NULL));
  g_assert_true (extent_parse_area ("0,0,2000,2000", &extent));
  g_assert_cmpuint (extent_offer_dpi (&extent, G_MAXUINT), ==, 75);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/extent/sizes", test_sizes);
  g_test_add_func ("/extent/areas", test_areas);
  g_test_add_func ("/extent/too-fine", test_too_fine);
  return g_test_run ();
}
