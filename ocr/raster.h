/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/image.h"

#include <leptonica/allheaders.h>

/* Rows and colours of Leptonica's images, for loops over every pixel: hence inline. */

/* Row @y, from 0. */
static inline l_uint32 *
raster_get_line (Image *image, int y) {
  return pixGetData (image) + (gsize) y * (gsize) pixGetWpl (image);
}

/* Red, green or blue (0, 1, 2) of a pixel of 32 bits. */
static inline int
raster_get_channel (l_uint32 pixel, guint channel) {
  return (int) (pixel >> (L_RED_SHIFT - 8 * (int) channel) & 0xff);
}
