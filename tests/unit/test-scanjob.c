/* SPDX-License-Identifier: Apache-2.0 */

/* A feeding through a genuine motcua-scan on the hopper: whole, cancelled, hung. */

#include "kiosk/scanjob.h"

#include "config/durable.h"
#include "config/fault.h"

#include <leptonica/allheaders.h>

#include <string.h>

#include <glib/gstdio.h>

#define SIDES 4

typedef struct {
  char *papers;
  char *out;
  char *device;
  guint pages;
  GCancellable *cancellable; /* cancelled at the second page, if set */
  gint64 cancelled_us;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data) {
  fixture->papers = g_dir_make_tmp ("papers-XXXXXX", NULL);
  fixture->out = g_dir_make_tmp ("pages-XXXXXX", NULL);
  fixture->device = g_strconcat ("hopper:", fixture->papers, NULL);
  for (guint i = 0; i < SIDES; i++) {
    g_autofree char *name = g_strdup_printf ("%u.png", i);
    g_autofree char *path = g_build_filename (fixture->papers, name, NULL);
    PIX *side = pixCreate (827, 1169, 8);

    pixSetAllGray (side, 200 + (int) i);
    pixSetResolution (side, 100, 100);
    g_assert_cmpint (pixWrite (path, side, IFF_PNG), ==, 0);
    pixDestroy (&side);
  }
}

static void
tear_down (Fixture *fixture, gconstpointer data) {
  g_assert_true (durable_remove (fixture->papers, NULL));
  g_assert_true (durable_remove (fixture->out, NULL));
  g_clear_object (&fixture->cancellable);
  g_free (fixture->papers);
  g_free (fixture->out);
  g_free (fixture->device);
}

static gboolean
on_page (const Page *page, gpointer data, GError **error) {
  Fixture *fixture = data;
  g_autofree char *path = g_build_filename (fixture->out, page->file, NULL);
  g_autofree char *sum = durable_hash (path, NULL, error);

  g_assert_cmpstr (sum, ==, page->sha256);
  fixture->pages++;
  if (fixture->cancellable != NULL && fixture->pages == 2) {
    fixture->cancelled_us = g_get_monotonic_time ();
    g_cancellable_cancel (fixture->cancellable);
  }
  return TRUE;
}

static Report *
feed (Fixture *fixture, guint stall_ms) {
  const ScanJob job = {.device = fixture->device,
                       .source = "duplex",
                       .mode = "gray",
                       .res_dpi = 100,
                       .folder = fixture->out,
                       .first = 1,
                       .stall_ms = stall_ms};
  g_autoptr (GError) error = NULL;
  Report *end = NULL;
  gboolean fed = scanjob_run (&job, fixture->cancellable, on_page, fixture, &end, &error);

  g_assert_no_error (error);
  g_assert_true (fed);
  return end;
}

