/* SPDX-License-Identifier: Apache-2.0 */

/* Blank backs. A page is judged mark by mark on its glimpse, and the first mark that a
 * person may have made ends the search, so that a page of text costs next to nothing.
 *
 * What shines through the paper is faint: a third of the depth of ink at most. Faint marks
 * are looked at once more at the page's own resolution, because paper also scatters what
 * shines through it, while pens leave sharp edges even when they are faint. A faint
 * pattern all over a page that has nothing else on it is the other side's text, unless it
 * is as deep as faded ink and sharp, too. Holes, staples, folds and shadows are known by
 * their place and shape. */

#include "ocr/blank.h"

#include "ocr/ink.h"
#include "ocr/raster.h"

/* Lengths in millimetres. */
#define MARK_MM         1.1 /* smaller is a speck */
#define EDGE_MM         2.0 /* what begins here may come from beside the page */
#define EDGE_DEPTH_MM   8.0 /* and reaches no further in */
#define EDGE_SPAN       0.6 /* unless it runs along this share of the page */
#define HOLE_MM_MIN     3.5
#define HOLE_MM_MAX     10.0
#define HOLE_PLACE_MM   25.0 /* from an edge to the middle of a hole */
#define HOLE_FILL       0.6  /* of its box; a full disc has 0.79 */
#define STAPLE_MM       16.0
#define STAPLE_THICK_MM 1.2

#define LIGHT_MIN     100.0 /* mean of a page that can be judged */
#define INK_SHARE_MAX 0.04  /* of the page in specks; dirt is less */

#define DEPTH_MIN    38 /* of 255, below the paper */
#define DEPTH_SURE   88
#define DEPTH_FADED  64   /* of a sharp pattern that does not shine through */
#define DEPTH_CELLS  3    /* so deep in a mark */
#define GRAIN_SHARES 6    /* the paper's own deviations */
#define FAINT_MAX    60   /* faint marks looked at one by one */
#define FADED_SHARE  0.4  /* of those of a pattern of more, when it is faded ink */
#define SHARP_SHARE  0.34 /* of the depth, over SHARP_PX */
#define SHARP_PX     2
#define GRAIN        4 /* what the paper adds to a step */

typedef struct {
  Image *flat, *mask, *raw;
  double px_per_mm;
  int step;
} Page;

typedef enum {
  MARK_NOTHING,
  MARK_FAINT,
  MARK_CONTENT,
} MarkKind;

static double
get_edge_mm (const Page *page, const Box *box) {
  int right = pixGetWidth (page->mask) - box->right;
  int bottom = pixGetHeight (page->mask) - box->bottom;

  return MIN (MIN (box->left, box->top), MIN (right, bottom)) / page->px_per_mm;
}

static double
get_width_mm (const Page *page, const Box *box) {
  return (box->right - box->left) / page->px_per_mm;
}

static double
get_height_mm (const Page *page, const Box *box) {
  return (box->bottom - box->top) / page->px_per_mm;
}

static double
measure_fill (const Page *page, const Box *box) {
  int width = box->right - box->left, height = box->bottom - box->top;
  struct Box area = {box->left, box->top, width, height, 1};
  l_int32 count = 0;

  pixCountPixelsInRect (page->mask, &area, &count, NULL);
  return (double) count / (width * height);
}

static gboolean
is_hole (const Page *page, const Box *box) {
  double width = get_width_mm (page, box), height = get_height_mm (page, box);

  return MAX (width, height) <= HOLE_MM_MAX && MIN (width, height) >= HOLE_MM_MIN
         && MAX (width, height) <= 1.3 * MIN (width, height)
         && get_edge_mm (page, box) + height / 2 <= HOLE_PLACE_MM
         && measure_fill (page, box) >= HOLE_FILL;
}

static gboolean
is_staple (const Page *page, const Box *box) {
  double width = get_width_mm (page, box), height = get_height_mm (page, box);

  return MAX (width, height) <= STAPLE_MM && MIN (width, height) <= STAPLE_THICK_MM
         && MAX (width, height) >= 5 * MIN (width, height)
         && get_edge_mm (page, box) <= HOLE_PLACE_MM;
}

/* A shadow of the bed, a fold or a streak: it comes in over an edge, and either stays there
 * or runs all along the page. */
static gboolean
is_edge (const Page *page, const Box *box) {
  int width = box->right - box->left, height = box->bottom - box->top;
  int all_width = pixGetWidth (page->mask), all_height = pixGetHeight (page->mask);
  double deep = EDGE_DEPTH_MM * page->px_per_mm;

  if (get_edge_mm (page, box) > EDGE_MM)
    return FALSE;
  if (width >= EDGE_SPAN * all_width || height >= EDGE_SPAN * all_height)
    return TRUE;
  return box->right <= deep || box->bottom <= deep || box->left >= all_width - deep
         || box->top >= all_height - deep;
}

/* Whether enough of @box is as dark as @depth. */
static gboolean
is_deep (const Page *page, const Box *box, int depth) {
  guint deep = 0;

  for (int y = box->top; y < box->bottom && deep < DEPTH_CELLS; y++) {
    l_uint32 *line = raster_get_line (page->flat, y);

    for (int x = box->left; x < box->right; x++)
      deep += 255 - GET_DATA_BYTE (line, x) >= depth;
  }
  return deep >= DEPTH_CELLS;
}

