/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/field.h"
#include "ocr/excerpt.h"
#include "ocr/figures.h"
#include "ocr/labels.h"

/* What a second reading needs; all NULL for none. */
typedef struct {
  Figures *figures;
  Image *upright;
  Image *ink; /* what the rows were read from: the same geometry */
} Second;

/* TRUE when values of @kind are figures, so that a second reading makes sense. */
gboolean second_is_for (ValueKind kind);

/* Reads again what @label's value is made of: @printed (owned; NULL when nothing was found
 * behind the label) is compared with it. Agreement raises the confidence. Where readings
 * differ two of three win, else one of the right shape, and a person is asked to look.
 * Returns @printed, another field, or NULL. */
Field *second_read (const Second *second, const Rows *rows, const GArray *labels,
                    const FormField *wanted, const Label *label, int right,
                    Field *printed, ValueCheck *check) G_GNUC_WARN_UNUSED_RESULT;

/* Reads the numbers among the words of an address again ("146/40"). */
void second_read_numbers (const Second *second, Excerpt *excerpt);
