/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* Makes the database of a store anew from the sealed folders, when it is gone or unusable.
 *
 *   proof.json there             -> accepted
 *   standing says so             -> held, withdrawn
 *   progress says so             -> deferred, needs_person
 *   none of these                -> queued: its portal is asked first by its key, so it
 *                                   arrives once whatever had been sent of it
 *
 * Attempts, answers and what adapters have noted come back, too (progress.h); the audit trail
 * begins anew and tells the old one. Dossiers that were not sealed, or do not open, are told
 * of and left as they lie; one whose progress alone does not open waits for a person. */

/* What became of one folder. */
typedef struct {
  char *id;
  char *code;   /* NULL when it is not in the queue */
  char *state;  /* "queued" ...; NULL when it is not in the queue */
  char *reason; /* English sentence, when it is not */
} RebuildEntry;

/* Rebuilds the store in @folder with the station key that @key_file (settings; or NULL) has a
 * say in. The database that was there is kept under another name: *@kept (caller frees), or
 * NULL. @entries gets a RebuildEntry (owned) for each folder. FAULT_USAGE while any program
 * has the store open; then, and after any other fault, nothing has been changed. */
gboolean rebuild_run (const char *folder, const char *key_file, GPtrArray *entries,
                      char **kept, GError **error) G_GNUC_WARN_UNUSED_RESULT;

void rebuild_entry_free (RebuildEntry *entry);
