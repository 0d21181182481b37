/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/evidence.h"
#include "ocr/image.h"

/* Where a value comes from. */
typedef enum {
  FIELD_OCR,
  FIELD_QR,
  FIELD_MRZ,
  FIELD_PERSON,
} FieldSource;

/* One value found on a page. Names are those of metadata_fields in procedures.json. */
typedef struct {
  char *name;
  char *value;       /* UTF-8, NFC; dates dd/mm/yyyy, numbers without separators */
  double confidence; /* 0..1 */
  Box box;           /* of the value on the upright, deskewed page */
  FieldSource source;
  char *contrary; /* what another source says instead; NULL when none does */
  FieldSource contrary_source;
  Evidence evidence; /* of print, until a person has spoken */
} Field;

/* Copies @name and @value. */
Field *field_new (const char *name, const char *value, double confidence, Box box,
                  FieldSource source) G_GNUC_WARN_UNUSED_RESULT;
Field *field_copy (const Field *field) G_GNUC_WARN_UNUSED_RESULT;
void field_free (Field *field);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Field, field_free)

/* Something else speaks against @field: its confidence falls below FIELD_SURE. */
void field_deny (Field *field);
/* Denies @field, because @source says @value (copied) instead. The first one stays. */
void field_contradict (Field *field, const char *value, FieldSource source);

/* The word in JSON: "ocr", "qr", "mrz", "person". */
const char *field_source_get_name (FieldSource source);
gboolean field_source_parse (const char *name, FieldSource *source);

/* Below this a person is asked to look at the value. */
#define FIELD_SURE 0.85
