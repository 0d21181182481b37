/* SPDX-License-Identifier: Apache-2.0 */

/* Recognition numbers lines by its own blocks: two columns come one after the other, a
 * table cell by cell. Labels and values are neighbours in the picture, so the lines are
 * laid together again: lines whose letters stand at the same height and beside each other
 * are one row. The height of a line is the middle of its words' tops and bottoms, because
 * a single tall mark or a stroke of a seal would make it anything.
 *
 * Words are cut where a label's colon stands inside, and leader dots go. */

#include "ocr/rows.h"

#include "ocr/fold.h"

#include <stdlib.h>
#include <string.h>

#define CELL_GAP 1.4 /* heights of letters between two cells of a row */

static void
free_token (gpointer data) {
  Token *token = data;

  g_free (token->text);
  g_free (token->letters);
  g_free (token);
}

static void
free_row (gpointer data) {
  Row *row = data;

  g_ptr_array_unref (row->tokens);
  g_free (row);
}

void
rows_free (Rows *rows) {
  g_ptr_array_unref (rows->rows);
  g_free (rows);
}

Box
box_union (Box a, Box b) {
  return (Box){MIN (a.left, b.left), MIN (a.top, b.top), MAX (a.right, b.right),
               MAX (a.bottom, b.bottom)};
}

/* Letters without notes such as "(1)". */
static char *
fold_label (const char *text) {
  g_autoptr (GRegex) note = g_regex_new ("\\(\\d{1,2}\\)", 0, 0, NULL);
  g_autofree char *bare = g_regex_replace_literal (note, text, -1, 0, "", 0, NULL);

  return fold_letters (bare);
}

static void
add_token (GPtrArray *tokens, const Word *word, const char *from, const char *to) {
  gsize length = strlen (word->text);
  int width = word->box.right - word->box.left;
  Token *token;

  if (from == to)
    return;
  token = g_new0 (Token, 1);
  token->text = g_strndup (from, (gsize) (to - from));
  token->letters = fold_label (token->text);
  token->confidence = word->confidence;
  token->box = word->box;
  token->box.left += (int) (width * (gint64) (from - word->text) / (gint64) length);
  token->box.right
      = word->box.left + (int) (width * (gint64) (to - word->text) / (gint64) length);
  token->colon = to[-1] == ':';
  g_ptr_array_add (tokens, token);
}

static gsize
get_leader (const char *at) {
  static const char *dots[] = {".", "…", "_", "·", "․", "‥"};
  gsize length = 0, count = 0;

  for (guint i = 0; i < G_N_ELEMENTS (dots);) {
    if (g_str_has_prefix (at + length, dots[i])) {
      length += strlen (dots[i]);
      count += i == 1 ? 2 : 1;
      i = 0;
    } else
      i++;
  }
  return count >= 2 ? length : 0;
}

/* A colon between two figures belongs to a time. */
static gboolean
ends_label (const char *word, const char *at) {
  return *at == ':'
         && !(at > word && g_ascii_isdigit (at[-1]) && g_ascii_isdigit (at[1]));
}

static void
add_word (GPtrArray *tokens, const Word *word) {
  const char *from = word->text, *at = word->text;

  while (*at != '\0') {
    gsize leader = get_leader (at);

    if (leader > 0) {
      add_token (tokens, word, from, at);
      at += leader;
      from = at;
    } else if (ends_label (word->text, at)) {
      add_token (tokens, word, from, ++at);
      from = at;
    } else
      at = g_utf8_next_char (at);
  }
  add_token (tokens, word, from, at);
}

static int
compare_ints (gconstpointer a, gconstpointer b) {
  return *(const int *) a - *(const int *) b;
}

static int
take_median (GArray *values) {
  g_array_sort (values, compare_ints);
  return values->len > 0 ? g_array_index (values, int, values->len / 2) : 0;
}

static void
measure_row (Row *row) {
  g_autoptr (GArray) tops = g_array_new (FALSE, FALSE, sizeof (int));
  g_autoptr (GArray) bottoms = g_array_new (FALSE, FALSE, sizeof (int));

  row->box = row_get (row, 0)->box;
  for (guint i = 0; i < row->tokens->len; i++) {
    Box box = row_get (row, i)->box;

    row->box = box_union (row->box, box);
    g_array_append_val (tops, box.top);
    g_array_append_val (bottoms, box.bottom);
  }
  row->box.top = take_median (tops);
  row->box.bottom = MAX (take_median (bottoms), row->box.top + 1);
}

static GPtrArray *
split_lines (const Words *words) {
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (free_row);
  Row *row = NULL;
  guint number = 0;

  for (guint i = 0; i < words->words->len; i++) {
    const Word *word = g_ptr_array_index (words->words, i);

    if (row == NULL || word->line != number) {
      row = g_new0 (Row, 1);
      row->tokens = g_ptr_array_new_with_free_func (free_token);
      g_ptr_array_add (lines, row);
      number = word->line;
    }
    add_word (row->tokens, word);
  }
  for (guint i = lines->len; i-- > 0;) {
    row = g_ptr_array_index (lines, i);
    if (row->tokens->len == 0)
      g_ptr_array_remove_index (lines, i);
    else
      measure_row (row);
  }
  return g_steal_pointer (&lines);
}

static int
compare_tops (gconstpointer a, gconstpointer b) {
  const Row *one = *(const Row *const *) a, *other = *(const Row *const *) b;
  int middle = one->box.top + one->box.bottom - other->box.top - other->box.bottom;

  return middle != 0 ? middle : one->box.left - other->box.left;
}

