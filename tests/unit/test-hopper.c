/* SPDX-License-Identifier: Apache-2.0 */

#include "batch.h"

#include "config/layout.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <leptonica/allheaders.h>
#include <sane/sane.h>

#include <string.h>
#include <sys/stat.h>

#define A4_50_WIDTH_PX  413
#define A4_50_HEIGHT_PX 585

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

static const Page *
get_page (const Batch *batch, guint index) {
  return ((Report *) batch->pages->pdata[index])->page;
}

/* Each page comes out bit by bit as it lies in the folder, in the order of the names. */
static void
assert_exact (const Fixture *fixture, guint depth, const char *extension,
              const char *mode) {
  g_autoptr (Batch) batch = NULL;

  for (guint i = 1; i <= 6; i++)
    batch_draw_page (fixture->pages, i, A4_50_WIDTH_PX, A4_50_HEIGHT_PX, depth, 50,
                     extension);
  batch = batch_run (fixture->device, fixture->out, "--source", "duplex", "--resolution",
                     "50", "--mode", mode, NULL);
  batch_assert (batch, fixture->out, REPORT_EMPTY, 6);
  for (guint i = 1; i <= 6; i++) {
    g_autofree char *path = g_strdup_printf ("%s/%03u.%s", fixture->pages, i, extension);
    const Page *page = get_page (batch, i - 1);

    batch_assert_same (fixture->out, i, path);
    g_assert_cmpuint (page->number, ==, i);
    g_assert_cmpuint (page->sheet, ==, (i + 1) / 2);
    g_assert_cmpint (page->side, ==, i % 2 == 1 ? PAGE_FRONT : PAGE_BACK);
  }
}

static void
test_exact_color (Fixture *fixture, gconstpointer data) {
  assert_exact (fixture, 32, "png", "color");
}

static void
test_exact_gray (Fixture *fixture, gconstpointer data) {
  assert_exact (fixture, 8, "tif", "gray");
}

static void
test_exact_lineart (Fixture *fixture, gconstpointer data) {
  assert_exact (fixture, 1, "png", "lineart");
}

static void
test_exact_jpeg (Fixture *fixture, gconstpointer data) {
  assert_exact (fixture, 32, "jpg", "color");
}

/* In the feeder each image is a sheet of its own; on the glass lies the first. */
static void
test_sources (Fixture *fixture, gconstpointer data) {
  g_autoptr (Batch) adf = NULL;
  g_autoptr (Batch) flatbed = NULL;
  g_autoptr (Batch) any = NULL;

  batch_draw_stack (fixture->pages, 3);
  adf = batch_run (fixture->device, fixture->out, "--source", "adf", "--resolution", "50",
                   NULL);
  batch_assert (adf, fixture->out, REPORT_EMPTY, 3);
  g_assert_cmpuint (get_page (adf, 2)->sheet, ==, 3);
  g_assert_cmpint (get_page (adf, 2)->side, ==, PAGE_FRONT);
  flatbed = batch_run (fixture->device, fixture->out, "--source", "flatbed",
                       "--resolution", "50", NULL);
  batch_assert (flatbed, fixture->out, REPORT_DONE, 1);
  any = batch_run (fixture->device, fixture->out, "--resolution", "50", NULL);
  batch_assert (any, fixture->out, REPORT_EMPTY, 3);
}

/* Only images directly in the folder are paper, told by what they contain. */
static void
test_other_files (Fixture *fixture, gconstpointer data) {
  g_autofree char *inner = g_build_filename (fixture->pages, "000-inner.png", NULL);
  g_autofree char *text = g_build_filename (fixture->pages, "002.png.png", NULL);
  g_autofree char *hidden = g_build_filename (fixture->pages, ".000.png", NULL);
  g_autofree char *fake = g_build_filename (fixture->pages, "003.txt", NULL);
  g_autofree char *real = g_build_filename (fixture->pages, "003.png", NULL);
  g_autoptr (Batch) batch = NULL;

  batch_draw_stack (fixture->pages, 3);
  g_assert_cmpint (g_mkdir (inner, 0700), ==, 0);
  g_assert_true (g_file_set_contents (text, "no image", -1, NULL));
  g_assert_true (g_file_set_contents (hidden, "\x89PNG\r\n\x1a\n", -1, NULL));
  g_assert_cmpint (g_rename (real, fake), ==, 0);
  batch = batch_run (fixture->device, fixture->out, "--resolution", "50", NULL);
  batch_assert (batch, fixture->out, REPORT_EMPTY, 3);
}

