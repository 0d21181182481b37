/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/image.h"

/* Pale lines of the paper itself: guilloche, ruled paper, a frame that is hardly there. */
typedef struct {
  Image *mask; /* 1 bit, of the backdrop's size */
  guint32
      colour; /* 0xrrggbb, in which the mask is as dark on the whole as the lines were */
  Image *plain; /* the backdrop without them */
} Pales;

void pales_free (Pales *pales);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Pales, pales_free)

/* Parts the pale lines of @backdrop (backdrop_new) from it; *@pales is NULL when it has none
 * that are worth a mask. FALSE without memory. */
gboolean pales_part (Image *backdrop, Pales **pales) G_GNUC_WARN_UNUSED_RESULT;

/* The mask of @pales at @scale (0..1) of its size, as G4; NULL without memory. */
GBytes *pales_encode (const Pales *pales, double scale, guint *width_px,
                      guint *height_px) G_GNUC_WARN_UNUSED_RESULT;
