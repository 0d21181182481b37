/* SPDX-License-Identifier: Apache-2.0 */

/* A database that is lost comes back from the sealed folders: not the queue alone, but what
 * was read, what people said, and what was done. */

#include "upload/rebuild.h"

#include "config/durable.h"
#include "ocr/layers.h"
#include "tests/unit/storeroom.h"
#include "upload/arrange.h"
#include "upload/package.h"
#include "upload/trail.h"
#include "upload/violation.h"

#include <leptonica/allheaders.h>

#include <string.h>
#include <unistd.h>

#define PAGES 3 /* the last is taken out */

static void
save (const Vault *vault, guint number, const char *extension, const void *bytes,
      gsize size) {
  g_autofree char *name = page_file_dup (number, extension);
  g_autoptr (GError) error = NULL;

  g_assert_true (vault_save (vault, name, bytes, size, 0600, &error));
}

/* A scan and its image, as intake leaves them, with a value that was read. */
static void
add_page (Storeroom *room, const Vault *vault, guint number) {
  g_autoptr (Image) image = pixCreate (600, 800, 1);
  g_autoptr (PageImage) encoded = NULL;
  g_autoptr (GBytes) block = NULL;
  g_autoptr (Reading) reading = reading_new ();
  g_autoptr (GError) error = NULL;
  Page page = {.number = number, .sheet = number, .width_px = 600, .height_px = 800};

  pixSetResolution (image, 100, 100);
  encoded = layers_encode_plain (image, NULL);
  block = pageimage_format (encoded);
  page.file = page_name_dup (number);
  save (vault, number, "tif", "scan", strlen ("scan"));
  save (vault, number, "img", g_bytes_get_data (block, NULL), g_bytes_get_size (block));
  page.sha256 = vault_hash (vault, page.file, &page.size_bytes, &error);
  g_assert_true (store_add_page (room->store, vault_get_id (vault), &page, &error));
  reading->width_px = 590;
  reading->height_px = 790;
  reading->document_type = g_strdup ("ct01");
  reading->document_type_confidence = 0.75;
  g_ptr_array_add (reading->fields, field_new ("full_name", "Nguyễn Thị Mẫu", 0.5,
                                               (Box){1, 2, 30, 40}, FIELD_MRZ));
  g_assert_true (
      store_set_reading (room->store, vault_get_id (vault), number, reading, &error));
  g_assert_no_error (error);
  g_free (page.file);
  g_free (page.sha256);
}

/* What people do at a dossier before it is sealed. */
static void
work_on (Storeroom *room, const char *id) {
  g_autoptr (GError) error = NULL;

  g_assert_true (
      store_set_field (room->store, id, 2, "address", "Hẻm 3, Cần Thơ", &error));
  g_assert_true (store_set_waiver (room->store, id, "TP09", "Đã nộp trước", &error));
  g_assert_true (store_add_decision (room->store, id, "likeness-kept", 2,
                                     "Hai tờ khác nhau", &error));
  g_assert_true (store_set_declared (room->store, id, PAGES, &error));
  g_assert_true (arrange_remove (room->store, id, PAGES, &error));
  g_assert_no_error (error);
}

