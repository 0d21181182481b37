/* SPDX-License-Identifier: Apache-2.0 */

/* The order of pages: what comes in where, what a person changes, and that all of it can be
 * undone. */

#include "upload/arrange.h"

#include "config/fault.h"
#include "config/limits.h"
#include "tests/unit/storeroom.h"
#include "upload/feeding.h"

#include <string.h>

#define RANDOM_ACTS 60

/* Begins a feeding of @kind and returns its number; its pages begin with *@page. */
static guint
begin (Store *store, const char *id, const Feeding *plan, guint *page, guint *sheet) {
  g_autoptr (GError) error = NULL;
  guint number;

  g_assert_true (feeding_begin (store, id, plan, &number, page, sheet, &error));
  g_assert_no_error (error);
  return number;
}

static void
add (Store *store, const char *id, guint feeding, guint number, guint sheet,
     PageSide side) {
  g_autofree char *file = page_name_dup (number);
  g_autoptr (GError) error = NULL;
  Page page = {number, sheet, side, file, 1, 1, 1, 1, (char *) STOREROOM_DIGEST};

  g_assert_true (feeding_add_page (store, id, feeding, &page, 0, &error));
  g_assert_no_error (error);
}

/* A whole feeding of @count pages; returns the number of its first page. */
static guint
feed (Store *store, const char *id, const Feeding *plan, guint count) {
  g_autoptr (GError) error = NULL;
  guint page, sheet;
  guint number = begin (store, id, plan, &page, &sheet);
  guint sides = MAX (plan->sides, 1);

  for (guint i = 0; i < count; i++)
    add (store, id, number, page + i, sheet + i / sides,
         sides == 2 && i % 2 == 1 ? PAGE_BACK : PAGE_FRONT);
  g_assert_true (feeding_end (store, id, number, "empty", TRUE, &error));
  return page;
}

