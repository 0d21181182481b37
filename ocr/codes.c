/* SPDX-License-Identifier: Apache-2.0 */

/* Codes are hostile text. Nothing of a payload is followed or interpreted here; it leaves
 * as checked UTF-8 or not at all. ZBar guesses at character sets, so it is told to hand
 * over the bytes (binary mode), which are UTF-8 on the cards.
 *
 * The modules of a card's QR are 3 to 4 pixels at 200 dpi, too few for ZBar, and a page
 * full of text distracts it; enlarged and cut out most of them read. Only regions that
 * are textured like a QR are tried. */

#include "ocr/codes.h"

#include "config/limits.h"
#include "ocr/plain.h"
#include "ocr/texture.h"

#include <leptonica/allheaders.h>
#include <zbar.h>

#include <string.h>

#define REGIONS_MOST  2
#define CLEAR_CHANGES 1.3 /* of a region with the small modules of a card */
#define FINE_DPI      250
#define SHARPENING    0.7f
#define BAR_ROWS      20 /* pixels between two rows that are searched for bars */

typedef struct {
  zbar_image_scanner_t *scanner;
  GPtrArray *codes;
  gint64 until_us;
} Finder;

void
code_free (Code *code) {
  g_free (code->text);
  g_free (code);
}

/* Trimmed text of @size bytes, or NULL when it is none. A byte order mark goes. */
static char *
take_text (const char *bytes, gsize size) {
  g_autofree char *text = NULL, *normal = NULL;
  const char *start;

  if (size == 0 || size > LIMIT_CODE_BYTES || !g_utf8_validate_len (bytes, size, NULL))
    return NULL;
  text = g_strndup (bytes, size);
  start = g_str_has_prefix (text, "\xEF\xBB\xBF") ? text + 3 : text;
  g_strstrip (text);
  start = MIN (start, text + strlen (text));
  normal = g_utf8_normalize (start, -1, G_NORMALIZE_NFC);
  return plain_check (normal, LIMIT_CODE_BYTES) ? g_steal_pointer (&normal) : NULL;
}

static gboolean
is_known (const Finder *finder, const char *text) {
  for (guint i = 0; i < finder->codes->len; i++)
    if (g_str_equal (((const Code *) g_ptr_array_index (finder->codes, i))->text, text))
      return TRUE;
  return FALSE;
}

/* @origin and @scale tell where the scanned piece lies on the page. */
static void
keep_symbol (Finder *finder, const zbar_symbol_t *symbol, Box origin, int scale) {
  g_autofree char *text
      = take_text (zbar_symbol_get_data (symbol), zbar_symbol_get_data_length (symbol));
  Code *code;

  if (text == NULL || is_known (finder, text)
      || finder->codes->len >= LIMIT_CODES_PER_PAGE)
    return;
  code = g_new0 (Code, 1);
  code->text = g_steal_pointer (&text);
  code->qr = zbar_symbol_get_type (symbol) == ZBAR_QRCODE;
  code->box = (Box){G_MAXINT, G_MAXINT, G_MININT, G_MININT};
  for (guint i = 0; i < zbar_symbol_get_loc_size (symbol); i++) {
    int x = origin.left + zbar_symbol_get_loc_x (symbol, i) / scale;
    int y = origin.top + zbar_symbol_get_loc_y (symbol, i) / scale;

    code->box.left = MIN (code->box.left, x);
    code->box.top = MIN (code->box.top, y);
    code->box.right = MAX (code->box.right, x + 1);
    code->box.bottom = MAX (code->box.bottom, y + 1);
  }
  if (zbar_symbol_get_loc_size (symbol) == 0)
    code->box = origin;
  g_ptr_array_add (finder->codes, code);
}

/* Rows of @grey without padding, in byte order; caller frees. */
static guint8 *
copy_rows (Image *grey) {
  gsize width = (gsize) pixGetWidth (grey), height = (gsize) pixGetHeight (grey);
  guint8 *rows = g_malloc (width * height);

  for (gsize y = 0; y < height; y++) {
    const l_uint32 *line = pixGetData (grey) + y * (gsize) pixGetWpl (grey);

    for (gsize x = 0; x < width; x++)
      rows[y * width + x] = GET_DATA_BYTE (line, x);
  }
  return rows;
}

/* Scans @grey, a piece of the page at @origin enlarged @scale times. */
static void
scan_piece (Finder *finder, Image *grey, Box origin, int scale) {
  g_autofree guint8 *rows = NULL;
  zbar_image_t *image;

  if (grey == NULL || g_get_monotonic_time () > finder->until_us)
    return;
  rows = copy_rows (grey);
  image = zbar_image_create ();
  zbar_image_set_format (image, zbar_fourcc ('Y', '8', '0', '0'));
  zbar_image_set_size (image, (unsigned) pixGetWidth (grey),
                       (unsigned) pixGetHeight (grey));
  zbar_image_set_data (
      image, rows,
      (unsigned long) pixGetWidth (grey) * (unsigned long) pixGetHeight (grey), NULL);
  if (zbar_scan_image (finder->scanner, image) > 0)
    for (const zbar_symbol_t *symbol = zbar_image_first_symbol (image); symbol != NULL;
         symbol = zbar_symbol_next (symbol))
      keep_symbol (finder, symbol, origin, scale);
  zbar_image_destroy (image);
}

