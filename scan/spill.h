/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* A nameless file of the temporary folder, for what is too large to be held in memory. It
 * reads as zeros wherever nothing was written. */

/* Of @size_bytes; what it is closed by is close(). -1 with FAULT_IMAGE when that is more
 * than LIMIT_HOPPER_SPILL_BYTES or there is no such folder. */
int spill_open (guint64 size_bytes, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* All of @size bytes at @offset, within the size. FAULT_IMAGE. */
gboolean spill_write (int spill, gconstpointer bytes, gsize size, guint64 offset,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean spill_read (int spill, gpointer bytes, gsize size, guint64 offset,
                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
