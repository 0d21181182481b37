/* SPDX-License-Identifier: Apache-2.0 */

/* The figures that were found are read again with the other model, and everything on both
 * sides of them that is no word, up to the next word, label or column, since a figure that
 * was lost stands beside the others. When the two differ a third reading takes the upright
 * page, which has not gone through cleaning, so that its mistakes are others; figures in
 * boxes can only be read where the boxes are gone. Dates written as a phrase are left
 * alone. */

#include "ocr/second.h"

#include "ocr/digits.h"
#include "ocr/fold.h"

#include <string.h>

#define FIGURES      "0123456789"
#define MANY_LETTERS 20 /* of a kind that has letters as well as figures */
#define REACH        14 /* heights of letters to which a place may grow over blank paper */
#define TIGHT_PX     10   /* around what was found */
#define AGREED       0.5  /* of the doubt that two equal readings leave */
#define TWO_OF_THREE 0.88 /* at most, when a third reading had to decide */
#define DISAGREED    0.8  /* at most, when all differ: below FIELD_SURE */
#define DOUBTED      0.5  /* when all have the wrong shape */
#define SURE_NUMBER  0.7  /* of a reading that corrects an address */
#define LEAST        0.3  /* a reading alone below this is noise */

typedef struct {
  guint row, first, end; /* tokens; first == end when nothing stands there */
  int left, right;       /* blank paper around included */
} Place;

static const char *
get_letters (ValueKind kind) {
  switch (kind) {
  case VALUE_DATE:
  case VALUE_DATE_PARTIAL:
    return "0123456789/-";
  case VALUE_ID:
  case VALUE_PHONE:
  case VALUE_DIGITS10:
  case VALUE_DIGITS12:
  case VALUE_INT:
    return "0123456789";
  case VALUE_MST:
    return "0123456789-";
  case VALUE_GCN_BOOK:
    return "0123456789CHSTVP";
  case VALUE_DOSSIER_CODE:
    return "0123456789.-HGT";
  case VALUE_DOC_NUMBER:
  case VALUE_GCN_SERIAL:
    return "0123456789/-.ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  case VALUE_TEXT:
  case VALUE_LINE:
  case VALUE_PERSON_NAME:
  case VALUE_DATETIME:
  case VALUE_EMAIL:
  case VALUE_ADDRESS:
  case VALUE_SEX:
  case VALUE_DECIMAL:
  case VALUE_MONEY:
    return NULL;
  }
  g_assert_not_reached ();
}

gboolean
second_is_for (ValueKind kind) {
  return get_letters (kind) != NULL;
}

/* Whether @token is anything but figures: mostly letters, and more than a stray few. */
static gboolean
is_word (const Token *token, ValueKind kind) {
  guint letters = 0, figures = 0;

  if (strlen (get_letters (kind)) > MANY_LETTERS)
    return FALSE;
  for (const char *at = token->text; *at != '\0'; at = g_utf8_next_char (at)) {
    gunichar letter = g_utf8_get_char (at);

    if (letter < 0x80 && strchr (get_letters (kind), (char) letter) != NULL)
      figures++;
    else if (g_unichar_isalpha (letter) && !digits_is_like (letter))
      letters++;
  }
  return letters >= 3 && letters > figures;
}

static gboolean
stands_in (Box token, Box box) {
  int middle_x = (token.left + token.right) / 2,
      middle_y = (token.top + token.bottom) / 2;

  return middle_x >= box.left && middle_x < box.right && middle_y >= box.top
         && middle_y < box.bottom;
}

/* The tokens of @box; FALSE when they are in more than one row or there are none. */
static gboolean
find_tokens (const Rows *rows, Box box, Place *place) {
  gboolean found = FALSE;

  for (guint i = 0; i < rows->rows->len; i++) {
    const Row *row = rows_get (rows, i);

    for (guint j = 0; j < row->tokens->len; j++) {
      if (!stands_in (row_get (row, j)->box, box))
        continue;
      if (found && place->row != i)
        return FALSE;
      if (!found)
        *place = (Place){.row = i, .first = j};
      place->end = j + 1;
      found = TRUE;
    }
  }
  return found;
}

static gboolean
is_label (const GArray *labels, guint row, guint token) {
  const Label *label = labels_get_next (labels, row, token);

  return label != NULL && label->token == token;
}

/* Whether @token and the one behind it are in one cell. */
static gboolean
is_beside (const Row *row, guint token) {
  return row_get (row, token)->cell == row_get (row, token + 1)->cell;
}

/* Takes in what is no word on both sides, then blank paper. @least is the first token that
 * may belong to the value. */
