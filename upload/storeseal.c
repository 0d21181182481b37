/* SPDX-License-Identifier: Apache-2.0 */

/* What is personal in a row is sealed with its dossier's key, each text bound to the place
 * it stands in. The vault used last is kept at hand: rows of one dossier come together. */

#include "config/fault.h"
#include "upload/store-private.h"
#include "upload/trail.h"

Vault *
store_get_vault (Store *store, const char *id, GError **error) {
  g_autofree char *folder = NULL;

  if (store->vault != NULL && g_str_equal (vault_get_id (store->vault), id)
      && keys_has (store->keys, id))
    return store->vault;
  folder = store_dossier_folder_dup (store, id);
  g_clear_pointer (&store->vault, vault_free);
  store->vault = keys_open_vault (store->keys, id, folder, error);
  return store->vault;
}

Vault *
store_open_vault (Store *store, const char *id, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  Vault *vault = store_get_vault (store, id, error);

  return vault == NULL ? NULL : vault_ref (vault);
}

gboolean
store_note_export (Store *store, const char *id, guint account, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_autoptr (Writing) writing = database_begin (store->database, error);

  if (writing == NULL
      || !trail_append (store, "export", id, error, "account %u", account))
    return FALSE;
  return database_commit (g_steal_pointer (&writing), error);
}

const char *
store_get_key_path (const Store *store) {
  return keys_get_path (store->keys);
}

gboolean
store_seal (Store *store, const char *id, const char *text, char **sealed, GError **error,
            const char *format, ...) {
  g_autofree char *label = NULL;
  Vault *vault;
  va_list arguments;

  *sealed = NULL;
  if (text == NULL)
    return TRUE;
  vault = store_get_vault (store, id, error);
  if (vault == NULL)
    return FALSE;
  va_start (arguments, format);
  label = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  *sealed = vault_seal_text (vault, label, text);
  return TRUE;
}

gboolean
store_unseal (Store *store, const char *id, const char *sealed, char **text,
              GError **error, const char *format, ...) {
  g_autofree char *label = NULL;
  Vault *vault;
  va_list arguments;

  *text = NULL;
  if (sealed == NULL)
    return TRUE;
  vault = store_get_vault (store, id, error);
  if (vault == NULL)
    return FALSE;
  va_start (arguments, format);
  label = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  if (vault_open_text (vault, label, sealed, text, error))
    return TRUE;
  g_prefix_error (error, "dossier %s: ", id);
  return FALSE;
}
