/* SPDX-License-Identifier: Apache-2.0 */

/* A key file of two groups, which a person can read and a test can write:
 *
 *   [stack]          [strikes]
 *   fed=006.png      1=1 sheet 7 = jam once
 *   image=0
 *
 * It is written anew under another name and renamed, before a mishap strikes, since it may
 * be the end of the process. */

#include "scan/slate.h"

#include "config/fault.h"
#include "config/limits.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define STACK   "stack"
#define STRIKES "strikes"

struct Slate {
  char *path; /* or NULL */
  char *fed;
  guint image;
  GHashTable *strikes; /* text of a mishap -> count */
  gboolean is_changed;
};

/* Nothing but a regular file of a sensible size is read. */
static GKeyFile *
load_keys (const char *path) {
  g_autoptr (GKeyFile) keys = g_key_file_new ();
  g_autofree char *text = g_malloc0 (LIMIT_SETTINGS_BYTES + 1);
  int fd = open (path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC);
  struct stat status;
  gssize got = 0;

  if (fd < 0)
    return g_steal_pointer (&keys);
  if (fstat (fd, &status) == 0 && S_ISREG (status.st_mode))
    got = read (fd, text, LIMIT_SETTINGS_BYTES);
  close (fd);
  if (got > 0)
    (void) g_key_file_load_from_data (keys, text, (gsize) got, G_KEY_FILE_NONE, NULL);
  return g_steal_pointer (&keys);
}

static void
take_keys (Slate *slate, GKeyFile *keys) {
  g_auto (GStrv) numbers = g_key_file_get_keys (keys, STRIKES, NULL, NULL);

  slate->fed = g_key_file_get_string (keys, STACK, "fed", NULL);
  slate->image = (guint) CLAMP (g_key_file_get_integer (keys, STACK, "image", NULL), 0,
                                (int) LIMIT_HOPPER_IMAGES);
  for (guint i = 0; numbers != NULL && numbers[i] != NULL; i++) {
    g_autofree char *value = g_key_file_get_string (keys, STRIKES, numbers[i], NULL);
    char *text = NULL;
    guint64 count = value != NULL ? g_ascii_strtoull (value, &text, 10) : 0;

    if (count > 0 && count <= G_MAXUINT && *text == ' ')
      g_hash_table_insert (slate->strikes, g_strdup (text + 1),
                           GUINT_TO_POINTER ((guint) count));
  }
}

Slate *
slate_load (const char *path) {
  Slate *slate = g_new0 (Slate, 1);

  slate->path = g_strdup (path);
  slate->strikes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (path != NULL) {
    g_autoptr (GKeyFile) keys = load_keys (path);

    take_keys (slate, keys);
  }
  return slate;
}

void
slate_free (Slate *slate) {
  g_free (slate->path);
  g_free (slate->fed);
  g_hash_table_unref (slate->strikes);
  g_free (slate);
}

const char *
slate_get_fed (const Slate *slate, guint *image) {
  *image = slate->image;
  return slate->fed;
}

void
slate_set_fed (Slate *slate, const char *name, guint image) {
  if (g_strcmp0 (slate->fed, name) == 0 && slate->image == image)
    return;
  g_free (slate->fed);
  slate->fed = g_strdup (name);
  slate->image = image;
  slate->is_changed = TRUE;
}

guint
slate_get_strikes (const Slate *slate, const char *mishap) {
  return GPOINTER_TO_UINT (g_hash_table_lookup (slate->strikes, mishap));
}

void
slate_add_strike (Slate *slate, const char *mishap) {
  g_hash_table_insert (slate->strikes, g_strdup (mishap),
                       GUINT_TO_POINTER (slate_get_strikes (slate, mishap) + 1));
  slate->is_changed = TRUE;
}

static char *
format_keys (const Slate *slate, gsize *size_bytes) {
  g_autoptr (GKeyFile) keys = g_key_file_new ();
  GHashTableIter iter;
  gpointer text, count;
  guint number = 0;

  if (slate->fed != NULL) {
    g_key_file_set_string (keys, STACK, "fed", slate->fed);
    g_key_file_set_integer (keys, STACK, "image", (int) slate->image);
  }
  g_hash_table_iter_init (&iter, slate->strikes);
  while (g_hash_table_iter_next (&iter, &text, &count)) {
    g_autofree char *key = g_strdup_printf ("%u", ++number);
    g_autofree char *value
        = g_strdup_printf ("%u %s", GPOINTER_TO_UINT (count), (const char *) text);

    g_key_file_set_string (keys, STRIKES, key, value);
  }
  return g_key_file_to_data (keys, size_bytes, NULL);
}

/* Under another name first, so that nobody ever finds half of it. It is not synced: that
 * would take longer than feeding a sheet. */
static gboolean
replace_file (const char *path, const char *text, gsize size_bytes, GError **error) {
  g_autofree char *part = g_strconcat (path, ".part", NULL);
  int fd = open (part, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
  gboolean is_written;

  if (fd < 0)
    return fault_set_errno (error, FAULT_STORAGE, "%s", part);
  is_written = write (fd, text, size_bytes) == (gssize) size_bytes;
  if (close (fd) == 0 && is_written && rename (part, path) == 0)
    return TRUE;
  fault_set_errno (error, FAULT_STORAGE, "%s", path);
  unlink (part);
  return FALSE;
}

gboolean
slate_save (Slate *slate, GError **error) {
  g_autofree char *text = NULL;
  gsize size_bytes = 0;

  if (slate->path == NULL || !slate->is_changed)
    return TRUE;
  text = format_keys (slate, &size_bytes);
  if (!replace_file (slate->path, text, size_bytes, error))
    return FALSE;
  slate->is_changed = FALSE;
  return TRUE;
}
