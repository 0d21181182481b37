/* SPDX-License-Identifier: Apache-2.0 */

/* A dossier to be looked at. Nothing of it can be had before the trail says so: the entry is
 * durable before the vault is opened. Pages are what the intake's leaves are, without an
 * intake behind them: nothing is read, nothing can be changed. */

#include "kiosk/bench.h"
#include "kiosk/leafstate.h"
#include "kiosk/stationstate.h"

struct _KioskLook {
  GObject parent;
  KioskStation *station; /* owned */
  Dossier *dossier;
  Vault *vault;
  GListStore *leaves;
};

G_DEFINE_FINAL_TYPE (KioskLook, kiosk_look, G_TYPE_OBJECT)

/* Leaves use the vault until they are gone. */
static void
kiosk_look_finalize (GObject *object) {
  KioskLook *self = KIOSK_LOOK (object);

  g_clear_object (&self->leaves);
  g_clear_pointer (&self->vault, vault_free);
  g_clear_pointer (&self->dossier, dossier_free);
  g_clear_object (&self->station);
  G_OBJECT_CLASS (kiosk_look_parent_class)->finalize (object);
}

static void
kiosk_look_class_init (KioskLookClass *class) {
  G_OBJECT_CLASS (class)->finalize = kiosk_look_finalize;
}

static void
kiosk_look_init (KioskLook *self) {
  self->leaves = g_list_store_new (KIOSK_TYPE_LEAF);
}

static StoredPage *
load_page (guint number, gpointer data) {
  KioskLook *self = data;
  g_autoptr (GError) error = NULL;

  return store_get_page (kiosk_station_get_store (self->station), self->dossier->id,
                         number, &error);
}

static gboolean
add_leaves (KioskLook *self, GError **error) {
  g_autoptr (GPtrArray) pages = store_get_pages (kiosk_station_get_store (self->station),
                                                 self->dossier->id, error);

  for (guint i = 0; pages != NULL && i < pages->len; i++) {
    g_autoptr (KioskLeaf) leaf = kiosk_leaf_new (
        g_ptr_array_index (pages, i), kiosk_station_get_catalogue (self->station),
        self->vault, load_page, self);

    g_list_store_append (self->leaves, leaf);
  }
  return pages != NULL;
}

KioskLook *
kiosk_bench_look (KioskStation *station, const char *id, const char *why,
                  GError **error) {
  Attendance *session = kiosk_station_get_session (station);
  Store *store = kiosk_station_get_store (station);
  g_autoptr (KioskLook) self = NULL;

  if (!attendance_permit (session, KIOSK_ACT_SEE_PAGES, id, error)
      || !attendance_permit (session, KIOSK_ACT_CLAIM, id, error))
    return NULL;
  self = g_object_new (KIOSK_TYPE_LOOK, NULL);
  self->station = g_object_ref (station);
  self->dossier = store_get_dossier (store, id, error);
  if (self->dossier == NULL
      || !attendance_note (session, "view", self->dossier->id, why, error))
    return NULL;
  self->vault = store_open_vault (store, self->dossier->id, error);
  return self->vault != NULL && add_leaves (self, error) ? g_steal_pointer (&self) : NULL;
}

GListModel *
kiosk_look_get_leaves (KioskLook *self) {
  return G_LIST_MODEL (self->leaves);
}

const Dossier *
kiosk_look_get_dossier (KioskLook *self) {
  return self->dossier;
}
