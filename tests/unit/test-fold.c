/* SPDX-License-Identifier: Apache-2.0 */

#include "ocr/fold.h"

static void
check_text (const char *text, const char *wanted) {
  g_autofree char *key = fold_text (text);

  g_assert_cmpstr (key, ==, wanted);
}

static void
test_text (void) {
  check_text ("  Họ,  chữ đệm,\ttên ", "ho, chu dem, ten");
  check_text ("ĐẶNG THÚY ƯỢNG", "dang thuy uong");
  check_text ("Ho\xCC\xA3", "ho"); /* NFD */
  check_text ("a\xE2\x80\x8B"
              "b",
              "ab"); /* zero width space */
  check_text ("", "");
}

static void
test_letters (void) {
  g_autofree char *key = fold_letters ("Số / No.: (12)");

  g_assert_cmpstr (key, ==, "sono12");
}

static void
test_distance (void) {
  g_assert_cmpuint (fold_distance ("hoten", "hoten"), ==, 0);
  g_assert_cmpuint (fold_distance ("hoten", "haten"), ==, 1);
  g_assert_cmpuint (fold_distance ("", "abc"), ==, 3);
  g_assert_cmpuint (fold_distance ("abc", ""), ==, 3);
  g_assert_cmpfloat (fold_likeness ("", ""), ==, 1);
  g_assert_cmpfloat (fold_likeness ("abcd", "abxd"), ==, 0.75);
}

static void
test_prefix (void) {
  guint distances[32];

  g_assert_true (fold_prefix_distances ("ngaysinh", "ngavsinh02061988", 1, distances));
  g_assert_cmpuint (distances[8], ==, 1);
  g_assert_cmpuint (distances[0], ==, FOLD_FAR);
  g_assert_false (fold_prefix_distances ("ngaysinh", "quoctich", 1, distances));
  g_assert_true (fold_prefix_distances ("", "abc", 0, distances));
  g_assert_cmpuint (distances[0], ==, 0);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fold/text", test_text);
  g_test_add_func ("/fold/letters", test_letters);
  g_test_add_func ("/fold/distance", test_distance);
  g_test_add_func ("/fold/prefix", test_prefix);
  return g_test_run ();
}
