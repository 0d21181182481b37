/* SPDX-License-Identifier: Apache-2.0 */

/* The round goes: the rest of the page at hand, the pages after it, the pages before it,
 * then the start of the page at hand. A page's own count tells whether to look into it. */

#include "ui/doubts.h"

guint
doubts_count (GListModel *leaves) {
  guint count = 0;

  for (guint i = 0; i < g_list_model_get_n_items (leaves); i++) {
    g_autoptr (KioskLeaf) leaf = g_list_model_get_item (leaves, i);

    count += kiosk_leaf_get_doubts (leaf);
  }
  return count;
}

static guint
find_leaf (GListModel *leaves, KioskLeaf *leaf) {
  for (guint i = 0; i < g_list_model_get_n_items (leaves); i++) {
    g_autoptr (KioskLeaf) other = g_list_model_get_item (leaves, i);

    if (other == leaf)
      return i;
  }
  return 0;
}

/* Position after @value; by name, since a page that was read again has other values. */
static guint
find_after (GListModel *values, KioskValue *value) {
  for (guint i = 0; i < g_list_model_get_n_items (values); i++) {
    g_autoptr (KioskValue) other = g_list_model_get_item (values, i);

    if (g_strcmp0 (kiosk_value_get_name (other), kiosk_value_get_name (value)) == 0)
      return i + 1;
  }
  return 0;
}

/* First doubtful value of @leaf from position @from on; caller owns. */
static KioskValue *
find_in_leaf (KioskLeaf *leaf, guint from) {
  GListModel *values = kiosk_leaf_get_values (leaf);

  if (kiosk_leaf_get_doubts (leaf) == 0)
    return NULL;
  for (guint i = from; i < g_list_model_get_n_items (values); i++) {
    g_autoptr (KioskValue) value = g_list_model_get_item (values, i);

    if (kiosk_value_get_doubtful (value))
      return g_steal_pointer (&value);
  }
  return NULL;
}

gboolean
doubts_find_next (GListModel *leaves, KioskLeaf *leaf, KioskValue *value,
                  KioskLeaf **next_leaf, KioskValue **next_value) {
  guint count = g_list_model_get_n_items (leaves);
  guint start = leaf != NULL ? find_leaf (leaves, leaf) : 0;
  guint from = 0;

  if (leaf != NULL && value != NULL)
    from = find_after (kiosk_leaf_get_values (leaf), value);
  for (guint i = 0; i <= count; i++) {
    g_autoptr (KioskLeaf) at
        = g_list_model_get_item (leaves, (start + i) % MAX (1, count));
    KioskValue *found = at != NULL ? find_in_leaf (at, i == 0 ? from : 0) : NULL;

    if (found != NULL) {
      *next_leaf = g_steal_pointer (&at);
      *next_value = found;
      return TRUE;
    }
  }
  return FALSE;
}
