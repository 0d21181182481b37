/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* Files that survive a power cut. A file is written under a ".part" name in its own
 * folder, synced, closed, renamed, and its folder synced; only then is it there. What ends
 * in ".part" is self-evidently incomplete and is swept at the next start. A sync that
 * failed is final for its file (the kernel may have dropped the pages): never retried. */

typedef struct DurableFile DurableFile;

/* Starts @path. @mode is the final permission, such as 0600. */
DurableFile *durable_open (const char *path, int mode,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same for a file that is encrypted on its way (config/chunk.h): only who has @key
 * (CHUNK_KEY_BYTES) and @label can read it; config/vault.h gives both. */
DurableFile *durable_open_sealed (const char *path, int mode, const guint8 *key,
                                  const char *label,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Descriptor of the part file, borrowed; to ask about it, not to write to it. */
int durable_get_fd (DurableFile *file);

/* Bytes so far; of a sealed file the plain ones. */
guint64 durable_get_size (const DurableFile *file);

/* Writes at @offset; retries short writes. A sealed file takes bytes at its end, at most
 * 64 KiB behind it, and over its first 64 KiB; what else was written stays as it is. */
gboolean durable_write (DurableFile *file, guint64 offset, const void *bytes, gsize size,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Writes at the end. */
gboolean durable_append (DurableFile *file, const void *bytes, gsize size,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Makes the file durable under its name; frees @file either way. After FALSE the name may
 * hold the old or the new contents, whole, and must be treated as not saved. */
gboolean durable_commit (DurableFile *file, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Drops the part file and frees @file. */
void durable_abort (DurableFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DurableFile, durable_abort)

/* The four steps at once, for contents in memory. */
gboolean durable_save (const char *path, const void *bytes, gsize size, int mode,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Creates @path (mode 0700, parents too) and syncs the folder that holds it. */
gboolean durable_mkdir (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Names in @folder survive a power cut from here on. */
gboolean durable_sync_folder (const char *folder,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Renames within one file system and syncs both folders. */
gboolean durable_rename (const char *from, const char *to,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Removes a file or a folder with all that is in it (symbolic links are removed, not
 * followed) and syncs its parent. Absence is success. */
gboolean durable_remove (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Removes every "*.part" directly in @folder. */
gboolean durable_sweep (const char *folder, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* SHA-256 of a file, lower-case hexadecimal (64 characters, caller frees), and its length.
 * Refuses anything but a regular file; never follows a symbolic link. @size_bytes may be
 * NULL. */
char *durable_hash (const char *path, guint64 *size_bytes,
                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
