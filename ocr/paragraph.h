/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/piece.h"

/* Finds which pieces go on with the one above them, in cells beside each other, and links
 * them by head and rest. @bands [@first, @end) stand right below one another; @height is
 * that of a usual line, the page's text reaches from @left to @right. */
void paragraph_link (const GPtrArray *bands, guint first, guint end, double height,
                     int left, int right);
