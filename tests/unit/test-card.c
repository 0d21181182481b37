/* SPDX-License-Identifier: Apache-2.0 */

#include "ocr/card.h"

static void
test_whole (void) {
  g_autoptr (Card) card = card_parse ("093188001231|365123456|Nguyễn Thị Mẫu|14021988|Nữ|"
                                      "Ấp 3, Vị Thắng, Vị Thủy, Hậu Giang|10052022\r\n");

  g_assert_nonnull (card);
  g_assert_cmpstr (card->id, ==, "093188001231");
  g_assert_cmpstr (card->old_id, ==, "365123456");
  g_assert_cmpstr (card->name, ==, "Nguyễn Thị Mẫu");
  g_assert_cmpstr (card->dob, ==, "14/02/1988");
  g_assert_cmpstr (card->sex, ==, "Nữ");
  g_assert_cmpstr (card->residence, ==, "Ấp 3, Vị Thắng, Vị Thủy, Hậu Giang");
  g_assert_cmpstr (card->issue_date, ==, "10/05/2022");
  g_assert_false (card->flawed);
}

static void
test_parts (void) {
  g_autoptr (Card) empty
      = card_parse ("092205004567||Trần Văn Bưu|30092005|Nam|KV 5|01112023");
  g_autoptr (Card) dropped
      = card_parse ("092205004567|Trần Văn Bưu|30092005|Nam|KV 5|01112023");
  g_autoptr (Card) more
      = card_parse ("092205004567||Trần Văn Bưu|30092005|Nam|KV 5|01112023||Cha|Mẹ|");

  g_assert_null (empty->old_id);
  g_assert_cmpstr (dropped->name, ==, "Trần Văn Bưu");
  g_assert_cmpstr (dropped->issue_date, ==, "01/11/2023");
  g_assert_cmpstr (more->residence, ==, "KV 5");
  g_assert_false (empty->flawed || dropped->flawed || more->flawed);
}

static void
check_refused (const char *payload) {
  g_autoptr (Card) card = card_parse (payload);

  g_assert_null (card);
}

static void
test_refused (void) {
  g_autofree char *many = g_strnfill (500, '|');
  g_autofree char *name = g_strnfill (1000, 'a');
  g_autofree char *long_name
      = g_strdup_printf ("092205004567||%s|30092005|Nam|KV 5|01112023", name);

  check_refused ("");
  check_refused ("|||||||");
  check_refused (many);
  check_refused (long_name);
  check_refused ("O92205004567||Trần Văn Bưu|30092005|Nam|KV 5|01112023");
  check_refused ("09220500456||Trần Văn Bưu|30092005|Nam|KV 5|01112023");
  check_refused ("092205004567|365123456|30092005|Nam|KV 5|01112023");
  check_refused ("092205004567||Trần\xE2\x80\x8BVăn|30092005|Nam|KV 5|01112023");
  check_refused ("https://example.vn/|a|b|c|d|e|f");
}

static void
check_flawed (const char *payload) {
  g_autoptr (Card) card = card_parse (payload);

  g_assert_nonnull (card);
  g_assert_true (card->flawed);
}

static void
test_flawed (void) {
  check_flawed ("092205004567||Trần Văn Bưu|31022005|Nam|KV 5|01112023");
  check_flawed ("092205004567||Trần Văn Bưu|30090000|Nam|KV 5|01112023");
  check_flawed ("092205004567||Trần Văn Bưu|30092005|Nữ|KV 5|01112023");
  check_flawed ("003205004567||Trần Văn Bưu|30092005|Nam|KV 5|01112023");
  check_flawed ("092205004567||Tr?n V?n B?u|30092005|Nam|KV 5|01112023");
  check_flawed ("092205004567||Тran Van Buu|30092005|Nam|KV 5|01112023"); /* Cyrillic T */
  check_flawed ("092205004567||Trần Văn Bưu|x|Nam|KV 5|01112023");
}

static void
test_nfc (void) {
  g_autoptr (Card) card
      = card_parse ("092205004567||Tra\xCC\x82\xCC\x80n Bu\xCC\x9Bu|30092005|Nam|"
                    "'; DROP TABLE %n%s <b>&amp;|01112023");

  g_assert_cmpstr (card->name, ==, "Trần Bưu");
  g_assert_cmpstr (card->residence, ==, "'; DROP TABLE %n%s <b>&amp;");
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/card/whole", test_whole);
  g_test_add_func ("/card/parts", test_parts);
  g_test_add_func ("/card/refused", test_refused);
  g_test_add_func ("/card/flawed", test_flawed);
  g_test_add_func ("/card/nfc", test_nfc);
  return g_test_run ();
}
