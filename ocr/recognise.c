/* SPDX-License-Identifier: Apache-2.0 */

/* Tesseract's LSTM engine with the Vietnamese model, behind its C interface. The model is
 * read once; after that nothing is opened, so that the sandbox can close. Memory only goes
 * in (never a path), and a budget of processor time bounds every page: text of a cancelled
 * page is partial and is thrown away. */

#include "ocr/recognise.h"

#include "config/fault.h"
#include "config/limits.h"
#include "ocr/model.h"
#include "ocr/order.h"
#include "ocr/scrawl.h"

#include <leptonica/allheaders.h>
#include <tesseract/capi.h>

#define MODEL "vie"

struct Recogniser {
  TessBaseAPI *tess;
};

Recogniser *
recogniser_new (GError **error) {
  TessBaseAPI *tess = model_open (MODEL, error);
  Recogniser *recogniser;

  if (tess == NULL)
    return NULL;
  recogniser = g_new0 (Recogniser, 1);
  recogniser->tess = tess;
  return recogniser;
}

void
recogniser_free (Recogniser *recogniser) {
  if (recogniser == NULL)
    return;
  TessBaseAPIDelete (recogniser->tess);
  g_free (recogniser);
}

static void
append_word (Words *words, TessResultIterator *at, guint line) {
  const TessPageIterator *place = TessResultIteratorGetPageIteratorConst (at);
  char *text = TessResultIteratorGetUTF8Text (at, RIL_WORD);
  double confidence = TessResultIteratorConfidence (at, RIL_WORD) / 100.0;
  Box box = {0};

  if (text == NULL)
    return;
  TessPageIteratorBoundingBox (place, RIL_WORD, &box.left, &box.top, &box.right,
                               &box.bottom);
  (void) words_append (words, text, confidence, box, line);
  TessDeleteText (text);
}

static void
collect (TessBaseAPI *tess, Words *words) {
  TessResultIterator *at = TessBaseAPIGetIterator (tess);
  guint line = 0;

  if (at == NULL)
    return;
  do {
    const TessPageIterator *place = TessResultIteratorGetPageIteratorConst (at);

    append_word (words, at, line);
    if (TessPageIteratorIsAtFinalElement (place, RIL_TEXTLINE, RIL_WORD))
      line++;
  } while (TessResultIteratorNext (at, RIL_WORD));
  TessResultIteratorDelete (at);
}

Words *
recogniser_read (Recogniser *recogniser, Image *ink, guint cpu_ms, GError **error) {
  g_autoptr (Words) words = words_new ();
  gboolean done;

  TessBaseAPISetPageSegMode (recogniser->tess, PSM_SINGLE_BLOCK);
  TessBaseAPISetImage2 (recogniser->tess, ink);
  TessBaseAPISetSourceResolution (recogniser->tess, (int) image_get_res_dpi (ink));
  done = model_recognise (recogniser->tess, cpu_ms);
  if (done)
    collect (recogniser->tess, words);
  scrawl_remove (words);
  order_words (words);
  TessBaseAPIClear (recogniser->tess);
  if (!done) {
    g_set_error_literal (error, FAULT, FAULT_TEMPORARY, "the page took too long to read");
    return NULL;
  }
  return g_steal_pointer (&words);
}
