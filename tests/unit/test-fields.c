/* SPDX-License-Identifier: Apache-2.0 */

#include "config/layout.h"
#include "ocr/classify.h"
#include "ocr/fields.h"
#include "compose.h"

static Forms *shipped;

static const Field *
get_field (const GPtrArray *fields, const char *name) {
  for (guint i = 0; i < fields->len; i++) {
    const Field *field = g_ptr_array_index (fields, i);

    if (g_str_equal (field->name, name))
      return field;
  }
  return NULL;
}

static void
check_field (const GPtrArray *fields, const char *name, const char *wanted) {
  const Field *field = get_field (fields, name);

  g_assert_cmpstr (field != NULL ? field->value : NULL, ==, wanted);
  if (field == NULL)
    return;
  g_assert_cmpint (field->box.left, <, field->box.right);
  g_assert_cmpint (field->box.top, <, field->box.bottom);
  g_assert_cmpfloat (field->confidence, >, 0);
}

static GPtrArray *
find_fields (const char *type, const Words *words) {
  g_autoptr (Rows) rows = rows_new (words);
  const Second none = {NULL, NULL, NULL};

  return fields_find (shipped, classify_get_form (shipped, type), rows, &none);
}

static void
test_birth (void) {
  g_autoptr (Words) words = compose_page ((const char *[]){
      "Họ, chữ đệm, tên người yêu cầu: Phan Thị Châu.......",
      "Nơi cư trú: (2) Số 185A đường Nguyễn Đình Chiểu, phường Hồng Gai, thành phố Hạ",
      "Long, tỉnh Quảng Ninh",
      "Giấy tờ tùy thân: (3) CCCD số 066188641220, cấp ngày 10/5/2022",
      "Số điện thoại: O389105417",
      "Đề nghị cơ quan đăng ký khai sinh cho người dưới đây:",
      "Họ, chữ đệm, tên: VŨ HỒNG NHI",
      "Ngày, tháng, năm sinh: 02/06/2023 ghi bằng chữ: ngày hai tháng sáu năm hai nghìn",
      "Giới tính: Nữ   Dân tộc: Kinh   Quốc tịch: Việt Nam",
      "Nơi sinh:", "Họ, chữ đệm, tên người mẹ: Ngô Kim Dung",
      "Năm sinh: (5) 1985   Dân tộc: Tày", "Giấy tờ tùy thân: 001185000011",
      "Họ, chữ đệm, tên người cha: Nguyễn Quốc Thắng", "Năm sinh: 1982",
      "Tôi cam đoan nội dung đề nghị đăng ký khai sinh trên đây là đúng", NULL});
  g_autoptr (GPtrArray) fields = find_fields ("tk_khai_sinh", words);

  check_field (fields, "requester_name", "Phan Thị Châu");
  check_field (
      fields, "requester_residence",
      "Số 185A đường Nguyễn Đình Chiểu, phường Hồng Gai, thành phố Hạ Long, tỉnh "
      "Quảng Ninh");
  check_field (fields, "requester_id", "066188641220");
  check_field (fields, "phone", "0389105417");
  check_field (fields, "child_name", "VŨ HỒNG NHI");
  check_field (fields, "child_dob", "02/06/2023");
  check_field (fields, "child_sex", "Nữ");
  check_field (fields, "ethnicity", "Kinh");
  check_field (fields, "nationality", "Việt Nam");
  check_field (fields, "birth_place", NULL);
  check_field (fields, "mother_name", "Ngô Kim Dung");
  check_field (fields, "mother_dob", "1985");
  check_field (fields, "mother_id", "001185000011");
  check_field (fields, "father_name", "Nguyễn Quốc Thắng");
  check_field (fields, "father_dob", "1982");
}

