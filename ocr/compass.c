/* SPDX-License-Identifier: Apache-2.0 */

/* Text that is read upside down is no text: the recogniser is sure of hardly a word. So the
 * strip in which most letters lie is read in each way that the page may lie, and what counts
 * is the letters of words that the recogniser is sure of.
 *
 * This costs about as much as an eighth of the page's reading, so it is asked only when the
 * letters' own shape (orient.c) has no clear answer. A page is turned only when the other way
 * makes much more sense: never turn a right page. */

#include "ocr/compass.h"

#include "config/log.h"

#include <leptonica/allheaders.h>

#define STRIP_SHARE   0.14 /* of the page's height */
#define STRIP_INCHES  1.3  /* at least */
#define STRIP_CPU_MS  2500
#define STEPS         32
#define WORD_LETTERS  2
#define WORD_SURE     0.6
#define LETTERS_SURE  14.0 /* of sure words, so that a way makes sense */
#define MUCH_BETTER   2.5
#define QUARTER_TURNS 4

/* How much ink each row of @mask has that letters could be made of: changes from white to
 * black along it. Frames and pictures have few. */
static int
count_changes (Image *mask, int y) {
  l_uint32 *line = pixGetData (mask) + (gsize) y * (gsize) pixGetWpl (mask);
  int changes = 0;

  for (int x = 1; x < pixGetWidth (mask); x++)
    changes += GET_DATA_BIT (line, x) && !GET_DATA_BIT (line, x - 1);
  return changes;
}

/* The strip across @page with the most letters. */
static Image *
cut_strip (Image *page) {
  int width = pixGetWidth (page), height = pixGetHeight (page);
  int tall = MAX ((int) (STRIP_SHARE * height),
                  (int) (STRIP_INCHES * image_get_res_dpi (page)));
  int step = MAX (height / STEPS, 1), best = 0;
  gint64 most = -1;
  g_autoptr (Image) mask = pixConvertTo1 (page, 128);
  g_autofree int *changes = g_new0 (int, (gsize) height);
  struct Box strip;

  if (mask == NULL)
    return NULL;
  tall = MIN (tall, height);
  for (int y = 0; y < height; y++)
    changes[y] = count_changes (mask, y);
  for (int top = 0; top + tall <= height; top += step) {
    gint64 count = 0;

    for (int y = top; y < top + tall; y++)
      count += changes[y];
    if (count > most) {
      most = count;
      best = top;
    }
  }
  strip = (struct Box){0, best, width, tall, 1};
  return pixClipRectangle (page, &strip, NULL);
}

static guint
count_letters (const char *text) {
  guint letters = 0;

  for (; *text != '\0'; text = g_utf8_next_char (text))
    letters += g_unichar_isalpha (g_utf8_get_char (text));
  return letters;
}

/* How much sense @strip makes. */
static double
read_sense (Recogniser *recogniser, Image *strip) {
  g_autoptr (Words) words = recogniser_read (recogniser, strip, STRIP_CPU_MS, NULL);
  double sense = 0;

  for (guint i = 0; words != NULL && i < words->words->len; i++) {
    const Word *word = g_ptr_array_index (words->words, i);
    guint letters = count_letters (word->text);

    if (letters >= WORD_LETTERS && word->confidence >= WORD_SURE)
      sense += letters * word->confidence;
  }
  return sense;
}

/* Both ways along one axis: @page as it is after @quarters turns, and on its head. */
static gboolean
read_axis (Recogniser *recogniser, Image *page, int quarters,
           double sense[QUARTER_TURNS]) {
  g_autoptr (Image) turned = pixRotateOrth (page, quarters);
  g_autoptr (Image) strip = turned != NULL ? cut_strip (turned) : NULL;
  g_autoptr (Image) flipped = strip != NULL ? pixRotate180 (NULL, strip) : NULL;

  if (flipped == NULL)
    return FALSE;
  sense[quarters] = read_sense (recogniser, strip);
  sense[quarters + 2] = read_sense (recogniser, flipped);
  return TRUE;
}

/* The quarter turns clockwise that put it upright; -1 when that is not plain. */
static int
choose (const double sense[QUARTER_TURNS]) {
  int best = 0;

  for (int i = 1; i < QUARTER_TURNS; i++)
    if (sense[i] > sense[best])
      best = i;
  if (sense[best] < LETTERS_SURE)
    return -1;
  for (int i = 0; i < QUARTER_TURNS; i++)
    if (i != best && sense[i] * MUCH_BETTER > sense[best])
      return -1;
  return best;
}

gboolean
compass_turn (Recogniser *recogniser, CleanPage *page) {
  double sense[QUARTER_TURNS] = {0};
  int quarters;

  if (page->blank || !page->doubtful)
    return TRUE;
  if (page->axis != CLEAN_STANDING && !read_axis (recogniser, page->ink, 0, sense))
    return FALSE;
  if (page->axis != CLEAN_LYING && !read_axis (recogniser, page->ink, 1, sense))
    return FALSE;
  quarters = choose (sense);
  log_debug ("strips make sense of %.0f %.0f %.0f %.0f letters: %d", sense[0], sense[1],
             sense[2], sense[3], quarters);
  return quarters < 0 || clean_turn (page, 90 * quarters);
}
