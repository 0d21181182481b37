/* SPDX-License-Identifier: Apache-2.0 */

/* Walks over the labels of the page from top to bottom. A label that starts a block
 * switches to it; two starts in one row open two columns, and what follows belongs to the
 * one it stands under. Each field of the form that knows the label in this block then
 * takes its value from where the form says.
 *
 * The first value of a name stays, unless it had the wrong shape. */

#include "ocr/fields.h"

#include "config/limits.h"
#include "ocr/area.h"
#include "ocr/column.h"
#include "ocr/excerpt.h"
#include "ocr/follow.h"
#include "ocr/fold.h"
#include "ocr/labels.h"
#include "ocr/letter.h"

#include <string.h>

#define INLINE_TOKENS 48
#define USUAL_DPI     300 /* of rows without a picture */

typedef struct {
  int left;
  const char *name;
} Block;

typedef struct {
  const Form *form;
  const Rows *rows;
  const Second *second;
  GArray *labels;
  GArray *blocks; /* Block, those side by side now, by left */
  guint blocks_row;
  GPtrArray *fields; /* Field */
  GArray *checks;    /* ValueCheck of each field */
} Search;

static void
keep_field (Search *search, const FormField *wanted, Field *field, ValueCheck check) {
  g_autoptr (Field) owned = field;

  for (guint i = 0; i < search->fields->len; i++) {
    Field *old = g_ptr_array_index (search->fields, i);
    ValueCheck *old_check = &g_array_index (search->checks, ValueCheck, i);

    if (!g_str_equal (old->name, field->name))
      continue;
    if (wanted->last || (*old_check == VALUE_DOUBTFUL && check != VALUE_DOUBTFUL)) {
      field_free (old);
      search->fields->pdata[i] = g_steal_pointer (&owned);
      *old_check = check;
    }
    return;
  }
  if (search->fields->len >= LIMIT_PAGE_FIELDS)
    return;
  g_ptr_array_add (search->fields, g_steal_pointer (&owned));
  g_array_append_val (search->checks, check);
}

/* @label and @right say where figures may be read again; @label is NULL for values that no
 * label in this row leads to. */
static void
keep_excerpt (Search *search, const FormField *wanted, Excerpt *excerpt,
              const Label *label, int right) {
  const Label nowhere = {.row = G_MAXUINT};
  ValueCheck check = VALUE_PLAIN;
  Field *field = NULL;

  if (wanted->kind == VALUE_ADDRESS)
    second_read_numbers (search->second, excerpt);
  if (!excerpt_is_empty (excerpt))
    field = excerpt_parse (excerpt, wanted->name, wanted->kind,
                           label != NULL ? label->quality : 1, &check);
  if (second_is_for (wanted->kind)
      && (field != NULL || (label != NULL && wanted->where == WHERE_AFTER)))
    field = second_read (search->second, search->rows, search->labels, wanted,
                         label != NULL ? label : &nowhere, right, field, &check);
  if (field != NULL)
    keep_field (search, wanted, field, check);
}

static gboolean
is_settled (const Search *search, const FormField *wanted) {
  for (guint i = 0; i < search->fields->len; i++) {
    const Field *field = g_ptr_array_index (search->fields, i);

    if (g_str_equal (field->name, wanted->name))
      return !wanted->last
             && g_array_index (search->checks, ValueCheck, i) != VALUE_DOUBTFUL;
  }
  return FALSE;
}

/* Blocks. */

static int
compare_blocks (gconstpointer a, gconstpointer b) {
  return ((const Block *) a)->left - ((const Block *) b)->left;
}

static void
switch_block (Search *search, const Label *label) {
  for (guint i = 0; i < search->form->blocks->len; i++) {
    const FormBlock *block = g_ptr_array_index (search->form->blocks, i);
    Block here = {row_get (rows_get (search->rows, label->row), label->token)->box.left,
                  block->name};

    if (!label_is_one_of (label, block->starts))
      continue;
    if (search->blocks_row != label->row)
      g_array_set_size (search->blocks, 0);
    search->blocks_row = label->row;
    g_array_append_val (search->blocks, here);
    g_array_sort (search->blocks, compare_blocks);
    return;
  }
}

