/* SPDX-License-Identifier: Apache-2.0 */

/* Ink and paper. Every pixel becomes its contrast to the paper around it, in the measure
 * of the page's own ink:
 *
 *   red channel -> paper (what a closing leaves, smoothed) -> contrast = 1 - pixel/paper
 *   -> ink contrast of the page -> 255 at PAPER_SHARE of it and less, 0 at INK_SHARE and more
 *
 * A red seal is bright in the red channel and so are yellow paper and most guilloches,
 * while black print and blue pens stay dark: the red channel alone takes most seals off
 * the text. Faded pages become black on white, and what shines through from the back
 * stays below the paper's share. */

#include "ocr/ink.h"

#include "ocr/raster.h"

#define RED_PUSH 3 /* quarters of its excess */

#define PAPER_REDUCTION 4  /* the paper is looked at on a smaller image */
#define PAPER_CLOSING   13 /* wider than a stroke, on that image */
#define PAPER_SMOOTHING 6
#define PAPER_DARKEST   60

#define CONTRAST_NOISE 12 /* of 255 */
#define CONTRAST_MIN   45 /* the ink of a page is never taken to be fainter */

#define PAPER_SHARE 0.22
#define INK_SHARE   0.88

#define GRAIN_DEVIATIONS 3.5
#define GRAIN_SHARE_MAX  0.45

/* Red is pushed towards white by how much it outshines the other colours. */
static guint32
drop_red (l_uint32 pixel) {
  int red = (int) (pixel >> L_RED_SHIFT & 0xff);
  int green = (int) (pixel >> L_GREEN_SHIFT & 0xff),
      blue = (int) (pixel >> L_BLUE_SHIFT & 0xff);
  int excess = red - MAX (green, blue);

  return excess <= 0 ? (guint32) red : (guint32) MIN (255, red + excess * RED_PUSH / 4);
}

/* RGB as grey in which red is nearly white. A word holds four pixels of grey. */
static Image *
take_grey (Image *raw) {
  int width = pixGetWidth (raw), height = pixGetHeight (raw);
  Image *grey = pixCreateNoInit (width, height, 8);

  if (grey == NULL)
    return NULL;
  pixCopyResolution (grey, raw);
  for (int y = 0; y < height; y++) {
    const l_uint32 *from = raster_get_line (raw, y);
    l_uint32 *to = raster_get_line (grey, y);
    int x = 0;

    for (; x + 4 <= width; x += 4)
      to[x / 4] = drop_red (from[x]) << 24 | drop_red (from[x + 1]) << 16
                  | drop_red (from[x + 2]) << 8 | drop_red (from[x + 3]);
    if (x < width)
      to[x / 4] = 0;
    for (; x < width; x++)
      to[x / 4] |= drop_red (from[x]) << (24 - x % 4 * 8);
  }
  return grey;
}

/* The paper under the ink, at a PAPER_REDUCTION-th of the size. */
static Image *
find_paper (Image *grey) {
  g_autoptr (Image) half = pixScaleAreaMap2 (grey);
  g_autoptr (Image) small = pixScaleAreaMap2 (half);
  g_autoptr (Image) closed = pixCloseGray (small, PAPER_CLOSING, PAPER_CLOSING);

  return pixBlockconv (closed, PAPER_SMOOTHING, PAPER_SMOOTHING);
}

/* One pixel of a word times @gain in 16 bits of fraction, at most white. */
static l_uint32
scale_byte (l_uint32 word, int shift, guint32 gain) {
  guint32 value = (word >> shift & 0xff) * gain >> 16;

  return MIN (value, 255) << shift;
}

/* Replaces each pixel by its brightness relative to the paper, whose pixels are as wide as
 * a word of the page's. */
