/* SPDX-License-Identifier: Apache-2.0 */

/* What needs a dossier's key costs a file and some decryption, so a thread fetches it: the
 * dossiers asked for last first, since these are the ones on the screen, and those asked for
 * long ago not at all, since these were scrolled past. Names are fetched for all dossiers, but
 * only once somebody searches. */

#include "kiosk/queue-private.h"

#include "ocr/fold.h"

#define WANTED_MOST 256
#define BATCH_IDS   16
#define BATCH_NAMES 500

static void
tell_main (KioskQueue *self, GSourceFunc func, gpointer data, GDestroyNotify free_data) {
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT_IDLE);
  g_source_set_callback (source, func, data, free_data);
  g_source_attach (source, self->context);
}

/* A task that is told of ends in the main context, and so does what it keeps. */
static void
on_ended (GObject *source, GAsyncResult *result, gpointer data) {
}

/* A technician sees the list and nobody's name. */
static gboolean
may_see_names (KioskQueue *self) {
  return kiosk_station_may (self->station, KIOSK_ACT_SEE_VALUES);
}

/* --- details -------------------------------------------------------------------------- */

typedef struct {
  KioskQueue *queue;   /* owned */
  GPtrArray *dossiers; /* Dossier */
} Details;

static void
details_free (Details *details) {
  g_ptr_array_unref (details->dossiers);
  g_object_unref (details->queue);
  g_free (details);
}

static gboolean
on_details (gpointer data) {
  Details *details = data;
  gboolean may = may_see_names (details->queue);

  for (guint i = 0; i < details->dossiers->len; i++) {
    Dossier *dossier = g_ptr_array_index (details->dossiers, i);
    KioskBrief *brief = g_hash_table_lookup (details->queue->briefs, dossier->id);

    if (!may)
      g_clear_pointer (&dossier->applicant.name, g_free);
    if (brief != NULL)
      kiosk_brief_fill (brief, dossier);
  }
  return G_SOURCE_REMOVE;
}

static char *
pop_wanted (KioskQueue *self) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);
  char *id = g_queue_pop_head (&self->wanted);

  self->detailing = id != NULL;
  return id;
}

static void
detail_in_thread (GTask *task, gpointer source, gpointer data,
                  GCancellable *cancellable) {
  KioskQueue *self = source;
  char *next = pop_wanted (self);

  while (next != NULL) {
    Details *details = g_new (Details, 1);

    *details = (Details){g_object_ref (self),
                         g_ptr_array_new_with_free_func ((GDestroyNotify) dossier_free)};
    for (guint i = 0; i < BATCH_IDS && next != NULL; i++) {
      g_autofree char *id = next;
      Dossier *dossier = store_get_dossier (self->store, id, NULL);

      if (dossier != NULL)
        g_ptr_array_add (details->dossiers, dossier);
      next = pop_wanted (self);
    }
    tell_main (self, on_details, details, (GDestroyNotify) details_free);
  }
  g_task_return_boolean (task, TRUE);
}

static void
drop_wanted (KioskQueue *self, const char *id) {
  GList *same = g_queue_find_custom (&self->wanted, id,
                                     (GCompareFunc) (void (*) (void)) g_strcmp0);

  if (same == NULL)
    return;
  g_free (same->data);
  g_queue_delete_link (&self->wanted, same);
}

void
queue_want_detail (KioskQueue *self, KioskBrief *brief) {
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  gboolean begin = !self->detailing;

  drop_wanted (self, kiosk_brief_get_id (brief));
  g_queue_push_head (&self->wanted, g_strdup (kiosk_brief_get_id (brief)));
  if (self->wanted.length > WANTED_MOST)
    g_free (g_queue_pop_tail (&self->wanted));
  self->detailing = TRUE;
  g_clear_pointer (&locker, g_mutex_locker_free);
  if (begin) {
    g_autoptr (GTask) task = g_task_new (self, NULL, on_ended, NULL);

    g_task_run_in_thread (task, detail_in_thread);
  }
}

