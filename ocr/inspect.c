/* SPDX-License-Identifier: Apache-2.0 */

/* The quality gate looks at the scan before anything is done to it, mostly from afar; it
 * takes a tenth of the time of cleaning.
 *
 * Sharpness is measured on edges: where light falls from paper to ink without a break, the
 * whole fall divided by its steepest pixel is the width of the edge. A sharp edge is one or
 * two pixels wide at any size of letters, a blurred one three and more. Cut is what looks like letters and is
 * nearer to the edge of the scan than anybody prints. */

#include "ocr/inspect.h"

#include "config/limits.h"
#include "ocr/corner.h"
#include "ocr/ink.h"
#include "ocr/raster.h"
#include "ocr/streak.h"

#include <math.h>

#define MM_PER_INCH 25.4

#define RES_DPI_MIN 150
#define LIGHT_SHARE 0.7 /* of the paper is darker than its light */
#define LIGHT_MIN   122

#define ROW_STEP     5
#define FALL_MIN     90 /* levels, of an edge that counts */
#define WIDTH_STEPS  8  /* of a pixel */
#define WIDTH_PX_MAX 12
#define EDGES_MIN    300
#define BLUR_PX      3.0
#define BLUR_MM      0.25

#define LETTER_MM_MIN 0.9
#define LETTER_MM_MAX 9.0
#define LETTER_DEPTH  70  /* below the paper */
#define CUT_LETTERS   5   /* at one edge */
#define CUT_MM        1.5 /* from the edge: nobody prints so near */

static void
append (GArray *defects, DefectKind kind, DefectPlace place, double measure) {
  Defect defect = {kind, place, measure};

  g_array_append_val (defects, defect);
}

/* --- light ---------------------------------------------------------------------------- */

static gboolean
is_dark (const Glimpse *glimpse, const Crop *crop) {
  int step = 2 * glimpse->step;
  Box box = {0, 0, pixGetWidth (glimpse->light), pixGetHeight (glimpse->light)};
  struct Box area;
  g_autoptr (Image) paper = NULL;
  guint64 counts[256] = {0};

  if (crop->smaller) {
    box = crop_get_box (crop, box.right * step, box.bottom * step);
    box = (Box){box.left / step, box.top / step, box.right / step, box.bottom / step};
  }
  area = (struct Box){box.left, box.top, box.right - box.left, box.bottom - box.top, 1};
  paper = pixClipRectangle (glimpse->light, &area, NULL);
  if (paper == NULL)
    return FALSE;
  ink_count (paper, counts);
  return ink_get_percentile (counts, LIGHT_SHARE) < LIGHT_MIN;
}

/* --- sharpness ------------------------------------------------------------------------ */

static void
take_row (Image *raw, int y, guint8 *row) {
  int width = pixGetWidth (raw), depth = pixGetDepth (raw);
  l_uint32 *line = raster_get_line (raw, y);

  for (int x = 0; x < width; x++)
    row[x] = depth == 32 ? (guint8) (line[x] >> L_GREEN_SHIFT)
                         : (guint8) GET_DATA_BYTE (line, x);
}

/* Adds the widths of the edges along a row, falling ones and rising ones. */
static void
count_edges (const guint8 *row, int width, guint *widths) {
  int x = 1;

  while (x < width) {
    int rising = row[x] > row[x - 1], from = x - 1, steepest = 0, fall;

    while (x < width && (rising ? row[x] > row[x - 1] : row[x] < row[x - 1])) {
      steepest = MAX (steepest, ABS (row[x] - row[x - 1]));
      x++;
    }
    fall = ABS (row[x - 1] - row[from]);
    if (fall >= FALL_MIN)
      widths[MIN (fall * WIDTH_STEPS / steepest, WIDTH_PX_MAX * WIDTH_STEPS - 1)]++;
    x += x == from + 1;
  }
}

