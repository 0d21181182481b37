/* SPDX-License-Identifier: Apache-2.0 */

/* Opening, recovery, finding; and folders in states a healthy store never has. */

#include "upload/store.h"

#include "config/durable.h"
#include "config/fault.h"
#include "tests/unit/storeroom.h"
#include "upload/pagesum.h"
#include "upload/violation.h"

#include <sqlite3.h>

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void
test_find (Storeroom *room, gconstpointer data) {
  g_autofree char *id = storeroom_add_queued (room->store);
  g_autofree char *start = g_strndup (id, 8);
  g_autofree char *upper = g_ascii_strup (start, -1);
  g_autoptr (Dossier) by_start = NULL;
  g_autoptr (Dossier) by_upper = NULL;
  g_autoptr (Dossier) by_code = NULL;
  g_autoptr (GError) error = NULL;

  by_start = store_get_dossier (room->store, start, &error);
  by_upper = store_get_dossier (room->store, upper, &error);
  g_assert_cmpstr (by_start->id, ==, id);
  g_assert_cmpstr (by_upper->id, ==, id);
  by_code = store_get_dossier (room->store, by_start->code, &error);
  g_assert_cmpstr (by_code->id, ==, id);
  start[3] = '\0';
  storeroom_assert_refused (store_get_dossier (room->store, start, &error) != NULL,
                            &error, FAULT_USAGE);
  storeroom_assert_refused (store_get_dossier (room->store, "", &error) != NULL, &error,
                            FAULT_USAGE);
  storeroom_assert_refused (store_get_dossier (room->store, "%%%%", &error) != NULL,
                            &error, FAULT_USAGE);
}

static void
test_changes (Storeroom *room, gconstpointer data) {
  Store *other = storeroom_open_store (room->folder);
  guint64 before = store_get_changes (room->store);
  g_autofree char *id = NULL;

  g_assert_cmpuint (before, ==, store_get_changes (other));
  id = storeroom_add_queued (other);
  g_assert_cmpuint (store_get_changes (room->store), >, before);
  g_assert_cmpuint (store_get_changes (room->store), ==, store_get_changes (other));
  store_free (other);
}

