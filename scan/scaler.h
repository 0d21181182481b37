/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "scan/original.h"

/* An Original at another resolution, line by line: a pixel is the mean of the area that it
 * covers, as a sensor sees it. At the same resolution nothing is changed. */
typedef struct Scaler Scaler;

/* @original is taken. @x_step and @y_step are how many of its pixels make one of the result.
 * @channels are 1 or 3, whatever the original has. Of each line only @count pixels from
 * @first on are made (none where the line has ended). */
Scaler *scaler_new (Original *original, double x_step, double y_step, guint channels,
                    guint first, guint count) G_GNUC_WARN_UNUSED_RESULT;
void scaler_free (Scaler *scaler);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Scaler, scaler_free)

/* How many pixels @size_px of the original become with @step; at least one. */
guint scaler_get_size (guint size_px, double step);

/* How many pixels of a line are made. */
guint scaler_get_width (const Scaler *scaler);

/* The next line; TRUE as often as there are lines (scaler_get_size). FAULT_IMAGE. */
gboolean scaler_read (Scaler *scaler, guint8 *line,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Passes over the next line. */
gboolean scaler_skip (Scaler *scaler, GError **error) G_GNUC_WARN_UNUSED_RESULT;
