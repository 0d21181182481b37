/* SPDX-License-Identifier: Apache-2.0 */

/* Mishaps at the scanner. Most are drawn with cairo in millimetres; pixels are touched only
 * where light falls. */

#include "mishap.h"

#include <cairo.h>
#include <math.h>

#define MM_PER_INCH 25.4

static double
get_px_per_mm (const TroublePage *page) {
  return page->res_dpi / MM_PER_INCH;
}

static double
get_width_mm (const TroublePage *page) {
  return cairo_image_surface_get_width (page->surface) / get_px_per_mm (page);
}

static double
get_height_mm (const TroublePage *page) {
  return cairo_image_surface_get_height (page->surface) / get_px_per_mm (page);
}

/* Draws on the page, in millimetres. */
static cairo_t *
open_page (TroublePage *page) {
  cairo_t *cairo = cairo_create (page->surface);

  cairo_scale (cairo, get_px_per_mm (page), get_px_per_mm (page));
  return cairo;
}

/* Multiplies all light by @light. */
static void
dim_page (TroublePage *page, double light) {
  cairo_t *cairo = open_page (page);

  cairo_set_operator (cairo, CAIRO_OPERATOR_MULTIPLY);
  cairo_set_source_rgb (cairo, light, light, light);
  cairo_paint (cairo);
  cairo_destroy (cairo);
}

void
mishap_punch (TroublePage *page, Dice *dice) {
  cairo_t *cairo = open_page (page);
  double across = dice_range (dice, 9, 13), radius = dice_range (dice, 2.6, 3.1);
  double middle = get_height_mm (page) / 2 + dice_range (dice, -3, 3);
  double shade = dice_chance (dice, 70) ? dice_range (dice, 0.04, 0.2) : 0.6;

  if (dice_chance (dice, 50))
    across = get_width_mm (page) - across;
  cairo_set_source_rgb (cairo, shade, shade, shade);
  for (int side = -1; side <= 1; side += 2) {
    cairo_arc (cairo, across, middle + side * 40, radius, 0, 2 * G_PI);
    cairo_fill (cairo);
  }
  cairo_destroy (cairo);
}

void
mishap_tilt (TroublePage *page, Dice *dice) {
  double degrees = dice_range (dice, 3, 20);

  trouble_skew (page, dice_chance (dice, 50) ? degrees : -degrees);
}

/* Shifts the picture sideways so far that lines leave it (up or down it could end between
 * two of them); beside the sheet the lid is white. */
void
mishap_cut (TroublePage *page, Dice *dice) {
  double shift = dice_range (dice, 34, 60);
  gboolean back = dice_chance (dice, 50);
  cairo_surface_t *copy = cairo_image_surface_create (
      CAIRO_FORMAT_RGB24, cairo_image_surface_get_width (page->surface),
      cairo_image_surface_get_height (page->surface));
  cairo_t *cairo = cairo_create (copy);
  double px = (back ? -shift : shift) * get_px_per_mm (page);

  cairo_set_source_rgb (cairo, 0.98, 0.98, 0.98);
  cairo_paint (cairo);
  cairo_set_source_surface (cairo, page->surface, px, 0);
  cairo_paint (cairo);
  cairo_destroy (cairo);
  cairo_surface_destroy (page->surface);
  page->surface = copy;
  page->defect = "cut";
}

/* The flap lies mirrored along the fold and shows the paper's back; where the corner was
 * one sees the lid. Drawn for the upper left corner of a sheet turned as needed. */
