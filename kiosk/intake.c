/* SPDX-License-Identifier: Apache-2.0 */

/* The conductor of one dossier. Work is done by two kinds of threads that only wait for
 * worker processes: one for the feeding, a pool for the readers. Each makes its finding
 * durable and enters it in the store itself, then tells the main context; what the screen
 * shows is therefore never ahead of the disk. The feeder never waits for readers.
 *
 *   motcua-scan -> page-0001.tif -> store row -> leaf on the screen
 *                       '-> motcua-read -> .img .json (.rgb) -> store row -> leaf changes
 */

#include "kiosk/intake-private.h"

#include "config/fault.h"
#include "kiosk/closing.h"

static GParamSpec *props[INTAKE_PROPS];

G_DEFINE_FINAL_TYPE (KioskIntake, kiosk_intake, G_TYPE_OBJECT)

static void
kiosk_intake_finalize (GObject *object) {
  KioskIntake *self = KIOSK_INTAKE (object);

  g_free (self->id);
  g_free (self->code);
  g_clear_pointer (&self->vault, vault_free);
  g_free (self->missing);
  g_free (self->glass);
  intake_free_glances (self);
  g_clear_object (&self->leaves);
  g_array_unref (self->said);
  g_array_unref (self->unsaid);
  g_clear_pointer (&self->surveyor, reader_free);
  g_clear_object (&self->keeper);
  g_clear_pointer (&self->context, g_main_context_unref);
  G_OBJECT_CLASS (kiosk_intake_parent_class)->finalize (object);
}

static void
kiosk_intake_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec) {
  KioskIntake *self = KIOSK_INTAKE (object);
  ArrangeStep step;
  guint place, pages;

  switch (id) {
  case INTAKE_SCANNING:
    g_value_set_boolean (value, self->scanning);
    break;
  case INTAKE_WAITING:
    g_value_set_uint (value, self->waiting);
    break;
  case INTAKE_MISSING:
    g_value_set_string (value, self->missing);
    break;
  case INTAKE_SEALED:
    g_value_set_boolean (value, self->sealed);
    break;
  case INTAKE_GLASS:
    g_value_set_string (value, self->glass);
    break;
  case INTAKE_UNDO:
    g_value_set_boolean (value, kiosk_intake_get_undo_word (self, &place, &pages)
                                        != KIOSK_WORD_NONE
                                    || kiosk_intake_get_undo (self, &step));
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
  props[INTAKE_SCANNING] = g_param_spec_boolean ("scanning", NULL, NULL, FALSE, flags);
  props[INTAKE_WAITING]
      = g_param_spec_uint ("waiting", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[INTAKE_MISSING] = g_param_spec_string ("missing", NULL, NULL, NULL, flags);
  props[INTAKE_SEALED] = g_param_spec_boolean ("sealed", NULL, NULL, FALSE, flags);
  props[INTAKE_GLASS] = g_param_spec_string ("glass", NULL, NULL, NULL, flags);
  props[INTAKE_UNDO] = g_param_spec_boolean ("undo", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, INTAKE_PROPS, props);
}

static void
kiosk_intake_init (KioskIntake *self) {
  self->context = g_main_context_ref_thread_default ();
  self->leaves = g_list_store_new (KIOSK_TYPE_LEAF);
  self->said = intake_words_new ();
  self->unsaid = intake_words_new ();
}

void
intake_notify (KioskIntake *self, IntakeProp prop) {
  g_object_notify_by_pspec (G_OBJECT (self), props[prop]);
}

/* As long as no loop runs in the main context, g_main_context_invoke() would run @func at
 * once, beside the main thread. */
void
intake_tell_main (KioskIntake *self, GSourceFunc func, gpointer data,
                  GDestroyNotify free_data) {
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, func, data, free_data);
  g_source_attach (source, self->context);
}

/* --- what is missing ---------------------------------------------------------------- */

void
intake_refresh_missing (KioskIntake *self) {
  g_free (self->missing);
  self->missing = closing_find_missing (&self->desk, self->id, self->procedure);
  intake_notify (self, INTAKE_MISSING);
}

GArray *
kiosk_intake_get_checks (KioskIntake *self) {
  return closing_get_checks (&self->desk, self->id, self->procedure);
}

gboolean
intake_permit (KioskIntake *self, KioskAct act, GError **error) {
  if (!attendance_permit (self->desk.session, act, self->id, error))
    return FALSE;
  if (!self->sealing && !self->sealed)
    return TRUE;
  g_set_error_literal (error, FAULT, FAULT_USAGE, "Hồ sơ đã niêm phong.");
  return FALSE;
}

gboolean
intake_is_whole (ReportOutcome outcome) {
  return outcome == REPORT_DONE || outcome == REPORT_EMPTY;
}

PageTask *
page_task_new (KioskIntake *self, guint number) {
  PageTask *task = g_new (PageTask, 1);

  *task = (PageTask){.intake = g_object_ref (self), .number = number};
  return task;
}

void
page_task_free (PageTask *task) {
  g_object_unref (task->intake);
  g_free (task);
}

/* --- what it is --------------------------------------------------------------------- */

KioskIntake *
kiosk_intake_new (const KioskDesk *desk, GObject *keeper, const Dossier *dossier,
                  const Procedure *procedure, guint preview_px, GError **error) {
  g_autoptr (KioskIntake) self = g_object_new (KIOSK_TYPE_INTAKE, NULL);

  self->vault = store_open_vault (desk->store, dossier->id, error);
  if (self->vault == NULL)
    return NULL;
  self->desk = *desk;
  self->keeper = g_object_ref (keeper);
  self->id = g_strdup (dossier->id);
  self->code = g_strdup (dossier->code);
  self->procedure = procedure;
  self->preview_px = preview_px;
  if (!intake_end_interrupted (self, error))
    return NULL;
  intake_sync (self);
  intake_refresh_missing (self);
  intake_refresh_glass (self);
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
