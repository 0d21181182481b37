/* SPDX-License-Identifier: Apache-2.0 */

/* The one C++ file. ZXing is the better decoder of small codes on scanned cards (the
 * figures are in ocr/README.md), and Debian's build of it has no C interface. No exception leaves this
 * file: a code that makes the library throw is a code that is not read. */

#include "ocr/barcode.h"

#define ZX_USE_UTF8
#include <BarcodeFormat.h>
#include <BitMatrix.h>
#include <DecodeHints.h>
#include <MultiFormatWriter.h>
#include <ReadBarcode.h>

#include <exception>

#define SYMBOLS_MOST 8

static ZXing::DecodeHints
make_hints (BarcodeKind kind, gboolean global) {
  ZXing::DecodeHints hints;

  hints.setFormats (kind == BARCODE_QR ? ZXing::BarcodeFormat::QRCode
                                       : ZXing::BarcodeFormat::Code128);
  hints.setTryRotate (false);
  hints.setTryDownscale (false);
  hints.setMaxNumberOfSymbols (SYMBOLS_MOST);
  if (global)
    hints.setBinarizer (ZXing::Binarizer::GlobalHistogram);
  return hints;
}

static void
report (const ZXing::Result &result, BarcodeKind kind, BarcodeFunc on_code,
        gpointer data) {
  const ZXing::ByteArray &bytes = result.bytes ();
  const ZXing::Position &at = result.position ();
  int corners[8];

  for (int i = 0; i < 4; i++) {
    corners[2 * i] = at[i].x;
    corners[2 * i + 1] = at[i].y;
  }
  on_code (kind, bytes.data (), bytes.size (), corners, data);
}

void
barcode_find (const guint8 *grey, guint width, guint height, BarcodeKind kind,
              gboolean global, BarcodeFunc on_code, gpointer data) {
  try {
    ZXing::ImageView view (grey, (int) width, (int) height, ZXing::ImageFormat::Lum);

    for (const ZXing::Result &result :
         ZXing::ReadBarcodes (view, make_hints (kind, global)))
      if (result.isValid ())
        report (result, kind, on_code, data);
  } catch (const std::exception &) {
    return;
  }
}

guint8 *
barcode_make (BarcodeKind kind, const char *text, guint *width, guint *height) {
  try {
    ZXing::MultiFormatWriter writer (kind == BARCODE_QR ? ZXing::BarcodeFormat::QRCode
                                                        : ZXing::BarcodeFormat::Code128);
    ZXing::BitMatrix matrix;
    guint8 *modules;

    writer.setMargin (0);
    if (kind == BARCODE_QR)
      writer.setEccLevel (6);
    matrix = writer.encode (text, 0, 0);
    *width = (guint) matrix.width ();
    *height = kind == BARCODE_QR ? (guint) matrix.height () : 1;
    modules = (guint8 *) g_malloc ((gsize) *width * *height);
    for (guint y = 0; y < *height; y++)
      for (guint x = 0; x < *width; x++)
        modules[y * *width + x] = matrix.get ((int) x, (int) y) ? 1 : 0;
    return modules;
  } catch (const std::exception &) {
    return NULL;
  }
}
