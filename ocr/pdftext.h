/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/words.h"

/* Appends one text object (BT ... ET) that shows @words invisibly in the font called /F0,
 * each word fitted to its box. @height_px is the page's, @pt_per_px the scale. Nothing is
 * appended for NULL or no words. */
void pdftext_append (GString *content, const Words *words, guint height_px,
                     double pt_per_px);

/* Appends @number with three decimals and a point, whatever the locale says. */
void pdftext_append_number (GString *content, double number);
