/* SPDX-License-Identifier: Apache-2.0 */

#include "config/whole.h"

#include <errno.h>
#include <unistd.h>

gboolean
whole_write (int fd, const void *bytes, gsize size) {
  const char *rest = bytes;

  while (size > 0) {
    gssize written = write (fd, rest, size);

    if (written < 0 && errno == EINTR)
      continue;
    if (written < 0)
      return FALSE;
    rest += written;
    size -= (gsize) written;
  }
  return TRUE;
}

gboolean
whole_write_at (int fd, guint64 offset, const void *bytes, gsize size) {
  const char *rest = bytes;

  while (size > 0) {
    gssize written = pwrite (fd, rest, size, (off_t) offset);

    if (written < 0 && errno == EINTR)
      continue;
    if (written < 0)
      return FALSE;
    rest += written;
    offset += (guint64) written;
    size -= (gsize) written;
  }
  return TRUE;
}
