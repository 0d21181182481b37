/* SPDX-License-Identifier: Apache-2.0 */

/* A person's decisions on dossiers in the queue: hold, release or retry, withdraw, and the
 * way back. All that can be refused is looked at before anything is written, so that one of
 * many can be left alone inside a transaction (upload/moves.c). What was decided stands in
 * the dossier's folder as well, for a database that is made anew from the folders. */

#include "config/fault.h"
#include "upload/cases.h"
#include "upload/custody.h"
#include "upload/progress.h"
#include "upload/standing.h"
#include "upload/store-private.h"

/* What a person may ask for; everything else is the machinery's. */
static gboolean
check_decision (const char *id, DossierState from, DossierState to, GError **error) {
  gboolean asked = to == DOSSIER_HELD || to == DOSSIER_WITHDRAWN
                   || (to == DOSSIER_QUEUED
                       && (from == DOSSIER_HELD || from == DOSSIER_DEFERRED
                           || from == DOSSIER_NEEDS_PERSON));

  if (asked && dossier_may_move (from, to))
    return TRUE;
  g_set_error (error, FAULT, FAULT_USAGE, "dossier %s is %s and cannot be made %s", id,
               dossier_state_get_name (from), dossier_state_get_name (to));
  return FALSE;
}

/* A dossier whose key is gone has nobody left to keep it from. */
gboolean
store_keep_standing (Store *store, const char *id, DossierState to, GError **error) {
  Vault *vault;

  if (!keys_has (store->keys, id))
    return TRUE;
  vault = store_get_vault (store, id, error);
  if (vault == NULL || !standing_save (vault, to, error))
    return FALSE;
  progress_save (store, id);
  return TRUE;
}

/* A hold raises a case, any other decision ends those there are. */
static gboolean
settle_cases (Store *store, const char *id, DossierState to, const char *reason,
              GError **error) {
  return to == DOSSIER_HELD
             ? cases_raise (store, id, CASE_HELD, reason, store->member, 0, error)
             : cases_decide (store, id, dossier_state_get_name (to), error);
}

gboolean
store_decide (Store *store, const char *id, DossierState to, const char *reason,
              GError **error) {
  DossierState from;

  return store_load_state (store, id, &from, NULL, error)
         && check_decision (id, from, to, error) && custody_check (store, id, error)
         && settle_cases (store, id, to, reason, error)
         && store_set_state (store, id, to, error)
         && database_run (store->database, STATEMENT_RELEASE, error, "t", id)
         && (from == DOSSIER_OPEN || store_keep_standing (store, id, to, error));
}

gboolean
store_hold (Store *store, const char *id, GError **error) {
  return store_set_state (store, id, DOSSIER_HELD, error)
         && store_keep_standing (store, id, DOSSIER_HELD, error);
}

gboolean
store_put_back (Store *store, const char *id, DossierState former, GError **error) {
  return store_undo_state (store, id, former, error)
         && store_keep_standing (store, id, former, error);
}

gboolean
store_move (Store *store, const char *id, DossierState to, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_autoptr (Writing) writing = database_begin (store->database, error);

  return writing != NULL && store_decide (store, id, to, NULL, error)
         && database_commit (g_steal_pointer (&writing), error);
}
