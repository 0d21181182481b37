/* SPDX-License-Identifier: Apache-2.0 */

/* A person's word on a dossier: values, kinds of paper, what is let go, how many sheets
 * there are, decisions; and how long each stage took. Words outlive any later reading. */

#include "config/fault.h"
#include "config/limits.h"
#include "upload/store-private.h"
#include "upload/trail.h"

#include <string.h>

/* What a person types is bounded and stored like what was read: in NFC. */
static char *
normalize_value (const char *value, GError **error) {
  g_autofree char *normal = g_utf8_normalize (value, -1, G_NORMALIZE_NFC);

  if (normal != NULL && strlen (normal) <= LIMIT_VALUE_BYTES)
    return g_steal_pointer (&normal);
  g_set_error (error, FAULT, FAULT_USAGE, "a value is UTF-8 text of at most %u bytes",
               LIMIT_VALUE_BYTES);
  return NULL;
}

gboolean
store_set_field (Store *store, const char *id, guint page, const char *field,
                 const char *value, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_autofree char *normal = normalize_value (value, error);
  g_autofree char *sealed = NULL;
  g_autoptr (Writing) writing = NULL;

  if (normal == NULL)
    return FALSE;
  writing = store_begin_open (store, id, error);
  if (writing == NULL
      || !store_seal (store, id, normal, &sealed, error, "field/%s", field)
      || !database_run (store->database, STATEMENT_SET_FIELD, error, "tutt", id, page,
                        field, sealed)
      || !trail_append (store, "correct", id, error, "%u %s", page, field))
    return FALSE;
  return database_commit (g_steal_pointer (&writing), error);
}

gboolean
store_set_type (Store *store, const char *id, guint page, const char *type,
                GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_autoptr (Writing) writing = store_begin_open (store, id, error);

  if (writing == NULL
      || !database_run (store->database, STATEMENT_SET_TYPE, error, "tut", id, page, type)
      || !store_check_changed (store, id, page, error)
      || !trail_append (store, "type", id, error, "%u %s", page,
                        type != NULL ? type : "none"))
    return FALSE;
  return database_commit (g_steal_pointer (&writing), error);
}

gboolean
store_forget_type (Store *store, const char *id, guint page, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_autoptr (Writing) writing = store_begin_open (store, id, error);

  if (writing == NULL
      || !database_run (store->database, STATEMENT_FORGET_TYPE, error, "tu", id, page)
      || !store_check_changed (store, id, page, error)
      || !trail_append (store, "type", id, error, "%u unsaid", page))
    return FALSE;
  return database_commit (g_steal_pointer (&writing), error);
}

gboolean
store_set_waiver (Store *store, const char *id, const char *component, const char *reason,
                  GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_autofree char *normal = normalize_value (reason, error);
  g_autofree char *sealed = NULL;
  g_autoptr (Writing) writing = NULL;

  if (normal == NULL)
    return FALSE;
  writing = store_begin_open (store, id, error);
  if (writing == NULL
      || !store_seal (store, id, normal, &sealed, error, "waiver/%s", component)
      || !database_run (store->database, STATEMENT_SET_WAIVER, error, "ttt", id,
                        component, sealed)
      || !trail_append (store, "waive", id, error, "%s", component))
    return FALSE;
  return database_commit (g_steal_pointer (&writing), error);
}

gboolean
store_drop_waiver (Store *store, const char *id, const char *component, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_autoptr (Writing) writing = store_begin_open (store, id, error);

  if (writing == NULL
      || !database_run (store->database, STATEMENT_DROP_WAIVER, error, "tt", id,
                        component)
      || !trail_append (store, "demand", id, error, "%s", component))
    return FALSE;
  return database_commit (g_steal_pointer (&writing), error);
}

GHashTable *
store_get_waivers (Store *store, const char *id, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_autoptr (GHashTable) waivers
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GError) cause = NULL;
  g_autoptr (Rows) rows
      = database_select (store->database, STATEMENT_GET_WAIVERS, &cause, "t", id);

  while (rows != NULL && database_next (rows, &cause)) {
    const char *component = database_get_text (rows, 0);
    char *reason;

    if (!store_unseal (store, id, database_get_text (rows, 1), &reason, &cause,
                       "waiver/%s", component))
      break;
    g_hash_table_insert (waivers, g_strdup (component), reason);
  }
  if (cause == NULL)
    return g_steal_pointer (&waivers);
  g_propagate_error (error, g_steal_pointer (&cause));
  return NULL;
}

gboolean
store_insert_decision (Store *store, const char *id, const Decision *decision,
                       GError **error) {
  g_autofree char *sealed = NULL;

  return store_seal (store, id, decision->reason, &sealed, error, "decision/%s/%u",
                     decision->kind, decision->page)
         && database_run (store->database, STATEMENT_ADD_DECISION, error, "ttuti", id,
                          decision->kind, decision->page, sealed, decision->decided_at);
}

