/* SPDX-License-Identifier: Apache-2.0 */

/* What supervisors do with dossiers that were handed in: whose hands they are in, moves and
 * their undo, cases, samples, marks, parking. */

#include "upload/custody.h"

#include "config/fault.h"
#include "config/limits.h"
#include "tests/unit/storeroom.h"
#include "upload/cases.h"
#include "upload/marks.h"
#include "upload/moves.h"
#include "upload/parked.h"
#include "upload/samples.h"
#include "upload/secondkey.h"
#include "upload/trail.h"

#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static GPtrArray *
new_unmoved (void) {
  return g_ptr_array_new_with_free_func ((GDestroyNotify) unmoved_free);
}

static char *
take (Store *store, const char *member, const char *id) {
  g_autoptr (GError) error = NULL;
  char *holder = NULL;

  store_set_member (store, member);
  g_assert_true (custody_take (store, id, &holder, &error));
  return holder;
}

static void
move (Store *store, const char *id, DossierState to) {
  g_autoptr (GError) error = NULL;

  g_assert_true (store_move (store, id, to, &error));
}

/* --- custody ------------------------------------------------------------------------ */

static void
test_custody (Storeroom *room, gconstpointer data) {
  g_autofree char *id = storeroom_add_queued (room->store);
  g_autofree char *holder = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (take (room->store, "an", id));
  g_assert_null (take (room->store, "an", id));
  holder = take (room->store, "binh", id);
  g_assert_cmpstr (holder, ==, "an");
  storeroom_assert_refused (store_move (room->store, id, DOSSIER_HELD, &error), &error,
                            FAULT_REFUSED);
  g_assert_true (custody_leave (room->store, id, &error)); /* not his to leave */
  g_clear_pointer (&holder, g_free);
  holder = take (room->store, "binh", id);
  g_assert_cmpstr (holder, ==, "an");
  store_set_member (room->store, "an");
  g_assert_true (custody_leave (room->store, id, &error));
  g_assert_null (take (room->store, "binh", id));
  move (room->store, id, DOSSIER_HELD);
}

static void
test_custody_hostile (Storeroom *room, gconstpointer data) {
  g_autoptr (GError) error = NULL;
  char *holder;

  storeroom_assert_refused (custody_take (room->store, "nothing", &holder, &error),
                            &error, FAULT_USAGE);
  g_assert_true (custody_leave (room->store, "nothing", &error));
}

/* A process that ends, however it does, has let go. */
static void
test_custody_crash (Storeroom *room, gconstpointer data) {
  g_autofree char *id = storeroom_add_queued (room->store);
  pid_t child = fork ();
  int status;

  if (child == 0) {
    Store *store = store_open (room->folder, NULL, NULL);
    char *holder = NULL;

    store_set_member (store, "an");
    _exit (custody_take (store, id, &holder, NULL) && holder == NULL ? 0 : 1);
  }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_cmpint (status, ==, 0);
  g_assert_null (take (room->store, "binh", id));
}

typedef struct {
  const char *folder;
  const char *id;
  guint member;
} Taker;

static gpointer
take_at_once (gpointer data) {
  Taker *taker = data;
  g_autoptr (Store) store = storeroom_open_store (taker->folder);
  g_autofree char *member = g_strdup_printf ("m%u", taker->member);
  g_autofree char *holder = take (store, member, taker->id);

  g_usleep (200 * 1000); /* the others must find it taken */
  return GINT_TO_POINTER (holder == NULL);
}

static void
test_custody_race (Storeroom *room, gconstpointer data) {
  g_autofree char *id = storeroom_add_queued (room->store);
  GThread *threads[6];
  Taker takers[6];
  guint got = 0;

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++) {
    takers[i] = (Taker){room->folder, id, i};
    threads[i] = g_thread_new ("taker", take_at_once, &takers[i]);
  }
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    got += (guint) GPOINTER_TO_INT (g_thread_join (threads[i]));
  g_assert_cmpuint (got, >=, 1); /* one at a time: a later one may follow who has ended */
  g_assert_cmpuint (got, <, G_N_ELEMENTS (threads));
}

