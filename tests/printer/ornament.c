/* SPDX-License-Identifier: Apache-2.0 */

/* Seals, signatures, frames and codes. Seals are multiplied onto the paper, as ink is:
 * black text below stays black. */

#include "ornament.h"

#include <math.h>
#include <pango/pangocairo.h>
#include <qrencode.h>
#include <string.h>

#define SEAL_RADIUS 51.0
#define QUIET       3

static void
trace_star (cairo_t *cairo, double x, double y, double radius) {
  cairo_new_sub_path (cairo);
  for (int i = 0; i < 10; i++) {
    double r = i % 2 == 0 ? radius : radius * 0.382, angle = -G_PI_2 + i * G_PI / 5;

    cairo_line_to (cairo, x + r * cos (angle), y + r * sin (angle));
  }
  cairo_close_path (cairo);
}

/* Sets @text along a circle around the origin, its middle at the top. */
static void
write_ring (cairo_t *cairo, const char *text, double radius, double size) {
  glong n = g_utf8_strlen (text, -1);
  double step = MIN (size * 0.95 / radius, 1.72 * G_PI / (double) n);
  PangoLayout *layout = pango_cairo_create_layout (cairo);
  PangoFontDescription *font
      = pango_font_description_from_string ("Liberation Sans Bold");
  double angle = -step * (double) (n - 1) / 2;

  pango_cairo_context_set_resolution (pango_layout_get_context (layout), 72.0);
  pango_font_description_set_absolute_size (font, size * PANGO_SCALE);
  pango_layout_set_font_description (layout, font);
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at), angle += step) {
    int width;

    pango_layout_set_text (layout, at, (int) (g_utf8_next_char (at) - at));
    pango_layout_get_size (layout, &width, NULL);
    cairo_save (cairo);
    cairo_rotate (cairo, angle);
    cairo_move_to (cairo, -width / 2.0 / PANGO_SCALE, -radius - size * 0.72);
    pango_cairo_show_layout (cairo, layout);
    cairo_restore (cairo);
  }
  pango_font_description_free (font);
  g_object_unref (layout);
}

static void
trace_circle (cairo_t *cairo, double radius, double width) {
  cairo_set_line_width (cairo, width);
  cairo_new_sub_path (cairo);
  cairo_arc (cairo, 0, 0, radius, 0, 2 * G_PI);
  cairo_stroke (cairo);
}

void
ornament_seal (Sheet *sheet, Dice *dice, double x, double y, const char *ring) {
  cairo_t *cairo = sheet_get_cairo (sheet);

  cairo_save (cairo);
  cairo_translate (cairo, x, y);
  cairo_rotate (cairo, dice_range (dice, -0.35, 0.35));
  cairo_set_operator (cairo, CAIRO_OPERATOR_MULTIPLY);
  cairo_set_source_rgba (cairo, 0.86, 0.08, 0.13, dice_range (dice, 0.62, 0.85));
  trace_circle (cairo, SEAL_RADIUS, 2.0);
  trace_circle (cairo, SEAL_RADIUS - 3.2, 0.7);
  trace_circle (cairo, SEAL_RADIUS - 18, 0.9);
  write_ring (cairo, ring, SEAL_RADIUS - 13.2, 8.6);
  trace_star (cairo, 0, SEAL_RADIUS - 10.5, 4.2);
  cairo_fill (cairo);
  trace_star (cairo, 0, 0, 17);
  cairo_fill (cairo);
  cairo_restore (cairo);
  truth_add_optional (sheet_get_truth (sheet), ring);
}

/* One stroke of the pen from where it stands to (@x, @y), up before and down behind. */
static void
draw_stroke (cairo_t *cairo, Dice *dice, double x, double y, double step, double tall) {
  double up_x = x - step + step * dice_range (dice, -0.9, 1.2);
  double up_y = y - tall - dice_range (dice, 0, 12);
  double down_x = x - step + step * dice_range (dice, 0.2, 1.9);
  double down_y = y + tall * dice_range (dice, 0.3, 1.1);

  cairo_curve_to (cairo, up_x, up_y, down_x, down_y, x, y + dice_range (dice, -7, 7));
}

