/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/pdf.h"

/* The objects that a signature adds to a PDF: a form with one invisible field, and the
 * signature's dictionary (ISO 32000-1, 12.8; ETSI EN 319 142-1, 5.3). Text only; pdf.c
 * writes it. All results are the caller's. */

#define PDFSIGN_DIGEST_BYTES 32 /* SHA-256 */

/* Entries of the field's appearance, an empty form. PDF/A wants one even of a field that
 * nobody sees. */
#define PDFSIGN_APPEARANCE "/Type /XObject /Subtype /Form /BBox [ 0 0 0 0 ]"

/* FAULT_USAGE when a text is not plain or the room cannot hold a signature. */
gboolean pdfsign_check (const PdfSigning *signing,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The catalogue's entry for a form of the field @widget alone. */
char *pdfsign_format_form (guint widget) G_GNUC_WARN_UNUSED_RESULT;

/* The field and its annotation in one dictionary, on the page @page. */
char *pdfsign_format_widget (guint page, guint appearance,
                             guint signature) G_GNUC_WARN_UNUSED_RESULT;

/* The dictionary up to the place of the signature, which stands at the file's offset
 * @place and has @rest_bytes behind it. Its length depends on neither. */
char *pdfsign_format_head (const PdfSigning *signing, guint64 place,
                           guint64 rest_bytes) G_GNUC_WARN_UNUSED_RESULT;
gsize pdfsign_measure_head (const PdfSigning *signing);

/* @cms as it fills its place; FAULT_CONFIG when it is larger than the room. */
char *pdfsign_format_contents (const PdfSigning *signing, GBytes *cms,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
gsize pdfsign_measure_contents (const PdfSigning *signing);
