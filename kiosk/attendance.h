/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "kiosk/role.h"
#include "upload/members.h"

/* Who is at the station now, and what is therefore permitted. Every act of the core that
 * kiosk/role.h knows asks here first. In a store without staff everything is permitted and
 * acts stand in the trail under the program's name: a station that is not yet set up. As
 * soon as there is a member, nothing is until somebody has signed in. */
typedef struct Attendance Attendance;

/* @store outlives it. Nobody is signed in. */
Attendance *attendance_new (Store *store) G_GNUC_WARN_UNUSED_RESULT;
void attendance_free (Attendance *session);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Attendance, attendance_free)

/* TRUE when the store has members, or cannot tell. */
gboolean attendance_has_staff (Attendance *session);

/* Member @id, whose PIN was right (kiosk/staff.h), acts from now on; or a citizen, without
 * one; or nobody. */
gboolean attendance_sign_in (Attendance *session, const char *id,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
void attendance_serve_citizen (Attendance *session);
void attendance_sign_out (Attendance *session);

/* Who signed in; NULL: nobody, or a citizen. Borrowed until the next of the three above. */
const Member *attendance_get_member (Attendance *session);

/* For screens: whether attendance_permit() would give TRUE. Leaves no trace. */
gboolean attendance_may (Attendance *session, KioskAct act);

/* TRUE when whoever is here may do @act; else FAULT_REFUSED, and one entry "refused" in the
 * trail. @dossier: which one it is about, or NULL. A member who was retired or given another
 * role meanwhile is judged by what the store says now. */
gboolean attendance_permit (Attendance *session, KioskAct act, const char *dossier,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Enters in the trail that whoever is here takes note of the dossier: @what is "view",
 * "print", "export" or "resend", @why a word of ours. Without staff nothing is entered:
 * there is nobody to name. */
gboolean attendance_note (Attendance *session, const char *what, const char *dossier,
                          const char *why, GError **error) G_GNUC_WARN_UNUSED_RESULT;
