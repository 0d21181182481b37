/* SPDX-License-Identifier: Apache-2.0 */

/* From a raw scan to a page for a person and one for the recogniser. Both have the same
 * geometry, so that a box of a word is a box on either.
 *
 *   raw -> grey ink (ink.c) -> rotation and skew (orient.c) -> blank? (blank.c)
 *       -> ink turned upright -> rules, leader dots, specks out (strokes.c)
 *
 * The page for a person keeps its colours and everything on it. */

#include "ocr/clean.h"

#include "config/fault.h"
#include "ocr/ink.h"
#include "ocr/orient.h"
#include "ocr/rules.h"
#include "ocr/specks.h"

#include <leptonica/allheaders.h>

void
clean_page_free (CleanPage *page) {
  if (page == NULL)
    return;
  image_free (page->upright);
  image_free (page->ink);
  g_free (page);
}

static gboolean
set_fault (GError **error) {
  g_set_error_literal (error, FAULT, FAULT_TEMPORARY, "no memory to clean the page");
  return FALSE;
}

static gboolean
clean (CleanPage *page, Image *raw, GError **error) {
  g_autoptr (Image) grey = ink_extract (raw);
  g_autoptr (Image) mask = grey != NULL ? ink_threshold (grey) : NULL;
  Orientation orientation;

  if (mask == NULL)
    return set_fault (error);
  orientation = orient_find (grey);
  page->rotation = orientation.rotation;
  page->skew_deg = orientation.skew_deg;
  page->upright = orient_undo (raw, orientation);
  page->ink = orient_undo (grey, orientation);
  if (page->ink != NULL) {
    g_autoptr (Image) straight = ink_threshold (page->ink);
    g_autoptr (Rules) rules = rules_remove (page->ink, straight);
    specks_remove (page->ink, straight);
  }
  return (page->upright != NULL && page->ink != NULL) || set_fault (error);
}

CleanPage *
clean_page (Image *raw, GError **error) {
  g_autoptr (CleanPage) page = g_new0 (CleanPage, 1);

  if (!clean (page, raw, error))
    return NULL;
  return g_steal_pointer (&page);
}
