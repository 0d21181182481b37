/* SPDX-License-Identifier: Apache-2.0 */

/* Looking for damage. It is only told here, never repaired: which side is right, the
 * database or the folders, is for a person to say. */

#include "upload/store-private.h"

/* Known ids, those of purged dossiers too. */
static GHashTable *
load_ids (Store *store, GPtrArray *findings, GError **error) {
  g_autoptr (GHashTable) ids
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GError) cause = NULL;
  g_autoptr (Rows) rows
      = database_select (store->database, STATEMENT_GET_IDS, &cause, "");

  while (rows != NULL && database_next (rows, &cause)) {
    const char *id = database_get_text (rows, 0);
    g_autofree char *folder = store_dossier_folder_dup (store, id);

    g_hash_table_add (ids, g_strdup (id));
    if (g_strcmp0 (database_get_text (rows, 1), "purged") == 0)
      continue;
    if (!g_file_test (folder, G_FILE_TEST_IS_DIR))
      g_ptr_array_add (findings, g_strdup_printf ("Dossier %s has no folder.", id));
    if (!keys_has (store->keys, id))
      g_ptr_array_add (findings, g_strdup_printf ("Dossier %s has no key.", id));
  }
  if (cause == NULL)
    return g_steal_pointer (&ids);
  g_propagate_error (error, g_steal_pointer (&cause));
  return NULL;
}

/* Names that are no ids are of no concern: nobody reads them. */
static gboolean
check_folders (Store *store, GHashTable *ids, GPtrArray *findings, GError **error) {
  g_autoptr (GDir) entries = g_dir_open (store->dossiers, 0, error);
  const char *name;

  if (entries == NULL)
    return FALSE;
  while ((name = g_dir_read_name (entries)) != NULL) {
    if (g_uuid_string_is_valid (name) && !g_hash_table_contains (ids, name))
      g_ptr_array_add (
          findings,
          g_strdup_printf ("Folder %s belongs to no dossier of the database.", name));
  }
  return TRUE;
}

static gboolean
check_keys (Store *store, GHashTable *ids, GPtrArray *findings, GError **error) {
  g_autoptr (GPtrArray) keys = keys_list (store->keys, error);

  for (guint i = 0; keys != NULL && i < keys->len; i++) {
    const char *id = g_ptr_array_index (keys, i);

    if (!g_hash_table_contains (ids, id))
      g_ptr_array_add (
          findings,
          g_strdup_printf ("Key %s belongs to no dossier of the database.", id));
  }
  return keys != NULL && keys_check (store->keys, findings, error);
}

static gboolean
compare_folders (Store *store, GPtrArray *findings, GError **error) {
  g_autoptr (GHashTable) ids = load_ids (store, findings, error);

  return ids != NULL && check_folders (store, ids, findings, error)
         && check_keys (store, ids, findings, error);
}

/* Every sealed value of one dossier is opened once. */
static void
check_sealed (Store *store, const char *id, GPtrArray *findings) {
  g_autoptr (GError) cause = NULL;
  g_autoptr (Dossier) dossier = store_get_dossier (store, id, &cause);
  g_autoptr (GPtrArray) pages = NULL;
  g_autoptr (GHashTable) waivers = NULL;

  if (dossier != NULL && dossier->damaged)
    g_ptr_array_add (findings,
                     g_strdup_printf ("Dossier %s: a sealed value does not open.", id));
  if (dossier != NULL)
    pages = store_get_pages (store, id, &cause);
  if (pages != NULL)
    waivers = store_get_waivers (store, id, &cause);
  if (waivers == NULL)
    g_ptr_array_add (findings, g_strdup_printf ("Dossier %s: %s.", id, cause->message));
}

/* Dossiers without a key are told of by compare_folders(). */
static gboolean
check_values (Store *store, GPtrArray *findings, GError **error) {
  g_autoptr (GPtrArray) dossiers = store_get_dossiers (store, error);

  for (guint i = 0; dossiers != NULL && i < dossiers->len; i++) {
    const Dossier *dossier = g_ptr_array_index (dossiers, i);

    if (keys_has (store->keys, dossier->id))
      check_sealed (store, dossier->id, findings);
  }
  return dossiers != NULL;
}

/* Under the write lock: nobody else's page is half-written, and a folder that is being
 * made has its row before the lock goes. */
static gboolean
check_whole (Store *store, GPtrArray *findings, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_autoptr (Writing) lock = database_begin (store->database, error);
  guint before = findings->len;

  if (lock == NULL || !database_check (store->database, findings, error))
    return FALSE;
  return findings->len > before || compare_folders (store, findings, error);
}

gboolean
store_check (Store *store, GPtrArray *findings, GError **error) {
  guint before = findings->len;

  if (!check_whole (store, findings, error))
    return FALSE;
  return findings->len > before || check_values (store, findings, error);
}
