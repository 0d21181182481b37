/* SPDX-License-Identifier: Apache-2.0 */

/* Looking for damage. It is only told here, never repaired: which side is right, the
 * database or the folders, is for a person to say. */

#include "upload/store-private.h"
#include "upload/violation.h"

/* Known ids, those of purged dossiers too. */
static GHashTable *
load_ids (Store *store, GPtrArray *violations, GError **error) {
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
      violation_add_of (violations, id, VIOLATION_DATABASE, "Dossier %s has no folder.",
                        id);
    if (!keys_has (store->keys, id))
      violation_add_of (violations, id, VIOLATION_KEY, "Dossier %s has no key.", id);
  }
  if (cause == NULL)
    return g_steal_pointer (&ids);
  g_propagate_error (error, g_steal_pointer (&cause));
  return NULL;
}

/* Names that are no ids are of no concern: nobody reads them. */
static gboolean
check_folders (Store *store, GHashTable *ids, GPtrArray *violations, GError **error) {
  g_autoptr (GDir) entries = g_dir_open (store->dossiers, 0, error);
  const char *name;

  if (entries == NULL)
    return FALSE;
  while ((name = g_dir_read_name (entries)) != NULL) {
    if (g_uuid_string_is_valid (name) && !g_hash_table_contains (ids, name))
      violation_add_of (violations, name, VIOLATION_DATABASE,
                        "Folder %s belongs to no dossier of the database.", name);
  }
  return TRUE;
}

static gboolean
check_keys (Store *store, GHashTable *ids, GPtrArray *violations, GError **error) {
  g_autoptr (GPtrArray) keys = keys_list (store->keys, error);

  for (guint i = 0; keys != NULL && i < keys->len; i++) {
    const char *id = g_ptr_array_index (keys, i);

    if (!g_hash_table_contains (ids, id))
      violation_add_of (violations, id, VIOLATION_KEY,
                        "Key %s belongs to no dossier of the database.", id);
  }
  return keys != NULL;
}

static gboolean
compare_folders (Store *store, GPtrArray *violations, GError **error) {
  g_autoptr (GHashTable) ids = load_ids (store, violations, error);

  return ids != NULL && check_folders (store, ids, violations, error)
         && check_keys (store, ids, violations, error);
}

/* Every sealed value of one dossier is opened once. */
static void
check_sealed (Store *store, const char *id, GPtrArray *violations) {
  g_autoptr (GError) cause = NULL;
  g_autoptr (Dossier) dossier = store_get_dossier (store, id, &cause);
  g_autoptr (GPtrArray) pages = NULL;
  g_autoptr (GHashTable) waivers = NULL;

  if (dossier != NULL && dossier->damaged)
    violation_add_of (violations, id, VIOLATION_DATABASE,
                      "Dossier %s: a sealed value does not open.", id);
  if (dossier != NULL)
    pages = store_get_pages (store, id, &cause);
  if (pages != NULL)
    waivers = store_get_waivers (store, id, &cause);
  if (waivers == NULL)
    violation_add_of (violations, id, VIOLATION_DATABASE, "Dossier %s: %s.", id,
                      cause->message);
}

/* Dossiers without a key are told of by compare_folders(). */
static gboolean
check_values (Store *store, GPtrArray *violations, GError **error) {
  g_autoptr (GPtrArray) dossiers = store_get_dossiers (store, error);

  for (guint i = 0; dossiers != NULL && i < dossiers->len; i++) {
    const Dossier *dossier = g_ptr_array_index (dossiers, i);

    if (keys_has (store->keys, dossier->id))
      check_sealed (store, dossier->id, violations);
  }
  return dossiers != NULL;
}

static void
add_sentences (GPtrArray *violations, const GPtrArray *sentences) {
  for (guint i = 0; i < sentences->len; i++)
    violation_add (violations, VIOLATION_DATABASE, "%s",
                   (const char *) g_ptr_array_index (sentences, i));
}

/* Under the write lock: nobody else's page is half-written, and a folder that is being
 * made has its row before the lock goes. */
static gboolean
check_whole (Store *store, GPtrArray *violations, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_autoptr (Writing) lock = database_begin (store->database, error);
  g_autoptr (GPtrArray) sentences = g_ptr_array_new_with_free_func (g_free);

  if (lock == NULL || !database_check (store->database, sentences, error))
    return FALSE;
  add_sentences (violations, sentences);
  return sentences->len > 0 || compare_folders (store, violations, error);
}

gboolean
store_check (Store *store, GPtrArray *violations, GError **error) {
  guint before;

  if (!keys_check (store->keys, violations, error))
    return FALSE;
  before = violations->len;
  if (!check_whole (store, violations, error))
    return FALSE;
  return violations->len > before || check_values (store, violations, error);
}

gboolean
store_check_closed (const char *folder, const Keys *keys, GPtrArray *violations,
                    GError **error) {
  g_autofree char *path = g_build_filename (folder, VIOLATION_DATABASE, NULL);
  g_autoptr (GPtrArray) sentences = g_ptr_array_new_with_free_func (g_free);

  if (!keys_check (keys, violations, error) || !database_scan (path, sentences, error))
    return FALSE;
  add_sentences (violations, sentences);
  return TRUE;
}
