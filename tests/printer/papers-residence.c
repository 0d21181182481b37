/* SPDX-License-Identifier: Apache-2.0 */

/* Form CT01 of the police: boxed numbers, a table of members, four columns of opinions
 * that run over to the back. */

#include "papers.h"

static const char *
get_caption (const Cast *cast) {
  return cast->era == PLACES_SINCE_MERGER
             ? ">/~Mẫu CT01 ban hành kèm theo Thông tư số 53/2025/TT-BCA ngày 01/7/2025"
             : ">/~Mẫu CT01 ban hành kèm theo Thông tư số 66/2023/TT-BCA ngày 17/11/2023";
}

static void
write_member (Sheet *sheet, Cast *cast, int number, const Person *member,
              const char *relation) {
  sheet_write (sheet, "^{}|{}|^{}|^{}|^{}|^{}", persons_print (cast, "%d", number),
               member->name, persons_day (cast, member->born), member->sex, member->id,
               relation, NULL);
}

static void
write_members (Sheet *sheet, Cast *cast) {
  sheet_write (sheet, "11. Những thành viên trong hộ gia đình cùng thay đổi:", NULL);
  sheet_set_columns (sheet, "6 29 18 10 22 15", SHEET_RULED);
  sheet_write (sheet,
               "^*~TT|^*~Họ, chữ đệm và tên|^*~Ngày, tháng, năm sinh|^*~Giới tính|"
               "^*~Số định danh cá nhân|^*~Mối quan hệ với chủ hộ",
               NULL);
  write_member (sheet, cast, 1, &cast->child, "Cháu");
  if (dice_chance (&cast->dice, 40))
    write_member (sheet, cast, 2, &cast->sister, "Cháu");
  sheet_set_columns (sheet, NULL, SHEET_OPEN);
  sheet_skip (sheet, 10);
}

void
papers_draw_residence (Sheet *sheet, Cast *cast) {
  Person *self = &cast->requester;

  sheet_write (sheet, get_caption (cast), NULL);
  papers_write_header (sheet);
  sheet_write (sheet, "^*#TỜ KHAI THAY ĐỔI THÔNG TIN CƯ TRÚ", NULL);
  sheet_skip (sheet, 4);
  sheet_write (sheet, "^Kính gửi: {}",
               persons_print (cast, "Công an %s", cast->place->commune), NULL);
  sheet_write (sheet, "1. Họ, chữ đệm và tên khai sinh: {full_name}", self->name, NULL);
  sheet_write (sheet, "2. Ngày, tháng, năm sinh: {dob}|3. Giới tính: {sex}",
               persons_day (cast, self->born), self->sex, NULL);
  sheet_write_boxes (sheet, "4. Số định danh cá nhân:", "id_number", self->id);
  sheet_write (sheet, "5. Số điện thoại liên hệ: {phone}|6. Email: {email}", self->phone,
               self->email, NULL);
  sheet_write (sheet, "7. Họ, chữ đệm và tên chủ hộ: {head_name}", cast->elder.name,
               NULL);
  sheet_write (sheet, "8. Mối quan hệ với chủ hộ: {head_relation}",
               self->female ? "Con dâu" : "Con", NULL);
  sheet_write_boxes (sheet, "9. Số định danh cá nhân của chủ hộ:", "head_id",
                     cast->elder.id);
  sheet_write (sheet, "10. Nội dung đề nghị: {}{residence}",
               "Đăng ký thường trú cho con mới sinh tại ", self->residence, NULL);
  write_members (sheet, cast);
  sheet_set_columns (sheet, "42 58", SHEET_OPEN);
  sheet_write (sheet, "|^/!{}, {}", papers_capital (cast, cast->place->commune),
               persons_day_long (cast, cast->today), NULL);
  papers_write_signers (sheet, cast,
                        &(PaperSigners){.titles = "|^*NGƯỜI KÊ KHAI",
                                        .hints = "|^/~(Ký, ghi rõ họ tên)",
                                        .names = "|^*[]",
                                        .right = self->name});
}

void
papers_draw_residence_back (Sheet *sheet, Cast *cast) {
  static const char *const titles
      = "^*~Ý KIẾN CỦA CHỦ HỘ|^*~Ý KIẾN CỦA CHỦ SỞ HỮU CHỖ Ở HỢP PHÁP|"
        "^*~Ý KIẾN CỦA CHA, MẸ HOẶC NGƯỜI GIÁM HỘ";

  sheet_write (sheet, titles, NULL);
  sheet_write (sheet, "^{}|^{}|^{}", "Đồng ý", "Đồng ý", "Đồng ý", NULL);
  for (guint column = 0; column < 3; column++) {
    sheet_set_columns (sheet, "1 1 1", SHEET_OPEN);
    ornament_sign (sheet, column < 2 ? cast->elder.name : cast->requester.name,
                   sheet_get_middle (sheet, column), sheet_get_y (sheet) + 30, 70);
  }
  sheet_skip (sheet, 58);
  sheet_write (sheet, "^*[]|^*[]|^*[]", cast->elder.name, cast->elder.name,
               cast->requester.name, NULL);
  sheet_write (sheet, "^~[]|^~[]|^~[]", cast->elder.id, cast->elder.id,
               cast->requester.id, NULL);
  sheet_skip (sheet, 14);
  sheet_set_columns (sheet, NULL, SHEET_OPEN);
  sheet_write (sheet, "*~Chú thích:", NULL);
  sheet_write (
      sheet,
      "=~(1) Cơ quan đăng ký cư trú. (2) Ghi rõ ràng, cụ thể nội dung đề nghị, ví dụ: "
      "đăng ký thường trú, đăng ký tạm trú, tách hộ, xác nhận thông tin về cư trú. "
      "(3) Áp dụng đối với các trường hợp quy định tại khoản 2, khoản 3 Điều 20 Luật "
      "Cư trú; việc lấy ý kiến của chủ hộ được thực hiện theo các phương thức: ghi rõ "
      "nội dung đồng ý và ký, ghi rõ họ tên vào Tờ khai; xác nhận nội dung đồng ý "
      "thông qua ứng dụng VNeID; hoặc có văn bản riêng ghi rõ nội dung đồng ý.",
      NULL);
}
