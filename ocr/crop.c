/* SPDX-License-Identifier: Apache-2.0 */

/* Bed and paper. The bed is what is connected with the edges of the scan and looks like
 * them: dark, or of one even light. What is left must be one solid, straight piece:
 *
 *   light of the glimpse -> bed (filled from the edges) -> the rest, without dust
 *     -> largest piece -> convex outline -> smallest box around it: size and tilt
 *
 * White paper under a white lid differs by a few levels only, and a picture on white paper
 * looks just like a paper on a bed. So on a light bed the piece must be solid, nothing may
 * be written beside it, and a piece exactly in the middle is a printed frame. When in
 * doubt the whole bed is kept: cutting text off is worse than any margin. */

#include "ocr/crop.h"

#include "ocr/hull.h"
#include "ocr/ink.h"

#include <leptonica/allheaders.h>

#include <math.h>

#define DARK_BED       96 /* light below which a bed is dark */
#define DARK_SHARE_MIN 0.004
#define LEVEL_APART    4 /* of paper from a light bed, at least */
#define DEVIATIONS     3
#define RING_EVEN      0.75 /* of the edge's cells of one level */
#define RING_CELLS     4
#define DUST_CELLS     5
#define NARROW_CELLS   5
#define BEYOND_CELLS   8
#define SHRINK_CELLS   1.5 /* the soft edge between paper and bed */

#define SOLID_DARK    0.75 /* of its smallest box is paper */
#define SOLID_LIGHT   0.93
#define PAPER_MM_MIN  25.0
#define SMALLER_MM    12.0
#define SECOND_SHARE  0.05 /* of the largest piece: another paper */
#define CENTRED_MM    2.5
#define CENTRED_DEG   0.4
#define WRITTEN_DEPTH 60
#define WRITTEN_SHARE 0.0004
#define BESIDE_CELLS  4

#define MM_PER_INCH 25.4

void
crop_free (Crop *crop) {
  g_array_unref (crop->outline);
  g_free (crop);
}

/* Cells of @candidates that hang together with the edges of the scan. Beyond the edges there
 * is more of the bed; what is narrow and no bed is a line printed up to the paper's edge. */
static Image *
fill_from_edges (Image *candidates) {
  g_autoptr (Image) wide = pixAddBorder (candidates, BEYOND_CELLS, 1);
  g_autoptr (Image) broad = pixOpenBrick (NULL, wide, NARROW_CELLS, NARROW_CELLS);
  g_autoptr (Image) seed = pixCopy (NULL, broad);
  g_autoptr (Image) filled = NULL;
  struct Box inside = {1, 1, pixGetWidth (wide) - 2, pixGetHeight (wide) - 2, 1};

  pixClearInRect (seed, &inside);
  filled = pixSeedfillBinary (NULL, seed, broad, 8);
  return pixRemoveBorder (filled, BEYOND_CELLS);
}

static double
measure_share (Image *mask) {
  l_float32 share = 0;

  pixForegroundFraction (mask, &share);
  return share;
}

static Image *
find_dark_bed (Image *light) {
  g_autoptr (Image) dark = pixThresholdToBinary (light, DARK_BED);
  Image *bed = fill_from_edges (dark);

  if (bed != NULL && measure_share (bed) < DARK_SHARE_MIN)
    pixDestroy (&bed);
  return bed;
}

/* The level of the outermost cells, when most have the same. */
static gboolean
measure_ring (Image *light, int *level, int *spread) {
  g_autoptr (Image) ring = pixCopy (NULL, light);
  struct Box inside = {RING_CELLS, RING_CELLS, pixGetWidth (light) - 2 * RING_CELLS,
                       pixGetHeight (light) - 2 * RING_CELLS, 1};
  guint64 counts[256] = {0}, near = 0, all = 0;

  pixClearInRect (ring, &inside);
  ink_count (ring, counts);
  counts[0] = 0;
  *level = ink_get_percentile (counts, 0.5);
  *spread = MAX (LEVEL_APART, DEVIATIONS * (*level - ink_get_percentile (counts, 0.2)));
  for (int i = 0; i < 256; i++) {
    all += counts[i];
    near += ABS (i - *level) < *spread ? counts[i] : 0;
  }
  return all > 0 && near >= RING_EVEN * all && *spread < 24;
}

static Image *
find_light_bed (Image *light) {
  g_autoptr (Image) below = NULL;
  g_autoptr (Image) above = NULL;
  int level, spread;

  if (!measure_ring (light, &level, &spread))
    return NULL;
  below = pixThresholdToBinary (light, level - spread + 1);
  above = pixThresholdToBinary (light, MIN (256, level + spread));
  pixInvert (above, above);
  pixOr (below, below, above);
  pixInvert (below, below);
  return fill_from_edges (below);
}

/* Pieces that are no bed and no dust. */
static Image *
find_pieces (Image *bed) {
  g_autoptr (Image) rest = pixInvert (NULL, bed);

  return pixOpenBrick (NULL, rest, DUST_CELLS, DUST_CELLS);
}

