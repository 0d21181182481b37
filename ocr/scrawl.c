/* SPDX-License-Identifier: Apache-2.0 */

/* Tesseract reads a signature as "~¬NAx^" with a confidence near nothing. Confidence alone
 * would also drop clear dates in odd fonts; these stand on lines of which the rest is
 * sure, and hold letters and digits. A speck beside a line becomes a dash, or a letter far
 * too small for its line. */

#include "ocr/scrawl.h"

#include <string.h>

#define WORD_DOUBT   0.35 /* below this, and with signs: scrawl */
#define LINE_DOUBT   0.22 /* below this for every word of a line: scrawl */
#define LINE_LETTERS 10   /* a line of more is not dropped whole */
#define SIGN_SHARE   0.3
#define SPECK_DOUBT  0.6 /* below this a sign alone or a tiny letter is a speck */
#define RULE         "_|"
#define SPECK_SIGNS  2
#define SPECK_SHARE  0.4 /* of the height of the line */
#define PUNCTUATION  ".,:;/()-\"'+%&<>"

static double
measure_signs (const char *text) {
  glong length = g_utf8_strlen (text, -1), signs = 0;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);

    signs
        += !g_unichar_isalnum (c) && (c >= 128 || strchr (PUNCTUATION, (int) c) == NULL);
  }
  return (double) signs / (double) MAX (1, length);
}

static gboolean
is_scrawl (const Word *word) {
  return word->confidence < WORD_DOUBT && measure_signs (word->text) >= SIGN_SHARE;
}

static glong
count_letters (const char *text) {
  glong letters = 0;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    letters += g_unichar_isalnum (g_utf8_get_char (at));
  return letters;
}

/* Whether no word of the line that @words [first, end) are is believed, and there is not
 * much of it. */
static gboolean
is_doubtful (const Words *words, guint first, guint end) {
  glong letters = 0;

  for (guint i = first; i < end; i++) {
    const Word *word = words->words->pdata[i];

    if (word->confidence >= LINE_DOUBT && !is_scrawl (word))
      return FALSE;
    letters += count_letters (word->text);
  }
  return letters <= LINE_LETTERS;
}

/* Whether @word, of a line as high as @height, has not one letter that is high enough. */
static gboolean
is_speck (const Word *word, int height) {
  if (strspn (word->text, RULE) == strlen (word->text))
    return TRUE;
  if (word->confidence >= SPECK_DOUBT)
    return FALSE;
  return (count_letters (word->text) == 0
          && g_utf8_strlen (word->text, -1) <= SPECK_SIGNS)
         || word->box.bottom - word->box.top < SPECK_SHARE * height;
}

static int
measure_line (const Words *words, guint first, guint end) {
  int height = 0;

  for (guint i = first; i < end; i++) {
    const Word *word = words->words->pdata[i];

    if (word->confidence >= SPECK_DOUBT)
      height = MAX (height, word->box.bottom - word->box.top);
  }
  return height;
}

static guint
find_line_end (const Words *words, guint first) {
  guint line = ((const Word *) words->words->pdata[first])->line, end = first;

  while (end < words->words->len
         && ((const Word *) words->words->pdata[end])->line == line)
    end++;
  return end;
}

void
scrawl_remove (Words *words) {
  guint first = 0;

  while (first < words->words->len) {
    guint end = find_line_end (words, first);
    gboolean doubtful = is_doubtful (words, first, end);
    int height = measure_line (words, first, end);

    for (guint i = end; i-- > first;)
      if (doubtful || is_scrawl (words->words->pdata[i])
          || is_speck (words->words->pdata[i], height)) {
        g_ptr_array_remove_index (words->words, i);
        end--;
      }
    first = end;
  }
}
