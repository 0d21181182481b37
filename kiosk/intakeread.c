/* SPDX-License-Identifier: Apache-2.0 */

/* Reading: pages go to the pool of readers as soon as they are safe, and nobody waits for
 * them. A thread of the pool makes the answer durable and enters it in the store; the main
 * context hears of it afterwards. */

#include "kiosk/intake-private.h"

#include "config/fault.h"
#include "config/log.h"
#include "kiosk/leafstate.h"
#include "kiosk/pagefiles.h"

static KioskLeaf *
find_leaf (KioskIntake *self, guint number) {
  guint count = g_list_model_get_n_items (G_LIST_MODEL (self->leaves));

  for (guint i = count; i > 0; i--) {
    g_autoptr (KioskLeaf) leaf
        = g_list_model_get_item (G_LIST_MODEL (self->leaves), i - 1);

    if (kiosk_leaf_get_number (leaf) == number)
      return leaf; /* the list keeps it */
  }
  return NULL;
}

void
intake_update_leaf (KioskIntake *self, guint number) {
  g_autoptr (StoredPage) page = store_get_page (self->desk.store, self->id, number, NULL);
  KioskLeaf *leaf = find_leaf (self, number);

  if (page != NULL && leaf != NULL)
    kiosk_leaf_update (leaf, page);
}

/* The pages that readers have at this moment are timed as one stretch. */
static void
time_reading (KioskIntake *self) {
  guint64 taken_ms;

  if (self->waiting > 0)
    return;
  taken_ms = (guint64) (g_get_monotonic_time () - self->waiting_since_us) / 1000;
  if (!store_add_duration (self->desk.store, self->id, "read", taken_ms, NULL))
    log_warning ("dossier %s: cannot record a duration", self->id);
}

/* Main context. */
static gboolean
on_page_read (gpointer data) {
  PageTask *task = data;
  KioskIntake *self = task->intake;

  intake_update_leaf (self, task->number);
  self->waiting--;
  time_reading (self);
  intake_notify (self, INTAKE_WAITING);
  if (self->waiting == 0)
    intake_refresh_missing (self);
  return G_SOURCE_REMOVE;
}

static gboolean
keep_answer (KioskIntake *self, guint number, const Answer *answer, GError **error) {
  return pagefiles_save (self->vault, number, answer, error)
         && store_set_reading (self->desk.store, self->id, number, answer->reading,
                               error);
}

/* A thread of the pool. */
static void
on_reader_answer (const char *path, const Answer *answer, const GError *fault,
                  gpointer data) {
  PageTask *task = data;
  KioskIntake *self = task->intake;
  g_autoptr (GError) kept = NULL;
  gboolean stored;

  if (answer != NULL)
    stored = keep_answer (self, task->number, answer, &kept);
  else
    stored = store_set_failure (self->desk.store, self->id, task->number, fault->message,
                                &kept);
  if (!stored)
    log_warning ("dossier %s page %u: %s", self->id, task->number, kept->message);
  intake_tell_main (self, on_page_read, task, (GDestroyNotify) page_task_free);
}

static void
push_page (KioskIntake *self, const Page *page) {
  if (self->waiting == 0)
    self->waiting_since_us = g_get_monotonic_time ();
  self->waiting++;
  intake_notify (self, INTAKE_WAITING);
  reader_pool_push (self->desk.readers, self->vault, page->file, self->preview_px,
                    on_reader_answer, page_task_new (self, page->number));
}

static StoredPage *
load_page (guint number, gpointer data) {
  KioskIntake *self = data;

  return store_get_page (self->desk.store, self->id, number, NULL);
}

/* A page that failed in an earlier visit is tried anew: its reader may have lacked a model
 * then, and as long as it is unread the dossier cannot be sent. */
void
intake_show_page (KioskIntake *self, const StoredPage *page) {
  g_autoptr (KioskLeaf) leaf
      = kiosk_leaf_new (page, self->desk.catalogue, self->vault, load_page, self);

  g_list_store_append (self->leaves, leaf);
  if (!page->read)
    push_page (self, page->page);
}
