/* SPDX-License-Identifier: Apache-2.0 */

/* At each word every known phrase is tried against the letters from there on; of those
 * within the limit of edits the one that explains most letters wins, so that "Họ, chữ
 * đệm, tên người mẹ" is not taken for "Họ, chữ đệm, tên". A phrase of the page's own form
 * has a small advantage over the same words in other forms.
 *
 * What follows decides whether it is a label: a colon (behind notes such as "(1)", "(ghi
 * bằng chữ in hoa)" or "/ Full name") makes it one anywhere; without a colon it must open
 * its cell, be long enough, be nearly exact, and be followed by nothing or by something
 * that can begin a value. A mention in running text is neither. */

#include "ocr/labels.h"

#include "ocr/fold.h"

#include <string.h>

#define LABEL_TOKENS    24 /* words of the longest label */
#define LABEL_LETTERS   120
#define WRAPPED_LETTERS 3  /* with which a label that is wrapped begins */
#define NOTE_TOKENS     10 /* words of the longest note behind a label */
#define SHORT_LETTERS   5
#define CLEAR_LETTERS   7
#define OWN_BONUS       3

typedef struct {
  const char *letters;
  gboolean own, stop;
} Phrase;

typedef struct {
  const Row *row;
  guint first;
  GString *letters;         /* from the first token on */
  guint ends[LABEL_TOKENS]; /* letters after each token */
  guint own;                /* tokens of this row; the others are wrapped below */
  guint count;
  guint *distances;
} Window;

static void
add_phrase (GArray *phrases, const char *letters, gboolean own, gboolean stop) {
  Phrase phrase = {letters, own, stop};

  g_array_append_val (phrases, phrase);
}

static void
add_own (GArray *phrases, const Form *form) {
  for (guint i = 0; i < form->fields->len; i++) {
    const FormField *field = g_ptr_array_index (form->fields, i);

    for (guint j = 0; field->where != WHERE_INLINE && j < field->labels->len; j++)
      add_phrase (phrases, g_ptr_array_index (field->labels, j), TRUE, FALSE);
  }
  for (guint i = 0; i < form->blocks->len; i++) {
    const FormBlock *block = g_ptr_array_index (form->blocks, i);

    for (guint j = 0; j < block->starts->len; j++)
      add_phrase (phrases, g_ptr_array_index (block->starts, j), TRUE, FALSE);
  }
}

static GArray *
list_phrases (const Forms *forms, const Form *form) {
  g_autoptr (GArray) phrases = g_array_new (FALSE, FALSE, sizeof (Phrase));
  GHashTableIter iter;
  gpointer label;

  if (form != NULL)
    add_own (phrases, form);
  for (guint i = 0; i < forms->stops->len; i++)
    add_phrase (phrases, g_ptr_array_index (forms->stops, i), FALSE, TRUE);
  g_hash_table_iter_init (&iter, forms->labels);
  while (g_hash_table_iter_next (&iter, &label, NULL))
    add_phrase (phrases, label, FALSE, FALSE);
  return g_steal_pointer (&phrases);
}

static void
add_to_window (Window *window, const Token *token) {
  g_string_append (window->letters, token->letters);
  window->ends[window->count++] = (guint) window->letters->len;
}

/* The rest of a label that is wrapped in its table cell: the cell of the row below that
 * begins where this one does. */
static void
add_wrapped (Window *window, const Rows *rows, guint row) {
  const Row *here = rows_get (rows, row), *below;
  Box box = row_get (here, window->first)->box;

  if (row + 1 >= rows->rows->len || !row_starts_cell (here, window->first))
    return;
  below = rows_get (rows, row + 1);
  if (below->box.top - here->box.bottom > 2 * rows->height_px)
    return;
  for (guint i = 0; i < below->tokens->len; i = row_get_cell_end (below, i)) {
    if (ABS (row_get (below, i)->box.left - box.left) > rows->height_px)
      continue;
    for (guint j = i; j < row_get_cell_end (below, i) && window->count < LABEL_TOKENS;
         j++)
      add_to_window (window, row_get (below, j));
    return;
  }
}

