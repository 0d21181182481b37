/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <json-glib/json-glib.h>

/* What spoke for a value that was read from print, and against it. ocr/trust.h makes a
 * confidence of it; in JSON it tells a person, and who calibrates, why a value is doubted. */

/* What the value is made of; each has its own ways to go wrong. */
typedef enum {
  EVIDENCE_FIGURES,
  EVIDENCE_NAME,
  EVIDENCE_ADDRESS,
  EVIDENCE_TEXT,
  EVIDENCE_LINE,
  EVIDENCE_CHOICE, /* one of few words */
  EVIDENCE_KINDS,
} EvidenceKind;

typedef enum {
  EVIDENCE_PROVEN,    /* by a check digit, or agreeing figures and words */
  EVIDENCE_MISSHAPEN, /* not of the shape its kind has */
  EVIDENCE_AGREED,    /* a second model read the same */
  EVIDENCE_DECIDED,   /* two models differed, a third reading decided */
  EVIDENCE_DISPUTED,  /* readings differed, or the second model read it alone */
  EVIDENCE_RESTORED,  /* marks were put back by a list of words */
  EVIDENCE_PLACE,     /* ends with a place of the list, letter by letter */
  EVIDENCE_NO_PLACE,  /* ends with none of them, or nearly with one */
  EVIDENCE_TWICE,     /* the same name stands elsewhere on the page */
  EVIDENCE_NAMESAKE,  /* nearly the same name does, and was taken */
  EVIDENCE_BIRTH,     /* number and birth agree */
  EVIDENCE_RARE,      /* a name of words that names are seldom made of */
  EVIDENCE_DENIED,    /* another value, or a rule, says otherwise */
  EVIDENCE_MARKS,
} EvidenceMark;

typedef struct {
  EvidenceKind kind;
  guint marks;           /* bits 1 << EvidenceMark */
  double words, weakest; /* confidence of its words: of all letters, of the worst word */
  double label;          /* 1 when each letter of its label was read right */
} Evidence;

void evidence_add (Evidence *evidence, EvidenceMark mark);
gboolean evidence_has (const Evidence *evidence, EvidenceMark mark);

/* Adds member "evidence", an object, to the object that @builder is in. */
void evidence_format (const Evidence *evidence, JsonBuilder *builder);

/* Reads it from @object, all 0 when it is not there; FALSE when it is not what
 * evidence_format writes. */
gboolean evidence_parse (JsonObject *object,
                         Evidence *evidence) G_GNUC_WARN_UNUSED_RESULT;
