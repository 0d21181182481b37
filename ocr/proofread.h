/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/words.h"

/* Corrects the text by what was found out about it: a page's text says the same as its
 * fields. Of @fields (Field) those count that nobody is asked to look at: a machine-readable
 * zone line by line, and figures, which were read twice, where they stand in one word or one
 * to a box. */
void proofread_words (Words *words, const GPtrArray *fields);
