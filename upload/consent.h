/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "upload/store.h"

/* What a citizen alone in front of the machine has agreed to. The default is no. */

typedef enum {
  CONSENT_NOT_ASKED, /* a clerk takes the dossier in, who has asked */
  CONSENT_ASKED,     /* no page may be stored yet */
  CONSENT_GIVEN,
  CONSENT_WITHDRAWN,
} ConsentState;

/* Which text was shown, and how it was agreed to; for the record. */
typedef struct {
  const char *purpose;  /* "intake" */
  const char *version;  /* of the text */
  const char *language; /* of the text: "vi", "en" */
  const char *method;   /* "screen" */
} Consent;

/* From now on the store takes no page for the dossier until consent is given. */
gboolean consent_ask (Store *store, const char *id,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Records it with the time. All four members are words of a-z, 0-9 and hyphens
 * (FAULT_USAGE). */
gboolean consent_give (Store *store, const char *id, const Consent *consent,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Records it and withdraws the dossier, open or queued, so that nothing more of it is sent.
 * FAULT_USAGE once it is in the portal's hands. */
gboolean consent_withdraw (Store *store, const char *id,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

gboolean consent_get_state (Store *store, const char *id, ConsentState *state,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
