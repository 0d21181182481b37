/* SPDX-License-Identifier: Apache-2.0 */

/* Intake: pages, what was read on them, what a person says about them. */

#include "upload/store.h"

#include "config/fault.h"
#include "config/limits.h"
#include "tests/unit/storeroom.h"

#include <string.h>

static void
test_open_dossier (Storeroom *room, gconstpointer data) {
  g_autoptr (Dossier) first = storeroom_open_dossier (room->store);
  g_autoptr (Dossier) second = storeroom_open_dossier (room->store);
  g_autofree char *folder = store_dossier_folder_dup (room->store, first->id);
  g_autoptr (GError) error = NULL;
  Dossier *none;

  g_assert_true (g_uuid_string_is_valid (first->id));
  g_assert_cmpstr (first->id, !=, second->id);
  g_assert_true (g_regex_match_simple ("^TAM-0293-01-[0-9]{6}-0001$", first->code, 0, 0));
  g_assert_true (g_str_has_suffix (second->code, "-0002"));
  g_assert_cmpint (first->state, ==, DOSSIER_OPEN);
  g_assert_cmpstr (first->procedure_name, ==, "Chứng thực");
  g_assert_true (g_file_test (folder, G_FILE_TEST_IS_DIR));
  none = store_open_dossier (room->store, "p", "n", "v", "../../etc", &error);
  storeroom_assert_refused (none != NULL, &error, FAULT_CONFIG);
}

