/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/image.h"

/* Degrees clockwise (0, 90, 180, 270) by which the text of 1-bit @mask is turned; 0 when
 * the page does not say. */
int orient_find_rotation (Image *mask);

/* Further clockwise degrees of the upright @mask; 0 when the page does not say. */
double orient_find_skew (Image *mask);

/* @image turned back: by quarter turns, then by a small angle over white. Any depth. */
Image *orient_undo (Image *image, int rotation,
                    double skew_deg) G_GNUC_WARN_UNUSED_RESULT;
