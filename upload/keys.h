/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "config/vault.h"

/* The keys of a store. Each dossier has a random one, wrapped by the station key and kept
 * in STORE/keys/ID, outside of the database: an old copy of the database brings nothing
 * back. To destroy a dossier's key is to delete the dossier.
 *
 * The station key is 32 random bytes as hexadecimal text. It is looked for
 *   1. as the systemd credential "motcua.station-key",
 *   2. in the file that MOTCUA_KEY_FILE or key_file= in [store] of the settings names,
 *   3. in /etc/motcua/station.key when that can be read,
 *   4. in ~/.config/motcua/station.key of the account that runs this, else in STORE.key.
 * A new store for which there is none makes it there, a credential aside. */
typedef struct Keys Keys;

/* Opens the keys of the store @folder, which is there. @file is what the settings name, or
 * NULL. With @make, a new store's keys are made. FAULT_CONFIG when the station key is
 * missing, wrong, or readable by others: then nothing has been made or changed. */
Keys *keys_open (const char *folder, const char *file, gboolean make,
                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
void keys_free (Keys *keys);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Keys, keys_free)

/* Removes what a process that was cut short has left half-written. Only while nobody makes a
 * key. */
gboolean keys_sweep (const Keys *keys, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* File the station key came from; borrowed. */
const char *keys_get_path (const Keys *keys);

/* Makes the key of dossier @id; it is durable when this returns TRUE. */
gboolean keys_make (const Keys *keys, const char *id,
                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether there is a key of dossier @id, sound or not. */
gboolean keys_has (const Keys *keys, const char *id);

/* The vault of dossier @id in @folder. FAULT_STORAGE when its key is gone or damaged. */
Vault *keys_open_vault (const Keys *keys, const char *id, const char *folder,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A vault for texts that belong to the station and to no dossier, such as who works at it;
 * it has no files. Caller drops the reference. */
Vault *keys_open_station_vault (const Keys *keys) G_GNUC_WARN_UNUSED_RESULT;

/* Destroys the key of dossier @id: overwritten in its place, synced, removed. Absence is
 * success. A file system that copies on write or a disk that moves blocks may keep the old
 * bytes; they are still wrapped by the station key. */
gboolean keys_destroy (const Keys *keys, const char *id,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Looks at both copies of each key in the store, the station's own mark too; what is wrong
 * is appended to @violations (Violation of upload/violation.h, owned). */
gboolean keys_check (const Keys *keys, GPtrArray *violations,
                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Ids that have a key (char *, owned). */
GPtrArray *keys_list (const Keys *keys, GError **error) G_GNUC_WARN_UNUSED_RESULT;
