/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* A raster in memory. It is Leptonica's Pix under our name, so that no header of ours
 * includes Leptonica; only sources in ocr/ look inside. */
typedef struct Pix Image;

/* An axis-parallel box in pixels: left and top inside, right and bottom just outside. */
typedef struct {
  int left, top, right, bottom;
} Box;

/* Decodes page @leaf (from 0; only a TIFF has more than one) from hostile bytes. PNG, JPEG
 * and TIFF (uncompressed, PackBits, LZW, Deflate, G3 or G4) are told by their magic bytes; the dimensions are
 * checked in our own header parsers against config/limits.h before a codec allocates.
 * The result is 1 bit (1 is black), 8-bit grey or 32-bit RGB; no alpha, no palette. Its
 * resolution is the file's, or guessed from the page size when the file has none
 * (A4 assumed). A picture that says how the camera was held is turned upright. A truncated image is FAULT_IMAGE, never a half-grey page. */
Image *image_decode (const guint8 *bytes, gsize size_bytes, guint leaf,
                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What an Image is made of that was drawn by other hands: @rgb is @height rows of @width
 * pixels of three bytes. NULL without memory. */
Image *image_take_rgb (const guint8 *rgb, guint width, guint height,
                       guint res_dpi) G_GNUC_WARN_UNUSED_RESULT;

void image_free (Image *image);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Image, image_free)

guint image_get_width (const Image *image);
guint image_get_height (const Image *image);
guint image_get_res_dpi (const Image *image);

/* The bytes of a 1-bit image in CCITT group 4 (K -1, 1 is black); NULL without memory. */
GBytes *image_encode_g4 (Image *image) G_GNUC_WARN_UNUSED_RESULT;

/* Whether it has colour that a person would miss: some ink, or a tint of the paper. */
gboolean image_has_colour (Image *image);

/* As JPEG of @quality (1..100), with colours or without; NULL without memory. A grey image
 * has none. */
GBytes *image_encode_jpeg (Image *image, int quality,
                           gboolean colours) G_GNUC_WARN_UNUSED_RESULT;

/* Replaces *@image by itself in grey; grey and bitonal ones stay as they are. FALSE without
 * memory. */
gboolean image_drop_colours (Image **image) G_GNUC_WARN_UNUSED_RESULT;

/* Raw RGB for the screen, scaled down to at most @most_px on the longer side: a 32-byte
 * header (four guint32: width, height, stride in bytes, 3; then zeros) and the rows. */
GBytes *image_preview (Image *image, guint most_px) G_GNUC_WARN_UNUSED_RESULT;
