/* SPDX-License-Identifier: Apache-2.0 */

#include "ocr/checks.h"
#include "ocr/dates.h"
#include "ocr/values.h"

#include <string.h>

static void
check_value (ValueKind kind, const char *raw, const char *wanted, ValueCheck check) {
  g_auto (Value) value = {0};

  value_parse (kind, raw, &value);
  g_assert_cmpstr (value.text, ==, wanted);
  if (wanted == NULL)
    return;
  g_assert_cmpint (value.check, ==, check);
  g_assert_cmpuint (value.start, <=, value.end);
  g_assert_cmpuint (value.end, <=, strlen (raw));
}

static void
test_dates (void) {
  check_value (VALUE_DATE, "14/02/1988", "14/02/1988", VALUE_PLAIN);
  check_value (VALUE_DATE, "4-2-1988", "04/02/1988", VALUE_PLAIN);
  check_value (VALUE_DATE, "O2/l1/1988", "02/11/1988", VALUE_PLAIN);
  check_value (VALUE_DATE, "ngày 14 tháng 02 năm 1988", "14/02/1988", VALUE_PLAIN);
  check_value (VALUE_DATE, "ngay 9 thang 5 nam 2025,", "09/05/2025", VALUE_PLAIN);
  check_value (VALUE_DATE, "31/02/2020", "31/02/2020", VALUE_DOUBTFUL);
  check_value (VALUE_DATE, "01/01/0000", "01/01/0000", VALUE_DOUBTFUL);
  check_value (VALUE_DATE, "không rõ", NULL, VALUE_PLAIN);
  check_value (VALUE_DATE, "1988", NULL, VALUE_PLAIN);
  check_value (VALUE_DATE_PARTIAL, "1958", "1958", VALUE_PLAIN);
  check_value (VALUE_DATE, "1 8/1 1/1998", "18/11/1998", VALUE_PLAIN);
  check_value (VALUE_DATE_PARTIAL, "713/7 7/2000", "07/2000", VALUE_DOUBTFUL);
  check_value (VALUE_DATE_PARTIAL, "--/05/1958", "05/1958", VALUE_PLAIN);
  check_value (VALUE_DATE,
               "14/02/1988 ghi bằng chữ: ngày mười bốn tháng hai năm một nghìn chín trăm "
               "tám mươi tám",
               "14/02/1988", VALUE_PROVEN);
  check_value (VALUE_DATE,
               "24/02/1988, mười bốn tháng hai năm một nghìn chín trăm tám mươi tám",
               "24/02/1988", VALUE_DOUBTFUL);
  check_value (VALUE_DATETIME, "15 giờ 05 phút, ngày 12 tháng 6 năm 2025",
               "15:05 12/06/2025", VALUE_PLAIN);
}

static void
check_words (const char *text, const char *wanted) {
  Date date;
  g_autofree char *found = dates_find_words (text, &date) ? dates_format (&date) : NULL;

  g_assert_cmpstr (found, ==, wanted);
}

static void
test_words (void) {
  check_words ("ngày hai mươi mốt tháng mười hai năm hai nghìn không trăm linh năm",
               "21/12/2005");
  check_words ("Mùng năm tháng giêng năm hai ngàn không trăm lẻ chín", "05/01/2009");
  check_words ("mười lăm tháng tư năm một nghìn chín trăm bảy mươi", "15/04/1970");
  check_words ("ba mươi tháng năm năm hai nghìn", "30/05/2000");
  check_words ("năm năm năm năm", NULL);
  check_words ("", NULL);
}

static void
test_numbers (void) {
  check_value (VALUE_ID, "093188001231", "093188001231", VALUE_PROVEN);
  check_value (VALUE_ID, "093 188 001 231", "093188001231", VALUE_PROVEN);
  check_value (VALUE_ID, "0 9 3 1 8 8 0 0 1 2 3 1", "093188001231", VALUE_PROVEN);
  check_value (VALUE_ID, "| 0 | 9 | 3 | 1 | 8 | 8 | 0 | 0 | 1 | 2 | 3 | 1 |",
               "093188001231", VALUE_PROVEN);
  check_value (VALUE_ID, "O931B800l231", "093188001231", VALUE_PLAIN);
  check_value (VALUE_ID, "CCCD số 093188001231, Cục CSQLHC về TTXH cấp ngày 10/5/2022",
               "093188001231", VALUE_PROVEN);
  check_value (VALUE_ID, "CMND số 365123456", "365123456", VALUE_PLAIN);
  check_value (VALUE_ID, "999188001231", "999188001231", VALUE_DOUBTFUL);
  check_value (VALUE_ID, "0931880012", "0931880012", VALUE_DOUBTFUL);
  check_value (VALUE_ID, "SOS", NULL, VALUE_PLAIN);
  check_value (VALUE_PHONE, "0912 345 678", "0912345678", VALUE_PROVEN);
  check_value (VALUE_PHONE, "+84 912.345.678", "0912345678", VALUE_PROVEN);
  check_value (VALUE_PHONE, "0292 3812 345", "02923812345", VALUE_PROVEN);
  check_value (VALUE_PHONE, "O912345678", "0912345678", VALUE_PLAIN);
  check_value (VALUE_PHONE, "0112345678", "0112345678", VALUE_DOUBTFUL);
  check_value (VALUE_MST, "0100109106", "0100109106", VALUE_PROVEN);
  check_value (VALUE_MST, "0100109106-001", "0100109106-001", VALUE_PROVEN);
  check_value (VALUE_MST, "0100109107", "0100109107", VALUE_DOUBTFUL);
  check_value (VALUE_MST, "093188001231", "093188001231", VALUE_PROVEN);
  check_value (VALUE_MONEY, "218.000.000 đồng", "218000000", VALUE_PLAIN);
  check_value (VALUE_DECIMAL, "1.194,5 m²", "1194,5", VALUE_PLAIN);
  check_value (VALUE_INT, "03 bản", "03", VALUE_PLAIN);
}

