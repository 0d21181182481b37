/* SPDX-License-Identifier: Apache-2.0 */

/* A field is a plain value: found by understanding, corrected by a person, sealed into the
 * manifest. The words for its source are part of the command line's contract. */

#include "ocr/field.h"

#define DENIED 0.6

static const char *const SOURCE_NAMES[] = {
    [FIELD_OCR] = "ocr",
    [FIELD_QR] = "qr",
    [FIELD_MRZ] = "mrz",
    [FIELD_PERSON] = "person",
};

Field *
field_new (const char *name, const char *value, double confidence, Box box,
           FieldSource source) {
  Field *field = g_new0 (Field, 1);

  field->name = g_strdup (name);
  field->value = g_strdup (value);
  field->confidence = confidence;
  field->box = box;
  field->source = source;
  return field;
}

Field *
field_copy (const Field *field) {
  Field *copy = field_new (field->name, field->value, field->confidence, field->box,
                           field->source);

  copy->evidence = field->evidence;
  copy->contrary = g_strdup (field->contrary);
  copy->contrary_source = field->contrary_source;
  return copy;
}

void
field_free (Field *field) {
  g_free (field->name);
  g_free (field->value);
  g_free (field->contrary);
  g_free (field);
}

void
field_deny (Field *field) {
  field->confidence = MIN (field->confidence, DENIED);
  evidence_add (&field->evidence, EVIDENCE_DENIED);
}

void
field_contradict (Field *field, const char *value, FieldSource source) {
  field_deny (field);
  if (field->contrary != NULL)
    return;
  field->contrary = g_strdup (value);
  field->contrary_source = source;
}

const char *
field_source_get_name (FieldSource source) {
  g_assert (source < G_N_ELEMENTS (SOURCE_NAMES));
  return SOURCE_NAMES[source];
}

gboolean
field_source_parse (const char *name, FieldSource *source) {
  for (gsize i = 0; i < G_N_ELEMENTS (SOURCE_NAMES); i++) {
    if (g_strcmp0 (name, SOURCE_NAMES[i]) != 0)
      continue;
    *source = (FieldSource) i;
    return TRUE;
  }
  return FALSE;
}
