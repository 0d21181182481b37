/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* ZXing, which has a C++ interface only, for the rest of us. Payloads are hostile bytes,
 * handed over as they stand in the code. */

typedef enum {
  BARCODE_QR,
  BARCODE_128,
} BarcodeKind;

/* Called for each code that is read to its last check: its bytes and its corners as x, y
 * from the upper left clockwise in its own direction. */
typedef void (*BarcodeFunc) (BarcodeKind kind, const guint8 *bytes, gsize size,
                             const int corners[8], gpointer data);

/* Looks for codes of @kind on @height rows of @width bytes, one a pixel, 0 is black. QR
 * codes may be turned, bars stand upright. @global: one threshold for all, for an image
 * that is evenly lit. */
void barcode_find (const guint8 *grey, guint width, guint height, BarcodeKind kind,
                   gboolean global, BarcodeFunc on_code, gpointer data);

/* The modules of a code that holds @text (ASCII), one byte each, 1 is black, without a
 * margin: a square for BARCODE_QR, one row for BARCODE_128. NULL when @text does not fit;
 * caller frees. */
guint8 *barcode_make (BarcodeKind kind, const char *text, guint *width,
                      guint *height) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
