/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/pageimage.h"

/* One picture of the whole page: G4 for 1 bit, which is every rung; JPEG for the others, of
 * less quality from rung to rung. FAULT_TEMPORARY without memory. */
PageImage *layers_encode_plain (Image *page, GError **error) G_GNUC_WARN_UNUSED_RESULT;