static void
fill_window (Window *window, const Rows *rows, guint number, guint first) {
  const Row *row = rows_get (rows, number);
  guint end = row_get_cell_end (row, first);

  window->row = row;
  window->first = first;
  window->count = 0;
  g_string_truncate (window->letters, 0);
  for (guint i = first;
       i < end && window->count < LABEL_TOKENS && window->letters->len < LABEL_LETTERS;
       i++)
    add_to_window (window, row_get (row, i));
  window->own = window->count;
  if (window->first + window->own == end && !row_get (row, end - 1)->colon)
    add_wrapped (window, rows, number);
  window->distances
      = g_renew (guint, window->distances, window->letters->len + LABEL_TOKENS);
}

static guint
get_limit (gsize length) {
  if (length < SHORT_LETTERS)
    return 0;
  return length < CLEAR_LETTERS ? 1 : (guint) length / 5;
}

static gboolean
has_mark (const Token *token, char mark) {
  return strchr (token->text, mark) != NULL;
}

/* Moves *at behind a note in brackets or an English half; TRUE when a colon was met. */
static gboolean
skip_notes (const Row *row, guint *at) {
  guint end = MIN (row->tokens->len, *at + NOTE_TOKENS);
  gboolean bracket, half;

  if (*at >= end)
    return FALSE;
  if (*row_get (row, *at)->letters == '\0' && row_get (row, *at)->colon) {
    (*at)++;
    return TRUE;
  }
  bracket = row_get (row, *at)->text[0] == '(';
  half = row_get (row, *at)->text[0] == '/';
  if (!bracket && !half)
    return FALSE;
  for (guint i = *at; i < end; i++) {
    const Token *token = row_get (row, i);

    if (token->colon || (bracket && has_mark (token, ')'))) {
      *at = i + 1;
      return token->colon || skip_notes (row, at);
    }
  }
  return FALSE;
}

/* "(1)" between a label and its value. */
static void
skip_numbers (const Row *row, guint *at) {
  while (*at < row->tokens->len && row_get (row, *at)->text[0] == '('
         && *row_get (row, *at)->letters == '\0')
    (*at)++;
}

static gboolean
can_open_value (const Row *row, guint token) {
  gunichar letter;

  if (token >= row->tokens->len || row_starts_cell (row, token))
    return TRUE;
  letter = g_utf8_get_char (row_get (row, token)->text);
  return g_unichar_isupper (letter) || g_unichar_isdigit (letter);
}

/* A colon whose upper dot was lost, or that was read as its like. */
static gboolean
ends_like_colon (const Token *token) {
  return g_str_has_suffix (token->text, ".") || g_str_has_suffix (token->text, ";");
}

/* Whether the phrase that ends before token label->value is a label there; moves
 * label->value behind notes. */
static gboolean
is_label (const Row *row, Label *label, gsize length, guint distance) {
  gboolean opens = row_starts_cell (row, label->token);
  gboolean colon
      = row_get (row, label->value - 1)->colon || skip_notes (row, &label->value);
  gboolean whole;

  if (!colon && distance * 8 <= length)
    colon = ends_like_colon (row_get (row, label->value - 1));
  if (colon)
    skip_numbers (row, &label->value);
  if (colon && label->stop)
    return opens;
  if (colon)
    return opens || length >= SHORT_LETTERS;
  whole = label->value >= row->tokens->len || row_starts_cell (row, label->value);
  if (!opens || distance * 8 > length)
    return FALSE;
  if (label->stop)
    return length >= SHORT_LETTERS;
  if (whole)
    return length > SHORT_LETTERS;
  return length >= CLEAR_LETTERS && can_open_value (row, label->value);
}

/* Whether a colon stands before the last of the first @count tokens: what is behind it is
 * another thing, which only a phrase that is read letter by letter may take in. */
