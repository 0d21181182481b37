/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "config/vault.h"

/* A file of a sealed dossier, open for reading from any place: the one way in which bytes
 * leave for a portal. */
typedef struct Sealed Sealed;

/* Opens @file (base name) of the dossier whose vault it is. FAULT_STORAGE. */
Sealed *sealed_open (const Vault *vault, const char *file,
                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
void sealed_close (Sealed *sealed);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Sealed, sealed_close)

guint64 sealed_get_size (const Sealed *sealed);

/* Reads up to @most_bytes from @at on; 0 at the end, -1 when the disk fails. */
gssize sealed_read (const Sealed *sealed, guint64 at, void *bytes, gsize most_bytes);

/* SHA-256 of @size_bytes from @at on, raw (32 bytes); FALSE when the disk fails. */
#define SEALED_DIGEST_BYTES 32
gboolean sealed_digest (const Sealed *sealed, guint64 at, guint64 size_bytes,
                        guint8 *digest) G_GNUC_WARN_UNUSED_RESULT;

/* Whether the file has this length and SHA-256 (lower-case hexadecimal). */
gboolean sealed_check (const Sealed *sealed, guint64 size_bytes, const char *sha256);
