/* SPDX-License-Identifier: Apache-2.0 */

/* The hopper by the rules of SANE: through libsane and its loader, as any program has it. */

#include "tests/unit/tray.h"

#include <glib/gstdio.h>
#include <leptonica/allheaders.h>
#include <sane/saneopts.h>

#include <sys/stat.h>
#include <unistd.h>

/* Each option is described as the standard wants it, and can be read when it is active. */
static void
test_options (Tray *tray, gconstpointer data) {
  const SANE_Option_Descriptor *descriptor;
  SANE_Word count = 0, value;
  SANE_Int info = 0;
  char text[256];

  tray_lay_sheets (tray, 1);
  g_assert_cmpint (tray_open_status (tray), ==, SANE_STATUS_GOOD);
  g_assert_cmpint (
      sane_control_option (tray->handle, 0, SANE_ACTION_GET_VALUE, &count, NULL), ==,
      SANE_STATUS_GOOD);
  for (SANE_Int i = 0; i < count; i++) {
    descriptor = sane_get_option_descriptor (tray->handle, i);
    g_assert_nonnull (descriptor->name);
    g_assert_nonnull (descriptor->title);
    g_assert_nonnull (descriptor->desc);
    if (descriptor->type == SANE_TYPE_GROUP)
      continue;
    g_assert_cmpint (descriptor->size, <=, sizeof text);
    g_assert_cmpint (
        sane_control_option (tray->handle, i, SANE_ACTION_GET_VALUE, text, NULL), ==,
        SANE_OPTION_IS_ACTIVE (descriptor->cap) ? SANE_STATUS_GOOD : SANE_STATUS_INVAL);
  }
  g_assert_null (sane_get_option_descriptor (tray->handle, count));
  g_assert_null (sane_get_option_descriptor (tray->handle, -1));
  g_assert_cmpint (
      sane_control_option (tray->handle, count, SANE_ACTION_GET_VALUE, text, NULL), ==,
      SANE_STATUS_INVAL);

  value = 5000;
  g_assert_cmpint (tray_set_number (tray, "resolution", &value, &info), ==,
                   SANE_STATUS_GOOD);
  g_assert_cmpint (value, ==, 1200);
  g_assert_cmpint (info, ==, SANE_INFO_INEXACT | SANE_INFO_RELOAD_PARAMS);
  value = 12;
  g_assert_cmpint (tray_set_number (tray, "depth", &value, &info), ==, SANE_STATUS_GOOD);
  g_assert_true (value == 8 || value == 16);
  g_assert_true ((info & SANE_INFO_INEXACT) != 0);
  g_assert_cmpint (tray_set_name (tray, "mode", "Lineart", &info), ==, SANE_STATUS_GOOD);
  g_assert_true ((info & SANE_INFO_RELOAD_OPTIONS) != 0);
  g_assert_cmpint (tray_set_number (tray, "depth", &value, &info), ==, SANE_STATUS_INVAL);
  value = SANE_FIX (30);
  g_assert_cmpint (tray_set_number (tray, "threshold", &value, &info), ==,
                   SANE_STATUS_GOOD);
  g_assert_cmpint (tray_set_name (tray, "mode", "lineart", &info), ==, SANE_STATUS_INVAL);
  g_assert_cmpint (tray_set_name (tray, "df-action", "Stop", &info), ==,
                   SANE_STATUS_INVAL);
  g_assert_cmpint (tray_set_name (tray, "source", "ADF Front", &info), ==,
                   SANE_STATUS_GOOD);
  g_assert_cmpint (tray_set_name (tray, "df-action", "Stop", &info), ==,
                   SANE_STATUS_GOOD);
  g_assert_cmpint (tray_set_number (tray, "page-loaded", &value, &info), ==,
                   SANE_STATUS_INVAL);
}

