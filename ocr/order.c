/* SPDX-License-Identifier: Apache-2.0 */

/* Reading order. The recogniser's lines are cut at wide gaps into pieces; everything else
 * follows from where the pieces stand:
 *
 *   bands   pieces that overlap in height, from top to bottom
 *   row     a band whose pieces stand on one line: read from left to right
 *   columns a band whose pieces do not: cut at its widest gutter, the left part first;
 *           rows right above on both sides of it and all lines right below belong to it
 *   cells   a row goes on in the next one when there every first word would not have
 *           fitted behind the piece above it: then each cell is read with all its lines
 *
 * Nothing is dropped: pieces that fit no scheme are read by height. */

#include "ocr/order.h"

#include <stdlib.h>

/* In heights of a line. */
#define PIECE_GAP  1.6 /* wider gaps part pieces */
#define ALIGNED    0.4 /* of the smaller height: middles of pieces on one line */
#define CORE       0.25 /* cut from top and bottom of a piece, so that marks do not touch */
#define GUTTER_MIN 0.8
#define NEAR_ROW   1.3 /* a row this close below another may belong to its column */
#define SPACE      0.3

/* Narrower gaps part pieces where a column of the lines around begins. */
#define COLUMN_GAP    0.55
#define COLUMN_JITTER 0.5
#define COLUMN_REACH  4

/* Words next to each other on one line. */
typedef struct {
  Box box;
  GPtrArray *words; /* Word, borrowed */
  double height;    /* of its line */
  gboolean inner;   /* something stands left of it on its line */
  gboolean placed;
} Piece;

/* Pieces on one line, or a part of the page that is not one line. */
typedef struct {
  double top, bottom; /* of the pieces' cores */
  GPtrArray *pieces;  /* Piece, borrowed, from left to right */
} Band;

typedef struct {
  GPtrArray *pieces; /* Piece, owned */
  GPtrArray *read;   /* Piece, in reading order */
  double height;     /* of a usual line */
  int right;         /* margin of the page's text */
} Page;

static void
free_piece (Piece *piece) {
  g_ptr_array_unref (piece->words);
  g_free (piece);
}

static void
free_band (Band *band) {
  g_ptr_array_unref (band->pieces);
  g_free (band);
}

static int
get_height (const Box *box) {
  return box->bottom - box->top;
}

static double
get_core_top (const Piece *piece) {
  return piece->box.top + CORE * get_height (&piece->box);
}

static double
get_core_bottom (const Piece *piece) {
  return piece->box.bottom - CORE * get_height (&piece->box);
}

static int
compare_numbers (gconstpointer a, gconstpointer b) {
  return *(const int *) a - *(const int *) b;
}

static double
find_line_height (const Words *words) {
  g_autofree int *heights = g_new (int, words->words->len);

  for (guint i = 0; i < words->words->len; i++)
    heights[i] = get_height (&((const Word *) words->words->pdata[i])->box);
  qsort (heights, words->words->len, sizeof *heights, compare_numbers);
  return MAX (1, heights[words->words->len / 2]);
}

/* The tallest word of the line of word @at: a dash says nothing. */
static double
find_height_around (const Words *words, guint at) {
  guint line = ((const Word *) words->words->pdata[at])->line;
  int height = 1;

  for (guint i = at; i < words->words->len; i++) {
    const Word *word = words->words->pdata[i];

    if (word->line != line)
      break;
    height = MAX (height, get_height (&word->box));
  }
  return height;
}

static Piece *
begin_piece (GPtrArray *pieces, double height) {
  Piece *piece = g_new0 (Piece, 1);

  piece->words = g_ptr_array_new ();
  piece->height = height;
  piece->box = (Box){G_MAXINT, G_MAXINT, 0, 0};
  g_ptr_array_add (pieces, piece);
  return piece;
}

