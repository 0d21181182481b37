/* SPDX-License-Identifier: Apache-2.0 */

/* Papers of trade and property: a business household registers, land changes hands. */

#include "papers.h"

static const char *const trades[] = {
    "TẠP HÓA", "QUÁN ĂN", "TIỆM MAY", "CƠ SỞ MỘC", "CÀ PHÊ", "VẬT TƯ NÔNG NGHIỆP", NULL,
};
static const struct {
  const char *name;
  const char *code;
} lines[] = {
    {"Bán lẻ lương thực, thực phẩm, đồ uống, thuốc lá, thuốc lào trong các cửa hàng kinh "
     "doanh "
     "tổng hợp",
     "4711"},
    {"Nhà hàng và các dịch vụ ăn uống phục vụ lưu động", "5610"},
    {"Dịch vụ phục vụ đồ uống", "5630"},
    {"May trang phục (trừ trang phục từ da lông thú)", "1410"},
    {"Bảo dưỡng, sửa chữa mô tô, xe máy", "4542"},
    {"Bán buôn nông, lâm sản nguyên liệu và động vật sống", "4620"},
};

static void
write_lines (Sheet *sheet, Cast *cast) {
  guint first = dice_below (&cast->dice, G_N_ELEMENTS (lines));
  int n = dice_between (&cast->dice, 1, 3);

  sheet_write (sheet, "3. Ngành, nghề kinh doanh:", NULL);
  sheet_set_columns (sheet, "10 62 14 14", SHEET_RULED);
  sheet_write (sheet, "^*STT|^*Tên ngành|^*Mã ngành|^*Ngành chính", NULL);
  for (int i = 0; i < n; i++) {
    guint line = (first + (guint) i) % G_N_ELEMENTS (lines);

    sheet_write (sheet, "^{}|{}|^{}|^{}", persons_print (cast, "%d", i + 1),
                 lines[line].name, lines[line].code, i == 0 ? "X" : "", NULL);
  }
  sheet_set_columns (sheet, NULL, SHEET_OPEN);
  sheet_skip (sheet, 6);
}

static void
write_owner (Sheet *sheet, Cast *cast) {
  const Person *owner = &cast->requester;

  sheet_set_columns (sheet, "68 32", SHEET_OPEN);
  sheet_write (sheet, "Tôi là (ghi họ tên bằng chữ in hoa): {full_name}|Giới tính: {}",
               owner->name_upper, owner->sex, NULL);
  sheet_set_columns (sheet, NULL, SHEET_OPEN);
  sheet_write (sheet, "Sinh ngày: {dob}|Dân tộc: {}|Quốc tịch: {}",
               persons_day (cast, owner->born), owner->ethnicity, "Việt Nam", NULL);
  sheet_write (sheet, "Số định danh cá nhân: {id_number}", owner->id, NULL);
  sheet_write (sheet, "Nơi thường trú: {residence}", owner->residence, NULL);
  sheet_write (sheet, "Điện thoại: {phone}|Email: {email}", owner->phone, owner->email,
               NULL);
}

void
papers_draw_business (Sheet *sheet, Cast *cast) {
  const Person *owner = &cast->requester;
  Dice *dice = &cast->dice;
  g_auto (GStrv) words = g_strsplit (owner->name_upper, " ", -1);

  papers_write_header (sheet);
  sheet_write (sheet, ">/!{}, {}", papers_capital (cast, cast->place->commune),
               persons_day_long (cast, cast->today), NULL);
  sheet_write (sheet, "^*#GIẤY ĐỀ NGHỊ ĐĂNG KÝ HỘ KINH DOANH", NULL);
  sheet_write (sheet, "^Kính gửi: {}",
               persons_print (cast, "Phòng Kinh tế %s", cast->place->commune), NULL);
  write_owner (sheet, cast);
  sheet_write (sheet,
               "*Đăng ký hộ kinh doanh do tôi là chủ hộ với các nội dung sau:", NULL);
  sheet_write (sheet, "1. Tên hộ kinh doanh (ghi bằng chữ in hoa): {business_name}",
               persons_print (cast, "%s %s", dice_pick (dice, trades),
                              words[g_strv_length (words) - 1]),
               NULL);
  sheet_write (sheet, "2. Địa chỉ trụ sở hộ kinh doanh: {business_address}",
               owner->residence, NULL);
  write_lines (sheet, cast);
  sheet_write (sheet, "4. Vốn kinh doanh (bằng số; VNĐ): {capital_vnd} đồng",
               persons_print (cast, "%d.000.000", 5 * dice_between (dice, 4, 120)), NULL);
  sheet_write (sheet, "5. Tổng số lao động (dự kiến): {employees} người",
               persons_print (cast, "%02d", dice_between (dice, 1, 9)), NULL);
  sheet_write (sheet,
               "6. Chủ thể thành lập hộ kinh doanh: ☑ Cá nhân  ☐ Các thành viên hộ gia "
               "đình",
               NULL);
  sheet_write (
      sheet,
      "=Tôi cam kết bản thân không thuộc trường hợp pháp luật cấm kinh doanh và chịu "
      "trách nhiệm về tính hợp pháp, chính xác, trung thực của nội dung đăng ký trên.",
      NULL);
  papers_write_signers (sheet, cast,
                        &(PaperSigners){.titles = "|^*CHỦ HỘ KINH DOANH",
                                        .hints = "|^/~(Ký và ghi họ tên)",
                                        .names = "|^*[]",
                                        .right = owner->name});
}

