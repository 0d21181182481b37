/* SPDX-License-Identifier: Apache-2.0 */

/* A value ends at the next label, whosoever it is, at a phrase of the form, or at a wide
 * gap. An empty place looks below. Addresses and texts go on in the next row while that
 * row begins nothing new and the row before was full: a word that would have fitted was
 * not wrapped. An address without its province goes on in any case.
 *
 * What stands left of the label's cell or right of its column is nobody's business here:
 * rows that hold only such things are stepped over. */

#include "ocr/follow.h"

#include "ocr/fold.h"

#include <string.h>

#define ROWS_MOST    5
#define VALUE_GAP    6  /* heights of letters that end a value in its row */
#define INDENT_MOST  14 /* heights of letters by which a row below may be indented */
#define CENTRE_SLACK 8  /* heights by which a centred value may begin before its label */
#define NAME_REST    3  /* words of a name, or of a line, in its second row */
#define NAME_SLACK   6  /* heights that may be left beside a wrapped name */
#define WINDOW_ROWS  6  /* rows around that tell where lines are wrapped */
#define SKIP_ROWS    2  /* rows of other columns between two rows of a value */

typedef struct {
  const Rows *rows;
  const GArray *labels;
  const FormField *field;
  int left, right; /* of the column */
} Follow;

static gboolean
is_until (const Row *row, guint token, const GPtrArray *until) {
  g_autoptr (GString) letters = g_string_new (NULL);

  for (guint i = token; i < MIN (row->tokens->len, token + 5); i++) {
    g_string_append (letters, row_get (row, i)->letters);
    for (guint j = 0; j < until->len; j++)
      if (strcmp (letters->str, g_ptr_array_index (until, j)) == 0)
        return TRUE;
  }
  return FALSE;
}

static gboolean
has_gaps (ValueKind kind) {
  return kind == VALUE_ID || kind == VALUE_PHONE || kind == VALUE_DIGITS10
         || kind == VALUE_DIGITS12 || kind == VALUE_MST;
}

/* Appends the tokens of @row from @first on that belong to the value; returns FALSE when
 * something ended it before the end of the row. */
static gboolean
append_row (const Follow *follow, guint row, guint first, Excerpt *excerpt) {
  const Row *here = rows_get (follow->rows, row);
  const Label *next = labels_get_next (follow->labels, row, first);
  int edge = G_MAXINT / 2;

  for (guint i = first; i < here->tokens->len; i++) {
    const Token *token = row_get (here, i);

    if (token->box.left < follow->left)
      continue;
    while (next != NULL && next->token < i)
      next = labels_get_next (follow->labels, row, next->token + 1);
    if (token->box.left >= follow->right || (next != NULL && next->token == i)
        || is_until (here, i, follow->field->until))
      return FALSE;
    if (!has_gaps (follow->field->kind)
        && token->box.left - VALUE_GAP * follow->rows->height_px > edge)
      return FALSE;
    excerpt_append (excerpt, token);
    edge = token->box.right;
  }
  return TRUE;
}

/* First token of @row in the column that is no empty mark; tokens->len if none. */
static guint
get_first (const Follow *follow, const Row *row) {
  guint i = 0;

  while (i < row->tokens->len
         && (row_get (row, i)->box.left < follow->left
             || *row_get (row, i)->letters == '\0'))
    i++;
  return i < row->tokens->len && row_get (row, i)->box.left < follow->right
             ? i
             : row->tokens->len;
}

/* The next row below @row with something in the column and near enough; 0 for none. */
static guint
get_row_below (const Follow *follow, guint row) {
  const Rows *rows = follow->rows;
  int bottom = rows_get (rows, row)->box.bottom;

  for (guint i = row + 1; i < MIN (rows->rows->len, row + 2 + SKIP_ROWS); i++) {
    const Row *below = rows_get (rows, i);

    if (below->box.top - bottom > 2 * rows->height_px)
      return 0;
    if (get_first (follow, below) < below->tokens->len)
      return i;
  }
  return 0;
}

static gboolean
begins_something (const Follow *follow, guint row) {
  const Row *here = rows_get (follow->rows, row);
  guint first = get_first (follow, here), opening = first;
  const Label *label = labels_get_next (follow->labels, row, first);

  if (token_is_numbering (row_get (here, first))
      && strpbrk (row_get (here, first)->text, ".)") != NULL)
    return TRUE;
  while (opening + 1 < here->tokens->len && token_is_numbering (row_get (here, opening)))
    opening++;
  return label != NULL && (label->token == first || label->token == opening);
}

/* Where lines are wrapped around @row. */
static int
get_right_edge (const Follow *follow, guint row) {
  guint first = row > WINDOW_ROWS ? row - WINDOW_ROWS : 0;
  int edge = 0;

  for (guint i = first; i < MIN (follow->rows->rows->len, row + WINDOW_ROWS); i++)
    edge = MAX (edge, rows_get (follow->rows, i)->box.right);
  return MIN (edge, follow->right);
}

static int
get_row_end (const Follow *follow, const Row *row) {
  int end = 0;

  for (guint i = 0; i < row->tokens->len; i++)
    if (row_get (row, i)->box.right <= follow->right)
      end = MAX (end, row_get (row, i)->box.right);
  return end;
}

/* An address ends with its province. */
static gboolean
is_open_address (const Follow *follow, const Excerpt *excerpt) {
  g_autofree char *key = fold_text (excerpt_get_text (excerpt));

  return follow->field->kind == VALUE_ADDRESS
         && (g_str_has_suffix (key, ",")
             || (strstr (key, "tinh ") == NULL && strstr (key, "thanh pho ") == NULL
                 && strstr (key, "tp") == NULL));
}

