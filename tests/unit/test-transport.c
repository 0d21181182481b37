/* SPDX-License-Identifier: Apache-2.0 */

/* The hopper by the rules of SANE: through libsane and its loader, as any program has it. */

#include "batch.h"

#include "config/layout.h"

#include <glib/gstdio.h>
#include <leptonica/allheaders.h>
#include <sane/sane.h>
#include <sane/saneopts.h>

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define WIDTH_PX  413
#define HEIGHT_PX 585

typedef struct {
  char *pages;
  char *device;
  SANE_Handle handle; /* or NULL */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data) {
  fixture->pages = batch_new_folder ();
  fixture->device = g_strconcat ("hopper:", fixture->pages, NULL);
}

static void
close_device (Fixture *fixture) {
  g_clear_pointer (&fixture->handle, sane_close);
}

static void
tear_down (Fixture *fixture, gconstpointer data) {
  close_device (fixture);
  batch_drop_folder (fixture->pages);
  g_free (fixture->device);
}

/* As an editor saves it, but not synced. */
static void
save_script (const Fixture *fixture, const char *script) {
  g_autofree char *path = g_build_filename (fixture->pages, "hopper.conf", NULL);
  g_autofree char *part = g_strconcat (path, "~", NULL);
  FILE *file = g_fopen (part, "w");

  g_assert_nonnull (file);
  g_assert_cmpint (fputs (script, file), >=, 0);
  g_assert_cmpint (fclose (file), ==, 0);
  g_assert_cmpint (g_rename (part, path), ==, 0);
}

/* @count sheets of A4 at 50 dpi, each of one grey: 10 for the first, 20 for the second... */
static void
lay_sheets (const Fixture *fixture, guint count) {
  for (guint i = 1; i <= count; i++) {
    g_autofree char *path = g_strdup_printf ("%s/%03u.png", fixture->pages, i);
    PIX *pix = pixCreate (WIDTH_PX, HEIGHT_PX, 8);

    pixSetAllGray (pix, (int) i * 10);
    pixSetResolution (pix, 50, 50);
    g_assert_cmpint (pixWrite (path, pix, IFF_PNG), ==, 0);
    pixDestroy (&pix);
  }
}

/* Number of option @name; its descriptor, too. */
static SANE_Int
find_option (const Fixture *fixture, const char *name,
             const SANE_Option_Descriptor **descriptor) {
  for (SANE_Int i = 1; (*descriptor = sane_get_option_descriptor (fixture->handle, i));
       i++) {
    if (g_strcmp0 ((*descriptor)->name, name) == 0)
      return i;
  }
  g_error ("there is no option %s", name);
}

static SANE_Status
set_name (const Fixture *fixture, const char *name, const char *value, SANE_Int *info) {
  const SANE_Option_Descriptor *descriptor;
  SANE_Int option = find_option (fixture, name, &descriptor);
  char text[256] = "";

  g_strlcpy (text, value, sizeof text);
  return sane_control_option (fixture->handle, option, SANE_ACTION_SET_VALUE, text, info);
}

static SANE_Status
set_number (const Fixture *fixture, const char *name, SANE_Word *value, SANE_Int *info) {
  const SANE_Option_Descriptor *descriptor;
  SANE_Int option = find_option (fixture, name, &descriptor);

  return sane_control_option (fixture->handle, option, SANE_ACTION_SET_VALUE, value,
                              info);
}

static gboolean
get_sensor (const Fixture *fixture, const char *name) {
  const SANE_Option_Descriptor *descriptor;
  SANE_Int option = find_option (fixture, name, &descriptor);
  SANE_Word value = -1;

  g_assert_cmpint (
      sane_control_option (fixture->handle, option, SANE_ACTION_GET_VALUE, &value, NULL),
      ==, SANE_STATUS_GOOD);
  return value == SANE_TRUE;
}

static SANE_Status
open_status (Fixture *fixture) {
  return sane_open (fixture->device, &fixture->handle);
}

/* At 50 dpi in grey from @source. */
static void
open_device (Fixture *fixture, const char *source) {
  SANE_Word res_dpi = 50;

  g_assert_cmpint (open_status (fixture), ==, SANE_STATUS_GOOD);
  g_assert_cmpint (set_name (fixture, "source", source, NULL), ==, SANE_STATUS_GOOD);
  g_assert_cmpint (set_name (fixture, "mode", "Gray", NULL), ==, SANE_STATUS_GOOD);
  g_assert_cmpint (set_number (fixture, "resolution", &res_dpi, NULL), ==,
                   SANE_STATUS_GOOD);
}

/* Reads what is left; the status that ended it. */
static SANE_Status
read_rest (const Fixture *fixture, gsize *size, guint8 *last) {
  guint8 block[10007];
  SANE_Status status;
  SANE_Int got;

  *size = 0;
  while ((status = sane_read (fixture->handle, block, sizeof block, &got))
         == SANE_STATUS_GOOD) {
    g_assert_cmpint (got, >=, 0);
    *size += (gsize) got;
    if (got > 0)
      *last = block[got - 1];
  }
  return status;
}