static void
grow_place (const Rows *rows, const GArray *labels, const FormField *wanted, guint least,
            int right, Place *place) {
  const Row *row = rows_get (rows, place->row);
  gboolean cell = wanted->where == WHERE_COLUMN;
  int reach = cell ? 0 : REACH * rows->height_px, from, to;

  while (place->first > least && !is_word (row_get (row, place->first - 1), wanted->kind)
         && (!cell || is_beside (row, place->first - 1)))
    place->first--;
  while (place->end < row->tokens->len && !is_label (labels, place->row, place->end)
         && row_get (row, place->end)->box.left < right
         && !is_word (row_get (row, place->end), wanted->kind)
         && (!cell || is_beside (row, place->end - 1)))
    place->end++;
  from = place->first < place->end ? row_get (row, place->first)->box.left
                                   : row_get (row, place->end - 1)->box.right;
  to = place->first < place->end ? row_get (row, place->end - 1)->box.right : from;
  place->left = place->first > 0 ? row_get (row, place->first - 1)->box.right + 2 : 0;
  place->left = MAX (place->left, from - reach);
  place->right = place->end < row->tokens->len ? row_get (row, place->end)->box.left - 2
                                               : G_MAXINT;
  place->right = MIN (MIN (place->right, right), to + reach);
}

static gboolean
has_words (const Row *row, const Place *place, ValueKind kind) {
  for (guint i = place->first; i < place->end; i++)
    if (is_word (row_get (row, i), kind))
      return TRUE;
  return FALSE;
}

static gboolean
find_place (const Rows *rows, const GArray *labels, const FormField *wanted,
            const Label *label, int right, const Field *printed, Place *place) {
  guint least;

  if (printed == NULL)
    *place = (Place){.row = label->row, .first = label->value, .end = label->value};
  else if (!find_tokens (rows, printed->box, place))
    return FALSE;
  if (has_words (rows_get (rows, place->row), place, wanted->kind))
    return FALSE;
  least = place->row == label->row ? label->value : 0;
  if (place->first < least)
    return FALSE;
  grow_place (rows, labels, wanted, least, right, place);
  return place->right - place->left > rows->height_px;
}

/* The place, as high as its letters: a line above or below would be read as figures. Blank
 * paper around ends where the page ends. */
static Box
get_box (const Second *second, const Rows *rows, const Place *place) {
  const Row *row = rows_get (rows, place->row);
  int margin = rows->height_px / 8;
  Box box = {place->left, row->box.top, place->right, row->box.bottom};

  for (guint i = place->first; i < place->end; i++) {
    box.top = MIN (box.top, row_get (row, i)->box.top);
    box.bottom = MAX (box.bottom, row_get (row, i)->box.bottom);
  }
  box.top = MAX (box.top - margin, 0);
  box.right = MIN (box.right, (int) image_get_width (second->ink));
  box.bottom = MIN (box.bottom + margin, (int) image_get_height (second->ink));
  return box;
}

/* Figures that stand farther apart than they are high are in boxes. */
static gboolean
is_boxed (const Rows *rows, const Field *printed) {
  return printed->box.right - printed->box.left
         > (int) strlen (printed->value) * rows->height_px;
}

/* Figures of @again in the frame of letters of @printed ("67/UBND-NV"), since the second
 * model knows no Vietnamese letters; NULL when they do not fit together. */
static char *
merge_figures (const char *printed, const char *again) {
  g_autoptr (GString) merged = g_string_new (NULL);

  while (*printed != '\0' || *again != '\0') {
    gsize figures = strspn (again, FIGURES), letters = strcspn (printed, FIGURES);

    if ((figures > 0) != (g_ascii_isdigit (*printed) != 0))
      return NULL;
    g_string_append_len (merged, again, (gssize) figures);
    printed += strspn (printed, FIGURES);
    again += figures;
    letters = strcspn (printed, FIGURES);
    g_string_append_len (merged, printed, (gssize) letters);
    printed += letters;
    again += strcspn (again, FIGURES);
  }
  return g_strdup (merged->str);
}

static gboolean
has_letters (ValueKind kind) {
  return kind == VALUE_DOC_NUMBER || kind == VALUE_GCN_SERIAL;
}

typedef struct {
  Value value; /* text NULL when there is none */
  double confidence;
} Attempt;

static void
clear_attempt (Attempt *attempt) {
  value_clear (&attempt->value);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Attempt, clear_attempt)

static void
try_again (const Second *second, Image *page, Box box, const FormField *wanted,
           const Field *printed, Attempt *attempt) {
  g_autofree char *text = figures_read (second->figures, page, box,
                                        get_letters (wanted->kind), &attempt->confidence);

  if (text == NULL)
    return;
  value_parse (wanted->kind, text, &attempt->value);
  if (attempt->value.text != NULL && printed != NULL && has_letters (wanted->kind)) {
    g_autofree char *read = attempt->value.text;

    attempt->value.text = merge_figures (printed->value, read);
  }
}

/* The same but for spaces and strokes. */
static gboolean
is_same (const Attempt *attempt, const char *text) {
  g_autofree char *a = fold_letters (text);
  g_autofree char *b
      = attempt->value.text != NULL ? fold_letters (attempt->value.text) : NULL;

  return g_strcmp0 (a, b) == 0;
}

