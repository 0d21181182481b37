/* SPDX-License-Identifier: Apache-2.0 */

/* A folded corner shows as one straight, slanting edge from one side of the sheet to the
 * next. On a dark bed it is an edge of the paper's outline. Otherwise it is looked for near
 * the four corners of the scan: the places where light changes along the two sides are
 * paired, and a pair counts when light changes all along the line between, too. Text and
 * tables do not slant so. */

#include "ocr/corner.h"

#include <leptonica/allheaders.h>

#include <math.h>

#define MM_PER_INCH   25.4
#define SIDE_MM_MIN   8.0 /* of the sheet's side that is folded */
#define SIDE_MM_MAX   90.0
#define SLANT_MIN     0.42 /* one side to the other: 23 to 67 degrees */
#define EDGES_MAX     10   /* on a side */
#define INSIDE_CELLS  2    /* sides are looked at so far inside */
#define STEP_CELLS    3    /* over which light changes */
#define STEP_MIN      9    /* levels */
#define SAMPLES       48
#define SAMPLES_SHARE 0.88
#define OUTLINE_MM    12.0

typedef struct {
  Image *light;
  gboolean right, bottom; /* which corner */
  double cells_per_mm;
} View;

/* Light at @x, @y cells from the corner; fractions are cut. */
static int
get_light (const View *view, double x, double y) {
  int width = pixGetWidth (view->light), height = pixGetHeight (view->light);
  int column = CLAMP ((int) x, 0, width - 1), row = CLAMP ((int) y, 0, height - 1);
  l_uint32 *line;

  column = view->right ? width - 1 - column : column;
  row = view->bottom ? height - 1 - row : row;
  line = pixGetData (view->light) + (gsize) row * (gsize) pixGetWpl (view->light);
  return GET_DATA_BYTE (line, column);
}

/* How much light changes at @x, @y in the direction of @across, @down: from one side to the
 * other, or to a line between. */
static int
measure_step (const View *view, double x, double y, double across, double down) {
  int before = get_light (view, x - STEP_CELLS * across, y - STEP_CELLS * down);
  int after = get_light (view, x + STEP_CELLS * across, y + STEP_CELLS * down);
  int least = 255;

  for (double at = -1; at <= 1; at += 1)
    least = MIN (least, get_light (view, x + at * across, y + at * down));
  return MAX (ABS (before - after), MIN (before, after) - least);
}

/* Cells from the corner at which light changes along a side, the nearest ones. */
static guint
find_edges (const View *view, gboolean down, int places[EDGES_MAX]) {
  int first = (int) (SIDE_MM_MIN * view->cells_per_mm);
  int last = (int) (SIDE_MM_MAX * view->cells_per_mm);
  guint count = 0;

  for (int at = first; at < last && count < EDGES_MAX; at++) {
    int x = down ? INSIDE_CELLS : at, y = down ? at : INSIDE_CELLS;
    int step = measure_step (view, x, y, !down, down);

    if (step < STEP_MIN)
      continue;
    for (int next = at + 1; next <= at + 2; next++) {
      int other = measure_step (view, down ? INSIDE_CELLS : next,
                                down ? next : INSIDE_CELLS, !down, down);

      if (other > step) {
        step = other;
        at = next;
      }
    }
    places[count++] = at;
    at += STEP_CELLS;
  }
  return count;
}

/* Whether light changes all along the line from @across on one side to @down on the other,
 * give or take a cell. */
static gboolean
is_fold (const View *view, int across, int down) {
  double length = hypot (across, down), normal_x = down / length,
         normal_y = across / length;
  int hits = 0;

  if (MIN (across, down) < SLANT_MIN * MAX (across, down))
    return FALSE;
  for (int i = 0; i < SAMPLES; i++) {
    double share = (i + 0.5) / SAMPLES, x = across * (1 - share), y = down * share;
    int step = 0;

    for (int shift = -1; shift <= 1; shift++)
      step = MAX (step, measure_step (view, x + shift * normal_x, y + shift * normal_y,
                                      normal_x, normal_y));
    hits += step >= STEP_MIN;
  }
  return hits >= SAMPLES_SHARE * SAMPLES;
}

static gboolean
is_folded (const View *view) {
  int tops[EDGES_MAX], sides[EDGES_MAX];
  guint top_count = find_edges (view, FALSE, tops);
  guint side_count = find_edges (view, TRUE, sides);

  for (guint i = 0; i < top_count; i++)
    for (guint k = 0; k < side_count; k++)
      if (is_fold (view, tops[i] + INSIDE_CELLS, sides[k] + INSIDE_CELLS))
        return TRUE;
  return FALSE;
}

static DefectPlace
name_corner (gboolean right, gboolean bottom) {
  if (bottom)
    return right ? PLACE_BOTTOM_RIGHT : PLACE_BOTTOM_LEFT;
  return right ? PLACE_TOP_RIGHT : PLACE_TOP_LEFT;
}

static void
append (GArray *defects, gboolean right, gboolean bottom) {
  Defect defect = {DEFECT_CORNER, name_corner (right, bottom), 0};

  g_array_append_val (defects, defect);
}

/* Edges of the paper's outline that slant against the paper itself. */
static void
find_in_outline (const Glimpse *glimpse, const Crop *crop, GArray *defects) {
  double px_per_mm = image_get_res_dpi (glimpse->dark) * glimpse->step / MM_PER_INCH;
  double middle_x = pixGetWidth (glimpse->dark) * glimpse->step / 2.0;
  double middle_y = pixGetHeight (glimpse->dark) * glimpse->step / 2.0;
  guint points = crop->outline->len / 2;
  const int *at = (const int *) (const void *) crop->outline->data;

  for (guint i = 0; i < points; i++) {
    const int *from = at + 2 * i, *to = at + 2 * ((i + 1) % points);
    double length_mm = hypot (to[0] - from[0], to[1] - from[1]) / px_per_mm;
    double slant = atan2 (to[1] - from[1], to[0] - from[0]) * 180 / G_PI - crop->skew_deg;

    slant = fabs (slant - 90 * round (slant / 90));
    if (length_mm >= OUTLINE_MM && slant >= 90 * SLANT_MIN / 2)
      append (defects, from[0] + to[0] > 2 * middle_x, from[1] + to[1] > 2 * middle_y);
  }
}

void
corner_find (const Glimpse *glimpse, const Crop *crop, GArray *defects) {
  g_autoptr (Image) smooth = pixBlockconv (glimpse->light, 1, 1);
  View view = {.light = smooth,
               .cells_per_mm = image_get_res_dpi (glimpse->light) / MM_PER_INCH};
  guint before = defects->len;

  if (crop->found)
    find_in_outline (glimpse, crop, defects);
  for (int corner = 0;
       smooth != NULL && corner < 4 && defects->len == before && !crop->smaller;
       corner++) {
    view.right = corner % 2 == 1;
    view.bottom = corner / 2 == 1;
    if (is_folded (&view))
      append (defects, view.right, view.bottom);
  }
}
