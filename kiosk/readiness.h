/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* Whether a station can keep what a citizen is about to hand over. Asked before the first
 * page: paper that cannot be kept is better not taken. */

/* Free room on a disk, and what must be left of it. */
typedef struct {
  guint64 free_bytes, least_bytes;
  guint64 free_files, least_files; /* least_files 0: the file system has no limit */
} ReadinessRoom;

/* The least is READINESS_LEAST_BYTES, or a tenth of a smaller disk; the same for files. */
#define READINESS_LEAST_BYTES (512ull * 1024 * 1024)
#define READINESS_LEAST_FILES 2000ull
gboolean readiness_get_room (const char *folder, ReadinessRoom *room,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* FALSE for a clock that cannot be right: what is dated wrongly cannot be put right. */
gboolean readiness_is_clock_sane (gint64 now);

/* Room in @folder, the store's, and a sane clock; FAULT_STORAGE with a sentence for people
 * (Vietnamese) when there is none. */
gboolean readiness_check (const char *folder, GError **error) G_GNUC_WARN_UNUSED_RESULT;
