/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "upload/store.h"

/* Open dossiers laid aside at a desk, LIMIT_PARKED at most, to be gone on with at the same
 * desk exactly as they were: a digest of all rows of the dossier is taken when it is parked
 * and compared when it is taken up. */
typedef struct {
  char *dossier;
  char *code;   /* for people */
  char *member; /* who parked it; NULL: a store without staff */
  char *step;   /* where the screen was, as it noted it; of ours, no values */
  gint64 parked_at;
} Parked;

void parked_free (Parked *parked);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Parked, parked_free)

/* Parks OPEN dossier @id at @desk. @step is at most LIMIT_STEP_BYTES of UTF-8, kept sealed.
 * FAULT_USAGE when the desk has as many parked as it may, or the dossier is parked. */
gboolean parked_add (Store *store, const char *desk, const char *id, const char *step,
                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Those of @desk (Parked, owned by the array), oldest first. */
GPtrArray *parked_get (Store *store, const char *desk,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Takes @id up: *@step is where the screen was (caller frees); *@same whether the dossier is
 * as it was parked. FAULT_USAGE when it is not parked at @desk. */
gboolean parked_take (Store *store, const char *desk, const char *id, char **step,
                      gboolean *same, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* SHA-256 (hexadecimal) over the rows of dossier @id: its pages with place, turn and kind,
 * its values, waivers, decisions and acts, as they are sealed. Caller frees. */
char *parked_compute_digest (Store *store, const char *id,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
