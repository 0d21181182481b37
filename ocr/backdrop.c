/* SPDX-License-Identifier: Apache-2.0 */

/* What is behind the ink. Covered pixels take no part in the mean, so nothing of the ink
 * is left over to shine out beside the mask that is painted on top. Holes are filled from a
 * pyramid: each level halves the one before, a pixel is known when one of its four is, and
 * on the way back down what is unknown takes its parent's value. A hole is thus filled
 * from as near as it can be, in linear time however large it is.
 *
 * A known pixel has KNOWN in its unused lowest byte. */

#include "ocr/backdrop.h"

#include "ocr/raster.h"

#include <string.h>

#define KNOWN      BACKDROP_KNOWN
#define LEVELS_MAX 16
#define WHITE      0xffffffffu

typedef struct {
  guint32 red, green, blue, count;
} Sum;

static void
add_pixel (Sum *sum, l_uint32 pixel) {
  sum->red += pixel >> L_RED_SHIFT;
  sum->green += pixel >> L_GREEN_SHIFT & 0xff;
  sum->blue += pixel >> L_BLUE_SHIFT & 0xff;
  sum->count++;
}

/* The mean with the mark KNOWN, or 0. */
static l_uint32
get_mean (const Sum *sum) {
  guint32 half = sum->count / 2;

  if (sum->count == 0)
    return 0;
  return (sum->red + half) / sum->count << L_RED_SHIFT
         | (sum->green + half) / sum->count << L_GREEN_SHIFT
         | (sum->blue + half) / sum->count << L_BLUE_SHIFT | KNOWN;
}

/* Row @small_y of the result from column @first of the page on, which starts a pixel. */
static void
reduce_row (Image *page, Image *covered, int small_y, guint reduction, int first,
            Sum *sums, Image *small) {
  int width = pixGetWidth (page), small_width = pixGetWidth (small);
  int y = small_y * (int) reduction, small_first = first / (int) reduction;
  int end = MIN (y + (int) reduction, pixGetHeight (page));
  l_uint32 *to = raster_get_line (small, small_y);

  memset (sums, 0, (gsize) small_width * sizeof *sums);
  for (; y < end; y++) {
    const l_uint32 *line = raster_get_line (page, y);
    l_uint32 *holes = raster_get_line (covered, y);
    Sum *sum = sums + small_first;
    guint left = reduction;

    for (int x = first; x < width; x++) {
      if (!GET_DATA_BIT (holes, x))
        add_pixel (sum, line[x]);
      if (--left == 0) {
        left = reduction;
        sum++;
      }
    }
  }
  for (int x = small_first; x < small_width; x++)
    to[x] = get_mean (&sums[x]);
}

/* Mean of four known pixels, red and blue in one sum and green in the other. */
static l_uint32
get_mean_of_four (const l_uint32 *upper, const l_uint32 *lower) {
  const l_uint32 four[] = {upper[0], upper[1], lower[0], lower[1]};
  l_uint32 red_blue = 0x00020002, green = 2;

  for (guint i = 0; i < G_N_ELEMENTS (four); i++) {
    red_blue += four[i] >> 8 & 0x00ff00ff;
    green += four[i] >> L_GREEN_SHIFT & 0xff;
  }
  return (red_blue >> 2 & 0x00ff00ff) << 8 | (green >> 2) << L_GREEN_SHIFT | KNOWN;
}

static l_uint32
get_mean_of_known (const l_uint32 *upper, const l_uint32 *lower, l_uint32 holes) {
  Sum sum = {0};

  for (guint i = 0; i < 2; i++) {
    if ((holes >> (3 - i) & 1) == 0)
      add_pixel (&sum, upper[i]);
    if ((holes >> (1 - i) & 1) == 0)
      add_pixel (&sum, lower[i]);
  }
  return get_mean (&sum);
}

/* The common reduction is by two: sixteen pixels of the result come from a word of holes,
 * which is mostly empty. */
static void
halve_word (const l_uint32 *upper, const l_uint32 *lower, l_uint32 upper_holes,
            l_uint32 lower_holes, l_uint32 *to) {
  if ((upper_holes | lower_holes) == 0) {
    for (guint i = 0; i < 16; i++)
      to[i] = get_mean_of_four (upper + 2 * i, lower + 2 * i);
    return;
  }
  for (guint i = 0; i < 16; i++) {
    guint shift = 30 - 2 * i;

    to[i] = get_mean_of_known (upper + 2 * i, lower + 2 * i,
                               (upper_holes >> shift & 3) << 2
                                   | (lower_holes >> shift & 3));
  }
}

