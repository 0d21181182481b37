/* SPDX-License-Identifier: Apache-2.0 */

/* Reading order. Everything follows from where the pieces of lines stand:
 *
 *   bands   pieces that overlap in height, from top to bottom
 *   row     a band whose pieces stand on one line: read from left to right, each with the
 *           lines that go on with it (paragraph.c)
 *   columns a band whose pieces do not: cut at its widest gutter, the left part first,
 *           unless the right one begins higher; rows right above on both sides of it, lines
 *           right above that begin where a column begins, and all lines right below belong
 *           to it
 *
 * Nothing is dropped: pieces that fit no scheme are read by height. */

#include "ocr/order.h"

#include "ocr/paragraph.h"
#include "ocr/piece.h"

/* In heights of a line. */
#define ALIGNED    0.4 /* edges of one column */
#define GUTTER_MIN 0.8
#define NEAR_ROW   1.3 /* a row this close below another may belong to its column */
#define HIGHER     0.6

typedef struct {
  GPtrArray *read; /* Piece, in reading order */
  double height;   /* of a usual line */
  int left, right; /* margins of the page's text */
} Page;

/* Blank paper between columns. */
typedef struct {
  int from, to;
} Gutter;

/* Whether the pieces follow each other from left to right: cells of a row need not stand
 * on one line exactly. */
static gboolean
is_row (const Band *band) {
  for (guint i = 1; i < band->pieces->len; i++) {
    const Piece *left = band->pieces->pdata[i - 1], *right = band->pieces->pdata[i];

    if (right->box.left < left->box.right - piece_get_height (left))
      return FALSE;
  }
  return TRUE;
}

/* The widest gap between columns of @pieces (sorted from left to right); FALSE when there
 * is none wider than @least. */
static gboolean
find_gutter (const GPtrArray *pieces, double least, Gutter *gutter) {
  int right = G_MININT;
  double widest = least;
  gboolean found = FALSE;

  for (guint i = 0; i < pieces->len; i++) {
    const Piece *piece = pieces->pdata[i];

    if (i > 0 && piece->box.left - right >= widest) {
      widest = piece->box.left - right;
      *gutter = (Gutter){right, piece->box.left};
      found = TRUE;
    }
    right = MAX (right, piece->box.right);
  }
  return found;
}

/* Whether @piece can stand beside the gutter, narrowed for it if need be. */
static gboolean
fit_gutter (const Piece *piece, double least, Gutter *gutter) {
  gboolean left = piece->box.left<gutter->from, right = piece->box.right> gutter->to;

  if (left && right)
    return FALSE;
  if (!right && piece->box.right > gutter->from
      && (left || gutter->to - piece->box.right > piece->box.left - gutter->from))
    gutter->from = piece->box.right;
  else if (piece->box.left < gutter->to && piece->box.right > gutter->from)
    gutter->to = piece->box.left;
  return gutter->to - gutter->from >= least;
}

/* Whether @band leaves the gutter free, which is narrowed for it then. */
static gboolean
spare_gutter (const Page *page, const Band *band, Gutter *gutter) {
  Gutter narrow = *gutter;

  for (guint i = 0; i < band->pieces->len; i++)
    if (!fit_gutter (band->pieces->pdata[i], GUTTER_MIN * page->height, &narrow))
      return FALSE;
  *gutter = narrow;
  return TRUE;
}

/* Whether it also has something on both sides of it. */
static gboolean
has_gutter (const Page *page, const Band *band, Gutter *gutter) {
  const Piece *first = band->pieces->pdata[0];
  const Piece *last = band->pieces->pdata[band->pieces->len - 1];
  Gutter narrow = *gutter;

  if (!spare_gutter (page, band, &narrow) || first->box.right > narrow.from
      || last->box.left < narrow.to)
    return FALSE;
  *gutter = narrow;
  return TRUE;
}

static void read_pieces (Page *page, GPtrArray *pieces);

static double
get_top (const GPtrArray *pieces) {
  double top = G_MAXINT;

  for (guint i = 0; i < pieces->len; i++)
    top = MIN (top, piece_get_core_top (pieces->pdata[i]));
  return top;
}

/* Reads bands [@first, @end), which are columns beside the gutter, the left one first,
 * unless the right one begins a line higher. */
static void
read_columns (Page *page, const GPtrArray *bands, guint first, guint end, int gutter) {
  g_autoptr (GPtrArray) left = g_ptr_array_new ();
  g_autoptr (GPtrArray) right = g_ptr_array_new ();

  for (guint i = first; i < end; i++) {
    const GPtrArray *pieces = ((Band *) bands->pdata[i])->pieces;

    for (guint k = 0; k < pieces->len; k++) {
      Piece *piece = pieces->pdata[k];

      g_ptr_array_add (piece->box.left < gutter ? left : right, piece);
    }
  }
  if (get_top (right) + HIGHER * page->height < get_top (left)) {
    read_pieces (page, right);
    read_pieces (page, left);
  } else {
    read_pieces (page, left);
    read_pieces (page, right);
  }
}

