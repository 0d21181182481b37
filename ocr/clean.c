/* SPDX-License-Identifier: Apache-2.0 */

/* From a raw scan to a page for a person and one for the recogniser. Both have the same
 * geometry, so that a box of a word is a box on either.
 *
 *   raw -> grey ink (ink.c) -> rotation and skew (orient.c) -> blank? (blank.c)
 *       -> ink turned upright -> rules, leader dots, specks out (rules.c, specks.c)
 *
 * The page for a person keeps its colours and everything on it. */

#include "ocr/clean.h"

#include "config/fault.h"
#include "ocr/blank.h"
#include "ocr/ink.h"
#include "ocr/orient.h"
#include "ocr/pictures.h"
#include "ocr/rules.h"
#include "ocr/specks.h"

#include <leptonica/allheaders.h>

#define STROKE_HALO_PX 7
#define DARK_LEVEL     64
#define DARK_STRIDE    8

void
clean_page_free (CleanPage *page) {
  if (page == NULL)
    return;
  image_free (page->upright);
  image_free (page->ink);
  g_free (page);
}

/* No paper at all: an open lid, a black original. */
static gboolean
is_dark (Image *raw) {
  g_autoptr (Image) grey = pixConvertTo8 (raw, 0);
  l_float32 level = 255;

  if (grey != NULL)
    pixGetAverageMasked (grey, NULL, 0, 0, DARK_STRIDE, L_MEAN_ABSVAL, &level);
  return level < DARK_LEVEL;
}

/* Seals count as content, so the page is looked at with and without their colour. */
static gboolean
is_blank (Image *raw, Image *flat, Image *mask) {
  g_autoptr (Image) sealed = NULL;
  g_autoptr (Image) grey = NULL;
  g_autoptr (Image) sealed_mask = NULL;

  if (!blank_check (flat, mask) || is_dark (raw))
    return FALSE;
  if (pixGetDepth (raw) != 32)
    return TRUE;
  sealed = ink_flatten (raw, TRUE);
  grey = sealed != NULL ? ink_stretch (sealed) : NULL;
  sealed_mask = grey != NULL ? ink_threshold (grey) : NULL;
  return sealed_mask != NULL && blank_check (sealed, sealed_mask);
}

/* Whitens everything that is not part of, or right around, ink as dark as text. */
static void
keep_only (Image *ink, Image *mask) {
  g_autoptr (Image) around = pixDilateBrick (NULL, mask, STROKE_HALO_PX, STROKE_HALO_PX);

  pixInvert (around, around);
  pixPaintThroughMask (ink, around, 0, 0, 255);
}

static void
strip (Image *ink) {
  g_autoptr (Image) mask = ink_threshold (ink);
  g_autoptr (Rules) rules = rules_remove (ink, mask);

  pictures_remove (mask);
  specks_remove (ink, mask);
  keep_only (ink, mask);
}

static gboolean
clean (CleanPage *page, Image *raw) {
  g_autoptr (Image) flat = ink_flatten (raw, FALSE);
  g_autoptr (Image) grey = flat != NULL ? ink_stretch (flat) : NULL;
  g_autoptr (Image) mask = grey != NULL ? ink_threshold (grey) : NULL;
  Orientation orientation = {0};

  if (mask == NULL)
    return FALSE;
  page->blank = is_blank (raw, flat, mask);
  if (!page->blank)
    orientation = orient_find (grey);
  page->rotation = orientation.rotation;
  page->skew_deg = orientation.skew_deg;
  page->upright = orient_undo (raw, orientation);
  page->ink = orient_undo (grey, orientation);
  if (page->upright == NULL || page->ink == NULL)
    return FALSE;
  strip (page->ink);
  return TRUE;
}

CleanPage *
clean_page (Image *raw, GError **error) {
  g_autoptr (CleanPage) page = g_new0 (CleanPage, 1);

  if (clean (page, raw))
    return g_steal_pointer (&page);
  g_set_error_literal (error, FAULT, FAULT_TEMPORARY, "no memory to clean the page");
  return NULL;
}