static void
divide_by_paper (Image *grey, Image *paper) {
  int wpl = pixGetWpl (grey), height = pixGetHeight (grey);
  int small_width = pixGetWidth (paper), small_height = pixGetHeight (paper);
  g_autofree guint32 *gain = g_new (guint32, (gsize) wpl);

  for (int y = 0; y < height; y++) {
    l_uint32 *line = pixGetData (grey) + (gsize) y * (gsize) wpl;
    int small_y = MIN (y / PAPER_REDUCTION, small_height - 1);
    l_uint32 *paper_line = raster_get_line (paper, small_y);

    if (y % PAPER_REDUCTION == 0)
      for (int i = 0; i < wpl; i++) {
        guint level = GET_DATA_BYTE (paper_line, MIN (i, small_width - 1));

        gain[i] = (255u << 16) / MAX (level, PAPER_DARKEST);
      }
    for (int i = 0; i < wpl; i++)
      line[i] = scale_byte (line[i], 24, gain[i]) | scale_byte (line[i], 16, gain[i])
                | scale_byte (line[i], 8, gain[i]) | scale_byte (line[i], 0, gain[i]);
  }
}

/* The mean contrast of the ink: of all pixels weighted so that neither the paper's noise
 * nor the amount of text counts. */
static double
measure_contrast (const guint64 counts[256]) {
  double cubes = 0, squares = 0;

  for (int value = 0; value < 256 - CONTRAST_NOISE; value++) {
    double contrast = 255 - value, square = contrast * contrast * (double) counts[value];

    squares += square;
    cubes += square * contrast;
  }
  return squares == 0 ? 0 : cubes / squares;
}

int
ink_get_percentile (const guint64 counts[256], double share) {
  double left = 0;
  int value = 0;

  for (int i = 0; i < 256; i++)
    left += (double) counts[i];
  left *= share;
  while (value < 255 && left > (double) counts[value])
    left -= (double) counts[value++];
  return value;
}

/* How far below 255 the paper's own grain reaches. */
static double
measure_grain (const guint64 counts[256]) {
  int middle = ink_get_percentile (counts, 0.5);
  int lower = ink_get_percentile (counts, 0.16);

  return 255 - middle + GRAIN_DEVIATIONS * (middle - lower);
}

/* Maps paper to 255 and ink to 0 in the measure of @contrast. */
static void
stretch (Image *grey, double contrast, double grain) {
  double black = 255 - INK_SHARE * contrast;
  double white = 255 - CLAMP (grain, PAPER_SHARE * contrast, GRAIN_SHARE_MAX * contrast);
  gsize words = (gsize) pixGetWpl (grey) * (gsize) pixGetHeight (grey);
  l_uint32 *data = pixGetData (grey);
  guint8 level[256];

  for (int value = 0; value < 256; value++)
    level[value] = (guint8) (255 * CLAMP ((value - black) / (white - black), 0, 1) + 0.5);
  for (gsize i = 0; i < words; i++)
    data[i] = (l_uint32) level[data[i] >> 24] << 24
              | (l_uint32) level[data[i] >> 16 & 0xff] << 16
              | (l_uint32) level[data[i] >> 8 & 0xff] << 8 | level[data[i] & 0xff];
}

Image *
ink_flatten (Image *raw) {
  g_autoptr (Image) grey
      = pixGetDepth (raw) == 32 ? take_grey (raw) : pixConvertTo8 (raw, 0);
  g_autoptr (Image) paper = grey != NULL ? find_paper (grey) : NULL;

  if (paper == NULL)
    return NULL;
  divide_by_paper (grey, paper);
  return g_steal_pointer (&grey);
}

void
ink_count (Image *grey, guint64 counts[256]) {
  int width = pixGetWidth (grey), height = pixGetHeight (grey);

  for (int y = 0; y < height; y++) {
    l_uint32 *line = raster_get_line (grey, y);

    for (int x = 0; x < width; x++)
      counts[GET_DATA_BYTE (line, x)]++;
  }
}

void
ink_stretch (Image *flat) {
  guint64 counts[256] = {0};

  ink_count (flat, counts);
  stretch (flat, MAX (measure_contrast (counts), CONTRAST_MIN), measure_grain (counts));
}

Image *
ink_threshold (Image *grey) {
  return pixThresholdToBinary (grey, 128);
}
