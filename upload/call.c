/* SPDX-License-Identifier: Apache-2.0 */

/* The machine and the desk are two processes that meet in the store, so a call is a row: it
 * survives a power cut, the desk sees it with the store's next change, and the trail tells how
 * long people wait. */

#include "upload/call.h"

#include "upload/store-private.h"
#include "upload/trail.h"

static gint64
get_now (void) {
  return g_get_real_time () / G_USEC_PER_SEC;
}

void
call_clear (Call *call) {
  g_clear_pointer (&call->dossier, g_free);
  *call = (Call){0};
}

static gboolean
load (Store *store, Call *call, GError **error) {
  g_autoptr (GError) cause = NULL;
  g_autoptr (Rows) rows
      = database_select (store->database, STATEMENT_GET_CALLS, &cause, "");

  *call = (Call){0};
  while (rows != NULL && database_next (rows, &cause)) {
    const char *dossier = database_get_text (rows, 0);

    call->count++;
    if (call->count > 1)
      continue;
    call->dossier = *dossier != '\0' ? g_strdup (dossier) : NULL;
    call->at = database_get_int (rows, 1);
  }
  if (cause == NULL)
    return TRUE;
  call_clear (call);
  g_propagate_error (error, g_steal_pointer (&cause));
  return FALSE;
}

gboolean
call_get (Store *store, Call *call, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);

  return load (store, call, error);
}

gboolean
call_add (Store *store, const char *dossier, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_autoptr (Writing) writing = database_begin (store->database, error);
  const char *named = dossier != NULL ? dossier : "";

  if (writing == NULL
      || !database_run (store->database, STATEMENT_ADD_CALL, error, "ti", named,
                        get_now ())
      || !trail_append (store, "call", named, error, "waiting"))
    return FALSE;
  return database_commit (g_steal_pointer (&writing), error);
}

gboolean
call_answer (Store *store, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_autoptr (Writing) writing = database_begin (store->database, error);

  if (writing == NULL
      || !database_run (store->database, STATEMENT_ANSWER_CALLS, error, "i", get_now ())
      || !trail_append (store, "call", "", error, "answered"))
    return FALSE;
  return database_commit (g_steal_pointer (&writing), error);
}
