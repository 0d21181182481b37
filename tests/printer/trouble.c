/* SPDX-License-Identifier: Apache-2.0 */

/* What paper and scanners do to a page, after it was drawn. Whatever turns or shifts the
 * content says so in the TroublePage; boxes of the truth stay those of the upright page.
 * All chance comes from the dice handed in. Pixels are cairo's RGB24: 0x00RRGGBB. */

#include "trouble.h"

#include "bed.h"
#include "mishap.h"

#include <cairo.h>
#include <math.h>
#include <string.h>

typedef struct {
  guint32 *pixels;
  int width;
  int height;
  int stride; /* in pixels */
} Raster;

static Raster
open_raster (cairo_surface_t *surface) {
  cairo_surface_flush (surface);
  return (Raster){.pixels = (guint32 *) (void *) cairo_image_surface_get_data (surface),
                  .width = cairo_image_surface_get_width (surface),
                  .height = cairo_image_surface_get_height (surface),
                  .stride = cairo_image_surface_get_stride (surface) / 4};
}

static void
replace_surface (TroublePage *page, cairo_surface_t *surface) {
  cairo_surface_destroy (page->surface);
  page->surface = surface;
}

static int
clamp_channel (int value) {
  return CLAMP (value, 0, 255);
}

static guint32
pack_pixel (int red, int green, int blue) {
  return (guint32) clamp_channel (red) << 16 | (guint32) clamp_channel (green) << 8
         | (guint32) clamp_channel (blue);
}

/* Multiplies by factors in 1/256 and adds @noise. */
static guint32
tint_pixel (guint32 pixel, int red, int green, int blue, int noise) {
  return pack_pixel ((int) (pixel >> 16 & 255) * red / 256 + noise,
                     (int) (pixel >> 8 & 255) * green / 256 + noise,
                     (int) (pixel & 255) * blue / 256 + noise);
}

void
trouble_turn (TroublePage *page, int degrees) {
  Raster from = open_raster (page->surface);
  gboolean swaps = degrees != 180;
  cairo_surface_t *turned
      = cairo_image_surface_create (CAIRO_FORMAT_RGB24, swaps ? from.height : from.width,
                                    swaps ? from.width : from.height);
  Raster to = open_raster (turned);

  for (int y = 0; y < from.height; y++)
    for (int x = 0; x < from.width; x++) {
      int tx = degrees == 180 ? to.width - 1 - x : degrees == 90 ? to.width - 1 - y : y;
      int ty = degrees == 180 ? to.height - 1 - y : degrees == 90 ? x : to.height - 1 - x;

      to.pixels[(gsize) ty * (gsize) to.stride + (gsize) tx]
          = from.pixels[(gsize) y * (gsize) from.stride + (gsize) x];
    }
  cairo_surface_mark_dirty (turned);
  replace_surface (page, turned);
  page->rotation = (page->rotation + degrees) % 360;
}

void
trouble_skew (TroublePage *page, double degrees) {
  Raster from = open_raster (page->surface);
  cairo_surface_t *turned
      = cairo_image_surface_create (CAIRO_FORMAT_RGB24, from.width, from.height);
  cairo_t *cairo = cairo_create (turned);

  cairo_set_source_rgb (cairo, 0.97, 0.97, 0.97);
  cairo_paint (cairo);
  cairo_translate (cairo, from.width / 2.0, from.height / 2.0);
  cairo_rotate (cairo, degrees * G_PI / 180);
  cairo_translate (cairo, -from.width / 2.0, -from.height / 2.0);
  cairo_set_source_surface (cairo, page->surface, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cairo), CAIRO_FILTER_BILINEAR);
  cairo_paint (cairo);
  cairo_destroy (cairo);
  replace_surface (page, turned);
  page->skew += degrees;
}

