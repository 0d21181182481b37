/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/pageimage.h"

/* The layers that show @page best for their size: masks of full resolution for ink, a
 * smaller picture behind them, and the page as it is where these would lose something.
 * @marks is the ink that was found on it (1 bit, same size), or NULL: the page is then one
 * picture. FAULT_TEMPORARY without memory. */
PageImage *layers_encode (Image *page, Image *marks,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* One picture of the whole page: G4 for 1 bit, which is every rung; JPEG for the others, of
 * less quality from rung to rung. FAULT_TEMPORARY without memory. */
PageImage *layers_encode_plain (Image *page, GError **error) G_GNUC_WARN_UNUSED_RESULT;
