/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/crop.h"
#include "ocr/quality.h"

/* Corners of the sheet that are folded over, as defects appended to @defects. @glimpse is
 * of the scan as it came. */
void corner_find (const Glimpse *glimpse, const Crop *crop, GArray *defects);
