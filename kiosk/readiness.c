/* SPDX-License-Identifier: Apache-2.0 */

/* The store keeps its promise on a full disk, too: a page that does not fit is refused
 * whole. But then the citizen's papers are half scanned, so the end is seen coming. */

#include "kiosk/readiness.h"

#include "config/fault.h"

#include <sys/statvfs.h>

#define SMALL_PART  10         /* of a disk that is small itself */
#define CLOCK_LEAST 1767225600 /* 2026-01-01: an earlier clock is a wrong clock */

gboolean
readiness_get_room (const char *folder, ReadinessRoom *room, GError **error) {
  struct statvfs disk;

  if (statvfs (folder, &disk) != 0)
    return fault_set_errno (error, FAULT_STORAGE, "cannot ask the disk of %s", folder);
  *room = (ReadinessRoom){
      .free_bytes = (guint64) disk.f_bavail * disk.f_frsize,
      .least_bytes
      = MIN (READINESS_LEAST_BYTES, (guint64) disk.f_blocks * disk.f_frsize / SMALL_PART),
      .free_files = disk.f_favail,
      .least_files = MIN (READINESS_LEAST_FILES, (guint64) disk.f_files / SMALL_PART)};
  return TRUE;
}

gboolean
readiness_is_clock_sane (gint64 now) {
  return now >= CLOCK_LEAST;
}

gboolean
readiness_check (const char *folder, GError **error) {
  ReadinessRoom room;
  g_autofree char *size = NULL;

  if (!readiness_get_room (folder, &room, error))
    return FALSE;
  size = g_format_size (room.free_bytes);
  if (room.free_bytes < room.least_bytes) {
    g_set_error (error, FAULT, FAULT_STORAGE,
                 "Đĩa chỉ còn trống %s; hãy dọn đĩa trước khi nhận giấy tờ.", size);
    return FALSE;
  }
  if (room.free_files < room.least_files) {
    g_set_error_literal (error, FAULT, FAULT_STORAGE,
                         "Đĩa không còn chỗ cho tệp mới; hãy dọn đĩa trước khi nhận giấy "
                         "tờ.");
    return FALSE;
  }
  if (!readiness_is_clock_sane (g_get_real_time () / G_USEC_PER_SEC)) {
    g_set_error_literal (error, FAULT, FAULT_STORAGE,
                         "Đồng hồ máy sai; hãy chỉnh giờ trước khi nhận giấy tờ.");
    return FALSE;
  }
  return TRUE;
}
