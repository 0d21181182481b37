/* SPDX-License-Identifier: Apache-2.0 */

/* A straight sheet is copied line by line. A skewed one needs, for one line of the window, as
 * many lines of the sheet as the window's width climbs: these are held in a ring, in the
 * resolution of the scan (5 degrees at 300 dpi in colour: 220 lines, 1.6 MB). */

#include "scan/lens.h"

#include "scan/scaler.h"

#include <math.h>
#include <string.h>

#define INCH_MM   25.4
#define MARGIN    3 /* lines beside those of the geometry, for what rounding does */
#define LEAST_DEG 0.01

struct Lens {
  Scaler *scaler;
  LensView view;
  LensStreak *streaks;
  guint sheet_width; /* pixels in the resolution of the scan */
  guint sheet_height;
  gint64 line; /* of the bed, next to be read */
  int shift_x;
  int shift_y;
  guint sheet_line; /* next that the scaler gives */
  guint8 *sheet;    /* one line of a straight sheet, or the ring of a skewed one */
  guint ring_lines;
  double sine;
  double cosine;
};

static int
convert_mm (const Lens *lens, double mm) {
  return (int) round (mm / INCH_MM * lens->view.res_dpi);
}

static gboolean
is_straight (const Lens *lens) {
  return fabs (lens->view.skew_deg) < LEAST_DEG;
}

/* Which pixels of a sheet's line are wanted: those under the window, or all. */
static void
open_sheet (Lens *lens, Original *original, double x_step, double y_step) {
  guint channels = lens->view.channels;
  gint64 first = (gint64) lens->view.left_px - lens->shift_x;
  gint64 end = first + lens->view.width_px;
  guint most = is_straight (lens) ? (guint) MAX (end, 0) : lens->sheet_width;
  gsize span;

  first = is_straight (lens) ? MAX (first, 0) : 0;
  lens->scaler = scaler_new (original, x_step, y_step, channels, (guint) first,
                             most > first ? most - (guint) first : 0);
  span = (gsize) (fabs (lens->sine) * (lens->view.width_px + lens->sheet_width)) + MARGIN;
  lens->ring_lines = is_straight (lens) ? 1 : (guint) MIN (span, lens->sheet_height);
  lens->sheet = g_malloc0 ((gsize) lens->ring_lines
                           * (scaler_get_width (lens->scaler) * channels + 1));
}

Lens *
lens_new (Original *original, double x_dpi, double y_dpi, const LensView *view) {
  Lens *lens = g_new0 (Lens, 1);
  OriginalShape shape = original_get_shape (original);
  double x_step = x_dpi / view->res_dpi, y_step = y_dpi / view->res_dpi;
  double angle = view->skew_deg / 180.0 * G_PI;

  lens->view = *view;
  lens->streaks = g_memdup2 (view->streaks, view->n_streaks * sizeof *view->streaks);
  lens->sheet_width = scaler_get_size (shape.width_px, x_step);
  lens->sheet_height = scaler_get_size (shape.height_px, y_step);
  lens->line = view->top_px;
  lens->shift_x = convert_mm (lens, view->shift_x_mm);
  lens->shift_y = convert_mm (lens, view->shift_y_mm);
  lens->sine = is_straight (lens) ? 0.0 : sin (angle);
  lens->cosine = is_straight (lens) ? 1.0 : cos (angle);
  open_sheet (lens, original, x_step, y_step);
  return lens;
}

void
lens_free (Lens *lens) {
  scaler_free (lens->scaler);
  g_free (lens->streaks);
  g_free (lens->sheet);
  g_free (lens);
}

static gboolean
read_straight (Lens *lens, guint8 *line, GError **error) {
  gsize channels = lens->view.channels;
  gint64 wanted = lens->line - lens->shift_y;
  gint64 indent = lens->shift_x - (gint64) lens->view.left_px;

  if (wanted < 0 || wanted >= lens->sheet_height)
    return TRUE;
  while (lens->sheet_line < wanted) {
    lens->sheet_line++;
    if (!scaler_skip (lens->scaler, error))
      return FALSE;
  }
  lens->sheet_line++;
  if (!scaler_read (lens->scaler, lens->sheet, error))
    return FALSE;
  memcpy (line + (gsize) MAX (indent, 0) * channels, lens->sheet,
          scaler_get_width (lens->scaler) * channels);
  return TRUE;
}

