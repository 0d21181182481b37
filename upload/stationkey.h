/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* Where the station key comes from (upload/keys.h lists the places). */

#define STATIONKEY_BYTES 32u

/* Files to try, in order (char *, owned by the array). *@may_make: whether a key that is
 * absent may be made there; FALSE for a credential. */
GPtrArray *stationkey_list_files (const char *folder, const char *file,
                                  gboolean *may_make) G_GNUC_WARN_UNUSED_RESULT;

/* Reads the key in @path into @key. *@absent with FALSE and no fault: there is none.
 * FAULT_CONFIG when it is no key, or others may read it. */
gboolean stationkey_load (const char *path, guint8 key[STATIONKEY_BYTES],
                          gboolean *absent, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Makes a new key in the first of @files in which that succeeds, durable, mode 0600, its
 * folder too; *@path borrows from @files. A key that another process has made there in the
 * meantime is taken instead. FAULT_CONFIG when none can be made. */
gboolean stationkey_make (const GPtrArray *files, guint8 key[STATIONKEY_BYTES],
                          const char **path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
