/* SPDX-License-Identifier: Apache-2.0 */

/* The store through its header: intake, queue, claims between processes that die, and
 * folders in states a healthy store never has. */

#include "upload/store.h"

#include "config/durable.h"
#include "config/fault.h"
#include "config/limits.h"

#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define DIGEST "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
#define NOW    1000

typedef struct {
  char *folder;
  Store *store;
} Fixture;

static Store *
open_store (const char *folder) {
  g_autoptr (GError) error = NULL;
  Store *store = store_open (folder, &error);

  g_assert_no_error (error);
  g_assert_nonnull (store);
  return store;
}

static void
set_up (Fixture *fixture, gconstpointer data) {
  g_autofree char *parent = g_dir_make_tmp ("motcua-store-XXXXXX", NULL);

  fixture->folder = g_build_filename (parent, "store", NULL);
  fixture->store = open_store (fixture->folder);
}

static void
tear_down (Fixture *fixture, gconstpointer data) {
  g_autofree char *parent = g_path_get_dirname (fixture->folder);

  store_free (fixture->store);
  g_assert_true (durable_remove (parent, NULL));
  g_free (fixture->folder);
}

static Dossier *
open_dossier (Store *store) {
  g_autoptr (GError) error = NULL;
  Dossier *dossier = store_open_dossier (store, "2.000815", "Chứng thực", "2026-01",
                                         "0293-01", &error);

  g_assert_no_error (error);
  return dossier;
}

static void
add_page (Store *store, const char *id, guint number) {
  g_autoptr (GError) error = NULL;
  Page page = {number,
               (number + 1) / 2,
               number % 2 ? PAGE_FRONT : PAGE_BACK,
               (char *) "page.tif",
               2480,
               3508,
               300,
               1234,
               (char *) DIGEST};

  g_assert_true (store_add_page (store, id, &page, &error));
  g_assert_no_error (error);
}

static void
queue (Store *store, const char *id, guint pages) {
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) papers = g_ptr_array_new ();
  g_autoptr (GArray) numbers = g_array_new (FALSE, TRUE, sizeof (guint));
  Paper paper = {1,
                 (char *) "ct01",
                 (char *) "TP01",
                 (char *) "Tờ khai",
                 (char *) "a.1.pdf",
                 pages,
                 999,
                 (char *) DIGEST,
                 TRUE};
  Applicant applicant = {(char *) "Nguyễn Thị Mẫu", (char *) "093188001231", NULL, NULL};

  g_ptr_array_add (papers, &paper);
  for (guint i = 0; i < pages; i++)
    g_array_append_val (numbers, paper.number);
  g_assert_true (
      store_queue (store, id, "practice", &applicant, papers, numbers, &error));
  g_assert_no_error (error);
}

/* Id of a new queued dossier with one page. */
static char *
new_queued (Store *store) {
  g_autoptr (Dossier) dossier = open_dossier (store);

  add_page (store, dossier->id, 1);
  queue (store, dossier->id, 1);
  return g_strdup (dossier->id);
}

static Dossier *
claim (Store *store, gint64 now) {
  g_autoptr (GError) error = NULL;
  Dossier *dossier = NULL;

  gboolean claimed = store_claim (store, now, &dossier, &error);

  g_assert_no_error (error);
  g_assert_true (claimed);
  return dossier;
}

static DossierState
get_state (Store *store, const char *id) {
  g_autoptr (GError) error = NULL;
  g_autoptr (Dossier) dossier = store_get_dossier (store, id, &error);

  g_assert_no_error (error);
  return dossier->state;
}

static void
assert_refused (gboolean done, GError **error, int code) {
  g_assert_false (done);
  g_assert_error (*error, FAULT, code);
  g_clear_error (error);
}

/* --- intake */

