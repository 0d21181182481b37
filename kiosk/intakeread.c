/* SPDX-License-Identifier: Apache-2.0 */

/* Reading: pages go to the pool of readers as soon as they are safe, and nobody waits for
 * them. A thread of the pool makes the answer durable and enters it in the store; the main
 * context hears of it afterwards. */

#include "kiosk/intake-private.h"

#include "config/fault.h"
#include "config/log.h"
#include "kiosk/leafstate.h"
#include "kiosk/pagefiles.h"
#include "kiosk/twins.h"

static void push_page (KioskIntake *self, const StoredPage *page);

KioskLeaf *
intake_find_leaf (KioskIntake *self, guint number) {
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
  KioskLeaf *leaf = intake_find_leaf (self, number);

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

/* The first page before @leaf that looks like the same sheet; 0: none. */
static guint
find_twin (KioskIntake *self, const StoredPage *page) {
  guint count = g_list_model_get_n_items (G_LIST_MODEL (self->leaves));

  for (guint i = 0; i < count; i++) {
    g_autoptr (KioskLeaf) leaf = g_list_model_get_item (G_LIST_MODEL (self->leaves), i);
    g_autoptr (StoredPage) other = NULL;

    if (kiosk_leaf_get_number (leaf) >= page->page->number
        || !twins_look_alike (kiosk_leaf_get_likeness (leaf), page->likeness))
      continue;
    other
        = store_get_page (self->desk.store, self->id, kiosk_leaf_get_number (leaf), NULL);
    if (other != NULL && twins_say_the_same (other, page))
      return other->page->number;
  }
  return 0;
}

static void
warn_of_twin (KioskIntake *self, KioskLeaf *leaf) {
  guint number = kiosk_leaf_get_number (leaf);
  g_autoptr (StoredPage) page = store_get_page (self->desk.store, self->id, number, NULL);
  guint twin;

  if (page == NULL || page->likeness == NULL)
    return;
  twin = find_twin (self, page);
  if (twin != 0 && !intake_has_kept (self, number))
    kiosk_leaf_set_twin (leaf, twin);
}

void
intake_seek_twin (KioskIntake *self, guint number) {
  KioskLeaf *leaf = intake_find_leaf (self, number);

  if (leaf != NULL)
    warn_of_twin (self, leaf);
}

/* Pages are read side by side, so a later one may have been looked at before this one was
 * there to be compared with. */
static void
warn_of_twins (KioskIntake *self, guint number) {
  KioskLeaf *read = intake_find_leaf (self, number);
  guint count = g_list_model_get_n_items (G_LIST_MODEL (self->leaves));

  if (read == NULL || kiosk_leaf_get_likeness (read) == NULL)
    return;
  for (guint i = 0; i < count; i++) {
    g_autoptr (KioskLeaf) leaf = g_list_model_get_item (G_LIST_MODEL (self->leaves), i);

    if (leaf == read
        || (kiosk_leaf_get_number (leaf) > number && kiosk_leaf_get_twin (leaf) == 0
            && twins_look_alike (kiosk_leaf_get_likeness (leaf),
                                 kiosk_leaf_get_likeness (read))))
      warn_of_twin (self, leaf);
  }
}

/* Main context. A page that a person turned meanwhile is read once more. */
static gboolean
on_page_read (gpointer data) {
  PageTask *task = data;
  KioskIntake *self = task->intake;
  g_autoptr (StoredPage) page
      = store_get_page (self->desk.store, self->id, task->number, NULL);

  intake_update_leaf (self, task->number);
  warn_of_twins (self, task->number);
  if (page != NULL && page->turn != task->turn)
    push_page (self, page);
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
push_page (KioskIntake *self, const StoredPage *page) {
  const AnswerOptions options = {.preview_px = self->preview_px,
                                 .likeness = TRUE,
                                 .leaf = page->leaf,
                                 .laid = page->laid,
                                 .turn = page->turn};
  PageTask *task = page_task_new (self, page->page->number);

  task->turn = page->turn;
  if (self->waiting == 0)
    self->waiting_since_us = g_get_monotonic_time ();
  self->waiting++;
  intake_notify (self, INTAKE_WAITING);
  reader_pool_push (self->desk.readers, self->vault, page->page->file, &options,
                    on_reader_answer, task);
}

void
intake_read_page (KioskIntake *self, guint number) {
  g_autoptr (StoredPage) page = store_get_page (self->desk.store, self->id, number, NULL);

  if (page == NULL)
    return;
  intake_update_leaf (self, number);
  push_page (self, page);
}

static StoredPage *
load_page (guint number, gpointer data) {
  KioskIntake *self = data;

  return store_get_page (self->desk.store, self->id, number, NULL);
}

static gboolean
is_let_go (KioskIntake *self, guint number) {
  g_autoptr (GHashTable) waivers = store_get_waivers (self->desk.store, self->id, NULL);
  g_autofree char *name = g_strdup_printf ("page-%u", number);

  return waivers != NULL && g_hash_table_contains (waivers, name);
}

/* A page that failed in an earlier visit is tried anew: its reader may have lacked a model
 * then, and as long as it is unread the dossier cannot be sent. */
KioskLeaf *
intake_new_leaf (KioskIntake *self, guint number) {
  g_autoptr (StoredPage) page = store_get_page (self->desk.store, self->id, number, NULL);
  KioskLeaf *leaf;

  if (page == NULL)
    return NULL;
  leaf = kiosk_leaf_new (page, self->desk.catalogue, self->vault, load_page, self);
  if (page->failed)
    kiosk_leaf_set_let_go (leaf, is_let_go (self, number));
  if (!page->read)
    push_page (self, page);
  return leaf;
}