/* Returns how many columns of the page are done. */
static int
halve_row (Image *page, Image *covered, int y, Image *small) {
  const l_uint32 *upper = raster_get_line (page, 2 * y),
                 *lower = raster_get_line (page, 2 * y + 1);
  const l_uint32 *upper_holes = raster_get_line (covered, 2 * y);
  const l_uint32 *lower_holes = raster_get_line (covered, 2 * y + 1);
  l_uint32 *to = raster_get_line (small, y);
  int words = pixGetWidth (page) / 32;

  for (int word = 0; word < words; word++)
    halve_word (upper + 32 * word, lower + 32 * word, upper_holes[word],
                lower_holes[word], to + 16 * word);
  return 32 * words;
}

static Image *
reduce (Image *page, Image *covered, guint reduction) {
  int r = (int) reduction;
  int width = (pixGetWidth (page) + r - 1) / r,
      height = (pixGetHeight (page) + r - 1) / r;
  Image *small = pixCreate (width, height, 32);
  g_autofree Sum *sums = g_new (Sum, (gsize) width);

  for (int y = 0; small != NULL && y < height; y++) {
    int done = r == 2 && 2 * y + 1 < pixGetHeight (page)
                   ? halve_row (page, covered, y, small)
                   : 0;

    reduce_row (page, covered, y, reduction, done, sums, small);
  }
  return small;
}

static Image *
halve (Image *image) {
  int width = pixGetWidth (image), height = pixGetHeight (image);
  int half_width = (width + 1) / 2, half_height = (height + 1) / 2;
  Image *half = pixCreate (half_width, half_height, 32);

  for (int y = 0; half != NULL && y < half_height; y++) {
    const l_uint32 *upper = raster_get_line (image, 2 * y);
    const l_uint32 *lower = raster_get_line (image, MIN (2 * y + 1, height - 1));
    l_uint32 *to = raster_get_line (half, y);

    for (int x = 0; x < half_width; x++) {
      int next = MIN (2 * x + 1, width - 1);
      const l_uint32 four[] = {upper[2 * x], upper[next], lower[2 * x], lower[next]};
      Sum sum = {0};

      for (guint i = 0; i < G_N_ELEMENTS (four); i++)
        if ((four[i] & KNOWN) != 0)
          add_pixel (&sum, four[i]);
      to[x] = get_mean (&sum);
    }
  }
  return half;
}

/* Gives the unknown pixels the values of their parents. */
static void
fill_from (Image *image, Image *half) {
  int width = pixGetWidth (image), height = pixGetHeight (image);

  for (int y = 0; y < height; y++) {
    l_uint32 *line = raster_get_line (image, y);
    const l_uint32 *parents = raster_get_line (half, y / 2);

    for (int x = 0; x < width; x++)
      if ((line[x] & KNOWN) == 0)
        line[x] = parents[x / 2];
  }
}

static gboolean
is_single (Image *image) {
  return pixGetWidth (image) == 1 && pixGetHeight (image) == 1;
}

gboolean
backdrop_fill (Image *small) {
  Image *levels[LEVELS_MAX] = {small};
  guint count = 1;
  gboolean filled;

  while (count < LEVELS_MAX && levels[count - 1] != NULL
         && !is_single (levels[count - 1])) {
    levels[count] = halve (levels[count - 1]);
    count++;
  }
  filled = levels[count - 1] != NULL;
  if (filled && *pixGetData (levels[count - 1]) == 0)
    *pixGetData (levels[count - 1]) = WHITE; /* all is covered */
  for (guint i = count - 1; i > 0; i--) {
    if (filled)
      fill_from (levels[i - 1], levels[i]);
    pixDestroy (&levels[i]);
  }
  return filled;
}

Image *
backdrop_new (Image *page, Image *covered, guint reduction) {
  g_autoptr (Image) small = reduce (page, covered, reduction);

  return small != NULL && backdrop_fill (small) ? g_steal_pointer (&small) : NULL;
}
