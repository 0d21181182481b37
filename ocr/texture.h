/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/image.h"

/* A place of the page that is textured as a QR code is: black and white change equally
 * often in both directions, without the gaps of text. */
typedef struct {
  Box box; /* with a margin; may reach beyond the page */
  double
      changes; /* per 2 mm, of its poorer parts: a card's QR has 2 to 3, print below 1.6 */
} Texture;

/* Texture, best first, at most @most, on an 8-bit grey page. */
GArray *texture_find (Image *grey, guint res_dpi, guint most) G_GNUC_WARN_UNUSED_RESULT;
