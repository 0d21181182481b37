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

#define LETTERS_MIN 20  /* ascenders and descenders to count */
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

static int
measure_letters (Image *letters) {
  BOXA *boxes = pixConnCompBB (letters, 8);
  l_int32 height = 0;

  if (boxes != NULL && boxaGetCount (boxes) > 0)
    boxaGetMedianVals (boxes, NULL, NULL, NULL, NULL, NULL, &height);
  boxaDestroy (&boxes);
  return height;
}

/* Letters at the size that the detector was made for. */
static Image *
choose_letters (Image *grey) {
  g_autoptr (Image) letters = select_letters (grey, ORIENT_RES_DPI);

  if (letters == NULL || measure_letters (letters) >= LETTER_PX_GOOD)
    return g_steal_pointer (&letters);
  return select_letters (grey, 2 * ORIENT_RES_DPI);
}

/* The angle at which lines lie best in @letters, and how well; 0 when it has no lines. */
static double
score_lines (Image *letters, l_float32 *angle_deg) {
  l_float32 confidence = 0, score = 0;
  int reduction = image_get_res_dpi (letters) > ORIENT_RES_DPI ? 4 : 2;

  *angle_deg = 0;
  if (pixFindSkewSweepAndSearchScore (letters, angle_deg, &confidence, &score, reduction,
                                      reduction / 2, 0, SKEW_RANGE_DEG, SKEW_STEP_DEG,
                                      SKEW_PRECISION_DEG)
      != 0)
    return 0;
  return score;
}

static gboolean
is_upside_down (Image *letters, double angle_deg, double limit) {
  g_autoptr (Image) straight = pixRotate (letters, (float) (angle_deg * G_PI / 180),
                                          L_ROTATE_SHEAR, L_BRING_IN_WHITE, 0, 0);
  l_float32 up = 0;

  if (straight == NULL || pixUpDownDetect (straight, &up, LETTERS_MIN, 0, 0) != 0)
    return FALSE;
  return up < -limit;
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

Orientation
orient_find (Image *grey) {
  g_autoptr (Image) letters = choose_letters (grey);
  g_autoptr (Image) sideways = letters != NULL ? pixRotateOrth (letters, 1) : NULL;
  g_autoptr (Image) mask = NULL;
  g_autoptr (Image) turned = NULL;
  Orientation orientation = {0};
  l_float32 angle_deg, sideways_deg;
  double score, sideways_score;

  if (sideways == NULL)
    return orientation;
  score = score_lines (letters, &angle_deg);
  sideways_score = score_lines (sideways, &sideways_deg);
  if (sideways_score > score) {
    orientation.rotation = is_upside_down (sideways, sideways_deg, 0) ? 90 : 270;
    angle_deg = sideways_deg;
  } else if (is_upside_down (letters, angle_deg, UPSIDE_DOWN)) {
    orientation.rotation = 180;
  }
  mask = pixThresholdToBinary (grey, 128);
  turned = pixRotateOrth (mask, (4 - orientation.rotation / 90) % 4);
  orientation.skew_deg = -refine_angle (turned, angle_deg);
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
