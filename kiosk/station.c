/* SPDX-License-Identifier: Apache-2.0 */

/* Opens what a desk needs, in the order in which a person would want to hear that it is
 * wrong: settings, catalogue, store. Readers start with the first page. */

#include "kiosk/stationstate.h"

#include "config/fault.h"
#include "config/layout.h"
#include "config/swap.h"
#include "kiosk/intakestate.h"
#include "kiosk/readiness.h"
#include "upload/receipt.h"

#define POLL_MS 250

struct _KioskStation {
  GObject parent;
  Settings *settings;
  Catalogue *catalogue;
  Calendar *calendar;
  Store *store;
  ReaderPool *readers;
  char *device;
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
  g_clear_pointer (&self->store, store_free);
  g_clear_pointer (&self->catalogue, catalogue_free);
  g_clear_pointer (&self->calendar, calendar_free);
  g_clear_pointer (&self->settings, settings_free);
  g_free (self->device);
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

  return given != NULL && *given != '\0'
             ? g_canonicalize_filename (given, NULL)
             : g_build_filename (g_get_user_data_dir (), "motcua", NULL);
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
  return self->store != NULL;
}

KioskStation *
kiosk_station_new (const char *store, const char *config, const char *device,
                   GError **error) {
  g_autoptr (KioskStation) self = g_object_new (KIOSK_TYPE_STATION, NULL);

  if (!open_parts (self, store, config, error))
    return NULL;
  self->device = g_strdup (device != NULL ? device : self->settings->scan_device);
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

const Catalogue *
kiosk_station_get_catalogue (KioskStation *self) {
  return self->catalogue;
}

Store *
kiosk_station_get_store (KioskStation *self) {
  return self->store;
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
  KioskDesk desk = {self->settings, self->catalogue, self->calendar,
                    self->store,    self->readers,   self->device};

  if (procedure == NULL)
    return NULL;
  return kiosk_intake_new (&desk, G_OBJECT (self), dossier, procedure, preview_px, error);
}

KioskIntake *
kiosk_station_begin (KioskStation *self, const char *code, guint preview_px,
                     GError **error) {
  const Procedure *procedure = find_procedure (self, code, error);
  g_autoptr (Dossier) dossier = NULL;

  if (procedure == NULL || !readiness_check (store_get_folder (self->store), error))
    return NULL;
  dossier = store_open_dossier (self->store, procedure->code, procedure->name,
                                procedure->version, self->settings->station_id, error);
  return dossier != NULL ? go_on (self, dossier, preview_px, error) : NULL;
}

KioskIntake *
kiosk_station_resume (KioskStation *self, const char *id, guint preview_px,
                      GError **error) {
  g_autoptr (Dossier) dossier = store_get_dossier (self->store, id, error);

  if (dossier == NULL)
    return NULL;
  if (dossier->state != DOSSIER_OPEN) {
    g_set_error (error, FAULT, FAULT_USAGE, "dossier %s is closed already (%s)",
                 dossier->code, dossier_state_get_name (dossier->state));
    return NULL;
  }
  if (!readiness_check (store_get_folder (self->store), error))
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
  g_autoptr (GPtrArray) dossiers = store_get_dossiers (self->store, error);
  GPtrArray *opens;

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
  g_autoptr (Dossier) dossier = store_get_dossier (self->store, id, error);
  KioskStatus *status;

  if (dossier == NULL)
    return NULL;
  status = g_new0 (KioskStatus, 1);
  status->state = dossier->state;
  status->label = g_strdup (label_state (dossier->state));
  status->detail = describe_state (dossier);
  status->code
      = g_strdup (dossier->portal_code != NULL ? dossier->portal_code : dossier->code);
  if (dossier->state == DOSSIER_ACCEPTED)
    status->receipt = receipt_format (dossier);
  return status;
}
