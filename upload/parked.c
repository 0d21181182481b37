/* SPDX-License-Identifier: Apache-2.0 */

/* Nothing has to be saved when a dossier is laid aside: all of it is in the store already.
 * What is added is the place where the screen was, and a digest of what people have done to
 * the dossier, so that whoever goes on can tell that nobody did more meanwhile. Readers may:
 * what they find later is no part of it. Values are digested as they are sealed, for the
 * digest of a short value could be guessed. */

#include "upload/parked.h"

#include "config/fault.h"
#include "config/limits.h"
#include "upload/store-private.h"
#include "upload/trail.h"

#include <string.h>

void
parked_free (Parked *parked) {
  if (parked == NULL)
    return;
  g_free (parked->dossier);
  g_free (parked->code);
  g_free (parked->member);
  g_free (parked->step);
  g_free (parked);
}

static char *
compute_digest (Store *store, const char *id, GError **error) {
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr (GError) cause = NULL;
  g_autoptr (Rows) rows
      = database_select (store->database, STATEMENT_GET_DOINGS, &cause, "t", id);

  while (rows != NULL && database_next (rows, &cause)) {
    const char *row = database_get_text (rows, 0);

    g_checksum_update (sum, (const guchar *) row, (gssize) strlen (row) + 1);
  }
  if (cause == NULL)
    return g_strdup (g_checksum_get_string (sum));
  g_propagate_error (error, g_steal_pointer (&cause));
  return NULL;
}

char *
parked_compute_digest (Store *store, const char *id, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);

  return compute_digest (store, id, error);
}

/* Of dossiers that are still open. */
static GPtrArray *
load_parked (Store *store, const char *desk, GError **error) {
  g_autoptr (GPtrArray) all
      = g_ptr_array_new_with_free_func ((GDestroyNotify) parked_free);
  g_autoptr (GError) cause = NULL;
  g_autoptr (Rows) rows
      = database_select (store->database, STATEMENT_GET_PARKED, &cause, "t", desk);

  while (rows != NULL && database_next (rows, &cause)) {
    Parked *parked = g_new0 (Parked, 1);

    parked->dossier = database_dup_text (rows, 0);
    parked->code = database_dup_text (rows, 1);
    parked->member = database_dup_text (rows, 2);
    parked->parked_at = database_get_int (rows, 4);
    g_ptr_array_add (all, parked);
    if (!store_unseal (store, parked->dossier, database_get_text (rows, 3), &parked->step,
                       &cause, "step"))
      break;
  }
  if (cause == NULL)
    return g_steal_pointer (&all);
  g_propagate_error (error, g_steal_pointer (&cause));
  return NULL;
}

GPtrArray *
parked_get (Store *store, const char *desk, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);

  return load_parked (store, desk, error);
}

static gboolean
refuse (GError **error, const char *sentence) {
  g_set_error_literal (error, FAULT, FAULT_USAGE, sentence);
  return FALSE;
}

static gboolean
check_parkable (Store *store, const char *desk, const char *id, const char *step,
                GError **error) {
  g_autoptr (GPtrArray) all = NULL;
  DossierState state;

  if (strlen (step) > LIMIT_STEP_BYTES || !g_utf8_validate (step, -1, NULL))
    return refuse (error, "a screen's step is short UTF-8 text");
  if (!store_load_state (store, id, &state, NULL, error))
    return FALSE;
  if (state != DOSSIER_OPEN)
    return refuse (error, "only an open dossier can be parked");
  all = load_parked (store, desk, error);
  if (all == NULL)
    return FALSE;
  for (guint i = 0; i < all->len; i++) {
    if (g_str_equal (((Parked *) g_ptr_array_index (all, i))->dossier, id))
      return refuse (error, "this dossier is parked already");
  }
  return all->len < LIMIT_PARKED
         || refuse (error, "this desk has three dossiers parked: take one up first");
}

gboolean
parked_add (Store *store, const char *desk, const char *id, const char *step,
            GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_autoptr (Writing) writing = database_begin (store->database, error);
  g_autofree char *sealed = NULL;
  g_autofree char *digest = NULL;

  if (writing == NULL || !check_parkable (store, desk, id, step, error)
      || !store_seal (store, id, step, &sealed, error, "step"))
    return FALSE;
  digest = compute_digest (store, id, error);
  if (digest == NULL
      || !database_run (store->database, STATEMENT_PARK, error, "ttttti", id, desk,
                        store->member, sealed, digest,
                        g_get_real_time () / G_USEC_PER_SEC)
      || !trail_append (store, "park", id, error, "%s", desk))
    return FALSE;
  return database_commit (g_steal_pointer (&writing), error);
}

static gboolean
load_one (Store *store, const char *desk, const char *id, char **step, char **digest,
          GError **error) {
  g_autoptr (GError) cause = NULL;
  g_autoptr (Rows) rows = database_select (store->database, STATEMENT_GET_PARKED_ONE,
                                           &cause, "tt", id, desk);

  if (rows != NULL && database_next (rows, &cause)) {
    *digest = database_dup_text (rows, 1);
    return store_unseal (store, id, database_get_text (rows, 0), step, error, "step");
  }
  if (cause == NULL)
    return refuse (error, "this dossier is not parked at this desk");
  g_propagate_error (error, g_steal_pointer (&cause));
  return FALSE;
}

gboolean
parked_take (Store *store, const char *desk, const char *id, char **step, gboolean *same,
             GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_autoptr (Writing) writing = database_begin (store->database, error);
  g_autofree char *was_at = NULL;
  g_autofree char *before = NULL;
  g_autofree char *now = NULL;

  if (writing == NULL || !load_one (store, desk, id, &was_at, &before, error))
    return FALSE;
  now = compute_digest (store, id, error);
  if (now == NULL || !database_run (store->database, STATEMENT_UNPARK, error, "t", id)
      || !trail_append (store, "take-up", id, error, "%s",
                        g_str_equal (before, now) ? "same" : "changed")
      || !database_commit (g_steal_pointer (&writing), error))
    return FALSE;
  *same = g_str_equal (before, now);
  *step = g_steal_pointer (&was_at);
  return TRUE;
}
