/* SPDX-License-Identifier: Apache-2.0 */

/* A person's hand on the pages: each act is durable in the store before the screen shows
 * it, and can be undone from there (upload/arrange.h). Allowed while the feeder is at work
 * and while readers read; the list on the screen is brought to the store's order, page by
 * page, so that what is the same stays the same object. */

#include "kiosk/intake-private.h"

#include "config/fault.h"
#include "kiosk/leafstate.h"
#include "upload/arrange.h"

gboolean
intake_follow (KioskIntake *self, gboolean done) {
  if (!done)
    return FALSE;
  intake_sync (self);
  intake_refresh_missing (self);
  return TRUE;
}

gboolean
kiosk_intake_remove_page (KioskIntake *self, KioskLeaf *leaf, GError **error) {
  return intake_permit (self, KIOSK_ACT_ARRANGE, error)
         && intake_follow (self, arrange_remove (self->desk.store, self->id,
                                                 kiosk_leaf_get_number (leaf), error));
}

gboolean
kiosk_intake_move_page (KioskIntake *self, KioskLeaf *leaf, guint place, GError **error) {
  return intake_permit (self, KIOSK_ACT_ARRANGE, error)
         && intake_follow (self,
                           arrange_move (self->desk.store, self->id,
                                         kiosk_leaf_get_number (leaf), place, error));
}

gboolean
kiosk_intake_turn_page (KioskIntake *self, KioskLeaf *leaf, guint degrees,
                        GError **error) {
  guint number = kiosk_leaf_get_number (leaf);

  if (!intake_permit (self, KIOSK_ACT_ARRANGE, error)
      || !intake_follow (
          self, arrange_turn (self->desk.store, self->id, number, degrees, error)))
    return FALSE;
  intake_read_page (self, number);
  return TRUE;
}

gboolean
kiosk_intake_restore_page (KioskIntake *self, guint number, guint place, GError **error) {
  return intake_permit (self, KIOSK_ACT_ARRANGE, error)
         && intake_follow (
             self, arrange_restore (self->desk.store, self->id, number, place, error));
}

gboolean
kiosk_intake_accept_double (KioskIntake *self, const char *reason, GError **error) {
  KioskHalt halt = {0};

  return intake_permit (self, KIOSK_ACT_SCAN, error)
         && kiosk_intake_get_halt (self, &halt)
         && store_add_decision (self->desk.store, self->id, "double-feed-accepted",
                                halt.last_page, reason, error);
}

gboolean
kiosk_intake_declare (KioskIntake *self, guint sheets, GError **error) {
  return intake_permit (self, KIOSK_ACT_ARRANGE, error)
         && intake_follow (
             self, store_set_declared (self->desk.store, self->id, sheets, error));
}

gboolean
kiosk_intake_get_counts (KioskIntake *self, SheetCounts *counts) {
  return store_get_counts (self->desk.store, self->id, counts, NULL);
}

gboolean
kiosk_intake_get_pass (KioskIntake *self, TwoPass *pass) {
  return twopass_get (self->desk.store, self->id, pass, NULL);
}

gboolean
kiosk_intake_leave_pass (KioskIntake *self, GError **error) {
  return intake_permit (self, KIOSK_ACT_SCAN, error)
         && intake_follow (self, twopass_leave (self->desk.store, self->id, error));
}

/* --- the list ----------------------------------------------------------------------- */

static guint
find_position (KioskIntake *self, guint number, guint from) {
  guint count = g_list_model_get_n_items (G_LIST_MODEL (self->leaves));

  for (guint i = from; i < count; i++) {
    g_autoptr (KioskLeaf) leaf = g_list_model_get_item (G_LIST_MODEL (self->leaves), i);

    if (kiosk_leaf_get_number (leaf) == number)
      return i;
  }
  return count;
}

/* Brings the leaf of page @number to @position; all before it are right already. */
static void
settle_leaf (KioskIntake *self, guint number, guint position) {
  guint count = g_list_model_get_n_items (G_LIST_MODEL (self->leaves));
  guint found = find_position (self, number, position);
  g_autoptr (KioskLeaf) leaf = NULL;

  if (found == count) {
    leaf = intake_new_leaf (self, number);
  } else {
    leaf = g_list_model_get_item (G_LIST_MODEL (self->leaves), found);
    if (found != position)
      g_list_store_remove (self->leaves, found);
  }
  if (leaf == NULL)
    return;
  kiosk_leaf_set_place (leaf, position + 1);
  if (found != position || found == count)
    g_list_store_insert (self->leaves, position, leaf);
}

static gboolean
is_at (KioskIntake *self, guint number, guint position) {
  g_autoptr (KioskLeaf) leaf
      = g_list_model_get_item (G_LIST_MODEL (self->leaves), position);

  return leaf != NULL && kiosk_leaf_get_number (leaf) == number
         && kiosk_leaf_get_place (leaf) == position + 1;
}

/* Leaves that have no page any more stand where another belongs: they go first. */
static void
drop_leaves (KioskIntake *self, const GArray *numbers) {
  g_autoptr (GHashTable) standing = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < numbers->len; i++)
    g_hash_table_add (standing, GUINT_TO_POINTER (g_array_index (numbers, guint, i)));
  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (self->leaves)); i > 0; i--) {
    g_autoptr (KioskLeaf) leaf
        = g_list_model_get_item (G_LIST_MODEL (self->leaves), i - 1);
    guint number = kiosk_leaf_get_number (leaf);

    if (!g_hash_table_contains (standing, GUINT_TO_POINTER (number)))
      g_list_store_remove (self->leaves, i - 1);
  }
}

void
intake_sync (KioskIntake *self) {
  g_autoptr (GArray) numbers = store_get_numbers (self->desk.store, self->id, NULL);

  if (numbers == NULL)
    return;
  drop_leaves (self, numbers);
  for (guint i = 0; i < numbers->len; i++) {
    guint number = g_array_index (numbers, guint, i);

    if (!is_at (self, number, i))
      settle_leaf (self, number, i);
  }
  intake_notify (self, INTAKE_UNDO);
}