/* Figures in boxes and several labels in a row. */
static void
test_residence (void) {
  g_autoptr (Words) words = compose_page ((const char *[]){
      "1. Họ, chữ đệm và tên: Dương Ngọc Toàn",
      "2. Ngày, tháng, năm sinh: 23/10/1981      3. Giới tính: Nam",
      "4. Số định danh cá nhân:     0  1  9  0  8  1  6  2  9  7  2  8",
      "5. Số điện thoại liên hệ: 0980000427    6. Email: toan@example.vn",
      "7. Họ, chữ đệm và tên chủ hộ: Trần Diệu Diễm",
      "9. Số định danh cá nhân của chủ hộ:   0  9  2  1  7  2  3  5  5  0  3  0",
      "10. Nội dung đề nghị(2): Đăng ký thường trú tại Số 382A đường Ngô Quyền, quận "
      "Hoàng",
      "Mai, thành phố Hà Nội", "11. Những thành viên trong hộ gia đình cùng thay đổi:",
      "1  Phạm Thanh Mạnh  27/12/2007  Nam  092207906464  Con", NULL});
  g_autoptr (GPtrArray) fields = find_fields ("ct01", words);

  check_field (fields, "full_name", "Dương Ngọc Toàn");
  check_field (fields, "dob", "23/10/1981");
  check_field (fields, "sex", "Nam");
  check_field (fields, "id_number", "019081629728");
  check_field (fields, "phone", "0980000427");
  check_field (fields, "email", "toan@example.vn");
  check_field (fields, "head_name", "Trần Diệu Diễm");
  check_field (fields, "head_id", "092172355030");
  check_field (fields, "residence",
               "Số 382A đường Ngô Quyền, quận Hoàng Mai, thành phố Hà Nội");
}

static void
set_marriage_table (Words *words) {
  static const char *const table[][3] = {
      {"Thông tin", "   Bên nữ", "    Bên nam"},
      {"Họ, chữ đệm, tên", "Đinh Phương Giang", "Võ Quốc Nghĩa"},
      {"Ngày, tháng, năm sinh", "04/12/2001", "21/07/1957"},
      {"Dân tộc", "Kinh", "Kinh"},
      {"Nơi cư trú", "Số 217/15 đường Lê Lợi,", "Số 146/40 đường Nguyễn Đình"},
      {"", "thành phố Hà Nội", "Chiểu, tỉnh Thái Nguyên"},
      {"Số định danh cá nhân", "079301808857", "001057799206"},
  };

  for (guint row = 0; row < G_N_ELEMENTS (table); row++)
    for (guint column = 0; column < 3; column++)
      compose_line (words, 260 + (int) column * 700, 600 + (int) row * 70,
                    table[row][column]);
}

static void
test_columns (void) {
  g_autoptr (Words) words = words_new ();
  g_autoptr (GPtrArray) fields = NULL;

  set_marriage_table (words);
  compose_line (words, 260, 1200, "Số điện thoại: 0792597337");
  fields = find_fields ("tk_ket_hon", words);
  check_field (fields, "wife_name", "Đinh Phương Giang");
  check_field (fields, "wife_dob", "04/12/2001");
  check_field (fields, "wife_id", "079301808857");
  check_field (fields, "husband_name", "Võ Quốc Nghĩa");
  check_field (fields, "husband_dob", "21/07/1957");
  check_field (fields, "husband_id", "001057799206");
  check_field (fields, "phone", "0792597337");
}

/* Labels wrapped in their cells, as in a narrow first column. */
static void
test_wrapped (void) {
  g_autoptr (Words) words = words_new ();
  g_autoptr (GPtrArray) fields = NULL;

  compose_line (words, 260, 600, "Thông tin");
  compose_line (words, 900, 600, "Bên nam");
  compose_line (words, 1500, 600, "Bên nữ");
  compose_line (words, 260, 680, "Số định danh cá");
  compose_line (words, 900, 680, "001057799206");
  compose_line (words, 1500, 680, "079301808857");
  compose_line (words, 260, 740, "nhân");
  fields = find_fields ("tk_ket_hon", words);
  check_field (fields, "husband_id", "001057799206");
  check_field (fields, "wife_id", "079301808857");
}

/* A name that does not fit beside the next label goes on below. */
static void
test_wrapped_name (void) {
  g_autoptr (Words) words = words_new ();
  g_autoptr (GPtrArray) fields = NULL;

  compose_line (words, 200, 600, "Họ, chữ đệm, tên vợ: ĐOÀN THỊ NGỌC");
  compose_line (words, 1000, 600, "Họ, chữ đệm, tên chồng: TRƯƠNG VĂN LONG");
  compose_line (words, 200, 660, "QUYÊN");
  compose_line (words, 200, 720, "Ngày, tháng, năm sinh: 24/07/1999");
  compose_line (words, 1000, 720, "Ngày, tháng, năm sinh: 20/03/1990");
  fields = find_fields ("gcn_ket_hon", words);
  check_field (fields, "wife_name", "ĐOÀN THỊ NGỌC QUYÊN");
  check_field (fields, "husband_name", "TRƯƠNG VĂN LONG");
  check_field (fields, "wife_dob", "24/07/1999");
}