static void
test_multipage_tiff (Fixture *fixture, gconstpointer data) {
  g_autofree char *path = g_build_filename (fixture->pages, "many.tif", NULL);
  g_autoptr (Batch) batch = NULL;

  for (int i = 0; i < 5; i++) {
    PIX *page = pixCreate (A4_50_WIDTH_PX, A4_50_HEIGHT_PX, 8);

    pixSetAllGray (page, 40 * (i + 1));
    pixSetResolution (page, 50, 50);
    g_assert_cmpint (pixWriteTiff (path, page, IFF_TIFF_LZW, i == 0 ? "w" : "a"), ==, 0);
    pixDestroy (&page);
  }
  batch = batch_run (fixture->device, fixture->out, "--mode", "gray", "--resolution",
                     "50", NULL);
  batch_assert (batch, fixture->out, REPORT_EMPTY, 5);
  for (guint i = 1; i <= 5; i++) {
    g_autofree char *name = page_name_dup (i);
    g_autofree char *taken_path = g_build_filename (fixture->out, name, NULL);
    PIX *taken = pixRead (taken_path);
    l_uint32 value = 0;

    pixGetPixel (taken, 200, 300, &value);
    g_assert_cmpuint (value, ==, 40 * i);
    pixDestroy (&taken);
  }
}

/* Pixel (@x, @y) of page 1, in grey. */
static guint
get_pixel (const Fixture *fixture, int x, int y) {
  g_autofree char *path = g_build_filename (fixture->out, "page-0001.tif", NULL);
  PIX *taken = pixRead (path);
  PIX *gray = pixConvertTo8 (taken, FALSE);
  l_uint32 value = 999;

  pixGetPixel (gray, x, y, &value);
  pixDestroy (&taken);
  pixDestroy (&gray);
  return value;
}

static void
save_gray (const Fixture *fixture, int width, int height, int res_dpi, int black_width) {
  g_autofree char *path = g_build_filename (fixture->pages, "1.png", NULL);
  PIX *page = pixCreate (width, height, 8);
  BOX *box = boxCreate (0, 0, black_width, height);

  pixSetBlackOrWhite (page, L_SET_WHITE);
  pixSetInRectArbitrary (page, box, 0);
  pixSetResolution (page, res_dpi, res_dpi);
  g_assert_cmpint (pixWrite (path, page, IFF_PNG), ==, 0);
  boxDestroy (&box);
  pixDestroy (&page);
}

static const Page *
run_gray (const Fixture *fixture, Batch **batch, const char *res_dpi) {
  *batch = batch_run (fixture->device, fixture->out, "--mode", "gray", "--resolution",
                      res_dpi, NULL);
  batch_assert (*batch, fixture->out, REPORT_EMPTY, 1);
  return get_page (*batch, 0);
}

/* A card of 85 x 54 mm on white glass, at twice its own resolution. */
static void
test_small_sheet (Fixture *fixture, gconstpointer data) {
  g_autoptr (Batch) batch = NULL;
  const Page *page;

  save_gray (fixture, 335, 213, 100, 335);
  page = run_gray (fixture, &batch, "200");
  g_assert_cmpuint (page->width_px, ==, 1654);
  g_assert_cmpuint (page->height_px, ==, 2339);
  g_assert_cmpuint (page->res_dpi, ==, 200);
  g_assert_cmpuint (get_pixel (fixture, 5, 5), ==, 0);
  g_assert_cmpuint (get_pixel (fixture, 660, 420), ==, 0);
  g_assert_cmpuint (get_pixel (fixture, 680, 420), ==, 255);
  g_assert_cmpuint (get_pixel (fixture, 660, 440), ==, 255);
}

/* 72 dpi written into a page of 300: it fills A4 all the same. */
static void
test_wrong_resolution (Fixture *fixture, gconstpointer data) {
  g_autoptr (Batch) batch = NULL;

  save_gray (fixture, 2480, 3508, 72, 1240);
  run_gray (fixture, &batch, "100");
  g_assert_cmpuint (get_pixel (fixture, 410, 1160), ==, 0);
  g_assert_cmpuint (get_pixel (fixture, 416, 1160), ==, 255);
}

static void
test_no_resolution (Fixture *fixture, gconstpointer data) {
  g_autoptr (Batch) batch = NULL;

  save_gray (fixture, 1240, 1754, 0, 620);
  run_gray (fixture, &batch, "150");
  g_assert_cmpuint (get_pixel (fixture, 619, 1700), ==, 0);
  g_assert_cmpuint (get_pixel (fixture, 620, 1700), ==, 255);
}

