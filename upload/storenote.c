/* SPDX-License-Identifier: Apache-2.0 */

/* Notes of the adapters. A note is written before what it is about is relied on: the
 * address of an upload before its first byte, a number before the dossier is created under
 * it. So an attempt that is killed anywhere is taken up by the next one where it was. */

#include "upload/progress.h"
#include "upload/store-private.h"

gboolean
store_set_note (Store *store, const char *id, const char *portal, const char *name,
                const char *value, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_autoptr (Writing) writing = store_begin_claimed (store, id, error);
  g_autofree char *sealed = NULL;
  gboolean run;

  if (writing == NULL
      || !store_seal (store, id, value, &sealed, error, "note/%s/%s", portal, name))
    return FALSE;
  if (value != NULL)
    run = database_run (store->database, STATEMENT_SET_NOTE, error, "tttt", id, portal,
                        name, sealed);
  else
    run = database_run (store->database, STATEMENT_DROP_NOTE, error, "ttt", id, portal,
                        name);
  if (!run)
    return FALSE;
  progress_save (store, id);
  return database_commit (g_steal_pointer (&writing), error);
}

gboolean
store_get_note (Store *store, const char *id, const char *portal, const char *name,
                char **value, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_autoptr (GError) cause = NULL;
  g_autoptr (Rows) rows = database_select (store->database, STATEMENT_GET_NOTE, &cause,
                                           "ttt", id, portal, name);

  *value = NULL;
  if (rows != NULL && database_next (rows, &cause)
      && store_unseal (store, id, database_get_text (rows, 0), value, &cause,
                       "note/%s/%s", portal, name))
    return TRUE;
  if (cause == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&cause));
  return FALSE;
}
