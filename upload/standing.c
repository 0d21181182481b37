/* SPDX-License-Identifier: Apache-2.0 */

/* It is written before the transaction that it goes with is committed: where the database
 * says "held" or "withdrawn", the file is there. The other way round it may be the word of
 * an act that was cut off, which counts only when the database is gone. */

#include "upload/standing.h"

#include "config/fault.h"

#include <string.h>

#define WORD_MOST 32

gboolean
standing_save (const Vault *vault, DossierState state, GError **error) {
  const char *word = dossier_state_get_name (state);
  g_autofree char *path
      = g_build_filename (vault_get_folder (vault), STANDING_NAME, NULL);

  if (state == DOSSIER_HELD || state == DOSSIER_WITHDRAWN)
    return vault_save (vault, STANDING_NAME, word, strlen (word), 0600, error);
  return durable_remove (path, error);
}

gboolean
standing_load (const Vault *vault, DossierState *state, GError **error) {
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *word = NULL;

  *state = DOSSIER_QUEUED;
  if (!vault_has (vault, STANDING_NAME))
    return TRUE;
  bytes = vault_load (vault, STANDING_NAME, WORD_MOST, error);
  if (bytes == NULL)
    return FALSE;
  word = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  if (dossier_state_parse (word, state)
      && (*state == DOSSIER_HELD || *state == DOSSIER_WITHDRAWN))
    return TRUE;
  g_set_error (error, FAULT, FAULT_STORAGE, STANDING_NAME " says no such thing");
  return FALSE;
}