/* --- names ---------------------------------------------------------------------------- */

typedef struct {
  KioskQueue *queue; /* owned */
  GPtrArray *ids;    /* char *, owned */
  GPtrArray *names;  /* folded, owned; one for each of the first ids */
  gboolean last;
} Names;

static Names *
names_new (KioskQueue *queue) {
  Names *names = g_new0 (Names, 1);

  names->queue = g_object_ref (queue);
  names->ids = g_ptr_array_new_with_free_func (g_free);
  names->names = g_ptr_array_new_with_free_func (g_free);
  return names;
}

static void
names_free (Names *names) {
  g_ptr_array_unref (names->ids);
  g_ptr_array_unref (names->names);
  g_object_unref (names->queue);
  g_free (names);
}

static gboolean
on_names (gpointer data) {
  Names *names = data;
  KioskQueue *self = names->queue;

  for (guint i = 0; i < names->names->len; i++)
    g_hash_table_insert (self->names, g_strdup (g_ptr_array_index (names->ids, i)),
                         g_strdup (g_ptr_array_index (names->names, i)));
  self->unnamed -= MIN (self->unnamed, names->names->len);
  if (names->last)
    g_clear_object (&self->naming);
  if (self->sieve.words != NULL)
    queue_sift (self);
  queue_emit_figures (self);
  if (names->last)
    queue_seek_names (self);
  return G_SOURCE_REMOVE;
}

static char *
load_folded (KioskQueue *self, const char *id) {
  g_autofree char *name = overview_load_name (self->store, id);

  return name != NULL ? fold_text (name) : g_strdup ("");
}

static void
name_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable) {
  KioskQueue *self = source;
  const Names *asked = data;
  Names *names = names_new (self);

  for (guint i = 0; i < asked->ids->len && !g_cancellable_is_cancelled (cancellable);
       i++) {
    const char *id = g_ptr_array_index (asked->ids, i);

    g_ptr_array_add (names->ids, g_strdup (id));
    g_ptr_array_add (names->names, load_folded (self, id));
    if (names->ids->len < BATCH_NAMES)
      continue;
    tell_main (self, on_names, names, (GDestroyNotify) names_free);
    names = names_new (self);
  }
  names->last = TRUE;
  tell_main (self, on_names, names, (GDestroyNotify) names_free);
  g_task_return_boolean (task, TRUE);
}

/* Nobody hands in what is still open; who does is known from sealing on and never changes. */
void
queue_seek_names (KioskQueue *self) {
  g_autoptr (GTask) task = NULL;
  Names *asked;

  if (self->sieve.words == NULL && self->naming != NULL)
    g_cancellable_cancel (self->naming);
  if (self->sieve.words == NULL || self->naming != NULL || !may_see_names (self))
    return;
  asked = names_new (self);
  for (guint i = self->entries->len; i > 0; i--) {
    const QueueEntry *entry = g_ptr_array_index (self->entries, i - 1);

    if (entry->row->queued_at != 0 && entry->row->state != DOSSIER_PURGED
        && !g_hash_table_contains (self->names, entry->row->id))
      g_ptr_array_add (asked->ids, g_strdup (entry->row->id));
  }
  self->unnamed = asked->ids->len;
  if (self->unnamed == 0) {
    names_free (asked);
    return;
  }
  self->naming = g_cancellable_new ();
  task = g_task_new (self, self->naming, on_ended, NULL);
  g_task_set_task_data (task, asked, (GDestroyNotify) names_free);
  g_task_run_in_thread (task, name_in_thread);
}

guint
kiosk_queue_get_unsearched (KioskQueue *self) {
  return self->sieve.words != NULL ? self->unnamed : 0;
}

void
queue_end_details (KioskQueue *self) {
  if (self->naming != NULL)
    g_cancellable_cancel (self->naming);
  g_clear_object (&self->naming);
}
