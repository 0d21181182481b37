/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/image.h"

/* Separates what is written from what it is written on. */

/* Grey of the same geometry as @raw in which all paper is near 255; coloured seals and
 * tinted grounds are mostly gone. */
Image *ink_flatten (Image *raw) G_GNUC_WARN_UNUSED_RESULT;

/* Stretches @flat (of ink_flatten) so that paper is 255 and the page's own ink is 0. */
void ink_stretch (Image *flat);

/* How many pixels of the 8-bit @grey have each level; adds to @counts. */
void ink_count (Image *grey, guint64 counts[256]);

/* The level below which that share of the pixels lies. */
int ink_get_percentile (const guint64 counts[256], double share);

/* 1-bit mask of the ink in @grey (of ink_stretch). */
Image *ink_threshold (Image *grey) G_GNUC_WARN_UNUSED_RESULT;
