/* SPDX-License-Identifier: Apache-2.0 */

/* Scanning: one thread follows motcua-scan. Each page that it tells of is entered in the
 * store there and then, which is its acknowledgement; the feeder never waits for a
 * reader, nor for the screen. */

#include "kiosk/intake-private.h"

#include "config/fault.h"
#include "config/log.h"
#include "kiosk/pagefiles.h"
#include "kiosk/scanjob.h"

/* Main context: a page is safe in the store. */
static gboolean
on_page_scanned (gpointer data) {
  PageTask *task = data;
  g_autoptr (StoredPage) page
      = store_get_page (task->intake->desk.store, task->intake->id, task->number, NULL);

  if (page != NULL)
    intake_show_page (task->intake, page);
  return G_SOURCE_REMOVE;
}

/* Scanning thread. The log line is the page's acknowledgement to whoever reads logs. */
static gboolean
on_scanjob_page (const Page *page, gpointer data, GError **error) {
  KioskIntake *self = data;

  if (!store_add_page (self->desk.store, self->id, page, error))
    return FALSE;
  log_info ("dossier %s page %u is stored", self->id, page->number);
  intake_tell_main (self, on_page_scanned, page_task_new (self, page->number),
                    (GDestroyNotify) page_task_free);
  return TRUE;
}

typedef struct {
  ReportOutcome outcome;
  char *message;
} ScanEnd;

static void
free_scan_end (ScanEnd *end) {
  g_free (end->message);
  g_free (end);
}

static guint
next_number (KioskIntake *self) {
  guint count = g_list_model_get_n_items (G_LIST_MODEL (self->leaves));
  g_autoptr (KioskLeaf) last = NULL;

  if (count == 0)
    return 1;
  last = g_list_model_get_item (G_LIST_MODEL (self->leaves), count - 1);
  return kiosk_leaf_get_number (last) + 1;
}

static void
scan_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable) {
  KioskIntake *self = source;
  ScanJob job = scanjob_get_usual (self->desk.settings);
  ScanEnd *end = g_new0 (ScanEnd, 1);
  gint64 began_us = g_get_monotonic_time ();
  guint64 taken_ms;
  GError *error = NULL;
  g_autoptr (Report) report = NULL;

  job.device = self->desk.device;
  job.folder = vault_get_folder (self->vault);
  job.vault = self->vault;
  job.first = GPOINTER_TO_UINT (data);
  if (!scanjob_run (&job, cancellable, on_scanjob_page, self, &report, &error)) {
    free_scan_end (end);
    g_task_return_error (task, error);
    return;
  }
  end->outcome = report->outcome;
  if (*report->message != '\0')
    end->message = g_strdup (report->message);
  taken_ms = (guint64) (g_get_monotonic_time () - began_us) / 1000;
  if (!store_add_duration (self->desk.store, self->id, "scan", taken_ms, NULL))
    log_warning ("dossier %s: cannot record a duration", self->id);
  g_task_return_pointer (task, end, (GDestroyNotify) free_scan_end);
}

void
kiosk_intake_scan_async (KioskIntake *self, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer data) {
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);

  g_task_set_source_tag (task, kiosk_intake_scan_async);
  g_task_set_check_cancellable (task, FALSE); /* a cancelled feeding is an outcome */
  if (self->scanning || self->sealing || self->sealed) {
    g_task_return_new_error (task, FAULT, FAULT_USAGE,
                             "Hồ sơ đang quét hoặc đã niêm phong.");
    return;
  }
  if (self->desk.device == NULL) {
    g_task_return_new_error (task, FAULT, FAULT_CONFIG,
                             "Chưa chọn máy quét. Đặt device= trong [scan] của tệp "
                             "motcua.conf hoặc dùng --device.");
    return;
  }
  self->scanning = TRUE;
  intake_notify (self, INTAKE_SCANNING);
  g_task_set_task_data (task, GUINT_TO_POINTER (next_number (self)), NULL); /* it began */
  g_task_run_in_thread (task, scan_in_thread);
}

gboolean
kiosk_intake_scan_finish (KioskIntake *self, GAsyncResult *result, ReportOutcome *outcome,
                          char **message, GError **error) {
  gboolean began = g_task_get_task_data (G_TASK (result)) != NULL;
  ScanEnd *end = g_task_propagate_pointer (G_TASK (result), error);

  if (began) {
    self->scanning = FALSE;
    intake_notify (self, INTAKE_SCANNING);
    intake_refresh_missing (self);
  }
  if (end == NULL)
    return FALSE;
  *outcome = end->outcome;
  *message = g_steal_pointer (&end->message);
  free_scan_end (end);
  return TRUE;
}

gboolean
kiosk_intake_add_file (KioskIntake *self, const char *path, GError **error) {
  guint number = next_number (self);
  g_autoptr (Page) page = NULL;
  g_autoptr (StoredPage) stored = NULL;

  if (!intake_check_unsealed (self, error))
    return FALSE;
  page = pagefiles_import (self->vault, number, path, error);
  if (page == NULL || !store_add_page (self->desk.store, self->id, page, error))
    return FALSE;
  stored = store_get_page (self->desk.store, self->id, number, error);
  if (stored == NULL)
    return FALSE;
  intake_show_page (self, stored);
  return TRUE;
}
