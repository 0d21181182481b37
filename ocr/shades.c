/* SPDX-License-Identifier: Apache-2.0 */

/* A seal of uneven pressure, pencil beside print, dots of leaders beside letters: one
 * colour would make them alike. Each cell of ink gets the mean of its own pixels, each
 * weighted by the square of how far it is from the paper: the middle of a stroke tells the
 * ink, its edges tell paper. Red ink is weighted by its redness, for what crosses a seal is
 * darker than it. Dust has no shade of its own: nobody sees it, and thousands of specks, each
 * of another grey, weigh as much as the text. */

#include "ocr/shades.h"

#include "ocr/backdrop.h"
#include "ocr/raster.h"

#include <string.h>

#define CELL_PX    SHADES_CELL_PX /* a byte of the mask */
#define APART      32             /* of a cell from the colour, to be seen */
#define SHARE_MOST 0.01           /* of the ink that may be so */
#define DUST       6 /* pixels: what is less has the shade of its neighbours */

typedef struct {
  Image *page, *mask, *backdrop;
  int reduction;
  gboolean red;
} Ink;

typedef struct {
  guint64 sum[3], weight;
  guint32 count;
} Shade;

static gboolean
is_red (guint32 colour) {
  int red = (int) (colour >> 16), green = (int) (colour >> 8 & 0xff);

  return red - MAX (green, (int) (colour & 0xff)) > APART;
}

static guint64
weigh (const Ink *ink, l_uint32 pixel, l_uint32 behind) {
  int taken = 0;

  if (ink->red)
    taken = raster_get_channel (pixel, 0) - raster_get_channel (pixel, 1);
  for (guint channel = 0; !ink->red && channel < 3; channel++)
    taken = MAX (taken, raster_get_channel (behind, channel)
                            - raster_get_channel (pixel, channel));
  return 1 + (guint64) MAX (taken, 0) * (guint64) MAX (taken, 0);
}

static void
add_pixel (const Ink *ink, Shade *shade, l_uint32 pixel, l_uint32 behind) {
  guint64 weight = weigh (ink, pixel, behind);

  shade->weight += weight;
  shade->count++;
  for (guint channel = 0; channel < 3; channel++)
    shade->sum[channel] += weight * (guint64) raster_get_channel (pixel, channel);
}

/* Adds the ink of row @y to the shades of its cells. */
static void
add_row (const Ink *ink, int y, Shade *shades) {
  const l_uint32 *line = raster_get_line (ink->page, y);
  const l_uint32 *behind = raster_get_line (ink->backdrop, y / ink->reduction);
  const l_uint32 *bits = raster_get_line (ink->mask, y);
  int words = pixGetWpl (ink->mask);

  for (int word = 0; word < words; word++)
    for (l_uint32 rest = bits[word]; rest != 0;) {
      int bit = __builtin_clz (rest), x = word * 32 + bit;

      add_pixel (ink, &shades[x / CELL_PX], line[x], behind[x / ink->reduction]);
      rest &= ~(0x80000000u >> bit);
    }
}

/* The pixel of @shade; adds to *@apart how many pixels @colour would not do for. */
static l_uint32
mix (const Shade *shade, guint32 colour, guint64 *apart) {
  l_uint32 pixel = BACKDROP_KNOWN;
  int most = 0;

  for (guint channel = 0; channel < 3; channel++) {
    int value = (int) (shade->sum[channel] / shade->weight);

    pixel |= (l_uint32) value << (L_RED_SHIFT - 8 * (int) channel);
    most = MAX (most, ABS (value - raster_get_channel (colour << 8, channel)));
  }
  *apart += most > APART ? shade->count : 0;
  return pixel;
}

/* Fills @cells; *@apart and *@count tell how much of the ink @colour would not do for. */
static void
fill_cells (const Ink *ink, guint32 colour, Image *cells, guint64 *apart,
            guint64 *count) {
  int width = pixGetWidth (cells), height = pixGetHeight (ink->mask);
  g_autofree Shade *shades = g_new (Shade, (gsize) width);

  for (int y = 0; y < pixGetHeight (cells); y++) {
    l_uint32 *to = raster_get_line (cells, y);

    memset (shades, 0, (gsize) width * sizeof *shades);
    for (int row = y * CELL_PX; row < MIN ((y + 1) * CELL_PX, height); row++)
      add_row (ink, row, shades);
    for (int x = 0; x < width; x++) {
      if (shades[x].count >= DUST)
        to[x] = mix (&shades[x], colour, apart);
      *count += shades[x].count;
    }
  }
}

gboolean
shades_find (Image *page, Image *mask, Image *backdrop, guint reduction, guint32 colour,
             Image **shades) {
  Ink ink = {page, mask, backdrop, (int) reduction, is_red (colour)};
  g_autoptr (Image) cells = pixCreate ((pixGetWidth (mask) + CELL_PX - 1) / CELL_PX,
                                       (pixGetHeight (mask) + CELL_PX - 1) / CELL_PX, 32);
  guint64 apart = 0, count = 0;

  *shades = NULL;
  if (cells == NULL)
    return FALSE;
  pixSetPadBits (mask, 0);
  fill_cells (&ink, colour, cells, &apart, &count);
  if ((double) apart <= (double) count * SHARE_MOST)
    return TRUE;
  if (!backdrop_fill (cells))
    return FALSE;
  *shades = g_steal_pointer (&cells);
  return TRUE;
}
