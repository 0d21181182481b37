/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "upload/store.h"

/* How much time has passed for sure. A wall clock can jump to another year, and nothing may
 * be erased because of that; so the store keeps a count of seconds that only grows by time
 * there is evidence of, and retention is reckoned in it alone. It may lag behind the
 * calendar, never run ahead of it. */

/* Part of the store, inside the caller's transaction: brings the count up to now. */
gboolean elapsed_count (Store *store, gint64 *counted_s,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same, noted for dossier @id, which has just changed its state. */
gboolean elapsed_stamp (Store *store, const char *id,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether the kernel or systemd say that a time server keeps the wall clock right. */
gboolean elapsed_is_clock_kept (void);
