/* SPDX-License-Identifier: Apache-2.0 */

/* Sealing a small dossier and then damaging every part of it. */

#include "upload/package.h"

#include "config/durable.h"
#include "config/fault.h"
#include "config/json.h"
#include "ocr/answer.h"
#include "ocr/layers.h"
#include "tests/unit/strongroom.h"
#include "upload/manifest.h"

#include <leptonica/allheaders.h>

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PAGES 3

typedef struct {
  char *folder;
  char *sealed;
  Vault *vault;
  Dossier *dossier;
  GPtrArray *entries; /* PackagePaper */
  GPtrArray *pages;   /* StoredPage */
} Fixture;

/* A scan, the image for its PDF and what was read, as intake leaves them. */
static StoredPage *
new_page (const Vault *vault, guint number) {
  g_autofree char *scan = page_file_dup (number, "tif");
  g_autofree char *image_file = page_file_dup (number, "img");
  g_autofree char *reading_file = page_file_dup (number, "json");
  g_autofree char *contents = g_strdup_printf ("scan of page %u", number);
  g_autoptr (Image) image = pixCreate (600, 800, 1);
  g_autoptr (PageImage) encoded = NULL;
  g_autoptr (GBytes) block = NULL;
  g_autoptr (Reading) reading = reading_new ();
  g_autofree char *json = NULL;
  Box box = {10, 10, 200, 40};
  StoredPage *page = g_new0 (StoredPage, 1);

  pixSetResolution (image, 100, 100);
  encoded = layers_encode_plain (image, NULL);
  block = pageimage_format (encoded);
  reading->width_px = 600;
  reading->height_px = 800;
  reading->res_dpi = 100;
  g_assert_true (words_append (reading->words, "Nguyễn", 0.9, box, 0));
  json = reading_format (reading, "page", TRUE);
  strongroom_put (vault, scan, contents, -1);
  strongroom_put (vault, image_file, g_bytes_get_data (block, NULL),
                  (gssize) g_bytes_get_size (block));
  strongroom_put (vault, reading_file, json, -1);
  page->page = g_new0 (Page, 1);
  page->page->number = number;
  page->page->sheet = (number + 1) / 2;
  page->page->side = number % 2 ? PAGE_FRONT : PAGE_BACK;
  page->page->sha256 = vault_hash (vault, scan, &page->page->size_bytes, NULL);
  page->page->file = g_steal_pointer (&scan);
  page->read = TRUE;
  page->fields = g_ptr_array_new_with_free_func ((GDestroyNotify) field_free);
  return page;
}

static void
free_entry (PackagePaper *entry) {
  paper_free (entry->paper);
  g_array_unref (entry->pages);
  g_free (entry);
}

static void
add_entry (Fixture *fixture, guint number, guint first_page) {
  PackagePaper *entry = g_new0 (PackagePaper, 1);

  entry->paper = g_new0 (Paper, 1);
  entry->paper->number = number;
  entry->paper->component = g_strdup ("TP01");
  entry->paper->title = g_strdup ("Tờ khai");
  entry->pages = g_array_new (FALSE, FALSE, sizeof (guint));
  g_array_append_val (entry->pages, first_page);
  g_ptr_array_add (fixture->entries, entry);
}

static void
set_up (Fixture *fixture, gconstpointer data) {
  Box box = {1, 2, 3, 4};
  StoredPage *first;

  fixture->folder = g_dir_make_tmp ("motcua-package-XXXXXX", NULL);
  fixture->sealed = g_build_filename (fixture->folder, "sealed", NULL);
  fixture->vault = strongroom_open (fixture->folder);
  fixture->dossier = dossier_new ();
  fixture->dossier->id = g_strdup ("0d5b3a52-7d5f-4c3e-9a37-0c6c4c1f2e11");
  fixture->dossier->code = g_strdup ("TAM-0293-01-261124-0001");
  fixture->dossier->procedure = g_strdup ("2.000815");
  fixture->dossier->created_at = 1795485600;
  fixture->dossier->pages = PAGES;
  fixture->pages = g_ptr_array_new_with_free_func ((GDestroyNotify) stored_page_free);
  for (guint i = 1; i <= PAGES; i++)
    g_ptr_array_add (fixture->pages, new_page (fixture->vault, i));
  first = g_ptr_array_index (fixture->pages, 0);
  g_ptr_array_add (first->fields,
                   field_new ("full_name", "Nguyễn Thị Mẫu", 0.5, box, FIELD_OCR));
  fixture->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) free_entry);
  add_entry (fixture, 1, 1);
  add_entry (fixture, 2, 3); /* page 2 is blank and in no paper */
  ((StoredPage *) g_ptr_array_index (fixture->pages, 1))->blank = TRUE;
}

