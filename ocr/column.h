/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/excerpt.h"
#include "ocr/labels.h"

/* The text of the table's row that begins with @label, in the column whose head above is
 * one of @heads; empty when there is no such head. */
Excerpt *column_take (const Rows *rows, const GArray *labels, const Label *label,
                      const GPtrArray *heads) G_GNUC_WARN_UNUSED_RESULT;
