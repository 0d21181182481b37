/* SPDX-License-Identifier: Apache-2.0 */

/* Drivers that keep to SANE in unusual ways (Debian's `test`) and drivers that do not
 * (tests/rogue), through the real program. */

#include "batch.h"

#include "config/json.h"

#include <gio/gio.h>
#include <leptonica/allheaders.h>

#include <string.h>

typedef struct {
  char *conf;
  char *out;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data) {
  fixture->conf = batch_new_folder ();
  fixture->out = batch_new_folder ();
  g_setenv ("SANE_CONFIG_DIR", fixture->conf, TRUE);
}

static void
tear_down (Fixture *fixture, gconstpointer data) {
  batch_drop_folder (fixture->conf);
  batch_drop_folder (fixture->out);
}

static void
save_conf (const Fixture *fixture, const char *lines) {
  g_autofree char *path = g_build_filename (fixture->conf, "test.conf", NULL);
  g_autofree char *text
      = g_strconcat ("number_of_devices 1\nresolution_max 1200\ngeometry_max 400\n"
                     "test-picture \"Color pattern\"\n",
                     lines, "\n", NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static Batch *
run_test (const Fixture *fixture, const char *lines, const char *mode) {
  save_conf (fixture, lines);
  return batch_run ("test:0", fixture->out, "--source", "flatbed", "--resolution", "60",
                    "--mode", mode, NULL);
}

/* Every status that a read can end with, and the next scan is good. */
static void
test_statuses (Fixture *fixture, gconstpointer data) {
  static const struct {
    const char *status;
    ReportOutcome outcome;
  } cases[] = {
      {"UNSUPPORTED", REPORT_FAILED},   {"CANCELLED", REPORT_CANCELLED},
      {"DEVICE_BUSY", REPORT_FAILED},   {"INVAL", REPORT_FAILED},
      {"EOF", REPORT_FAILED},           {"JAMMED", REPORT_JAM},
      {"NO_DOCS", REPORT_FAILED},       {"COVER_OPEN", REPORT_COVER},
      {"IO_ERROR", REPORT_FAILED},      {"NO_MEM", REPORT_FAILED},
      {"ACCESS_DENIED", REPORT_FAILED},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *lines
        = g_strconcat ("read-status-code SANE_STATUS_", cases[i].status, NULL);
    g_autoptr (Batch) broken = run_test (fixture, lines, "color");
    g_autoptr (Batch) mended = run_test (fixture, "", "color");

    batch_assert (broken, fixture->out, cases[i].outcome, 0);
    batch_assert (mended, fixture->out, REPORT_DONE, 1);
  }
}

static char *
get_sha256 (const Batch *batch) {
  return ((Report *) batch->pages->pdata[0])->page->sha256;
}

/* However the bytes come, they are the same page. */
static void
test_same_page (Fixture *fixture, gconstpointer data) {
  static const char *const ways[] = {
      "three-pass true",
      "three-pass true\nthree-pass-order BRG",
      "fuzzy-parameters true",
      "read-limit true\nread-limit-size 1",
      "read-limit true\nread-limit-size 4097",
      "depth 16",
      "non-blocking true",
      "select-fd true",
  };
  g_autoptr (Batch) plain = run_test (fixture, "", "color");

  batch_assert (plain, fixture->out, REPORT_DONE, 1);
  for (guint i = 0; i < G_N_ELEMENTS (ways); i++) {
    g_autoptr (Batch) batch = run_test (fixture, ways[i], "color");

    batch_assert (batch, fixture->out, REPORT_DONE, 1);
    g_assert_cmpstr (get_sha256 (batch), ==, get_sha256 (plain));
  }
}

static void
test_unusual_shapes (Fixture *fixture, gconstpointer data) {
  static const struct {
    const char *lines;
    guint width_px, height_px;
  } cases[] = {
      {"ppl-loss 7", 489, 701},
      {"ppl-loss 128", 368, 701},
      {"hand-scanner true", 259, 401},
      {"hand-scanner true\nthree-pass true", 259, 401},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (Batch) batch = run_test (fixture, cases[i].lines, "color");
    const Page *page;

    batch_assert (batch, fixture->out, REPORT_DONE, 1);
    page = ((Report *) batch->pages->pdata[0])->page;
    g_assert_cmpuint (page->width_px, ==, cases[i].width_px);
    g_assert_cmpuint (page->height_px, ==, cases[i].height_px);
  }
}

/* A driver with grey of one bit and no black and white of its own. */
static void
test_modes (Fixture *fixture, gconstpointer data) {
  static const struct {
    const char *mode;
    int depth;
  } cases[] = {{"color", 32}, {"gray", 8}, {"lineart", 1}};

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (Batch) batch = run_test (fixture, "", cases[i].mode);
    g_autofree char *path = g_build_filename (fixture->out, "page-0001.tif", NULL);
    PIX *page;

    batch_assert (batch, fixture->out, REPORT_DONE, 1);
    page = pixRead (path);
    g_assert_cmpint (pixGetDepth (page), ==, cases[i].depth);
    pixDestroy (&page);
  }
}

static void
test_feeder (Fixture *fixture, gconstpointer data) {
  g_autoptr (Batch) batch = NULL;
  g_autoptr (Batch) duplex = NULL;
  g_autoptr (Batch) any = NULL;

  save_conf (fixture, "");
  batch
      = batch_run ("test:0", fixture->out, "--source", "adf", "--resolution", "60", NULL);
  batch_assert (batch, fixture->out, REPORT_EMPTY, 10);
  duplex = batch_run ("test:0", fixture->out, "--source", "duplex", NULL);
  batch_assert (duplex, fixture->out, REPORT_FAILED, 0);
  g_assert_nonnull (strstr (duplex->end->message, "Flatbed, Automatic Document Feeder"));
  any = batch_run ("test:0", fixture->out, "--resolution", "60", NULL);
  batch_assert (any, fixture->out, REPORT_EMPTY, 10);
  g_assert_nonnull (strstr (any->end->notices[0], "one side"));
}

/* Before a driver is loaded, let alone a lamp lit. */
static void
test_too_fine (Fixture *fixture, gconstpointer data) {
  g_autoptr (Batch) batch
      = batch_run ("test:0", fixture->out, "--resolution", "1200", NULL);

  batch_assert (batch, fixture->out, REPORT_FAILED, 0);
  g_assert_nonnull (strstr (batch->end->message, "choose a lower"));
  g_assert_cmpint (batch->took_us, <, G_USEC_PER_SEC);
}

static Batch *
run_rogue (const Fixture *fixture, const char *name) {
  g_autofree char *device = g_strconcat ("rogue:", name, NULL);

  return batch_run (device, fixture->out, "--source", "flatbed", "--mode", "gray", NULL);
}

static void
assert_rogue (const Fixture *fixture, const char *name, ReportOutcome outcome) {
  g_autoptr (Batch) batch = run_rogue (fixture, name);
  guint pages = outcome == REPORT_DONE ? 1 : 0;

  g_test_message ("rogue:%s", name);
  batch_assert (batch, fixture->out, outcome, pages);
  g_assert_cmpint (batch->peak_kib, <, 100 * 1024);
}

/* Announcements that cannot be are refused before anything is allocated for them. */
static void
test_rogue_shapes (Fixture *fixture, gconstpointer data) {
  static const char *const names[] = {
      "endless",    "depth-3",    "bits-of-colour", "format-7",   "format-minus",
      "width-0",    "width-many", "width-minus",    "lines-0",    "lines-minus",
      "lines-many", "bytes-0",    "bytes-few",      "bytes-many", "ribbon",
      "two-passes", "growing",    "lengthening",    "half-line",  "byte-more",
      "got-minus",  "got-many",
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    assert_rogue (fixture, names[i], REPORT_FAILED);
}

static void
test_rogue_options (Fixture *fixture, gconstpointer data) {
  assert_rogue (fixture, "good", REPORT_DONE);
  assert_rogue (fixture, "deep", REPORT_DONE);
  assert_rogue (fixture, "option-count", REPORT_DONE);
  assert_rogue (fixture, "options", REPORT_DONE);
}

static void
test_rogue_statuses (Fixture *fixture, gconstpointer data) {
  for (int status = 1; status < 16; status++) {
    g_autofree char *name = g_strdup_printf ("status-%d", status);

    assert_rogue (fixture, name,
                  status == 2   ? REPORT_CANCELLED
                  : status == 6 ? REPORT_JAM
                  : status == 7 ? REPORT_NO_PAPER
                  : status == 8 ? REPORT_COVER
                                : REPORT_FAILED);
  }
  assert_rogue (fixture, "status--1", REPORT_FAILED);
}

/* What a driver prints is no report. */
static void
test_rogue_print (Fixture *fixture, gconstpointer data) {
  assert_rogue (fixture, "print", REPORT_DONE);
}

/* A driver that takes the process with it leaves no end line, and no page. */
static void
test_rogue_exits (Fixture *fixture, gconstpointer data) {
  static const char *const names[] = {"exit-open", "exit-start", "crash-read"};

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (Batch) batch = run_rogue (fixture, names[i]);

    g_assert_null (batch->end);
    g_assert_cmpuint (batch->pages->len, ==, 0);
  }
}

/* In the middle of a slow page, which is then no page. */
static void
test_cancel_slow (Fixture *fixture, gconstpointer data) {
  const char *arguments[] = {"--device", "test:0", "--out", fixture->out, NULL};

  save_conf (fixture, "read-delay true\nread-delay-duration 200000");
  for (guint round = 0; round < 5; round++) {
    g_autoptr (Batch) batch = batch_start (arguments, NULL);
    gint64 cancelled_us;

    g_usleep (100000 + round * 130000);
    cancelled_us = g_get_monotonic_time ();
    g_assert_cmpint (kill (batch->pid, SIGTERM), ==, 0);
    batch_wait (batch);
    batch_assert (batch, fixture->out, REPORT_CANCELLED, 0);
    g_assert_cmpint (g_get_monotonic_time () - cancelled_us, <, 2 * G_USEC_PER_SEC);
  }
}

/* Before it listens for the signal, the signal alone would end it. */
static void
wait_until_it_listens (GPid pid) {
  g_autofree char *path = g_strdup_printf ("/proc/%d/status", (int) pid);
  gint64 deadline_us = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;
  guint64 heeded = 0;

  while ((heeded & (G_GUINT64_CONSTANT (1) << (SIGTERM - 1))) == 0) {
    g_autofree char *status = NULL;
    const char *blocked, *caught;

    g_assert_cmpint (g_get_monotonic_time (), <, deadline_us);
    g_usleep (10 * 1000);
    g_assert_true (g_file_get_contents (path, &status, NULL, NULL));
    blocked = strstr (status, "SigBlk:");
    caught = strstr (status, "SigCgt:");
    g_assert_true (blocked != NULL && caught != NULL);
    heeded = g_ascii_strtoull (blocked + strlen ("SigBlk:"), NULL, 16)
             | g_ascii_strtoull (caught + strlen ("SigCgt:"), NULL, 16);
  }
}

/* Whatever hangs, a cancel is answered within two seconds. */
static void
test_rogue_hangs (Fixture *fixture, gconstpointer data) {
  static const char *const devices[]
      = {"rogue:hang-open", "rogue:hang-start", "rogue:hang-read", "rogue:hang-cancel",
         "rogue:threadless-hang"};

  for (guint i = 0; i < G_N_ELEMENTS (devices); i++) {
    const char *arguments[] = {"--device", devices[i], "--out", fixture->out, NULL};
    g_autoptr (Batch) batch = batch_start (arguments, NULL);
    gint64 cancelled_us;

    wait_until_it_listens (batch->pid);
    g_usleep (200 * 1000);
    cancelled_us = g_get_monotonic_time ();
    g_assert_cmpint (kill (batch->pid, SIGTERM), ==, 0);
    batch_wait (batch);
    batch_assert (batch, fixture->out, REPORT_CANCELLED, 0);
    g_assert_cmpint (g_get_monotonic_time () - cancelled_us, <, 2 * G_USEC_PER_SEC);
  }
}

/* A page that was kept is told of and the process ends, though the driver never does. */
static void
test_rogue_hang_close (Fixture *fixture, gconstpointer data) {
  g_autoptr (Batch) batch = run_rogue (fixture, "hang-close");

  batch_assert (batch, fixture->out, REPORT_DONE, 1);
  g_assert_cmpint (batch->took_us, <, 3 * G_USEC_PER_SEC);
}

/* A killed thread may have kept the linker's lock, without which no other is made. */
static void
test_rogue_threadless (Fixture *fixture, gconstpointer data) {
  g_autoptr (Batch) batch = run_rogue (fixture, "threadless");

  batch_assert (batch, fixture->out, REPORT_DONE, 1);
}

/* Debian's `test` kills its reading thread at any instruction; whatever lock that keeps, the
 * report has its end. */
static void
test_killed_threads (Fixture *fixture, gconstpointer data) {
  for (guint i = 0; i < 50; i++) {
    g_autoptr (Batch) batch
        = run_test (fixture, "read-status-code SANE_STATUS_UNSUPPORTED", "color");

    batch_assert (batch, fixture->out, REPORT_FAILED, 0);
  }
}

/* A driver that hangs is given up at its deadline, wherever it hangs; so is one that is gone
 * but answers on, without turning in circles. */
static void
test_rogue_deadline (Fixture *fixture, gconstpointer data) {
  static const char *const devices[]
      = {"rogue:hang-open", "rogue:hang-start", "rogue:hang-read", "rogue:silent"};
  Batch *batches[G_N_ELEMENTS (devices)];

  for (guint i = 0; i < G_N_ELEMENTS (devices); i++) {
    g_autofree char *folder = g_build_filename (fixture->out, devices[i], NULL);
    const char *arguments[]
        = {"--device", devices[i], "--out", folder, "--stall", "2000", NULL};

    batches[i] = batch_start (arguments, NULL);
  }
  for (guint i = 0; i < G_N_ELEMENTS (devices); i++) {
    g_autoptr (Batch) batch = batches[i];

    batch_wait (batch);
    batch_assert (batch, fixture->out, REPORT_FAILED, 0);
    g_assert_cmpuint (batch->end->sheet, ==, 1);
    g_assert_nonnull (strstr (batch->end->message, "did not answer"));
    g_assert_cmpint (batch->took_us, >, 4 * G_USEC_PER_SEC); /* it may still warm up */
    g_assert_cmpint (batch->took_us, <, 6 * G_USEC_PER_SEC);
  }
}

/* No other name than a plain DRIVER:DEVICE reaches a configuration file. */
static void
test_names (Fixture *fixture, gconstpointer data) {
  g_autofree char *long_device = g_strnfill (2000, 'x');
  g_autofree char *long_driver = g_strnfill (33, 'x');
  g_autofree char *long_name = g_strconcat ("test:", long_device, NULL);
  g_autofree char *long_first = g_strconcat (long_driver, ":0", NULL);
  const char *names[] = {"",       "test", ":0",      "../test:0", "te st:0", "test\n:0",
                         "TEST:0", "/x:0", "test#:0", long_name,   long_first};

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (Batch) batch = batch_run (names[i], fixture->out, NULL);

    g_assert_null (batch->end);
    g_assert_cmpint (batch->exit_status, ==, 2);
  }
}

