/* SPDX-License-Identifier: Apache-2.0 */

/* Sealing, in a thread of its own: see closing.h for what it does. */

#include "kiosk/intake-private.h"

#include "config/fault.h"
#include "kiosk/closing.h"

static void
seal_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable) {
  KioskIntake *self = source;
  GError *error = NULL;

  if (closing_seal (&self->desk, self->id, self->procedure, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
kiosk_intake_seal_async (KioskIntake *self, GAsyncReadyCallback callback, gpointer data) {
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, data);
  GError *error = NULL;

  g_task_set_source_tag (task, kiosk_intake_seal_async);
  if (!attendance_permit (self->desk.session, KIOSK_ACT_SUBMIT, self->id, &error)) {
    g_task_return_error (task, error);
    return;
  }
  if (self->scanning || self->sealing || self->sealed || self->waiting > 0) {
    g_task_return_new_error (task, FAULT, FAULT_USAGE,
                             "Còn trang đang quét hoặc đang đọc; hồ sơ chưa thể gửi.");
    return;
  }
  self->sealing = TRUE;
  g_task_set_task_data (task, self, NULL); /* it began */
  g_task_run_in_thread (task, seal_in_thread);
}

gboolean
kiosk_intake_seal_finish (KioskIntake *self, GAsyncResult *result, GError **error) {
  gboolean began = g_task_get_task_data (G_TASK (result)) != NULL;
  gboolean sealed = g_task_propagate_boolean (G_TASK (result), error);

  if (began)
    self->sealing = FALSE;
  if (sealed) {
    self->sealed = TRUE;
    intake_notify (self, INTAKE_SEALED);
  }
  return sealed;
}
