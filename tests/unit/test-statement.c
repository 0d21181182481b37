/* SPDX-License-Identifier: Apache-2.0 */

#include "upload/statement.h"

#include "upload/schema.h"

#include <sqlite3.h>

#include <string.h>

/* They are asked for everything, or for the last by its number. */
static const StatementId whole[] = {
    STATEMENT_CHECK,      STATEMENT_GET_DOSSIERS,   STATEMENT_GET_IDS,
    STATEMENT_GET_STATES, STATEMENT_GET_LAST_ENTRY, STATEMENT_GET_ENTRIES,
    STATEMENT_GET_ROLL,
};

static sqlite3 *
open_empty (void) {
  sqlite3 *connection = NULL;

  g_assert_cmpint (sqlite3_open (":memory:", &connection), ==, SQLITE_OK);
  for (guint i = 0; i < schema_get_version (); i++)
    g_assert_cmpint (sqlite3_exec (connection, schema_get_step (i), NULL, NULL, NULL), ==,
                     SQLITE_OK);
  return connection;
}

static gboolean
is_asked_for_all (StatementId id) {
  for (guint i = 0; i < G_N_ELEMENTS (whole); i++) {
    if (whole[i] == id)
      return TRUE;
  }
  return FALSE;
}

/* Tables of one row or one a member or a draw, results of the statement itself, and an
 * index of a few rows or one that is left at its first. */
static gboolean
is_small (const char *step) {
  return strstr (step, "counter") != NULL || strstr (step, "clock") != NULL
         || strstr (step, "SCAN member") != NULL || strstr (step, "SCAN sample") != NULL
         || strstr (step, "USING INDEX casefile_open") != NULL
         || strstr (step, "USING INDEX call_waiting") != NULL
         || strstr (step, "(subquery") != NULL || strstr (step, "CONSTANT ROW") != NULL
         || strstr (step, "USING INDEX dossier_") != NULL
         || strstr (step, "USING COVERING INDEX dossier_") != NULL;
}

static void
check_plan (sqlite3 *connection, StatementId id) {
  g_autofree char *sql
      = g_strconcat ("EXPLAIN QUERY PLAN ", statement_get_sql (id), NULL);
  sqlite3_stmt *plan = NULL;

  g_assert_cmpint (sqlite3_prepare_v2 (connection, sql, -1, &plan, NULL), ==, SQLITE_OK);
  while (sqlite3_step (plan) == SQLITE_ROW) {
    const char *step = (const char *) sqlite3_column_text (plan, 3);

    if (g_str_has_prefix (step, "SCAN") && !is_small (step))
      g_error ("%s: %s", statement_get_sql (id), step);
  }
  sqlite3_finalize (plan);
}

/* With 100,000 dossiers a statement that looks at all of them stops the desk. */
static void
test_plans (void) {
  sqlite3 *connection = open_empty ();

  for (guint i = 0; i < STATEMENTS; i++) {
    if (!is_asked_for_all ((StatementId) i))
      check_plan (connection, (StatementId) i);
  }
  sqlite3_close (connection);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/statement/plans", test_plans);
  return g_test_run ();
}