static JsonArray *
list_devices (const char *arguments, JsonObject **answer) {
  g_autofree char *program = batch_dup_program ();
  g_autofree char *line = g_strconcat (program, " --list ", arguments, NULL);
  g_autofree char *said = NULL;
  g_autoptr (GError) error = NULL;
  gint64 started_us = g_get_monotonic_time ();

  g_assert_true (g_spawn_command_line_sync (line, &said, NULL, NULL, &error));
  g_assert_cmpint (g_get_monotonic_time () - started_us, <, 2 * G_USEC_PER_SEC);
  *answer = json_parse (said, strlen (said), G_MAXSIZE, 0, "list", &error);
  g_assert_no_error (error);
  return json_get_array (*answer, "devices");
}

static void
assert_state (const char *arguments, const char *name, const char *state) {
  g_autoptr (JsonObject) answer = NULL;
  static const char *const words[] = {"sentence", "action", "sentence_vi", "action_vi"};
  JsonArray *devices = list_devices (arguments, &answer);
  JsonObject *device;

  g_assert_cmpuint (json_array_get_length (devices), ==, 1);
  device = json_array_get_object_element (devices, 0);
  g_assert_cmpstr (json_get_string (device, "name", NULL), ==, name);
  g_assert_cmpstr (json_get_string (device, "state", NULL), ==, state);
  g_assert_cmpint (*json_get_string (device, "advice", "") == '\0', ==,
                   g_str_equal (state, "ok"));
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    g_assert_true (g_str_has_suffix (json_get_string (device, words[i], ""), "."));
}

