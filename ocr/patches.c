/* SPDX-License-Identifier: Apache-2.0 */

/* A check of what layers lose. Every uncovered pixel is compared with the backdrop; what
 * differs by more than grain does is summed by cell. Inside of ink, where a mask would paint
 * one shade a cell, the pixels must be alike; a few cells of blurred print are let pass, a
 * field of them is the dark part of a picture. Cells that lose much are gathered into boxes,
 * which then carry the page as it is. It does not matter what is in them: a face, the
 * pattern of a card, a line of pencil that was too faint for the mask. */

#include "ocr/patches.h"

#include "ocr/raster.h"

#include <string.h>

#define CELL_PX     16
#define GRAIN_LEAST 20   /* a difference that no one sees at the scale of one pixel */
#define GRAIN_TIMES 6    /* of the median difference, which is the paper's own grain */
#define GRAIN_STEP  16   /* rows that are looked at for it */
#define LOSS_MEAN   3.0  /* of what is above, over the cell: detail is lost */
#define ROW_STEP    4    /* every fourth row tells enough */
#define SPREAD      20.0 /* deviation inside of ink */
#define INK_LEAST   40   /* pixels inside of ink, to say so */
#define FIELD       3    /* cells wide and high */
#define JOIN        5    /* cells; what is as near belongs together */
#define RIM_PX      8

static int
get_green (l_uint32 pixel) {
  return (int) (pixel >> L_GREEN_SHIFT & 0xff);
}

/* How far pixels of the paper may be from the backdrop. */
static int
find_grain (Image *page, Image *covered, Image *backdrop, guint reduction) {
  guint32 counts[256] = {0}, all = 0, seen = 0;
  int median = 0;

  for (int y = 0; y < pixGetHeight (page); y += GRAIN_STEP) {
    const l_uint32 *line = raster_get_line (page, y);
    const l_uint32 *behind = raster_get_line (backdrop, y / (int) reduction);
    l_uint32 *holes = raster_get_line (covered, y);

    for (int x = 0; x < pixGetWidth (page); x += (int) reduction)
      if (!GET_DATA_BIT (holes, x)) {
        counts[ABS (get_green (line[x]) - get_green (behind[x / (int) reduction]))]++;
        all++;
      }
  }
  while (median < 255 && (seen += counts[median]) < all / 2)
    median++;
  return MAX (GRAIN_LEAST, GRAIN_TIMES * median);
}

static void
add_row (Image *page, Image *covered, Image *backdrop, guint reduction, int grain, int y,
         guint32 *losses) {
  const l_uint32 *line = raster_get_line (page, y);
  const l_uint32 *behind = raster_get_line (backdrop, y / (int) reduction);
  l_uint32 *holes = raster_get_line (covered, y);
  guint left = reduction;

  for (int x = 0; x < pixGetWidth (page); x++) {
    int excess = ABS (get_green (line[x]) - get_green (*behind)) - grain;

    if (excess > 0 && !GET_DATA_BIT (holes, x))
      losses[x / CELL_PX] += (guint32) excess;
    if (--left == 0) {
      left = reduction;
      behind++;
    }
  }
}

/* One pixel for each cell, set where too much is lost. */
static Image *
find_losses (Image *page, Image *covered, Image *backdrop, guint reduction) {
  int width = (pixGetWidth (page) + CELL_PX - 1) / CELL_PX;
  int height = (pixGetHeight (page) + CELL_PX - 1) / CELL_PX;
  int grain = find_grain (page, covered, backdrop, reduction);
  Image *cells = pixCreate (width, height, 1);
  g_autofree guint32 *losses = g_new (guint32, (gsize) width);

  for (int y = 0; cells != NULL && y < height; y++) {
    memset (losses, 0, (gsize) width * sizeof *losses);
    for (int row = y * CELL_PX; row < MIN ((y + 1) * CELL_PX, pixGetHeight (page));
         row += ROW_STEP)
      add_row (page, covered, backdrop, reduction, grain, row, losses);
    for (int x = 0; x < width; x++)
      if (losses[x] > LOSS_MEAN * CELL_PX * CELL_PX / ROW_STEP)
        SET_DATA_BIT (raster_get_line (cells, y), x);
  }
  return cells;
}

