/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* Writes that are whole or have failed (errno tells): short and interrupted ones are gone
 * on with. After FALSE some of the bytes may have been written. */
gboolean whole_write (int fd, const void *bytes, gsize size) G_GNUC_WARN_UNUSED_RESULT;

/* The same from @offset on; the descriptor's own position stays. */
gboolean whole_write_at (int fd, guint64 offset, const void *bytes,
                         gsize size) G_GNUC_WARN_UNUSED_RESULT;
