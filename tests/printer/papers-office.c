/* SPDX-License-Identifier: Apache-2.0 */

/* What offices write: the slip for a dossier taken in, a letter, a decision. Layout
 * after Decree 30/2020: agency and national header side by side, the number under the
 * agency, the day under the header, who receives it on the left of who signs it. */

#include "papers.h"

static const char *const letter_subjects[] = {
    "V/v tăng cường số hóa hồ sơ thủ tục hành chính",
    "V/v phối hợp tiếp nhận hồ sơ qua dịch vụ bưu chính công ích",
    "V/v rà soát kết quả giải quyết thủ tục hành chính còn hiệu lực",
    NULL,
};
static const char *const letter_paragraphs[] = {
    "Thực hiện kế hoạch cải cách hành chính năm nay, Ủy ban nhân dân đề nghị các đơn vị "
    "khẩn "
    "trương rà soát hồ sơ, giấy tờ đang lưu giữ, lập danh mục và chuyển cho bộ phận tiếp "
    "nhận "
    "trước ngày 25 hằng tháng.",
    "Nhân viên bưu điện kiểm tra thành phần hồ sơ ngay khi tiếp nhận, quét đủ số trang, "
    "đối chiếu "
    "bản chụp với bản giấy và trả lại ngay những giấy tờ mà người dân chỉ phải xuất "
    "trình.",
    "Không yêu cầu tổ chức, cá nhân nộp lại giấy tờ đã được số hóa hoặc đã có trong cơ "
    "sở dữ liệu "
    "quốc gia về dân cư, trừ trường hợp thông tin không thống nhất.",
    "Trường hợp hồ sơ chưa đầy đủ, người tiếp nhận hướng dẫn một lần bằng phiếu, ghi rõ "
    "từng nội "
    "dung cần bổ sung và thời hạn bổ sung.",
    "Kết quả giải quyết được trả trên môi trường điện tử; bản giấy gửi qua bưu chính đến "
    "địa chỉ "
    "do người dân đăng ký.",
    "Trong quá trình thực hiện nếu có khó khăn, vướng mắc, các đơn vị kịp thời phản ánh "
    "về Văn "
    "phòng Ủy ban nhân dân để được hướng dẫn.",
};

static const char *
pick_number (Cast *cast, const char *kind) {
  return persons_print (cast, "%d/%s", dice_between (&cast->dice, 12, 2890), kind);
}

static const char *
get_commune_upper (Cast *cast) {
  return persons_keep (cast, g_utf8_strup (cast->place->commune, -1));
}

static void
write_committee_head (Sheet *sheet, Cast *cast, const char *number) {
  static const char *const forms[] = {"^~[issuer]", "^*~[issuer+]", "^~Số: [doc_number]"};
  const char *const values[] = {"ỦY BAN NHÂN DÂN", get_commune_upper (cast), number};

  papers_write_head (sheet, cast, forms, values);
}

/* @receivers are rows of the left column, read before the right one. */
static void
write_committee_end (Sheet *sheet, Cast *cast, const char *const *receivers,
                     const char *title) {
  double y = sheet_get_y (sheet) + 10;
  const double left = 78, right = SHEET_WIDTH_PT - 48, middle = 260;

  sheet_set_area (sheet, left, middle, y);
  sheet_write (sheet, "*/~Nơi nhận:", NULL);
  for (; *receivers != NULL; receivers++)
    sheet_write (sheet, "~[]", *receivers, NULL);
  sheet_set_area (sheet, middle, right, y);
  sheet_write (sheet, title, NULL);
  ornament_seal (sheet, &cast->dice, (middle + right) / 2 - 42, sheet_get_y (sheet) + 34,
                 papers_committee_upper (cast));
  ornament_sign (sheet, cast->chairman, (middle + right) / 2, sheet_get_y (sheet) + 34,
                 90);
  sheet_skip (sheet, 66);
  sheet_write (sheet, "^*[signer]", cast->chairman, NULL);
}

