/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/pageimage.h"

/* How the layers of a page image stand in a PDF. Text only; pdf.c writes it. */

/* Entries of the dictionary of the layer's image object, besides its length; caller
 * frees. */
char *pdflayer_format_entries (const Layer *layer) G_GNUC_WARN_UNUSED_RESULT;

/* Appends what paints @layer of @image, called /Im@index, in its place on the page. */
void pdflayer_append (GString *content, const Layer *layer, guint index,
                      const PageImage *image);
