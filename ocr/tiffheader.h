/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* One page of a TIFF 6.0 file, read without libtiff. */
typedef struct {
  guint directory;   /* which of the file's it is, from 0 */
  guint orientation; /* as a camera or a fax says, 1..8; 1 is upright */
  guint64 width_px, height_px;
  guint64 bits, samples; /* per sample; per pixel */
  guint64 compression, photometric;
  guint64 strips;
  guint64 first_offset_bytes, first_size_bytes; /* the first strip */
} TiffHeader;

/* Counts the pages: directories in their chain, without small pictures of other pages.
 * FAULT_IMAGE when the chain leaves the file, has a loop, or is longer than
 * LIMIT_FILE_PAGES. */
gboolean tiffheader_count (const guint8 *bytes, gsize size_bytes, guint *pages,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Reads and checks page @leaf, from 0: strips only, each inside the file; uncompressed,
 * PackBits, LZW, Deflate, G3 or G4; 1, 2, 4 or 8 bits; grey, palette or RGB. FAULT_IMAGE
 * otherwise. */
gboolean tiffheader_parse (const guint8 *bytes, gsize size_bytes, guint leaf,
                           TiffHeader *header, GError **error) G_GNUC_WARN_UNUSED_RESULT;