/* The largest piece; FALSE when there is none or a second one of some size. */
static gboolean
choose_piece (Image *pieces, Box *piece) {
  BOXA *boxes = pixConnCompBB (pieces, 8);
  double largest = 0, second = 0;

  for (int i = 0; i < boxaGetCount (boxes); i++) {
    l_int32 x, y, width, height;
    double area;

    boxaGetBoxGeometry (boxes, i, &x, &y, &width, &height);
    area = (double) width * height;
    if (area <= largest) {
      second = MAX (second, area);
      continue;
    }
    second = largest;
    largest = area;
    *piece = (Box){x, y, x + width, y + height};
  }
  boxaDestroy (&boxes);
  return largest > 0 && second <= SECOND_SHARE * largest;
}

/* How much of its smallest box the piece fills. */
static double
measure_solid (Image *pieces, const Box *piece, const HullBox *around) {
  struct Box box = {piece->left, piece->top, piece->right - piece->left,
                    piece->bottom - piece->top, 1};
  l_int32 count = 0;

  pixCountPixelsInRect (pieces, &box, &count, NULL);
  return count / MAX (1, around->width * around->height);
}

static gboolean
is_centred (Image *light, const Box *piece, const HullBox *around, double cells_per_mm) {
  double across = piece->left - (pixGetWidth (light) - piece->right);
  double down = piece->top - (pixGetHeight (light) - piece->bottom);

  return fabs (across) < CENTRED_MM * cells_per_mm
         && fabs (down) < 2 * CENTRED_MM * cells_per_mm
         && fabs (around->degrees) < CENTRED_DEG;
}

/* Whether there is ink on the bed beside the piece. */
static gboolean
is_written_beside (Image *light, const Box *piece) {
  g_autoptr (Image) rest = pixCopy (NULL, light);
  struct Box box = {piece->left - BESIDE_CELLS, piece->top - BESIDE_CELLS,
                    piece->right - piece->left + 2 * BESIDE_CELLS,
                    piece->bottom - piece->top + 2 * BESIDE_CELLS, 1};
  g_autoptr (Image) ink = NULL;
  int level, spread;

  if (!measure_ring (light, &level, &spread))
    return TRUE;
  pixSetInRect (rest, &box);
  ink = pixThresholdToBinary (rest, MAX (0, level - WRITTEN_DEPTH));
  return measure_share (ink) > WRITTEN_SHARE;
}

static void
note (Crop *crop, const Glimpse *glimpse, GArray *hull, const HullBox *around) {
  int step = 2 * glimpse->step;
  double cells_per_mm = image_get_res_dpi (glimpse->light) / MM_PER_INCH;
  double width = pixGetWidth (glimpse->light), height = pixGetHeight (glimpse->light);
  Box box = hull_get_box (hull);

  crop->found = TRUE;
  crop->skew_deg = around->degrees;
  crop->width_mm = around->width / cells_per_mm;
  crop->height_mm = around->height / cells_per_mm;
  crop->smaller = width - (box.right - box.left) > SMALLER_MM * cells_per_mm
                  || height - (box.bottom - box.top) > SMALLER_MM * cells_per_mm;
  hull_simplify (hull);
  hull_shrink (hull, SHRINK_CELLS);
  for (guint i = 0; i < hull->len; i++) {
    const HullPoint *point = &g_array_index (hull, HullPoint, i);
    int x = point->x * step, y = point->y * step;

    g_array_append_val (crop->outline, x);
    g_array_append_val (crop->outline, y);
  }
}

static void
take_piece (Crop *crop, const Glimpse *glimpse, Image *bed, gboolean dark) {
  double cells_per_mm = image_get_res_dpi (glimpse->light) / MM_PER_INCH;
  double least = PAPER_MM_MIN * cells_per_mm;
  g_autoptr (Image) pieces = find_pieces (bed);
  g_autoptr (GArray) hull = NULL;
  HullBox around;
  Box piece;

  if (pieces == NULL || !choose_piece (pieces, &piece))
    return;
  hull = hull_find (pieces, &piece);
  around = hull_measure (hull);
  if (around.width < least || around.height < least
      || measure_solid (pieces, &piece, &around) < (dark ? SOLID_DARK : SOLID_LIGHT))
    return;
  if (!dark
      && (is_centred (glimpse->light, &piece, &around, cells_per_mm)
          || is_written_beside (glimpse->light, &piece)))
    return;
  note (crop, glimpse, hull, &around);
}

Crop *
crop_find (const Glimpse *glimpse) {
  Crop *crop = g_new0 (Crop, 1);
  g_autoptr (Image) dark = find_dark_bed (glimpse->light);
  g_autoptr (Image) bed = dark == NULL ? find_light_bed (glimpse->light) : NULL;

  crop->outline = g_array_new (FALSE, FALSE, sizeof (int));
  if (dark != NULL || bed != NULL)
    take_piece (crop, glimpse, dark != NULL ? dark : bed, dark != NULL);
  if (crop->found && dark == NULL && !crop->smaller)
    crop->found = FALSE;
  return crop;
}

Box
crop_get_box (const Crop *crop, int width_px, int height_px) {
  Box box = {width_px, height_px, 0, 0};

  for (guint i = 0; i < crop->outline->len; i += 2) {
    int x = CLAMP (g_array_index (crop->outline, int, i), 0, width_px);
    int y = CLAMP (g_array_index (crop->outline, int, i + 1), 0, height_px);

    box.left = MIN (box.left, x);
    box.top = MIN (box.top, y);
    box.right = MAX (box.right, x);
    box.bottom = MAX (box.bottom, y);
  }
  return box;
}
