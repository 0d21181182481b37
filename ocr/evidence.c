/* SPDX-License-Identifier: Apache-2.0 */

/* Words for bits, since the JSON outlives the order in which the marks are numbered. It is
 * read as from an untrusted worker: what is unknown is refused. */

#include "ocr/evidence.h"

#include "config/json.h"

#include <math.h>
#include <string.h>

#define STEPS 1000.0

static const char *const KINDS[EVIDENCE_KINDS] = {
    [EVIDENCE_FIGURES] = "figures", [EVIDENCE_NAME] = "name",
    [EVIDENCE_ADDRESS] = "address", [EVIDENCE_TEXT] = "text",
    [EVIDENCE_LINE] = "line",       [EVIDENCE_CHOICE] = "choice",
};

static const char *const MARKS[EVIDENCE_MARKS] = {
    [EVIDENCE_PROVEN] = "proven",     [EVIDENCE_MISSHAPEN] = "misshapen",
    [EVIDENCE_AGREED] = "agreed",     [EVIDENCE_DECIDED] = "decided",
    [EVIDENCE_DISPUTED] = "disputed", [EVIDENCE_RESTORED] = "restored",
    [EVIDENCE_PLACE] = "place",       [EVIDENCE_NO_PLACE] = "no_place",
    [EVIDENCE_TWICE] = "twice",       [EVIDENCE_NAMESAKE] = "namesake",
    [EVIDENCE_BIRTH] = "birth",       [EVIDENCE_RARE] = "rare",
    [EVIDENCE_DENIED] = "denied",
};

void
evidence_add (Evidence *evidence, EvidenceMark mark) {
  evidence->marks |= 1u << mark;
}

gboolean
evidence_has (const Evidence *evidence, EvidenceMark mark) {
  return (evidence->marks & 1u << mark) != 0;
}

static void
add_share (JsonBuilder *builder, const char *member, double value) {
  json_builder_set_member_name (builder, member);
  json_builder_add_double_value (builder, round (value * STEPS) / STEPS);
}

void
evidence_format (const Evidence *evidence, JsonBuilder *builder) {
  json_builder_set_member_name (builder, "evidence");
  json_builder_begin_object (builder);
  json_add_string (builder, "kind", KINDS[evidence->kind]);
  add_share (builder, "words", evidence->words);
  add_share (builder, "weakest", evidence->weakest);
  add_share (builder, "label", evidence->label);
  json_builder_set_member_name (builder, "marks");
  json_builder_begin_array (builder);
  for (guint mark = 0; mark < EVIDENCE_MARKS; mark++)
    if (evidence_has (evidence, mark))
      json_builder_add_string_value (builder, MARKS[mark]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

/* Where @word stands in @words; @count when it does not. */
static guint
find_word (const char *const *words, guint count, const char *word) {
  guint at = 0;

  while (at < count && g_strcmp0 (words[at], word) != 0)
    at++;
  return at;
}

static gboolean
parse_marks (JsonArray *array, Evidence *evidence) {
  if (array == NULL)
    return FALSE;
  for (guint i = 0; i < json_array_get_length (array); i++) {
    JsonNode *node = json_array_get_element (array, i);
    guint mark = JSON_NODE_HOLDS_VALUE (node)
                     ? find_word (MARKS, EVIDENCE_MARKS, json_node_get_string (node))
                     : EVIDENCE_MARKS;

    if (mark == EVIDENCE_MARKS)
      return FALSE;
    evidence_add (evidence, mark);
  }
  return TRUE;
}

static gboolean
parse_share (JsonObject *object, const char *member, double *value) {
  *value = json_get_double (object, member, NAN);
  return *value >= 0 && *value <= 1;
}

gboolean
evidence_parse (JsonObject *object, Evidence *evidence) {
  JsonObject *own = json_get_object (object, "evidence");

  *evidence = (Evidence){0};
  if (own == NULL)
    return !json_object_has_member (object, "evidence");
  evidence->kind = find_word (KINDS, EVIDENCE_KINDS, json_get_string (own, "kind", NULL));
  return evidence->kind < EVIDENCE_KINDS && parse_share (own, "words", &evidence->words)
         && parse_share (own, "weakest", &evidence->weakest)
         && parse_share (own, "label", &evidence->label)
         && parse_marks (json_get_array (own, "marks"), evidence);
}
