/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "scan/dials.h"
#include "scan/lens.h"

/* One side of a sheet while it is scanned: the bytes that sane_read gives, in the device's
 * form. They are made a line at a time. */
typedef struct Exposure Exposure;

/* How the frame is sent, beside @scan. */
typedef struct {
  guint padding_bytes; /* behind each line */
  guint extra_lines;   /* behind the last */
} ExposureForm;

/* Takes @original, of true resolution @x_dpi, @y_dpi. Of @look only the bed, shift, skew and
 * streaks count; the rest is as in @scan. */
Exposure *exposure_new (Original *original, double x_dpi, double y_dpi,
                        const DialsScan *scan, const LensView *look,
                        const ExposureForm *form) G_GNUC_WARN_UNUSED_RESULT;
void exposure_free (Exposure *exposure);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Exposure, exposure_free)

/* Bytes of a line of @scan with @padding_bytes. */
gsize exposure_get_line_bytes (const DialsScan *scan, guint padding_bytes);

/* Bytes of all lines. */
guint64 exposure_get_size (const Exposure *exposure);
guint64 exposure_get_sent (const Exposure *exposure);
guint exposure_get_lines (const Exposure *exposure);

/* The next bytes, at most @most and not beyond the end: as many as were made. FAULT_IMAGE
 * when the image is damaged, after the lines before that. */
gboolean exposure_read (Exposure *exposure, guint8 *bytes, gsize most, gsize *got,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