static void
test_open_dossier (Fixture *fixture, gconstpointer data) {
  g_autoptr (Dossier) first = open_dossier (fixture->store);
  g_autoptr (Dossier) second = open_dossier (fixture->store);
  g_autofree char *folder = store_dossier_folder_dup (fixture->store, first->id);
  g_autoptr (GError) error = NULL;
  Dossier *none;

  g_assert_true (g_uuid_string_is_valid (first->id));
  g_assert_cmpstr (first->id, !=, second->id);
  g_assert_true (g_regex_match_simple ("^TAM-0293-01-[0-9]{6}-0001$", first->code, 0, 0));
  g_assert_true (g_str_has_suffix (second->code, "-0002"));
  g_assert_cmpint (first->state, ==, DOSSIER_OPEN);
  g_assert_cmpstr (first->procedure_name, ==, "Chứng thực");
  g_assert_true (g_file_test (folder, G_FILE_TEST_IS_DIR));
  none = store_open_dossier (fixture->store, "p", "n", "v", "../../etc", &error);
  assert_refused (none != NULL, &error, FAULT_CONFIG);
}

static void
test_pages (Fixture *fixture, gconstpointer data) {
  g_autoptr (Dossier) dossier = open_dossier (fixture->store);
  g_autoptr (GPtrArray) pages = NULL;
  g_autoptr (GError) error = NULL;
  const StoredPage *second;
  Page page = {1, 1, PAGE_FRONT, (char *) "page.tif", 1, 1, 1, 1, (char *) DIGEST};

  add_page (fixture->store, dossier->id, 1);
  add_page (fixture->store, dossier->id, 2);
  assert_refused (store_add_page (fixture->store, dossier->id, &page, &error), &error,
                  FAULT_USAGE);
  page.number = LIMIT_DOSSIER_PAGES + 1;
  assert_refused (store_add_page (fixture->store, dossier->id, &page, &error), &error,
                  FAULT_USAGE);
  page.number = 3;
  assert_refused (store_add_page (fixture->store, "nowhere", &page, &error), &error,
                  FAULT_USAGE);
  pages = store_get_pages (fixture->store, dossier->id, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (pages->len, ==, 2);
  second = g_ptr_array_index (pages, 1);
  g_assert_cmpuint (second->page->number, ==, 2);
  g_assert_cmpint (second->page->side, ==, PAGE_BACK);
  g_assert_cmpstr (second->page->sha256, ==, DIGEST);
  g_assert_false (second->read);
  g_assert_false (second->failed);
}

static Reading *
new_reading (const char *type, const char *name, const char *value) {
  Reading *reading = reading_new ();
  Box box = {310, 402, 880, 448};

  reading->document_type = g_strdup (type);
  reading->document_type_confidence = 0.97;
  g_ptr_array_add (reading->fields, field_new (name, value, 0.5, box, FIELD_OCR));
  return reading;
}

static const StoredPage *
get_page (Store *store, const char *id, GPtrArray **pages) {
  g_autoptr (GError) error = NULL;

  *pages = store_get_pages (store, id, &error);
  g_assert_no_error (error);
  return g_ptr_array_index (*pages, 0);
}

static void
test_reading (Fixture *fixture, gconstpointer data) {
  g_autoptr (Dossier) dossier = open_dossier (fixture->store);
  g_autoptr (Reading) reading = new_reading ("ct01", "full_name", "Nguyễn");
  g_autoptr (GPtrArray) pages = NULL;
  g_autoptr (GError) error = NULL;
  const StoredPage *page;
  const Field *field;

  add_page (fixture->store, dossier->id, 1);
  g_assert_true (store_set_failure (fixture->store, dossier->id, 1, "Too dark.", &error));
  g_assert_true (get_page (fixture->store, dossier->id, &pages)->failed);
  g_clear_pointer (&pages, g_ptr_array_unref);
  g_assert_true (store_set_reading (fixture->store, dossier->id, 1, reading, &error));
  page = get_page (fixture->store, dossier->id, &pages);
  g_assert_true (page->read);
  g_assert_false (page->failed);
  g_assert_cmpstr (page->type, ==, "ct01");
  g_assert_cmpfloat (page->type_confidence, ==, 0.97);
  field = g_ptr_array_index (page->fields, 0);
  g_assert_cmpstr (field->value, ==, "Nguyễn");
  g_assert_cmpint (field->box.bottom, ==, 448);
  assert_refused (store_set_reading (fixture->store, dossier->id, 2, reading, &error),
                  &error, FAULT_USAGE);
}

/* What a person has said outlives a second reading, in every order. */
static void
test_person_wins (Fixture *fixture, gconstpointer data) {
  g_autoptr (Dossier) dossier = open_dossier (fixture->store);
  g_autoptr (Reading) first = new_reading ("ct01", "full_name", "Nguyen");
  g_autoptr (Reading) second = new_reading ("cccd", "full_name", "Nguyên");
  g_autofree char *long_value = g_strnfill (LIMIT_VALUE_BYTES + 1, 'x');
  g_autoptr (GPtrArray) pages = NULL;
  g_autoptr (GError) error = NULL;
  const StoredPage *page;
  const Field *field;
  Store *store = fixture->store;

  add_page (store, dossier->id, 1);
  g_assert_true (store_set_reading (store, dossier->id, 1, first, &error));
  g_assert_true (store_set_field (store, dossier->id, 1, "full_name",
                                  "Nguye\xcc\x82\xcc\x83n", &error));
  g_assert_true (store_set_field (store, dossier->id, 1, "note", "x", &error));
  g_assert_true (store_set_type (store, dossier->id, 1, NULL, &error));
  g_assert_true (store_set_reading (store, dossier->id, 1, second, &error));
  page = get_page (store, dossier->id, &pages);
  g_assert_null (page->type);
  g_assert_cmpuint (page->fields->len, ==, 2);
  field = g_ptr_array_index (page->fields, 0);
  g_assert_cmpstr (field->name, ==, "full_name");
  g_assert_cmpstr (field->value, ==, "Nguyễn");
  g_assert_cmpint (field->source, ==, FIELD_PERSON);
  g_assert_cmpfloat (field->confidence, ==, 1.0);
  assert_refused (store_set_field (store, dossier->id, 1, "note", long_value, &error),
                  &error, FAULT_USAGE);
  assert_refused (store_set_field (store, dossier->id, 1, "note", "\xff", &error), &error,
                  FAULT_USAGE);
  assert_refused (store_set_field (store, dossier->id, 9, "note", "x", &error), &error,
                  FAULT_USAGE);
}

/* Bound, never part of a statement. */
static void
test_hostile_text (Fixture *fixture, gconstpointer data) {
  const char *evil = "'; DROP TABLE dossier; -- %n%s ../../ \"";
  g_autoptr (Dossier) dossier = open_dossier (fixture->store);
  g_autoptr (GPtrArray) pages = NULL;
  g_autoptr (GError) error = NULL;
  const Field *field;

  add_page (fixture->store, dossier->id, 1);
  g_assert_true (store_set_field (fixture->store, dossier->id, 1, evil, evil, &error));
  field = g_ptr_array_index (get_page (fixture->store, dossier->id, &pages)->fields, 0);
  g_assert_cmpstr (field->name, ==, evil);
  g_assert_cmpstr (field->value, ==, evil);
}

static void
test_durations (Fixture *fixture, gconstpointer data) {
  g_autofree char *id = new_queued (fixture->store);
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (store_get_duration (fixture->store, id, "scan"), ==, 0);
  g_assert_true (store_add_duration (fixture->store, id, "scan", 1500, &error));
  g_assert_true (store_add_duration (fixture->store, id, "scan", 500, &error));
  g_assert_cmpuint (store_get_duration (fixture->store, id, "scan"), ==, 2000);
  g_assert_cmpuint (store_get_duration (fixture->store, id, "read"), ==, 0);
}

/* --- queue */

static void
test_queue (Fixture *fixture, gconstpointer data) {
  g_autofree char *id = new_queued (fixture->store);
  g_autoptr (Dossier) dossier = NULL;
  g_autoptr (GPtrArray) pages = NULL;
  g_autoptr (GError) error = NULL;
  Page late = {2, 1, PAGE_BACK, (char *) "page.tif", 1, 1, 1, 1, (char *) DIGEST};

  dossier = store_get_dossier (fixture->store, id, &error);
  g_assert_cmpint (dossier->state, ==, DOSSIER_QUEUED);
  g_assert_cmpstr (dossier->portal, ==, "practice");
  g_assert_cmpstr (dossier->applicant.id_number, ==, "093188001231");
  g_assert_null (dossier->applicant.phone);
  g_assert_cmpuint (dossier->papers->len, ==, 1);
  g_assert_cmpuint (dossier->pages, ==, 1);
  g_assert_cmpuint (((Paper *) dossier->papers->pdata[0])->size_bytes, ==, 999);
  g_assert_cmpuint (get_page (fixture->store, id, &pages)->paper, ==, 1);
  assert_refused (store_add_page (fixture->store, id, &late, &error), &error,
                  FAULT_USAGE);
  assert_refused (store_set_field (fixture->store, id, 1, "a", "b", &error), &error,
                  FAULT_USAGE);
}

/* Half a queueing never shows: the papers do not fit the pages. */
static void
test_queue_whole (Fixture *fixture, gconstpointer data) {
  g_autoptr (Dossier) dossier = open_dossier (fixture->store);
  g_autoptr (GPtrArray) papers = g_ptr_array_new ();
  g_autoptr (GArray) numbers = g_array_new (FALSE, TRUE, sizeof (guint));
  g_autoptr (Dossier) after = NULL;
  g_autoptr (GError) error = NULL;
  Paper paper = {1, NULL, NULL, NULL, (char *) "a.pdf", 1, 1, (char *) DIGEST, FALSE};
  Applicant nobody = {NULL, NULL, NULL, NULL};

  add_page (fixture->store, dossier->id, 1);
  assert_refused (
      store_queue (fixture->store, dossier->id, NULL, &nobody, papers, numbers, &error),
      &error, FAULT_USAGE);
  g_ptr_array_add (papers, &paper);
  assert_refused (
      store_queue (fixture->store, dossier->id, NULL, &nobody, papers, numbers, &error),
      &error, FAULT_USAGE);
  after = store_get_dossier (fixture->store, dossier->id, &error);
  g_assert_cmpint (after->state, ==, DOSSIER_OPEN);
  g_assert_cmpuint (after->papers->len, ==, 0);
}

static void
test_find (Fixture *fixture, gconstpointer data) {
  g_autofree char *id = new_queued (fixture->store);
  g_autofree char *start = g_strndup (id, 8);
  g_autofree char *upper = g_ascii_strup (start, -1);
  g_autoptr (Dossier) by_start = NULL;
  g_autoptr (Dossier) by_upper = NULL;
  g_autoptr (Dossier) by_code = NULL;
  g_autoptr (GError) error = NULL;

  by_start = store_get_dossier (fixture->store, start, &error);
  by_upper = store_get_dossier (fixture->store, upper, &error);
  g_assert_cmpstr (by_start->id, ==, id);
  g_assert_cmpstr (by_upper->id, ==, id);
  by_code = store_get_dossier (fixture->store, by_start->code, &error);
  g_assert_cmpstr (by_code->id, ==, id);
  start[3] = '\0';
  assert_refused (store_get_dossier (fixture->store, start, &error) != NULL, &error,
                  FAULT_USAGE);
  assert_refused (store_get_dossier (fixture->store, "", &error) != NULL, &error,
                  FAULT_USAGE);
  assert_refused (store_get_dossier (fixture->store, "%%%%", &error) != NULL, &error,
                  FAULT_USAGE);
}

static void
test_claim_order (Fixture *fixture, gconstpointer data) {
  g_autofree char *first = new_queued (fixture->store);
  g_autofree char *second = new_queued (fixture->store);
  g_autoptr (Dossier) a = claim (fixture->store, NOW);
  g_autoptr (Dossier) b = NULL;
  g_autoptr (Dossier) c = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (a->id, ==, first);
  g_assert_cmpint (a->state, ==, DOSSIER_SENDING);
  g_assert_cmpuint (a->attempts, ==, 1);
  g_assert_cmpuint (a->papers->len, ==, 1);
  g_assert_true (store_defer (fixture->store, first, NOW + 30, "Later.", &error));
  g_assert_no_error (error);
  g_assert_cmpint (store_get_next_due (fixture->store), ==, NOW + 30);
  b = claim (fixture->store, NOW + 29);
  g_assert_cmpstr (b->id, ==, second);
  g_assert_null (claim (fixture->store, NOW + 29));
  c = claim (fixture->store, NOW + 30);
  g_assert_cmpstr (c->id, ==, first);
  g_assert_cmpuint (c->attempts, ==, 2);
  g_assert_cmpstr (c->last_answer, ==, "Later.");
}

/* A clock that was set back by years may not keep a dossier waiting for years. */
static void
test_clock_set_back (Fixture *fixture, gconstpointer data) {
  g_autofree char *id = new_queued (fixture->store);
  g_autoptr (Dossier) first = claim (fixture->store, NOW);
  g_autoptr (Dossier) again = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (store_defer (fixture->store, id, NOW + 60, "Later.", &error));
  g_assert_null (claim (fixture->store, NOW));
  g_assert_null (claim (fixture->store, NOW + 59));
  again = claim (fixture->store, NOW - 10);
  g_assert_nonnull (again);
}

static void
test_accept (Fixture *fixture, gconstpointer data) {
  g_autofree char *id = new_queued (fixture->store);
  g_autoptr (Dossier) claimed = claim (fixture->store, NOW);
  g_autoptr (Dossier) dossier = NULL;
  g_autoptr (GError) error = NULL;
  Store *store = fixture->store;

  g_assert_true (store_set_portal_id (store, id, "81234", NULL, &error));
  g_assert_true (store_set_portal_id (store, id, "81234", "H30-0042", &error));
  g_assert_true (store_accept (store, id, "read-back sha256", NOW, &error));
  g_assert_no_error (error);
  dossier = store_get_dossier (store, "H30-0042", &error);
  g_assert_cmpint (dossier->state, ==, DOSSIER_ACCEPTED);
  g_assert_cmpstr (dossier->proof, ==, "read-back sha256");
  g_assert_cmpint (dossier->accepted_at, ==, NOW);
  g_assert_cmpstr (dossier->portal_id, ==, "81234");
  assert_refused (store_accept (store, id, "again", NOW, &error), &error, FAULT_USAGE);
  assert_refused (store_defer (store, id, NOW, "x", &error), &error, FAULT_USAGE);
  assert_refused (store_move (store, id, DOSSIER_QUEUED, &error), &error, FAULT_USAGE);
  assert_refused (store_move (store, id, DOSSIER_WITHDRAWN, &error), &error, FAULT_USAGE);
  g_assert_null (claim (store, NOW + 100000));
}

static void
test_refuse_and_retry (Fixture *fixture, gconstpointer data) {
  g_autofree char *id = new_queued (fixture->store);
  g_autoptr (Dossier) first = claim (fixture->store, NOW);
  g_autoptr (Dossier) second = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (store_refuse (fixture->store, id, "Look at it.", &error));
  g_assert_cmpint (get_state (fixture->store, id), ==, DOSSIER_NEEDS_PERSON);
  g_assert_null (claim (fixture->store, NOW + 100000));
  g_assert_true (store_move (fixture->store, id, DOSSIER_QUEUED, &error));
  second = claim (fixture->store, NOW);
  g_assert_cmpstr (second->id, ==, id);
}

/* Each decision of a person in each state: refused unless the picture allows it. */
static void
test_decisions (Fixture *fixture, gconstpointer data) {
  g_autofree char *id = new_queued (fixture->store);
  g_autoptr (Dossier) open = open_dossier (fixture->store);
  g_autoptr (Dossier) claimed = NULL;
  g_autoptr (GError) error = NULL;
  Store *store = fixture->store;

  assert_refused (store_move (store, open->id, DOSSIER_QUEUED, &error), &error,
                  FAULT_USAGE);
  assert_refused (store_move (store, open->id, DOSSIER_HELD, &error), &error,
                  FAULT_USAGE);
  g_assert_true (store_move (store, open->id, DOSSIER_WITHDRAWN, &error));
  for (guint to = 0; to < DOSSIER_STATES; to++) {
    if (to != DOSSIER_HELD && to != DOSSIER_WITHDRAWN)
      assert_refused (store_move (store, id, to, &error), &error, FAULT_USAGE);
  }
  g_assert_true (store_move (store, id, DOSSIER_HELD, &error));
  g_assert_null (claim (store, NOW));
  g_assert_true (store_move (store, id, DOSSIER_QUEUED, &error));
  claimed = claim (store, NOW);
  for (guint to = 0; to < DOSSIER_STATES; to++)
    assert_refused (store_move (store, id, to, &error), &error, FAULT_USAGE);
}

/* --- several */

static void
test_changes (Fixture *fixture, gconstpointer data) {
  Store *other = open_store (fixture->folder);
  guint64 before = store_get_changes (fixture->store);
  g_autofree char *id = NULL;

  g_assert_cmpuint (before, ==, store_get_changes (other));
  id = new_queued (other);
  g_assert_cmpuint (store_get_changes (fixture->store), >, before);
  g_assert_cmpuint (store_get_changes (fixture->store), ==, store_get_changes (other));
  store_free (other);
}

/* Another living owner's claim is nobody else's, until it goes. */
static void
test_claim_of_another (Fixture *fixture, gconstpointer data) {
  g_autofree char *id = new_queued (fixture->store);
  Store *other = open_store (fixture->folder);
  g_autoptr (Dossier) theirs = claim (other, NOW);
  g_autoptr (Dossier) ours = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (theirs->id, ==, id);
  g_assert_null (claim (fixture->store, NOW));
  assert_refused (store_accept (fixture->store, id, "stolen", NOW, &error), &error,
                  FAULT_USAGE);
  store_free (open_store (fixture->folder)); /* a recovery leaves it alone, too */
  g_assert_cmpint (get_state (fixture->store, id), ==, DOSSIER_SENDING);
  store_free (other);
  ours = claim (fixture->store, NOW);
  g_assert_cmpstr (ours->id, ==, id);
  g_assert_cmpuint (ours->attempts, ==, 2);
}

/* Forks a process that claims and then waits for its end. */
static pid_t
start_claimer (const char *folder) {
  int ready[2];
  char byte;
  pid_t child;

  g_assert_cmpint (pipe (ready), ==, 0);
  child = fork ();
  if (child == 0) {
    g_autoptr (Dossier) dossier = NULL;

    prctl (PR_SET_PDEATHSIG, SIGKILL);
    dossier = claim (open_store (folder), NOW);

    if (dossier == NULL || write (ready[1], "r", 1) != 1)
      _exit (1);
    for (;;)
      pause ();
  }
  close (ready[1]);
  g_assert_cmpint (read (ready[0], &byte, 1), ==, 1);
  close (ready[0]);
  return child;
}

static void
test_claimer_killed (Fixture *fixture, gconstpointer data) {
  g_autofree char *id = new_queued (fixture->store);
  g_autofree char *folder = store_dossier_folder_dup (fixture->store, id);
  g_autofree char *part = g_build_filename (folder, "receipt.txt.part", NULL);
  g_autoptr (Dossier) again = NULL;
  pid_t child;

  g_clear_pointer (&fixture->store, store_free);
  child = start_claimer (fixture->folder);
  fixture->store = open_store (fixture->folder);
  g_assert_null (claim (fixture->store, NOW));
  g_assert_true (g_file_set_contents (part, "torn", -1, NULL));
  kill (child, SIGKILL);
  waitpid (child, NULL, 0);
  again = claim (fixture->store, NOW);
  g_assert_nonnull (again);
  g_assert_cmpstr (again->id, ==, id);
  g_assert_false (g_file_test (part, G_FILE_TEST_EXISTS));
}

/* A dossier that three senders died of does not hold up the others. */
static void
test_deadly_dossier (Fixture *fixture, gconstpointer data) {
  g_autofree char *deadly = new_queued (fixture->store);
  g_autofree char *harmless = new_queued (fixture->store);
  g_autoptr (Dossier) next = NULL;

  for (guint i = 0; i < 3; i++) {
    g_autoptr (Dossier) claimed = claim (fixture->store, NOW);

    g_assert_cmpstr (claimed->id, ==, deadly);
    store_free (fixture->store);
    fixture->store = open_store (fixture->folder);
  }
  next = claim (fixture->store, NOW);
  g_assert_cmpstr (next->id, ==, harmless);
}

/* Part files of an intake under way are its own as long as its process lives. */
static void
test_sweep (Fixture *fixture, gconstpointer data) {
  g_autoptr (Dossier) dossier = open_dossier (fixture->store);
  g_autofree char *folder = store_dossier_folder_dup (fixture->store, dossier->id);
  g_autofree char *part = g_build_filename (folder, "page-0001.tif.part", NULL);
  g_autofree char *whole = g_build_filename (folder, "page-0001.tif", NULL);
  g_autofree char *sealing = g_build_filename (folder, "sealing.part", NULL);

  g_assert_true (g_file_set_contents (part, "torn", -1, NULL));
  g_assert_true (g_file_set_contents (whole, "whole", -1, NULL));
  g_assert_cmpint (mkdir (sealing, 0700), ==, 0);
  store_free (open_store (fixture->folder));
  g_assert_true (g_file_test (part, G_FILE_TEST_EXISTS));
  g_clear_pointer (&fixture->store, store_free);
  fixture->store = open_store (fixture->folder);
  g_assert_false (g_file_test (part, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (sealing, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (whole, G_FILE_TEST_EXISTS));
  g_assert_cmpint (get_state (fixture->store, dossier->id), ==, DOSSIER_OPEN);
}

/* An empty folder whose row never came goes; anything with contents stays. */
static void
test_unborn (Fixture *fixture, gconstpointer data) {
  g_autofree char *empty
      = store_dossier_folder_dup (fixture->store, "0d5b3a52-7d5f-4c3e-9a37-0c6c4c1f2e11");
  g_autofree char *full
      = store_dossier_folder_dup (fixture->store, "0d5b3a52-7d5f-4c3e-9a37-0c6c4c1f2e12");
  g_autofree char *file = g_build_filename (full, "page-0001.tif", NULL);

  g_assert_cmpint (mkdir (empty, 0700), ==, 0);
  g_assert_cmpint (mkdir (full, 0700), ==, 0);
  g_assert_true (g_file_set_contents (file, "x", -1, NULL));
  store_free (open_store (fixture->folder));
  g_assert_false (g_file_test (empty, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (file, G_FILE_TEST_EXISTS));
}

static gpointer
claim_all (gpointer data) {
  Store *store = open_store (data);
  guint claimed = 0;

  for (;;) {
    g_autoptr (Dossier) dossier = claim (store, NOW);
    g_autoptr (GError) error = NULL;

    if (dossier == NULL)
      break;
    claimed++;
    g_assert_true (store_accept (store, dossier->id, "proof", NOW, &error));
  }
  store_free (store);
  return GUINT_TO_POINTER (claimed);
}

/* Each dossier is claimed exactly once, whoever comes. */
static void
test_many_claimers (Fixture *fixture, gconstpointer data) {
  GThread *threads[4];
  guint total = 0;

  for (guint i = 0; i < 12; i++)
    g_free (new_queued (fixture->store));
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("claimer", claim_all, fixture->folder);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    total += GPOINTER_TO_UINT (g_thread_join (threads[i]));
  g_assert_cmpuint (total, ==, 12);
}

static gpointer
open_new (gpointer data) {
  store_free (open_store (data));
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

/* --- folders that are no healthy store */

static void
assert_unusable (Fixture *fixture, const char *word) {
  g_autoptr (GError) error = NULL;

  g_assert_null (store_open (fixture->folder, &error));
  g_assert_error (error, FAULT, FAULT_STORAGE);
  g_assert_nonnull (strstr (error->message, word));
}

static char *
close_store (Fixture *fixture) {
  g_clear_pointer (&fixture->store, store_free);
  return g_build_filename (fixture->folder, "motcua.db", NULL);
}

static void
edit_database (const char *path, const char *sql) {
  sqlite3 *connection;

  g_assert_cmpint (sqlite3_open (path, &connection), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (connection, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (connection);
}

static void
test_database_missing (Fixture *fixture, gconstpointer data) {
  g_autofree char *path = close_store (fixture);

  g_assert_cmpint (unlink (path), ==, 0);
  assert_unusable (fixture, "no database");
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

static void
test_database_empty (Fixture *fixture, gconstpointer data) {
  g_autofree char *path = close_store (fixture);

  g_assert_cmpint (truncate (path, 0), ==, 0);
  assert_unusable (fixture, "lost");
}

static void
test_database_text (Fixture *fixture, gconstpointer data) {
  g_autofree char *path = close_store (fixture);

  g_assert_true (g_file_set_contents (path, "this is no database at all", -1, NULL));
  assert_unusable (fixture, "not a database");
}

static void
test_database_foreign (Fixture *fixture, gconstpointer data) {
  g_autofree char *path = close_store (fixture);

  edit_database (path, "PRAGMA application_id = 7");
  assert_unusable (fixture, "not a motcua database");
}

static void
test_database_newer (Fixture *fixture, gconstpointer data) {
  g_autofree char *path = close_store (fixture);

  edit_database (path, "PRAGMA user_version = 99");
  assert_unusable (fixture, "newer");
}

static void
test_database_trigger (Fixture *fixture, gconstpointer data) {
  g_autofree char *path = close_store (fixture);

  edit_database (path, "CREATE TRIGGER t AFTER UPDATE ON dossier BEGIN "
                       "DELETE FROM page; END");
  assert_unusable (fixture, "triggers");
}

static void
test_database_link (Fixture *fixture, gconstpointer data) {
  g_autofree char *path = close_store (fixture);
  g_autofree char *elsewhere = g_strconcat (path, ".moved", NULL);

  g_assert_cmpint (rename (path, elsewhere), ==, 0);
  g_assert_cmpint (symlink (elsewhere, path), ==, 0);
  assert_unusable (fixture, "regular");
}

static void
test_database_truncated (Fixture *fixture, gconstpointer data) {
  g_autofree char *path = close_store (fixture);

  g_assert_cmpint (truncate (path, 5000), ==, 0);
  assert_unusable (fixture, "database");
}

static void
test_folder_is_file (Fixture *fixture, gconstpointer data) {
  g_autofree char *path = close_store (fixture);
  g_autofree char *inside = g_build_filename (path, "store", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (store_open (inside, &error));
  g_assert_error (error, FAULT, FAULT_STORAGE);
}

#define ADD(name, function)                                                              \
  g_test_add ("/store/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  ADD ("open-dossier", test_open_dossier);
  ADD ("pages", test_pages);
  ADD ("reading", test_reading);
  ADD ("person-wins", test_person_wins);
  ADD ("hostile-text", test_hostile_text);
  ADD ("durations", test_durations);
  ADD ("queue", test_queue);
  ADD ("queue-whole", test_queue_whole);
  ADD ("find", test_find);
  ADD ("claim-order", test_claim_order);
  ADD ("clock-set-back", test_clock_set_back);
  ADD ("accept", test_accept);
  ADD ("refuse-and-retry", test_refuse_and_retry);
  ADD ("decisions", test_decisions);
  ADD ("changes", test_changes);
  ADD ("claim-of-another", test_claim_of_another);
  ADD ("claimer-killed", test_claimer_killed);
  ADD ("deadly-dossier", test_deadly_dossier);
  ADD ("sweep", test_sweep);
  ADD ("unborn", test_unborn);
  ADD ("many-claimers", test_many_claimers);
  g_test_add_func ("/store/many-creators", test_many_creators);
  ADD ("database-missing", test_database_missing);
  ADD ("database-empty", test_database_empty);
  ADD ("database-text", test_database_text);
  ADD ("database-foreign", test_database_foreign);
  ADD ("database-newer", test_database_newer);
  ADD ("database-trigger", test_database_trigger);
  ADD ("database-link", test_database_link);
  ADD ("database-truncated", test_database_truncated);
  ADD ("folder-is-file", test_folder_is_file);
  return g_test_run ();
}
