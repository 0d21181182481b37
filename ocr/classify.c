/* SPDX-License-Identifier: Apache-2.0 */

/* A title is a line in capitals in the upper part of the page that begins with the words
 * of the title; mentions in running text are not in capitals, and "NGƯỜI KÝ GIẤY KHAI
 * SINH" does not begin with it. Titles are wrapped, so a line is tried together with those
 * under it. The title that explains most letters wins; a short one must be the whole line,
 * or "HỢP ĐỒNG" would be every contract. Two types that explain nearly the same are no
 * answer: a wrong type costs more than none.
 *
 * Papers without a title are known by anchors: phrases at the beginning of cells, of which
 * the form says how many it needs. "@number" stands for a letter's number in the upper
 * part. A line in capitals that forbids the paper is listed as `against`. */

#include "ocr/classify.h"

#include "ocr/fold.h"

#include <string.h>

#define TITLE_PART       0.65 /* of the page's height in which titles stand */
#define TITLE_ROWS       4    /* rows over which a title is wrapped */
#define TITLE_LONG       16   /* letters from which more may follow in the line */
#define TITLE_LETTERS    400
#define CONTEND_MARGIN   2 /* letters by which the winner must be ahead */
#define LETTERS_PER_EDIT 7 /* letters of a title per misread one */
#define ANCHOR_SURE      0.9

typedef struct {
  const Form *form;
  const Form *rival;
  int score, rival_score;
  double confidence;
} Match;

static void
append_letters (GString *letters, const Row *row, guint first, guint end) {
  for (guint i = first; i < end; i++)
    g_string_append (letters, row_get (row, i)->letters);
}

static double
get_confidence (const Row *row, guint first, guint end) {
  double sum = 0;

  for (guint i = first; i < end; i++)
    sum += row_get (row, i)->confidence;
  return end > first ? sum / (end - first) : 0;
}

static void
keep_match (Match *match, const Form *form, int score, double confidence) {
  if (score > match->score || (score == match->score && match->form == NULL)) {
    if (match->form != form) {
      match->rival = match->form;
      match->rival_score = match->score;
    }
    match->form = form;
    match->score = score;
    match->confidence = confidence;
  } else if (form != match->form && score > match->rival_score) {
    match->rival = form;
    match->rival_score = score;
  }
}

/* Edits between @title and the beginning of @line; FOLD_FAR when it does not stand there.
 * @ends says after how many letters rows end. */
static guint
match_title (const FormTitle *title, const GString *line, const GArray *ends) {
  gsize length = strlen (title->text);
  guint limit = (guint) (length / LETTERS_PER_EDIT), best = FOLD_FAR;
  g_autofree guint *distances = g_new (guint, line->len + 1);

  if (!fold_prefix_distances (title->text, line->str, limit, distances))
    return FOLD_FAR;
  if (length >= TITLE_LONG || title->more)
    for (gsize i = 0; i <= line->len; i++)
      best = MIN (best, distances[i]);
  else
    for (guint i = 0; i < ends->len; i++)
      best = MIN (best, distances[g_array_index (ends, guint, i)]);
  return best;
}

static void
try_titles (const Forms *forms, const GString *line, const GArray *ends, gboolean opening,
            double words, Match *match) {
  for (guint i = 0; i < forms->forms->len; i++) {
    const Form *form = g_ptr_array_index (forms->forms, i);

    for (guint j = 0; j < form->titles->len; j++) {
      const FormTitle *title = g_ptr_array_index (form->titles, j);
      int length = (int) strlen (title->text);
      guint distance;

      if (!opening && !title->anywhere)
        continue;
      distance = match_title (title, line, ends);
      if (distance < FOLD_FAR)
        keep_match (match, form, length - 3 * (int) distance,
                    (0.7 + 0.3 * words) * (1 - (double) distance / length));
    }
  }
}

/* The cell of @row below @box, as [*first, *end); FALSE when there is none in capitals. */
static gboolean
find_under (const Row *row, Box box, guint *first, guint *end) {
  for (*first = 0; *first < row->tokens->len; *first = *end) {
    Box cell;

    *end = row_get_cell_end (row, *first);
    cell = row_get_box (row, *first, *end);
    if (MIN (cell.right, box.right) > MAX (cell.left, box.left))
      return row_is_capital (row, *first, *end);
  }
  return FALSE;
}