void
ornament_sign (Sheet *sheet, const char *name, double x, double y, double width) {
  cairo_t *cairo = sheet_get_cairo (sheet);
  Dice dice = dice_start (g_str_hash (name), 0);
  int strokes = dice_between (&dice, 3, 7);
  double left = x - width / 2, step = width / strokes, tall = dice_range (&dice, 8, 22);

  cairo_save (cairo);
  cairo_set_source_rgba (cairo, 0.07, 0.13, 0.55, 0.9);
  cairo_set_line_cap (cairo, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_width (cairo, dice_range (&dice, 0.8, 1.5));
  cairo_move_to (cairo, left, y + dice_range (&dice, -6, 6));
  for (int i = 1; i <= strokes; i++, tall *= dice_range (&dice, 0.6, 1.15))
    draw_stroke (cairo, &dice, left + i * step, y, step, tall);
  if (dice_chance (&dice, 45)) /* back under the whole name */
    cairo_curve_to (cairo, x + width * 0.7, y + 22, x - width * 0.2, y + 8,
                    x - width * dice_range (&dice, 0.3, 0.6), y + 14);
  cairo_stroke (cairo);
  cairo_restore (cairo);
}

/* One band of crossing waves; many of them make the ground of a certificate. */
static void
trace_waves (cairo_t *cairo, double y, double height, double phase) {
  cairo_move_to (cairo, 30, y);
  for (double x = 30; x <= SHEET_WIDTH_PT - 30; x += 8)
    cairo_line_to (cairo, x, y + height * sin (x / 34 + phase));
  cairo_stroke (cairo);
}

static void
draw_ground (cairo_t *cairo, Dice *dice) {
  double phase = dice_range (dice, 0, 6);

  cairo_set_source_rgb (cairo, 0.995, 0.982, 0.945);
  cairo_paint (cairo);
  cairo_set_line_width (cairo, 0.4);
  cairo_set_source_rgb (cairo, 0.985, 0.925, 0.875);
  for (int i = 0; i < 44; i++) {
    trace_waves (cairo, 40 + i * 18, 15, phase + i * 0.3);
    trace_waves (cairo, 40 + i * 18, -15, phase - i * 0.3);
  }
}

static void
trace_border (cairo_t *cairo, double inset, double width) {
  cairo_set_line_width (cairo, width);
  cairo_rectangle (cairo, inset, inset, SHEET_WIDTH_PT - 2 * inset,
                   SHEET_HEIGHT_PT - 2 * inset);
  cairo_stroke (cairo);
}

static void
draw_beads (cairo_t *cairo, double inset) {
  double right = SHEET_WIDTH_PT - inset, bottom = SHEET_HEIGHT_PT - inset;

  for (double x = inset + 8; x < right - 4; x += 10.02) {
    cairo_arc (cairo, x, inset, 2.1, 0, 2 * G_PI);
    cairo_new_sub_path (cairo);
    cairo_arc (cairo, x, bottom, 2.1, 0, 2 * G_PI);
    cairo_new_sub_path (cairo);
  }
  for (double y = inset + 8; y < bottom - 4; y += 10.02) {
    cairo_arc (cairo, inset, y, 2.1, 0, 2 * G_PI);
    cairo_new_sub_path (cairo);
    cairo_arc (cairo, right, y, 2.1, 0, 2 * G_PI);
    cairo_new_sub_path (cairo);
  }
  cairo_set_line_width (cairo, 0.6);
  cairo_stroke (cairo);
}

void
ornament_frame (Sheet *sheet, Dice *dice) {
  static const double corners[][2] = {{0, 0}, {1, 0}, {0, 1}, {1, 1}};
  cairo_t *cairo = sheet_get_cairo (sheet);

  cairo_save (cairo);
  draw_ground (cairo, dice);
  cairo_set_source_rgb (cairo, 0.72, 0.12, 0.14);
  trace_border (cairo, 26, 2.4);
  trace_border (cairo, 30, 0.6);
  trace_border (cairo, 40, 0.6);
  draw_beads (cairo, 35);
  for (guint i = 0; i < G_N_ELEMENTS (corners); i++) {
    trace_star (cairo, 35 + corners[i][0] * (SHEET_WIDTH_PT - 70),
                35 + corners[i][1] * (SHEET_HEIGHT_PT - 70), 9);
    cairo_fill (cairo);
  }
  cairo_restore (cairo);
}

void
ornament_emblem (Sheet *sheet, double x, double y, double radius) {
  cairo_t *cairo = sheet_get_cairo (sheet);

  cairo_save (cairo);
  cairo_translate (cairo, x, y);
  cairo_set_source_rgb (cairo, 0.78, 0.13, 0.15);
  cairo_arc (cairo, 0, 0, radius, 0, 2 * G_PI);
  cairo_fill (cairo);
  cairo_set_source_rgb (cairo, 0.93, 0.74, 0.2);
  trace_circle (cairo, radius, radius * 0.12);
  trace_star (cairo, 0, -radius * 0.12, radius * 0.5);
  cairo_fill (cairo);
  cairo_set_line_width (cairo, radius * 0.16);
  cairo_arc (cairo, 0, 0, radius * 0.76, 0.25 * G_PI, 0.75 * G_PI);
  cairo_stroke (cairo);
  cairo_restore (cairo);
}

void
ornament_qr (Sheet *sheet, const char *payload, double x, double y, double side) {
  cairo_t *cairo = sheet_get_cairo (sheet);
  QRcode *code = QRcode_encodeString8bit (payload, 0, QR_ECLEVEL_M);
  double module;

  g_assert (code != NULL);
  module = side / (code->width + 2 * QUIET);
  cairo_save (cairo);
  cairo_set_source_rgb (cairo, 1, 1, 1);
  cairo_rectangle (cairo, x, y, side, side);
  cairo_fill (cairo);
  cairo_set_source_rgb (cairo, 0, 0, 0);
  cairo_translate (cairo, x + QUIET * module, y + QUIET * module);
  for (int i = 0; i < code->width * code->width; i++)
    if (code->data[i] & 1)
      cairo_rectangle (cairo, (i % code->width) * module,
                       (double) (i / code->width) * module, module, module);
  cairo_fill (cairo);
  cairo_restore (cairo);
  QRcode_free (code);
  truth_set_qr (sheet_get_truth (sheet), payload);
}