static MarkKind
judge (const Page *page, const Box *box) {
  if (MAX (get_width_mm (page, box), get_height_mm (page, box)) < MARK_MM
      || is_edge (page, box) || is_hole (page, box) || is_staple (page, box))
    return MARK_NOTHING;
  return is_deep (page, box, DEPTH_SURE) ? MARK_CONTENT : MARK_FAINT;
}

/* Whether the smoothed @area holds an edge as sharp as a pen's. */
static gboolean
is_written (Image *area) {
  int width = pixGetWidth (area), height = pixGetHeight (area);
  int darkest = 255, lightest = 0, step = 0;

  for (int y = 0; y + SHARP_PX < height; y++) {
    l_uint32 *line = raster_get_line (area, y);
    l_uint32 *below = line + SHARP_PX * pixGetWpl (area);

    for (int x = 0; x + SHARP_PX < width; x++) {
      int value = GET_DATA_BYTE (line, x);
      int right = GET_DATA_BYTE (line, x + SHARP_PX), down = GET_DATA_BYTE (below, x);

      darkest = MIN (darkest, value);
      lightest = MAX (lightest, value);
      step = MAX (step, MAX (ABS (value - right), ABS (value - down)));
    }
  }
  return step - GRAIN >= SHARP_SHARE * (lightest - darkest);
}

/* Looks at a faint mark at the page's own resolution. */
static gboolean
is_sharp (const Page *page, const Box *box) {
  int margin = 6, step = page->step;
  struct Box around = {box->left * step - margin, box->top * step - margin,
                       (box->right - box->left) * step + 2 * margin,
                       (box->bottom - box->top) * step + 2 * margin, 1};
  g_autoptr (Image) clip = pixClipRectangle (page->raw, &around, NULL);
  g_autoptr (Image) grey
      = clip == NULL
            ? NULL
            : (pixGetDepth (clip) == 32 ? pixConvertRGBToGrayMinMax (clip, L_CHOOSE_MIN)
                                        : pixConvertTo8 (clip, 0));
  g_autoptr (Image) smooth = grey != NULL ? pixBlockconv (grey, 1, 1) : NULL;

  return smooth == NULL || is_written (smooth);
}

/* Of few faint marks one must be sharp. Of a pattern, which is looked at here and there, a
 * good part must be sharp and deeper than what shines through sharply at all: then it is no
 * text of the other side but this one's in faded ink. */
static gboolean
is_faint_content (const Page *page, const GArray *faint) {
  gboolean pattern = faint->len > FAINT_MAX;
  guint looked = MIN (faint->len, FAINT_MAX), faded = 0;

  for (guint i = 0; i < looked; i++) {
    const Box *box = &g_array_index (faint, Box, (guint64) i * faint->len / looked);

    if (pattern && !is_deep (page, box, DEPTH_FADED))
      continue;
    faded += is_sharp (page, box);
    if (!pattern && faded > 0)
      return TRUE;
  }
  return pattern && faded >= FADED_SHARE * looked;
}

static gboolean
is_blank (const Page *page) {
  double most = INK_SHARE_MAX * pixGetWidth (page->mask) * pixGetHeight (page->mask);
  BOXA *boxes = pixConnCompBB (page->mask, 8);
  g_autoptr (GArray) faint = g_array_new (FALSE, FALSE, sizeof (Box));
  double specks = 0;
  gboolean blank = TRUE;

  for (int i = 0; blank && i < boxaGetCount (boxes); i++) {
    l_int32 x, y, width, height;
    Box box;

    boxaGetBoxGeometry (boxes, i, &x, &y, &width, &height);
    box = (Box){x, y, x + width, y + height};
    if (MAX (width, height) < MARK_MM * page->px_per_mm) {
      specks += (double) width * height;
      blank = specks <= most;
      continue;
    }
    switch (judge (page, &box)) {
    case MARK_NOTHING:
      break;
    case MARK_FAINT:
      g_array_append_val (faint, box);
      break;
    case MARK_CONTENT:
      blank = FALSE;
      break;
    }
  }
  boxaDestroy (&boxes);
  return blank && !is_faint_content (page, faint);
}

/* Marks stand out of the paper's own grain. */
static Image *
find_marks (Image *flat) {
  guint64 counts[256] = {0};
  int middle, lower;

  ink_count (flat, counts);
  middle = ink_get_percentile (counts, 0.5);
  lower = ink_get_percentile (counts, 0.16);
  return pixThresholdToBinary (flat,
                               middle - MAX (DEPTH_MIN, GRAIN_SHARES * (middle - lower)));
}

gboolean
blank_check (const Glimpse *glimpse, Image *raw) {
  g_autoptr (Image) mask = NULL;
  Page page;

  if (glimpse_measure_light (glimpse) < LIGHT_MIN)
    return FALSE;
  mask = find_marks (glimpse->flat);
  if (mask == NULL)
    return FALSE;
  page = (Page){glimpse->flat, mask, raw, image_get_res_dpi (mask) / 25.4, glimpse->step};
  return is_blank (&page);
}
