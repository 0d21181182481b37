/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "kiosk/role.h"
#include "upload/members.h"

/* Who is at the station now, and what is therefore permitted. Every act of the core that
 * kiosk/role.h knows asks here first. In a store without staff everything is permitted and
 * acts stand in the trail under the program's name: a station that is not yet set up. As
 * soon as there is a member, nothing is until somebody has signed in. */
typedef struct Session Session;

/* @store outlives it. Nobody is signed in. */
Session *session_new (Store *store) G_GNUC_WARN_UNUSED_RESULT;
void session_free (Session *session);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Session, session_free)

/* TRUE when the store has members, or cannot tell. */
gboolean session_has_staff (Session *session);

/* Member @id, whose PIN was right (kiosk/staff.h), acts from now on; or a citizen, without
 * one; or nobody. */
gboolean session_sign_in (Session *session, const char *id,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
void session_serve_citizen (Session *session);
void session_sign_out (Session *session);

/* Who signed in; NULL: nobody, or a citizen. Borrowed until the next of the three above. */
const Member *session_get_member (Session *session);

/* For screens: whether session_permit() would give TRUE. Leaves no trace. */
gboolean session_may (Session *session, KioskAct act);

/* TRUE when whoever is here may do @act; else FAULT_REFUSED, and one entry "refused" in the
 * trail. @dossier: which one it is about, or NULL. A member who was retired or given another
 * role meanwhile is judged by what the store says now. */
gboolean session_permit (Session *session, KioskAct act, const char *dossier,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Enters in the trail that whoever is here takes note of the dossier: @what is "view",
 * "print", "export" or "resend", @why a word of ours. Without staff nothing is entered:
 * there is nobody to name. */
gboolean session_note (Session *session, const char *what, const char *dossier,
                       const char *why, GError **error) G_GNUC_WARN_UNUSED_RESULT;
