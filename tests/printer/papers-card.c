/* SPDX-License-Identifier: Apache-2.0 */

/* A copy of an identity card: both faces at their true size (85.6 x 54 mm) on one A4
 * side, as the copiers of post offices make them. The code is 16 mm wide, the machine-
 * readable zone is set at ten characters to the inch. */

#include "card.h"
#include "papers.h"

#include <cairo.h>

#define MM          (72.0 / 25.4)
#define CARD_WIDTH  (85.6 * MM)
#define CARD_HEIGHT (54.0 * MM)

static void
draw_face (Sheet *sheet, double x, double y, const double tint[3]) {
  cairo_t *cairo = sheet_get_cairo (sheet);
  double radius = 3 * MM;

  cairo_new_sub_path (cairo);
  cairo_arc (cairo, x + radius, y + radius, radius, G_PI, 1.5 * G_PI);
  cairo_arc (cairo, x + CARD_WIDTH - radius, y + radius, radius, 1.5 * G_PI, 2 * G_PI);
  cairo_arc (cairo, x + CARD_WIDTH - radius, y + CARD_HEIGHT - radius, radius, 0, G_PI_2);
  cairo_arc (cairo, x + radius, y + CARD_HEIGHT - radius, radius, G_PI_2, G_PI);
  cairo_close_path (cairo);
  cairo_set_source_rgb (cairo, tint[0], tint[1], tint[2]);
  cairo_fill_preserve (cairo);
  cairo_set_source_rgb (cairo, 0.55, 0.55, 0.55);
  cairo_set_line_width (cairo, 0.5);
  cairo_stroke (cairo);
}

static void
draw_portrait (Sheet *sheet, double x, double y) {
  cairo_t *cairo = sheet_get_cairo (sheet);

  cairo_save (cairo);
  cairo_rectangle (cairo, x, y, 20 * MM, 26 * MM);
  cairo_set_source_rgb (cairo, 0.82, 0.86, 0.9);
  cairo_fill_preserve (cairo);
  cairo_clip (cairo);
  cairo_set_source_rgb (cairo, 0.42, 0.42, 0.45);
  cairo_arc (cairo, x + 10 * MM, y + 10.5 * MM, 5.2 * MM, 0, 2 * G_PI);
  cairo_fill (cairo);
  cairo_arc (cairo, x + 10 * MM, y + 27 * MM, 9 * MM, 0, 2 * G_PI);
  cairo_fill (cairo);
  cairo_restore (cairo);
}

static void
draw_fingerprint (Sheet *sheet, double x, double y) {
  cairo_t *cairo = sheet_get_cairo (sheet);

  cairo_set_source_rgb (cairo, 0.5, 0.42, 0.42);
  cairo_set_line_width (cairo, 0.5);
  for (int i = 1; i < 7; i++) {
    cairo_save (cairo);
    cairo_translate (cairo, x, y);
    cairo_scale (cairo, 1, 1.3);
    cairo_arc (cairo, 0, 0, i * 2.6, 0.75 * G_PI, 2.3 * G_PI);
    cairo_restore (cairo);
    cairo_stroke (cairo);
  }
}

