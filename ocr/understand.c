/* SPDX-License-Identifier: Apache-2.0 */

/* Codes first, because a card's QR is exact; then the kind of paper, its printed values, and
 * last what the sources (ocr/sources.h) and the values say about each other. A personal
 * number that denies the birth or the sex printed with it is for a person to look at.
 *
 * Two different cards on one page are nobody's answer: then neither code counts, and the
 * print stands alone. */

#include "ocr/understand.h"

#include "config/limits.h"
#include "ocr/address.h"
#include "ocr/card.h"
#include "ocr/checks.h"
#include "ocr/classify.h"
#include "ocr/codes.h"
#include "ocr/cover.h"
#include "ocr/fields.h"
#include "ocr/fold.h"
#include "ocr/formrule.h"
#include "ocr/namesake.h"
#include "ocr/proofread.h"
#include "ocr/sources.h"
#include "ocr/trust.h"
#include "ocr/zone.h"

#include <string.h>

#define CARD_TYPE    "the_can_cuoc"
#define TYPE_BY_CODE 0.92

static char *
get_prefixed (const char *id_name, const char *what) {
  if (g_str_equal (id_name, "id_number") || g_str_equal (id_name, "requester_id"))
    return g_strdup (what);
  return g_strdup_printf ("%.*s%s", (int) strlen (id_name) - 2, id_name, what);
}

/* Year and sex in a personal number against those printed for the same person. */
static void
check_number (Reading *reading, Field *id) {
  g_autofree char *dob_name = get_prefixed (id->name, "dob");
  g_autofree char *sex_name = get_prefixed (id->name, "sex");
  Field *dob = reading_find_field (reading, dob_name),
        *sex = reading_find_field (reading, sex_name);
  guint year = check_id_year (id->value);
  const char *its_sex = check_id_sex (id->value);

  if (year == 0)
    return;
  if (dob != NULL && strlen (dob->value) >= 4) {
    const char *printed = dob->value + strlen (dob->value) - 4;
    gboolean agreed = g_ascii_strtoull (printed, NULL, 10) == year;

    if (agreed) {
      evidence_add (&id->evidence, EVIDENCE_BIRTH);
      evidence_add (&dob->evidence, EVIDENCE_BIRTH);
    } else {
      field_deny (id);
      field_deny (dob);
    }
  }
  if (sex != NULL && !g_str_equal (sex->value, its_sex))
    field_deny (id);
}

/* Forms about another person carry the requester's birth as "dob" beside the subject's
 * number, so then only the requester's number is compared. */
static void
check_numbers (Reading *reading) {
  gboolean asked = reading_find_field (reading, "requester_id") != NULL
                   || reading_find_field (reading, "requester_name") != NULL;

  for (guint i = 0; i < reading->fields->len; i++) {
    Field *field = g_ptr_array_index (reading->fields, i);
    gboolean numbered = g_str_equal (field->name, "id_number");

    if ((numbered && !asked) || (!numbered && g_str_has_suffix (field->name, "_id")))
      check_number (reading, field);
  }
}

/* An address that ends with a place of the list letter by letter was read right there. A
 * name that is nearly one is offered as the list has it, for a person to confirm. */
static void
settle_address (const Gazetteer *gazetteer, Field *field) {
  g_autofree char *read = g_steal_pointer (&field->value);
  g_autofree char *corrected = NULL;

  field->value = address_tidy (read);
  switch (address_match (gazetteer, field->value, &corrected)) {
  case PLACE_EXACT:
    evidence_add (&field->evidence, EVIDENCE_PLACE);
    return;
  case PLACE_ALIKE:
    g_free (field->value);
    field->value = g_steal_pointer (&corrected);
    evidence_add (&field->evidence, EVIDENCE_NO_PLACE);
    return;
  case PLACE_UNKNOWN:
    evidence_add (&field->evidence, EVIDENCE_NO_PLACE);
    return;
  }
}

static gboolean
is_address (const Form *form, const char *name) {
  for (guint i = 0; i < form->fields->len; i++) {
    const FormField *field = g_ptr_array_index (form->fields, i);

    if (field->kind == VALUE_ADDRESS && g_str_equal (field->name, name))
      return TRUE;
  }
  return FALSE;
}

static void
settle_addresses (const Forms *forms, const Form *form, Reading *reading) {
  for (guint i = 0; forms->gazetteer != NULL && i < reading->fields->len; i++) {
    Field *field = g_ptr_array_index (reading->fields, i);

    if (is_address (form, field->name))
      settle_address (forms->gazetteer, field);
  }
}

