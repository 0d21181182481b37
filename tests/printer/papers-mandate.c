/* SPDX-License-Identifier: Apache-2.0 */

/* A power of attorney: the requester sends the agent to the post office. */

#include "papers.h"

#include <string.h>

static const char *
format_mandate_end (Cast *cast) {
  return persons_print (cast, "%02d tháng kể từ ngày ký",
                        dice_between (&cast->dice, 2, 12));
}

/* @forms: name, birth, number with day, residence, phone */
static void
write_party (Sheet *sheet, Cast *cast, const Person *person, const char *const forms[5]) {
  sheet_write (sheet, forms[0], person->name, NULL);
  sheet_write (sheet, forms[1], persons_day (cast, person->born), NULL);
  sheet_write (sheet, forms[2], person->id, persons_day (cast, person->card_issued),
               NULL);
  sheet_write (sheet, forms[3], person->residence, NULL);
  sheet_write (sheet, forms[4], person->phone, NULL);
}

void
papers_draw_mandate (Sheet *sheet, Cast *cast) {
  static const char *const grantor[]
      = {"Họ và tên: {grantor_name}", "Ngày sinh: {grantor_dob}",
         "Số CCCD: {grantor_id}|Cấp ngày: {}", "Nơi cư trú: {grantor_residence}",
         "Điện thoại: {grantor_phone}"};
  static const char *const grantee[]
      = {"Họ và tên: {grantee_name}", "Ngày sinh: {grantee_dob}",
         "Số CCCD: {grantee_id}|Cấp ngày: {}", "Nơi cư trú: {grantee_residence}",
         "Điện thoại: {grantee_phone}"};

  papers_write_header (sheet);
  sheet_write (sheet, "^*#GIẤY ỦY QUYỀN", NULL);
  sheet_skip (sheet, 6);
  sheet_write (sheet, "/Căn cứ Bộ luật Dân sự số 91/2015/QH13 ngày 24 tháng 11 năm 2015;",
               NULL);
  sheet_write (sheet, "!Hôm nay, {doc_date}, tại {}, chúng tôi gồm có:",
               persons_day_long (cast, cast->today),
               persons_print (cast, "Bưu điện văn hóa %s", cast->place->commune), NULL);
  sheet_write (sheet, "*I. BÊN ỦY QUYỀN (Bên A)", NULL);
  write_party (sheet, cast, &cast->requester, grantor);
  sheet_write (sheet, "*II. BÊN ĐƯỢC ỦY QUYỀN (Bên B)", NULL);
  write_party (sheet, cast, &cast->agent, grantee);
  sheet_write (sheet, "*III. NỘI DUNG ỦY QUYỀN", NULL);
  sheet_write (
      sheet,
      "=Bên A ủy quyền cho Bên B thay mặt Bên A nộp hồ sơ, bổ sung hồ sơ, nộp phí, lệ "
      "phí và nhận kết quả giải quyết thủ tục hành chính tại Trung tâm Phục vụ hành "
      "chính công theo quy định của pháp luật.",
      NULL);
  sheet_write (sheet, "Thời hạn ủy quyền: {mandate_until}", format_mandate_end (cast),
               NULL);
  sheet_write (
      sheet,
      "=Hai bên cam kết chịu hoàn toàn trách nhiệm trước pháp luật về nội dung ủy "
      "quyền nêu trên. Giấy này được lập thành 02 bản, mỗi bên giữ 01 bản có giá trị "
      "pháp lý như nhau.",
      NULL);
  papers_write_signers (
      sheet, cast,
      &(PaperSigners){.titles = "^*BÊN ỦY QUYỀN|^*BÊN ĐƯỢC ỦY QUYỀN",
                      .hints = "^/~(Ký, ghi rõ họ tên)|^/~(Ký, ghi rõ họ tên)",
                      .names = "^*[]|^*[]",
                      .left = cast->requester.name,
                      .right = cast->agent.name});
}

void
papers_draw_mandate_back (Sheet *sheet, Cast *cast) {
  Dice *dice = &cast->dice;
  Person *grantor = &cast->requester;

  sheet_write (sheet, "^*LỜI CHỨNG CHỮ KÝ CỦA NGƯỜI CÓ THẨM QUYỀN", NULL);
  sheet_skip (sheet, 8);
  sheet_write (sheet, "=!Ngày {}, tại trụ sở {}.",
               persons_day_long (cast, cast->today) + strlen ("ngày "),
               persons_print (cast, "Ủy ban nhân dân %s", cast->place->commune), NULL);
  sheet_write (
      sheet,
      "=!Tôi là {}, chức vụ: Phó Chủ tịch, chứng thực: Ông/bà {}, giấy tờ tùy "
      "thân số {}, cam đoan đã hiểu, tự chịu trách nhiệm về nội dung của giấy ủy "
      "quyền và đã ký vào giấy này trước mặt tôi.",
      cast->chairman, grantor->name, grantor->id, NULL);
  sheet_write (sheet, "!Số chứng thực: {notary_no}, quyển số {} - SCT/CK,ĐC",
               persons_print (cast, "%d", dice_between (dice, 12, 980)),
               persons_print (cast, "01/%d", cast->today.year), NULL);
  sheet_skip (sheet, 12);
  sheet_set_columns (sheet, "42 58", SHEET_OPEN);
  ornament_seal (sheet, dice, sheet_get_middle (sheet, 1) - 40, sheet_get_y (sheet) + 60,
                 papers_committee_upper (cast));
  papers_write_signers (sheet, cast,
                        &(PaperSigners){.titles = "|^*NGƯỜI THỰC HIỆN CHỨNG THỰC",
                                        .hints = "|^/~(Ký, ghi rõ họ tên và đóng dấu)",
                                        .names = "|^*[]",
                                        .right = cast->chairman});
}
