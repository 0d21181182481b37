/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "config/vault.h"
#include "upload/store.h"

/* How far a sealed dossier has come at its portal, kept in its folder as well as in the
 * database: state, attempts, last answer, the portal's numbers, what adapters have noted, and
 * the trail since it was sealed. A queue that is made anew from the folders goes on from
 * there: nothing is sent twice, and what waits for a person still does. */

#define PROGRESS_NAME "progress.json"

/* Begins it, before the manifest is written: a manifest promises it. */
gboolean progress_begin (const Vault *vault, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Part of the store: writes what the database says of dossier @id inside of the caller's
 * transaction, just before its commit. A folder that takes no file is logged, and keeps no
 * dossier from its way. */
void progress_save (Store *store, const char *id);

/* What is wrong with it, added to @violations. */
void progress_check (const Vault *vault, GPtrArray *violations);

/* What a folder tells of a dossier. */
typedef struct {
  JsonObject *object; /* NULL: nothing was kept */
} Progress;

Progress *progress_load (const Vault *vault, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void progress_free (Progress *progress);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Progress, progress_free)

/* Sets portal and the portal's numbers of @dossier and, if it is queued, its state. */
void progress_tell (const Progress *progress, Dossier *dossier);

/* Part of the store: brings the rest back into the rows of dossier @id. */
gboolean progress_restore (const Progress *progress, Store *store, const char *id,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
