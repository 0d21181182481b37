/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/crop.h"

/* The quality gate: what is wrong with @raw, the scan as it came, so that it should be
 * scanned again. @glimpse and @crop are of it; what is @blank cannot be blurred or cut.
 * Defect; caller owns. */
GArray *inspect_page (Image *raw, const Glimpse *glimpse, const Crop *crop,
                      gboolean blank) G_GNUC_WARN_UNUSED_RESULT;

/* Takes back what @defects blame a page for that has turned out to be blank. */
void inspect_excuse (GArray *defects);