/* Starts and reads a side: its grey, or 0 with the @status. */
static guint
scan_side (const Fixture *fixture, SANE_Status *status) {
  guint8 grey = 0;
  gsize size = 0;

  *status = sane_start (fixture->handle);
  if (*status != SANE_STATUS_GOOD)
    return 0;
  *status = read_rest (fixture, &size, &grey);
  return *status == SANE_STATUS_EOF && size == WIDTH_PX * HEIGHT_PX ? grey : 0;
}

/* Scans until it ends: the greys, as "10 20", and what ended it. */
static char *
scan_all (const Fixture *fixture, SANE_Status *status) {
  GString *greys = g_string_new (NULL);
  guint grey;

  while ((grey = scan_side (fixture, status)) > 0)
    g_string_append_printf (greys, "%s%u", greys->len > 0 ? " " : "", grey);
  return g_string_free (greys, FALSE);
}

static void
assert_scans (const Fixture *fixture, const char *greys, SANE_Status status) {
  SANE_Status got = SANE_STATUS_GOOD;
  g_autofree char *all = scan_all (fixture, &got);

  g_assert_cmpstr (all, ==, greys);
  g_assert_cmpstr (sane_strstatus (got), ==, sane_strstatus (status));
}

/* Opens anew, scans, closes. */
static void
assert_opened (Fixture *fixture, const char *source, const char *greys,
               SANE_Status status) {
  close_device (fixture);
  open_device (fixture, source);
  assert_scans (fixture, greys, status);
  close_device (fixture);
}

/* Each option is described as the standard wants it, and can be read when it is active. */
static void
test_options (Fixture *fixture, gconstpointer data) {
  const SANE_Option_Descriptor *descriptor;
  SANE_Word count = 0, value;
  SANE_Int info = 0;
  char text[256];

  lay_sheets (fixture, 1);
  g_assert_cmpint (open_status (fixture), ==, SANE_STATUS_GOOD);
  g_assert_cmpint (
      sane_control_option (fixture->handle, 0, SANE_ACTION_GET_VALUE, &count, NULL), ==,
      SANE_STATUS_GOOD);
  for (SANE_Int i = 0; i < count; i++) {
    descriptor = sane_get_option_descriptor (fixture->handle, i);
    g_assert_nonnull (descriptor->name);
    g_assert_nonnull (descriptor->title);
    g_assert_nonnull (descriptor->desc);
    if (descriptor->type == SANE_TYPE_GROUP)
      continue;
    g_assert_cmpint (descriptor->size, <=, sizeof text);
    g_assert_cmpint (
        sane_control_option (fixture->handle, i, SANE_ACTION_GET_VALUE, text, NULL), ==,
        SANE_OPTION_IS_ACTIVE (descriptor->cap) ? SANE_STATUS_GOOD : SANE_STATUS_INVAL);
  }
  g_assert_null (sane_get_option_descriptor (fixture->handle, count));
  g_assert_null (sane_get_option_descriptor (fixture->handle, -1));
  g_assert_cmpint (
      sane_control_option (fixture->handle, count, SANE_ACTION_GET_VALUE, text, NULL), ==,
      SANE_STATUS_INVAL);

  value = 5000;
  g_assert_cmpint (set_number (fixture, "resolution", &value, &info), ==,
                   SANE_STATUS_GOOD);
  g_assert_cmpint (value, ==, 1200);
  g_assert_cmpint (info, ==, SANE_INFO_INEXACT | SANE_INFO_RELOAD_PARAMS);
  value = 12;
  g_assert_cmpint (set_number (fixture, "depth", &value, &info), ==, SANE_STATUS_GOOD);
  g_assert_true (value == 8 || value == 16);
  g_assert_true ((info & SANE_INFO_INEXACT) != 0);
  g_assert_cmpint (set_name (fixture, "mode", "Lineart", &info), ==, SANE_STATUS_GOOD);
  g_assert_true ((info & SANE_INFO_RELOAD_OPTIONS) != 0);
  g_assert_cmpint (set_number (fixture, "depth", &value, &info), ==, SANE_STATUS_INVAL);
  value = SANE_FIX (30);
  g_assert_cmpint (set_number (fixture, "threshold", &value, &info), ==,
                   SANE_STATUS_GOOD);
  g_assert_cmpint (set_name (fixture, "mode", "lineart", &info), ==, SANE_STATUS_INVAL);
  g_assert_cmpint (set_name (fixture, "df-action", "Stop", &info), ==, SANE_STATUS_INVAL);
  g_assert_cmpint (set_name (fixture, "source", "ADF Front", &info), ==,
                   SANE_STATUS_GOOD);
  g_assert_cmpint (set_name (fixture, "df-action", "Stop", &info), ==, SANE_STATUS_GOOD);
  g_assert_cmpint (set_number (fixture, "page-loaded", &value, &info), ==,
                   SANE_STATUS_INVAL);
}