/* Parameters follow from the options, at each resolution and mode. */
static void
test_parameters (Tray *tray, gconstpointer data) {
  static const char *const modes[] = {"Lineart", "Gray", "Color"};
  static const guint resolutions[] = {75, 150, 300, 600, 1200};

  tray_lay_sheets (tray, 1);
  g_assert_cmpint (tray_open_status (tray), ==, SANE_STATUS_GOOD);
  for (guint m = 0; m < G_N_ELEMENTS (modes); m++) {
    for (guint r = 0; r < G_N_ELEMENTS (resolutions); r++) {
      SANE_Word res_dpi = (SANE_Word) resolutions[r];
      int width = (int) (210 / 25.4 * res_dpi + 0.5);
      SANE_Parameters shape;
      guint8 byte;
      SANE_Int got;

      tray_set_name (tray, "mode", modes[m], NULL);
      tray_set_number (tray, "resolution", &res_dpi, NULL);
      g_assert_cmpint (sane_start (tray->handle), ==, SANE_STATUS_GOOD);
      g_assert_cmpint (sane_get_parameters (tray->handle, &shape), ==, SANE_STATUS_GOOD);
      g_assert_cmpint (shape.pixels_per_line, ==, width);
      g_assert_cmpint (shape.lines, ==, (int) (297 / 25.4 * res_dpi + 0.5));
      g_assert_cmpint (shape.depth, ==, m == 0 ? 1 : 8);
      g_assert_cmpint (shape.format, ==, m == 2 ? SANE_FRAME_RGB : SANE_FRAME_GRAY);
      g_assert_cmpint (shape.bytes_per_line, ==,
                       m == 0 ? (width + 7) / 8 : width * (m == 2 ? 3 : 1));
      g_assert_cmpint (sane_read (tray->handle, &byte, 1, &got), ==, SANE_STATUS_GOOD);
      g_assert_cmpint (got, ==, 1);
      sane_cancel (tray->handle);
    }
  }
}

static void
test_deep (Tray *tray, gconstpointer data) {
  SANE_Word depth = 16;
  guint8 last = 0;
  gsize size;

  tray_lay_sheets (tray, 1);
  tray_open (tray, "Flatbed");
  tray_set_number (tray, "depth", &depth, NULL);
  g_assert_cmpint (sane_start (tray->handle), ==, SANE_STATUS_GOOD);
  g_assert_cmpint (tray_read_rest (tray, &size, &last), ==, SANE_STATUS_EOF);
  g_assert_cmpuint (size, ==, 2 * TRAY_WIDTH_PX * TRAY_HEIGHT_PX);
  g_assert_cmpuint (last, ==, 10);
}

/* No area; a second opening; options and starts while a page is sent; blocking only. */
static void
test_refusals (Tray *tray, gconstpointer data) {
  SANE_Word left = SANE_FIX (200), right = SANE_FIX (100), zero = 0;
  SANE_Handle second = NULL;
  SANE_Int fd;

  tray_lay_sheets (tray, 1);
  tray_open (tray, "ADF Front");
  g_assert_cmpint (sane_open (tray->device, &second), ==, SANE_STATUS_DEVICE_BUSY);
  tray_set_number (tray, SANE_NAME_SCAN_TL_X, &left, NULL);
  tray_set_number (tray, SANE_NAME_SCAN_BR_X, &right, NULL);
  g_assert_cmpint (sane_start (tray->handle), ==, SANE_STATUS_INVAL);
  tray_set_number (tray, SANE_NAME_SCAN_TL_X, &zero, NULL);
  g_assert_cmpint (sane_start (tray->handle), ==, SANE_STATUS_GOOD);
  g_assert_cmpint (sane_start (tray->handle), ==, SANE_STATUS_DEVICE_BUSY);
  g_assert_cmpint (tray_set_name (tray, "mode", "Color", NULL), ==,
                   SANE_STATUS_DEVICE_BUSY);
  g_assert_cmpint (sane_set_io_mode (tray->handle, SANE_TRUE), ==,
                   SANE_STATUS_UNSUPPORTED);
  g_assert_cmpint (sane_set_io_mode (tray->handle, SANE_FALSE), ==, SANE_STATUS_GOOD);
  g_assert_cmpint (sane_get_select_fd (tray->handle, &fd), ==, SANE_STATUS_UNSUPPORTED);
  tray_close (tray);
  g_assert_cmpint (tray_open_status (tray), ==, SANE_STATUS_GOOD);
}

/* As people and their editors write: a mark of the byte order, ends of lines of another
 * system, notes behind a line, the same line twice. */
static void
test_spelling (Tray *tray, gconstpointer data) {
  tray_lay_sheets (tray, 3);
  tray_save_script (tray, "\xef\xbb\xbfpace = 0 # at once\r\n"
                          "sheet 2=jam once\t# one\r\n"
                          "# sheet 1 = jam\r\n"
                          "sheet 2 = jam once #\r\n"
                          "sheet * = streak 5 1 #ff0000\r\n");
  tray_assert_opened (tray, "ADF Front", "10", SANE_STATUS_JAMMED);
  tray_assert_opened (tray, "ADF Front", "", SANE_STATUS_JAMMED);
  tray_assert_opened (tray, "ADF Front", "20 30", SANE_STATUS_NO_DOCS);
  tray_assert_opened (tray, "ADF Front", "10 20 30", SANE_STATUS_NO_DOCS);
}

