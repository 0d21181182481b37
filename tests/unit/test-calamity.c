/* SPDX-License-Identifier: Apache-2.0 */

/* What a script does to a feeding, and what is left of it afterwards: faults come once,
 * often or always, and the stack goes on from where it was put back. */

#include "tests/unit/tray.h"

#include <glib/gstdio.h>
#include <sane/saneopts.h>

#include <sys/wait.h>
#include <unistd.h>

/* Every status of SANE at each of its moments; with its line gone the device works. */
static void
test_statuses (Tray *tray, gconstpointer data) {
  static const struct {
    const char *word;
    SANE_Status status;
  } words[] = {
      {"unsupported", SANE_STATUS_UNSUPPORTED},
      {"cancelled", SANE_STATUS_CANCELLED},
      {"busy", SANE_STATUS_DEVICE_BUSY},
      {"inval", SANE_STATUS_INVAL},
      {"eof", SANE_STATUS_EOF},
      {"jam", SANE_STATUS_JAMMED},
      {"no-docs", SANE_STATUS_NO_DOCS},
      {"cover", SANE_STATUS_COVER_OPEN},
      {"io-error", SANE_STATUS_IO_ERROR},
      {"no-memory", SANE_STATUS_NO_MEM},
      {"denied", SANE_STATUS_ACCESS_DENIED},
  };

  tray_lay_sheets (tray, 3);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
    SANE_Status status = words[i].status;
    g_autofree char *open = g_strdup_printf ("open = %s", words[i].word);
    g_autofree char *start = g_strdup_printf ("sheet 2 start = %s", words[i].word);
    g_autofree char *read
        = g_strdup_printf ("sheet 2 read at byte 1000 = %s", words[i].word);
    guint8 grey;
    gsize size;

    tray_save_script (tray, open);
    g_assert_cmpint (tray_open_status (tray), ==, status);
    tray_save_script (tray, start);
    tray_assert_opened (tray, "ADF Front", "10", status);
    tray_save_script (tray, read);
    tray_open (tray, "ADF Front");
    g_assert_cmpuint (tray_scan_side (tray, &status), ==, 10);
    g_assert_cmpint (sane_start (tray->handle), ==, SANE_STATUS_GOOD);
    g_assert_cmpint (tray_read_rest (tray, &size, &grey), ==, words[i].status);
    g_assert_cmpuint (size, ==, 1000);
    tray_save_script (tray, "");
    if (words[i].status != SANE_STATUS_EOF)
      tray_assert_scans (tray, "20 30", SANE_STATUS_NO_DOCS);
    else
      tray_assert_scans (tray, "30", SANE_STATUS_NO_DOCS);
    tray_close (tray);
  }
}

/* Frames that are not what was announced. */
static void
test_frames (Tray *tray, gconstpointer data) {
  static const struct {
    const char *script;
    int lines; /* announced */
    int line_bytes;
    gsize size;
  } cases[] = {
      {"sheet 1 = no-length", -1, TRAY_WIDTH_PX, TRAY_WIDTH_PX * TRAY_HEIGHT_PX},
      {"sheet 1 = lines 100", 100, TRAY_WIDTH_PX, TRAY_WIDTH_PX * TRAY_HEIGHT_PX},
      {"sheet 1 = padding 7", TRAY_HEIGHT_PX, TRAY_WIDTH_PX + 7,
       (TRAY_WIDTH_PX + 7) * TRAY_HEIGHT_PX},
      {"sheet 1 = long", TRAY_HEIGHT_PX, TRAY_WIDTH_PX,
       TRAY_WIDTH_PX * (TRAY_HEIGHT_PX + 1)},
      {"sheet 1 = long 30", TRAY_HEIGHT_PX, TRAY_WIDTH_PX,
       TRAY_WIDTH_PX * (TRAY_HEIGHT_PX + 30)},
      {"sheet 1 = short", TRAY_HEIGHT_PX, TRAY_WIDTH_PX,
       TRAY_WIDTH_PX * TRAY_HEIGHT_PX / 2},
      {"sheet 1 read at line 3 = short", TRAY_HEIGHT_PX, TRAY_WIDTH_PX,
       TRAY_WIDTH_PX * 3},
      {"sheet 1 read at byte 0 = short", TRAY_HEIGHT_PX, TRAY_WIDTH_PX, 0},
      {"sheet 1 read at byte 5 = eof", TRAY_HEIGHT_PX, TRAY_WIDTH_PX, 5},
      {"sheet 1 = padding 1\nsheet 1 = no-length", -1, TRAY_WIDTH_PX + 1,
       (TRAY_WIDTH_PX + 1) * TRAY_HEIGHT_PX},
  };

  tray_lay_sheets (tray, 2);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    SANE_Parameters shape;
    SANE_Status status;
    guint8 grey;
    gsize size;

    g_test_message ("%s", cases[i].script);
    tray_save_script (tray, cases[i].script);
    tray_open (tray, "ADF Front");
    g_assert_cmpint (sane_start (tray->handle), ==, SANE_STATUS_GOOD);
    g_assert_cmpint (sane_get_parameters (tray->handle, &shape), ==, SANE_STATUS_GOOD);
    g_assert_cmpint (shape.lines, ==, cases[i].lines);
    g_assert_cmpint (shape.bytes_per_line, ==, cases[i].line_bytes);
    g_assert_cmpint (shape.pixels_per_line, ==, TRAY_WIDTH_PX);
    g_assert_cmpint (tray_read_rest (tray, &size, &grey), ==, SANE_STATUS_EOF);
    g_assert_cmpuint (size, ==, cases[i].size);
    g_assert_cmpuint (tray_scan_side (tray, &status), ==, 20);
    tray_close (tray);
  }
}

