/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* A moment on the boot clock: it runs on through suspend, cannot be set, and starts from 0
 * with each boot. What is reckoned in it is moved by no change of the wall clock. */
#define UPTIME_BOOT_BYTES 40

typedef struct {
  char boot[UPTIME_BOOT_BYTES]; /* which boot; "" when that cannot be told */
  gint64 s;
} Uptime;

/* Seconds of the boot clock. */
gint64 uptime_get_s (void);

void uptime_look (Uptime *now);

/* Seconds that have passed for sure between a moment that was noted and @now. After another
 * boot these are the ones since it: how long the station was off is nobody's word. */
gint64 uptime_get_passed (const char *boot, gint64 then_s, const Uptime *now);
