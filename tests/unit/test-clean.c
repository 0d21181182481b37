/* SPDX-License-Identifier: Apache-2.0 */

#include "ocr/clean.h"

#include <leptonica/allheaders.h>

#include <math.h>

#define WIDTH  1654 /* A4 at 200 dpi */
#define HEIGHT 2339

/* A page of text in Leptonica's bitmap font. No two lines are alike: letters that stand in
 * columns would look like lines, too. */
static Image *
draw_text (int lines) {
  static const char *words[] = {"The",  "quick", "fox",  "of",    "that", "hill", "told",
                                "them", "about", "lost", "light", "and",  "kept"};
  Image *page = pixCreate (WIDTH, HEIGHT, 8);
  L_BMF *font = bmfCreate (NULL, 8);
  guint dice = 1;

  pixSetBlackOrWhite (page, L_SET_WHITE);
  pixSetResolution (page, 200, 200);
  for (int i = 0; i < lines; i++) {
    g_autoptr (GString) line = g_string_new (NULL);

    for (guint word = 0; word < 9; word++) {
      dice = dice * 1103515245 + 12345;
      g_string_append_printf (line, "%s ", words[(dice >> 16) % G_N_ELEMENTS (words)]);
    }
    pixSetTextline (page, font, line->str, 0, 150, 200 + 60 * i, NULL, NULL);
  }
  bmfDestroy (&font);
  return page;
}

static CleanPage *
clean (Image *raw) {
  g_autoptr (GError) error = NULL;
  CleanPage *page = clean_page (pixClone (raw), &error);

  g_assert_no_error (error);
  g_assert_cmpuint (image_get_width (page->upright), ==, image_get_width (page->ink));
  g_assert_cmpuint (image_get_height (page->upright), ==, image_get_height (page->ink));
  return page;
}

static void
test_turns_upright (void) {
  g_autoptr (Image) page = draw_text (30);

  for (int turns = 0; turns < 4; turns++) {
    g_autoptr (Image) turned = pixRotateOrth (page, turns);
    g_autoptr (CleanPage) cleaned = clean (turned);

    g_assert_cmpint (cleaned->rotation, ==, 90 * turns);
    g_assert_cmpuint (image_get_width (cleaned->upright), ==, WIDTH);
  }
}

static gboolean
are_same (Image *one, Image *other) {
  l_int32 same = 0;

  return pixEqual (one, other, &same) == 0 && same;
}

/* Whoever knows better turns the page, and it can be made again all the same. */
static void
test_turned_by_others (void) {
  g_autoptr (Image) page = draw_text (30);
  g_autoptr (CleanPage) cleaned = clean (page);
  g_autoptr (CleanPage) again = NULL;

  g_assert_true (clean_turn (cleaned, 90));
  g_assert_cmpint (cleaned->rotation, ==, 270);
  g_assert_false (cleaned->unsure);
  g_assert_cmpuint (image_get_width (cleaned->ink), ==, HEIGHT);
  g_assert_cmpfloat (cleaned->paper_width_mm, >, cleaned->paper_height_mm);
  again = clean_again (pixClone (page), cleaned->recipe, FALSE);
  g_assert_nonnull (again);
  g_assert_true (are_same (again->upright, cleaned->upright));
}

static void
test_finds_skew (void) {
  static const double angles[] = {-19.5, -7, -0.4, 0, 1.7, 12};
  g_autoptr (Image) page = draw_text (30);

  for (guint i = 0; i < G_N_ELEMENTS (angles); i++) {
    g_autoptr (Image) skewed
        = pixRotate (page, (float) (angles[i] * G_PI / 180), L_ROTATE_AREA_MAP,
                     L_BRING_IN_WHITE, WIDTH, HEIGHT);
    g_autoptr (CleanPage) cleaned = clean (skewed);

    g_assert_cmpint (cleaned->rotation, ==, 0);
    g_assert_cmpfloat_with_epsilon (cleaned->skew_deg, angles[i], 0.1);
  }
}

#define RED  0xd0304000u
#define BLUE 0x2030a000u

