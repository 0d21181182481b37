/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/pageimage.h"

/* How the layers of a page image stand in a PDF. Text only; pdf.c writes it. */

/* Entries of the dictionary of the layer's image object, besides its length; @stencil is
 * the object of its stencil, if it has one. Caller frees. */
char *pdflayer_format_entries (const Layer *layer,
                               guint stencil) G_GNUC_WARN_UNUSED_RESULT;

/* The same for the object of its stencil. */
char *pdflayer_format_stencil (const Layer *layer) G_GNUC_WARN_UNUSED_RESULT;

/* Appends what paints @layer of @image, called /Im@index, in its place on the page. */
void pdflayer_append (GString *content, const Layer *layer, guint index,
                      const PageImage *image);
