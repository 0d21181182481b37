/* SPDX-License-Identifier: Apache-2.0 */

#include "upload/roll.h"

#include "tests/unit/storeroom.h"

#define NOW 1000

static Roll *
open_roll (Store *store) {
  g_autoptr (GError) error = NULL;
  Roll *roll = roll_new (store, &error);

  g_assert_no_error (error);
  return roll;
}

/* An open dossier whose answer is due at @due_at. */
static char *
add_open (Store *store, const char *procedure, const char *name, const char *station,
          gint64 due_at) {
  g_autoptr (GError) error = NULL;
  g_autoptr (Dossier) dossier
      = store_open_dossier (store, procedure, name, "2026-01", station, &error);

  g_assert_no_error (error);
  g_assert_true (store_set_due (store, dossier->id, due_at, &error));
  return g_strdup (dossier->id);
}

/* Ids found, by their places in @ids: "201" is the third, the first, the second. */
static char *
find (Roll *roll, const RollFilter *filter, char **ids) {
  g_autoptr (GPtrArray) found = roll_find (roll, filter);
  g_autoptr (GString) places = g_string_new (NULL);

  for (guint i = 0; i < found->len; i++) {
    const RollEntry *entry = g_ptr_array_index (found, i);

    for (guint j = 0; ids[j] != NULL; j++) {
      if (g_str_equal (ids[j], entry->id))
        g_string_append_printf (places, "%u", j);
    }
  }
  return g_string_free (g_steal_pointer (&places), FALSE);
}

static void
assert_found (Roll *roll, RollFilter filter, char **ids, const char *expected) {
  g_autofree char *places = find (roll, &filter, ids);

  g_assert_cmpstr (places, ==, expected);
}

static char **
add_four (Store *store) {
  char **ids = g_new0 (char *, 5);

  ids[0] = add_open (store, "1.001", "Đăng ký khai sinh", "0293-01", 0);
  ids[1] = add_open (store, "2.002", "Chứng thực bản sao", "0293-02", 9000);
  ids[2] = add_open (store, "1.001", "Đăng ký khai sinh", "0294-01", 5000);
  ids[3] = add_open (store, "2.002", "Chứng thực bản sao", "0293-01", 9000);
  return ids;
}

static void
test_filters (Storeroom *room, gconstpointer data) {
  g_auto (GStrv) ids = add_four (room->store);
  g_autoptr (Roll) roll = open_roll (room->store);

  assert_found (roll, (RollFilter){0}, ids, "2130");
  assert_found (roll, (RollFilter){.station = "0293"}, ids, "130");
  assert_found (roll, (RollFilter){.station = "0293-01"}, ids, "30");
  assert_found (roll, (RollFilter){.station = "029"}, ids, "");
  assert_found (roll, (RollFilter){.procedure = "2.002"}, ids, "13");
  assert_found (roll, (RollFilter){.states = 1u << DOSSIER_OPEN}, ids, "2130");
  assert_found (roll, (RollFilter){.states = 1u << DOSSIER_HELD}, ids, "");
}

/* With marks and without, in any letters, in any order; all words must be there. */
static void
test_text (Storeroom *room, gconstpointer data) {
  g_auto (GStrv) ids = add_four (room->store);
  g_autoptr (Roll) roll = open_roll (room->store);
  g_autofree char *beginning = g_strndup (ids[1], 9);

  assert_found (roll, (RollFilter){.text = "đăng ký"}, ids, "20");
  assert_found (roll, (RollFilter){.text = " dang  ky "}, ids, "20");
  assert_found (roll, (RollFilter){.text = "SAO chung"}, ids, "13");
  assert_found (roll, (RollFilter){.text = "sinh sao"}, ids, "");
  assert_found (roll, (RollFilter){.text = "khai 0294"}, ids, "2");
  assert_found (roll, (RollFilter){.text = "tam-0293"}, ids, "130");
  assert_found (roll, (RollFilter){.text = "-0001 sinh"}, ids, "20");
  assert_found (roll, (RollFilter){.text = beginning}, ids, "1");
  assert_found (roll, (RollFilter){.text = ""}, ids, "2130");
  assert_found (roll, (RollFilter){.text = "\xff%_'\""}, ids, "2130");
  assert_found (roll, (RollFilter){.text = "%"}, ids, "");
  assert_found (roll, (RollFilter){.text = "a b c d e f g h i j k l m n o p q r s t u"},
                ids, "");
}

/* What another process does to the store is there after a refresh, in its place. */
static void
test_refresh (Storeroom *room, gconstpointer data) {
  g_auto (GStrv) ids = add_four (room->store);
  g_autoptr (Store) other = storeroom_open_store (room->folder);
  g_autoptr (Roll) roll = open_roll (room->store);
  g_autoptr (GError) error = NULL;
  g_autofree char *late = NULL;
  gboolean changed = TRUE;
  char *both[] = {NULL, NULL, NULL};

  g_assert_true (roll_refresh (roll, &changed, &error));
  g_assert_false (changed);
  late = add_open (other, "1.001", "Đăng ký khai sinh", "0293-01", 7000);
  g_assert_true (store_set_due (other, ids[0], 6000, &error));
  storeroom_add_page (other, ids[0], 1);
  storeroom_queue (other, ids[0], 1);
  g_assert_true (roll_refresh (roll, &changed, &error));
  g_assert_true (changed);
  assert_found (roll, (RollFilter){0}, ids, "2013");
  assert_found (roll, (RollFilter){.states = 1u << DOSSIER_QUEUED}, ids, "0");
  both[0] = ids[0];
  both[1] = late;
  assert_found (roll, (RollFilter){.procedure = "1.001", .station = "0293-01"}, both,
                "01");
}

static void
test_claims (Storeroom *room, gconstpointer data) {
  g_autofree char *id = storeroom_add_queued (room->store);
  g_autoptr (Roll) roll = open_roll (room->store);
  g_autoptr (Dossier) claimed = storeroom_claim (room->store, NOW);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = NULL;
  const RollEntry *entry;

  g_assert_true (store_defer (room->store, id, NOW + 60, "later", &error));
  g_assert_true (roll_refresh (roll, NULL, &error));
  found = roll_find (roll, &(RollFilter){.states = 1u << DOSSIER_DEFERRED});
  g_assert_cmpuint (found->len, ==, 1);
  entry = g_ptr_array_index (found, 0);
  g_assert_cmpint (entry->next_try_at, ==, NOW + 60);
  g_assert_cmpuint (entry->attempts, ==, 1);
  g_assert_cmpint (roll_entry_get_since (entry), ==, entry->queued_at);
  g_assert_true (roll_entry_is_late (entry, entry->queued_at + 11, 10));
  g_assert_false (roll_entry_is_late (entry, entry->queued_at + 9, 10));
}

static void
add (const char *path, void (*test) (Storeroom *, gconstpointer)) {
  g_test_add (path, Storeroom, NULL, storeroom_set_up, test, storeroom_tear_down);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  add ("/roll/filters", test_filters);
  add ("/roll/text", test_text);
  add ("/roll/refresh", test_refresh);
  add ("/roll/claims", test_claims);
  return g_test_run ();
}
