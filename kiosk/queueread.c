/* SPDX-License-Identifier: Apache-2.0 */

/* Reading the store for the list, in a thread: whole at first, what was touched from then on.
 * However much happens in the store, the thread rests for several times as long as it worked,
 * and what has happened meanwhile is read in one go. */

#include "kiosk/queue-private.h"

#define REST_TIMES 4 /* as long as it worked */
#define REST_MS    200

typedef struct {
  gboolean whole;
  gint64 moment;      /* in: of the list; out: of what was read */
  GPtrArray *entries; /* QueueEntry, owned, in order; what was touched or all */
  gint64 took_ms;
} Look;

static void
look_free (Look *look) {
  for (guint i = 0; look->entries != NULL && i < look->entries->len; i++)
    queue_entry_free (g_ptr_array_index (look->entries, i));
  g_clear_pointer (&look->entries, g_ptr_array_unref);
  g_free (look);
}

static int
compare_entries (gconstpointer a, gconstpointer b) {
  return queue_entry_compare (*(QueueEntry *const *) a, *(QueueEntry *const *) b);
}

static void
read_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable) {
  KioskQueue *self = source;
  Look *look = data;
  gint64 began_us = g_get_monotonic_time ();
  GError *error = NULL;
  g_autoptr (GPtrArray) rows = NULL;

  if (!look->whole)
    rows = overview_load_changed (self->store, &look->moment, &error);
  else if (overview_get_moment (self->store, &look->moment, &error))
    rows = overview_load (self->store, &error);
  if (rows == NULL) {
    g_task_return_error (task, error);
    return;
  }
  look->entries = g_ptr_array_sized_new (rows->len);
  for (guint i = 0; i < rows->len; i++)
    g_ptr_array_add (look->entries, queue_entry_new (g_ptr_array_index (rows, i)));
  g_ptr_array_set_free_func (rows, NULL);
  g_ptr_array_sort (look->entries, compare_entries);
  look->took_ms = (g_get_monotonic_time () - began_us) / 1000;
  g_task_return_boolean (task, TRUE);
}

/* --- main context --------------------------------------------------------------------- */

static gboolean
is_same (const QueueEntry *a, const QueueEntry *b) {
  return queue_entry_compare (a, b) == 0 && a->row->state == b->row->state
         && a->row->priority == b->row->priority && a->row->due_at == b->row->due_at
         && a->row->has_route == b->row->has_route
         && g_strcmp0 (a->row->portal_code, b->row->portal_code) == 0;
}

/* The list's entries and those of @touched, which take the place of older ones, in order. What
 * is no longer wanted goes to @gone. */
static GPtrArray *
merge_entries (KioskQueue *self, GPtrArray *touched, GPtrArray *gone) {
  GPtrArray *merged = g_ptr_array_sized_new (self->entries->len + touched->len);
  g_autoptr (GHashTable) newer = g_hash_table_new (g_str_hash, g_str_equal);
  guint at = 0;

  for (guint i = 0; i < touched->len; i++) {
    QueueEntry *entry = g_ptr_array_index (touched, i);

    g_hash_table_insert (newer, entry->row->id, entry);
  }
  for (guint i = 0; i < self->entries->len; i++) {
    QueueEntry *entry = g_ptr_array_index (self->entries, i);

    if (g_hash_table_contains (newer, entry->row->id)) {
      g_ptr_array_add (gone, entry);
      continue;
    }
    while (at < touched->len
           && queue_entry_compare (g_ptr_array_index (touched, at), entry) < 0)
      g_ptr_array_add (merged, g_ptr_array_index (touched, at++));
    g_ptr_array_add (merged, entry);
  }
  while (at < touched->len)
    g_ptr_array_add (merged, g_ptr_array_index (touched, at++));
  return merged;
}

/* Touched and yet the same, as by a page that was scanned: nothing to tell. */
static void
drop_unchanged (KioskQueue *self, GPtrArray *touched) {
  guint kept = 0;

  for (guint i = 0; i < touched->len; i++) {
    QueueEntry *entry = g_ptr_array_index (touched, i);
    const QueueEntry *known = g_hash_table_lookup (self->by_id, entry->row->id);
    KioskBrief *brief = g_hash_table_lookup (self->briefs, entry->row->id);

    if (brief != NULL)
      queue_want_detail (self, brief);
    if (known != NULL && is_same (known, entry))
      queue_entry_free (entry);
    else
      g_ptr_array_index (touched, kept++) = entry;
  }
  g_ptr_array_set_size (touched, (int) kept);
}

static void
take_look (KioskQueue *self, Look *look) {
  g_autoptr (GPtrArray) touched = g_steal_pointer (&look->entries);
  g_autoptr (GPtrArray) gone = g_ptr_array_new ();

  self->moment = look->moment;
  if (!look->whole)
    drop_unchanged (self, touched);
  if (touched->len > 0 || look->whole) {
    queue_take_entries (self, merge_entries (self, touched, gone));
    queue_emit_figures (self);
  }
  for (guint i = 0; i < gone->len; i++)
    queue_entry_free (g_ptr_array_index (gone, i));
}

static gboolean
on_rested (gpointer data) {
  KioskQueue *self = data;

  self->again_source = 0;
  kiosk_queue_refresh (self);
  return G_SOURCE_REMOVE;
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer data) {
  KioskQueue *self = KIOSK_QUEUE (source);
  Look *look = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  gboolean first = !self->loaded;

  self->reading = FALSE;
  if (!g_task_propagate_boolean (G_TASK (result), &error)) {
    g_signal_emit_by_name (self, "fault", error);
    return;
  }
  self->loaded = TRUE;
  take_look (self, look);
  if (first)
    g_signal_emit_by_name (self, "loaded");
  queue_seek_names (self);
  if (self->dirty && self->again_source == 0)
    self->again_source = g_timeout_add ((guint) MAX (REST_MS, REST_TIMES * look->took_ms),
                                        on_rested, self);
}

void
kiosk_queue_refresh (KioskQueue *self) {
  g_autoptr (GTask) task = NULL;
  Look *look;

  /* Who may not see the list is not told that it changes. */
  if (!kiosk_station_may (self->station, KIOSK_ACT_LIST))
    return;
  self->dirty = TRUE;
  if (self->reading || self->again_source != 0)
    return;
  self->dirty = FALSE;
  self->reading = TRUE;
  look = g_new0 (Look, 1);
  look->whole = !self->loaded;
  look->moment = self->moment;
  task = g_task_new (self, NULL, on_read, NULL);
  g_task_set_task_data (task, look, (GDestroyNotify) look_free);
  g_task_run_in_thread (task, read_in_thread);
}
