/* SPDX-License-Identifier: Apache-2.0 */

/* A citizen alone in front of the machine: consent before the first page, and what becomes of
 * a dossier that was not finished. Each of it is a decision in the store, so that a clerk who
 * finds the dossier, and the record of it, tell how it came about. */

#include "kiosk/intake-private.h"

#include "config/fault.h"
#include "upload/consent.h"

#define PURPOSE "intake"

static ConsentState
get_consent (KioskIntake *self) {
  ConsentState state = CONSENT_ASKED;
  g_autoptr (GError) error = NULL;

  /* What cannot be asked is taken for a no. */
  if (!consent_get_state (self->desk.store, self->id, &state, &error))
    g_warning ("consent of %s: %s", self->id, error->message);
  return state;
}

gboolean
kiosk_intake_is_alone (KioskIntake *self) {
  return get_consent (self) != CONSENT_NOT_ASKED;
}

gboolean
kiosk_intake_consent (KioskIntake *self, const char *version, const char *language,
                      const char *method, GError **error) {
  Consent consent = {PURPOSE, version, language, method};

  return consent_give (self->desk.store, self->id, &consent, error);
}

gboolean
intake_check_consent (KioskIntake *self, GError **error) {
  ConsentState state = get_consent (self);

  if (state == CONSENT_NOT_ASKED || state == CONSENT_GIVEN)
    return TRUE;
  g_set_error_literal (error, FAULT, FAULT_USAGE,
                       "Chưa có sự đồng ý của người nộp; chưa được quét.");
  return FALSE;
}

static const char *
name_left (KioskLeft left) {
  switch (left) {
  case KIOSK_LEFT_CANCELLED:
    return "visit-cancelled";
  case KIOSK_LEFT_IDLE:
    return "visit-idle";
  case KIOSK_LEFT_FOR_STAFF:
    return "visit-for-staff";
  }
  g_assert_not_reached ();
}

gboolean
kiosk_intake_leave (KioskIntake *self, KioskLeft left, GError **error) {
  gboolean empty = g_list_model_get_n_items (G_LIST_MODEL (self->leaves)) == 0;

  if (!self->sealed
      && !store_add_decision (self->desk.store, self->id, name_left (left), 0, "-",
                              error))
    return FALSE;
  if (left == KIOSK_LEFT_CANCELLED || (empty && !self->sealed))
    return consent_withdraw (self->desk.store, self->id, error);
  return TRUE;
}
