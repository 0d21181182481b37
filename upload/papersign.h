/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/pdf.h"
#include "upload/signer.h"

/* Fills @signing so that a PDF is signed by @signer, now; returns @signing, or NULL when
 * there is no signer. Both are borrowed until the PDF is closed. */
const PdfSigning *papersign_fill (PdfSigning *signing, Signer *signer);
