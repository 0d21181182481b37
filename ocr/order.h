/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/words.h"

/* Puts recognised words into the order in which a person reads them, and numbers their
 * lines anew: top to bottom; what stands on one line of a form or a row of a table from
 * left to right, each cell with all its lines; columns whose lines do not align one after
 * the other. Of the text it looks at what begins and ends a line. */
void order_words (Words *words);
