/* SPDX-License-Identifier: Apache-2.0 */

/* Nothing is decoded or scaled: a page image is layers with places, and a card is a page
 * with small ones. They only move to where a copier would put them. */

#include "ocr/cardsheet.h"

#include <math.h>

#define MM_PER_INCH  25.4
#define A4_WIDTH_MM  210.0
#define A4_HEIGHT_MM 297.0
#define CARD_WIDTH   85.6 /* ISO/IEC 7810, ID-1 */
#define CARD_HEIGHT  53.98
#define CARD_OFF_MM  3.0
#define FRONT_TOP_MM 50.0
#define BACK_TOP_MM  165.0

static gboolean
is_near (double a_mm, double b_mm) {
  return fabs (a_mm - b_mm) <= CARD_OFF_MM;
}

gboolean
cardsheet_is_card (const Reading *reading) {
  double longer = MAX (reading->paper_width_mm, reading->paper_height_mm);
  double shorter = MIN (reading->paper_width_mm, reading->paper_height_mm);

  return is_near (longer, CARD_WIDTH) && is_near (shorter, CARD_HEIGHT);
}

static int
measure_px (const PageImage *image, double mm) {
  return (int) lround (mm * image->res_dpi / MM_PER_INCH);
}

static Box
move (const Box *box, int across, int down) {
  return (Box){box->left + across, box->top + down, box->right + across,
               box->bottom + down};
}

static void
put_words (const Words *from, int across, int down, guint *line, Words *to) {
  guint base = *line;

  for (guint i = 0; from != NULL && i < from->words->len; i++) {
    const Word *word = from->words->pdata[i];

    *line = base + word->line + 1;
    if (!words_append (to, word->text, word->confidence, move (&word->box, across, down),
                       base + word->line))
      return;
  }
}

static void
put_side (const PageImage *side, double top_mm, PageImage *sheet, int *across,
          int *down) {
  *across = ((int) sheet->width_px - (int) side->width_px) / 2;
  *down = measure_px (sheet, top_mm);
  for (guint i = 0; i < side->layers->len; i++) {
    const Layer *layer = side->layers->pdata[i];
    Layer *put = pageimage_take_layer (sheet, layer->coding, layer->width_px,
                                       layer->height_px, g_bytes_ref (layer->bytes));

    put->rungs = layer->rungs;
    put->colour = layer->colour;
    put->place = move (&layer->place, *across, *down);
    put->stencil_width_px = layer->stencil_width_px;
    put->stencil_height_px = layer->stencil_height_px;
    put->stencil = layer->stencil != NULL ? g_bytes_ref (layer->stencil) : NULL;
  }
}

static gboolean
fits (const PageImage *side) {
  int most = measure_px (side, CARD_WIDTH + 2 * CARD_OFF_MM);

  return (int) side->width_px <= most && (int) side->height_px <= most;
}

PageImage *
cardsheet_join (const PageImage *front, const Words *front_words, const PageImage *back,
                const Words *back_words, Words *words) {
  PageImage *sheet;
  guint line = 0;
  int across, down;

  if (front->res_dpi != back->res_dpi || !fits (front) || !fits (back))
    return NULL;
  sheet = pageimage_new ((guint) measure_px (front, A4_WIDTH_MM),
                         (guint) measure_px (front, A4_HEIGHT_MM), front->res_dpi);
  put_side (front, FRONT_TOP_MM, sheet, &across, &down);
  put_words (front_words, across, down, &line, words);
  put_side (back, BACK_TOP_MM, sheet, &across, &down);
  put_words (back_words, across, down, &line, words);
  return sheet;
}