static gboolean
passes_colon (const Window *window, guint count) {
  for (guint i = 0; i + 1 < MIN (count, window->own); i++)
    if (row_get (window->row, window->first + i)->colon)
      return TRUE;
  return FALSE;
}

/* A word that stands above a label by chance is no beginning of it that was misread. */
static gboolean
is_wrapped_badly (const Window *window, guint count, const Phrase *phrase) {
  return count > window->own
         && strncmp (phrase->letters, window->letters->str, WRAPPED_LETTERS) != 0;
}

/* Tries one phrase; keeps it in @best when it explains more than @score. */
static void
try_phrase (const Window *window, guint row, const Phrase *phrase, int *score,
            Label *best) {
  gsize length = strlen (phrase->letters);
  guint limit = get_limit (length);

  if (window->letters->len + limit < length
      || !fold_prefix_distances (phrase->letters, window->letters->str, limit,
                                 window->distances))
    return;
  for (guint i = 0; i < window->count; i++) {
    guint distance = window->distances[window->ends[i]];
    int worth = (int) length - 2 * (int) distance + (phrase->own ? OWN_BONUS : 0);
    Label label = {.letters = phrase->letters,
                   .row = row,
                   .token = window->first,
                   .value = window->first + MIN (i + 1, window->own),
                   .quality = 1 - (double) distance / length,
                   .stop = phrase->stop};

    if (distance > limit || worth <= *score
        || (distance > 0 && passes_colon (window, i + 1))
        || is_wrapped_badly (window, i + 1, phrase)
        || (i > 0 && window->ends[i] == window->ends[i - 1])
        || !is_label (window->row, &label, length, distance))
      continue;
    *score = worth;
    *best = label;
  }
}

static gboolean
find_at (const GArray *phrases, const Window *window, guint row, Label *label) {
  int score = 0;

  for (guint i = 0; i < phrases->len; i++)
    try_phrase (window, row, &g_array_index (phrases, Phrase, i), &score, label);
  return score > 0;
}

/* A word before a label can pass for misread letters of it: the same label a word or two
 * later, read better, is the true one. */
static void
prefer_later (const GArray *phrases, const Rows *rows, Window *window, guint row,
              Label *label) {
  guint first = label->token;

  for (guint later = 1; later <= 2 && label->quality < 1; later++) {
    Label other;

    if (first + later >= window->row->tokens->len || first + later >= label->value)
      return;
    fill_window (window, rows, row, first + later);
    if (find_at (phrases, window, row, &other) && other.letters == label->letters
        && other.quality > label->quality)
      *label = other;
  }
}

GArray *
labels_find (const Forms *forms, const Form *form, const Rows *rows) {
  g_autoptr (GArray) phrases = list_phrases (forms, form);
  g_autoptr (GArray) labels = g_array_new (FALSE, FALSE, sizeof (Label));
  Window window = {.letters = g_string_new (NULL)};

  for (guint i = 0; i < rows->rows->len; i++) {
    const Row *row = rows_get (rows, i);

    for (guint token = 0; token < row->tokens->len;) {
      Label label;

      fill_window (&window, rows, i, token);
      if (*row_get (row, token)->letters != '\0'
          && find_at (phrases, &window, i, &label)) {
        prefer_later (phrases, rows, &window, i, &label);
        g_array_append_val (labels, label);
        token = label.value;
      } else
        token++;
    }
  }
  g_string_free (window.letters, TRUE);
  g_free (window.distances);
  return g_steal_pointer (&labels);
}

const Label *
labels_get_next (const GArray *labels, guint row, guint token) {
  for (guint i = 0; i < labels->len; i++) {
    const Label *label = &g_array_index (labels, Label, i);

    if (label->row == row && label->token >= token)
      return label;
    if (label->row > row)
      return NULL;
  }
  return NULL;
}

gboolean
label_is_one_of (const Label *label, const GPtrArray *phrases) {
  for (guint i = 0; i < phrases->len; i++)
    if (strcmp (label->letters, g_ptr_array_index (phrases, i)) == 0)
      return TRUE;
  return FALSE;
}
