/* SPDX-License-Identifier: Apache-2.0 */

/* Page images as a scanner would store them. PNG with the lightest compression: a page
 * takes a tenth of a second, and nobody keeps it. Rows go through one buffer. */

#include "picture.h"

#include "config/fault.h"

#include <cairo.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>

#include <jpeglib.h>
#include <png.h>

/* One row of a surface as red, green, blue. */
static void
copy_row (cairo_surface_t *surface, int y, guint8 *rgb) {
  int width = cairo_image_surface_get_width (surface);
  const guint32 *row
      = (const guint32 *) (const void *) (cairo_image_surface_get_data (surface)
                                          + (gsize) y
                                                * (gsize) cairo_image_surface_get_stride (
                                                    surface));

  for (int x = 0; x < width; x++) {
    rgb[3 * x] = (guint8) (row[x] >> 16);
    rgb[3 * x + 1] = (guint8) (row[x] >> 8);
    rgb[3 * x + 2] = (guint8) row[x];
  }
}

static gboolean
write_png (cairo_surface_t *surface, FILE *file, int res_dpi) {
  int width = cairo_image_surface_get_width (surface);
  int height = cairo_image_surface_get_height (surface);
  g_autofree guint8 *row = g_malloc ((gsize) width * 3);
  png_structp png = png_create_write_struct (PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
  png_infop info = png_create_info_struct (png);
  png_uint_32 per_metre = (png_uint_32) lround (res_dpi / 0.0254);

  if (setjmp (png_jmpbuf (png))) {
    png_destroy_write_struct (&png, &info);
    return FALSE;
  }
  png_init_io (png, file);
  png_set_IHDR (png, info, (png_uint_32) width, (png_uint_32) height, 8,
                PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
                PNG_FILTER_TYPE_DEFAULT);
  png_set_pHYs (png, info, per_metre, per_metre, PNG_RESOLUTION_METER);
  png_set_compression_level (png, 1);
  png_set_filter (png, PNG_FILTER_TYPE_BASE, PNG_FILTER_SUB);
  png_write_info (png, info);
  for (int y = 0; y < height; y++) {
    copy_row (surface, y, row);
    png_write_row (png, row);
  }
  png_write_end (png, info);
  png_destroy_write_struct (&png, &info);
  return TRUE;
}

static gboolean
write_jpeg (cairo_surface_t *surface, FILE *file, int quality, int res_dpi) {
  struct jpeg_compress_struct jpeg;
  struct jpeg_error_mgr errors;
  int width = cairo_image_surface_get_width (surface);
  int height = cairo_image_surface_get_height (surface);
  g_autofree guint8 *row = g_malloc ((gsize) width * 3);

  jpeg.err = jpeg_std_error (&errors);
  jpeg_create_compress (&jpeg);
  jpeg_stdio_dest (&jpeg, file);
  jpeg.image_width = (JDIMENSION) width;
  jpeg.image_height = (JDIMENSION) height;
  jpeg.input_components = 3;
  jpeg.in_color_space = JCS_RGB;
  jpeg_set_defaults (&jpeg);
  jpeg_set_quality (&jpeg, quality, TRUE);
  jpeg.density_unit = 1;
  jpeg.X_density = (UINT16) res_dpi;
  jpeg.Y_density = (UINT16) res_dpi;
  jpeg_start_compress (&jpeg, TRUE);
  for (int y = 0; y < height; y++) {
    copy_row (surface, y, row);
    jpeg_write_scanlines (&jpeg, &row, 1);
  }
  jpeg_finish_compress (&jpeg);
  jpeg_destroy_compress (&jpeg);
  return !ferror (file);
}

gboolean
picture_save (cairo_surface_t *surface, const char *path, PictureFormat format,
              int quality, int res_dpi, GError **error) {
  FILE *file = fopen (path, "wbe");
  gboolean written = FALSE;

  if (file == NULL)
    return fault_set_errno (error, FAULT_STORAGE, "cannot create %s", path);
  cairo_surface_flush (surface);
  switch (format) {
  case PICTURE_PNG:
    written = write_png (surface, file, res_dpi);
    break;
  case PICTURE_JPEG:
    written = write_jpeg (surface, file, quality, res_dpi);
    break;
  }
  if (fclose (file) != 0 || !written)
    return fault_set_errno (error, FAULT_STORAGE, "cannot write %s", path);
  return TRUE;
}