/* Parameters follow from the options, at each resolution and mode. */
static void
test_parameters (Fixture *fixture, gconstpointer data) {
  static const char *const modes[] = {"Lineart", "Gray", "Color"};
  static const guint resolutions[] = {75, 150, 300, 600, 1200};

  lay_sheets (fixture, 1);
  g_assert_cmpint (open_status (fixture), ==, SANE_STATUS_GOOD);
  for (guint m = 0; m < G_N_ELEMENTS (modes); m++) {
    for (guint r = 0; r < G_N_ELEMENTS (resolutions); r++) {
      SANE_Word res_dpi = (SANE_Word) resolutions[r];
      int width = (int) (210 / 25.4 * res_dpi + 0.5);
      SANE_Parameters shape;
      guint8 byte;
      SANE_Int got;

      set_name (fixture, "mode", modes[m], NULL);
      set_number (fixture, "resolution", &res_dpi, NULL);
      g_assert_cmpint (sane_start (fixture->handle), ==, SANE_STATUS_GOOD);
      g_assert_cmpint (sane_get_parameters (fixture->handle, &shape), ==,
                       SANE_STATUS_GOOD);
      g_assert_cmpint (shape.pixels_per_line, ==, width);
      g_assert_cmpint (shape.lines, ==, (int) (297 / 25.4 * res_dpi + 0.5));
      g_assert_cmpint (shape.depth, ==, m == 0 ? 1 : 8);
      g_assert_cmpint (shape.format, ==, m == 2 ? SANE_FRAME_RGB : SANE_FRAME_GRAY);
      g_assert_cmpint (shape.bytes_per_line, ==,
                       m == 0 ? (width + 7) / 8 : width * (m == 2 ? 3 : 1));
      g_assert_cmpint (sane_read (fixture->handle, &byte, 1, &got), ==, SANE_STATUS_GOOD);
      g_assert_cmpint (got, ==, 1);
      sane_cancel (fixture->handle);
    }
  }
}

static void
test_deep (Fixture *fixture, gconstpointer data) {
  SANE_Word depth = 16;
  guint8 last = 0;
  gsize size;

  lay_sheets (fixture, 1);
  open_device (fixture, "Flatbed");
  set_number (fixture, "depth", &depth, NULL);
  g_assert_cmpint (sane_start (fixture->handle), ==, SANE_STATUS_GOOD);
  g_assert_cmpint (read_rest (fixture, &size, &last), ==, SANE_STATUS_EOF);
  g_assert_cmpuint (size, ==, 2 * WIDTH_PX * HEIGHT_PX);
  g_assert_cmpuint (last, ==, 10);
}

/* No area; a second opening; options and starts while a page is sent; blocking only. */
static void
test_refusals (Fixture *fixture, gconstpointer data) {
  SANE_Word left = SANE_FIX (200), right = SANE_FIX (100), zero = 0;
  SANE_Handle second = NULL;
  SANE_Int fd;

  lay_sheets (fixture, 1);
  open_device (fixture, "ADF Front");
  g_assert_cmpint (sane_open (fixture->device, &second), ==, SANE_STATUS_DEVICE_BUSY);
  set_number (fixture, SANE_NAME_SCAN_TL_X, &left, NULL);
  set_number (fixture, SANE_NAME_SCAN_BR_X, &right, NULL);
  g_assert_cmpint (sane_start (fixture->handle), ==, SANE_STATUS_INVAL);
  set_number (fixture, SANE_NAME_SCAN_TL_X, &zero, NULL);
  g_assert_cmpint (sane_start (fixture->handle), ==, SANE_STATUS_GOOD);
  g_assert_cmpint (sane_start (fixture->handle), ==, SANE_STATUS_DEVICE_BUSY);
  g_assert_cmpint (set_name (fixture, "mode", "Color", NULL), ==,
                   SANE_STATUS_DEVICE_BUSY);
  g_assert_cmpint (sane_set_io_mode (fixture->handle, SANE_TRUE), ==,
                   SANE_STATUS_UNSUPPORTED);
  g_assert_cmpint (sane_set_io_mode (fixture->handle, SANE_FALSE), ==, SANE_STATUS_GOOD);
  g_assert_cmpint (sane_get_select_fd (fixture->handle, &fd), ==,
                   SANE_STATUS_UNSUPPORTED);
  close_device (fixture);
  g_assert_cmpint (open_status (fixture), ==, SANE_STATUS_GOOD);
}

