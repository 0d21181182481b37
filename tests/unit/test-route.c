/* SPDX-License-Identifier: Apache-2.0 */

/* Which line of [route] decides, and which are refused. */

#include "config/route.h"

#include "config/fault.h"

#define NEW_YEAR G_GINT64_CONSTANT (1798736400) /* 2027-01-01 00:00 in Vietnam */

static GPtrArray *
parse_lines (const char *const *lines) {
  GPtrArray *routes = g_ptr_array_new_with_free_func ((GDestroyNotify) route_free);

  for (; lines[0] != NULL; lines += 2) {
    g_autoptr (GError) error = NULL;

    g_ptr_array_add (routes, route_parse (lines[0], lines[1], &error));
    g_assert_no_error (error);
  }
  return routes;
}

static void
test_most_particular (void) {
  g_autoptr (GPtrArray) routes = parse_lines (
      (const char *const[]){"default", "province", "default@H30.31", "ward", "2.000815",
                            "ministry", "2.000815@H30.31", "special", NULL});

  g_assert_cmpstr (route_find (routes, "1.001193", "H30.99", 0), ==, "province");
  g_assert_cmpstr (route_find (routes, "1.001193", "H30.31", 0), ==, "ward");
  g_assert_cmpstr (route_find (routes, "2.000815", "H30.99", 0), ==, "ministry");
  g_assert_cmpstr (route_find (routes, "2.000815", "H30.31", 0), ==, "special");
  g_assert_cmpstr (route_find (routes, "2.000815", NULL, 0), ==, "ministry");
}

/* The day begins at midnight in Vietnam, not at the station's. */
static void
test_days (void) {
  g_autoptr (GPtrArray) routes = parse_lines (
      (const char *const[]){"2.000815", "old; 2027-01-01 new;2028-06-30 newest",
                            "1.001193", "2027-01-01 late", "default", "any", NULL});

  g_assert_cmpstr (route_find (routes, "2.000815", NULL, NEW_YEAR - 1), ==, "old");
  g_assert_cmpstr (route_find (routes, "2.000815", NULL, NEW_YEAR), ==, "new");
  g_assert_cmpstr (route_find (routes, "2.000815", NULL, NEW_YEAR + NEW_YEAR / 10), ==,
                   "newest");
  g_assert_cmpstr (route_find (routes, "1.001193", NULL, NEW_YEAR - 1), ==, "any");
  g_assert_cmpstr (route_find (routes, "1.001193", NULL, NEW_YEAR), ==, "late");
}

static void
test_refused (void) {
  const char *const values[] = {"a;b",
                                "a;2027-13-01 b",
                                "a;2027-1-1 b",
                                "a;2027-02-30 b",
                                "a;2028-01-01 b;2027-01-01 c",
                                "a;2027-01-01 b;2027-01-01 c",
                                "a;2027-01-01",
                                "a b",
                                "a;"};

  for (guint i = 0; i < G_N_ELEMENTS (values); i++) {
    g_autoptr (GError) error = NULL;

    g_test_message ("%s", values[i]);
    g_assert_null (route_parse ("default", values[i], &error));
    g_assert_error (error, FAULT, FAULT_CONFIG);
  }
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/route/most-particular", test_most_particular);
  g_test_add_func ("/route/days", test_days);
  g_test_add_func ("/route/refused", test_refused);
  return g_test_run ();
}
