/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/words.h"

/* Sets @text as one recognised line at @left, @top of @words: letters are 20 x 36 pixels,
 * words are a letter apart, and each further space is 60 pixels more. */
void compose_line (Words *words, int left, int top, const char *text);

/* Sets @lines (NULL ends them) at the left margin, 60 pixels apart, from 100 down. */
Words *compose_page (const char *const *lines);
