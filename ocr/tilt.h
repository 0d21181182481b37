/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/image.h"

/* Turns @image (8 or 32 bits, the caller's alone) clockwise by @angle, in radians, within
 * itself: each pixel is the mean of the four it falls between, in sixteenths; white comes
 * in. FALSE without memory; then nothing was changed. */
gboolean tilt_rows (Image *image, float angle) G_GNUC_WARN_UNUSED_RESULT;