static void
append_word (Piece *piece, Word *word) {
  g_ptr_array_add (piece->words, word);
  piece->box.left = MIN (piece->box.left, word->box.left);
  piece->box.top = MIN (piece->box.top, word->box.top);
  piece->box.right = MAX (piece->box.right, word->box.right);
  piece->box.bottom = MAX (piece->box.bottom, word->box.bottom);
}

/* Cuts the recogniser's lines into pieces at wide gaps. */
static void
cut_lines (Page *page, const Words *words) {
  Piece *piece = NULL;
  const Word *last = NULL;
  double height = 1;

  for (guint i = 0; i < words->words->len; i++) {
    Word *word = words->words->pdata[i];
    gboolean follows = last != NULL && last->line == word->line;

    if (!follows)
      height = MIN (find_height_around (words, i), 2 * page->height);
    if (!follows || word->box.left - last->box.right > PIECE_GAP * height
        || word->box.right < last->box.left) {
      piece = begin_piece (page->pieces, height);
      piece->inner = follows;
    }
    append_word (piece, word);
    page->right = MAX (page->right, word->box.right);
    last = word;
  }
}

/* Whether a column begins at @x on lines near @piece: behind a gap on one, or at the
 * beginning of two. */
static gboolean
is_column (const Page *page, const Piece *piece, int x) {
  guint beginnings = 0;

  for (guint i = 0; i < page->pieces->len; i++) {
    const Piece *other = page->pieces->pdata[i];

    if (ABS (other->box.left - x) <= COLUMN_JITTER * piece->height
        && ABS (other->box.top - piece->box.top) <= COLUMN_REACH * piece->height)
      beginnings += other->inner ? 2 : 1;
  }
  return beginnings >= 2;
}

/* Cuts @piece at a narrower gap too, where the lines around it begin a column. */
static void
cut_at_column (Page *page, Piece *piece) {
  for (guint i = 1; i < piece->words->len; i++) {
    const Word *left = piece->words->pdata[i - 1], *right = piece->words->pdata[i];
    Piece *rest;

    if (right->box.left - left->box.right < COLUMN_GAP * piece->height
        || !is_column (page, piece, right->box.left))
      continue;
    rest = begin_piece (page->pieces, piece->height);
    rest->inner = TRUE;
    for (guint k = i; k < piece->words->len; k++)
      append_word (rest, piece->words->pdata[k]);
    g_ptr_array_set_size (piece->words, (int) i);
    piece->box.right = left->box.right;
    return;
  }
}

static int
compare_tops (gconstpointer a, gconstpointer b) {
  double first = get_core_top (*(Piece *const *) a),
         second = get_core_top (*(Piece *const *) b);

  return (first > second) - (first < second);
}

static int
compare_lefts (gconstpointer a, gconstpointer b) {
  return (*(Piece *const *) a)->box.left - (*(Piece *const *) b)->box.left;
}

/* Parts @pieces into bands from top to bottom. */
static GPtrArray *
find_bands (GPtrArray *pieces) {
  GPtrArray *bands = g_ptr_array_new_with_free_func ((GDestroyNotify) free_band);
  Band *band = NULL;

  g_ptr_array_sort (pieces, compare_tops);
  for (guint i = 0; i < pieces->len; i++) {
    Piece *piece = pieces->pdata[i];

    if (band == NULL || get_core_top (piece) >= band->bottom) {
      band = g_new0 (Band, 1);
      band->pieces = g_ptr_array_new ();
      band->top = get_core_top (piece);
      g_ptr_array_add (bands, band);
    }
    g_ptr_array_add (band->pieces, piece);
    band->bottom = MAX (band->bottom, get_core_bottom (piece));
  }
  for (guint i = 0; i < bands->len; i++)
    g_ptr_array_sort (((Band *) bands->pdata[i])->pieces, compare_lefts);
  return bands;
}

