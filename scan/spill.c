/* SPDX-License-Identifier: Apache-2.0 */

/* Read and written by calls and never mapped: mapped pages would count as memory of the
 * process, which is what the file is there to save. */

#include "scan/spill.h"

#include "config/fault.h"
#include "config/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

int
spill_open (guint64 size_bytes, GError **error) {
  g_autofree char *path = NULL;
  int spill;

  if (size_bytes > LIMIT_HOPPER_SPILL_BYTES) {
    g_set_error (error, FAULT, FAULT_IMAGE,
                 "the image is too large to be turned or put together");
    return -1;
  }
  path = g_build_filename (g_get_tmp_dir (), "hopper-XXXXXX", NULL);
  spill = g_mkstemp_full (path, O_RDWR | O_CLOEXEC, 0600);
  if (spill >= 0)
    unlink (path);
  if (spill >= 0 && ftruncate (spill, (off_t) size_bytes) == 0)
    return spill;
  fault_set_errno (error, FAULT_IMAGE, "no temporary file in %s", g_get_tmp_dir ());
  if (spill >= 0)
    close (spill);
  return -1;
}

gboolean
spill_write (int spill, gconstpointer bytes, gsize size, guint64 offset, GError **error) {
  const guint8 *from = bytes;

  while (size > 0) {
    gssize written = pwrite (spill, from, size, (off_t) offset);

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
spill_read (int spill, gpointer bytes, gsize size, guint64 offset, GError **error) {
  guint8 *to = bytes;

  while (size > 0) {
    gssize got = pread (spill, to, size, (off_t) offset);

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
