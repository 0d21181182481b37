/* SPDX-License-Identifier: Apache-2.0 */

#include "batch.h"

#include "config/limits.h"

#include <glib/gstdio.h>
#include <leptonica/allheaders.h>

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

typedef struct {
  char *pages;
  char *out;
  char *device;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data) {
  fixture->pages = batch_new_folder ();
  fixture->out = batch_new_folder ();
  fixture->device = g_strconcat ("hopper:", fixture->pages, NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data) {
  batch_drop_folder (fixture->pages);
  batch_drop_folder (fixture->out);
  g_free (fixture->device);
}

static void
save_script (const Fixture *fixture, const char *script) {
  g_autofree char *path = g_build_filename (fixture->pages, "hopper.conf", NULL);

  g_assert_true (g_file_set_contents (path, script, -1, NULL));
}

static Batch *
start_batch (const Fixture *fixture, GSpawnChildSetupFunc setup) {
  const char *arguments[]
      = {"--device", fixture->device, "--out", fixture->out, "--resolution",
         "50",       "--source",      "adf",   NULL};

  return batch_start (arguments, setup);
}

static guint
count_files (const Fixture *fixture, const char *suffix) {
  g_autoptr (GDir) folder = g_dir_open (fixture->out, 0, NULL);
  const char *name;
  guint count = 0;

  while ((name = g_dir_read_name (folder)) != NULL)
    count += g_str_has_suffix (name, suffix);
  return count;
}

/* Sheet 7 of 20 jams; with what is left in the feeder the batch goes on, and the pages of
 * both are those of the stack, in order, once each. */
static void
test_resume_after_jam (Fixture *fixture, gconstpointer data) {
  g_autoptr (Batch) jammed = NULL;
  g_autoptr (Batch) resumed = NULL;

  batch_draw_stack (fixture->pages, 20);
  save_script (fixture, "sheet 7 = jam");
  jammed = start_batch (fixture, NULL);
  batch_wait (jammed);
  batch_assert (jammed, fixture->out, REPORT_JAM, 6);
  save_script (fixture, "");
  for (guint i = 1; i <= 6; i++) {
    g_autofree char *path = g_strdup_printf ("%s/%03u.png", fixture->pages, i);
    g_autofree char *aside = g_strdup_printf ("%s/.%03u.png", fixture->pages, i);

    g_assert_cmpint (g_rename (path, aside), ==, 0);
  }
  resumed = batch_run (fixture->device, fixture->out, "--resolution", "50", "--mode",
                       "gray", "--source", "adf", "--first", "7", NULL);
  batch_assert (resumed, fixture->out, REPORT_EMPTY, 14);
  for (guint i = 7; i <= 20; i++) {
    g_autofree char *path = g_strdup_printf ("%s/%03u.png", fixture->pages, i);
    const Page *page = ((Report *) resumed->pages->pdata[i - 7])->page;

    g_assert_cmpuint (page->number, ==, i);
    g_assert_cmpuint (page->sheet, ==, i);
    batch_assert_same (fixture->out, i, path);
  }
  g_assert_cmpuint (count_files (fixture, ".tif"), ==, 20);
  g_assert_cmpuint (count_files (fixture, ".part"), ==, 0);
}

static void
test_duplex_sheets (Fixture *fixture, gconstpointer data) {
  g_autoptr (Batch) batch = NULL;

  batch_draw_stack (fixture->pages, 5);
  batch = batch_run (fixture->device, fixture->out, "--resolution", "50", "--source",
                     "duplex", "--first", "13", NULL);
  batch_assert (batch, fixture->out, REPORT_EMPTY, 5);
  for (guint i = 0; i < 5; i++) {
    const Page *page = ((Report *) batch->pages->pdata[i])->page;

    g_assert_cmpuint (page->number, ==, 13 + i);
    g_assert_cmpuint (page->sheet, ==, 7 + i / 2);
    g_assert_cmpint (page->side, ==, i % 2 == 0 ? PAGE_FRONT : PAGE_BACK);
  }
}

/* The back of sheet 2 jams: its front is kept, and the next batch begins with that front. */
static void
test_half_sheet (Fixture *fixture, gconstpointer data) {
  g_autoptr (Batch) batch = NULL;

  batch_draw_stack (fixture->pages, 6);
  save_script (fixture, "sheet 2 back read = jam");
  batch = batch_run (fixture->device, fixture->out, "--resolution", "50", "--source",
                     "duplex", NULL);
  batch_assert (batch, fixture->out, REPORT_JAM, 3);
  g_assert_cmpuint (batch->end->last_page, ==, 3);
  g_assert_cmpuint (batch->end->last_sheet, ==, 1);
  g_assert_cmpuint (batch->end->sheet, ==, 2);
  g_assert_cmpuint (batch->end->next_page, ==, 3);
}

/* The feeder if paper lies in it, else the glass; and only when that was asked for. */
static void
test_auto (Fixture *fixture, gconstpointer data) {
  g_autoptr (Batch) strict = NULL;
  g_autoptr (Batch) loaded = NULL;
  g_autoptr (Batch) none = NULL;
  g_autoptr (Batch) glass = NULL;

  batch_draw_stack (fixture->pages, 4);
  save_script (fixture, "sheet * start = no-docs");
  strict = batch_run (fixture->device, fixture->out, "--resolution", "50", "--source",
                      "duplex", NULL);
  batch_assert (strict, fixture->out, REPORT_NO_PAPER, 0);
  none = batch_run (fixture->device, fixture->out, "--resolution", "50", "--source",
                    "auto", NULL);
  batch_assert (none, fixture->out, REPORT_NO_PAPER, 0); /* nor on the glass */
  save_script (fixture, "");
  loaded = batch_run (fixture->device, fixture->out, "--resolution", "50", "--source",
                      "auto", NULL);
  batch_assert (loaded, fixture->out, REPORT_EMPTY, 4);
  g_assert_cmpuint (((Report *) loaded->pages->pdata[3])->page->sheet, ==, 2);
  save_script (fixture, "sheet 1 start = no-docs once");
  glass = batch_run (fixture->device, fixture->out, "--resolution", "50", "--source",
                     "auto", NULL);
  batch_assert (glass, fixture->out, REPORT_DONE, 1);
}

static Batch *
run_sized (const Fixture *fixture, const char *option, const char *value) {
  Batch *batch = batch_run (fixture->device, fixture->out, "--resolution", "100", option,
                            value, "--source", "flatbed", NULL);
  batch_assert (batch, fixture->out, REPORT_DONE, 1);
  return batch;
}

static void
test_sizes (Fixture *fixture, gconstpointer data) {
  static const struct {
    const char *option, *value;
    guint width_px, height_px, notices;
  } cases[] = {
      {"--page-size", "a4", 827, 1169, 0},      {"--page-size", "a5", 583, 827, 0},
      {"--page-size", "a3", 1169, 1654, 0},     {"--page-size", "id-card", 354, 228, 0},
      {"--area", "10,20,100,150", 394, 591, 0}, {"--page-size", "receipt", 315, 1575, 0},
      {"--area", "0,0,400,300", 1201, 1181, 1}, /* wider than the bed */
  };

  batch_draw_stack (fixture->pages, 1);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (Batch) batch = run_sized (fixture, cases[i].option, cases[i].value);
    const Page *page = ((Report *) batch->pages->pdata[0])->page;

    g_assert_cmpint (ABS ((int) page->width_px - (int) cases[i].width_px), <=, 1);
    g_assert_cmpint (ABS ((int) page->height_px - (int) cases[i].height_px), <=, 1);
    g_assert_cmpuint (g_strv_length (batch->end->notices), ==, cases[i].notices);
  }
}

