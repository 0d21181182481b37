/* SPDX-License-Identifier: Apache-2.0 */

#include "ocr/proofread.h"

#include "ocr/field.h"

/* Words of @text from (100, @y) on, 20 px a letter. */
static void
put (Words *words, guint line, int y, const char *text) {
  g_auto (GStrv) parts = g_strsplit (text, " ", -1);
  int x = 100;

  for (guint i = 0; parts[i] != NULL; i++) {
    int width = 20 * (int) g_utf8_strlen (parts[i], -1);

    g_assert_true (
        words_append (words, parts[i], 0.5, (Box){x, y, x + width, y + 30}, line));
    x += width + 20;
  }
}

static GPtrArray *
make_fields (const char *name, const char *value, double confidence, Box box) {
  GPtrArray *fields = g_ptr_array_new_with_free_func ((GDestroyNotify) field_free);

  g_ptr_array_add (fields, field_new (name, value, confidence, box, FIELD_OCR));
  return fields;
}

static void
check (Words *words, const char *value, double confidence, Box box,
       const char *expected) {
  g_autoptr (GPtrArray) fields = make_fields ("x", value, confidence, box);
  g_autofree char *text = NULL;

  proofread_words (words, fields);
  text = words_format_text (words);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_corrects_a_word (void) {
  g_autoptr (Words) words = words_new ();

  put (words, 0, 100, "Sinh O4/12/20O1, tại");
  check (words, "04/12/2001", 0.9, (Box){200, 100, 420, 130}, "Sinh 04/12/2001, tại\n");
}

/* Figures in boxes, the first of which the field has not. */
static void
test_joins_boxes (void) {
  g_autoptr (Words) words = words_new ();

  put (words, 0, 100, "Số 0 3 8 0 90 8 5 2 2 3 5");
  check (words, "038090852235", 0.9, (Box){200, 100, 900, 130}, "Số 038090852235\n");
}

/* Doubtful values, groups of figures, dates in words, other figures. */
static void
test_leaves_others (void) {
  g_autoptr (Words) words = words_new ();

  put (words, 0, 100, "0389 105 417");
  check (words, "0389105411", 0.9, (Box){100, 100, 900, 130}, "0389 105 417\n");
  check (words, "0389105417", 0.5, (Box){100, 100, 180, 130}, "0389 105 417\n");
  check (words, "5555555", 0.9, (Box){100, 100, 180, 130}, "0389 105 417\n");
  check (words, "0389105417", 0.9, (Box){0, 0, 0, 0}, "0389 105 417\n");
  check (words, "", 0.9, (Box){100, 100, 180, 130}, "0389 105 417\n");
}

static void
test_corrects_a_zone (void) {
  g_autoptr (Words) words = words_new ();

  put (words, 0, 100, "1DVNM188ó4122040óó1<<8");
  put (words, 1, 140, "noise");
  put (words, 2, 180, "PHAN<<THTI <HONG<CHAU<");
  check (words, "IDVNM1886412204066188<8\nPHAN<<THI<HONG<CHAU<", 0.9,
         (Box){50, 90, 900, 230},
         "IDVNM1886412204066188<8\nnoise\nPHAN<<THI<HONG<CHAU<\n");
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/proofread/corrects-a-word", test_corrects_a_word);
  g_test_add_func ("/proofread/joins-boxes", test_joins_boxes);
  g_test_add_func ("/proofread/leaves-others", test_leaves_others);
  g_test_add_func ("/proofread/corrects-a-zone", test_corrects_a_zone);
  return g_test_run ();
}
