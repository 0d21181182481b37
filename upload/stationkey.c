/* SPDX-License-Identifier: Apache-2.0 */

/* The key that is made by itself belongs to the account and not to one store, so that a
 * copy of a store, such as a backup, opens on the same station and nowhere else. The
 * account's folder is asked from the system and not from HOME: a kiosk's session and a
 * service of the same account must find the same key. */

#include "upload/stationkey.h"

#include "config/durable.h"
#include "config/fault.h"
#include "config/log.h"
#include "config/secretfile.h"

#include <sodium.h>

#include <errno.h>
#include <pwd.h>
#include <string.h>
#include <unistd.h>

#define CREDENTIAL_NAME "motcua.station-key"
#define SYSTEM_FILE     "/etc/motcua/station.key"
#define ACCOUNT_FILE    ".config/motcua/station.key"
#define HEX_BYTES       (2 * STATIONKEY_BYTES)

static char *
find_credential (void) {
  const char *folder = g_getenv ("CREDENTIALS_DIRECTORY");
  g_autofree char *path
      = folder == NULL ? NULL : g_build_filename (folder, CREDENTIAL_NAME, NULL);

  if (path == NULL || !g_file_test (path, G_FILE_TEST_EXISTS))
    return NULL;
  return g_steal_pointer (&path);
}

GPtrArray *
stationkey_list_files (const char *folder, const char *file, gboolean *may_make) {
  GPtrArray *files = g_ptr_array_new_with_free_func (g_free);
  const char *named = g_getenv ("MOTCUA_KEY_FILE");
  char *credential = find_credential ();
  const struct passwd *account = getpwuid (geteuid ());

  *may_make = credential == NULL;
  if (named == NULL || *named == '\0')
    named = file;
  if (credential != NULL) {
    g_ptr_array_add (files, credential);
  } else if (named != NULL) {
    g_ptr_array_add (files, g_canonicalize_filename (named, NULL));
  } else {
    if (access (SYSTEM_FILE, R_OK) == 0)
      g_ptr_array_add (files, g_strdup (SYSTEM_FILE));
    if (account != NULL && g_file_test (account->pw_dir, G_FILE_TEST_IS_DIR))
      g_ptr_array_add (files, g_build_filename (account->pw_dir, ACCOUNT_FILE, NULL));
    g_ptr_array_add (files, g_strconcat (folder, ".key", NULL));
  }
  return files;
}

gboolean
stationkey_load (const char *path, guint8 key[STATIONKEY_BYTES], gboolean *absent,
                 GError **error) {
  char *text;
  gsize length;
  gboolean whole;

  *absent = !g_file_test (path, G_FILE_TEST_EXISTS);
  if (*absent)
    return FALSE;
  text = secretfile_load (path, HEX_BYTES + 2, error);
  if (text == NULL) {
    g_prefix_error (error, "the station key: ");
    return FALSE;
  }
  g_strchomp (text);
  whole = strlen (text) == HEX_BYTES
          && sodium_hex2bin (key, STATIONKEY_BYTES, text, HEX_BYTES, NULL, &length, NULL)
                 == 0
          && length == STATIONKEY_BYTES;
  secretfile_free (text);
  if (whole)
    return TRUE;
  g_set_error (error, FAULT, FAULT_CONFIG,
               "the station key %s is not %u hexadecimal digits", path, HEX_BYTES);
  return FALSE;
}

/* Gives the finished @draft the name @path, unless another process was faster. */
static gboolean
link_draft (const char *draft, const char *path, GError **error) {
  gboolean linked = link (draft, path) == 0 || errno == EEXIST;

  if (!linked)
    fault_set_errno (error, FAULT_CONFIG, "cannot make the station key %s", path);
  return durable_remove (draft, linked ? error : NULL) && linked;
}

static gboolean
make_file (const char *path, GError **error) {
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *unique = g_uuid_string_random ();
  g_autofree char *draft = g_strdup_printf ("%s.%s", path, unique);
  guint8 key[STATIONKEY_BYTES];
  char text[HEX_BYTES + 2];
  gboolean saved;

  randombytes_buf (key, sizeof key);
  sodium_bin2hex (text, HEX_BYTES + 1, key, sizeof key);
  strcat (text, "\n");
  saved = durable_mkdir (folder, error)
          && durable_save (draft, text, strlen (text), 0600, error)
          && link_draft (draft, path, error);
  sodium_memzero (key, sizeof key);
  sodium_memzero (text, sizeof text);
  return saved;
}

gboolean
stationkey_make (const GPtrArray *files, guint8 key[STATIONKEY_BYTES], const char **path,
                 GError **error) {
  g_autoptr (GError) cause = NULL;
  gboolean absent;

  for (guint i = 0; i < files->len; i++) {
    *path = g_ptr_array_index (files, i);
    g_clear_error (&cause);
    if (make_file (*path, &cause)) {
      log_info ("a station key has been made: %s", *path);
      return stationkey_load (*path, key, &absent, error);
    }
  }
  g_set_error (error, FAULT, FAULT_CONFIG,
               "no station key can be made (%s); name a file for it by key_file= in "
               "[store] of the settings",
               cause->message);
  return FALSE;
}
