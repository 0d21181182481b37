/* SPDX-License-Identifier: Apache-2.0 */

/* The look from afar is also the cheapest one: after it a blank page costs no more look at
 * its full resolution. Cells are about 1/150 inch, so that a full stop is still a cell. */

#include "ocr/glimpse.h"

#include "ocr/ink.h"
#include "ocr/raster.h"

#include <string.h>

#define CELLS_PER_INCH 150

#define LANES 16

typedef guint8 Lanes __attribute__ ((vector_size (LANES)));

/* Every byte of @least becomes the lesser of itself and that of @line. */
static void
take_least (guint8 *least, const guint8 *line, gsize size) {
  gsize i = 0;

  for (; i + LANES <= size; i += LANES) {
    Lanes a, b, less;

    memcpy (&a, least + i, LANES);
    memcpy (&b, line + i, LANES);
    less = (Lanes) (a < b);
    a = (a & less) | (b & ~less);
    memcpy (least + i, &a, LANES);
  }
  for (; i < size; i++)
    least[i] = MIN (least[i], line[i]);
}

static guint8
find_darkest (l_uint32 pixel) {
  guint8 red = (guint8) (pixel >> L_RED_SHIFT);
  guint8 green = (guint8) (pixel >> L_GREEN_SHIFT);
  guint8 blue = (guint8) (pixel >> L_BLUE_SHIFT);

  return MIN (red, MIN (green, blue));
}

static guint
get_light (l_uint32 pixel) {
  return ((pixel >> L_RED_SHIFT & 0xff) + 2 * (pixel >> L_GREEN_SHIFT & 0xff)
          + (pixel >> L_BLUE_SHIFT & 0xff))
         / 4;
}

/* The darkest bytes of @step lines from @y on, as one line of words into @least. */
static void
squeeze_lines (Image *raw, int y, int step, l_uint32 *least) {
  gsize wpl = (gsize) pixGetWpl (raw), size = wpl * sizeof *least;
  const l_uint32 *line = pixGetData (raw) + (gsize) y * wpl;

  memcpy (least, line, size);
  for (int row = 1; row < step; row++)
    take_least ((guint8 *) least, (const guint8 *) (line + (gsize) row * wpl), size);
}

/* One row of cells, whose darkest lines are @least; @sums gets the light of one pixel of
 * each. */
static void
look_at_colours (const l_uint32 *top, const l_uint32 *least, int step, int cells,
                 guint8 *darkest, guint *sums) {
  for (int cell = 0; cell < cells; cell++, top += step, least += step) {
    darkest[cell] = find_darkest (*least);
    for (int x = 1; x < step; x++)
      darkest[cell] = MIN (darkest[cell], find_darkest (least[x]));
    sums[cell] = get_light (*top);
  }
}

static void
look_at_greys (l_uint32 *top, l_uint32 *least, int step, int cells, guint8 *darkest,
               guint *sums) {
  for (int cell = 0; cell < cells; cell++) {
    darkest[cell] = GET_DATA_BYTE (least, cell * step);
    for (int x = cell * step + 1; x < (cell + 1) * step; x++)
      darkest[cell] = MIN (darkest[cell], GET_DATA_BYTE (least, x));
    sums[cell] = GET_DATA_BYTE (top, cell * step);
  }
}

static void
put_row (Image *image, int y, const guint8 *levels) {
  l_uint32 *line = pixGetData (image) + (gsize) y * (gsize) pixGetWpl (image);
  int width = pixGetWidth (image);

  for (int x = 0; x < width; x++)
    SET_DATA_BYTE (line, x, levels[x]);
}

/* Four cells of one pixel's light each make a cell of the mean. */
static void
put_light (Image *light, int y, const guint *above, const guint *below) {
  l_uint32 *line = pixGetData (light) + (gsize) y * (gsize) pixGetWpl (light);
  int width = pixGetWidth (light);

  for (int x = 0; x < width; x++)
    SET_DATA_BYTE (line, x,
                   (above[2 * x] + above[2 * x + 1] + below[2 * x] + below[2 * x + 1] + 2)
                       / 4);
}

static void
look (Glimpse *glimpse, Image *raw) {
  int cells = pixGetWidth (glimpse->dark), rows = pixGetHeight (glimpse->dark);
  g_autofree guint8 *darkest = g_malloc ((gsize) cells);
  g_autofree guint *sums = g_new (guint, 2 * (gsize) cells);
  g_autofree l_uint32 *least = g_new (l_uint32, (gsize) pixGetWpl (raw));
  int step = glimpse->step;

  for (int y = 0; y < rows; y++) {
    guint *row_sums = sums + y % 2 * cells;
    l_uint32 *top = raster_get_line (raw, y * step);

    squeeze_lines (raw, y * step, step, least);
    if (pixGetDepth (raw) == 32)
      look_at_colours (top, least, step, cells, darkest, row_sums);
    else
      look_at_greys (top, least, step, cells, darkest, row_sums);
    put_row (glimpse->dark, y, darkest);
    if (y % 2 == 1)
      put_light (glimpse->light, y / 2, sums, row_sums);
  }
}

Glimpse *
glimpse_take (Image *raw) {
  int res = (int) image_get_res_dpi (raw), step = MAX (1, res / CELLS_PER_INCH);
  g_autoptr (Image) grey = pixGetDepth (raw) == 1 ? pixConvertTo8 (raw, 0) : NULL;
  g_autoptr (Glimpse) glimpse = g_new0 (Glimpse, 1);

  if (pixGetDepth (raw) == 1 && grey == NULL)
    return NULL;
  glimpse->step = step;
  glimpse->dark = pixCreate (pixGetWidth (raw) / step, pixGetHeight (raw) / step, 8);
  glimpse->light
      = pixCreate (pixGetWidth (raw) / step / 2, pixGetHeight (raw) / step / 2, 8);
  if (glimpse->dark == NULL || glimpse->light == NULL)
    return NULL;
  pixSetResolution (glimpse->dark, res / step, res / step);
  pixSetResolution (glimpse->light, res / step / 2, res / step / 2);
  look (glimpse, grey != NULL ? grey : raw);
  glimpse->flat = ink_flatten (glimpse->dark);
  return glimpse->flat != NULL ? g_steal_pointer (&glimpse) : NULL;
}

void
glimpse_free (Glimpse *glimpse) {
  image_free (glimpse->dark);
  image_free (glimpse->flat);
  image_free (glimpse->light);
  g_free (glimpse);
}

double
glimpse_measure_light (const Glimpse *glimpse) {
  int width = pixGetWidth (glimpse->light), height = pixGetHeight (glimpse->light);
  guint64 sum = 0;

  for (int y = 0; y < height; y++) {
    l_uint32 *line
        = pixGetData (glimpse->light) + (gsize) y * (gsize) pixGetWpl (glimpse->light);

    for (int x = 0; x < width; x++)
      sum += GET_DATA_BYTE (line, x);
  }
  return (double) sum / width / height;
}