static void
test_list (Fixture *fixture, gconstpointer data) {
  g_autofree char *script = g_build_filename (fixture->out, "hopper.conf", NULL);
  g_autofree char *hopper = g_strconcat ("hopper:", fixture->out, NULL);
  g_autofree char *ask = g_strconcat ("--device ", hopper, NULL);

  save_conf (fixture, "");
  assert_state ("--backend test", "test:0", "ok");
  assert_state (ask, hopper, "ok");
  assert_state ("--device hopper:/no/such", "hopper:/no/such", "gone");
  assert_state ("--device nosuchdriver:0", "nosuchdriver:0", "no-driver");
  assert_state ("--device net:127.0.0.1:test:0", "net:127.0.0.1:test:0", "off");
  g_assert_true (g_file_set_contents (script, "open = busy", -1, NULL));
  assert_state (ask, hopper, "busy");
  g_assert_true (g_file_set_contents (script, "open = denied", -1, NULL));
  assert_state (ask, hopper, "denied");
  g_assert_true (g_file_set_contents (script, "open = hang", -1, NULL));
  assert_state (ask, hopper, "silent");
  g_assert_true (g_file_set_contents (script, "open = crash", -1, NULL));
  assert_state (ask, hopper, "silent");
  assert_state ("--backend rogue", "rogue:good", "ok"); /* found 3000 times */
  g_setenv ("ROGUE_NAMELESS", "1", TRUE);
  assert_state ("--backend rogue", "rogue", "silent");
}

