/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/image.h"

#define SHADES_CELL_PX 8

/* How the colour of the ink under @mask changes over the page: RGB, one pixel a cell, in
 * cells without ink that of the nearest. *@shades is NULL when @colour (0xrrggbb) does for
 * nearly all of it. FALSE without memory. @backdrop is from backdrop_new with
 * @reduction. */
gboolean shades_find (Image *page, Image *mask, Image *backdrop, guint reduction,
                      guint32 colour, Image **shades) G_GNUC_WARN_UNUSED_RESULT;
