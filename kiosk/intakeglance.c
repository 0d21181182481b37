/* SPDX-License-Identifier: Apache-2.0 */

/* The quality gate, within a second of each page: one thread with a reader of its own that
 * loads no model, so it waits neither for the readers nor for pages before. What it finds
 * is entered in the store; then the main context hears of it. Its word is advice: where it
 * fails, the page's own reading will say the same later. */

#include "kiosk/intake-private.h"

#include "config/log.h"
#include "kiosk/glass.h"
#include "kiosk/leafstate.h"

#define PAGES_BACK 16 /* that may bear the same streak; a clean one among them ends it */

typedef struct {
  PageTask *task;
  char *file;
} GlanceJob;

static int
compare_later (gconstpointer a, gconstpointer b) {
  guint one = *(const guint *) a, other = *(const guint *) b;

  return one < other ? 1 : one > other ? -1 : 0;
}

/* The pages that came last (StoredPage, owned by the array). */
static GPtrArray *
load_last (KioskIntake *self) {
  GPtrArray *pages = g_ptr_array_new_with_free_func ((GDestroyNotify) stored_page_free);
  g_autoptr (GArray) numbers = store_get_numbers (self->desk.store, self->id, NULL);

  if (numbers != NULL)
    g_array_sort (numbers, compare_later);
  for (guint i = 0; numbers != NULL && i < MIN (numbers->len, PAGES_BACK); i++) {
    StoredPage *page = store_get_page (self->desk.store, self->id,
                                       g_array_index (numbers, guint, i), NULL);

    if (page != NULL)
      g_ptr_array_add (pages, page);
  }
  return pages;
}

void
intake_refresh_glass (KioskIntake *self) {
  g_autoptr (GPtrArray) pages = load_last (self);
  g_autofree char *sentence = NULL;
  KioskGlass glass = {0};

  if (glass_find (pages, &glass))
    sentence = glass_describe (&glass);
  self->dirt = glass;
  if (g_strcmp0 (sentence, self->glass) == 0)
    return;
  g_free (self->glass);
  self->glass = g_steal_pointer (&sentence);
  intake_notify (self, INTAKE_GLASS);
}

/* Main context. */
static gboolean
on_glanced (gpointer data) {
  PageTask *task = data;

  intake_update_leaf (task->intake, task->number);
  intake_refresh_glass (task->intake);
  return G_SOURCE_REMOVE;
}

/* The thread of the glances. */
static void
run_glance (gpointer job_data, gpointer data G_GNUC_UNUSED) {
  GlanceJob *job = job_data;
  KioskIntake *self = job->task->intake;
  g_autoptr (GError) fault = NULL;
  g_autoptr (Glance) glance
      = reader_glance (self->glancer, self->vault, job->file, &fault);

  if (glance != NULL
      && store_set_defects (self->desk.store, self->id, job->task->number,
                            glance->defects, glance->blank, &fault))
    log_info ("dossier %s page %u: %u defects", self->id, job->task->number,
              glance->defects->len);
  else
    log_warning ("dossier %s page %u: %s", self->id, job->task->number, fault->message);
  intake_tell_main (self, on_glanced, job->task, (GDestroyNotify) page_task_free);
  g_free (job->file);
  g_free (job);
}

void
intake_glance (KioskIntake *self, const Page *page) {
  GlanceJob *job = g_new (GlanceJob, 1);

  if (self->glances == NULL) {
    self->glancer = reader_new_glancer ();
    self->glances = g_thread_pool_new (run_glance, NULL, 1, FALSE, NULL);
  }
  *job = (GlanceJob){page_task_new (self, page->number), g_strdup (page->file)};
  g_thread_pool_push (self->glances, job, NULL);
}

/* Each job holds the intake, so none is left when it goes. */
void
intake_free_glances (KioskIntake *self) {
  if (self->glances == NULL)
    return;
  g_thread_pool_free (self->glances, FALSE, TRUE);
  reader_free (self->glancer);
}

const char *
kiosk_intake_get_glass (KioskIntake *self) {
  return self->glass;
}

gboolean
kiosk_intake_get_dirt (KioskIntake *self, KioskGlass *dirt) {
  *dirt = self->dirt;
  return self->glass != NULL;
}
