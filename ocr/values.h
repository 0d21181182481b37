/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* Values of the kinds that metadata_fields of the catalogue name, found in recognised
 * text, normalised and checked. Nothing is ever made up: what a check cannot prove stays
 * as it was read, and is marked. */

typedef enum {
  VALUE_TEXT,
  VALUE_LINE, /* text that is not continued in the next row */
  VALUE_PERSON_NAME,
  VALUE_DATE,         /* dd/mm/yyyy */
  VALUE_DATE_PARTIAL, /* dd/mm/yyyy, mm/yyyy or yyyy */
  VALUE_DATETIME,     /* "hh:mm dd/mm/yyyy" or dd/mm/yyyy */
  VALUE_ID,           /* 12 digits, or 9 of an old card */
  VALUE_PHONE,
  VALUE_EMAIL,
  VALUE_ADDRESS,
  VALUE_SEX,
  VALUE_INT,
  VALUE_DECIMAL,
  VALUE_MONEY, /* VND without separators */
  VALUE_MST,
  VALUE_GCN_SERIAL,
  VALUE_GCN_BOOK,
  VALUE_DIGITS10,
  VALUE_DIGITS12,
  VALUE_DOC_NUMBER,
  VALUE_DOSSIER_CODE,
} ValueKind;

typedef enum {
  VALUE_PROVEN,   /* a check digit or a strict pattern holds */
  VALUE_PLAIN,    /* nothing to check, nothing against it */
  VALUE_DOUBTFUL, /* not of the shape its kind has */
} ValueCheck;

typedef struct {
  char *text; /* normalised, NFC; NULL when there is no such value in the text */
  ValueCheck check;
  gsize start, end; /* bytes of the raw text it was taken from */
} Value;

/* The name in *.form and procedures.json, such as "id12_or_9"; FALSE when unknown. */
gboolean value_kind_parse (const char *name, ValueKind *kind);

/* Finds the first value of @kind in @raw (UTF-8); value->text NULL when there is none. */
void value_parse (ValueKind kind, const char *raw, Value *value);
void value_clear (Value *value);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Value, value_clear)

/* For finders. Fills @value and takes @text; TRUE. */
gboolean value_set (Value *value, char *text, ValueCheck check, gsize start, gsize end);
/* Fills @value with the first match of @pattern in @raw. */
gboolean value_match (const char *pattern, const char *raw, Value *value,
                      ValueCheck check);
/* Takes the spaces out of @text, in place; returns it. */
char *value_drop_spaces (char *text);