/* Median width of the edges of @raw; 0 when there are too few to tell. */
static double
measure_edges (Image *raw) {
  int width = pixGetWidth (raw), height = pixGetHeight (raw);
  guint widths[WIDTH_PX_MAX * WIDTH_STEPS] = {0}, all = 0, seen = 0, at = 0;
  g_autofree guint8 *row = g_malloc ((gsize) width);

  for (int y = ROW_STEP; y < height; y += ROW_STEP) {
    take_row (raw, y, row);
    count_edges (row, width, widths);
  }
  for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
    all += widths[i];
  if (all < EDGES_MIN)
    return 0;
  while (seen + widths[at] < all / 2)
    seen += widths[at++];
  return (at + 0.5) / WIDTH_STEPS;
}

static gboolean
is_blurred (Image *raw) {
  double edge_px = pixGetDepth (raw) == 1 ? 0 : measure_edges (raw);

  return edge_px >= BLUR_PX && edge_px * MM_PER_INCH / image_get_res_dpi (raw) >= BLUR_MM;
}

/* --- edges of the scan ------------------------------------------------------------------ */

/* Letters that touch each edge: left, right, top, bottom. */
static void
count_touching (Image *ink, double cells_per_mm, guint touching[4]) {
  int width = pixGetWidth (ink), height = pixGetHeight (ink);
  int near = (int) ceil (CUT_MM * cells_per_mm);
  BOXA *boxes = pixConnCompBB (ink, 8);

  for (int i = 0; i < boxaGetCount (boxes); i++) {
    l_int32 x, y, w, h;

    boxaGetBoxGeometry (boxes, i, &x, &y, &w, &h);
    if (MAX (w, h) > LETTER_MM_MAX * cells_per_mm
        || MAX (w, h) < LETTER_MM_MIN * cells_per_mm)
      continue;
    touching[0] += x < near;
    touching[1] += x + w > width - near;
    touching[2] += y < near;
    touching[3] += y + h > height - near;
  }
  boxaDestroy (&boxes);
}

static void
find_cuts (const Glimpse *glimpse, GArray *defects) {
  static const DefectPlace places[] = {PLACE_LEFT, PLACE_RIGHT, PLACE_TOP, PLACE_BOTTOM};
  double cells_per_mm = image_get_res_dpi (glimpse->dark) / MM_PER_INCH;
  g_autoptr (Image) ink = pixThresholdToBinary (glimpse->flat, 255 - LETTER_DEPTH);
  guint touching[G_N_ELEMENTS (places)] = {0};

  if (ink == NULL)
    return;
  count_touching (ink, cells_per_mm, touching);
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    if (touching[i] >= CUT_LETTERS)
      append (defects, DEFECT_CUT, places[i], 0);
}

GArray *
inspect_page (Image *raw, const Glimpse *glimpse, const Crop *crop, gboolean blank) {
  GArray *defects = g_array_new (FALSE, FALSE, sizeof (Defect));
  g_autoptr (GArray) streaks = streak_find (glimpse);
  int res_dpi = (int) image_get_res_dpi (raw);

  if (is_dark (glimpse, crop))
    append (defects, DEFECT_DARK, PLACE_NONE, 0);
  if (res_dpi < RES_DPI_MIN)
    append (defects, DEFECT_COARSE, PLACE_NONE, res_dpi);
  else if (!blank && is_blurred (raw))
    append (defects, DEFECT_BLUR, PLACE_NONE, 0);
  if (!blank && !crop->found)
    find_cuts (glimpse, defects);
  corner_find (glimpse, crop, defects);
  for (guint i = 0; i < streaks->len && defects->len < LIMIT_PAGE_DEFECTS; i++)
    append (defects, DEFECT_STREAK, PLACE_NONE, g_array_index (streaks, double, i));
  return defects;
}

void
inspect_excuse (GArray *defects) {
  guint i = 0;

  while (i < defects->len) {
    DefectKind kind = g_array_index (defects, Defect, i).kind;

    if (kind == DEFECT_BLUR || kind == DEFECT_CUT)
      g_array_remove_index (defects, i);
    else
      i++;
  }
}