static gboolean
are_aligned (const Piece *a, const Piece *b) {
  double middle_a = (a->box.top + a->box.bottom) / 2.0;
  double middle_b = (b->box.top + b->box.bottom) / 2.0;
  double height = MIN (get_height (&a->box), get_height (&b->box));

  return ABS (middle_a - middle_b) <= ALIGNED * height
         || ABS (a->box.bottom - b->box.bottom) <= ALIGNED * height;
}

/* Whether the pieces follow each other on one line. */
static gboolean
is_row (const Band *band) {
  for (guint i = 1; i < band->pieces->len; i++) {
    const Piece *left = band->pieces->pdata[i - 1], *right = band->pieces->pdata[i];

    if (!are_aligned (left, right)
        || right->box.left < left->box.right - get_height (&left->box))
      return FALSE;
  }
  return TRUE;
}

/* The widest gap between columns of @pieces (sorted from left to right); FALSE when there
 * is none wider than @least. */
static gboolean
find_gutter (const GPtrArray *pieces, double least, int *from, int *to) {
  int right = G_MININT;
  double widest = least;
  gboolean found = FALSE;

  for (guint i = 0; i < pieces->len; i++) {
    const Piece *piece = pieces->pdata[i];

    if (i > 0 && piece->box.left - right >= widest) {
      widest = piece->box.left - right;
      *from = right;
      *to = piece->box.left;
      found = TRUE;
    }
    right = MAX (right, piece->box.right);
  }
  return found;
}

/* Whether @band leaves the gutter free. */
static gboolean
spares_gutter (const Band *band, int from, int to) {
  for (guint i = 0; i < band->pieces->len; i++) {
    const Piece *piece = band->pieces->pdata[i];

    if (piece->box.left < to && piece->box.right > from)
      return FALSE;
  }
  return TRUE;
}

/* Whether it also has something on both sides of it. */
static gboolean
has_gutter (const Band *band, int from, int to) {
  const Piece *first = band->pieces->pdata[0];
  const Piece *last = band->pieces->pdata[band->pieces->len - 1];

  return spares_gutter (band, from, to) && first->box.right <= from
         && last->box.left >= to;
}

static void read_pieces (Page *page, GPtrArray *pieces);

static void
append_all (GPtrArray *to, const GPtrArray *from) {
  for (guint i = 0; i < from->len; i++)
    g_ptr_array_add (to, from->pdata[i]);
}

/* Reads bands [@first, @end), which are columns beside the gutter, the left one first. */
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
  read_pieces (page, left);
  read_pieces (page, right);
}

/* The piece of @band that stands under or over @piece. */
static const Piece *
find_over (const Band *band, const Piece *piece) {
  for (guint i = 0; i < band->pieces->len; i++) {
    const Piece *other = band->pieces->pdata[i];

    if (other->box.left < piece->box.right && other->box.right > piece->box.left)
      return other;
  }
  return NULL;
}

/* Where the column of @piece ends: at the piece right of it, or at the margin. */
static double
find_limit (const Page *page, const Band *band, const Piece *piece) {
  for (guint i = 0; i < band->pieces->len; i++) {
    const Piece *other = band->pieces->pdata[i];

    if (other->box.left >= piece->box.right)
      return other->box.left - page->height * SPACE;
  }
  return page->right;
}

/* Whether @piece is the rest of the cell that begins in @row and ends, so far, with
 * @over: its first word would not have fitted behind it. */
static gboolean
is_rest (const Page *page, const Band *row, const Piece *over, const Piece *piece) {
  const Piece *head = find_over (row, piece);
  const Word *word = piece->words->pdata[0];
  double width = word->box.right - word->box.left + SPACE * page->height;

  return head != NULL && over->box.right + width > find_limit (page, row, head);
}

/* Whether @below goes on with cells that begin in @row, the last line of which is @above.
 * What has nothing above it does not hinder. */
