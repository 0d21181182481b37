/* SPDX-License-Identifier: Apache-2.0 */

/* Scanning: one thread follows motcua-scan. Each page that it tells of is entered in the
 * store there and then, which is its acknowledgement; the feeder never waits for a
 * reader, nor for the screen.
 *
 * The feeding itself has a row before the scanner starts and gets its outcome when it has
 * stopped; one that never got any was cut off, and is given that outcome by the next
 * intake. How to go on after a stop is then always found in the same way (halt.c). */

#include "kiosk/intake-private.h"

#include "config/fault.h"
#include "config/log.h"
#include "kiosk/profile.h"
#include "kiosk/quirks.h"
#include "kiosk/scanjob.h"

#define INTERRUPTED "interrupted"
#define SIDES_BACK  4 /* that are looked through for one with something on it */

/* One feeding on its way through the thread. */
typedef struct {
  KioskIntake *intake; /* borrowed: the task holds it */
  Feeding plan;
  const PaperType *paper; /* whose profile holds, or NULL */
  gboolean resumes, takes_double;
  guint res_dpi;   /* asked for, 0: the settings' */
  guint offer_dpi; /* what would do instead, 0: nothing is wrong with it */
  guint number;
  guint stack_sheet; /* the stack's next sheet, as the scanner counts */
  guint first_sheet; /* the same sheet, as the dossier counts */
  ReportOutcome outcome;
  char *message;
} FeedJob;

static void
free_job (FeedJob *job) {
  g_free (job->message);
  g_free (job);
}

/* Main context: the store has a page more. */
static gboolean
on_page_scanned (gpointer data) {
  PageTask *task = data;

  intake_sync (task->intake);
  return G_SOURCE_REMOVE;
}

/* Scanning thread. The log line is the page's acknowledgement to whoever reads logs. */
static gboolean
on_scanjob_page (const Page *page, gpointer data, GError **error) {
  FeedJob *job = data;
  KioskIntake *self = job->intake;
  Page entered = *page;

  entered.sheet = job->first_sheet + (page->sheet - MIN (page->sheet, job->stack_sheet));
  if (!feeding_add_page (self->desk.store, self->id, job->number, &entered, 0, error))
    return FALSE;
  log_info ("dossier %s page %u is stored", self->id, page->number);
  intake_tell_main (self, on_page_scanned, page_task_new (self, page->number),
                    (GDestroyNotify) page_task_free);
  intake_glance (self, &entered);
  return TRUE;
}

/* The second pass is joined to the first as soon as it is whole. Counts that differ are no
 * fault of ours: both numbers go to the person. */
static void
join_passes (FeedJob *job) {
  KioskIntake *self = job->intake;
  g_autoptr (GError) error = NULL;

  if (job->plan.kind != FEEDING_BACKS || !intake_is_whole (job->outcome))
    return;
  if (!twopass_join (self->desk.store, self->id, &error))
    job->message = g_strdup (error->message);
}

static guint
get_sides (const ScanJob *scan, FeedingKind kind) {
  return kind != FEEDING_FRONTS && kind != FEEDING_BACKS
                 && g_strcmp0 (scan->source, "duplex") == 0
             ? 2
             : 1;
}

/* The settings' word, then the scanner's model, the paper, and what the person asked for. A
 * feeding that goes on keeps the sides it began with. */
static gboolean
set_scan (FeedJob *job, ScanJob *scan, GError **error) {
  KioskIntake *self = job->intake;

  *scan = scanjob_get_usual (self->desk.settings);
  scan->device = self->desk.device;
  if (!quirks_set (scan, self->desk.settings, error))
    return FALSE;
  if (job->paper != NULL)
    profile_set (scan, job->paper);
  if (job->takes_double)
    scan->double_feed = "off";
  if (job->res_dpi > 0)
    scan->res_dpi = job->res_dpi;
  if (!job->resumes)
    job->plan.sides = get_sides (scan, job->plan.kind);
  if (job->plan.sides == 1 && g_strcmp0 (scan->source, "duplex") == 0)
    scan->source = "adf";
  scan->folder = vault_get_folder (self->vault);
  scan->vault = self->vault;
  scan->first_sheet = job->stack_sheet;
  return TRUE;
}