static void
test_fuzzy (Tray *tray, gconstpointer data) {
  SANE_Parameters before, after;

  tray_lay_sheets (tray, 2);
  tray_save_script (tray, "sheet 1 = fuzzy once");
  tray_open (tray, "ADF Front");
  sane_get_parameters (tray->handle, &before);
  g_assert_cmpint (sane_start (tray->handle), ==, SANE_STATUS_GOOD);
  sane_get_parameters (tray->handle, &after);
  g_assert_cmpint (after.lines, ==, TRAY_HEIGHT_PX);
  g_assert_cmpint (before.lines, !=, after.lines);
  g_assert_cmpint (before.bytes_per_line, !=, after.bytes_per_line);
  sane_cancel (tray->handle);
  sane_get_parameters (tray->handle, &before);
  g_assert_cmpint (before.lines, ==, 0 + TRAY_HEIGHT_PX);
}

/* A jam is mended, and the stack goes on with what was put back. */
static void
test_put_back (Tray *tray, gconstpointer data) {
  static const struct {
    const char *script;
    const char *first;
    const char *second;
  } cases[] = {
      {"sheet 3 = jam once", "10 20", "30 40 50"},
      {"sheet 3 = jam once put-back 2", "10 20", "20 30 40 50"},
      {"sheet 3 = jam once put-back all", "10 20", "10 20 30 40 50"},
      {"sheet 3 = jam once put-back 0", "10 20", "40 50"},
      {"sheet 3 read = jam once", "10 20", "30 40 50"},
      {"sheet 1 = jam once", "", "10 20 30 40 50"},
      {"sheet 5 = double-feed once put-back 2", "10 20 30 40", "40 50"},
  };
  g_autofree char *memory = g_build_filename (tray->pages, ".hopper-state", NULL);

  tray_lay_sheets (tray, 5);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("%s", cases[i].script);
    tray_save_script (tray, cases[i].script);
    g_unlink (memory);
    tray_assert_opened (tray, "ADF Front", cases[i].first, SANE_STATUS_JAMMED);
    tray_assert_opened (tray, "ADF Front", cases[i].second, SANE_STATUS_NO_DOCS);
    tray_assert_opened (tray, "ADF Front", "10 20 30 40 50", SANE_STATUS_NO_DOCS);
    g_unlink (memory);
    tray_open (tray, "ADF Front");
    tray_assert_scans (tray, cases[i].first, SANE_STATUS_JAMMED);
    tray_assert_scans (tray, cases[i].second, SANE_STATUS_NO_DOCS);
    tray_close (tray);
  }
}