static void
seal (Storeroom *room, const Dossier *dossier, const Vault *vault) {
  g_autoptr (GPtrArray) papers = g_ptr_array_new ();
  g_autoptr (GPtrArray) entries = g_ptr_array_new ();
  g_autoptr (GArray) numbers = g_array_new (FALSE, TRUE, sizeof (guint));
  g_autoptr (GArray) paper_of_page = g_array_new (FALSE, TRUE, sizeof (guint));
  g_autoptr (GError) error = NULL;
  const char *id = dossier->id;
  g_autoptr (GPtrArray) pages = store_get_pages (room->store, id, &error);
  g_autoptr (GPtrArray) removed = store_get_removed (room->store, id, &error);
  g_autoptr (GPtrArray) decisions = store_get_decisions (room->store, id, &error);
  g_autoptr (GHashTable) waivers = store_get_waivers (room->store, id, &error);
  g_autoptr (GPtrArray) trail = trail_load (room->store, id, &error);
  g_autoptr (Paper) paper = g_new0 (Paper, 1);
  PackagePaper entry = {.paper = paper, .pages = numbers};
  SheetCounts counts;
  Applicant applicant = {0};
  PackageContents contents = {.papers = entries,
                              .pages = pages,
                              .waivers = waivers,
                              .removed = removed,
                              .decisions = decisions,
                              .trail = trail,
                              .counts = &counts};

  paper->number = 1;
  for (guint number = 1; number < PAGES; number++) {
    g_array_append_val (numbers, number);
    g_array_append_val (paper_of_page, paper->number);
  }
  g_ptr_array_add (papers, paper);
  g_ptr_array_add (entries, &entry);
  g_assert_true (store_get_counts (room->store, id, &counts, &error));
  g_assert_true (package_seal (vault, dossier, &contents, &error));
  g_assert_true (store_queue (room->store, id, "practice", &applicant, papers,
                              paper_of_page, &error));
  g_assert_no_error (error);
}