static void
write_front (Sheet *sheet, Cast *cast, const Person *person, double x, double y) {
  double text = x + 28 * MM, right = x + CARD_WIDTH - 2 * MM;

  draw_face (sheet, x, y, (const double[]){0.93, 0.97, 0.98});
  ornament_emblem (sheet, x + 13 * MM, y + 9 * MM, 6 * MM);
  draw_portrait (sheet, x + 4 * MM, y + 19 * MM);
  sheet_set_area (sheet, x + 20 * MM, right - 15.5 * MM, y + 2.5 * MM);
  sheet_set_size (sheet, 5.6);
  sheet_write (sheet, "^*CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", NULL);
  sheet_write (sheet, "^*Độc lập - Tự do - Hạnh phúc", NULL);
  sheet_set_size (sheet, 4.6);
  sheet_write (sheet, "^SOCIALIST REPUBLIC OF VIET NAM", NULL);
  sheet_write (sheet, "^Independence - Freedom - Happiness", NULL);
  sheet_set_size (sheet, 8.6);
  sheet_write (sheet, "^*CĂN CƯỚC CÔNG DÂN", NULL);
  sheet_set_size (sheet, 5.4);
  sheet_write (sheet, "^/Citizen Identity Card", NULL);
  ornament_qr (sheet, card_format_qr (cast, person), right - 16 * MM, y + 1.5 * MM,
               16 * MM);
  sheet_set_area (sheet, text, right, y + 19.5 * MM);
  sheet_set_size (sheet, 9);
  sheet_write (sheet, "Số / No.: [id_number]", person->id, NULL);
  sheet_set_size (sheet, 5.8);
  sheet_write (sheet, "Họ và tên / Full name:", NULL);
  sheet_set_size (sheet, 7.2);
  sheet_write (sheet, "[full_name]", person->name_upper, NULL);
  sheet_set_size (sheet, 5.8);
  sheet_write (sheet, "Ngày sinh / Date of birth: [dob]",
               persons_day (cast, person->born), NULL);
  sheet_set_columns (sheet, "38 62", SHEET_OPEN);
  sheet_write (sheet, "Giới tính / Sex: [sex]|Quốc tịch / Nationality: [nationality]",
               person->sex, "Việt Nam", NULL);
  sheet_set_columns (sheet, NULL, SHEET_OPEN);
  sheet_write (sheet, "Quê quán / Place of origin: []", person->home_town, NULL);
  sheet_write (sheet, "Nơi thường trú / Place of residence: [residence]",
               person->residence, NULL);
  sheet_set_area (sheet, x + 2.5 * MM, text, y + 47.5 * MM);
  sheet_set_size (sheet, 4.8);
  sheet_write (sheet, "Có giá trị đến: [valid_until]",
               persons_day (cast, person->card_expires), NULL);
}

static void
write_back (Sheet *sheet, Cast *cast, const Person *person, double x, double y) {
  const char *mrz = card_format_mrz (cast, person);

  draw_face (sheet, x, y, (const double[]){0.97, 0.96, 0.93});
  sheet_set_area (sheet, x + 4 * MM, x + CARD_WIDTH - 26 * MM, y + 3 * MM);
  sheet_set_size (sheet, 5.6);
  sheet_write (sheet, "Đặc điểm nhận dạng / Personal identification:", NULL);
  sheet_write (sheet, "[]",
               persons_print (cast, "Nốt ruồi cách %d cm dưới sau đuôi mắt %s",
                              dice_between (&cast->dice, 1, 4),
                              person->born.day % 2 ? "trái" : "phải"),
               NULL);
  sheet_write (sheet, "Ngày, tháng, năm / Date, month, year: [id_issue_date]",
               persons_day (cast, person->card_issued), NULL);
  sheet_write (sheet, "^*CỤC TRƯỞNG CỤC CẢNH SÁT", NULL);
  sheet_write (sheet, "^*QUẢN LÝ HÀNH CHÍNH VỀ TRẬT TỰ XÃ HỘI", NULL);
  ornament_sign (sheet, "director", x + 38 * MM, y + 25 * MM, 40);
  draw_fingerprint (sheet, x + CARD_WIDTH - 13 * MM, y + 8 * MM);
  draw_fingerprint (sheet, x + CARD_WIDTH - 13 * MM, y + 24 * MM);
  sheet_set_area (sheet, x + CARD_WIDTH - 24 * MM, x + CARD_WIDTH - 2 * MM,
                  y + 14.5 * MM);
  sheet_set_size (sheet, 4.2);
  sheet_write (sheet, "^Ngón trỏ trái / Left index finger", NULL);
  sheet_set_area (sheet, x + CARD_WIDTH - 24 * MM, x + CARD_WIDTH - 2 * MM,
                  y + 30.5 * MM);
  sheet_write (sheet, "^Ngón trỏ phải / Right index finger", NULL);
  sheet_set_area (sheet, x + 4.2 * MM, x + CARD_WIDTH, y + 36 * MM);
  sheet_set_size (sheet, 12);
  sheet_set_fonts (sheet, "Liberation Mono", "Liberation Mono");
  sheet_write (sheet, "[mrz]", mrz, NULL);
}

void
papers_draw_identity_card (Sheet *sheet, Cast *cast) {
  const Person *person = &cast->requester;
  double x = (SHEET_WIDTH_PT - CARD_WIDTH) / 2 + dice_range (&cast->dice, -40, 40);
  double y = dice_range (&cast->dice, 70, 150);

  sheet_set_leader (sheet, LEADER_NONE);
  sheet_set_spacing (sheet, 1.0, 0.6);
  sheet_set_fonts (sheet, "Liberation Sans", "Liberation Sans");
  write_front (sheet, cast, person, x, y);
  write_back (sheet, cast, person, x, y + CARD_HEIGHT + dice_range (&cast->dice, 24, 60));
}