/* A standing fault strikes until its line is gone; then, too, the stack goes on. */
static void
test_standing (Tray *tray, gconstpointer data) {
  tray_lay_sheets (tray, 3);
  tray_save_script (tray, "sheet 2 = jam\nplace = kept");
  tray_assert_opened (tray, "ADF Front", "10", SANE_STATUS_JAMMED);
  tray_assert_opened (tray, "ADF Front", "", SANE_STATUS_JAMMED);
  tray_save_script (tray, "place = kept");
  tray_assert_opened (tray, "ADF Front", "20 30", SANE_STATUS_NO_DOCS);
  tray_save_script (tray, "sheet 2 = jam");
  tray_assert_opened (tray, "ADF Front", "10", SANE_STATUS_JAMMED);
  tray_assert_opened (tray, "ADF Front", "10", SANE_STATUS_JAMMED);
}

/* A sheet of which one side was read is no sheet that was fed. */
static void
test_half_sheet (Tray *tray, gconstpointer data) {
  tray_lay_sheets (tray, 6);
  tray_save_script (tray, "sheet 2 back = jam once");
  tray_assert_opened (tray, "ADF Duplex", "10 20 30", SANE_STATUS_JAMMED);
  tray_assert_opened (tray, "ADF Duplex", "30 40 50 60", SANE_STATUS_NO_DOCS);
}

/* A wrong frame goes through; who gives up because of it finds its sheet on top. */
static void
test_short_again (Tray *tray, gconstpointer data) {
  static const char *const scripts[]
      = {"sheet 2 = short once", "sheet 2 = lines 9999 once", "sheet 2 = long once"};

  tray_lay_sheets (tray, 3);
  for (guint i = 0; i < G_N_ELEMENTS (scripts); i++) {
    SANE_Status status;
    guint8 grey;
    gsize size;

    g_test_message ("%s", scripts[i]);
    tray_save_script (tray, scripts[i]);
    tray_open (tray, "ADF Front");
    g_assert_cmpuint (tray_scan_side (tray, &status), ==, 10);
    g_assert_cmpint (sane_start (tray->handle), ==, SANE_STATUS_GOOD);
    if (i < 2)
      g_assert_cmpint (tray_read_rest (tray, &size, &grey), ==, SANE_STATUS_EOF);
    tray_assert_opened (tray, "ADF Front", "20 30", SANE_STATUS_NO_DOCS);
  }
}

/* What was wrong with a sheet is forgotten when it comes again. */
static void
test_again_good (Tray *tray, gconstpointer data) {
  SANE_Status status;

  tray_lay_sheets (tray, 4);
  tray_save_script (tray, "sheet 1 front = lines 9999 once\nsheet 1 back = jam once");
  tray_open (tray, "ADF Duplex");
  g_assert_cmpuint (tray_scan_side (tray, &status), ==, 10);
  g_assert_cmpint (sane_start (tray->handle), ==, SANE_STATUS_JAMMED);
  g_assert_cmpuint (tray_scan_side (tray, &status), ==, 10);
  g_assert_cmpuint (tray_scan_side (tray, &status), ==, 20);
  tray_assert_opened (tray, "ADF Duplex", "30 40", SANE_STATUS_NO_DOCS);
}

static void
test_times (Tray *tray, gconstpointer data) {
  tray_lay_sheets (tray, 1);
  tray_save_script (tray, "open = busy times 3");
  for (guint i = 0; i < 3; i++)
    g_assert_cmpint (tray_open_status (tray), ==, SANE_STATUS_DEVICE_BUSY);
  g_assert_cmpint (tray_open_status (tray), ==, SANE_STATUS_GOOD);
}

/* A child that hangs or crashes there leaves its mark; the next one goes on. */
static void
assert_killed (Tray *tray, const char *script) {
  g_autofree char *memory = g_build_filename (tray->pages, ".hopper-state", NULL);
  pid_t child;
  int end;

  g_test_message ("%s", script);
  g_unlink (memory);
  tray_save_script (tray, script);
  child = fork ();
  if (child == 0) {
    SANE_Status status;

    close (STDERR_FILENO);
    tray_open (tray, "ADF Front");
    g_free (tray_scan_all (tray, &status));
    _exit (0);
  }
  for (guint i = 0; i < 500 && !g_file_test (memory, G_FILE_TEST_EXISTS); i++)
    g_usleep (10000);
  g_usleep (300000);
  kill (child, SIGKILL);
  g_assert_cmpint (waitpid (child, &end, 0), ==, child);
}