/* A heading in capitals does not go on with a value in small letters. */
static gboolean
is_heading (const Follow *follow, const Row *row, const Excerpt *excerpt) {
  const char *text = excerpt_get_text (excerpt);
  g_autofree char *upper = g_utf8_strup (text, -1);

  return !excerpt_is_empty (excerpt) && !g_str_equal (upper, text)
         && row_is_capital (row, get_first (follow, row), row->tokens->len);
}

/* The row in which the value that fills @row up to its end goes on; 0 for none. */
static guint
get_next_row (const Follow *follow, guint row, const Excerpt *excerpt) {
  guint next = get_row_below (follow, row);
  const Row *below;
  Box first;
  int height = follow->rows->height_px, end;
  int slack = height * (follow->field->kind == VALUE_PERSON_NAME ? NAME_SLACK : 2);

  if (next == 0 || begins_something (follow, next))
    return 0;
  below = rows_get (follow->rows, next);
  first = row_get (below, get_first (follow, below))->box;
  if (first.left > follow->left + INDENT_MOST * height
      || is_heading (follow, below, excerpt))
    return 0;
  if (excerpt_is_empty (excerpt) || is_open_address (follow, excerpt))
    return next;
  end = get_row_end (follow, rows_get (follow->rows, row)) + first.right - first.left;
  return end + slack >= get_right_edge (follow, row) ? next : 0;
}

/* What is left of a wrapped name: few words in the same capitals as those before. */
static gboolean
is_rest_of_name (const Follow *follow, const Row *row, const Excerpt *excerpt) {
  guint first = get_first (follow, row), end = row_get_cell_end (row, first);
  const char *text = excerpt_get_text (excerpt);
  g_autofree char *upper = g_utf8_strup (text, -1);
  gboolean capital = strcmp (upper, text) == 0;

  for (guint i = first; i < end; i++) {
    const char *word = row_get (row, i)->text;

    for (const char *at = word; *at != '\0'; at = g_utf8_next_char (at))
      if (!g_unichar_isalpha (g_utf8_get_char (at)))
        return FALSE;
    if (!g_unichar_isupper (g_utf8_get_char (word)))
      return FALSE;
  }
  return end - first <= NAME_REST && row_is_capital (row, first, end) == capital;
}

/* What is left of a wrapped line: few words, and none begins anything. */
static gboolean
is_rest_of_line (const Follow *follow, const Row *row) {
  guint first = get_first (follow, row), end = row_get_cell_end (row, first);

  for (guint i = first; i < end; i++)
    if (!g_unichar_islower (g_utf8_get_char (row_get (row, i)->text)))
      return FALSE;
  return end - first <= NAME_REST;
}

/* Whether more text could only spoil the value. */
static gboolean
is_complete (const Follow *follow, guint row, const Excerpt *excerpt) {
  g_auto (Value) value = {0};
  ValueKind kind = follow->field->kind;
  guint next;

  if (kind == VALUE_ADDRESS || kind == VALUE_TEXT || excerpt_is_empty (excerpt))
    return FALSE;
  value_parse (kind, excerpt_get_text (excerpt), &value);
  if (value.text == NULL || (kind != VALUE_PERSON_NAME && kind != VALUE_LINE))
    return value.text != NULL;
  next = get_row_below (follow, row);
  if (next != 0 && kind == VALUE_LINE)
    return !is_rest_of_line (follow, rows_get (follow->rows, next));
  return next == 0 || !is_rest_of_name (follow, rows_get (follow->rows, next), excerpt);
}

/* Where the cell of @label begins: its number is part of it. */
static int
get_cell_left (const Row *row, const Label *label) {
  guint first = label->token;

  while (first > 0 && row_get (row, first - 1)->cell == row_get (row, first)->cell
         && row_starts_cell (row, label->token))
    first--;
  return row_get (row, first)->box.left;
}

/* Where a label in the next cell of @row begins: the column of an empty place. */
static int
get_next_cell (const Rows *rows, const GArray *labels, const Label *label, int right) {
  const Row *row = rows_get (rows, label->row);
  const Label *next = labels_get_next (labels, label->row, label->value);

  if (next == NULL
      || row_get (row, next->token)->cell == row_get (row, label->value - 1)->cell)
    return right;
  return MIN (right, row_get (row, next->token)->box.left - rows->height_px);
}

Excerpt *
follow_take (const Rows *rows, const GArray *labels, const FormField *field,
             const Label *label, int right) {
  g_autoptr (Excerpt) excerpt = excerpt_new ();
  Follow follow = {rows, labels, field, G_MININT, right};
  gboolean open = append_row (&follow, label->row, label->value, excerpt);
  guint row = label->row;

  follow.left = get_cell_left (rows_get (rows, row), label) - rows->height_px;
  if (!open) {
    follow.right = get_next_cell (rows, labels, label, right);
    open = follow.right < right;
  }
  if (follow.right < right && excerpt_is_empty (excerpt))
    follow.left -= CENTRE_SLACK * rows->height_px;
  for (guint count = 1; open && count < ROWS_MOST; count++) {
    row = is_complete (&follow, row, excerpt) ? 0 : get_next_row (&follow, row, excerpt);
    if (row == 0)
      break;
    open = append_row (&follow, row, get_first (&follow, rows_get (rows, row)), excerpt);
  }
  return g_steal_pointer (&excerpt);
}
