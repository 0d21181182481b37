/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/image.h"

/* A second reader, for figures only. One serves one thread. */
typedef struct Figures Figures;

/* Loads the model: from here on no file is opened. FAULT_CONFIG names the Debian package
 * that is missing. */
Figures *figures_new (GError **error) G_GNUC_WARN_UNUSED_RESULT;
void figures_free (Figures *figures);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Figures, figures_free)

/* What stands in @box of @page (grey or 1 bit) as one line made of nothing but @letters,
 * such as "0123456789/"; NULL when nothing is read. Caller frees. @confidence is 0..1, of
 * the least sure word. */
char *figures_read (Figures *figures, Image *page, Box box, const char *letters,
                    double *confidence) G_GNUC_WARN_UNUSED_RESULT;
