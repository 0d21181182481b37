/* SPDX-License-Identifier: Apache-2.0 */

#include "config/fault.h"
#include "config/json.h"
#include "ocr/clean.h"

#include <leptonica/allheaders.h>

#include <string.h>

#define WIDTH  1240 /* A4 at 150 dpi */
#define HEIGHT 1754

static Image *
draw_page (void) {
  static const char *words[] = {"The", "quick", "fox", "of", "that", "hill", "told"};
  Image *page = pixCreate (WIDTH, HEIGHT, 32);
  L_BMF *font = bmfCreate (NULL, 8);
  guint dice = 3;

  pixSetAllArbitrary (page, 0xf6f4f000);
  pixSetResolution (page, 150, 150);
  for (int i = 0; i < 30; i++) {
    g_autoptr (GString) line = g_string_new (NULL);

    for (guint word = 0; word < 9; word++) {
      dice = dice * 1103515245 + 12345;
      g_string_append_printf (line, "%s ", words[(dice >> 16) % G_N_ELEMENTS (words)]);
    }
    pixSetTextline (page, font, line->str, 0x10102000, 150, 150 + 44 * i, NULL, NULL);
  }
  bmfDestroy (&font);
  return page;
}

static char *
format (const Recipe *recipe) {
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  recipe_format (recipe, builder);
  return json_format (builder, FALSE);
}

static Recipe *
parse (const char *json, GError **error) {
  g_autoptr (JsonObject) object
      = json_parse (json, strlen (json), 65536, FAULT_PROTOCOL, "recipe", error);

  return object != NULL ? recipe_parse (object, error) : NULL;
}

/* Through its JSON, a recipe makes the same pixels of the same page without a look at it. */
static void
check_replay (Image *raw, guint steps) {
  g_autoptr (GError) error = NULL;
  g_autoptr (CleanPage) first = clean_page (pixClone (raw), &error);
  g_autofree char *json = format (first->recipe);
  g_autoptr (Recipe) recipe = parse (json, &error);
  g_autoptr (CleanPage) again = NULL;
  l_int32 same = 0;

  g_assert_no_error (error);
  g_assert_cmpuint (recipe->steps->len, ==, steps);
  again = clean_again (pixClone (raw), recipe, first->blank);
  pixEqual (first->upright, again->upright, &same);
  g_assert_true (same);
  pixEqual (first->marks, again->marks, &same);
  g_assert_true (same);
}

static void
test_replays (void) {
  g_autoptr (Image) page = draw_page ();
  g_autoptr (Image) turned = pixRotateOrth (page, 1);
  g_autoptr (Image) tilted
      = pixRotate (turned, 0.2f, L_ROTATE_AREA_MAP, L_BRING_IN_WHITE, 0, 0);
  g_autoptr (Image) bed = pixCreate (WIDTH + 300, HEIGHT + 300, 32);

  pixSetResolution (bed, 150, 150);
  pixRasterop (bed, 100, 60, WIDTH, HEIGHT, PIX_SRC, page, 0, 0);
  check_replay (page, 0);
  check_replay (turned, 1);
  check_replay (tilted, 2);
  check_replay (bed, 1);
  pixSetAllArbitrary (page, 0xf6f4f000);
  check_replay (page, 0);
}

static void
test_refuses (void) {
  static const char *const wrong[] = {
      "{}",
      "{\"version\": 99, \"steps\": []}",
      "{\"version\": 0, \"steps\": []}",
      "{\"version\": 1}",
      "{\"version\": 1, \"steps\": [{\"step\": \"paint\", \"numbers\": [1]}]}",
      "{\"version\": 1, \"steps\": [{\"step\": \"turn\", \"numbers\": [45]}]}",
      "{\"version\": 1, \"steps\": [{\"step\": \"turn\", \"numbers\": []}]}",
      "{\"version\": 1, \"steps\": [{\"step\": \"pad\", \"numbers\": [-1, 4]}]}",
      "{\"version\": 1, \"steps\": [{\"step\": \"pad\", \"numbers\": [1, 99999999]}]}",
      "{\"version\": 1, \"steps\": [{\"step\": \"deskew\", \"numbers\": [90000]}]}",
      "{\"version\": 1, \"steps\": [{\"step\": \"trim\", \"numbers\": [9, 0, 9, 5]}]}",
      "{\"version\": 1, \"steps\": [{\"step\": \"crop\", \"numbers\": [0, 0, 9, 5]}]}",
      "{\"version\": 1, \"steps\": [], \"image_sha256\": \"nothing\"}",
      "{\"version\": 1, \"steps\": [7]}",
      "{\"version\": 1, \"steps\": [{\"step\": \"turn\", \"numbers\": [{}]}]}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (Recipe) recipe = parse (wrong[i], &error);

    g_assert_null (recipe);
    g_assert_error (error, FAULT, FAULT_PROTOCOL);
  }
}

/* What an earlier build has written stays readable, and says what it is. */
static void
test_keeps_version (void) {
  g_autoptr (GError) error = NULL;
  g_autoptr (Recipe) recipe = parse (
      "{\"version\": 1, \"steps\": [{\"step\": \"turn\", \"numbers\": [90]}]}", &error);
  g_autofree char *json = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (recipe->version, ==, 1);
  json = format (recipe);
  g_assert_nonnull (strstr (json, "\"version\":1,"));
}

/* A recipe for another page does not crash on this one. */
static void
test_survives_strange_pages (void) {
  g_autoptr (Image) small = pixCreate (210, 210, 8);
  g_autoptr (GError) error = NULL;
  g_autoptr (Recipe) recipe
      = parse ("{\"version\": 1, \"steps\": [{\"step\": \"crop\", \"numbers\": "
               "[500, 500, 900, 900, 500, 500, 900, 500, 700, 900]}]}",
               &error);

  g_assert_no_error (error);
  g_assert_null (recipe_apply (recipe, 0, 1, pixClone (small)));
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  setMsgSeverity (L_SEVERITY_NONE);
  g_test_add_func ("/recipe/replays", test_replays);
  g_test_add_func ("/recipe/refuses", test_refuses);
  g_test_add_func ("/recipe/keeps-version", test_keeps_version);
  g_test_add_func ("/recipe/survives-strange-pages", test_survives_strange_pages);
  return g_test_run ();
}
