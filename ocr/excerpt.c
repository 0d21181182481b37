/* SPDX-License-Identifier: Apache-2.0 */

/* The confidence of a value is that of its words, the weakest of which counts as much as
 * all together: one wrong word makes a wrong value. What the value proves about itself
 * then raises it, and a shape that its kind cannot have pulls it below FIELD_SURE. */

#include "ocr/excerpt.h"

#include <string.h>

#define DOUBTFUL_MOST 0.6 /* confidence of a value of the wrong shape */
#define PROVEN_DOUBT  0.4 /* of the doubt that a check leaves */
#define PLAIN_SHARE   0.98

typedef struct {
  gsize start, end;
  const Token *token;
} Span;

struct Excerpt {
  GString *text;
  GArray *spans;
};

Excerpt *
excerpt_new (void) {
  Excerpt *excerpt = g_new0 (Excerpt, 1);

  excerpt->text = g_string_new (NULL);
  excerpt->spans = g_array_new (FALSE, FALSE, sizeof (Span));
  return excerpt;
}

void
excerpt_free (Excerpt *excerpt) {
  g_string_free (excerpt->text, TRUE);
  g_array_unref (excerpt->spans);
  g_free (excerpt);
}

void
excerpt_append (Excerpt *excerpt, const Token *token) {
  Span span = {.token = token};

  if (excerpt->text->len > 0)
    g_string_append_c (excerpt->text, ' ');
  span.start = excerpt->text->len;
  g_string_append (excerpt->text, token->text);
  span.end = excerpt->text->len;
  g_array_append_val (excerpt->spans, span);
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

  excerpt->spans = g_array_new (FALSE, FALSE, sizeof (Span));
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

static double
weigh_tokens (const Excerpt *excerpt, gsize start, gsize end) {
  double sum = 0, least = 1;
  gsize weight = 0;

  for (guint i = 0; i < excerpt->spans->len; i++) {
    const Span *span = &g_array_index (excerpt->spans, Span, i);

    if (span->end <= start || span->start >= end)
      continue;
    sum += span->token->confidence * (double)(span->end - span->start);
    weight += span->end - span->start;
    least = MIN (least, span->token->confidence);
  }
  return weight > 0 ? (sum / (double)weight + least) / 2 : 0;
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

Field *
excerpt_parse (const Excerpt *excerpt, const char *name, ValueKind kind, double quality,
               ValueCheck *check) {
  g_auto (Value) value = {0};
  double confidence;

  value_parse (kind, excerpt->text->str, &value);
  if (value.text == NULL || *value.text == '\0')
    return NULL;
  confidence = weigh_tokens (excerpt, value.start, value.end) * (0.5 + quality / 2);
  *check = value.check;
  return field_new (name, value.text, CLAMP (judge_value (confidence, value.check), 0, 1),
                    excerpt_get_box (excerpt, value.start, value.end), FIELD_OCR);
}
