/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/image.h"

/* A raw page seen from afar, by one look at each pixel: what is decided before any pixel is
 * changed (paper or bed, blank or not, dark or not) is decided here. 8 bits each, with the
 * resolution that they have. */
typedef struct {
  Image *dark;  /* the darkest channel of the darkest pixel of each cell: whatever ink has
                   any colour is dark */
  Image *flat;  /* @dark with all paper near 255 */
  Image *light; /* mean light of twice as large cells */
  int step;     /* side of a cell of @dark in pixels of the page */
} Glimpse;

Glimpse *glimpse_take (Image *raw) G_GNUC_WARN_UNUSED_RESULT;
void glimpse_free (Glimpse *glimpse);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Glimpse, glimpse_free)

/* Mean of @light, 0 to 255. */
double glimpse_measure_light (const Glimpse *glimpse);
