/* SPDX-License-Identifier: Apache-2.0 */

/* A case is raised and decided in the transaction of the move that it belongs to, so that
 * there is none without its dossier waiting. Who has sealed a dossier is no second person
 * for it: the store knows the member who sealed it last. */

#include "upload/cases.h"

#include "config/fault.h"
#include "upload/store-private.h"
#include "upload/trail.h"

static const char *const names[CASE_CODES] = {
    [CASE_HELD] = "held",       [CASE_PORTAL] = "portal", [CASE_RETURNED] = "returned",
    [CASE_CHANGED] = "changed", [CASE_SAMPLE] = "sample",
};

void
case_free (Case *one) {
  if (one == NULL)
    return;
  g_free (one->dossier);
  g_free (one->dossier_code);
  g_free (one->reason);
  g_free (one->owner);
  g_free (one);
}

const char *
case_code_get_name (CaseCode code) {
  g_assert (code < CASE_CODES);
  return names[code];
}

static gboolean
parse_code (const char *name, CaseCode *code) {
  for (guint i = 0; i < CASE_CODES; i++) {
    if (g_strcmp0 (names[i], name) == 0) {
      *code = (CaseCode) i;
      return TRUE;
    }
  }
  return FALSE;
}

/* Column by column in the order of statement.c. */
static Case *
read_case (Rows *rows, GError **error) {
  g_autoptr (Case) one = g_new0 (Case, 1);

  one->number = database_get_int (rows, 0);
  one->dossier = database_dup_text (rows, 1);
  one->dossier_code = database_dup_text (rows, 2);
  one->reason = database_dup_text (rows, 4);
  one->owner = database_dup_text (rows, 5);
  one->sample = database_get_int (rows, 6);
  one->raised_at = database_get_int (rows, 7);
  if (parse_code (database_get_text (rows, 3), &one->code))
    return g_steal_pointer (&one);
  g_set_error (error, FAULT, FAULT_STORAGE, "case %" G_GINT64_FORMAT " has no known code",
               one->number);
  return NULL;
}

static GPtrArray *
load_cases (Store *store, const char *id, GError **error) {
  g_autoptr (GPtrArray) cases
      = g_ptr_array_new_with_free_func ((GDestroyNotify) case_free);
  g_autoptr (GError) cause = NULL;
  g_autoptr (Rows) rows
      = id != NULL
            ? database_select (store->database, STATEMENT_GET_CASES_OF, &cause, "t", id)
            : database_select (store->database, STATEMENT_GET_CASES, &cause, "");

  while (rows != NULL && database_next (rows, &cause)) {
    Case *one = read_case (rows, &cause);

    if (one == NULL)
      break;
    g_ptr_array_add (cases, one);
  }
  if (cause == NULL)
    return g_steal_pointer (&cases);
  g_propagate_error (error, g_steal_pointer (&cause));
  return NULL;
}

GPtrArray *
cases_get (Store *store, const char *id, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);

  return load_cases (store, id, error);
}

/* The entry of the state that it comes with says as much. */
static gboolean
tells_itself (CaseCode code) {
  return code == CASE_HELD || code == CASE_PORTAL;
}

gboolean
cases_raise (Store *store, const char *id, CaseCode code, const char *reason,
             const char *owner, gint64 sample, GError **error) {
  return database_run (store->database, STATEMENT_ADD_CASE, error, "ttttiit", id,
                       names[code], reason, owner, sample,
                       g_get_real_time () / G_USEC_PER_SEC, store->member)
         && (tells_itself (code) || database_get_changed (store->database) == 0
             || trail_append (store, "case", id, error, "%s", names[code]));
}

gboolean
cases_take (Store *store, const char *id, GError **error) {
  return database_run (store->database, STATEMENT_TAKE_CASES, error, "tt", id,
                       store->member);
}

gboolean
cases_load_sealer (Store *store, const char *id, char **member, GError **error) {
  g_autoptr (Rows) rows
      = database_select (store->database, STATEMENT_GET_SEALER, error, "t", id);

  if (rows == NULL || !database_next (rows, error))
    return FALSE;
  *member = database_dup_text (rows, 0);
  return TRUE;
}

static gboolean
check_second (Store *store, const char *id, const GPtrArray *cases, GError **error) {
  g_autofree char *sealer = NULL;

  for (guint i = 0; i < cases->len; i++) {
    const Case *one = g_ptr_array_index (cases, i);

    if (one->code != CASE_CHANGED && one->code != CASE_SAMPLE)
      continue;
    if (!cases_load_sealer (store, id, &sealer, error))
      return FALSE;
    if (store->member == NULL || g_strcmp0 (sealer, store->member) != 0)
      return TRUE;
    g_set_error (error, FAULT, FAULT_REFUSED,
                 "dossier %s was sealed by %s: another person decides on it", id, sealer);
    return FALSE;
  }
  return TRUE;
}

gboolean
cases_decide (Store *store, const char *id, const char *decision, GError **error) {
  g_autoptr (GPtrArray) cases = load_cases (store, id, error);

  if (cases == NULL || !check_second (store, id, cases, error))
    return FALSE;
  return cases->len == 0
         || database_run (store->database, STATEMENT_DECIDE_CASES, error, "ttti", id,
                          decision, store->member, g_get_real_time () / G_USEC_PER_SEC);
}

gboolean
cases_reopen (Store *store, const char *id, const char *decision, GError **error) {
  return database_run (store->database, STATEMENT_REOPEN_CASES, error, "tt", id,
                       decision);
}
