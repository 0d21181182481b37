/* SPDX-License-Identifier: Apache-2.0 */

#include "config/hours.h"

#include "config/fault.h"

#define MIDNIGHT 1795453200 /* 24 November 2026, 00:00 in Vietnam */

static void
test_wait (void) {
  static const struct {
    const char *hours;
    guint hour, minute, second;
    guint wait_s;
  } cases[] = {
      {"18:00-06:00", 17, 59, 30, 30},
      {"18:00-06:00", 18, 0, 0, 0},
      {"18:00-06:00", 23, 59, 59, 0},
      {"18:00-06:00", 0, 0, 0, 0},
      {"18:00-06:00", 5, 59, 59, 0},
      {"18:00-06:00", 6, 0, 0, 12 * 3600},
      {"11:30-13:00,18:00-22:00", 12, 0, 0, 0},
      {"11:30-13:00, 18:00-22:00", 13, 0, 0, 5 * 3600},
      {"11:30-13:00,18:00-22:00", 22, 0, 0, 13 * 3600 + 1800},
      {"00:00-24:00", 0, 0, 0, 0},
      {"00:00-24:00", 23, 59, 59, 0},
      {"20:00-24:00", 0, 0, 0, 20 * 3600},
      {"20:00-00:00", 23, 0, 0, 0},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    gint64 now = MIDNIGHT + cases[i].hour * 3600 + cases[i].minute * 60 + cases[i].second;
    Hours hours;

    g_assert_true (hours_parse (cases[i].hours, &hours, NULL));
    g_assert_cmpuint (hours_get_wait_s (&hours, now), ==, cases[i].wait_s);
  }
}

static void
test_none (void) {
  const Hours always = {.count = 0};

  g_assert_cmpuint (hours_get_wait_s (&always, MIDNIGHT), ==, 0);
}

static void
test_refused (void) {
  static const char *const texts[]
      = {"",
         "18:00",
         "18:00-",
         "-06:00",
         "18-06",
         "6:00-7:00",
         "18:00-18:00",
         "24:01-05:00",
         "24:00-05:00",
         "18:60-20:00",
         "25:00-26:00",
         "18:00-06:00,",
         "1800-0600",
         "18:00-06:00-07:00",
         "18:00 06:00",
         "-1:00-05:00",
         "01:00-02:00,03:00-04:00,05:00-06:00,07:00-08:00,09:00-10:00"};

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GError) error = NULL;
    Hours hours;

    g_assert_false (hours_parse (texts[i], &hours, &error));
    g_assert_error (error, FAULT, FAULT_CONFIG);
  }
}

int
main (int argc, char **argv) {
  g_setenv ("TZ", "Asia/Ho_Chi_Minh", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hours/wait", test_wait);
  g_test_add_func ("/hours/none", test_none);
  g_test_add_func ("/hours/refused", test_refused);
  return g_test_run ();
}
