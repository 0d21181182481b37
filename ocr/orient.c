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
#define WIDE_RANGE_DEG      22.0 /* of sheets that were fed askew */
#define WIDE_STEP_DEG       1.0
#define SKEW_PRECISION_DEG  0.01
#define REFINE_STEP_DEG     0.08
#define REFINE_STEP_DEG_MIN 0.01
#define SKEW_DEG_MIN        0.03

#define LETTERS_MIN 20  /* a page of fewer says nothing */
#define LINES_MIN   2.2 /* confidence from which there are lines */
#define LINES_FAINT 1.7 /* and from which there are if the other axis has hardly any */
#define LEAD_MIN    4.0
#define LINES_SURE  5.0 /* and from which they lie surely */
#define UP_SURE     3.0 /* confidence; pages of text have 10 and more */
#define UP_PLAIN    7.0 /* from which on nobody need be asked again */

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
  l_float32 lead; /* score against that of the other axis */
} Lines;

static Lines
sweep (Image *letters, double range_deg, double step_deg, int wider) {
  int reduction = (image_get_res_dpi (letters) > ORIENT_RES_DPI ? 4 : 2);
  Lines lines = {0};

  if (pixFindSkewSweepAndSearchScore (
          letters, &lines.angle_deg, &lines.confidence, &lines.score, reduction * wider,
          reduction / 2, 0, (float) range_deg, (float) step_deg, SKEW_PRECISION_DEG)
      != 0)
    return (Lines){0};
  return lines;
}

static Lines
find_lines (Image *letters) {
  return sweep (letters, SKEW_RANGE_DEG, SKEW_STEP_DEG, 1);
}

/* For pages on which no lines lie as nearly straight as a feeder draws sheets in. */
static Lines
find_tilted_lines (Image *letters) {
  return sweep (letters, WIDE_RANGE_DEG, WIDE_STEP_DEG, 2);
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

/* A small card on a large page, or letters that are blurred, have lines that are faint, but
 * hardly any in the other direction; a picture has about as many in both. */
static gboolean
are_lines (const Lines *lines) {
  return lines->confidence >= LINES_MIN
         || (lines->confidence >= LINES_FAINT && lines->lead >= LEAD_MIN);
}

/* The better of the lines of @letters and of @sideways, which are *@standing then. */
static Lines
choose_lines (Image *letters, Image *sideways, Lines lying,
              Lines (*find) (Image *letters), gboolean *standing) {
  Lines turned;

  *standing = FALSE;
  if (lying.confidence >= LINES_SURE)
    return lying;
  turned = find (sideways);
  lying.lead = lying.score / MAX (turned.score, 1);
  turned.lead = turned.score / MAX (lying.score, 1);
  *standing = turned.score > lying.score && are_lines (&turned);
  return *standing ? turned : lying;
}

/* Up or down, of letters that lie in lines; a page is turned only when that is sure. */
static void
find_up (Image *letters, const Lines *lines, gboolean standing, Orientation *found) {
  double up = measure_up (letters, lines->angle_deg);

  found->unsure = fabs (up) < UP_SURE;
  found->doubtful = fabs (up) < UP_PLAIN;
  if (found->unsure)
    return;
  if (standing)
    found->rotation = up < 0 ? 90 : 270;
  else
    found->rotation = up < 0 ? 180 : 0;
}

Orientation
orient_find (Image *grey) {
  g_autoptr (Image) letters = choose_letters (grey);
  g_autoptr (Image) sideways = letters != NULL ? pixRotateOrth (letters, 1) : NULL;
  g_autoptr (Image) mask = NULL;
  g_autoptr (Image) turned = NULL;
  Orientation found = {.unsure = TRUE, .doubtful = TRUE};
  gboolean standing;
  Lines lines;

  if (sideways == NULL)
    return found;
  lines = choose_lines (letters, sideways, find_lines (letters), find_lines, &standing);
  if (lines.confidence < LINES_SURE)
    lines = choose_lines (letters, sideways, find_tilted_lines (letters),
                          find_tilted_lines, &standing);
  if (!are_lines (&lines))
    return found;
  found.lines = TRUE;
  found.standing = standing;
  find_up (standing ? sideways : letters, &lines, standing, &found);
  mask = pixThresholdToBinary (grey, 128);
  turned = pixRotateOrth (mask,
                          standing && found.unsure ? 1 : (4 - found.rotation / 90) % 4);
  found.skew_deg = -refine_angle (turned, lines.angle_deg);
  if (fabs (found.skew_deg) < SKEW_DEG_MIN)
    found.skew_deg = 0;
  return found;
}
