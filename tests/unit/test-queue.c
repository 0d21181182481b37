/* SPDX-License-Identifier: Apache-2.0 */

/* A supervisor's list: what passes, what is counted, what is told when the store changes, and
 * moves with their way back. */

#include "kiosk/queue.h"

#include "kiosk/chronicle.h"
#include "kiosk/markplace.h"
#include "kiosk/move.h"
#include "kiosk/stationstate.h"
#include "tests/unit/storeroom.h"

#define PATIENCE_US (60 * G_USEC_PER_SEC)

typedef struct {
  Storeroom room;
  KioskStation *station;
  KioskQueue *queue;
  GArray *told; /* guint: position, removed, added of each change */
} Hall;

static void
on_items_changed (GListModel *model, guint position, guint removed, guint added,
                  Hall *hall) {
  g_array_append_val (hall->told, position);
  g_array_append_val (hall->told, removed);
  g_array_append_val (hall->told, added);
}

/* Until @holds does. */
static void
wait_until (gboolean (*holds) (Hall *), Hall *hall) {
  gint64 end = g_get_monotonic_time () + PATIENCE_US;

  while (!holds (hall)) {
    g_assert_cmpint (g_get_monotonic_time (), <, end);
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
  }
}

static gboolean
is_loaded (Hall *hall) {
  return kiosk_queue_get_loaded (hall->queue);
}

static void
set_up (Hall *hall, gconstpointer data) {
  storeroom_set_up (&hall->room, NULL);
  hall->told = g_array_new (FALSE, FALSE, sizeof (guint));
}

static void
open_queue (Hall *hall) {
  g_autofree char *settings = g_strconcat (hall->room.folder, ".conf", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (settings, "[scan]\n", -1, &error));
  hall->station = kiosk_station_new (hall->room.folder, settings, NULL, &error);
  g_assert_no_error (error);
  hall->queue = kiosk_queue_new (hall->station, PLIGHT_VIETNAMESE);
  wait_until (is_loaded, hall);
  g_signal_connect (hall->queue, "items-changed", G_CALLBACK (on_items_changed), hall);
}

static void
tear_down (Hall *hall, gconstpointer data) {
  g_clear_object (&hall->queue);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_clear_object (&hall->station);
  g_array_unref (hall->told);
  storeroom_tear_down (&hall->room, NULL);
}

static guint
count_shown (Hall *hall) {
  return g_list_model_get_n_items (G_LIST_MODEL (hall->queue));
}

static void
move (Hall *hall, const char *id, DossierState to) {
  g_autoptr (GError) error = NULL;

  g_assert_true (store_move (hall->room.store, id, to, &error));
  g_assert_no_error (error);
}

static KioskSieve
everything (void) {
  return (KioskSieve){.age = -1};
}

/* --- what passes ---------------------------------------------------------------------- */

static void
test_sieve (Hall *hall, gconstpointer data) {
  g_autofree char *queued = storeroom_add_queued (hall->room.store);
  g_autofree char *held = storeroom_add_queued (hall->room.store);
  g_autoptr (Dossier) open = storeroom_open_dossier (hall->room.store);
  KioskSieve sieve = everything ();
  g_autoptr (KioskBrief) first = NULL;
  guint position;

  move (hall, held, DOSSIER_HELD);
  open_queue (hall);
  g_assert_cmpuint (count_shown (hall), ==, 3);
  sieve.states = KIOSK_SIEVE_UNDERWAY;
  kiosk_queue_set_sieve (hall->queue, &sieve);
  g_assert_cmpuint (count_shown (hall), ==, 2);
  first = g_list_model_get_item (G_LIST_MODEL (hall->queue), 0);
  g_assert_cmpstr (kiosk_brief_get_id (first), ==, queued);
  g_assert_true (kiosk_queue_find_position (hall->queue, held, &position));
  g_assert_cmpuint (position, ==, 1);
  g_assert_false (kiosk_queue_find_position (hall->queue, open->id, &position));
  sieve.states = 1u << DOSSIER_HELD;
  kiosk_queue_set_sieve (hall->queue, &sieve);
  g_assert_cmpuint (count_shown (hall), ==, 1);
  sieve = everything ();
  sieve.office = "0293-99";
  kiosk_queue_set_sieve (hall->queue, &sieve);
  g_assert_cmpuint (count_shown (hall), ==, 0);
  sieve.office = "0293-01";
  sieve.procedure = "2.000815";
  sieve.age = 0;
  kiosk_queue_set_sieve (hall->queue, &sieve);
  g_assert_cmpuint (count_shown (hall), ==, 3);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (hall->queue), 3));
}

