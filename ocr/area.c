/* SPDX-License-Identifier: Apache-2.0 */

/* A zone hangs on the label that is found, so that it moves with what is printed when a
 * sheet lay askew or a form was copied a little larger. A word belongs to it when its
 * middle does. */

#include "ocr/area.h"

#define MM_PER_INCH 25.4

Excerpt *
area_take (const Rows *rows, const Label *label, const double zone_mm[4], guint res_dpi) {
  const Box anchor = row_get (rows_get (rows, label->row), label->token)->box;
  double scale = res_dpi / MM_PER_INCH;
  int left = anchor.left + (int) (zone_mm[0] * scale);
  int top = anchor.top + (int) (zone_mm[1] * scale);
  int right = left + (int) (zone_mm[2] * scale);
  int bottom = top + (int) (zone_mm[3] * scale);
  Excerpt *excerpt = excerpt_new ();

  for (guint i = 0; i < rows->rows->len; i++) {
    const Row *row = rows_get (rows, i);

    for (guint j = 0; j < row->tokens->len; j++) {
      const Token *token = row_get (row, j);
      int x = (token->box.left + token->box.right) / 2;
      int y = (token->box.top + token->box.bottom) / 2;

      if (x >= left && x < right && y >= top && y < bottom)
        excerpt_append (excerpt, token);
    }
  }
  return excerpt;
}
