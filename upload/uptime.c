/* SPDX-License-Identifier: Apache-2.0 */

/* The boot clock is asked by its system call: a library that pretends another time, such as
 * libfaketime, does not reach it. A boot is told by the kernel's id of it; without one, a
 * clock that shows less than was noted shows another boot. */

#include "upload/uptime.h"

#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define BOOT_FILE "/proc/sys/kernel/random/boot_id"

gint64
uptime_get_s (void) {
  struct timespec boot = {0};
  long failed = syscall (SYS_clock_gettime, CLOCK_BOOTTIME, &boot);

  g_assert (failed == 0);
  return boot.tv_sec;
}

void
uptime_look (Uptime *now) {
  g_autofree char *text = NULL;

  memset (now, 0, sizeof *now);
  now->s = uptime_get_s ();
  if (g_file_get_contents (BOOT_FILE, &text, NULL, NULL))
    g_strlcpy (now->boot, g_strstrip (text), sizeof now->boot);
}

gint64
uptime_get_passed (const char *boot, gint64 then_s, const Uptime *now) {
  gboolean same = g_strcmp0 (boot, now->boot) == 0 && now->s >= then_s;

  return same ? now->s - then_s : now->s;
}
