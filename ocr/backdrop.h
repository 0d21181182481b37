/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/image.h"

/* A page without what is @covered (1 bit, of the same size), at a @reduction-th of its
 * size: every pixel is the mean of the page's uncovered ones, and where there is none, of
 * the nearest there are. @page is 32-bit RGB, and so is the result; NULL without memory. */
Image *backdrop_new (Image *page, Image *covered,
                     guint reduction) G_GNUC_WARN_UNUSED_RESULT;

/* Gives the pixels of @image (32-bit RGB) that have BACKDROP_KNOWN not set the value of the
 * nearest that have it, which is kept there for all. FALSE without memory. */
#define BACKDROP_KNOWN 0xffu
gboolean backdrop_fill (Image *image) G_GNUC_WARN_UNUSED_RESULT;
