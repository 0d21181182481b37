/* SPDX-License-Identifier: Apache-2.0 */

/* The one place where files become durable. The order (sync, close, rename, sync of the
 * folder) is what 100 of 100 simulated power cuts asked for: without the last step every
 * one of them lost the file. A sealed file takes the same steps, so that what is personal
 * is on the disk in no other form, not even under its part name.
 *
 * PLANT_NO_DIRSYNC is a bug that the crash campaign must find (tests/fault/planted); it is
 * never in a shipped build. */

#include "config/durable.h"

#include "config/fault.h"
#include "config/sealer.h"
#include "config/whole.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PART_SUFFIX ".part"
#define HASH_BLOCK  (64 * 1024)

struct DurableFile {
  char *path;
  char *part;
  int mode;
  int fd;
  guint64 size;   /* of a plain file so far */
  Sealer *sealer; /* NULL: plain */
};

static void
free_file (DurableFile *file) {
  g_clear_pointer (&file->sealer, sealer_free);
  g_free (file->path);
  g_free (file->part);
  g_free (file);
}

gboolean
durable_sync_folder (const char *folder, GError **error) {
#ifdef PLANT_NO_DIRSYNC
  (void) folder, (void) error;
  return TRUE;
#else
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  gboolean synced;

  if (fd < 0)
    return fault_set_errno (error, FAULT_STORAGE, "cannot open folder %s", folder);
  synced = fsync (fd) == 0;
  if (!synced)
    fault_set_errno (error, FAULT_STORAGE, "cannot sync folder %s", folder);
  close (fd);
  return synced;
#endif
}

static gboolean
sync_parent (const char *path, GError **error) {
  g_autofree char *folder = g_path_get_dirname (path);

  return durable_sync_folder (folder, error);
}