/* The button starts the batch, though the waiting has no deadline; a cancel ends it. */
static void
test_button (Fixture *fixture, gconstpointer data) {
  const char *arguments[]
      = {"--device", fixture->device, "--out", fixture->out,    "--resolution",
         "50",       "--stall",       "2000",  "--wait-button", NULL};
  g_autoptr (Batch) pressed = NULL;
  g_autoptr (Batch) cancelled = NULL;

  batch_draw_stack (fixture->pages, 2);
  save_script (fixture, "button = pressed after 700");
  pressed = batch_start (arguments, NULL);
  batch_wait (pressed);
  batch_assert (pressed, fixture->out, REPORT_EMPTY, 2);
  g_assert_cmpint (pressed->took_us, >, 700 * 1000);
  save_script (fixture, "");
  cancelled = batch_start (arguments, NULL);
  g_usleep (300 * 1000);
  g_assert_cmpint (kill (cancelled->pid, SIGTERM), ==, 0);
  batch_wait (cancelled);
  batch_assert (cancelled, fixture->out, REPORT_CANCELLED, 0);
}

/* Killed after each number of pages and somewhere within the next: all that was told is
 * there and whole, and nothing half has the name of a page. */
static void
test_kill (Fixture *fixture, gconstpointer data) {
  batch_draw_stack (fixture->pages, 12);
  for (guint told = 0; told < 12; told++) {
    g_autoptr (Batch) batch = start_batch (fixture, NULL);
    guint files;

    while (batch->pages->len < told)
      g_assert_true (batch_read (batch));
    g_usleep (told * 700);
    g_assert_cmpint (kill (batch->pid, SIGKILL), ==, 0);
    batch_wait (batch);
    for (guint i = 0; i < batch->pages->len; i++) {
      g_autofree char *path = g_build_filename (
          fixture->out, ((Report *) batch->pages->pdata[i])->page->file, NULL);
      PIX *page = pixRead (path);

      g_assert_cmpint (pixGetHeight (page), ==, 585);
      pixDestroy (&page);
    }
    files = count_files (fixture, ".tif");
    g_assert_cmpuint (files, >=, batch->pages->len);
    for (guint i = 1; i <= files; i++) {
      g_autofree char *name = page_name_dup (i);
      g_autofree char *path = g_build_filename (fixture->out, name, NULL);
      PIX *page = pixRead (path);

      g_assert_nonnull (page);
      pixDestroy (&page);
      g_assert_cmpint (g_unlink (path), ==, 0);
    }
  }
}

