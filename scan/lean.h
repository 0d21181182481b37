/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "scan/scaler.h"

/* A sheet that lies askew under the lamp: the lines of the window, each of which crosses
 * many lines of the sheet. */
typedef struct Lean Lean;

typedef struct {
  guint channels; /* 1 or 3 */
  guint sheet_width;
  guint sheet_height;
  gint64
      left; /* of the window's upper left corner on the sheet that would lie straight */
  gint64 top;
  guint width;     /* of the window */
  double skew_deg; /* clockwise, about the middle of the sheet */
  guint8 bed;      /* grey where there is no paper */
} LeanView;

/* @scaler gives the whole lines of the sheet; it is taken. */
Lean *lean_new (Scaler *scaler, const LeanView *view) G_GNUC_WARN_UNUSED_RESULT;
void lean_free (Lean *lean);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Lean, lean_free)

/* The next line of the window, width x channels bytes, for ever. FAULT_IMAGE. */
gboolean lean_read (Lean *lean, guint8 *line, GError **error) G_GNUC_WARN_UNUSED_RESULT;
