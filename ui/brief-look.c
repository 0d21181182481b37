/* SPDX-License-Identifier: Apache-2.0 */

/* One table, so that a row, a dossier's head and whoever comes later agree. */

#include "ui/brief-look.h"

#include <glib/gi18n.h>

static const struct {
  UiMarkSign sign;
  const char *colour;
} looks[DOSSIER_STATES] = {
    [DOSSIER_OPEN] = {UI_MARK_PAPER, "soft"},
    [DOSSIER_QUEUED] = {UI_MARK_WAIT, "soft"},
    [DOSSIER_SENDING] = {UI_MARK_WORK, "accent"},
    [DOSSIER_DEFERRED] = {UI_MARK_AGAIN, "doubt"},
    [DOSSIER_HELD] = {UI_MARK_PAUSE, "doubt"},
    [DOSSIER_NEEDS_PERSON] = {UI_MARK_STOP, "stop"},
    [DOSSIER_ACCEPTED] = {UI_MARK_TICK, "accent"},
    [DOSSIER_WITHDRAWN] = {UI_MARK_REMOVE, "soft"},
    [DOSSIER_PURGED] = {UI_MARK_EMPTY, "soft"},
};

UiMarkSign
brief_look_get_sign (KioskBrief *brief) {
  return kiosk_brief_get_stuck (brief) ? UI_MARK_STOP
                                       : looks[kiosk_brief_get_state (brief)].sign;
}

const char *
brief_look_get_colour (KioskBrief *brief) {
  if (kiosk_brief_get_stuck (brief) || kiosk_brief_get_late (brief))
    return "stop";
  return looks[kiosk_brief_get_state (brief)].colour;
}

char *
brief_look_format_state (KioskBrief *brief) {
  const char *state = kiosk_brief_get_state_name (brief);

  return kiosk_brief_get_late (brief) ? g_strdup_printf (_ ("%s · chậm"), state)
                                      : g_strdup (state);
}

char *
brief_look_format_time (KioskBrief *brief) {
  g_autofree char *age
      = kiosk_brief_format_age (brief, g_get_real_time () / G_USEC_PER_SEC);
  g_autofree char *due = kiosk_brief_format_due (brief);

  return due != NULL ? g_strdup_printf ("%s · %s", age, due) : g_steal_pointer (&age);
}

static void
append_part (GString *text, const char *part, const char *before) {
  if (part != NULL && *part != '\0')
    g_string_append_printf (text, "%s%s", before, part);
}

char *
brief_look_format_spoken (KioskBrief *brief) {
  g_autofree char *state = brief_look_format_state (brief);
  g_autofree char *time = brief_look_format_time (brief);
  GString *text = g_string_new (kiosk_brief_get_code (brief));

  append_part (text, state, ", ");
  append_part (text, time, ", ");
  append_part (text, kiosk_brief_get_procedure_name (brief), ", ");
  append_part (text, kiosk_brief_get_applicant (brief), ", ");
  append_part (text, kiosk_brief_get_what (brief), ". ");
  append_part (text, kiosk_brief_get_next (brief), " ");
  return g_string_free (text, FALSE);
}
