/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/pdf.h"

/* What a PDF says about itself, twice: the Info dictionary and the XMP packet must agree
 * (ISO 19005-1, 6.7.3). */

/* FAULT_USAGE when the title is not printable UTF-8 or the language no tag. */
gboolean pdfmeta_check (const PdfInfo *info, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The Info dictionary; caller frees. */
char *pdfmeta_format_info (const PdfInfo *info) G_GNUC_WARN_UNUSED_RESULT;

/* Appends to @history what page @number (1..) was made from and how: the digest of its
 * master and the recipe of its layers. */
void pdfmeta_append_history (GString *history, guint number, const PdfPage *page);

/* The XMP packet; @history is made by the above. Caller frees. */
char *pdfmeta_format_xmp (const PdfInfo *info,
                          const char *history) G_GNUC_WARN_UNUSED_RESULT;

/* A text string in hexadecimal UTF-16BE with its byte order mark; caller frees. */
char *pdfmeta_format_text (const char *text) G_GNUC_WARN_UNUSED_RESULT;

/* A date (ISO 32000-1, 7.9.4), without its parentheses; caller frees. */
char *pdfmeta_format_date (gint64 time_s) G_GNUC_WARN_UNUSED_RESULT;
