/* SPDX-License-Identifier: Apache-2.0 */

/* Papers of a birth: what the parents declare, what the hospital notes, what the commune
 * certifies. Labels are those of the published forms. */

#include "papers.h"

static void
write_child (Sheet *sheet, Cast *cast) {
  Person *child = &cast->child;

  sheet_write (sheet, "*Đề nghị cơ quan đăng ký khai sinh cho người dưới đây:", NULL);
  sheet_write (sheet, "Họ, chữ đệm, tên: {child_name}", child->name_upper, NULL);
  sheet_write (sheet, "Ngày, tháng, năm sinh: {child_dob} ghi bằng chữ: {}",
               persons_day (cast, child->born), persons_day_words (cast, child->born),
               NULL);
  sheet_write (sheet,
               "Giới tính: {child_sex}|Dân tộc: {ethnicity}|Quốc tịch: {nationality}",
               child->sex, child->ethnicity, "Việt Nam", NULL);
  sheet_write (sheet, "Nơi sinh: {birth_place}", cast->hospital, NULL);
  sheet_write (sheet, "Quê quán: {home_town}", child->home_town, NULL);
}

static void
write_parent (Sheet *sheet, Cast *cast, const Person *parent, const char *name_form,
              const char *born_form) {
  sheet_write (sheet, name_form, parent->name, NULL);
  sheet_write (sheet, born_form, persons_print (cast, "%d", parent->born.year),
               parent->ethnicity, "Việt Nam", NULL);
  sheet_write (sheet, "Nơi cư trú: []{}", papers_note (cast, 2), parent->residence, NULL);
}

void
papers_draw_birth_request (Sheet *sheet, Cast *cast) {
  papers_write_header (sheet);
  papers_write_title (sheet, cast, "TỜ KHAI ĐĂNG KÝ KHAI SINH");
  papers_write_requester (sheet, cast);
  sheet_write (sheet, "Quan hệ với người được khai sinh: {relation}", cast->relation,
               NULL);
  write_child (sheet, cast);
  write_parent (sheet, cast, &cast->mother, "*Họ, chữ đệm, tên người mẹ: {mother_name}",
                "Năm sinh: {mother_dob}|Dân tộc: {}|Quốc tịch: {}");
  papers_write_identity (sheet, cast, &cast->mother, "mother_id");
  write_parent (sheet, cast, &cast->father, "*Họ, chữ đệm, tên người cha: {father_name}",
                "Năm sinh: {father_dob}|Dân tộc: {}|Quốc tịch: {}");
  papers_write_identity (sheet, cast, &cast->father, "father_id");
  sheet_write (
      sheet,
      "=Tôi cam đoan nội dung đề nghị đăng ký khai sinh trên đây là đúng sự thật, "
      "được sự thỏa thuận nhất trí của các bên liên quan theo quy định pháp luật. "
      "Tôi chịu hoàn toàn trách nhiệm trước pháp luật về nội dung cam đoan của mình.",
      NULL);
  papers_write_copies (sheet, cast);
  papers_write_requester_end (sheet, cast);
}

static void
write_delivery (Sheet *sheet, Cast *cast) {
  const Person *child = &cast->child;
  Dice *dice = &cast->dice;

  sheet_write (sheet, "Đã sinh con vào lúc: {}, {child_dob}", persons_hour (cast, 0, 23),
               persons_day_long (cast, child->born), NULL);
  sheet_write (sheet, "Tại: {birth_place}", cast->hospital, NULL);
  sheet_write (sheet, "Số lần sinh: {}|Số con hiện sống: {}", "01", "01", NULL);
  sheet_write (sheet, "Số con trong lần sinh này: {}|Giới tính khi sinh: {child_sex}",
               "01", child->sex, NULL);
  sheet_write (sheet, "Cân nặng: {} gram|Tình trạng con: {}",
               persons_print (cast, "%d", 10 * dice_between (dice, 265, 395)), "khỏe",
               NULL);
  sheet_write (sheet, "Dự định đặt tên con là: {}", child->name_upper, NULL);
  sheet_write (sheet, "Người đỡ đẻ: {}", cast->witness.name, NULL);
}

