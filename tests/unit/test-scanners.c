/* SPDX-License-Identifier: Apache-2.0 */

#include "kiosk/scanners.h"

#include "config/fault.h"

static void
test_words (void) {
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) scanners = scanners_parse (
      "{\"devices\":[{\"name\":\"a:1\",\"vendor\":\"Canon\",\"model\":\"R40\","
      "\"state\":\"ok\",\"sentence\":\"Ready.\",\"sentence_vi\":\"Sẵn sàng.\"},"
      "{\"name\":\"b:2\",\"state\":\"busy\",\"action_vi\":\"Chờ.\"}]}",
      &error);
  const KioskScanner *ready, *busy;

  g_assert_no_error (error);
  g_assert_cmpuint (scanners->len, ==, 2);
  ready = g_ptr_array_index (scanners, 0);
  busy = g_ptr_array_index (scanners, 1);
  g_assert_cmpstr (ready->title, ==, "Canon R40");
  g_assert_cmpstr (ready->sentence, ==, "Sẵn sàng.");
  g_assert_cmpstr (ready->sentence_en, ==, "Ready.");
  g_assert_true (ready->ready);
  g_assert_cmpstr (busy->title, ==, "b:2");
  g_assert_cmpstr (busy->action, ==, "Chờ.");
  g_assert_false (busy->ready);
}

static void
test_none (void) {
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) scanners = scanners_parse ("{\"devices\":[]}", &error);

  g_assert_no_error (error);
  g_assert_cmpuint (scanners->len, ==, 0);
}

/* A worker that says something else is not believed. */
static void
test_nonsense (void) {
  const char *const texts[] = {"", "[]", "{\"devices\":", "hello"};

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (scanners_parse (texts[i], &error));
    g_assert_error (error, FAULT, FAULT_PROTOCOL);
  }
}

static void
test_odd_entries (void) {
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) scanners
      = scanners_parse ("{\"devices\":[1,null,{\"name\":7}]}", &error);

  g_assert_no_error (error);
  g_assert_cmpuint (scanners->len, ==, 1);
  g_assert_cmpstr (((KioskScanner *) scanners->pdata[0])->name, ==, "");
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scanners/words", test_words);
  g_test_add_func ("/scanners/none", test_none);
  g_test_add_func ("/scanners/nonsense", test_nonsense);
  g_test_add_func ("/scanners/odd-entries", test_odd_entries);
  return g_test_run ();
}
