/* SPDX-License-Identifier: Apache-2.0 */

/* JPEG takes a line of security print, a few levels darker than its paper, for nothing:
 * what keeps it costs as much as the text. As a mask of one colour it costs a half, and
 * what is left of the backdrop is smooth and costs little.
 *
 * A line is darker than what is on both of its sides, a few pixels off, across or upright;
 * an edge of something large is not. Grain is darker than its neighbours, too, but in no
 * long pieces. Where little of what is found hangs together it is left to the backdrop.
 *
 * Thresholds make lines a little wider or thinner than they were. So the colour is not that
 * of their pixels, but the one that takes as much from the paper, in sum. */

#include "ocr/pales.h"

#include "ocr/backdrop.h"
#include "ocr/raster.h"

#define SPAN        3   /* pixels from a line's middle to where its paper is */
#define WIDE        6   /* the same, where two lines meet */
#define FAINT       16  /* of a level, red + 2 green + blue */
#define STRONG      160 /* this is no pale line, but something of its own */
#define GRAIN_TIMES 5
#define ROW_STEP    8
#define GRAIN_STEP  16 /* rows that are looked at for it */
#define LEVELS      1021
#define PIECE_PX    24    /* long at least */
#define SHORT_PX    4     /* is kept, where there are long ones */
#define SHARE_LEAST 0.004 /* of the page */
#define SHARE_MOST  0.25
#define PALE        40       /* of 255, from the paper */
#define APART       24       /* from the common colour of the lines */
#define TOGETHER    0.5      /* of what is found is in long pieces */
#define PLAIN_SCALE 2.0f / 3 /* it is smooth */
#define HALF_TONE   140      /* of 255, below which a coarser pixel is line */

void
pales_free (Pales *pales) {
  if (pales == NULL)
    return;
  image_free (pales->mask);
  image_free (pales->plain);
  g_free (pales);
}

static int
get_level (l_uint32 pixel) {
  return raster_get_channel (pixel, 0) + 2 * raster_get_channel (pixel, 1)
         + raster_get_channel (pixel, 2);
}

static void
free_rows (guint16 **rows, int height) {
  for (int y = 0; y < height; y++)
    g_free (rows[y]);
  g_free (rows);
}

/* How much darker than its surroundings a line must be. */
static int
find_limit (guint16 *const *rows, int width, int height) {
  g_autofree guint32 *counts = g_new0 (guint32, LEVELS);
  guint32 all = 0, seen = 0;
  int median = 0;

  for (int y = 0; y < height; y += GRAIN_STEP)
    for (int x = SPAN; x < width; x++, all++)
      counts[ABS (rows[y][x] - rows[y][x - SPAN])]++;
  while (median + 1 < LEVELS && (seen += counts[median]) < all / 2)
    median++;
  return MAX (FAINT, GRAIN_TIMES * median);
}

static gboolean
is_line (const guint16 *above, const guint16 *row, const guint16 *below, int x, int span,
         int limit) {
  int across = MIN (row[x - span], row[x + span]) - row[x];
  int upright = MIN (above[x], below[x]) - row[x];
  int depth = MAX (across, upright);

  return depth > limit && depth < STRONG;
}

/* Row @y of @lines; @rows are those of the page. */
static void
find_in_row (guint16 *const *rows, int y, int limit, Image *lines) {
  l_uint32 *bits = raster_get_line (lines, y);

  for (int x = WIDE; x < pixGetWidth (lines) - WIDE; x++)
    if (is_line (rows[y - SPAN], rows[y], rows[y + SPAN], x, SPAN, limit)
        || is_line (rows[y - WIDE], rows[y], rows[y + WIDE], x, WIDE, limit))
      SET_DATA_BIT (bits, x);
}

static double
get_share (Image *mask) {
  l_int32 count = 0;

  pixCountPixels (mask, &count, NULL);
  return (double) count / ((double) pixGetWidth (mask) * pixGetHeight (mask));
}

static gboolean
is_worth_it (double share) {
  return share >= SHARE_LEAST && share <= SHARE_MOST;
}

static guint16 **
take_levels (Image *backdrop) {
  int width = pixGetWidth (backdrop), height = pixGetHeight (backdrop);
  guint16 **rows = g_new (guint16 *, (gsize) height);

  for (int y = 0; y < height; y++) {
    const l_uint32 *line = raster_get_line (backdrop, y);

    rows[y] = g_new (guint16, (gsize) width);
    for (int x = 0; x < width; x++)
      rows[y][x] = (guint16) get_level (line[x]);
  }
  return rows;
}

/* Every pixel that is darker than both of its sides. Most papers have none, which a few
 * rows tell. NULL when there is no memory; with nothing in it when it is not worth it. */
static Image *
find_lines (Image *backdrop) {
  int width = pixGetWidth (backdrop), height = pixGetHeight (backdrop);
  guint16 **rows = take_levels (backdrop);
  int limit = find_limit (rows, width, height);
  Image *lines = pixCreate (width, height, 1);

  for (int y = WIDE; lines != NULL && y < height - WIDE; y += ROW_STEP)
    find_in_row (rows, y, limit, lines);
  if (lines != NULL && is_worth_it (get_share (lines) * ROW_STEP)) {
    for (int y = WIDE; y < height - WIDE; y++)
      find_in_row (rows, y, limit, lines);
  } else if (lines != NULL) {
    pixClearAll (lines);
  }
  free_rows (rows, height);
  return lines;
}