/* Reads @piece with the lines of its paragraph. */
static void
place (Page *page, Piece *piece) {
  for (; piece != NULL && !piece->placed; piece = piece->rest) {
    piece->placed = TRUE;
    g_ptr_array_add (page->read, piece);
  }
}

static void
place_all (Page *page, const GPtrArray *pieces) {
  for (guint i = 0; i < pieces->len; i++)
    place (page, pieces->pdata[i]);
}

/* Where the left cell of a row has two lines and the right one has one, the second row
 * begins on the right beside the rest of the first: its left cell, in @next, comes first. */
static void
place_begin (Page *page, const Band *band, const Band *next) {
  Piece *rest = band->pieces->pdata[0], *begin = next->pieces->pdata[0];

  if (band->pieces->len < 2 || rest->head == rest || begin->head != begin
      || rest->head->band->pieces->len < 2
      || rest->head->band->pieces->pdata[0] != rest->head
      || begin->box.right > ((const Piece *) band->pieces->pdata[1])->box.left
      || next->pieces->len < 2)
    return;
  place (page, begin);
}

/* Reads bands [@first, @end) as rows of cells. */
static void
read_rows (Page *page, const GPtrArray *bands, guint first, guint end) {
  paragraph_link (bands, first, end, page->height, page->left, page->right);
  for (guint i = first; i < end; i++) {
    if (i + 1 < end)
      place_begin (page, bands->pdata[i], bands->pdata[i + 1]);
    place_all (page, ((const Band *) bands->pdata[i])->pieces);
  }
}

static double
get_gap (const GPtrArray *bands, guint upper) {
  const Band *above = bands->pdata[upper], *below = bands->pdata[upper + 1];

  return below->top - above->bottom;
}

/* Whether the one piece of @above stands in a column beside the gutter and begins where
 * one of @band begins. */
static gboolean
goes_on (const Page *page, const Band *above, const Band *band, Gutter *gutter) {
  const Piece *piece = above->pieces->pdata[0];

  if (above->pieces->len > 1)
    return FALSE;
  for (guint i = 0; i < band->pieces->len; i++) {
    const Piece *below = band->pieces->pdata[i];

    if (ABS (below->box.left - piece->box.left) <= ALIGNED * page->height)
      return spare_gutter (page, above, gutter);
  }
  return FALSE;
}

/* A band that is no row: columns, with the rows that belong to them. Returns the band to
 * go on with; what is before it has been read. */
static guint
read_unaligned (Page *page, const GPtrArray *bands, guint first, guint at) {
  const Band *band = bands->pdata[at];
  guint start = at, end = at + 1;
  Gutter gutter;

  if (!find_gutter (band->pieces, GUTTER_MIN * page->height, &gutter)) {
    read_rows (page, bands, first, at);
    g_ptr_array_sort (band->pieces, piece_compare_tops);
    place_all (page, band->pieces);
    return end;
  }
  while (start > first && get_gap (bands, start - 1) <= NEAR_ROW * page->height
         && (has_gutter (page, bands->pdata[start - 1], &gutter)
             || goes_on (page, bands->pdata[start - 1], bands->pdata[start], &gutter)))
    start--;
  while (end < bands->len && get_gap (bands, end - 1) <= NEAR_ROW * page->height
         && spare_gutter (page, bands->pdata[end], &gutter))
    end++;
  read_rows (page, bands, first, start);
  read_columns (page, bands, start, end, gutter.to);
  return end;
}

static void
read_pieces (Page *page, GPtrArray *pieces) {
  g_autoptr (GPtrArray) bands = piece_find_bands (pieces);
  guint first = 0, at = 0;

  while (at < bands->len) {
    if (is_row (bands->pdata[at])) {
      at++;
      continue;
    }
    at = read_unaligned (page, bands, first, at);
    first = at;
  }
  read_rows (page, bands, first, bands->len);
}

/* Rewrites @words from the pieces as they were read. */
static void
renumber (const Page *page, Words *words) {
  guint at = 0;

  for (guint i = 0; i < page->read->len; i++) {
    const Piece *piece = page->read->pdata[i];

    for (guint k = 0; k < piece->words->len; k++) {
      Word *word = piece->words->pdata[k];

      word->line = i;
      words->words->pdata[at++] = word;
    }
  }
  g_assert (at == words->words->len);
}

void
order_words (Words *words) {
  g_autoptr (GPtrArray) pieces = NULL;
  g_autoptr (GPtrArray) all = g_ptr_array_new ();
  g_autoptr (GPtrArray) read = g_ptr_array_new ();
  Page page = {.read = read, .left = G_MAXINT};

  if (words->words->len == 0)
    return;
  page.height = piece_get_line_height (words);
  pieces = piece_cut (words, page.height);
  for (guint i = 0; i < pieces->len; i++) {
    const Piece *piece = pieces->pdata[i];

    page.left = MIN (page.left, piece->box.left);
    page.right = MAX (page.right, piece->box.right);
    g_ptr_array_add (all, pieces->pdata[i]);
  }
  read_pieces (&page, all);
  renumber (&page, words);
}
