/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/image.h"

/* How the content of a page is turned. */
typedef struct {
  int rotation;    /* 0, 90, 180, 270 degrees clockwise */
  double skew_deg; /* further clockwise degrees */
} Orientation;

/* From the 8-bit @grey of its ink (of ink_extract); all 0 when the page does not say. */
Orientation orient_find (Image *grey);

/* @image turned back, over white, in its own (or for quarter turns the swapped) size. Any
 * depth. */
Image *orient_undo (Image *image, Orientation orientation) G_GNUC_WARN_UNUSED_RESULT;
