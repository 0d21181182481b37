/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* An image file that is read line by line, as the hopper plays it. PNG, JPEG and TIFF, told
 * by their contents. Lines have eight bits a sample, 0 is black; transparency shows white. */
typedef struct Original Original;

typedef struct {
  guint width_px;
  guint height_px;
  guint channels; /* 1 grey, 3 red green blue interleaved */
  double x_dpi;   /* 0: the file does not say */
  double y_dpi;
} OriginalShape;

/* How many images the file @path has; 0 when it is no image, or no file. What cannot be told
 * because the file is damaged or may not be read counts as one. */
guint original_count (const char *path);

/* Image @image (0..) of @path. Nothing larger than the LIMIT_HOPPER_* is begun. When
 * *@is_stopped (atomic, may be set by another thread) becomes true, reading gives up.
 * FAULT_IMAGE. */
Original *original_open (const char *path, guint image, const gint *is_stopped,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
void original_free (Original *original);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Original, original_free)

OriginalShape original_get_shape (const Original *original);

/* Turns the image a quarter clockwise. Before the first line is read. */
void original_turn (Original *original);

/* The next line, from the top: width_px x channels bytes. To be called height_px times.
 * FAULT_IMAGE when the file is damaged from here on. */
gboolean original_read (Original *original, guint8 *line,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
