/* SPDX-License-Identifier: Apache-2.0 */

/* The Vietnamese model was trained on prose: it reads a zero with a dot as 6, a seven with
 * a bar as 2, a closed zero as O, and it is sure of it. The English model, which Debian's
 * Tesseract brings along, reads the same figures nearly always right when it may choose
 * among figures only. A value costs about 10 ms, and there are some six to a page. */

#include "ocr/figures.h"

#include "ocr/model.h"

#include <leptonica/allheaders.h>
#include <tesseract/capi.h>

#include <string.h>

#define MODEL         "eng"
#define BORDER_PX     12
#define SIDE_LEAST_PX 8
#define DARK          160 /* below this a pixel is ink */
#define GAP_PART      4   /* heights of the place to a gap between figures */
#define BUDGET_MS     2000

struct Figures {
  TessBaseAPI *tess;
};

Figures *
figures_new (GError **error) {
  TessBaseAPI *tess = model_open (MODEL, error);
  Figures *figures;

  if (tess == NULL)
    return NULL;
  TessBaseAPISetPageSegMode (tess, PSM_SINGLE_LINE);
  figures = g_new0 (Figures, 1);
  figures->tess = tess;
  return figures;
}

void
figures_free (Figures *figures) {
  TessBaseAPIDelete (figures->tess);
  g_free (figures);
}

static Image *
clip_image (Image *image, Box box) {
  BOX *clip = boxCreate (box.left, box.top, box.right - box.left, box.bottom - box.top);
  Image *piece = pixClipRectangle (image, clip, NULL);

  boxDestroy (&clip);
  return piece;
}

static gboolean
is_blank (Image *grey, int x) {
  for (int y = 0; y < pixGetHeight (grey); y++) {
    const l_uint32 *line = pixGetData (grey) + (gsize) y * (gsize) pixGetWpl (grey);

    if (GET_DATA_BYTE (line, x) < DARK)
      return FALSE;
  }
  return TRUE;
}

/* Figures that stood one to a box are moved together: blank columns beyond a part of the
 * height go. Copies of what stays lie side by side in the result. */
static Image *
squeeze (Image *grey) {
  int width = pixGetWidth (grey), height = pixGetHeight (grey), gap = 0, to = 0;
  g_autoptr (Image) tight = pixCreateTemplate (grey);

  if (tight == NULL)
    return NULL;
  for (int x = 0; x < width; x++) {
    gap = is_blank (grey, x) ? gap + 1 : 0;
    if (gap > height / GAP_PART)
      continue;
    pixRasterop (tight, to++, 0, 1, height, PIX_SRC, grey, x, 0);
  }
  if (to < SIDE_LEAST_PX)
    return NULL;
  return clip_image (tight, (Box){0, 0, to, height});
}

static Image *
cut_out (Image *page, Box box) {
  g_autoptr (Image) piece = clip_image (page, box);
  g_autoptr (Image) grey = piece != NULL ? pixConvertTo8 (piece, 0) : NULL;
  g_autoptr (Image) tight = NULL;

  if (grey == NULL || pixGetWidth (grey) < SIDE_LEAST_PX
      || pixGetHeight (grey) < SIDE_LEAST_PX)
    return NULL;
  tight = squeeze (grey);
  return tight != NULL ? pixAddBorder (tight, BORDER_PX, 255) : NULL;
}

static double
get_least_confidence (TessBaseAPI *tess) {
  int *confidences = TessBaseAPIAllWordConfidences (tess);
  int least = 100;

  for (guint i = 0; confidences != NULL && confidences[i] >= 0; i++)
    least = MIN (least, confidences[i]);
  TessDeleteIntArray (confidences);
  return least / 100.0;
}

char *
figures_read (Figures *figures, Image *page, Box box, const char *letters,
              double *confidence) {
  g_autoptr (Image) piece = NULL;
  g_autofree char *text = NULL;
  char *read;

  piece = cut_out (page, box);
  if (piece == NULL
      || !TessBaseAPISetVariable (figures->tess, "tessedit_char_whitelist", letters))
    return NULL;
  TessBaseAPISetImage2 (figures->tess, piece);
  TessBaseAPISetSourceResolution (figures->tess, (int) image_get_res_dpi (page));
  if (model_recognise (figures->tess, BUDGET_MS)) {
    read = TessBaseAPIGetUTF8Text (figures->tess);
    text = g_strdup (read != NULL ? g_strstrip (read) : "");
    *confidence = get_least_confidence (figures->tess);
    TessDeleteText (read);
  }
  TessBaseAPIClear (figures->tess);
  return text != NULL && *text != '\0' ? g_steal_pointer (&text) : NULL;
}