/* "1,2,5": the numbers in order; with what a person turned them by. */
static char *
format_order (Store *store, const char *id) {
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) pages = store_get_pages (store, id, &error);
  g_autoptr (GString) text = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < pages->len; i++) {
    const StoredPage *page = g_ptr_array_index (pages, i);

    g_assert_cmpuint (page->place, ==, i + 1);
    g_string_append_printf (text, "%s%u", i > 0 ? "," : "", page->page->number);
    if (page->turn > 0)
      g_string_append_printf (text, "@%u", page->turn);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
assert_order (Store *store, const char *id, const char *expected) {
  g_autofree char *order = format_order (store, id);

  g_assert_cmpstr (order, ==, expected);
}

static void
undo (Store *store, const char *id) {
  g_autoptr (GError) error = NULL;

  g_assert_true (arrange_undo (store, id, &error));
  g_assert_no_error (error);
}

static void
redo (Store *store, const char *id) {
  g_autoptr (GError) error = NULL;

  g_assert_true (arrange_redo (store, id, &error));
  g_assert_no_error (error);
}

static void
test_acts (Storeroom *room, gconstpointer data) {
  g_autoptr (Dossier) dossier = storeroom_open_dossier (room->store);
  g_autoptr (GError) error = NULL;
  Store *store = room->store;
  const char *id = dossier->id;
  const Feeding plan = {.kind = FEEDING_APPEND, .sides = 1};
  ArrangeStep step;

  storeroom_assert_refused (arrange_undo (store, id, &error), &error, FAULT_USAGE);
  feed (store, id, &plan, 5);
  assert_order (store, id, "1,2,3,4,5");
  g_assert_true (arrange_move (store, id, 5, 2, &error));
  assert_order (store, id, "1,5,2,3,4");
  g_assert_true (arrange_remove (store, id, 2, &error));
  assert_order (store, id, "1,5,3,4");
  storeroom_assert_refused (arrange_remove (store, id, 2, &error), &error, FAULT_USAGE);
  g_assert_true (arrange_turn (store, id, 4, 270, &error));
  g_assert_true (arrange_turn (store, id, 4, 180, &error));
  assert_order (store, id, "1,5,3,4@90");
  storeroom_assert_refused (arrange_turn (store, id, 4, 45, &error), &error, FAULT_USAGE);
  g_assert_true (arrange_get_undo (store, id, &step, &error));
  g_assert_true (step.any);
  g_assert_cmpint (step.kind, ==, ARRANGE_TURN);
  for (guint i = 0; i < 4; i++)
    undo (store, id);
  assert_order (store, id, "1,2,3,4,5");
  g_assert_true (arrange_get_undo (store, id, &step, &error));
  g_assert_cmpuint (step.feeding, ==, 1);
  g_assert_cmpuint (step.pages, ==, 5);
  undo (store, id);
  assert_order (store, id, "");
  for (guint i = 0; i < 5; i++)
    redo (store, id);
  assert_order (store, id, "1,5,3,4@90");
  storeroom_assert_refused (arrange_redo (store, id, &error), &error, FAULT_USAGE);
  g_assert_true (arrange_restore (store, id, 2, 99, &error));
  assert_order (store, id, "1,5,3,4@90,2");
}

/* What is done in any order is undone to the first state, and done again to the last,
 * also by another process. */
/* A random act on random pages; FALSE when one of them has no place. */
static gboolean
do_some (Store *store, const char *id, GRand *chance) {
  static const ArrangeKind kinds[] = {ARRANGE_REMOVE, ARRANGE_TURN, ARRANGE_MOVE};
  ArrangeKind kind = kinds[g_rand_int_range (chance, 0, 6) % 3];
  g_autoptr (GArray) pages = g_array_new (FALSE, FALSE, sizeof (guint));
  guint count = (guint) g_rand_int_range (chance, 1, 4);

  for (guint i = 0; i < count; i++) {
    guint page = (guint) g_rand_int_range (chance, 1, 13);

    g_array_append_val (pages, page);
  }
  return arrange_many (
      store, id, kind, pages,
      kind == ARRANGE_TURN ? 180 : (guint) g_rand_int_range (chance, 1, 14), NULL);
}

static void
assert_many (Store *store, const char *id, ArrangeKind kind, guint number,
             const char *expected) {
  const guint even[] = {4, 2, 4};
  g_autoptr (GArray) pages = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autofree char *before = format_order (store, id);
  g_autoptr (GError) error = NULL;
  ArrangeStep step;

  g_array_append_vals (pages, even, G_N_ELEMENTS (even));
  g_assert_true (arrange_many (store, id, kind, pages, number, &error));
  g_assert_no_error (error);
  assert_order (store, id, expected);
  g_assert_true (arrange_get_undo (store, id, &step, &error));
  g_assert_cmpint (step.kind, ==, kind);
  g_assert_cmpuint (step.pages, ==, 2);
  g_assert_cmpuint (step.feeding, ==, 0);
  undo (store, id);
  assert_order (store, id, before);
  redo (store, id);
  assert_order (store, id, expected);
}

/* One act on several pages is one step; acts that follow each other are not. */
static void
test_many (Storeroom *room, gconstpointer data) {
  g_autoptr (Dossier) dossier = storeroom_open_dossier (room->store);
  g_autoptr (GArray) none = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GError) error = NULL;
  Store *store = room->store;
  const char *id = dossier->id;
  const Feeding plan = {.kind = FEEDING_APPEND, .sides = 1};

  feed (store, id, &plan, 5);
  assert_many (store, id, ARRANGE_MOVE, 1, "2,4,1,3,5");
  assert_many (store, id, ARRANGE_MOVE, 4, "1,3,5,2,4");
  assert_many (store, id, ARRANGE_MOVE, 99, "1,3,5,2,4");
  assert_many (store, id, ARRANGE_TURN, 90, "1,3,5,2@90,4@90");
  assert_many (store, id, ARRANGE_TURN, 90, "1,3,5,2@180,4@180");
  assert_many (store, id, ARRANGE_REMOVE, 0, "1,3,5");
  storeroom_assert_refused (arrange_many (store, id, ARRANGE_TURN, none, 90, &error),
                            &error, FAULT_USAGE);
  g_array_set_size (none, 1);
  g_array_index (none, guint, 0) = 2;
  storeroom_assert_refused (arrange_many (store, id, ARRANGE_REMOVE, none, 0, &error),
                            &error, FAULT_USAGE);
  for (guint i = 0; i < 6; i++)
    undo (store, id);
  assert_order (store, id, "1,2,3,4,5");
}