/* One colour is painted: what is of another stays in the backdrop. */
static void
drop_others (Image *backdrop, Image *mask) {
  gint64 sum[3] = {0}, count = 0;

  for (int pass = 0; pass < 2; pass++)
    for (int y = 0; y < pixGetHeight (mask); y++) {
      l_uint32 *bits = raster_get_line (mask, y), *line = raster_get_line (backdrop, y);

      for (int x = 0; x < pixGetWidth (mask); x++) {
        int apart = 0;

        if (!GET_DATA_BIT (bits, x))
          continue;
        for (guint i = 0; i < 3; i++) {
          int value = raster_get_channel (line[x], i);

          if (pass == 0)
            sum[i] += value;
          else
            apart = MAX (apart, ABS (value - (int) (sum[i] / count)));
        }
        count += pass == 0;
        if (apart > APART)
          CLEAR_DATA_BIT (bits, x);
      }
    }
}

/* NULL in *@mask when few of them are long. */
static gboolean
find_pieces (Image *backdrop, Image **mask) {
  g_autoptr (Image) lines = find_lines (backdrop);
  g_autoptr (Image) pieces = NULL;
  double share = lines != NULL ? get_share (lines) : 0;

  if (lines == NULL || !is_worth_it (share))
    return lines != NULL;
  pieces = pixSelectBySize (lines, PIECE_PX, PIECE_PX, 8, L_SELECT_IF_EITHER,
                            L_SELECT_IF_GTE, NULL);
  if (pieces == NULL || get_share (pieces) < MAX (SHARE_LEAST, share * TOGETHER))
    return pieces != NULL;
  *mask = pixSelectBySize (lines, SHORT_PX, SHORT_PX, 8, L_SELECT_IF_EITHER,
                           L_SELECT_IF_GTE, NULL);
  if (*mask != NULL)
    drop_others (backdrop, *mask);
  return *mask != NULL;
}

static Image *
take_away (Image *backdrop, Image *mask) {
  g_autoptr (Image) wide = pixDilateBrickDwa (NULL, mask, SPAN, SPAN);
  g_autoptr (Image) plain = pixCopy (NULL, backdrop);

  if (wide == NULL || plain == NULL
      || pixPaintThroughMask (plain, wide, 0, 0, 0) != 0 /* that is, unknown */
      || !backdrop_fill (plain))
    return NULL;
  return g_steal_pointer (&plain);
}

/* What the lines take from the paper, shared out to @count pixels; *@pale when that is not
 * much, as it is unless something else was taken for lines. */
static guint32
find_colour (Image *backdrop, Image *plain, guint32 count, gboolean *pale) {
  gint64 taken[3] = {0}, paper[3] = {0};
  gint64 all = (gint64) pixGetWidth (plain) * pixGetHeight (plain);
  guint32 colour = 0;

  for (int y = 0; y < pixGetHeight (plain); y++) {
    const l_uint32 *with = raster_get_line (backdrop, y),
                   *without = raster_get_line (plain, y);

    for (int x = 0; x < pixGetWidth (plain); x++)
      for (guint i = 0; i < 3; i++) {
        paper[i] += raster_get_channel (without[x], i);
        taken[i] += raster_get_channel (without[x], i) - raster_get_channel (with[x], i);
      }
  }
  *pale = TRUE;
  for (guint i = 0; i < 3; i++) {
    gint64 less = taken[i] / (gint64) MAX (count, 1);

    *pale = *pale && less <= PALE;
    colour = colour << 8 | (guint32) CLAMP (paper[i] / all - less, 0, 255);
  }
  return colour;
}

gboolean
pales_part (Image *backdrop, Pales **pales) {
  g_autoptr (Pales) found = g_new0 (Pales, 1);
  g_autoptr (Image) plain = NULL;
  l_int32 count = 0;
  gboolean pale;

  *pales = NULL;
  if (!find_pieces (backdrop, &found->mask))
    return FALSE;
  if (found->mask == NULL)
    return TRUE;
  plain = take_away (backdrop, found->mask);
  if (plain == NULL)
    return FALSE;
  pixCountPixels (found->mask, &count, NULL);
  found->colour = find_colour (backdrop, plain, (guint32) count, &pale);
  if (!pale)
    return TRUE;
  found->plain = pixScaleAreaMap (plain, PLAIN_SCALE, PLAIN_SCALE);
  if (found->plain == NULL)
    return FALSE;
  *pales = g_steal_pointer (&found);
  return TRUE;
}

GBytes *
pales_encode (const Pales *pales, double scale, guint *width_px, guint *height_px) {
  g_autoptr (Image) grey = pixConvert1To8 (NULL, pales->mask, 255, 0);
  g_autoptr (Image) less = NULL;
  g_autoptr (Image) mask = NULL;

  if (grey != NULL)
    less = pixScaleAreaMap (grey, (float) scale, (float) scale);
  if (less != NULL)
    mask = pixThresholdToBinary (less, HALF_TONE);
  if (mask == NULL)
    return NULL;
  *width_px = image_get_width (mask);
  *height_px = image_get_height (mask);
  return image_encode_g4 (mask);
}
