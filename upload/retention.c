/* SPDX-License-Identifier: Apache-2.0 */

/* Policy only: which dossiers are due. How one is erased, and that it is erased whole
 * whatever cuts it short, is the store's (upload/storepurge.c). */

#include "upload/retention.h"

#include "config/fault.h"
#include "config/log.h"

#define SECONDS_PER_DAY (24 * 3600)
#define EMPTY_DAYS      1

void
erased_free (Erased *erased) {
  g_free (erased->id);
  g_free (erased->code);
  g_free (erased);
}

static Erased *
describe (const Dossier *dossier) {
  Erased *erased = g_new0 (Erased, 1);

  erased->id = g_strdup (dossier->id);
  erased->code = g_strdup (dossier->code);
  erased->was = dossier->state;
  erased->papers = dossier->papers->len;
  erased->pages = dossier->pages;
  return erased;
}

/* Days that a dossier in this state is kept; FALSE: until a person decides. */
static gboolean
find_term (const Settings *settings, const StoreEnded *ended, guint *days) {
  switch (ended->state) {
  case DOSSIER_ACCEPTED:
    *days = settings_get_retention (settings, ended->procedure);
    return ended->is_proved;
  case DOSSIER_WITHDRAWN:
    *days = settings->retention_withdrawn;
    return TRUE;
  case DOSSIER_OPEN:
    *days = EMPTY_DAYS;
    return ended->pages == 0;
  case DOSSIER_QUEUED:
  case DOSSIER_SENDING:
  case DOSSIER_DEFERRED:
  case DOSSIER_HELD:
  case DOSSIER_NEEDS_PERSON:
  case DOSSIER_PURGED:
    return FALSE;
  }
  g_assert_not_reached ();
}

static gboolean
is_due (const Settings *settings, const StoreEnded *ended) {
  guint days;

  return find_term (settings, ended, &days)
         && ended->passed_s >= (gint64) days * SECONDS_PER_DAY;
}

static Erased *
erase (Store *store, const char *id, GError **error) {
  g_autoptr (Dossier) dossier = store_get_dossier (store, id, error);

  if (dossier == NULL || !store_purge (store, dossier->id, error))
    return NULL;
  return describe (dossier);
}

gboolean
retention_run (Store *store, const Settings *settings, GPtrArray *report, guint *failed,
               GError **error) {
  g_autoptr (GPtrArray) ended = NULL;

  *failed = 0;
  if (!store_finish_purges (store, error))
    return FALSE;
  ended = store_get_ended (store, error);
  for (guint i = 0; ended != NULL && i < ended->len; i++) {
    const StoreEnded *one = g_ptr_array_index (ended, i);
    g_autoptr (GError) cause = NULL;
    Erased *erased = is_due (settings, one) ? erase (store, one->id, &cause) : NULL;

    if (cause != NULL) {
      log_warning ("dossier %s cannot be erased: %s", one->id, cause->message);
      *failed += 1;
    }
    if (erased != NULL && report != NULL)
      g_ptr_array_add (report, erased);
    else if (erased != NULL)
      erased_free (erased);
  }
  return ended != NULL;
}

Erased *
retention_erase (Store *store, const char *name, GError **error) {
  return erase (store, name, error);
}
