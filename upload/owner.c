/* SPDX-License-Identifier: Apache-2.0 */

/* flock() locks belong to the open file, not to the process, so two stores in one process
 * are two owners, and a lock cannot be dropped by closing some other descriptor. Whoever
 * holds a file's lock may remove it; a new owner therefore looks whether its file still
 * has a name once it has the lock, and starts anew when a sweep was faster.
 *
 * An owner that ends in good order takes its file along. One that lies there unlocked is of
 * a process that was cut short, which may have left things half-made in the store; it is
 * the only sign of that, so the file is durable before the owner does anything, and goes
 * only once what was left behind has been cleared. */

#include "upload/owner.h"

#include "config/durable.h"
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
    if (!durable_sync_folder (folder, error)) {
      unlink (path);
      close (fd);
      return NULL;
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

void
owner_forsake (Owner *owner) {
  if (owner == NULL)
    return;
  close (owner->fd);
  g_free (owner->path);
  g_free (owner->name);
  g_free (owner);
}

/* The file @path, locked, when its owner is gone; else -1, and *@absent says whether there
 * is no such file. */
static int
seize (const char *path, gboolean *absent) {
  int fd = open (path, O_RDWR | O_NOFOLLOW | O_CLOEXEC);

  *absent = fd < 0 && errno == ENOENT;
  if (fd >= 0 && flock (fd, LOCK_EX | LOCK_NB) != 0) {
    close (fd);
    return -1;
  }
  return fd;
}

gboolean
owner_is_gone (const char *folder, const char *name) {
  g_autofree char *path = NULL;
  gboolean absent;
  int fd;

  if (!g_uuid_string_is_valid (name))
    return TRUE;
  path = g_build_filename (folder, name, NULL);
  fd = seize (path, &absent);
  if (fd >= 0)
    close (fd);
  return fd >= 0 || absent;
}

/* Whether there is a file of one that is gone; @removes it, and all of them. */
static gboolean
look (const char *folder, gboolean removes) {
  g_autoptr (GDir) entries = g_dir_open (folder, 0, NULL);
  gboolean found = FALSE;
  const char *name;

  while (entries != NULL && (name = g_dir_read_name (entries)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);
    gboolean absent;
    int fd = g_uuid_string_is_valid (name) ? seize (path, &absent) : -1;

    if (fd < 0)
      continue;
    found = TRUE;
    if (removes)
      unlink (path);
    close (fd);
  }
  return found;
}

gboolean
owner_left_any (const char *folder) {
  return look (folder, FALSE);
}

void
owner_sweep (const char *folder) {
  look (folder, TRUE);
}