static void
tear_down (Fixture *fixture, gconstpointer data) {
  g_assert_true (durable_remove (fixture->folder, NULL));
  dossier_free (fixture->dossier);
  g_ptr_array_unref (fixture->entries);
  g_ptr_array_unref (fixture->pages);
  vault_free (fixture->vault);
  g_free (fixture->sealed);
  g_free (fixture->folder);
}

static gboolean
seal (Fixture *fixture, GError **error) {
  PackageContents contents = {fixture->entries, fixture->pages, NULL};

  return package_seal (fixture->vault, fixture->dossier, &contents, error);
}

/* Seals and lets the dossier know its papers, as the store would. */
static void
seal_and_queue (Fixture *fixture) {
  g_autoptr (GError) error = NULL;

  g_assert_true (seal (fixture, &error));
  g_assert_no_error (error);
  for (guint i = 0; i < fixture->entries->len; i++) {
    const Paper *sealed = ((PackagePaper *) fixture->entries->pdata[i])->paper;
    Paper *paper = g_new0 (Paper, 1);

    *paper = *sealed;
    paper->type = g_strdup (sealed->type);
    paper->component = g_strdup (sealed->component);
    paper->title = g_strdup (sealed->title);
    paper->file = g_strdup (sealed->file);
    paper->sha256 = g_strdup (sealed->sha256);
    g_ptr_array_add (fixture->dossier->papers, paper);
  }
  fixture->dossier->state = DOSSIER_QUEUED;
}

