/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/* Tells the service manager how this process is (sd_notify(3)'s protocol: one datagram to
 * NOTIFY_SOCKET). Without a service manager nothing happens. */

/* Start-up is over. */
void notify_ready (void);

/* Work goes on; to be told more often than the unit's WatchdogSec. */
void notify_alive (void);

/* What is in the way of the work, for whoever asks how the service is; until notify_ready()
 * says that it goes on. */
void notify_trouble (const char *sentence);
