/* SPDX-License-Identifier: Apache-2.0 */

/* What is erased when, what is left of it, and that no clock hurries it. */

#define _GNU_SOURCE /* memmem */

#include "upload/retention.h"

#include "config/durable.h"
#include "config/fault.h"
#include "tests/unit/storeroom.h"
#include "upload/pagesum.h"
#include "upload/violation.h"

#include <sqlite3.h>

#include <string.h>

#define DAY_S    (24 * 3600)
#define YEAR_S   (365 * DAY_S)
#define PERSONAL "Nguyễn Thị Mẫu 092190001234"

typedef struct {
  Storeroom room;
  Settings *settings;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data) {
  g_autofree char *conf = NULL;
  g_autoptr (GError) error = NULL;

  storeroom_set_up (&fixture->room, data);
  conf = g_strconcat (fixture->room.folder, ".conf", NULL);
  g_assert_true (g_file_set_contents (
      conf, "[retention]\ndefault=30\nwithdrawn=2\n2.000123=0\n", -1, NULL));
  fixture->settings = settings_load (conf, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data) {
  settings_free (fixture->settings);
  storeroom_tear_down (&fixture->room, data);
}

/* Changes the database behind the store's back. */
static void
run_sql (Fixture *fixture, const char *sql) {
  g_autofree char *path = g_build_filename (fixture->room.folder, "motcua.db", NULL);
  sqlite3 *database = NULL;

  g_assert_cmpint (
      sqlite3_open_v2 (path, &database, SQLITE_OPEN_READWRITE, pagesum_get_vfs ()), ==,
      SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (database, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (database);
}

/* Lets @seconds pass for all dossiers. */
static void
age (Fixture *fixture, gint64 seconds) {
  g_autofree char *sql = g_strdup_printf (
      "UPDATE clock SET counted_s = counted_s + %" G_GINT64_FORMAT, seconds);

  run_sql (fixture, sql);
}

static guint
run (Fixture *fixture) {
  g_autoptr (GPtrArray) report
      = g_ptr_array_new_with_free_func ((GDestroyNotify) erased_free);
  g_autoptr (GError) error = NULL;
  guint failed = 1;

  g_assert_true (
      retention_run (fixture->room.store, fixture->settings, report, &failed, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (failed, ==, 0);
  return report->len;
}

/* A queued dossier with personal things in every corner. */
static char *
add_full (Fixture *fixture) {
  Store *store = fixture->room.store;
  g_autoptr (Dossier) dossier = storeroom_open_dossier (store);
  g_autoptr (Vault) vault = store_open_vault (store, dossier->id, NULL);
  g_autoptr (GError) error = NULL;

  storeroom_add_page (store, dossier->id, 1);
  g_assert_true (store_set_field (store, dossier->id, 1, "full_name", PERSONAL, &error));
  g_assert_true (store_set_waiver (store, dossier->id, "TP02", PERSONAL, &error));
  g_assert_true (
      store_add_decision (store, dossier->id, "likeness-kept", 1, PERSONAL, &error));
  g_assert_true (
      vault_save (vault, "page-0001.tif", PERSONAL, strlen (PERSONAL), 0600, &error));
  storeroom_queue (store, dossier->id, 1);
  return g_strdup (dossier->id);
}

static void
accept (Fixture *fixture, const char *id) {
  g_autoptr (Dossier) claimed = storeroom_claim (fixture->room.store, STOREROOM_NOW);
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (claimed->id, ==, id);
  g_assert_true (
      store_accept (fixture->room.store, id, "read-back sha256", STOREROOM_NOW, &error));
  g_assert_no_error (error);
}

static char *
add_accepted (Fixture *fixture) {
  char *id = add_full (fixture);

  accept (fixture, id);
  return id;
}

static gboolean
is_there (Fixture *fixture, const char *place, const char *id) {
  g_autofree char *path = g_build_filename (fixture->room.folder, place, id, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static guint
count_findings (Fixture *fixture) {
  g_autoptr (GPtrArray) findings
      = g_ptr_array_new_with_free_func ((GDestroyNotify) violation_free);
  g_autoptr (GError) error = NULL;

  g_assert_true (store_check (fixture->room.store, findings, &error));
  return findings->len;
}

static void
test_term (Fixture *fixture, gconstpointer data) {
  g_autofree char *id = add_accepted (fixture);

  g_assert_cmpuint (run (fixture), ==, 0);
  age (fixture, 30 * DAY_S - 60);
  g_assert_cmpuint (run (fixture), ==, 0);
  age (fixture, 60);
  g_assert_cmpuint (run (fixture), ==, 1);
  g_assert_cmpint (storeroom_get_state (fixture->room.store, id), ==, DOSSIER_PURGED);
  g_assert_cmpuint (run (fixture), ==, 0);
}

static void
test_by_procedure (Fixture *fixture, gconstpointer data) {
  g_autofree char *id = add_accepted (fixture);

  run_sql (fixture, "UPDATE dossier SET procedure = '2.000123'");
  g_assert_cmpuint (run (fixture), ==, 1);
  g_assert_cmpint (storeroom_get_state (fixture->room.store, id), ==, DOSSIER_PURGED);
}

/* The row stays, and says nothing of a person. */
static void
test_nothing_is_left (Fixture *fixture, gconstpointer data) {
  Store *store = fixture->room.store;
  g_autofree char *id = add_accepted (fixture);
  g_autoptr (Dossier) dossier = NULL;
  g_autoptr (GPtrArray) pages = NULL;
  g_autoptr (GHashTable) waivers = NULL;
  g_autoptr (GPtrArray) decisions = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (is_there (fixture, "keys", id));
  g_assert_true (store_purge (store, id, &error));
  g_assert_no_error (error);
  g_assert_false (is_there (fixture, "keys", id));
  g_assert_false (is_there (fixture, "dossiers", id));
  dossier = store_get_dossier (store, id, &error);
  g_assert_no_error (error);
  g_assert_false (dossier->damaged);
  g_assert_null (dossier->applicant.name);
  g_assert_cmpuint (dossier->pages, ==, 1);
  g_assert_cmpuint (dossier->papers->len, ==, 1);
  pages = store_get_pages (store, id, &error);
  g_assert_cmpuint (((StoredPage *) pages->pdata[0])->fields->len, ==, 0);
  waivers = store_get_waivers (store, id, &error);
  g_assert_cmpuint (g_hash_table_size (waivers), ==, 0);
  decisions = store_get_decisions (store, id, &error);
  g_assert_null (((Decision *) decisions->pdata[0])->reason);
  g_assert_null (store_open_vault (store, id, &error));
  g_assert_error (error, FAULT, FAULT_STORAGE);
  g_assert_cmpuint (count_findings (fixture), ==, 0);
}

/* Sealed texts are gone from the database's file, from its free pages, too. */
static void
test_no_sealed_text_is_left (Fixture *fixture, gconstpointer data) {
  g_autofree char *path = g_build_filename (fixture->room.folder, "motcua.db", NULL);
  g_autofree char *id = add_accepted (fixture);
  g_autofree char *sealed = NULL;
  g_autofree char *bytes = NULL;
  sqlite3 *database = NULL;
  sqlite3_stmt *statement = NULL;
  gsize size;

  g_assert_cmpint (
      sqlite3_open_v2 (path, &database, SQLITE_OPEN_READWRITE, pagesum_get_vfs ()), ==,
      SQLITE_OK);
  sqlite3_prepare_v2 (database, "SELECT value FROM field", -1, &statement, NULL);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  sealed = g_strdup ((const char *) sqlite3_column_text (statement, 0));
  sqlite3_finalize (statement);
  sqlite3_close (database);
  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  g_assert_nonnull (memmem (bytes, size, sealed, strlen (sealed)));
  g_assert_true (store_purge (fixture->room.store, id, NULL));
  g_clear_pointer (&bytes, g_free);
  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  g_assert_null (memmem (bytes, size, sealed, strlen (sealed)));
}

/* An old copy of the database knows the dossier, and cannot open any of it. */
static void
test_old_database (Fixture *fixture, gconstpointer data) {
  g_autofree char *path = g_build_filename (fixture->room.folder, "motcua.db", NULL);
  g_autofree char *id = add_accepted (fixture);
  g_autofree char *copy = NULL;
  g_autoptr (Dossier) dossier = NULL;
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (path, &copy, &size, NULL));
  g_assert_true (store_purge (fixture->room.store, id, &error));
  store_free (g_steal_pointer (&fixture->room.store));
  g_assert_true (g_file_set_contents (path, copy, (gssize) size, NULL));
  fixture->room.store = storeroom_open_store (fixture->room.folder);
  all = store_get_dossiers (fixture->room.store, &error);
  g_assert_cmpuint (all->len, ==, 1);
  dossier = store_get_dossier (fixture->room.store, id, &error);
  g_assert_no_error (error);
  g_assert_true (dossier->damaged);
  g_assert_null (dossier->applicant.name);
  g_assert_null (store_get_pages (fixture->room.store, id, &error));
  g_assert_error (error, FAULT, FAULT_STORAGE);
  g_assert_cmpuint (count_findings (fixture), >=, 1);
  g_clear_error (&error);
  g_assert_true (store_purge (fixture->room.store, id, &error)); /* and once more */
  g_assert_no_error (error);
}

/* However long ago: what has no proof is kept. */
static void
test_never_before_proof (Fixture *fixture, gconstpointer data) {
  Store *store = fixture->room.store;
  g_autofree char *deferred = add_full (fixture);
  g_autoptr (Dossier) first = storeroom_claim (store, STOREROOM_NOW);
  g_autofree char *refused = add_full (fixture);
  g_autoptr (Dossier) second = storeroom_claim (store, STOREROOM_NOW);
  g_autofree char *sending = add_full (fixture);
  g_autoptr (Dossier) third = storeroom_claim (store, STOREROOM_NOW);
  g_autofree char *held = add_full (fixture);
  g_autofree char *queued = add_full (fixture);
  const char *const ids[] = {deferred, refused, sending, held, queued};
  g_autoptr (GError) error = NULL;

  g_assert_true (store_defer (store, first->id, STOREROOM_NOW, "later", &error));
  g_assert_true (store_refuse (store, second->id, "no", &error));
  g_assert_true (store_move (store, held, DOSSIER_HELD, &error));
  age (fixture, 30 * YEAR_S);
  g_assert_cmpuint (run (fixture), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++) {
    g_autoptr (GError) refusal = NULL;

    g_assert_null (retention_erase (store, ids[i], &refusal)); /* nor at a word */
    g_assert_error (refusal, FAULT, FAULT_USAGE);
    g_assert_true (is_there (fixture, "keys", ids[i]));
  }
}

static void
test_withdrawn (Fixture *fixture, gconstpointer data) {
  g_autofree char *id = add_full (fixture);
  g_autoptr (GError) error = NULL;

  g_assert_true (store_move (fixture->room.store, id, DOSSIER_WITHDRAWN, &error));
  age (fixture, DAY_S);
  g_assert_cmpuint (run (fixture), ==, 0);
  age (fixture, DAY_S);
  g_assert_cmpuint (run (fixture), ==, 1);
  g_assert_false (is_there (fixture, "keys", id));
}

static void
test_open (Fixture *fixture, gconstpointer data) {
  g_autoptr (Dossier) empty = storeroom_open_dossier (fixture->room.store);
  g_autoptr (Dossier) begun = storeroom_open_dossier (fixture->room.store);

  storeroom_add_page (fixture->room.store, begun->id, 1);
  g_assert_cmpuint (run (fixture), ==, 0);
  age (fixture, DAY_S);
  g_assert_cmpuint (run (fixture), ==, 1);
  g_assert_cmpint (storeroom_get_state (fixture->room.store, empty->id), ==,
                   DOSSIER_PURGED);
  age (fixture, YEAR_S);
  g_assert_cmpuint (run (fixture), ==, 0);
  g_assert_cmpint (storeroom_get_state (fixture->room.store, begun->id), ==,
                   DOSSIER_OPEN);
}

/* Whatever the clocks showed last time: nothing goes early, and the count goes on. */
static void
test_clocks (Fixture *fixture, gconstpointer data) {
  const char *const jumps[] = {
      "UPDATE clock SET wall_s = wall_s - 10 * 31536000, kept = 1", /* ten years on */
      "UPDATE clock SET wall_s = wall_s + 10 * 31536000, kept = 1", /* and back */
      "UPDATE clock SET wall_s = 0, kept = 1",
      "UPDATE clock SET wall_s = 4102444800, kept = 0",
      "UPDATE clock SET wall_s = wall_s - 864000, kept = 0", /* ten days, not vouched for */
  };
  g_autofree char *id = add_accepted (fixture);

  age (fixture, 29 * DAY_S);
  for (guint i = 0; i < G_N_ELEMENTS (jumps); i++) {
    run_sql (fixture, jumps[i]);
    g_assert_cmpuint (run (fixture), ==, 0);
  }
  g_assert_cmpint (storeroom_get_state (fixture->room.store, id), ==, DOSSIER_ACCEPTED);
  age (fixture, DAY_S);
  g_assert_cmpuint (run (fixture), ==, 1);
}

/* After a new boot its whole clock counts, and no more. */
static void
test_new_boot (Fixture *fixture, gconstpointer data) {
  g_autofree char *id = add_accepted (fixture);

  age (fixture, 29 * DAY_S);
  run_sql (fixture, "UPDATE clock SET boot_s = 9000000000");
  run_sql (fixture, "UPDATE dossier SET counted_s = counted_s + 100");
  g_assert_cmpuint (run (fixture), ==, 0);
}

/* Cut short behind the rows: the next run finds the rest. */
static void
test_cut_short (Fixture *fixture, gconstpointer data) {
  g_autofree char *id = add_accepted (fixture);
  g_autofree char *key = g_build_filename (fixture->room.folder, "keys", id, NULL);
  g_autofree char *folder = g_build_filename (fixture->room.folder, "dossiers", id, NULL);
  g_autofree char *page = g_build_filename (folder, "page-0001.tif", NULL);
  g_autofree char *bytes = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (key, &bytes, &size, NULL));
  g_assert_true (store_purge (fixture->room.store, id, NULL));
  g_assert_true (g_file_set_contents (key, bytes, (gssize) size, NULL));
  g_assert_true (durable_mkdir (folder, NULL));
  g_assert_true (g_file_set_contents (page, "x", -1, NULL));
  g_assert_cmpuint (run (fixture), ==, 0);
  g_assert_false (is_there (fixture, "keys", id));
  g_assert_false (is_there (fixture, "dossiers", id));
}

#define ADD(name, func)                                                                  \
  g_test_add ("/retention/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  ADD ("term", test_term);
  ADD ("by-procedure", test_by_procedure);
  ADD ("nothing-is-left", test_nothing_is_left);
  ADD ("no-sealed-text-is-left", test_no_sealed_text_is_left);
  ADD ("old-database", test_old_database);
  ADD ("never-before-proof", test_never_before_proof);
  ADD ("withdrawn", test_withdrawn);
  ADD ("open", test_open);
  ADD ("clocks", test_clocks);
  ADD ("new-boot", test_new_boot);
  ADD ("cut-short", test_cut_short);
  return g_test_run ();
}
