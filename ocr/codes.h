/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/image.h"

/* QR codes and Code 128 barcodes of a page. */
typedef struct {
  char *text; /* payload: UTF-8, no control characters, trimmed */
  Box box;    /* on the image */
  gboolean qr;
} Code;

void code_free (Code *code);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Code, code_free)

/* Code, owned, each payload once, at most LIMIT_CODES_PER_PAGE. Payloads that are no text
 * or longer than LIMIT_CODE_BYTES are left out. Looks at the page as it is, then enlarged
 * where something looks like a QR code, and starts nothing more after @deadline_ms. */
GPtrArray *codes_find (Image *upright, guint deadline_ms) G_GNUC_WARN_UNUSED_RESULT;
