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

int
main (int argc, char **argv) {
  g_autoptr (Words) none = words_new ();

  g_test_init (&argc, &argv, NULL);
  scrawl_remove (none);
  g_test_add_func ("/scrawl/drops-scrawl", test_drops_scrawl);
  g_test_add_func ("/scrawl/keeps-doubtful-words", test_keeps_doubtful_words);
  return g_test_run ();
}
