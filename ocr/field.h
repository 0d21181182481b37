/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/image.h"

/* Where a value comes from. */
typedef enum {
  FIELD_OCR,
  FIELD_QR,
  FIELD_MRZ,
  FIELD_PERSON,
} FieldSource;

/* What spoke for a value, and against it, while it was read. */
typedef enum {
  EVIDENCE_PROVEN = 1 << 0,    /* by a check digit, or agreeing figures and words */
  EVIDENCE_MISSHAPEN = 1 << 1, /* not of the shape its kind has */
  EVIDENCE_AGREED = 1 << 2,    /* a second model read the same */
  EVIDENCE_DECIDED = 1 << 3,   /* two models differed, a third reading decided */
  EVIDENCE_DISPUTED = 1 << 4,  /* all differed, or the second model read it alone */
  EVIDENCE_RESTORED = 1 << 5,  /* marks were put back by a list of words */
  EVIDENCE_PLACE = 1 << 6,     /* ends with a place of the list, letter by letter */
  EVIDENCE_NO_PLACE = 1 << 7,  /* ends with none of them, or nearly with one */
  EVIDENCE_TWICE = 1 << 8,     /* the same name stands elsewhere on the page */
  EVIDENCE_NAMESAKE = 1 << 9,  /* nearly the same name does, and was taken */
  EVIDENCE_BIRTH = 1 << 10,    /* number and birth agree */
} EvidenceMark;

typedef struct {
  guint kind;            /* ValueKind, of ocr/values.h */
  guint marks;           /* of EvidenceMark */
  double words, weakest; /* confidence of its words: of all letters, of the worst word */
  double label;          /* 1 when each letter of its label was read right */
} Evidence;

/* One value found on a page. Names are those of metadata_fields in procedures.json. */
typedef struct {
  char *name;
  char *value;       /* UTF-8, NFC; dates dd/mm/yyyy, numbers without separators */
  double confidence; /* 0..1 */
  Box box;           /* of the value on the upright, deskewed page */
  FieldSource source;
  Evidence evidence; /* of print, on its way to a confidence; not part of JSON */
} Field;

/* Copies @name and @value. */
Field *field_new (const char *name, const char *value, double confidence, Box box,
                  FieldSource source) G_GNUC_WARN_UNUSED_RESULT;
Field *field_copy (const Field *field) G_GNUC_WARN_UNUSED_RESULT;
void field_free (Field *field);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Field, field_free)

/* The word in JSON: "ocr", "qr", "mrz", "person". */
const char *field_source_get_name (FieldSource source);
gboolean field_source_parse (const char *name, FieldSource *source);

/* Below this a person is asked to look at the value. */
#define FIELD_SURE 0.85