static gboolean
is_searched (Hall *hall) {
  return kiosk_queue_get_unsearched (hall->queue) == 0;
}

static guint
search (Hall *hall, const char *words) {
  KioskSieve sieve = everything ();

  sieve.words = words;
  kiosk_queue_set_sieve (hall->queue, &sieve);
  wait_until (is_searched, hall);
  return count_shown (hall);
}

/* Names are sealed and found all the same, however they are typed. */
static void
test_search (Hall *hall, gconstpointer data) {
  g_autofree char *one = storeroom_add_queued (hall->room.store);
  g_autoptr (Dossier) dossier = NULL;
  g_autofree char *small = NULL;

  g_free (storeroom_add_queued (hall->room.store));
  dossier = store_get_dossier (hall->room.store, one, NULL);
  small = g_ascii_strdown (dossier->code, -1);
  open_queue (hall);
  g_assert_cmpuint (search (hall, dossier->code), ==, 1);
  g_assert_cmpuint (search (hall, small), ==, 1);
  g_assert_cmpuint (search (hall, "nguyen mau"), ==, 2);
  g_assert_cmpuint (search (hall, "NGUYỄN"), ==, 2);
  g_assert_cmpuint (search (hall, "2.000815 thi"), ==, 2);
  g_assert_cmpuint (search (hall, "nobody"), ==, 0);
  g_assert_cmpuint (search (hall, "%_'\""), ==, 0);
  g_assert_cmpuint (search (hall, "   "), ==, 2);
}

/* --- figures -------------------------------------------------------------------------- */

static void
refuse_one (Hall *hall) {
  g_autoptr (GError) error = NULL;
  g_autoptr (Dossier) claimed = storeroom_claim (hall->room.store, STOREROOM_NOW);

  g_assert_true (store_refuse (hall->room.store, claimed->id, "No.", &error));
}

static void
test_figures (Hall *hall, gconstpointer data) {
  const KioskFigures *figures;
  g_autofree char *first = storeroom_add_queued (hall->room.store);
  g_autoptr (KioskBrief) worst = NULL;

  g_free (storeroom_add_queued (hall->room.store));
  refuse_one (hall);
  open_queue (hall);
  figures = kiosk_queue_get_figures (hall->queue);
  g_assert_cmpuint (figures->total, ==, 2);
  g_assert_cmpuint (figures->stuck.count, ==, 1);
  g_assert_cmpstr (figures->stuck.oldest_id, ==, first);
  g_assert_cmpuint (figures->waiting.count, ==, 2);
  g_assert_cmpuint (figures->late.count, ==, 0);
  g_assert_cmpuint (figures->census.counts[DOSSIER_NEEDS_PERSON][0], ==, 1);
  g_assert_cmpuint (figures->procedures->len, ==, 1);
  g_assert_cmpuint (g_array_index (figures->offices, KioskShare, 0).stuck, ==, 1);
  worst = kiosk_queue_find (hall->queue, figures->stuck.oldest_id);
  g_assert_true (kiosk_brief_get_stuck (worst));
  g_assert_null (kiosk_queue_find (hall->queue, "nothing"));
}

/* --- following ------------------------------------------------------------------------ */

static gboolean
is_one_shown (Hall *hall) {
  return count_shown (hall) == 1;
}

static gboolean
are_three_shown (Hall *hall) {
  return count_shown (hall) == 3;
}