/* Yellowish paper in colour. */
static Image *
draw_paper (void) {
  Image *page = pixCreate (WIDTH, HEIGHT, 32);

  pixSetAllArbitrary (page, 0xf4ecdc00);
  pixSetResolution (page, 200, 200);
  return page;
}

static void
draw_disc (Image *page, int x, int y, int radius, l_uint32 colour) {
  for (int dy = -radius; dy <= radius; dy++)
    for (int dx = -radius; dx <= radius; dx++)
      if (dx * dx + dy * dy <= radius * radius)
        pixSetPixel (page, x + dx, y + dy, colour);
}

static void
draw_ring (Image *page, int x, int y, int radius, l_uint32 colour) {
  for (int step = 0; step < 4000; step++) {
    double angle = step * G_PI / 2000;

    draw_disc (page, x + (int) (radius * cos (angle)), y + (int) (radius * sin (angle)),
               2, colour);
  }
}

static void
draw_wave (Image *page, int x, int y, l_uint32 colour) {
  for (int step = 0; step < 300; step++)
    draw_disc (page, x + step, y + (int) (30 * sin (step / 15.0)), 1, colour);
}

/* What a back side has without anybody having written on it. */
static Image *
draw_back (void) {
  Image *page = draw_paper ();
  g_autoptr (Image) front = draw_text (30);
  g_autoptr (Image) mirrored = pixFlipLR (NULL, front);
  g_autoptr (Image) soft = pixBlockconv (mirrored, 4, 4);
  struct Box edge = {0, 0, 40, HEIGHT, 1};

  for (int y = 0; y < HEIGHT; y++)
    for (int x = 0; x < WIDTH; x++) {
      l_uint32 grey, shade;

      pixGetPixel (soft, x, y, &grey);
      shade = (255 - grey) / 6;
      pixSetRGBPixel (page, x, y, (int) (244 - shade), (int) (236 - shade),
                      (int) (220 - shade));
    }
  pixClearInRect (page, &edge);
  for (int i = 0; i < 60; i++)
    draw_disc (page, 100 + i * 211 % 1500, 100 + i * 307 % 2100, 1, 0x30303000);
  draw_disc (page, WIDTH - 90, HEIGHT / 2 - 300, 22, 0x10101000);
  draw_disc (page, WIDTH - 90, HEIGHT / 2 + 300, 22, 0x10101000);
  return page;
}

static void
check_blank (Image *page, gboolean blank) {
  g_autoptr (CleanPage) cleaned = clean (page);

  g_assert_cmpint (cleaned->blank, ==, blank);
  g_assert_cmpint (cleaned->rotation, ==, 0);
  g_assert_cmpfloat (cleaned->skew_deg, ==, 0);
}

static void
test_finds_blanks (void) {
  g_autoptr (Image) paper = draw_paper ();
  g_autoptr (Image) back = draw_back ();
  g_autoptr (Image) white = draw_text (0);

  check_blank (paper, TRUE);
  check_blank (white, TRUE);
  check_blank (back, TRUE);
}

/* Too dark to tell: nobody may be told that nothing stands there. */
static void
test_never_calls_darkness_blank (void) {
  g_autoptr (Image) black = pixCreate (WIDTH, HEIGHT, 8);
  g_autoptr (Image) night = pixCreate (WIDTH, HEIGHT, 32);

  pixSetResolution (black, 200, 200);
  pixSetResolution (night, 200, 200);
  pixSetAllArbitrary (night, 0x28242000);
  check_blank (black, FALSE);
  check_blank (night, FALSE);
}

/* A seal cut by the edge of the scan is more than a shadow of the bed. */
static void
test_keeps_what_the_edge_cuts (void) {
  g_autoptr (Image) cut = draw_paper ();

  draw_ring (cut, WIDTH - 60, 1200, 130, RED);
  check_blank (cut, FALSE);
}

/* The least that makes a page: it must never be dropped. */
static void
test_keeps_pages_of_little (void) {
  g_autoptr (Image) stamped = draw_back ();
  g_autoptr (Image) signed_page = draw_back ();
  g_autoptr (Image) numbered = draw_text (0);
  L_BMF *font = bmfCreate (NULL, 8);

  draw_ring (stamped, 1000, 1500, 130, RED);
  draw_wave (signed_page, 900, 1700, BLUE);
  pixSetTextline (numbered, font, "2", 0, WIDTH / 2, HEIGHT - 150, NULL, NULL);
  bmfDestroy (&font);
  check_blank (stamped, FALSE);
  check_blank (signed_page, FALSE);
  check_blank (numbered, FALSE);
}

