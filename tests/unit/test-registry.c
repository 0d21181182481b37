/* SPDX-License-Identifier: Apache-2.0 */

/* The registry of the practice portal across starts: what was kept is there, what a kill
 * left half-done is gone, numbers are never given twice, and damage is told. */

#include "upload/practice/registry.h"

#include "config/durable.h"
#include "config/fault.h"
#include "config/limits.h"
#include "scrap.h"

#include <string.h>

#define PDF "%PDF-1.7\n"

typedef struct {
  char *folder;
  Registry *registry;
} Fixture;

static void
reopen (Fixture *fixture) {
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&fixture->registry, registry_close);
  fixture->registry = registry_open (fixture->folder, "H30", &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture *fixture, gconstpointer data) {
  fixture->folder = g_dir_make_tmp ("registry-XXXXXX", NULL);
  reopen (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data) {
  g_clear_pointer (&fixture->registry, registry_close);
  g_assert_true (durable_remove (fixture->folder, NULL));
  g_free (fixture->folder);
}

static Filing *
create (Fixture *fixture, const char *uid) {
  g_autoptr (GError) error = NULL;
  Filing *filing = NULL;
  RegistryOutcome outcome = registry_create (fixture->registry, uid, "2.000815",
                                             filing_fields_new (), &filing, &error);

  g_assert_no_error (error);
  g_assert_cmpint (outcome, ==, REGISTRY_KEPT);
  return filing;
}

static RegistryOutcome
add_file (Fixture *fixture, Filing *filing, const char *uid, const char *bytes) {
  FilingFile *draft = filing_file_new ();
  Slice content = scrap_new (bytes, strlen (bytes));
  g_autoptr (GError) error = NULL;
  const FilingFile *file;
  RegistryOutcome outcome;

  draft->uid = g_strdup (uid);
  draft->part = g_strdup ("TP01");
  draft->form = g_strdup ("");
  draft->title = g_strdup ("Giấy \"khai sinh\"");
  draft->type = g_strdup ("pdf");
  draft->metadata = g_strdup ("{}");
  outcome = registry_add_file (fixture->registry, filing, draft, &content, &file, &error);
  g_assert_no_error (error);
  return outcome;
}

static RegistryOutcome
submit (Fixture *fixture, Filing *filing) {
  g_autoptr (GError) error = NULL;
  RegistryOutcome outcome = registry_submit (fixture->registry, filing, &error);

  g_assert_no_error (error);
  return outcome;
}

static Filing *
load (Fixture *fixture, gint64 id) {
  g_autoptr (GError) error = NULL;
  Filing *filing = registry_load (fixture->registry, id, &error);

  g_assert_no_error (error);
  return filing;
}

static void
test_finds_all_again (Fixture *fixture, gconstpointer data) {
  g_autoptr (Filing) first = create (fixture, "uid-1");
  g_autoptr (Filing) second = create (fixture, "uid-2");
  g_autoptr (Filing) loaded = NULL;
  g_autoptr (GArray) ids = NULL;
  const FilingFile *file;

  g_assert_cmpint (add_file (fixture, first, "f", PDF), ==, REGISTRY_KEPT);
  g_assert_cmpint (submit (fixture, first), ==, REGISTRY_KEPT);
  reopen (fixture);
  g_assert_cmpint (registry_find (fixture->registry, "uid-1"), ==, first->id);
  g_assert_cmpint (registry_find (fixture->registry, "uid-2"), ==, second->id);
  g_assert_cmpint (registry_find (fixture->registry, "uid-3"), ==, 0);
  ids = registry_list (fixture->registry);
  g_assert_cmpuint (ids->len, ==, 2);
  loaded = load (fixture, first->id);
  g_assert_cmpstr (loaded->number, ==, first->number);
  g_assert_cmpstr (loaded->password, ==, first->password);
  g_assert_cmpint (loaded->submitted_at_ms, ==, first->submitted_at_ms);
  file = filing_get_file (loaded, "f");
  g_assert_cmpstr (file->title, ==, "Giấy \"khai sinh\"");
  g_assert_cmpint (add_file (fixture, loaded, "f", PDF), ==, REGISTRY_THERE);
  g_assert_cmpint (add_file (fixture, loaded, "f", PDF "x"), ==, REGISTRY_CONFLICT);
  g_assert_cmpint (add_file (fixture, loaded, "g", PDF), ==, REGISTRY_CONFLICT);
  g_assert_null (load (fixture, 99999));
}

static void
test_never_repeats_numbers (Fixture *fixture, gconstpointer data) {
  g_autoptr (GHashTable) numbers = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) filings
      = g_ptr_array_new_with_free_func ((GDestroyNotify) filing_free);

  for (guint i = 0; i < 12; i++) {
    g_autofree char *uid = g_strdup_printf ("uid-%u", i);
    Filing *filing = create (fixture, uid);

    g_ptr_array_add (filings, filing);
    g_assert_cmpint (submit (fixture, filing), ==, REGISTRY_EMPTY);
    g_assert_cmpint (add_file (fixture, filing, "f", PDF), ==, REGISTRY_KEPT);
    g_assert_cmpint (submit (fixture, filing), ==, REGISTRY_KEPT);
    g_assert_cmpint (submit (fixture, filing), ==, REGISTRY_THERE);
    g_assert_true (g_hash_table_add (numbers, filing->number));
    g_assert_cmpint (filing->counter, ==, i + 1);
    if (i % 3 == 2)
      reopen (fixture);
  }
}

