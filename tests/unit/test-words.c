/* SPDX-License-Identifier: Apache-2.0 */

#include "ocr/words.h"

#include "config/limits.h"

#include <string.h>

static void
append (Words *words, const char *text, guint line) {
  g_assert_true (words_append (words, text, 0.9, (Box){1, 2, 3, 4}, line));
}

static const char *
get_text (const Words *words, guint index) {
  return ((const Word *) words->words->pdata[index])->text;
}

static void
test_composes (void) {
  g_autoptr (Words) words = words_new ();

  append (words, "Nguye\xcc\x82\xcc\x83n", 0); /* e, circumflex, tilde */
  g_assert_cmpstr (get_text (words, 0), ==, "Nguyễn");
  append (words, "Ma\u200b\u0302\u0303u", 0); /* something dropped in between */
  g_assert_cmpstr (get_text (words, 1), ==, "Mẫu");
}

static void
test_drops_what_is_not_plain (void) {
  g_autoptr (Words) words = words_new ();

  append (words, "a\x01\x7f\n\tb", 0);
  append (words,
          "\xe2\x80\xae"
          "evil\xe2\x80\x8b",
          0); /* right-to-left, zero width */
  append (words, "\xff\xfe", 0);
  append (words, " \xc2\xa0", 0);
  g_assert_cmpuint (words->words->len, ==, 2);
  g_assert_cmpstr (get_text (words, 0), ==, "ab");
  g_assert_cmpstr (get_text (words, 1), ==, "evil");
}

static void
test_takes_twins (void) {
  g_autoptr (Words) words = words_new ();

  append (words, "21\u204405/2OO5", 0);
  append (words, "11/\u00d0K", 0);
  append (words, "\u00f0O", 0);
  g_assert_cmpstr (get_text (words, 0), ==, "21/05/2005");
  g_assert_cmpstr (get_text (words, 1), ==, "11/ĐK");
  g_assert_cmpstr (get_text (words, 2), ==, "đO");
}

static void
test_bounds_a_word (void) {
  g_autofree char *long_text = g_strnfill (10 * 1000 * 1000, 'x');
  g_autoptr (Words) words = words_new ();

  append (words, long_text, 0);
  g_assert_cmpuint (strlen (get_text (words, 0)), <=, LIMIT_WORD_BYTES);
}

/* Musical notes take three times their bytes in NFC. */
static void
test_bounds_a_growing_word (void) {
  g_autoptr (GString) notes = g_string_new (NULL);
  g_autoptr (Words) words = words_new ();

  for (guint i = 0; i < LIMIT_WORD_BYTES; i++)
    g_string_append (notes, "\U0001d160");
  append (words, notes->str, 0);
  g_assert_cmpuint (strlen (get_text (words, 0)), <=, LIMIT_WORD_BYTES);
}

static void
test_bounds_a_page (void) {
  g_autoptr (Words) words = words_new ();
  g_autofree char *text = NULL;

  for (guint i = 0; i < LIMIT_PAGE_WORDS; i++)
    append (words, "điều", i);
  g_assert_false (words_append (words, "x", 1, (Box){0}, 0));
  text = words_format_text (words);
  g_assert_cmpuint (strlen (text), <=, LIMIT_PAGE_TEXT_BYTES);
  g_assert_true (g_utf8_validate (text, -1, NULL));
}

static void
test_formats_lines (void) {
  g_autoptr (Words) words = words_new ();
  g_autofree char *none = words_format_text (words);
  g_autofree char *text = NULL;

  g_assert_cmpstr (none, ==, "");
  append (words, "Độc", 0);
  append (words, "lập", 0);
  append (words, "Tự", 1);
  append (words, "do", 7);
  text = words_format_text (words);
  g_assert_cmpstr (text, ==, "Độc lập\nTự\ndo\n");
}

static void
test_weighs_confidence (void) {
  g_autoptr (Words) words = words_new ();

  g_assert_cmpfloat (words_get_confidence (words), ==, 0);
  g_assert_true (words_append (words, "abc", 1.0, (Box){0}, 0));
  g_assert_true (words_append (words, "đ", 0.2, (Box){0}, 0));
  g_assert_true (words_append (words, "x", -7, (Box){0}, 0));
  g_assert_cmpfloat_with_epsilon (words_get_confidence (words), 3.2 / 5, 1e-9);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/words/composes", test_composes);
  g_test_add_func ("/words/drops-what-is-not-plain", test_drops_what_is_not_plain);
  g_test_add_func ("/words/takes-twins", test_takes_twins);
  g_test_add_func ("/words/bounds-a-word", test_bounds_a_word);
  g_test_add_func ("/words/bounds-a-growing-word", test_bounds_a_growing_word);
  g_test_add_func ("/words/bounds-a-page", test_bounds_a_page);
  g_test_add_func ("/words/formats-lines", test_formats_lines);
  g_test_add_func ("/words/weighs-confidence", test_weighs_confidence);
  return g_test_run ();
}
