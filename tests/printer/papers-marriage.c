/* SPDX-License-Identifier: Apache-2.0 */

/* Papers of a marriage. On the certificate the wife stands on the left. */

#include "papers.h"

/* One row of the certificate: the same label for both, the wife's value first. */
static void
write_pair (Sheet *sheet, const char *form, const char *wife, const char *husband) {
  sheet_write (sheet, form, wife, husband, NULL);
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
  write_pair (sheet,
              "Họ, chữ đệm, tên vợ: {wife_name}|Họ, chữ đệm, tên chồng: {husband_name}",
              wife->name_upper, husband->name_upper);
  write_pair (sheet,
              "Ngày, tháng, năm sinh: {wife_dob}|Ngày, tháng, năm sinh: {husband_dob}",
              persons_keep (cast, day_format (wife->born)),
              persons_keep (cast, day_format (husband->born)));
  write_pair (sheet, "Dân tộc: {}|Dân tộc: {}", wife->ethnicity, husband->ethnicity);
  write_pair (sheet, "Quốc tịch: {}|Quốc tịch: {}", "Việt Nam", "Việt Nam");
  write_pair (sheet, "Nơi cư trú: {}|Nơi cư trú: {}", wife->residence,
              husband->residence);
  write_pair (sheet, "Giấy tờ tùy thân: {wife_id}|Giấy tờ tùy thân: {husband_id}",
              wife->id, husband->id);
  sheet_skip (sheet, 8);
  sheet_set_columns (sheet, NULL, SHEET_OPEN);
  sheet_write (sheet, "Nơi đăng ký kết hôn: {issuer}",
               persons_print (cast, "Ủy ban nhân dân %s", cast->place->commune), NULL);
  sheet_write (sheet, "Ngày, tháng, năm đăng ký: {doc_date}",
               persons_keep (cast, day_format (day)), NULL);
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