static gboolean
is_ink (const CleanPage *page, int x, int y) {
  l_uint32 level;

  g_assert_cmpint (pixGetPixel (page->ink, x, y, &level), ==, 0);
  return level < 128;
}

/* Dots beside letters are dirt only where dirt is everywhere: a picture full of dots must
 * not cost the page its tone marks and hyphens. */
static void
test_tells_dirt_from_pictures (void) {
  g_autoptr (Image) pictured = draw_text (30);
  g_autoptr (Image) dirty = draw_text (30);
  g_autoptr (CleanPage) kept = NULL;
  g_autoptr (CleanPage) cleaned = NULL;

  for (int i = 0; i < 400; i++) {
    struct Box local = {1200 + i % 20 * 15, 2030 + i / 20 * 15, 2, 2, 1};
    struct Box far = {30 + i % 20 * 80, 30 + i / 20 * 115, 2, 2, 1};

    pixClearInRect (pictured, &local);
    pixClearInRect (dirty, &far);
  }
  pixClearInRect (pictured, &(struct Box){142, 210, 3, 3, 1});
  pixClearInRect (dirty, &(struct Box){142, 210, 3, 3, 1});
  kept = clean (pictured);
  cleaned = clean (dirty);
  g_assert_true (is_ink (kept, 143, 211));
  g_assert_false (is_ink (cleaned, 143, 211));
}

/* A page all in faded ink is written; text as faint as what shines through is not. */
static void
test_tells_faded_from_blank (void) {
  for (int depth = 40; depth <= 80; depth += 40) {
    g_autoptr (Image) page = draw_text (30);
    g_autoptr (CleanPage) cleaned = NULL;

    pixMultConstantGray (page, (float) depth / 255);
    pixAddConstantGray (page, 250 - depth);
    cleaned = clean (page);
    g_assert_true (cleaned->blank == (depth == 40));
  }
}

/* On a dirty page the upper dot of a colon stays, a dot as far above no period goes. */
static void
test_keeps_colons (void) {
  g_autoptr (Image) dirty = draw_text (30);
  g_autoptr (CleanPage) cleaned = NULL;

  for (int i = 0; i < 400; i++)
    pixClearInRect (dirty, &(struct Box){30 + i % 20 * 80, 30 + i / 20 * 115, 2, 2, 1});
  for (int x = 600; x <= 900; x += 300) {
    pixClearInRect (dirty, &(struct Box){x, 2060, 14, 20, 1});
    pixClearInRect (dirty, &(struct Box){x + 18, 2066, 3, 3, 1});
  }
  pixClearInRect (dirty, &(struct Box){618, 2077, 3, 3, 1});
  cleaned = clean (dirty);
  g_assert_true (is_ink (cleaned, 619, 2067));
  g_assert_true (is_ink (cleaned, 619, 2078));
  g_assert_false (is_ink (cleaned, 919, 2067));
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/clean/turns-upright", test_turns_upright);
  g_test_add_func ("/clean/turned-by-others", test_turned_by_others);
  g_test_add_func ("/clean/finds-skew", test_finds_skew);
  g_test_add_func ("/clean/finds-blanks", test_finds_blanks);
  g_test_add_func ("/clean/never-calls-darkness-blank", test_never_calls_darkness_blank);
  g_test_add_func ("/clean/keeps-what-the-edge-cuts", test_keeps_what_the_edge_cuts);
  g_test_add_func ("/clean/keeps-pages-of-little", test_keeps_pages_of_little);
  g_test_add_func ("/clean/tells-dirt-from-pictures", test_tells_dirt_from_pictures);
  g_test_add_func ("/clean/tells-faded-from-blank", test_tells_faded_from_blank);
  g_test_add_func ("/clean/keeps-colons", test_keeps_colons);
  return g_test_run ();
}
