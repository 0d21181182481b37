/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/image.h"

/* Ink by its colour. */

/* One colour of ink: where it is and what it looks like. */
typedef struct {
  Image *mask;    /* 1 bit */
  guint32 colour; /* 0xrrggbb */
  Image
      *shades; /* RGB, a DYES_CELL_PX-th of the mask's size: how the ink's colour changes
                     over the page; NULL: it does not */
} Dye;

#define DYES_CELL_PX 8

/* Parts the ink of @page into one mask for each colour that is on it: @marks, which may be
 * of any, and @reds. Dye, owned, in the order in which they are painted; NULL without
 * memory. @backdrop is from backdrop_new with @reduction; a pixel that is in both images
 * is taken as a mark. */
GPtrArray *dyes_part (Image *page, Image *marks, Image *reds, Image *backdrop,
                      guint reduction) G_GNUC_WARN_UNUSED_RESULT;
