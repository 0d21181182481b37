/* SPDX-License-Identifier: Apache-2.0 */

/* Signing in and out. A PIN is checked in a thread, which touches only the store; who is
 * signed in changes in the main context, where everything that asks for it runs. The PIN is
 * wiped from memory as soon as it has been tried. */

#include "kiosk/staff.h"
#include "kiosk/stationstate.h"

#include <sodium.h>

#include <string.h>

typedef struct {
  Store *store;
  char *id;
  char *pin;
  StaffAnswer answer;
} SignIn;

static void
wipe_pin (SignIn *sign_in) {
  if (sign_in->pin != NULL)
    sodium_memzero (sign_in->pin, strlen (sign_in->pin));
  g_clear_pointer (&sign_in->pin, g_free);
}

static void
free_sign_in (SignIn *sign_in) {
  wipe_pin (sign_in);
  g_free (sign_in->id);
  g_free (sign_in);
}

void
kiosk_member_free (KioskMember *member) {
  if (member == NULL)
    return;
  g_free (member->id);
  g_free (member->name);
  g_free (member);
}

/* NULL for who cannot sign in. */
static KioskMember *
show_member (const Member *member) {
  KioskRole role;
  KioskMember *shown;

  if (member == NULL || member->retired || !kiosk_role_parse (member->role, &role))
    return NULL;
  shown = g_new (KioskMember, 1);
  *shown = (KioskMember){g_strdup (member->id), g_strdup (member->name), role,
                         member->wait_s};
  return shown;
}

static int
compare_names (gconstpointer a, gconstpointer b) {
  const KioskMember *const *left = a;
  const KioskMember *const *right = b;

  return g_utf8_collate ((*left)->name, (*right)->name);
}

gboolean
kiosk_station_has_staff (KioskStation *self) {
  return attendance_has_staff (kiosk_station_get_session (self));
}

GPtrArray *
kiosk_station_get_members (KioskStation *self, GError **error) {
  g_autoptr (GPtrArray) members = members_get (kiosk_station_get_store (self), error);
  GPtrArray *shown;

  if (members == NULL)
    return NULL;
  shown = g_ptr_array_new_with_free_func ((GDestroyNotify) kiosk_member_free);
  for (guint i = 0; i < members->len; i++) {
    KioskMember *member = show_member (g_ptr_array_index (members, i));

    if (member != NULL)
      g_ptr_array_add (shown, member);
  }
  g_ptr_array_sort (shown, compare_names);
  return shown;
}

static void
try_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable) {
  SignIn *sign_in = data;
  GError *error = NULL;
  gboolean tried
      = staff_try (sign_in->store, sign_in->id, sign_in->pin, &sign_in->answer, &error);

  wipe_pin (sign_in);
  if (tried)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
kiosk_station_sign_in_async (KioskStation *self, const char *id, const char *pin,
                             GAsyncReadyCallback callback, gpointer data) {
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, data);
  SignIn *sign_in = g_new0 (SignIn, 1);

  g_task_set_source_tag (task, kiosk_station_sign_in_async);
  sign_in->store = kiosk_station_get_store (self);
  sign_in->id = g_strdup (id);
  sign_in->pin = g_strdup (pin);
  g_task_set_task_data (task, sign_in, (GDestroyNotify) free_sign_in);
  g_task_run_in_thread (task, try_in_thread);
}

gboolean
kiosk_station_sign_in_finish (KioskStation *self, GAsyncResult *result,
                              StaffAnswer *answer, GError **error) {
  SignIn *sign_in = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  *answer = sign_in->answer;
  return answer->outcome != STAFF_RIGHT
         || attendance_sign_in (kiosk_station_get_session (self), sign_in->id, error);
}

void
kiosk_station_sign_out (KioskStation *self) {
  attendance_sign_out (kiosk_station_get_session (self));
}

void
kiosk_station_serve_citizen (KioskStation *self) {
  attendance_serve_citizen (kiosk_station_get_session (self));
}

KioskMember *
kiosk_station_get_member (KioskStation *self) {
  return show_member (attendance_get_member (kiosk_station_get_session (self)));
}

gboolean
kiosk_station_may (KioskStation *self, KioskAct act) {
  return attendance_may (kiosk_station_get_session (self), act);
}

gboolean
kiosk_station_note_print (KioskStation *self, const char *id, const char *what,
                          GError **error) {
  Attendance *session = kiosk_station_get_session (self);

  return attendance_permit (session, KIOSK_ACT_PRINT, id, error)
         && attendance_note (session, "print", id, what, error);
}
