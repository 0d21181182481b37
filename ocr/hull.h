/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/image.h"

/* Convex outlines of pieces of a 1-bit image. */

typedef struct {
  int x, y; /* a corner of a pixel */
} HullPoint;

/* The smallest box around an outline. */
typedef struct {
  double width, height; /* along and across @degrees */
  double degrees;       /* clockwise, -45 to 45 */
} HullBox;

/* Outline of what is black of @mask in @box; at least one pixel must be. HullPoint,
 * clockwise; caller owns. */
GArray *hull_find (Image *mask, const Box *box) G_GNUC_WARN_UNUSED_RESULT;

HullBox hull_measure (const GArray *hull);

/* Around it, parallel to the axes. */
Box hull_get_box (const GArray *hull);

/* Takes out corners that stand out by less than a pixel. */
void hull_simplify (GArray *hull);

/* Moves all edges inwards by at least @pixels, as far as there are so many. */
void hull_shrink (GArray *hull, double pixels);