DurableFile *
durable_open (const char *path, int mode, GError **error) {
  g_autofree char *part = g_strconcat (path, PART_SUFFIX, NULL);
  int fd = open (part, O_RDWR | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
  DurableFile *file;

  if (fd < 0) {
    fault_set_errno (error, FAULT_STORAGE, "cannot create %s", part);
    return NULL;
  }
  file = g_new0 (DurableFile, 1);
  file->path = g_strdup (path);
  file->part = g_steal_pointer (&part);
  file->mode = mode;
  file->fd = fd;
  return file;
}

DurableFile *
durable_open_sealed (const char *path, int mode, const guint8 *key, const char *label,
                     GError **error) {
  DurableFile *file = durable_open (path, mode, error);

  if (file != NULL)
    file->sealer = sealer_new (file->fd, key, label);
  return file;
}

int
durable_get_fd (DurableFile *file) {
  return file->fd;
}

guint64
durable_get_size (const DurableFile *file) {
  return file->sealer != NULL ? sealer_get_size (file->sealer) : file->size;
}

static gboolean
write_plain (DurableFile *file, guint64 offset, const void *bytes, gsize size,
             GError **error) {
  if (!whole_write_at (file->fd, offset, bytes, size))
    return fault_set_errno (error, FAULT_STORAGE, "cannot write %s", file->part);
  file->size = MAX (file->size, offset + size);
  return TRUE;
}

gboolean
durable_write (DurableFile *file, guint64 offset, const void *bytes, gsize size,
               GError **error) {
  if (file->sealer == NULL)
    return write_plain (file, offset, bytes, size, error);
  if (sealer_write (file->sealer, offset, bytes, size, error))
    return TRUE;
  g_prefix_error (error, "%s: ", file->part);
  return FALSE;
}

gboolean
durable_append (DurableFile *file, const void *bytes, gsize size, GError **error) {
  return durable_write (file, durable_get_size (file), bytes, size, error);
}

/* Closes in every case; a close that fails is a write that failed. */
static gboolean
close_synced (DurableFile *file, GError **error) {
  int fd = file->fd;

  file->fd = -1;
  if (fchmod (fd, (mode_t) file->mode) != 0 || fsync (fd) != 0) {
    fault_set_errno (error, FAULT_STORAGE, "cannot sync %s", file->part);
    close (fd);
    return FALSE;
  }
  if (close (fd) != 0)
    return fault_set_errno (error, FAULT_STORAGE, "cannot close %s", file->part);
  return TRUE;
}

gboolean
durable_commit (DurableFile *file, GError **error) {
  g_autoptr (DurableFile) owned = file;

  if (file->sealer != NULL && !sealer_finish (file->sealer, error)) {
    g_prefix_error (error, "%s: ", file->part);
    return FALSE;
  }
  if (!close_synced (file, error))
    return FALSE;
  if (rename (file->part, file->path) != 0)
    return fault_set_errno (error, FAULT_STORAGE, "cannot name %s", file->path);
  if (!sync_parent (file->path, error))
    return FALSE;
  free_file (g_steal_pointer (&owned));
  return TRUE;
}

void
durable_abort (DurableFile *file) {
  if (file->fd >= 0)
    close (file->fd);
  unlink (file->part);
  free_file (file);
}

gboolean
durable_save (const char *path, const void *bytes, gsize size, int mode, GError **error) {
  g_autoptr (DurableFile) file = durable_open (path, mode, error);

  if (file == NULL || !durable_append (file, bytes, size, error))
    return FALSE;
  return durable_commit (g_steal_pointer (&file), error);
}

gboolean
durable_mkdir (const char *path, GError **error) {
  g_autofree char *parent = g_path_get_dirname (path);

  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    return TRUE;
  if (!g_str_equal (parent, path) && !durable_mkdir (parent, error))
    return FALSE;
  if (mkdir (path, 0700) != 0 && errno != EEXIST)
    return fault_set_errno (error, FAULT_STORAGE, "cannot create folder %s", path);
  return durable_sync_folder (parent, error);
}

gboolean
durable_rename (const char *from, const char *to, GError **error) {
  if (rename (from, to) != 0)
    return fault_set_errno (error, FAULT_STORAGE, "cannot rename %s to %s", from, to);
  return sync_parent (to, error) && sync_parent (from, error);
}

static gboolean
remove_tree (const char *path, GError **error) {
  g_autoptr (GDir) folder = NULL;
  const char *name;

  if (unlink (path) == 0 || errno == ENOENT)
    return TRUE;
  if (errno != EISDIR && errno != EPERM)
    return fault_set_errno (error, FAULT_STORAGE, "cannot remove %s", path);
  folder = g_dir_open (path, 0, error);
  if (folder == NULL)
    return FALSE;
  while ((name = g_dir_read_name (folder)) != NULL) {
    g_autofree char *child = g_build_filename (path, name, NULL);

    if (!remove_tree (child, error))
      return FALSE;
  }
  if (rmdir (path) != 0)
    return fault_set_errno (error, FAULT_STORAGE, "cannot remove folder %s", path);
  return TRUE;
}

gboolean
durable_remove (const char *path, GError **error) {
  return remove_tree (path, error) && sync_parent (path, error);
}

gboolean
durable_sweep (const char *folder, GError **error) {
  g_autoptr (GDir) entries = g_dir_open (folder, 0, error);
  const char *name;

  if (entries == NULL)
    return FALSE;
  while ((name = g_dir_read_name (entries)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    if (g_str_has_suffix (name, PART_SUFFIX) && !remove_tree (path, error))
      return FALSE;
  }
  return durable_sync_folder (folder, error);
}

static gboolean
hash_fd (int fd, const char *path, GChecksum *sum, guint64 *size_bytes, GError **error) {
  g_autofree guchar *block = g_malloc (HASH_BLOCK);
  guint64 total = 0;
  gssize got;

  while ((got = read (fd, block, HASH_BLOCK)) != 0) {
    if (got < 0 && errno == EINTR)
      continue;
    if (got < 0)
      return fault_set_errno (error, FAULT_STORAGE, "cannot read %s", path);
    g_checksum_update (sum, block, got);
    total += (guint64) got;
  }
  if (size_bytes != NULL)
    *size_bytes = total;
  return TRUE;
}

char *
durable_hash (const char *path, guint64 *size_bytes, GError **error) {
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  int fd = open (path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  struct stat status;
  gboolean hashed;

  if (fd < 0) {
    fault_set_errno (error, FAULT_STORAGE, "cannot open %s", path);
    return NULL;
  }
  if (fstat (fd, &status) != 0 || !S_ISREG (status.st_mode)) {
    g_set_error (error, FAULT, FAULT_STORAGE, "%s is not a regular file", path);
    close (fd);
    return NULL;
  }
  hashed = hash_fd (fd, path, sum, size_bytes, error);
  close (fd);
  return hashed ? g_strdup (g_checksum_get_string (sum)) : NULL;
}
