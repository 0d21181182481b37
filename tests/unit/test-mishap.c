/* SPDX-License-Identifier: Apache-2.0 */

#include "scan/mishap.h"
#include "scan/script.h"

#include "config/fault.h"

#include <glib/gstdio.h>
#include <sane/sane.h>

#include <sys/stat.h>
#include <unistd.h>

/* Parses "WHERE = WHAT". */
static Mishap *
parse (const char *line, char **reason) {
  g_auto (GStrv) parts = g_strsplit (line, "=", 2);

  return mishap_parse (parts[0], parts[1], reason);
}

static void
test_good (void) {
  static const struct {
    const char *line;
    Mishap mishap;
  } cases[] = {
      {"open = busy times 3",
       {.kind = MISHAP_STATUS, SANE_STATUS_DEVICE_BUSY, MOMENT_OPEN, .times = 3}},
      {"sheet 7 = jam", {.kind = MISHAP_STATUS, SANE_STATUS_JAMMED, MOMENT_START, 7, 7}},
      {"sheet 7 = io-error",
       {.kind = MISHAP_STATUS, SANE_STATUS_IO_ERROR, MOMENT_READ, 7, 7}},
      {" sheet\t3-5  back read at  line 10 =  hang   once",
       {.kind = MISHAP_HANG,
        .moment = MOMENT_READ,
        .first = 3,
        .last = 5,
        .side = SIDE_BACK,
        .point = POINT_LINE,
        .at = 10,
        .times = 1}},
      {"sheet * front = streak 104.5 0.3 #40ff00",
       {.kind = MISHAP_STREAK,
        .moment = MOMENT_SIDE,
        .first = 1,
        .last = G_MAXUINT,
        .side = SIDE_FRONT,
        .numbers = {104.5, 0.3},
        .colour = {0x40, 0xff, 0}}},
      {"sheet 2 = shift -3 4.5",
       {.kind = MISHAP_SHIFT,
        .moment = MOMENT_SIDE,
        .first = 2,
        .last = 2,
        .numbers = {-3, 4.5}}},
      {"sheet 2 read = long",
       {.kind = MISHAP_LONG,
        .moment = MOMENT_SIDE,
        .first = 2,
        .last = 2,
        .numbers = {1}}},
      {"close = crash", {.kind = MISHAP_CRASH, .moment = MOMENT_CLOSE}},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    const Mishap *wanted = &cases[i].mishap;
    g_autofree char *reason = NULL;
    g_autoptr (Mishap) got = parse (cases[i].line, &reason);

    g_test_message ("%s", cases[i].line);
    g_assert_cmpstr (reason, ==, NULL);
    g_assert_cmpint (got->kind, ==, wanted->kind);
    g_assert_cmpint (got->status, ==, wanted->status);
    g_assert_cmpint (got->moment, ==, wanted->moment);
    g_assert_cmpuint (got->first, ==, wanted->first);
    g_assert_cmpuint (got->last, ==, wanted->last);
    g_assert_cmpint (got->side, ==, wanted->side);
    g_assert_cmpint (got->point, ==, wanted->point);
    g_assert_cmpuint (got->at, ==, wanted->at);
    g_assert_cmpuint (got->times, ==, wanted->times);
    g_assert_cmpuint (got->put_back, ==, 1);
    for (guint n = 0; n < 2; n++)
      g_assert_cmpfloat (got->numbers[n], ==, wanted->numbers[n]);
    g_assert_cmpmem (got->colour, 3, wanted->colour, 3);
  }
}

static void
test_put_back (void) {
  g_autofree char *reason = NULL;
  g_autoptr (Mishap) two = parse ("sheet 4 = jam once put-back 2", &reason);
  g_autoptr (Mishap) all = parse ("sheet 4 = jam put-back all", &reason);
  g_autoptr (Mishap) none = parse ("sheet 4 = jam put-back 0", &reason);

  g_assert_cmpuint (two->put_back, ==, 2);
  g_assert_cmpuint (all->put_back, ==, MISHAP_ALL);
  g_assert_cmpuint (none->put_back, ==, 0);
  g_assert_cmpstr (two->text, ==, "sheet 4 = jam once put-back 2");
}

