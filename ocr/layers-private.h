/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/pageimage.h"
#include "ocr/image.h"

/* For layers.c and ground.c alone: puts @picture on top as JPEG, over @place. FALSE without
 * memory. */
gboolean layers_add_picture (PageImage *image, Image *picture, gboolean colours,
                             guint rungs, int quality,
                             Box place) G_GNUC_WARN_UNUSED_RESULT;
