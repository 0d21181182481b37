/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/gazetteer.h"
#include "ocr/understand.h"
#include "ocr/values.h"

/* The anchor "@number": the number of an official letter. */
#define FORM_NUMBER "number"

/* What one *.form file says; forms/README.md describes the file. Phrases are kept as
 * fold_letters keys. */

typedef enum {
  WHERE_AFTER,      /* behind the label, or below it when nothing stands there */
  WHERE_INLINE,     /* behind the label in running text */
  WHERE_COLUMN,     /* in the row of the label, under a head of `columns` */
  WHERE_LETTERHEAD, /* the issuing body at the upper left */
  WHERE_DATELINE,   /* "place, ngày ... tháng ... năm ..." */
  WHERE_SIGNATURE,  /* the name below the label of an office */
  WHERE_CELL,       /* the label and what follows it in its cell, wrapped lines too */
  WHERE_ALONE,      /* a cell that holds nothing but a value that proves its kind */
  WHERE_ZONE,       /* in a rectangle that lies as `zone_mm` says from the label */
} FieldWhere;

typedef struct {
  char *name;
  ValueKind kind;
  FieldWhere where;
  char *block;        /* NULL: any */
  GPtrArray *labels;  /* char *, owned */
  GPtrArray *columns; /* char *, owned */
  GPtrArray *until;   /* char *, owned: ends the value */
  GPtrArray *skip;    /* char *, owned: words that may stand before the value */
  GPtrArray *behind;  /* char *, owned: words that must */
  double zone_mm[4];  /* left, top, width, height, from the label's upper left corner */
  gboolean fallback;  /* "[field NAME/2]": only when the others found nothing */
  gboolean last;      /* the last place on the page counts, not the first */
} FormField;

typedef struct {
  char *name;
  GPtrArray *starts; /* char *, owned */
} FormBlock;

typedef struct {
  char *text;        /* key */
  gboolean anywhere; /* "*TITLE": may stand inside the title line */
  gboolean more;     /* "TITLE*": more words may follow, though it is short */
} FormTitle;

typedef enum {
  RULE_BEFORE,
  RULE_NOT_AFTER,
  RULE_SAME, /* the same text but for marks, case and spacing */
} RuleRelation;

/* What holds between two values of a page; dates by the part that both have. */
typedef struct {
  char *first, *second; /* names of fields */
  RuleRelation relation;
} FormRule;

typedef struct {
  char *type;
  GPtrArray *titles;    /* FormTitle, owned */
  GPtrArray *anchors;   /* char *, owned */
  guint anchors_needed; /* to know the paper without a title; 0: never */
  GPtrArray *against;   /* char *, owned: lines in capitals that forbid that */
  GPtrArray *blocks;    /* FormBlock, owned */
  GPtrArray *fields;    /* FormField, owned */
  GPtrArray *rules;     /* FormRule, owned */
} Form;

struct Forms {
  GPtrArray *forms;     /* Form, owned */
  GHashTable *labels;   /* every label of every form, char *, owned: any of them ends a
                         value */
  GPtrArray *stops;     /* char *, owned: phrases that end a value and start none */
  Gazetteer *gazetteer; /* NULL: no address is compared with places */
};
