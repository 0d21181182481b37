/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/image.h"

/* Separates what is written from what it is written on. */

/* Grey of the same geometry as @raw: paper near 255, ink dark, seals and tinted grounds
 * mostly gone, dark scanner borders white. */
Image *ink_extract (Image *raw) G_GNUC_WARN_UNUSED_RESULT;

/* 1-bit mask of the ink in @grey (of ink_extract). */
Image *ink_threshold (Image *grey) G_GNUC_WARN_UNUSED_RESULT;
