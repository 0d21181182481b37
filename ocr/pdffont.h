/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* The font of the invisible text: every 16-bit code is one UTF-16 unit and shows one empty
 * glyph, half an em wide. It is generated, so the product carries no font file. */

#define PDFFONT_UNITS_PER_EM 1000
#define PDFFONT_ADVANCE      500
#define PDFFONT_ASCENT       800
#define PDFFONT_DESCENT      200 /* below the baseline */

/* A TrueType program with two empty glyphs. */
GByteArray *pdffont_new_program (void) G_GNUC_WARN_UNUSED_RESULT;

/* CIDToGIDMap: all 65536 codes show glyph 1, since .notdef is forbidden in PDF/A. */
GByteArray *pdffont_new_glyph_map (void) G_GNUC_WARN_UNUSED_RESULT;

/* ToUnicode CMap: a code is its own character. */
GString *pdffont_new_to_unicode (void) G_GNUC_WARN_UNUSED_RESULT;
