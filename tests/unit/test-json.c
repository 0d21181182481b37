/* SPDX-License-Identifier: Apache-2.0 */

#include "config/json.h"

#include "config/fault.h"
#include "config/limits.h"

#include <string.h>

static JsonObject *
parse (const char *text, GError **error) {
  return json_parse (text, strlen (text), LIMIT_JSON_BYTES, FAULT_PROTOCOL, "x", error);
}

/* Many brackets side by side are not deep. */
static void
test_wide (void) {
  g_autoptr (GString) text = g_string_new ("{\"a\": [{}");
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) object = NULL;

  for (guint i = 1; i < 10 * LIMIT_JSON_DEPTH; i++)
    g_string_append (text, ", {\"b\": \"]}[{\"}");
  g_string_append (text, "]}");
  object = parse (text->str, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (json_array_get_length (json_get_array (object, "a")), ==,
                    10 * LIMIT_JSON_DEPTH);
}

static void
test_deep (void) {
  g_autofree char *open = g_strnfill (LIMIT_JSON_DEPTH - 1, '[');
  g_autofree char *close = g_strnfill (LIMIT_JSON_DEPTH - 1, ']');
  g_autofree char *deepest = g_strdup_printf ("{\"a\": %s%s}", open, close);
  g_autofree char *deeper = g_strdup_printf ("{\"a\": [%s%s]}", open, close);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) object = parse (deepest, &error);

  g_assert_no_error (error);
  g_assert_null (parse (deeper, &error));
  g_assert_error (error, FAULT, FAULT_PROTOCOL);
}

/* Which of two values counts would be anybody's guess. */
static void
test_twice (void) {
  const char *const refused[] = {
      "{\"status\": \"ok\", \"status\": \"error\"}",
      "{\"a\": {\"b\": 1, \"c\": {}, \"b\": 1}}",
      "{\"a\": [{\"b\": 1}, {\"b\": 1, \"b\": 2}]}",
      "{\"status\": 1, \"st\\u0061tus\": 2}",
  };
  g_autoptr (JsonObject) object
      = parse ("{\"a\": {\"a\": 1}, \"b\": [{\"a\": 1}, {\"a\": 2}]}", NULL);

  g_assert_nonnull (object);
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (parse (refused[i], &error));
    g_assert_error (error, FAULT, FAULT_PROTOCOL);
  }
}

/* What follows a zero would be lost without a word. */
static void
test_zero (void) {
  g_autoptr (JsonObject) fine = parse ("{\"a\": \"\\\\u0000\"}", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (json_get_string (fine, "a", NULL), ==, "\\u0000");
  g_assert_null (parse ("{\"a\": \"1\\u00002\"}", &error));
  g_assert_error (error, FAULT, FAULT_PROTOCOL);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json/wide", test_wide);
  g_test_add_func ("/json/deep", test_deep);
  g_test_add_func ("/json/twice", test_twice);
  g_test_add_func ("/json/zero", test_zero);
  return g_test_run ();
}
