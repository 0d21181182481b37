/* SPDX-License-Identifier: Apache-2.0 */

/* Ink and paper. A red seal is bright in the red channel and so are yellow paper and most
 * guilloches, while black print and blue pens stay dark: the red channel alone takes most
 * seals off the text. */

#include "ocr/ink.h"

#include <leptonica/allheaders.h>

#define TILE_PX       16
#define INK_THRESHOLD 160

static Image *
take_grey (Image *raw) {
  if (pixGetDepth (raw) == 32)
    return pixGetRGBComponent (raw, COLOR_RED);
  return pixConvertTo8 (raw, 0);
}

Image *
ink_extract (Image *raw) {
  g_autoptr (Image) grey = take_grey (raw);
  Image *flat = pixBackgroundNorm (grey, NULL, NULL, TILE_PX, TILE_PX, 80, 60, 230, 2, 2);

  return flat != NULL ? flat : g_steal_pointer (&grey);
}

Image *
ink_threshold (Image *grey) {
  return pixThresholdToBinary (grey, INK_THRESHOLD);
}
