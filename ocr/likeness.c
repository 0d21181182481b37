/* SPDX-License-Identifier: Apache-2.0 */

/* A page shrunk to cells of about nine millimetres, darker cells having more ink. Two scans
 * of a sheet differ by a few millimetres, by light and by dirt; their cells still rise and
 * fall together. The measure is the correlation of the two grids at the best of nine small
 * shifts, which neither brightness nor contrast changes. */

#include "ocr/likeness.h"

#include <leptonica/allheaders.h>

#include <math.h>
#include <string.h>

#define DIGIT_MOST 15
#define SHIFT_MOST 1
#define WORTH_A_SHIFT 0.5 /* less alike are other pages; looking closer costs time */

static const char digits[] = "0123456789abcdef";

static guint8
get_ink (Image *grid, int x, int y) {
  l_uint32 value = 255;

  pixGetPixel (grid, x, y, &value);
  return (guint8) (255 - MIN (value, 255));
}

char *
likeness_dup (Image *upright) {
  g_autoptr (Image) grey = pixConvertTo8 (upright, 0);
  g_autoptr (Image) grid
      = grey != NULL ? pixScaleToSize (grey, LIKENESS_COLUMNS, LIKENESS_ROWS) : NULL;
  char *likeness;
  guint8 most = 1;

  if (grid == NULL)
    return NULL;
  likeness = g_malloc0 (LIKENESS_BYTES + 1);
  for (guint i = 0; i < LIKENESS_BYTES; i++)
    most = MAX (
        most, get_ink (grid, (int) (i % LIKENESS_COLUMNS), (int) (i / LIKENESS_COLUMNS)));
  for (guint i = 0; i < LIKENESS_BYTES; i++)
    likeness[i] = digits[get_ink (grid, (int) (i % LIKENESS_COLUMNS),
                                  (int) (i / LIKENESS_COLUMNS))
                         * DIGIT_MOST / most];
  return likeness;
}

gboolean
likeness_is_valid (const char *likeness) {
  return strlen (likeness) == LIKENESS_BYTES
         && strspn (likeness, digits) == LIKENESS_BYTES;
}

/* Correlation of the cells that both have when @other is moved by @dx, @dy. */
static double
correlate (const char *one, const char *other, int dx, int dy) {
  double n = 0, a = 0, b = 0, aa = 0, bb = 0, ab = 0;
  double spread;

  for (int y = MAX (0, dy); y < (int) LIKENESS_ROWS + MIN (0, dy); y++)
    for (int x = MAX (0, dx); x < (int) LIKENESS_COLUMNS + MIN (0, dx); x++) {
      int i = y * (int) LIKENESS_COLUMNS + x;
      double p = g_ascii_xdigit_value (one[i]);
      double q = g_ascii_xdigit_value (other[i - dy * (int) LIKENESS_COLUMNS - dx]);

      n++;
      a += p;
      b += q;
      aa += p * p;
      bb += q * q;
      ab += p * q;
    }
  spread = (n * aa - a * a) * (n * bb - b * b);
  return spread > 0 ? (n * ab - a * b) / sqrt (spread) : 0;
}

double
likeness_compare (const char *one, const char *other) {
  double best = 0;

  if (one == NULL || other == NULL || !likeness_is_valid (one)
      || !likeness_is_valid (other))
    return 0;
  best = MAX (0, correlate (one, other, 0, 0));
  if (best < WORTH_A_SHIFT)
    return best;
  for (int dy = -SHIFT_MOST; dy <= SHIFT_MOST; dy++)
    for (int dx = -SHIFT_MOST; dx <= SHIFT_MOST; dx++)
      best = MAX (best, correlate (one, other, dx, dy));
  return best;
}