/* The block in which something at @left stands and, in *right, where it ends. */
static const char *
get_block (const Search *search, int left, int *right) {
  const char *name = NULL;

  *right = G_MAXINT;
  for (guint i = 0; i < search->blocks->len; i++) {
    const Block *block = &g_array_index (search->blocks, Block, i);

    if (i > 0 && block->left > left + 2 * search->rows->height_px) {
      *right = block->left;
      break;
    }
    name = block->name;
  }
  return name;
}

static gboolean
is_wanted_at (const FormField *field, const Label *label, const char *block) {
  if (field->where != WHERE_AFTER && field->where != WHERE_COLUMN
      && field->where != WHERE_ZONE)
    return FALSE;
  return label_is_one_of (label, field->labels)
         && (field->block == NULL || g_strcmp0 (field->block, block) == 0);
}

static Excerpt *
take_at_label (const Search *search, const FormField *field, const Label *label,
               int right) {
  guint res_dpi = search->second->upright != NULL
                      ? image_get_res_dpi (search->second->upright)
                      : USUAL_DPI;

  if (field->where == WHERE_COLUMN)
    return column_take (search->rows, search->labels, label, field->columns);
  if (field->where == WHERE_ZONE)
    return area_take (search->rows, label, field->zone_mm, res_dpi);
  return follow_take (search->rows, search->labels, field, label, right);
}

static void
search_label (Search *search, const Label *label, gboolean fallback) {
  int right, left = row_get (rows_get (search->rows, label->row), label->token)->box.left;
  const char *block = get_block (search, left, &right);

  for (guint i = 0; i < search->form->fields->len; i++) {
    const FormField *field = g_ptr_array_index (search->form->fields, i);
    g_autoptr (Excerpt) excerpt = NULL;

    if (field->fallback != fallback || !is_wanted_at (field, label, block)
        || is_settled (search, field))
      continue;
    excerpt = take_at_label (search, field, label, right);
    if (field->behind->len == 0 || excerpt_drop_before (excerpt, field->behind))
      keep_excerpt (search, field, excerpt, label, right);
  }
}

/* Values in running text. */

static GPtrArray *
list_tokens (const Rows *rows) {
  g_autoptr (GPtrArray) tokens = g_ptr_array_new ();

  for (guint i = 0; i < rows->rows->len; i++)
    for (guint j = 0; j < rows_get (rows, i)->tokens->len; j++)
      g_ptr_array_add (tokens, (gpointer) row_get (rows_get (rows, i), j));
  return g_steal_pointer (&tokens);
}

/* Tokens from @at on that spell @phrase, 0 when they do not. */
static guint
match_tokens (const GPtrArray *tokens, guint at, const char *phrase) {
  g_autoptr (GString) letters = g_string_new (NULL);
  gsize length = strlen (phrase);

  for (guint i = at; i < tokens->len && letters->len < length + 2; i++) {
    g_string_append (letters, ((const Token *) g_ptr_array_index (tokens, i))->letters);
    if (letters->len + 1 >= length && fold_distance (letters->str, phrase) * 6 <= length)
      return i + 1 - at;
  }
  return 0;
}

static guint
match_any (const GPtrArray *tokens, guint at, const GPtrArray *phrases) {
  guint most = 0;

  for (guint i = 0; i < phrases->len; i++)
    most = MAX (most, match_tokens (tokens, at, g_ptr_array_index (phrases, i)));
  return most;
}

static Excerpt *
take_inline (const GPtrArray *tokens, guint at, const FormField *field) {
  g_autoptr (Excerpt) excerpt = excerpt_new ();
  guint skipped;

  while ((skipped = match_any (tokens, at, field->skip)) > 0)
    at += skipped;
  for (guint i = at; i < MIN (tokens->len, at + INLINE_TOKENS); i++) {
    const Token *token = g_ptr_array_index (tokens, i);

    if (match_any (tokens, i, field->until) > 0)
      break;
    excerpt_append (excerpt, token);
    if (g_str_has_suffix (token->text, ";"))
      break;
  }
  return g_steal_pointer (&excerpt);
}

