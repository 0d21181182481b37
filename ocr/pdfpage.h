/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/image.h"

/* Pages of a PDF that a person brings, as images. Part of motcua-read alone, since the
 * library behind it brings its fonts along; pdfpage-none.c stands in where it is not built
 * in. Scripts, actions, forms' logic and files inside are never looked at. */

/* Before the sandbox closes. */
void pdfpage_init (void);

/* FAULT_IMAGE: it wants a password, has no page or more than LIMIT_FILE_PAGES, or is
 * broken beyond use. */
gboolean pdfpage_count (const guint8 *bytes, gsize size_bytes, guint *pages,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Draws page @leaf (from 0) at 300 dpi, less for a page larger than A3, within
 * LIMIT_PDF_MEMORY_BYTES and LIMIT_PDF_CPU_S. FAULT_IMAGE when anything on it cannot be
 * drawn: never half a page. */
Image *pdfpage_draw (const guint8 *bytes, gsize size_bytes, guint leaf,
                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