static void
set_value (Field *printed, ValueCheck *check, const Attempt *attempt, double most) {
  g_free (printed->value);
  printed->value = g_strdup (attempt->value.text);
  printed->confidence = attempt->value.check == VALUE_DOUBTFUL ? DOUBTED : most;
  *check = attempt->value.check;
}

/* What an attempt is worth: the shape first, then how sure it is. */
static double
weigh_attempt (const Attempt *attempt) {
  if (attempt->value.text == NULL)
    return -1;
  return attempt->confidence + (attempt->value.check == VALUE_DOUBTFUL ? 0 : 2);
}

/* All differ. */
static void
choose_value (Field *printed, ValueCheck *check, const Attempt *again,
              const Attempt *third) {
  const Attempt *better = weigh_attempt (third) > weigh_attempt (again) ? third : again;

  if (better->value.text != NULL
      && (better->value.check != VALUE_DOUBTFUL || *check == VALUE_DOUBTFUL))
    set_value (printed, check, better, DISAGREED);
  else
    printed->confidence = MIN (printed->confidence, DISAGREED);
}

static Field *
compare_readings (const Second *second, const FormField *wanted, Box wide, gboolean boxed,
                  Field *printed, ValueCheck *check) {
  g_auto (Attempt) again = {0}, third = {0};
  Box tight = {printed->box.left - TIGHT_PX, wide.top, printed->box.right + TIGHT_PX,
               wide.bottom};

  try_again (second, second->ink, wide, wanted, printed, &again);
  if (is_same (&again, printed->value)) {
    evidence_add (&printed->evidence, EVIDENCE_AGREED);
    if (*check != VALUE_DOUBTFUL)
      printed->confidence
          = 1 - (1 - MAX (printed->confidence, again.confidence)) * AGREED;
    return printed;
  }
  if (!boxed)
    try_again (second, second->upright, tight, wanted, printed, &third);
  evidence_add (&printed->evidence, EVIDENCE_DISPUTED);
  if (is_same (&third, printed->value)) {
    printed->confidence = MIN (printed->confidence, TWO_OF_THREE);
    evidence_add (&printed->evidence, EVIDENCE_DECIDED);
  } else if (again.value.text != NULL && is_same (&third, again.value.text)) {
    set_value (printed, check, &again, TWO_OF_THREE);
    evidence_add (&printed->evidence, EVIDENCE_DECIDED);
  } else
    choose_value (printed, check, &again, &third);
  return printed;
}

/* Nothing was printed, as far as the first reading goes. */
static Field *
take_alone (const Second *second, const FormField *wanted, Box wide, ValueCheck *check) {
  g_auto (Attempt) attempt = {0};
  Field *field;

  try_again (second, second->ink, wide, wanted, NULL, &attempt);
  if (attempt.value.text == NULL || attempt.value.check == VALUE_DOUBTFUL
      || attempt.confidence < LEAST)
    return NULL;
  *check = attempt.value.check;
  field = field_new (wanted->name, attempt.value.text,
                     MIN (attempt.confidence, DISAGREED), wide, FIELD_OCR);
  field->evidence = (Evidence){.kind = EVIDENCE_FIGURES,
                               .words = attempt.confidence,
                               .weakest = attempt.confidence,
                               .label = 1};
  evidence_add (&field->evidence, EVIDENCE_DISPUTED);
  return field;
}

Field *
second_read (const Second *second, const Rows *rows, const GArray *labels,
             const FormField *wanted, const Label *label, int right, Field *printed,
             ValueCheck *check) {
  Place place;
  Box wide;

  if (second->figures == NULL
      || !find_place (rows, labels, wanted, label, right, printed, &place))
    return printed;
  wide = get_box (second, rows, &place);
  if (printed == NULL)
    return has_letters (wanted->kind) ? NULL : take_alone (second, wanted, wide, check);
  return compare_readings (second, wanted, wide, is_boxed (rows, printed), printed,
                           check);
}

/* Figures with strokes, and at most one letter at the end: "146/40", "382A". */
static gboolean
is_house_number (const char *text) {
  gsize figures = strspn (text, FIGURES), length = strlen (text);

  return figures > 0 && strspn (text, FIGURES "/-,.") + 1 >= length;
}

void
second_read_numbers (const Second *second, Excerpt *excerpt) {
  for (guint i = 0; second->figures != NULL && i < excerpt_get_length (excerpt); i++) {
    const Token *token = excerpt_get_token (excerpt, i);
    double confidence = 0;
    g_autofree char *text = NULL;
    g_autofree char *corrected = NULL;

    if (!is_house_number (token->text))
      continue;
    text = figures_read (second->figures, second->ink, token->box, FIGURES "/-,.ABCDEGHK",
                         &confidence);
    if (text == NULL || !is_house_number (text) || confidence < SURE_NUMBER
        || strcmp (text, token->text) == 0)
      continue;
    corrected = merge_figures (token->text, text);
    if (corrected != NULL)
      excerpt_correct (excerpt, i, corrected, MIN (confidence, DISAGREED));
  }
}
