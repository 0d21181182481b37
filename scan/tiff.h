/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "config/durable.h"
#include "scan/choice.h"
#include "scan/frame.h"

/* A page on its way to disk, one line at a time: classic TIFF 6.0, one image, strips;
 * CCITT Group 4 for one bit, Deflate for the others. Memory is one strip, whatever the
 * size of the page. */
typedef struct TiffFile TiffFile;

/* Starts a page of the shape @frame, which passed frame_check, in @file (borrowed, empty).
 * @turn is how its lines come; they are saved upright, but for a page of unknown length that
 * comes head down: that is marked so (Orientation 3). FAULT_STORAGE. */
TiffFile *tiff_open (DurableFile *file, const Frame *frame, Turn turn,
                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Adds the next line, frame_get_line_bytes of it. FAULT_STORAGE when the disk refuses;
 * the file is then of no use. */
gboolean tiff_append (TiffFile *tiff, const guint8 *line,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Lines added so far. */
guint tiff_get_lines (const TiffFile *tiff);

/* Completes the file and frees @tiff either way. Committing it is its owner's. */
gboolean tiff_close (TiffFile *tiff, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Gives up; what is in the file is of no use. */
void tiff_free (TiffFile *tiff);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiffFile, tiff_free)
