/* SPDX-License-Identifier: Apache-2.0 */

/* Two models read Vietnamese: that of the language, which is fast, and that of the script,
 * which takes half as long again and is no better on the whole; but their mistakes differ.
 * So the second one reads what the first one doubts, or cannot have read rightly because no
 * such syllable exists: an eighth of the text of a usual page.
 *
 *   doubtful words of a line, and a sure one between two -> one image, one line
 *   both readings side by side: words that cover each other are one place
 *   a place is read as the one says whose syllables exist, then as the surer one says;
 *   words are only run together when that makes syllables
 *
 * A page that is doubtful all over is read again in part only: time is bounded by the
 * amount of text. */

#include "ocr/reread.h"

#include "ocr/model.h"
#include "ocr/syllable.h"

#include <leptonica/allheaders.h>
#include <tesseract/capi.h>

#include <string.h>

#define MODEL        "Vietnamese"
#define BUDGET_MS    2000
#define DOUBT        0.85 /* below this a word is read again */
#define SURE_FOREIGN 0.9  /* from this on letters without marks may be no syllable */
#define SHARE_MOST   0.6  /* of the width of all words, or the page's */
#define MARGIN_PART  4    /* of the height, around what is read again */
#define BORDER_PX    10
#define COVER        0.25 /* of the narrower word, to be the same place */
#define EXISTS       2.0  /* what existing syllables weigh, against confidence */

struct Reread {
  TessBaseAPI *tess;
};

Reread *
reread_new (GError **error) {
  TessBaseAPI *tess = model_open (MODEL, error);
  Reread *reread;

  if (tess == NULL)
    return NULL;
  TessBaseAPISetPageSegMode (tess, PSM_SINGLE_LINE);
  reread = g_new0 (Reread, 1);
  reread->tess = tess;
  return reread;
}

void
reread_free (Reread *reread) {
  if (reread == NULL)
    return;
  TessBaseAPIDelete (reread->tess);
  g_free (reread);
}

static const Word *
get_word (const Words *words, guint at) {
  return words->words->pdata[at];
}

/* Half figures or more, or fillers of a machine-readable zone. */
static gboolean
is_figure (const char *text) {
  glong figures = 0, letters = 0;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at)) {
    figures += g_ascii_isdigit (*at) || *at == '<';
    letters += g_unichar_isalpha (g_utf8_get_char (at));
  }
  return figures >= 2 && figures >= letters;
}

/* No letter with a mark: a foreign word or an abbreviation. */
static gboolean
is_foreign (const char *text) {
  return g_str_is_ascii (text);
}

static gboolean
is_doubtful (const Word *word) {
  if (is_figure (word->text))
    return FALSE;
  if (word->confidence < DOUBT)
    return TRUE;
  return syllable_get_share (word->text) < 1
         && !(is_foreign (word->text) && word->confidence >= SURE_FOREIGN);
}

static void
append_word (Words *words, TessResultIterator *at, Box place) {
  char *text = TessResultIteratorGetUTF8Text (at, RIL_WORD);
  Box box = {0};

  if (text == NULL)
    return;
  TessPageIteratorBoundingBox (TessResultIteratorGetPageIteratorConst (at), RIL_WORD,
                               &box.left, &box.top, &box.right, &box.bottom);
  box = (Box){box.left + place.left - BORDER_PX, box.top + place.top - BORDER_PX,
              box.right + place.left - BORDER_PX, box.bottom + place.top - BORDER_PX};
  (void) words_append (words, text, TessResultIteratorConfidence (at, RIL_WORD) / 100.0,
                       box, 0);
  TessDeleteText (text);
}

/* The words that stand in @place of @ink; none when it cannot be read. */
static Words *
read_place (Reread *reread, Image *ink, Box place) {
  Words *words = words_new ();
  BOX *box = boxCreate (place.left, place.top, place.right - place.left,
                        place.bottom - place.top);
  g_autoptr (Image) piece = pixClipRectangle (ink, box, NULL);
  g_autoptr (Image) framed
      = piece != NULL ? pixAddBorder (piece, BORDER_PX, pixGetDepth (ink) == 1 ? 0 : 255)
                      : NULL;
  TessResultIterator *at;

  boxDestroy (&box);
  if (framed == NULL)
    return words;
  TessBaseAPISetImage2 (reread->tess, framed);
  TessBaseAPISetSourceResolution (reread->tess, (int) image_get_res_dpi (ink));
  if (model_recognise (reread->tess, BUDGET_MS)
      && (at = TessBaseAPIGetIterator (reread->tess)) != NULL) {
    do
      append_word (words, at, place);
    while (TessResultIteratorNext (at, RIL_WORD));
    TessResultIteratorDelete (at);
  }
  TessBaseAPIClear (reread->tess);
  return words;
}

/* --- two readings of one place -------------------------------------------------------- */

