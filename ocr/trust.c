/* SPDX-License-Identifier: Apache-2.0 */

/* How far a value can be believed is counted, not felt: tests/bench/calibration.py --fit
 * compares the values of printed pages with the truth and finds, for each kind of value,
 * what each piece of evidence is worth (logistic regression). Its output is the table
 * below.
 *
 * The likelihood that comes out is then stretched so that FIELD_SURE stands where values
 * begin to be as good as always right. So a confidence below it is less than the share of
 * values that are right: who is asked to look finds most of them right, and who is not
 * asked misses next to nothing.
 *
 * Some evidence forbids to be sure, whatever the words say: then a person looks. */

#include "ocr/trust.h"

#include "ocr/namewords.h"

#include <math.h>
#include <string.h>

#define SURE_FROM   0.97 /* likelihood at which FIELD_SURE is reached */
#define SHARE_LEAST 0.02 /* of confidences, so that their odds stay finite */
#define SHARE_MOST  0.985
#define ODDS_ZERO   2.5 /* of an ordinary word */
#define WORDS_MOST  12
#define WORDS_UNIT  4.0
#define UNSURE_MOST 0.84
#define DENIED_MOST 0.6

typedef struct {
  double bias, weakest, words, label, length;
  double marks[EVIDENCE_MARKS];
} Weights;

/* clang-format off */
static const Weights WEIGHTS[EVIDENCE_KINDS] = {
    /* 1426 values, 10 wrong */
    [EVIDENCE_FIGURES] = {4.64, 0.70, 0.00, -0.61, -2.24, {
        [EVIDENCE_PROVEN] = 0.29,
        [EVIDENCE_MISSHAPEN] = -1.78,
        [EVIDENCE_AGREED] = 2.08,
        [EVIDENCE_DECIDED] = -0.08,
        [EVIDENCE_DISPUTED] = 2.01,
        [EVIDENCE_BIRTH] = 1.30,
    }},
    /* 541 values, 36 wrong */
    [EVIDENCE_NAME] = {3.91, 0.70, 2.01, -1.40, 0.47, {
        [EVIDENCE_RESTORED] = -1.07,
        [EVIDENCE_TWICE] = -0.13,
        [EVIDENCE_NAMESAKE] = -1.36,
        [EVIDENCE_RARE] = -3.26,
    }},
    /* 370 values, 10 wrong */
    [EVIDENCE_ADDRESS] = {4.82, 1.17, 1.74, -1.93, -0.90, {
        [EVIDENCE_RESTORED] = 0.18,
        [EVIDENCE_PLACE] = 0.55,
        [EVIDENCE_NO_PLACE] = -0.27,
    }},
    /* 317 values, 25 wrong */
    [EVIDENCE_TEXT] = {3.19, 1.55, 2.05, -1.07, -0.85, {
    }},
    /* 301 values, 12 wrong */
    [EVIDENCE_LINE] = {5.06, 2.00, 0.00, -3.48, -1.42, {
    }},
    /* 94 values, 0 wrong */
    [EVIDENCE_CHOICE] = {8.95, 1.01, 1.01, -2.00, -0.49, {
    }},
};
/* clang-format on */

static double
get_odds (double share) {
  double bounded = CLAMP (share, SHARE_LEAST, SHARE_MOST);

  return log (bounded / (1 - bounded)) - ODDS_ZERO;
}

static guint
count_words (const char *text) {
  guint count = 0;

  for (const char *at = text; *at != '\0';) {
    at += strspn (at, " ");
    count += *at != '\0';
    at += strcspn (at, " ");
  }
  return count;
}

static double
get_likelihood (const Evidence *evidence, const char *value) {
  const Weights *weights = &WEIGHTS[evidence->kind];
  double sum = weights->bias + weights->weakest * get_odds (evidence->weakest)
               + weights->words * get_odds (evidence->words)
               + (evidence->label < 1 ? weights->label : 0)
               + weights->length * MIN (count_words (value), WORDS_MOST) / WORDS_UNIT;

  for (guint mark = 0; mark < EVIDENCE_MARKS; mark++)
    sum += evidence_has (evidence, mark) ? weights->marks[mark] : 0;
  return 1 / (1 + exp (-sum));
}

/* What a person must see. */
static gboolean
is_forbidden (const Evidence *evidence) {
  static const EvidenceMark forbidding[] = {
      EVIDENCE_MISSHAPEN, EVIDENCE_DISPUTED, EVIDENCE_RESTORED,
      EVIDENCE_NO_PLACE,  EVIDENCE_NAMESAKE, EVIDENCE_RARE,
  };

  for (guint i = 0; i < G_N_ELEMENTS (forbidding); i++)
    if (evidence_has (evidence, forbidding[i]))
      return TRUE;
  return FALSE;
}

static double
stretch (double likelihood) {
  if (likelihood < SURE_FROM)
    return likelihood / SURE_FROM * FIELD_SURE;
  return FIELD_SURE + (likelihood - SURE_FROM) / (1 - SURE_FROM) * (1 - FIELD_SURE);
}

static double
weigh (const Field *field) {
  double confidence = stretch (get_likelihood (&field->evidence, field->value));

  if (is_forbidden (&field->evidence))
    confidence = MIN (confidence, UNSURE_MOST);
  if (evidence_has (&field->evidence, EVIDENCE_DENIED))
    confidence = MIN (confidence, DENIED_MOST);
  return confidence;
}

void
trust_settle (const GPtrArray *fields) {
  for (guint i = 0; i < fields->len; i++) {
    Field *field = fields->pdata[i];

    if (field->source != FIELD_OCR)
      continue;
    if (field->evidence.kind == EVIDENCE_NAME && !namewords_are_usual (field->value))
      evidence_add (&field->evidence, EVIDENCE_RARE);
    field->confidence = weigh (field);
  }
}
