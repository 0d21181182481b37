/* SPDX-License-Identifier: Apache-2.0 */

/* Read and written by calls and never mapped: mapped pages would count as memory of the
 * process, which is what the file is there to save. */

#include "scan/spool.h"

#include "config/fault.h"
#include "config/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

int
spool_open (guint64 size_bytes, GError **error) {
  g_autofree char *path = NULL;
  int spool;

  if (size_bytes > LIMIT_HOPPER_SPOOL_BYTES) {
    g_set_error (error, FAULT, FAULT_IMAGE,
                 "the image is too large to be turned or put together");
    return -1;
  }
  path = g_build_filename (g_get_tmp_dir (), "hopper-XXXXXX", NULL);
  spool = g_mkstemp_full (path, O_RDWR | O_CLOEXEC, 0600);
  if (spool >= 0)
    unlink (path);
  if (spool >= 0 && ftruncate (spool, (off_t) size_bytes) == 0)
    return spool;
  fault_set_errno (error, FAULT_IMAGE, "no temporary file in %s", g_get_tmp_dir ());
  if (spool >= 0)
    close (spool);
  return -1;
}

gboolean
spool_write (int spool, gconstpointer bytes, gsize size, guint64 offset, GError **error) {
  const guint8 *from = bytes;

  while (size > 0) {
    gssize written = pwrite (spool, from, size, (off_t) offset);

    if (written < 0 && errno == EINTR)
      continue;
    if (written <= 0)
      return fault_set_errno (error, FAULT_IMAGE, "the temporary file is full");
    from += written;
    offset += (gsize) written;
    size -= (gsize) written;
  }
  return TRUE;
}

gboolean
spool_read (int spool, gpointer bytes, gsize size, guint64 offset, GError **error) {
  guint8 *to = bytes;

  while (size > 0) {
    gssize got = pread (spool, to, size, (off_t) offset);

    if (got < 0 && errno == EINTR)
      continue;
    if (got <= 0)
      return fault_set_errno (error, FAULT_IMAGE, "the temporary file cannot be read");
    to += got;
    offset += (gsize) got;
    size -= (gsize) got;
  }
  return TRUE;
}
