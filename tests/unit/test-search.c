/* SPDX-License-Identifier: Apache-2.0 */

#include "ui/search.h"

static void
check_fold (const char *text, const char *folded) {
  g_autofree char *got = search_fold (text);

  g_assert_cmpstr (got, ==, folded);
}

static void
test_marks (void) {
  check_fold ("Đăng ký khai sinh", "dang ky khai sinh");
  check_fold ("ĐƯỜNG ở Ấp Ổ", "duong o ap o");
  check_fold ("1.001193", "1.001193");
  check_fold ("", "");
}

static void
test_forms_of_unicode (void) {
  g_autofree char *apart = g_utf8_normalize ("Cấp đổi thẻ", -1, G_NORMALIZE_NFD);

  check_fold (apart, "cap doi the");
}

static void
test_no_utf8 (void) {
  check_fold ("\xff\xfe", "");
}

static void
test_match (void) {
  const char *text = "dang ky lai khai sinh ho tich";

  g_assert_true (search_match (text, ""));
  g_assert_true (search_match (text, "khai sinh"));
  g_assert_true (search_match (text, "sinh khai"));
  g_assert_true (search_match (text, "khaisinh"));
  g_assert_true (search_match (text, "khai  sinh"));
  g_assert_true (search_match (text, "dangky"));
  g_assert_false (search_match (text, "khai tu"));
  g_assert_false (search_match (text, "khaitu"));
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/search/marks", test_marks);
  g_test_add_func ("/search/forms-of-unicode", test_forms_of_unicode);
  g_test_add_func ("/search/no-utf8", test_no_utf8);
  g_test_add_func ("/search/match", test_match);
  return g_test_run ();
}