/* Those that never come back from cancelling or closing. */
static void
test_cursed (Tray *tray, gconstpointer data) {
  static const char *const scripts[]
      = {"cancel = exit", "cancel = crash once", "close = exit", "close = crash"};

  tray_lay_sheets (tray, 1);
  for (guint i = 0; i < G_N_ELEMENTS (scripts); i++) {
    pid_t child;
    int end;

    tray_save_script (tray, scripts[i]);
    child = fork ();
    if (child == 0) {
      tray_open (tray, "ADF Front");
      sane_cancel (tray->handle);
      tray_close (tray);
      _exit (0);
    }
    g_assert_cmpint (waitpid (child, &end, 0), ==, child);
    g_assert_true (WIFSIGNALED (end) || WEXITSTATUS (end) == 1);
    if (i != 1)
      continue;
    tray_open (tray, "ADF Front");
    sane_cancel (tray->handle);
    tray_close (tray);
  }
  tray_save_script (tray, "");
}

static void
test_killed (Tray *tray, gconstpointer data) {
  static const char *const scripts[] = {
      "sheet 2 start = hang once", "sheet 2 = hang once",   "sheet 2 = crash once",
      "sheet 2 = exit once",       "sheet 2 = silent once",
  };

  tray_lay_sheets (tray, 3);
  for (guint i = 0; i < G_N_ELEMENTS (scripts); i++) {
    assert_killed (tray, scripts[i]);
    tray_assert_opened (tray, "ADF Front", "20 30", SANE_STATUS_NO_DOCS);
  }
  assert_killed (tray, "open = hang once");
  tray_assert_opened (tray, "ADF Front", "10 20 30", SANE_STATUS_NO_DOCS);
}

/* What double feeds do is up to the detection. */
static void
test_double_feed (Tray *tray, gconstpointer data) {
  tray_lay_sheets (tray, 4);
  tray_save_script (tray, "sheet 2 = double-feed");
  tray_open (tray, "ADF Front");
  tray_assert_scans (tray, "10", SANE_STATUS_JAMMED);
  g_assert_true (tray_get_sensor (tray, "double-feed"));
  g_assert_cmpint (tray_set_name (tray, "df-action", "Continue", NULL), ==,
                   SANE_STATUS_GOOD);
  tray_assert_scans (tray, "20 40", SANE_STATUS_NO_DOCS);
  g_assert_false (tray_get_sensor (tray, "double-feed"));
  tray_save_script (tray, "sheet 1 read = double-feed\ndouble-feed-detection = no");
  tray_assert_opened (tray, "ADF Front", "10 30 40", SANE_STATUS_NO_DOCS);
  tray_assert_opened (tray, "ADF Duplex", "10 20", SANE_STATUS_NO_DOCS);
}

/* An unplugged device stays so until it is opened anew. */
static void
test_unplug (Tray *tray, gconstpointer data) {
  SANE_Int got;
  guint8 byte;

  tray_lay_sheets (tray, 3);
  tray_save_script (tray, "sheet 2 = unplug once");
  tray_open (tray, "ADF Front");
  tray_assert_scans (tray, "10", SANE_STATUS_IO_ERROR);
  g_assert_cmpint (sane_start (tray->handle), ==, SANE_STATUS_IO_ERROR);
  g_assert_cmpint (sane_read (tray->handle, &byte, 1, &got), ==, SANE_STATUS_IO_ERROR);
  tray_assert_opened (tray, "ADF Front", "20 30", SANE_STATUS_NO_DOCS);
}

#define ADD(path, function)                                                              \
  g_test_add ("/calamity/" path, Tray, NULL, tray_set_up, function, tray_tear_down)

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  ADD ("statuses", test_statuses);
  ADD ("frames", test_frames);
  ADD ("fuzzy", test_fuzzy);
  ADD ("put-back", test_put_back);
  ADD ("standing", test_standing);
  ADD ("half-sheet", test_half_sheet);
  ADD ("short-again", test_short_again);
  ADD ("again-good", test_again_good);
  ADD ("times", test_times);
  ADD ("cursed", test_cursed);
  ADD ("killed", test_killed);
  ADD ("double-feed", test_double_feed);
  ADD ("unplug", test_unplug);
  return tray_run ();
}
