/* SPDX-License-Identifier: Apache-2.0 */

/* What recognition says is as hostile as the page: a page may hold any text. Here it
 * becomes plain: UTF-8, NFC (documents and the portal compare by bytes), without control,
 * formatting (bidirectional overrides, zero-width) or private characters, of bounded
 * length. Letters that no Vietnamese paper has are taken for those that look the same. */

#include "ocr/words.h"

#include "config/limits.h"

#include <string.h>

#define FIGURES_MIN   2 /* in a word that is a number */
#define COMPOSED_MOST 3 /* times as long as before (UAX 15) */

static void
free_word (Word *word) {
  g_free (word->text);
  g_free (word);
}

Words *
words_new (void) {
  Words *words = g_new0 (Words, 1);

  words->words = g_ptr_array_new_with_free_func ((GDestroyNotify) free_word);
  return words;
}

void
words_free (Words *words) {
  if (words == NULL)
    return;
  g_ptr_array_unref (words->words);
  g_free (words);
}

static gboolean
is_plain (gunichar c) {
  return g_unichar_isgraph (c) && g_unichar_type (c) != G_UNICODE_FORMAT
         && g_unichar_type (c) != G_UNICODE_PRIVATE_USE;
}

/* The letter of Vietnamese papers that @c is taken for. */
static gunichar
get_twin (gunichar c) {
  switch (c) {
  case 0x2044: /* fraction slash */
    return '/';
  case 0x00d0: /* eth */
    return 0x0110;
  case 0x00f0:
    return 0x0111;
  default:
    return c;
  }
}

/* O between figures is a zero: "O4/12/20O1". */
static void
mend_zeros (char *text) {
  gsize figures = 0;

  for (const char *at = text; *at != '\0'; at++) {
    if (strchr ("0123456789/.-,;:()Oo", *at) == NULL)
      return;
    figures += g_ascii_isdigit (*at) != 0;
  }
  for (char *at = text; figures >= FIGURES_MIN && *at != '\0'; at++)
    if (*at == 'O' || *at == 'o')
      *at = '0';
}

/* Plain characters only, at most LIMIT_WORD_BYTES, in NFC; "" when nothing is left. What is
 * dropped may have stood between a letter and its mark: composing comes last. */
static char *
clean_text (const char *text) {
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autoptr (GString) plain = g_string_new (NULL);

  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at)) {
    gunichar c = get_twin (g_utf8_get_char (at));

    if (is_plain (c) && c != 0xfffd && plain->len + 6 <= LIMIT_WORD_BYTES / COMPOSED_MOST)
      g_string_append_unichar (plain, c);
  }
  return g_utf8_normalize (plain->str, -1, G_NORMALIZE_NFC);
}

gboolean
words_append (Words *words, const char *text, double confidence, Box box, guint line) {
  g_autofree char *plain = NULL;
  Word *word;

  if (words->words->len >= LIMIT_PAGE_WORDS)
    return FALSE;
  plain = clean_text (text);
  if (*plain == '\0')
    return TRUE;
  mend_zeros (plain);
  word = g_new0 (Word, 1);
  word->text = g_steal_pointer (&plain);
  word->confidence = CLAMP (confidence, 0.0, 1.0);
  word->box = box;
  word->line = line;
  g_ptr_array_add (words->words, word);
  return TRUE;
}

char *
words_format_text (const Words *words) {
  GString *text = g_string_new (NULL);
  guint line = 0;

  for (guint i = 0; i < words->words->len; i++) {
    const Word *word = g_ptr_array_index (words->words, i);

    if (text->len + strlen (word->text) + 2 > LIMIT_PAGE_TEXT_BYTES)
      break;
    if (i > 0)
      g_string_append_c (text, word->line == line ? ' ' : '\n');
    g_string_append (text, word->text);
    line = word->line;
  }
  if (text->len > 0)
    g_string_append_c (text, '\n');
  return g_string_free (text, FALSE);
}

double
words_get_confidence (const Words *words) {
  double sum = 0;
  glong letters = 0;

  for (guint i = 0; i < words->words->len; i++) {
    const Word *word = g_ptr_array_index (words->words, i);
    glong length = g_utf8_strlen (word->text, -1);

    sum += word->confidence * (double) length;
    letters += length;
  }
  return letters == 0 ? 0 : sum / (double) letters;
}
