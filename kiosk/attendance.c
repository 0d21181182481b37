/* SPDX-License-Identifier: Apache-2.0 */

/* The role is asked of the store at each act and never kept: a member retired at another
 * desk is out at once. A fault while asking is a refusal. */

#include "kiosk/attendance.h"

#include "config/fault.h"

#define CITIZEN_ACTOR "@citizen" /* no member's id has this sign */

struct Attendance {
  Store *store;
  Member *member; /* or NULL */
  gboolean citizen;
};

Attendance *
attendance_new (Store *store) {
  Attendance *session = g_new0 (Attendance, 1);

  session->store = store;
  return session;
}

void
attendance_free (Attendance *session) {
  if (session == NULL)
    return;
  member_free (session->member);
  g_free (session);
}

gboolean
attendance_has_staff (Attendance *session) {
  g_autoptr (GError) ignored = NULL;
  guint count;

  return !members_count (session->store, "any", &count, &ignored) || count > 0;
}

gboolean
attendance_sign_in (Attendance *session, const char *id, GError **error) {
  g_autoptr (Member) member = members_load (session->store, id, error);

  if (member == NULL)
    return FALSE;
  attendance_sign_out (session);
  session->member = g_steal_pointer (&member);
  store_set_member (session->store, session->member->id);
  return TRUE;
}

void
attendance_serve_citizen (Attendance *session) {
  attendance_sign_out (session);
  session->citizen = TRUE;
  store_set_member (session->store, CITIZEN_ACTOR);
}

void
attendance_sign_out (Attendance *session) {
  session->citizen = FALSE;
  g_clear_pointer (&session->member, member_free);
  store_set_member (session->store, NULL);
}

const Member *
attendance_get_member (Attendance *session) {
  return session->member;
}

/* As the store has it now. */
static gboolean
find_role (Attendance *session, KioskRole *role) {
  g_autoptr (GError) ignored = NULL;
  g_autoptr (Member) member
      = session->member != NULL
            ? members_load (session->store, session->member->id, &ignored)
            : NULL;

  if (session->citizen)
    *role = KIOSK_ROLE_CITIZEN;
  return session->citizen
         || (member != NULL && !member->retired && kiosk_role_parse (member->role, role));
}

gboolean
attendance_may (Attendance *session, KioskAct act) {
  KioskRole role;

  if (find_role (session, &role))
    return kiosk_role_may (role, act);
  return session->member == NULL && !attendance_has_staff (session);
}

static void
set_refusal (Attendance *session, KioskAct act, GError **error) {
  if (session->citizen)
    g_set_error (error, FAULT, FAULT_REFUSED, "a citizen may not: %s",
                 kiosk_act_get_name (act));
  else if (session->member != NULL)
    g_set_error (error, FAULT, FAULT_REFUSED, "%s (%s) may not: %s", session->member->id,
                 session->member->role, kiosk_act_get_name (act));
  else
    g_set_error (error, FAULT, FAULT_REFUSED,
                 "this station has staff: sign in first (%s)", kiosk_act_get_name (act));
}

gboolean
attendance_permit (Attendance *session, KioskAct act, const char *dossier,
                   GError **error) {
  if (attendance_may (session, act))
    return TRUE;
  if (dossier != NULL && !g_uuid_string_is_valid (dossier)) /* what a person typed */
    dossier = NULL;
  if (members_note (session->store, "refused", dossier, kiosk_act_get_name (act), error))
    set_refusal (session, act, error);
  return FALSE;
}

gboolean
attendance_note (Attendance *session, const char *what, const char *dossier,
                 const char *why, GError **error) {
  return (session->member == NULL && !session->citizen)
         || members_note (session->store, what, dossier, why, error);
}
