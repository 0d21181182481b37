/* SPDX-License-Identifier: Apache-2.0 */

/* Sides that are all but blank: the least that an office may have put on a back, none of
 * which may ever be taken for a blank side. And a page of every Vietnamese vowel with every
 * tone in many sizes, where a mark of two pixels is all that tells two letters apart. */

#include "papers.h"

static void
move_to (Sheet *sheet, double left, double top) {
  sheet_set_columns (sheet, NULL, SHEET_OPEN);
  sheet_set_area (sheet, left, SHEET_WIDTH_PT - 50, top);
}

void
papers_draw_page_number (Sheet *sheet, Cast *cast) {
  static const char *const forms[] = {"^[]", "^- [] -", "^Trang []", NULL};
  gboolean above = dice_chance (&cast->dice, 30);

  move_to (sheet, 70, above ? 30 : SHEET_HEIGHT_PT - 50);
  sheet_set_size (sheet, dice_range (&cast->dice, 9, 13));
  sheet_write (sheet, dice_pick (&cast->dice, forms),
               persons_print (cast, "%d", dice_between (&cast->dice, 1, 48)), NULL);
}

void
papers_draw_seal_only (Sheet *sheet, Cast *cast) {
  double x = dice_range (&cast->dice, 120, 460), y = dice_range (&cast->dice, 120, 700);

  ornament_seal (sheet, &cast->dice, x, y, papers_committee_upper (cast));
}

void
papers_draw_signature_only (Sheet *sheet, Cast *cast) {
  double x = dice_range (&cast->dice, 150, 450), y = dice_range (&cast->dice, 120, 740);

  ornament_sign (sheet, cast->requester.name, x, y, dice_range (&cast->dice, 60, 110));
}

void
papers_draw_one_line (Sheet *sheet, Cast *cast) {
  static const char *const notes[]
      = {"Đã đối chiếu bản chính", "Bản photo", "Gửi anh Tư, gặp chiều thứ Hai",
         "đã nhận đủ giấy tờ", NULL};

  move_to (sheet, dice_range (&cast->dice, 60, 250), dice_range (&cast->dice, 60, 740));
  sheet_set_leader (sheet, LEADER_NONE);
  sheet_write (sheet, "{}", dice_pick (&cast->dice, notes), NULL);
}

/* One row in each size from 8 to 14 points, in rotation over several fonts. */
void
papers_draw_vowels (Sheet *sheet, Cast *cast) {
  static const char *const rows[]
      = {"a à ả ã á ạ ă ằ ẳ ẵ ắ ặ â ầ ẩ ẫ ấ ậ e è ẻ ẽ é ẹ ê ề ể ễ ế ệ",
         "i ì ỉ ĩ í ị o ò ỏ õ ó ọ ô ồ ổ ỗ ố ộ ơ ờ ở ỡ ớ ợ u ù ủ ũ ú ụ",
         "ư ừ ử ữ ứ ự y ỳ ỷ ỹ ý ỵ đ A À Ả Ã Á Ạ Ă Ằ Ẳ Ẵ Ắ Ặ Â Ầ Ẩ Ẫ",
         "Ấ Ậ E È Ẻ Ẽ É Ẹ Ê Ề Ể Ễ Ế Ệ I Ì Ỉ Ĩ Í Ị O Ò Ỏ Õ Ó Ọ Ô Ồ",
         "Ổ Ỗ Ố Ộ Ơ Ờ Ở Ỡ Ớ Ợ U Ù Ủ Ũ Ú Ụ Ư Ừ Ử Ữ Ứ Ự Y Ỳ Ỷ Ỹ Ý Ỵ"};
  static const char *const fonts[] = {
      "Liberation Serif", "Liberation Sans", "DejaVu Serif",   "Noto Sans", "Noto Serif",
      "DejaVu Sans",      "Liberation Mono", "Noto Sans Mono", NULL};
  const char *font = dice_pick (&cast->dice, fonts);

  move_to (sheet, 50, 40);
  sheet_set_fonts (sheet, font, font);
  sheet_set_spacing (sheet, 1.1, 2.5);
  for (int size_pt = 8; size_pt <= 14; size_pt++) {
    sheet_set_size (sheet, size_pt);
    for (guint row = 0; row < G_N_ELEMENTS (rows); row++)
      sheet_write (sheet, "![]", rows[row], NULL);
  }
}
