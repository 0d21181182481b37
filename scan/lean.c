/* SPDX-License-Identifier: Apache-2.0 */

/* For one line of the window as many lines of the sheet are needed as the window's width
 * climbs: of A4 at 1200 dpi in colour and 5 degrees 50 MB. So they lie in a file, in a ring,
 * and the window is made in strips of lines, and a strip in tiles: what a tile needs of the
 * sheet is a small piece of it.
 *
 *      strip of the window            the sheet
 *   .----.----.----.----.         . ' .
 *   | 1  | 2  | 3  | 4  |       '  ::1:  ' .        the ring holds from the first to the
 *   '----'----'----'----'          ::::::2::  ' .   last line that the strip crosses */

#include "scan/lean.h"

#include "scan/shelf.h"

#include <math.h>
#include <string.h>

#define MARGIN      3 /* lines and pixels beside those of the geometry, for rounding */
#define STRIP_LINES 64u
#define TILE_PIXELS 512u

/* A part of the sheet, and of the bed about it. */
typedef struct {
  gint64 left;
  gint64 top;
  guint width;
  guint height;
  guint8 *samples;
} Piece;

struct Lean {
  Scaler *scaler;
  LeanView view;
  double sine;
  double cosine;
  Shelf *ring; /* of lines of the sheet; NULL before the first */
  guint ring_lines;
  guint sheet_line; /* next that the scaler gives */
  guint8 *line;     /* of the sheet */
  guint8 *strip;
  gint64 line_strip; /* of the window, first of the strip */
  guint strip_next;  /* line of it */
  Piece piece;
};

static guint
get_span (double a, double b) {
  return (guint) (fabs (a) + fabs (b)) + 2 * MARGIN;
}

Lean *
lean_new (Scaler *scaler, const LeanView *view) {
  Lean *lean = g_new0 (Lean, 1);
  double angle = view->skew_deg / 180.0 * G_PI;
  gsize most;

  lean->scaler = scaler;
  lean->view = *view;
  lean->sine = sin (angle);
  lean->cosine = cos (angle);
  lean->ring_lines
      = MIN (get_span (lean->sine * view->width, STRIP_LINES), view->sheet_height);
  lean->line = g_malloc ((gsize) view->sheet_width * view->channels);
  lean->strip = g_malloc ((gsize) STRIP_LINES * view->width * view->channels);
  lean->line_strip = -(gint64) STRIP_LINES;
  lean->strip_next = STRIP_LINES;
  most = (gsize) get_span (lean->cosine * TILE_PIXELS, lean->sine * STRIP_LINES)
         * get_span (lean->sine * TILE_PIXELS, lean->cosine * STRIP_LINES);
  lean->piece.samples = g_malloc (most * view->channels);
  return lean;
}

void
lean_free (Lean *lean) {
  scaler_free (lean->scaler);
  g_clear_pointer (&lean->ring, shelf_free);
  g_free (lean->line);
  g_free (lean->strip);
  g_free (lean->piece.samples);
  g_free (lean);
}

/* Where pixel @x of line @y of the window lies on the sheet, from the middle of its first
 * pixel. */
static void
find_place (const Lean *lean, double x, double y, double *across, double *along) {
  const LeanView *view = &lean->view;
  double middle_x = view->sheet_width / 2.0, middle_y = view->sheet_height / 2.0;
  double from_x = x + (double) view->left + 0.5 - middle_x;
  double from_y = y + (double) view->top + 0.5 - middle_y;

  *across = middle_x + from_x * lean->cosine + from_y * lean->sine - 0.5;
  *along = middle_y - from_x * lean->sine + from_y * lean->cosine - 0.5;
}

/* The piece of the sheet under @count pixels from @x on of all lines of the strip. */
static void
place_piece (Lean *lean, guint x, guint count) {
  double low_x = G_MAXDOUBLE, low_y = G_MAXDOUBLE, high_x = -low_x, high_y = -low_y;

  for (guint corner = 0; corner < 4; corner++) {
    double across, along;

    find_place (lean, (double) x + (corner % 2 == 0 ? 0 : count - 1),
                (double) (lean->line_strip + (corner < 2 ? 0 : STRIP_LINES - 1)), &across,
                &along);
    low_x = MIN (low_x, across);
    high_x = MAX (high_x, across);
    low_y = MIN (low_y, along);
    high_y = MAX (high_y, along);
  }
  lean->piece.left = (gint64) floor (low_x) - 1;
  lean->piece.top = (gint64) floor (low_y) - 1;
  lean->piece.width = (guint) ((gint64) floor (high_x) + 3 - lean->piece.left);
  lean->piece.height = (guint) ((gint64) floor (high_y) + 3 - lean->piece.top);
}

