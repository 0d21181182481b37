/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* Appends, for a page of @width_pt by @height_pt, the words "TẬP HUẤN" (for training) drawn
 * across it, corner to corner, above everything else: what is made for practice is never
 * taken for a paper. */
void pdfmark_append (GString *content, double width_pt, double height_pt);
