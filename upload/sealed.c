/* SPDX-License-Identifier: Apache-2.0 */

/* Reads are positioned, so that an upload can go on from any byte and nobody's place is
 * disturbed. Length and digest are those of the contents, as the manifest names them. */

#include "upload/sealed.h"

#include "config/log.h"

#include <string.h>

#define SEALED_NAME "sealed"
#define BLOCK_BYTES (64u * 1024)

struct Sealed {
  VaultFile *file;
};

Sealed *
sealed_open (const Vault *vault, const char *file, GError **error) {
  g_autofree char *name = g_build_filename (SEALED_NAME, file, NULL);
  VaultFile *opened = vault_open (vault, name, error);
  Sealed *sealed;

  if (opened == NULL)
    return NULL;
  sealed = g_new0 (Sealed, 1);
  sealed->file = opened;
  return sealed;
}

void
sealed_close (Sealed *sealed) {
  if (sealed == NULL)
    return;
  vault_close (sealed->file);
  g_free (sealed);
}

guint64
sealed_get_size (const Sealed *sealed) {
  return vault_file_get_size (sealed->file);
}

gssize
sealed_read (const Sealed *sealed, guint64 at, void *bytes, gsize most_bytes) {
  g_autoptr (GError) cause = NULL;
  gssize got = vault_file_read (sealed->file, at, bytes, most_bytes, &cause);

  if (got < 0)
    log_warning ("%s", cause->message);
  return got;
}

gboolean
sealed_digest (const Sealed *sealed, guint64 at, guint64 size_bytes, guint8 *digest) {
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree guchar *block = g_malloc (BLOCK_BYTES);
  gsize length = SEALED_DIGEST_BYTES;

  while (size_bytes > 0) {
    gssize got = sealed_read (sealed, at, block, MIN (size_bytes, BLOCK_BYTES));

    if (got <= 0)
      return FALSE;
    g_checksum_update (sum, block, got);
    at += (guint64) got;
    size_bytes -= (guint64) got;
  }
  g_checksum_get_digest (sum, digest, &length);
  return TRUE;
}

gboolean
sealed_check (const Sealed *sealed, guint64 size_bytes, const char *sha256) {
  guint8 digest[SEALED_DIGEST_BYTES];
  g_autoptr (GString) text = g_string_new (NULL);

  if (sha256 == NULL || sealed_get_size (sealed) != size_bytes
      || !sealed_digest (sealed, 0, size_bytes, digest))
    return FALSE;
  for (guint i = 0; i < sizeof digest; i++)
    g_string_append_printf (text, "%02x", digest[i]);
  return g_ascii_strcasecmp (text->str, sha256) == 0;
}