static gboolean
run_job (FeedJob *job, GCancellable *cancellable, GError **error) {
  KioskIntake *self = job->intake;
  ScanJob scan;
  g_autoptr (Report) report = NULL;
  g_autoptr (GError) fault = NULL;

  if (!set_scan (job, &scan, error)
      || !feeding_begin (self->desk.store, self->id, &job->plan, &job->number,
                         &scan.first, &job->first_sheet, error))
    return FALSE;
  job->outcome = REPORT_FAILED;
  if (scanjob_run (&scan, cancellable, on_scanjob_page, job, &report, &fault)) {
    job->outcome = report->outcome;
    job->offer_dpi = report->offer_dpi;
    if (*report->message != '\0')
      job->message = g_strdup (report->message);
  }
  if (!feeding_end (self->desk.store, self->id, job->number,
                    report_outcome_get_name (job->outcome),
                    intake_is_whole (job->outcome), fault == NULL ? error : NULL))
    return FALSE;
  if (fault != NULL) {
    g_propagate_error (error, g_steal_pointer (&fault));
    return FALSE;
  }
  join_passes (job);
  return TRUE;
}

static void
scan_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable) {
  KioskIntake *self = source;
  FeedJob *job = data;
  gint64 began_us = g_get_monotonic_time ();
  guint64 taken_ms;
  GError *error = NULL;

  if (!run_job (job, cancellable, &error)) {
    g_task_return_error (task, error);
    return;
  }
  taken_ms = (guint64) (g_get_monotonic_time () - began_us) / 1000;
  if (!store_add_duration (self->desk.store, self->id, "scan", taken_ms, NULL))
    log_warning ("dossier %s: cannot record a duration", self->id);
  g_task_return_boolean (task, TRUE);
}

/* --- what is asked for -------------------------------------------------------------- */

/* A second pass needs a first that waits for it; and the other way round. */
static gboolean
check_passes (KioskIntake *self, FeedingKind kind, GError **error) {
  TwoPass pass;
  gboolean waits;

  if (!twopass_get (self->desk.store, self->id, &pass, error))
    return FALSE;
  waits = pass.fronts > 0 && !pass.joined;
  if (waits == (kind == FEEDING_BACKS))
    return TRUE;
  g_set_error_literal (error, FAULT, FAULT_USAGE,
                       waits ? "Đang quét hai lượt: hãy quét mặt sau trước."
                             : "Chưa quét mặt trước nên chưa quét được mặt sau.");
  return FALSE;
}

static gboolean
plan_feed (KioskIntake *self, const KioskFeed *feed, Feeding *plan, GError **error) {
  *plan = (Feeding){.kind = feed->kind, .stacking = feed->stacking};
  if (feed->kind == FEEDING_INSERT || feed->kind == FEEDING_REPLACE)
    g_return_val_if_fail (feed->leaf != NULL, FALSE);
  if (feed->kind == FEEDING_INSERT)
    plan->place = kiosk_leaf_get_place (feed->leaf);
  if (feed->kind == FEEDING_REPLACE)
    plan->target = kiosk_leaf_get_number (feed->leaf);
  return check_passes (self, feed->kind, error);
}

/* Without a feed, or with one of the kind that has stopped, the stack is gone on with. */
static gboolean
plan_job (KioskIntake *self, const KioskFeed *feed, FeedJob *job, GError **error) {
  static const KioskFeed usual = {.kind = FEEDING_APPEND};
  g_autoptr (GPtrArray) feedings = feeding_get_all (self->desk.store, self->id, error);
  KioskHalt halt;
  Feeding plan;

  if (feedings == NULL)
    return FALSE;
  job->stack_sheet = 1;
  if (feed != NULL) {
    job->paper = catalogue_get_paper_type (self->desk.catalogue, feed->paper);
    job->takes_double = feed->takes_double;
    job->res_dpi = feed->res_dpi;
  }
  if (stoppage_find (feedings, &halt, &plan)
      && (feed == NULL || (feed->kind == halt.kind && feed->leaf == NULL))) {
    if (feed != NULL && feed->kind == FEEDING_BACKS)
      plan.stacking = feed->stacking;
    job->plan = plan;
    job->resumes = TRUE;
    job->stack_sheet = halt.sheet;
    return TRUE;
  }
  return plan_feed (self, feed != NULL ? feed : &usual, &job->plan, error);
}

