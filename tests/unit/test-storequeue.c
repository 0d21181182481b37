/* SPDX-License-Identifier: Apache-2.0 */

/* The queue: order, claims and their ends, decisions, and claimers that die. */

#include "upload/store.h"

#include "config/fault.h"
#include "tests/unit/storeroom.h"
#include "upload/alarm.h"

#include <errno.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

static const StoredPage *
get_page (Store *store, const char *id, GPtrArray **pages) {
  g_autoptr (GError) error = NULL;

  *pages = store_get_pages (store, id, &error);
  g_assert_no_error (error);
  return g_ptr_array_index (*pages, 0);
}

static void
test_queue (Storeroom *room, gconstpointer data) {
  g_autofree char *id = storeroom_add_queued (room->store);
  g_autoptr (Dossier) dossier = NULL;
  g_autoptr (GPtrArray) pages = NULL;
  g_autoptr (GError) error = NULL;
  Page late
      = {2, 1, PAGE_BACK, (char *) "page.tif", 1, 1, 1, 1, (char *) STOREROOM_DIGEST};

  dossier = store_get_dossier (room->store, id, &error);
  g_assert_cmpint (dossier->state, ==, DOSSIER_QUEUED);
  g_assert_cmpstr (dossier->portal, ==, "practice");
  g_assert_cmpstr (dossier->applicant.id_number, ==, "093188001231");
  g_assert_null (dossier->applicant.phone);
  g_assert_cmpuint (dossier->papers->len, ==, 1);
  g_assert_cmpuint (dossier->pages, ==, 1);
  g_assert_cmpuint (((Paper *) dossier->papers->pdata[0])->size_bytes, ==, 999);
  g_assert_cmpuint (get_page (room->store, id, &pages)->paper, ==, 1);
  storeroom_assert_refused (store_add_page (room->store, id, &late, &error), &error,
                            FAULT_USAGE);
  storeroom_assert_refused (store_set_field (room->store, id, 1, "a", "b", &error),
                            &error, FAULT_USAGE);
}

/* Half a queueing never shows: the papers do not fit the pages. */
static void
test_queue_whole (Storeroom *room, gconstpointer data) {
  g_autoptr (Dossier) dossier = storeroom_open_dossier (room->store);
  g_autoptr (GPtrArray) papers = g_ptr_array_new ();
  g_autoptr (GArray) numbers = g_array_new (FALSE, TRUE, sizeof (guint));
  g_autoptr (Dossier) after = NULL;
  g_autoptr (GError) error = NULL;
  Paper paper
      = {1, NULL, NULL, NULL, (char *) "a.pdf", 1, 1, (char *) STOREROOM_DIGEST, FALSE};
  Applicant nobody = {NULL, NULL, NULL, NULL};

  storeroom_add_page (room->store, dossier->id, 1);
  storeroom_assert_refused (
      store_queue (room->store, dossier->id, NULL, &nobody, papers, numbers, &error),
      &error, FAULT_USAGE);
  g_ptr_array_add (papers, &paper);
  storeroom_assert_refused (
      store_queue (room->store, dossier->id, NULL, &nobody, papers, numbers, &error),
      &error, FAULT_USAGE);
  after = store_get_dossier (room->store, dossier->id, &error);
  g_assert_cmpint (after->state, ==, DOSSIER_OPEN);
  g_assert_cmpuint (after->papers->len, ==, 0);
}

static void
test_claim_order (Storeroom *room, gconstpointer data) {
  g_autofree char *first = storeroom_add_queued (room->store);
  g_autofree char *second = storeroom_add_queued (room->store);
  g_autoptr (Dossier) a = storeroom_claim (room->store, STOREROOM_NOW);
  g_autoptr (Dossier) b = NULL;
  g_autoptr (Dossier) c = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (a->id, ==, first);
  g_assert_cmpint (a->state, ==, DOSSIER_SENDING);
  g_assert_cmpuint (a->attempts, ==, 1);
  g_assert_cmpuint (a->papers->len, ==, 1);
  g_assert_true (store_defer (room->store, first, STOREROOM_NOW + 30, "Later.", &error));
  g_assert_no_error (error);
  g_assert_cmpint (store_get_next_due (room->store), ==, STOREROOM_NOW + 30);
  b = storeroom_claim (room->store, STOREROOM_NOW + 29);
  g_assert_cmpstr (b->id, ==, second);
  g_assert_null (storeroom_claim (room->store, STOREROOM_NOW + 29));
  c = storeroom_claim (room->store, STOREROOM_NOW + 30);
  g_assert_cmpstr (c->id, ==, first);
  g_assert_cmpuint (c->attempts, ==, 2);
  g_assert_cmpstr (c->last_answer, ==, "Later.");
}

