/* SPDX-License-Identifier: Apache-2.0 */

/* Blank backs. The sides of a page are judged mark by mark, and the first mark that a
 * person may have made ends the search, so that a page of text costs next to nothing.
 *
 * What shines through the paper is faint and soft, because the paper scatters it; print
 * and pens leave sharp edges even when they are faint. Holes, staples and shadows are known
 * by their place and shape. */

#include "ocr/blank.h"

#include <leptonica/allheaders.h>

/* Lengths in millimetres. */
#define MARK_MM         1.1 /* smaller is a speck */
#define EDGE_MM         2.0 /* what begins here comes from beside the page */
#define HOLE_MM_MIN     3.5
#define HOLE_MM_MAX     10.0
#define HOLE_PLACE_MM   25.0 /* from an edge to the middle of a hole */
#define HOLE_FILL       0.6  /* of its box; a full disc has 0.79 */
#define STAPLE_MM       16.0
#define STAPLE_THICK_MM 1.2

#define INK_SHARE_MAX 0.02 /* of the page in specks; dirt is less */

#define DEPTH_MIN   38 /* of 255, below the paper */
#define DEPTH_SURE  120
#define SHARP_SHARE 0.34 /* of the depth, over SHARP_PX */
#define SHARP_PX    2
#define GRAIN       4 /* what the paper adds to a step */

typedef struct {
  Image *flat, *mask;
  double px_per_mm;
} Page;

static double
get_edge_mm (const Page *page, const Box *box) {
  int right = pixGetWidth (page->mask) - box->right;
  int bottom = pixGetHeight (page->mask) - box->bottom;

  return MIN (MIN (box->left, box->top), MIN (right, bottom)) / page->px_per_mm;
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
  double width = (box->right - box->left) / page->px_per_mm;
  double height = (box->bottom - box->top) / page->px_per_mm;

  return MAX (width, height) <= HOLE_MM_MAX && MIN (width, height) >= HOLE_MM_MIN
         && MAX (width, height) <= 1.3 * MIN (width, height)
         && get_edge_mm (page, box) + height / 2 <= HOLE_PLACE_MM
         && measure_fill (page, box) >= HOLE_FILL;
}

static gboolean
is_staple (const Page *page, const Box *box) {
  double width = (box->right - box->left) / page->px_per_mm;
  double height = (box->bottom - box->top) / page->px_per_mm;

  return MAX (width, height) <= STAPLE_MM && MIN (width, height) <= STAPLE_THICK_MM
         && MAX (width, height) >= 5 * MIN (width, height)
         && get_edge_mm (page, box) <= HOLE_PLACE_MM;
}

/* Whether @box of the smoothed @area holds an edge as sharp as a pen's. */
static gboolean
is_written (Image *area) {
  int width = pixGetWidth (area), height = pixGetHeight (area), darkest = 255, step = 0;

  for (int y = 0; y + SHARP_PX < height; y++) {
    l_uint32 *line = pixGetData (area) + (gsize) y * (gsize) pixGetWpl (area);
    l_uint32 *below = line + SHARP_PX * pixGetWpl (area);

    for (int x = 0; x + SHARP_PX < width; x++) {
      int value = GET_DATA_BYTE (line, x);
      int right = GET_DATA_BYTE (line, x + SHARP_PX), down = GET_DATA_BYTE (below, x);

      darkest = MIN (darkest, value);
      step = MAX (step, MAX (ABS (value - right), ABS (value - down)));
    }
  }
  if (255 - darkest >= DEPTH_SURE)
    return TRUE;
  return 255 - darkest >= DEPTH_MIN && step - GRAIN >= SHARP_SHARE * (255 - darkest);
}

static gboolean
is_sharp (const Page *page, const Box *box) {
  struct Box around = {box->left - 6, box->top - 6, box->right - box->left + 12,
                       box->bottom - box->top + 12, 1};
  g_autoptr (Image) clip = pixClipRectangle (page->flat, &around, NULL);
  g_autoptr (Image) smooth = clip != NULL ? pixBlockconv (clip, 1, 1) : NULL;

  return smooth == NULL || is_written (smooth);
}

static gboolean
is_content (const Page *page, const Box *box) {
  double side = MAX (box->right - box->left, box->bottom - box->top) / page->px_per_mm;

  return side >= MARK_MM && get_edge_mm (page, box) > EDGE_MM && !is_hole (page, box)
         && !is_staple (page, box) && is_sharp (page, box);
}

gboolean
blank_check (Image *flat, Image *mask) {
  Page page = {flat, mask, image_get_res_dpi (mask) / 25.4};
  double most = INK_SHARE_MAX * pixGetWidth (mask) * pixGetHeight (mask), ink = 0;
  BOXA *boxes = pixConnCompBB (mask, 8);
  gboolean blank = TRUE;

  for (int i = 0; blank && i < boxaGetCount (boxes); i++) {
    l_int32 x, y, width, height;
    Box box;

    boxaGetBoxGeometry (boxes, i, &x, &y, &width, &height);
    box = (Box){x, y, x + width, y + height};
    if (MAX (width, height) < MARK_MM * page.px_per_mm)
      ink += (double) width * height;
    blank = ink <= most && !is_content (&page, &box);
  }
  boxaDestroy (&boxes);
  return blank;
}