static void
test_random (Storeroom *room, gconstpointer data) {
  g_autoptr (Dossier) dossier = storeroom_open_dossier (room->store);
  g_autoptr (GRand) chance = g_rand_new_with_seed (20260801);
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL, *after = NULL;
  Store *store = room->store;
  const char *id = dossier->id;
  const Feeding plan = {.kind = FEEDING_APPEND, .sides = 1};
  guint acts = 0;

  feed (store, id, &plan, 12);
  before = format_order (store, id);
  while (acts < RANDOM_ACTS) {
    guint page = (guint) g_rand_int_range (chance, 1, 13);
    guint place = (guint) g_rand_int_range (chance, 1, 14);
    gboolean done = FALSE;

    switch (g_rand_int_range (chance, 0, 6)) {
    case 4:
    case 5:
      done = do_some (store, id, chance);
      break;
    case 0:
      done = arrange_remove (store, id, page, NULL);
      break;
    case 1:
      done = arrange_move (store, id, page, place, NULL);
      break;
    case 2:
      done = arrange_restore (store, id, page, place, NULL);
      break;
    default:
      done = arrange_turn (store, id, page, 90, NULL);
    }
    acts += done;
  }
  after = format_order (store, id);
  store = storeroom_open_store (room->folder);
  for (guint i = 0; i < RANDOM_ACTS; i++)
    undo (store, id);
  assert_order (store, id, before);
  for (guint i = 0; i < RANDOM_ACTS; i++)
    redo (store, id);
  assert_order (store, id, after);
  store_free (store);
}

static void
test_insert (Storeroom *room, gconstpointer data) {
  g_autoptr (Dossier) dossier = storeroom_open_dossier (room->store);
  Store *store = room->store;
  const char *id = dossier->id;
  const Feeding append = {.kind = FEEDING_APPEND, .sides = 1};
  const Feeding insert = {.kind = FEEDING_INSERT, .sides = 1, .place = 2};

  feed (store, id, &append, 3);
  feed (store, id, &insert, 2);
  assert_order (store, id, "1,4,5,2,3");
  undo (store, id);
  assert_order (store, id, "1,2,3");
  redo (store, id);
  assert_order (store, id, "1,4,5,2,3");
}

static Field *
get_field (const StoredPage *page, const char *name) {
  for (guint i = 0; i < page->fields->len; i++) {
    Field *field = g_ptr_array_index (page->fields, i);

    if (g_str_equal (field->name, name))
      return field;
  }
  return NULL;
}

/* Place, kind and values stay; the old page is kept and comes back. */
static void
test_replace (Storeroom *room, gconstpointer data) {
  g_autoptr (Dossier) dossier = storeroom_open_dossier (room->store);
  g_autoptr (Reading) first = reading_new (), second = reading_new ();
  g_autoptr (StoredPage) page = NULL;
  g_autoptr (GPtrArray) removed = NULL;
  g_autoptr (GError) error = NULL;
  Store *store = room->store;
  const char *id = dossier->id;
  const Feeding append = {.kind = FEEDING_APPEND, .sides = 1};
  const Feeding replace = {.kind = FEEDING_REPLACE, .sides = 1, .target = 2};
  Box box = {1, 2, 3, 4};

  feed (store, id, &append, 3);
  first->document_type = g_strdup ("ct01");
  g_ptr_array_add (first->fields, field_new ("full_name", "AN", 0.99, box, FIELD_OCR));
  g_ptr_array_add (first->fields, field_new ("phone", "1", 0.99, box, FIELD_OCR));
  g_assert_true (store_set_reading (store, id, 2, first, &error));
  g_assert_true (store_set_field (store, id, 2, "full_name", "ÂN", &error));
  g_assert_cmpuint (feed (store, id, &replace, 1), ==, 4);
  assert_order (store, id, "1,4,3");
  second->document_type = g_strdup ("cccd");
  g_ptr_array_add (second->fields, field_new ("full_name", "IN", 0.99, box, FIELD_OCR));
  g_assert_true (store_set_reading (store, id, 4, second, &error));
  page = store_get_page (store, id, 4, &error);
  g_assert_cmpstr (page->type, ==, "ct01");
  g_assert_cmpuint (page->place, ==, 2);
  g_assert_cmpstr (get_field (page, "full_name")->value, ==, "ÂN");
  g_assert_cmpint (get_field (page, "full_name")->source, ==, FIELD_PERSON);
  g_assert_cmpstr (get_field (page, "phone")->value, ==, "1");
  g_assert_cmpfloat (get_field (page, "phone")->confidence, <, FIELD_SURE);
  removed = store_get_removed (store, id, &error);
  g_assert_cmpuint (removed->len, ==, 1);
  g_assert_cmpuint (((StoredPage *) g_ptr_array_index (removed, 0))->successor, ==, 4);
  undo (store, id);
  assert_order (store, id, "1,2,3");
  redo (store, id);
  assert_order (store, id, "1,4,3");
}

