/* SPDX-License-Identifier: Apache-2.0 */

/* The file loses its name as soon as it has one, so the kernel frees it however the
 * process ends. A kill between the two leaves an empty "spool-*.part" for the sweep. */

#include "upload/practice/spool.h"

#include "config/fault.h"
#include "config/whole.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <unistd.h>

struct Spool {
  char *folder;
  guint64 most_bytes, size_bytes;
  int fd;           /* -1: nothing came yet */
  int failed_errno; /* 0: none */
};

Spool *
spool_new (const char *folder, guint64 most_bytes) {
  Spool *spool = g_new0 (Spool, 1);

  spool->folder = g_strdup (folder);
  spool->most_bytes = most_bytes;
  spool->fd = -1;
  return spool;
}

void
spool_free (Spool *spool) {
  if (spool->fd >= 0)
    close (spool->fd);
  g_free (spool->folder);
  g_free (spool);
}

gboolean
spool_is_over (const Spool *spool) {
  return spool->size_bytes > spool->most_bytes;
}

static gboolean
open_file (Spool *spool) {
  g_autofree char *path = g_build_filename (spool->folder, "spool-XXXXXX.part", NULL);

  if (spool->fd >= 0)
    return TRUE;
  spool->fd = g_mkstemp (path);
  return spool->fd >= 0 && g_unlink (path) == 0;
}

/* Gives the disk back what will not be used. */
static void
drop_bytes (Spool *spool) {
  if (spool->fd < 0)
    return;
  close (spool->fd);
  spool->fd = -1;
}

void
spool_append (Spool *spool, const void *bytes, gsize size_bytes) {
  spool->size_bytes += size_bytes;
  if (spool->failed_errno != 0)
    return;
  if (spool_is_over (spool)) {
    drop_bytes (spool);
  } else if (!open_file (spool) || !whole_write (spool->fd, bytes, size_bytes)) {
    spool->failed_errno = errno;
    drop_bytes (spool);
  }
}

gboolean
spool_get (const Spool *spool, Slice *body, GError **error) {
  g_assert (!spool_is_over (spool));
  errno = spool->failed_errno;
  if (errno != 0)
    return fault_set_errno (error, FAULT_STORAGE, "cannot keep a request");
  *body = (Slice){spool->fd, 0, spool->size_bytes};
  return TRUE;
}
