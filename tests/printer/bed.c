/* SPDX-License-Identifier: Apache-2.0 */

/* Small papers on a large bed. The paper is never quite as white as the lid, and its edges
 * cast a thin shadow: that is all a scanner shows of white paper under a white lid. */

#include "bed.h"

#include <cairo.h>

#define MM_PER_INCH 25.4

#define CARD_WIDTH_MM  85.6
#define CARD_HEIGHT_MM 53.98

static void
draw_paper (cairo_t *cairo, cairo_surface_t *drawn, double px_per_mm,
            const BedPaper *paper) {
  double soft = 0.25;

  cairo_translate (cairo, paper->x_mm + paper->width_mm / 2,
                   paper->y_mm + paper->height_mm / 2);
  cairo_rotate (cairo, paper->degrees * G_PI / 180);
  cairo_translate (cairo, -paper->width_mm / 2, -paper->height_mm / 2);
  cairo_set_source_rgba (cairo, 0, 0, 0, 0.22);
  cairo_rectangle (cairo, 0, 0, paper->width_mm + soft, paper->height_mm + soft);
  cairo_fill (cairo);
  cairo_rectangle (cairo, 0, 0, paper->width_mm, paper->height_mm);
  cairo_clip (cairo);
  cairo_save (cairo);
  cairo_translate (cairo, -paper->from_x_mm, -paper->from_y_mm);
  cairo_scale (cairo, 1 / px_per_mm, 1 / px_per_mm);
  cairo_set_source_surface (cairo, drawn, 0, 0);
  cairo_paint (cairo);
  cairo_restore (cairo);
  cairo_set_operator (cairo, CAIRO_OPERATOR_MULTIPLY);
  cairo_set_source_rgb (cairo, 0.95, 0.945, 0.93);
  cairo_paint (cairo);
}

void
bed_lay (TroublePage *page, const BedPaper *paper) {
  double px_per_mm = page->res_dpi / MM_PER_INCH;
  cairo_surface_t *bed = cairo_image_surface_create (
      CAIRO_FORMAT_RGB24, cairo_image_surface_get_width (page->surface),
      cairo_image_surface_get_height (page->surface));
  cairo_t *cairo = cairo_create (bed);

  cairo_set_source_rgb (cairo, paper->bed, paper->bed, paper->bed);
  cairo_paint (cairo);
  cairo_scale (cairo, px_per_mm, px_per_mm);
  draw_paper (cairo, page->surface, px_per_mm, paper);
  cairo_destroy (cairo);
  cairo_surface_destroy (page->surface);
  page->surface = bed;
  page->skew += paper->degrees;
  page->paper_width_mm = paper->width_mm;
  page->paper_height_mm = paper->height_mm;
}

static void
lay (TroublePage *page, Dice *dice, BedPaper paper) {
  double bed_width
      = cairo_image_surface_get_width (page->surface) * MM_PER_INCH / page->res_dpi;
  double bed_height
      = cairo_image_surface_get_height (page->surface) * MM_PER_INCH / page->res_dpi;

  paper.x_mm = dice_range (dice, 8, MAX (8.5, bed_width - paper.width_mm - 8));
  paper.y_mm = dice_range (dice, 8, MAX (8.5, bed_height - paper.height_mm - 8));
  if (bed_width - paper.width_mm > 20)
    paper.degrees = dice_range (dice, -3, 3);
  bed_lay (page, &paper);
}

static double
throw_black (Dice *dice) {
  return dice_range (dice, 0.03, 0.16);
}

static double
throw_white (Dice *dice) {
  return dice_range (dice, 0.985, 1);
}

static void
lay_a5 (TroublePage *page, Dice *dice, double bed) {
  lay (page, dice, (BedPaper){.width_mm = 148, .height_mm = 210, .bed = bed});
}

static void
lay_card (TroublePage *page, Dice *dice, double bed) {
  lay (page, dice,
       (BedPaper){.width_mm = CARD_WIDTH_MM,
                  .height_mm = CARD_HEIGHT_MM,
                  .from_x_mm = 30,
                  .from_y_mm = 40,
                  .bed = bed});
}

static void
lay_receipt (TroublePage *page, Dice *dice, double bed) {
  lay (page, dice,
       (BedPaper){.width_mm = dice_range (dice, 57, 82),
                  .height_mm = dice_range (dice, 110, 220),
                  .from_x_mm = 28,
                  .from_y_mm = 16,
                  .bed = bed});
}

void
bed_lay_a5_black (TroublePage *page, Dice *dice) {
  lay_a5 (page, dice, throw_black (dice));
}

void
bed_lay_a5_white (TroublePage *page, Dice *dice) {
  lay_a5 (page, dice, throw_white (dice));
}

void
bed_lay_card_black (TroublePage *page, Dice *dice) {
  lay_card (page, dice, throw_black (dice));
}

void
bed_lay_card_white (TroublePage *page, Dice *dice) {
  lay_card (page, dice, throw_white (dice));
}

void
bed_lay_receipt_black (TroublePage *page, Dice *dice) {
  lay_receipt (page, dice, throw_black (dice));
}

void
bed_lay_receipt_white (TroublePage *page, Dice *dice) {
  lay_receipt (page, dice, throw_white (dice));
}