void
papers_draw_birth_notice (Sheet *sheet, Cast *cast) {
  Person *mother = &cast->mother, *child = &cast->child;
  g_autofree char *hospital_upper = g_utf8_strup (cast->hospital, -1);
  Dice *dice = &cast->dice;

  sheet_set_columns (sheet, "42 58", SHEET_OPEN);
  sheet_write (sheet, "^~SỞ Y TẾ|^*~CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", NULL);
  sheet_write (sheet, "^*~[issuer]|^*~Độc lập - Tự do - Hạnh phúc", hospital_upper, NULL);
  sheet_rule (sheet, 1, 140);
  sheet_write (
      sheet, "^~Số: [doc_number]|",
      persons_print (cast, "%d/%d", dice_between (dice, 11, 2400), child->born.year),
      NULL);
  sheet_skip (sheet, 14);
  sheet_set_columns (sheet, NULL, SHEET_OPEN);
  sheet_write (sheet, "^*#GIẤY CHỨNG SINH", NULL);
  sheet_skip (sheet, 10);
  sheet_write (sheet, "Họ và tên mẹ/Người nuôi dưỡng: {mother_name}", mother->name_upper,
               NULL);
  sheet_write (sheet, "Năm sinh: {}|Dân tộc: {}",
               persons_print (cast, "%d", mother->born.year), mother->ethnicity, NULL);
  sheet_write (sheet, "Nơi đăng ký thường trú: {}", mother->residence, NULL);
  sheet_write (sheet, "Số CCCD/Số định danh cá nhân: {mother_id}", mother->id, NULL);
  sheet_write (sheet, "Họ và tên cha: {}", cast->father.name, NULL);
  write_delivery (sheet, cast);
  sheet_skip (sheet, 8);
  sheet_set_columns (sheet, "42 58", SHEET_OPEN);
  sheet_write (sheet, "|^/[doc_date]", persons_day_long (cast, day_add (child->born, 2)),
               NULL);
  ornament_seal (sheet, dice, sheet_get_middle (sheet, 1) - 40, sheet_get_y (sheet) + 48,
                 hospital_upper);
  papers_write_signers (
      sheet, cast,
      &(PaperSigners){.titles = "^*CHA, MẸ|^*THỦ TRƯỞNG CƠ SỞ Y TẾ",
                      .hints = "^/~(Ký, ghi rõ họ tên)|^/~(Ký tên, đóng dấu)",
                      .names = "^*[]|^*[]",
                      .left = mother->name,
                      .right = cast->officer});
}

static void
write_parent_certified (Sheet *sheet, Cast *cast, const Person *parent,
                        const char *form) {
  sheet_write (sheet, form, parent->name, NULL);
  sheet_write (sheet, "Năm sinh: {}|Dân tộc: {}|Quốc tịch: {}",
               persons_print (cast, "%d", parent->born.year), parent->ethnicity,
               "Việt Nam", NULL);
  sheet_write (sheet, "Nơi cư trú: {}", parent->residence, NULL);
}

void
papers_draw_birth_certificate (Sheet *sheet, Cast *cast) {
  Person *child = &cast->child;
  Day registered = day_add (child->born, 10);

  ornament_frame (sheet, &cast->dice);
  ornament_emblem (sheet, SHEET_WIDTH_PT / 2, 76, 24);
  sheet_set_area (sheet, 74, SHEET_WIDTH_PT - 66, 106);
  papers_write_header (sheet);
  sheet_write (sheet, "^*#GIẤY KHAI SINH", NULL);
  sheet_write (
      sheet, "^Số: [doc_number]",
      persons_print (cast, "%d/%d", dice_between (&cast->dice, 1, 480), registered.year),
      NULL);
  sheet_skip (sheet, 6);
  sheet_write (sheet, "Họ, chữ đệm, tên: {full_name}", child->name_upper, NULL);
  sheet_write (sheet, "Ngày, tháng, năm sinh: {dob} ghi bằng chữ: {}",
               persons_day (cast, child->born), persons_day_words (cast, child->born),
               NULL);
  sheet_write (sheet, "Giới tính: {sex}|Dân tộc: {ethnicity}|Quốc tịch: {nationality}",
               child->sex, child->ethnicity, "Việt Nam", NULL);
  sheet_write (sheet, "Nơi sinh: {birth_place}", cast->hospital, NULL);
  sheet_write (sheet, "Quê quán: {home_town}", child->home_town, NULL);
  sheet_write (sheet, "Số định danh cá nhân: {id_number}", child->id, NULL);
  write_parent_certified (sheet, cast, &cast->mother,
                          "Họ, chữ đệm, tên người mẹ: {mother_name}");
  write_parent_certified (sheet, cast, &cast->father,
                          "Họ, chữ đệm, tên người cha: {father_name}");
  sheet_write (sheet, "Họ, chữ đệm, tên người đi khai sinh: {}", cast->requester.name,
               NULL);
  sheet_write (sheet, "Giấy tờ tùy thân: {}",
               persons_print (cast, "Căn cước công dân số %s", cast->requester.id), NULL);
  sheet_write (sheet, "Nơi đăng ký khai sinh: {issuer}",
               persons_print (cast, "Ủy ban nhân dân %s", cast->place->commune), NULL);
  sheet_write (sheet, "Ngày, tháng, năm đăng ký: {doc_date}",
               persons_day (cast, registered), NULL);
  sheet_skip (sheet, 4);
  sheet_set_columns (sheet, "42 58", SHEET_OPEN);
  ornament_seal (sheet, &cast->dice, sheet_get_middle (sheet, 1) - 44,
                 sheet_get_y (sheet) + 62, papers_committee_upper (cast));
  papers_write_signers (sheet, cast,
                        &(PaperSigners){.titles = "|^*NGƯỜI KÝ GIẤY KHAI SINH",
                                        .hints = "|^*CHỦ TỊCH",
                                        .names = "|^*[signer]",
                                        .right = cast->chairman});
}
