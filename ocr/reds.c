/* SPDX-License-Identifier: Apache-2.0 */

/* A red pixel is one whose red outshines both other channels, by half of what the page's
 * own red ink has: a faded seal is found whole, and a bright one keeps its edge. Darker
 * pixels right beside it are measured by their own brightness, since print that crosses a
 * seal leaves an edge there which belongs to either. */

#include "ocr/reds.h"

#include "ocr/raster.h"

#define EXCESS_MIN   36 /* below it is paper */
#define EXCESS_SHARE 0.5
#define STRIDE       4
#define SHARE_MIN    0.0002 /* of the page, to look at all */
#define REACH_PX     7

static int
get_red (l_uint32 pixel) {
  return (int) (pixel >> L_RED_SHIFT);
}

static int
get_excess (l_uint32 pixel) {
  int green = (int) (pixel >> L_GREEN_SHIFT & 0xff);
  int blue = (int) (pixel >> L_BLUE_SHIFT & 0xff);

  return get_red (pixel) - MAX (green, blue);
}

/* Half of what the page's own red ink has; 256 when there is next to none. */
static int
find_limit (Image *page) {
  guint32 counts[256] = {0}, all = 0, above = 0;
  int excess = 255;

  for (int y = 0; y < pixGetHeight (page); y += STRIDE) {
    const l_uint32 *line = raster_get_line (page, y);

    for (int x = 0; x < pixGetWidth (page); x += STRIDE) {
      counts[MAX (get_excess (line[x]), 0)]++;
      all++;
    }
  }
  for (int i = EXCESS_MIN; i < 256; i++)
    above += counts[i];
  if (above < all * SHARE_MIN)
    return 256;
  for (guint32 seen = 0; excess > EXCESS_MIN && seen < above / 4; excess--)
    seen += counts[excess];
  return MAX (EXCESS_MIN, (int) (excess * EXCESS_SHARE));
}

/* Sets in @reds what is red by @limit on white, and in @dark what is so in the measure of
 * its own brightness: an edge of print on a seal, where nothing else would be painted. */
static void
find_row (const l_uint32 *line, int width, int limit, l_uint32 *reds, l_uint32 *dark) {
  for (int x = 0; x < width; x++) {
    int excess = get_excess (line[x]);

    if (excess < EXCESS_MIN)
      continue;
    if (excess >= limit)
      SET_DATA_BIT (reds, x);
    else if (excess * 255 >= limit * get_red (line[x]))
      SET_DATA_BIT (dark, x);
  }
}

Image *
reds_find (Image *page) {
  int width = pixGetWidth (page), height = pixGetHeight (page);
  int limit = find_limit (page);
  g_autoptr (Image) reds = pixCreate (width, height, 1);
  g_autoptr (Image) dark = pixCreate (width, height, 1);
  g_autoptr (Image) near = NULL;

  if (reds == NULL || dark == NULL)
    return NULL;
  if (limit > 255)
    return g_steal_pointer (&reds);
  for (int y = 0; y < height; y++)
    find_row (raster_get_line (page, y), width, limit, raster_get_line (reds, y),
              raster_get_line (dark, y));
  near = pixDilateBrickDwa (NULL, reds, REACH_PX, REACH_PX);
  if (near == NULL)
    return NULL;
  pixAnd (dark, dark, near);
  pixOr (reds, reds, dark);
  return g_steal_pointer (&reds);
}
