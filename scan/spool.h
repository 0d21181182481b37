/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* A nameless file of the temporary folder, for what is too large to be held in memory. It
 * reads as zeros wherever nothing was written. */

/* Of @size_bytes; what it is closed by is close(). -1 with FAULT_IMAGE when that is more
 * than LIMIT_HOPPER_SPOOL_BYTES or there is no such folder. */
int spool_open (guint64 size_bytes, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* All of @size bytes at @offset, within the size. FAULT_IMAGE. */
gboolean spool_write (int spool, gconstpointer bytes, gsize size, guint64 offset,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean spool_read (int spool, gpointer bytes, gsize size, guint64 offset,
                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
