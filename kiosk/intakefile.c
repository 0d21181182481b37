/* SPDX-License-Identifier: Apache-2.0 */

/* Files that a person brings. In a thread: the file is copied as it is, durably, under the
 * number of the page it begins with; a reader, in its sandbox, says how many pages it has;
 * then all of them exist at once. A file that the reader takes for nothing is kept as well,
 * as one page that cannot be read, so that a person sees it and its reason, and nothing
 * that was handed over is gone without a word. */

#include "kiosk/intake-private.h"

#include "config/fault.h"
#include "kiosk/pagefiles.h"

typedef struct {
  char **paths;
  Feeding plan;
} FileJob;

static void
free_job (FileJob *job) {
  g_strfreev (job->paths);
  g_free (job);
}

/* Main context. */
static gboolean
on_file_added (gpointer data) {
  PageTask *task = data;

  intake_sync (task->intake);
  return G_SOURCE_REMOVE;
}

/* One page unless the reader knows better; only a fault of our own is one here. */
static gboolean
survey_file (KioskIntake *self, const Page *page, Survey *survey, GError **error) {
  g_autoptr (GError) fault = NULL;

  *survey = (Survey){.pages = 1};
  if (self->surveyor == NULL)
    self->surveyor = reader_new (NULL, NULL);
  if (reader_survey (self->surveyor, self->vault, page->file, survey, &fault)
      || g_error_matches (fault, FAULT, FAULT_IMAGE)
      || g_error_matches (fault, FAULT, FAULT_PROTOCOL) /* it died of the file */
      || g_error_matches (fault, FAULT, FAULT_TEMPORARY))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&fault));
  return FALSE;
}

static gboolean
add_file (KioskIntake *self, const char *path, FileJob *job, GError **error) {
  g_autoptr (Page) page = NULL;
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *readable = g_filename_display_name (name);
  guint number;
  Survey survey;

  if (!feeding_get_next (self->desk.store, self->id, &number, error))
    return FALSE;
  page = pagefiles_import (self->vault, number, path, error);
  if (page == NULL || !survey_file (self, page, &survey, error))
    return FALSE;
  job->plan.name = readable;
  job->plan.is_signed = survey.is_signed;
  if (!feeding_add_file (self->desk.store, self->id, &job->plan, page, survey.pages,
                         error))
    return FALSE;
  intake_tell_main (self, on_file_added, page_task_new (self, number),
                    (GDestroyNotify) page_task_free);
  return TRUE;
}

static void
add_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable) {
  KioskIntake *self = source;
  FileJob *job = data;
  GError *error = NULL;

  for (char **path = job->paths; *path != NULL; path++) {
    if (!add_file (self, *path, job, &error)) {
      g_task_return_error (task, error);
      return;
    }
    job->plan.place += job->plan.kind == FEEDING_INSERT; /* the next goes behind it */
  }
  g_task_return_boolean (task, TRUE);
}

void
kiosk_intake_add_files_async (KioskIntake *self, const KioskFeed *feed,
                              const char *const *paths, GAsyncReadyCallback callback,
                              gpointer data) {
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, data);
  FileJob *job;
  GError *error = NULL;

  g_task_set_source_tag (task, kiosk_intake_add_files_async);
  if (!attendance_permit (self->desk.session, KIOSK_ACT_SCAN, self->id, &error)) {
    g_task_return_error (task, error);
    return;
  }
  job = g_new0 (FileJob, 1);
  job->paths = g_strdupv ((char **) paths);
  job->plan = (Feeding){.kind = feed != NULL ? feed->kind : FEEDING_FILE, .sides = 1};
  if (feed != NULL && feed->kind == FEEDING_INSERT)
    job->plan.place = kiosk_leaf_get_place (feed->leaf);
  if (feed != NULL && feed->kind == FEEDING_REPLACE)
    job->plan.target = kiosk_leaf_get_number (feed->leaf);
  if (self->scanning || self->sealing || self->sealed) {
    free_job (job);
    g_task_return_new_error (task, FAULT, FAULT_USAGE,
                             "Hồ sơ đang quét hoặc đã niêm phong.");
    return;
  }
  self->scanning = TRUE;
  intake_notify (self, INTAKE_SCANNING);
  g_task_set_task_data (task, job, (GDestroyNotify) free_job); /* it began */
  g_task_run_in_thread (task, add_in_thread);
}

gboolean
kiosk_intake_add_files_finish (KioskIntake *self, GAsyncResult *result, GError **error) {
  gboolean added = g_task_propagate_boolean (G_TASK (result), error);

  if (g_task_get_task_data (G_TASK (result)) != NULL) {
    self->scanning = FALSE;
    intake_sync (self);
    intake_notify (self, INTAKE_SCANNING);
    intake_refresh_missing (self);
  }
  return added;
}
