/* SPDX-License-Identifier: Apache-2.0 */

/* The one piece of state that outlives a screen. It refuses nothing: whether a dossier may
 * be begun or sealed is decided below kiosk/. */

#include "ui/visit.h"

#include "ui/language.h"

/* Longer side of a preview: an A4 page at this size can be read when it is zoomed to the
 * width of a value, and costs 5 MB while it is shown. */
#define PREVIEW_PX 1600

struct _UiVisit {
  GObject parent;
  KioskStation *station;
  KioskIntake *intake;
  char *code;
  KioskLeaf *leaf;
  char *dossier;
  KioskQueue *queue; /* NULL until a supervisor asks */
  KioskMoves *moves;
  GPtrArray *leaves;
  UiPlan plan;
  UiLookout *lookout;
};

enum { PROP_0, PROP_INTAKE, PROPS };
static GParamSpec *props[PROPS];

G_DEFINE_FINAL_TYPE (UiVisit, ui_visit, G_TYPE_OBJECT)

static void
ui_visit_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec) {
  g_value_set_object (value, UI_VISIT (object)->intake);
}

static void
ui_visit_dispose (GObject *object) {
  UiVisit *self = UI_VISIT (object);

  g_clear_object (&self->leaf);
  g_clear_pointer (&self->leaves, g_ptr_array_unref);
  g_clear_object (&self->intake);
  if (self->lookout != NULL)
    ui_lookout_set_scope (self->lookout, LOOKOUT_NONE);
  g_clear_object (&self->lookout);
  g_clear_object (&self->station);
  g_clear_pointer (&self->code, g_free);
  g_clear_pointer (&self->dossier, g_free);
  g_clear_object (&self->queue);
  g_clear_object (&self->moves);
  G_OBJECT_CLASS (ui_visit_parent_class)->dispose (object);
}

static void
ui_visit_class_init (UiVisitClass *klass) {
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = ui_visit_get_property;
  object_class->dispose = ui_visit_dispose;
  props[PROP_INTAKE] = g_param_spec_object ("intake", NULL, NULL, KIOSK_TYPE_INTAKE,
                                            G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, PROPS, props);
}

static void
ui_visit_init (UiVisit *self) {
}

UiVisit *
ui_visit_new (KioskStation *station) {
  UiVisit *self = g_object_new (UI_TYPE_VISIT, NULL);

  self->station = g_object_ref (station);
  self->lookout = ui_lookout_new (station);
  return self;
}

KioskStation *
ui_visit_get_station (UiVisit *self) {
  return self->station;
}

KioskIntake *
ui_visit_get_intake (UiVisit *self) {
  return self->intake;
}

const Procedure *
ui_visit_get_procedure (UiVisit *self) {
  const Catalogue *catalogue = kiosk_station_get_catalogue (self->station);

  return self->code != NULL ? catalogue_get_procedure (catalogue, self->code) : NULL;
}

static void
take_intake (UiVisit *self, KioskIntake *intake, const char *code) {
  g_clear_object (&self->leaf);
  g_clear_object (&self->intake);
  self->plan = (UiPlan){0};
  self->intake = intake;
  g_free (self->code);
  self->code = g_strdup (code);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_INTAKE]);
}

gboolean
ui_visit_begin (UiVisit *self, const char *code, GError **error) {
  KioskIntake *intake;

  if (self->intake != NULL && g_strcmp0 (self->code, code) == 0
      && !kiosk_intake_get_sealed (self->intake))
    return TRUE;
  intake = kiosk_station_begin (self->station, code, PREVIEW_PX, error);
  if (intake == NULL)
    return FALSE;
  take_intake (self, intake, code);
  return TRUE;
}

gboolean
ui_visit_begin_alone (UiVisit *self, const char *code, GError **error) {
  KioskIntake *intake
      = kiosk_station_begin_alone (self->station, code, PREVIEW_PX, error);

  if (intake == NULL)
    return FALSE;
  take_intake (self, intake, code);
  return TRUE;
}

gboolean
ui_visit_resume (UiVisit *self, const char *id, const char *code, GError **error) {
  KioskIntake *intake;

  if (self->intake != NULL && g_strcmp0 (kiosk_intake_get_id (self->intake), id) == 0)
    return TRUE;
  intake = kiosk_station_resume (self->station, id, PREVIEW_PX, error);
  if (intake == NULL)
    return FALSE;
  take_intake (self, intake, code);
  return TRUE;
}

void
ui_visit_close (UiVisit *self) {
  take_intake (self, NULL, NULL);
}

UiPlan *
ui_visit_get_plan (UiVisit *self) {
  return &self->plan;
}

UiLookout *
ui_visit_get_lookout (UiVisit *self) {
  return self->lookout;
}

gboolean
ui_visit_set_device (UiVisit *self, const char *device, const char *title,
                     GError **error) {
  gboolean kept = kiosk_station_set_device (self->station, device, title, error);

  if (self->intake != NULL)
    kiosk_intake_set_device (self->intake, kiosk_station_get_device (self->station));
  return kept;
}

void
ui_visit_set_leaves (UiVisit *self, GPtrArray *leaves) {
  g_clear_pointer (&self->leaves, g_ptr_array_unref);
  self->leaves = leaves != NULL ? g_ptr_array_ref (leaves) : NULL;
}

GPtrArray *
ui_visit_steal_leaves (UiVisit *self) {
  return g_steal_pointer (&self->leaves);
}

void
ui_visit_set_leaf (UiVisit *self, KioskLeaf *leaf) {
  g_set_object (&self->leaf, leaf);
}

KioskLeaf *
ui_visit_steal_leaf (UiVisit *self) {
  return g_steal_pointer (&self->leaf);
}

void
ui_visit_set_dossier (UiVisit *self, const char *id) {
  g_free (self->dossier);
  self->dossier = g_strdup (id);
}

const char *
ui_visit_get_dossier (UiVisit *self) {
  return self->dossier;
}

KioskQueue *
ui_visit_get_queue (UiVisit *self) {
  if (self->queue == NULL)
    self->queue = kiosk_queue_new (
        self->station, language_is_english () ? PLIGHT_ENGLISH : PLIGHT_VIETNAMESE);
  return self->queue;
}

KioskMoves *
ui_visit_get_moves (UiVisit *self) {
  if (self->moves == NULL)
    self->moves = kiosk_moves_new (self->station);
  return self->moves;
}