/* The letters of the cell from @first on and of the capitals under it. */
static void
join_title (const Rows *rows, guint row, guint first, guint end, GString *line,
            GArray *ends) {
  Box box = row_get_box (rows_get (rows, row), first, end);
  guint length;

  g_string_truncate (line, 0);
  g_array_set_size (ends, 0);
  append_letters (line, rows_get (rows, row), first, end);
  length = (guint) line->len;
  g_array_append_val (ends, length);
  for (guint i = row + 1; i < MIN (rows->rows->len, row + TITLE_ROWS); i++) {
    const Row *below = rows_get (rows, i);
    guint from, to;

    if (line->len > TITLE_LETTERS || below->box.top - box.bottom > 3 * rows->height_px
        || !find_under (below, box, &from, &to))
      return;
    append_letters (line, below, from, to);
    length = (guint) line->len;
    g_array_append_val (ends, length);
    box = row_get_box (below, from, to);
  }
}

static void
search_titles (const Forms *forms, const Rows *rows, guint height_px, Match *match) {
  g_autoptr (GString) line = g_string_new (NULL);
  g_autoptr (GArray) ends = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < rows->rows->len; i++) {
    const Row *row = rows_get (rows, i);

    if (row->box.top > TITLE_PART * height_px)
      break;
    for (guint first = 0, end; first < row->tokens->len; first = end) {
      end = row_get_cell_end (row, first);
      if (!row_is_capital (row, first, end))
        continue;
      for (guint token = first; token < end; token++) {
        join_title (rows, i, token, end, line, ends);
        try_titles (forms, line, ends, row_starts_cell (row, token),
                    get_confidence (row, token, end), match);
      }
    }
  }
}

/* "Số: 67/UBND-NV", whose stroke may be lost. */
static gboolean
is_number (const Row *row, guint first, guint end) {
  g_autofree char *text = row_format (row, first, end);

  return strcmp (row_get (row, first)->letters, "so") == 0
         && g_regex_match_simple ("\\d+.{0,2}\\p{Lu}{2,}", text, 0, 0);
}

/* Whether @phrase opens a cell of the page. */
static gboolean
has_anchor (const Rows *rows, const char *phrase, gboolean capital) {
  g_autoptr (GString) letters = g_string_new (NULL);
  gsize length = strlen (phrase);
  g_autofree guint *distances = g_new (guint, length * 2 + 1);

  for (guint i = 0; i < rows->rows->len; i++) {
    const Row *row = rows_get (rows, i);

    for (guint first = 0, end; first < row->tokens->len; first = end) {
      end = row_get_cell_end (row, first);
      if (strcmp (phrase, FORM_NUMBER) == 0 && i < rows->rows->len / 3
          && is_number (row, first, end))
        return TRUE;
      if (capital && !row_is_capital (row, first, end))
        continue;
      g_string_truncate (letters, 0);
      append_letters (letters, row, first, end);
      if (capital && letters->len > length + length / 5)
        continue;
      g_string_truncate (letters, MIN (letters->len, length * 2));
      if (fold_prefix_distances (phrase, letters->str, (guint) (length / 6), distances))
        for (gsize n = 0; n <= letters->len; n++)
          if (distances[n] < FOLD_FAR)
            return TRUE;
    }
  }
  return FALSE;
}

static guint
count_anchors (const Rows *rows, const GPtrArray *anchors, gboolean capital) {
  guint count = 0;

  for (guint i = 0; i < anchors->len; i++)
    count += has_anchor (rows, g_ptr_array_index (anchors, i), capital) ? 1 : 0;
  return count;
}

static void
search_anchors (const Forms *forms, const Rows *rows, Match *match) {
  for (guint i = 0; i < forms->forms->len; i++) {
    const Form *form = g_ptr_array_index (forms->forms, i);
    guint count;

    if (form->anchors_needed == 0)
      continue;
    count = count_anchors (rows, form->anchors, FALSE);
    if (count >= form->anchors_needed && count_anchors (rows, form->against, TRUE) == 0)
      keep_match (match, form, 100 * (int) count / (int) form->anchors->len, ANCHOR_SURE);
  }
}

const Form *
classify_page (const Forms *forms, const Rows *rows, guint height_px,
               double *confidence) {
  Match match = {.score = 0, .rival_score = G_MININT};

  *confidence = 0;
  search_titles (forms, rows, height_px, &match);
  if (match.form == NULL)
    search_anchors (forms, rows, &match);
  if (match.form == NULL
      || (match.rival != NULL && match.score - match.rival_score < CONTEND_MARGIN))
    return NULL;
  *confidence = CLAMP (match.confidence, 0, 1);
  return match.form;
}

const Form *
classify_get_form (const Forms *forms, const char *type) {
  for (guint i = 0; i < forms->forms->len; i++) {
    const Form *form = g_ptr_array_index (forms->forms, i);

    if (strcmp (form->type, type) == 0)
      return form;
  }
  return NULL;
}