static void
lose_database (Storeroom *room) {
  g_autofree char *path = g_build_filename (room->folder, "motcua.db", NULL);
  g_autoptr (GPtrArray) entries
      = g_ptr_array_new_with_free_func ((GDestroyNotify) rebuild_entry_free);
  g_autofree char *kept = NULL;
  g_autoptr (GError) error = NULL;

  store_free (room->store);
  g_assert_cmpint (unlink (path), ==, 0);
  g_assert_true (rebuild_run (room->folder, NULL, entries, &kept, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (entries->len, ==, 1);
  room->store = storeroom_open_store (room->folder);
}

static void
assert_same_field (const Field *field, const Field *other) {
  g_assert_cmpstr (field->name, ==, other->name);
  g_assert_cmpstr (field->value, ==, other->value);
  g_assert_cmpfloat (field->confidence, ==, other->confidence);
  g_assert_cmpint (field->source, ==, other->source);
  g_assert_cmpmem (&field->box, sizeof field->box, &other->box, sizeof other->box);
}

static void
assert_same_pages (const GPtrArray *pages, const GPtrArray *others) {
  g_assert_cmpuint (pages->len, ==, others->len);
  for (guint i = 0; i < pages->len; i++) {
    const StoredPage *page = g_ptr_array_index (pages, i);
    const StoredPage *other = g_ptr_array_index (others, i);

    g_assert_cmpuint (page->page->number, ==, other->page->number);
    g_assert_cmpstr (page->page->sha256, ==, other->page->sha256);
    g_assert_cmpuint (page->place, ==, other->place);
    g_assert_cmpstr (page->type, ==, other->place > 0 ? other->type : NULL);
    g_assert_cmpuint (page->upright_width_px, ==,
                      other->place > 0 ? other->upright_width_px : 0);
    for (guint j = 0; other->place > 0 && j < other->fields->len; j++)
      assert_same_field (g_ptr_array_index (page->fields, j),
                         g_ptr_array_index (other->fields, j));
  }
}

static gboolean
count_recalled (const TrailEntry *entry, gpointer data) {
  *(guint *) data += g_str_equal (entry->act, "recall");
  return TRUE;
}

/* The trail is whole by itself and tells what the old one held. */
static void
assert_recalled (Store *store, const GPtrArray *before) {
  g_autoptr (GError) error = NULL;
  g_autofree char *what = NULL;
  gint64 entries;
  guint recalled = 0;

  g_assert_true (trail_verify (store, NULL, &entries, &what, &error));
  g_assert_null (what);
  g_assert_true (trail_walk (store, NULL, count_recalled, &recalled, &error));
  g_assert_cmpuint (recalled, ==, before->len);
  g_assert_cmpuint (recalled, >, PAGES);
}

static void
test_all_comes_back (Storeroom *room, gconstpointer data) {
  g_autoptr (Dossier) dossier = storeroom_open_dossier (room->store);
  g_autoptr (GError) error = NULL;
  g_autoptr (Vault) vault = store_open_vault (room->store, dossier->id, &error);
  g_autoptr (GPtrArray) pages = NULL, removed = NULL, trail = NULL;
  g_autoptr (GPtrArray) pages_after = NULL, removed_after = NULL, decisions = NULL;
  g_autoptr (GHashTable) waivers = NULL;
  SheetCounts counts;

  for (guint number = 1; number <= PAGES; number++)
    add_page (room, vault, number);
  work_on (room, dossier->id);
  pages = store_get_pages (room->store, dossier->id, &error);
  removed = store_get_removed (room->store, dossier->id, &error);
  seal (room, dossier, vault);
  trail = trail_load (room->store, dossier->id, &error);
  lose_database (room);
  pages_after = store_get_pages (room->store, dossier->id, &error);
  removed_after = store_get_removed (room->store, dossier->id, &error);
  assert_same_pages (pages_after, pages);
  assert_same_pages (removed_after, removed);
  g_assert_cmpuint (removed_after->len, ==, 1);
  decisions = store_get_decisions (room->store, dossier->id, &error);
  g_assert_cmpuint (decisions->len, ==, 1);
  g_assert_cmpstr (((Decision *) g_ptr_array_index (decisions, 0))->reason, ==,
                   "Hai tờ khác nhau");
  waivers = store_get_waivers (room->store, dossier->id, &error);
  g_assert_cmpstr (g_hash_table_lookup (waivers, "TP09"), ==, "Đã nộp trước");
  g_assert_true (store_get_counts (room->store, dossier->id, &counts, &error));
  g_assert_cmpuint (counts.declared, ==, PAGES);
  g_assert_cmpuint (counts.removed, ==, 1);
  assert_recalled (room->store, trail);
}

/* --- at its portal ------------------------------------------------------------------ */

#define NEXT_TRY_AT 4000000000

static char *
seal_one (Storeroom *room) {
  g_autoptr (Dossier) dossier = storeroom_open_dossier (room->store);
  g_autoptr (GError) error = NULL;
  g_autoptr (Vault) vault = store_open_vault (room->store, dossier->id, &error);

  for (guint number = 1; number < PAGES; number++)
    add_page (room, vault, number);
  seal (room, dossier, vault);
  return g_strdup (dossier->id);
}

/* An attempt that came so far that the portal has given a number and an upload. */
static void
begin_sending (Storeroom *room, const char *id) {
  g_autoptr (GError) error = NULL;
  g_autoptr (Dossier) claimed = NULL;

  g_assert_true (store_claim (room->store, 3000000000, &claimed, &error));
  g_assert_cmpstr (claimed->id, ==, id);
  g_assert_true (store_set_portal_id (room->store, id, "4711", "H15-1", &error));
  g_assert_true (
      store_set_note (room->store, id, "practice", "file/1", "/files/abc", &error));
  g_assert_no_error (error);
}

static Dossier *
come_back (Storeroom *room, const char *id, DossierState state) {
  g_autoptr (GError) error = NULL;
  g_autofree char *note = NULL;
  Dossier *dossier;

  lose_database (room);
  dossier = store_get_dossier (room->store, id, &error);
  g_assert_no_error (error);
  g_assert_cmpint (dossier->state, ==, state);
  g_assert_cmpstr (dossier->portal_id, ==, "4711");
  g_assert_cmpstr (dossier->portal_code, ==, "H15-1");
  g_assert_cmpuint (dossier->attempts, ==, 1);
  g_assert_true (store_get_note (room->store, id, "practice", "file/1", &note, &error));
  g_assert_cmpstr (note, ==, "/files/abc");
  return dossier;
}

static void
test_sending_goes_on (Storeroom *room, gconstpointer data) {
  g_autofree char *id = seal_one (room);
  g_autoptr (Dossier) dossier = NULL;

  begin_sending (room, id);
  dossier = come_back (room, id, DOSSIER_QUEUED);
  dossier_free (g_steal_pointer (&dossier));
  dossier = come_back (room, id, DOSSIER_QUEUED); /* and once more */
}

static void
test_deferred_waits (Storeroom *room, gconstpointer data) {
  g_autofree char *id = seal_one (room);
  g_autoptr (Dossier) dossier = NULL;
  g_autoptr (Dossier) claimed = NULL;
  g_autoptr (GPtrArray) trail = NULL;
  g_autoptr (GError) error = NULL;

  begin_sending (room, id);
  g_assert_true (store_defer (room->store, id, NEXT_TRY_AT, "Busy.", &error));
  g_assert_true (store_set_priority (room->store, id, 2, &error));
  trail = trail_load (room->store, id, &error);
  dossier = come_back (room, id, DOSSIER_DEFERRED);
  g_assert_cmpint (dossier->next_try_at, ==, NEXT_TRY_AT);
  g_assert_cmpstr (dossier->last_answer, ==, "Busy.");
  g_assert_cmpuint (dossier->priority, ==, 2);
  g_assert_true (store_claim (room->store, NEXT_TRY_AT - 1, &claimed, &error));
  g_assert_null (claimed);
  assert_recalled (room->store, trail);
}

static void
test_refused_waits (Storeroom *room, gconstpointer data) {
  g_autofree char *id = seal_one (room);
  g_autoptr (Dossier) dossier = NULL;
  g_autoptr (GError) error = NULL;

  begin_sending (room, id);
  g_assert_true (store_refuse (room->store, id, "A paper is missing.", &error));
  dossier = come_back (room, id, DOSSIER_NEEDS_PERSON);
  g_assert_cmpstr (dossier->last_answer, ==, "A paper is missing.");
  g_assert_true (store_move (room->store, id, DOSSIER_QUEUED, &error));
  dossier_free (g_steal_pointer (&dossier));
  dossier = come_back (room, id, DOSSIER_QUEUED); /* a person's word counts more */
}

/* It may have said anything, so that a person looks; and verifying names the file. */
static void
test_damaged_progress (Storeroom *room, gconstpointer data) {
  g_autofree char *id = seal_one (room);
  g_autofree char *path
      = g_build_filename (room->folder, "dossiers", id, "progress.json", NULL);
  g_autoptr (GPtrArray) violations
      = g_ptr_array_new_with_free_func ((GDestroyNotify) violation_free);
  g_autoptr (GError) error = NULL;
  g_autoptr (Vault) vault = store_open_vault (room->store, id, &error);
  g_autoptr (Dossier) dossier = NULL;
  guint files = 0;

  g_assert_true (g_file_set_contents (path, "nothing of ours", -1, NULL));
  g_assert_true (package_verify (vault, NULL, violations, &files, &error));
  g_assert_cmpuint (violations->len, ==, 1);
  g_assert_cmpstr (((Violation *) g_ptr_array_index (violations, 0))->file, ==,
                   "progress.json");
  lose_database (room);
  dossier = store_get_dossier (room->store, id, &error);
  g_assert_cmpint (dossier->state, ==, DOSSIER_NEEDS_PERSON);
  g_assert_cmpint (unlink (path), ==, 0);
  g_ptr_array_set_size (violations, 0);
  g_assert_true (package_verify (vault, NULL, violations, &files, &error));
  g_assert_cmpuint (violations->len, ==, 1);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/rebuild/all-comes-back", Storeroom, NULL, storeroom_set_up,
              test_all_comes_back, storeroom_tear_down);
  g_test_add ("/rebuild/sending-goes-on", Storeroom, NULL, storeroom_set_up,
              test_sending_goes_on, storeroom_tear_down);
  g_test_add ("/rebuild/deferred-waits", Storeroom, NULL, storeroom_set_up,
              test_deferred_waits, storeroom_tear_down);
  g_test_add ("/rebuild/refused-waits", Storeroom, NULL, storeroom_set_up,
              test_refused_waits, storeroom_tear_down);
  g_test_add ("/rebuild/damaged-progress", Storeroom, NULL, storeroom_set_up,
              test_damaged_progress, storeroom_tear_down);
  return g_test_run ();
}