/* --- moves -------------------------------------------------------------------------- */

static void
test_undo (Storeroom *room, gconstpointer data) {
  g_autofree char *first = storeroom_add_queued (room->store);
  g_autofree char *second = storeroom_add_queued (room->store);
  const char *ids[] = {first, second, "nothing", NULL};
  g_autoptr (GPtrArray) unmoved = new_unmoved ();
  g_autoptr (GPtrArray) none = new_unmoved ();
  g_autoptr (GPtrArray) cases = NULL;
  g_autoptr (GError) error = NULL;
  gint64 batch;

  g_assert_true (
      moves_make (room->store, ids, DOSSIER_HELD, "page", 10, &batch, unmoved, &error));
  g_assert_cmpuint (unmoved->len, ==, 1);
  cases = cases_get (room->store, NULL, &error);
  g_assert_cmpuint (cases->len, ==, 2);
  g_assert_cmpstr (((Case *) g_ptr_array_index (cases, 0))->reason, ==, "page");
  g_assert_true (moves_undo (room->store, batch, none, &error));
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_cmpint (storeroom_get_state (room->store, first), ==, DOSSIER_QUEUED);
  g_assert_cmpint (storeroom_get_state (room->store, second), ==, DOSSIER_QUEUED);
  g_ptr_array_unref (cases);
  cases = cases_get (room->store, NULL, &error);
  g_assert_cmpuint (cases->len, ==, 0);
}

/* What is released rests: no sender gets it until then, and undo brings back the hold. */
static void
test_grace (Storeroom *room, gconstpointer data) {
  g_autofree char *id = storeroom_add_queued (room->store);
  const char *ids[] = {id, NULL};
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autoptr (GPtrArray) unmoved = new_unmoved ();
  g_autoptr (GPtrArray) cases = NULL;
  g_autoptr (Dossier) claimed = NULL;
  g_autoptr (GError) error = NULL;
  gint64 batch;

  move (room->store, id, DOSSIER_HELD);
  g_assert_true (
      moves_make (room->store, ids, DOSSIER_QUEUED, NULL, 30, &batch, unmoved, &error));
  g_assert_null (storeroom_claim (room->store, now));
  g_assert_cmpint (store_get_next_due (room->store), >=, now + 29);
  g_assert_true (moves_undo (room->store, batch, unmoved, &error));
  g_assert_cmpint (storeroom_get_state (room->store, id), ==, DOSSIER_HELD);
  cases = cases_get (room->store, id, &error);
  g_assert_cmpuint (cases->len, ==, 1);
  g_assert_true (
      moves_make (room->store, ids, DOSSIER_QUEUED, NULL, 30, &batch, unmoved, &error));
  claimed = storeroom_claim (room->store, now + 31);
  g_assert_nonnull (claimed);
  g_assert_cmpuint (unmoved->len, ==, 0);
  g_assert_true (moves_undo (room->store, batch, unmoved, &error));
  g_assert_cmpuint (unmoved->len, ==, 1); /* too late */
  g_assert_cmpint (storeroom_get_state (room->store, id), ==, DOSSIER_SENDING);
}

/* A clock that was set back leaves nothing resting for years. */
static void
test_grace_clock (Storeroom *room, gconstpointer data) {
  g_autofree char *id = storeroom_add_queued (room->store);
  const char *ids[] = {id, NULL};
  g_autoptr (GPtrArray) unmoved = new_unmoved ();
  g_autoptr (Dossier) claimed = NULL;
  gint64 batch;

  move (room->store, id, DOSSIER_HELD);
  g_assert_true (
      moves_make (room->store, ids, DOSSIER_QUEUED, NULL, 30, &batch, unmoved, NULL));
  claimed = storeroom_claim (room->store, STOREROOM_NOW);
  g_assert_nonnull (claimed);
}