static char *
save_in (Fixture *fixture, const char *name) {
  char *path = g_build_filename (fixture->folder, name, NULL);
  g_autofree char *folder = g_path_get_dirname (path);

  g_assert_true (durable_mkdir (folder, NULL));
  g_assert_true (g_file_set_contents (path, "{}", -1, NULL));
  return path;
}

static void
test_drops_what_was_not_finished (Fixture *fixture, gconstpointer data) {
  g_autoptr (Filing) kept = create (fixture, "uid-1");
  g_autofree char *stray = save_in (fixture, "10001/10001009.pdf");
  g_autofree char *part = save_in (fixture, "10001/dossier.json.part");
  g_autofree char *empty = save_in (fixture, "10002/dossier.json.part");
  g_autofree char *folder = g_path_get_dirname (empty);
  g_autofree char *file = NULL;
  g_autoptr (Filing) next = NULL;

  g_assert_cmpint (add_file (fixture, kept, "f", PDF), ==, REGISTRY_KEPT);
  file = registry_path_dup (fixture->registry, kept, kept->files->pdata[0]);
  reopen (fixture);
  g_assert_false (g_file_test (stray, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (part, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (file, G_FILE_TEST_IS_REGULAR));
  next = create (fixture, "uid-2");
  g_assert_cmpint (next->id, ==, kept->id + 1);
}

static void
test_tells_damage (Fixture *fixture, gconstpointer data) {
  g_autofree char *path = save_in (fixture, "10001/dossier.json");
  g_autoptr (GError) error = NULL;

  g_assert_null (registry_open (fixture->folder, "H30", &error));
  g_assert_error (error, FAULT, FAULT_CONFIG);
}

static void
test_tells_swapped_folders (Fixture *fixture, gconstpointer data) {
  g_autoptr (Filing) filing = create (fixture, "uid-1");
  g_autofree char *from = g_build_filename (fixture->folder, "10001", NULL);
  g_autofree char *to = g_build_filename (fixture->folder, "10002", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (durable_rename (from, to, NULL));
  g_assert_null (registry_open (fixture->folder, "H30", &error));
  g_assert_error (error, FAULT, FAULT_CONFIG);
}

static void
test_bounds_files (Fixture *fixture, gconstpointer data) {
  g_autoptr (Filing) filing = create (fixture, "uid-1");
  g_autoptr (Filing) loaded = NULL;

  for (guint i = 0; i < LIMIT_DOSSIER_PAPERS; i++) {
    FilingFile *file = filing_file_new ();

    file->uid = g_strdup_printf ("f-%u", i);
    g_ptr_array_add (filing->files, file);
  }
  g_assert_cmpint (add_file (fixture, filing, "g", PDF), ==, REGISTRY_FULL);
  loaded = load (fixture, filing->id);
  g_assert_cmpuint (loaded->files->len, ==, 0);
}

#define ADD(name, function)                                                              \
  g_test_add ("/registry/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  ADD ("finds-all-again", test_finds_all_again);
  ADD ("never-repeats-numbers", test_never_repeats_numbers);
  ADD ("drops-what-was-not-finished", test_drops_what_was_not_finished);
  ADD ("tells-damage", test_tells_damage);
  ADD ("tells-swapped-folders", test_tells_swapped_folders);
  ADD ("bounds-files", test_bounds_files);
  return g_test_run ();
}
