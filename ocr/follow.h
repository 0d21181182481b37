/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/excerpt.h"
#include "ocr/labels.h"

/* The text behind @label, or below it where nothing stands behind, as far as it is one
 * value of @field; nothing from @right on (the next column) belongs to it. May be empty. */
Excerpt *follow_take (const Rows *rows, const GArray *labels, const FormField *field,
                      const Label *label, int right) G_GNUC_WARN_UNUSED_RESULT;
