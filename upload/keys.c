/* SPDX-License-Identifier: Apache-2.0 */

/* A key file holds the wrapped key twice, 4 KiB apart, so that neither a flipped bit nor a
 * lost sector costs a dossier; one sound copy is enough, both are looked at by keys_check().
 *
 *   offset  length
 *   0       80   "MCKEY" and the version, a random nonce of 24, the key sealed: 32 and 16
 *   80      4016 zeros
 *   4096    80   the same, sealed anew
 *
 * The seal is bound to the id and to the copy's number. STORE/keys/station is such a file
 * of no dossier: whoever opens it has the right station key. It is what tells a wrong key
 * from damaged dossiers. */

#include "upload/keys.h"

#include "config/chunk.h"
#include "config/fault.h"
#include "upload/stationkey.h"
#include "upload/violation.h"

#include <sodium.h>

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FOLDER_NAME  "keys"
#define STATION_NAME "station"
#define WRAP_CONTEXT "mcstatn1"
#define MAGIC        "MCKEY\0\0\1"
#define COPIES       2u
#define NONCE_BYTES  crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define TAG_BYTES    crypto_aead_xchacha20poly1305_ietf_ABYTES
#define COPY_STEP    4096u
#define FILE_BYTES   (COPY_STEP + (guint) sizeof (WrappedKey))

typedef struct {
  guint8 magic[8];
  guint8 nonce[NONCE_BYTES];
  guint8 sealed[VAULT_KEY_BYTES + TAG_BYTES];
} WrappedKey;

G_STATIC_ASSERT (sizeof (WrappedKey) == 80);

/* In locked memory. */
struct Keys {
  char *folder; /* STORE/keys */
  char *path;   /* of the station key */
  guint8 wrapping_key[VAULT_KEY_BYTES];
};

void
keys_free (Keys *keys) {
  if (keys == NULL)
    return;
  g_free (keys->folder);
  g_free (keys->path);
  sodium_free (keys);
}

const char *
keys_get_path (const Keys *keys) {
  return keys->path;
}

static char *
build_path (const Keys *keys, const char *id) {
  return g_build_filename (keys->folder, id, NULL);
}