/* Both sides of a sheet are replaced by both sides; what is more is put behind. */
static void
test_replace_sheet (Storeroom *room, gconstpointer data) {
  g_autoptr (Dossier) dossier = storeroom_open_dossier (room->store);
  Store *store = room->store;
  const char *id = dossier->id;
  const Feeding append = {.kind = FEEDING_APPEND, .sides = 2};
  const Feeding replace = {.kind = FEEDING_REPLACE, .sides = 2, .target = 3};

  feed (store, id, &append, 6);
  feed (store, id, &replace, 4);
  assert_order (store, id, "1,2,7,8,9,10,5,6");
  undo (store, id);
  assert_order (store, id, "1,2,3,4,5,6");
}

/* A jam after a front: the half sheet goes, the rest goes on behind what is whole. */
static void
test_half_sheet (Storeroom *room, gconstpointer data) {
  g_autoptr (Dossier) dossier = storeroom_open_dossier (room->store);
  g_autoptr (GPtrArray) feedings = NULL;
  g_autoptr (GError) error = NULL;
  Store *store = room->store;
  const char *id = dossier->id;
  Feeding plan = {.kind = FEEDING_APPEND, .sides = 2};
  guint page, sheet, number = begin (store, id, &plan, &page, &sheet);
  SheetCounts counts;
  ArrangeStep step;

  add (store, id, number, 1, 1, PAGE_FRONT);
  add (store, id, number, 2, 1, PAGE_BACK);
  add (store, id, number, 3, 2, PAGE_FRONT);
  g_assert_true (feeding_end (store, id, number, "jam", FALSE, &error));
  assert_order (store, id, "1,2");
  g_assert_true (arrange_get_undo (store, id, &step, &error));
  g_assert_cmpuint (step.pages, ==, 2);
  plan.resumes = number;
  number = begin (store, id, &plan, &page, &sheet);
  g_assert_cmpuint (page, ==, 4);
  g_assert_cmpuint (sheet, ==, 2);
  add (store, id, number, 4, 2, PAGE_FRONT);
  add (store, id, number, 5, 2, PAGE_BACK);
  g_assert_true (feeding_end (store, id, number, "empty", TRUE, &error));
  assert_order (store, id, "1,2,4,5");
  g_assert_true (store_get_counts (store, id, &counts, &error));
  g_assert_cmpuint (counts.fed, ==, 2);
  g_assert_cmpuint (counts.kept, ==, 2);
  feedings = feeding_get_all (store, id, &error);
  g_assert_cmpuint (feedings->len, ==, 2);
  g_assert_cmpstr (((Feeding *) g_ptr_array_index (feedings, 0))->outcome, ==, "jam");
  g_assert_cmpuint (((Feeding *) g_ptr_array_index (feedings, 0))->sheets, ==, 1);
}

/* What was fed before the rest of a stack came stays behind the stack. */
static void
test_resume_before (Storeroom *room, gconstpointer data) {
  g_autoptr (Dossier) dossier = storeroom_open_dossier (room->store);
  Store *store = room->store;
  const char *id = dossier->id;
  Feeding append = {.kind = FEEDING_APPEND, .sides = 1};

  feed (store, id, &append, 2);
  feed (store, id, &append, 1);
  append.resumes = 1;
  feed (store, id, &append, 2);
  assert_order (store, id, "1,2,4,5,3");
}