gboolean
store_add_decision (Store *store, const char *id, const char *kind, guint page,
                    const char *reason, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_autofree char *normal = normalize_value (reason, error);
  g_autoptr (Writing) writing = NULL;
  Decision decision = {(char *) kind, page, normal, g_get_real_time () / G_USEC_PER_SEC};

  if (normal == NULL)
    return FALSE;
  writing = store_begin_open (store, id, error);
  if (writing == NULL || !store_insert_decision (store, id, &decision, error)
      || !trail_append (store, "decide", id, error, "%u %s", page, kind))
    return FALSE;
  return database_commit (g_steal_pointer (&writing), error);
}

void
decision_free (Decision *decision) {
  g_free (decision->kind);
  g_free (decision->reason);
  g_free (decision);
}

GPtrArray *
store_get_decisions (Store *store, const char *id, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_autoptr (GPtrArray) decisions
      = g_ptr_array_new_with_free_func ((GDestroyNotify) decision_free);
  g_autoptr (GError) cause = NULL;
  g_autoptr (Rows) rows
      = database_select (store->database, STATEMENT_GET_DECISIONS, &cause, "t", id);

  while (rows != NULL && database_next (rows, &cause)) {
    Decision *decision = g_new0 (Decision, 1);

    decision->kind = database_dup_text (rows, 0);
    decision->page = (guint) database_get_int (rows, 1);
    decision->decided_at = database_get_int (rows, 3);
    g_ptr_array_add (decisions, decision);
    if (!store_unseal (store, id, database_get_text (rows, 2), &decision->reason, &cause,
                       "decision/%s/%u", decision->kind, decision->page))
      break;
  }
  if (cause == NULL)
    return g_steal_pointer (&decisions);
  g_propagate_error (error, g_steal_pointer (&cause));
  return NULL;
}

gboolean
store_set_declared (Store *store, const char *id, guint sheets, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_autoptr (Writing) writing = NULL;

  if (sheets > LIMIT_DOSSIER_PAGES) {
    g_set_error (error, FAULT, FAULT_USAGE, "a dossier has at most %u sheets",
                 LIMIT_DOSSIER_PAGES);
    return FALSE;
  }
  writing = store_begin_open (store, id, error);
  if (writing == NULL
      || !database_run (store->database, STATEMENT_SET_DECLARED, error, "tu", id, sheets)
      || !trail_append (store, "declare", id, error, "%u", sheets))
    return FALSE;
  return database_commit (g_steal_pointer (&writing), error);
}

gboolean
store_get_counts (Store *store, const char *id, SheetCounts *counts, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_autoptr (Rows) declared
      = database_select (store->database, STATEMENT_GET_DECLARED, error, "t", id);
  g_autoptr (Rows) rows = NULL;

  if (declared == NULL || !database_next (declared, error))
    return FALSE;
  rows = database_select (store->database, STATEMENT_GET_SHEETS, error, "t", id);
  if (rows == NULL || !database_next (rows, error))
    return FALSE;
  *counts = (SheetCounts){.declared = (guint) database_get_int (declared, 0),
                          .fed = (guint) database_get_int (rows, 0),
                          .kept = (guint) database_get_int (rows, 1),
                          .pages = (guint) database_get_int (rows, 2),
                          .blank = (guint) database_get_int (rows, 3),
                          .replaced = (guint) database_get_int (rows, 4),
                          .removed = (guint) database_get_int (rows, 5)};
  return TRUE;
}

gboolean
store_add_duration (Store *store, const char *id, const char *stage, guint64 duration_ms,
                    GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_autoptr (Writing) writing = database_begin (store->database, error);

  if (writing == NULL
      || !database_run (store->database, STATEMENT_ADD_DURATION, error, "tti", id, stage,
                        (gint64) duration_ms))
    return FALSE;
  return database_commit (g_steal_pointer (&writing), error);
}

guint64
store_get_duration (Store *store, const char *id, const char *stage) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_autoptr (GError) ignored = NULL;
  g_autoptr (Rows) rows = database_select (store->database, STATEMENT_GET_DURATION,
                                           &ignored, "tt", id, stage);

  if (rows == NULL || !database_next (rows, &ignored))
    return 0;
  return (guint64) database_get_int (rows, 0);
}

gboolean
store_count_undone (Store *store, const char *id, guint *undone, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  gint64 count;

  if (!store_load_int (store, STATEMENT_COUNT_UNDONE, id, &count, error))
    return FALSE;
  *undone = (guint) count;
  return TRUE;
}