static void
test_undo_withdrawn (Storeroom *room, gconstpointer data) {
  g_autofree char *id = storeroom_add_queued (room->store);
  const char *ids[] = {id, NULL};
  g_autoptr (GPtrArray) unmoved = new_unmoved ();
  g_autoptr (GError) error = NULL;
  gint64 batch, again;

  g_assert_true (moves_make (room->store, ids, DOSSIER_WITHDRAWN, NULL, 10, &batch,
                             unmoved, &error));
  g_assert_true (moves_undo (room->store, batch, unmoved, &error));
  g_assert_cmpint (storeroom_get_state (room->store, id), ==, DOSSIER_QUEUED);
  g_assert_true (
      moves_make (room->store, ids, DOSSIER_HELD, NULL, 10, &again, unmoved, &error));
  g_assert_cmpint (again, >, batch);
  g_assert_true (
      moves_undo (room->store, batch, unmoved, &error)); /* another came after */
  g_assert_cmpuint (unmoved->len, ==, 1);
  g_assert_cmpint (storeroom_get_state (room->store, id), ==, DOSSIER_HELD);
}

/* --- samples ------------------------------------------------------------------------ */

static void
test_choose (void) {
  const char *names[] = {"a", "b", "c", "d", "e"};
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  g_autoptr (GPtrArray) chosen = NULL;
  g_autoptr (GPtrArray) all = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_ptr_array_add (ids, (char *) names[i]);
  chosen = samples_choose ("2026-11", ids, 2);
  all = samples_choose ("2026-11", ids, 99);
  g_assert_cmpuint (chosen->len, ==, 2);
  g_assert_cmpuint (all->len, ==, 5);
  g_assert_true (chosen->pdata[0] == all->pdata[0] && chosen->pdata[1] == all->pdata[1]);
}

static void
test_sample (Storeroom *room, gconstpointer data) {
  g_autoptr (GPtrArray) queued = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) drawn = NULL;
  g_autoptr (GPtrArray) expected = NULL;
  g_autoptr (GPtrArray) samples = NULL;
  g_autoptr (GError) error = NULL;
  const char *id;
  gint64 number;

  store_set_member (room->store, "lan");
  for (guint i = 0; i < 6; i++)
    g_ptr_array_add (queued, storeroom_add_queued (room->store));
  store_set_member (room->store, "binh");
  expected = samples_choose ("thang-11", queued, 2);
  drawn = samples_draw (room->store, "thang-11", 2, &number, &error);
  g_assert_cmpuint (drawn->len, ==, 2);
  id = g_ptr_array_index (drawn, 0);
  g_assert_cmpstr (id, ==, g_ptr_array_index (expected, 0));
  g_assert_cmpint (storeroom_get_state (room->store, id), ==, DOSSIER_HELD);
  samples = samples_get (room->store, &error);
  g_assert_cmpstr (((Sample *) g_ptr_array_index (samples, 0))->seed, ==, "thang-11");
  g_assert_cmpuint (((Sample *) g_ptr_array_index (samples, 0))->among, ==, 6);
  store_set_member (room->store, "lan"); /* who has sealed it does not decide on it */
  storeroom_assert_refused (store_move (room->store, id, DOSSIER_QUEUED, &error), &error,
                            FAULT_REFUSED);
  store_set_member (room->store, "binh");
  move (room->store, id, DOSSIER_QUEUED);
  g_assert_null (samples_draw (room->store, "a b", 2, &number, &error));
  g_assert_error (error, FAULT, FAULT_USAGE);
}

/* --- marks -------------------------------------------------------------------------- */

static GPtrArray *
one_mark (guint page, Box box, const char *reason) {
  GPtrArray *marks = g_ptr_array_new_with_free_func ((GDestroyNotify) mark_free);

  g_ptr_array_add (marks, mark_new (page, box, reason));
  return marks;
}

static guint
count_open (Store *store, const char *id) {
  guint open = 0;

  g_assert_true (marks_count_open (store, id, &open, NULL));
  return open;
}

static const Mark *
first_mark (const GPtrArray *marks) {
  g_assert_cmpuint (marks->len, >, 0);
  return g_ptr_array_index (marks, 0);
}

