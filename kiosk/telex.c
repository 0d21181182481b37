/* SPDX-License-Identifier: Apache-2.0 */

/* A key changes the word before the cursor or is put behind it. The word is read back from
 * the text each time (kiosk/accent.h), so it does not matter who wrote it: the cursor may be
 * anywhere, and what was recognised can be corrected as if it had just been typed. Only what
 * a text cannot tell is remembered, for the one word that was typed last: which keys have
 * been taken back, and whether its last letter is a "w" that stands for "ư".
 *
 * A mark is set only where that gives a rhyme of the language. So "ngoeo" stays as it is,
 * where a second o would otherwise make "ngôe". */

#include "kiosk/telex.h"

#include "kiosk/accent.h"

#include <string.h>

struct Telex {
  TelexMethod method;
  char *word;      /* as the last key left it */
  guint64 off;     /* bit of each key that was taken back in it */
  gboolean bare_w; /* its last letter is an ư made of a w alone */
};

typedef enum {
  KEY_LETTER, /* stands for itself */
  KEY_SET,    /* has changed the word */
  KEY_BACK,   /* has taken a mark back, and stands for itself */
} Effect;

Telex *
telex_new (TelexMethod method) {
  Telex *telex = g_new0 (Telex, 1);

  telex->method = method;
  return telex;
}

void
telex_free (Telex *telex) {
  telex_clear (telex);
  g_free (telex);
}

TelexMethod
telex_get_method (const Telex *telex) {
  return telex->method;
}

void
telex_set_method (Telex *telex, TelexMethod method) {
  telex->method = method;
  telex_clear (telex);
}

void
telex_clear (Telex *telex) {
  if (telex->word != NULL)
    memset (telex->word, 0, strlen (telex->word));
  g_clear_pointer (&telex->word, g_free);
  telex->off = 0;
  telex->bare_w = FALSE;
}

static AccentLetter *
letter_at (AccentWord *word, guint place) {
  return &g_array_index (word->letters, AccentLetter, place);
}

static guint64
key_bit (gunichar key) {
  if (key >= 'a' && key <= 'z')
    return G_GUINT64_CONSTANT (1) << (key - 'a');
  if (key >= '0' && key <= '9')
    return G_GUINT64_CONSTANT (1) << (26 + key - '0');
  return 0;
}

static Effect
set_tone (AccentWord *word, AccentTone tone) {
  guint from, to;

  if (!accent_find_vowels (word, &from, &to)
      || (tone == ACCENT_LEVEL && word->tone == ACCENT_LEVEL))
    return KEY_LETTER;
  if (tone == word->tone) {
    word->tone = ACCENT_LEVEL;
    return KEY_BACK;
  }
  word->tone = tone;
  return KEY_SET;
}

/* The stroke of the d typed last, or of the one that begins the word. */
static Effect
set_stroke (AccentWord *word) {
  guint count = word->letters->len;
  AccentLetter *letter = count > 0 ? letter_at (word, count - 1) : NULL;

  if (letter == NULL || letter->base != 'd')
    letter = count > 0 ? letter_at (word, 0) : NULL;
  if (letter == NULL || letter->base != 'd')
    return KEY_LETTER;
  if (letter->mark == ACCENT_STROKE) {
    letter->mark = ACCENT_BARE;
    return KEY_BACK;
  }
  letter->mark = ACCENT_STROKE;
  return KEY_SET;
}

/* Where u and o stand together; FALSE: nowhere. */
static gboolean
find_uo (AccentWord *word, guint *at) {
  guint from, to;

  if (!accent_find_vowels (word, &from, &to))
    return FALSE;
  for (guint i = from; i + 1 < to; i++) {
    if (letter_at (word, i)->base == 'u' && letter_at (word, i + 1)->base == 'o') {
      *at = i;
      return TRUE;
    }
  }
  return FALSE;
}

/* "huơ", "thuở", "khuơ" are whole; behind any other beginning the u has a horn as well. */
static gboolean
has_plain_u (AccentWord *word, guint at) {
  return at + 2 == word->letters->len && at > 0 && letter_at (word, at - 1)->base == 'h'
         && (at == 1
             || (at == 2
                 && (letter_at (word, 0)->base == 't'
                     || letter_at (word, 0)->base == 'k')));
}

static Effect
set_horns (AccentWord *word, guint at) {
  AccentLetter *u = letter_at (word, at);
  AccentLetter *o = letter_at (word, at + 1);

  if (o->mark == ACCENT_HORN) {
    u->mark = o->mark = ACCENT_BARE;
    return KEY_BACK;
  }
  if (u->mark == ACCENT_BARE && has_plain_u (word, at)) {
    o->mark = ACCENT_HORN;
    return KEY_SET;
  }
  u->mark = o->mark = ACCENT_HORN;
  return KEY_SET;
}

static gboolean
try_mark (AccentWord *word, guint place, AccentMark mark) {
  AccentLetter *letter = letter_at (word, place);
  AccentLetter *before = place > 0 ? letter_at (word, place - 1) : NULL;
  AccentMark was = letter->mark;
  gboolean horned = before != NULL && before->base == 'u' && letter->base == 'o'
                    && before->mark == ACCENT_HORN;

  if (was == mark)
    return FALSE;
  letter->mark = mark;
  if (horned && mark == ACCENT_CIRCUMFLEX)
    before->mark = ACCENT_BARE;
  if (accent_is_rhyme (word))
    return TRUE;
  letter->mark = was;
  if (horned)
    before->mark = ACCENT_HORN;
  return FALSE;
}

