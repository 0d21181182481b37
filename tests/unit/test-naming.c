/* SPDX-License-Identifier: Apache-2.0 */

#include "config/naming.h"

#include "config/fault.h"
#include "config/limits.h"

#include <string.h>

#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-"

static const NamingFacts FACTS = {.code = "TAM-0293-01-261124-0001",
                                  .id = "0d5b3a52-7d5f-4c3e-9a37-0c6c4c1f2e11",
                                  .received_at = 1795485600, /* 2026-11-24, 09:00 */
                                  .station = "0293-01",
                                  .org = "000.00.31.H30",
                                  .procedure = "2.000815",
                                  .component = "TP01",
                                  .type = "ct01",
                                  .paper = "KQ.G15.000004",
                                  .number = 3,
                                  .owner = "093188001231"};

static GHashTable *
new_taken (void) {
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static void
check_file (const char *pattern, const char *expected) {
  g_autoptr (GHashTable) taken = new_taken ();
  g_autoptr (GError) error = NULL;
  gboolean checked = naming_check (pattern, NAMING_FILE, &error);
  g_autofree char *name = NULL;

  g_assert_no_error (error);
  g_assert_true (checked);
  name = naming_format_file (pattern, &FACTS, taken);
  g_assert_cmpstr (name, ==, expected);
}

static void
test_file (void) {
  check_file ("{code}.{number}", "TAM-0293-01-261124-0001.3.pdf");
  check_file ("{org}-{date}.{number:2}", "000.00.31.H30-261124.03.pdf");
  check_file ("{procedure}_{component}_{station}", "2.000815_TP01_0293-01.pdf");
  check_file ("{year}{month}{day}-{type}-{id:8}", "20261124-ct01-0d5b3a52.pdf");
  check_file ("HS", "HS.pdf");
  check_file ("-.{number}", "3.pdf");
}

static void
test_code (void) {
  NamingFacts facts = FACTS;
  g_autofree char *code = naming_format_code ("{owner}.{procedure}.{paper}", &facts);
  g_autofree char *none = NULL;

  g_assert_cmpstr (code, ==, "093188001231.2.000815.KQ.G15.000004");
  facts.paper = NULL;
  none = naming_format_code ("{owner}.{procedure}.{paper}", &facts);
  g_assert_null (none);
}

static void
check_refusal (const char *pattern, NamingUse use) {
  g_autoptr (GError) error = NULL;

  g_assert_false (naming_check (pattern, use, &error));
  g_assert_error (error, FAULT, FAULT_CONFIG);
}

static void
test_refusals (void) {
  check_refusal ("", NAMING_FILE);
  check_refusal ("{owner}.{number}", NAMING_FILE);
  check_refusal ("a/b", NAMING_FILE);
  check_refusal ("../{code}", NAMING_FILE);
  check_refusal ("{code", NAMING_CODE);
  check_refusal ("{colour}", NAMING_CODE);
  check_refusal ("{number:}", NAMING_CODE);
  check_refusal ("{number:0}", NAMING_CODE);
  check_refusal ("{number:999999999999}", NAMING_CODE);
  check_refusal ("%s{number}", NAMING_CODE);
  check_refusal ("Hồ sơ {number}", NAMING_CODE);
}

/* Any Unicode text, mostly Vietnamese, sometimes none, sometimes no UTF-8. */
static char *
make_text (void) {
  static const char *const words[]
      = {"Đăng ký", "đ",    "Ự", "..", "/",   "\\",   "-", "\n",
         "a",       "🧾", "0", "%s", "con", "\xff", "́",  "ﬁ"};
  g_autoptr (GString) text = g_string_new (NULL);
  guint count = (guint) g_test_rand_int_range (0, 40);

  if (g_test_rand_int_range (0, 8) == 0)
    return NULL;
  for (guint i = 0; i < count; i++)
    g_string_append (text,
                     words[g_test_rand_int_range (0, (gint32) G_N_ELEMENTS (words))]);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* A thousand papers of any facts by any rule: each name safe, short, and the only one. */
static void
test_random (void) {
  static const char *const patterns[]
      = {"{code}.{number}", "{type}{type}{type}{type}{type}",
         "{component}",     "{station}-{org}",
         "-{code:3}",       "{procedure:1}{number:64}"};
  g_autoptr (GHashTable) taken = new_taken ();
  g_autoptr (GHashTable) seen = new_taken ();

  for (guint i = 0; i < 1000; i++) {
    g_autofree char *one = make_text ();
    g_autofree char *other = make_text ();
    NamingFacts facts = {.code = one,
                         .type = other,
                         .component = one,
                         .station = other,
                         .org = one,
                         .procedure = other,
                         .number = (guint) g_test_rand_int_range (0, 200)};
    g_autofree char *name
        = naming_format_file (patterns[i % G_N_ELEMENTS (patterns)], &facts, taken);
    gsize length = strlen (name);

    g_assert_cmpuint (length, <=, LIMIT_FILE_NAME_BYTES);
    g_assert_cmpuint (length, >, strlen (".pdf"));
    g_assert_cmpuint (strspn (name, LETTERS), ==, length);
    g_assert_true (g_str_has_suffix (name, ".pdf"));
    g_assert_true (name[0] != '.' && name[0] != '-');
    g_assert_true (g_hash_table_add (seen, g_ascii_strdown (name, -1)));
  }
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/naming/file", test_file);
  g_test_add_func ("/naming/code", test_code);
  g_test_add_func ("/naming/refusals", test_refusals);
  g_test_add_func ("/naming/random", test_random);
  return g_test_run ();
}