static void
test_sensors (Tray *tray, gconstpointer data) {
  tray_lay_sheets (tray, 1);
  tray_open (tray, "ADF Front");
  g_assert_true (tray_get_sensor (tray, "page-loaded"));
  g_assert_false (tray_get_sensor (tray, "cover-open"));
  g_assert_false (tray_get_sensor (tray, "scan"));
  tray_save_script (tray, "cover = open\nbutton = pressed");
  g_assert_true (tray_get_sensor (tray, "cover-open"));
  g_assert_true (tray_get_sensor (tray, "scan"));
  g_assert_false (tray_get_sensor (tray, "scan"));
  g_assert_cmpint (sane_start (tray->handle), ==, SANE_STATUS_COVER_OPEN);
  tray_save_script (tray, "button = pressed after 100");
  g_assert_false (tray_get_sensor (tray, "scan"));
  g_usleep (110000);
  g_assert_true (tray_get_sensor (tray, "scan"));
  tray_save_script (tray, "sheet 1 = cover");
  g_assert_cmpint (sane_start (tray->handle), ==, SANE_STATUS_COVER_OPEN);
  g_assert_true (tray_get_sensor (tray, "cover-open"));
  tray_save_script (tray, "");
  tray_assert_scans (tray, "10", SANE_STATUS_NO_DOCS);
  g_assert_false (tray_get_sensor (tray, "cover-open"));
  g_assert_false (tray_get_sensor (tray, "page-loaded"));
}

/* Paper that is put in later is fed. */
static void
test_more_paper (Tray *tray, gconstpointer data) {
  tray_lay_sheets (tray, 2);
  tray_open (tray, "ADF Front");
  tray_assert_scans (tray, "10 20", SANE_STATUS_NO_DOCS);
  tray_lay_sheets (tray, 4);
  g_assert_true (tray_get_sensor (tray, "page-loaded"));
  tray_assert_scans (tray, "30 40", SANE_STATUS_NO_DOCS);
}

static gpointer
cancel_soon (gpointer handle) {
  g_usleep (100000);
  sane_cancel (handle);
  return NULL;
}

/* Cancelling ends a wait at once, wherever it is, and the sheet comes again. */
static void
test_cancel (Tray *tray, gconstpointer data) {
  static const char *const scripts[]
      = {"pace = 2", "sheet 1 = delay 20000", "sheet 1 = line-delay 1000",
         "sheet 1 = silent", "page-delay = 20000\npace = 600"};

  tray_lay_sheets (tray, 2);
  for (guint i = 0; i < G_N_ELEMENTS (scripts); i++) {
    gint64 began_us;
    GThread *thread;
    SANE_Status status;

    g_test_message ("%s", scripts[i]);
    tray_save_script (tray, scripts[i]);
    tray_open (tray, "ADF Front");
    sane_cancel (tray->handle);
    began_us = g_get_monotonic_time ();
    thread = g_thread_new ("cancel", cancel_soon, tray->handle);
    g_free (tray_scan_all (tray, &status));
    g_thread_join (thread);
    g_assert_cmpint (status, ==, SANE_STATUS_CANCELLED);
    g_assert_cmpint (g_get_monotonic_time () - began_us, <, 2 * G_USEC_PER_SEC);
    tray_close (tray);
  }
  tray_save_script (tray, "");
  tray_open (tray, "ADF Front");
  g_assert_cmpint (sane_start (tray->handle), ==, SANE_STATUS_GOOD);
  sane_cancel (tray->handle);
  sane_cancel (tray->handle);
  tray_assert_scans (tray, "10 20", SANE_STATUS_NO_DOCS);
}

