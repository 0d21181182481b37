/* SPDX-License-Identifier: Apache-2.0 */

#define _GNU_SOURCE /* memfd_create */
#include "scrap.h"

#include <sys/mman.h>
#include <unistd.h>

#define MARGIN "--b\r\n--XyZ\r\n"

Slice
scrap_new (const char *bytes, gsize size) {
  static int fd = -1;
  const gsize margin = sizeof MARGIN - 1;

  if (fd < 0)
    fd = memfd_create ("scrap", MFD_CLOEXEC);
  g_assert_cmpint (fd, >=, 0);
  g_assert_no_errno (ftruncate (fd, 0));
  g_assert_cmpint (pwrite (fd, MARGIN, margin, 0), ==, margin);
  g_assert_cmpint (pwrite (fd, bytes, size, (off_t) margin), ==, size);
  g_assert_cmpint (pwrite (fd, MARGIN, margin, (off_t) (margin + size)), ==, margin);
  return (Slice){fd, margin, size};
}
