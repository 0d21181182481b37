/* SPDX-License-Identifier: Apache-2.0 */

#include "upload/pace.h"

#define RATE 200000u

static guint64
take_all (Pace *pace, gsize size_bytes) {
  gint64 began_us = g_get_monotonic_time ();

  while (size_bytes > 0) {
    gsize taken = pace_take (pace, size_bytes);

    g_assert_cmpuint (taken, >, 0);
    g_assert_cmpuint (taken, <=, size_bytes);
    size_bytes -= taken;
  }
  return (guint64) (g_get_monotonic_time () - began_us) / G_TIME_SPAN_MILLISECOND;
}

/* The last slice goes without its own wait; a machine that is busy only makes it longer. */
static void
test_rate (void) {
  g_autoptr (Pace) pace = pace_new (RATE);

  g_assert_cmpuint (take_all (pace, RATE), >=, 740);
}

/* Many small files together go no faster than one large. */
static void
test_across_files (void) {
  g_autoptr (Pace) pace = pace_new (RATE);
  guint64 spent_ms = 0;

  for (guint i = 0; i < 20; i++)
    spent_ms += take_all (pace, RATE / 20);
  g_assert_cmpuint (spent_ms, >=, 740);
}

static void
test_no_limit (void) {
  g_autoptr (Pace) pace = pace_new (0);

  g_assert_cmpuint (pace_take (pace, G_MAXSIZE), ==, G_MAXSIZE);
  g_assert_cmpuint (pace_take (pace, 0), ==, 0);
}

/* What was not sent in a pause is not made up for. */
static void
test_nothing_saved (void) {
  g_autoptr (Pace) pace = pace_new (RATE);

  take_all (pace, 1);
  g_usleep (500 * 1000);
  g_assert_cmpuint (pace_take (pace, RATE), <=, RATE / 4);
  g_assert_cmpuint (take_all (pace, RATE / 4), >=, 200);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pace/rate", test_rate);
  g_test_add_func ("/pace/across-files", test_across_files);
  g_test_add_func ("/pace/no-limit", test_no_limit);
  g_test_add_func ("/pace/nothing-saved", test_nothing_saved);
  return g_test_run ();
}