/* Both names of a row are wrapped, and a line of text. */
static void
test_wrapped_side_by_side (void) {
  g_autoptr (Words) words = words_new ();
  g_autoptr (GPtrArray) fields = NULL, single = NULL;

  compose_line (words, 200, 600, "Họ, chữ đệm, tên vợ: TRƯƠNG HOÀI");
  compose_line (words, 1200, 600, "Họ, chữ đệm, tên chồng: NGÔ NGỌC");
  compose_line (words, 200, 660, "THƯƠNG");
  compose_line (words, 1200, 660, "ẨN");
  compose_line (words, 200, 720, "Ngày, tháng, năm sinh: 24/07/1999");
  compose_line (words, 1200, 720, "Ngày, tháng, năm sinh: 20/03/1990");
  fields = find_fields ("gcn_ket_hon", words);
  check_field (fields, "wife_name", "TRƯƠNG HOÀI THƯƠNG");
  check_field (fields, "husband_name", "NGÔ NGỌC ẨN");
  words_free (words);
  words = compose_page ((const char *[]){
      "Quan hệ với người được cấp Giấy xác nhận tình trạng hôn nhân: Anh, chị em", "ruột",
      "Họ, chữ đệm, tên: Võ Quốc Nghĩa", NULL});
  single = find_fields ("tk_tthn", words);
  check_field (single, "relation", "Anh, chị em ruột");
}

/* "tên: CHÂU" is not a misread "tên cha". */
static void
test_label_ends_at_colon (void) {
  g_autoptr (Words) words = compose_page (
      (const char *[]){"Đề nghị cơ quan đăng ký khai sinh cho người dưới đây:",
                       "Họ, chữ đệm, tên: CHÂU HẢI ĐĂNG", "Giới tính: Nam",
                       "Họ, chữ đệm, tên người cha: Châu Hoàng Phúc", NULL});
  g_autoptr (GPtrArray) fields = find_fields ("tk_khai_sinh", words);

  check_field (fields, "child_name", "CHÂU HẢI ĐĂNG");
  check_field (fields, "father_name", "Châu Hoàng Phúc");
}

/* A name before the next label must not be taken for misread letters of it. */
static void
test_label_begins (void) {
  g_autoptr (Words) words = compose_page (
      (const char *[]){"Họ, chữ đệm, tên vợ: HUỲNH DIỄM MY Họ, chữ đệm, tên "
                       "chồng: LÂM HẢI",
                       NULL});
  g_autoptr (GPtrArray) fields = find_fields ("gcn_ket_hon", words);

  check_field (fields, "wife_name", "HUỲNH DIỄM MY");
  check_field (fields, "husband_name", "LÂM HẢI");
}

/* Cleaning can take a colon's upper dot. */
static void
test_dots_for_colons (void) {
  g_autoptr (Words) words = compose_page (
      (const char *[]){"Mã hồ sơ. 000.00.50.H17-250703-1569",
                       "Số điện thoại. 0792597337 Số CCCD. 001057799206", NULL});
  g_autoptr (GPtrArray) fields = find_fields ("giay_tiep_nhan", words);

  check_field (fields, "dossier_code", "000.00.50.H17-250703-1569");
  check_field (fields, "phone", "0792597337");
  check_field (fields, "id_number", "001057799206");
}

/* Two blocks side by side, as on the certificate. */
static void
test_side_by_side (void) {
  g_autoptr (Words) words = words_new ();
  g_autoptr (GPtrArray) fields = NULL;

  compose_line (words, 200, 700, "Họ, chữ đệm, tên vợ: Đinh Phương Giang");
  compose_line (words, 1300, 700, "Họ, chữ đệm, tên chồng: Võ Quốc Nghĩa");
  compose_line (words, 200, 770, "Ngày, tháng, năm sinh: 04/12/2001");
  compose_line (words, 1300, 770, "Ngày, tháng, năm sinh: 21/07/1957");
  compose_line (words, 200, 840, "Giấy tờ tùy thân: 079301808857");
  compose_line (words, 1300, 840, "Giấy tờ tùy thân: 001057799206");
  fields = find_fields ("gcn_ket_hon", words);
  check_field (fields, "wife_name", "Đinh Phương Giang");
  check_field (fields, "wife_dob", "04/12/2001");
  check_field (fields, "wife_id", "079301808857");
  check_field (fields, "husband_name", "Võ Quốc Nghĩa");
  check_field (fields, "husband_dob", "21/07/1957");
  check_field (fields, "husband_id", "001057799206");
}

