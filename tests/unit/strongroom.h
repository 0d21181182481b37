/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "config/vault.h"

/* For tests of what reads and writes a dossier's files: a vault with a key that is always
 * the same. What fails here fails the test. */

/* The vault of dossier 0d5b3a52... in @folder. */
Vault *strongroom_open (const char *folder);

/* Puts a file in; @size -1: a text. */
void strongroom_put (const Vault *vault, const char *name, const void *bytes,
                     gssize size);

/* The text of a file; caller frees. */
char *strongroom_take (const Vault *vault, const char *name);
