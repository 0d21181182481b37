/* SPDX-License-Identifier: Apache-2.0 */

#include "ocr/reread.h"

#include <leptonica/allheaders.h>

static Reread *
load (void) {
  g_autoptr (GError) error = NULL;
  Reread *reread = reread_new (&error);

  g_assert_no_error (error);
  return reread;
}

/* Text in Leptonica's own bitmap font. */
static Image *
draw_text (const char *text) {
  Image *page = pixCreate (1200, 300, 8);
  L_BMF *font = bmfCreate (NULL, 10);

  pixSetBlackOrWhite (page, L_SET_WHITE);
  pixSetResolution (page, 300, 300);
  pixSetTextline (page, font, text, 0, 100, 120, NULL, NULL);
  bmfDestroy (&font);
  return page;
}

static void
put (Words *words, const char *text, double confidence, int left, int right) {
  g_assert_true (words_append (words, text, confidence, (Box){left, 70, right, 150}, 0));
}

static void
check (Words *words, const char *expected) {
  g_autofree char *text = words_format_text (words);

  g_assert_cmpstr (text, ==, expected);
}

/* Where the ink of @page is. */
static Box
find_ink (Image *page) {
  g_autoptr (Image) mask = pixThresholdToBinary (page, 128);
  l_int32 x, y, width, height;
  BOX *box = NULL;

  g_assert_cmpint (pixClipToForeground (mask, NULL, &box), ==, 0);
  boxGetGeometry (box, &x, &y, &width, &height);
  boxDestroy (&box);
  return (Box){x, y, x + width, y + height};
}

/* What is doubted is read again; the sure word stays, and its place in the line. */
static void
test_reads_doubtful (void) {
  g_autoptr (Reread) reread = load ();
  g_autoptr (Image) page = draw_text ("The quick brown fox");
  g_autoptr (Words) words = words_new ();

  put (words, "Quê", 0.95, 20, 60);
  g_assert_true (words_append (words, "xwzk", 0.1, find_ink (page), 0));
  reread_words (reread, page, words);
  check (words, "Quê The quick brown fox\n");
}

static void
test_keeps_figures (void) {
  g_autoptr (Reread) reread = load ();
  g_autoptr (Image) page = draw_text ("anh em");
  g_autoptr (Words) words = words_new ();

  put (words, "01/02", 0.1, 90, 180);
  reread_words (reread, page, words);
  check (words, "01/02\n");
}

/* Nothing there, or outside of the page. */
static void
test_keeps_what_is_blank (void) {
  g_autoptr (Reread) reread = load ();
  g_autoptr (Image) page = draw_text ("anh em");
  g_autoptr (Words) words = words_new ();

  put (words, "xyz", 0.1, 900, 1000);
  put (words, "xyw", 0.1, 1300, 1400);
  reread_words (reread, page, words);
  g_assert_cmpuint (words->words->len, ==, 2);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/reread/reads-doubtful", test_reads_doubtful);
  g_test_add_func ("/reread/keeps-figures", test_keeps_figures);
  g_test_add_func ("/reread/keeps-what-is-blank", test_keeps_what_is_blank);
  return g_test_run ();
}
