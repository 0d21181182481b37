/* SPDX-License-Identifier: Apache-2.0 */

/* Rules that hold and rules that are none. */

#include "config/acceptance.h"

#include "config/fault.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

static char *
write_pack (const char *text) {
  char *path = NULL;
  int fd = g_file_open_tmp ("acceptance-XXXXXX", &path, NULL);

  close (fd);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return path;
}

static Acceptance *
load (const char *text, GError **error) {
  g_autofree char *path = write_pack (text);
  Acceptance *rules = acceptance_load (path, error);

  g_unlink (path);
  return rules;
}

#define PACK                                                                             \
  "{\"version\":\"1\",\"formats\":[\"pdf\"],\"largest_file_bytes\":100,"                 \
  "\"largest_dossier_bytes\":150,\"most_files\":2,\"longest_name\":8,"                   \
  "\"signature\":true,\"required\":{\"2.000815\":[\"TP01\"]}}"

/* The words of all findings, in order. */
static char *
check (const char *procedure, const AcceptanceFile *files, guint count) {
  g_autoptr (GError) error = NULL;
  g_autoptr (Acceptance) rules = load (PACK, &error);
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (GString) words = g_string_new (NULL);

  g_assert_no_error (error);
  findings = acceptance_check (rules, procedure, files, count);
  for (guint i = 0; i < findings->len; i++) {
    const AcceptanceFinding *finding = g_ptr_array_index (findings, i);
    g_autofree char *sentence = acceptance_format (finding);

    g_assert_null (strstr (sentence, "%s"));
    g_string_append_printf (words, "%s%s", i > 0 ? " " : "",
                            acceptance_rule_get_name (finding->rule));
  }
  return g_string_free (g_steal_pointer (&words), FALSE);
}

static void
test_rules (void) {
  const AcceptanceFile good = {"a.pdf", "TP01", 100, TRUE, TRUE};
  const AcceptanceFile bad = {"../a:b.docx.exe", "TP02", 101, FALSE, FALSE};
  const AcceptanceFile empty = {"b.pdf", "TP01", 0, TRUE, TRUE};
  const AcceptanceFile three[] = {good, empty, good};
  g_autofree char *none = check ("2.000815", &good, 1);
  g_autofree char *local = check ("2.000815.000.00.00.H30", &good, 1);
  g_autofree char *all = check ("2.000815", &bad, 1);
  g_autofree char *other = check ("2.0008150", &bad, 1);
  g_autofree char *many = check ("2.000815", three, 3);
  g_autofree char *nothing = check ("1.001193", NULL, 0);

  g_assert_cmpstr (none, ==, "");
  g_assert_cmpstr (local, ==, "");
  g_assert_cmpstr (all, ==,
                   "paper-missing file-too-large file-format file-name file-unsigned");
  g_assert_cmpstr (other, ==, "file-too-large file-format file-name file-unsigned");
  g_assert_cmpstr (many, ==, "too-many-files dossier-too-large file-empty");
  g_assert_cmpstr (nothing, ==, "no-files");
}

static void
test_refused (void) {
  const char *const packs[] = {
      "{}",
      "[]",
      "{\"version\":\"1\"}",
      "{\"version\":\"1\",\"formats\":[]}",
      "{\"version\":\"1\",\"formats\":[\"docx\"]}",
      "{\"version\":\"1\",\"formats\":[\"pdf\"],\"largest_fyle_bytes\":1}",
      "{\"version\":\"1\",\"formats\":[\"pdf\"],\"required\":{\"2.1\":\"TP01\"}}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (packs); i++) {
    g_autoptr (GError) error = NULL;

    g_test_message ("%s", packs[i]);
    g_assert_null (load (packs[i], &error));
    g_assert_error (error, FAULT, FAULT_CONFIG);
  }
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/acceptance/rules", test_rules);
  g_test_add_func ("/acceptance/refused", test_refused);
  return g_test_run ();
}
