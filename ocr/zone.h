/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/mrz.h"
#include "ocr/rows.h"
#include "ocr/second.h"

/* The machine-readable zone among the rows of a page, read again when @second can; NULL
 * when there is none. @box is where it stands. */
Mrz *zone_find (const Second *second, const Rows *rows,
                Box *box) G_GNUC_WARN_UNUSED_RESULT;
