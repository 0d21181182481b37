/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/image.h"

/* Where layers would not show the page as it is: photographs, small print on a pattern,
 * whatever is finer than the @backdrop (from backdrop_new with @reduction) and not @covered
 * by masks, and what is no ink of one colour inside of the masks (@ink). Boxes (Box) in pixels of @page, apart from each other. *@share is how much of
 * the page they take. NULL without memory. */
GArray *patches_find (Image *page, Image *ink, Image *covered, Image *backdrop,
                      guint reduction, double *share) G_GNUC_WARN_UNUSED_RESULT;
