/* SPDX-License-Identifier: Apache-2.0 */

/* GKeyFile forgets line numbers, so a message finds its line again in the text; that is
 * cheap and happens once, when something is wrong. */

#include "config/settings-private.h"

#include "config/fault.h"
#include "config/limits.h"

#include <string.h>
#include <sys/stat.h>

/* Number of the line that sets @key (NULL: that opens @group); 1 when there is none. */
static guint
find_line (const SettingText *text, const char *group, const char *key) {
  gboolean inside = FALSE;

  for (guint i = 0; text->lines[i] != NULL; i++) {
    g_autofree char *line = g_strstrip (g_strdup (text->lines[i]));
    gsize length = strlen (line);

    if (line[0] == '[' && length > 2) {
      line[length - 1] = '\0';
      inside = g_str_equal (line + 1, group);
      if (inside && key == NULL)
        return i + 1;
    } else if (inside && key != NULL) {
      char *equals = strchr (line, '=');

      if (equals != NULL)
        *equals = '\0';
      if (g_str_equal (g_strstrip (line), key))
        return i + 1;
    }
  }
  return 1;
}

gboolean
settingtext_refuse (const SettingText *text, const char *group, const char *key,
                    GError **error, const char *format, ...) {
  g_autofree char *reason = NULL;
  va_list arguments;

  va_start (arguments, format);
  reason = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, FAULT, FAULT_CONFIG, "%s: line %u: %s", text->path,
               find_line (text, group, key), reason);
  return FALSE;
}

/* GKeyFile keeps the last of two equal keys without a word. */
static gboolean
refuse_repeats (const SettingText *text, GError **error) {
  g_autoptr (GHashTable) seen
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *group = g_strdup ("");

  for (guint i = 0; text->lines[i] != NULL; i++) {
    g_autofree char *line = g_strstrip (g_strdup (text->lines[i]));
    char *equals = strchr (line, '=');

    if (line[0] == '[') {
      g_free (group);
      group = g_strdup (line);
    } else if (line[0] != '#' && equals != NULL) {
      *equals = '\0';
      if (!g_hash_table_add (seen, g_strconcat (group, g_strchomp (line), NULL))) {
        g_set_error (error, FAULT, FAULT_CONFIG, "%s: line %u: %s is set twice in %s",
                     text->path, i + 1, line, group);
        return FALSE;
      }
    }
  }
  return TRUE;
}

static char *
load_file (const char *path, gsize *size_bytes, GError **error) {
  g_autoptr (GError) cause = NULL;
  char *text = NULL;
  struct stat status;

  if (stat (path, &status) != 0) {
    fault_set_errno (error, FAULT_CONFIG, "cannot read the settings %s", path);
    return NULL;
  }
  if (!S_ISREG (status.st_mode) || status.st_size > (off_t) LIMIT_SETTINGS_BYTES) {
    g_set_error (error, FAULT, FAULT_CONFIG, "%s: not a regular file of at most %u bytes",
                 path, LIMIT_SETTINGS_BYTES);
    return NULL;
  }
  if (!g_file_get_contents (path, &text, size_bytes, &cause)) {
    g_set_error (error, FAULT, FAULT_CONFIG, "cannot read the settings: %s",
                 cause->message);
    return NULL;
  }
  return text;
}

/* @bytes end with a NUL behind the last of @size_bytes. */
static gboolean
parse_bytes (SettingText *text, const char *bytes, gsize size_bytes, GError **error) {
  g_autoptr (GError) cause = NULL;

  text->lines = g_strsplit (bytes, "\n", -1);
  if (strlen (bytes) != size_bytes) {
    g_set_error (error, FAULT, FAULT_CONFIG, "%s: line %u: a NUL byte", text->path,
                 g_strv_length (text->lines));
    return FALSE;
  }
  if (!g_key_file_load_from_data (text->file, bytes, size_bytes, G_KEY_FILE_NONE,
                                  &cause)) {
    g_set_error (error, FAULT, FAULT_CONFIG, "%s: %s", text->path, cause->message);
    return FALSE;
  }
  return refuse_repeats (text, error);
}

SettingText *
settingtext_open (const char *path, GError **error) {
  g_autoptr (SettingText) text = NULL;
  gsize size_bytes;
  g_autofree char *bytes = load_file (path, &size_bytes, error);

  if (bytes == NULL)
    return NULL;
  text = g_new0 (SettingText, 1);
  text->path = path;
  text->file = g_key_file_new ();
  return parse_bytes (text, bytes, size_bytes, error) ? g_steal_pointer (&text) : NULL;
}

void
settingtext_close (SettingText *text) {
  g_strfreev (text->lines);
  g_key_file_unref (text->file);
  g_free (text);
}
