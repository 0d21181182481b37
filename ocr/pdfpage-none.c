/* SPDX-License-Identifier: Apache-2.0 */

/* A build without MuPDF (meson -Dpdf=disabled): PDFs are refused, with the reason. */

#include "ocr/pdfpage.h"

#include "config/fault.h"

static void
set_absent (GError **error) {
  g_set_error_literal (error, FAULT, FAULT_IMAGE,
                       "a PDF, which this installation does not read; print it, or bring "
                       "its pages as images");
}

void
pdfpage_init (void) {
}

gboolean
pdfpage_count (const guint8 *bytes, gsize size, guint *pages, GError **error) {
  set_absent (error);
  return FALSE;
}

Image *
pdfpage_draw (const guint8 *bytes, gsize size, guint leaf, GError **error) {
  set_absent (error);
  return NULL;
}
