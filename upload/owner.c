/* SPDX-License-Identifier: Apache-2.0 */

/* flock() locks belong to the open file, not to the process, so two stores in one process
 * are two owners, and a lock cannot be dropped by closing some other descriptor. Whoever
 * holds a file's lock may remove it; a new owner therefore looks whether its file still
 * has a name once it has the lock, and starts anew when a sweep was faster. */

#include "upload/owner.h"

#include "config/fault.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

struct Owner {
  char *name;
  char *path;
  int fd;
};

/* The lock of an owner that lives is never waited for. */
static gboolean
take_lock (int fd) {
  struct stat status;

  return flock (fd, LOCK_EX | LOCK_NB) == 0 && fstat (fd, &status) == 0
         && status.st_nlink > 0;
}

Owner *
owner_new (const char *folder, GError **error) {
  for (;;) {
    g_autofree char *name = g_uuid_string_random ();
    g_autofree char *path = g_build_filename (folder, name, NULL);
    int fd = open (path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    Owner *owner;

    if (fd < 0 && errno != EEXIST) {
      fault_set_errno (error, FAULT_STORAGE, "cannot create %s", path);
      return NULL;
    }
    if (fd < 0 || !take_lock (fd)) {
      if (fd >= 0)
        close (fd);
      continue;
    }
    owner = g_new0 (Owner, 1);
    owner->name = g_steal_pointer (&name);
    owner->path = g_steal_pointer (&path);
    owner->fd = fd;
    return owner;
  }
}

void
owner_free (Owner *owner) {
  if (owner == NULL)
    return;
  unlink (owner->path);
  close (owner->fd);
  g_free (owner->path);
  g_free (owner->name);
  g_free (owner);
}

const char *
owner_get_name (const Owner *owner) {
  return owner->name;
}

gboolean
owner_is_gone (const char *folder, const char *name) {
  g_autofree char *path = NULL;
  gboolean gone;
  int fd;

  if (!g_uuid_string_is_valid (name))
    return TRUE;
  path = g_build_filename (folder, name, NULL);
  fd = open (path, O_RDWR | O_NOFOLLOW | O_CLOEXEC);
  if (fd < 0)
    return errno == ENOENT;
  gone = flock (fd, LOCK_EX | LOCK_NB) == 0;
  if (gone)
    unlink (path);
  close (fd);
  return gone;
}

void
owner_sweep (const char *folder) {
  g_autoptr (GDir) entries = g_dir_open (folder, 0, NULL);
  const char *name;

  while (entries != NULL && (name = g_dir_read_name (entries)) != NULL)
    owner_is_gone (folder, name);
}