/* Lines of the sheet before @end into the ring. */
static gboolean
fill_ring (Lean *lean, gint64 end, GError **error) {
  const LeanView *view = &lean->view;

  if (lean->ring == NULL)
    lean->ring = shelf_new (lean->ring_lines, view->sheet_width, view->channels, error);
  if (lean->ring == NULL)
    return FALSE;
  while (lean->sheet_line < view->sheet_height && lean->sheet_line < end) {
    if (!scaler_read (lean->scaler, lean->line, error)
        || !shelf_write (lean->ring, lean->sheet_line % lean->ring_lines, lean->line,
                         error))
      return FALSE;
    lean->sheet_line++;
  }
  return TRUE;
}

static gboolean
load_piece (Lean *lean, GError **error) {
  const LeanView *view = &lean->view;
  Piece *piece = &lean->piece;
  gint64 first = CLAMP (piece->left, 0, view->sheet_width);
  gint64 end = CLAMP (piece->left + piece->width, 0, view->sheet_width);

  memset (piece->samples, view->bed,
          (gsize) piece->width * piece->height * view->channels);
  for (gint64 y = MAX (piece->top, 0);
       y < MIN (piece->top + piece->height, view->sheet_height) && first < end; y++) {
    gsize place = (gsize) (y - piece->top) * piece->width + (gsize) (first - piece->left);

    if (!shelf_read_part (lean->ring, (guint) y % lean->ring_lines, (guint) first,
                          (guint) (end - first), piece->samples + place * view->channels,
                          error))
      return FALSE;
  }
  return TRUE;
}

/* The sheet at a point between four pixels of the piece. */
static void
take_point (const Lean *lean, double across, double along, guint8 *pixel) {
  const Piece *piece = &lean->piece;
  gsize channels = lean->view.channels, below = piece->width * channels;
  double left = floor (across), top = floor (along);
  double x = across - left, y = along - top;
  const guint8 *from = piece->samples
                       + ((gsize) ((gint64) top - piece->top) * piece->width
                          + (gsize) ((gint64) left - piece->left))
                             * channels;

  for (gsize c = 0; c < channels; c++, from++) {
    double upper = from[0] * (1 - x) + from[channels] * x;
    double lower = from[below] * (1 - x) + from[below + channels] * x;

    pixel[c] = (guint8) (upper * (1 - y) + lower * y + 0.5);
  }
}

/* A tile of the strip, of pixels that grow evenly along its lines. */
static void
make_tile (Lean *lean, guint x, guint count) {
  const LeanView *view = &lean->view;

  for (guint y = 0; y < STRIP_LINES; y++) {
    guint8 *pixel = lean->strip + ((gsize) y * view->width + x) * view->channels;
    double across, along;

    find_place (lean, x, (double) (lean->line_strip + y), &across, &along);
    for (guint i = 0; i < count; i++, pixel += view->channels) {
      if (across > -1 && across < view->sheet_width && along > -1
          && along < view->sheet_height)
        take_point (lean, across, along, pixel);
      across += lean->cosine;
      along -= lean->sine;
    }
  }
}

static gboolean
make_strip (Lean *lean, GError **error) {
  const LeanView *view = &lean->view;

  lean->line_strip += STRIP_LINES;
  lean->strip_next = 0;
  memset (lean->strip, view->bed, (gsize) STRIP_LINES * view->width * view->channels);
  place_piece (lean, 0, view->width);
  if (!fill_ring (lean, lean->piece.top + lean->piece.height, error))
    return FALSE;
  for (guint x = 0; x < view->width; x += TILE_PIXELS) {
    guint count = MIN (TILE_PIXELS, view->width - x);

    place_piece (lean, x, count);
    if (!load_piece (lean, error))
      return FALSE;
    make_tile (lean, x, count);
  }
  return TRUE;
}

gboolean
lean_read (Lean *lean, guint8 *line, GError **error) {
  gsize size = (gsize) lean->view.width * lean->view.channels;

  if (lean->strip_next == STRIP_LINES && !make_strip (lean, error))
    return FALSE;
  memcpy (line, lean->strip + lean->strip_next * size, size);
  lean->strip_next++;
  return TRUE;
}