/* An A4 page that lies goes in sideways, its left side up. */
static void
test_sideways (Fixture *fixture, gconstpointer data) {
  g_autoptr (Batch) batch = NULL;
  const Page *page;

  save_gray (fixture, 1754, 1240, 150, 877);
  page = run_gray (fixture, &batch, "150");
  g_assert_cmpuint (page->width_px, ==, 1240);
  g_assert_cmpuint (page->height_px, ==, 1754);
  g_assert_cmpuint (get_pixel (fixture, 1200, 800), ==, 0);
  g_assert_cmpuint (get_pixel (fixture, 40, 900), ==, 255);
}

/* A damaged image is no page that is grey from its middle on. */
static void
assert_truncated (const Fixture *fixture, const char *extension) {
  g_autofree char *path = g_strdup_printf ("%s/002.%s", fixture->pages, extension);
  g_autofree char *bytes = NULL;
  gsize size_bytes;
  g_autoptr (Batch) batch = NULL;

  for (guint i = 1; i <= 3; i++)
    batch_draw_page (fixture->pages, i, A4_50_WIDTH_PX, A4_50_HEIGHT_PX, 32, 50,
                     extension);
  g_assert_true (g_file_get_contents (path, &bytes, &size_bytes, NULL));
  g_assert_true (g_file_set_contents (path, bytes, (gssize) size_bytes / 2, NULL));
  batch = batch_run (fixture->device, fixture->out, "--resolution", "50", NULL);
  batch_assert (batch, fixture->out, REPORT_FAILED, 1);
}

static void
test_truncated_png (Fixture *fixture, gconstpointer data) {
  assert_truncated (fixture, "png");
}

static void
test_truncated_jpeg (Fixture *fixture, gconstpointer data) {
  assert_truncated (fixture, "jpg");
}

static void
test_script (Fixture *fixture, gconstpointer data) {
  static const struct {
    const char *script;
    ReportOutcome outcome;
    guint pages;
  } cases[] = {
      {"", REPORT_EMPTY, 8},
      {"# nothing\n\n  page-delay = 1  \n", REPORT_EMPTY, 8},
      {"sheet 3 = jam\n", REPORT_JAM, 4},
      {"sheet 1 = jam\n", REPORT_JAM, 0},
      {"sheet 4 read = jam\n", REPORT_JAM, 6},
      {"sheet 3 = cover", REPORT_COVER, 4},
      {"sheet 3 read = cover", REPORT_COVER, 4},
      {"sheet 3 = double-feed", REPORT_DOUBLE_FEED, 4},
      {"sheet 3 read = double-feed", REPORT_DOUBLE_FEED, 4},
      {"sheet 3 = busy", REPORT_FAILED, 4},
      {"sheet 3 = denied", REPORT_FAILED, 4},
      {"sheet 3 = unplug", REPORT_FAILED, 4},
      {"sheet 3 start = unplug", REPORT_FAILED, 4},
      {"sheet 3 = short", REPORT_FAILED, 4},
      {"sheet 3 = long", REPORT_FAILED, 4},
      {"sheet 9 = jam", REPORT_EMPTY, 8},
      {"open = busy", REPORT_FAILED, 0},
      {"open = denied", REPORT_FAILED, 0},
      {"open = jam", REPORT_FAILED, 0},
      {"sheet 0 = jam", REPORT_FAILED, 0},
      {"sheet 3 = earthquake", REPORT_FAILED, 0},
      {"sheet 3 = ", REPORT_FAILED, 0},
      {"sheet 3 later = jam", REPORT_FAILED, 0},
      {"sheet = jam", REPORT_FAILED, 0},
      {"jam", REPORT_FAILED, 0},
      {"page-delay = -1", REPORT_FAILED, 0},
      {"close = jam", REPORT_FAILED, 0},
  };

  batch_draw_stack (fixture->pages, 8);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (Batch) batch = NULL;

    save_script (fixture, cases[i].script);
    batch = batch_run (fixture->device, fixture->out, "--source", "duplex",
                       "--resolution", "50", NULL);
    batch_assert (batch, fixture->out, cases[i].outcome, cases[i].pages);
  }
}

static void
test_crash (Fixture *fixture, gconstpointer data) {
  g_autoptr (Batch) batch = NULL;

  batch_draw_stack (fixture->pages, 4);
  save_script (fixture, "sheet 3 = crash");
  batch = batch_run (fixture->device, fixture->out, "--source", "adf", "--resolution",
                     "50", NULL);
  g_assert_null (batch->end);
  g_assert_cmpuint (batch->pages->len, ==, 2);
  g_assert_cmpint (batch->exit_status, <, 0);
}

