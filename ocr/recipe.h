/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/image.h"

#include <json-glib/json-glib.h>

/* How the page for people was made of the raw one: steps with all their numbers, so that
 * the same raw page gives the same bytes again without looking at it. The raw page itself
 * is never changed. */

/* Counts up whenever the same steps, or the layers that are made of the page after them, come
 * to be other bytes: tests/unit/test-golden.c finds that out. Pages of an earlier version
 * stay as they are, and are no longer made anew. */
#define RECIPE_VERSION 2

typedef enum {
  RECIPE_CROP, /* box left top right bottom, then the outline's x y ...: what lies outside
                    of the outline becomes white, the box is cut out */
  RECIPE_TURN, /* by these degrees clockwise: 90, 180 or 270 */
  RECIPE_PAD,  /* by so many white pixels left and right, and above and below */
  RECIPE_DESKEW, /* by these thousandths of a degree clockwise, over white */
  RECIPE_TRIM,   /* box left top right bottom is cut out */
} RecipeStepKind;

typedef struct {
  RecipeStepKind kind;
  GArray *numbers; /* int */
} RecipeStep;

typedef struct {
  guint version;
  GPtrArray *steps;   /* RecipeStep, owned */
  guint leaf;         /* which page of the raw file, from 0 */
  guint paper_after;  /* so many steps leave the paper, of which the ink is taken */
  char *raw_sha256;   /* of the raw page's file; NULL: its keeper knows */
  char *image_sha256; /* of the encoded page that came out; NULL: not made yet */
} Recipe;

Recipe *recipe_new (void) G_GNUC_WARN_UNUSED_RESULT;
void recipe_free (Recipe *recipe);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Recipe, recipe_free)

/* Puts a step of @count numbers before the others, or after them. */
void recipe_prepend (Recipe *recipe, RecipeStepKind kind, const int *numbers,
                     guint count);
void recipe_add (Recipe *recipe, RecipeStepKind kind, const int *numbers, guint count);

/* Carries out the steps from @first to before @end on @image: the raw page, or anything of
 * its size and of any depth. Takes @image, and changes it in its own memory if nobody else
 * holds it. NULL when there is no memory or the image is not what the steps are for. */
Image *recipe_apply (const Recipe *recipe, guint first, guint end,
                     Image *image) G_GNUC_WARN_UNUSED_RESULT;

/* As the member "recipe" of a page's JSON. */
void recipe_format (const Recipe *recipe, JsonBuilder *builder);

/* Reads it back, as from anywhere: known steps in known numbers, of this version or an
 * earlier one, or FAULT_PROTOCOL. */
Recipe *recipe_parse (JsonObject *object, GError **error) G_GNUC_WARN_UNUSED_RESULT;