typedef struct {
  guint32 count, sum, squares;
} Spread;

static void
add_spread_row (Image *page, Image *inside, int y, Spread *spreads) {
  const l_uint32 *line = raster_get_line (page, y), *bits = raster_get_line (inside, y);

  for (int word = 0; word < pixGetWpl (inside); word++)
    for (l_uint32 rest = bits[word]; rest != 0;) {
      int bit = __builtin_clz (rest), x = word * 32 + bit;
      guint32 green = (guint32) get_green (line[x]);
      Spread *spread = &spreads[x / CELL_PX];

      spread->count++;
      spread->sum += green;
      spread->squares += green * green;
      rest &= ~(0x80000000u >> bit);
    }
}

static gboolean
is_uneven (const Spread *spread) {
  double mean, variance;

  if (spread->count < INK_LEAST)
    return FALSE;
  mean = (double) spread->sum / spread->count;
  variance = (double) spread->squares / spread->count - mean * mean;
  return variance > SPREAD * SPREAD;
}

/* One pixel for each cell, set where the inside of ink is a picture. */
static Image *
find_uneven (Image *page, Image *ink) {
  int width = (pixGetWidth (page) + CELL_PX - 1) / CELL_PX;
  int height = (pixGetHeight (page) + CELL_PX - 1) / CELL_PX;
  g_autoptr (Image) inside = pixErodeBrickDwa (NULL, ink, 3, 3);
  g_autoptr (Image) cells = pixCreate (width, height, 1);
  g_autofree Spread *spreads = g_new (Spread, (gsize) width);

  if (inside == NULL || cells == NULL)
    return NULL;
  pixSetPadBits (inside, 0);
  for (int y = 0; y < height; y++) {
    memset (spreads, 0, (gsize) width * sizeof *spreads);
    for (int row = y * CELL_PX; row < MIN ((y + 1) * CELL_PX, pixGetHeight (page)); row++)
      add_spread_row (page, inside, row, spreads);
    for (int x = 0; x < width; x++)
      if (is_uneven (&spreads[x]))
        SET_DATA_BIT (raster_get_line (cells, y), x);
  }
  return pixOpenBrick (NULL, cells, FIELD, FIELD);
}

static void
add_box (GArray *boxes, Image *page, const struct Box *cells, double *share) {
  int width = pixGetWidth (page), height = pixGetHeight (page);
  Box box = {MAX (cells->x * CELL_PX - RIM_PX, 0), MAX (cells->y * CELL_PX - RIM_PX, 0),
             MIN ((cells->x + cells->w) * CELL_PX + RIM_PX, width),
             MIN ((cells->y + cells->h) * CELL_PX + RIM_PX, height)};

  *share += (double) (box.right - box.left) * (box.bottom - box.top)
            / ((double) width * height);
  g_array_append_val (boxes, box);
}

GArray *
patches_find (Image *page, Image *ink, Image *covered, Image *backdrop, guint reduction,
              double *share) {
  g_autoptr (Image) lost = find_losses (page, covered, backdrop, reduction);
  g_autoptr (Image) uneven = find_uneven (page, ink);
  g_autoptr (Image) cells
      = lost != NULL && uneven != NULL ? pixOr (NULL, lost, uneven) : NULL;
  g_autoptr (Image) joined
      = cells != NULL ? pixCloseSafeBrick (NULL, cells, JOIN, JOIN) : NULL;
  BOXA *found = joined != NULL ? pixConnCompBB (joined, 8) : NULL;
  GArray *boxes;

  *share = 0;
  if (found == NULL)
    return NULL;
  boxes = g_array_new (FALSE, FALSE, sizeof (Box));
  for (int i = 0; i < boxaGetCount (found); i++) {
    struct Box cell = {.refcount = 1};

    boxaGetBoxGeometry (found, i, &cell.x, &cell.y, &cell.w, &cell.h);
    add_box (boxes, page, &cell, share);
  }
  boxaDestroy (&found);
  return boxes;
}
