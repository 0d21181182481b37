/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/image.h"

/* Takes off the 1-bit @mask what is no text by its size or density: frames, photographs,
 * emblems, large signatures, QR codes, dark edges. */
void pictures_remove (Image *mask);