typedef struct {
  double confidence, share;
  GString *text;
} Side;

static Side
weigh (const Words *words, guint first, guint end) {
  Side side = {1, 0, g_string_new (NULL)};

  for (guint i = first; i < end; i++) {
    side.confidence = MIN (side.confidence, get_word (words, i)->confidence);
    g_string_append_printf (side.text, "%s%s", i > first ? " " : "",
                            get_word (words, i)->text);
  }
  side.share = syllable_get_share (side.text->str);
  return side;
}

static gboolean
is_better (const Words *words, guint first, guint end, const Words *again, guint from,
           guint to) {
  Side one = weigh (words, first, end), other = weigh (again, from, to);
  gboolean better
      = !is_figure (one.text->str)
        && EXISTS * other.share + other.confidence > EXISTS * one.share + one.confidence;

  g_string_free (one.text, TRUE);
  g_string_free (other.text, TRUE);
  return better;
}

/* Puts words [@from, @to) of @again, which loses them, where words [@first, @end) stood. */
static void
replace (Words *words, guint first, guint end, Words *again, guint from, guint to) {
  guint line = get_word (words, first)->line;

  g_ptr_array_remove_range (words->words, first, end - first);
  for (guint i = from; i < to; i++) {
    Word *word = g_ptr_array_steal_index (again->words, from);

    word->line = line;
    g_ptr_array_insert (words->words, (int) (first + i - from), word);
  }
}

/* Whether the word that begins at @left and is @width wide is part of what ends at @end. */
static gboolean
covers (int end, int last_width, const Word *word) {
  int width = word->box.right - word->box.left;

  return end - word->box.left > COVER * MIN (width, last_width);
}

/* Takes the better reading of each place of words [@first, @end); returns by how many words
 * there are more of them now. */
static int
merge (Words *words, guint first, guint end, Words *again) {
  guint i = first, k = 0, before = words->words->len;

  while (i < end) {
    guint one = i, other = k;
    int reach = get_word (words, i)->box.right,
        width = reach - get_word (words, i)->box.left;

    i++;
    while (TRUE) {
      const Word *next = NULL;

      if (k < again->words->len && covers (reach, width, get_word (again, k)))
        next = get_word (again, k++);
      else if (i < end && k > other && covers (reach, width, get_word (words, i)))
        next = get_word (words, i++);
      if (next == NULL)
        break;
      width = MIN (width, next->box.right - next->box.left);
      reach = MAX (reach, next->box.right);
    }
    if (k > other && is_better (words, one, i, again, other, k)) {
      int more = (int) (k - other) - (int) (i - one);

      replace (words, one, i, again, other, k);
      k = other;
      i = (guint) ((int) i + more);
      end = (guint) ((int) end + more);
    }
  }
  return (int) words->words->len - (int) before;
}

/* --- the page ------------------------------------------------------------------------- */

/* The run of doubtful words from @first on: one sure word between two belongs to it. */
static guint
find_run_end (const Words *words, guint first) {
  guint line = get_word (words, first)->line, end = first + 1;

  for (guint i = first + 1; i < words->words->len && i <= end + 1; i++) {
    if (get_word (words, i)->line != line
        || get_word (words, i)->box.left < get_word (words, i - 1)->box.left)
      break;
    if (is_doubtful (get_word (words, i)))
      end = i + 1;
  }
  return end;
}

static Box
find_place (const Words *words, guint first, guint end, Image *ink) {
  Box place = get_word (words, first)->box;
  int margin;

  for (guint i = first + 1; i < end; i++) {
    Box box = get_word (words, i)->box;

    place = (Box){MIN (place.left, box.left), MIN (place.top, box.top),
                  MAX (place.right, box.right), MAX (place.bottom, box.bottom)};
  }
  margin = (place.bottom - place.top) / MARGIN_PART;
  return (Box){MAX (0, place.left - margin), MAX (0, place.top - margin),
               MIN (pixGetWidth (ink), place.right + margin),
               MIN (pixGetHeight (ink), place.bottom + margin)};
}

static double
measure_width (const Words *words) {
  double width = 0;

  for (guint i = 0; i < words->words->len; i++)
    width += get_word (words, i)->box.right - get_word (words, i)->box.left;
  return width;
}

void
reread_words (Reread *reread, Image *ink, Words *words) {
  double left = MAX (SHARE_MOST * measure_width (words), pixGetWidth (ink));
  guint first = 0;

  while (first < words->words->len) {
    g_autoptr (Words) again = NULL;
    guint end;
    Box place;

    if (!is_doubtful (get_word (words, first))) {
      first++;
      continue;
    }
    end = find_run_end (words, first);
    place = find_place (words, first, end, ink);
    left -= place.right - place.left;
    if (left < 0)
      return;
    again = read_place (reread, ink, place);
    first = (guint) ((int) end + merge (words, first, end, again));
  }
}
