/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "scan/original.h"

/* What the lamp sees: a sheet on the bed, through a window, line by line. */

typedef struct {
  double left_mm;
  double width_mm;
  guint8 colour[3];
} LensStreak; /* dirt on the glass: a stripe along the way of the paper */

typedef struct {
  guint res_dpi;
  guint channels; /* 1 or 3 */
  guint left_px;  /* of the window on the bed */
  guint top_px;
  guint width_px;
  guint8 bed; /* grey where there is no paper */
  double shift_x_mm;
  double shift_y_mm;
  double skew_deg; /* clockwise, about the middle of the sheet */
  const LensStreak *streaks;
  guint n_streaks;
} LensView;

typedef struct Lens Lens;

/* Takes @original, whose true resolution is @x_dpi, @y_dpi. @view is copied, the streaks
 * too. */
Lens *lens_new (Original *original, double x_dpi, double y_dpi,
                const LensView *view) G_GNUC_WARN_UNUSED_RESULT;
void lens_free (Lens *lens);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Lens, lens_free)

/* The next line of the window, width_px x channels bytes; after the end of the sheet the
 * bed, for ever. FAULT_IMAGE. */
gboolean lens_read (Lens *lens, guint8 *line, GError **error) G_GNUC_WARN_UNUSED_RESULT;