/* What @key may put on @base. */
static AccentMark
find_mark (TelexMethod method, gunichar key, gunichar base) {
  if (method == TELEX_TELEX && key == base && (base == 'a' || base == 'e' || base == 'o'))
    return ACCENT_CIRCUMFLEX;
  if (key == '6' && (base == 'a' || base == 'e' || base == 'o'))
    return ACCENT_CIRCUMFLEX;
  if ((key == 'w' || key == '7') && (base == 'o' || base == 'u'))
    return ACCENT_HORN;
  if ((key == 'w' || key == '8') && base == 'a')
    return ACCENT_BREVE;
  return ACCENT_BARE;
}

static Effect
set_mark (TelexMethod method, AccentWord *word, gunichar key) {
  guint from, to, at;

  if (!accent_find_vowels (word, &from, &to))
    return KEY_LETTER;
  if ((key == 'w' || key == '7') && find_uo (word, &at))
    return set_horns (word, at);
  for (guint i = to; i > from; i--) {
    AccentMark mark = find_mark (method, key, letter_at (word, i - 1)->base);

    if (mark != ACCENT_BARE && try_mark (word, i - 1, mark))
      return KEY_SET;
  }
  for (guint i = to; i > from; i--) {
    AccentLetter *letter = letter_at (word, i - 1);

    if (letter->mark != ACCENT_BARE
        && letter->mark == find_mark (method, key, letter->base)) {
      letter->mark = ACCENT_BARE;
      return KEY_BACK;
    }
  }
  return KEY_LETTER;
}

static void
append (AccentWord *word, gunichar key) {
  gboolean upper = key < 0x80 && g_ascii_isupper ((char) key);
  AccentLetter letter
      = {upper ? (gunichar) g_ascii_tolower ((char) key) : key, ACCENT_BARE, upper};
  guint at;

  g_array_append_val (word->letters, letter);
  /* No syllable goes on behind "uơ" or "ưo". */
  if (find_uo (word, &at) && at + 2 < word->letters->len
      && (letter_at (word, at)->mark == ACCENT_HORN
          || letter_at (word, at + 1)->mark == ACCENT_HORN))
    letter_at (word, at)->mark = letter_at (word, at + 1)->mark = ACCENT_HORN;
}

/* A w without a vowel is an ư; a second one makes it a w again. */
static Effect
type_bare_w (Telex *telex, AccentWord *word, gboolean upper) {
  AccentLetter letter = {'u', ACCENT_HORN, upper};
  guint from, to;

  if (telex->bare_w) {
    g_array_remove_index (word->letters, word->letters->len - 1);
    return KEY_BACK;
  }
  if (accent_find_vowels (word, &from, &to))
    return KEY_LETTER;
  g_array_append_val (word->letters, letter);
  return KEY_SET;
}

static Effect
apply (Telex *telex, AccentWord *word, gunichar key, gboolean upper) {
  static const char tones[][7] = {[TELEX_TELEX] = "zfsrxj", [TELEX_VNI] = "021345"};
  const char *tone = strchr (tones[telex->method], (char) key);
  gboolean is_telex = telex->method == TELEX_TELEX;
  Effect effect;

  if (tone != NULL)
    return set_tone (word, (AccentTone) (tone - tones[telex->method]));
  if (key == (is_telex ? 'd' : '9'))
    return set_stroke (word);
  if (is_telex && key == 'w') {
    effect = type_bare_w (telex, word, upper);
    telex->bare_w = effect == KEY_SET;
    if (effect != KEY_LETTER)
      return effect;
  }
  if (strchr (is_telex ? "aeow" : "678", (char) key) != NULL)
    return set_mark (telex->method, word, key);
  return KEY_LETTER;
}

static void
type_key (Telex *telex, AccentWord *word, gunichar key) {
  gboolean upper = g_ascii_isupper ((char) key);
  gunichar small = (gunichar) g_ascii_tolower ((char) key);
  Effect effect = KEY_LETTER;

  if (telex->method != TELEX_PLAIN && (telex->off & key_bit (small)) == 0)
    effect = apply (telex, word, small, upper);
  if (small != 'w')
    telex->bare_w = FALSE;
  if (effect == KEY_SET)
    return;
  if (effect == KEY_BACK)
    telex->off |= key_bit (small);
  append (word, key);
}

/* Letters, and the signs of a text that is not composed. */
static const char *
find_word (const char *text) {
  const char *start = text + strlen (text);

  while (start > text) {
    const char *before = g_utf8_prev_char (start);
    gunichar sign = g_utf8_get_char (before);

    if (!g_unichar_isalpha (sign) && !g_unichar_ismark (sign))
      break;
    start = before;
  }
  return start;
}

char *
telex_type (Telex *telex, const char *before, gunichar key) {
  const char *start = find_word (before);
  g_autoptr (AccentWord) word = NULL;
  g_autofree char *spelled = NULL;
  char sign[7] = {0};

  if (g_strcmp0 (telex->word, start) != 0)
    telex_clear (telex);
  /* A digit begins no word. */
  if (key == 0 || key >= 0x80 || !g_ascii_isalnum ((char) key)
      || (g_ascii_isdigit ((char) key) && *start == '\0')) {
    g_unichar_to_utf8 (key, sign);
    return g_strconcat (before, sign, NULL);
  }
  word = accent_parse (start);
  type_key (telex, word, key);
  spelled = accent_format (word);
  g_free (telex->word);
  telex->word = g_strdup (spelled);
  return g_strdup_printf ("%.*s%s", (int) (start - before), before, spelled);
}
