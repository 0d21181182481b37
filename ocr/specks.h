/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/image.h"

/* Takes leader dots (and dashed lines) and specks of dirt off @grey and off its 1-bit
 * @mask. Dots that belong to letters stay: tone marks, periods, colons. */
void specks_remove (Image *grey, Image *mask);
