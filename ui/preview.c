/* SPDX-License-Identifier: Apache-2.0 */

/* The reader hands over plain RGB rows; nothing is decoded here, only scaled. */

#include "ui/preview.h"

#include <gdk-pixbuf/gdk-pixbuf.h>

#define RGB_BYTES 3

static GdkTexture *
scale_rows (GBytes *rows, guint width_px, guint height_px, guint stride_bytes,
            guint side_px) {
  double scale = (double) side_px / MAX (width_px, height_px);
  int width = MAX (1, (int) (width_px * scale));
  int height = MAX (1, (int) (height_px * scale));
  g_autoptr (GdkPixbuf) whole
      = gdk_pixbuf_new_from_bytes (rows, GDK_COLORSPACE_RGB, FALSE, 8, (int) width_px,
                                   (int) height_px, (int) stride_bytes);
  g_autoptr (GdkPixbuf) small
      = gdk_pixbuf_scale_simple (whole, width, height, GDK_INTERP_BILINEAR);
  g_autoptr (GBytes) bytes = gdk_pixbuf_read_pixel_bytes (small);

  return gdk_memory_texture_new (width, height, GDK_MEMORY_R8G8B8, bytes,
                                 (gsize) gdk_pixbuf_get_rowstride (small));
}

GdkTexture *
preview_load (KioskLeaf *leaf, guint side_px, GError **error) {
  guint width_px = 0;
  guint height_px = 0;
  guint stride_bytes = 0;
  g_autoptr (GBytes) rows
      = kiosk_leaf_load_preview (leaf, &width_px, &height_px, &stride_bytes, error);

  if (rows == NULL)
    return NULL;
  g_return_val_if_fail (width_px > 0 && height_px > 0, NULL);
  g_return_val_if_fail (stride_bytes >= width_px * RGB_BYTES, NULL);
  g_return_val_if_fail (g_bytes_get_size (rows) >= (gsize) stride_bytes * (height_px - 1)
                                                       + (gsize) width_px * RGB_BYTES,
                        NULL);
  if (side_px > 0 && side_px < MAX (width_px, height_px))
    return scale_rows (rows, width_px, height_px, stride_bytes, side_px);
  return gdk_memory_texture_new ((int) width_px, (int) height_px, GDK_MEMORY_R8G8B8, rows,
                                 stride_bytes);
}