void
papers_draw_letter (Sheet *sheet, Cast *cast) {
  static const char *const receivers[]
      = {"- Như trên;", "- Thường trực Đảng ủy (b/c);", "- Lưu: VT, VP.", NULL};
  Dice *dice = &cast->dice;
  guint first = dice_below (dice, G_N_ELEMENTS (letter_paragraphs));
  int n = dice_between (dice, 3, 5);

  const char *kind = dice_chance (dice, 50) ? "UBND-VP" : "UBND-VHXH";

  write_committee_head (sheet, cast, pick_number (cast, kind));
  sheet_skip (sheet, -14);
  sheet_set_columns (sheet, "42 58", SHEET_OPEN);
  sheet_write (sheet, "^~[summary]|", dice_pick (dice, letter_subjects), NULL);
  sheet_set_columns (sheet, "24 76", SHEET_OPEN);
  sheet_skip (sheet, 10);
  sheet_write (sheet, ">Kính gửi:|", NULL);
  sheet_write (sheet, "|[]", "- Các phòng, ban, đơn vị trực thuộc;", NULL);
  sheet_write (sheet, "|[]", "- Trung tâm Phục vụ hành chính công;", NULL);
  sheet_write (sheet, "|[]", "- Bưu điện khu vực.", NULL);
  sheet_set_columns (sheet, NULL, SHEET_OPEN);
  sheet_skip (sheet, 8);
  for (int i = 0; i < n; i++)
    sheet_write (
        sheet, "+=[]",
        letter_paragraphs[(first + (guint) i) % G_N_ELEMENTS (letter_paragraphs)], NULL);
  write_committee_end (sheet, cast, receivers, "^*TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH");
}

static void
write_decision_body (Sheet *sheet, Cast *cast) {
  const Person *subject = &cast->requester;

  sheet_write (
      sheet,
      "+=Điều 1. [] ông (bà) [full_name], sinh [dob], số định danh cá nhân "
      "[id_number], nơi cư trú: [residence]; được cải chính phần ghi về ngày, tháng, "
      "năm sinh trong Sổ đăng ký khai sinh số [] quyển số [].",
      "Cho phép", subject->name, persons_day_long (cast, subject->born), subject->id,
      subject->residence, persons_print (cast, "%d", dice_between (&cast->dice, 3, 320)),
      persons_print (cast, "01/%d", subject->born.year), NULL);
  sheet_write (
      sheet,
      "+=Điều 2. Công chức Tư pháp - Hộ tịch ghi nội dung cải chính vào Sổ hộ tịch, "
      "cấp trích lục cho người yêu cầu và thông báo cho cơ quan công an nơi cư trú để "
      "cập nhật Cơ sở dữ liệu quốc gia về dân cư.",
      NULL);
  sheet_write (
      sheet,
      "+=Điều 3. Văn phòng Ủy ban nhân dân, công chức Tư pháp - Hộ tịch và ông (bà) có "
      "tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này, kể từ ngày ký.",
      NULL);
}

void
papers_draw_decision (Sheet *sheet, Cast *cast) {
  static const char *const receivers[] = {"- Như Điều 3;", "- Lưu: VT, HT.", NULL};

  write_committee_head (sheet, cast, pick_number (cast, "QĐ-UBND"));
  sheet_write (sheet, "^*#QUYẾT ĐỊNH", NULL);
  sheet_write (sheet, "^*[summary]", "Về việc thay đổi, cải chính hộ tịch", NULL);
  sheet_rule (sheet, 0, 90);
  sheet_skip (sheet, 8);
  sheet_write (sheet, "^*[]",
               persons_print (cast, "CHỦ TỊCH %s", papers_committee_upper (cast)), NULL);
  sheet_skip (sheet, 6);
  sheet_write (sheet, "+=/Căn cứ Luật Tổ chức chính quyền địa phương;", NULL);
  sheet_write (sheet, "+=/Căn cứ Luật Hộ tịch ngày 20 tháng 11 năm 2014;", NULL);
  sheet_write (
      sheet,
      "+=/Căn cứ Nghị định số 123/2015/NĐ-CP ngày 15 tháng 11 năm 2015 của Chính phủ "
      "quy định chi tiết một số điều và biện pháp thi hành Luật Hộ tịch;",
      NULL);
  sheet_write (sheet, "+=/Xét đề nghị của công chức Tư pháp - Hộ tịch,", NULL);
  sheet_write (sheet, "^*QUYẾT ĐỊNH:", NULL);
  write_decision_body (sheet, cast);
  write_committee_end (sheet, cast, receivers, "^*CHỦ TỊCH");
}