/* Nobody is born, and no paper is made out, after today: then a figure was misread. */
static void
check_days (Reading *reading) {
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  guint today
      = (guint) (g_date_time_get_year (now) * 10000 + g_date_time_get_month (now) * 100
                 + g_date_time_get_day_of_month (now));

  for (guint i = 0; i < reading->fields->len; i++) {
    Field *field = g_ptr_array_index (reading->fields, i);

    if ((g_str_has_suffix (field->name, "dob")
         || g_str_equal (field->name, "id_issue_date")
         || g_str_equal (field->name, "doc_date")
         || g_str_equal (field->name, "gcn_date"))
        && formrule_get_day (field->value) > today)
      field_deny (field);
  }
}

static void
check_rules (const Form *form, Reading *reading) {
  for (guint i = 0; i < form->rules->len; i++) {
    const FormRule *rule = g_ptr_array_index (form->rules, i);
    Field *first = reading_find_field (reading, rule->first);
    Field *second = reading_find_field (reading, rule->second);

    if (first == NULL || second == NULL
        || formrule_holds (rule->relation, first->value, second->value))
      continue;
    field_deny (first);
    field_deny (second);
  }
}

/* The one code that speaks for the page, or NULL: the only one, or the only card. */
static const Code *
choose_code (const GPtrArray *codes) {
  const Code *chosen = NULL;
  guint cards = 0;

  for (guint i = 0; i < codes->len; i++) {
    const Code *code = g_ptr_array_index (codes, i);
    g_autoptr (Card) card = code->qr ? card_parse (code->text) : NULL;

    if (card != NULL) {
      chosen = code;
      cards++;
    }
  }
  if (cards > 0)
    return cards == 1 ? chosen : NULL;
  return codes->len == 1 ? g_ptr_array_index (codes, 0) : NULL;
}

/* A cover sheet says what follows it, and is no paper. */
static gboolean
take_cover (const GPtrArray *codes, Reading *reading) {
  for (guint i = 0; i < codes->len; i++) {
    const Code *code = g_ptr_array_index (codes, i);
    g_autofree char *type = NULL;

    if (!cover_parse (code->text, &type))
      continue;
    g_free (reading->qr);
    reading->qr = g_strdup (code->text);
    g_free (reading->document_type);
    reading->document_type = g_strdup (COVER_TYPE);
    reading->document_type_confidence = 1;
    g_ptr_array_set_size (reading->fields, 0);
    if (type != NULL)
      g_ptr_array_add (reading->fields,
                       field_new (COVER_FIELD, type, 1, code->box, FIELD_QR));
    return TRUE;
  }
  return FALSE;
}

static const Form *
choose_form (const Forms *forms, const Rows *rows, gboolean card, Reading *reading) {
  double confidence = 0;
  const Form *form = classify_page (forms, rows, reading->height_px, &confidence);

  if (form == NULL && card) {
    form = classify_get_form (forms, CARD_TYPE);
    confidence = TYPE_BY_CODE;
  }
  g_free (reading->document_type);
  reading->document_type = form != NULL ? g_strdup (form->type) : NULL;
  reading->document_type_confidence = form != NULL ? confidence : 0;
  return form;
}

static void
understand_paper (const Forms *forms, const Second *second, const GPtrArray *codes,
                  Reading *reading) {
  const Code *code = choose_code (codes);
  g_autoptr (Card) card = code != NULL && code->qr ? card_parse (code->text) : NULL;
  g_autoptr (Rows) rows = rows_new (reading->words);
  Box box = {0};
  g_autoptr (Mrz) mrz = zone_find (second, rows, &box);
  const Form *form = choose_form (forms, rows, card != NULL || mrz != NULL, reading);

  g_free (reading->qr);
  reading->qr = code != NULL ? g_strdup (code->text) : NULL;
  g_ptr_array_set_size (reading->fields, 0);
  if (form == NULL)
    return;
  g_ptr_array_extend_and_steal (reading->fields, fields_find (forms, form, rows, second));
  namesake_compare (reading->fields, rows);
  settle_addresses (forms, form, reading);
  if (g_str_equal (form->type, CARD_TYPE) && card != NULL)
    sources_merge_card (reading, card, code->box);
  if (g_str_equal (form->type, CARD_TYPE) && mrz != NULL)
    sources_merge_mrz (reading, mrz, card != NULL, box);
  check_numbers (reading);
  check_rules (form, reading);
  check_days (reading);
  trust_settle (reading->fields);
  proofread_words (reading->words, reading->fields);
}

void
understand_page (const Forms *forms, Figures *figures, const GPtrArray *codes,
                 Image *upright, Image *ink, Reading *reading) {
  if (!take_cover (codes, reading))
    understand_paper (forms, &(Second){figures, upright, ink}, codes, reading);
}