static char *
add_due (Store *store, gint64 due_at) {
  g_autoptr (Dossier) dossier = storeroom_open_dossier (store);
  g_autoptr (GError) error = NULL;

  storeroom_add_page (store, dossier->id, 1);
  g_assert_true (store_set_due (store, dossier->id, due_at, &error));
  storeroom_queue (store, dossier->id, 1);
  g_assert_no_error (error);
  return g_strdup (dossier->id);
}

static void
assert_next (Store *store, const char *id) {
  g_autoptr (Dossier) claimed = storeroom_claim (store, STOREROOM_NOW);

  g_assert_nonnull (claimed);
  g_assert_cmpstr (claimed->id, ==, id);
}

/* What a person put first, then what the law wants first, then what came first. */
static void
test_legal_order (Storeroom *room, gconstpointer data) {
  g_autofree char *no_term = add_due (room->store, 0);
  g_autofree char *late = add_due (room->store, 90000);
  g_autofree char *soon = add_due (room->store, 50000);
  g_autofree char *soon_too = add_due (room->store, 50000);
  g_autofree char *urgent = add_due (room->store, 99999);
  g_autofree char *last = add_due (room->store, 1);
  g_autoptr (GError) error = NULL;

  g_assert_true (store_set_priority (room->store, urgent, 1, &error));
  g_assert_true (store_set_priority (room->store, last, 9, &error));
  assert_next (room->store, urgent);
  assert_next (room->store, soon);
  assert_next (room->store, soon_too);
  assert_next (room->store, late);
  assert_next (room->store, no_term);
  assert_next (room->store, last);
  storeroom_assert_refused (store_set_priority (room->store, last, 0, &error), &error,
                            FAULT_USAGE);
  storeroom_assert_refused (store_set_priority (room->store, last, 10, &error), &error,
                            FAULT_USAGE);
  storeroom_assert_refused (store_set_priority (room->store, "none", 5, &error), &error,
                            FAULT_USAGE);
  storeroom_assert_refused (store_set_due (room->store, last, 5, &error), &error,
                            FAULT_USAGE);
}

/* The store and dossier_is_late() must agree. */
static void
test_alarm (Storeroom *room, gconstpointer data) {
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autofree char *slow = add_due (room->store, 0);
  g_autofree char *short_term = add_due (room->store, now + 2000);
  g_autofree char *held = storeroom_add_queued (room->store);
  g_autoptr (GError) error = NULL;
  Alarm alarm = {0};
  const gint64 moments[] = {now, now + 1100, now + 3700, now + 90000};
  const guint expected[] = {0, 1, 3, 3};

  g_assert_true (store_move (room->store, held, DOSSIER_HELD, &error));
  for (guint i = 0; i < G_N_ELEMENTS (moments); i++) {
    g_autoptr (GPtrArray) all = store_get_dossiers (room->store, &error);
    guint late = 0, told = 0;

    g_assert_true (store_count_late (room->store, moments[i], 3600, &late, &error));
    for (guint j = 0; j < all->len; j++)
      told += dossier_is_late (all->pdata[j], moments[i], 3600) ? 1 : 0;
    g_assert_cmpuint (late, ==, expected[i]);
    g_assert_cmpuint (told, ==, expected[i]);
  }
  g_assert_false (alarm_watch (&alarm, room->store, now, 3600));
  g_assert_false (alarm_watch (&alarm, room->store, now + 59, 1)); /* not looked yet */
  g_assert_true (alarm_watch (&alarm, room->store, now + 1100, 3600));
  g_assert_false (alarm_watch (&alarm, room->store, now + 1200, 3600));
  g_assert_true (alarm_watch (&alarm, room->store, now + 3700, 3600));
  g_assert_false (alarm_watch (&alarm, room->store, now + 80000, 3600));
  g_assert_true (alarm_watch (&alarm, room->store, now + 3700 + 86400, 3600));
  g_assert_cmpstr (slow, !=, short_term);
}

