/* SPDX-License-Identifier: Apache-2.0 */

#include "config/calendar.h"

#include "config/fault.h"
#include "config/layout.h"

#include <glib/gstdio.h>

static Calendar *shipped;

static gint64
parse (const char *local) {
  g_autofree char *text = g_strconcat (local, ":00+07:00", NULL);
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (text, NULL);

  g_assert_nonnull (time);
  return g_date_time_to_unix (time);
}

static void
test_due (void) {
  static const struct {
    const char *received;
    Processing term;
    const char *due;
  } cases[] = {
      /* 24/11 is the new Culture Day. */
      {"2026-11-23T09:15", {PROCESSING_WORKING_DAYS, 1}, "2026-11-25T09:15"},
      {"2026-11-23T15:30", {PROCESSING_IN_DAY, 0}, "2026-11-25T17:00"},
      {"2026-11-23T15:00", {PROCESSING_IN_DAY, 0}, "2026-11-23T17:00"},
      {"2026-02-13T16:00", {PROCESSING_WORKING_DAYS, 3}, "2026-02-25T16:00"}, /* Tết */
      {"2026-08-28T10:00", {PROCESSING_WORKING_DAYS, 2}, "2026-09-04T10:00"},
      {"2026-08-22T09:00",
       {PROCESSING_WORKING_DAYS, 1},
       "2026-08-24T09:00"}, /* made up */
      {"2026-11-18T12:10", {PROCESSING_WORKING_DAYS, 7}, "2026-11-30T13:30"},
      {"2026-11-20T18:00", {PROCESSING_WORKING_DAYS, 1}, "2026-11-25T07:00"},
      {"2026-11-22T10:00", {PROCESSING_IN_DAY, 0}, "2026-11-23T17:00"}, /* a Sunday */
      {"2026-11-18T06:00", {PROCESSING_WORKING_DAYS, 1}, "2026-11-19T07:00"},
      {"2026-11-18T10:00",
       {PROCESSING_DAYS, 3},
       "2026-11-23T10:00"}, /* ends on Saturday */
      {"2026-11-18T10:00", {PROCESSING_DAYS, 1}, "2026-11-19T10:00"},
      {"2026-11-18T11:00", {PROCESSING_HOURS, 1}, "2026-11-18T14:00"},
      {"2026-11-18T16:00", {PROCESSING_HOURS, 8}, "2026-11-19T16:00"},
      {"2026-11-23T16:30", {PROCESSING_HOURS, 1}, "2026-11-25T07:30"},
      {"2099-01-01T09:00", {PROCESSING_WORKING_DAYS, 2}, "2099-01-05T09:00"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    gint64 due = calendar_get_due (shipped, parse (cases[i].received), &cases[i].term);

    if (due != parse (cases[i].due)) {
      g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (due + 7 * 3600);
      g_autofree char *found = g_date_time_format (utc, "%FT%R");

      g_error ("%s: %s instead of %s", cases[i].received, found, cases[i].due);
    }
  }
}

static void
test_no_term (void) {
  const Processing none = {PROCESSING_NONE, 3};

  g_assert_cmpint (calendar_get_due (shipped, parse ("2026-11-18T10:00"), &none), ==, 0);
}

/* A clock that was never set must not hang the counting. */
static void
test_strange_clocks (void) {
  const Processing term = {PROCESSING_WORKING_DAYS, 30};

  g_assert_cmpint (calendar_get_due (shipped, -1, &term), >, 0);
  g_assert_cmpint (calendar_get_due (shipped, G_GINT64_CONSTANT (253402300799), &term), >,
                   G_GINT64_CONSTANT (253402300799));
}

static void
test_refuses_files (void) {
  static const char *const bad[] = {
      "",
      "[]",
      "{}",
      "{\"years\": []}",
      "{\"years\": {\"2026\": 1}}",
      "{\"years\": {\"2026\": {}}}",
      "{\"years\": {\"2026\": {\"days_off\": {\"2026-13-01\": \"x\"}}}}",
      "{\"years\": {\"2026\": {\"days_off\": {}, \"make_up_days\": [1]}}}",
      "{\"years\": {\"2026\": {\"days_off\": {}, \"make_up_days\": [\"soon\"]}}}",
  };
  g_autofree char *path = NULL;
  int fd = g_file_open_tmp ("holidays-XXXXXX.json", &path, NULL);

  g_assert_cmpint (fd, >=, 0);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_true (g_file_set_contents (path, bad[i], -1, NULL));
    g_assert_null (calendar_load (path, &error));
    g_assert_error (error, FAULT, FAULT_CONFIG);
  }
  g_assert_cmpint (g_remove (path), ==, 0);
  g_assert_true (g_close (fd, NULL));
}

int
main (int argc, char **argv) {
  g_autofree char *path = layout_data_dup ("config/holidays.json");
  g_autoptr (GError) error = NULL;
  int failed;

  g_test_init (&argc, &argv, NULL);
  shipped = calendar_load (path, &error);
  g_assert_no_error (error);
  g_test_add_func ("/calendar/due", test_due);
  g_test_add_func ("/calendar/no-term", test_no_term);
  g_test_add_func ("/calendar/strange-clocks", test_strange_clocks);
  g_test_add_func ("/calendar/refuses-files", test_refuses_files);
  failed = g_test_run ();
  calendar_free (shipped);
  return failed;
}
