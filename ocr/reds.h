/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/image.h"

/* Where the page is red, orange or pink: seals, corrections, red print. 1 bit; empty when
 * there is none, NULL without memory. @page is 32-bit RGB. */
Image *reds_find (Image *page) G_GNUC_WARN_UNUSED_RESULT;
