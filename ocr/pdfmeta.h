/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/pdf.h"

/* What a PDF says about itself, twice: the Info dictionary and the XMP packet must agree
 * (ISO 19005-1, 6.7.3). */

/* FAULT_USAGE when the title is not printable UTF-8 or the language no tag. */
gboolean pdfmeta_check (const PdfInfo *info, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The Info dictionary; caller frees. */
char *pdfmeta_format_info (const PdfInfo *info) G_GNUC_WARN_UNUSED_RESULT;

/* The XMP packet; caller frees. */
char *pdfmeta_format_xmp (const PdfInfo *info) G_GNUC_WARN_UNUSED_RESULT;
