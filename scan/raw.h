/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "scan/scanner.h"

/* The frames of a driver, taken for what they are and no more: a whole page, or one colour
 * of it when a scanner passes over the sheet three times. */
typedef struct Raw Raw;

#define RAW_PASSES 3u

/* @device is an open SANE handle and @is_cancelled atomic; both and @pulse, which beats with
 * what the driver sends, are borrowed. */
Raw *raw_new (gpointer device, const gint *is_cancelled, Pulse *pulse,
              guint res_dpi) G_GNUC_WARN_UNUSED_RESULT;
void raw_free (Raw *raw);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Raw, raw_free)

/* Asks the driver for the next frame. READY: @frame is the shape of the page that it is, or
 * is a colour of, and passed frame_check. */
ScannerStep raw_start (Raw *raw, Frame *frame, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The colour of the frame, 0 to 2 of red, green, blue; RAW_PASSES: a whole page. */
guint raw_get_pass (const Raw *raw);

/* Reads the next line, without padding, in at most eight bits a sample: as many bytes as a
 * line of the page has, or a third of it in a pass. PAGE_END only after exactly the
 * announced bytes. */
ScannerStep raw_read (Raw *raw, guint8 *line, GError **error) G_GNUC_WARN_UNUSED_RESULT;
