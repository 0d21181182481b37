/* SPDX-License-Identifier: Apache-2.0 */

#include "tests/unit/strongroom.h"

#include <string.h>

#define ID         "0d5b3a52-7d5f-4c3e-9a37-0c6c4c1f2e11"
#define MOST_BYTES (16 * 1024 * 1024)

Vault *
strongroom_open (const char *folder) {
  static const guint8 key[VAULT_KEY_BYTES] = "a key for tests";

  return vault_new (folder, ID, key);
}

void
strongroom_put (const Vault *vault, const char *name, const void *bytes, gssize size) {
  g_autoptr (GError) error = NULL;

  g_assert_true (vault_save (vault, name, bytes, size < 0 ? strlen (bytes) : (gsize) size,
                             0600, &error));
  g_assert_no_error (error);
}

char *
strongroom_take (const Vault *vault, const char *name) {
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = vault_load (vault, name, MOST_BYTES, &error);

  g_assert_no_error (error);
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}
