/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* TRUE when @word can be a Vietnamese syllable: a beginning, a rhyme and at most one tone
 * that go together, in any case. Abbreviations, foreign words and most names of other
 * peoples cannot. */
gboolean syllable_exists (const char *word);

/* Share of the letters of @text that stand in syllables which exist, 0..1; 1 when it has no
 * letters. */
double syllable_get_share (const char *text);
