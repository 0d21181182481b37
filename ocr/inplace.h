/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/image.h"

/* Moves of a page's pixels that never hold the page twice: a colour page at 300 dpi has
 * 35 MB. What comes out is what Leptonica's functions of the same purpose would make, byte
 * for byte. Each replaces *@image, which stays as it was where FALSE is returned for want
 * of memory; an image that others hold too is copied first. */

/* By @degrees (0, 90, 180, 270) clockwise. */
gboolean inplace_turn (Image **image, guint degrees) G_GNUC_WARN_UNUSED_RESULT;

/* By any few degrees clockwise around the middle, in its own size; white comes in. */
gboolean inplace_tilt (Image **image, double degrees) G_GNUC_WARN_UNUSED_RESULT;

/* To what is in @box; FALSE also when nothing of the image is. */
gboolean inplace_cut (Image **image, Box box) G_GNUC_WARN_UNUSED_RESULT;

/* To a larger one with white of @across_px at both sides, and @down_px above and below. */
gboolean inplace_pad (Image **image, int across_px,
                      int down_px) G_GNUC_WARN_UNUSED_RESULT;
