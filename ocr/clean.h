/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/quality.h"
#include "ocr/recipe.h"

/* How lines of text run on a page as it is now. */
typedef enum {
  CLEAN_EITHER, /* nobody knows */
  CLEAN_LYING,
  CLEAN_STANDING,
} CleanAxis;

/* What cleaning found and made of a raw page. */
typedef struct {
  gboolean blank;  /* a back side without content; upright and ink are still set */
  int rotation;    /* 0, 90, 180, 270: degrees clockwise the input's content was turned */
  gboolean unsure; /* the page does not say which way is up, and was not turned */
  gboolean doubtful; /* a second opinion on that is worth its time */
  CleanAxis axis;
  double skew_deg;                        /* further clockwise degrees of the input */
  double paper_width_mm, paper_height_mm; /* of the paper, as it is upright now */
  GArray *defects;                        /* Defect: why it should be scanned again */
  Recipe *recipe;                         /* that makes @upright of the raw page */
  Image *upright; /* the page as a person wants it: upright, deskewed, own colours */
  Image *ink;     /* the same geometry for recognition: grey or 1 bit, text only */
  Image *marks;   /* all dark ink, rules and pictures too: 1 bit, the same geometry */
} CleanPage;

void clean_page_free (CleanPage *page);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CleanPage, clean_page_free)

/* Turns a raw scan into an upright, deskewed page and an image for recognition. Never
 * loses tone marks: specks are dropped only where they belong to no letter. Takes @raw, like
 * the others here, and works in its memory if nobody else holds it. */
CleanPage *clean_page (Image *raw, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whoever knows better turns the page by 0, 90, 180 or 270 degrees clockwise: that is how it
 * stands upright, surely. FALSE without memory. */
gboolean clean_turn (CleanPage *page, int degrees) G_GNUC_WARN_UNUSED_RESULT;

/* The quality gate alone, which is what cleaning would say of @raw too: whether it is blank,
 * and why it should be scanned again (Defect, appended to @defects). */
gboolean clean_glance (Image *raw, gboolean *blank, GArray *defects,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The page of an earlier cleaning once more, by its recipe and without a look at it:
 * upright and marks alone are set. NULL without memory or if @raw is another page. */
CleanPage *clean_again (Image *raw, const Recipe *recipe,
                        gboolean blank) G_GNUC_WARN_UNUSED_RESULT;