/* Each is refused with the word that is wrong. */
static void
test_bad (void) {
  static const struct {
    const char *line;
    const char *word;
  } cases[] = {
      {"sheet 3 = earthquake", "earthquake"},
      {"sheet 3 =", "end of line"},
      {"sheet = jam", "end of line"},
      {"sheet 0 = jam", "\"0\""},
      {"sheet 5-3 = jam", "5-3"},
      {"sheet -3 = jam", "-3"},
      {"sheet 99999999999 = jam", "99999999999"},
      {"sheet 3 later = jam", "later"},
      {"sheet 3 read at = jam", "at"},
      {"sheet 3 read at word 5 = jam", "word"},
      {"sheet 3 read at byte -1 = jam", "-1"},
      {"sheet 3 read at byte 5 6 = jam", "6"},
      {"sheet 3 start now = jam", "start"},
      {"shelf 3 = jam", "shelf"},
      {"= jam", "end of line"},
      {"open now = jam", "now"},
      {"open = skew 3", "skew"},
      {"close = jam", "jam"},
      {"sheet 3 read = skew 3", "skew"},
      {"sheet 3 = skew", "end of line"},
      {"sheet 3 = skew nan", "nan"},
      {"sheet 3 = skew 1e999", "1e999"},
      {"sheet 3 = skew 46", "46"},
      {"sheet 3 = skew 3x", "3x"},
      {"sheet 3 = shift 3", "end of line"},
      {"sheet 3 = streak 1 2 pink", "pink"},
      {"sheet 3 = padding -1", "-1"},
      {"sheet 3 = jam twice", "twice"},
      {"sheet 3 = jam times 0", "\"0\""},
      {"sheet 3 = jam times", "end of line"},
      {"sheet 3 = jam once once", "once"},
      {"sheet 3 = jam put-back", "end of line"},
      {"sheet 3 = jam put-back some", "some"},
      {"sheet 3 = jam 4", "4"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *reason = NULL;
    g_autoptr (Mishap) mishap = parse (cases[i].line, &reason);

    g_test_message ("%s", cases[i].line);
    g_assert_null (mishap);
    g_assert_nonnull (strstr (reason, cases[i].word));
  }
}

static char *
save_script (const char *text, gssize size) {
  char *path = NULL;
  int fd = g_file_open_tmp ("motcua-script-XXXXXX", &path, NULL);

  g_assert_cmpint (fd, >=, 0);
  close (fd);
  g_assert_true (g_file_set_contents (path, text, size, NULL));
  return path;
}

static void
test_settings (void) {
  g_autofree char *path
      = save_script ("# a script\r\n\n pace=40\nbed = 216 x 1000\nbackground = black\n"
                     "source flatbed = none\nsource adf = Automatic Document Feeder\n"
                     "double-feed-detection = no\ncover = open\n"
                     "button = pressed after 20\nsheet 1 = jam\nsheet 1-2 = skew 1\n",
                     -1);
  g_autoptr (GError) error = NULL;
  g_autoptr (Script) script = script_load (path, &error);
  const DialsBuild *build;
  guint after_ms = 0;

  g_assert_no_error (error);
  build = script_get_build (script);
  g_assert_cmpuint (build->pace, ==, 40);
  g_assert_cmpuint (build->bed_width_mm, ==, 216);
  g_assert_cmpuint (build->bed_height_mm, ==, 1000);
  g_assert_null (build->sources[DIALS_FLATBED]);
  g_assert_cmpstr (build->sources[DIALS_ADF], ==, "Automatic Document Feeder");
  g_assert_cmpstr (build->sources[DIALS_DUPLEX], ==, "ADF Duplex");
  g_assert_false (build->has_double_feed_detection);
  g_assert_cmpuint (script_get_bed (script), ==, 0);
  g_assert_true (script_is_cover_open (script));
  g_assert_true (script_get_button (script, &after_ms));
  g_assert_cmpuint (after_ms, ==, 20);
  g_assert_false (script_has_memory (script));
  g_assert_nonnull (script_get_mishap (script, MOMENT_START, 1, SIDE_FRONT, 0));
  g_assert_null (script_get_mishap (script, MOMENT_START, 1, SIDE_FRONT, 1));
  g_assert_null (script_get_mishap (script, MOMENT_START, 2, SIDE_FRONT, 0));
  g_assert_nonnull (script_get_mishap (script, MOMENT_SIDE, 2, SIDE_BACK, 0));
  g_unlink (path);
}

static void
test_memory (void) {
  static const char *const scripts[] = {"place = kept", "sheet 1 = jam once"};

  for (guint i = 0; i < G_N_ELEMENTS (scripts); i++) {
    g_autofree char *path = save_script (scripts[i], -1);
    g_autoptr (Script) script = script_load (path, NULL);

    g_assert_true (script_has_memory (script));
    g_unlink (path);
  }
}

/* "FILE:LINE: reason" */
static void
test_bad_settings (void) {
  static const char *const scripts[] = {
      "\n\npace = many",      "\n\npace",
      "\n\npace = 1001",      "#\n#\nbed = 10 x 10",
      "\n\nbed = 216",        "\n\nbackground = red",
      "\n\nsource adf =",     "\n\nplace = kep",
      "pace = 1\n\npace = 2", "\n\nbutton = pressed later",
      "\n\nspeed = 3",        "\n\n\xef\xbb\xbfpace = 3",
  };

  for (guint i = 0; i < G_N_ELEMENTS (scripts); i++) {
    g_autofree char *path = save_script (scripts[i], -1);
    g_autofree char *place = g_strconcat (path, ":3: ", NULL);
    g_autoptr (GError) error = NULL;

    g_assert_null (script_load (path, &error));
    g_test_message ("%s", error->message);
    g_assert_error (error, FAULT, FAULT_CONFIG);
    g_assert_true (g_str_has_prefix (error->message, place));
    g_unlink (path);
  }
}

/* No text, no file, nothing that blocks. */
static void
test_strange_files (void) {
  g_autofree char *bytes = save_script ("pace = 1\n\0pace = 2", 18);
  g_autofree char *latin = save_script ("# \xe9\n", -1);
  g_autofree char *none = save_script (
      "source flatbed = none\nsource adf = none\nsource duplex = none", -1);
  g_autofree char *pipe = save_script ("", 0);
  const char *paths[] = {bytes, latin, none, pipe, "/tmp", "/dev/zero"};
  g_autoptr (Script) absent = script_load ("/no/such/script", NULL);

  g_assert_nonnull (absent);
  g_unlink (pipe);
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (script_load (paths[i], &error));
    g_assert_error (error, FAULT, FAULT_CONFIG);
  }
  for (guint i = 0; i < 4; i++)
    g_unlink (paths[i]);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mishap/good", test_good);
  g_test_add_func ("/mishap/put-back", test_put_back);
  g_test_add_func ("/mishap/bad", test_bad);
  g_test_add_func ("/script/settings", test_settings);
  g_test_add_func ("/script/memory", test_memory);
  g_test_add_func ("/script/bad-settings", test_bad_settings);
  g_test_add_func ("/script/strange-files", test_strange_files);
  return g_test_run ();
}
