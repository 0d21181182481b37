/* SPDX-License-Identifier: Apache-2.0 */

/* Papers of a marriage, and the request to certify that somebody is single. On the
 * marriage certificate the wife stands on the left; on requests either may. */

#include "papers.h"

/* One row of the request, the columns in either order; an empty name is not recorded. */
static void
write_both (Sheet *sheet, gboolean wife_first, const char *label, const char *name,
            const char *wife, const char *husband) {
  g_autofree char *wife_name = *name ? g_strconcat ("wife_", name, NULL) : g_strdup ("");
  g_autofree char *husband_name
      = *name ? g_strconcat ("husband_", name, NULL) : g_strdup ("");
  g_autofree char *form
      = g_strdup_printf ("%s|{%s}|{%s}", label, wife_first ? wife_name : husband_name,
                         wife_first ? husband_name : wife_name);

  sheet_write (sheet, form, wife_first ? wife : husband, wife_first ? husband : wife,
               NULL);
}

static void
write_couple (Sheet *sheet, Cast *cast, gboolean wife_first) {
  const Person *wife = &cast->mother, *husband = &cast->father;

  sheet_set_columns (sheet, "26 37 37", SHEET_RULED);
  sheet_write (sheet, "^*Thông tin|^*[]|^*[]", wife_first ? "Bên nữ" : "Bên nam",
               wife_first ? "Bên nam" : "Bên nữ", NULL);
  write_both (sheet, wife_first, "Họ, chữ đệm, tên", "name", wife->name, husband->name);
  write_both (sheet, wife_first, "Ngày, tháng, năm sinh", "dob",
              persons_day (cast, wife->born), persons_day (cast, husband->born));
  write_both (sheet, wife_first, "Dân tộc", "", wife->ethnicity, husband->ethnicity);
  write_both (sheet, wife_first, "Quốc tịch", "", "Việt Nam", "Việt Nam");
  write_both (sheet, wife_first, "Nơi cư trú", "", wife->residence, husband->residence);
  write_both (sheet, wife_first, "Số định danh cá nhân", "id", wife->id, husband->id);
  write_both (sheet, wife_first, "Kết hôn lần thứ mấy", "", "Lần thứ nhất",
              "Lần thứ nhất");
  sheet_set_columns (sheet, NULL, SHEET_OPEN);
  sheet_skip (sheet, 8);
}

void
papers_draw_marriage_request (Sheet *sheet, Cast *cast) {
  gboolean wife_first = dice_chance (&cast->dice, 50);
  const Person *wife = &cast->mother, *husband = &cast->father;

  papers_write_header (sheet);
  papers_write_title (sheet, cast, "TỜ KHAI ĐĂNG KÝ KẾT HÔN");
  write_couple (sheet, cast, wife_first);
  sheet_write (
      sheet,
      "=Chúng tôi cam đoan những lời khai trên đây là đúng sự thật, việc kết hôn của "
      "chúng tôi là tự nguyện, không vi phạm quy định của Luật Hôn nhân và gia đình "
      "Việt Nam.",
      NULL);
  sheet_write (
      sheet,
      "=Chúng tôi chịu hoàn toàn trách nhiệm trước pháp luật về nội dung cam đoan của "
      "mình.",
      NULL);
  sheet_write (sheet, "Số điện thoại: {phone}", husband->phone, NULL);
  papers_write_copies (sheet, cast);
  sheet_set_columns (sheet, "36 64", SHEET_OPEN);
  sheet_write (sheet, "|^/!Làm tại: {}, {}", cast->place->commune,
               persons_day_long (cast, cast->today), NULL);
  papers_write_signers (
      sheet, cast,
      &(PaperSigners){.titles = wife_first ? "^*Bên nữ|^*Bên nam" : "^*Bên nam|^*Bên nữ",
                      .hints = "^/~(Ký, ghi rõ họ, chữ đệm, tên)|"
                               "^/~(Ký, ghi rõ họ, chữ đệm, tên)",
                      .names = "^*[]|^*[]",
                      .left = wife_first ? wife->name : husband->name,
                      .right = wife_first ? husband->name : wife->name});
}

/* One row of the certificate: the same label for both, the wife's value first. */
static void
write_pair (Sheet *sheet, const char *form, const char *wife, const char *husband) {
  sheet_write (sheet, form, wife, husband, NULL);
}

static void
write_married (Sheet *sheet, Cast *cast) {
  const Person *wife = &cast->mother, *husband = &cast->father;

  write_pair (sheet,
              "Họ, chữ đệm, tên vợ: {wife_name}|Họ, chữ đệm, tên chồng: {husband_name}",
              wife->name_upper, husband->name_upper);
  write_pair (sheet,
              "Ngày, tháng, năm sinh: {wife_dob}|Ngày, tháng, năm sinh: {husband_dob}",
              persons_day (cast, wife->born), persons_day (cast, husband->born));
  write_pair (sheet, "Dân tộc: {}|Dân tộc: {}", wife->ethnicity, husband->ethnicity);
  write_pair (sheet, "Quốc tịch: {}|Quốc tịch: {}", "Việt Nam", "Việt Nam");
  write_pair (sheet, "Nơi cư trú: {}|Nơi cư trú: {}", wife->residence,
              husband->residence);
  write_pair (sheet, "Giấy tờ tùy thân: {wife_id}|Giấy tờ tùy thân: {husband_id}",
              wife->id, husband->id);
}

