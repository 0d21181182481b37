/* SPDX-License-Identifier: Apache-2.0 */

/* A recipe is data: cleaning decides and writes the steps down, and only recipe_apply moves
 * pixels, for the first time as for every later one. All numbers are whole, since a
 * decimal fraction does not survive every writer of JSON.
 *
 * Whoever parses a recipe must not believe it: it says how large an image becomes. */

#include "ocr/recipe.h"

#include "config/fault.h"
#include "config/json.h"
#include "config/limits.h"
#include "ocr/inplace.h"

#include <leptonica/allheaders.h>

#include <math.h>
#include <string.h>

#define SKEW_PER_DEG    1000
#define SKEW_MOST       (45 * SKEW_PER_DEG)
#define BOX_NUMBERS     4
#define SHA256_HEX_SIZE 64

static const char *const names[] = {
    [RECIPE_CROP] = "crop",     [RECIPE_TURN] = "turn", [RECIPE_PAD] = "pad",
    [RECIPE_DESKEW] = "deskew", [RECIPE_TRIM] = "trim",
};

static void
free_step (gpointer data) {
  RecipeStep *step = data;

  g_array_unref (step->numbers);
  g_free (step);
}

Recipe *
recipe_new (void) {
  Recipe *recipe = g_new0 (Recipe, 1);

  recipe->version = RECIPE_VERSION;
  recipe->steps = g_ptr_array_new_with_free_func (free_step);
  return recipe;
}

void
recipe_free (Recipe *recipe) {
  if (recipe == NULL)
    return;
  g_ptr_array_unref (recipe->steps);
  g_free (recipe->raw_sha256);
  g_free (recipe->image_sha256);
  g_free (recipe);
}

static RecipeStep *
new_step (RecipeStepKind kind, const int *numbers, guint count) {
  RecipeStep *step = g_new0 (RecipeStep, 1);

  step->kind = kind;
  step->numbers = g_array_new (FALSE, FALSE, sizeof (int));
  g_array_append_vals (step->numbers, numbers, count);
  return step;
}

void
recipe_prepend (Recipe *recipe, RecipeStepKind kind, const int *numbers, guint count) {
  g_ptr_array_insert (recipe->steps, 0, new_step (kind, numbers, count));
  recipe->paper_after++;
}

void
recipe_add (Recipe *recipe, RecipeStepKind kind, const int *numbers, guint count) {
  g_ptr_array_add (recipe->steps, new_step (kind, numbers, count));
}

static int
get_number (const RecipeStep *step, guint i) {
  return g_array_index (step->numbers, int, i);
}

/* --- pixels ------------------------------------------------------------------------- */

static void
whiten (Image *image, int x, int y, int width, int height) {
  struct Box box = {x, y, width, height, 1};

  if (width <= 0 || height <= 0)
    return;
  if (pixGetDepth (image) == 1)
    pixClearInRect (image, &box);
  else
    pixSetInRect (image, &box);
}

/* Where the row at @y crosses the outline; FALSE when it does not. */
static gboolean
cross_outline (const RecipeStep *step, double y, double *from, double *to) {
  guint points = (step->numbers->len - BOX_NUMBERS) / 2;
  gboolean crosses = FALSE;

  for (guint i = 0; i < points; i++) {
    guint at = BOX_NUMBERS + 2 * i, next = BOX_NUMBERS + 2 * ((i + 1) % points);
    double x0 = get_number (step, at), y0 = get_number (step, at + 1);
    double x1 = get_number (step, next), y1 = get_number (step, next + 1), x;

    if ((y0 <= y) == (y1 <= y))
      continue;
    x = x0 + (x1 - x0) * (y - y0) / (y1 - y0);
    *from = crosses ? MIN (*from, x) : x;
    *to = crosses ? MAX (*to, x) : x;
    crosses = TRUE;
  }
  return crosses;
}

static gboolean
cut_out (const RecipeStep *step, Image **image) {
  return inplace_cut (image, (Box){get_number (step, 0), get_number (step, 1),
                                   get_number (step, 2), get_number (step, 3)});
}

static gboolean
crop (const RecipeStep *step, Image **image) {
  gboolean cut = cut_out (step, image);
  int width = cut ? pixGetWidth (*image) : 0;
  int height = cut ? pixGetHeight (*image) : 0;

  for (int y = 0; y < height; y++) {
    double from = 0, to = 0;

    if (!cross_outline (step, get_number (step, 1) + y + 0.5, &from, &to)) {
      whiten (*image, 0, y, width, 1);
      continue;
    }
    from -= get_number (step, 0);
    to -= get_number (step, 0);
    whiten (*image, 0, y, MIN (width, (int) ceil (from)), 1);
    whiten (*image, MAX (0, (int) to), y, width - MAX (0, (int) to), 1);
  }
  return cut;
}

static gboolean
apply_step (const RecipeStep *step, Image **image) {
  switch (step->kind) {
  case RECIPE_CROP:
    return crop (step, image);
  case RECIPE_TURN:
    return inplace_turn (image, (guint) get_number (step, 0));
  case RECIPE_PAD:
    return inplace_pad (image, get_number (step, 0), get_number (step, 1));
  case RECIPE_DESKEW:
    return inplace_tilt (image, (double) get_number (step, 0) / SKEW_PER_DEG);
  case RECIPE_TRIM:
    return cut_out (step, image);
  }
  g_assert_not_reached ();
}

Image *
recipe_apply (const Recipe *recipe, guint first, guint end, Image *image) {
  g_autoptr (Image) page = image;

  for (guint i = first; i < end; i++)
    if (!apply_step (recipe->steps->pdata[i], &page))
      return NULL;
  return g_steal_pointer (&page);
}

