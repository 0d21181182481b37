/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/words.h"

/* The page as an eye reads a form: visual rows from top to bottom, each from left to
 * right, whatever blocks recognition saw. */

typedef struct {
  char *text;    /* without leader dots; a colon stays at the end of its word */
  char *letters; /* fold_letters, without "(1)" */
  double confidence;
  Box box;
  guint cell;     /* 0.. in its row: a wide gap starts a new one */
  gboolean colon; /* ends a label */
} Token;

typedef struct {
  GPtrArray *tokens; /* Token, owned, never empty */
  Box box;           /* middle of its letters' tops and bottoms */
} Row;

typedef struct {
  GPtrArray *rows; /* Row, owned, by top */
  int height_px;   /* of an ordinary line's letters */
  Box box;         /* of all text */
} Rows;

Rows *rows_new (const Words *words);
void rows_free (Rows *rows);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Rows, rows_free)

const Row *rows_get (const Rows *rows, guint row);
const Token *row_get (const Row *row, guint token);

/* The text of tokens @first up to but without @end of @row; caller frees. */
char *row_format (const Row *row, guint first, guint end) G_GNUC_WARN_UNUSED_RESULT;

/* First token behind the cell in which @token stands. */
guint row_get_cell_end (const Row *row, guint token);

/* TRUE when nothing but numbering, bullets and marks stands before @token in its cell. */
gboolean row_starts_cell (const Row *row, guint token);

/* The box of tokens @first up to but without @end. */
Box row_get_box (const Row *row, guint first, guint end);

/* TRUE when tokens @first up to but without @end are in capitals. */
gboolean row_is_capital (const Row *row, guint first, guint end);

/* TRUE for "1.", "2.1.", "a)", "IV.", "-", "(1)" and the like. */
gboolean token_is_numbering (const Token *token);

Box box_union (Box a, Box b);