/* Back to the clerk, fixed, sealed again: held until a second person has looked. */
static void
test_return (Storeroom *room, gconstpointer data) {
  g_autoptr (GPtrArray) marks = one_mark (1, (Box){0, 0, 0, 0}, "Ảnh mờ");
  g_autoptr (GPtrArray) stored = NULL;
  g_autoptr (GPtrArray) after = NULL;
  g_autoptr (Dossier) returned = NULL;
  g_autofree char *id = NULL;
  g_autoptr (GError) error = NULL;

  store_set_member (room->store, "lan");
  id = storeroom_add_queued (room->store);
  store_set_member (room->store, "binh");
  storeroom_assert_refused (marks_return (room->store, id, marks, &error), &error,
                            FAULT_USAGE); /* it may be sent at any moment */
  move (room->store, id, DOSSIER_HELD);
  g_assert_true (marks_return (room->store, id, marks, &error));
  returned = store_get_dossier (room->store, id, &error);
  g_assert_cmpint (returned->state, ==, DOSSIER_OPEN);
  g_assert_cmpuint (returned->papers->len, ==, 0);
  g_assert_cmpuint (count_open (room->store, id), ==, 1);
  stored = marks_get (room->store, id, &error);
  store_set_member (room->store, "lan");
  g_assert_true (marks_answer (room->store, id, first_mark (stored)->number, REMARK_FIXED,
                               "Đã quét lại", &error));
  g_assert_cmpuint (count_open (room->store, id), ==, 0);
  storeroom_queue (room->store, id, 1);
  g_assert_cmpint (storeroom_get_state (room->store, id), ==, DOSSIER_HELD);
  storeroom_assert_refused (store_move (room->store, id, DOSSIER_QUEUED, &error), &error,
                            FAULT_REFUSED);
  store_set_member (room->store, "binh");
  g_assert_true (marks_answer (room->store, id, first_mark (stored)->number,
                               REMARK_SETTLED, "", &error));
  move (room->store, id, DOSSIER_QUEUED);
  after = marks_get (room->store, id, &error);
  g_assert_cmpuint (first_mark (after)->remarks->len, ==, 3);
  g_assert_cmpstr (
      ((Remark *) g_ptr_array_index (first_mark (after)->remarks, 1))->member, ==, "lan");
}

static void
test_return_again (Storeroom *room, gconstpointer data) {
  g_autofree char *id = storeroom_add_queued (room->store);
  g_autoptr (GPtrArray) marks = one_mark (0, (Box){0, 0, 0, 0}, "Thiếu trang");
  g_autoptr (GPtrArray) stored = NULL;
  g_autoptr (GError) error = NULL;
  Remark *last;

  move (room->store, id, DOSSIER_HELD);
  g_assert_true (marks_return (room->store, id, marks, &error));
  stored = marks_get (room->store, id, &error);
  g_assert_true (marks_answer (room->store, id, first_mark (stored)->number,
                               REMARK_ANSWERED, "Giấy chỉ có một trang", &error));
  storeroom_queue (room->store, id, 1); /* without staff it is queued as ever */
  g_assert_cmpint (storeroom_get_state (room->store, id), ==, DOSSIER_QUEUED);
  move (room->store, id, DOSSIER_HELD);
  last = g_ptr_array_index (first_mark (stored)->remarks, 0);
  last->kind = REMARK_AGAIN;
  g_assert_true (marks_return (room->store, id, stored, &error));
  g_assert_cmpuint (count_open (room->store, id), ==, 1);
}

static void
test_return_hostile (Storeroom *room, gconstpointer data) {
  g_autofree char *id = storeroom_add_queued (room->store);
  static const struct {
    guint page;
    Box box;
    const char *reason;
  } wrong[] = {
      {9, {0, 0, 0, 0}, "Mờ"},       {1, {-1, 0, 10, 10}, "Mờ"},
      {1, {10, 10, 5, 20}, "Mờ"},    {1, {0, 0, 99999999, 10}, "Mờ"},
      {0, {0, 0, 10, 10}, "Mờ"},     {1, {0, 0, 0, 0}, ""},
      {1, {0, 0, 0, 0}, "\xff\xfe"},
  };
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;

  move (room->store, id, DOSSIER_HELD);
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_autoptr (GPtrArray) marks = one_mark (wrong[i].page, wrong[i].box, wrong[i].reason);

    storeroom_assert_refused (marks_return (room->store, id, marks, &error), &error,
                              FAULT_USAGE);
  }
  storeroom_assert_refused (marks_return (room->store, id, none, &error), &error,
                            FAULT_USAGE);
  storeroom_assert_refused (marks_answer (room->store, id, 77, REMARK_FIXED, "", &error),
                            &error, FAULT_USAGE);
  g_assert_cmpint (storeroom_get_state (room->store, id), ==, DOSSIER_HELD);
}