static gboolean
check_ready (KioskIntake *self, GError **error) {
  if (!attendance_permit (self->desk.session, KIOSK_ACT_SCAN, self->id, error))
    return FALSE;
  if (self->scanning || self->sealing || self->sealed) {
    g_set_error_literal (error, FAULT, FAULT_USAGE,
                         "Hồ sơ đang quét hoặc đã niêm phong.");
    return FALSE;
  }
  if (self->desk.device == NULL) {
    g_set_error_literal (error, FAULT, FAULT_CONFIG,
                         "Chưa chọn máy quét. Đặt device= trong [scan] của tệp "
                         "motcua.conf hoặc dùng --device.");
    return FALSE;
  }
  return intake_check_consent (self, error);
}

void
kiosk_intake_scan_async (KioskIntake *self, const KioskFeed *feed,
                         GCancellable *cancellable, GAsyncReadyCallback callback,
                         gpointer data) {
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);
  FeedJob *job = g_new0 (FeedJob, 1);
  GError *error = NULL;

  g_task_set_source_tag (task, kiosk_intake_scan_async);
  g_task_set_check_cancellable (task, FALSE); /* a cancelled feeding is an outcome */
  job->intake = self;
  if (!check_ready (self, &error) || !plan_job (self, feed, job, &error)) {
    free_job (job);
    g_task_return_error (task, error);
    return;
  }
  self->scanning = TRUE;
  intake_notify (self, INTAKE_SCANNING);
  g_task_set_task_data (task, job, (GDestroyNotify) free_job); /* it began */
  g_task_run_in_thread (task, scan_in_thread);
}

gboolean
kiosk_intake_scan_finish (KioskIntake *self, GAsyncResult *result, ReportOutcome *outcome,
                          char **message, GError **error) {
  FeedJob *job = g_task_get_task_data (G_TASK (result));
  gboolean ended = g_task_propagate_boolean (G_TASK (result), error);

  if (job != NULL) {
    self->scanning = FALSE;
    self->offer_dpi = job->offer_dpi;
    intake_sync (self); /* half a sheet may have gone, two passes may be one */
    intake_notify (self, INTAKE_SCANNING);
    intake_refresh_missing (self);
  }
  if (!ended)
    return FALSE;
  *outcome = job->outcome;
  *message = g_steal_pointer (&job->message);
  return TRUE;
}

guint
kiosk_intake_get_offer (KioskIntake *self) {
  return self->offer_dpi;
}

void
kiosk_intake_set_device (KioskIntake *self, const char *device) {
  self->desk.device = device;
}

/* --- how it stopped ----------------------------------------------------------------- */

/* A blank back shows nobody which sheet it is of; its front does. */
static guint
find_telling (KioskIntake *self, guint last) {
  for (guint number = last; number > 0 && number + SIDES_BACK > last; number--) {
    g_autoptr (StoredPage) page
        = store_get_page (self->desk.store, self->id, number, NULL);

    if (page != NULL && page->place > 0 && !page->blank)
      return number;
  }
  return last;
}

gboolean
kiosk_intake_get_halt (KioskIntake *self, KioskHalt *halt) {
  g_autoptr (GPtrArray) feedings = feeding_get_all (self->desk.store, self->id, NULL);
  Feeding plan;

  if (feedings == NULL || self->scanning || !stoppage_find (feedings, halt, &plan))
    return FALSE;
  halt->last_page = find_telling (self, halt->last_page);
  return TRUE;
}

gboolean
kiosk_intake_leave_halt (KioskIntake *self, GError **error) {
  g_autoptr (GPtrArray) feedings = feeding_get_all (self->desk.store, self->id, error);
  KioskHalt halt;
  Feeding plan;

  if (feedings == NULL || !intake_permit (self, KIOSK_ACT_SCAN, error))
    return FALSE;
  return !stoppage_find (feedings, &halt, &plan)
         || feeding_end (self->desk.store, self->id, plan.number, HALT_LEFT, TRUE, error);
}

gboolean
intake_end_interrupted (KioskIntake *self, GError **error) {
  g_autoptr (GPtrArray) feedings = feeding_get_all (self->desk.store, self->id, error);

  if (feedings == NULL)
    return FALSE;
  if (store_is_held_elsewhere (self->desk.store, self->id))
    return TRUE; /* it may be feeding at this moment */
  for (guint i = 0; i < feedings->len; i++) {
    const Feeding *feeding = g_ptr_array_index (feedings, i);

    if (feeding->outcome == NULL
        && !feeding_end (self->desk.store, self->id, feeding->number, INTERRUPTED, FALSE,
                         error))
      return FALSE;
  }
  return TRUE;
}
