/* SPDX-License-Identifier: Apache-2.0 */

/* What is looked at is the open file and not its name, so nothing can be put in its place
 * between the look and the reading. A group may read what is root's: that is how an
 * administrator, or systemd with a credential, lets a service in. */

#include "config/secretfile.h"

#include "config/fault.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static gboolean
check_file (int fd, const char *path, gsize most_bytes, GError **error) {
  struct stat status;
  const char *wrong = NULL;

  if (fstat (fd, &status) != 0)
    return fault_set_errno (error, FAULT_CONFIG, "cannot examine %s", path);
  if (!S_ISREG (status.st_mode))
    wrong = "is not a regular file";
  else if ((status.st_mode & (status.st_uid == 0 ? S_IWGRP | S_IRWXO : S_IRWXG | S_IRWXO))
           != 0)
    wrong = "may be used by others: chmod 600 it";
  else if (status.st_uid != geteuid () && status.st_uid != 0)
    wrong = "belongs to another user";
  else if (status.st_size == 0 || (guint64) status.st_size > most_bytes)
    wrong = "is empty or too long";
  if (wrong == NULL)
    return TRUE;
  g_set_error (error, FAULT, FAULT_CONFIG, "%s %s", path, wrong);
  return FALSE;
}

static char *
read_text (int fd, const char *path, gsize most_bytes, GError **error) {
  g_autofree char *text = g_malloc0 (most_bytes + 1);
  gssize got = read (fd, text, most_bytes);

  if (got > 0 && strlen (text) == (gsize) got)
    return g_steal_pointer (&text);
  explicit_bzero (text, most_bytes);
  g_set_error (error, FAULT, FAULT_CONFIG, "%s cannot be read as text", path);
  return NULL;
}

char *
secretfile_load (const char *path, gsize most_bytes, GError **error) {
  int fd = open (path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  char *text = NULL;

  if (fd < 0) {
    fault_set_errno (error, FAULT_CONFIG, "cannot open %s", path);
    return NULL;
  }
  if (check_file (fd, path, most_bytes, error))
    text = read_text (fd, path, most_bytes, error);
  close (fd);
  return text;
}

void
secretfile_free (char *text) {
  if (text == NULL)
    return;
  explicit_bzero (text, strlen (text));
  g_free (text);
}