static void
write_script (Fixture *fixture, const char *text) {
  g_autofree char *path = g_build_filename (fixture->papers, "hopper.conf", NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static void
test_whole (Fixture *fixture, gconstpointer data) {
  g_autoptr (Report) end = feed (fixture, 20000);

  g_assert_cmpint (end->outcome, ==, REPORT_EMPTY);
  g_assert_cmpuint (fixture->pages, ==, SIDES);
  g_assert_cmpstr (end->message, ==, "");
  g_assert_cmpuint (end->sheet, ==, 0);
  g_assert_cmpuint (end->next_page, ==, SIDES + 1);
}

static guint
count_files (const char *folder) {
  g_autoptr (GDir) entries = g_dir_open (folder, 0, NULL);
  guint count = 0;

  while (g_dir_read_name (entries) != NULL)
    count++;
  return count;
}

/* A sheet that went through while the feeding was being cancelled is told of, too. */
static void
test_cancel (Fixture *fixture, gconstpointer data) {
  g_autoptr (Report) end = NULL;

  fixture->cancellable = g_cancellable_new ();
  end = feed (fixture, 20000);
  g_assert_cmpint (end->outcome, ==, REPORT_CANCELLED);
  g_assert_cmpuint (fixture->pages, >=, 2);
  g_assert_cmpuint (fixture->pages, ==, count_files (fixture->out));
  g_assert_cmpint (g_get_monotonic_time () - fixture->cancelled_us, <,
                   2 * G_USEC_PER_SEC);
}

/* The second sheet jams: it is named, and goes on top. */
static void
test_jam_keeps_pages (Fixture *fixture, gconstpointer data) {
  g_autoptr (Report) end = NULL;

  write_script (fixture, "sheet 2 = jam\n");
  end = feed (fixture, 20000);
  g_assert_cmpint (end->outcome, ==, REPORT_JAM);
  g_assert_cmpuint (fixture->pages, ==, 2);
  g_assert_cmpuint (end->last_page, ==, 2);
  g_assert_cmpuint (end->last_sheet, ==, 1);
  g_assert_cmpuint (end->sheet, ==, 2);
  g_assert_cmpuint (end->next_page, ==, 3);
  g_assert_nonnull (strstr (end->message, "ut sheet 2 on top"));
}

static void
test_hang_is_given_up (Fixture *fixture, gconstpointer data) {
  g_autoptr (Report) hung = NULL;
  g_autoptr (Report) mended = NULL;
  gint64 began_us = g_get_monotonic_time ();

  write_script (fixture, "sheet 2 = hang\n");
  hung = feed (fixture, 2000);
  g_assert_cmpint (hung->outcome, ==, REPORT_FAILED);
  g_assert_cmpuint (fixture->pages, ==, 2);
  g_assert_cmpuint (hung->sheet, ==, 2);
  g_assert_nonnull (strstr (hung->message, "ut sheet 2 on top"));
  g_assert_cmpint (g_get_monotonic_time () - began_us, <, 4 * G_USEC_PER_SEC);

  /* The device works again at once. */
  write_script (fixture, "");
  fixture->pages = 0;
  mended = feed (fixture, 20000);
  g_assert_cmpint (mended->outcome, ==, REPORT_EMPTY);
  g_assert_cmpuint (fixture->pages, ==, SIDES);
}

static gboolean
on_measured_page (const Page *page, gpointer data, GError **error) {
  Page *kept = data;

  kept->width_px = page->width_px;
  kept->height_px = page->height_px;
  kept->res_dpi = page->res_dpi;
  return TRUE;
}

/* The shape of the last page. */
static Page
measure (const ScanJob *job) {
  g_autoptr (Report) end = NULL;
  g_autoptr (GError) error = NULL;
  Page page = {0};

  g_assert_true (scanjob_run (job, NULL, on_measured_page, &page, &end, &error));
  g_assert_cmpuint (page.res_dpi, >, 0);
  return page;
}

/* The preview shows the same millimetres as the scan, whatever is chosen. */
static void
test_preview (Fixture *fixture, gconstpointer data) {
  static const struct {
    const char *source, *mode, *page_size, *area;
    guint res_dpi;
  } choices[] = {
      {"flatbed", "color", "a4", NULL, 300},
      {"flatbed", "gray", "a5", NULL, 200},
      {"flatbed", "gray", "a3", NULL, 150},
      {"flatbed", "gray", "id-card", NULL, 600},
      {"flatbed", "gray", "receipt", NULL, 200},
      {"flatbed", "lineart", "a4", NULL, 300},
      {"adf", "gray", "a5", NULL, 150},
      {"flatbed", "gray", NULL, "12.5,33,101,77.7", 300},
  };

  for (guint i = 0; i < G_N_ELEMENTS (choices); i++) {
    const ScanJob job = {.device = fixture->device,
                         .source = choices[i].source,
                         .mode = choices[i].mode,
                         .res_dpi = choices[i].res_dpi,
                         .page_size = choices[i].page_size,
                         .area = choices[i].area,
                         .folder = fixture->out,
                         .first = 1,
                         .stall_ms = 20000};
    const ScanJob preview = scanjob_get_preview (&job);
    Page whole = measure (&job), small = measure (&preview);
    double scale = (double) whole.res_dpi / small.res_dpi;

    g_assert_cmpuint (small.res_dpi, ==, 100);
    g_assert_cmpfloat (ABS (small.width_px * scale - whole.width_px), <=, scale + 1);
    g_assert_cmpfloat (ABS (small.height_px * scale - whole.height_px), <=, scale + 1);
  }
}

#define ADD(name, test)                                                                  \
  g_test_add ("/scanjob/" name, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  ADD ("whole", test_whole);
  ADD ("cancel", test_cancel);
  ADD ("jam-keeps-pages", test_jam_keeps_pages);
  ADD ("preview", test_preview);
  ADD ("hang-is-given-up", test_hang_is_given_up);
  return g_test_run ();
}
