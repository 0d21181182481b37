/* SPDX-License-Identifier: Apache-2.0 */

/* Opens what a desk needs, in the order in which a person would want to hear that it is
 * wrong: settings, catalogue, store. Readers start with the first page. */

#include "kiosk/stationstate.h"

#include "config/durable.h"
#include "config/fault.h"
#include "config/layout.h"
#include "config/limits.h"
#include "config/swap.h"
#include "config/training.h"
#include "kiosk/intakestate.h"
#include "kiosk/readiness.h"
#include "kiosk/scanjob.h"
#include "upload/call.h"
#include "upload/consent.h"
#include "upload/receipt.h"

#include <string.h>

#define POLL_MS     250
#define CHOSEN_FILE "scanner" /* in the store's folder: what a person chose */

struct _KioskStation {
  GObject parent;
  Settings *settings;
  Catalogue *catalogue;
  Calendar *calendar;
  Store *store;
  ReaderPool *readers;
  Attendance *session;
  const char *device;       /* interned: intakes and threads hold it */
  const char *device_title; /* interned; NULL: not known */
  guint poll_source;
  guint64 changes_seen;
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE (KioskStation, kiosk_station, G_TYPE_OBJECT)

static void
kiosk_station_finalize (GObject *object) {
  KioskStation *self = KIOSK_STATION (object);

  g_clear_handle_id (&self->poll_source, g_source_remove);
  g_clear_pointer (&self->readers, reader_pool_free);
  g_clear_pointer (&self->session, attendance_free);
  g_clear_pointer (&self->store, store_free);
  g_clear_pointer (&self->catalogue, catalogue_free);
  g_clear_pointer (&self->calendar, calendar_free);
  g_clear_pointer (&self->settings, settings_free);
  G_OBJECT_CLASS (kiosk_station_parent_class)->finalize (object);
}

static void
kiosk_station_class_init (KioskStationClass *class) {
  G_OBJECT_CLASS (class)->finalize = kiosk_station_finalize;
  changed_signal = g_signal_new ("changed", KIOSK_TYPE_STATION, G_SIGNAL_RUN_LAST, 0,
                                 NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kiosk_station_init (KioskStation *self) {
}

/* Nobody is asked to pay for a poll that nobody listens to. */
static gboolean
on_poll (gpointer data) {
  KioskStation *self = data;
  guint64 changes;

  if (!g_signal_has_handler_pending (self, changed_signal, 0, FALSE))
    return G_SOURCE_CONTINUE;
  changes = store_get_changes (self->store);
  if (changes != self->changes_seen) {
    self->changes_seen = changes;
    g_signal_emit (self, changed_signal, 0);
  }
  return G_SOURCE_CONTINUE;
}

char *
kiosk_station_store_dup (const char *wanted) {
  const char *given = wanted != NULL ? wanted : g_getenv ("MOTCUA_STORE");
  g_autofree char *folder
      = given != NULL && *given != '\0'
            ? g_canonicalize_filename (given, NULL)
            : g_build_filename (g_get_user_data_dir (), "motcua", NULL);

  return training_is_wanted () ? training_store_dup (folder) : g_steal_pointer (&folder);
}

/* A store of training stays one, however the program was started. */
static gboolean
confine_training (KioskStation *self, GError **error) {
  if (training_is_wanted () && !store_begin_training (self->store, error))
    return FALSE;
  return !store_is_training (self->store) || training_confine (self->settings, error);
}

static gboolean
open_parts (KioskStation *self, const char *store, const char *config, GError **error) {
  g_autofree char *catalogue_path = layout_data_dup ("config/procedures.json");
  g_autofree char *calendar_path = layout_data_dup ("config/holidays.json");
  g_autofree char *folder = kiosk_station_store_dup (store);

  self->settings = settings_load (config, error);
  if (self->settings == NULL)
    return FALSE;
  self->catalogue = catalogue_load (catalogue_path, error);
  if (self->catalogue == NULL)
    return FALSE;
  self->calendar = calendar_load (calendar_path, error);
  if (self->calendar == NULL)
    return FALSE;
  if (!swap_check (self->settings, NULL, error))
    return FALSE;
  self->store = store_open (folder, self->settings->key_file, error);
  if (self->store == NULL)
    return FALSE;
  self->session = attendance_new (self->store);
  return confine_training (self, error);
}

/* Two lines, name and title; a file that is anything else is as good as none. */
static void
load_chosen (KioskStation *self) {
  g_autofree char *path
      = g_build_filename (store_get_folder (self->store), CHOSEN_FILE, NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  gsize size;

  if (!g_file_get_contents (path, &text, &size, NULL) || size > 2 * LIMIT_DEVICE_BYTES
      || !g_utf8_validate (text, (gssize) size, NULL))
    return;
  lines = g_strsplit (text, "\n", 3);
  if (g_strv_length (lines) < 2 || *lines[0] == '\0')
    return;
  self->device = g_intern_string (lines[0]);
  self->device_title = g_intern_string (lines[1]);
}

static void
choose_device (KioskStation *self, const char *named) {
  if (named == NULL)
    load_chosen (self);
  if (self->device == NULL)
    self->device = g_intern_string (named != NULL ? named : self->settings->scan_device);
}

KioskStation *
kiosk_station_new (const char *store, const char *config, const char *device,
                   GError **error) {
  g_autoptr (KioskStation) self = g_object_new (KIOSK_TYPE_STATION, NULL);

  if (!open_parts (self, store, config, error))
    return NULL;
  choose_device (self, device);
  self->readers
      = reader_pool_new (self->settings->read_workers, self->settings->read_forms, NULL);
  self->changes_seen = store_get_changes (self->store);
  self->poll_source = g_timeout_add (POLL_MS, on_poll, self);
  return g_steal_pointer (&self);
}

const Settings *
kiosk_station_get_settings (KioskStation *self) {
  return self->settings;
}

gboolean
kiosk_station_is_training (KioskStation *self) {
  return store_is_training (self->store);
}

const Catalogue *
kiosk_station_get_catalogue (KioskStation *self) {
  return self->catalogue;
}

const HallSettings *
kiosk_station_get_hall (KioskStation *self) {
  return &self->settings->hall;
}

gboolean
kiosk_station_uses_glass (KioskStation *self) {
  return g_str_equal (self->settings->scan_source, "flatbed");
}

const char *
kiosk_station_get_device (KioskStation *self) {
  return self->device;
}

gboolean
kiosk_station_set_device (KioskStation *self, const char *device, const char *title,
                          GError **error) {
  g_autofree char *path
      = g_build_filename (store_get_folder (self->store), CHOSEN_FILE, NULL);
  g_autofree char *text = g_strdup_printf ("%s\n%s\n", device, title);

  if (!attendance_permit (self->session, KIOSK_ACT_SET_DEVICE, NULL, error))
    return FALSE;
  self->device = g_intern_string (device);
  self->device_title = g_intern_string (title);
  return durable_save (path, text, strlen (text), 0600, error);
}

/* Who asks for one scanner by its name does not hear what make it is. */
static void
recall_title (GPtrArray *scanners, const char *device, const char *title) {
  for (guint i = 0; title != NULL && i < scanners->len; i++) {
    KioskScanner *scanner = g_ptr_array_index (scanners, i);

    if (g_strcmp0 (scanner->name, device) != 0)
      continue;
    g_free (scanner->title);
    scanner->title = g_strdup (title);
  }
}

static void
find_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable) {
  KioskStation *self = source;
  gboolean only_in_use = GPOINTER_TO_INT (data);
  GError *error = NULL;
  g_autofree char *text = scanjob_list (only_in_use ? NULL : self->settings->scan_drivers,
                                        self->device, &error);
  GPtrArray *scanners = text != NULL ? scanners_parse (text, &error) : NULL;

  if (scanners != NULL)
    recall_title (scanners, self->device, self->device_title);
  if (scanners != NULL)
    g_task_return_pointer (task, scanners, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

void
kiosk_station_find_scanners_async (KioskStation *self, gboolean only_in_use,
                                   GAsyncReadyCallback callback, gpointer data) {
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, data);

  g_task_set_source_tag (task, kiosk_station_find_scanners_async);
  g_task_set_task_data (task, GINT_TO_POINTER (only_in_use), NULL);
  g_task_run_in_thread (task, find_in_thread);
}

GPtrArray *
kiosk_station_find_scanners_finish (KioskStation *self, GAsyncResult *result,
                                    GError **error) {
  return g_task_propagate_pointer (G_TASK (result), error);
}

Store *
kiosk_station_get_store (KioskStation *self) {
  return self->store;
}

Attendance *
kiosk_station_get_session (KioskStation *self) {
  return self->session;
}

static const Procedure *
find_procedure (KioskStation *self, const char *code, GError **error) {
  const Procedure *procedure = catalogue_get_procedure (self->catalogue, code);

  if (procedure == NULL)
    g_set_error (error, FAULT, FAULT_USAGE, "there is no procedure %s in the catalogue",
                 code);
  return procedure;
}

static KioskIntake *
go_on (KioskStation *self, const Dossier *dossier, guint preview_px, GError **error) {
  const Procedure *procedure = find_procedure (self, dossier->procedure, error);
  KioskDesk desk = {self->settings, self->catalogue, self->calendar, self->store,
                    self->readers,  self->session,   self->device};

  if (procedure == NULL)
    return NULL;
  return kiosk_intake_new (&desk, G_OBJECT (self), dossier, procedure, preview_px, error);
}

KioskIntake *
kiosk_station_begin (KioskStation *self, const char *code, guint preview_px,
                     GError **error) {
  const Procedure *procedure;
  g_autoptr (Dossier) dossier = NULL;

  if (!attendance_permit (self->session, KIOSK_ACT_BEGIN, NULL, error))
    return NULL;
  procedure = find_procedure (self, code, error);
  if (procedure == NULL || !readiness_check (store_get_folder (self->store), error))
    return NULL;
  dossier = store_open_dossier (self->store, procedure->code, procedure->name,
                                procedure->version, self->settings->station_id, error);
  return dossier != NULL ? go_on (self, dossier, preview_px, error) : NULL;
}

KioskIntake *
kiosk_station_begin_alone (KioskStation *self, const char *code, guint preview_px,
                           GError **error) {
  g_autoptr (KioskIntake) intake = kiosk_station_begin (self, code, preview_px, error);

  if (intake == NULL || !consent_ask (self->store, kiosk_intake_get_id (intake), error))
    return NULL;
  return g_steal_pointer (&intake);
}

KioskIntake *
kiosk_station_resume (KioskStation *self, const char *id, guint preview_px,
                      GError **error) {
  g_autoptr (Dossier) dossier = NULL;

  if (!attendance_permit (self->session, KIOSK_ACT_RESUME, id, error))
    return NULL;
  dossier = store_get_dossier (self->store, id, error);
  if (dossier == NULL)
    return NULL;
  if (dossier->state != DOSSIER_OPEN) {
    g_set_error (error, FAULT, FAULT_USAGE, "dossier %s is closed already (%s)",
                 dossier->code, dossier_state_get_name (dossier->state));
    return NULL;
  }
  if (!readiness_check (store_get_folder (self->store), error)
      || !attendance_note (self->session, "view", dossier->id, "resume", error))
    return NULL;
  return go_on (self, dossier, preview_px, error);
}

void
kiosk_open_free (KioskOpen *open) {
  g_free (open->id);
  g_free (open->code);
  g_free (open->procedure);
  g_free (open->procedure_name);
  g_free (open);
}

static KioskOpen *
describe_open (const Dossier *dossier) {
  KioskOpen *open = g_new0 (KioskOpen, 1);

  open->id = g_strdup (dossier->id);
  open->code = g_strdup (dossier->code);
  open->procedure = g_strdup (dossier->procedure);
  open->procedure_name = g_strdup (dossier->procedure_name);
  open->pages = dossier->pages;
  return open;
}

GPtrArray *
kiosk_station_get_open (KioskStation *self, GError **error) {
  g_autoptr (GPtrArray) dossiers = NULL;
  GPtrArray *opens;

  if (!attendance_permit (self->session, KIOSK_ACT_LIST, NULL, error))
    return NULL;
  dossiers = store_get_dossiers (self->store, error);
  if (dossiers == NULL)
    return NULL;
  opens = g_ptr_array_new_with_free_func ((GDestroyNotify) kiosk_open_free);
  for (guint i = dossiers->len; i > 0; i--) {
    const Dossier *dossier = g_ptr_array_index (dossiers, i - 1);

    if (dossier->state == DOSSIER_OPEN && dossier->pages > 0)
      g_ptr_array_add (opens, describe_open (dossier));
  }
  return opens;
}

void
kiosk_status_free (KioskStatus *status) {
  g_free (status->label);
  g_free (status->detail);
  g_free (status->code);
  g_free (status->receipt);
  g_free (status);
}

static const char *
label_state (DossierState state) {
  switch (state) {
  case DOSSIER_OPEN:
    return "Đang lập";
  case DOSSIER_QUEUED:
    return "Chờ gửi lên cổng";
  case DOSSIER_SENDING:
    return "Đang gửi";
  case DOSSIER_DEFERRED:
    return "Lỗi kết nối, sẽ gửi lại";
  case DOSSIER_HELD:
    return "Tạm giữ";
  case DOSSIER_NEEDS_PERSON:
    return "Cổng từ chối, cần xử lý";
  case DOSSIER_ACCEPTED:
    return "Cổng đã nhận";
  case DOSSIER_WITHDRAWN:
    return "Đã rút";
  case DOSSIER_PURGED:
    return "Đã xóa sau khi cổng nhận";
  }
  g_assert_not_reached ();
}

static char *
describe_state (const Dossier *dossier) {
  switch (dossier->state) {
  case DOSSIER_QUEUED:
    return g_strdup (dossier->portal != NULL
                         ? "Hồ sơ đã lưu an toàn và sẽ được gửi ngay."
                         : "Hồ sơ đã lưu an toàn; chưa cấu hình cổng để gửi.");
  case DOSSIER_DEFERRED: {
    g_autoptr (GDateTime) at = g_date_time_new_from_unix_local (dossier->next_try_at);
    g_autofree char *time = g_date_time_format (at, "%H:%M");

    return g_strdup_printf ("Không gửi được lên cổng. Hồ sơ đã được lưu và sẽ gửi lại "
                            "lúc %s.",
                            time);
  }
  case DOSSIER_NEEDS_PERSON:
    return g_strdup ("Cổng không nhận hồ sơ. Báo người phụ trách; hồ sơ vẫn được giữ.");
  case DOSSIER_ACCEPTED:
    return g_strdup ("Cổng đang giữ đúng các tệp đã gửi (đã đọc lại và so SHA-256).");
  case DOSSIER_OPEN:
  case DOSSIER_SENDING:
  case DOSSIER_HELD:
  case DOSSIER_WITHDRAWN:
  case DOSSIER_PURGED:
    return NULL;
  }
  g_assert_not_reached ();
}

KioskStatus *
kiosk_station_get_status (KioskStation *self, const char *id, GError **error) {
  g_autoptr (Dossier) dossier = NULL;
  KioskStatus *status;

  if (!attendance_permit (self->session, KIOSK_ACT_STATUS, id, error))
    return NULL;
  dossier = store_get_dossier (self->store, id, error);
  if (dossier == NULL)
    return NULL;
  status = g_new0 (KioskStatus, 1);
  status->state = dossier->state;
  status->label = g_strdup (label_state (dossier->state));
  status->detail = describe_state (dossier);
  status->code
      = g_strdup (dossier->portal_code != NULL ? dossier->portal_code : dossier->code);
  if (dossier->state == DOSSIER_ACCEPTED
      && attendance_may (self->session, KIOSK_ACT_PRINT))
    status->receipt = receipt_format (dossier);
  return status;
}

gboolean
kiosk_station_call_staff (KioskStation *self, const char *id, GError **error) {
  return call_add (self->store, id, error);
}

guint
kiosk_station_get_calls (KioskStation *self, guint *waited_s) {
  g_auto (Call) call = {0};
  g_autoptr (GError) error = NULL;
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  if (!call_get (self->store, &call, &error))
    g_warning ("calls: %s", error->message);
  *waited_s = call.count > 0 ? (guint) CLAMP (now - call.at, 0, G_MAXINT) : 0;
  return call.count;
}

gboolean
kiosk_station_answer_calls (KioskStation *self, GError **error) {
  return call_answer (self->store, error);
}
