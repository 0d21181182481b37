/* SPDX-License-Identifier: Apache-2.0 */

/* The conductor of one dossier. Work is done by two kinds of threads that only wait for
 * worker processes: one for the feeding, a pool for the readers. Each makes its finding
 * durable and enters it in the store itself, then tells the main context; what the screen
 * shows is therefore never ahead of the disk. The feeder never waits for readers.
 *
 *   motcua-scan -> page-0001.tif -> store row -> leaf on the screen
 *                       '-> motcua-read -> .img .json (.rgb) -> store row -> leaf changes
 */

#include "kiosk/intakestate.h"

#include "config/durable.h"
#include "config/fault.h"
#include "config/log.h"
#include "kiosk/closing.h"
#include "kiosk/leafstate.h"
#include "kiosk/pagefiles.h"
#include "kiosk/scanjob.h"
#include "kiosk/valuestate.h"

struct _KioskIntake {
  GObject parent;
  KioskDesk desk;        /* borrowed parts of the station */
  GObject *keeper;       /* the station, kept alive */
  GMainContext *context; /* where signals are given */
  char *id;
  char *code;
  char *folder;
  char *missing;
  const Procedure *procedure;
  GListStore *leaves;
  guint preview_px;
  guint waiting;
  gint64 waiting_since_us;
  gboolean scanning;
  gboolean sealing;
  gboolean sealed;
};

enum {
  PROP_SCANNING = 1,
  PROP_WAITING,
  PROP_MISSING,
  PROP_SEALED,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (KioskIntake, kiosk_intake, G_TYPE_OBJECT)

static void
kiosk_intake_finalize (GObject *object) {
  KioskIntake *self = KIOSK_INTAKE (object);

  g_free (self->id);
  g_free (self->code);
  g_free (self->folder);
  g_free (self->missing);
  g_clear_object (&self->leaves);
  g_clear_object (&self->keeper);
  g_clear_pointer (&self->context, g_main_context_unref);
  G_OBJECT_CLASS (kiosk_intake_parent_class)->finalize (object);
}

static void
kiosk_intake_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec) {
  KioskIntake *self = KIOSK_INTAKE (object);

  switch (id) {
  case PROP_SCANNING:
    g_value_set_boolean (value, self->scanning);
    break;
  case PROP_WAITING:
    g_value_set_uint (value, self->waiting);
    break;
  case PROP_MISSING:
    g_value_set_string (value, self->missing);
    break;
  case PROP_SEALED:
    g_value_set_boolean (value, self->sealed);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
  }
}

