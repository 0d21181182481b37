/* SPDX-License-Identifier: Apache-2.0 */

/* The confidence of a value is that of its words, the weakest of which counts as much as
 * all together: one wrong word makes a wrong value. What the value proves about itself
 * then raises it, and a shape that its kind cannot have pulls it below FIELD_SURE. */

#include "ocr/excerpt.h"

#include "ocr/lexicon.h"

#include <string.h>

#define DOUBTFUL_MOST 0.6  /* confidence of a value of the wrong shape */
#define PROVEN_DOUBT  0.4  /* of the doubt that a check leaves */
#define RESTORED_MOST 0.84 /* when marks were restored: a person looks */
#define PLAIN_SHARE   0.98

typedef struct {
  gsize start, end;
  const Token *token;
  char *text; /* the token's, or a better reading of it */
  double confidence;
} Span;

struct Excerpt {
  GString *text;
  GArray *spans;
};

static void
clear_span (gpointer data) {
  g_free (((Span *) data)->text);
}

static GArray *
new_spans (void) {
  GArray *spans = g_array_new (FALSE, FALSE, sizeof (Span));

  g_array_set_clear_func (spans, clear_span);
  return spans;
}

Excerpt *
excerpt_new (void) {
  Excerpt *excerpt = g_new0 (Excerpt, 1);

  excerpt->text = g_string_new (NULL);
  excerpt->spans = new_spans ();
  return excerpt;
}

void
excerpt_free (Excerpt *excerpt) {
  g_string_free (excerpt->text, TRUE);
  g_array_unref (excerpt->spans);
  g_free (excerpt);
}

static void
append_text (Excerpt *excerpt, const Token *token, const char *text, double confidence) {
  Span span = {.token = token, .text = g_strdup (text), .confidence = confidence};

  if (excerpt->text->len > 0)
    g_string_append_c (excerpt->text, ' ');
  span.start = excerpt->text->len;
  g_string_append (excerpt->text, text);
  span.end = excerpt->text->len;
  g_array_append_val (excerpt->spans, span);
}

void
excerpt_append (Excerpt *excerpt, const Token *token) {
  append_text (excerpt, token, token->text, token->confidence);
}

guint
excerpt_get_length (const Excerpt *excerpt) {
  return excerpt->spans->len;
}

const Token *
excerpt_get_token (const Excerpt *excerpt, guint index) {
  return g_array_index (excerpt->spans, Span, index).token;
}

void
excerpt_correct (Excerpt *excerpt, guint index, const char *text, double confidence) {
  g_autoptr (GArray) old = excerpt->spans;

  excerpt->spans = new_spans ();
  g_string_truncate (excerpt->text, 0);
  for (guint i = 0; i < old->len; i++) {
    const Span *span = &g_array_index (old, Span, i);

    if (i == index)
      append_text (excerpt, span->token, text, confidence);
    else
      append_text (excerpt, span->token, span->text, span->confidence);
  }
}

gboolean
excerpt_is_empty (const Excerpt *excerpt) {
  for (guint i = 0; i < excerpt->spans->len; i++)
    if (*g_array_index (excerpt->spans, Span, i).token->letters != '\0')
      return FALSE;
  return TRUE;
}

const char *
excerpt_get_text (const Excerpt *excerpt) {
  return excerpt->text->str;
}

/* Tokens from @at on that spell @phrase, 0 when they do not. */
static guint
match_phrase (const GArray *spans, guint at, const char *phrase) {
  g_autoptr (GString) letters = g_string_new (NULL);

  for (guint i = at; i < spans->len && letters->len <= strlen (phrase); i++) {
    g_string_append (letters, g_array_index (spans, Span, i).token->letters);
    if (strcmp (letters->str, phrase) == 0)
      return i + 1 - at;
  }
  return 0;
}

/* Keeps the tokens from @first on. */
static void
drop_tokens (Excerpt *excerpt, guint first) {
  g_autoptr (GArray) old = g_steal_pointer (&excerpt->spans);

  excerpt->spans = new_spans ();
  g_string_truncate (excerpt->text, 0);
  for (guint i = first; i < old->len; i++)
    excerpt_append (excerpt, g_array_index (old, Span, i).token);
}

gboolean
excerpt_drop_before (Excerpt *excerpt, const GPtrArray *phrases) {
  for (guint i = 0; i < excerpt->spans->len; i++)
    for (guint j = 0; j < phrases->len; j++) {
      guint count = match_phrase (excerpt->spans, i, g_ptr_array_index (phrases, j));

      if (count > 0) {
        drop_tokens (excerpt, i + count);
        return TRUE;
      }
    }
  return FALSE;
}

