/* SPDX-License-Identifier: Apache-2.0 */

/* Codes are hostile text. Nothing of a payload is followed or interpreted here; it leaves
 * as checked UTF-8 or not at all. The library guesses at character sets, so its bytes are
 * taken, which are UTF-8 on the cards.
 *
 * The modules of a card's QR are 3 to 4 pixels at 200 dpi, and a page full of text
 * distracts from it; cut out and enlarged most of them read. Only regions that are
 * textured like a QR are tried. */

#include "ocr/codes.h"

#include "config/limits.h"
#include "ocr/barcode.h"
#include "ocr/plain.h"
#include "ocr/raster.h"
#include "ocr/texture.h"

#include <leptonica/allheaders.h>

#include <string.h>

#define REGIONS_MOST  2
#define CLEAR_CHANGES 1.3 /* of a region with the small modules of a card */
#define FINE_DPI      250
#define SHARPENING    0.7f
#define BAR_ROWS      20 /* pixels between two rows that are searched for bars */

typedef struct {
  GPtrArray *codes;
  gint64 until_us;
  Box origin; /* where the searched piece lies on the page */
  double scale_x, scale_y;
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

static void
keep_code (BarcodeKind kind, const guint8 *bytes, gsize size, const int corners[8],
           gpointer data) {
  Finder *finder = data;
  g_autofree char *text = take_text ((const char *) bytes, size);
  Code *code;

  if (text == NULL || is_known (finder, text)
      || finder->codes->len >= LIMIT_CODES_PER_PAGE)
    return;
  code = g_new0 (Code, 1);
  code->text = g_steal_pointer (&text);
  code->qr = kind == BARCODE_QR;
  code->box = (Box){G_MAXINT, G_MAXINT, G_MININT, G_MININT};
  for (guint i = 0; i < 4; i++) {
    int x = finder->origin.left + (int) (corners[2 * i] / finder->scale_x);
    int y = finder->origin.top + (int) (corners[2 * i + 1] / finder->scale_y);

    code->box.left = MIN (code->box.left, x);
    code->box.top = MIN (code->box.top, y);
    code->box.right = MAX (code->box.right, x + 1);
    code->box.bottom = MAX (code->box.bottom, y + 1);
  }
  g_ptr_array_add (finder->codes, code);
}

/* Rows of @grey without padding, in byte order, every @step-th one; caller frees. */
static guint8 *
copy_rows (Image *grey, gsize step) {
  gsize width = (gsize) pixGetWidth (grey), height = (gsize) pixGetHeight (grey);
  guint8 *rows = g_malloc (width * (height / step + 1));

  for (gsize y = 0; y < height; y += step) {
    const l_uint32 *line = raster_get_line (grey, (int) y);

    for (gsize x = 0; x < width; x++)
      rows[y / step * width + x] = GET_DATA_BYTE (line, x);
  }
  return rows;
}

/* Searches @grey, a piece of the page at @origin enlarged @scale times. */
static void
search_piece (Finder *finder, Image *grey, Box origin, double scale, gboolean global) {
  g_autofree guint8 *rows = NULL;

  if (grey == NULL || g_get_monotonic_time () > finder->until_us)
    return;
  rows = copy_rows (grey, 1);
  finder->origin = origin;
  finder->scale_x = finder->scale_y = scale;
  barcode_find (rows, (guint) pixGetWidth (grey), (guint) pixGetHeight (grey), BARCODE_QR,
                global, keep_code, finder);
}

/* Clear codes read as they are. Small modules want to be enlarged, blurred ones sharpened,
 * so there are several tries, the most promising first. */
static const struct {
  float scale;
  float sharpening; /* 0: none */
  gboolean global;
} tries[] = {
    {1, 0, FALSE}, {2, 0, FALSE}, {2, 0.7f, FALSE}, {3, 0.7f, TRUE}, {4, 1.5f, FALSE},
};

static void
search_region (Finder *finder, Image *grey, const Texture *texture) {
  guint last = texture->changes >= CLEAR_CHANGES ? G_N_ELEMENTS (tries) : 2;
  Box box = texture->box;
  BOX *clip = boxCreate (box.left, box.top, box.right - box.left, box.bottom - box.top);
  g_autoptr (Image) piece = pixClipRectangle (grey, clip, NULL);
  guint known = finder->codes->len;

  box.left = MAX (box.left, 0);
  box.top = MAX (box.top, 0);
  boxDestroy (&clip);
  for (guint i = 0; piece != NULL && i < last && finder->codes->len == known; i++) {
    g_autoptr (Image) large = tries[i].scale > 1
                                  ? pixScaleGrayLI (piece, tries[i].scale, tries[i].scale)
                                  : pixClone (piece);
    g_autoptr (Image) sharp = NULL;

    if (large != NULL && tries[i].sharpening > 0)
      sharp
          = pixUnsharpMaskingGray (large, (l_int32) tries[i].scale, tries[i].sharpening);
    search_piece (finder, sharp != NULL ? sharp : large, box, tries[i].scale,
                  tries[i].global);
  }
}

static void
find_qrs (Finder *finder, Image *grey, guint res_dpi) {
  g_autoptr (GArray) regions = texture_find (grey, res_dpi, REGIONS_MOST);

  for (guint i = 0; i < regions->len; i++)
    search_region (finder, grey, &g_array_index (regions, Texture, i));
}

/* Bars stand upright, so a few rows of the whole page meet every barcode. */
static void
find_bars (Finder *finder, Image *grey) {
  g_autofree guint8 *rows = copy_rows (grey, BAR_ROWS);

  finder->origin = (Box){0};
  finder->scale_x = 1;
  finder->scale_y = 1.0 / BAR_ROWS;
  barcode_find (rows, (guint) pixGetWidth (grey), (guint) pixGetHeight (grey) / BAR_ROWS,
                BARCODE_128, FALSE, keep_code, finder);
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