static void
kiosk_intake_class_init (KioskIntakeClass *class) {
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = kiosk_intake_finalize;
  object_class->get_property = kiosk_intake_get_property;
  props[PROP_SCANNING] = g_param_spec_boolean ("scanning", NULL, NULL, FALSE, flags);
  props[PROP_WAITING] = g_param_spec_uint ("waiting", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_MISSING] = g_param_spec_string ("missing", NULL, NULL, NULL, flags);
  props[PROP_SEALED] = g_param_spec_boolean ("sealed", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
kiosk_intake_init (KioskIntake *self) {
  self->context = g_main_context_ref_thread_default ();
  self->leaves = g_list_store_new (KIOSK_TYPE_LEAF);
}

static void
notify (KioskIntake *self, guint prop) {
  g_object_notify_by_pspec (G_OBJECT (self), props[prop]);
}

/* Runs @func in the main context, always later and never in the calling thread: as long as
 * no loop runs there, g_main_context_invoke() would run it at once, beside the main thread.
 * What is told by one thread is heard in that order. */
static void
tell_main (KioskIntake *self, GSourceFunc func, gpointer data, GDestroyNotify free_data) {
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, func, data, free_data);
  g_source_attach (source, self->context);
}

/* --- what is missing ---------------------------------------------------------------- */

static void
refresh_missing (KioskIntake *self) {
  g_free (self->missing);
  self->missing = closing_find_missing (&self->desk, self->id, self->procedure);
  notify (self, PROP_MISSING);
}

GArray *
kiosk_intake_get_checks (KioskIntake *self) {
  return closing_get_checks (&self->desk, self->id, self->procedure);
}

/* --- reading ------------------------------------------------------------------------ */

/* One page on its way through a reader, and back to the main context. */
typedef struct {
  KioskIntake *intake; /* owned */
  guint number;
} PageTask;

static void
free_task (PageTask *task) {
  g_object_unref (task->intake);
  g_free (task);
}

static PageTask *
new_task (KioskIntake *self, guint number) {
  PageTask *task = g_new (PageTask, 1);

  *task = (PageTask){g_object_ref (self), number};
  return task;
}

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

static void
update_leaf (KioskIntake *self, guint number) {
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

  update_leaf (self, task->number);
  self->waiting--;
  time_reading (self);
  notify (self, PROP_WAITING);
  if (self->waiting == 0)
    refresh_missing (self);
  return G_SOURCE_REMOVE;
}

static gboolean
keep_answer (KioskIntake *self, guint number, const Answer *answer, GError **error) {
  return pagefiles_save (self->folder, number, answer, error)
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
  tell_main (self, on_page_read, task, (GDestroyNotify) free_task);
}

static void
push_page (KioskIntake *self, const Page *page) {
  g_autofree char *path = g_build_filename (self->folder, page->file, NULL);

  if (self->waiting == 0)
    self->waiting_since_us = g_get_monotonic_time ();
  self->waiting++;
  notify (self, PROP_WAITING);
  reader_pool_push (self->desk.readers, path, self->preview_px, on_reader_answer,
                    new_task (self, page->number));
}

static StoredPage *
load_page (guint number, gpointer data) {
  KioskIntake *self = data;

  return store_get_page (self->desk.store, self->id, number, NULL);
}

/* A page that failed in an earlier visit is tried anew: its reader may have lacked a model
 * then, and as long as it is unread the dossier cannot be sent. */
static void
show_page (KioskIntake *self, const StoredPage *page) {
  g_autoptr (KioskLeaf) leaf
      = kiosk_leaf_new (page, self->desk.catalogue, self->folder, load_page, self);

  g_list_store_append (self->leaves, leaf);
  if (!page->read)
    push_page (self, page->page);
}

/* --- scanning ----------------------------------------------------------------------- */

/* Main context: a page is safe in the store. */
static gboolean
on_page_scanned (gpointer data) {
  PageTask *task = data;
  g_autoptr (StoredPage) page
      = store_get_page (task->intake->desk.store, task->intake->id, task->number, NULL);

  if (page != NULL)
    show_page (task->intake, page);
  return G_SOURCE_REMOVE;
}

/* Scanning thread. The log line is the page's acknowledgement to whoever reads logs. */
static gboolean
on_scanjob_page (const Page *page, gpointer data, GError **error) {
  KioskIntake *self = data;

  if (!store_add_page (self->desk.store, self->id, page, error))
    return FALSE;
  log_info ("dossier %s page %u is stored", self->id, page->number);
  tell_main (self, on_page_scanned, new_task (self, page->number),
             (GDestroyNotify) free_task);
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
  const Settings *settings = self->desk.settings;
  ScanJob job = {.device = self->desk.device,
                 .source = settings->scan_source,
                 .mode = settings->scan_mode,
                 .res_dpi = settings->scan_res_dpi,
                 .folder = self->folder,
                 .first = GPOINTER_TO_UINT (data),
                 .stall_ms = settings->scan_stall_ms};
  ScanEnd *end = g_new0 (ScanEnd, 1);
  gint64 began_us = g_get_monotonic_time ();
  guint64 taken_ms;
  GError *error = NULL;

  if (!scanjob_run (&job, cancellable, on_scanjob_page, self, &end->outcome,
                    &end->message, &error)) {
    free_scan_end (end);
    g_task_return_error (task, error);
    return;
  }
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
  notify (self, PROP_SCANNING);
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
    notify (self, PROP_SCANNING);
    refresh_missing (self);
  }
  if (end == NULL)
    return FALSE;
  *outcome = end->outcome;
  *message = g_steal_pointer (&end->message);
  free_scan_end (end);
  return TRUE;
}

/* What is being sealed has been read from the store already. */
static gboolean
check_unsealed (KioskIntake *self, GError **error) {
  if (!self->sealing && !self->sealed)
    return TRUE;
  g_set_error_literal (error, FAULT, FAULT_USAGE, "Hồ sơ đã niêm phong.");
  return FALSE;
}

gboolean
kiosk_intake_add_file (KioskIntake *self, const char *path, GError **error) {
  guint number = next_number (self);
  g_autoptr (Page) page = NULL;
  g_autoptr (StoredPage) stored = NULL;

  if (!check_unsealed (self, error))
    return FALSE;
  page = pagefiles_import (self->folder, number, path, error);
  if (page == NULL || !store_add_page (self->desk.store, self->id, page, error))
    return FALSE;
  stored = store_get_page (self->desk.store, self->id, number, error);
  if (stored == NULL)
    return FALSE;
  show_page (self, stored);
  return TRUE;
}

