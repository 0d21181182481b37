/* SPDX-License-Identifier: Apache-2.0 */

/* A card says the same things up to three times:
 *
 *   QR of a card   overrules print                      source "qr"
 *   MRZ            overrules print where there is no QR source "mrz"
 *   print          stays where neither speaks           source "ocr"
 *
 * Agreement raises a confidence. A contradiction keeps the exact value and beside it what the
 * other source says, and pulls the confidence below FIELD_SURE: a person sees both, and the
 * picture.
 *
 * Misreading is no contradiction. Figures are compared one by one. Print in letters may
 * differ a little from the code as long as its own words are in doubt; clear print that
 * differs in one letter is told, since that is how a forged card differs. Marks, case and
 * spacing never count. */

#include "ocr/sources.h"

#include "config/limits.h"
#include "ocr/fold.h"

#include <string.h>

#define AGREED          0.99 /* two sources say the same */
#define EXACT           0.96 /* an exact source alone */
#define ALIKE           0.8  /* likeness of print and code that is only misreading */
#define CLEAR           0.93 /* weakest word of print that is not misread */
#define ZONE_NAME_BYTES 24   /* a name as long as this may have been cut */

typedef enum { SAME, MISREAD, OTHER } Likeness;

static Likeness
compare (const Field *printed, const char *exact) {
  g_autofree char *a = fold_letters (printed->value);
  g_autofree char *b = fold_letters (exact);

  if (g_str_equal (a, b))
    return SAME;
  if (strspn (b, "0123456789") == strlen (b) || fold_likeness (a, b) < ALIKE)
    return OTHER;
  return printed->source == FIELD_OCR && printed->evidence.weakest >= CLEAR ? OTHER
                                                                            : MISREAD;
}

/* Puts the exact @value in the place of what was printed, which stays beside it when it says
 * something else. */
static void
replace (Field *printed, const char *value, FieldSource source) {
  g_autofree char *old = g_steal_pointer (&printed->value);
  FieldSource old_source = printed->source;
  Likeness likeness;

  printed->value = old;
  likeness = compare (printed, value);
  printed->value = g_strdup (value);
  printed->source = source;
  printed->confidence = likeness == SAME ? AGREED : EXACT;
  if (likeness == OTHER)
    field_contradict (printed, old, old_source);
}

/* @box is where the source stands. A @flawed value is not to be believed alone. */
static void
overrule (Reading *reading, const char *name, const char *value, FieldSource source,
          gboolean flawed, Box box) {
  Field *field = reading_find_field (reading, name);

  if (value == NULL || *value == '\0'
      || (field == NULL && reading->fields->len >= LIMIT_PAGE_FIELDS))
    return;
  if (field == NULL) {
    field = field_new (name, value, EXACT, box, source);
    g_ptr_array_add (reading->fields, field);
  } else
    replace (field, value, source);
  if (flawed)
    field_deny (field);
}

void
sources_merge_card (Reading *reading, const Card *card, Box box) {
  overrule (reading, "id_number", card->id, FIELD_QR, card->flawed, box);
  overrule (reading, "full_name", card->name, FIELD_QR, card->flawed, box);
  overrule (reading, "dob", card->dob, FIELD_QR, card->flawed, box);
  overrule (reading, "sex", card->sex, FIELD_QR, card->flawed, box);
  overrule (reading, "residence", card->residence, FIELD_QR, card->flawed, box);
  overrule (reading, "id_issue_date", card->issue_date, FIELD_QR, card->flawed, box);
}

/* The zone has no marks and is cut to its length, and no check digit guards its names: a
 * name of it that resembles the other one confirms it, or says nothing. */
static void
compare_name (Reading *reading, const char *name) {
  Field *field = reading_find_field (reading, "full_name");
  g_autofree char *a = field != NULL ? fold_letters (field->value) : NULL;
  g_autofree char *b = fold_letters (name);

  if (field == NULL || strlen (b) >= ZONE_NAME_BYTES)
    return;
  if (g_str_equal (a, b))
    evidence_add (&field->evidence, EVIDENCE_TWICE);
  else if (fold_likeness (a, b) < ALIKE)
    field_contradict (field, name, FIELD_MRZ);
}

/* What the zone says of a value that the QR gave. */
static void
check_agreement (Reading *reading, const char *name, const char *value) {
  Field *field = reading_find_field (reading, name);

  if (field != NULL && value != NULL && !g_str_equal (field->value, value))
    field_contradict (field, value, FIELD_MRZ);
}

/* The zone, in whose line of names, which no check digit guards, K and C pass for fillers:
 * when it resembles the line of the name that is known from elsewhere it is that line. */
static char *
format_zone (const Reading *reading, const Mrz *mrz) {
  const Field *name = reading_get_field (reading, "full_name");
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
  const Field *name = reading_get_field (reading, "full_name");
  const char *names = zone != NULL ? strrchr (zone, '\n') : NULL;
  g_autofree char *known = NULL;

  if (names == NULL || name == NULL)
    return FALSE;
  known = mrz_format_names (name->value, strlen (names + 1));
  return g_strcmp0 (names + 1, known) == 0;
}

void
sources_merge_mrz (Reading *reading, const Mrz *mrz, gboolean has_card, Box box) {
  g_autofree char *zone = format_zone (reading, mrz);

  if (has_card) {
    check_agreement (reading, "id_number", mrz->id);
    check_agreement (reading, "dob", mrz->dob);
    check_agreement (reading, "sex", mrz->sex);
  } else {
    overrule (reading, "id_number", mrz->id, FIELD_MRZ, FALSE, box);
    overrule (reading, "dob", mrz->dob, FIELD_MRZ, FALSE, box);
    overrule (reading, "sex", mrz->sex, FIELD_MRZ, FALSE, box);
  }
  if (mrz->name != NULL)
    compare_name (reading, mrz->name);
  overrule (reading, "valid_until", mrz->expiry, FIELD_MRZ, FALSE, box);
  overrule (reading, "mrz", zone, FIELD_MRZ, !mrz->passport && !says_name (reading, zone),
            box);
}
