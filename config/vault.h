/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "config/durable.h"

/* A folder whose files only its key opens. Names are relative to the folder; a file opens
 * under the base name it was written under and in the vault of its owner's id, nowhere
 * else. A vault never changes and may be used by several threads; keys are in locked
 * memory. Files that do not open are FAULT_STORAGE: cut, changed, swapped, of another key,
 * or no regular file. */
typedef struct Vault Vault;

#define VAULT_KEY_BYTES 32u

/* @folder need not exist. @key is VAULT_KEY_BYTES and not kept. */
Vault *vault_new (const char *folder, const char *id,
                  const guint8 *key) G_GNUC_WARN_UNUSED_RESULT;
Vault *vault_ref (Vault *vault);
void vault_free (Vault *vault); /* drops one reference */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Vault, vault_free)

/* Both borrowed. */
const char *vault_get_folder (const Vault *vault);
const char *vault_get_id (const Vault *vault);

/* --- writing ------------------------------------------------------------------------ */

/* Starts the file @name. */
DurableFile *vault_create (const Vault *vault, const char *name, int mode,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean vault_save (const Vault *vault, const char *name, const void *bytes, gsize size,
                     int mode, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* --- reading ------------------------------------------------------------------------ */

gboolean vault_has (const Vault *vault, const char *name);

/* All of @name when it has at most @most_bytes. Caller owns the bytes. */
GBytes *vault_load (const Vault *vault, const char *name, gsize most_bytes,
                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* SHA-256 of the plain bytes, lower-case hexadecimal, and their number (may be NULL). */
char *vault_hash (const Vault *vault, const char *name, guint64 *size_bytes,
                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* An open file, to be read from anywhere; memory is one chunk. For one thread. */
typedef struct VaultFile VaultFile;
VaultFile *vault_open (const Vault *vault, const char *name,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;
void vault_close (VaultFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VaultFile, vault_close)

/* Plain bytes. */
guint64 vault_file_get_size (const VaultFile *file);

/* Reads up to @size bytes from @offset: fewer only at the end, 0 behind it; -1 with a
 * fault. */
gssize vault_file_read (VaultFile *file, guint64 offset, void *bytes, gsize size,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The plain bytes as a file that is only in memory, open at its beginning and closed to
 * further writing: for a worker that is handed one file and no key. Caller closes. */
int vault_open_memory (const Vault *vault, const char *name,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* --- texts -------------------------------------------------------------------------- */

/* A text sealed for a place that others can read, such as a row. @label says where it
 * belongs; it opens nowhere else. ASCII; equal texts look different, and lengths are told
 * in steps of 32 bytes only. NULL gives NULL. Caller frees. */
char *vault_seal_text (const Vault *vault, const char *label,
                       const char *text) G_GNUC_WARN_UNUSED_RESULT;
gboolean vault_open_text (const Vault *vault, const char *label, const char *sealed,
                          char **text, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* --- lending ------------------------------------------------------------------------ */

/* A descriptor from which vault_receive() makes a vault that writes and reads the files of
 * this one but opens no texts: for a worker. Caller closes. */
int vault_lend (const Vault *vault, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Takes what comes from @fd, which is left at its end. FAULT_USAGE when it is no vault. */
Vault *vault_receive (int fd, const char *folder,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