/* What a portal has begun to take is not put right from here. */
static void
test_return_at_portal (Storeroom *room, gconstpointer data) {
  g_autofree char *id = storeroom_add_queued (room->store);
  g_autoptr (Dossier) claimed = storeroom_claim (room->store, STOREROOM_NOW);
  g_autoptr (GPtrArray) marks = one_mark (0, (Box){0, 0, 0, 0}, "Sai");
  g_autoptr (GPtrArray) cases = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (store_set_portal_id (room->store, id, "77", NULL, &error));
  g_assert_true (store_refuse (room->store, id, "No.", &error));
  cases = cases_get (room->store, id, &error);
  g_assert_cmpint (((Case *) g_ptr_array_index (cases, 0))->code, ==, CASE_PORTAL);
  storeroom_assert_refused (marks_return (room->store, id, marks, &error), &error,
                            FAULT_USAGE);
}

/* --- double key --------------------------------------------------------------------- */

static SecondKey
enter (Store *store, const char *member, const char *id, const char *value) {
  g_autoptr (GError) error = NULL;
  SecondKey state = SECONDKEY_NONE;

  store_set_member (store, member);
  g_assert_true (secondkey_enter (store, id, 1, "id_number", value, &state, &error));
  return state;
}

static char *
get_value (Store *store, const char *id) {
  g_autoptr (StoredPage) page = store_get_page (store, id, 1, NULL);

  for (guint i = 0; i < page->fields->len; i++) {
    const Field *field = g_ptr_array_index (page->fields, i);

    if (g_str_equal (field->name, "id_number"))
      return g_strdup (field->value);
  }
  return NULL;
}

static void
test_double_key (Storeroom *room, gconstpointer data) {
  g_autoptr (Dossier) dossier = storeroom_open_dossier (room->store);
  const char *id = dossier->id;
  g_autofree char *value = NULL;
  g_autoptr (GError) error = NULL;
  SecondKey state;
  guint open;

  storeroom_add_page (room->store, id, 1);
  storeroom_assert_refused (
      secondkey_enter (room->store, id, 1, "id_number", "001", &state, &error), &error,
      FAULT_REFUSED); /* nobody */
  g_assert_cmpint (enter (room->store, "an", id, "001"), ==, SECONDKEY_ONCE);
  storeroom_assert_refused (
      secondkey_enter (room->store, id, 1, "id_number", "001", &state, &error), &error,
      FAULT_REFUSED); /* the same person */
  g_assert_cmpint (enter (room->store, "binh", id, "007"), ==, SECONDKEY_DIFFERS);
  g_assert_true (secondkey_count_open (room->store, id, &open, &error));
  g_assert_cmpuint (open, ==, 1);
  g_assert_null (get_value (room->store, id));
  storeroom_assert_refused (
      secondkey_enter (room->store, id, 1, "id_number", "001", &state, &error), &error,
      FAULT_REFUSED); /* nor one of the two */
  g_assert_cmpint (enter (room->store, "chi", id, " 001 "), ==, SECONDKEY_DECIDED);
  value = get_value (room->store, id);
  g_assert_cmpstr (value, ==, "001");
  storeroom_assert_refused (
      secondkey_enter (room->store, id, 1, "id_number", "9", &state, &error), &error,
      FAULT_USAGE);
  g_assert_true (secondkey_count_open (room->store, id, &open, &error));
  g_assert_cmpuint (open, ==, 0);
}