/* --- review ------------------------------------------------------------------------- */

gboolean
kiosk_intake_correct (KioskIntake *self, KioskLeaf *leaf, const char *name,
                      const char *text, GError **error) {
  guint number = kiosk_leaf_get_number (leaf);
  g_autofree char *composed = g_utf8_normalize (text, -1, G_NORMALIZE_NFC);

  if (composed == NULL) {
    g_set_error (error, FAULT, FAULT_USAGE, "Giá trị không phải văn bản hợp lệ.");
    return FALSE;
  }
  if (!check_unsealed (self, error)
      || !store_set_field (self->desk.store, self->id, number, name, composed, error))
    return FALSE;
  kiosk_leaf_set_by_person (leaf, name, composed);
  return TRUE;
}

gboolean
kiosk_intake_set_type (KioskIntake *self, KioskLeaf *leaf, const char *type,
                       GError **error) {
  guint number = kiosk_leaf_get_number (leaf);

  if (!check_unsealed (self, error)
      || !store_set_type (self->desk.store, self->id, number, type, error))
    return FALSE;
  update_leaf (self, number);
  refresh_missing (self);
  return TRUE;
}

gboolean
kiosk_intake_waive (KioskIntake *self, const char *component, const char *reason,
                    GError **error) {
  if (!check_unsealed (self, error)
      || !store_set_waiver (self->desk.store, self->id, component, reason, error))
    return FALSE;
  refresh_missing (self);
  return TRUE;
}

/* --- sealing ------------------------------------------------------------------------ */

static void
seal_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable) {
  KioskIntake *self = source;
  GError *error = NULL;

  if (closing_seal (&self->desk, self->id, self->procedure, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
kiosk_intake_seal_async (KioskIntake *self, GAsyncReadyCallback callback, gpointer data) {
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, data);

  g_task_set_source_tag (task, kiosk_intake_seal_async);
  if (self->scanning || self->sealing || self->sealed || self->waiting > 0) {
    g_task_return_new_error (task, FAULT, FAULT_USAGE,
                             "Còn trang đang quét hoặc đang đọc; hồ sơ chưa thể gửi.");
    return;
  }
  self->sealing = TRUE;
  g_task_set_task_data (task, self, NULL); /* it began */
  g_task_run_in_thread (task, seal_in_thread);
}

gboolean
kiosk_intake_seal_finish (KioskIntake *self, GAsyncResult *result, GError **error) {
  gboolean began = g_task_get_task_data (G_TASK (result)) != NULL;
  gboolean sealed = g_task_propagate_boolean (G_TASK (result), error);

  if (began)
    self->sealing = FALSE;
  if (sealed) {
    self->sealed = TRUE;
    notify (self, PROP_SEALED);
  }
  return sealed;
}

/* --- what it is --------------------------------------------------------------------- */

KioskIntake *
kiosk_intake_new (const KioskDesk *desk, GObject *keeper, const Dossier *dossier,
                  const Procedure *procedure, guint preview_px, GError **error) {
  g_autoptr (KioskIntake) self = g_object_new (KIOSK_TYPE_INTAKE, NULL);
  g_autoptr (GPtrArray) pages = store_get_pages (desk->store, dossier->id, error);

  if (pages == NULL)
    return NULL;
  self->desk = *desk;
  self->keeper = g_object_ref (keeper);
  self->id = g_strdup (dossier->id);
  self->code = g_strdup (dossier->code);
  self->folder = store_dossier_folder_dup (desk->store, dossier->id);
  self->procedure = procedure;
  self->preview_px = preview_px;
  for (guint i = 0; i < pages->len; i++)
    show_page (self, g_ptr_array_index (pages, i));
  refresh_missing (self);
  return g_steal_pointer (&self);
}

const char *
kiosk_intake_get_id (KioskIntake *self) {
  return self->id;
}

const char *
kiosk_intake_get_code (KioskIntake *self) {
  return self->code;
}

const char *
kiosk_intake_get_procedure_name (KioskIntake *self) {
  return self->procedure->name;
}

gboolean
kiosk_intake_get_scanning (KioskIntake *self) {
  return self->scanning;
}

guint
kiosk_intake_get_waiting (KioskIntake *self) {
  return self->waiting;
}

const char *
kiosk_intake_get_missing (KioskIntake *self) {
  return self->missing;
}

gboolean
kiosk_intake_get_sealed (KioskIntake *self) {
  return self->sealed;
}

GListModel *
kiosk_intake_get_leaves (KioskIntake *self) {
  return G_LIST_MODEL (self->leaves);
}