/* A clock that was set back by years may not keep a dossier waiting for years. */
static void
test_clock_set_back (Storeroom *room, gconstpointer data) {
  g_autofree char *id = storeroom_add_queued (room->store);
  g_autoptr (Dossier) first = storeroom_claim (room->store, STOREROOM_NOW);
  g_autoptr (Dossier) again = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (store_defer (room->store, id, STOREROOM_NOW + 60, "Later.", &error));
  g_assert_null (storeroom_claim (room->store, STOREROOM_NOW));
  g_assert_null (storeroom_claim (room->store, STOREROOM_NOW + 59));
  again = storeroom_claim (room->store, STOREROOM_NOW - 10);
  g_assert_nonnull (again);
}

static void
test_accept (Storeroom *room, gconstpointer data) {
  g_autofree char *id = storeroom_add_queued (room->store);
  g_autoptr (Dossier) claimed = storeroom_claim (room->store, STOREROOM_NOW);
  g_autoptr (Dossier) dossier = NULL;
  g_autoptr (GError) error = NULL;
  Store *store = room->store;

  g_assert_true (store_set_portal_id (store, id, "81234", NULL, &error));
  g_assert_true (store_set_portal_id (store, id, "81234", "H30-0042", &error));
  g_assert_true (store_accept (store, id, "read-back sha256", STOREROOM_NOW, &error));
  g_assert_no_error (error);
  dossier = store_get_dossier (store, "H30-0042", &error);
  g_assert_cmpint (dossier->state, ==, DOSSIER_ACCEPTED);
  g_assert_cmpstr (dossier->proof, ==, "read-back sha256");
  g_assert_cmpint (dossier->accepted_at, ==, STOREROOM_NOW);
  g_assert_cmpstr (dossier->portal_id, ==, "81234");
  storeroom_assert_refused (store_accept (store, id, "again", STOREROOM_NOW, &error),
                            &error, FAULT_USAGE);
  storeroom_assert_refused (store_defer (store, id, STOREROOM_NOW, "x", &error), &error,
                            FAULT_USAGE);
  storeroom_assert_refused (store_move (store, id, DOSSIER_QUEUED, &error), &error,
                            FAULT_USAGE);
  storeroom_assert_refused (store_move (store, id, DOSSIER_WITHDRAWN, &error), &error,
                            FAULT_USAGE);
  g_assert_null (storeroom_claim (store, STOREROOM_NOW + 100000));
}

static void
test_refuse_and_retry (Storeroom *room, gconstpointer data) {
  g_autofree char *id = storeroom_add_queued (room->store);
  g_autoptr (Dossier) first = storeroom_claim (room->store, STOREROOM_NOW);
  g_autoptr (Dossier) second = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (store_refuse (room->store, id, "Look at it.", &error));
  g_assert_cmpint (storeroom_get_state (room->store, id), ==, DOSSIER_NEEDS_PERSON);
  g_assert_null (storeroom_claim (room->store, STOREROOM_NOW + 100000));
  g_assert_true (store_move (room->store, id, DOSSIER_QUEUED, &error));
  second = storeroom_claim (room->store, STOREROOM_NOW);
  g_assert_cmpstr (second->id, ==, id);
}

/* Each decision of a person in each state: refused unless the picture allows it. */
static void
test_decisions (Storeroom *room, gconstpointer data) {
  g_autofree char *id = storeroom_add_queued (room->store);
  g_autoptr (Dossier) open = storeroom_open_dossier (room->store);
  g_autoptr (Dossier) claimed = NULL;
  g_autoptr (GError) error = NULL;
  Store *store = room->store;

  storeroom_assert_refused (store_move (store, open->id, DOSSIER_QUEUED, &error), &error,
                            FAULT_USAGE);
  storeroom_assert_refused (store_move (store, open->id, DOSSIER_HELD, &error), &error,
                            FAULT_USAGE);
  g_assert_true (store_move (store, open->id, DOSSIER_WITHDRAWN, &error));
  for (guint to = 0; to < DOSSIER_STATES; to++) {
    if (to != DOSSIER_HELD && to != DOSSIER_WITHDRAWN)
      storeroom_assert_refused (store_move (store, id, to, &error), &error, FAULT_USAGE);
  }
  g_assert_true (store_move (store, id, DOSSIER_HELD, &error));
  g_assert_null (storeroom_claim (store, STOREROOM_NOW));
  g_assert_true (store_move (store, id, DOSSIER_QUEUED, &error));
  claimed = storeroom_claim (store, STOREROOM_NOW);
  for (guint to = 0; to < DOSSIER_STATES; to++)
    storeroom_assert_refused (store_move (store, id, to, &error), &error, FAULT_USAGE);
}

