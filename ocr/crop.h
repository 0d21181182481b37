/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/glimpse.h"

/* The paper on the scanner's bed. */
typedef struct {
  gboolean found;   /* its edges are seen; else it fills the bed */
  gboolean smaller; /* than the bed, so that it is worth cutting out */
  double skew_deg;  /* of its edges, clockwise, -45 to 45 */
  double width_mm, height_mm;
  GArray *outline; /* int x, y, x, y ... in pixels of the raw page, clockwise */
} Crop;

/* Looks for a paper on a black, grey or white bed. Where its edges are not seen, or where
 * anything is written beside it, nothing is found. Caller frees. */
Crop *crop_find (const Glimpse *glimpse) G_GNUC_WARN_UNUSED_RESULT;
void crop_free (Crop *crop);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Crop, crop_free)

/* The box around the outline, in pixels of the raw page of that size. */
Box crop_get_box (const Crop *crop, int width_px, int height_px);
