/* SPDX-License-Identifier: Apache-2.0 */

#include "tests/unit/storeroom.h"

#include "config/durable.h"
#include "config/fault.h"

Store *
storeroom_open_store (const char *folder) {
  g_autoptr (GError) error = NULL;
  Store *store = store_open (folder, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (store);
  return store;
}

void
storeroom_set_up (Storeroom *fixture, gconstpointer data) {
  g_autofree char *parent = g_dir_make_tmp ("motcua-store-XXXXXX", NULL);

  fixture->folder = g_build_filename (parent, "store", NULL);
  fixture->store = storeroom_open_store (fixture->folder);
}

void
storeroom_tear_down (Storeroom *fixture, gconstpointer data) {
  g_autofree char *parent = g_path_get_dirname (fixture->folder);

  store_free (fixture->store);
  g_assert_true (durable_remove (parent, NULL));
  g_free (fixture->folder);
}

Dossier *
storeroom_open_dossier (Store *store) {
  g_autoptr (GError) error = NULL;
  Dossier *dossier = store_open_dossier (store, "2.000815", "Chứng thực", "2026-01",
                                         "0293-01", &error);

  g_assert_no_error (error);
  return dossier;
}

void
storeroom_add_page (Store *store, const char *id, guint number) {
  g_autoptr (GError) error = NULL;
  Page page = {number,
               (number + 1) / 2,
               number % 2 ? PAGE_FRONT : PAGE_BACK,
               (char *) "page.tif",
               2480,
               3508,
               300,
               1234,
               (char *) STOREROOM_DIGEST};

  g_assert_true (store_add_page (store, id, &page, &error));
  g_assert_no_error (error);
}

void
storeroom_queue (Store *store, const char *id, guint pages) {
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) papers = g_ptr_array_new ();
  g_autoptr (GArray) numbers = g_array_new (FALSE, TRUE, sizeof (guint));
  Paper paper = {1,
                 (char *) "ct01",
                 (char *) "TP01",
                 (char *) "Tờ khai",
                 (char *) "a.1.pdf",
                 pages,
                 999,
                 (char *) STOREROOM_DIGEST,
                 TRUE};
  Applicant applicant = {(char *) "Nguyễn Thị Mẫu", (char *) "093188001231", NULL, NULL};

  g_ptr_array_add (papers, &paper);
  for (guint i = 0; i < pages; i++)
    g_array_append_val (numbers, paper.number);
  g_assert_true (
      store_queue (store, id, "practice", &applicant, papers, numbers, &error));
  g_assert_no_error (error);
}

/* Id of a new queued dossier with one page. */
char *
storeroom_add_queued (Store *store) {
  g_autoptr (Dossier) dossier = storeroom_open_dossier (store);

  storeroom_add_page (store, dossier->id, 1);
  storeroom_queue (store, dossier->id, 1);
  return g_strdup (dossier->id);
}

Dossier *
storeroom_claim (Store *store, gint64 now) {
  g_autoptr (GError) error = NULL;
  Dossier *dossier = NULL;

  gboolean claimed = store_claim (store, now, &dossier, &error);

  g_assert_no_error (error);
  g_assert_true (claimed);
  return dossier;
}

DossierState
storeroom_get_state (Store *store, const char *id) {
  g_autoptr (GError) error = NULL;
  g_autoptr (Dossier) dossier = store_get_dossier (store, id, &error);

  g_assert_no_error (error);
  return dossier->state;
}

void
storeroom_assert_refused (gboolean done, GError **error, int code) {
  g_assert_false (done);
  g_assert_error (*error, FAULT, code);
  g_clear_error (error);
}