typedef enum {
  PLAIN,
  SHARPENED,
  BITONAL,
} Finish;

static Image *
finish_image (Image *large, int scale, Finish finish) {
  g_autoptr (Image) ink = NULL;

  switch (finish) {
  case PLAIN:
    return pixClone (large);
  case SHARPENED:
    return pixUnsharpMaskingGray (large, scale, SHARPENING);
  case BITONAL:
    if (pixOtsuAdaptiveThreshold (large, pixGetWidth (large), pixGetHeight (large), 0, 0,
                                  0.1f, NULL, &ink)
        != 0)
      return NULL;
    return pixConvertTo8 (ink, 0);
  }
  g_assert_not_reached ();
}

/* Small modules want to be enlarged and sharpened, large ones are spoilt by it. How much
 * depends on blur, so there are several tries, the most promising first. */
static void
scan_region (Finder *finder, Image *grey, const Texture *texture, gboolean fine) {
  static const struct {
    int scale;
    Finish finish;
  } tries[] = {{1, PLAIN}, {2, SHARPENED}, {3, SHARPENED}, {4, BITONAL}, {3, PLAIN}};
  gboolean clear = texture->changes >= CLEAR_CHANGES;
  guint first = !clear ? 0 : fine ? 1 : 2, last = clear ? G_N_ELEMENTS (tries) : 2;
  Box box = texture->box;
  BOX *clip = boxCreate (box.left, box.top, box.right - box.left, box.bottom - box.top);
  g_autoptr (Image) piece = pixClipRectangle (grey, clip, NULL);
  guint known = finder->codes->len;

  boxDestroy (&clip);
  for (guint i = first; piece != NULL && i < last && finder->codes->len == known; i++) {
    g_autoptr (Image) large
        = pixScaleGrayLI (piece, (float) tries[i].scale, (float) tries[i].scale);
    g_autoptr (Image) finished
        = large != NULL ? finish_image (large, tries[i].scale, tries[i].finish) : NULL;

    scan_piece (finder, finished, box, tries[i].scale);
  }
}

static zbar_image_scanner_t *
open_scanner (zbar_symbol_type_t symbol) {
  zbar_image_scanner_t *scanner = zbar_image_scanner_create ();

  zbar_image_scanner_set_config (scanner, ZBAR_NONE, ZBAR_CFG_ENABLE, 0);
  zbar_image_scanner_set_config (scanner, symbol, ZBAR_CFG_ENABLE, 1);
  return scanner;
}

/* Bars stand upright, so a few rows of the whole page meet every barcode. */
static void
find_bars (Finder *finder, Image *grey) {
  finder->scanner = open_scanner (ZBAR_CODE128);
  zbar_image_scanner_set_config (finder->scanner, ZBAR_NONE, ZBAR_CFG_X_DENSITY, 0);
  zbar_image_scanner_set_config (finder->scanner, ZBAR_NONE, ZBAR_CFG_Y_DENSITY,
                                 BAR_ROWS);
  scan_piece (finder, grey, (Box){0, 0, pixGetWidth (grey), pixGetHeight (grey)}, 1);
  zbar_image_scanner_destroy (finder->scanner);
}

static void
find_qrs (Finder *finder, Image *grey, guint res_dpi) {
  g_autoptr (GArray) regions = texture_find (grey, res_dpi, REGIONS_MOST);

  finder->scanner = open_scanner (ZBAR_QRCODE);
  zbar_image_scanner_set_config (finder->scanner, ZBAR_QRCODE, ZBAR_CFG_BINARY, 1);
  for (guint i = 0; i < regions->len; i++)
    scan_region (finder, grey, &g_array_index (regions, Texture, i), res_dpi >= FINE_DPI);
  zbar_image_scanner_destroy (finder->scanner);
}

GPtrArray *
codes_find (Image *upright, guint deadline_ms) {
  g_autoptr (Image) grey = pixGetDepth (upright) == 32 ? pixConvertRGBToGrayFast (upright)
                                                       : pixConvertTo8 (upright, 0);
  Finder finder = {
      .codes = g_ptr_array_new_with_free_func ((GDestroyNotify) code_free),
      .until_us = g_get_monotonic_time () + deadline_ms * (gint64) 1000,
  };

  if (grey == NULL)
    return finder.codes;
  find_qrs (&finder, grey, image_get_res_dpi (upright));
  find_bars (&finder, grey);
  return finder.codes;
}