/* A file of three pages in place of one; a file of which a page is refused is not there. */
static void
test_files (Storeroom *room, gconstpointer data) {
  g_autoptr (Dossier) dossier = storeroom_open_dossier (room->store);
  g_autoptr (StoredPage) page = NULL;
  g_autoptr (GError) error = NULL;
  Store *store = room->store;
  const char *id = dossier->id;
  const Feeding append = {.kind = FEEDING_APPEND, .sides = 1};
  Feeding file = {.kind = FEEDING_REPLACE,
                  .sides = 1,
                  .target = 2,
                  .name = (char *) "don.pdf",
                  .is_signed = TRUE};
  Page first = {1, 1, PAGE_FRONT, (char *) "page-0004.orig", 0,
                0, 0, 1,          (char *) STOREROOM_DIGEST};

  feed (store, id, &append, 3);
  g_assert_true (feeding_add_file (store, id, &file, &first, 3, &error));
  assert_order (store, id, "1,4,5,6,3");
  page = store_get_page (store, id, 5, &error);
  g_assert_cmpuint (page->leaf, ==, 1);
  g_assert_cmpuint (page->signed_leaves, ==, 3);
  g_assert_cmpstr (page->page->file, ==, "page-0004.orig");
  undo (store, id);
  assert_order (store, id, "1,2,3");
  storeroom_assert_refused (
      feeding_add_file (store, id, &file, &first, LIMIT_DOSSIER_PAGES, &error), &error,
      FAULT_USAGE);
  assert_order (store, id, "1,2,3");
}

static void
test_resume_insert (Storeroom *room, gconstpointer data) {
  g_autoptr (Dossier) dossier = storeroom_open_dossier (room->store);
  Store *store = room->store;
  const char *id = dossier->id;
  const Feeding append = {.kind = FEEDING_APPEND, .sides = 1};
  Feeding insert = {.kind = FEEDING_INSERT, .sides = 1, .place = 2};

  feed (store, id, &append, 2);
  feed (store, id, &insert, 2);
  insert.resumes = 2;
  feed (store, id, &insert, 2);
  assert_order (store, id, "1,3,4,5,6,2");
}

/* The order that is right: front 1, back 1, front 2 ... */
static char *
expect_passes (guint count, gboolean last_first) {
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 1; i <= count; i++)
    g_string_append_printf (text, "%s%u,%u", i > 1 ? "," : "", i,
                            last_first ? 2 * count + 1 - i : count + i);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
test_two_passes (Storeroom *room, gconstpointer data) {
  const guint counts[] = {1, 2, 5};
  g_autoptr (GError) error = NULL;
  Store *store = room->store;

  for (guint i = 0; i < G_N_ELEMENTS (counts) * STACKINGS; i++) {
    g_autoptr (Dossier) dossier = storeroom_open_dossier (store);
    Stacking stacking = (Stacking) (i % STACKINGS);
    guint count = counts[i / STACKINGS];
    gboolean last = stacking == STACKING_LAST || stacking == STACKING_LAST_TURNED;
    const Feeding fronts = {.kind = FEEDING_FRONTS, .sides = 1};
    const Feeding backs = {.kind = FEEDING_BACKS, .stacking = stacking, .sides = 1};
    g_autofree char *expected = expect_passes (count, last);
    g_autofree char *parted = NULL;
    g_autoptr (StoredPage) page = NULL;
    SheetCounts sheets;
    TwoPass pass;

    feed (store, dossier->id, &fronts, count);
    storeroom_assert_refused (arrange_remove (store, dossier->id, 1, &error), &error,
                              FAULT_USAGE);
    feed (store, dossier->id, &backs, count);
    parted = format_order (store, dossier->id);
    g_assert_true (twopass_join (store, dossier->id, &error));
    assert_order (store, dossier->id, expected);
    page = store_get_page (store, dossier->id, count + 1, &error);
    g_assert_cmpuint (
        page->laid, ==,
        stacking == STACKING_FIRST_TURNED || stacking == STACKING_LAST_TURNED ? 180 : 0);
    g_assert_cmpuint (page->page->sheet, ==, last ? count : 1);
    g_assert_cmpint (page->page->side, ==, PAGE_BACK);
    g_assert_true (store_get_counts (store, dossier->id, &sheets, &error));
    g_assert_cmpuint (sheets.kept, ==, count);
    g_assert_true (twopass_get (store, dossier->id, &pass, &error));
    g_assert_true (pass.joined);
    undo (store, dossier->id); /* the backs go, the fronts wait again */
    g_assert_true (twopass_get (store, dossier->id, &pass, &error));
    g_assert_cmpuint (pass.fronts, ==, count);
    g_assert_cmpuint (pass.backs, ==, 0);
    redo (store, dossier->id);
    assert_order (store, dossier->id, expected);
  }
}