/* Only what has changed is told, and the others stay the same objects. */
static void
test_follow (Hall *hall, gconstpointer data) {
  g_autofree char *first = storeroom_add_queued (hall->room.store);
  g_autofree char *second = storeroom_add_queued (hall->room.store);
  KioskSieve sieve = everything ();
  g_autoptr (KioskBrief) kept = NULL;
  g_autoptr (KioskBrief) again = NULL;

  sieve.states = 1u << DOSSIER_QUEUED;
  open_queue (hall);
  kiosk_queue_set_sieve (hall->queue, &sieve);
  kept = g_list_model_get_item (G_LIST_MODEL (hall->queue), 1);
  g_array_set_size (hall->told, 0);
  move (hall, first, DOSSIER_HELD);
  wait_until (is_one_shown, hall);
  g_assert_cmpuint (hall->told->len, ==, 3);
  g_assert_cmpuint (g_array_index (hall->told, guint, 0), ==, 0);
  g_assert_cmpuint (g_array_index (hall->told, guint, 1), ==, 1);
  g_assert_cmpuint (g_array_index (hall->told, guint, 2), ==, 0);
  again = g_list_model_get_item (G_LIST_MODEL (hall->queue), 0);
  g_assert_true (again == kept);
  g_array_set_size (hall->told, 0);
  move (hall, first, DOSSIER_QUEUED);
  g_free (storeroom_add_queued (hall->room.store));
  wait_until (are_three_shown, hall);
  g_assert_cmpuint (g_array_index (hall->told, guint, 1), ==, 0);
}

static gboolean
has_applicant (Hall *hall) {
  g_autoptr (KioskBrief) brief = g_list_model_get_item (G_LIST_MODEL (hall->queue), 0);

  return kiosk_brief_get_applicant (brief) != NULL;
}

static void
test_detail (Hall *hall, gconstpointer data) {
  g_autofree char *id = storeroom_add_queued (hall->room.store);
  g_autoptr (KioskBrief) brief = NULL;

  open_queue (hall);
  wait_until (has_applicant, hall);
  brief = g_list_model_get_item (G_LIST_MODEL (hall->queue), 0);
  g_assert_cmpstr (kiosk_brief_get_id (brief), ==, id);
  g_assert_cmpstr (kiosk_brief_get_applicant (brief), ==, "Nguyễn Thị Mẫu");
  g_assert_cmpstr (kiosk_brief_get_office (brief), ==, "0293-01");
  g_assert_nonnull (kiosk_brief_get_what (brief));
  g_assert_nonnull (kiosk_brief_get_next (brief));
}

/* Many changes at once, insertions and removals side by side: the list is always what has been
 * told of it. */
static void
test_many (Hall *hall, gconstpointer data) {
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  KioskSieve sieve = everything ();

  for (guint i = 0; i < 40; i++)
    g_ptr_array_add (ids, storeroom_add_queued (hall->room.store));
  for (guint i = 0; i < 40; i += 3)
    move (hall, g_ptr_array_index (ids, i), DOSSIER_HELD);
  open_queue (hall);
  sieve.states = 1u << DOSSIER_QUEUED;
  kiosk_queue_set_sieve (hall->queue, &sieve);
  g_assert_cmpuint (count_shown (hall), ==, 26);
  sieve.states = 1u << DOSSIER_HELD;
  g_array_set_size (hall->told, 0);
  kiosk_queue_set_sieve (hall->queue, &sieve);
  g_assert_cmpuint (count_shown (hall), ==, 14);
  {
    gint64 length = 26;

    for (guint i = 0; i < hall->told->len; i += 3)
      length += (gint64) g_array_index (hall->told, guint, i + 2)
                - g_array_index (hall->told, guint, i + 1);
    g_assert_cmpint (length, ==, 14);
  }
}

/* --- moves ---------------------------------------------------------------------------- */