/* Part files of an intake under way are its own as long as its process lives. */
static void
test_sweep (Storeroom *room, gconstpointer data) {
  g_autoptr (Dossier) dossier = storeroom_open_dossier (room->store);
  g_autofree char *folder = store_dossier_folder_dup (room->store, dossier->id);
  g_autofree char *part = g_build_filename (folder, "page-0001.tif.part", NULL);
  g_autofree char *whole = g_build_filename (folder, "page-0001.tif", NULL);
  g_autofree char *sealing = g_build_filename (folder, "sealing.part", NULL);

  g_assert_true (g_file_set_contents (part, "torn", -1, NULL));
  g_assert_true (g_file_set_contents (whole, "whole", -1, NULL));
  g_assert_cmpint (mkdir (sealing, 0700), ==, 0);
  store_free (storeroom_open_store (room->folder));
  g_assert_true (g_file_test (part, G_FILE_TEST_EXISTS));
  g_clear_pointer (&room->store, store_free);
  room->store = storeroom_open_store (room->folder);
  g_assert_false (g_file_test (part, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (sealing, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (whole, G_FILE_TEST_EXISTS));
  g_assert_cmpint (storeroom_get_state (room->store, dossier->id), ==, DOSSIER_OPEN);
}

/* An intake that another process takes up again is that one's from its first page on. */
static void
test_sweep_resumed (Storeroom *room, gconstpointer data) {
  g_autoptr (Dossier) dossier = storeroom_open_dossier (room->store);
  g_autofree char *folder = store_dossier_folder_dup (room->store, dossier->id);
  g_autofree char *part = g_build_filename (folder, "page-0002.tif.part", NULL);

  store_free (room->store);
  room->store = storeroom_open_store (room->folder);
  storeroom_add_page (room->store, dossier->id, 1);
  g_assert_true (g_file_set_contents (part, "torn", -1, NULL));
  store_free (storeroom_open_store (room->folder));
  g_assert_true (g_file_test (part, G_FILE_TEST_EXISTS));
  store_free (room->store);
  room->store = storeroom_open_store (room->folder);
  g_assert_false (g_file_test (part, G_FILE_TEST_EXISTS));
}

/* An owner whose process was cut short. */
static void
leave_owner (const char *folder) {
  g_autofree char *name = g_uuid_string_random ();
  g_autofree char *path = g_build_filename (folder, "owners", name, NULL);

  g_assert_true (g_file_set_contents (path, "", 0, NULL));
}

/* A key that another process is making at this moment is left alone; what one that was cut
 * short has left of a key is not. */
static void
test_half_key (Storeroom *room, gconstpointer data) {
  g_autofree char *part = g_build_filename (
      room->folder, "keys", "0d5b3a52-7d5f-4c3e-9a37-0c6c4c1f2e11.part", NULL);

  g_assert_true (g_file_set_contents (part, "x", -1, NULL));
  store_free (storeroom_open_store (room->folder));
  g_assert_true (g_file_test (part, G_FILE_TEST_EXISTS));
  leave_owner (room->folder);
  store_free (storeroom_open_store (room->folder));
  g_assert_false (g_file_test (part, G_FILE_TEST_EXISTS));
}

/* An empty folder whose row never came goes; anything with contents stays. */
static void
test_unborn (Storeroom *room, gconstpointer data) {
  g_autofree char *empty
      = store_dossier_folder_dup (room->store, "0d5b3a52-7d5f-4c3e-9a37-0c6c4c1f2e11");
  g_autofree char *full
      = store_dossier_folder_dup (room->store, "0d5b3a52-7d5f-4c3e-9a37-0c6c4c1f2e12");
  g_autofree char *file = g_build_filename (full, "page-0001.tif", NULL);

  g_assert_cmpint (mkdir (empty, 0700), ==, 0);
  g_assert_cmpint (mkdir (full, 0700), ==, 0);
  g_assert_true (g_file_set_contents (file, "x", -1, NULL));
  leave_owner (room->folder);
  store_free (storeroom_open_store (room->folder));
  g_assert_false (g_file_test (empty, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (file, G_FILE_TEST_EXISTS));
}

/* A birth that failed without its process ending is cleared away like one cut short: here
 * the dossier's key cannot be made. */
static void
test_stillborn (Storeroom *room, gconstpointer data) {
  g_autofree char *keys = g_build_filename (room->folder, "keys", NULL);
  g_autofree char *away = g_build_filename (room->folder, "keys.away", NULL);
  g_autofree char *folder = g_build_filename (room->folder, "dossiers", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (Dossier) dossier = NULL;
  g_autoptr (GDir) left = NULL;

  g_assert_cmpint (rename (keys, away), ==, 0);
  dossier = store_open_dossier (room->store, "2.000815", NULL, NULL, "0293-01", &error);
  g_assert_null (dossier);
  g_assert_error (error, FAULT, FAULT_STORAGE);
  g_assert_cmpint (rename (away, keys), ==, 0);
  store_free (room->store);
  room->store = storeroom_open_store (room->folder);
  left = g_dir_open (folder, 0, NULL);
  g_assert_null (g_dir_read_name (left));
}

static gpointer
open_new (gpointer data) {
  store_free (storeroom_open_store (data));
  return NULL;
}

/* Several programs may meet at a store that is not there yet. */
static void
test_many_creators (void) {
  g_autofree char *parent = g_dir_make_tmp ("motcua-store-XXXXXX", NULL);
  g_autofree char *folder = g_build_filename (parent, "new", "store", NULL);
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("creator", open_new, folder);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  g_assert_true (durable_remove (parent, NULL));
}

static void
assert_unusable (Storeroom *room, const char *word) {
  g_autoptr (GError) error = NULL;

  g_assert_null (store_open (room->folder, NULL, &error));
  g_assert_error (error, FAULT, FAULT_STORAGE);
  g_assert_nonnull (strstr (error->message, word));
}

static char *
close_store (Storeroom *room) {
  g_clear_pointer (&room->store, store_free);
  return g_build_filename (room->folder, "motcua.db", NULL);
}

/* @vfs NULL: as another program would. */
static void
edit_database (const char *path, const char *vfs, const char *sql) {
  sqlite3 *connection;

  g_assert_cmpint (sqlite3_open_v2 (path, &connection, SQLITE_OPEN_READWRITE, vfs), ==,
                   SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (connection, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (connection);
}

static void
test_database_missing (Storeroom *room, gconstpointer data) {
  g_autofree char *path = close_store (room);

  g_assert_cmpint (unlink (path), ==, 0);
  assert_unusable (room, "no database");
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

static void
test_database_empty (Storeroom *room, gconstpointer data) {
  g_autofree char *path = close_store (room);

  g_assert_cmpint (truncate (path, 0), ==, 0);
  assert_unusable (room, "lost");
}

static void
test_database_text (Storeroom *room, gconstpointer data) {
  g_autofree char *path = close_store (room);

  g_assert_true (g_file_set_contents (path, "this is no database at all", -1, NULL));
  assert_unusable (room, "not a database");
}

static void
test_database_foreign (Storeroom *room, gconstpointer data) {
  g_autofree char *path = close_store (room);

  edit_database (path, pagesum_get_vfs (), "PRAGMA application_id = 7");
  assert_unusable (room, "not a motcua database");
}

static void
test_database_newer (Storeroom *room, gconstpointer data) {
  g_autofree char *path = close_store (room);

  edit_database (path, pagesum_get_vfs (), "PRAGMA user_version = 99");
  assert_unusable (room, "newer");
}

/* What another program writes has no sums, and is not believed. */
static void
test_database_edited (Storeroom *room, gconstpointer data) {
  g_autofree char *id = storeroom_add_queued (room->store);
  g_autofree char *path = close_store (room);

  edit_database (path, NULL, "UPDATE dossier SET attempts = 7");
  assert_unusable (room, "not as it was written");
}

/* Whether the store opens and finds nothing wrong with itself. */
static gboolean
is_sound (const char *folder) {
  g_autoptr (GPtrArray) findings
      = g_ptr_array_new_with_free_func ((GDestroyNotify) violation_free);
  g_autoptr (Store) store = store_open (folder, NULL, NULL);

  return store != NULL && store_check (store, findings, NULL) && findings->len == 0;
}

/* Page @number of the database is what is wrong, even where SQLite cannot open it. */
static void
assert_page_named (const char *folder, gsize number) {
  g_autoptr (GPtrArray) found
      = g_ptr_array_new_with_free_func ((GDestroyNotify) violation_free);
  g_autofree char *name = g_strdup_printf ("Page %" G_GSIZE_FORMAT " of", number);
  g_autoptr (GError) error = NULL;
  g_autoptr (Keys) keys = keys_open (folder, NULL, FALSE, &error);

  g_assert_no_error (error);
  g_assert_true (store_check_closed (folder, keys, found, &error));
  g_assert_cmpuint (found->len, ==, 1);
  g_assert_nonnull (strstr (((Violation *) g_ptr_array_index (found, 0))->what, name));
}

/* Any bit of the database: rows, indexes, free space, header. */
static void
test_database_bits (Storeroom *room, gconstpointer data) {
  g_autofree char *id = storeroom_add_queued (room->store);
  g_autofree char *path = close_store (room);
  g_autofree char *bytes = NULL;
  gsize size;

  g_assert_true (is_sound (room->folder));
  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  g_assert_cmpuint (size % 4096, ==, 0);
  for (guint i = 0; i < 200; i++) {
    gsize at = i < 100 ? i : (gsize) g_test_rand_int_range (0, (gint32) size);
    char bit = (char) (1 << g_test_rand_int_range (0, 8));

    bytes[at] ^= bit;
    g_assert_true (g_file_set_contents_full (path, bytes, (gssize) size,
                                             G_FILE_SET_CONTENTS_NONE, 0600, NULL));
    if (is_sound (room->folder))
      g_error ("a flip at %" G_GSIZE_FORMAT " is not found", at);
    assert_page_named (room->folder, at / 4096 + 1);
    bytes[at] ^= bit;
  }
}

static void
test_database_trigger (Storeroom *room, gconstpointer data) {
  g_autofree char *path = close_store (room);

  edit_database (path, pagesum_get_vfs (),
                 "CREATE TRIGGER t AFTER UPDATE ON dossier BEGIN "
                 "DELETE FROM page; END");
  assert_unusable (room, "triggers");
}

static void
test_database_link (Storeroom *room, gconstpointer data) {
  g_autofree char *path = close_store (room);
  g_autofree char *elsewhere = g_strconcat (path, ".moved", NULL);

  g_assert_cmpint (rename (path, elsewhere), ==, 0);
  g_assert_cmpint (symlink (elsewhere, path), ==, 0);
  assert_unusable (room, "regular");
}

static void
test_database_truncated (Storeroom *room, gconstpointer data) {
  g_autofree char *path = close_store (room);

  g_assert_cmpint (truncate (path, 5000), ==, 0);
  assert_unusable (room, "database");
}

static void
test_folder_is_file (Storeroom *room, gconstpointer data) {
  g_autofree char *path = close_store (room);
  g_autofree char *inside = g_build_filename (path, "store", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (store_open (inside, NULL, &error));
  g_assert_error (error, FAULT, FAULT_STORAGE);
}

/* Personal data lies in it: nobody else on the machine reads it. */
static void
test_modes (Storeroom *room, gconstpointer data) {
  const char *const names[] = {".", "motcua.db", "dossiers", "owners"};

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = g_build_filename (room->folder, names[i], NULL);
    struct stat status;

    g_assert_cmpint (stat (path, &status), ==, 0);
    g_assert_cmpuint (status.st_mode & 0077, ==, 0);
  }
}

static guint
count_findings (Store *store) {
  g_autoptr (GPtrArray) findings
      = g_ptr_array_new_with_free_func ((GDestroyNotify) violation_free);
  g_autoptr (GError) error = NULL;
  gboolean checked = store_check (store, findings, &error);

  /* A page that cannot be read at all is a fault, and found as well. */
  return checked ? findings->len : 1;
}

static void
test_check (Storeroom *room, gconstpointer data) {
  g_autofree char *id = storeroom_add_queued (room->store);
  g_autofree char *folder = store_dossier_folder_dup (room->store, id);
  g_autofree char *stray
      = store_dossier_folder_dup (room->store, "0d5b3a52-7d5f-4c3e-9a37-0c6c4c1f2e11");

  g_assert_cmpuint (count_findings (room->store), ==, 0);
  g_assert_cmpint (mkdir (stray, 0700), ==, 0);
  g_assert_cmpuint (count_findings (room->store), ==, 1);
  g_assert_true (durable_remove (folder, NULL));
  g_assert_cmpuint (count_findings (room->store), ==, 2);
}

/* A database whose index and table have come apart. */
static void
test_check_damaged (Storeroom *room, gconstpointer data) {
  g_autofree char *id = storeroom_add_queued (room->store);
  g_autofree char *path = close_store (room);

  edit_database (path, pagesum_get_vfs (),
                 "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET rootpage = "
                 "(SELECT rootpage FROM sqlite_schema WHERE name = 'serial') "
                 "WHERE name = 'dossier_queued'");
  room->store = storeroom_open_store (room->folder);
  g_assert_cmpuint (count_findings (room->store), >, 0);
}

#define ADD(name, function)                                                              \
  g_test_add ("/store/" name, Storeroom, NULL, storeroom_set_up, function,               \
              storeroom_tear_down)

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  ADD ("find", test_find);
  ADD ("changes", test_changes);
  ADD ("sweep", test_sweep);
  ADD ("sweep-resumed", test_sweep_resumed);
  ADD ("half-key", test_half_key);
  ADD ("unborn", test_unborn);
  ADD ("stillborn", test_stillborn);
  g_test_add_func ("/store/many-creators", test_many_creators);
  ADD ("database-missing", test_database_missing);
  ADD ("database-empty", test_database_empty);
  ADD ("database-text", test_database_text);
  ADD ("database-foreign", test_database_foreign);
  ADD ("database-newer", test_database_newer);
  ADD ("database-edited", test_database_edited);
  ADD ("database-bits", test_database_bits);
  ADD ("database-trigger", test_database_trigger);
  ADD ("database-link", test_database_link);
  ADD ("database-truncated", test_database_truncated);
  ADD ("folder-is-file", test_folder_is_file);
  ADD ("modes", test_modes);
  ADD ("check", test_check);
  ADD ("check-damaged", test_check_damaged);
  return g_test_run ();
}
