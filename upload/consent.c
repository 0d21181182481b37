/* SPDX-License-Identifier: Apache-2.0 */

/* Consent is a decision of a person like others (store_add_decision()): so it is sealed in
 * its row, entered in the trail, written into the manifest, and comes back when the queue is
 * rebuilt. The last one counts:
 *
 *     consent-asked ---> consent-given ---> consent-withdrawn
 *           \__________________________________/
 *
 * The store looks at it with each page that comes (store_check_consent()), so that no way
 * into the store goes around it. */

#include "upload/consent.h"

#include "config/fault.h"
#include "upload/store-private.h"

#include <string.h>

#define ASKED     "consent-asked"
#define GIVEN     "consent-given"
#define WITHDRAWN "consent-withdrawn"

static const struct {
  const char *kind;
  ConsentState state;
} kinds[]
    = {{ASKED, CONSENT_ASKED}, {GIVEN, CONSENT_GIVEN}, {WITHDRAWN, CONSENT_WITHDRAWN}};

static gboolean
load_state (Store *store, const char *id, ConsentState *state, GError **error) {
  g_autoptr (GError) cause = NULL;
  g_autoptr (Rows) rows
      = database_select (store->database, STATEMENT_GET_CONSENT, &cause, "t", id);

  *state = CONSENT_NOT_ASKED;
  while (rows != NULL && database_next (rows, &cause)) {
    for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
      if (g_strcmp0 (database_get_text (rows, 0), kinds[i].kind) == 0)
        *state = kinds[i].state;
    }
  }
  if (cause == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&cause));
  return FALSE;
}

gboolean
consent_get_state (Store *store, const char *id, ConsentState *state, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);

  return load_state (store, id, state, error);
}

gboolean
store_check_consent (Store *store, const char *id, GError **error) {
  ConsentState state;

  if (!load_state (store, id, &state, error))
    return FALSE;
  if (state == CONSENT_NOT_ASKED || state == CONSENT_GIVEN)
    return TRUE;
  g_set_error (error, FAULT, FAULT_USAGE,
               "no consent was given for dossier %s: no page is stored", id);
  return FALSE;
}

gboolean
consent_ask (Store *store, const char *id, GError **error) {
  return store_add_decision (store, id, ASKED, 0, "-", error);
}

static gboolean
is_word (const char *text) {
  return text != NULL && *text != '\0'
         && strspn (text, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen (text);
}

gboolean
consent_give (Store *store, const char *id, const Consent *consent, GError **error) {
  g_autofree char *record = NULL;
  ConsentState state;

  if (!is_word (consent->purpose) || !is_word (consent->version)
      || !is_word (consent->language) || !is_word (consent->method)) {
    g_set_error_literal (error, FAULT, FAULT_USAGE,
                         "a consent names its purpose, text, language and method");
    return FALSE;
  }
  if (!consent_get_state (store, id, &state, error))
    return FALSE;
  if (state == CONSENT_GIVEN)
    return TRUE;
  if (state == CONSENT_WITHDRAWN) {
    g_set_error (error, FAULT, FAULT_USAGE, "consent for dossier %s was withdrawn", id);
    return FALSE;
  }
  record = g_strdup_printf ("purpose=%s text=%s language=%s method=%s", consent->purpose,
                            consent->version, consent->language, consent->method);
  return store_add_decision (store, id, GIVEN, 0, record, error);
}

gboolean
consent_withdraw (Store *store, const char *id, GError **error) {
  g_autoptr (Dossier) dossier = store_get_dossier (store, id, error);

  if (dossier == NULL)
    return FALSE;
  if (dossier->state == DOSSIER_OPEN
      && !store_add_decision (store, id, WITHDRAWN, 0, "-", error))
    return FALSE;
  return store_move (store, id, DOSSIER_WITHDRAWN, error);
}
