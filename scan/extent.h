/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "scan/frame.h"

/* The part of the glass, or of the feeder's path, that a page is taken from. */
typedef struct {
  double left_mm;
  double top_mm;
  double width_mm;
  double height_mm;
} Extent;

/* "a3", "a4", "a5", "id-card" (a card with 2 mm of play) or "receipt" (80 mm wide, long
 * paper), in any case of letters, from the corner. FALSE for any other word. */
gboolean extent_parse_size (const char *word, Extent *extent) G_GNUC_WARN_UNUSED_RESULT;

/* "LEFT,TOP,WIDTH,HEIGHT" in millimetres with a decimal point. FALSE for anything else, and
 * for what lies on no scanner. */
gboolean extent_parse_area (const char *text, Extent *extent) G_GNUC_WARN_UNUSED_RESULT;

/* The shape of its page at @res_dpi. */
Frame extent_get_frame (const Extent *extent, guint res_dpi, guint channels,
                        guint depth_bits);

/* Instead of @asked_dpi, at which a page of it may not be taken: the highest usual
 * resolution below, or, where it was too low, the one that is read best; 0: none. */
guint extent_offer_dpi (const Extent *extent, guint asked_dpi);
