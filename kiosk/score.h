/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "kiosk/station.h"

/* How a dossier of training went. */
typedef struct {
  gint64 took_s;   /* from its beginning until it was queued, or now */
  guint undone;    /* acts on pages that were taken back */
  guint corrected; /* values that a person typed */
  guint right;     /* values that are what the sample papers say ... */
  guint wrong;     /* ... or are not; both 0 when nobody knows */
} KioskScore;

/* The score of dossier @id of a training store (FAULT_USAGE for another). The truth of sample
 * papers is "truth/manifest.json" in the virtual scanner's folder: a list with a page each,
 * in the order of feeding, whose "fields" are what is printed there. */
gboolean kiosk_score_get (KioskStation *station, const char *id, KioskScore *score,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