static void
test_pages (Storeroom *room, gconstpointer data) {
  g_autoptr (Dossier) dossier = storeroom_open_dossier (room->store);
  g_autoptr (GPtrArray) pages = NULL;
  g_autoptr (GError) error = NULL;
  const StoredPage *second;
  Page page
      = {1, 1, PAGE_FRONT, (char *) "page.tif", 1, 1, 1, 1, (char *) STOREROOM_DIGEST};

  storeroom_add_page (room->store, dossier->id, 1);
  storeroom_add_page (room->store, dossier->id, 2);
  storeroom_assert_refused (store_add_page (room->store, dossier->id, &page, &error),
                            &error, FAULT_USAGE);
  page.number = LIMIT_DOSSIER_PAGES + 1;
  storeroom_assert_refused (store_add_page (room->store, dossier->id, &page, &error),
                            &error, FAULT_USAGE);
  page.number = 3;
  storeroom_assert_refused (store_add_page (room->store, "nowhere", &page, &error),
                            &error, FAULT_USAGE);
  pages = store_get_pages (room->store, dossier->id, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (pages->len, ==, 2);
  second = g_ptr_array_index (pages, 1);
  g_assert_cmpuint (second->page->number, ==, 2);
  g_assert_cmpint (second->page->side, ==, PAGE_BACK);
  g_assert_cmpstr (second->page->sha256, ==, STOREROOM_DIGEST);
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
test_reading (Storeroom *room, gconstpointer data) {
  g_autoptr (Dossier) dossier = storeroom_open_dossier (room->store);
  g_autoptr (Reading) reading = new_reading ("ct01", "full_name", "Nguyễn");
  g_autoptr (GPtrArray) pages = NULL;
  g_autoptr (GError) error = NULL;
  const StoredPage *page;
  const Field *field;

  storeroom_add_page (room->store, dossier->id, 1);
  field_contradict (reading->fields->pdata[0], "Nguyên", FIELD_MRZ);
  g_assert_true (store_set_failure (room->store, dossier->id, 1, "Too dark.", &error));
  g_assert_true (get_page (room->store, dossier->id, &pages)->failed);
  g_clear_pointer (&pages, g_ptr_array_unref);
  g_assert_true (store_set_reading (room->store, dossier->id, 1, reading, &error));
  page = get_page (room->store, dossier->id, &pages);
  g_assert_true (page->read);
  g_assert_false (page->failed);
  g_assert_cmpstr (page->type, ==, "ct01");
  g_assert_cmpfloat (page->type_confidence, ==, 0.97);
  field = g_ptr_array_index (page->fields, 0);
  g_assert_cmpstr (field->value, ==, "Nguyễn");
  g_assert_cmpint (field->box.bottom, ==, 448);
  g_assert_cmpstr (field->contrary, ==, "Nguyên");
  g_assert_cmpint (field->contrary_source, ==, FIELD_MRZ);
  storeroom_assert_refused (
      store_set_reading (room->store, dossier->id, 2, reading, &error), &error,
      FAULT_USAGE);
}

/* The quality gate speaks before the page is read; the reading does not change its word. */
static void
test_defects (Storeroom *room, gconstpointer data) {
  const Defect cut = {DEFECT_CUT, PLACE_TOP, 0};
  g_autoptr (Dossier) dossier = storeroom_open_dossier (room->store);
  g_autoptr (Reading) reading = new_reading ("ct01", "full_name", "Nguyễn");
  g_autoptr (GArray) defects = g_array_new (FALSE, FALSE, sizeof (Defect));
  g_autoptr (GPtrArray) pages = NULL;
  g_autoptr (GError) error = NULL;
  const StoredPage *page;

  g_array_append_val (defects, cut);
  storeroom_add_page (room->store, dossier->id, 1);
  g_assert_false (get_page (room->store, dossier->id, &pages)->glanced);
  g_clear_pointer (&pages, g_ptr_array_unref);
  g_assert_true (store_set_defects (room->store, dossier->id, 1, defects, TRUE, &error));
  g_assert_true (store_set_reading (room->store, dossier->id, 1, reading, &error));
  page = get_page (room->store, dossier->id, &pages);
  g_assert_true (page->glanced);
  g_assert_false (page->blank); /* the reading knows better */
  g_assert_cmpuint (page->defects->len, ==, 1);
  g_assert_cmpint (g_array_index (page->defects, Defect, 0).place, ==, PLACE_TOP);
  storeroom_assert_refused (
      store_set_defects (room->store, dossier->id, 2, defects, TRUE, &error), &error,
      FAULT_USAGE);
}

/* What a person has said outlives a second reading, in every order. */
static void
test_person_wins (Storeroom *room, gconstpointer data) {
  g_autoptr (Dossier) dossier = storeroom_open_dossier (room->store);
  g_autoptr (Reading) first = new_reading ("ct01", "full_name", "Nguyen");
  g_autoptr (Reading) second = new_reading ("cccd", "full_name", "Nguyên");
  g_autofree char *long_value = g_strnfill (LIMIT_VALUE_BYTES + 1, 'x');
  g_autoptr (GPtrArray) pages = NULL;
  g_autoptr (GError) error = NULL;
  const StoredPage *page;
  const Field *field;
  Store *store = room->store;

  storeroom_add_page (store, dossier->id, 1);
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
  storeroom_assert_refused (
      store_set_field (store, dossier->id, 1, "note", long_value, &error), &error,
      FAULT_USAGE);
  storeroom_assert_refused (
      store_set_field (store, dossier->id, 1, "note", "\xff", &error), &error,
      FAULT_USAGE);
  storeroom_assert_refused (store_set_field (store, dossier->id, 9, "note", "x", &error),
                            &error, FAULT_USAGE);
}

/* Bound, never part of a statement. */
static void
test_hostile_text (Storeroom *room, gconstpointer data) {
  const char *evil = "'; DROP TABLE dossier; -- %n%s ../../ \"";
  g_autoptr (Dossier) dossier = storeroom_open_dossier (room->store);
  g_autoptr (GPtrArray) pages = NULL;
  g_autoptr (GError) error = NULL;
  const Field *field;

  storeroom_add_page (room->store, dossier->id, 1);
  g_assert_true (store_set_field (room->store, dossier->id, 1, evil, evil, &error));
  field = g_ptr_array_index (get_page (room->store, dossier->id, &pages)->fields, 0);
  g_assert_cmpstr (field->name, ==, evil);
  g_assert_cmpstr (field->value, ==, evil);
}

static void
test_waivers (Storeroom *room, gconstpointer data) {
  g_autoptr (Dossier) dossier = storeroom_open_dossier (room->store);
  g_autoptr (GHashTable) waivers = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (store_set_waiver (room->store, dossier->id, "TP02", "first", &error));
  g_assert_true (store_set_waiver (room->store, dossier->id, "TP02", "second", &error));
  waivers = store_get_waivers (room->store, dossier->id, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_hash_table_size (waivers), ==, 1);
  g_assert_cmpstr (g_hash_table_lookup (waivers, "TP02"), ==, "second");
  storeroom_assert_refused (
      store_set_waiver (room->store, "nowhere", "TP02", "x", &error), &error,
      FAULT_USAGE);
}

static void
test_durations (Storeroom *room, gconstpointer data) {
  g_autofree char *id = storeroom_add_queued (room->store);
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (store_get_duration (room->store, id, "scan"), ==, 0);
  g_assert_true (store_add_duration (room->store, id, "scan", 1500, &error));
  g_assert_true (store_add_duration (room->store, id, "scan", 500, &error));
  g_assert_cmpuint (store_get_duration (room->store, id, "scan"), ==, 2000);
  g_assert_cmpuint (store_get_duration (room->store, id, "read"), ==, 0);
}

#define ADD(name, function)                                                              \
  g_test_add ("/storepage/" name, Storeroom, NULL, storeroom_set_up, function,           \
              storeroom_tear_down)

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  ADD ("open-dossier", test_open_dossier);
  ADD ("pages", test_pages);
  ADD ("reading", test_reading);
  ADD ("defects", test_defects);
  ADD ("person-wins", test_person_wins);
  ADD ("hostile-text", test_hostile_text);
  ADD ("waivers", test_waivers);
  ADD ("durations", test_durations);
  return g_test_run ();
}
