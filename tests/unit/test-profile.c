/* SPDX-License-Identifier: Apache-2.0 */

/* How the shipped catalogue scans its papers, and who may change it. */

#include "kiosk/profile.h"

#include "config/fault.h"
#include "config/layout.h"

#include <string.h>

typedef struct {
  Catalogue *catalogue;
  Settings *settings;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data) {
  g_autofree char *path = layout_data_dup ("config/procedures.json");

  fixture->catalogue = catalogue_load (path, NULL);
  fixture->settings = settings_load (NULL, NULL);
  g_assert_nonnull (fixture->catalogue);
  g_assert_nonnull (fixture->settings);
}

static void
tear_down (Fixture *fixture, gconstpointer data) {
  catalogue_free (fixture->catalogue);
  settings_free (fixture->settings);
}

static void
test_card (Fixture *fixture, gconstpointer data) {
  const PaperType *card = catalogue_get_paper_type (fixture->catalogue, "gplx");
  ScanJob job = scanjob_get_usual (fixture->settings);

  job.source = "adf";
  job.mode = "gray";
  job.area = "0,0,50,50";
  profile_set (&job, card);
  g_assert_cmpuint (job.res_dpi, ==, 300);
  g_assert_cmpstr (job.mode, ==, "color");
  g_assert_cmpstr (job.source, ==, "duplex");
  g_assert_cmpstr (job.page_size, ==, "id-card");
  g_assert_null (job.area);

  /* On the glass the person turns it over. */
  job.source = "flatbed";
  profile_set (&job, card);
  g_assert_cmpstr (job.source, ==, "flatbed");
}

/* A paper without a profile leaves the settings alone. */
static void
test_plain (Fixture *fixture, gconstpointer data) {
  const PaperType *form = catalogue_get_paper_type (fixture->catalogue, "ct01");
  ScanJob job = scanjob_get_usual (fixture->settings);
  ScanJob before = job;
  g_autoptr (GError) error = NULL;

  profile_set (&job, form);
  g_assert_cmpmem (&job, sizeof job, &before, sizeof before);
  g_assert_true (profile_check (&job, form, fixture->settings, &error));
}

static void
test_lock (Fixture *fixture, gconstpointer data) {
  const PaperType *card = catalogue_get_paper_type (fixture->catalogue, "gplx");
  ScanJob job = scanjob_get_usual (fixture->settings);
  g_autoptr (GError) error = NULL;

  profile_set (&job, card);
  g_assert_true (profile_check (&job, card, fixture->settings, &error));
  job.res_dpi = 150;
  g_assert_false (profile_check (&job, card, fixture->settings, &error));
  g_assert_error (error, FAULT, FAULT_USAGE);
  g_assert_nonnull (strstr (error->message, "gplx"));
  g_clear_error (&error);
  job.res_dpi = 300;
  job.area = "0,0,50,50";
  g_assert_false (profile_check (&job, card, fixture->settings, NULL));

  g_free (fixture->settings->scan_profiles);
  fixture->settings->scan_profiles = g_strdup ("free");
  g_assert_true (profile_check (&job, card, fixture->settings, &error));
}

#define ADD(name, test)                                                                  \
  g_test_add ("/profile/" name, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  ADD ("card", test_card);
  ADD ("plain", test_plain);
  ADD ("lock", test_lock);
  return g_test_run ();
}