static void
search_inline (Search *search, const GPtrArray *tokens, const FormField *field) {
  for (guint i = 0; i < tokens->len; i++) {
    guint label = match_any (tokens, i, field->labels);
    g_autoptr (Excerpt) excerpt = NULL;

    if (label == 0)
      continue;
    excerpt = take_inline (tokens, i + label, field);
    keep_excerpt (search, field, excerpt, NULL, G_MAXINT);
  }
}

/* The first cell whose whole text proves to be of @kind; empty when there is none. */
static Excerpt *
find_alone (const Rows *rows, ValueKind kind) {
  for (guint i = 0; i < rows->rows->len; i++) {
    const Row *row = rows_get (rows, i);

    for (guint first = 0, end; first < row->tokens->len; first = end) {
      g_autoptr (Excerpt) excerpt = excerpt_new ();
      g_auto (Value) value = {0};

      end = row_get_cell_end (row, first);
      for (guint token = first; token < end; token++)
        excerpt_append (excerpt, row_get (row, token));
      value_parse (kind, excerpt_get_text (excerpt), &value);
      if (value.text != NULL && value.check == VALUE_PROVEN && value.start == 0
          && value.end == strlen (excerpt_get_text (excerpt)))
        return g_steal_pointer (&excerpt);
    }
  }
  return excerpt_new ();
}

static void
search_field (Search *search, const GPtrArray *tokens, const FormField *field) {
  g_autoptr (Excerpt) excerpt = NULL;

  switch (field->where) {
  case WHERE_AFTER:
  case WHERE_COLUMN:
  case WHERE_ZONE:
    return;
  case WHERE_INLINE:
    search_inline (search, tokens, field);
    return;
  case WHERE_LETTERHEAD:
    excerpt = letter_find_issuer (search->rows);
    break;
  case WHERE_DATELINE:
    excerpt = letter_find_date (search->rows, field->last);
    break;
  case WHERE_SIGNATURE:
    excerpt = letter_find_signer (search->rows, field->labels);
    break;
  case WHERE_CELL:
    excerpt = letter_find_subject (search->rows, field->labels);
    break;
  case WHERE_ALONE:
    excerpt = find_alone (search->rows, field->kind);
    break;
  }
  keep_excerpt (search, field, excerpt, NULL, G_MAXINT);
}

/* All fields of the form, those that are a second way only in the second round. */
static void
search_page (Search *search, const GPtrArray *tokens, gboolean fallback) {
  g_array_set_size (search->blocks, 0);
  search->blocks_row = G_MAXUINT;
  for (guint i = 0; i < search->labels->len; i++) {
    const Label *label = &g_array_index (search->labels, Label, i);

    switch_block (search, label);
    search_label (search, label, fallback);
  }
  for (guint i = 0; i < search->form->fields->len; i++) {
    const FormField *field = g_ptr_array_index (search->form->fields, i);

    if (field->fallback == fallback && !is_settled (search, field))
      search_field (search, tokens, field);
  }
}

GPtrArray *
fields_find (const Forms *forms, const Form *form, const Rows *rows,
             const Second *second) {
  g_autoptr (GArray) labels = labels_find (forms, form, rows);
  g_autoptr (GArray) blocks = g_array_new (FALSE, FALSE, sizeof (Block));
  g_autoptr (GArray) checks = g_array_new (FALSE, FALSE, sizeof (ValueCheck));
  g_autoptr (GPtrArray) tokens = list_tokens (rows);
  Search search = {
      .form = form,
      .rows = rows,
      .second = second,
      .labels = labels,
      .blocks = blocks,
      .blocks_row = G_MAXUINT,
      .fields = g_ptr_array_new_with_free_func ((GDestroyNotify) field_free),
      .checks = checks,
  };

  search_page (&search, tokens, FALSE);
  search_page (&search, tokens, TRUE);
  return search.fields;
}