Box
excerpt_get_box (const Excerpt *excerpt, gsize start, gsize end) {
  Box box = {0};
  gboolean any = FALSE;

  for (guint i = 0; i < excerpt->spans->len; i++) {
    const Span *span = &g_array_index (excerpt->spans, Span, i);

    if (span->end <= start || span->start >= end)
      continue;
    box = any ? box_union (box, span->token->box) : span->token->box;
    any = TRUE;
  }
  return box;
}

/* Fills what the words of bytes @start to @end say. */
static void
weigh_tokens (const Excerpt *excerpt, gsize start, gsize end, Evidence *evidence) {
  double sum = 0, least = 1;
  gsize weight = 0;

  for (guint i = 0; i < excerpt->spans->len; i++) {
    const Span *span = &g_array_index (excerpt->spans, Span, i);

    if (span->end <= start || span->start >= end)
      continue;
    sum += span->confidence * (double) (span->end - span->start);
    weight += span->end - span->start;
    least = MIN (least, span->confidence);
  }
  evidence->words = weight > 0 ? sum / (double) weight : 0;
  evidence->weakest = weight > 0 ? least : 0;
}

static double
judge_value (double confidence, ValueCheck check) {
  switch (check) {
  case VALUE_PROVEN:
    return 1 - (1 - confidence) * PROVEN_DOUBT;
  case VALUE_PLAIN:
    return confidence * PLAIN_SHARE;
  case VALUE_DOUBTFUL:
    return MIN (confidence, DOUBTFUL_MOST);
  }
  g_assert_not_reached ();
}

static EvidenceKind
get_kind (ValueKind kind) {
  switch (kind) {
  case VALUE_TEXT:
    return EVIDENCE_TEXT;
  case VALUE_LINE:
  case VALUE_EMAIL:
    return EVIDENCE_LINE;
  case VALUE_PERSON_NAME:
    return EVIDENCE_NAME;
  case VALUE_ADDRESS:
    return EVIDENCE_ADDRESS;
  case VALUE_SEX:
    return EVIDENCE_CHOICE;
  case VALUE_DATE:
  case VALUE_DATE_PARTIAL:
  case VALUE_DATETIME:
  case VALUE_ID:
  case VALUE_PHONE:
  case VALUE_INT:
  case VALUE_DECIMAL:
  case VALUE_MONEY:
  case VALUE_MST:
  case VALUE_GCN_SERIAL:
  case VALUE_GCN_BOOK:
  case VALUE_DIGITS10:
  case VALUE_DIGITS12:
  case VALUE_DOC_NUMBER:
  case VALUE_DOSSIER_CODE:
    return EVIDENCE_FIGURES;
  }
  g_assert_not_reached ();
}

static char *
restore_text (ValueKind kind, const char *text) {
  if (kind == VALUE_ADDRESS)
    return lexicon_restore_address (text);
  if (kind == VALUE_PERSON_NAME)
    return lexicon_restore_name (text);
  return g_strdup (text);
}

Field *
excerpt_parse (const Excerpt *excerpt, const char *name, ValueKind kind, double quality,
               ValueCheck *check) {
  g_auto (Value) value = {0};
  g_autofree char *restored = NULL;
  Evidence evidence = {.kind = get_kind (kind), .label = quality};
  double confidence;
  Field *field;

  value_parse (kind, excerpt->text->str, &value);
  if (value.text == NULL || *value.text == '\0')
    return NULL;
  weigh_tokens (excerpt, value.start, value.end, &evidence);
  confidence = (evidence.words + evidence.weakest) / 2 * (0.5 + quality / 2);
  *check = value.check;
  confidence = CLAMP (judge_value (confidence, value.check), 0, 1);
  restored = restore_text (kind, value.text);
  if (value.check == VALUE_PROVEN)
    evidence_add (&evidence, EVIDENCE_PROVEN);
  else if (value.check == VALUE_DOUBTFUL)
    evidence_add (&evidence, EVIDENCE_MISSHAPEN);
  if (strcmp (restored, value.text) != 0) {
    confidence = MIN (confidence, RESTORED_MOST);
    evidence_add (&evidence, EVIDENCE_RESTORED);
  }
  field = field_new (name, restored, confidence,
                     excerpt_get_box (excerpt, value.start, value.end), FIELD_OCR);
  field->evidence = evidence;
  return field;
}