void
trouble_bleed (TroublePage *page, double strength) {
  Raster raster = open_raster (page->surface);
  cairo_t *cairo;

  if (page->behind == NULL)
    return;
  cairo = cairo_create (page->surface);
  cairo_set_operator (cairo, CAIRO_OPERATOR_MULTIPLY);
  cairo_translate (cairo, raster.width, 0);
  cairo_scale (cairo, -1, 1);
  cairo_set_source_surface (cairo, page->behind, 0, 0);
  cairo_paint_with_alpha (cairo, strength);
  cairo_destroy (cairo);
}

void
trouble_speck (TroublePage *page, Dice *dice, guint per_million) {
  Raster raster = open_raster (page->surface);
  gint64 n = (gint64) raster.width * raster.height * per_million / 1000000;

  for (gint64 i = 0; i < n; i++) {
    int x = (int) dice_below (dice, (guint) raster.width - 2);
    int y = (int) dice_below (dice, (guint) raster.height - 2);
    int side = dice_chance (dice, 30) ? 2 : 1;
    guint32 shade = dice_chance (dice, 60) ? 0x303030 : 0xffffff;

    for (int row = 0; row < side; row++)
      for (int column = 0; column < side; column++)
        raster.pixels[(gsize) (y + row) * (gsize) raster.stride + (gsize) (x + column)]
            = shade;
  }
  cairo_surface_mark_dirty (page->surface);
}

static void
spoil_nothing (TroublePage *page, Dice *dice) {
}

static void
spoil_skew (TroublePage *page, Dice *dice) {
  double degrees = dice_range (dice, 0.8, 3.2);

  trouble_skew (page, dice_chance (dice, 50) ? degrees : -degrees);
}

static void
spoil_turn90 (TroublePage *page, Dice *dice) {
  trouble_turn (page, 90);
}

static void
spoil_turn180 (TroublePage *page, Dice *dice) {
  trouble_turn (page, 180);
}

static void
spoil_turn270 (TroublePage *page, Dice *dice) {
  trouble_turn (page, 270);
}

/* Old paper: yellow, darker towards its edges, with the grain of its pulp. */
static void
spoil_yellow (TroublePage *page, Dice *dice) {
  Raster raster = open_raster (page->surface);
  int blue = dice_between (dice, 168, 200);

  for (int y = 0; y < raster.height; y++) {
    double v = 2.0 * y / raster.height - 1;
    guint32 *row = raster.pixels + (gsize) y * (gsize) raster.stride;

    for (int x = 0; x < raster.width; x++) {
      double u = 2.0 * x / raster.width - 1;
      int edge = (int) (22 * (u * u * u * u + v * v * v * v));
      int grain = (int) (dice_next (dice) >> 61) - 4;

      row[x] = tint_pixel (row[x], 246 - edge, 232 - edge, blue - edge, grain);
    }
  }
  cairo_surface_mark_dirty (page->surface);
}

/* One pass of a moving average over a line of pixels @step apart. */
static void
blur_line (guint32 *line, gsize step, int n, int radius, guint32 *copy) {
  int sum[3] = {0, 0, 0}, window = 2 * radius + 1;

  for (int i = 0; i < n; i++)
    copy[i] = line[(gsize) i * step];
  for (int i = -2 * radius; i < n; i++) {
    guint32 in = copy[CLAMP (i + radius, 0, n - 1)];
    guint32 out = copy[CLAMP (i - radius - 1, 0, n - 1)];

    for (int c = 0; c < 3; c++) {
      sum[c] += (int) (in >> (8 * c) & 255);
      if (i > 0)
        sum[c] -= (int) (out >> (8 * c) & 255);
    }
    if (i >= 0)
      line[(gsize) i * step]
          = pack_pixel (sum[2] / window, sum[1] / window, sum[0] / window);
  }
}

static void
spoil_blur (TroublePage *page, Dice *dice) {
  Raster raster = open_raster (page->surface);
  g_autofree guint32 *copy = g_new (guint32, MAX (raster.width, raster.height));
  int radius = page->res_dpi >= 200 ? 2 : 1;

  for (int y = 0; y < raster.height; y++)
    blur_line (raster.pixels + (gsize) y * (gsize) raster.stride, 1, raster.width, radius,
               copy);
  for (int x = 0; x < raster.width; x++)
    blur_line (raster.pixels + x, (gsize) raster.stride, raster.height, radius, copy);
  cairo_surface_mark_dirty (page->surface);
}

