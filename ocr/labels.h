/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/forms.h"
#include "ocr/rows.h"

/* One place of the page where a known label, block start or stop stands. */
typedef struct {
  const char *letters; /* the phrase's key, borrowed from the forms */
  guint row, token;    /* where it begins */
  guint value;         /* first token behind it, its notes and its colon */
  double quality;      /* 1 for every letter right */
  gboolean stop;       /* ends a value and is nobody's label */
} Label;

/* All labels of the page in order of rows and tokens: those of @form first of all, but
 * also those of other forms, because any label ends the value before it. */
GArray *labels_find (const Forms *forms, const Form *form,
                     const Rows *rows) G_GNUC_WARN_UNUSED_RESULT;

/* The first label of @row at or behind @token, or NULL. */
const Label *labels_get_next (const GArray *labels, guint row, guint token);

/* TRUE when @phrases holds the key of @label. */
gboolean label_is_one_of (const Label *label, const GPtrArray *phrases);