static void
test_moves (Hall *hall, gconstpointer data) {
  g_autofree char *one = storeroom_add_queued (hall->room.store);
  g_autofree char *other = storeroom_add_queued (hall->room.store);
  g_autoptr (GPtrArray) briefs = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (KioskMoves) moves = NULL;
  KioskMoveKind kind;
  guint left_s;

  open_queue (hall);
  moves = kiosk_moves_new (hall->station);
  g_ptr_array_add (briefs, kiosk_queue_find (hall->queue, one));
  g_ptr_array_add (briefs, kiosk_queue_find (hall->queue, other));
  g_assert_true (kiosk_move_fits (KIOSK_MOVE_HOLD, g_ptr_array_index (briefs, 0)));
  g_assert_false (kiosk_move_fits (KIOSK_MOVE_RELEASE, g_ptr_array_index (briefs, 0)));
  kiosk_moves_make (moves, KIOSK_MOVE_RELEASE, briefs, NULL);
  g_assert_cmpuint (kiosk_moves_get_made (moves, &kind, &left_s), ==, 0);
  kiosk_moves_make (moves, KIOSK_MOVE_HOLD, briefs, NULL);
  g_assert_cmpuint (kiosk_moves_get_made (moves, &kind, &left_s), ==, 2);
  g_assert_cmpint (kind, ==, KIOSK_MOVE_HOLD);
  g_assert_cmpuint (left_s, >, 0);
  g_assert_cmpint (storeroom_get_state (hall->room.store, one), ==, DOSSIER_HELD);
  kiosk_moves_take_back (moves);
  g_assert_cmpuint (kiosk_moves_get_made (moves, &kind, &left_s), ==, 0);
  g_assert_cmpint (storeroom_get_state (hall->room.store, one), ==, DOSSIER_QUEUED);
  g_assert_cmpint (storeroom_get_state (hall->room.store, other), ==, DOSSIER_QUEUED);
  kiosk_moves_make (moves, KIOSK_MOVE_WITHDRAW, briefs, "citizen");
  g_assert_cmpint (storeroom_get_state (hall->room.store, other), ==, DOSSIER_WITHDRAWN);
  kiosk_moves_take_back (moves);
  g_assert_cmpint (storeroom_get_state (hall->room.store, other), ==, DOSSIER_QUEUED);
}

static void
test_priority (Hall *hall, gconstpointer data) {
  g_autofree char *id = storeroom_add_queued (hall->room.store);
  g_autoptr (GPtrArray) briefs = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (KioskMoves) moves = NULL;
  g_autoptr (Dossier) first = NULL;
  g_autoptr (Dossier) as_before = NULL;

  open_queue (hall);
  moves = kiosk_moves_new (hall->station);
  g_ptr_array_add (briefs, kiosk_queue_find (hall->queue, id));
  kiosk_moves_make (moves, KIOSK_MOVE_FIRST, briefs, NULL);
  first = store_get_dossier (hall->room.store, id, NULL);
  g_assert_cmpuint (first->priority, ==, 1);
  kiosk_moves_take_back (moves);
  as_before = store_get_dossier (hall->room.store, id, NULL);
  g_assert_cmpuint (as_before->priority, ==, 5);
}

/* --- history -------------------------------------------------------------------------- */

static void
test_chronicle (Hall *hall, gconstpointer data) {
  g_autofree char *id = storeroom_add_queued (hall->room.store);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) lines = NULL;
  const ChronicleLine *last;
  g_autofree char *pages = chronicle_tell ("page", "3 abc", 4, PLIGHT_ENGLISH);
  g_autofree char *unknown = chronicle_tell ("dance", "waltz twice", 1, PLIGHT_ENGLISH);
  g_autofree char *bare = chronicle_tell ("dance", "", 1, PLIGHT_VIETNAMESE);

  move (hall, id, DOSSIER_HELD);
  open_queue (hall);
  lines = chronicle_load (hall->station, id, PLIGHT_VIETNAMESE, &error);
  g_assert_no_error (error);
  last = g_ptr_array_index (lines, lines->len - 1);
  g_assert_nonnull (last->text);
  g_assert_cmpint (last->at, >, 0);
  g_assert_cmpstr (pages, ==, "Kept a page (×4)");
  g_assert_cmpstr (unknown, ==, "dance: waltz");
  g_assert_cmpstr (bare, ==, "dance");
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function)                                                              \
  g_test_add ("/queue/" name, Hall, NULL, set_up, function, tear_down)
  ADD ("sieve", test_sieve);
  ADD ("search", test_search);
  ADD ("figures", test_figures);
  ADD ("follow", test_follow);
  ADD ("detail", test_detail);
  ADD ("many", test_many);
  ADD ("moves", test_moves);
  ADD ("priority", test_priority);
  ADD ("chronicle", test_chronicle);
  return g_test_run ();
}