/* Sheets come at their pace, both sides within it, and their lines evenly. */
static void
test_pace (Tray *tray, gconstpointer data) {
  gint64 began_us, first_us, took_us;
  guint8 block[TRAY_WIDTH_PX * TRAY_HEIGHT_PX / 2];
  SANE_Status status;
  SANE_Int got;

  tray_lay_sheets (tray, 4);
  tray_save_script (tray, "pace = 120");
  tray_open (tray, "ADF Duplex");
  began_us = g_get_monotonic_time ();
  g_free (tray_scan_all (tray, &status));
  took_us = g_get_monotonic_time () - began_us;
  g_assert_cmpint (took_us, >=, 980000);
  tray_close (tray);
  tray_open (tray, "ADF Front");
  began_us = g_get_monotonic_time ();
  g_assert_cmpint (sane_start (tray->handle), ==, SANE_STATUS_GOOD);
  for (gsize half = 0; half < sizeof block; half += (gsize) got)
    g_assert_cmpint (
        sane_read (tray->handle, block, (SANE_Int) (sizeof block - half), &got), ==,
        SANE_STATUS_GOOD);
  first_us = g_get_monotonic_time () - began_us;
  g_assert_cmpint (first_us, >=, 240000);
}

/* What is not paper has the background's grey. */
static void
test_background (Tray *tray, gconstpointer data) {
  SANE_Word bottom = SANE_FIX (400);
  guint8 grey = 0;
  gsize size;

  tray_lay_sheets (tray, 1);
  tray_save_script (tray, "background = 33");
  tray_open (tray, "Flatbed");
  tray_set_number (tray, SANE_NAME_SCAN_BR_Y, &bottom, NULL);
  g_assert_cmpint (sane_start (tray->handle), ==, SANE_STATUS_GOOD);
  g_assert_cmpint (tray_read_rest (tray, &size, &grey), ==, SANE_STATUS_EOF);
  g_assert_cmpuint (grey, ==, 33);
}

static void
test_build (Tray *tray, gconstpointer data) {
  const SANE_Option_Descriptor *descriptor;

  tray_lay_sheets (tray, 1);
  tray_save_script (tray,
                    "source flatbed = none\nsource adf = Automatic Document Feeder\n"
                    "bed = 100 x 200\ndouble-feed-detection = no\n");
  g_assert_cmpint (tray_open_status (tray), ==, SANE_STATUS_GOOD);
  tray_find_option (tray, "source", &descriptor);
  g_assert_cmpstr (descriptor->constraint.string_list[0], ==,
                   "Automatic Document Feeder");
  g_assert_cmpstr (descriptor->constraint.string_list[1], ==, "ADF Duplex");
  g_assert_null (descriptor->constraint.string_list[2]);
  tray_find_option (tray, SANE_NAME_SCAN_BR_X, &descriptor);
  g_assert_cmpint (descriptor->constraint.range->max, ==, SANE_FIX (100));
  tray_find_option (tray, "df-action", &descriptor);
  g_assert_false (SANE_OPTION_IS_ACTIVE (descriptor->cap));
}

/* Nothing in a folder can do more than be refused. */
static void
test_hostile_folder (Tray *tray, gconstpointer data) {
  static const char *const names[] = {"000.png", "005.tif", "006.jpg"};
  g_autofree char *loop = g_build_filename (tray->pages, "001.png", NULL);
  g_autofree char *pipe = g_build_filename (tray->pages, "003", NULL);
  g_autofree char *device = g_build_filename (tray->pages, "004.jpg", NULL);
  g_autofree char *link = g_build_filename (tray->pages, "009.png", NULL);
  g_autofree char *real = g_build_filename (tray->pages, "002.png", NULL);

  tray_lay_sheets (tray, 2);
  g_assert_cmpint (g_unlink (loop), ==, 0);
  g_assert_cmpint (symlink (loop, loop), ==, 0);
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  g_assert_cmpint (symlink ("/dev/zero", device), ==, 0);
  g_assert_cmpint (symlink (real, link), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = g_build_filename (tray->pages, names[i], NULL);

    g_assert_true (g_file_set_contents (path, "II\x2a\0\xff\xff\xff\xff\xff", i, NULL));
  }
  tray_assert_opened (tray, "ADF Front", "20 20", SANE_STATUS_NO_DOCS);
  g_assert_cmpint (g_unlink (real), ==, 0);
  g_assert_true (g_file_set_contents (real, "\x89PNG\r\n\x1a\n", 8, NULL));
  tray_assert_opened (tray, "ADF Front", "", SANE_STATUS_IO_ERROR);
}