/* --- JSON --------------------------------------------------------------------------- */

static void
format_step (const RecipeStep *step, JsonBuilder *builder) {
  json_builder_begin_object (builder);
  json_add_string (builder, "step", names[step->kind]);
  json_builder_set_member_name (builder, "numbers");
  json_builder_begin_array (builder);
  for (guint i = 0; i < step->numbers->len; i++)
    json_builder_add_int_value (builder, get_number (step, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

void
recipe_format (const Recipe *recipe, JsonBuilder *builder) {
  json_builder_begin_object (builder);
  json_add_int (builder, "version", recipe->version);
  json_add_string (builder, "raw_sha256", recipe->raw_sha256);
  json_add_int (builder, "leaf", recipe->leaf);
  json_add_int (builder, "paper_after", recipe->paper_after);
  json_add_string (builder, "image_sha256", recipe->image_sha256);
  json_builder_set_member_name (builder, "steps");
  json_builder_begin_array (builder);
  for (guint i = 0; i < recipe->steps->len; i++)
    format_step (recipe->steps->pdata[i], builder);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static gboolean
refuse (GError **error, const char *what) {
  g_set_error (error, FAULT, FAULT_PROTOCOL, "recipe: %s", what);
  return FALSE;
}

static gboolean
is_box (const RecipeStep *step) {
  return get_number (step, 0) >= 0 && get_number (step, 1) >= 0
         && get_number (step, 0) < get_number (step, 2)
         && get_number (step, 1) < get_number (step, 3);
}

static gboolean
check_step (const RecipeStep *step) {
  guint count = step->numbers->len;

  switch (step->kind) {
  case RECIPE_CROP:
    return count >= BOX_NUMBERS + 6 && count % 2 == 0 && is_box (step);
  case RECIPE_TURN:
    return count == 1 && get_number (step, 0) % 90 == 0 && get_number (step, 0) > 0
           && get_number (step, 0) < 360;
  case RECIPE_PAD:
    return count == 2 && get_number (step, 0) >= 0 && get_number (step, 1) >= 0;
  case RECIPE_DESKEW:
    return count == 1 && ABS (get_number (step, 0)) <= SKEW_MOST;
  case RECIPE_TRIM:
    return count == BOX_NUMBERS && is_box (step);
  }
  return FALSE;
}

static gboolean
parse_numbers (JsonObject *object, RecipeStep *step) {
  JsonArray *numbers = json_get_array (object, "numbers");
  guint count = numbers != NULL ? json_array_get_length (numbers) : 0;

  if (count == 0 || count > LIMIT_RECIPE_NUMBERS)
    return FALSE;
  for (guint i = 0; i < count; i++) {
    JsonNode *node = json_array_get_element (numbers, i);
    gint64 number = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_int (node) : G_MAXINT64;
    int value = (int) number;

    if (ABS (number) > LIMIT_IMAGE_SIDE_PX * 4)
      return FALSE;
    g_array_append_val (step->numbers, value);
  }
  return TRUE;
}

static gboolean
parse_kind (const char *name, RecipeStepKind *kind) {
  for (guint i = 0; name != NULL && i < G_N_ELEMENTS (names); i++)
    if (strcmp (name, names[i]) == 0) {
      *kind = (RecipeStepKind) i;
      return TRUE;
    }
  return FALSE;
}

static gboolean
parse_step (JsonNode *node, Recipe *recipe) {
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  RecipeStep *step;
  RecipeStepKind kind;

  if (object == NULL || !parse_kind (json_get_string (object, "step", NULL), &kind))
    return FALSE;
  recipe_add (recipe, kind, NULL, 0);
  step = recipe->steps->pdata[recipe->steps->len - 1];
  return parse_numbers (object, step) && check_step (step);
}

static gboolean
parse_hash (JsonObject *object, const char *member, char **hash) {
  const char *text = json_get_string (object, member, NULL);

  if (text != NULL
      && (strlen (text) != SHA256_HEX_SIZE
          || strspn (text, "0123456789abcdef") != SHA256_HEX_SIZE))
    return FALSE;
  *hash = g_strdup (text);
  return TRUE;
}

Recipe *
recipe_parse (JsonObject *object, GError **error) {
  g_autoptr (Recipe) recipe = recipe_new ();
  JsonArray *steps = json_get_array (object, "steps");
  guint count = steps != NULL ? json_array_get_length (steps) : 0;
  gint64 leaf = json_get_int (object, "leaf", 0);
  gint64 paper_after = json_get_int (object, "paper_after", 0);
  gint64 version = json_get_int (object, "version", 0);

  if (leaf < 0 || leaf > LIMIT_DOSSIER_PAGES || paper_after < 0 || paper_after > count)
    return refuse (error, "its page or its paper is out of range"), NULL;
  recipe->leaf = (guint) leaf;
  recipe->paper_after = (guint) paper_after;
  recipe->version = (guint) version;
  if (version < 1 || version > RECIPE_VERSION)
    return refuse (error, "its version is unknown"), NULL;
  if (steps == NULL || count > LIMIT_RECIPE_STEPS)
    return refuse (error, "no steps, or too many"), NULL;
  if (!parse_hash (object, "raw_sha256", &recipe->raw_sha256)
      || !parse_hash (object, "image_sha256", &recipe->image_sha256))
    return refuse (error, "a hash is none"), NULL;
  for (guint i = 0; i < count; i++)
    if (!parse_step (json_array_get_element (steps, i), recipe))
      return refuse (error, "a step is unknown or out of range"), NULL;
  return g_steal_pointer (&recipe);
}