static int
compare_lefts (gconstpointer a, gconstpointer b) {
  const Token *one = *(const Token *const *) a, *other = *(const Token *const *) b;

  return one->box.left - other->box.left;
}

static gboolean
is_beside (const Row *row, const Row *line) {
  int overlap
      = MIN (row->box.bottom, line->box.bottom) - MAX (row->box.top, line->box.top);
  int lower = MIN (row->box.bottom - row->box.top, line->box.bottom - line->box.top);

  if (overlap * 2 < lower)
    return FALSE;
  for (guint i = 0; i < row->tokens->len; i++)
    for (guint j = 0; j < line->tokens->len; j++) {
      Box a = row_get (row, i)->box, b = row_get (line, j)->box;

      if (MIN (a.right, b.right) - MAX (a.left, b.left) > lower / 2)
        return FALSE;
    }
  return TRUE;
}

/* Moves the tokens of @line into @row, which keeps its own height. */
static void
join_line (Row *row, Row *line) {
  while (line->tokens->len > 0)
    g_ptr_array_add (row->tokens, g_ptr_array_steal_index (line->tokens, 0));
  row->box.left = MIN (row->box.left, line->box.left);
  row->box.right = MAX (row->box.right, line->box.right);
}

static GPtrArray *
join_lines (GPtrArray *lines) {
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (free_row);

  g_ptr_array_sort (lines, compare_tops);
  for (guint i = 0; i < lines->len; i++) {
    Row *line = g_ptr_array_index (lines, i);
    gboolean joined = FALSE;

    for (guint back = 1; back <= MIN (rows->len, 4) && !joined; back++) {
      Row *row = g_ptr_array_index (rows, rows->len - back);

      joined = is_beside (row, line);
      if (joined)
        join_line (row, line);
    }
    if (!joined) {
      g_ptr_array_add (rows, line);
      lines->pdata[i] = NULL;
    }
  }
  return g_steal_pointer (&rows);
}

static void
number_cells (Row *row) {
  int height = row->box.bottom - row->box.top;
  guint cell = 0;

  g_ptr_array_sort (row->tokens, compare_lefts);
  for (guint i = 1; i < row->tokens->len; i++) {
    Token *token = g_ptr_array_index (row->tokens, i);

    if (token->box.left - row_get (row, i - 1)->box.right > CELL_GAP * height)
      cell++;
    token->cell = cell;
  }
}

static void
free_line (gpointer data) {
  if (data != NULL)
    free_row (data);
}

Rows *
rows_new (const Words *words) {
  g_autoptr (GArray) heights = g_array_new (FALSE, FALSE, sizeof (int));
  g_autoptr (GPtrArray) lines = split_lines (words);
  Rows *rows = g_new0 (Rows, 1);

  g_ptr_array_set_free_func (lines, free_line);
  rows->rows = join_lines (lines);
  for (guint i = 0; i < rows->rows->len; i++) {
    Row *row = g_ptr_array_index (rows->rows, i);
    int height = row->box.bottom - row->box.top;

    number_cells (row);
    rows->box = i == 0 ? row->box : box_union (rows->box, row->box);
    g_array_append_val (heights, height);
  }
  rows->height_px = MAX (take_median (heights), 1);
  return rows;
}

const Row *
rows_get (const Rows *rows, guint row) {
  return g_ptr_array_index (rows->rows, row);
}

const Token *
row_get (const Row *row, guint token) {
  return g_ptr_array_index (row->tokens, token);
}

char *
row_format (const Row *row, guint first, guint end) {
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = first; i < end; i++)
    g_string_append_printf (text, "%s%s", i > first ? " " : "", row_get (row, i)->text);
  return g_strdup (text->str);
}

guint
row_get_cell_end (const Row *row, guint token) {
  guint end = token;

  while (end < row->tokens->len && row_get (row, end)->cell == row_get (row, token)->cell)
    end++;
  return end;
}

gboolean
token_is_numbering (const Token *token) {
  static const char marks[] = ".,()[]-–+*•:;|'\"/_=~<>";
  gsize letters = strlen (token->letters);
  gboolean roman = strspn (token->letters, "ivx") == letters;
  gboolean figures = strspn (token->letters, "0123456789") == letters;
  gboolean marked = strpbrk (token->text, marks) != NULL;

  if (letters == 0)
    return TRUE;
  if (figures)
    return letters <= 3 && strchr (token->text, '/') == NULL;
  return marked && !token->colon && (letters == 1 || (roman && letters <= 4));
}

gboolean
row_starts_cell (const Row *row, guint token) {
  guint cell = row_get (row, token)->cell;

  for (guint i = token; i > 0 && row_get (row, i - 1)->cell == cell; i--)
    if (!token_is_numbering (row_get (row, i - 1)))
      return FALSE;
  return TRUE;
}

gboolean
row_is_capital (const Row *row, guint first, guint end) {
  guint upper = 0, lower = 0;

  for (guint i = first; i < end; i++)
    for (const char *at = row_get (row, i)->text; *at != '\0';
         at = g_utf8_next_char (at)) {
      gunichar letter = g_utf8_get_char (at);

      upper += g_unichar_isupper (letter) ? 1 : 0;
      lower += g_unichar_islower (letter) ? 1 : 0;
    }
  return upper >= 2 && upper >= 5 * lower;
}

Box
row_get_box (const Row *row, guint first, guint end) {
  Box box = row_get (row, first)->box;

  for (guint i = first + 1; i < end; i++)
    box = box_union (box, row_get (row, i)->box);
  return box;
}
