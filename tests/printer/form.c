/* SPDX-License-Identifier: Apache-2.0 */

/* The little language in which papers are written. It exists so that a paper's source
 * reads like the paper, and so that drawing a value and recording it are one act. A mark
 * that does not close, or a value too many or too few, is a mistake in a paper:
 * asserted. */

#include "form.h"

#include <string.h>

static const struct {
  char mark;
  Look look;
} marks[] = {
    {'*', LOOK_BOLD},  {'/', LOOK_ITALIC},  {'^', LOOK_CENTRE},
    {'>', LOOK_RIGHT}, {'=', LOOK_JUSTIFY}, {'#', LOOK_LARGE},
    {'~', LOOK_SMALL}, {'!', LOOK_BARE},    {'+', LOOK_INDENT},
};

static void
clear_value (gpointer data) {
  g_free (((FormValue *) data)->name);
}

static void
free_cell (gpointer data) {
  FormCell *cell = data;

  g_string_free (cell->text, TRUE);
  g_array_unref (cell->values);
  g_free (cell);
}

static FormCell *
add_cell (GPtrArray *cells) {
  FormCell *cell = g_new0 (FormCell, 1);

  cell->text = g_string_new (NULL);
  cell->values = g_array_new (FALSE, FALSE, sizeof (FormValue));
  g_array_set_clear_func (cell->values, clear_value);
  g_ptr_array_add (cells, cell);
  return cell;
}

static guint
find_look (char mark) {
  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    if (marks[i].mark == mark)
      return marks[i].look;
  return 0;
}

static const char *
read_looks (const char *form, FormCell *cell) {
  guint look;

  while (*form != '\0' && (look = find_look (*form)) != 0) {
    cell->look |= look;
    form++;
  }
  return form;
}

/* @form stands on the opening mark. */
static const char *
read_value (const char *form, FormCell *cell, const char *shown) {
  gboolean printed = *form == '[';
  const char *close = strchr (form, printed ? ']' : '}');
  FormValue value = {.printed = printed, .start = (guint) cell->text->len};

  g_assert (close != NULL && shown != NULL);
  if (close > form + 1)
    value.name = g_strndup (form + 1, (gsize) (close - form - 1));
  g_string_append (cell->text, shown);
  value.end = (guint) cell->text->len;
  g_array_append_val (cell->values, value);
  return close + 1;
}

GPtrArray *
form_parse (const char *form, const char *const *values) {
  GPtrArray *cells = g_ptr_array_new_with_free_func (free_cell);
  FormCell *cell = add_cell (cells);

  form = read_looks (form, cell);
  while (*form != '\0') {
    if (*form == '|') {
      cell = add_cell (cells);
      form = read_looks (form + 1, cell);
    } else if (*form == '{' || *form == '[') {
      form = read_value (form, cell, *values++);
    } else {
      g_string_append_c (cell->text, *form++);
    }
  }
  g_assert (*values == NULL);
  return cells;
}
