/* SPDX-License-Identifier: Apache-2.0 */

#include "scan/frame.h"

#include "config/fault.h"
#include "config/limits.h"

static Frame
get_a4 (guint res_dpi, guint channels, guint depth_bits) {
  return (Frame){(guint) (210 / 25.4 * res_dpi + 0.5),
                 (guint) (297 / 25.4 * res_dpi + 0.5), channels, depth_bits, res_dpi};
}

static gboolean
is_taken (Frame frame) {
  g_autoptr (GError) error = NULL;
  gboolean taken = frame_check (&frame, &error);

  if (!taken)
    g_assert_error (error, FAULT, FAULT_IMAGE);
  return taken;
}

static void
test_a4 (void) {
  Frame a4 = get_a4 (300, 3, 8);

  g_assert_cmpuint (a4.width_px, ==, 2480);
  g_assert_cmpuint (a4.height_px, ==, 3508);
  g_assert_cmpuint (frame_get_line_bytes (&a4), ==, 7440);
  g_assert_cmpuint (frame_get_most_lines (&a4), ==, 14880);
  g_assert_true (is_taken (a4));
  g_assert_true (is_taken (get_a4 (600, 3, 8)));
  g_assert_true (is_taken (get_a4 (25, 1, 1)));
}

static void
test_line_bytes (void) {
  Frame frame = {.width_px = 2481, .channels = 1, .depth_bits = 1};

  g_assert_cmpuint (frame_get_line_bytes (&frame), ==, 311);
}

/* Nothing that is allocated from a frame can be large without passing here. */
static void
test_refusals (void) {
  g_assert_false (is_taken (get_a4 (601, 3, 8)));
  g_assert_false (is_taken (get_a4 (1200, 3, 8)));
  g_assert_false (is_taken (get_a4 (24, 3, 8)));
  g_assert_false (is_taken ((Frame){2480, 3508, 3, 8, 0}));
  g_assert_false (is_taken ((Frame){2480, 3508, 2, 8, 300}));
  g_assert_false (is_taken ((Frame){2480, 3508, 7, 8, 300}));
  g_assert_false (is_taken ((Frame){2480, 3508, 1, 3, 300}));
  g_assert_false (is_taken ((Frame){2480, 3508, 3, 1, 300}));
  g_assert_false (is_taken ((Frame){2480, 3508, 1, 16, 300}));
  g_assert_false (is_taken ((Frame){0, 3508, 1, 8, 300}));
  g_assert_false (is_taken ((Frame){LIMIT_IMAGE_SIDE_PX + 1, 0, 1, 8, 300}));
  g_assert_false (is_taken ((Frame){G_MAXUINT, G_MAXUINT, 3, 8, 300}));
  g_assert_false (is_taken ((Frame){8000, 8000, 1, 8, 300}));
  g_assert_false (is_taken ((Frame){300, 1800, 1, 8, 300}));
  g_assert_false (is_taken ((Frame){300, 199, 1, 8, 300}));
  g_assert_true (is_taken ((Frame){300, 0, 1, 8, 300}));
}

/* A page of unannounced length stays within the area and the aspect of a page. */
static void
test_most_lines (void) {
  Frame narrow = {.width_px = 200};
  Frame wide = {.width_px = LIMIT_IMAGE_SIDE_PX};

  g_assert_cmpuint (frame_get_most_lines (&narrow), ==, 1200);
  g_assert_cmpuint (frame_get_most_lines (&wide), ==, 3051);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/frame/a4", test_a4);
  g_test_add_func ("/frame/line-bytes", test_line_bytes);
  g_test_add_func ("/frame/refusals", test_refusals);
  g_test_add_func ("/frame/most-lines", test_most_lines);
  return g_test_run ();
}
