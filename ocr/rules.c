/* SPDX-License-Identifier: Apache-2.0 */

/* Rules are what a page reader trips over most: lines of tables, boxes around digits,
 * lines to write on. A rule is a long, thin run of ink that is mostly bare on both sides;
 * where something crosses it the crossing stays, so that no letter loses its foot.
 *
 * Short standing lines are as long as letters are tall, so they count only when they stand
 * between two lying rules: that is a box for digits.
 *
 * Lying and standing rules go through the same code, which sees the page as positions
 * `along` a rule and `across` it. */

#include "ocr/rules.h"

#include "ocr/raster.h"

/* All lengths at 300 dpi. */
#define RULE_LENGTH    120
#define RULE_THICKNESS 12
#define BOX_LENGTH     36 /* of a line between two rules */
#define BOX_REACH      8  /* how far it may end from them */
#define GAP            3  /* in a rule, mended */
#define CROSSING       3  /* ink this far beside a rule crosses it */
#define HALO           2  /* soft edge around a rule */
#define BARE_SHARE     0.65

typedef struct {
  Image *grey, *mask;
  gboolean down;
  double scale; /* of lengths at 300 dpi */
} Page;

static gboolean
is_ink (const Page *page, int along, int across) {
  int x = page->down ? across : along, y = page->down ? along : across;

  if (x < 0 || y < 0 || x >= pixGetWidth (page->mask) || y >= pixGetHeight (page->mask))
    return FALSE;
  return GET_DATA_BIT (raster_get_line (page->mask, y), x);
}

static void
whiten (const Page *page, int along, int from, int to) {
  for (int across = from; across < to; across++) {
    int x = page->down ? across : along, y = page->down ? along : across;

    if (x < 0 || y < 0 || x >= pixGetWidth (page->mask) || y >= pixGetHeight (page->mask))
      continue;
    CLEAR_DATA_BIT (raster_get_line (page->mask, y), x);
    SET_DATA_BYTE (raster_get_line (page->grey, y), x, 255);
  }
}

static int
scale_px (const Page *page, double length) {
  return MAX (1, (int) (length * page->scale + 0.5));
}

/* The rule's own rows at @along: [*from, *to), grown from the middle of @box. */
static gboolean
find_rows (const Page *page, Image *runs, const Box *box, int along, int *from, int *to) {
  const Page inside = {.mask = runs, .down = page->down};
  int first = page->down ? box->left : box->top,
      last = page->down ? box->right : box->bottom;

  while (first < last && !is_ink (&inside, along, first))
    first++;
  while (last > first && !is_ink (&inside, along, last - 1))
    last--;
  *from = first;
  *to = last;
  return first < last;
}

/* Whether ink goes on beside the rule's rows. */
static gboolean
is_crossed (const Page *page, int along, int from, int to) {
  int reach = scale_px (page, CROSSING);
  gboolean before = TRUE, after = TRUE;

  for (int i = 1; i <= reach; i++) {
    before &= is_ink (page, along, from - i);
    after &= is_ink (page, along, to - 1 + i);
  }
  return before || after;
}

static double
measure_bare (const Page *page, Image *runs, const Box *box) {
  int start = page->down ? box->top : box->left,
      end = page->down ? box->bottom : box->right;
  int bare = 0, from, to;

  for (int along = start; along < end; along++)
    bare += find_rows (page, runs, box, along, &from, &to)
            && !is_crossed (page, along, from, to);
  return (double) bare / MAX (1, end - start);
}

static void
erase (const Page *page, Image *runs, const Box *box) {
  int start = page->down ? box->top : box->left,
      end = page->down ? box->bottom : box->right;
  int halo = scale_px (page, HALO), from, to;

  for (int along = start; along < end; along++)
    if (find_rows (page, runs, box, along, &from, &to)
        && !is_crossed (page, along, from, to))
      whiten (page, along, from - halo, to + halo);
}

/* Whether a standing line ends at lying rules above and below. */
static gboolean
is_box_side (const Page *page, const GArray *across, const Box *box) {
  int reach = scale_px (page, BOX_REACH);
  gboolean above = FALSE, below = FALSE;

  for (guint i = 0; i < across->len; i++) {
    const Box *rule = &g_array_index (across, Box, i);

    if (rule->left - reach > box->right || rule->right + reach < box->left)
      continue;
    above
        |= ABS (rule->top - box->top) <= reach || ABS (rule->bottom - box->top) <= reach;
    below |= ABS (rule->top - box->bottom) <= reach
             || ABS (rule->bottom - box->bottom) <= reach;
  }
  return above && below;
}

static gboolean
is_rule (const Page *page, Image *runs, const Box *box, const GArray *across) {
  int width = box->right - box->left, height = box->bottom - box->top;
  int length = page->down ? height : width, thickness = page->down ? width : height;

  if (thickness > scale_px (page, RULE_THICKNESS))
    return FALSE;
  if (length < scale_px (page, RULE_LENGTH)
      && !(page->down && is_box_side (page, across, box)))
    return FALSE;
  return measure_bare (page, runs, box) >= BARE_SHARE;
}

/* Runs of ink along the page's direction, small gaps mended. */
static Image *
find_runs (const Page *page) {
  int gap = scale_px (page, GAP);
  int length = scale_px (page, page->down ? BOX_LENGTH : RULE_LENGTH);
  g_autoptr (Image) mended = page->down ? pixCloseSafeBrick (NULL, page->mask, 1, gap)
                                        : pixCloseSafeBrick (NULL, page->mask, gap, 1);

  return page->down ? pixOpenCompBrick (NULL, mended, 1, length)
                    : pixOpenCompBrick (NULL, mended, length, 1);
}

static GArray *
find_rules (const Page *page, Image *runs, const GArray *across) {
  GArray *rules = g_array_new (FALSE, FALSE, sizeof (Box));
  BOXA *boxes = pixConnCompBB (runs, 8);

  for (int i = 0; i < boxaGetCount (boxes); i++) {
    l_int32 x, y, width, height;
    Box box;

    boxaGetBoxGeometry (boxes, i, &x, &y, &width, &height);
    box = (Box){x, y, x + width, y + height};
    if (is_rule (page, runs, &box, across))
      g_array_append_val (rules, box);
  }
  boxaDestroy (&boxes);
  return rules;
}

static void
erase_all (const Page *page, Image *runs, const GArray *rules) {
  for (guint i = 0; i < rules->len; i++)
    erase (page, runs, &g_array_index (rules, Box, i));
}

Rules *
rules_remove (Image *grey, Image *mask) {
  double scale = image_get_res_dpi (grey) / 300.0;
  Page lying = {grey, mask, FALSE, scale}, standing = {grey, mask, TRUE, scale};
  g_autoptr (Image) lying_runs = find_runs (&lying);
  g_autoptr (Image) standing_runs = find_runs (&standing);
  Rules *rules = g_new0 (Rules, 1);

  rules->across = find_rules (&lying, lying_runs, NULL);
  rules->down = find_rules (&standing, standing_runs, rules->across);
  erase_all (&lying, lying_runs, rules->across);
  erase_all (&standing, standing_runs, rules->down);
  return rules;
}

void
rules_free (Rules *rules) {
  if (rules == NULL)
    return;
  g_array_unref (rules->across);
  g_array_unref (rules->down);
  g_free (rules);
}
