/* SPDX-License-Identifier: Apache-2.0 */

/* Vietnamese writes syllable by syllable, and which can exist is regular: 28 beginnings,
 * some 160 rhymes and five marks of tone. Four of five letters that are misread make a
 * syllable that cannot exist ("tôc", "phẩnh", "kmh"), which no list of words has to know.
 *
 * A rhyme that ends in c, ch, p or t is high or low only (sắc, nặng); c, g and ng are
 * written k, gh and ngh before e, ê, i and y. Which vowel carries the tone is a matter of
 * taste ("hoà", "hòa"). */

#include "ocr/syllable.h"

#include <string.h>

/* Longer ones first; the last one is a syllable that begins with its rhyme. */
static const char *const beginnings[] = {
    "ngh", "ng", "nh", "gh", "gi", "g", "ph", "th", "tr", "ch", "kh", "qu", "b", "c",
    "d",   "đ",  "h",  "k",  "l",  "m", "n",  "p",  "r",  "s",  "t",  "v",  "x", "",
};

static const char rhymes[]
    = " a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât "
      "âu "
      "ây e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich im in inh ip it iu "
      "iêc "
      "iêm iên iêng iêp iêt iêu o oc oi om on ong op ot ooc oong oa oac oach oai oam oan "
      "oang oanh oao oap oat oay oăc oăm oăn oăng oăt oe oen oeo oet ô ôc ôi ôm ôn ông "
      "ôp "
      "ôt ơ ơi ơm ơn ơp ơt u uc ui um un ung up ut ua uôc uôi uôm uôn uông uôt uân uâng "
      "uât uây uê uêch uênh uơ uy uya uych uyên uyêt uyn uynh uyt uyu ư ưa ưc ưi ưm ưng "
      "ưt "
      "ưu ươc ươi ươm ươn ương ươp ươt ươu y yêm yên yêng yêt yêu ";

static const char rhymes_after_qu[]
    = " a ac ach ai an ang anh ao at au ay ăc ăm ăn ăng ăt ân âng ât ây e en eo et ê êch "
      "ên ênh êt y yên yêt ych ynh yt ơ i it ôc ";

static gboolean
is_tone (gunichar letter) {
  return letter == 0x0300 || letter == 0x0301 || letter == 0x0303 || letter == 0x0309
         || letter == 0x0323;
}

/* @word in small letters without its tone, which is put into @tone (0 for none); NULL when
 * there are two or anything but letters. */
static char *
take_tone (const char *word, gunichar *tone) {
  g_autofree char *small = g_utf8_strdown (word, -1);
  g_autofree char *apart = g_utf8_normalize (small, -1, G_NORMALIZE_NFD);
  g_autoptr (GString) plain = g_string_new (NULL);

  *tone = 0;
  for (const char *at = apart; at != NULL && *at != '\0'; at = g_utf8_next_char (at)) {
    gunichar letter = g_utf8_get_char (at);

    if (!is_tone (letter)) {
      if (!g_unichar_isalpha (letter) && !g_unichar_ismark (letter))
        return NULL;
      g_string_append_unichar (plain, letter);
    } else if (*tone != 0) {
      return NULL;
    } else {
      *tone = letter;
    }
  }
  return g_utf8_normalize (plain->str, -1, G_NORMALIZE_NFC);
}

static gboolean
is_listed (const char *list, const char *rhyme) {
  g_autofree char *entry = g_strdup_printf (" %s ", rhyme);

  return strstr (list, entry) != NULL;
}

static gboolean
begins_front (const char *rhyme) {
  return *rhyme == 'e' || g_str_has_prefix (rhyme, "ê") || *rhyme == 'i' || *rhyme == 'y';
}

/* Whether spelling lets @rhyme follow @beginning. */
static gboolean
can_follow (const char *beginning, const char *rhyme) {
  gboolean front = begins_front (rhyme);

  if (g_str_equal (beginning, "gi") && *rhyme == '\0')
    return TRUE;
  if (g_str_equal (beginning, "qu"))
    return is_listed (rhymes_after_qu, rhyme);
  if (g_str_equal (beginning, "k") || g_str_equal (beginning, "gh")
      || g_str_equal (beginning, "ngh"))
    return front && is_listed (rhymes, rhyme);
  if (front
      && (g_str_equal (beginning, "c") || g_str_equal (beginning, "ng")
          || (g_str_equal (beginning, "g") && *rhyme != 'i')))
    return FALSE;
  return is_listed (rhymes, rhyme);
}

static gboolean
is_stopped (const char *rhyme) {
  return g_str_has_suffix (rhyme, "c") || g_str_has_suffix (rhyme, "ch")
         || g_str_has_suffix (rhyme, "p") || g_str_has_suffix (rhyme, "t");
}

gboolean
syllable_exists (const char *word) {
  gunichar tone;
  g_autofree char *plain = take_tone (word, &tone);

  if (plain == NULL || *plain == '\0')
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (beginnings); i++) {
    const char *rhyme = plain + strlen (beginnings[i]);

    if (!g_str_has_prefix (plain, beginnings[i]) || strchr (rhyme, ' ') != NULL
        || !can_follow (beginnings[i], rhyme))
      continue;
    if (!is_stopped (rhyme) || tone == 0x0301 || tone == 0x0323)
      return TRUE;
  }
  return FALSE;
}

double
syllable_get_share (const char *text) {
  glong all = 0, good = 0;

  while (*text != '\0') {
    const char *end = text;
    glong length = 0;

    for (; g_unichar_isalpha (g_utf8_get_char (end))
           || g_unichar_ismark (g_utf8_get_char (end));
         end = g_utf8_next_char (end))
      length++;
    if (length > 0) {
      g_autofree char *word = g_strndup (text, (gsize) (end - text));

      all += length;
      good += syllable_exists (word) ? length : 0;
    }
    text = *end != '\0' ? g_utf8_next_char (end) : end;
  }
  return all == 0 ? 1 : (double) good / (double) all;
}