static gboolean
is_continued (const Page *page, const Band *row, const Band *above, const Band *below) {
  guint rests = 0;

  if (below->top - above->bottom > NEAR_ROW * page->height)
    return FALSE;
  for (guint i = 0; i < below->pieces->len; i++) {
    const Piece *piece = below->pieces->pdata[i], *over = find_over (above, piece);

    if (over == NULL && find_over (row, piece) == NULL)
      continue;
    if (over == NULL || !is_rest (page, row, over, piece))
      return FALSE;
    rests++;
  }
  return rests > 0;
}

static void
place (Page *page, Piece *piece) {
  if (piece->placed)
    return;
  piece->placed = TRUE;
  g_ptr_array_add (page->read, piece);
}

/* Reads rows [@first, @end) as one row of cells of several lines, then what belongs to
 * none of them. */
static void
read_cells (Page *page, const GPtrArray *bands, guint first, guint end) {
  const Band *row = bands->pdata[first];

  for (guint i = 0; i < row->pieces->len; i++) {
    place (page, row->pieces->pdata[i]);
    for (guint k = first + 1; k < end; k++) {
      const Band *band = bands->pdata[k];

      for (guint m = 0; m < band->pieces->len; m++)
        if (find_over (row, band->pieces->pdata[m]) == row->pieces->pdata[i])
          place (page, band->pieces->pdata[m]);
    }
  }
  for (guint k = first + 1; k < end; k++)
    for (guint m = 0; m < ((Band *) bands->pdata[k])->pieces->len; m++)
      place (page, ((Band *) bands->pdata[k])->pieces->pdata[m]);
}

/* Reads the bands before the columns at @end as rows; @first is returned moved on. */
static void
read_rows (Page *page, const GPtrArray *bands, guint first, guint end) {
  while (first < end) {
    const Band *row = bands->pdata[first];
    guint next = first + 1;

    while (next < end
           && is_continued (page, row, bands->pdata[next - 1], bands->pdata[next]))
      next++;
    if (next > first + 1)
      read_cells (page, bands, first, next);
    else
      append_all (page->read, row->pieces);
    first = next;
  }
}

static double
get_gap (const GPtrArray *bands, guint upper) {
  const Band *above = bands->pdata[upper], *below = bands->pdata[upper + 1];

  return below->top - above->bottom;
}

/* A band that is no row: columns, with the rows that belong to them. Returns the band to
 * go on with; what is before it has been read. */
static guint
read_unaligned (Page *page, const GPtrArray *bands, guint first, guint at) {
  const Band *band = bands->pdata[at];
  guint start = at, end = at + 1;
  int from, to;

  if (!find_gutter (band->pieces, GUTTER_MIN * page->height, &from, &to)) {
    read_rows (page, bands, first, at);
    g_ptr_array_sort (band->pieces, compare_tops);
    append_all (page->read, band->pieces);
    return end;
  }
  while (start > first && has_gutter (bands->pdata[start - 1], from, to)
         && get_gap (bands, start - 1) <= NEAR_ROW * page->height)
    start--;
  while (end < bands->len && spares_gutter (bands->pdata[end], from, to)
         && get_gap (bands, end - 1) <= NEAR_ROW * page->height)
    end++;
  read_rows (page, bands, first, start);
  read_columns (page, bands, start, end, to);
  return end;
}

static void
read_pieces (Page *page, GPtrArray *pieces) {
  g_autoptr (GPtrArray) bands = find_bands (pieces);
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
  g_autoptr (GPtrArray) pieces
      = g_ptr_array_new_with_free_func ((GDestroyNotify) free_piece);
  g_autoptr (GPtrArray) all = g_ptr_array_new ();
  g_autoptr (GPtrArray) read = g_ptr_array_new ();
  Page page = {.pieces = pieces, .read = read};

  if (words->words->len == 0)
    return;
  page.height = find_line_height (words);
  cut_lines (&page, words);
  for (guint i = 0; i < pieces->len; i++)
    cut_at_column (&page, pieces->pdata[i]);
  append_all (all, pieces);
  read_pieces (&page, all);
  renumber (&page, words);
}
