/* SPDX-License-Identifier: Apache-2.0 */

/* Forms carry the applicant's name twice: in a fill-in font or by hand behind its label,
 * and in print below the signature. Cells that hold nothing but the same letters are the
 * same name; where marks differ the surer reading is right more often. A name that was
 * read badly may also differ by few letters from a clear one below a signature. */

#include "ocr/namesake.h"

#include "ocr/fold.h"

#include <string.h>

#define ALIKE      0.85 /* likeness of the same name read badly */
#define BAD        0.8  /* a name read worse than this may have wrong letters */
#define CLEAR      0.9  /* another at least this sure may correct them */
#define CORRECTED  0.84 /* at most, when the other reading was taken */
#define AGREED     0.6  /* of the doubt that the same reading twice leaves */
#define LOWER_PART 2    /* a signature stands below this part of the rows */

typedef struct {
  const Field *field;
  const char *letters;
  const Row *row;
  guint first, end;
  double likeness, confidence;
} Namesake;

static gboolean
is_name (const char *name) {
  return strcmp (name, "business_name") != 0 && g_str_has_suffix (name, "_name");
}

static gboolean
is_inside (Box box, Box other) {
  return MIN (box.right, other.right) > MAX (box.left, other.left)
         && MIN (box.bottom, other.bottom) > MAX (box.top, other.top);
}

static gboolean
is_word (const Token *token) {
  for (const char *at = token->text; *at != '\0'; at = g_utf8_next_char (at))
    if (!g_unichar_isalpha (g_utf8_get_char (at)))
      return FALSE;
  return TRUE;
}

/* Looks at the cell [first, end) of @row and keeps it in @best when it is at
 * least that alike, and no less than the best one so far. */
static void
look_at (Namesake *best, const Row *row, guint first, guint end, double least) {
  g_autoptr (GString) letters = g_string_new (NULL);
  double sum = 0, likeness;

  if (end - first < 2 || end - first > 6
      || is_inside (row_get_box (row, first, end), best->field->box))
    return;
  for (guint i = first; i < end; i++) {
    if (!is_word (row_get (row, i)))
      return;
    g_string_append (letters, row_get (row, i)->letters);
    sum += row_get (row, i)->confidence;
  }
  likeness = fold_likeness (letters->str, best->letters);
  if (likeness < least || likeness < best->likeness)
    return;
  best->row = row;
  best->first = first;
  best->end = end;
  best->likeness = likeness;
  best->confidence = sum / (end - first);
}

static void
find_namesake (const Rows *rows, Namesake *best) {
  for (guint i = 0; i < rows->rows->len; i++) {
    const Row *row = rows_get (rows, i);
    gboolean upper = i < rows->rows->len / LOWER_PART;

    for (guint first = 0, end; first < row->tokens->len; first = end) {
      end = row_get_cell_end (row, first);
      look_at (best, row, first, end, upper ? 1 : ALIKE);
    }
  }
}

/* The text of the namesake in the case of @value. */
static char *
copy_case (const char *text, const char *value) {
  g_autofree char *upper = g_utf8_strup (value, -1);

  return strcmp (upper, value) == 0 ? g_utf8_strup (text, -1) : g_strdup (text);
}

static void
settle (Field *field, const Namesake *other) {
  g_autofree char *text = row_format (other->row, other->first, other->end);
  g_autofree char *cased = copy_case (text, field->value);

  if (strcmp (cased, field->value) == 0) {
    field->confidence = 1 - (1 - field->confidence) * AGREED;
    evidence_add (&field->evidence, EVIDENCE_TWICE);
    return;
  }
  if (other->confidence <= field->confidence
      || (other->likeness < 1 && (field->confidence > BAD || other->confidence < CLEAR)))
    return;
  g_free (field->value);
  field->value = g_steal_pointer (&cased);
  field->confidence = MIN (other->confidence, CORRECTED);
  evidence_add (&field->evidence, EVIDENCE_NAMESAKE);
}

void
namesake_compare (GPtrArray *fields, const Rows *rows) {
  for (guint i = 0; i < fields->len; i++) {
    Field *field = g_ptr_array_index (fields, i);
    g_autofree char *letters = fold_letters (field->value);
    Namesake best = {.field = field, .letters = letters};

    if (!is_name (field->name))
      continue;
    find_namesake (rows, &best);
    if (best.row != NULL)
      settle (field, &best);
  }
}
