/* SPDX-License-Identifier: Apache-2.0 */

/* How a page becomes the layers of its PDF. */

#include "ocr/layers.h"

#include "config/fault.h"

#include <leptonica/allheaders.h>

static const int QUALITIES[PAGEIMAGE_RUNGS] = {75, 50, 30};

static gboolean
add_picture (PageImage *image, Image *page, guint rung) {
  gboolean grey;
  GBytes *bytes = image_encode_jpeg (page, QUALITIES[rung], &grey);

  if (bytes == NULL)
    return FALSE;
  pageimage_take_layer (image, grey ? LAYER_JPEG_GRAY : LAYER_JPEG_RGB, image->width_px,
                        image->height_px, bytes)
      ->rungs
      = 1u << rung;
  return TRUE;
}

static gboolean
add_drawing (PageImage *image, Image *page) {
  GBytes *bytes = image_encode_g4 (page);

  if (bytes == NULL)
    return FALSE;
  pageimage_take_layer (image, LAYER_G4, image->width_px, image->height_px, bytes);
  return TRUE;
}

static gboolean
add_whole (PageImage *image, Image *page) {
  if (pixGetDepth (page) == 1)
    return add_drawing (image, page);
  for (guint rung = 0; rung < PAGEIMAGE_RUNGS; rung++) {
    if (!add_picture (image, page, rung))
      return FALSE;
  }
  return TRUE;
}

PageImage *
layers_encode_plain (Image *page, GError **error) {
  g_autoptr (PageImage) image = pageimage_new (
      image_get_width (page), image_get_height (page), image_get_res_dpi (page));

  if (add_whole (image, page))
    return g_steal_pointer (&image);
  g_set_error_literal (error, FAULT, FAULT_TEMPORARY, "the page image does not encode");
  return NULL;
}
