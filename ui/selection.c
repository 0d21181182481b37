/* SPDX-License-Identifier: Apache-2.0 */

/* A set of pages, not of places: it stays right while pages move and come in. */

#include "ui/selection.h"

struct _UiSelection {
  GObject parent;
  GListModel *leaves;
  GHashTable *chosen; /* KioskLeaf */
  KioskLeaf *anchor;  /* that was toggled last, or NULL */
};

enum { CHANGED, SIGNALS };
static guint signals[SIGNALS];

G_DEFINE_FINAL_TYPE (UiSelection, ui_selection, G_TYPE_OBJECT)

static guint
count_leaves (UiSelection *self) {
  return self->leaves != NULL ? g_list_model_get_n_items (self->leaves) : 0;
}

static void
on_items_changed (GListModel *leaves, guint position, guint removed, guint added,
                  UiSelection *self) {
  g_autoptr (GHashTable) standing = g_hash_table_new (NULL, NULL);
  GHashTableIter iter;
  gpointer leaf;
  gboolean gone = FALSE;

  if (removed == 0 || g_hash_table_size (self->chosen) == 0)
    return;
  for (guint i = 0; i < count_leaves (self); i++) {
    g_autoptr (KioskLeaf) each = g_list_model_get_item (leaves, i);

    g_hash_table_add (standing, each);
  }
  g_hash_table_iter_init (&iter, self->chosen);
  while (g_hash_table_iter_next (&iter, &leaf, NULL)) {
    if (g_hash_table_contains (standing, leaf))
      continue;
    g_hash_table_iter_remove (&iter);
    gone = TRUE;
  }
  if (gone)
    g_signal_emit (self, signals[CHANGED], 0);
}

void
ui_selection_set_leaves (UiSelection *self, GListModel *leaves) {
  if (self->leaves != NULL)
    g_signal_handlers_disconnect_by_data (self->leaves, self);
  g_set_object (&self->leaves, leaves);
  if (leaves != NULL)
    g_signal_connect (leaves, "items-changed", G_CALLBACK (on_items_changed), self);
  ui_selection_choose (self, CHOICE_NONE);
}

static gboolean
is_chosen (Choice choice, guint place) {
  return choice == CHOICE_ALL || (choice == CHOICE_ODD && place % 2 == 1)
         || (choice == CHOICE_EVEN && place % 2 == 0);
}

void
ui_selection_choose (UiSelection *self, Choice choice) {
  g_hash_table_remove_all (self->chosen);
  g_clear_object (&self->anchor);
  for (guint i = 0; i < count_leaves (self); i++) {
    g_autoptr (KioskLeaf) leaf = g_list_model_get_item (self->leaves, i);

    if (is_chosen (choice, i + 1))
      g_hash_table_add (self->chosen, g_steal_pointer (&leaf));
  }
  g_signal_emit (self, signals[CHANGED], 0);
}

void
ui_selection_toggle (UiSelection *self, KioskLeaf *leaf) {
  if (!g_hash_table_remove (self->chosen, leaf))
    g_hash_table_add (self->chosen, g_object_ref (leaf));
  g_set_object (&self->anchor, leaf);
  g_signal_emit (self, signals[CHANGED], 0);
}

void
ui_selection_reach (UiSelection *self, KioskLeaf *leaf) {
  guint from = self->anchor != NULL ? kiosk_leaf_get_place (self->anchor) : 0;
  guint to = kiosk_leaf_get_place (leaf);

  if (from == 0) {
    ui_selection_toggle (self, leaf);
    return;
  }
  for (guint i = MIN (from, to); i <= MAX (from, to) && i <= count_leaves (self); i++)
    g_hash_table_add (self->chosen, g_list_model_get_item (self->leaves, i - 1));
  g_signal_emit (self, signals[CHANGED], 0);
}

gboolean
ui_selection_has (UiSelection *self, KioskLeaf *leaf) {
  return g_hash_table_contains (self->chosen, leaf);
}

guint
ui_selection_count (UiSelection *self) {
  return g_hash_table_size (self->chosen);
}

GPtrArray *
ui_selection_list (UiSelection *self, KioskLeaf *leaf) {
  GPtrArray *list = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < count_leaves (self); i++) {
    g_autoptr (KioskLeaf) each = g_list_model_get_item (self->leaves, i);

    if (g_hash_table_contains (self->chosen, each))
      g_ptr_array_add (list, g_steal_pointer (&each));
  }
  if (list->len == 0 && leaf != NULL)
    g_ptr_array_add (list, g_object_ref (leaf));
  return list;
}

static void
ui_selection_dispose (GObject *object) {
  UiSelection *self = UI_SELECTION (object);

  if (self->leaves != NULL)
    g_signal_handlers_disconnect_by_data (self->leaves, self);
  g_clear_object (&self->leaves);
  g_clear_object (&self->anchor);
  g_clear_pointer (&self->chosen, g_hash_table_unref);
  G_OBJECT_CLASS (ui_selection_parent_class)->dispose (object);
}

static void
ui_selection_class_init (UiSelectionClass *klass) {
  G_OBJECT_CLASS (klass)->dispose = ui_selection_dispose;
  signals[CHANGED] = g_signal_new ("changed", UI_TYPE_SELECTION, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
ui_selection_init (UiSelection *self) {
  self->chosen = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
}

UiSelection *
ui_selection_new (void) {
  return g_object_new (UI_TYPE_SELECTION, NULL);
}
