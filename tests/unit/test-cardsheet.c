/* SPDX-License-Identifier: Apache-2.0 */

#include "ocr/cardsheet.h"

#define RES_DPI 300
#define WIDTH   1012 /* 85.7 mm */
#define HEIGHT  638  /* 54.0 mm */

static PageImage *
new_side (const char *bytes, guint res_dpi) {
  PageImage *side = pageimage_new (WIDTH, HEIGHT, res_dpi);
  Layer *mask;

  pageimage_take_layer (side, LAYER_JPEG_RGB, WIDTH / 2, HEIGHT / 2,
                        g_bytes_new_static (bytes, 4));
  mask = pageimage_take_layer (side, LAYER_MASK, 200, 40, g_bytes_new_static (bytes, 4));
  mask->rungs = 1;
  mask->colour = 0x102030;
  mask->place = (Box){100, 50, 300, 90};
  return side;
}

static Words *
new_words (const char *text) {
  Words *words = words_new ();

  g_assert_true (words_append (words, text, 0.9, (Box){100, 50, 300, 90}, 0));
  g_assert_true (words_append (words, "2", 0.9, (Box){100, 150, 120, 190}, 1));
  return words;
}

static void
check_scale (const Box *place) {
  g_assert_cmpint (place->right - place->left, ==, WIDTH);
  g_assert_cmpint (place->bottom - place->top, ==, HEIGHT);
}

/* The sheet is A4, each side has the size that it has, and words stand where they stood on
 * their side. */
static void
test_joins_sides (void) {
  g_autoptr (PageImage) front = new_side ("fron", RES_DPI);
  g_autoptr (PageImage) back = new_side ("back", RES_DPI);
  g_autoptr (Words) front_words = new_words ("trước");
  g_autoptr (Words) back_words = new_words ("sau");
  g_autoptr (Words) words = words_new ();
  g_autoptr (PageImage) sheet
      = cardsheet_join (front, front_words, back, back_words, words);
  const Layer *upper = sheet->layers->pdata[0], *lower = sheet->layers->pdata[2];
  const Layer *mask = sheet->layers->pdata[3];
  const Word *word = words->words->pdata[2];

  g_assert_cmpuint (sheet->width_px, ==, 2480);
  g_assert_cmpuint (sheet->height_px, ==, 3508);
  g_assert_cmpuint (sheet->layers->len, ==, 4);
  check_scale (&upper->place);
  check_scale (&lower->place);
  g_assert_cmpint (upper->place.bottom, <, lower->place.top);
  g_assert_cmpint (lower->place.bottom, <, (int) sheet->height_px);
  g_assert_cmpint (mask->place.left, ==, lower->place.left + 100);
  g_assert_cmpuint (mask->colour, ==, 0x102030);
  g_assert_cmpuint (mask->rungs, ==, 1);
  g_assert_cmpstr (word->text, ==, "sau");
  g_assert_cmpint (word->box.top, ==, lower->place.top + 50);
  g_assert_cmpuint (word->line, ==, 2);
}

static void
test_leaves_others_apart (void) {
  g_autoptr (PageImage) front = new_side ("fron", RES_DPI);
  g_autoptr (PageImage) coarse = new_side ("back", 200);
  g_autoptr (PageImage) page = pageimage_new (2480, 3508, RES_DPI);
  g_autoptr (Words) words = words_new ();

  g_assert_null (cardsheet_join (front, NULL, coarse, NULL, words));
  g_assert_null (cardsheet_join (front, NULL, page, NULL, words));
  g_assert_cmpuint (words->words->len, ==, 0);
}

static void
test_knows_cards (void) {
  static const struct {
    double width_mm, height_mm;
    gboolean card;
  } papers[] = {{85.6, 54, TRUE},    {53.2, 86.4, TRUE}, {210, 297, FALSE},
                {85.6, 85.6, FALSE}, {0, 0, FALSE},      {62, 150, FALSE}};

  for (guint i = 0; i < G_N_ELEMENTS (papers); i++) {
    g_autoptr (Reading) reading = reading_new ();

    reading->paper_width_mm = papers[i].width_mm;
    reading->paper_height_mm = papers[i].height_mm;
    g_assert_cmpint (cardsheet_is_card (reading), ==, papers[i].card);
  }
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cardsheet/joins-sides", test_joins_sides);
  g_test_add_func ("/cardsheet/leaves-others-apart", test_leaves_others_apart);
  g_test_add_func ("/cardsheet/knows-cards", test_knows_cards);
  return g_test_run ();
}
