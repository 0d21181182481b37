/* SPDX-License-Identifier: Apache-2.0 */

/* Made for each row a list shows, so it copies little and asks for nothing by itself. Words
 * are plight.h's, so that a screen and `motcua queue list` say the same. */

#include "kiosk/briefstate.h"

#include <string.h>

#define CODE_PREFIX "TAM-"
#define CODE_TAIL   2 /* parts of a code behind the station: the day and the number */

struct _KioskBrief {
  GObject parent;
  PlightLanguage language;
  guint alarm_after_s;
  char *id;
  char *code;
  char *procedure;
  char *procedure_name;
  const char *office;
  DossierState state;
  gint64 since;
  gint64 due_at;
  guint priority;
  gboolean late;
  gboolean stuck;
  gboolean filled; /* with what needs the key */
  char *applicant;
  char *what;
  char *next;
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE (KioskBrief, kiosk_brief, G_TYPE_OBJECT)

/* --- rows ----------------------------------------------------------------------------- */

gint64
overview_row_get_since (const OverviewRow *row) {
  return row->queued_at != 0 ? row->queued_at : row->created_at;
}

gboolean
overview_row_is_late (const OverviewRow *row, gint64 now, guint alarm_after_s) {
  const Dossier dossier
      = {.state = row->state, .queued_at = row->queued_at, .due_at = row->due_at};

  return dossier_is_late (&dossier, now, alarm_after_s);
}

/* The portal does not take it, or nobody has said which portal it is for. */
gboolean
overview_row_is_stuck (const OverviewRow *row) {
  return row->state == DOSSIER_NEEDS_PERSON
         || (row->state == DOSSIER_QUEUED && !row->has_route);
}

const char *
brief_find_office (const char *code) {
  g_autofree char *office = NULL;
  const char *end = code + strlen (code);

  if (!g_str_has_prefix (code, CODE_PREFIX))
    return g_intern_static_string ("");
  for (guint i = 0; i < CODE_TAIL; i++) {
    end = g_strrstr_len (code, end - code, "-");
    if (end == NULL || end <= code + strlen (CODE_PREFIX))
      return g_intern_static_string ("");
  }
  office = g_strndup (code + strlen (CODE_PREFIX),
                      (gsize) (end - code) - strlen (CODE_PREFIX));
  return g_intern_string (office);
}

/* --- object --------------------------------------------------------------------------- */

static void
kiosk_brief_finalize (GObject *object) {
  KioskBrief *self = KIOSK_BRIEF (object);

  g_free (self->id);
  g_free (self->code);
  g_free (self->procedure);
  g_free (self->procedure_name);
  g_free (self->applicant);
  g_free (self->what);
  g_free (self->next);
  G_OBJECT_CLASS (kiosk_brief_parent_class)->finalize (object);
}

static void
kiosk_brief_class_init (KioskBriefClass *class) {
  G_OBJECT_CLASS (class)->finalize = kiosk_brief_finalize;
  changed_signal = g_signal_new ("changed", KIOSK_TYPE_BRIEF, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
kiosk_brief_init (KioskBrief *self) {
}

static gboolean
take_text (char **place, const char *text) {
  if (g_strcmp0 (*place, text) == 0)
    return FALSE;
  g_free (*place);
  *place = g_strdup (text);
  return TRUE;
}

gboolean
kiosk_brief_update (KioskBrief *self, const OverviewRow *row, gint64 now) {
  gboolean late = overview_row_is_late (row, now, self->alarm_after_s);
  gboolean stuck = overview_row_is_stuck (row);
  gint64 since = overview_row_get_since (row);
  gboolean other
      = take_text (&self->code, row->portal_code != NULL ? row->portal_code : row->code);

  other = other || self->state != row->state || self->since != since
          || self->due_at != row->due_at || self->priority != row->priority
          || self->late != late || self->stuck != stuck;
  self->state = row->state;
  self->since = since;
  self->due_at = row->due_at;
  self->priority = row->priority;
  self->late = late;
  self->stuck = stuck;
  if (other)
    g_signal_emit (self, changed_signal, 0);
  return other;
}

KioskBrief *
kiosk_brief_new (const OverviewRow *row, const Catalogue *catalogue,
                 PlightLanguage language, guint alarm_after_s) {
  KioskBrief *self = g_object_new (KIOSK_TYPE_BRIEF, NULL);
  const Procedure *procedure = catalogue_get_procedure (catalogue, row->procedure);
  gboolean english = language == PLIGHT_ENGLISH;

  self->language = language;
  self->alarm_after_s = alarm_after_s;
  self->id = g_strdup (row->id);
  self->procedure = g_strdup (row->procedure);
  self->procedure_name = g_strdup (procedure == NULL ? row->procedure
                                   : english         ? procedure->name_en
                                                     : procedure->name);
  self->office = brief_find_office (row->code);
  kiosk_brief_update (self, row, g_get_real_time () / G_USEC_PER_SEC);
  return self;
}

void
kiosk_brief_fill (KioskBrief *self, const Dossier *dossier) {
  g_auto (Plight) plight = plight_tell (dossier, self->language);
  gboolean other = !self->filled;

  self->filled = TRUE;
  other |= take_text (&self->applicant, dossier->applicant.name);
  other |= take_text (&self->what, plight.what);
  other |= take_text (&self->next, plight.next);
  if (other)
    g_signal_emit (self, changed_signal, 0);
}

gboolean
kiosk_brief_is_filled (KioskBrief *self) {
  return self->filled;
}

/* --- what it says --------------------------------------------------------------------- */

const char *
kiosk_brief_get_id (KioskBrief *self) {
  return self->id;
}

const char *
kiosk_brief_get_code (KioskBrief *self) {
  return self->code;
}

const char *
kiosk_brief_get_procedure (KioskBrief *self) {
  return self->procedure;
}

const char *
kiosk_brief_get_procedure_name (KioskBrief *self) {
  return self->procedure_name;
}

const char *
kiosk_brief_get_office (KioskBrief *self) {
  return self->office;
}

DossierState
kiosk_brief_get_state (KioskBrief *self) {
  return self->state;
}

const char *
kiosk_brief_get_state_name (KioskBrief *self) {
  return plight_name_state (self->state, self->language);
}

gint64
kiosk_brief_get_since (KioskBrief *self) {
  return self->since;
}

gint64
kiosk_brief_get_due_at (KioskBrief *self) {
  return self->due_at;
}

guint
kiosk_brief_get_priority (KioskBrief *self) {
  return self->priority;
}

gboolean
kiosk_brief_get_late (KioskBrief *self) {
  return self->late;
}

gboolean
kiosk_brief_get_stuck (KioskBrief *self) {
  return self->stuck;
}

const char *
kiosk_brief_get_applicant (KioskBrief *self) {
  return self->applicant;
}

const char *
kiosk_brief_get_what (KioskBrief *self) {
  return self->what;
}

const char *
kiosk_brief_get_next (KioskBrief *self) {
  return self->next;
}

char *
kiosk_brief_format_age (KioskBrief *self, gint64 now) {
  return plight_format_age (now - self->since, self->language);
}

char *
kiosk_brief_format_due (KioskBrief *self) {
  g_autoptr (GDateTime) due = NULL;

  if (self->due_at == 0)
    return NULL;
  due = g_date_time_new_from_unix_local (self->due_at);
  return due != NULL ? g_date_time_format (
             due, self->language == PLIGHT_ENGLISH ? "due %d/%m/%Y" : "hạn %d/%m/%Y")
                     : NULL;
}
