/* SPDX-License-Identifier: Apache-2.0 */

/* The role is asked of the store at each act and never kept: a member retired at another
 * desk is out at once. A fault while asking is a refusal. */

#include "kiosk/session.h"

#include "config/fault.h"

#define CITIZEN_ACTOR "@citizen" /* no member's id has this sign */

struct Session {
  Store *store;
  Member *member; /* or NULL */
  gboolean citizen;
};

Session *
session_new (Store *store) {
  Session *session = g_new0 (Session, 1);

  session->store = store;
  return session;
}

void
session_free (Session *session) {
  if (session == NULL)
    return;
  member_free (session->member);
  g_free (session);
}

gboolean
session_has_staff (Session *session) {
  g_autoptr (GError) ignored = NULL;
  guint count;

  return !members_count (session->store, "any", &count, &ignored) || count > 0;
}

gboolean
session_sign_in (Session *session, const char *id, GError **error) {
  g_autoptr (Member) member = members_load (session->store, id, error);

  if (member == NULL)
    return FALSE;
  session_sign_out (session);
  session->member = g_steal_pointer (&member);
  store_set_member (session->store, session->member->id);
  return TRUE;
}

void
session_serve_citizen (Session *session) {
  session_sign_out (session);
  session->citizen = TRUE;
  store_set_member (session->store, CITIZEN_ACTOR);
}

void
session_sign_out (Session *session) {
  session->citizen = FALSE;
  g_clear_pointer (&session->member, member_free);
  store_set_member (session->store, NULL);
}

const Member *
session_get_member (Session *session) {
  return session->member;
}

/* As the store has it now. */
static gboolean
find_role (Session *session, KioskRole *role) {
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
session_may (Session *session, KioskAct act) {
  KioskRole role;

  if (find_role (session, &role))
    return kiosk_role_may (role, act);
  return session->member == NULL && !session_has_staff (session);
}

static void
set_refusal (Session *session, KioskAct act, GError **error) {
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
session_permit (Session *session, KioskAct act, const char *dossier, GError **error) {
  if (session_may (session, act))
    return TRUE;
  if (dossier != NULL && !g_uuid_string_is_valid (dossier)) /* what a person typed */
    dossier = NULL;
  if (members_note (session->store, "refused", dossier, kiosk_act_get_name (act), error))
    set_refusal (session, act, error);
  return FALSE;
}

gboolean
session_note (Session *session, const char *what, const char *dossier, const char *why,
              GError **error) {
  return (session->member == NULL && !session->citizen)
         || members_note (session->store, what, dossier, why, error);
}
