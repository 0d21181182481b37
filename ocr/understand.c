/* SPDX-License-Identifier: Apache-2.0 */

/* Codes first, because a card's QR is exact; then the kind of paper, its printed values,
 * and last what the sources say about each other:
 *
 *   QR of a card   overrules print                     source "qr"
 *   MRZ            overrules print where there is no QR source "mrz"
 *   print          stays where neither speaks           source "ocr"
 *
 * Agreement raises a confidence. A contradiction keeps the exact value and pulls the
 * confidence below FIELD_SURE: a person sees both, value and picture. The same holds for
 * a personal number that denies the birth or the sex printed with it.
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
#include "ocr/trust.h"
#include "ocr/zone.h"

#include <string.h>

#define CARD_TYPE    "the_can_cuoc"
#define AGREED       0.99 /* two sources say the same */
#define EXACT        0.96 /* an exact source alone */
#define CONTRADICTED 0.6  /* two sources differ, or a value denies itself */
#define ALIKE        0.8  /* likeness of print and code that is only misreading */
#define TYPE_BY_CODE 0.92

static Field *
find_field (const Reading *reading, const char *name) {
  for (guint i = 0; i < reading->fields->len; i++) {
    Field *field = g_ptr_array_index (reading->fields, i);

    if (g_str_equal (field->name, name))
      return field;
  }
  return NULL;
}

/* Something else says that @field is not so. */
static void
deny (Field *field) {
  field->confidence = MIN (field->confidence, CONTRADICTED);
  evidence_add (&field->evidence, EVIDENCE_DENIED);
}

/* Figures must agree in each; letters may differ by what misreading explains. */
static gboolean
is_same (const char *printed, const char *exact) {
  g_autofree char *a = fold_letters (printed);
  g_autofree char *b = fold_letters (exact);

  if (strspn (b, "0123456789") == strlen (b))
    return g_str_equal (a, b);
  return fold_likeness (a, b) >= ALIKE;
}

/* Puts an exact @value in the place of what was printed; @box is where the source stands. */
static void
overrule (Reading *reading, const char *name, const char *value, FieldSource source,
          gboolean flawed, Box box) {
  Field *printed = find_field (reading, name);
  double confidence = EXACT;

  if (value == NULL || *value == '\0')
    return;
  if (printed != NULL)
    confidence = is_same (printed->value, value) ? AGREED : CONTRADICTED;
  if (flawed)
    confidence = MIN (confidence, CONTRADICTED);
  if (printed == NULL) {
    if (reading->fields->len < LIMIT_PAGE_FIELDS)
      g_ptr_array_add (reading->fields, field_new (name, value, confidence, box, source));
    return;
  }
  g_free (printed->value);
  printed->value = g_strdup (value);
  printed->confidence = confidence;
  printed->source = source;
}

static void
merge_card (Reading *reading, const Card *card, Box box) {
  overrule (reading, "id_number", card->id, FIELD_QR, card->flawed, box);
  overrule (reading, "full_name", card->name, FIELD_QR, card->flawed, box);
  overrule (reading, "dob", card->dob, FIELD_QR, card->flawed, box);
  overrule (reading, "sex", card->sex, FIELD_QR, card->flawed, box);
  overrule (reading, "residence", card->residence, FIELD_QR, card->flawed, box);
  overrule (reading, "id_issue_date", card->issue_date, FIELD_QR, card->flawed, box);
}

/* The zone has no marks, so a name of it only confirms or denies the printed one. */
static void
compare_name (Reading *reading, const char *name) {
  Field *printed = find_field (reading, "full_name");
  g_autofree char *a = printed != NULL ? fold_letters (printed->value) : NULL;
  g_autofree char *b = fold_letters (name);

  if (printed == NULL || strlen (b) >= 24)
    return;
  if (g_str_equal (a, b))
    evidence_add (&printed->evidence, EVIDENCE_TWICE);
  else if (fold_likeness (a, b) < ALIKE)
    deny (printed);
}

static void
check_agreement (Reading *reading, const char *name, const char *value) {
  Field *field = find_field (reading, name);

  if (field != NULL && value != NULL && !g_str_equal (field->value, value))
    deny (field);
}

/* The zone, in whose line of names, which no check digit guards, K and C pass for fillers:
 * when it resembles the line of the name that is known from elsewhere it is that line. */
static char *
format_zone (const Reading *reading, const Mrz *mrz) {
  const Field *name = find_field (reading, "full_name");
  char *names = mrz->lines != NULL ? strrchr (mrz->lines, '\n') : NULL;
  g_autofree char *known = NULL;

  if (names == NULL || mrz->passport || name == NULL)
    return g_strdup (mrz->lines);
  known = mrz_format_names (name->value, strlen (names + 1));
  if (fold_likeness (names + 1, known) < ALIKE)
    return g_strdup (mrz->lines);
  return g_strdup_printf ("%.*s\n%s", (int) (names - mrz->lines), mrz->lines, known);
}

/* Whether the line of names of @zone is that of the name known from elsewhere. */
static gboolean
says_name (const Reading *reading, const char *zone) {
  const Field *name = find_field (reading, "full_name");
  const char *names = zone != NULL ? strrchr (zone, '\n') : NULL;
  g_autofree char *known = NULL;

  if (names == NULL || name == NULL)
    return FALSE;
  known = mrz_format_names (name->value, strlen (names + 1));
  return g_strcmp0 (names + 1, known) == 0;
}

static void
merge_mrz (Reading *reading, const Mrz *mrz, gboolean has_card, Box box) {
  g_autofree char *zone = format_zone (reading, mrz);

  if (has_card) {
    check_agreement (reading, "id_number", mrz->id);
    check_agreement (reading, "dob", mrz->dob);
  } else {
    overrule (reading, "id_number", mrz->id, FIELD_MRZ, FALSE, box);
    overrule (reading, "dob", mrz->dob, FIELD_MRZ, FALSE, box);
    overrule (reading, "sex", mrz->sex, FIELD_MRZ, FALSE, box);
    if (mrz->name != NULL)
      compare_name (reading, mrz->name);
  }
  overrule (reading, "valid_until", mrz->expiry, FIELD_MRZ, FALSE, box);
  overrule (reading, "mrz", zone, FIELD_MRZ, !mrz->passport && !says_name (reading, zone),
            box);
}

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
  Field *dob = find_field (reading, dob_name), *sex = find_field (reading, sex_name);
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
      deny (id);
      deny (dob);
    }
  }
  if (sex != NULL && !g_str_equal (sex->value, its_sex))
    deny (id);
}

/* Forms about another person carry the requester's birth as "dob" beside the subject's
 * number, so then only the requester's number is compared. */
static void
check_numbers (Reading *reading) {
  gboolean asked = find_field (reading, "requester_id") != NULL
                   || find_field (reading, "requester_name") != NULL;

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
      deny (field);
  }
}

static void
check_rules (const Form *form, Reading *reading) {
  for (guint i = 0; i < form->rules->len; i++) {
    const FormRule *rule = g_ptr_array_index (form->rules, i);
    Field *first = find_field (reading, rule->first);
    Field *second = find_field (reading, rule->second);

    if (first == NULL || second == NULL
        || formrule_holds (rule->relation, first->value, second->value))
      continue;
    deny (first);
    deny (second);
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
    merge_card (reading, card, code->box);
  if (g_str_equal (form->type, CARD_TYPE) && mrz != NULL)
    merge_mrz (reading, mrz, card != NULL, box);
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
