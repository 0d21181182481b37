/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/image.h"

/* Separates what is written from what it is written on. */

/* Grey of the same geometry as @raw in which all paper is near 255. With @seals coloured
 * seals are ink; without, they and tinted grounds are mostly gone. */
Image *ink_flatten (Image *raw, gboolean seals) G_GNUC_WARN_UNUSED_RESULT;

/* A copy of @flat in which paper is 255 and the page's own ink is 0. */
Image *ink_stretch (Image *flat) G_GNUC_WARN_UNUSED_RESULT;

/* 1-bit mask of the ink in @grey (of ink_stretch). */
Image *ink_threshold (Image *grey) G_GNUC_WARN_UNUSED_RESULT;
