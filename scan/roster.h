/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* The scanners that there are, and what is wrong with each. */

/* Asks @drivers (all their devices) and @devices ("DRIVER:DEVICE"), both NULL-terminated
 * and checked by scan/drivers.h, side by side and for at most LIMIT_PROBE_MS. Returns
 * {"devices":[{"name","vendor","model","state","advice"}]}; the state is "ok", "busy",
 * "denied", "gone" or "silent" (no answer in time), the advice one English sentence or "".
 * Caller frees. Forks: to be called before this process has threads. */
char *roster_find (const char *const *drivers,
                   const char *const *devices) G_GNUC_WARN_UNUSED_RESULT;
