/* SPDX-License-Identifier: Apache-2.0 */

#include "ocr/syllable.h"

static void
test_knows_syllables (void) {
  static const char *const good[]
      = {"nghiêng", "Quốc",  "giếng", "gì",   "GIẤY", "Thúy", "Thuý", "khuỷu", "QUYẾT",
         "ở",       "Đường", "hòa",   "hoà",  "y",    "yêu",  "kỳ",   "ghế",   "ngọt",
         "sách",    "đẹp",   "mặt",   "bước", "Nữ",   "phụ",  "xoong"};

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    if (!syllable_exists (good[i]))
      g_error ("\"%s\" exists", good[i]);
}

static void
test_knows_others (void) {
  static const char *const bad[]
      = {"",    "tôc",  "phẩnh", "kmh",  "KẼÊT", "Luạn1", "Date", "UBND", "cê",
         "ngi", "ghan", "tót̉",   "sàch", "ớở",   "x y",   "a ",   "-",    "ttình"};

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    if (syllable_exists (bad[i]))
      g_error ("\"%s\" does not exist", bad[i]);
}

static void
test_measures (void) {
  g_assert_cmpfloat (syllable_get_share (""), ==, 1);
  g_assert_cmpfloat (syllable_get_share ("01/02/2003"), ==, 1);
  g_assert_cmpfloat (syllable_get_share ("(huyện,"), ==, 1);
  g_assert_cmpfloat (syllable_get_share ("tôc: ba"), ==, 0.4);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/syllable/knows-syllables", test_knows_syllables);
  g_test_add_func ("/syllable/knows-others", test_knows_others);
  g_test_add_func ("/syllable/measures", test_measures);
  return g_test_run ();
}
