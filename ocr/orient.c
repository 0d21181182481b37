/* SPDX-License-Identifier: Apache-2.0 */

/* Which way is up, in three steps on the letters at 150 dpi:
 *
 *   1. lines: the image and its quarter turn are swept for the angle at which rows of ink
 *      and white differ most; the better of the two has the lines of text lying;
 *   2. skew: that angle;
 *   3. up or down: letters have more ascenders than descenders, and Vietnamese marks stand
 *      mostly above; Leptonica counts both ways, on the image turned straight.
 *
 * A page that says nothing clearly is left as it is: never turn a right page. */

#include "ocr/orient.h"

#include <leptonica/allheaders.h>

#include <math.h>

#define ORIENT_RES_DPI 150

/* What may be a letter, at ORIENT_RES_DPI. */
#define LETTER_PX_MIN  5
#define LETTER_PX_MAX  60
#define LETTER_PX_GOOD 9

#define SKEW_RANGE_DEG      9.0
#define SKEW_STEP_DEG       0.75
#define SKEW_PRECISION_DEG  0.01
#define REFINE_STEP_DEG     0.08
#define REFINE_STEP_DEG_MIN 0.01
#define SKEW_DEG_MIN        0.03

#define LETTERS_MIN 20  /* a page of fewer says nothing */
#define LINES_MIN   2.2 /* confidence below which there are no lines */
#define LINES_SURE  5.0 /* and from which they lie surely */
#define UPSIDE_DOWN 0.8 /* confidence */

/* What may be letters of @grey seen at @res_dpi; neither dots nor rules, seals or
 * pictures. */
static Image *
select_letters (Image *grey, int res_dpi) {
  float scale = (float) res_dpi / (float) MAX (image_get_res_dpi (grey), 1);
  int most = LETTER_PX_MAX * res_dpi / ORIENT_RES_DPI;
  g_autoptr (Image) scaled = pixScale (grey, scale, scale);
  g_autoptr (Image) small = pixThresholdToBinary (scaled, 128);
  g_autoptr (Image) grown = pixSelectBySize (small, LETTER_PX_MIN, LETTER_PX_MIN, 8,
                                             L_SELECT_IF_EITHER, L_SELECT_IF_GTE, NULL);

  return pixSelectBySize (grown, most, most, 8, L_SELECT_IF_BOTH, L_SELECT_IF_LTE, NULL);
}

/* Count and median height. */
static int
count_letters (Image *letters, l_int32 *height) {
  BOXA *boxes = pixConnCompBB (letters, 8);
  int count = boxes != NULL ? boxaGetCount (boxes) : 0;

  *height = 0;
  if (count > 0)
    boxaGetMedianVals (boxes, NULL, NULL, NULL, NULL, NULL, height);
  boxaDestroy (&boxes);
  return count;
}

/* Letters at the size that the detector was made for, or NULL when there are too few. */
static Image *
choose_letters (Image *grey) {
  g_autoptr (Image) letters = select_letters (grey, ORIENT_RES_DPI);
  l_int32 height = 0;

  if (letters == NULL || count_letters (letters, &height) < LETTERS_MIN)
    return NULL;
  if (height >= LETTER_PX_GOOD)
    return g_steal_pointer (&letters);
  return select_letters (grey, 2 * ORIENT_RES_DPI);
}

/* How the lines of a page lie. */
typedef struct {
  l_float32 angle_deg;  /* at which they lie best */
  l_float32 confidence; /* the best angle against the worst */
  l_float32 score;
} Lines;

static Lines
find_lines (Image *letters) {
  int reduction = image_get_res_dpi (letters) > ORIENT_RES_DPI ? 4 : 2;
  Lines lines = {0};

  if (pixFindSkewSweepAndSearchScore (letters, &lines.angle_deg, &lines.confidence,
                                      &lines.score, reduction, reduction / 2, 0,
                                      SKEW_RANGE_DEG, SKEW_STEP_DEG, SKEW_PRECISION_DEG)
      != 0)
    return (Lines){0};
  return lines;
}

/* Confidence that @letters stand upright, negative when upside down; 0 unknown. */
static double
measure_up (Image *letters, double angle_deg) {
  g_autoptr (Image) straight = pixRotate (letters, (float) (angle_deg * G_PI / 180),
                                          L_ROTATE_SHEAR, L_BRING_IN_WHITE, 0, 0);
  l_float32 up = 0;

  if (straight == NULL || pixUpDownDetect (straight, &up, LETTERS_MIN, 0, 0) != 0)
    return 0;
  return up;
}

static double
score_angle (Image *mask, double angle_deg) {
  g_autoptr (Image) sheared
      = pixVShearCorner (NULL, mask, (float) (angle_deg * G_PI / 180), L_BRING_IN_WHITE);
  l_float32 score = 0;

  if (sheared != NULL)
    pixFindDifferentialSquareSum (sheared, &score);
  return score;
}

/* Climbs from @angle_deg to the best angle nearby, at the resolution of the page. */
static double
refine_angle (Image *mask, double angle_deg) {
  double best = score_angle (mask, angle_deg);

  for (double step = REFINE_STEP_DEG; step >= REFINE_STEP_DEG_MIN; step /= 2)
    for (int side = -1; side <= 1; side += 2) {
      double score = score_angle (mask, angle_deg + side * step);

      if (score <= best)
        continue;
      best = score;
      angle_deg += side * step;
      side = 1;
    }
  return angle_deg;
}

/* Quarter turns of @letters, and where their lines lie once these are undone. */
static int
find_rotation (Image *letters, Lines *lines) {
  g_autoptr (Image) sideways = NULL;
  Lines standing = {0};

  *lines = find_lines (letters);
  if (lines->confidence < LINES_SURE) {
    sideways = pixRotateOrth (letters, 1);
    standing = find_lines (sideways);
  }
  if (standing.confidence >= LINES_MIN && standing.score > lines->score) {
    *lines = standing;
    return measure_up (sideways, standing.angle_deg) < 0 ? 90 : 270;
  }
  if (lines->confidence < LINES_MIN)
    return 0;
  return measure_up (letters, lines->angle_deg) < -UPSIDE_DOWN ? 180 : 0;
}

Orientation
orient_find (Image *grey) {
  g_autoptr (Image) letters = choose_letters (grey);
  g_autoptr (Image) mask = NULL;
  g_autoptr (Image) turned = NULL;
  Orientation orientation = {0};
  Lines lines;

  if (letters == NULL)
    return orientation;
  orientation.rotation = find_rotation (letters, &lines);
  if (lines.confidence < LINES_MIN)
    return orientation;
  mask = pixThresholdToBinary (grey, 128);
  turned = pixRotateOrth (mask, (4 - orientation.rotation / 90) % 4);
  orientation.skew_deg = -refine_angle (turned, lines.angle_deg);
  if (fabs (orientation.skew_deg) < SKEW_DEG_MIN)
    orientation.skew_deg = 0;
  return orientation;
}

/* The size stays: what a turned sheet loses at the corners lay beside the sheet. */
Image *
orient_undo (Image *image, Orientation orientation) {
  g_autoptr (Image) turned = pixRotateOrth (image, (4 - orientation.rotation / 90) % 4);

  if (orientation.skew_deg == 0)
    return g_steal_pointer (&turned);
  return pixRotate (turned, (float) (-orientation.skew_deg * G_PI / 180),
                    L_ROTATE_AREA_MAP, L_BRING_IN_WHITE, 0, 0);
}