static void
test_mandate (void) {
  g_autoptr (Words) words = compose_page ((const char *[]){
      "Hôm nay, ngày 09 tháng 05 năm 2025, tại Bưu điện văn hóa xã Vạn Phái",
      "I. BÊN ỦY QUYỀN (Bên A)", "Họ và tên: Dương Ngọc Toàn", "Số CCCD: 019081629728",
      "Điện thoại: 0980000427", "II. BÊN ĐƯỢC ỦY QUYỀN (Bên B)",
      "Họ và tên: Đinh Thị Thu My", "Ngày sinh: 16/06/1978", "Số CCCD: 001178334465",
      "III. NỘI DUNG ỦY QUYỀN", "Bên A ủy quyền cho Bên B thay mặt Bên A nộp hồ sơ",
      NULL});
  g_autoptr (GPtrArray) fields = find_fields ("giay_uy_quyen", words);

  check_field (fields, "grantor_name", "Dương Ngọc Toàn");
  check_field (fields, "grantor_id", "019081629728");
  check_field (fields, "grantor_dob", NULL);
  check_field (fields, "grantee_name", "Đinh Thị Thu My");
  check_field (fields, "grantee_dob", "16/06/1978");
  check_field (fields, "grantee_id", "001178334465");
  check_field (fields, "doc_date", "09/05/2025");
}

/* Values below their labels, and a neighbour on the left in the same row. */
static void
test_card (void) {
  g_autoptr (Words) words = words_new ();
  g_autoptr (GPtrArray) fields = NULL;

  compose_line (words, 1000, 500, "Số / No.: 066188641220");
  compose_line (words, 1000, 560, "Họ và tên / Full name:");
  compose_line (words, 1000, 620, "PHAN THỊ CHÂU");
  compose_line (words, 1000, 680, "Ngày sinh / Date of birth: 02/05/1988");
  compose_line (words, 1000, 740,
                "Giới tính / Sex: Nữ  Quốc tịch / Nationality: Việt Nam");
  compose_line (words, 1000, 800,
                "Nơi thường trú / Place of residence: Số 185A đường Nguyễn");
  compose_line (words, 500, 850, "Có giá trị đến: 02/05/2048");
  compose_line (words, 1000, 860, "Đình Chiểu, tỉnh Quảng Ninh");
  fields = find_fields ("the_can_cuoc", words);
  check_field (fields, "id_number", "066188641220");
  check_field (fields, "full_name", "PHAN THỊ CHÂU");
  check_field (fields, "dob", "02/05/1988");
  check_field (fields, "sex", "Nữ");
  check_field (fields, "residence", "Số 185A đường Nguyễn Đình Chiểu, tỉnh Quảng Ninh");
  check_field (fields, "valid_until", "02/05/2048");
}

