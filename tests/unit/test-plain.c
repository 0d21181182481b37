/* SPDX-License-Identifier: Apache-2.0 */

#include "ocr/plain.h"

#include <string.h>

static void
test_check (void) {
  g_assert_true (plain_check ("Nguyễn Thị Mẫu", 100));
  g_assert_true (plain_check ("ạ", 3));
  g_assert_false (plain_check ("ạ", 2));
  g_assert_false (plain_check ("", 100));
  g_assert_false (plain_check (NULL, 100));
  g_assert_false (plain_check ("a\nb", 100));
  g_assert_false (plain_check ("a\x1b[31m", 100));
  g_assert_false (plain_check ("a\u202eb", 100));
  g_assert_false (plain_check ("a\u200bb", 100));
  g_assert_false (plain_check ("Ma\u0302\u0303u", 100));
  g_assert_false (plain_check ("\xff", 100));
}

static void
test_lines (void) {
  g_assert_true (plain_check_lines ("IDVNM<<\n880<<", 100));
  g_assert_true (plain_check_lines ("one", 100));
  g_assert_false (plain_check_lines ("one\n", 100));
  g_assert_false (plain_check_lines ("\n", 100));
  g_assert_false (plain_check_lines ("", 100));
  g_assert_false (plain_check_lines (NULL, 100));
  g_assert_false (plain_check_lines ("one\r\ntwo", 100));
  g_assert_false (plain_check_lines ("one\ntwo", 6));
}

static void
test_dup (void) {
  static const char WILD[] = "a\n\x1b\xff \u202eMa\u200b\u0302\u0303u";
  g_autofree char *plain = plain_dup (WILD, strlen (WILD));

  g_assert_true (plain_check (plain, 100));
  g_assert_cmpstr (plain, ==, "a\uFFFD Mẫu");
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plain/check", test_check);
  g_test_add_func ("/plain/lines", test_lines);
  g_test_add_func ("/plain/dup", test_dup);
  return g_test_run ();
}
