/* SPDX-License-Identifier: Apache-2.0 */

#include "tests/unit/recall.h"

static gboolean
set_number (gpointer data, const char *portal_id, const char *portal_code) {
  Recall *recall = data;

  recall->numbers++;
  if (recall->is_deaf)
    return FALSE;
  g_free (recall->portal_id);
  g_free (recall->portal_code);
  recall->portal_id = g_strdup (portal_id);
  recall->portal_code = g_strdup (portal_code);
  return TRUE;
}

static gboolean
set_note (gpointer data, const char *name, const char *value) {
  Recall *recall = data;

  if (recall->is_deaf)
    return FALSE;
  if (value == NULL)
    g_hash_table_remove (recall->notes, name);
  else
    g_hash_table_replace (recall->notes, g_strdup (name), g_strdup (value));
  return TRUE;
}

static gboolean
get_note (gpointer data, const char *name, char **value) {
  Recall *recall = data;

  *value = g_strdup (g_hash_table_lookup (recall->notes, name));
  return TRUE;
}

Recall *
recall_new (void) {
  Recall *recall = g_new0 (Recall, 1);

  recall->notes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  recall->memory = (PortalMemory){set_number, set_note, get_note, recall};
  return recall;
}

void
recall_free (Recall *recall) {
  g_hash_table_unref (recall->notes);
  g_free (recall->portal_id);
  g_free (recall->portal_code);
  g_free (recall);
}
