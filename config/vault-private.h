/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "config/vault.h"

/* What vault.c and vaultfile.c share. In locked memory, the texts aside. */
struct Vault {
  int references;
  char *folder;
  char *id;
  gboolean lent; /* has no key for texts */
  guint8 file_key[VAULT_KEY_BYTES];
  guint8 text_key[VAULT_KEY_BYTES];
};

/* What a file's key is bound to: the owner's id and the base name of @name. */
char *vault_label_dup (const Vault *vault, const char *name) G_GNUC_WARN_UNUSED_RESULT;
