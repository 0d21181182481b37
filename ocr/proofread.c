/* SPDX-License-Identifier: Apache-2.0 */

/* Figures are read again as figures and zones are proven by their check digits, after the
 * text has been read. Here the better reading goes back to where the worse one stands. Words
 * keep their place; those of figures that stood one to a box become one word. Anything that
 * is not nearly the same is left alone: a date in words, a number in groups. */

#include "ocr/proofread.h"

#include "ocr/field.h"
#include "ocr/fold.h"

#include <string.h>

#define FIGURES       "0123456789/.-"
#define FIGURES_MIN   6 /* characters of a value that is put back */
#define WRONG_PART    3 /* of the characters may be wrong */
#define BOXED_LETTERS 2 /* of a word of figures that stand in boxes */
#define STOPS         ".,;:"

static Word *
get_word (const Words *words, guint at) {
  return words->words->pdata[at];
}

static gboolean
stands_in (const Word *word, Box box) {
  int x = (word->box.left + word->box.right) / 2,
      y = (word->box.top + word->box.bottom) / 2;

  return x >= box.left && x < box.right && y >= box.top && y < box.bottom;
}

/* The first run of words in @box; FALSE when there is none. */
static gboolean
find_run (const Words *words, Box box, guint from, guint *first, guint *end) {
  guint at = from;

  while (at < words->words->len && !stands_in (get_word (words, at), box))
    at++;
  *first = at;
  while (at < words->words->len && stands_in (get_word (words, at), box))
    at++;
  *end = at;
  return *first < *end;
}

/* Puts @text in the place of words [@first, @end). */
static void
put (Words *words, guint first, guint end, const char *text, double confidence) {
  Word *word = get_word (words, first);

  for (guint i = first + 1; i < end; i++) {
    Box box = get_word (words, i)->box;

    word->box
        = (Box){MIN (word->box.left, box.left), MIN (word->box.top, box.top),
                MAX (word->box.right, box.right), MAX (word->box.bottom, box.bottom)};
  }
  g_free (word->text);
  word->text = g_strdup (text);
  word->confidence = MAX (word->confidence, confidence);
  if (end > first + 1)
    g_ptr_array_remove_range (words->words, first + 1, end - first - 1);
}

static char *
join_words (const Words *words, guint first, guint end) {
  GString *text = g_string_new (NULL);

  for (guint i = first; i < end; i++)
    g_string_append (text, get_word (words, i)->text);
  return g_string_free (text, FALSE);
}

/* Edits between them, marks and case aside. */
static guint
measure_edits (const char *read, const char *value) {
  g_autofree char *a = fold_text (read), *b = fold_text (value);

  return fold_distance (a, b);
}

/* --- figures -------------------------------------------------------------------------- */

static gboolean
is_boxed (const Word *word) {
  return g_utf8_strlen (word->text, -1) <= BOXED_LETTERS;
}

static gboolean
are_boxed (const Words *words, guint first, guint end) {
  guint boxed = 0;

  for (guint i = first; i < end; i++)
    boxed += is_boxed (get_word (words, i));
  return 2 * boxed >= end - first;
}

static gboolean
is_nearly (const char *read, const char *value) {
  gsize length = strlen (value);

  return ABS (g_utf8_strlen (read, -1) - (glong) length) <= 1
         && measure_edits (read, value) <= length / WRONG_PART;
}

/* Whether two models agree on the figures. */
static gboolean
is_settled (const Field *field) {
  return field->source == FIELD_OCR
         && !evidence_has (&field->evidence, EVIDENCE_MISSHAPEN)
         && (field->confidence >= FIELD_SURE
             || evidence_has (&field->evidence, EVIDENCE_AGREED)
             || evidence_has (&field->evidence, EVIDENCE_DECIDED));
}

static void
correct_figures (Words *words, const Field *field) {
  g_autofree char *read = NULL, *text = NULL;
  guint first, end;
  gsize stops;

  if (strlen (field->value) < FIGURES_MIN
      || strspn (field->value, FIGURES) != strlen (field->value)
      || !find_run (words, field->box, 0, &first, &end)
      || (end - first > 1 && !are_boxed (words, first, end)))
    return;
  read = join_words (words, first, end);
  while (first > 0 && strlen (read) < strlen (field->value)
         && is_boxed (get_word (words, first - 1)) && are_boxed (words, first, end)) {
    g_free (read);
    read = join_words (words, --first, end);
  }
  stops = strlen (read);
  while (stops > 0 && strchr (STOPS, read[stops - 1]) != NULL)
    stops--;
  text = g_strconcat (field->value, read + stops, NULL);
  read[stops] = '\0';
  if (is_nearly (read, field->value))
    put (words, first, end, text, field->confidence);
}

/* --- zones ---------------------------------------------------------------------------- */

/* Words of one line among [@first, @end). */
static guint
find_line_end (const Words *words, guint first, guint end) {
  guint at = first + 1;

  while (at < end && get_word (words, at)->line == get_word (words, first)->line)
    at++;
  return at;
}

/* The line of the zone which the words in @box that nearly say so are; the others stay. */
static void
correct_zone (Words *words, const Field *field) {
  g_auto (GStrv) lines = g_strsplit (field->value, "\n", -1);
  guint line = 0, at = 0, first, end;

  while (lines[line] != NULL && find_run (words, field->box, at, &first, &end)) {
    guint stop = find_line_end (words, first, end);
    g_autofree char *read = join_words (words, first, stop);

    at = stop;
    if (measure_edits (read, lines[line]) > strlen (lines[line]) / WRONG_PART)
      continue;
    put (words, first, stop, lines[line++], field->confidence);
    at = first + 1;
  }
}

void
proofread_words (Words *words, const GPtrArray *fields) {
  for (guint i = 0; i < fields->len; i++) {
    const Field *field = fields->pdata[i];

    if (strchr (field->value, '\n') != NULL)
      correct_zone (words, field);
    else if (is_settled (field))
      correct_figures (words, field);
  }
}