/* Every status of SANE at each of its moments; with its line gone the device works. */
static void
test_statuses (Fixture *fixture, gconstpointer data) {
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

  lay_sheets (fixture, 3);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
    SANE_Status status = words[i].status;
    g_autofree char *open = g_strdup_printf ("open = %s", words[i].word);
    g_autofree char *start = g_strdup_printf ("sheet 2 start = %s", words[i].word);
    g_autofree char *read
        = g_strdup_printf ("sheet 2 read at byte 1000 = %s", words[i].word);
    guint8 grey;
    gsize size;

    save_script (fixture, open);
    g_assert_cmpint (open_status (fixture), ==, status);
    save_script (fixture, start);
    assert_opened (fixture, "ADF Front", "10", status);
    save_script (fixture, read);
    open_device (fixture, "ADF Front");
    g_assert_cmpuint (scan_side (fixture, &status), ==, 10);
    g_assert_cmpint (sane_start (fixture->handle), ==, SANE_STATUS_GOOD);
    g_assert_cmpint (read_rest (fixture, &size, &grey), ==, words[i].status);
    g_assert_cmpuint (size, ==, 1000);
    save_script (fixture, "");
    if (words[i].status != SANE_STATUS_EOF)
      assert_scans (fixture, "20 30", SANE_STATUS_NO_DOCS);
    else
      assert_scans (fixture, "30", SANE_STATUS_NO_DOCS);
    close_device (fixture);
  }
}

/* Frames that are not what was announced. */
static void
test_frames (Fixture *fixture, gconstpointer data) {
  static const struct {
    const char *script;
    int lines; /* announced */
    int line_bytes;
    gsize size;
  } cases[] = {
      {"sheet 1 = no-length", -1, WIDTH_PX, WIDTH_PX * HEIGHT_PX},
      {"sheet 1 = lines 100", 100, WIDTH_PX, WIDTH_PX * HEIGHT_PX},
      {"sheet 1 = padding 7", HEIGHT_PX, WIDTH_PX + 7, (WIDTH_PX + 7) * HEIGHT_PX},
      {"sheet 1 = long", HEIGHT_PX, WIDTH_PX, WIDTH_PX * (HEIGHT_PX + 1)},
      {"sheet 1 = long 30", HEIGHT_PX, WIDTH_PX, WIDTH_PX * (HEIGHT_PX + 30)},
      {"sheet 1 = short", HEIGHT_PX, WIDTH_PX, WIDTH_PX * HEIGHT_PX / 2},
      {"sheet 1 read at line 3 = short", HEIGHT_PX, WIDTH_PX, WIDTH_PX * 3},
      {"sheet 1 read at byte 0 = short", HEIGHT_PX, WIDTH_PX, 0},
      {"sheet 1 read at byte 5 = eof", HEIGHT_PX, WIDTH_PX, 5},
      {"sheet 1 = padding 1\nsheet 1 = no-length", -1, WIDTH_PX + 1,
       (WIDTH_PX + 1) * HEIGHT_PX},
  };

  lay_sheets (fixture, 2);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    SANE_Parameters shape;
    SANE_Status status;
    guint8 grey;
    gsize size;

    g_test_message ("%s", cases[i].script);
    save_script (fixture, cases[i].script);
    open_device (fixture, "ADF Front");
    g_assert_cmpint (sane_start (fixture->handle), ==, SANE_STATUS_GOOD);
    g_assert_cmpint (sane_get_parameters (fixture->handle, &shape), ==, SANE_STATUS_GOOD);
    g_assert_cmpint (shape.lines, ==, cases[i].lines);
    g_assert_cmpint (shape.bytes_per_line, ==, cases[i].line_bytes);
    g_assert_cmpint (shape.pixels_per_line, ==, WIDTH_PX);
    g_assert_cmpint (read_rest (fixture, &size, &grey), ==, SANE_STATUS_EOF);
    g_assert_cmpuint (size, ==, cases[i].size);
    g_assert_cmpuint (scan_side (fixture, &status), ==, 20);
    close_device (fixture);
  }
}

static void
test_fuzzy (Fixture *fixture, gconstpointer data) {
  SANE_Parameters before, after;

  lay_sheets (fixture, 2);
  save_script (fixture, "sheet 1 = fuzzy once");
  open_device (fixture, "ADF Front");
  sane_get_parameters (fixture->handle, &before);
  g_assert_cmpint (sane_start (fixture->handle), ==, SANE_STATUS_GOOD);
  sane_get_parameters (fixture->handle, &after);
  g_assert_cmpint (after.lines, ==, HEIGHT_PX);
  g_assert_cmpint (before.lines, !=, after.lines);
  g_assert_cmpint (before.bytes_per_line, !=, after.bytes_per_line);
  sane_cancel (fixture->handle);
  sane_get_parameters (fixture->handle, &before);
  g_assert_cmpint (before.lines, ==, 0 + HEIGHT_PX);
}

/* A jam is mended, and the stack goes on with what was put back. */
static void
test_put_back (Fixture *fixture, gconstpointer data) {
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
  g_autofree char *memory = g_build_filename (fixture->pages, ".hopper-state", NULL);

  lay_sheets (fixture, 5);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("%s", cases[i].script);
    save_script (fixture, cases[i].script);
    g_unlink (memory);
    assert_opened (fixture, "ADF Front", cases[i].first, SANE_STATUS_JAMMED);
    assert_opened (fixture, "ADF Front", cases[i].second, SANE_STATUS_NO_DOCS);
    assert_opened (fixture, "ADF Front", "10 20 30 40 50", SANE_STATUS_NO_DOCS);
    g_unlink (memory);
    open_device (fixture, "ADF Front");
    assert_scans (fixture, cases[i].first, SANE_STATUS_JAMMED);
    assert_scans (fixture, cases[i].second, SANE_STATUS_NO_DOCS);
    close_device (fixture);
  }
}

