/* SPDX-License-Identifier: Apache-2.0 */

/* The registration of a death: the requester speaks of an elder of the family. */

#include "papers.h"

static void
write_deceased (Sheet *sheet, Cast *cast, Day died) {
  static const char *const causes[] = {"Bệnh già",    "Tai biến mạch máu não", "Suy tim",
                                       "Ung thư gan", "Tai nạn giao thông",    NULL};
  const Person *deceased = &cast->elder;
  Dice *dice = &cast->dice;

  sheet_write (sheet,
               "*Đề nghị cơ quan đăng ký khai tử cho người có tên dưới đây:", NULL);
  sheet_write (sheet, "Họ, chữ đệm, tên: {deceased_name}", deceased->name_upper, NULL);
  sheet_write (sheet, "Ngày, tháng, năm sinh: {}", persons_day (cast, deceased->born),
               NULL);
  sheet_write (sheet, "Giới tính: {}|Dân tộc: {}|Quốc tịch: {}", deceased->sex,
               deceased->ethnicity, "Việt Nam", NULL);
  sheet_write (sheet, "Nơi cư trú cuối cùng: []{}", papers_note (cast, 2),
               deceased->residence, NULL);
  papers_write_identity (sheet, cast, deceased, "id_number");
  sheet_write (sheet, "Đã chết vào lúc: {death_time}",
               persons_print (cast, "%s, %s", persons_hour (cast, 0, 23),
                              persons_day_long (cast, died)),
               NULL);
  sheet_write (sheet, "Nơi chết: {death_place}",
               dice_chance (dice, 60) ? deceased->residence : cast->hospital, NULL);
  sheet_write (sheet, "Nguyên nhân chết: {death_cause}", dice_pick (dice, causes), NULL);
  sheet_write (sheet, "Số Giấy báo tử: {doc_number} do {issuer} cấp {doc_date}",
               persons_print (cast, "%d/GBT", dice_between (dice, 3, 420)),
               cast->hospital, persons_day_long (cast, day_add (died, 1)), NULL);
}

void
papers_draw_death_request (Sheet *sheet, Cast *cast) {
  Day died = day_add (cast->today, -dice_between (&cast->dice, 3, 20));

  papers_write_header (sheet);
  papers_write_title (sheet, cast, "TỜ KHAI ĐĂNG KÝ KHAI TỬ");
  papers_write_requester (sheet, cast);
  sheet_write (sheet, "Quan hệ với người đã chết: {relation}",
               cast->requester.female ? "Con dâu" : "Con", NULL);
  write_deceased (sheet, cast, died);
  sheet_write (
      sheet,
      "=Tôi cam đoan những nội dung khai trên đây là đúng sự thật và chịu trách nhiệm "
      "trước pháp luật về cam đoan của mình.",
      NULL);
  papers_write_copies (sheet, cast);
  papers_write_requester_end (sheet, cast);
}
