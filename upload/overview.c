/* SPDX-License-Identifier: Apache-2.0 */

/* Every act on a dossier has its entry in the audit trail, so the trail is also the list of
 * what has changed: a number of it is a moment, and nobody has to compare a hundred thousand
 * rows. The whole is read in stretches by sequence number, which an index has in order, and
 * the mutex is let go between them. */

#include "upload/overview.h"

#include "config/log.h"
#include "upload/store-private.h"

#define STRETCH_ROWS 2000

void
overview_row_free (OverviewRow *row) {
  if (row == NULL)
    return;
  g_free (row->id);
  g_free (row->code);
  g_free (row->portal_code);
  g_free (row->procedure);
  g_free (row);
}

/* Column by column in the order of statement.c; NULL: its state is none we know. */
static OverviewRow *
read_row (Rows *rows) {
  g_autoptr (OverviewRow) row = g_new0 (OverviewRow, 1);

  row->sequence = database_get_int (rows, 0);
  row->id = database_dup_text (rows, 1);
  row->code = database_dup_text (rows, 2);
  row->portal_code = database_dup_text (rows, 3);
  row->procedure = database_dup_text (rows, 4);
  row->has_route = database_get_int (rows, 6) != 0;
  row->priority = (guint) database_get_int (rows, 7);
  row->created_at = database_get_int (rows, 8);
  row->queued_at = database_get_int (rows, 9);
  row->accepted_at = database_get_int (rows, 10);
  row->due_at = database_get_int (rows, 11);
  if (dossier_state_parse (database_get_text (rows, 5), &row->state))
    return g_steal_pointer (&row);
  log_warning ("dossier %s is in no known state", row->id);
  return NULL;
}

static gboolean
append_rows (Rows *rows, GPtrArray *all, gint64 *last, GError **error) {
  g_autoptr (GError) cause = NULL;

  while (rows != NULL && database_next (rows, &cause)) {
    OverviewRow *row = read_row (rows);

    *last = database_get_int (rows, 0);
    if (row != NULL)
      g_ptr_array_add (all, row);
  }
  if (rows != NULL && cause == NULL)
    return TRUE;
  if (cause != NULL)
    g_propagate_error (error, g_steal_pointer (&cause));
  return FALSE;
}

static gboolean
append_stretch (Store *store, GPtrArray *all, gint64 *last, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_autoptr (Rows) rows = database_select (store->database, STATEMENT_GET_OVERVIEW, error,
                                           "iu", *last, STRETCH_ROWS);

  return append_rows (rows, all, last, error);
}

GPtrArray *
overview_load (Store *store, GError **error) {
  g_autoptr (GPtrArray) all
      = g_ptr_array_new_with_free_func ((GDestroyNotify) overview_row_free);
  gint64 last = 0;
  gint64 before;

  do {
    before = last;
    if (!append_stretch (store, all, &last, error))
      return NULL;
    g_thread_yield ();
  } while (last != before);
  return g_steal_pointer (&all);
}

static gboolean
load_moment (Store *store, gint64 *moment, GError **error) {
  g_autoptr (Rows) rows
      = database_select (store->database, STATEMENT_GET_LAST_NUMBER, error, "");

  if (rows == NULL || !database_next (rows, error))
    return FALSE;
  *moment = database_get_int (rows, 0);
  return TRUE;
}

gboolean
overview_get_moment (Store *store, gint64 *moment, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);

  return load_moment (store, moment, error);
}

GPtrArray *
overview_load_changed (Store *store, gint64 *moment, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_autoptr (GPtrArray) all
      = g_ptr_array_new_with_free_func ((GDestroyNotify) overview_row_free);
  gint64 since = *moment;
  gint64 next;
  gint64 last;
  g_autoptr (Rows) rows = NULL;

  if (!load_moment (store, &next, error))
    return NULL;
  rows = database_select (store->database, STATEMENT_GET_TOUCHED, error, "i", since);
  if (!append_rows (rows, all, &last, error))
    return NULL;
  *moment = next;
  return g_steal_pointer (&all);
}

char *
overview_load_name (Store *store, const char *id) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_autoptr (GError) ignored = NULL;
  g_autoptr (Rows) rows
      = database_select (store->database, STATEMENT_GET_APPLICANT, &ignored, "t", id);
  char *name = NULL;

  if (rows == NULL || !database_next (rows, &ignored)
      || !store_unseal (store, id, database_get_text (rows, 0), &name, &ignored,
                        "applicant_name"))
    return NULL;
  return name;
}
