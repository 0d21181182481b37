/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/image.h"

/* How a page looks from afar, as text: enough to tell that the same sheet was fed twice,
 * not enough to read anything. */

#define LIKENESS_COLUMNS 24u
#define LIKENESS_ROWS    32u
#define LIKENESS_BYTES   (LIKENESS_COLUMNS * LIKENESS_ROWS)

/* A hexadecimal digit of ink for each cell of a grid over @upright; caller frees. NULL when
 * the page cannot be shrunk. */
char *likeness_dup (Image *upright) G_GNUC_WARN_UNUSED_RESULT;

/* TRUE for what likeness_dup() gives. */
gboolean likeness_is_valid (const char *likeness);

/* How alike two pages are, 0..1; 1 is the same picture. Pages without a likeness are
 * like nothing. */
double likeness_compare (const char *one, const char *other);
