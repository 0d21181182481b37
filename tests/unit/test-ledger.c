/* SPDX-License-Identifier: Apache-2.0 */

/* The ledger: each line whole, also after a crash tore the last one. */

#include "upload/practice/ledger.h"

#include "config/durable.h"
#include "config/json.h"

#include <string.h>
#include <unistd.h>

static void
append (const char *path, const char *event) {
  g_autoptr (GError) error = NULL;
  g_autoptr (Ledger) ledger = ledger_open (path, &error);
  LedgerLine line = {.event = event, .method = "POST", .stage = "create", .status = 200};

  g_assert_no_error (error);
  g_assert_true (ledger_append (ledger, &line, &error));
  g_assert_no_error (error);
}

/* Cuts the book after each of its bytes: the next start always finds whole lines. */
static void
test_cuts_torn_lines (void) {
  g_autofree char *folder = g_dir_make_tmp ("ledger-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "ledger.jsonl", NULL);
  g_autofree char *whole = NULL;
  gsize size;

  append (path, "kept");
  append (path, "answered");
  g_assert_true (g_file_get_contents (path, &whole, &size, NULL));
  for (gsize length = 0; length <= size; length++) {
    g_autofree char *text = NULL;
    g_auto (GStrv) lines = NULL;

    g_assert_true (g_file_set_contents (path, whole, (gssize) length, NULL));
    append (path, "unanswered");
    g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
    lines = g_strsplit (text, "\n", -1);
    for (guint i = 0; *lines[i] != '\0'; i++) {
      g_autoptr (JsonObject) line
          = json_parse (lines[i], strlen (lines[i]), 4096, 0, "line", NULL);

      g_assert_nonnull (line);
      g_assert_cmpint (json_get_int (line, "status", 0), ==, 200);
    }
    g_assert_true (g_str_has_suffix (text, "\n"));
  }
  g_assert_true (durable_remove (folder, NULL));
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ledger/cuts-torn-lines", test_cuts_torn_lines);
  return g_test_run ();
}
