/* SPDX-License-Identifier: Apache-2.0 */

/* A straight sheet is copied line by line; a skewed one is the business of scan/lean.h. On
 * both lies the dirt of the glass. */

#include "scan/lens.h"

#include "scan/lean.h"

#include <math.h>
#include <string.h>

#define INCH_MM   25.4
#define LEAST_DEG 0.01

struct Lens {
  LensView view;
  LensStreak *streaks;
  int shift_x;
  int shift_y;
  guint sheet_height; /* pixels in the resolution of the scan */
  gint64 line;        /* of the bed, next to be read */

  /* a straight sheet */
  Scaler *scaler;
  guint sheet_line; /* next that the scaler gives */
  guint8 *sheet;    /* one line of it */

  /* a skewed one */
  Lean *lean;
};

static int
convert_mm (const Lens *lens, double mm) {
  return (int) round (mm / INCH_MM * lens->view.res_dpi);
}

/* Of a straight sheet those pixels of a line are wanted that lie under the window. */
static void
open_straight (Lens *lens, Original *original, double x_step, double y_step) {
  gint64 first = (gint64) lens->view.left_px - lens->shift_x;
  gint64 end = MAX (first + lens->view.width_px, 0);

  first = MAX (first, 0);
  lens->scaler = scaler_new (original, x_step, y_step, lens->view.channels, (guint) first,
                             end > first ? (guint) (end - first) : 0);
  lens->sheet
      = g_malloc0 ((gsize) scaler_get_width (lens->scaler) * lens->view.channels + 1);
}

static void
open_skewed (Lens *lens, Original *original, double x_step, double y_step, guint width) {
  LeanView view = {
      .channels = lens->view.channels,
      .sheet_width = width,
      .sheet_height = lens->sheet_height,
      .left = (gint64) lens->view.left_px - lens->shift_x,
      .top = (gint64) lens->view.top_px - lens->shift_y,
      .width = lens->view.width_px,
      .skew_deg = lens->view.skew_deg,
      .bed = lens->view.bed,
  };

  lens->lean
      = lean_new (scaler_new (original, x_step, y_step, view.channels, 0, width), &view);
}

Lens *
lens_new (Original *original, double x_dpi, double y_dpi, const LensView *view) {
  Lens *lens = g_new0 (Lens, 1);
  OriginalShape shape = original_get_shape (original);
  double x_step = x_dpi / view->res_dpi, y_step = y_dpi / view->res_dpi;

  lens->view = *view;
  lens->streaks = g_memdup2 (view->streaks, view->n_streaks * sizeof *view->streaks);
  lens->sheet_height = scaler_get_size (shape.height_px, y_step);
  lens->line = view->top_px;
  lens->shift_x = convert_mm (lens, view->shift_x_mm);
  lens->shift_y = convert_mm (lens, view->shift_y_mm);
  if (fabs (view->skew_deg) < LEAST_DEG)
    open_straight (lens, original, x_step, y_step);
  else
    open_skewed (lens, original, x_step, y_step,
                 scaler_get_size (shape.width_px, x_step));
  return lens;
}

void
lens_free (Lens *lens) {
  g_clear_pointer (&lens->scaler, scaler_free);
  g_clear_pointer (&lens->lean, lean_free);
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
  if (!(lens->lean != NULL ? lean_read (lens->lean, line, error)
                           : read_straight (lens, line, error)))
    return FALSE;
  lens->line++;
  draw_streaks (lens, line);
  return TRUE;
}