/* SIGTERM at any moment: an end line, whole pages only, idle within two seconds, and the
 * next batch runs. */
static void
test_cancel (Fixture *fixture, gconstpointer data) {
  g_autoptr (Batch) next = NULL;

  batch_draw_stack (fixture->pages, 30);
  save_script (fixture, "page-delay = 20");
  for (guint round = 0; round < 10; round++) {
    g_autoptr (Batch) batch = start_batch (fixture, NULL);
    int cancel = round % 2 == 0 ? SIGTERM : SIGINT;
    gint64 cancelled_us;

    g_usleep (round * 31000);
    cancelled_us = g_get_monotonic_time ();
    g_assert_cmpint (kill (batch->pid, cancel), ==, 0);
    batch_wait (batch);
    g_assert_cmpint (g_get_monotonic_time () - cancelled_us, <, 2 * G_USEC_PER_SEC);
    g_assert_cmpuint (count_files (fixture, ".part"), ==, 0);
    if (batch->end == NULL) {
      g_assert_cmpint (batch->exit_status, ==, -cancel); /* before it listened */
      continue;
    }
    batch_assert (batch, fixture->out, REPORT_CANCELLED, batch->pages->len);
    g_assert_cmpuint (batch->pages->len, <, 30);
  }
  save_script (fixture, "");
  next = start_batch (fixture, NULL);
  batch_wait (next);
  batch_assert (next, fixture->out, REPORT_EMPTY, 30);
}

/* No file may be longer than a blank page needs. */
static void
limit_file_size (gpointer data) {
  const struct rlimit limit = {2500, 2500};

  signal (SIGXFSZ, SIG_IGN);
  setrlimit (RLIMIT_FSIZE, &limit);
}

/* The page that finds no room is reported and leaves nothing; the one before is kept. */
static void
test_full_disk (Fixture *fixture, gconstpointer data) {
  const char *arguments[]
      = {"--device", fixture->device, "--out", fixture->out, "--resolution", "50", NULL};
  g_autofree char *blank_path = g_build_filename (fixture->pages, "000.png", NULL);
  PIX *blank = pixCreate (413, 585, 1);
  g_autoptr (Batch) batch = NULL;

  pixSetResolution (blank, 50, 50);
  g_assert_cmpint (pixWrite (blank_path, blank, IFF_PNG), ==, 0);
  pixDestroy (&blank);
  batch_draw_page (fixture->pages, 2, 413, 585, 32, 50, "png");
  batch = batch_start (arguments, limit_file_size);
  batch_wait (batch);
  batch_assert (batch, fixture->out, REPORT_FAILED, 1);
  g_assert_nonnull (strstr (batch->end->message, "cannot be saved"));
  g_assert_nonnull (strstr (batch->end->message, "File too large"));
  g_assert_cmpuint (count_files (fixture, ".part"), ==, 0);
  g_assert_cmpuint (count_files (fixture, ".tif"), ==, 1);
}

