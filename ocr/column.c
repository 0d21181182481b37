/* SPDX-License-Identifier: Apache-2.0 */

/* Tables are read without their rules, which cleaning has taken away. Heads are centred
 * in their columns and values begin at the left edge, so a value cell goes to the head
 * with the same place in its row when each head has one, and else to the head whose share
 * of the width it covers most; shares meet halfway between the middles of two heads. */

#include "ocr/column.h"

#include "ocr/fold.h"

#include <string.h>

#define ROW_LINES_MOST 4 /* lines of one table row */

typedef struct {
  guint first, end; /* tokens */
  Box box;
} Cell;

static GArray *
list_cells (const Row *row, guint from) {
  g_autoptr (GArray) cells = g_array_new (FALSE, FALSE, sizeof (Cell));

  for (guint first = from, end; first < row->tokens->len; first = end) {
    Cell cell;

    end = row_get_cell_end (row, first);
    cell = (Cell){first, end, row_get_box (row, first, end)};
    g_array_append_val (cells, cell);
  }
  return g_steal_pointer (&cells);
}

static gboolean
is_head (const Row *row, const Cell *cell, const GPtrArray *heads) {
  g_autofree char *text = row_format (row, cell->first, cell->end);
  g_autofree char *letters = fold_letters (text);

  for (guint i = 0; i < heads->len; i++) {
    const char *head = g_ptr_array_index (heads, i);

    if (fold_distance (letters, head) * 5 <= strlen (head))
      return TRUE;
  }
  return FALSE;
}

/* The row of heads above @label: its cells right of the label, and which is wanted. */
static GArray *
find_heads (const Rows *rows, const Label *label, const GPtrArray *heads, guint *wanted) {
  int left = row_get (rows_get (rows, label->row), label->token)->box.right;

  for (guint i = label->row; i-- > 0;) {
    const Row *row = rows_get (rows, i);
    g_autoptr (GArray) cells = list_cells (row, 0);
    gboolean found = FALSE;

    while (cells->len > 0 && g_array_index (cells, Cell, 0).box.right < left)
      g_array_remove_index (cells, 0);
    for (guint j = 0; j < cells->len && !found; j++) {
      found = is_head (row, &g_array_index (cells, Cell, j), heads);
      *wanted = j;
    }
    if (found)
      return g_steal_pointer (&cells);
  }
  return NULL;
}

static int
get_middle (const GArray *cells, guint index) {
  const Cell *cell = &g_array_index (cells, Cell, index);

  return (cell->box.left + cell->box.right) / 2;
}

/* The head whose share of the width @box covers most. */
static guint
get_share (const GArray *heads, Box box) {
  guint best = 0;
  int most = G_MININT;

  for (guint i = 0; i < heads->len; i++) {
    int left = i > 0 ? (get_middle (heads, i - 1) + get_middle (heads, i)) / 2 : box.left;
    int right = i + 1 < heads->len
                    ? (get_middle (heads, i) + get_middle (heads, i + 1)) / 2
                    : box.right;
    int covered = MIN (right, box.right) - MAX (left, box.left);

    if (covered > most) {
      most = covered;
      best = i;
    }
  }
  return best;
}

static void
append_column (const Row *row, guint from, const GArray *heads, guint wanted, int left,
               Excerpt *excerpt) {
  g_autoptr (GArray) cells = list_cells (row, from);

  while (cells->len > 0 && g_array_index (cells, Cell, 0).box.right < left)
    g_array_remove_index (cells, 0);
  for (guint i = 0; i < cells->len; i++) {
    const Cell *cell = &g_array_index (cells, Cell, i);
    guint column = cells->len == heads->len ? i : get_share (heads, cell->box);

    for (guint token = cell->first; column == wanted && token < cell->end; token++)
      if (*row_get (row, token)->letters != '\0')
        excerpt_append (excerpt, row_get (row, token));
  }
}

/* TRUE when a row of the table or something else begins here. */
static gboolean
is_next_row (const Rows *rows, const GArray *labels, guint row, int edge) {
  const Row *here = rows_get (rows, row);

  return labels_get_next (labels, row, 0) != NULL || row_get (here, 0)->box.left < edge
         || here->box.top - rows_get (rows, row - 1)->box.bottom > 2 * rows->height_px;
}

Excerpt *
column_take (const Rows *rows, const GArray *labels, const Label *label,
             const GPtrArray *heads) {
  g_autoptr (Excerpt) excerpt = excerpt_new ();
  const Row *row = rows_get (rows, label->row);
  guint wanted = 0;
  g_autoptr (GArray) cells = find_heads (rows, label, heads, &wanted);
  int edge = row_get (row, label->value - 1)->box.right;

  if (cells == NULL)
    return g_steal_pointer (&excerpt);
  append_column (row, label->value, cells, wanted, edge, excerpt);
  for (guint i = label->row + 1; i < MIN (rows->rows->len, label->row + ROW_LINES_MOST)
                                 && !is_next_row (rows, labels, i, edge);
       i++)
    append_column (rows_get (rows, i), 0, cells, wanted, edge, excerpt);
  return g_steal_pointer (&excerpt);
}
