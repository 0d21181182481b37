/* SPDX-License-Identifier: Apache-2.0 */

#include "config/catalogue.h"
#include "config/layout.h"
#include "kiosk/leafstate.h"
#include "kiosk/valuestate.h"
#include "ui/doubts.h"

/* Pages of a dossier by the confidence of their values. */
typedef struct {
  Catalogue *catalogue;
  GListStore *leaves;
} Fixture;

static const double PAGES[][3]
    = {{0.99, 0.5, 0.99}, {0.99, 0.99, 0.99}, {0.4, 0.99, 0.3}};

static StoredPage *
load_page (guint number, gpointer data) {
  StoredPage *page = g_new0 (StoredPage, 1);

  page->page = g_new0 (Page, 1);
  page->page->number = number;
  page->read = TRUE;
  page->defects = g_array_new (FALSE, FALSE, sizeof (Defect));
  page->fields = g_ptr_array_new_with_free_func ((GDestroyNotify) field_free);
  for (guint i = 0; i < 3; i++) {
    g_autofree char *name = g_strdup_printf ("value%u", i);

    g_ptr_array_add (page->fields, field_new (name, "x", PAGES[number - 1][i],
                                              (Box){0, 0, 1, 1}, FIELD_OCR));
  }
  return page;
}

static void
set_up (Fixture *fixture, gconstpointer data) {
  g_autofree char *path = layout_data_dup ("config/procedures.json");
  g_autoptr (GError) error = NULL;

  fixture->catalogue = catalogue_load (path, &error);
  g_assert_no_error (error);
  fixture->leaves = g_list_store_new (KIOSK_TYPE_LEAF);
  for (guint i = 1; i <= G_N_ELEMENTS (PAGES); i++) {
    g_autoptr (StoredPage) page = load_page (i, NULL);
    g_autoptr (KioskLeaf) leaf
        = kiosk_leaf_new (page, fixture->catalogue, NULL, load_page, NULL);

    g_list_store_append (fixture->leaves, leaf);
  }
}

static void
tear_down (Fixture *fixture, gconstpointer data) {
  g_object_unref (fixture->leaves);
  catalogue_free (fixture->catalogue);
}

/* Goes on from *@leaf and *@value and checks where that leads to. */
static void
check_next (Fixture *fixture, KioskLeaf **leaf, KioskValue **value, guint number,
            const char *name) {
  g_autoptr (KioskLeaf) old_leaf = *leaf;
  g_autoptr (KioskValue) old_value = *value;

  g_assert_true (doubts_find_next (G_LIST_MODEL (fixture->leaves), old_leaf, old_value,
                                   leaf, value));
  g_assert_cmpuint (kiosk_leaf_get_number (*leaf), ==, number);
  g_assert_cmpstr (kiosk_value_get_name (*value), ==, name);
}

static void
test_round (Fixture *fixture, gconstpointer data) {
  g_autoptr (KioskLeaf) leaf = NULL;
  g_autoptr (KioskValue) value = NULL;

  g_assert_cmpuint (doubts_count (G_LIST_MODEL (fixture->leaves)), ==, 3);
  check_next (fixture, &leaf, &value, 1, "value1");
  check_next (fixture, &leaf, &value, 3, "value0");
  check_next (fixture, &leaf, &value, 3, "value2");
  check_next (fixture, &leaf, &value, 1, "value1");
}

static void
test_settled (Fixture *fixture, gconstpointer data) {
  g_autoptr (KioskLeaf) first = g_list_model_get_item (G_LIST_MODEL (fixture->leaves), 0);
  g_autoptr (KioskLeaf) last = g_list_model_get_item (G_LIST_MODEL (fixture->leaves), 2);
  g_autoptr (KioskLeaf) leaf = NULL;
  g_autoptr (KioskValue) value = NULL;

  kiosk_leaf_set_by_person (first, "value1", "y");
  g_assert_cmpuint (kiosk_leaf_get_doubts (first), ==, 0);
  g_assert_cmpuint (doubts_count (G_LIST_MODEL (fixture->leaves)), ==, 2);
  kiosk_leaf_set_by_person (last, "value0", "y");
  check_next (fixture, &leaf, &value, 3, "value2");
  check_next (fixture, &leaf, &value, 3, "value2");
  kiosk_leaf_set_by_person (last, "value2", "y");
  g_assert_cmpuint (doubts_count (G_LIST_MODEL (fixture->leaves)), ==, 0);
  g_clear_object (&leaf);
  g_clear_object (&value);
  g_assert_false (
      doubts_find_next (G_LIST_MODEL (fixture->leaves), last, NULL, &leaf, &value));
}

/* A page that is read again gets other values; the round goes on by their names. */
static void
test_read_again (Fixture *fixture, gconstpointer data) {
  g_autoptr (KioskLeaf) leaf = NULL;
  g_autoptr (KioskValue) value = NULL;
  g_autoptr (StoredPage) again = load_page (3, NULL);

  check_next (fixture, &leaf, &value, 1, "value1");
  check_next (fixture, &leaf, &value, 3, "value0");
  kiosk_leaf_update (leaf, again);
  check_next (fixture, &leaf, &value, 3, "value2");
}

static void
test_nothing (Fixture *fixture, gconstpointer data) {
  g_autoptr (GListStore) none = g_list_store_new (KIOSK_TYPE_LEAF);
  g_autoptr (KioskLeaf) leaf = NULL;
  g_autoptr (KioskValue) value = NULL;

  g_assert_cmpuint (doubts_count (G_LIST_MODEL (none)), ==, 0);
  g_assert_false (doubts_find_next (G_LIST_MODEL (none), NULL, NULL, &leaf, &value));
}

static void
add_test (const char *path, void (*test) (Fixture *, gconstpointer)) {
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  add_test ("/doubts/round", test_round);
  add_test ("/doubts/settled", test_settled);
  add_test ("/doubts/read-again", test_read_again);
  add_test ("/doubts/nothing", test_nothing);
  return g_test_run ();
}