static void
test_no_folder (Fixture *fixture, gconstpointer data) {
  g_autofree char *file = g_build_filename (fixture->out, "file", NULL);
  g_autofree char *below = g_build_filename (file, "below", NULL);
  g_autofree char *fresh = g_build_filename (fixture->out, "a", "b", NULL);
  g_autoptr (Batch) broken = NULL;
  g_autoptr (Batch) made = NULL;

  batch_draw_stack (fixture->pages, 1);
  g_assert_true (g_file_set_contents (file, "", -1, NULL));
  broken = batch_run (fixture->device, below, NULL);
  batch_assert (broken, below, REPORT_FAILED, 0);
  made = batch_run (fixture->device, fresh, NULL);
  batch_assert (made, fresh, REPORT_EMPTY, 1);
}

/* Nobody reads the report any more: the scanner stops instead of feeding on. */
static void
test_reader_gone (Fixture *fixture, gconstpointer data) {
  g_autoptr (Batch) batch = NULL;

  batch_draw_stack (fixture->pages, 20);
  save_script (fixture, "page-delay = 50");
  batch = start_batch (fixture, NULL);
  g_assert_true (batch_read (batch));
  close (batch->fd);
  batch->fd = g_open ("/dev/null", O_RDONLY, 0);
  batch_wait (batch);
  g_assert_cmpint (batch->exit_status, ==, 1);
  g_assert_cmpuint (count_files (fixture, ".tif"), <, 5);
}

/* Forty pages take no more memory than ten, but for the whims of malloc. */
static void
test_memory (Fixture *fixture, gconstpointer data) {
  g_autoptr (Batch) few = NULL;
  g_autoptr (Batch) many = NULL;

#ifdef __SANITIZE_ADDRESS__
  g_test_skip ("the sanitizer keeps what was freed");
  return;
#endif
  for (guint i = 1; i <= 10; i++)
    batch_draw_page (fixture->pages, i, 826, 1169, 32, 100, "png");
  few = batch_run (fixture->device, fixture->out, "--resolution", "100", NULL);
  batch_assert (few, fixture->out, REPORT_EMPTY, 10);
  for (guint i = 11; i <= 40; i++)
    batch_draw_page (fixture->pages, i, 826, 1169, 32, 100, "png");
  many = batch_run (fixture->device, fixture->out, "--resolution", "100", NULL);
  batch_assert (many, fixture->out, REPORT_EMPTY, 40);
  g_assert_cmpint (many->peak_kib, <, few->peak_kib + 4096);
}

/* A dossier has no page 2001; those before are kept. */
static void
test_most_pages (Fixture *fixture, gconstpointer data) {
  g_autofree char *first = g_strdup_printf ("%u", LIMIT_DOSSIER_PAGES - 1);
  g_autoptr (Batch) batch = NULL;

  batch_draw_stack (fixture->pages, 3);
  batch = batch_run (fixture->device, fixture->out, "--resolution", "50", "--first",
                     first, NULL);
  batch_assert (batch, fixture->out, REPORT_FAILED, 2);
}

#define ADD(path, function)                                                              \
  g_test_add ("/feeder/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  ADD ("resume-after-jam", test_resume_after_jam);
  ADD ("duplex-sheets", test_duplex_sheets);
  ADD ("half-sheet", test_half_sheet);
  ADD ("auto", test_auto);
  ADD ("sizes", test_sizes);
  ADD ("button", test_button);
  ADD ("kill", test_kill);
  ADD ("cancel", test_cancel);
  ADD ("full-disk", test_full_disk);
  ADD ("no-folder", test_no_folder);
  ADD ("reader-gone", test_reader_gone);
  ADD ("memory", test_memory);
  ADD ("most-pages", test_most_pages);
  return g_test_run ();
}