static void
test_letter (void) {
  g_autoptr (Words) words = words_new ();
  g_autoptr (GPtrArray) fields = NULL;

  compose_line (words, 300, 200, "ỦY BAN NHÂN DÂN");
  compose_line (words, 1200, 200, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM");
  compose_line (words, 400, 260, "XÃ EA TU");
  compose_line (words, 1300, 260, "Độc lập - Tự do - Hạnh phúc");
  compose_line (words, 350, 320, "Số: 67/UBND-NV");
  compose_line (words, 1300, 330, "Xã Ea Tu, ngày 25 tháng 11 năm");
  compose_line (words, 1500, 390, "2025");
  compose_line (words, 300, 700, "Căn cứ Luật ngày 20 tháng 11 năm 2014 của Quốc hội");
  compose_line (words, 1300, 1200, "TM. ỦY BAN NHÂN DÂN");
  compose_line (words, 1450, 1260, "CHỦ TỊCH");
  compose_line (words, 1400, 1500, "Võ Hồng Quyên");
  fields = find_fields ("cong_van", words);
  check_field (fields, "issuer", "ỦY BAN NHÂN DÂN XÃ EA TU");
  check_field (fields, "doc_number", "67/UBND-NV");
  check_field (fields, "doc_date", "25/11/2025");
  check_field (fields, "signer", "Võ Hồng Quyên");
}

/* A dash belongs to a body's name, and an office is nobody's name. */
static void
test_letter_head (void) {
  g_autoptr (Words) words = words_new ();
  g_autoptr (GPtrArray) fields = NULL;

  compose_line (words, 300, 200, "SỞ Y TẾ");
  compose_line (words, 300, 260, "BỆNH VIỆN SẢN - NHI");
  compose_line (words, 350, 320, "Số: 67/BV-KH");
  compose_line (words, 1300, 1200, "TM. ỦY BAN NHÂN DÂN");
  compose_line (words, 1450, 1260, "CHỦ TỊCH");
  fields = find_fields ("cong_van", words);
  check_field (fields, "issuer", "BỆNH VIỆN SẢN - NHI");
  g_assert_null (get_field (fields, "signer"));
}

/* A letter's subject in two lines, and a serial number that stands alone. */
static void
test_cells (void) {
  g_autoptr (Words) words = words_new ();
  g_autoptr (GPtrArray) fields = NULL, land = NULL;

  compose_line (words, 300, 300, "Số: 67/UBND-NV");
  compose_line (words, 200, 360, "V/v tăng cường số hóa hồ sơ");
  compose_line (words, 300, 410, "thủ tục hành chính");
  compose_line (words, 900, 600, "Kính gửi: Các phòng, ban");
  compose_line (words, 1900, 3000, "BM 123456");
  fields = find_fields ("cong_van", words);
  check_field (fields, "summary", "V/v tăng cường số hóa hồ sơ thủ tục hành chính");
  land = find_fields ("gcn_qsdd", words);
  check_field (land, "gcn_serial", "BM 123456");
}

static void
test_inline (void) {
  g_autoptr (Words) words = compose_page ((const char *[]){
      "Điều 1. Cho phép ông (bà) Trần Thùy Uyên, sinh ngày 12 tháng 04 năm 1959, số định",
      "danh cá nhân 040159062505, nơi cư trú: Ấp 3, xã Ninh Khang, huyện Vĩnh Lộc, tỉnh",
      "Thanh Hóa, được cải chính phần khai về ngày, tháng, năm sinh.", NULL});
  g_autoptr (GPtrArray) fields = find_fields ("quyet_dinh", words);

  check_field (fields, "full_name", "Trần Thùy Uyên");
  check_field (fields, "dob", "12/04/1959");
  check_field (fields, "id_number", "040159062505");
  check_field (fields, "residence",
               "Ấp 3, xã Ninh Khang, huyện Vĩnh Lộc, tỉnh Thanh Hóa");
}

static void
test_doubt (void) {
  g_autoptr (Words) words
      = compose_page ((const char *[]){"Số điện thoại liên hệ: 0112345678", NULL});
  g_autoptr (GPtrArray) fields = find_fields ("ct01", words);

  g_assert_cmpfloat (get_field (fields, "phone")->confidence, <, FIELD_SURE);
}

/* A page of nothing but labels, and one word over and over. */
static void
test_hostile (void) {
  g_autoptr (Words) words = words_new ();
  g_autoptr (GPtrArray) fields = NULL;

  for (int i = 0; i < 300; i++)
    compose_line (words, 200, 100 + i * 10,
                  "Nơi cư trú: : : Họ, chữ đệm, tên: | . (1) :");
  fields = find_fields ("ct01", words);
  g_assert_nonnull (fields);
}

int
main (int argc, char **argv) {
  g_autofree char *folder = layout_data_dup ("ocr/forms");
  int failed;

  g_test_init (&argc, &argv, NULL);
  shipped = forms_load (folder, NULL);
  g_test_add_func ("/fields/birth", test_birth);
  g_test_add_func ("/fields/residence", test_residence);
  g_test_add_func ("/fields/columns", test_columns);
  g_test_add_func ("/fields/side-by-side", test_side_by_side);
  g_test_add_func ("/fields/wrapped", test_wrapped);
  g_test_add_func ("/fields/wrapped-name", test_wrapped_name);
  g_test_add_func ("/fields/wrapped-side-by-side", test_wrapped_side_by_side);
  g_test_add_func ("/fields/label-ends-at-colon", test_label_ends_at_colon);
  g_test_add_func ("/fields/letter-head", test_letter_head);
  g_test_add_func ("/fields/label-begins", test_label_begins);
  g_test_add_func ("/fields/dots-for-colons", test_dots_for_colons);
  g_test_add_func ("/fields/mandate", test_mandate);
  g_test_add_func ("/fields/card", test_card);
  g_test_add_func ("/fields/letter", test_letter);
  g_test_add_func ("/fields/cells", test_cells);
  g_test_add_func ("/fields/inline", test_inline);
  g_test_add_func ("/fields/doubt", test_doubt);
  g_test_add_func ("/fields/hostile", test_hostile);
  failed = g_test_run ();
  forms_free (shipped);
  return failed;
}