static void
test_page_delay (Fixture *fixture, gconstpointer data) {
  g_autoptr (Batch) batch = NULL;

  batch_draw_stack (fixture->pages, 4);
  save_script (fixture, "page-delay = 100");
  batch = batch_run (fixture->device, fixture->out, "--resolution", "50", NULL);
  batch_assert (batch, fixture->out, REPORT_EMPTY, 4);
  g_assert_cmpint (batch->took_us, >=, 300000);
}

static void
test_empty_folder (Fixture *fixture, gconstpointer data) {
  g_autoptr (Batch) batch = batch_run (fixture->device, fixture->out, NULL);
  g_autoptr (Batch) absent = batch_run ("hopper:/no/such/folder", fixture->out, NULL);

  batch_assert (batch, fixture->out, REPORT_NO_PAPER, 0);
  batch_assert (absent, fixture->out, REPORT_FAILED, 0);
}

/* Runs Debian's own frontend on the hopper with @more options, into @to. Its exit status is
 * the SANE_Status; -1: it is not there. */
static int
run_scanimage (const Fixture *fixture, const char *source, const char *mode,
               const char *more, const char *to) {
  g_autofree char *backend = layout_hopper_dup ();
  g_autofree char *dll = g_build_filename (fixture->out, "dll.conf", NULL);
  g_autofree char *program = g_find_program_in_path ("scanimage");
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  g_autoptr (GSubprocess) scanimage = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) options = g_strsplit (more, " ", -1);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) arguments = NULL;

  if (program == NULL) {
    g_test_skip ("scanimage is not installed");
    return -1;
  }
  g_strv_builder_add_many (builder, program, "-d", fixture->device, "--source", source,
                           "--mode", mode, "--resolution", "50", "--format=tiff", NULL);
  g_strv_builder_addv (builder, (const char **) options);
  g_strv_builder_add (builder, to);
  arguments = g_strv_builder_end (builder);
  g_assert_true (g_file_set_contents (dll, "hopper\n", -1, NULL));
  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_subprocess_launcher_setenv (launcher, "SANE_CONFIG_DIR", fixture->out, TRUE);
  g_subprocess_launcher_setenv (launcher, "LD_LIBRARY_PATH", backend, TRUE);
  scanimage
      = g_subprocess_launcher_spawnv (launcher, (const char *const *) arguments, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_wait (scanimage, NULL, &error));
  g_assert_true (g_subprocess_get_if_exited (scanimage));
  return g_subprocess_get_exit_status (scanimage);
}

/* It plays the same pages through the same driver. */
static void
test_scanimage (Fixture *fixture, gconstpointer data) {
  g_autofree char *pattern = g_build_filename (fixture->out, "page-%04d.tif", NULL);
  g_autofree char *to = g_strconcat ("--batch=", pattern, NULL);

  for (guint i = 1; i <= 4; i++)
    batch_draw_page (fixture->pages, i, A4_50_WIDTH_PX, A4_50_HEIGHT_PX, 32, 50, "png");
  if (run_scanimage (fixture, "ADF Duplex", "Color", "--batch-start=1", to) < 0)
    return;
  for (guint i = 1; i <= 4; i++) {
    g_autofree char *given = g_strdup_printf ("%s/%03u.png", fixture->pages, i);

    batch_assert_same (fixture->out, i, given);
  }
}

