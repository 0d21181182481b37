/* SPDX-License-Identifier: Apache-2.0 */

#include "ocr/scrawl.h"

static void
put (Words *words, guint line, double confidence, const char *text) {
  g_assert_true (words_append (words, text, confidence, (Box){0, 0, 9, 9}, line));
}

static void
test_drops_scrawl (void) {
  g_autoptr (Words) words = words_new ();
  g_autofree char *text = NULL;

  put (words, 0, 0.95, "CHỦ");
  put (words, 0, 0.95, "TỊCH");
  put (words, 1, 0.05, "¬X—e^+~");
  put (words, 2, 0.10, "NAm");
  put (words, 2, 0.02, "VLE");
  put (words, 3, 0.96, "Võ");
  put (words, 3, 0.20, "^m—~");
  scrawl_remove (words);
  text = words_format_text (words);
  g_assert_cmpstr (text, ==, "CHỦ TỊCH\nVõ\n");
}

/* A date in an odd font is believed little, but it stands on a line of sure words. */
static void
test_keeps_doubtful_words (void) {
  g_autoptr (Words) words = words_new ();
  g_autofree char *text = NULL;

  put (words, 0, 0.97, "Ngày");
  put (words, 0, 0.95, "sinh:");
  put (words, 0, 0.0, "15/06/1970");
  put (words, 1, 0.4, "Ấp");
  put (words, 2, 0.5, "<<<<<");
  scrawl_remove (words);
  text = words_format_text (words);
  g_assert_cmpstr (text, ==, "Ngày sinh: 15/06/1970\nẤp\n<<<<<\n");
}

/* Specks on the page beside a line that is clear. */
static void
test_drops_specks (void) {
  g_autoptr (Words) words = words_new ();
  g_autofree char *text = NULL;

  g_assert_true (words_append (words, "TỐ", 0.16, (Box){10, 40, 13, 43}, 0));
  g_assert_true (words_append (words, "Nơi", 0.96, (Box){90, 30, 130, 60}, 0));
  g_assert_true (words_append (words, "sinh", 0.3, (Box){140, 30, 190, 60}, 0));
  g_assert_true (words_append (words, "-", 0.2, (Box){300, 58, 310, 60}, 0));
  scrawl_remove (words);
  text = words_format_text (words);
  g_assert_cmpstr (text, ==, "Nơi sinh\n");
}

int
main (int argc, char **argv) {
  g_autoptr (Words) none = words_new ();

  g_test_init (&argc, &argv, NULL);
  scrawl_remove (none);
  g_test_add_func ("/scrawl/drops-scrawl", test_drops_scrawl);
  g_test_add_func ("/scrawl/keeps-doubtful-words", test_keeps_doubtful_words);
  g_test_add_func ("/scrawl/drops-specks", test_drops_specks);
  return g_test_run ();
}