static void
spoil_speckle (TroublePage *page, Dice *dice) {
  trouble_speck (page, dice, (guint) dice_between (dice, 800, 4500));
}

/* A lamp that falls off towards one side. */
static void
spoil_shade (TroublePage *page, Dice *dice) {
  Raster raster = open_raster (page->surface);
  double angle = dice_range (dice, 0, 2 * G_PI), depth = dice_range (dice, 60, 110);
  double across = cos (angle) / raster.width, down = sin (angle) / raster.height;

  for (int y = 0; y < raster.height; y++) {
    guint32 *row = raster.pixels + (gsize) y * (gsize) raster.stride;

    for (int x = 0; x < raster.width; x++) {
      double at = 0.5 + (x - raster.width / 2) * across + (y - raster.height / 2) * down;
      int light = 256 - (int) (depth * CLAMP (at, 0, 1));

      row[x] = tint_pixel (row[x], light, light, light, 0);
    }
  }
  cairo_surface_mark_dirty (page->surface);
}

/* A worn drum: ink grey, paper not white. */
static void
spoil_lowcontrast (TroublePage *page, Dice *dice) {
  Raster raster = open_raster (page->surface);
  int low = dice_between (dice, 105, 140), high = dice_between (dice, 205, 225);

  for (int y = 0; y < raster.height; y++) {
    guint32 *row = raster.pixels + (gsize) y * (gsize) raster.stride;

    for (int x = 0; x < raster.width; x++) {
      int noise = low + (int) (dice_next (dice) >> 61) - 4;

      row[x] = tint_pixel (row[x], high - low, high - low, high - low, noise);
    }
  }
  cairo_surface_mark_dirty (page->surface);
}

static void
spoil_bleed (TroublePage *page, Dice *dice) {
  trouble_bleed (page, dice_range (dice, 0.10, 0.20));
}

/* The dark bed of the scanner beyond the paper's edges. */
static void
spoil_border (TroublePage *page, Dice *dice) {
  Raster raster = open_raster (page->surface);
  cairo_t *cairo = cairo_create (page->surface);
  double unit = page->res_dpi / 25.4;
  double left = dice_range (dice, 1, 5) * unit, top = dice_range (dice, 1, 4) * unit;
  double right = raster.width - dice_range (dice, 0, 5) * unit;
  double bottom = raster.height - dice_range (dice, 0, 6) * unit, tilt = unit * 2;

  cairo_set_source_rgb (cairo, 0.09, 0.09, 0.1);
  cairo_rectangle (cairo, 0, 0, raster.width, raster.height);
  cairo_new_sub_path (cairo);
  cairo_move_to (cairo, left, top);
  cairo_line_to (cairo, left + tilt, bottom);
  cairo_line_to (cairo, right, bottom - tilt / 2);
  cairo_line_to (cairo, right - tilt / 2, top + tilt / 2);
  cairo_close_path (cairo);
  cairo_set_fill_rule (cairo, CAIRO_FILL_RULE_EVEN_ODD);
  cairo_fill (cairo);
  cairo_destroy (cairo);
}

/* Dust on the glass of a feeder: lines along the way of the paper. */
static void
spoil_streak (TroublePage *page, Dice *dice) {
  Raster raster = open_raster (page->surface);
  int n = dice_between (dice, 2, 6);

  for (int i = 0; i < n; i++) {
    int x = (int) dice_below (dice, (guint) raster.width - 4);
    int wide = dice_between (dice, 1, 2), light = dice_between (dice, 90, 190);

    for (int y = 0; y < raster.height; y++)
      for (int column = x; column < x + wide; column++) {
        guint32 *pixel = raster.pixels + (gsize) y * (gsize) raster.stride + column;

        *pixel = tint_pixel (*pixel, light, light, light, 0);
      }
  }
  cairo_surface_mark_dirty (page->surface);
}