static void
write_components (Sheet *sheet, Cast *cast) {
  static const struct {
    const char *name;
    const char *kind;
  } components[] = {
      {"Tờ khai theo mẫu quy định", "Bản chính"},
      {"Giấy chứng sinh", "Bản chính"},
      {"Căn cước công dân của người yêu cầu", "Bản sao"},
      {"Giấy ủy quyền", "Bản chính"},
  };
  int n = dice_between (&cast->dice, 2, (int) G_N_ELEMENTS (components));

  sheet_write (sheet, "Thành phần hồ sơ nộp gồm:", NULL);
  sheet_set_columns (sheet, "10 56 14 20", SHEET_RULED);
  sheet_write (sheet, "^*STT|^*Tên giấy tờ|^*Số bản|^*Loại bản", NULL);
  for (int i = 0; i < n; i++)
    sheet_write (sheet, "^[]|[]|^[]|^[]", persons_print (cast, "%d", i + 1),
                 components[i].name, "01", components[i].kind, NULL);
  sheet_set_columns (sheet, NULL, SHEET_OPEN);
  sheet_skip (sheet, 8);
}

void
papers_draw_slip (Sheet *sheet, Cast *cast) {
  static const char *const forms[] = {"^*~[]", "^~Mã hồ sơ: [dossier_code]", "[]"};
  const Person *person = &cast->requester;
  Dice *dice = &cast->dice;
  const char *code = persons_fill (
      cast, persons_print (cast, "000.00.##.H##-%02d%02d%02d-####",
                           cast->today.year % 100, cast->today.month, cast->today.day));
  const char *const values[] = {"TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG", code, ""};
  const char *today = persons_day_long (cast, cast->today);
  int days = dice_between (dice, 3, 25);

  papers_write_head (sheet, cast, forms, values);
  sheet_write (sheet, "^*#GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ", NULL);
  sheet_skip (sheet, 8);
  sheet_write (sheet, "Tiếp nhận hồ sơ của: {full_name}", person->name, NULL);
  sheet_write (sheet, "Địa chỉ: {residence}", person->residence, NULL);
  sheet_write (sheet, "Số điện thoại: {phone}", person->phone, NULL);
  sheet_write (sheet, "Số CCCD: {id_number}", person->id, NULL);
  sheet_write (sheet, "Nội dung yêu cầu giải quyết: {}",
               dice_chance (dice, 50) ? "Đăng ký khai sinh" : "Đăng ký thường trú", NULL);
  write_components (sheet, cast);
  sheet_write (sheet, "Thời gian giải quyết hồ sơ theo quy định là: {} ngày làm việc",
               persons_print (cast, "%02d", days), NULL);
  sheet_write (sheet, "Thời gian nhận hồ sơ: {}, {}", persons_hour (cast, 7, 16), today,
               NULL);
  sheet_write (sheet, "Thời gian trả kết quả giải quyết hồ sơ: {} giờ {} phút, {}", "16",
               "30", persons_day_long (cast, day_add (cast->today, days * 7 / 5 + 1)),
               NULL);
  sheet_write (sheet, "Đăng ký nhận kết quả tại: {}", "Bưu điện khu vực", NULL);
  papers_write_signers (sheet, cast,
                        &(PaperSigners){.titles = "|^*NGƯỜI TIẾP NHẬN HỒ SƠ",
                                        .hints = "|^/~(Ký và ghi rõ họ tên)",
                                        .names = "|^*[]",
                                        .right = cast->officer});
}
