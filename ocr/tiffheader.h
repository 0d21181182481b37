/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* The first directory of a TIFF 6.0 file, read without libtiff. */
typedef struct {
  guint64 width_px, height_px;
  guint64 bits, samples; /* per sample; per pixel */
  guint64 compression, photometric;
  guint64 strips;
  guint64 first_offset_bytes, first_size_bytes; /* the first strip */
} TiffHeader;

/* Reads and checks the first directory: strips only, each inside the file; uncompressed,
 * PackBits, LZW, Deflate, G3 or G4; 1, 2, 4 or 8 bits; grey, palette or RGB. FAULT_IMAGE
 * otherwise. Later directories are not visited. */
gboolean tiffheader_parse (const guint8 *bytes, gsize size_bytes, TiffHeader *header,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
