/* SPDX-License-Identifier: Apache-2.0 */

/* Which way is up. Latin text has more ascenders than descenders, and Vietnamese marks
 * stand mostly above; Leptonica counts both ways. Its own decision leaves too many pages
 * undecided: here the larger of the two confidences decides, where it is clear enough.
 * A page that says nothing clearly is left as it is: never turn a right page. */

#include "ocr/orient.h"

#include <leptonica/allheaders.h>

#include <math.h>

#define ORIENT_CONFIDENCE_MIN 4.5
#define ORIENT_REDUCTION      2

#define SKEW_SWEEP_REDUCTION  4
#define SKEW_SEARCH_REDUCTION 2
#define SKEW_RANGE_DEG        8.0
#define SKEW_DELTA_DEG        0.5
#define SKEW_MIN_DELTA_DEG    0.01
#define SKEW_CONFIDENCE_MIN   2.0
#define SKEW_DEG_MIN          0.03

int
orient_find_rotation (Image *mask) {
  g_autoptr (Image) small = pixReduceRankBinary2 (mask, 1, NULL);
  l_float32 up = 0, left = 0;

  if (pixOrientDetect (small, &up, &left, 0, 0) != 0)
    return 0;
  if (MAX (fabsf (up), fabsf (left)) < ORIENT_CONFIDENCE_MIN)
    return 0;
  if (fabsf (up) >= fabsf (left))
    return up > 0 ? 0 : 180;
  return left > 0 ? 270 : 90;
}

double
orient_find_skew (Image *mask) {
  l_float32 angle = 0, confidence = 0;

  if (pixFindSkewSweepAndSearch (mask, &angle, &confidence, SKEW_SWEEP_REDUCTION,
                                 SKEW_SEARCH_REDUCTION, SKEW_RANGE_DEG, SKEW_DELTA_DEG,
                                 SKEW_MIN_DELTA_DEG)
      != 0)
    return 0;
  if (confidence < SKEW_CONFIDENCE_MIN || fabsf (angle) < SKEW_DEG_MIN)
    return 0;
  return -(double)angle;
}

/* The size stays: what a turned sheet loses at the corners lay beside the sheet. */
Image *
orient_undo (Image *image, int rotation, double skew_deg) {
  g_autoptr (Image) turned = pixRotateOrth (image, (4 - rotation / 90) % 4);

  if (skew_deg == 0)
    return g_steal_pointer (&turned);
  return pixRotate (turned, (float) (-skew_deg * G_PI / 180), L_ROTATE_AREA_MAP,
                    L_BRING_IN_WHITE, 0, 0);
}
