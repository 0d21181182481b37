/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/image.h"
#include "ocr/pageimage.h"

/* Puts the paper, @backdrop (backdrop_new), under the layers that are in @image, on every
 * rung; grey unless @colours. FALSE without memory. */
gboolean ground_add (PageImage *image, Image *backdrop,
                     gboolean colours) G_GNUC_WARN_UNUSED_RESULT;
