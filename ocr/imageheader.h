/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* What a page file says of itself, read without any codec. */

typedef enum {
  IMAGEHEADER_PNG,
  IMAGEHEADER_JPEG,
  IMAGEHEADER_TIFF,
} ImageFormat;

typedef struct {
  ImageFormat format;
  guint width_px, height_px;
  guint directory;   /* of a TIFF: which of the file's is the page */
  guint orientation; /* 1..8 as in Exif; 1 is upright */
} ImageHeader;

/* Tells the format by its magic bytes, walks the file's structure to its end without
 * decoding anything, and checks every size in its page @leaf (from 0) against config/limits.h. FAULT_IMAGE says
 * in a person's words what is wrong: empty, not an image, truncated, too large, a kind
 * that is not taken. */
gboolean imageheader_parse (const guint8 *bytes, gsize size_bytes, guint leaf,
                            ImageHeader *header,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* How many pages the file has; only a TIFF has more than one. What is in them is not
 * looked at. */
gboolean imageheader_count (const guint8 *bytes, gsize size_bytes, guint *pages,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Checks the dimensions of a page; used by the parsers. */
gboolean imageheader_check_size (guint64 width_px, guint64 height_px,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Sets FAULT_IMAGE "truncated: the end of the image is missing"; returns FALSE. */
gboolean imageheader_set_truncated (GError **error);