static const guint8 *
get_ring_line (const Lens *lens, gint64 line) {
  return lens->sheet
         + (gsize) (line % lens->ring_lines) * lens->sheet_width * lens->view.channels;
}

/* Lines of the sheet up to @last into the ring. */
static gboolean
fill_ring (Lens *lens, double last, GError **error) {
  while (lens->sheet_line < lens->sheet_height && lens->sheet_line <= last) {
    guint8 *place = (guint8 *) get_ring_line (lens, lens->sheet_line);

    lens->sheet_line++;
    if (!scaler_read (lens->scaler, place, error))
      return FALSE;
  }
  return TRUE;
}

static guint8
get_sheet_pixel (const Lens *lens, gint64 x, gint64 y, guint channel) {
  if (x < 0 || y < 0 || x >= lens->sheet_width || y >= lens->sheet_height)
    return lens->view.bed;
  return get_ring_line (lens, y)[(gsize) x * lens->view.channels + channel];
}

/* The sheet at a point between four of its pixels. */
static void
take_point (const Lens *lens, double x, double y, guint8 *pixel) {
  gint64 left = (gint64) floor (x), top = (gint64) floor (y);
  double right = x - (double) left, below = y - (double) top;

  for (guint c = 0; c < lens->view.channels; c++) {
    double upper = get_sheet_pixel (lens, left, top, c) * (1 - right)
                   + get_sheet_pixel (lens, left + 1, top, c) * right;
    double lower = get_sheet_pixel (lens, left, top + 1, c) * (1 - right)
                   + get_sheet_pixel (lens, left + 1, top + 1, c) * right;

    pixel[c] = (guint8) (upper * (1 - below) + lower * below + 0.5);
  }
}

/* Pixel x of the line lies at (across, along) of the sheet, which both grow evenly with x. */
static gboolean
read_skewed (Lens *lens, guint8 *line, GError **error) {
  double middle_x = lens->sheet_width / 2.0, middle_y = lens->sheet_height / 2.0;
  double from_x = (double) lens->view.left_px - lens->shift_x + 0.5 - middle_x;
  double from_y = (double) (lens->line - lens->shift_y) + 0.5 - middle_y;
  double across = middle_x + from_x * lens->cosine + from_y * lens->sine - 0.5;
  double along = middle_y - from_x * lens->sine + from_y * lens->cosine - 0.5;
  double climb = MAX (0.0, -lens->sine * lens->view.width_px);

  if (!fill_ring (lens, along + climb + 2, error))
    return FALSE;
  for (guint x = 0; x < lens->view.width_px; x++) {
    if (across > -1 && across < lens->sheet_width && along > -1
        && along < lens->sheet_height)
      take_point (lens, across, along, line + (gsize) x * lens->view.channels);
    across += lens->cosine;
    along -= lens->sine;
  }
  return TRUE;
}

static void
draw_streaks (const Lens *lens, guint8 *line) {
  for (guint i = 0; i < lens->view.n_streaks; i++) {
    const LensStreak *streak = &lens->streaks[i];
    const guint8 *colour = streak->colour;
    int left = convert_mm (lens, streak->left_mm);
    int right = MAX (convert_mm (lens, streak->left_mm + streak->width_mm), left + 1);

    for (int x = MAX (left - (int) lens->view.left_px, 0);
         x < MIN (right - (int) lens->view.left_px, (int) lens->view.width_px); x++) {
      if (lens->view.channels == 3)
        memcpy (line + (gsize) x * 3, colour, 3);
      else
        line[x] = (guint8) ((colour[0] * 77u + colour[1] * 150u + colour[2] * 29u) >> 8);
    }
  }
}

gboolean
lens_read (Lens *lens, guint8 *line, GError **error) {
  memset (line, lens->view.bed, (gsize) lens->view.width_px * lens->view.channels);
  if (!(is_straight (lens) ? read_straight (lens, line, error)
                           : read_skewed (lens, line, error)))
    return FALSE;
  lens->line++;
  draw_streaks (lens, line);
  return TRUE;
}
