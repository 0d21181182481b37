/* SPDX-License-Identifier: Apache-2.0 */

#include "ocr/recognise.h"

#include "config/fault.h"

#include <leptonica/allheaders.h>

#define DEADLINE_MS 30000

static Recogniser *
load (void) {
  g_autoptr (GError) error = NULL;
  Recogniser *recogniser = recogniser_new (&error);

  g_assert_no_error (error);
  return recogniser;
}

static Image *
make_page (void) {
  Image *page = pixCreate (1700, 1700, 8);

  pixSetBlackOrWhite (page, L_SET_WHITE);
  pixSetResolution (page, 300, 300);
  return page;
}

/* Text in Leptonica's own bitmap font. */
static Image *
draw_text (const char *text, int lines) {
  Image *page = make_page ();
  L_BMF *font = bmfCreate (NULL, 10);

  for (int i = 0; i < lines; i++)
    pixSetTextline (page, font, text, 0x00000000, 100, 120 + 70 * i, NULL, NULL);
  bmfDestroy (&font);
  return page;
}

static void
test_reads_lines (void) {
  g_autoptr (Recogniser) recogniser = load ();
  g_autoptr (Image) page = draw_text ("The quick brown fox 0123456789", 3);
  g_autoptr (Words) words = recogniser_read (recogniser, page, DEADLINE_MS, NULL);
  const Word *first;

  g_assert_nonnull (words);
  g_assert_cmpuint (words->words->len, ==, 15);
  first = words->words->pdata[0];
  g_assert_cmpstr (first->text, ==, "The");
  g_assert_cmpuint (first->line, ==, 0);
  g_assert_cmpint (first->box.left, >=, 90);
  g_assert_cmpint (first->box.right, >, first->box.left);
  g_assert_cmpuint (((const Word *) words->words->pdata[14])->line, ==, 2);
}

static void
test_blank_has_no_words (void) {
  g_autoptr (Recogniser) recogniser = load ();
  g_autoptr (Image) page = make_page ();
  g_autoptr (Words) words = recogniser_read (recogniser, page, DEADLINE_MS, NULL);

  g_assert_nonnull (words);
  g_assert_cmpuint (words->words->len, ==, 0);
}

/* After a page that was cut short the next one is read as if nothing had been. */
static void
test_keeps_its_deadline (void) {
  g_autoptr (Recogniser) recogniser = load ();
  g_autoptr (Image) page = draw_text ("Kinh gui Uy ban nhan dan phuong", 22);
  g_autoptr (GError) error = NULL;
  g_autoptr (Words) cut = recogniser_read (recogniser, page, 1, &error);
  g_autoptr (Words) whole = NULL;

  g_assert_null (cut);
  g_assert_error (error, FAULT, FAULT_TEMPORARY);
  whole = recogniser_read (recogniser, page, DEADLINE_MS, NULL);
  g_assert_nonnull (whole);
  g_assert_cmpuint (whole->words->len, >, 100);
}

int
main (int argc, char **argv) {
  g_setenv ("OMP_THREAD_LIMIT", "1", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/recognise/reads-lines", test_reads_lines);
  g_test_add_func ("/recognise/blank-has-no-words", test_blank_has_no_words);
  g_test_add_func ("/recognise/keeps-its-deadline", test_keeps_its_deadline);
  return g_test_run ();
}