static guint
count_violations (Fixture *fixture) {
  g_autoptr (GPtrArray) violations
      = g_ptr_array_new_with_free_func ((GDestroyNotify) violation_free);
  g_autoptr (GError) error = NULL;
  guint files = 0;

  g_assert_true (
      package_verify (fixture->vault, fixture->dossier, violations, &files, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (files, >=, 1);
  return violations->len;
}

static void
test_seal (Fixture *fixture, gconstpointer data) {
  const Paper *paper;
  g_autofree char *path = NULL;
  struct stat status;

  seal_and_queue (fixture);
  paper = g_ptr_array_index (fixture->dossier->papers, 1);
  g_assert_cmpstr (paper->file, ==, "TAM-0293-01-261124-0001.2.pdf");
  g_assert_cmpuint (paper->pages, ==, 1);
  g_assert_cmpuint (strlen (paper->sha256), ==, 64);
  path = g_build_filename (fixture->sealed, paper->file, NULL);
  g_assert_cmpint (stat (path, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0400);
  g_assert_cmpuint ((guint64) status.st_size, >, paper->size_bytes); /* encrypted */
  g_assert_cmpuint (count_violations (fixture), ==, 0);
}

static void
test_manifest (Fixture *fixture, gconstpointer data) {
  g_autoptr (JsonObject) manifest = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *fields = NULL;
  JsonObject *page;

  seal_and_queue (fixture);
  manifest = manifest_load (fixture->vault, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (json_get_string (manifest, "station", NULL), ==, "0293-01");
  g_assert_cmpint (json_get_int (manifest, "count", 0), ==, 2 + 3 * PAGES);
  g_assert_true (json_get_boolean (manifest, "end", FALSE));
  page = json_array_get_object_element (json_get_array (manifest, "pages"), 1);
  g_assert_true (json_get_boolean (page, "blank", FALSE));
  g_assert_cmpint (json_get_int (page, "paper", -1), ==, 0);
  g_assert_cmpstr (json_get_string (page, "side", NULL), ==, "back");
  fields = manifest_format_fields (manifest, 1);
  g_assert_cmpstr (fields, ==, "{\"full_name\":\"Nguyễn Thị Mẫu\"}");
}

/* What a person let go stands there with the reason, in the order of the codes. */
static void
test_waivers (Fixture *fixture, gconstpointer data) {
  g_autoptr (GHashTable) waivers = g_hash_table_new (g_str_hash, g_str_equal);
  PackageContents contents = {fixture->entries, fixture->pages, waivers};
  g_autoptr (JsonObject) manifest = NULL;
  g_autoptr (GList) components = NULL;
  g_autoptr (GError) error = NULL;
  JsonObject *found;

  g_hash_table_insert (waivers, (char *) "TP03", (char *) "third");
  g_hash_table_insert (waivers, (char *) "TP02", (char *) "Có trong kho dữ liệu");
  g_assert_true (package_seal (fixture->vault, fixture->dossier, &contents, &error));
  manifest = manifest_load (fixture->vault, &error);
  g_assert_no_error (error);
  found = json_get_object (manifest, "waivers");
  g_assert_cmpstr (json_get_string (found, "TP02", NULL), ==, "Có trong kho dữ liệu");
  components = json_object_get_members (found);
  g_assert_cmpstr (components->data, ==, "TP02");
}

/* Equal input gives equal bytes, and a folder that was never queued is replaced. */
static void
test_seal_again (Fixture *fixture, gconstpointer data) {
  const Paper *paper = ((PackagePaper *) fixture->entries->pdata[0])->paper;
  g_autofree char *stray = g_build_filename (fixture->sealed, "stray", NULL);
  g_autofree char *first = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (seal (fixture, &error));
  first = g_strdup (paper->sha256);
  g_assert_true (g_file_set_contents (stray, "x", -1, NULL));
  g_assert_true (seal (fixture, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (paper->sha256, ==, first);
  g_assert_false (g_file_test (stray, G_FILE_TEST_EXISTS));
}

/* A citizen's PDF is sealed as it came, whatever is in it. */
static void
test_as_is (Fixture *fixture, gconstpointer data) {
  g_autofree char *digest = NULL;
  PackagePaper *entry = fixture->entries->pdata[1];

  strongroom_put (fixture->vault, "page-0003.orig", "%PDF-1.7\n\0signed", 17);
  digest = vault_hash (fixture->vault, "page-0003.orig", NULL, NULL);
  entry->as_is = "page-0003.orig";
  seal_and_queue (fixture);
  g_assert_cmpstr (entry->paper->sha256, ==, digest);
  g_assert_cmpuint (entry->paper->size_bytes, ==, 17);
}

static void
test_refusals (Fixture *fixture, gconstpointer data) {
  g_autofree char *image = g_build_filename (fixture->folder, "page-0003.img", NULL);
  g_autofree char *part = g_build_filename (fixture->folder, "sealed", NULL);
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;

  g_assert_false (package_seal (fixture->vault, fixture->dossier,
                                &(PackageContents){none, fixture->pages, NULL}, &error));
  g_assert_error (error, FAULT, FAULT_USAGE);
  g_clear_error (&error);
  strongroom_put (fixture->vault, "page-0003.img", "torn", -1);
  g_assert_false (seal (fixture, &error));
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, "page 3"));
  g_clear_error (&error);
  g_assert_cmpint (unlink (image), ==, 0);
  g_assert_false (seal (fixture, &error));
  g_assert_error (error, FAULT, FAULT_STORAGE);
  g_clear_error (&error);
  g_assert_false (g_file_test (part, G_FILE_TEST_EXISTS));
  fixture->dossier->state = DOSSIER_ACCEPTED;
  g_assert_false (seal (fixture, &error));
  g_assert_error (error, FAULT, FAULT_USAGE);
}

/* Each bit of a manifest is under its digest, even if it was changed before it was
 * encrypted. */
static void
test_manifest_bits (Fixture *fixture, gconstpointer data) {
  const char *name = "sealed/" MANIFEST_NAME;
  g_autofree char *text = NULL;
  gsize size;

  seal_and_queue (fixture);
  text = strongroom_take (fixture->vault, name);
  size = strlen (text);
  for (gsize i = 0; i < size; i += 5) {
    g_autoptr (JsonObject) manifest = NULL;

    text[i] ^= (char) (1 << (i % 8));
    strongroom_put (fixture->vault, name, text, (gssize) size);
    manifest = manifest_load (fixture->vault, NULL);
    g_assert_null (manifest);
    text[i] ^= (char) (1 << (i % 8));
  }
}

/* One changed byte in any file is found. */
static void
test_bit_flip (Fixture *fixture, gconstpointer data) {
  g_autofree char *paper
      = g_build_filename (fixture->sealed, "TAM-0293-01-261124-0001.1.pdf", NULL);
  g_autofree char *scan = g_build_filename (fixture->folder, "page-0002.tif", NULL);
  g_autofree char *manifest = g_build_filename (fixture->sealed, MANIFEST_NAME, NULL);
  g_autofree char *image = g_build_filename (fixture->folder, "page-0001.img", NULL);
  g_autofree char *reading = g_build_filename (fixture->folder, "page-0003.json", NULL);
  const char *const files[] = {paper, scan, manifest, image, reading};

  seal_and_queue (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autofree char *bytes = NULL;
    g_autofree char *changed = NULL;
    gsize size;

    g_assert_true (g_file_get_contents (files[i], &bytes, &size, NULL));
    changed = g_memdup2 (bytes, size);
    changed[size / 2] ^= 1;
    g_assert_true (g_file_set_contents (files[i], changed, (gssize) size, NULL));
    g_assert_cmpuint (count_violations (fixture), >=, 1);
    g_assert_true (g_file_set_contents (files[i], bytes, (gssize) size - 1, NULL));
    g_assert_cmpuint (count_violations (fixture), >=, 1);
    g_assert_true (g_file_set_contents (files[i], bytes, (gssize) size, NULL));
    g_assert_cmpuint (count_violations (fixture), ==, 0);
  }
}

static void
test_missing_and_strange (Fixture *fixture, gconstpointer data) {
  g_autofree char *paper
      = g_build_filename (fixture->sealed, "TAM-0293-01-261124-0001.1.pdf", NULL);
  g_autofree char *other
      = g_build_filename (fixture->sealed, "TAM-0293-01-261124-0001.2.pdf", NULL);
  g_autofree char *stray = g_build_filename (fixture->sealed, "stray.pdf", NULL);

  seal_and_queue (fixture);
  g_assert_true (g_file_set_contents (stray, "x", -1, NULL));
  g_assert_cmpuint (count_violations (fixture), ==, 1);
  g_assert_cmpint (unlink (stray), ==, 0);
  g_assert_cmpint (unlink (paper), ==, 0);
  g_assert_cmpuint (count_violations (fixture), ==, 1);
  g_assert_cmpint (symlink (other, paper), ==, 0);
  g_assert_cmpuint (count_violations (fixture), ==, 1);
  g_assert_cmpint (unlink (paper), ==, 0);
  g_assert_cmpint (mkfifo (paper, 0600), ==, 0);
  g_assert_cmpuint (count_violations (fixture), ==, 1);
  g_assert_true (durable_remove (fixture->sealed, NULL));
  g_assert_cmpuint (count_violations (fixture), ==, 1);
}

/* Papers whose records and files agree with each other, but not with the store. */
static void
test_swapped (Fixture *fixture, gconstpointer data) {
  Paper *paper;

  seal_and_queue (fixture);
  paper = g_ptr_array_index (fixture->dossier->papers, 0);
  paper->sha256[0] = paper->sha256[0] == '0' ? '1' : '0';
  g_assert_cmpuint (count_violations (fixture), ==, 1);
  fixture->dossier->pages = PAGES + 1;
  g_assert_cmpuint (count_violations (fixture), ==, 2);
}

/* A manifest may not lead out of its folder or name no file. */
static void
test_hostile_manifest (Fixture *fixture, gconstpointer data) {
  const char *const texts[] = {
      "",
      "[]",
      "{\"format\":1,\"count\":1,\"end\":true,\"papers\":[{\"file\":\"../../etc/"
      "passwd\"}]}",
      "{\"format\":1,\"count\":2,\"end\":true,\"papers\":[7, null]}",
      "{\"format\":1,\"count\":0}",
      "{\"format\":9,\"count\":0,\"end\":true}",
  };

  seal_and_queue (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    strongroom_put (fixture->vault, "sealed/" MANIFEST_NAME, texts[i], -1);
    g_assert_cmpuint (count_violations (fixture), >=, 1);
  }
}

static void
test_open_dossier (Fixture *fixture, gconstpointer data) {
  g_autoptr (GPtrArray) violations = g_ptr_array_new ();
  guint files = 0;

  g_assert_true (
      package_verify (fixture->vault, fixture->dossier, violations, &files, NULL));
  g_assert_cmpuint (violations->len, ==, 0);
  g_assert_cmpuint (files, ==, 0);
}

#define ADD(name, function)                                                              \
  g_test_add ("/package/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  ADD ("seal", test_seal);
  ADD ("manifest", test_manifest);
  ADD ("waivers", test_waivers);
  ADD ("seal-again", test_seal_again);
  ADD ("as-is", test_as_is);
  ADD ("refusals", test_refusals);
  ADD ("manifest-bits", test_manifest_bits);
  ADD ("bit-flip", test_bit_flip);
  ADD ("missing-and-strange", test_missing_and_strange);
  ADD ("swapped", test_swapped);
  ADD ("hostile-manifest", test_hostile_manifest);
  ADD ("open-dossier", test_open_dossier);
  return g_test_run ();
}
