/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "upload/practice/slice.h"

/* The body of a request on its way in: a file without a name, so that memory does not
 * grow with it and nothing of it outlives the process. */
typedef struct Spool Spool;

/* Takes up to @most_bytes; the file is made in @folder when the first byte comes. */
Spool *spool_new (const char *folder, guint64 most_bytes);
void spool_free (Spool *spool);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Spool, spool_free)

/* Appends. After the limit is passed or the disk has failed, swallows and keeps nothing:
 * the sender is answered once it has finished. */
void spool_append (Spool *spool, const void *bytes, gsize size_bytes);

gboolean spool_is_over (const Spool *spool); /* more than @most_bytes came */

/* What came, gone with @spool. FAULT_STORAGE when the disk failed. */
gboolean spool_get (const Spool *spool, Slice *body,
                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
