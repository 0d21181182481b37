/* SPDX-License-Identifier: Apache-2.0 */

/* Where a mark may stand and where the tone goes, for who types (kiosk/telex.c). A word is
 * always spelled anew from its parts: so a tone moves by itself when a letter behind it
 * turns "hóa" into "hoán", and it makes no difference in which order marks were typed.
 *
 * The tone stands on the vowel that bears a mark, on the last one if several do; else on the
 * middle one of three, on the second of two when a consonant follows, on the first when
 * none does. */

#include "kiosk/accent.h"

#include <string.h>

#define CIRCUMFLEX 0x0302
#define HORN       0x031B
#define BREVE      0x0306
#define SMALL_D    0x0111
#define CAPITAL_D  0x0110

static const gunichar tone_signs[] = {
    [ACCENT_GRAVE] = 0x0300, [ACCENT_ACUTE] = 0x0301, [ACCENT_HOOK] = 0x0309,
    [ACCENT_TILDE] = 0x0303, [ACCENT_DOT] = 0x0323,
};
static const gunichar mark_signs[] = {
    [ACCENT_CIRCUMFLEX] = CIRCUMFLEX,
    [ACCENT_HORN] = HORN,
    [ACCENT_BREVE] = BREVE,
};

/* Vowels that stand together in some syllable, as they are once all marks are there. */
static const char *const rhymes[]
    = {"a",   "ă",   "â",   "e",   "ê",   "i",   "o",   "ô",   "ơ",   "u",   "ư",   "y",
       "ai",  "ao",  "au",  "ay",  "âu",  "ây",  "eo",  "êu",  "ia",  "iê",  "iu",  "oa",
       "oă",  "oe",  "oi",  "ôi",  "ơi",  "oo",  "ôô",  "ua",  "uâ",  "uê",  "ui",  "uô",
       "uơ",  "uy",  "ưa",  "ưi",  "ươ",  "ưu",  "yê",  "iêu", "oai", "oao", "oay", "oeo",
       "uây", "uôi", "uya", "uyê", "uyu", "ươi", "ươu", "yêu", "uai", "uao", "uêu"};
static const char *const codas[] = {"", "c", "ch", "k", "m", "n", "ng", "nh", "p", "t"};

static gboolean
is_vowel (gunichar base) {
  return base != 0 && base < 0x80 && strchr ("aeiouy", (char) base) != NULL;
}

static gboolean
may_bear (gunichar base, AccentMark mark) {
  static const char *const bearers[]
      = {[ACCENT_CIRCUMFLEX] = "aeo", [ACCENT_HORN] = "ou", [ACCENT_BREVE] = "a"};

  return strchr (bearers[mark], (char) base) != NULL;
}

/* FALSE: @sign does not belong on @letter in Vietnamese. */
static gboolean
add_sign (AccentLetter *letter, AccentTone *tone, gunichar sign) {
  for (guint i = ACCENT_GRAVE; i < G_N_ELEMENTS (tone_signs); i++) {
    if (tone_signs[i] == sign) {
      *tone = (AccentTone) i;
      return TRUE;
    }
  }
  for (guint i = ACCENT_CIRCUMFLEX; i < G_N_ELEMENTS (mark_signs); i++) {
    if (mark_signs[i] == sign && may_bear (letter->base, (AccentMark) i)) {
      letter->mark = (AccentMark) i;
      return TRUE;
    }
  }
  return FALSE;
}

/* A letter of another language stays as it is, and so does a second tone. */
static AccentLetter
read_letter (gunichar sign, AccentTone *tone) {
  AccentLetter letter = {sign, ACCENT_BARE, FALSE};
  AccentTone found = ACCENT_LEVEL;
  gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
  gsize count = g_unichar_fully_decompose (sign, FALSE, parts, G_N_ELEMENTS (parts));

  if (sign == SMALL_D || sign == CAPITAL_D)
    return (AccentLetter){'d', ACCENT_STROKE, sign == CAPITAL_D};
  if (parts[0] >= 0x80)
    return letter;
  letter.base = (gunichar) g_ascii_tolower ((char) parts[0]);
  letter.upper = letter.base != parts[0];
  for (gsize i = 1; i < count; i++) {
    if (!is_vowel (letter.base) || !add_sign (&letter, &found, parts[i]))
      return (AccentLetter){sign, ACCENT_BARE, FALSE};
  }
  if (found != ACCENT_LEVEL && *tone != ACCENT_LEVEL)
    return (AccentLetter){sign, ACCENT_BARE, FALSE};
  *tone = found != ACCENT_LEVEL ? found : *tone;
  return letter;
}