/* Pages that scanimage saves before it leaves with the status of the fault. */
static void
test_scanimage_script (Fixture *fixture, gconstpointer data) {
  static const struct {
    const char *script;
    int status;
    guint pages;
  } cases[] = {
      {"", SANE_STATUS_GOOD, 4},
      {"sheet 3 = jam", SANE_STATUS_JAMMED, 2},
      {"sheet 3 = cover", SANE_STATUS_COVER_OPEN, 2},
      {"sheet 3 = double-feed", SANE_STATUS_JAMMED, 2},
      {"sheet 3 = busy", SANE_STATUS_DEVICE_BUSY, 2},
      {"sheet 3 = no-memory", SANE_STATUS_NO_MEM, 2},
      {"sheet 3 = denied", SANE_STATUS_ACCESS_DENIED, 2},
      {"sheet 3 start = io-error", SANE_STATUS_IO_ERROR, 2},
      {"sheet 3 = no-docs", SANE_STATUS_GOOD, 2},
      {"open = busy", 1, 0},
      {"open = denied", 1, 0},
      {"sheet 1 = jamm", 1, 0},
      {"sheet * = no-length", SANE_STATUS_GOOD, 4},
      {"sheet * = padding 3", SANE_STATUS_GOOD, 4},
      {"sheet * = fuzzy", SANE_STATUS_GOOD, 4},
      {"sheet 2 = streak 100 1 red\nsheet 3 = skew 3", SANE_STATUS_GOOD, 4},
      {"double-feed-detection = no\nsheet 2 = double-feed", SANE_STATUS_GOOD, 3},
  };
  g_autofree char *pattern = g_build_filename (fixture->out, "page-%04d.tif", NULL);
  g_autofree char *to = g_strconcat ("--batch=", pattern, NULL);

  batch_draw_stack (fixture->pages, 4);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    guint pages = 0;
    int status;

    g_test_message ("%s", cases[i].script);
    save_script (fixture, cases[i].script);
    status = run_scanimage (fixture, "ADF Front", "Gray", "--batch-start=1", to);
    if (status < 0)
      return;
    g_assert_cmpint (status, ==, cases[i].status);
    for (guint number = 1; number <= 4; number++) {
      g_autofree char *name = page_name_dup (number);
      g_autofree char *path = g_build_filename (fixture->out, name, NULL);

      pages += g_unlink (path) == 0;
    }
    g_assert_cmpuint (pages, ==, cases[i].pages);
  }
}

/* A window of the glass, 20 mm from the left and 40 mm from the top. */
static void
test_area (Fixture *fixture, gconstpointer data) {
  g_autofree char *path = g_build_filename (fixture->out, "page-0001.tif", NULL);
  g_autofree char *to = g_strconcat ("--output-file=", path, NULL);
  g_autofree char *given_path = g_build_filename (fixture->pages, "001.png", NULL);
  BOX *box = boxCreate (39, 79, 197, 157);
  PIX *given, *window, *taken;
  int is_same = 0;

  batch_draw_page (fixture->pages, 1, A4_50_WIDTH_PX, A4_50_HEIGHT_PX, 8, 50, "png");
  if (run_scanimage (fixture, "Flatbed", "Gray", "-l 20 -t 40 -x 100 -y 80", to) == 0) {
    given = pixRead (given_path);
    window = pixClipRectangle (given, box, NULL);
    taken = pixRead (path);
    g_assert_nonnull (taken);
    g_assert_cmpint (pixEqual (taken, window, &is_same), ==, 0);
    g_assert_true (is_same);
    pixDestroy (&given);
    pixDestroy (&window);
    pixDestroy (&taken);
  }
  boxDestroy (&box);
}

/* A page is never whole in memory, whatever its file. */
static void
test_peak (Fixture *fixture, gconstpointer data) {
  static const char *const extensions[] = {"png", "jpg", "tif"};
  g_autoptr (Batch) batch = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (extensions); i++)
    batch_draw_page (fixture->pages, i + 1, 2480, 3508, 32, 300, extensions[i]);
  batch = batch_run (fixture->device, fixture->out, NULL);
  batch_assert (batch, fixture->out, REPORT_EMPTY, 3);
  g_test_message ("peak %ld KiB", batch->peak_kib);
#ifndef __SANITIZE_ADDRESS__
  g_assert_cmpint (batch->peak_kib, <, 40 * 1024);
#endif
}

#define ADD(path, function)                                                              \
  g_test_add ("/hopper/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  ADD ("exact-color", test_exact_color);
  ADD ("exact-gray", test_exact_gray);
  ADD ("exact-lineart", test_exact_lineart);
  ADD ("exact-jpeg", test_exact_jpeg);
  ADD ("sources", test_sources);
  ADD ("other-files", test_other_files);
  ADD ("multipage-tiff", test_multipage_tiff);
  ADD ("small-sheet", test_small_sheet);
  ADD ("wrong-resolution", test_wrong_resolution);
  ADD ("no-resolution", test_no_resolution);
  ADD ("sideways", test_sideways);
  ADD ("truncated-png", test_truncated_png);
  ADD ("truncated-jpeg", test_truncated_jpeg);
  ADD ("script", test_script);
  ADD ("crash", test_crash);
  ADD ("page-delay", test_page_delay);
  ADD ("peak", test_peak);
  ADD ("empty-folder", test_empty_folder);
  ADD ("scanimage", test_scanimage);
  ADD ("scanimage-script", test_scanimage_script);
  ADD ("area", test_area);
  return g_test_run ();
}
