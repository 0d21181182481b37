/* SPDX-License-Identifier: Apache-2.0 */

/* Andrew's monotone chain over the outermost pixels of each row, which come sorted. One
 * side of the smallest box lies along an edge of the hull, so each edge is tried; a hull of
 * pixels has few. */

#include "ocr/hull.h"

#include "ocr/raster.h"

#include <math.h>

#define CORNER_MIN 1.0 /* pixels that a corner must stand out */
#define POINTS_MIN 4

/* Twice the area of the triangle; positive when @c lies clockwise of @a-@b on the screen. */
static gint64
turn (const HullPoint *a, const HullPoint *b, const HullPoint *c) {
  return (gint64) (b->x - a->x) * (c->y - a->y) - (gint64) (b->y - a->y) * (c->x - a->x);
}

static void
append (GArray *chain, guint first, HullPoint point) {
  while (chain->len >= first + 2
         && turn (&g_array_index (chain, HullPoint, chain->len - 2),
                  &g_array_index (chain, HullPoint, chain->len - 1), &point)
                <= 0)
    g_array_set_size (chain, chain->len - 1);
  g_array_append_val (chain, point);
}

/* First and last black pixel of row @y within @box; FALSE when there is none. */
static gboolean
find_ends (Image *mask, const Box *box, int y, int *left, int *right) {
  l_uint32 *line = raster_get_line (mask, y);

  *left = box->left;
  *right = box->right;
  while (*left < *right && !GET_DATA_BIT (line, *left))
    ++*left;
  while (*right > *left && !GET_DATA_BIT (line, *right - 1))
    --*right;
  return *left < *right;
}

/* Down the right side, then up the left one: clockwise on the screen. */
GArray *
hull_find (Image *mask, const Box *box) {
  GArray *hull = g_array_new (FALSE, FALSE, sizeof (HullPoint));
  guint first;
  int left, right;

  for (int y = box->top; y < box->bottom; y++)
    if (find_ends (mask, box, y, &left, &right)) {
      append (hull, 0, (HullPoint){right, y});
      append (hull, 0, (HullPoint){right, y + 1});
    }
  first = hull->len;
  for (int y = box->bottom - 1; y >= box->top; y--)
    if (find_ends (mask, box, y, &left, &right)) {
      append (hull, first, (HullPoint){left, y + 1});
      append (hull, first, (HullPoint){left, y});
    }
  return hull;
}

static HullBox
measure_along (const GArray *hull, double along_x, double along_y) {
  double least = INFINITY, most = -INFINITY, least_down = INFINITY, most_down = -INFINITY;

  for (guint i = 0; i < hull->len; i++) {
    const HullPoint *point = &g_array_index (hull, HullPoint, i);
    double along = point->x * along_x + point->y * along_y;
    double down = point->y * along_x - point->x * along_y;

    least = MIN (least, along);
    most = MAX (most, along);
    least_down = MIN (least_down, down);
    most_down = MAX (most_down, down);
  }
  return (HullBox){most - least, most_down - least_down, 0};
}

HullBox
hull_measure (const GArray *hull) {
  HullBox best = {0};
  double area = INFINITY;

  for (guint i = 0; i < hull->len; i++) {
    const HullPoint *from = &g_array_index (hull, HullPoint, i);
    const HullPoint *to = &g_array_index (hull, HullPoint, (i + 1) % hull->len);
    double degrees = atan2 (to->y - from->y, to->x - from->x) * 180 / G_PI;
    HullBox box;

    degrees -= 90 * round (degrees / 90);
    box = measure_along (hull, cos (degrees * G_PI / 180), sin (degrees * G_PI / 180));
    box.degrees = degrees;
    if (box.width * box.height >= area)
      continue;
    area = box.width * box.height;
    best = box;
  }
  return best;
}

Box
hull_get_box (const GArray *hull) {
  Box box = {G_MAXINT, G_MAXINT, 0, 0};

  for (guint i = 0; i < hull->len; i++) {
    const HullPoint *point = &g_array_index (hull, HullPoint, i);

    box.left = MIN (box.left, point->x);
    box.top = MIN (box.top, point->y);
    box.right = MAX (box.right, point->x);
    box.bottom = MAX (box.bottom, point->y);
  }
  return box;
}

/* How far the corner @i stands out over the line between its neighbours. */
static double
measure_corner (const GArray *hull, guint i) {
  const HullPoint *before
      = &g_array_index (hull, HullPoint, (i + hull->len - 1) % hull->len);
  const HullPoint *corner = &g_array_index (hull, HullPoint, i);
  const HullPoint *after = &g_array_index (hull, HullPoint, (i + 1) % hull->len);
  double length = hypot (after->x - before->x, after->y - before->y);

  return length > 0 ? fabs ((double) turn (before, corner, after)) / length : 0;
}

void
hull_simplify (GArray *hull) {
  while (hull->len > POINTS_MIN) {
    guint least = 0;

    for (guint i = 1; i < hull->len; i++)
      if (measure_corner (hull, i) < measure_corner (hull, least))
        least = i;
    if (measure_corner (hull, least) >= CORNER_MIN)
      return;
    g_array_remove_index (hull, least);
  }
}

void
hull_shrink (GArray *hull, double pixels) {
  Box box = hull_get_box (hull);
  double middle_x = (box.left + box.right) / 2.0, middle_y = (box.top + box.bottom) / 2.0;
  double least = MIN (box.right - box.left, box.bottom - box.top) / 2.0;
  double scale = MAX (0.5, 1 - pixels / MAX (least, 1));

  for (guint i = 0; i < hull->len; i++) {
    HullPoint *point = &g_array_index (hull, HullPoint, i);

    point->x = (int) lround (middle_x + (point->x - middle_x) * scale);
    point->y = (int) lround (middle_y + (point->y - middle_y) * scale);
  }
}