AccentWord *
accent_parse (const char *text) {
  AccentWord *word = g_new0 (AccentWord, 1);
  g_autofree char *whole = g_utf8_normalize (text, -1, G_NORMALIZE_NFC);

  word->letters = g_array_new (FALSE, FALSE, sizeof (AccentLetter));
  for (const char *at = whole; at != NULL && *at != '\0'; at = g_utf8_next_char (at)) {
    AccentLetter letter = read_letter (g_utf8_get_char (at), &word->tone);

    g_array_append_val (word->letters, letter);
  }
  return word;
}

void
accent_free (AccentWord *word) {
  g_array_unref (word->letters);
  g_free (word);
}

static gunichar
base_at (const AccentWord *word, guint place) {
  return place < word->letters->len
             ? g_array_index (word->letters, AccentLetter, place).base
             : 0;
}

gboolean
accent_find_vowels (const AccentWord *word, guint *from, guint *to) {
  guint at = 0;

  while (at < word->letters->len && !is_vowel (base_at (word, at)))
    at++;
  if (at > 0 && base_at (word, at) == 'u' && base_at (word, at - 1) == 'q')
    at++;
  else if (at == 1 && base_at (word, 0) == 'g' && base_at (word, 1) == 'i'
           && is_vowel (base_at (word, 2)))
    at++;
  *from = at;
  while (is_vowel (base_at (word, at)))
    at++;
  *to = at;
  return *to > *from;
}

static void
append_letter (GString *text, const AccentLetter *letter) {
  gboolean stroke = letter->mark == ACCENT_STROKE;

  if (stroke)
    g_string_append_unichar (text, letter->upper ? CAPITAL_D : SMALL_D);
  else
    g_string_append_unichar (text, letter->upper
                                       ? (gunichar) g_ascii_toupper ((char) letter->base)
                                       : letter->base);
  if (!stroke && letter->mark != ACCENT_BARE)
    g_string_append_unichar (text, mark_signs[letter->mark]);
}

static guint
find_tone_place (const AccentWord *word, guint from, guint to) {
  for (guint i = to; i > from; i--) {
    if (g_array_index (word->letters, AccentLetter, i - 1).mark != ACCENT_BARE)
      return i - 1;
  }
  if (to - from >= 3)
    return from + 1;
  if (to - from == 2)
    return to < word->letters->len ? from + 1 : from;
  return from;
}

char *
accent_format (const AccentWord *word) {
  g_autoptr (GString) text = g_string_new (NULL);
  guint from, to, tone_at = G_MAXUINT;

  if (accent_find_vowels (word, &from, &to))
    tone_at = find_tone_place (word, from, to);
  for (guint i = 0; i < word->letters->len; i++) {
    append_letter (text, &g_array_index (word->letters, AccentLetter, i));
    if (i == tone_at && word->tone != ACCENT_LEVEL)
      g_string_append_unichar (text, tone_signs[word->tone]);
  }
  return g_utf8_normalize (text->str, (gssize) text->len, G_NORMALIZE_NFC);
}

static gboolean
is_among (const AccentWord *word, guint from, guint to, const char *const *list,
          guint count) {
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *small = NULL;

  for (guint i = from; i < to; i++) {
    AccentLetter letter = g_array_index (word->letters, AccentLetter, i);

    letter.upper = FALSE;
    append_letter (text, &letter);
  }
  small = g_utf8_normalize (text->str, (gssize) text->len, G_NORMALIZE_NFC);
  for (guint i = 0; i < count; i++) {
    if (g_str_equal (small, list[i]))
      return TRUE;
  }
  return FALSE;
}

gboolean
accent_is_rhyme (const AccentWord *word) {
  guint from, to;

  return accent_find_vowels (word, &from, &to)
         && is_among (word, from, to, rhymes, G_N_ELEMENTS (rhymes))
         && is_among (word, to, word->letters->len, codas, G_N_ELEMENTS (codas));
}
