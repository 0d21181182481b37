/* SPDX-License-Identifier: Apache-2.0 */

/* From a raw scan to a page for a person and one for the recogniser. Both have the same
 * geometry, so that a box of a word is a box on either.
 *
 *   raw -> seen from afar (glimpse.c): the paper on its bed (crop.c), blank? (blank.c)
 *       -> grey ink (ink.c) -> rotation and skew (orient.c)
 *       -> the recipe (recipe.c), by which raw page and ink are made upright alike
 *       -> rules, leader dots, specks out of the ink (rules.c, specks.c)
 *
 * The page for a person keeps its colours and everything on it; what it is is all in the
 * recipe, so that it can be made again.
 *
 * A page keeps its size, unless it lies on a bed larger than itself, or is so tilted that
 * turning it straight in its own size would cut off something written on it. */

#include "ocr/clean.h"

#include "config/fault.h"
#include "ocr/blank.h"
#include "ocr/crop.h"
#include "ocr/ink.h"
#include "ocr/inplace.h"
#include "ocr/inspect.h"
#include "ocr/orient.h"
#include "ocr/pictures.h"
#include "ocr/rules.h"
#include "ocr/specks.h"

#include <leptonica/allheaders.h>

#include <math.h>

#define STROKE_HALO_PX 7
#define MM_PER_INCH    25.4

#define SKEW_PER_DEG 1000 /* as the recipe counts */
#define TILT_DEG     1.5  /* from which on content may leave the page */
#define PAD_SPARE_MM 3.0
#define EDGE_DEG_MIN 0.15 /* tilt of a paper's edges that is worth straightening */

void
clean_page_free (CleanPage *page) {
  if (page == NULL)
    return;
  image_free (page->upright);
  image_free (page->ink);
  image_free (page->marks);
  recipe_free (page->recipe);
  g_clear_pointer (&page->defects, g_array_unref);
  g_free (page);
}

/* Whitens everything that is not part of, or right around, ink as dark as text. */
static void
keep_only (Image *ink, Image *mask) {
  g_autoptr (Image) around = pixDilateBrick (NULL, mask, STROKE_HALO_PX, STROKE_HALO_PX);

  pixInvert (around, around);
  pixPaintThroughMask (ink, around, 0, 0, 255);
}

static void
strip (Image *ink, Image *marks) {
  g_autoptr (Image) mask = pixCopy (NULL, marks);
  g_autoptr (Rules) rules = rules_remove (ink, mask);

  pictures_remove (mask);
  specks_remove (ink, mask);
  keep_only (ink, mask);
}

/* --- the recipe's steps --------------------------------------------------------------- */

static void
add_crop (Recipe *recipe, const Crop *crop, Image *raw) {
  Box all = {0, 0, pixGetWidth (raw), pixGetHeight (raw)};
  Box box = crop->smaller ? crop_get_box (crop, all.right, all.bottom) : all;
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (int));

  g_array_append_vals (numbers, &box, 4);
  g_array_append_vals (numbers, crop->outline->data, crop->outline->len);
  recipe_add (recipe, RECIPE_CROP, (const int *) (const void *) numbers->data,
              numbers->len);
}

/* How far the ink of @grey would reach beyond the page if it were turned by @skew_deg
 * around the middle; seen from afar. */
static void
measure_overhang (Image *grey, double skew_deg, int *across, int *down) {
  g_autoptr (Image) mask = pixThresholdToBinary (grey, 128);
  g_autoptr (Image) small = pixReduceRankBinaryCascade (mask, 2, 2, 2, 0);
  double turn = skew_deg * G_PI / 180, middle_x = pixGetWidth (small) / 2.0;
  double middle_y = pixGetHeight (small) / 2.0, most_x = 0, most_y = 0;
  int scale = 8;

  for (int y = 0; y < pixGetHeight (small); y++) {
    l_uint32 *line = pixGetData (small) + (gsize) y * (gsize) pixGetWpl (small);

    for (int x = 0; x < pixGetWidth (small); x++)
      if (GET_DATA_BIT (line, x)) {
        double dx = x + 0.5 - middle_x, dy = y + 0.5 - middle_y;

        most_x = MAX (most_x, fabs (dx * cos (turn) - dy * sin (turn)));
        most_y = MAX (most_y, fabs (dx * sin (turn) + dy * cos (turn)));
      }
  }
  *across = (int) ((most_x - middle_x) * scale);
  *down = (int) ((most_y - middle_y) * scale);
}

/* Widens a tilted page so that nothing written on it is lost. */
static void
add_pad (Recipe *recipe, Image *grey, double skew_deg) {
  int spare = (int) (PAD_SPARE_MM * image_get_res_dpi (grey) / MM_PER_INCH);
  int across, down;

  if (fabs (skew_deg) < TILT_DEG)
    return;
  measure_overhang (grey, -skew_deg, &across, &down);
  across = across > -spare ? across + spare : 0;
  down = down > -spare ? down + spare : 0;
  if (across > 0 || down > 0)
    recipe_add (recipe, RECIPE_PAD, (const int[]){across, down}, 2);
}

