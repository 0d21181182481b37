/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/excerpt.h"
#include "ocr/labels.h"

/* What stands in the rectangle @zone_mm (left, top, width, height, from the upper left
 * corner of @label's first word) of a page of @res_dpi, row by row. May be empty. */
Excerpt *area_take (const Rows *rows, const Label *label, const double zone_mm[4],
                    guint res_dpi) G_GNUC_WARN_UNUSED_RESULT;