/* A standing fault strikes until its line is gone; then, too, the stack goes on. */
static void
test_standing (Fixture *fixture, gconstpointer data) {
  lay_sheets (fixture, 3);
  save_script (fixture, "sheet 2 = jam\nplace = kept");
  assert_opened (fixture, "ADF Front", "10", SANE_STATUS_JAMMED);
  assert_opened (fixture, "ADF Front", "", SANE_STATUS_JAMMED);
  save_script (fixture, "place = kept");
  assert_opened (fixture, "ADF Front", "20 30", SANE_STATUS_NO_DOCS);
  save_script (fixture, "sheet 2 = jam");
  assert_opened (fixture, "ADF Front", "10", SANE_STATUS_JAMMED);
  assert_opened (fixture, "ADF Front", "10", SANE_STATUS_JAMMED);
}

/* A sheet of which one side was read is no sheet that was fed. */
static void
test_half_sheet (Fixture *fixture, gconstpointer data) {
  lay_sheets (fixture, 6);
  save_script (fixture, "sheet 2 back = jam once");
  assert_opened (fixture, "ADF Duplex", "10 20 30", SANE_STATUS_JAMMED);
  assert_opened (fixture, "ADF Duplex", "30 40 50 60", SANE_STATUS_NO_DOCS);
}

/* A wrong frame goes through; who gives up because of it finds its sheet on top. */
static void
test_short_again (Fixture *fixture, gconstpointer data) {
  static const char *const scripts[]
      = {"sheet 2 = short once", "sheet 2 = lines 9999 once", "sheet 2 = long once"};

  lay_sheets (fixture, 3);
  for (guint i = 0; i < G_N_ELEMENTS (scripts); i++) {
    SANE_Status status;
    guint8 grey;
    gsize size;

    g_test_message ("%s", scripts[i]);
    save_script (fixture, scripts[i]);
    open_device (fixture, "ADF Front");
    g_assert_cmpuint (scan_side (fixture, &status), ==, 10);
    g_assert_cmpint (sane_start (fixture->handle), ==, SANE_STATUS_GOOD);
    if (i < 2)
      g_assert_cmpint (read_rest (fixture, &size, &grey), ==, SANE_STATUS_EOF);
    assert_opened (fixture, "ADF Front", "20 30", SANE_STATUS_NO_DOCS);
  }
}

/* What was wrong with a sheet is forgotten when it comes again. */
static void
test_again_good (Fixture *fixture, gconstpointer data) {
  SANE_Status status;

  lay_sheets (fixture, 4);
  save_script (fixture, "sheet 1 front = lines 9999 once\nsheet 1 back = jam once");
  open_device (fixture, "ADF Duplex");
  g_assert_cmpuint (scan_side (fixture, &status), ==, 10);
  g_assert_cmpint (sane_start (fixture->handle), ==, SANE_STATUS_JAMMED);
  g_assert_cmpuint (scan_side (fixture, &status), ==, 10);
  g_assert_cmpuint (scan_side (fixture, &status), ==, 20);
  assert_opened (fixture, "ADF Duplex", "30 40", SANE_STATUS_NO_DOCS);
}

static void
test_times (Fixture *fixture, gconstpointer data) {
  lay_sheets (fixture, 1);
  save_script (fixture, "open = busy times 3");
  for (guint i = 0; i < 3; i++)
    g_assert_cmpint (open_status (fixture), ==, SANE_STATUS_DEVICE_BUSY);
  g_assert_cmpint (open_status (fixture), ==, SANE_STATUS_GOOD);
}