/* Of a paper that lay askew the box around it is larger than itself. */
static void
add_trim (Recipe *recipe, const CleanPage *page, int width, int height,
          double px_per_mm) {
  int paper_width = (int) ceil (page->paper_width_mm * px_per_mm);
  int paper_height = (int) ceil (page->paper_height_mm * px_per_mm);
  int left = MAX (0, (width - paper_width) / 2),
      top = MAX (0, (height - paper_height) / 2);

  if (left > 0 || top > 0)
    recipe_add (recipe, RECIPE_TRIM, (const int[]){left, top, width - left, height - top},
                4);
}

static void
swap_paper (CleanPage *page) {
  double width = page->paper_width_mm;

  page->paper_width_mm = page->paper_height_mm;
  page->paper_height_mm = width;
}

static CleanAxis
find_axis (Orientation found) {
  if (!found.lines)
    return CLEAN_EITHER;
  return found.standing && found.rotation == 0 ? CLEAN_STANDING : CLEAN_LYING;
}

/* Writes down what makes the page upright whose ink @grey is, after cropping. */
static void
add_turns (CleanPage *page, const Crop *crop, Image *grey, Orientation found) {
  double px_per_mm = image_get_res_dpi (grey) / MM_PER_INCH;
  gboolean sideways = found.rotation % 180 != 0;
  int width = sideways ? pixGetHeight (grey) : pixGetWidth (grey);
  int height = sideways ? pixGetWidth (grey) : pixGetHeight (grey);
  int skew;

  if (!found.lines && crop->smaller && fabs (crop->skew_deg) >= EDGE_DEG_MIN)
    found.skew_deg = crop->skew_deg;
  skew = (int) lround (found.skew_deg * SKEW_PER_DEG);
  page->rotation = found.rotation;
  page->unsure = found.unsure;
  page->doubtful = found.doubtful;
  page->axis = find_axis (found);
  page->skew_deg = (double) skew / SKEW_PER_DEG;
  if (sideways)
    swap_paper (page);
  if (found.rotation != 0)
    recipe_add (page->recipe, RECIPE_TURN, (const int[]){360 - found.rotation}, 1);
  if (skew != 0 && !crop->smaller)
    add_pad (page->recipe, grey, page->skew_deg);
  if (skew != 0)
    recipe_add (page->recipe, RECIPE_DESKEW, (const int[]){-skew}, 1);
  if (crop->smaller)
    add_trim (page->recipe, page, width, height, px_per_mm);
}

/* --- the page ------------------------------------------------------------------------- */

static Image *
take_ink (Image *paper) {
  Image *grey = ink_flatten (paper);

  if (grey != NULL)
    ink_stretch (grey);
  return grey;
}

/* Carries out what the recipe says after the paper was taken. Takes both images. */
static gboolean
finish (CleanPage *page, Image *paper, Image *grey) {
  guint count = page->recipe->steps->len, done = page->recipe->paper_after;

  page->ink = recipe_apply (page->recipe, done, count, grey);
  page->upright = recipe_apply (page->recipe, done, count, paper);
  if (page->upright == NULL || page->ink == NULL)
    return FALSE;
  page->marks = ink_threshold (page->ink);
  if (page->marks == NULL)
    return FALSE;
  strip (page->ink, page->marks);
  return TRUE;
}

static Image *
draw_nothing (Image *page) {
  Image *nothing = pixCreate (pixGetWidth (page), pixGetHeight (page), 1);

  if (nothing != NULL)
    pixCopyResolution (nothing, page);
  return nothing;
}

/* Without a look at its full resolution. Takes @paper. */
static gboolean
finish_blank (CleanPage *page, Image *paper) {
  page->blank = TRUE;
  page->upright = paper;
  page->ink = draw_nothing (paper);
  page->marks = page->ink != NULL ? pixClone (page->ink) : NULL;
  return page->marks != NULL;
}

/* A raw page as it is looked at before a pixel is changed, and what is cut out of it. */
typedef struct {
  Glimpse *glimpse; /* of the scan */
  Crop *crop;
  GArray *defects;
  Image *paper;
  Glimpse *closer; /* of the paper */
  gboolean blank;
} Look;