/* Another living owner's claim is nobody else's, until it goes. */
static void
test_claim_of_another (Storeroom *room, gconstpointer data) {
  g_autofree char *id = storeroom_add_queued (room->store);
  Store *other = storeroom_open_store (room->folder);
  g_autoptr (Dossier) theirs = storeroom_claim (other, STOREROOM_NOW);
  g_autoptr (Dossier) ours = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (theirs->id, ==, id);
  g_assert_null (storeroom_claim (room->store, STOREROOM_NOW));
  storeroom_assert_refused (
      store_accept (room->store, id, "stolen", STOREROOM_NOW, &error), &error,
      FAULT_USAGE);
  store_free (storeroom_open_store (room->folder)); /* a recovery leaves it alone, too */
  g_assert_cmpint (storeroom_get_state (room->store, id), ==, DOSSIER_SENDING);
  store_free (other);
  ours = storeroom_claim (room->store, STOREROOM_NOW);
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
    dossier = storeroom_claim (storeroom_open_store (folder), STOREROOM_NOW);

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
test_claimer_killed (Storeroom *room, gconstpointer data) {
  g_autofree char *id = storeroom_add_queued (room->store);
  g_autofree char *folder = store_dossier_folder_dup (room->store, id);
  g_autofree char *part = g_build_filename (folder, "receipt.txt.part", NULL);
  g_autoptr (Dossier) again = NULL;
  pid_t child;

  g_clear_pointer (&room->store, store_free);
  child = start_claimer (room->folder);
  room->store = storeroom_open_store (room->folder);
  g_assert_null (storeroom_claim (room->store, STOREROOM_NOW));
  g_assert_true (g_file_set_contents (part, "torn", -1, NULL));
  kill (child, SIGKILL);
  waitpid (child, NULL, 0);
  again = storeroom_claim (room->store, STOREROOM_NOW);
  g_assert_nonnull (again);
  g_assert_cmpstr (again->id, ==, id);
  g_assert_false (g_file_test (part, G_FILE_TEST_EXISTS));
}

/* A dossier that three senders died of does not hold up the others. */
static void
test_deadly_dossier (Storeroom *room, gconstpointer data) {
  g_autofree char *deadly = storeroom_add_queued (room->store);
  g_autofree char *harmless = storeroom_add_queued (room->store);
  g_autoptr (Dossier) next = NULL;

  for (guint i = 0; i < 3; i++) {
    g_autoptr (Dossier) claimed = storeroom_claim (room->store, STOREROOM_NOW);

    g_assert_cmpstr (claimed->id, ==, deadly);
    store_free (room->store);
    room->store = storeroom_open_store (room->folder);
  }
  next = storeroom_claim (room->store, STOREROOM_NOW);
  g_assert_cmpstr (next->id, ==, harmless);
}

static gpointer
claim_all (gpointer data) {
  Store *store = storeroom_open_store (data);
  guint claimed = 0;

  for (;;) {
    g_autoptr (Dossier) dossier = storeroom_claim (store, STOREROOM_NOW);
    g_autoptr (GError) error = NULL;

    if (dossier == NULL)
      break;
    claimed++;
    g_assert_true (store_accept (store, dossier->id, "proof", STOREROOM_NOW, &error));
  }
  store_free (store);
  return GUINT_TO_POINTER (claimed);
}

/* Each dossier is claimed exactly once, whoever comes. */
static void
test_many_claimers (Storeroom *room, gconstpointer data) {
  GThread *threads[4];
  guint total = 0;

  for (guint i = 0; i < 12; i++)
    g_free (storeroom_add_queued (room->store));
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("claimer", claim_all, room->folder);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    total += GPOINTER_TO_UINT (g_thread_join (threads[i]));
  g_assert_cmpuint (total, ==, 12);
}

#define ADD(name, function)                                                              \
  g_test_add ("/storequeue/" name, Storeroom, NULL, storeroom_set_up, function,          \
              storeroom_tear_down)

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  ADD ("queue", test_queue);
  ADD ("queue-whole", test_queue_whole);
  ADD ("claim-order", test_claim_order);
  ADD ("legal-order", test_legal_order);
  ADD ("alarm", test_alarm);
  ADD ("clock-set-back", test_clock_set_back);
  ADD ("accept", test_accept);
  ADD ("refuse-and-retry", test_refuse_and_retry);
  ADD ("decisions", test_decisions);
  ADD ("claim-of-another", test_claim_of_another);
  ADD ("claimer-killed", test_claimer_killed);
  ADD ("deadly-dossier", test_deadly_dossier);
  ADD ("many-claimers", test_many_claimers);
  return g_test_run ();
}
