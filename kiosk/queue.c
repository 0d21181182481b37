/* SPDX-License-Identifier: Apache-2.0 */

/* The list of a supervisor's page.
 *
 *   store --overview--> entries (all, in order) --sieve--> shown (a position each)
 *                          |                                  | asked for
 *                          '-> figures                        '-> brief -key-> name, answer
 *
 * The store is read by a thread: whole at first, then only what its trail says was touched.
 * An entry never changes; a dossier that did has a new one, so that the list before and the
 * list after can be compared by walking along both: they are in the same order. A brief
 * outlives its entry. What stands in the list is told as insertions and removals, so that who
 * looks at it keeps selection and place. */

#include "kiosk/queue-private.h"

#include "config/catalogue.h"
#include "ocr/fold.h"

#define RECENT_MOST 1024
#define MINUTE_S    60

static guint figures_signal;
static guint loaded_signal;
static guint fault_signal;

static void list_model_init (GListModelInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KioskQueue, kiosk_queue, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

/* --- entries -------------------------------------------------------------------------- */

QueueEntry *
queue_entry_new (OverviewRow *row) {
  QueueEntry *entry = g_new (QueueEntry, 1);
  g_autofree char *codes = g_strjoin (" ", row->code, row->portal_code, NULL);

  *entry = (QueueEntry){
      .row = row,
      .since = overview_row_get_since (row),
      .office = brief_find_office (row->code),
      .procedure = g_intern_string (row->procedure),
      .codes = g_ascii_strdown (codes, -1),
  };
  return entry;
}

void
queue_entry_free (QueueEntry *entry) {
  overview_row_free (entry->row);
  g_free (entry->codes);
  g_free (entry);
}

int
queue_entry_compare (const QueueEntry *a, const QueueEntry *b) {
  if (a->since != b->since)
    return a->since < b->since ? -1 : 1;
  if (a->row->sequence != b->row->sequence)
    return a->row->sequence < b->row->sequence ? -1 : 1;
  return 0;
}

/* --- briefs --------------------------------------------------------------------------- */

static void
on_brief_gone (gpointer data, GObject *where_it_was) {
  KioskQueue *self = data;
  GHashTableIter each;
  gpointer brief;

  g_hash_table_iter_init (&each, self->briefs);
  while (g_hash_table_iter_next (&each, NULL, &brief)) {
    if (brief == where_it_was) {
      g_hash_table_iter_remove (&each);
      return;
    }
  }
}

/* Those asked for last stay for a while: a list that is scrolled back shows them at once. */
static void
keep_brief (KioskQueue *self, KioskBrief *brief) {
  g_queue_push_head (&self->recent, g_object_ref (brief));
  if (self->recent.length > RECENT_MOST)
    g_object_unref (g_queue_pop_tail (&self->recent));
}

static KioskBrief *
get_brief (KioskQueue *self, const QueueEntry *entry) {
  KioskBrief *brief = g_hash_table_lookup (self->briefs, entry->row->id);

  if (brief != NULL) {
    g_object_ref (brief);
  } else {
    brief = kiosk_brief_new (entry->row, self->catalogue, self->language,
                             self->alarm_after_s);
    g_hash_table_insert (self->briefs, g_strdup (entry->row->id), brief);
    g_object_weak_ref (G_OBJECT (brief), on_brief_gone, self);
    keep_brief (self, brief);
  }
  if (!kiosk_brief_is_filled (brief))
    queue_want_detail (self, brief);
  return brief;
}

/* Those that somebody looks at follow the store. */
static void
update_briefs (KioskQueue *self) {
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autoptr (GList) briefs = g_hash_table_get_values (self->briefs);

  for (GList *each = briefs; each != NULL; each = each->next) {
    const QueueEntry *entry
        = g_hash_table_lookup (self->by_id, kiosk_brief_get_id (each->data));

    if (entry != NULL && kiosk_brief_update (each->data, entry->row, now))
      queue_want_detail (self, each->data);
  }
}

KioskBrief *
kiosk_queue_find (KioskQueue *self, const char *id) {
  const QueueEntry *entry = id != NULL ? g_hash_table_lookup (self->by_id, id) : NULL;

  return entry != NULL ? get_brief (self, entry) : NULL;
}

/* --- following ------------------------------------------------------------------------ */

static int
compare_places (gconstpointer a, gconstpointer b) {
  return queue_entry_compare (*(QueueEntry *const *) a, *(QueueEntry *const *) b);
}

gboolean
kiosk_queue_find_position (KioskQueue *self, const char *id, guint *position) {
  QueueEntry *entry = g_hash_table_lookup (self->by_id, id);
  guint low = 0, high = self->shown->len;

  while (entry != NULL && low < high) {
    guint middle = low + (high - low) / 2;

    if (compare_places (&entry, &g_ptr_array_index (self->shown, middle)) > 0)
      low = middle + 1;
    else
      high = middle;
  }
  *position = low;
  return entry != NULL && low < self->shown->len
         && g_ptr_array_index (self->shown, low) == entry;
}

void
queue_take_entries (KioskQueue *self, GPtrArray *entries) {
  g_autoptr (GPtrArray) before = self->entries;

  self->entries = entries;
  g_hash_table_remove_all (self->by_id);
  for (guint i = 0; i < entries->len; i++) {
    QueueEntry *entry = g_ptr_array_index (entries, i);

    g_hash_table_insert (self->by_id, entry->row->id, entry);
  }
  queue_sift (self);
  update_briefs (self);
  queue_count (self);
}

void
queue_emit_figures (KioskQueue *self) {
  g_signal_emit (self, figures_signal, 0);
}

/* Things grow old by themselves. */
static gboolean
on_minute (gpointer data) {
  KioskQueue *self = data;

  if (!self->loaded)
    return G_SOURCE_CONTINUE;
  queue_sift (self);
  update_briefs (self);
  queue_count (self);
  queue_emit_figures (self);
  return G_SOURCE_CONTINUE;
}

static void
on_store_changed (KioskStation *station, KioskQueue *self) {
  kiosk_queue_refresh (self);
}

void
kiosk_queue_set_sieve (KioskQueue *self, const KioskSieve *sieve) {
  queue_sieve_set (&self->sieve, sieve);
  queue_sift (self);
  queue_seek_names (self);
  queue_emit_figures (self);
}

const KioskFigures *
kiosk_queue_get_figures (KioskQueue *self) {
  return &self->figures;
}

gboolean
kiosk_queue_get_loaded (KioskQueue *self) {
  return self->loaded;
}

const char *
kiosk_queue_name_procedure (KioskQueue *self, const char *code) {
  const Procedure *procedure = catalogue_get_procedure (self->catalogue, code);

  if (procedure == NULL)
    return code;
  return self->language == PLIGHT_ENGLISH ? procedure->name_en : procedure->name;
}

/* --- list model ----------------------------------------------------------------------- */

static GType
get_item_type (GListModel *model) {
  return KIOSK_TYPE_BRIEF;
}

static guint
get_n_items (GListModel *model) {
  return KIOSK_QUEUE (model)->shown->len;
}

static gpointer
get_item (GListModel *model, guint position) {
  KioskQueue *self = KIOSK_QUEUE (model);

  return position < self->shown->len
             ? get_brief (self, g_ptr_array_index (self->shown, position))
             : NULL;
}

static void
list_model_init (GListModelInterface *interface) {
  interface->get_item_type = get_item_type;
  interface->get_n_items = get_n_items;
  interface->get_item = get_item;
}

/* --- object --------------------------------------------------------------------------- */

static void
forget_briefs (KioskQueue *self) {
  GHashTableIter each;
  gpointer brief;

  g_hash_table_iter_init (&each, self->briefs);
  while (g_hash_table_iter_next (&each, NULL, &brief))
    g_object_weak_unref (brief, on_brief_gone, self);
  g_hash_table_remove_all (self->briefs);
  g_queue_clear_full (&self->recent, g_object_unref);
}

static void
kiosk_queue_dispose (GObject *object) {
  KioskQueue *self = KIOSK_QUEUE (object);

  g_clear_handle_id (&self->again_source, g_source_remove);
  g_clear_handle_id (&self->minute_source, g_source_remove);
  queue_end_details (self);
  forget_briefs (self);
  G_OBJECT_CLASS (kiosk_queue_parent_class)->dispose (object);
}

static void
kiosk_queue_finalize (GObject *object) {
  KioskQueue *self = KIOSK_QUEUE (object);

  g_hash_table_unref (self->by_id);
  g_hash_table_unref (self->briefs);
  g_hash_table_unref (self->names);
  g_hash_table_unref (self->procedures);
  g_ptr_array_unref (self->shown);
  for (guint i = 0; i < self->entries->len; i++)
    queue_entry_free (g_ptr_array_index (self->entries, i));
  g_ptr_array_unref (self->entries);
  g_array_unref (self->figures.procedures);
  g_array_unref (self->figures.offices);
  g_free (self->figures.stuck.oldest_id);
  g_free (self->figures.waiting.oldest_id);
  g_free (self->figures.late.oldest_id);
  queue_sieve_clear (&self->sieve);
  g_queue_clear_full (&self->wanted, g_free);
  g_mutex_clear (&self->mutex);
  g_main_context_unref (self->context);
  g_clear_object (&self->station);
  G_OBJECT_CLASS (kiosk_queue_parent_class)->finalize (object);
}

static void
kiosk_queue_class_init (KioskQueueClass *class) {
  G_OBJECT_CLASS (class)->dispose = kiosk_queue_dispose;
  G_OBJECT_CLASS (class)->finalize = kiosk_queue_finalize;
  figures_signal = g_signal_new ("figures", KIOSK_TYPE_QUEUE, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
  loaded_signal = g_signal_new ("loaded", KIOSK_TYPE_QUEUE, G_SIGNAL_RUN_LAST, 0, NULL,
                                NULL, NULL, G_TYPE_NONE, 0);
  fault_signal = g_signal_new ("fault", KIOSK_TYPE_QUEUE, G_SIGNAL_RUN_LAST, 0, NULL,
                               NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
kiosk_queue_init (KioskQueue *self) {
  self->context = g_main_context_ref_thread_default ();
  self->entries = g_ptr_array_new ();
  self->shown = g_ptr_array_new ();
  self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  self->briefs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->procedures = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  self->figures.procedures = g_array_new (FALSE, TRUE, sizeof (KioskShare));
  self->figures.offices = g_array_new (FALSE, TRUE, sizeof (KioskShare));
  self->sieve.age = -1;
  g_mutex_init (&self->mutex);
}

KioskQueue *
kiosk_queue_new (KioskStation *station, PlightLanguage language) {
  KioskQueue *self = g_object_new (KIOSK_TYPE_QUEUE, NULL);

  self->station = g_object_ref (station);
  self->store = kiosk_station_get_store (station);
  self->catalogue = kiosk_station_get_catalogue (station);
  self->alarm_after_s = kiosk_station_get_settings (station)->alarm_after_s;
  self->language = language;
  g_signal_connect_object (station, "changed", G_CALLBACK (on_store_changed), self, 0);
  self->minute_source = g_timeout_add_seconds (MINUTE_S, on_minute, self);
  kiosk_queue_refresh (self);
  return self;
}