static void
spoil_jpeg40 (TroublePage *page, Dice *dice) {
  page->jpeg_quality = 40;
}

/* A crease: a dark line with a soft shadow on one side, across and down. */
static void
spoil_fold (TroublePage *page, Dice *dice) {
  Raster raster = open_raster (page->surface);
  int across = (int) (raster.height * dice_range (dice, 0.3, 0.7));
  int down = dice_chance (dice, 50) ? (int) (raster.width * dice_range (dice, 0.45, 0.55))
                                    : -raster.width;
  int soft = page->res_dpi / 5;

  for (int y = 0; y < raster.height; y++)
    for (int x = 0; x < raster.width; x++) {
      guint32 *pixel = raster.pixels + (gsize) y * (gsize) raster.stride + x;
      int far = MIN (y >= across ? y - across : soft, x >= down ? x - down : soft);
      int light = far < 2 ? 150 : far < soft ? 214 + 42 * far / soft : 256;

      if (light < 256)
        *pixel = tint_pixel (*pixel, light, light, light, 0);
    }
  cairo_surface_mark_dirty (page->surface);
}

static const Trouble troubles[] = {
    {"clean", FALSE, FALSE, spoil_nothing},
    {"skew", FALSE, FALSE, spoil_skew},
    {"turn90", FALSE, FALSE, spoil_turn90},
    {"turn180", FALSE, FALSE, spoil_turn180},
    {"turn270", FALSE, FALSE, spoil_turn270},
    {"yellow", FALSE, FALSE, spoil_yellow},
    {"blur", FALSE, FALSE, spoil_blur},
    {"speckle", FALSE, FALSE, spoil_speckle},
    {"stamp", TRUE, FALSE, spoil_nothing},
    {"shade", FALSE, FALSE, spoil_shade},
    {"lowcontrast", FALSE, FALSE, spoil_lowcontrast},
    {"bleed", FALSE, TRUE, spoil_bleed},
    {"border", FALSE, FALSE, spoil_border},
    {"streak", FALSE, FALSE, spoil_streak},
    {"jpeg40", FALSE, FALSE, spoil_jpeg40},
    {"fold", FALSE, FALSE, spoil_fold},
    {"punch", FALSE, FALSE, mishap_punch, .named_only = TRUE},
    {"tilt", FALSE, FALSE, mishap_tilt, .named_only = TRUE},
    {"cut", FALSE, FALSE, mishap_cut, .named_only = TRUE},
    {"corner", FALSE, FALSE, mishap_corner, .named_only = TRUE},
    {"dim", FALSE, FALSE, mishap_dim, .named_only = TRUE},
    {"black", FALSE, FALSE, mishap_black, .named_only = TRUE},
    {"coarse", FALSE, FALSE, mishap_coarse, .named_only = TRUE},
    {"smear", FALSE, FALSE, mishap_smear, .named_only = TRUE},
    {"glass", FALSE, FALSE, mishap_glass, .named_only = TRUE},
    {"a5_black", FALSE, FALSE, bed_lay_a5_black, .named_only = TRUE},
    {"a5_white", FALSE, FALSE, bed_lay_a5_white, .named_only = TRUE},
    {"card_black", FALSE, FALSE, bed_lay_card_black, .named_only = TRUE},
    {"card_white", FALSE, FALSE, bed_lay_card_white, .named_only = TRUE},
    {"receipt_black", FALSE, FALSE, bed_lay_receipt_black, .named_only = TRUE},
    {"receipt_white", FALSE, FALSE, bed_lay_receipt_white, .named_only = TRUE},
    {NULL, FALSE, FALSE, NULL},
};

const Trouble *
trouble_list (void) {
  return troubles;
}

const Trouble *
trouble_find (const char *name) {
  for (const Trouble *trouble = troubles; trouble->name != NULL; trouble++)
    if (g_str_equal (trouble->name, name))
      return trouble;
  return NULL;
}
