/* SPDX-License-Identifier: Apache-2.0 */

/* What the audit trail shows: each way of tampering, done with SQLite and right page sums
 * as a person with access to the disk and to this program would, is found and its place is named. */

#include "upload/trail.h"

#include "config/fault.h"
#include "tests/unit/storeroom.h"
#include "upload/pagesum.h"

#include <sqlite3.h>
#include <string.h>

/* 1 begin, 2 state open, 3 page, 4 state queued; then 5, 6, 7 of a second dossier. */
static void
fill (Storeroom *room) {
  g_autofree char *first = storeroom_add_queued (room->store);
  g_autofree char *second = storeroom_add_queued (room->store);

  g_assert_cmpstr (first, !=, second);
}

static void
tamper (Storeroom *room, const char *sql) {
  g_autofree char *path = g_build_filename (room->folder, "motcua.db", NULL);
  sqlite3 *database = NULL;

  g_assert_cmpint (
      sqlite3_open_v2 (path, &database, SQLITE_OPEN_READWRITE, pagesum_get_vfs ()), ==,
      SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (database, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (database);
}

/* The sentence, NULL when all is well; caller frees. */
static char *
verify (Storeroom *room, const char *mark) {
  g_autoptr (GPtrArray) marks = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  gint64 entries = 0;
  char *what = NULL;

  if (mark != NULL)
    g_ptr_array_add (marks, (char *) mark);
  g_assert_true (trail_verify (room->store, marks, &entries, &what, &error));
  g_assert_no_error (error);
  return what;
}

static void
assert_finds (Storeroom *room, const char *mark, const char *part) {
  g_autofree char *what = verify (room, mark);

  g_assert_nonnull (what);
  if (strstr (what, part) == NULL)
    g_error ("\"%s\" does not say \"%s\"", what, part);
}

static void
test_whole (Storeroom *room, gconstpointer data) {
  g_autofree char *empty = verify (room, NULL);
  g_autofree char *whole = NULL;
  g_autofree char *marked = NULL;
  g_autofree char *mark = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (empty);
  fill (room);
  mark = trail_get_mark (room->store, &error);
  g_assert_true (g_str_has_prefix (mark, "7:"));
  whole = verify (room, NULL);
  marked = verify (room, mark);
  g_assert_null (whole);
  g_assert_null (marked);
}

static gboolean
count_entry (const TrailEntry *entry, gpointer data) {
  GString *acts = data;

  g_string_append_printf (acts, "%s ", entry->act);
  return TRUE;
}

static void
test_tells_acts (Storeroom *room, gconstpointer data) {
  g_autoptr (Dossier) dossier = storeroom_open_dossier (room->store);
  g_autoptr (GString) acts = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  const char *id = dossier->id;

  storeroom_add_page (room->store, id, 1);
  g_assert_true (store_set_field (room->store, id, 1, "full_name", "Bí Mật", &error));
  g_assert_true (store_set_type (room->store, id, 1, "ct01", &error));
  g_assert_true (store_set_waiver (room->store, id, "TP02", "Không có", &error));
  storeroom_queue (room->store, id, 1);
  g_assert_true (store_move (room->store, id, DOSSIER_HELD, &error));
  g_assert_true (trail_walk (room->store, id, count_entry, acts, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (acts->str, ==, "state page correct type waive state state ");
}

/* The mark of its sealing goes with the dossier, whatever comes after. */
static void
test_marks_dossier (Storeroom *room, gconstpointer data) {
  g_autofree char *id = storeroom_add_queued (room->store);
  g_autofree char *mark = trail_get_mark (room->store, NULL);
  g_autoptr (Dossier) sealed = store_get_dossier (room->store, id, NULL);
  g_autoptr (Dossier) claimed = storeroom_claim (room->store, STOREROOM_NOW);

  g_assert_cmpstr (sealed->mark, ==, mark);
  g_assert_cmpstr (claimed->mark, ==, mark);
}

static void
test_change (Storeroom *room, gconstpointer data) {
  fill (room);
  tamper (room, "UPDATE trail SET detail = 'accepted' WHERE number = 4");
  assert_finds (room, NULL, "Entry 4 has been changed");
}

static void
test_delete (Storeroom *room, gconstpointer data) {
  fill (room);
  tamper (room, "DELETE FROM trail WHERE number = 3");
  assert_finds (room, NULL, "Entry 3 is missing");
}

static void
test_insert (Storeroom *room, gconstpointer data) {
  fill (room);
  tamper (room, "UPDATE trail SET number = number + 100 WHERE number > 3;"
                "INSERT INTO trail SELECT 4, at, actor, act, dossier, detail, digest"
                " FROM trail WHERE number = 3;"
                "UPDATE trail SET number = number - 99 WHERE number > 100");
  assert_finds (room, NULL, "Entry 4 has been changed");
}

static void
test_reorder (Storeroom *room, gconstpointer data) {
  fill (room);
  tamper (room, "UPDATE trail SET number = 100 WHERE number = 3;"
                "UPDATE trail SET number = 3 WHERE number = 4;"
                "UPDATE trail SET number = 4 WHERE number = 100");
  assert_finds (room, NULL, "Entry 3 has been changed");
}

static void
test_truncate (Storeroom *room, gconstpointer data) {
  fill (room);
  tamper (room, "DELETE FROM trail WHERE number > 5");
  assert_finds (room, NULL, "ends with entry 5; entry 7 is missing");
}

/* SQLite's own count is made to fit: the dossiers still tell. */
static void
test_truncate_well (Storeroom *room, gconstpointer data) {
  fill (room);
  tamper (room, "DELETE FROM trail WHERE number > 6;"
                "UPDATE sqlite_sequence SET seq = 6 WHERE name = 'trail'");
  assert_finds (room, NULL, "behind entry 6 some are missing");
}

/* The whole station goes back to an old copy: only what left it knows. */
static void
test_roll_back (Storeroom *room, gconstpointer data) {
  g_autofree char *mark = NULL;

  fill (room);
  mark = trail_get_mark (room->store, NULL);
  tamper (room,
          "DELETE FROM trail WHERE number > 4;"
          "UPDATE sqlite_sequence SET seq = 4 WHERE name = 'trail';"
          "DELETE FROM page WHERE dossier IN (SELECT id FROM dossier WHERE seq = 2);"
          "DELETE FROM paper WHERE dossier IN (SELECT id FROM dossier WHERE seq = 2);"
          "DELETE FROM dossier WHERE seq = 2");
  assert_finds (room, mark, "ends with entry 4; entry 7 is missing");
}

static void
test_other_trail (Storeroom *room, gconstpointer data) {
  fill (room);
  assert_finds (room, "4:0123456789abcdef", "Entry 4 is not the one");
}

/* Another program's change closes the store; the trail is read all the same. */
static void
test_closed_store (Storeroom *room, gconstpointer data) {
  g_autofree char *path = g_build_filename (room->folder, "motcua.db", NULL);
  g_autoptr (GError) error = NULL;
  sqlite3 *database = NULL;

  fill (room);
  g_clear_pointer (&room->store, store_free);
  g_assert_cmpint (sqlite3_open (path, &database), ==, SQLITE_OK);
  g_assert_cmpint (
      sqlite3_exec (database, "DELETE FROM trail WHERE number = 3", NULL, NULL, NULL), ==,
      SQLITE_OK);
  sqlite3_close (database);
  room->store = store_examine (room->folder, &error);
  g_assert_no_error (error);
  assert_finds (room, NULL, "Entry 3 is missing");
}

static void
test_bad_marks (Storeroom *room, gconstpointer data) {
  static const char *const bad[] = {"",
                                    "4",
                                    "4:",
                                    ":0123456789abcdef",
                                    "4:0123",
                                    "x:0123456789abcdef",
                                    "4:0123456789ABCDEF",
                                    "-4:0123456789abcdef",
                                    "4:0123456789abcdef0"};

  fill (room);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GPtrArray) marks = g_ptr_array_new ();
    g_autoptr (GError) error = NULL;
    gint64 entries;
    char *what;

    g_ptr_array_add (marks, (char *) bad[i]);
    storeroom_assert_refused (trail_verify (room->store, marks, &entries, &what, &error),
                              &error, FAULT_USAGE);
  }
}

#define ADD(name, function)                                                              \
  g_test_add ("/trail/" name, Storeroom, NULL, storeroom_set_up, function,               \
              storeroom_tear_down)

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  ADD ("whole", test_whole);
  ADD ("tells-acts", test_tells_acts);
  ADD ("marks-dossier", test_marks_dossier);
  ADD ("change", test_change);
  ADD ("delete", test_delete);
  ADD ("insert", test_insert);
  ADD ("reorder", test_reorder);
  ADD ("truncate", test_truncate);
  ADD ("truncate-well", test_truncate_well);
  ADD ("roll-back", test_roll_back);
  ADD ("other-trail", test_other_trail);
  ADD ("closed-store", test_closed_store);
  ADD ("bad-marks", test_bad_marks);
  return g_test_run ();
}