void
papers_draw_marriage_certificate (Sheet *sheet, Cast *cast) {
  Person *wife = &cast->mother, *husband = &cast->father;
  Dice *dice = &cast->dice;
  Day day = day_add (cast->child.born, -dice_between (dice, 400, 1500));

  ornament_frame (sheet, dice);
  ornament_emblem (sheet, SHEET_WIDTH_PT / 2, 76, 24);
  sheet_set_area (sheet, 66, SHEET_WIDTH_PT - 58, 106);
  papers_write_header (sheet);
  sheet_write (sheet, "^*#GIẤY CHỨNG NHẬN KẾT HÔN", NULL);
  sheet_write (sheet, "^Số: [doc_number]",
               persons_print (cast, "%d/%d", dice_between (dice, 1, 260), day.year),
               NULL);
  sheet_skip (sheet, 12);
  write_married (sheet, cast);
  sheet_skip (sheet, 8);
  sheet_set_columns (sheet, NULL, SHEET_OPEN);
  sheet_write (sheet, "Nơi đăng ký kết hôn: {issuer}",
               persons_print (cast, "Ủy ban nhân dân %s", cast->place->commune), NULL);
  sheet_write (sheet, "Ngày, tháng, năm đăng ký: {doc_date}", persons_day (cast, day),
               NULL);
  sheet_skip (sheet, 12);
  sheet_write (sheet, "^*Vợ|^*Chồng", NULL);
  sheet_write (sheet, "^/~(Ký, ghi rõ họ, chữ đệm, tên)|^/~(Ký, ghi rõ họ, chữ đệm, tên)",
               NULL);
  sheet_set_columns (sheet, "1 1", SHEET_OPEN);
  ornament_sign (sheet, wife->name, sheet_get_middle (sheet, 0), sheet_get_y (sheet) + 26,
                 80);
  ornament_sign (sheet, husband->name, sheet_get_middle (sheet, 1),
                 sheet_get_y (sheet) + 26, 80);
  sheet_skip (sheet, 50);
  write_pair (sheet, "^[]|^[]", wife->name, husband->name);
  sheet_skip (sheet, 10);
  sheet_set_columns (sheet, "42 58", SHEET_OPEN);
  ornament_seal (sheet, dice, sheet_get_middle (sheet, 1) - 44, sheet_get_y (sheet) + 62,
                 papers_committee_upper (cast));
  sheet_write (sheet, "|^*NGƯỜI KÝ GIẤY CHỨNG NHẬN KẾT HÔN", NULL);
  papers_write_signers (sheet, cast,
                        &(PaperSigners){.titles = "|^*CHỦ TỊCH",
                                        .names = "|^*[signer]",
                                        .right = cast->chairman});
}

void
papers_draw_single_request (Sheet *sheet, Cast *cast) {
  gboolean self = dice_chance (&cast->dice, 55);
  const Person *subject = self ? &cast->requester : &cast->agent;

  papers_write_header (sheet);
  papers_write_title (sheet, cast, "TỜ KHAI CẤP GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN");
  papers_write_requester (sheet, cast);
  sheet_write (sheet,
               "Quan hệ với người được cấp Giấy xác nhận tình trạng hôn nhân: {relation}",
               self ? "Bản thân" : "Anh, chị em ruột", NULL);
  sheet_write (
      sheet,
      "*Đề nghị cấp Giấy xác nhận tình trạng hôn nhân cho người có tên dưới đây:", NULL);
  sheet_write (sheet, "Họ, chữ đệm, tên: {full_name}", subject->name_upper, NULL);
  sheet_write (sheet, "Ngày, tháng, năm sinh: {}", persons_day (cast, subject->born),
               NULL);
  sheet_write (sheet, "Giới tính: {sex}|Dân tộc: {ethnicity}|Quốc tịch: {nationality}",
               subject->sex, subject->ethnicity, "Việt Nam", NULL);
  sheet_write (sheet, "Nơi cư trú: {residence}", subject->residence, NULL);
  papers_write_identity (sheet, cast, subject, "id_number");
  sheet_write (sheet, "Trong thời gian cư trú tại: {} từ {} đến {}", cast->place->commune,
               persons_day_long (cast, day_add (subject->born, 18 * 365)),
               persons_day_long (cast, cast->today), NULL);
  sheet_write (sheet, "Tình trạng hôn nhân: {marital_status}",
               "Hiện tại chưa đăng ký kết hôn với ai", NULL);
  sheet_write (sheet, "Mục đích sử dụng Giấy xác nhận tình trạng hôn nhân: {purpose}",
               dice_chance (&cast->dice, 50) ? "Đăng ký kết hôn" : "Vay vốn ngân hàng",
               NULL);
  sheet_write (
      sheet,
      "=Tôi cam đoan những nội dung khai trên đây là đúng sự thật và chịu trách nhiệm "
      "trước pháp luật về cam đoan của mình.",
      NULL);
  papers_write_requester_end (sheet, cast);
}