static void
test_text (void) {
  check_value (VALUE_PERSON_NAME, "Nguyễn Thị Mẫu", "Nguyễn Thị Mẫu", VALUE_PLAIN);
  check_value (VALUE_PERSON_NAME, "Ông/Bà Trần Văn Bưu, sinh ngày", "Trần Văn Bưu",
               VALUE_PLAIN);
  check_value (VALUE_PERSON_NAME, ". TẠ KIM LINH .", "TẠ KIM LINH", VALUE_PLAIN);
  check_value (VALUE_PERSON_NAME, "Mẫu", "Mẫu", VALUE_DOUBTFUL);
  check_value (VALUE_PERSON_NAME, "12/2020", NULL, VALUE_PLAIN);
  check_value (VALUE_SEX, "Nữ", "Nữ", VALUE_PROVEN);
  check_value (VALUE_SEX, "Nam ☐ Nữ ☐", NULL, VALUE_PLAIN);
  check_value (VALUE_ADDRESS, ": Ấp 3, xã Vị Thắng.", "Ấp 3, xã Vị Thắng", VALUE_PLAIN);
  check_value (VALUE_EMAIL, "a.b@example.vn ...", "a.b@example.vn", VALUE_PLAIN);
  check_value (VALUE_TEXT, " .,; ", NULL, VALUE_PLAIN);
  check_value (VALUE_TEXT, "… Thuỷ —", "Thuỷ", VALUE_PLAIN); /* ỷ ends in the byte of · */
}

static void
test_papers (void) {
  check_value (VALUE_DOC_NUMBER, "67/UBND-NV", "67/UBND-NV", VALUE_PLAIN);
  check_value (VALUE_DOC_NUMBER, "1676/QÐ - UBND", "1676/QĐ-UBND", VALUE_PLAIN);
  check_value (VALUE_DOC_NUMBER, "2701UBND-VHXH", "2701/UBND-VHXH", VALUE_DOUBTFUL);
  check_value (VALUE_DOC_NUMBER, "232/2017", "232/2017", VALUE_PLAIN);
  check_value (VALUE_GCN_SERIAL, "DA 817879", "DA 817879", VALUE_PROVEN);
  check_value (VALUE_GCN_SERIAL, "CĐ 6S4321", "CĐ 654321", VALUE_PLAIN);
  check_value (VALUE_GCN_SERIAL, "ĐÃ 817879", "ĐA 817879", VALUE_DOUBTFUL);
  check_value (VALUE_GCN_SERIAL, "AA01234567", "AA 01234567", VALUE_PROVEN);
  check_value (VALUE_GCN_BOOK, "CH31947", "CH31947", VALUE_PROVEN);
  check_value (VALUE_DOSSIER_CODE, "000.00.38.H36-250317-5440",
               "000.00.38.H36-250317-5440", VALUE_PROVEN);
}

static void
test_hostile (void) {
  g_autoptr (GString) digits = g_string_new (NULL);

  for (guint i = 0; i < 4000; i++)
    g_string_append (digits, "1 ");
  for (ValueKind kind = VALUE_TEXT; kind <= VALUE_DOSSIER_CODE; kind++) {
    g_auto (Value) value = {0}, odd = {0}, none = {0};

    value_parse (kind, digits->str, &value);
    value_parse (kind, "/ // - : | ( ) [ ] \xE2\x80\xA6 \xC4\x90\xC4\x90 9/9/9 @.@",
                 &odd);
    value_parse (kind, "", &none);
    g_assert_null (none.text);
  }
}

static void
test_checks (void) {
  g_assert_true (check_id_province ("093188001231"));
  g_assert_false (check_id_province ("003188001231"));
  g_assert_false (check_id_province ("09318800123"));
  g_assert_cmpuint (check_id_year ("092205004567"), ==, 2005);
  g_assert_cmpuint (check_id_year ("x"), ==, 0);
  g_assert_cmpstr (check_id_sex ("093188001231"), ==, "Nữ");
  g_assert_cmpstr (check_id_sex ("092205004567"), ==, "Nam");
  g_assert_true (check_mst ("0300588294"));
  g_assert_true (check_mst ("1800123468"));
  g_assert_true (check_mst ("1800123450"));
  g_assert_false (check_mst ("1800123451"));
  g_assert_true (check_date ("29/02/2024"));
  g_assert_false (check_date ("29/02/2023"));
  g_assert_false (check_date ("1/1/2023"));
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/values/dates", test_dates);
  g_test_add_func ("/values/words", test_words);
  g_test_add_func ("/values/numbers", test_numbers);
  g_test_add_func ("/values/text", test_text);
  g_test_add_func ("/values/papers", test_papers);
  g_test_add_func ("/values/hostile", test_hostile);
  g_test_add_func ("/values/checks", test_checks);
  return g_test_run ();
}