/* Both counts are said, nothing is lost, and there are three ways on. */
static void
test_uneven_passes (Storeroom *room, gconstpointer data) {
  g_autoptr (Dossier) dossier = storeroom_open_dossier (room->store);
  g_autoptr (GError) error = NULL;
  Store *store = room->store;
  const char *id = dossier->id;
  const Feeding fronts = {.kind = FEEDING_FRONTS, .sides = 1};
  Feeding backs = {.kind = FEEDING_BACKS, .stacking = STACKING_LAST, .sides = 1};

  feed (store, id, &fronts, 3);
  feed (store, id, &backs, 2);
  g_assert_false (twopass_join (store, id, &error));
  g_assert_nonnull (strstr (error->message, "3"));
  g_assert_nonnull (strstr (error->message, "2"));
  g_clear_error (&error);
  assert_order (store, id, "1,2,3,4,5");
  backs.resumes = 2;
  feed (store, id, &backs, 1);
  g_assert_true (twopass_join (store, id, &error));
  assert_order (store, id, "1,6,2,5,3,4");
  undo (store, id);
  undo (store, id);
  assert_order (store, id, "1,2,3");
  g_assert_true (twopass_leave (store, id, &error));
  g_assert_true (arrange_remove (store, id, 1, &error));
}

static void
test_counts (Storeroom *room, gconstpointer data) {
  g_autoptr (Dossier) dossier = storeroom_open_dossier (room->store);
  g_autoptr (Reading) blank = reading_new ();
  g_autoptr (GError) error = NULL;
  Store *store = room->store;
  const char *id = dossier->id;
  const Feeding append = {.kind = FEEDING_APPEND, .sides = 2};
  SheetCounts counts;

  g_assert_true (store_set_declared (store, id, 3, &error));
  feed (store, id, &append, 6);
  blank->blank = TRUE;
  g_assert_true (store_set_reading (store, id, 2, blank, &error));
  g_assert_true (arrange_remove (store, id, 3, &error));
  g_assert_true (arrange_remove (store, id, 4, &error));
  g_assert_true (store_get_counts (store, id, &counts, &error));
  g_assert_cmpuint (counts.declared, ==, 3);
  g_assert_cmpuint (counts.fed, ==, 3);
  g_assert_cmpuint (counts.kept, ==, 2);
  g_assert_cmpuint (counts.pages, ==, 4);
  g_assert_cmpuint (counts.blank, ==, 1);
  g_assert_cmpuint (counts.removed, ==, 2);
  g_assert_cmpuint (counts.replaced, ==, 0);
}

#define ADD(name, test)                                                                  \
  g_test_add ("/arrange/" name, Storeroom, NULL, storeroom_set_up, test,                 \
              storeroom_tear_down)

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  ADD ("acts", test_acts);
  ADD ("many", test_many);
  ADD ("random", test_random);
  ADD ("insert", test_insert);
  ADD ("replace", test_replace);
  ADD ("replace-sheet", test_replace_sheet);
  ADD ("half-sheet", test_half_sheet);
  ADD ("resume-insert", test_resume_insert);
  ADD ("resume-before", test_resume_before);
  ADD ("files", test_files);
  ADD ("two-passes", test_two_passes);
  ADD ("uneven-passes", test_uneven_passes);
  ADD ("counts", test_counts);
  return g_test_run ();
}
