/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "upload/dossier.h"

#include <glib-object.h>

/* A dossier in a few words, as a row of a list shows it. What needs the dossier's key (who
 * hands in, what the portal answered) comes a moment after the rest; signal "changed" tells of
 * it, and of every later change. */
#define KIOSK_TYPE_BRIEF (kiosk_brief_get_type ())
G_DECLARE_FINAL_TYPE (KioskBrief, kiosk_brief, KIOSK, BRIEF, GObject)

const char *kiosk_brief_get_id (KioskBrief *self);
const char *kiosk_brief_get_code (KioskBrief *self); /* the portal's once there is one */
const char *kiosk_brief_get_procedure (KioskBrief *self);      /* code */
const char *kiosk_brief_get_procedure_name (KioskBrief *self); /* for people */
const char *kiosk_brief_get_office (KioskBrief *self); /* the station that took it in */
DossierState kiosk_brief_get_state (KioskBrief *self);
const char *kiosk_brief_get_state_name (KioskBrief *self); /* for people */
gint64 kiosk_brief_get_since (KioskBrief *self);  /* in somebody's hands since; UTC */
gint64 kiosk_brief_get_due_at (KioskBrief *self); /* by law; 0: no term */
guint kiosk_brief_get_priority (KioskBrief *self);

/* It has waited longer than its class allows; a person has to do something about it. */
gboolean kiosk_brief_get_late (KioskBrief *self);
gboolean kiosk_brief_get_stuck (KioskBrief *self);

/* NULL until they are known; one sentence or two each. */
const char *kiosk_brief_get_applicant (KioskBrief *self);
const char *kiosk_brief_get_what (KioskBrief *self); /* has happened */
const char *kiosk_brief_get_next (KioskBrief *self); /* comes next, by itself */

/* "3 giờ" at @now, "hạn 24/11/2026"; caller frees. The second is NULL without a term. */
char *kiosk_brief_format_age (KioskBrief *self, gint64 now);
char *kiosk_brief_format_due (KioskBrief *self);
