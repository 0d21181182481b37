/* SPDX-License-Identifier: Apache-2.0 */

#include "ocr/quality.h"

#include "bench/clean/press.h"
#include "config/fault.h"
#include "config/json.h"

#include <leptonica/allheaders.h>

#include <math.h>
#include <string.h>

static GArray *
parse (const char *json, GError **error) {
  g_autoptr (JsonObject) object
      = json_parse (json, strlen (json), 65536, FAULT_PROTOCOL, "quality", error);
  g_autoptr (GArray) defects = g_array_new (FALSE, FALSE, sizeof (Defect));

  return object != NULL && quality_parse (object, defects, error)
             ? g_steal_pointer (&defects)
             : NULL;
}

static char *
format (const GArray *defects) {
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  quality_format (defects, builder);
  return json_format (builder, FALSE);
}

static void
test_round_trip (void) {
  static const Defect all[]
      = {{DEFECT_BLUR, PLACE_NONE, 0},    {DEFECT_DARK, PLACE_NONE, 0},
         {DEFECT_CUT, PLACE_TOP, 0},      {DEFECT_CORNER, PLACE_BOTTOM_LEFT, 0},
         {DEFECT_COARSE, PLACE_NONE, 96}, {DEFECT_STREAK, PLACE_NONE, 103.4}};
  g_autoptr (GArray) made = g_array_new (FALSE, FALSE, sizeof (Defect));
  g_autoptr (GArray) read = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *json = NULL, *again = NULL;

  g_array_append_vals (made, all, G_N_ELEMENTS (all));
  json = format (made);
  read = parse (json, &error);
  g_assert_no_error (error);
  again = format (read);
  g_assert_cmpstr (json, ==, again);
  g_assert_nonnull (strstr (json, "cách mép trái 103 mm"));
  g_assert_nonnull (strstr (json, "\"rescan\""));
  g_array_set_size (made, 0);
  g_clear_pointer (&json, g_free);
  json = format (made);
  g_assert_nonnull (strstr (json, "\"good\""));
}

static void
test_refuses (void) {
  static const char *const wrong[] = {
      "{}",
      "{\"defects\": [7]}",
      "{\"defects\": [{}]}",
      "{\"defects\": [{\"kind\": \"ugly\", \"measure\": 0}]}",
      "{\"defects\": [{\"kind\": \"blur\"}]}",
      "{\"defects\": [{\"kind\": \"blur\", \"place\": \"left\", \"measure\": 0}]}",
      "{\"defects\": [{\"kind\": \"cut\", \"place\": \"top-left\", \"measure\": 0}]}",
      "{\"defects\": [{\"kind\": \"corner\", \"measure\": 0}]}",
      "{\"defects\": [{\"kind\": \"streak\", \"measure\": 1e9}]}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GArray) read = parse (wrong[i], &error);

    g_assert_null (read);
    g_assert_error (error, FAULT, FAULT_PROTOCOL);
  }
}

static CleanPage *
clean (const char *trouble, PressPage **page) {
  const char *const troubles[] = {"clean", trouble, NULL};
  g_autoptr (GError) error = NULL;
  CleanPage *cleaned;

  *page = press_page (5, 1, "cong_van", troubles, 200);
  cleaned = clean_page (pixClone ((*page)->raw), &error);
  g_assert_no_error (error);
  return cleaned;
}

/* Each defect is found by its own name, and only where it is. */
static void
test_finds_defects (void) {
  static const char *const troubles[]
      = {"smear", "dim", "cut", "corner", "coarse", "glass", "clean", "skew", "fold"};

  for (guint i = 0; i < G_N_ELEMENTS (troubles); i++) {
    g_autoptr (PressPage) page = NULL;
    g_autoptr (CleanPage) cleaned = clean (troubles[i], &page);

    g_test_message ("%s", troubles[i]);
    g_assert_cmpuint (cleaned->defects->len, ==, page->said.defect != NULL);
    if (page->said.defect != NULL)
      g_assert_cmpstr (
          quality_get_kind_name (g_array_index (cleaned->defects, Defect, 0).kind), ==,
          page->said.defect);
  }
}

/* A streak of one pixel is told where it is, to the millimetre. */
static void
test_places_streaks (void) {
  g_autoptr (Image) page = pixCreate (1654, 2339, 8);
  g_autoptr (CleanPage) cleaned = NULL;
  struct Box streak = {811, 0, 1, 2339, 1};
  const Defect *defect;

  pixSetAllArbitrary (page, 246);
  pixSetResolution (page, 200, 200);
  pixClearInRect (page, &streak);
  cleaned = clean_page (pixClone (page), NULL);
  g_assert_true (cleaned->blank);
  g_assert_cmpuint (cleaned->defects->len, ==, 1);
  defect = &g_array_index (cleaned->defects, Defect, 0);
  g_assert_cmpint (defect->kind, ==, DEFECT_STREAK);
  g_assert_cmpfloat_with_epsilon (defect->measure, 811 * 25.4 / 200, 0.3);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  setMsgSeverity (L_SEVERITY_NONE);
  g_test_add_func ("/quality/round-trip", test_round_trip);
  g_test_add_func ("/quality/refuses", test_refuses);
  g_test_add_func ("/quality/finds-defects", test_finds_defects);
  g_test_add_func ("/quality/places-streaks", test_places_streaks);
  return g_test_run ();
}
