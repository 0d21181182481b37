/* SPDX-License-Identifier: Apache-2.0 */

/* A person's hand on several pages at once: one step for the store, one undo. */

#include "kiosk/intake-private.h"

#include "upload/arrange.h"

static GArray *
list_numbers (const GPtrArray *leaves) {
  GArray *numbers = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < leaves->len; i++) {
    guint number = kiosk_leaf_get_number (g_ptr_array_index (leaves, i));

    g_array_append_val (numbers, number);
  }
  return numbers;
}

static gboolean
arrange_all (KioskIntake *self, ArrangeKind kind, const GPtrArray *leaves, guint number,
             GError **error) {
  g_autoptr (GArray) numbers = list_numbers (leaves);

  return intake_permit (self, KIOSK_ACT_ARRANGE, error)
         && intake_follow (self, arrange_many (self->desk.store, self->id, kind, numbers,
                                               number, error));
}

gboolean
kiosk_intake_remove_pages (KioskIntake *self, const GPtrArray *leaves, GError **error) {
  return arrange_all (self, ARRANGE_REMOVE, leaves, 0, error);
}

gboolean
kiosk_intake_move_pages (KioskIntake *self, const GPtrArray *leaves, guint place,
                         GError **error) {
  return arrange_all (self, ARRANGE_MOVE, leaves, place, error);
}

gboolean
kiosk_intake_turn_pages (KioskIntake *self, const GPtrArray *leaves, guint degrees,
                         GError **error) {
  if (!arrange_all (self, ARRANGE_TURN, leaves, degrees, error))
    return FALSE;
  for (guint i = 0; i < leaves->len; i++)
    intake_read_page (self, kiosk_leaf_get_number (g_ptr_array_index (leaves, i)));
  return TRUE;
}

GHashTable *
intake_list_turns (KioskIntake *self) {
  g_autoptr (GPtrArray) pages = store_get_pages (self->desk.store, self->id, NULL);
  GHashTable *turns = g_hash_table_new (NULL, NULL);

  for (guint i = 0; pages != NULL && i < pages->len; i++) {
    const StoredPage *page = g_ptr_array_index (pages, i);

    g_hash_table_insert (turns, GUINT_TO_POINTER (page->page->number),
                         GUINT_TO_POINTER (page->turn));
  }
  return turns;
}

void
intake_read_turned (KioskIntake *self, GHashTable *before) {
  g_autoptr (GHashTable) now = intake_list_turns (self);
  GHashTableIter iter;
  gpointer page, turn;

  g_hash_table_iter_init (&iter, now);
  while (g_hash_table_iter_next (&iter, &page, &turn)) {
    gpointer stood;

    if (g_hash_table_lookup_extended (before, page, NULL, &stood) && stood != turn)
      intake_read_page (self, GPOINTER_TO_UINT (page));
  }
}