/* A child that hangs or crashes there leaves its mark; the next one goes on. */
static void
assert_killed (Fixture *fixture, const char *script) {
  g_autofree char *memory = g_build_filename (fixture->pages, ".hopper-state", NULL);
  pid_t child;
  int end;

  g_test_message ("%s", script);
  g_unlink (memory);
  save_script (fixture, script);
  child = fork ();
  if (child == 0) {
    SANE_Status status;

    close (STDERR_FILENO);
    open_device (fixture, "ADF Front");
    g_free (scan_all (fixture, &status));
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
test_cursed (Fixture *fixture, gconstpointer data) {
  static const char *const scripts[]
      = {"cancel = exit", "cancel = crash once", "close = exit", "close = crash"};

  lay_sheets (fixture, 1);
  for (guint i = 0; i < G_N_ELEMENTS (scripts); i++) {
    pid_t child;
    int end;

    save_script (fixture, scripts[i]);
    child = fork ();
    if (child == 0) {
      open_device (fixture, "ADF Front");
      sane_cancel (fixture->handle);
      close_device (fixture);
      _exit (0);
    }
    g_assert_cmpint (waitpid (child, &end, 0), ==, child);
    g_assert_true (WIFSIGNALED (end) || WEXITSTATUS (end) == 1);
    if (i != 1)
      continue;
    open_device (fixture, "ADF Front");
    sane_cancel (fixture->handle);
    close_device (fixture);
  }
  save_script (fixture, "");
}

static void
test_killed (Fixture *fixture, gconstpointer data) {
  static const char *const scripts[] = {
      "sheet 2 start = hang once", "sheet 2 = hang once",   "sheet 2 = crash once",
      "sheet 2 = exit once",       "sheet 2 = silent once",
  };

  lay_sheets (fixture, 3);
  for (guint i = 0; i < G_N_ELEMENTS (scripts); i++) {
    assert_killed (fixture, scripts[i]);
    assert_opened (fixture, "ADF Front", "20 30", SANE_STATUS_NO_DOCS);
  }
  assert_killed (fixture, "open = hang once");
  assert_opened (fixture, "ADF Front", "10 20 30", SANE_STATUS_NO_DOCS);
}

/* What double feeds do is up to the detection. */
static void
test_double_feed (Fixture *fixture, gconstpointer data) {
  lay_sheets (fixture, 4);
  save_script (fixture, "sheet 2 = double-feed");
  open_device (fixture, "ADF Front");
  assert_scans (fixture, "10", SANE_STATUS_JAMMED);
  g_assert_true (get_sensor (fixture, "double-feed"));
  g_assert_cmpint (set_name (fixture, "df-action", "Continue", NULL), ==,
                   SANE_STATUS_GOOD);
  assert_scans (fixture, "20 40", SANE_STATUS_NO_DOCS);
  g_assert_false (get_sensor (fixture, "double-feed"));
  save_script (fixture, "sheet 1 read = double-feed\ndouble-feed-detection = no");
  assert_opened (fixture, "ADF Front", "10 30 40", SANE_STATUS_NO_DOCS);
  assert_opened (fixture, "ADF Duplex", "10 20", SANE_STATUS_NO_DOCS);
}

/* An unplugged device stays so until it is opened anew. */
static void
test_unplug (Fixture *fixture, gconstpointer data) {
  SANE_Int got;
  guint8 byte;

  lay_sheets (fixture, 3);
  save_script (fixture, "sheet 2 = unplug once");
  open_device (fixture, "ADF Front");
  assert_scans (fixture, "10", SANE_STATUS_IO_ERROR);
  g_assert_cmpint (sane_start (fixture->handle), ==, SANE_STATUS_IO_ERROR);
  g_assert_cmpint (sane_read (fixture->handle, &byte, 1, &got), ==, SANE_STATUS_IO_ERROR);
  assert_opened (fixture, "ADF Front", "20 30", SANE_STATUS_NO_DOCS);
}

static void
test_sensors (Fixture *fixture, gconstpointer data) {
  lay_sheets (fixture, 1);
  open_device (fixture, "ADF Front");
  g_assert_true (get_sensor (fixture, "page-loaded"));
  g_assert_false (get_sensor (fixture, "cover-open"));
  g_assert_false (get_sensor (fixture, "scan"));
  save_script (fixture, "cover = open\nbutton = pressed");
  g_assert_true (get_sensor (fixture, "cover-open"));
  g_assert_true (get_sensor (fixture, "scan"));
  g_assert_false (get_sensor (fixture, "scan"));
  g_assert_cmpint (sane_start (fixture->handle), ==, SANE_STATUS_COVER_OPEN);
  save_script (fixture, "button = pressed after 100");
  g_assert_false (get_sensor (fixture, "scan"));
  g_usleep (110000);
  g_assert_true (get_sensor (fixture, "scan"));
  save_script (fixture, "sheet 1 = cover");
  g_assert_cmpint (sane_start (fixture->handle), ==, SANE_STATUS_COVER_OPEN);
  g_assert_true (get_sensor (fixture, "cover-open"));
  save_script (fixture, "");
  assert_scans (fixture, "10", SANE_STATUS_NO_DOCS);
  g_assert_false (get_sensor (fixture, "cover-open"));
  g_assert_false (get_sensor (fixture, "page-loaded"));
}

/* Paper that is put in later is fed. */
static void
test_more_paper (Fixture *fixture, gconstpointer data) {
  lay_sheets (fixture, 2);
  open_device (fixture, "ADF Front");
  assert_scans (fixture, "10 20", SANE_STATUS_NO_DOCS);
  lay_sheets (fixture, 4);
  g_assert_true (get_sensor (fixture, "page-loaded"));
  assert_scans (fixture, "30 40", SANE_STATUS_NO_DOCS);
}

static gpointer
cancel_soon (gpointer handle) {
  g_usleep (100000);
  sane_cancel (handle);
  return NULL;
}

/* Cancelling ends a wait at once, wherever it is, and the sheet comes again. */
static void
test_cancel (Fixture *fixture, gconstpointer data) {
  static const char *const scripts[]
      = {"pace = 2", "sheet 1 = delay 20000", "sheet 1 = line-delay 1000",
         "sheet 1 = silent", "page-delay = 20000\npace = 600"};

  lay_sheets (fixture, 2);
  for (guint i = 0; i < G_N_ELEMENTS (scripts); i++) {
    gint64 began_us;
    GThread *thread;
    SANE_Status status;

    g_test_message ("%s", scripts[i]);
    save_script (fixture, scripts[i]);
    open_device (fixture, "ADF Front");
    sane_cancel (fixture->handle);
    began_us = g_get_monotonic_time ();
    thread = g_thread_new ("cancel", cancel_soon, fixture->handle);
    g_free (scan_all (fixture, &status));
    g_thread_join (thread);
    g_assert_cmpint (status, ==, SANE_STATUS_CANCELLED);
    g_assert_cmpint (g_get_monotonic_time () - began_us, <, 2 * G_USEC_PER_SEC);
    close_device (fixture);
  }
  save_script (fixture, "");
  open_device (fixture, "ADF Front");
  g_assert_cmpint (sane_start (fixture->handle), ==, SANE_STATUS_GOOD);
  sane_cancel (fixture->handle);
  sane_cancel (fixture->handle);
  assert_scans (fixture, "10 20", SANE_STATUS_NO_DOCS);
}

/* Sheets come at their pace, both sides within it, and their lines evenly. */
static void
test_pace (Fixture *fixture, gconstpointer data) {
  gint64 began_us, first_us, took_us;
  guint8 block[WIDTH_PX * HEIGHT_PX / 2];
  SANE_Status status;
  SANE_Int got;

  lay_sheets (fixture, 4);
  save_script (fixture, "pace = 120");
  open_device (fixture, "ADF Duplex");
  began_us = g_get_monotonic_time ();
  g_free (scan_all (fixture, &status));
  took_us = g_get_monotonic_time () - began_us;
  g_assert_cmpint (took_us, >=, 980000);
  close_device (fixture);
  open_device (fixture, "ADF Front");
  began_us = g_get_monotonic_time ();
  g_assert_cmpint (sane_start (fixture->handle), ==, SANE_STATUS_GOOD);
  for (gsize half = 0; half < sizeof block; half += (gsize) got)
    g_assert_cmpint (
        sane_read (fixture->handle, block, (SANE_Int) (sizeof block - half), &got), ==,
        SANE_STATUS_GOOD);
  first_us = g_get_monotonic_time () - began_us;
  g_assert_cmpint (first_us, >=, 240000);
}

/* What is not paper has the background's grey. */
static void
test_background (Fixture *fixture, gconstpointer data) {
  SANE_Word bottom = SANE_FIX (400);
  guint8 grey = 0;
  gsize size;

  lay_sheets (fixture, 1);
  save_script (fixture, "background = 33");
  open_device (fixture, "Flatbed");
  set_number (fixture, SANE_NAME_SCAN_BR_Y, &bottom, NULL);
  g_assert_cmpint (sane_start (fixture->handle), ==, SANE_STATUS_GOOD);
  g_assert_cmpint (read_rest (fixture, &size, &grey), ==, SANE_STATUS_EOF);
  g_assert_cmpuint (grey, ==, 33);
}

static void
test_build (Fixture *fixture, gconstpointer data) {
  const SANE_Option_Descriptor *descriptor;

  lay_sheets (fixture, 1);
  save_script (fixture, "source flatbed = none\nsource adf = Automatic Document Feeder\n"
                        "bed = 100 x 200\ndouble-feed-detection = no\n");
  g_assert_cmpint (open_status (fixture), ==, SANE_STATUS_GOOD);
  find_option (fixture, "source", &descriptor);
  g_assert_cmpstr (descriptor->constraint.string_list[0], ==,
                   "Automatic Document Feeder");
  g_assert_cmpstr (descriptor->constraint.string_list[1], ==, "ADF Duplex");
  g_assert_null (descriptor->constraint.string_list[2]);
  find_option (fixture, SANE_NAME_SCAN_BR_X, &descriptor);
  g_assert_cmpint (descriptor->constraint.range->max, ==, SANE_FIX (100));
  find_option (fixture, "df-action", &descriptor);
  g_assert_false (SANE_OPTION_IS_ACTIVE (descriptor->cap));
}

/* Nothing in a folder can do more than be refused. */
static void
test_hostile_folder (Fixture *fixture, gconstpointer data) {
  static const char *const names[] = {"000.png", "005.tif", "006.jpg"};
  g_autofree char *loop = g_build_filename (fixture->pages, "001.png", NULL);
  g_autofree char *pipe = g_build_filename (fixture->pages, "003", NULL);
  g_autofree char *device = g_build_filename (fixture->pages, "004.jpg", NULL);
  g_autofree char *link = g_build_filename (fixture->pages, "009.png", NULL);
  g_autofree char *real = g_build_filename (fixture->pages, "002.png", NULL);

  lay_sheets (fixture, 2);
  g_assert_cmpint (g_unlink (loop), ==, 0);
  g_assert_cmpint (symlink (loop, loop), ==, 0);
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  g_assert_cmpint (symlink ("/dev/zero", device), ==, 0);
  g_assert_cmpint (symlink (real, link), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = g_build_filename (fixture->pages, names[i], NULL);

    g_assert_true (g_file_set_contents (path, "II\x2a\0\xff\xff\xff\xff\xff", i, NULL));
  }
  assert_opened (fixture, "ADF Front", "20 20", SANE_STATUS_NO_DOCS);
  g_assert_cmpint (g_unlink (real), ==, 0);
  g_assert_true (g_file_set_contents (real, "\x89PNG\r\n\x1a\n", 8, NULL));
  assert_opened (fixture, "ADF Front", "", SANE_STATUS_IO_ERROR);
}

/* A page of noise, of which @percent are saved. */
static void
save_part (const Fixture *fixture, const char *name, int format, guint percent) {
  g_autofree char *path = g_build_filename (fixture->pages, name, NULL);
  g_autofree char *bytes = NULL;
  PIX *pix = pixCreate (WIDTH_PX, HEIGHT_PX, 8);
  gsize size;

  for (int y = 0; y < HEIGHT_PX; y++) {
    for (int x = 0; x < WIDTH_PX; x++)
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
test_damaged_image (Fixture *fixture, gconstpointer data) {
  static const int formats[] = {IFF_PNG, IFF_JFIF_JPEG};
  guint8 grey;
  gsize size;

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++) {
    save_part (fixture, "001", formats[i], 50);
    open_device (fixture, "ADF Front");
    for (guint round = 0; round < 2; round++) {
      g_assert_cmpint (sane_start (fixture->handle), ==, SANE_STATUS_GOOD);
      g_assert_cmpint (read_rest (fixture, &size, &grey), ==, SANE_STATUS_IO_ERROR);
      g_assert_cmpuint (size, >, WIDTH_PX * 10);
      g_assert_cmpuint (size, <, WIDTH_PX * HEIGHT_PX);
    }
    close_device (fixture);
  }
}

/* Thousands of files are a stack as well. */
static void
test_many_files (Fixture *fixture, gconstpointer data) {
  g_autofree char *first = g_build_filename (fixture->pages, "001.png", NULL);
  SANE_Status status;

  lay_sheets (fixture, 1);
  for (guint i = 2; i < 2000; i++) {
    g_autofree char *path = g_strdup_printf ("%s/x%05u", fixture->pages, i);

    g_assert_cmpint (symlink (first, path), ==, 0);
  }
  open_device (fixture, "ADF Front");
  for (guint i = 0; i < 3; i++)
    g_assert_cmpuint (scan_side (fixture, &status), ==, 10);
}

/* The devices that the configuration names. */
static void
test_list (Fixture *fixture, gconstpointer data) {
  g_autofree char *path
      = g_build_filename (g_getenv ("SANE_CONFIG_DIR"), "hopper-folders.conf", NULL);
  g_autofree char *text
      = g_strdup_printf ("# folders\n\n  %s\n/no/such\n", fixture->pages);
  const SANE_Device **list;

  lay_sheets (fixture, 1);
  g_assert_cmpint (sane_get_devices (&list, SANE_TRUE), ==, SANE_STATUS_GOOD);
  g_assert_null (list[0]);
  g_assert_cmpint (sane_open ("hopper:", &fixture->handle), ==, SANE_STATUS_INVAL);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  g_assert_cmpint (sane_get_devices (&list, SANE_TRUE), ==, SANE_STATUS_GOOD);
  g_assert_cmpstr (list[0]->name, ==, fixture->device);
  g_assert_cmpstr (list[1]->name, ==, "hopper:/no/such");
  g_assert_null (list[2]);
  g_assert_cmpint (sane_open ("hopper:", &fixture->handle), ==, SANE_STATUS_GOOD);
  g_unlink (path);
}

static char *
load_hopper (void) {
  char *folder = batch_new_folder ();
  g_autofree char *dll = g_build_filename (folder, "dll.conf", NULL);
  g_autofree char *backend = layout_hopper_dup ();

  g_assert_true (g_file_set_contents (dll, "hopper\n", -1, NULL));
  g_setenv ("SANE_CONFIG_DIR", folder, TRUE);
  g_setenv ("LD_LIBRARY_PATH", backend, TRUE);
  g_assert_cmpint (sane_init (NULL, NULL), ==, SANE_STATUS_GOOD);
  return folder;
}

#define ADD(path, function)                                                              \
  g_test_add ("/transport/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv) {
  char *folder;
  int result;

  setMsgSeverity (L_SEVERITY_NONE);
  g_test_init (&argc, &argv, NULL);
  folder = load_hopper ();
  ADD ("options", test_options);
  ADD ("parameters", test_parameters);
  ADD ("deep", test_deep);
  ADD ("refusals", test_refusals);
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
  result = g_test_run ();
  sane_exit ();
  batch_drop_folder (folder);
  return result;
}
