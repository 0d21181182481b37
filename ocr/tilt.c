/* SPDX-License-Identifier: Apache-2.0 */

/* Area mapping as Leptonica's pixRotateAM does it, to the same bytes, but within the image
 * and in half the time. Row y of the result needs rows of the source around y, so rows are
 * made from the top, and before a row is overwritten its source goes into a ring that is as
 * long as any later row looks back:
 *
 *   source   . . . . [ring: kept aside] y+1 y+2 ...
 *   result   0 1 ...                  y
 *
 * The places are counted in floats, as Leptonica does; doubles would round a few otherwise.
 * Two colours are weighted in one multiplication: weights of four pixels make 256, so a
 * byte times weights stays in 16 bits. */

#include "ocr/tilt.h"

#include "ocr/raster.h"

#include <math.h>
#include <string.h>

#define PARTS     16 /* of a pixel */
#define ANGLE_MIN 0.001f
#define WHITE     0xffffff00u

typedef struct {
  Image *image;
  int width, height, wpl;
  float sine, cosine; /* times PARTS */
  l_uint32 **rows;    /* of the source, wherever they are now */
  l_uint32 *ring;     /* of rows that were overwritten */
  int ring_rows;
  int *across, *down; /* of one row: where its pixels fall, in PARTS from the middle */
} Tilt;

static void
tilt_clear (Tilt *tilt) {
  g_clear_pointer (&tilt->rows, g_free);
  g_clear_pointer (&tilt->ring, g_free);
  g_clear_pointer (&tilt->across, g_free);
  g_clear_pointer (&tilt->down, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Tilt, tilt_clear)

/* How many rows above its own a row of the result may look. */
static int
measure_reach (const Tilt *tilt) {
  double across = fabs (tilt->sine) / PARTS * (tilt->width / 2 + 1);
  double down = (1 - tilt->cosine / PARTS) * (tilt->height / 2 + 1);

  return MIN ((int) (across + down) + 3, tilt->height);
}

static gboolean
tilt_init (Tilt *tilt, Image *image, float angle) {
  *tilt = (Tilt){.image = image,
                 .width = pixGetWidth (image),
                 .height = pixGetHeight (image),
                 .wpl = pixGetWpl (image),
                 .sine = (float) (16. * sin (angle)),
                 .cosine = (float) (16. * cos (angle))};
  tilt->ring_rows = measure_reach (tilt);
  tilt->rows = g_try_new (l_uint32 *, (gsize) tilt->height);
  tilt->ring = g_try_new (l_uint32, (gsize) tilt->ring_rows * (gsize) tilt->wpl);
  tilt->across = g_try_new (int, (gsize) tilt->width);
  tilt->down = g_try_new (int, (gsize) tilt->width);
  if (tilt->rows == NULL || tilt->ring == NULL || tilt->across == NULL
      || tilt->down == NULL)
    return FALSE;
  for (int y = 0; y < tilt->height; y++)
    tilt->rows[y] = raster_get_line (image, y);
  return TRUE;
}

/* Row @y is about to be overwritten. */
static void
keep_row (Tilt *tilt, int y) {
  l_uint32 *kept = tilt->ring + (gsize) (y % tilt->ring_rows) * (gsize) tilt->wpl;

  memcpy (kept, tilt->rows[y], (gsize) tilt->wpl * sizeof *kept);
  tilt->rows[y] = kept;
}

static void
place_row (const Tilt *tilt, int y) {
  int middle = tilt->width / 2, up = tilt->height / 2 - y;
  float cosine = tilt->cosine, sine = tilt->sine;

  for (int x = 0; x < tilt->width; x++) {
    int left = middle - x;

    tilt->across[x] = (int) (-left * cosine - up * sine);
    tilt->down[x] = (int) (-up * cosine + left * sine);
  }
}

/* Where pixel @x of the row falls: its upper left source, and the parts beyond it. FALSE
 * outside. */
static inline gboolean
find_source (const Tilt *tilt, int x, int *from_x, int *from_y, guint *right,
             guint *below) {
  *from_x = tilt->width / 2 + (tilt->across[x] >> 4);
  *from_y = tilt->height / 2 + (tilt->down[x] >> 4);
  *right = (guint) tilt->across[x] & (PARTS - 1);
  *below = (guint) tilt->down[x] & (PARTS - 1);
  return *from_x >= 0 && *from_y >= 0 && *from_x <= tilt->width - 2
         && *from_y <= tilt->height - 2;
}

static inline l_uint32
mix_colours (const l_uint32 *upper, const l_uint32 *lower, guint right, guint below) {
  guint weights[] = {(PARTS - right) * (PARTS - below), right * (PARTS - below),
                     (PARTS - right) * below, right * below};
  l_uint32 four[] = {upper[0], upper[1], lower[0], lower[1]};
  l_uint32 red_blue = 0x00800080, green = 0x80;

  for (guint i = 0; i < G_N_ELEMENTS (four); i++) {
    red_blue += (four[i] >> 8 & 0x00ff00ff) * weights[i];
    green += (four[i] >> L_GREEN_SHIFT & 0xff) * weights[i];
  }
  return (red_blue & 0xff00ff00) | (green & 0xff00) << 8;
}

static void
tilt_colours (const Tilt *tilt, l_uint32 *to) {
  for (int x = 0; x < tilt->width; x++) {
    int from_x, from_y;
    guint right, below;

    to[x] = find_source (tilt, x, &from_x, &from_y, &right, &below)
                ? mix_colours (tilt->rows[from_y] + from_x,
                               tilt->rows[from_y + 1] + from_x, right, below)
                : WHITE;
  }
}

static inline guint
mix_greys (l_uint32 *upper, l_uint32 *lower, int x, guint right, guint below) {
  guint above
      = (PARTS - right) * GET_DATA_BYTE (upper, x) + right * GET_DATA_BYTE (upper, x + 1);
  guint under
      = (PARTS - right) * GET_DATA_BYTE (lower, x) + right * GET_DATA_BYTE (lower, x + 1);

  return ((PARTS - below) * above + below * under + 128) / 256;
}

static void
tilt_greys (const Tilt *tilt, l_uint32 *to) {
  for (int x = 0; x < tilt->width; x++) {
    int from_x, from_y;
    guint right, below;

    SET_DATA_BYTE (to, x,
                   find_source (tilt, x, &from_x, &from_y, &right, &below) ? mix_greys (
                       tilt->rows[from_y], tilt->rows[from_y + 1], from_x, right, below)
                                                                           : 255);
  }
}

gboolean
tilt_rows (Image *image, float angle) {
  g_auto (Tilt) tilt = {0};

  if (fabsf (angle) < ANGLE_MIN)
    return TRUE;
  if (!tilt_init (&tilt, image, angle))
    return FALSE;
  for (int y = 0; y < tilt.height; y++) {
    l_uint32 *to = raster_get_line (image, y);

    keep_row (&tilt, y);
    place_row (&tilt, y);
    if (pixGetDepth (image) == 32)
      tilt_colours (&tilt, to);
    else
      tilt_greys (&tilt, to);
  }
  return TRUE;
}