gboolean
keys_has (const Keys *keys, const char *id) {
  g_autofree char *path = build_path (keys, id);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* --- one file ----------------------------------------------------------------------- */

static char *
bind_copy (const char *id, guint copy) {
  return g_strdup_printf ("motcua key/%s/%u", id, copy);
}

static void
wrap_copy (const Keys *keys, const char *id, guint copy, const guint8 *key,
           WrappedKey *wrapped) {
  g_autofree char *bound = bind_copy (id, copy);

  memcpy (wrapped->magic, MAGIC, sizeof wrapped->magic);
  randombytes_buf (wrapped->nonce, NONCE_BYTES);
  crypto_aead_xchacha20poly1305_ietf_encrypt (wrapped->sealed, NULL, key, VAULT_KEY_BYTES,
                                              (const guint8 *) bound, strlen (bound),
                                              NULL, wrapped->nonce, keys->wrapping_key);
}

static gboolean
unwrap_copy (const Keys *keys, const char *id, guint copy, const guint8 *bytes,
             guint8 *key) {
  g_autofree char *bound = bind_copy (id, copy);
  WrappedKey wrapped;

  memcpy (&wrapped, bytes, sizeof wrapped);
  return memcmp (wrapped.magic, MAGIC, sizeof wrapped.magic) == 0
         && crypto_aead_xchacha20poly1305_ietf_decrypt (
                key, NULL, NULL, wrapped.sealed, sizeof wrapped.sealed,
                (const guint8 *) bound, strlen (bound), wrapped.nonce, keys->wrapping_key)
                == 0;
}

static gboolean
save_key (const Keys *keys, const char *id, const guint8 *key, GError **error) {
  g_autofree char *path = build_path (keys, id);
  g_autofree guint8 *bytes = g_malloc0 (FILE_BYTES);
  WrappedKey wrapped;

  for (guint copy = 0; copy < COPIES; copy++) {
    wrap_copy (keys, id, copy, key, &wrapped);
    memcpy (bytes + copy * COPY_STEP, &wrapped, sizeof wrapped);
  }
  return durable_save (path, bytes, FILE_BYTES, 0600, error);
}

/* Up to FILE_BYTES of the file, the rest zeros. */
static gboolean
load_bytes (const Keys *keys, const char *id, guint8 *bytes, gsize *size,
            GError **error) {
  g_autofree char *path = build_path (keys, id);
  int fd = open (path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  gssize got;

  if (fd < 0 && errno == ENOENT) {
    g_set_error (error, FAULT, FAULT_STORAGE,
                 "the key of dossier %s is gone: what it sealed is erased", id);
    return FALSE;
  }
  if (fd < 0)
    return fault_set_errno (error, FAULT_STORAGE, "cannot open the key of %s", id);
  got = read (fd, bytes, FILE_BYTES + 1);
  close (fd);
  if (got < 0)
    return fault_set_errno (error, FAULT_STORAGE, "cannot read the key of %s", id);
  *size = (gsize) got;
  return TRUE;
}

static gboolean
load_key (const Keys *keys, const char *id, guint8 *key, GError **error) {
  g_autofree guint8 *bytes = g_malloc0 (FILE_BYTES + 1);
  gsize size;

  if (!load_bytes (keys, id, bytes, &size, error))
    return FALSE;
  for (guint copy = 0; copy < COPIES; copy++) {
    if (unwrap_copy (keys, id, copy, bytes + copy * COPY_STEP, key))
      return TRUE;
  }
  g_set_error (error, FAULT, FAULT_STORAGE, "the key of %s is damaged", id);
  return FALSE;
}

/* --- opening ------------------------------------------------------------------------ */

static void
set_station_key (Keys *keys, const char *path, guint8 *key) {
  g_free (keys->path);
  keys->path = g_strdup (path);
  crypto_kdf_derive_from_key (keys->wrapping_key, VAULT_KEY_BYTES, 1, WRAP_CONTEXT, key);
  sodium_memzero (key, STATIONKEY_BYTES);
}

/* Any key of the store that opens shows that the station key is right, should the
 * station's own mark be damaged or lost. */
static gboolean
opens_any (const Keys *keys) {
  g_autoptr (GDir) entries = g_dir_open (keys->folder, 0, NULL);
  guint8 key[VAULT_KEY_BYTES];
  gboolean opened = load_key (keys, STATION_NAME, key, NULL);
  const char *name;

  while (!opened && entries != NULL && (name = g_dir_read_name (entries)) != NULL)
    opened = g_uuid_string_is_valid (name) && load_key (keys, name, key, NULL);
  sodium_memzero (key, sizeof key);
  return opened;
}

/* Tries @files in order; *@found is the first that holds a key. */
static gboolean
find_station_key (Keys *keys, const GPtrArray *files, gboolean is_new, const char **found,
                  GError **error) {
  guint8 key[STATIONKEY_BYTES];

  *found = NULL;
  for (guint i = 0; i < files->len; i++) {
    const char *path = g_ptr_array_index (files, i);
    g_autoptr (GError) cause = NULL;
    gboolean absent;

    if (!stationkey_load (path, key, &absent, &cause)) {
      if (absent)
        continue;
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }
    if (*found == NULL)
      *found = path;
    set_station_key (keys, path, key);
    if (is_new || opens_any (keys))
      return TRUE;
  }
  return FALSE;
}

static gboolean
refuse_store (const Keys *keys, const GPtrArray *files, const char *found,
              GError **error) {
  g_autofree char *folder = g_path_get_dirname (keys->folder);

  if (found != NULL)
    g_set_error (error, FAULT, FAULT_CONFIG,
                 "the station key %s is not the one that store %s was sealed with; "
                 "nothing has been changed",
                 found, folder);
  else
    g_set_error (error, FAULT, FAULT_CONFIG,
                 "the station key of store %s is missing (it was looked for in %s); "
                 "nothing has been changed",
                 folder, (const char *) g_ptr_array_index (files, 0));
  return FALSE;
}

/* The folder and the station's mark in it; for a new store. */
static gboolean
make_folder (const Keys *keys, GError **error) {
  guint8 key[VAULT_KEY_BYTES];
  gboolean saved;

  randombytes_buf (key, sizeof key);
  saved
      = durable_mkdir (keys->folder, error) && save_key (keys, STATION_NAME, key, error);
  sodium_memzero (key, sizeof key);
  return saved;
}

static gboolean
open_new (Keys *keys, const GPtrArray *files, gboolean may_make, GError **error) {
  g_autoptr (GError) cause = NULL;
  guint8 key[STATIONKEY_BYTES];
  const char *path;

  if (find_station_key (keys, files, TRUE, &path, &cause))
    return make_folder (keys, error);
  if (cause != NULL) {
    g_propagate_error (error, g_steal_pointer (&cause));
    return FALSE;
  }
  if (!may_make)
    return refuse_store (keys, files, NULL, error);
  if (!stationkey_make (files, key, &path, error))
    return FALSE;
  set_station_key (keys, path, key);
  return make_folder (keys, error);
}

static gboolean
open_old (Keys *keys, const GPtrArray *files, GError **error) {
  g_autoptr (GError) cause = NULL;
  const char *found;

  if (find_station_key (keys, files, FALSE, &found, &cause))
    return TRUE;
  if (cause == NULL)
    return refuse_store (keys, files, found, error);
  g_propagate_error (error, g_steal_pointer (&cause));
  return FALSE;
}

Keys *
keys_open (const char *folder, const char *file, gboolean make, GError **error) {
  gboolean may_make, opened;
  g_autoptr (GPtrArray) files = stationkey_list_files (folder, file, &may_make);
  g_autoptr (Keys) keys = NULL;
  g_autofree char *mark = g_build_filename (folder, FOLDER_NAME, STATION_NAME, NULL);

  chunk_init ();
  keys = sodium_malloc (sizeof *keys);
  if (keys == NULL)
    g_error ("no memory for a key");
  memset (keys, 0, sizeof *keys);
  keys->folder = g_build_filename (folder, FOLDER_NAME, NULL);
  if (make && !g_file_test (mark, G_FILE_TEST_EXISTS))
    opened = open_new (keys, files, may_make, error);
  else
    opened = open_old (keys, files, error);
  return opened ? g_steal_pointer (&keys) : NULL;
}

gboolean
keys_sweep (const Keys *keys, GError **error) {
  return durable_sweep (keys->folder, error);
}

/* --- keys of dossiers --------------------------------------------------------------- */

gboolean
keys_make (const Keys *keys, const char *id, GError **error) {
  guint8 key[VAULT_KEY_BYTES];
  gboolean saved;

  randombytes_buf (key, sizeof key);
  saved = save_key (keys, id, key, error);
  sodium_memzero (key, sizeof key);
  return saved;
}

Vault *
keys_open_vault (const Keys *keys, const char *id, const char *folder, GError **error) {
  guint8 key[VAULT_KEY_BYTES];
  Vault *vault;

  if (!load_key (keys, id, key, error))
    return NULL;
  vault = vault_new (folder, id, key);
  sodium_memzero (key, sizeof key);
  return vault;
}

Vault *
keys_open_station_vault (const Keys *keys) {
  return vault_new (keys->folder, STATION_NAME, keys->wrapping_key);
}

static gboolean
overwrite (int fd, const char *path, GError **error) {
  g_autofree guint8 *noise = g_malloc (FILE_BYTES);

  randombytes_buf (noise, FILE_BYTES);
  if (pwrite (fd, noise, FILE_BYTES, 0) == (gssize) FILE_BYTES && fsync (fd) == 0)
    return TRUE;
  return fault_set_errno (error, FAULT_STORAGE, "cannot overwrite %s", path);
}

gboolean
keys_destroy (const Keys *keys, const char *id, GError **error) {
  g_autofree char *path = build_path (keys, id);
  int fd = open (path, O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  gboolean overwritten;

  g_assert (g_uuid_string_is_valid (id));
  if (fd < 0 && errno == ENOENT)
    return TRUE;
  if (fd < 0)
    return fault_set_errno (error, FAULT_STORAGE, "cannot open %s", path);
  overwritten = overwrite (fd, path, error);
  close (fd);
  return overwritten && durable_remove (path, error);
}

/* --- looking for damage ------------------------------------------------------------- */

static gboolean
is_zero (const guint8 *bytes, gsize size) {
  return sodium_is_zero (bytes, size) == 1;
}

/* @id: of a dossier, or NULL: the station's own. */
static void
check_file (const Keys *keys, const char *id, GPtrArray *violations) {
  const char *name = id != NULL ? id : STATION_NAME;
  const char *file = id != NULL ? VIOLATION_KEY : FOLDER_NAME "/" STATION_NAME;
  g_autofree guint8 *bytes = g_malloc0 (FILE_BYTES + 1);
  g_autoptr (GError) cause = NULL;
  guint8 key[VAULT_KEY_BYTES];
  guint sound = 0;
  gsize size;

  if (!load_bytes (keys, name, bytes, &size, &cause)) {
    violation_add_of (violations, id, file, "Key %s: %s.", name, cause->message);
    return;
  }
  for (guint copy = 0; copy < COPIES; copy++)
    sound += unwrap_copy (keys, name, copy, bytes + copy * COPY_STEP, key);
  sodium_memzero (key, sizeof key);
  if (sound == COPIES && size == FILE_BYTES
      && is_zero (bytes + sizeof (WrappedKey), COPY_STEP - sizeof (WrappedKey)))
    return;
  violation_add_of (violations, id, file, "Key %s is damaged%s.", name,
                    sound > 0 ? ", but opens still" : " and does not open");
}

gboolean
keys_check (const Keys *keys, GPtrArray *violations, GError **error) {
  g_autoptr (GPtrArray) ids = keys_list (keys, error);

  if (ids == NULL)
    return FALSE;
  check_file (keys, NULL, violations);
  for (guint i = 0; i < ids->len; i++)
    check_file (keys, g_ptr_array_index (ids, i), violations);
  return TRUE;
}

GPtrArray *
keys_list (const Keys *keys, GError **error) {
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) cause = NULL;
  g_autoptr (GDir) entries = g_dir_open (keys->folder, 0, &cause);
  const char *name;

  if (entries == NULL) {
    g_set_error_literal (error, FAULT, FAULT_STORAGE, cause->message);
    return NULL;
  }
  while ((name = g_dir_read_name (entries)) != NULL) {
    if (g_uuid_string_is_valid (name))
      g_ptr_array_add (ids, g_strdup (name));
  }
  return g_steal_pointer (&ids);
}
