/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* The scanners that there are, and what is wrong with each. */

/* Asks @drivers (all their devices; DRIVERS_STOCK is one of them) and @devices
 * ("DRIVER:DEVICE"), both NULL-terminated and checked by scan/drivers.h, side by side, each
 * for at most LIMIT_PROBE_MS, a search over the network LIMIT_SEARCH_MS. Returns
 * {"devices":[{"name","vendor","model","state","advice","sentence","action","sentence_vi",
 * "action_vi"}]}: the words of scan/health.h; the advice is sentence and action in English,
 * "" when all is well. Caller frees. Forks: to be called before this process has threads. */
char *roster_find (const char *const *drivers,
                   const char *const *devices) G_GNUC_WARN_UNUSED_RESULT;