static void
clear_look (Look *look) {
  g_clear_pointer (&look->glimpse, glimpse_free);
  g_clear_pointer (&look->crop, crop_free);
  g_clear_pointer (&look->defects, g_array_unref);
  g_clear_pointer (&look->paper, image_free);
  g_clear_pointer (&look->closer, glimpse_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Look, clear_look)

/* Cuts the paper out of @raw by the first step of @recipe. The scan is inspected before
 * that, while it is there as it came, and without knowing whether the paper is blank. */
static gboolean
cut_paper (Image *raw, Recipe *recipe, Look *look) {
  look->defects = inspect_page (raw, look->glimpse, look->crop, FALSE);
  add_crop (recipe, look->crop, raw);
  recipe->paper_after = recipe->steps->len;
  look->paper = recipe_apply (recipe, 0, recipe->paper_after, raw);
  g_clear_pointer (&look->glimpse, glimpse_free);
  look->closer = look->paper != NULL ? glimpse_take (look->paper) : NULL;
  if (look->closer == NULL)
    return FALSE;
  look->blank = blank_check (look->closer, look->paper);
  if (look->blank)
    inspect_excuse (look->defects);
  g_clear_pointer (&look->closer, glimpse_free);
  return TRUE;
}

/* Takes @raw. */
static gboolean
take_look (Image *raw, Recipe *recipe, Look *look) {
  g_autoptr (Image) scan = raw;

  look->glimpse = glimpse_take (scan);
  look->crop = look->glimpse != NULL ? crop_find (look->glimpse) : NULL;
  if (look->crop == NULL)
    return FALSE;
  if (look->crop->found)
    return cut_paper (g_steal_pointer (&scan), recipe, look);
  look->blank = blank_check (look->glimpse, scan);
  look->defects = inspect_page (scan, look->glimpse, look->crop, look->blank);
  look->paper = g_steal_pointer (&scan);
  g_clear_pointer (&look->glimpse, glimpse_free);
  return TRUE;
}

static gboolean
clean_paper (CleanPage *page, Look *look) {
  g_autoptr (Image) grey = NULL;

  if (look->blank)
    return finish_blank (page, g_steal_pointer (&look->paper));
  grey = take_ink (look->paper);
  if (grey == NULL)
    return FALSE;
  add_turns (page, look->crop, grey, orient_find (grey));
  return finish (page, g_steal_pointer (&look->paper), g_steal_pointer (&grey));
}

static gboolean
clean (CleanPage *page, Image *raw) {
  g_auto (Look) look = {0};
  double px_per_mm = image_get_res_dpi (raw) / MM_PER_INCH;

  page->paper_width_mm = pixGetWidth (raw) / px_per_mm;
  page->paper_height_mm = pixGetHeight (raw) / px_per_mm;
  if (!take_look (raw, page->recipe, &look))
    return FALSE;
  if (look.crop->found) {
    page->paper_width_mm = look.crop->width_mm;
    page->paper_height_mm = look.crop->height_mm;
  }
  page->defects = g_steal_pointer (&look.defects);
  return clean_paper (page, &look);
}

static gboolean
refuse_without_memory (GError **error) {
  g_set_error_literal (error, FAULT, FAULT_TEMPORARY, "no memory to clean the page");
  return FALSE;
}

gboolean
clean_glance (Image *raw, gboolean *blank, GArray *defects, GError **error) {
  g_autoptr (Recipe) recipe = recipe_new ();
  g_auto (Look) look = {0};

  if (!take_look (raw, recipe, &look))
    return refuse_without_memory (error);
  *blank = look.blank;
  g_array_append_vals (defects, look.defects->data, look.defects->len);
  return TRUE;
}

CleanPage *
clean_page (Image *raw, GError **error) {
  g_autoptr (CleanPage) page = g_new0 (CleanPage, 1);

  page->recipe = recipe_new ();
  if (clean (page, raw))
    return g_steal_pointer (&page);
  refuse_without_memory (error);
  return NULL;
}

gboolean
clean_turn (CleanPage *page, int degrees) {
  page->unsure = FALSE;
  if (degrees == 0)
    return TRUE;
  if (!inplace_turn (&page->upright, (guint) degrees)
      || !inplace_turn (&page->ink, (guint) degrees)
      || !inplace_turn (&page->marks, (guint) degrees))
    return FALSE;
  recipe_add (page->recipe, RECIPE_TURN, &degrees, 1);
  page->rotation = (page->rotation + 360 - degrees) % 360;
  if (degrees % 180 != 0)
    swap_paper (page);
  return TRUE;
}

CleanPage *
clean_again (Image *raw, const Recipe *recipe, gboolean blank) {
  guint count = recipe->steps->len, taken = recipe->paper_after;
  g_autoptr (CleanPage) page = g_new0 (CleanPage, 1);
  g_autoptr (Image) paper = recipe_apply (recipe, 0, taken, raw);
  g_autoptr (Image) grey = paper != NULL && !blank ? take_ink (paper) : NULL;
  g_autoptr (Image) ink = NULL;

  if (paper == NULL || (grey == NULL && !blank))
    return NULL;
  page->upright = recipe_apply (recipe, taken, count, g_steal_pointer (&paper));
  if (!blank)
    ink = recipe_apply (recipe, taken, count, g_steal_pointer (&grey));
  if (page->upright == NULL || (ink == NULL && !blank))
    return NULL;
  page->marks = blank ? draw_nothing (page->upright) : ink_threshold (ink);
  return page->marks != NULL ? g_steal_pointer (&page) : NULL;
}
