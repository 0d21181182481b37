/* SPDX-License-Identifier: Apache-2.0 */

/* Pictures make the recogniser see lines where there are none, and make it lose those
 * beside them. Connected ink taller than any title goes; so does what is square and nearly
 * solid when seen from afar: a code of small modules. */

#include "ocr/pictures.h"

#include "ocr/raster.h"

/* Lengths at 300 dpi. */
#define TEXT_HEIGHT_MAX 110
#define TEXT_WIDTH_MAX  700
#define CODE_SIDE_MIN   80
#define CODE_SIDE_MAX   600
#define CODE_ASPECT     1.33
#define CODE_FILL       0.62
#define CODE_REDUCTION  4

static void
erase_component (Image *mask, L_STACK *stack, int x, int y, int width) {
  l_uint32 *line = raster_get_line (mask, y);

  for (int i = x; i < x + width; i++)
    if (GET_DATA_BIT (line, i)) {
      pixSeedfill8 (mask, stack, i, y);
      return;
    }
}

static void
erase_large (Image *mask, double scale) {
  BOXA *boxes = pixConnCompBB (mask, 8);
  L_STACK *stack = lstackCreate (0);

  for (int i = 0; i < boxaGetCount (boxes); i++) {
    l_int32 x, y, width, height;

    boxaGetBoxGeometry (boxes, i, &x, &y, &width, &height);
    if (height > TEXT_HEIGHT_MAX * scale || width > TEXT_WIDTH_MAX * scale)
      erase_component (mask, stack, x, y, width);
  }
  lstackDestroy (&stack, TRUE);
  boxaDestroy (&boxes);
}

static gboolean
is_code (Image *small, struct Box *box, double scale) {
  double longer = CODE_REDUCTION * MAX (box->w, box->h);
  double shorter = CODE_REDUCTION * MIN (box->w, box->h);
  l_int32 count = 0;

  if (shorter < CODE_SIDE_MIN * scale || longer > CODE_SIDE_MAX * scale
      || longer > CODE_ASPECT * shorter)
    return FALSE;
  pixCountPixelsInRect (small, box, &count, NULL);
  return count >= CODE_FILL * box->w * box->h;
}

static void
erase_codes (Image *mask, double scale) {
  g_autoptr (Image) small = pixReduceRankBinaryCascade (mask, 1, 1, 0, 0);
  BOXA *boxes = pixConnCompBB (small, 4);

  for (int i = 0; i < boxaGetCount (boxes); i++) {
    struct Box box = {.refcount = 1};

    boxaGetBoxGeometry (boxes, i, &box.x, &box.y, &box.w, &box.h);
    if (!is_code (small, &box, scale))
      continue;
    box = (struct Box){box.x * CODE_REDUCTION, box.y * CODE_REDUCTION,
                       box.w * CODE_REDUCTION, box.h * CODE_REDUCTION, 1};
    pixClearInRect (mask, &box);
  }
  boxaDestroy (&boxes);
}

void
pictures_remove (Image *mask) {
  double scale = image_get_res_dpi (mask) / 300.0;

  erase_large (mask, scale);
  erase_codes (mask, scale);
}
