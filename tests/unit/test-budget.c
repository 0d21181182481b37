/* SPDX-License-Identifier: Apache-2.0 */

/* Papers against what a portal takes. Page images are made of bytes of known sizes, so that
 * what fits is known, too. */

#include "upload/budget.h"

#include "config/durable.h"
#include "config/fault.h"
#include "ocr/pageimage.h"
#include "tests/unit/strongroom.h"
#include "upload/paperfile.h"

#include <string.h>

#define PAGES 6

/* Bytes of a page's picture on each rung. */
static const gsize SIZES[PAGEIMAGE_RUNGS] = {100000, 40000, 10000};

typedef struct {
  char *folder;
  Vault *vault;
  Dossier *dossier;
  GPtrArray *papers; /* PackagePaper */
  GPtrArray *pages;  /* StoredPage */
} Fixture;

static GBytes *
new_jpeg (gsize size) {
  guint8 *bytes = g_malloc0 (size);

  memcpy (bytes, "\xff\xd8\xff", 3);
  memcpy (bytes + size - 2, "\xff\xd9", 2);
  return g_bytes_new_take (bytes, size);
}

static StoredPage *
new_page (const Vault *vault, guint number) {
  g_autofree char *name = page_file_dup (number, "img");
  g_autoptr (PageImage) image = pageimage_new (1000, 1400, 120);
  g_autoptr (GBytes) block = NULL;
  StoredPage *page = g_new0 (StoredPage, 1);

  for (guint rung = 0; rung < PAGEIMAGE_RUNGS; rung++)
    pageimage_take_layer (image, LAYER_JPEG_GRAY, 1000, 1400, new_jpeg (SIZES[rung]))
        ->rungs
        = 1u << rung;
  block = pageimage_format (image);
  strongroom_put (vault, name, g_bytes_get_data (block, NULL),
                  (gssize) g_bytes_get_size (block));
  page->page = g_new0 (Page, 1);
  page->page->number = number;
  page->page->sha256 = g_strdup ("00");
  page->fields = g_ptr_array_new ();
  return page;
}

static void
free_entry (PackagePaper *entry) {
  paper_free (entry->paper);
  g_array_unref (entry->pages);
  g_free (entry);
}

/* A paper of the @count pages from @first on. */
static PackagePaper *
add_paper (Fixture *fixture, guint first, guint count) {
  PackagePaper *entry = g_new0 (PackagePaper, 1);

  entry->paper = g_new0 (Paper, 1);
  entry->paper->number = fixture->papers->len + 1;
  entry->paper->component = g_strdup ("TP01");
  entry->paper->title = g_strdup ("Sơ yếu lý lịch");
  entry->paper->pages = count;
  entry->pages = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint i = 0; i < count; i++) {
    guint number = first + i;

    g_array_append_val (entry->pages, number);
  }
  g_ptr_array_add (fixture->papers, entry);
  return entry;
}

static void
set_up (Fixture *fixture, gconstpointer data) {
  fixture->folder = g_dir_make_tmp ("motcua-budget-XXXXXX", NULL);
  fixture->vault = strongroom_open (fixture->folder);
  fixture->dossier = dossier_new ();
  fixture->dossier->code = g_strdup ("TAM-0293-01-261124-0001");
  fixture->dossier->created_at = 1795485600;
  fixture->papers = g_ptr_array_new_with_free_func ((GDestroyNotify) free_entry);
  fixture->pages = g_ptr_array_new_with_free_func ((GDestroyNotify) stored_page_free);
  for (guint i = 1; i <= PAGES; i++)
    g_ptr_array_add (fixture->pages, new_page (fixture->vault, i));
}

static void
tear_down (Fixture *fixture, gconstpointer data) {
  g_assert_true (durable_remove (fixture->folder, NULL));
  dossier_free (fixture->dossier);
  g_ptr_array_unref (fixture->papers);
  g_ptr_array_unref (fixture->pages);
  vault_free (fixture->vault);
  g_free (fixture->folder);
}

static gboolean
fit (Fixture *fixture, guint64 most_file_bytes, guint64 most_dossier_bytes,
     GError **error) {
  Budget budget = {most_file_bytes, most_dossier_bytes};

  return budget_fit (fixture->vault, fixture->dossier, fixture->papers, fixture->pages,
                     &budget, error);
}

static const PackagePaper *
get_paper (const Fixture *fixture, guint index) {
  return g_ptr_array_index (fixture->papers, index);
}

static guint64
measure (const Fixture *fixture, guint index) {
  guint64 size_bytes = 0;

  g_assert_true (paperfile_measure (fixture->vault, fixture->dossier,
                                    get_paper (fixture, index), fixture->pages,
                                    &size_bytes, NULL));
  return size_bytes;
}

/* The highest rung under the limit, to the byte. */
static void
test_best_under_limit (Fixture *fixture, gconstpointer data) {
  g_autoptr (GError) error = NULL;
  guint64 size_bytes;

  add_paper (fixture, 1, 2);
  g_assert_true (fit (fixture, 0, 0, &error));
  g_assert_cmpuint (get_paper (fixture, 0)->rung, ==, 0);
  size_bytes = measure (fixture, 0);
  g_assert_cmpuint (size_bytes, >, 2 * SIZES[0]);
  g_assert_true (fit (fixture, size_bytes, 0, &error));
  g_assert_cmpuint (get_paper (fixture, 0)->rung, ==, 0);
  g_assert_true (fit (fixture, size_bytes - 1, 0, &error));
  g_assert_cmpuint (get_paper (fixture, 0)->rung, ==, 1);
  g_assert_cmpuint (fixture->papers->len, ==, 1);
  g_assert_cmpstr (get_paper (fixture, 0)->paper->title, ==, "Sơ yếu lý lịch");
}

