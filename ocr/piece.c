/* SPDX-License-Identifier: Apache-2.0 */

/* The recogniser's lines are cut at wide gaps into pieces, and at narrower ones where the
 * lines around begin a column: it takes a row of a form or of a table for one line. Marks
 * above and below letters touch the next line, so lines are told apart by their cores. */

#include "ocr/piece.h"

#include <stdlib.h>

/* In heights of a line. */
#define PIECE_GAP 1.6 /* wider gaps part pieces */
#define NARROW_GAP                                                                       \
  0.9             /* also do, when they are SPACES times as wide as the line's others */
#define CORE 0.25 /* cut from top and bottom of a piece */

#define SPACES   3
#define GAPS_MIN 5

/* Narrower gaps part pieces where a column of the lines around begins. */
#define COLUMN_GAP    0.55
#define COLUMN_JITTER 0.5
#define COLUMN_REACH  4

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

int
piece_get_height (const Piece *piece) {
  return piece->box.bottom - piece->box.top;
}

double
piece_get_core_top (const Piece *piece) {
  return piece->box.top + CORE * piece_get_height (piece);
}

static double
get_core_bottom (const Piece *piece) {
  return piece->box.bottom - CORE * piece_get_height (piece);
}

static int
compare_numbers (gconstpointer a, gconstpointer b) {
  return *(const int *) a - *(const int *) b;
}

double
piece_get_line_height (const Words *words) {
  g_autofree int *heights = g_new (int, words->words->len);

  for (guint i = 0; i < words->words->len; i++) {
    const Word *word = words->words->pdata[i];

    heights[i] = word->box.bottom - word->box.top;
  }
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
    height = MAX (height, word->box.bottom - word->box.top);
  }
  return height;
}

/* The usual gap between words of the line of word @at; G_MAXINT where there are too few. */
static int
find_space_around (const Words *words, guint at) {
  g_autoptr (GArray) gaps = g_array_new (FALSE, FALSE, sizeof (int));

  for (guint i = at + 1; i < words->words->len; i++) {
    const Word *left = words->words->pdata[i - 1], *right = words->words->pdata[i];
    int gap = right->box.left - left->box.right;

    if (right->line != left->line)
      break;
    if (gap > 0)
      g_array_append_val (gaps, gap);
  }
  if (gaps->len < GAPS_MIN)
    return G_MAXINT;
  g_array_sort (gaps, compare_numbers);
  return g_array_index (gaps, int, gaps->len / 2);
}

/* Whether @gap parts pieces of a line as high as @height whose words stand @space apart. */
static gboolean
is_wide (int gap, double height, int space) {
  return gap > PIECE_GAP * height || (gap > NARROW_GAP * height && gap / SPACES > space);
}

static Piece *
begin_piece (GPtrArray *pieces, double height) {
  Piece *piece = g_new0 (Piece, 1);

  piece->words = g_ptr_array_new ();
  piece->height = height;
  piece->head = piece;
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

static void
cut_lines (GPtrArray *pieces, const Words *words, double line_height) {
  Piece *piece = NULL;
  const Word *last = NULL;
  double height = 1;
  int space = G_MAXINT;

  for (guint i = 0; i < words->words->len; i++) {
    Word *word = words->words->pdata[i];
    gboolean follows = last != NULL && last->line == word->line;

    if (!follows) {
      height = MIN (find_height_around (words, i), 2 * line_height);
      space = find_space_around (words, i);
    }
    if (!follows || is_wide (word->box.left - last->box.right, height, space)
        || word->box.right < last->box.left) {
      piece = begin_piece (pieces, height);
      piece->inner = follows;
    }
    append_word (piece, word);
    last = word;
  }
}

/* Whether a column begins at @x on lines near @piece: behind a gap on one, or at the
 * beginning of two. */
static gboolean
is_column (const GPtrArray *pieces, const Piece *piece, int x) {
  guint beginnings = 0;

  for (guint i = 0; i < pieces->len; i++) {
    const Piece *other = pieces->pdata[i];

    if (ABS (other->box.left - x) <= COLUMN_JITTER * piece->height
        && ABS (other->box.top - piece->box.top) <= COLUMN_REACH * piece->height)
      beginnings += other->inner ? 2 : 1;
  }
  return beginnings >= 2;
}

/* Cuts @piece at a narrower gap too, where the lines around it begin a column. */
static void
cut_at_column (GPtrArray *pieces, Piece *piece) {
  for (guint i = 1; i < piece->words->len; i++) {
    const Word *left = piece->words->pdata[i - 1], *right = piece->words->pdata[i];
    Piece *rest;

    if (right->box.left - left->box.right < COLUMN_GAP * piece->height
        || !is_column (pieces, piece, right->box.left))
      continue;
    rest = begin_piece (pieces, piece->height);
    rest->inner = TRUE;
    for (guint k = i; k < piece->words->len; k++)
      append_word (rest, piece->words->pdata[k]);
    g_ptr_array_set_size (piece->words, (int) i);
    piece->box.right = left->box.right;
    return;
  }
}

GPtrArray *
piece_cut (const Words *words, double height) {
  GPtrArray *pieces = g_ptr_array_new_with_free_func ((GDestroyNotify) free_piece);

  cut_lines (pieces, words, height);
  for (guint i = 0; i < pieces->len; i++)
    cut_at_column (pieces, pieces->pdata[i]);
  return pieces;
}

int
piece_compare_tops (gconstpointer a, gconstpointer b) {
  double first = piece_get_core_top (*(Piece *const *) a),
         second = piece_get_core_top (*(Piece *const *) b);

  return (first > second) - (first < second);
}

static int
compare_lefts (gconstpointer a, gconstpointer b) {
  return (*(Piece *const *) a)->box.left - (*(Piece *const *) b)->box.left;
}

GPtrArray *
piece_find_bands (GPtrArray *pieces) {
  GPtrArray *bands = g_ptr_array_new_with_free_func ((GDestroyNotify) free_band);
  Band *band = NULL;

  g_ptr_array_sort (pieces, piece_compare_tops);
  for (guint i = 0; i < pieces->len; i++) {
    Piece *piece = pieces->pdata[i];

    if (band == NULL || piece_get_core_top (piece) >= band->bottom) {
      band = g_new0 (Band, 1);
      band->pieces = g_ptr_array_new ();
      band->top = piece_get_core_top (piece);
      g_ptr_array_add (bands, band);
    }
    g_ptr_array_add (band->pieces, piece);
    piece->band = band;
    band->bottom = MAX (band->bottom, get_core_bottom (piece));
  }
  for (guint i = 0; i < bands->len; i++)
    g_ptr_array_sort (((Band *) bands->pdata[i])->pieces, compare_lefts);
  return bands;
}
