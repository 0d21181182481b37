/* SPDX-License-Identifier: Apache-2.0 */

/* Erasing a dossier. First the rows: in one transaction the state becomes "purged" and what
 * was sealed is taken out (SQLite zeroes what it frees). Then the key is destroyed: from
 * here on nothing of the dossier can be read, in no copy of store or database. Then the
 * files go. Cut short behind the transaction, the row says what is left to do, and
 * store_finish_purges() does it.
 *
 * What stays is the row: id, codes, times, states, counts and digests of whole files, so
 * that a receipt can still be answered for. */

#include "config/durable.h"
#include "config/fault.h"
#include "upload/elapsed.h"
#include "upload/store-private.h"

void
store_ended_free (StoreEnded *ended) {
  g_free (ended->id);
  g_free (ended->procedure);
  g_free (ended);
}

static GPtrArray *
load_ended (Store *store, gint64 counted_s, GError **error) {
  g_autoptr (GPtrArray) all
      = g_ptr_array_new_with_free_func ((GDestroyNotify) store_ended_free);
  g_autoptr (GError) cause = NULL;
  g_autoptr (Rows) rows
      = database_select (store->database, STATEMENT_GET_ENDED, &cause, "");

  while (rows != NULL && database_next (rows, &cause)) {
    StoreEnded *ended = g_new0 (StoreEnded, 1);

    ended->id = database_dup_text (rows, 0);
    ended->procedure = database_dup_text (rows, 2);
    ended->passed_s = counted_s - database_get_int (rows, 3);
    ended->is_proved = database_get_int (rows, 4) != 0;
    ended->pages = (guint) database_get_int (rows, 5);
    g_ptr_array_add (all, ended);
    if (!dossier_state_parse (database_get_text (rows, 1), &ended->state))
      g_set_error (&cause, FAULT, FAULT_STORAGE, "dossier %s is in no known state",
                   ended->id);
    if (cause != NULL)
      break;
  }
  if (cause == NULL)
    return g_steal_pointer (&all);
  g_propagate_error (error, g_steal_pointer (&cause));
  return NULL;
}

GPtrArray *
store_get_ended (Store *store, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_autoptr (Writing) writing = database_begin (store->database, error);
  g_autoptr (GPtrArray) ended = NULL;
  gint64 counted_s;

  if (writing == NULL || !elapsed_count (store, &counted_s, error))
    return NULL;
  ended = load_ended (store, counted_s, error);
  if (ended == NULL || !database_commit (g_steal_pointer (&writing), error))
    return NULL;
  return g_steal_pointer (&ended);
}

/* An empty dossier is withdrawn on its way: "purged" is reached from there. */
static gboolean
set_purged (Store *store, const char *id, GError **error) {
  DossierState state;
  g_autoptr (Dossier) dossier = NULL;

  if (!store_load_state (store, id, &state, NULL, error))
    return FALSE;
  if (state != DOSSIER_OPEN)
    return store_set_state (store, id, DOSSIER_PURGED, error);
  dossier = store_load_dossier (store, id, error);
  if (dossier == NULL)
    return FALSE;
  if (dossier->pages > 0) {
    g_set_error (error, FAULT, FAULT_USAGE,
                 "dossier %s is open and has pages; withdraw it first", id);
    return FALSE;
  }
  return store_set_state (store, id, DOSSIER_WITHDRAWN, error)
         && store_set_state (store, id, DOSSIER_PURGED, error);
}

/* Each takes what is personal out of one table. */
static const StatementId erasing[] = {
    STATEMENT_ERASE_DOSSIER, STATEMENT_ERASE_PAGES,    STATEMENT_ERASE_FIELDS,
    STATEMENT_ERASE_PAPERS,  STATEMENT_ERASE_WAIVERS,  STATEMENT_ERASE_DECISIONS,
    STATEMENT_ERASE_NOTES,   STATEMENT_ERASE_FEEDINGS, STATEMENT_ERASE_REMARKS,
    STATEMENT_UNPARK,        STATEMENT_ERASE_KEYINGS,
};

static gboolean
erase_rows (Store *store, const char *id, GError **error) {
  g_autoptr (Writing) writing = database_begin (store->database, error);

  if (writing == NULL || !set_purged (store, id, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (erasing); i++) {
    if (!database_run (store->database, erasing[i], error, "t", id))
      return FALSE;
  }
  return database_commit (g_steal_pointer (&writing), error);
}

static gboolean
erase_files (Store *store, const char *id, GError **error) {
  g_autofree char *folder = store_dossier_folder_dup (store, id);

  g_clear_pointer (&store->vault, vault_free);
  return keys_destroy (store->keys, id, error) && durable_remove (folder, error);
}

gboolean
store_purge (Store *store, const char *id, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);

  return erase_rows (store, id, error) && erase_files (store, id, error);
}

/* Purged dossiers that have a key or a folder still. */
static GPtrArray *
find_unfinished (Store *store, GError **error) {
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) cause = NULL;
  g_autoptr (Rows) rows
      = database_select (store->database, STATEMENT_GET_IDS, &cause, "");

  while (rows != NULL && database_next (rows, &cause)) {
    const char *id = database_get_text (rows, 0);
    g_autofree char *folder = store_dossier_folder_dup (store, id);

    if (g_strcmp0 (database_get_text (rows, 1), "purged") == 0
        && (keys_has (store->keys, id) || g_file_test (folder, G_FILE_TEST_EXISTS)))
      g_ptr_array_add (ids, g_strdup (id));
  }
  if (cause == NULL)
    return g_steal_pointer (&ids);
  g_propagate_error (error, g_steal_pointer (&cause));
  return NULL;
}

gboolean
store_finish_purges (Store *store, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_autoptr (GPtrArray) ids = find_unfinished (store, error);

  for (guint i = 0; ids != NULL && i < ids->len; i++) {
    if (!erase_files (store, g_ptr_array_index (ids, i), error))
      return FALSE;
  }
  return ids != NULL;
}