/* What is measured is what is written. */
static void
test_measures_truly (Fixture *fixture, gconstpointer data) {
  g_autofree char *path = g_build_filename (fixture->folder, "paper.pdf", NULL);
  g_autofree char *digest = NULL;
  g_autoptr (DurableFile) file = durable_open (path, 0600, NULL);
  guint64 size_bytes;

  add_paper (fixture, 1, 3);
  g_assert_true (paperfile_write (file, fixture->vault, fixture->dossier,
                                  get_paper (fixture, 0), fixture->pages, NULL));
  g_assert_true (durable_commit (g_steal_pointer (&file), NULL));
  digest = durable_hash (path, &size_bytes, NULL);
  g_assert_cmpuint (size_bytes, ==, measure (fixture, 0));
}

/* Too large on every rung: parted by pages, in order, none lost. */
static void
test_parts (Fixture *fixture, gconstpointer data) {
  g_autoptr (GError) error = NULL;
  guint64 most;
  guint next = 1;

  add_paper (fixture, 1, 2)->rung = PAGEIMAGE_RUNGS - 1;
  most = measure (fixture, 0) + 500; /* two pages and not three */
  g_ptr_array_set_size (fixture->papers, 0);
  add_paper (fixture, 1, 5);
  add_paper (fixture, 6, 1);
  g_assert_true (fit (fixture, most, 0, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (fixture->papers->len, ==, 4);
  for (guint i = 0; i < fixture->papers->len; i++) {
    const PackagePaper *entry = get_paper (fixture, i);

    g_assert_cmpuint (entry->paper->number, ==, i + 1);
    g_assert_cmpuint (entry->paper->pages, ==, entry->pages->len);
    g_assert_cmpstr (entry->paper->component, ==, "TP01");
    g_assert_cmpuint (measure (fixture, i), <=, most);
    for (guint j = 0; j < entry->pages->len; j++)
      g_assert_cmpuint (g_array_index (entry->pages, guint, j), ==, next++);
  }
  g_assert_cmpuint (next, ==, PAGES + 1);
  g_assert_cmpstr (get_paper (fixture, 0)->paper->title, ==, "Sơ yếu lý lịch (phần 1/3)");
  g_assert_cmpstr (get_paper (fixture, fixture->papers->len - 1)->paper->title, ==,
                   "Sơ yếu lý lịch");
}

/* The largest paper gives way first. */
static void
test_dossier (Fixture *fixture, gconstpointer data) {
  g_autoptr (GError) error = NULL;
  guint64 total;

  add_paper (fixture, 1, 1);
  add_paper (fixture, 2, 5);
  total = measure (fixture, 0) + measure (fixture, 1);
  g_assert_true (fit (fixture, 0, total - 1, &error));
  g_assert_cmpuint (get_paper (fixture, 0)->rung, ==, 0);
  g_assert_cmpuint (get_paper (fixture, 1)->rung, ==, 1);
  g_assert_cmpuint (measure (fixture, 0) + measure (fixture, 1), <, total);
}

static void
check_refused (Fixture *fixture, guint64 most_file, guint64 most_dossier,
               const char *part) {
  g_autoptr (GError) error = NULL;

  g_assert_false (fit (fixture, most_file, most_dossier, &error));
  g_assert_error (error, FAULT, FAULT_USAGE);
  g_assert_nonnull (strstr (error->message, part));
}

static void
test_refusals (Fixture *fixture, gconstpointer data) {
  add_paper (fixture, 1, 2);
  check_refused (fixture, SIZES[2], 0, "Sơ yếu lý lịch");
  g_ptr_array_set_size (fixture->papers, 0);
  add_paper (fixture, 1, 2);
  check_refused (fixture, 0, 2 * SIZES[2], "Hồ sơ còn 0.0");
}

/* A PDF that was handed in has one size and is never parted. */
static void
test_as_is (Fixture *fixture, gconstpointer data) {
  g_autoptr (GError) error = NULL;
  PackagePaper *entry = add_paper (fixture, 1, 2);

  strongroom_put (fixture->vault, "page-0002.orig", "%PDF-1.7 as it came", -1);
  entry->as_is = "page-0002.orig";
  g_assert_true (fit (fixture, 19, 19, &error));
  g_assert_cmpuint (entry->rung, ==, 0);
  check_refused (fixture, 18, 0, "Sơ yếu lý lịch");
}

static void
test_missing_page (Fixture *fixture, gconstpointer data) {
  g_autoptr (GError) error = NULL;

  add_paper (fixture, PAGES + 1, 1);
  g_assert_false (fit (fixture, 1000000, 0, &error));
  g_assert_error (error, FAULT, FAULT_STORAGE);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function)                                                              \
  g_test_add ("/budget/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("best-under-limit", test_best_under_limit);
  ADD ("measures-truly", test_measures_truly);
  ADD ("parts", test_parts);
  ADD ("dossier", test_dossier);
  ADD ("refusals", test_refusals);
  ADD ("as-is", test_as_is);
  ADD ("missing-page", test_missing_page);
  return g_test_run ();
}