#define ADD(path, function)                                                              \
  g_test_add ("/scanner/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv) {
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = g_path_get_dirname (self);
  g_autofree char *rogue = g_build_filename (folder, "rogue", NULL);

  g_test_init (&argc, &argv, NULL);
  g_setenv ("LD_LIBRARY_PATH", rogue, TRUE);
  ADD ("statuses", test_statuses);
  ADD ("same-page", test_same_page);
  ADD ("unusual-shapes", test_unusual_shapes);
  ADD ("modes", test_modes);
  ADD ("feeder", test_feeder);
  ADD ("too-fine", test_too_fine);
  ADD ("rogue-shapes", test_rogue_shapes);
  ADD ("rogue-options", test_rogue_options);
  ADD ("rogue-statuses", test_rogue_statuses);
  ADD ("rogue-print", test_rogue_print);
  ADD ("rogue-exits", test_rogue_exits);
  ADD ("cancel-slow", test_cancel_slow);
  ADD ("rogue-hangs", test_rogue_hangs);
  ADD ("rogue-hang-close", test_rogue_hang_close);
  ADD ("rogue-threadless", test_rogue_threadless);
  ADD ("killed-threads", test_killed_threads);
  ADD ("rogue-deadline", test_rogue_deadline);
  ADD ("names", test_names);
  ADD ("list", test_list);
  return g_test_run ();
}