static void
write_title_deed (Sheet *sheet, Cast *cast) {
  Dice *dice = &cast->dice;
  Day issued = day_pick (dice, 2004, 2022);

  sheet_write (sheet, "*2. Giấy chứng nhận đã cấp:", NULL);
  sheet_write (sheet, "2.1. Số vào sổ cấp GCN: {gcn_book_no}",
               persons_fill (cast, dice_chance (dice, 50) ? "CH 0####" : "CS 0####"),
               NULL);
  sheet_write (sheet, "2.2. Số phát hành GCN: {gcn_serial}",
               persons_fill (cast, "C? ######"), NULL);
  sheet_write (sheet, "2.3. Ngày cấp GCN: {gcn_date}", persons_day (cast, issued), NULL);
}

static void
write_parcel (Sheet *sheet, Cast *cast) {
  static const char *const purposes[] = {"Đất ở tại nông thôn", "Đất trồng cây lâu năm",
                                         "Đất chuyên trồng lúa nước", NULL};
  Dice *dice = &cast->dice;
  const char *parcel = persons_print (cast, "%d", dice_between (dice, 11, 980));
  const char *map_sheet = persons_print (cast, "%d", dice_between (dice, 1, 64));
  const char *area = persons_print (cast, "%d,#", dice_between (dice, 68, 4800));

  area = persons_fill (cast, area);
  sheet_write (sheet, "*3. Nội dung biến động:", NULL);
  sheet_write (sheet,
               "Thửa đất số: {parcel_no}; tờ bản đồ số: {map_sheet}; diện tích: "
               "{area_m2} m²",
               parcel, map_sheet, area, NULL);
  sheet_write (sheet, "Địa chỉ thửa đất: {parcel_address}",
               persons_keep (cast, places_format (cast->place)), NULL);
  sheet_write (sheet, "Mục đích sử dụng: {land_purpose}", dice_pick (dice, purposes),
               NULL);
  sheet_write (
      sheet, "Nội dung: {change_content}",
      persons_print (cast, "Tặng cho quyền sử dụng đất cho con là %s", cast->agent.name),
      NULL);
}

void
papers_draw_land (Sheet *sheet, Cast *cast) {
  const Person *owner = &cast->requester;

  sheet_write (sheet, ">/~Mẫu số 18", NULL);
  papers_write_header (sheet);
  sheet_write (sheet, "^*#ĐƠN ĐĂNG KÝ BIẾN ĐỘNG\nĐẤT ĐAI, TÀI SẢN GẮN LIỀN VỚI ĐẤT",
               NULL);
  sheet_write (sheet, "^Kính gửi: {}",
               persons_print (cast, "Chi nhánh Văn phòng đăng ký đất đai %s",
                              cast->place->province),
               NULL);
  sheet_write (sheet,
               "*1. Người sử dụng đất, chủ sở hữu tài sản gắn liền với đất:", NULL);
  sheet_write (sheet, "a) Tên: {full_name}", owner->name, NULL);
  sheet_write (sheet, "b) Giấy tờ nhân thân: {}{id_number}", "CCCD số ", owner->id, NULL);
  sheet_write (sheet, "c) Địa chỉ: {residence}", owner->residence, NULL);
  sheet_set_columns (sheet, "46 54", SHEET_OPEN);
  sheet_write (sheet, "d) Điện thoại liên hệ: {phone}|Email: {email}", owner->phone,
               owner->email, NULL);
  sheet_set_columns (sheet, NULL, SHEET_OPEN);
  write_title_deed (sheet, cast);
  write_parcel (sheet, cast);
  sheet_write (sheet, "4. Lý do biến động: {reason}",
               "Gia đình thống nhất phân chia tài sản", NULL);
  sheet_write (sheet,
               "5. Giấy tờ liên quan đến nội dung biến động nộp kèm theo đơn này:", NULL);
  sheet_write (sheet, "(1) Giấy chứng nhận đã cấp (bản gốc);", NULL);
  sheet_write (sheet, "(2) Hợp đồng tặng cho quyền sử dụng đất có công chứng.", NULL);
  sheet_write (
      sheet,
      "=Tôi cam đoan nội dung kê khai trên đơn là đúng sự thật, nếu sai tôi hoàn toàn "
      "chịu trách nhiệm trước pháp luật.",
      NULL);
  sheet_set_columns (sheet, "36 64", SHEET_OPEN);
  sheet_write (sheet, "|^/!{}, {}", papers_capital (cast, cast->place->commune),
               persons_day_long (cast, cast->today), NULL);
  papers_write_signers (sheet, cast,
                        &(PaperSigners){.titles = "|^*Người viết đơn",
                                        .hints = "|^/~(Ký, ghi rõ họ tên)",
                                        .names = "|^*[]",
                                        .right = owner->name});
}