static void
fold_corner (cairo_t *cairo, double across, double down, double lid) {
  double length = hypot (across, down);
  double normal_x = down / length, normal_y = across / length;
  double reach = 2 * across * down / length;
  double x = reach * normal_x, y = reach * normal_y;

  cairo_set_source_rgb (cairo, lid, lid, lid);
  cairo_move_to (cairo, 0, 0);
  cairo_line_to (cairo, across, 0);
  cairo_line_to (cairo, 0, down);
  cairo_close_path (cairo);
  cairo_fill (cairo);
  cairo_set_source_rgb (cairo, 0.93, 0.93, 0.92);
  cairo_move_to (cairo, x, y);
  cairo_line_to (cairo, across, 0);
  cairo_line_to (cairo, 0, down);
  cairo_close_path (cairo);
  cairo_fill_preserve (cairo);
  cairo_set_source_rgba (cairo, 0.3, 0.3, 0.3, 0.6);
  cairo_set_line_width (cairo, 0.3);
  cairo_stroke (cairo);
}

void
mishap_corner (TroublePage *page, Dice *dice) {
  cairo_t *cairo = open_page (page);
  double across = dice_range (dice, 18, 55), down = across * dice_range (dice, 0.6, 1.6);
  double lid = dice_chance (dice, 50) ? dice_range (dice, 0.04, 0.35) : 0.8;
  gboolean right = dice_chance (dice, 50), bottom = dice_chance (dice, 50);

  cairo_translate (cairo, right ? get_width_mm (page) : 0,
                   bottom ? get_height_mm (page) : 0);
  cairo_scale (cairo, right ? -1 : 1, bottom ? -1 : 1);
  fold_corner (cairo, across, down, lid);
  cairo_destroy (cairo);
  page->defect = "corner";
}

void
mishap_dim (TroublePage *page, Dice *dice) {
  dim_page (page, dice_range (dice, 0.16, 0.42));
  page->defect = "dark";
}

void
mishap_black (TroublePage *page, Dice *dice) {
  dim_page (page, dice_range (dice, 0, 0.1));
  page->defect = "dark";
}

/* Replaces the picture by itself in @width pixels. */
static void
resample (TroublePage *page, int width) {
  int height
      = (int) lround ((double) width * cairo_image_surface_get_height (page->surface)
                      / cairo_image_surface_get_width (page->surface));
  double scale = (double) width / cairo_image_surface_get_width (page->surface);
  cairo_surface_t *copy = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  cairo_t *cairo = cairo_create (copy);

  cairo_scale (cairo, scale, scale);
  cairo_set_source_surface (cairo, page->surface, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cairo), CAIRO_FILTER_GOOD);
  cairo_pattern_set_extend (cairo_get_source (cairo), CAIRO_EXTEND_PAD);
  cairo_paint (cairo);
  cairo_destroy (cairo);
  cairo_surface_destroy (page->surface);
  page->surface = copy;
}

void
mishap_coarse (TroublePage *page, Dice *dice) {
  int width = cairo_image_surface_get_width (page->surface);
  int res_dpi = dice_between (dice, 75, 110);

  resample (page, width * res_dpi / page->res_dpi);
  page->res_dpi = res_dpi;
  page->defect = "coarse";
}

/* Down to a fraction and up again: what a lens out of focus leaves. */
void
mishap_smear (TroublePage *page, Dice *dice) {
  int width = cairo_image_surface_get_width (page->surface);

  resample (page, (int) (width * dice_range (dice, 45, 75) / page->res_dpi));
  resample (page, width);
  page->defect = "blur";
}

void
mishap_streak (TroublePage *page, double at_mm, int light) {
  cairo_t *cairo = open_page (page);

  cairo_set_operator (cairo, CAIRO_OPERATOR_MULTIPLY);
  cairo_set_antialias (cairo, CAIRO_ANTIALIAS_NONE);
  cairo_set_source_rgb (cairo, light / 256.0, light / 256.0, light / 256.0);
  cairo_rectangle (cairo, at_mm, 0, 1 / get_px_per_mm (page), get_height_mm (page));
  cairo_fill (cairo);
  cairo_destroy (cairo);
  page->defect = "streak";
}

void
mishap_glass (TroublePage *page, Dice *dice) {
  double at_mm = dice_range (dice, 8, get_width_mm (page) - 8);

  mishap_streak (page, at_mm, dice_between (dice, 100, 190));
}