static void
test_double_key_agreed (Storeroom *room, gconstpointer data) {
  g_autoptr (Dossier) dossier = storeroom_open_dossier (room->store);
  g_autofree char *value = NULL;
  g_autoptr (GError) error = NULL;
  SecondKey state;

  storeroom_add_page (room->store, dossier->id, 1);
  enter (room->store, "an", dossier->id, "Lê Thị Ngọc");
  g_assert_cmpint (enter (room->store, "binh", dossier->id, "Lê Thị Ngọc"), ==,
                   SECONDKEY_AGREED);
  value = get_value (room->store, dossier->id);
  g_assert_cmpstr (value, ==, "Lê Thị Ngọc");
  storeroom_assert_refused (
      secondkey_enter (room->store, dossier->id, 1, "id_number", "  ", &state, &error),
      &error, FAULT_USAGE);
}

/* --- training ----------------------------------------------------------------------- */

static void
test_training (Storeroom *room, gconstpointer data) {
  g_autoptr (GError) error = NULL;

  g_assert_false (store_is_training (room->store));
  g_assert_true (store_begin_training (room->store, &error));
  g_assert_true (store_is_training (room->store));
}

static void
test_training_real (Storeroom *room, gconstpointer data) {
  g_autofree char *id = storeroom_add_queued (room->store);
  g_autoptr (GError) error = NULL;

  storeroom_assert_refused (store_begin_training (room->store, &error), &error,
                            FAULT_USAGE);
  g_assert_false (store_is_training (room->store));
  g_assert_nonnull (id);
}

/* --- parking ------------------------------------------------------------------------ */

static void
test_parked (Storeroom *room, gconstpointer data) {
  g_autoptr (GPtrArray) dossiers
      = g_ptr_array_new_with_free_func ((GDestroyNotify) dossier_free);
  g_autoptr (GPtrArray) parked = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *step = NULL;
  g_autofree char *other = NULL;
  gboolean same;
  const char *first, *second;

  for (guint i = 0; i < LIMIT_PARKED + 1; i++) {
    Dossier *dossier = storeroom_open_dossier (room->store);
    gboolean done;

    g_ptr_array_add (dossiers, dossier);
    storeroom_add_page (room->store, dossier->id, 1);
    done = parked_add (room->store, "0293-01", dossier->id, "review:2", &error);
    g_assert_cmpint (done, ==, i < LIMIT_PARKED);
    g_clear_error (&error);
  }
  first = ((Dossier *) g_ptr_array_index (dossiers, 0))->id;
  second = ((Dossier *) g_ptr_array_index (dossiers, 1))->id;
  parked = parked_get (room->store, "0293-01", &error);
  g_assert_cmpuint (parked->len, ==, LIMIT_PARKED);
  storeroom_assert_refused (
      parked_take (room->store, "0293-02", first, &step, &same, &error), &error,
      FAULT_USAGE);
  g_assert_true (parked_take (room->store, "0293-01", first, &step, &same, &error));
  g_assert_cmpstr (step, ==, "review:2");
  g_assert_true (same);
  storeroom_add_page (room->store, second, 2);
  g_assert_true (parked_take (room->store, "0293-01", second, &other, &same, &error));
  g_assert_false (same);
}

static void
add (const char *name, void (*test) (Storeroom *, gconstpointer)) {
  g_test_add (name, Storeroom, NULL, storeroom_set_up, test, storeroom_tear_down);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  add ("/custody/one", test_custody);
  add ("/custody/hostile", test_custody_hostile);
  add ("/custody/crash", test_custody_crash);
  add ("/custody/race", test_custody_race);
  add ("/moves/undo", test_undo);
  add ("/moves/grace", test_grace);
  add ("/moves/grace-clock", test_grace_clock);
  add ("/moves/undo-withdrawn", test_undo_withdrawn);
  g_test_add_func ("/samples/choose", test_choose);
  add ("/samples/draw", test_sample);
  add ("/marks/return", test_return);
  add ("/marks/again", test_return_again);
  add ("/marks/hostile", test_return_hostile);
  add ("/marks/at-portal", test_return_at_portal);
  add ("/secondkey/decided", test_double_key);
  add ("/secondkey/agreed", test_double_key_agreed);
  add ("/training/store", test_training);
  add ("/training/real", test_training_real);
  add ("/parked/three", test_parked);
  return g_test_run ();
}