/* A page of noise, of which @percent are saved. */
static void
save_part (const Tray *tray, const char *name, int format, guint percent) {
  g_autofree char *path = g_build_filename (tray->pages, name, NULL);
  g_autofree char *bytes = NULL;
  PIX *pix = pixCreate (TRAY_WIDTH_PX, TRAY_HEIGHT_PX, 8);
  gsize size;

  for (int y = 0; y < TRAY_HEIGHT_PX; y++) {
    for (int x = 0; x < TRAY_WIDTH_PX; x++)
      pixSetPixel (pix, x, y, (guint) g_test_rand_int_range (1, 255));
  }
  pixSetResolution (pix, 50, 50);
  g_assert_cmpint (pixWrite (path, pix, format), ==, 0);
  pixDestroy (&pix);
  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  g_assert_true (
      g_file_set_contents (path, bytes, (gssize) (size * percent / 100), NULL));
}

/* The lines before the damage are given, then the error; the image keeps its place. */
static void
test_damaged_image (Tray *tray, gconstpointer data) {
  static const int formats[] = {IFF_PNG, IFF_JFIF_JPEG};
  guint8 grey;
  gsize size;

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++) {
    save_part (tray, "001", formats[i], 50);
    tray_open (tray, "ADF Front");
    for (guint round = 0; round < 2; round++) {
      g_assert_cmpint (sane_start (tray->handle), ==, SANE_STATUS_GOOD);
      g_assert_cmpint (tray_read_rest (tray, &size, &grey), ==, SANE_STATUS_IO_ERROR);
      g_assert_cmpuint (size, >, TRAY_WIDTH_PX * 10);
      g_assert_cmpuint (size, <, TRAY_WIDTH_PX * TRAY_HEIGHT_PX);
    }
    tray_close (tray);
  }
}

/* Thousands of files are a stack as well. */
static void
test_many_files (Tray *tray, gconstpointer data) {
  g_autofree char *first = g_build_filename (tray->pages, "001.png", NULL);
  SANE_Status status;

  tray_lay_sheets (tray, 1);
  for (guint i = 2; i < 2000; i++) {
    g_autofree char *path = g_strdup_printf ("%s/x%05u", tray->pages, i);

    g_assert_cmpint (symlink (first, path), ==, 0);
  }
  tray_open (tray, "ADF Front");
  for (guint i = 0; i < 3; i++)
    g_assert_cmpuint (tray_scan_side (tray, &status), ==, 10);
}

/* The devices that the configuration names. */
static void
test_list (Tray *tray, gconstpointer data) {
  g_autofree char *path
      = g_build_filename (g_getenv ("SANE_CONFIG_DIR"), "hopper-folders.conf", NULL);
  g_autofree char *text = g_strdup_printf ("# folders\n\n  %s\n/no/such\n", tray->pages);
  const SANE_Device **list;

  tray_lay_sheets (tray, 1);
  sane_exit (); /* which forgets what was opened */
  g_assert_cmpint (sane_init (NULL, NULL), ==, SANE_STATUS_GOOD);
  g_assert_cmpint (sane_get_devices (&list, SANE_TRUE), ==, SANE_STATUS_GOOD);
  g_assert_null (list[0]);
  g_assert_cmpint (sane_open ("hopper:", &tray->handle), ==, SANE_STATUS_INVAL);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  g_assert_cmpint (sane_get_devices (&list, SANE_TRUE), ==, SANE_STATUS_GOOD);
  g_assert_cmpstr (list[0]->name, ==, tray->device);
  g_assert_cmpstr (list[1]->name, ==, "hopper:/no/such");
  g_assert_null (list[2]);
  g_assert_cmpint (sane_open ("hopper:", &tray->handle), ==, SANE_STATUS_GOOD);
  g_unlink (path);
}

#define ADD(path, function)                                                              \
  g_test_add ("/transport/" path, Tray, NULL, tray_set_up, function, tray_tear_down)

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  ADD ("options", test_options);
  ADD ("parameters", test_parameters);
  ADD ("deep", test_deep);
  ADD ("refusals", test_refusals);
  ADD ("spelling", test_spelling);
  ADD ("sensors", test_sensors);
  ADD ("more-paper", test_more_paper);
  ADD ("cancel", test_cancel);
  ADD ("pace", test_pace);
  ADD ("background", test_background);
  ADD ("build", test_build);
  ADD ("hostile-folder", test_hostile_folder);
  ADD ("damaged-image", test_damaged_image);
  ADD ("many-files", test_many_files);
  ADD ("list", test_list);
  return tray_run ();
}
