/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/words.h"

/* What the order of reading is made of: words next to each other on one line, and the
 * pieces that share a height of the page. */
typedef struct Piece Piece;
typedef struct Band Band;

struct Piece {
  Box box;
  GPtrArray *words; /* Word, borrowed, from left to right */
  double height;    /* of its line */
  gboolean inner;   /* something stands left of it on its line */
  gboolean placed;
  const Band *band;  /* in which it was found last */
  const Piece *head; /* with which its paragraph begins; itself for most */
  Piece *rest;       /* the next line of its paragraph, or NULL */
};

struct Band {
  double top, bottom; /* of the pieces' cores */
  GPtrArray *pieces;  /* Piece, borrowed, from left to right */
};

/* Height of a usual line of @words, which are not none. */
double piece_get_line_height (const Words *words);

/* The lines of @words, cut at gaps and where columns begin; @height is that of a usual line.
 * Piece, owned; borrows from @words. */
GPtrArray *piece_cut (const Words *words, double height) G_GNUC_WARN_UNUSED_RESULT;

/* Parts @pieces, which it sorts, into bands from top to bottom. */
GPtrArray *piece_find_bands (GPtrArray *pieces) G_GNUC_WARN_UNUSED_RESULT;

int piece_get_height (const Piece *piece);
double piece_get_core_top (const Piece *piece);

/* For g_ptr_array_sort(). */
int piece_compare_tops (gconstpointer a, gconstpointer b);
