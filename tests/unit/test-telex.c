/* SPDX-License-Identifier: Apache-2.0 */

/* Every syllable of the language, and every one in the names of the country's communes, is
 * typed by both methods in three orders of keys and two cases, and must come out in exactly
 * its letters. The syllables are put together from beginnings and rhymes here, with the place
 * of the tone written down for each rhyme, so that the engine's rule is not its own judge. */

#include "config/layout.h"
#include "kiosk/telex.h"
#include "ocr/syllable.h"

#include <string.h>

typedef enum {
  AT_ONCE, /* each mark behind its letter, the tone behind its vowel */
  TONE_LATE,
  ALL_LATE,
} Order;

static const char *const beginnings[]
    = {"",  "b",  "c",   "ch", "d",  "đ",  "g", "gh", "gi", "h",  "k",  "kh", "l", "m",
       "n", "ng", "ngh", "nh", "ph", "qu", "r", "s",  "t",  "th", "tr", "v",  "x"};

/* The vowel before the stroke has the tone. */
static const char *const rhymes[] = {
    "a|",   "a|c",  "a|ch",  "a|i",   "a|m",   "a|n",   "a|ng",  "a|nh",  "a|o",  "a|p",
    "a|t",  "a|u",  "a|y",   "ă|c",   "ă|m",   "ă|n",   "ă|ng",  "ă|p",   "ă|t",  "â|c",
    "â|m",  "â|n",  "â|ng",  "â|p",   "â|t",   "â|u",   "â|y",   "e|",    "e|c",  "e|m",
    "e|n",  "e|ng", "e|o",   "e|p",   "e|t",   "ê|",    "ê|ch",  "ê|m",   "ê|n",  "ê|nh",
    "ê|p",  "ê|t",  "ê|u",   "i|",    "i|a",   "i|ch",  "iê|c",  "iê|m",  "iê|n", "iê|ng",
    "iê|p", "iê|t", "iê|u",  "i|m",   "i|n",   "i|nh",  "i|p",   "i|t",   "i|u",  "o|",
    "o|a",  "oa|c", "oa|ch", "oa|i",  "oa|n",  "oa|ng", "oa|nh", "oa|t",  "oa|y", "oă|c",
    "oă|m", "oă|n", "oă|ng", "oă|t",  "o|c",   "o|e",   "oe|n",  "oe|o",  "oe|t", "o|i",
    "o|m",  "o|n",  "o|ng",  "o|p",   "o|t",   "ô|",    "ô|c",   "ô|i",   "ô|m",  "ô|n",
    "ô|ng", "ô|p",  "ô|t",   "ơ|",    "ơ|i",   "ơ|m",   "ơ|n",   "ơ|p",   "ơ|t",  "u|",
    "u|a",  "uâ|n", "uâ|t",  "uâ|y",  "u|c",   "uê|",   "uê|ch", "uê|nh", "u|i",  "u|m",
    "u|n",  "u|ng", "uô|c",  "uô|i",  "uô|m",  "uô|n",  "uô|ng", "uô|t",  "uơ|",  "u|p",
    "u|t",  "u|y",  "uy|a",  "uyê|n", "uyê|t", "uy|nh", "uy|t",  "uy|u",  "ư|",   "ư|a",
    "ư|c",  "ư|i",  "ư|ng",  "ươ|c",  "ươ|i",  "ươ|m",  "ươ|n",  "ươ|ng", "ươ|p", "ươ|t",
    "ươ|u", "ư|t",  "ư|u",   "y|",    "yê|m",  "yê|n",  "yê|t",  "yê|u"};

static const gunichar tones[] = {0, 0x0300, 0x0301, 0x0309, 0x0303, 0x0323};

typedef struct {
  Telex *telex;
  Order order;
  gboolean upper;
  guint words;
} Typist;

static void
press (Typist *typist, GString *text, char key) {
  g_autofree char *after = telex_type (
      typist->telex, text->str, (gunichar) (typist->upper ? g_ascii_toupper (key) : key));

  g_string_assign (text, after);
}

/* Keys for the sign that @base bears. */
static char
find_key (TelexMethod method, gunichar base, gunichar sign) {
  gboolean vni = method == TELEX_VNI;

  switch (sign) {
  case 0x0302:
    return vni ? '6' : (char) base;
  case 0x031B:
    return vni ? '7' : 'w';
  case 0x0306:
    return vni ? '8' : 'w';
  case 0x0300:
    return vni ? '2' : 'f';
  case 0x0301:
    return vni ? '1' : 's';
  case 0x0309:
    return vni ? '3' : 'r';
  case 0x0303:
    return vni ? '4' : 'x';
  case 0x0323:
    return vni ? '5' : 'j';
  default:
    return 0;
  }
}

static gboolean
is_tone (gunichar sign) {
  return sign == 0x0300 || sign == 0x0301 || sign == 0x0309 || sign == 0x0303
         || sign == 0x0323;
}

static void
press_sign (Typist *typist, GString *text, GString *late, gunichar base, gunichar sign) {
  char key = find_key (telex_get_method (typist->telex), base, sign);
  gboolean waits
      = typist->order == ALL_LATE || (typist->order == TONE_LATE && is_tone (sign));

  if (!waits)
    press (typist, text, key);
  else if (is_tone (sign) || late->len == 0)
    g_string_append_c (late, key);
  else if (strchr (late->str, key) == NULL)
    g_string_prepend_c (late, key);
}

/* @word as somebody types it. */
static char *
type_word (Typist *typist, const char *word) {
  g_autofree char *parts = g_utf8_normalize (word, -1, G_NORMALIZE_NFD);
  gboolean vni = telex_get_method (typist->telex) == TELEX_VNI;
  GString *text = g_string_new (NULL);
  g_autoptr (GString) late = g_string_new (NULL);
  gunichar base = 0;

  for (const char *at = parts; *at != '\0'; at = g_utf8_next_char (at)) {
    gunichar sign = g_unichar_tolower (g_utf8_get_char (at));

    if (sign == 0x0111) {
      press (typist, text, 'd');
      if (typist->order == ALL_LATE)
        g_string_prepend_c (late, vni ? '9' : 'd');
      else
        press (typist, text, vni ? '9' : 'd');
    } else if (find_key (TELEX_VNI, base, sign) != 0) {
      press_sign (typist, text, late, base, sign);
    } else {
      /* "xoong" takes a third o. */
      if (sign == 'o' && base == 'o' && !vni)
        press (typist, text, 'o');
      base = sign;
      press (typist, text, (char) sign);
    }
  }
  for (guint i = 0; i < late->len; i++)
    press (typist, text, late->str[i]);
  return g_string_free (text, FALSE);
}

static void
check_word (Typist *typist, const char *word) {
  for (guint i = 0; i < 12; i++) {
    g_autofree char *typed = NULL;
    g_autofree char *wanted = NULL;

    telex_set_method (typist->telex, i % 2 == 0 ? TELEX_TELEX : TELEX_VNI);
    typist->order = (Order) (i / 2 % 3);
    typist->upper = i >= 6;
    wanted = typist->upper ? g_utf8_strup (word, -1) : g_strdup (word);
    typed = type_word (typist, word);
    g_assert_cmpstr (typed, ==, wanted);
  }
  typist->words++;
}

static char *
make_syllable (const char *beginning, const char *rhyme, gunichar tone) {
  g_autoptr (GString) word = g_string_new (beginning);

  for (const char *at = rhyme; *at != '\0'; at = g_utf8_next_char (at)) {
    if (*at != '|')
      g_string_append_unichar (word, g_utf8_get_char (at));
    else if (tone != 0)
      g_string_append_unichar (word, tone);
  }
  return g_utf8_normalize (word->str, (gssize) word->len, G_NORMALIZE_NFC);
}

/* The u of "qu" and the i of "gi" belong to the beginning; they are not written twice. Only
 * "huơ", "thuở" and "khuơ" end in uơ. */
static gboolean
go_together (const char *beginning, const char *rhyme) {
  if (g_str_equal (rhyme, "uơ|"))
    return g_str_has_suffix (beginning, "h") && strchr ("htk", *beginning) != NULL;
  if (g_str_equal (beginning, "qu"))
    return *rhyme != 'u' && !g_str_has_prefix (rhyme, "ư") && *rhyme != 'o';
  if (g_str_equal (beginning, "gi") || g_str_equal (beginning, "g"))
    return *rhyme != 'i';
  return *rhyme != 'y' || rhyme[1] == '|' || *beginning == '\0';
}

static void
test_all_syllables (void) {
  g_autoptr (Telex) telex = telex_new (TELEX_TELEX);
  Typist typist = {telex, AT_ONCE, FALSE, 0};

  for (guint i = 0; i < G_N_ELEMENTS (beginnings); i++) {
    for (guint j = 0; j < G_N_ELEMENTS (rhymes); j++) {
      for (guint k = 0; k < G_N_ELEMENTS (tones); k++) {
        g_autofree char *word = make_syllable (beginnings[i], rhymes[j], tones[k]);

        if (go_together (beginnings[i], rhymes[j]) && syllable_exists (word))
          check_word (&typist, word);
      }
    }
  }
  g_test_message ("%u syllables, twelve ways each", typist.words);
  g_assert_cmpuint (typist.words, >, 5000);
}

static void
test_places (void) {
  g_autofree char *path = layout_data_dup ("ocr/places/places.txt");
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (Telex) telex = telex_new (TELEX_TELEX);
  g_autofree char *text = NULL;
  g_autofree char *small = NULL;
  g_auto (GStrv) words = NULL;
  Typist typist = {telex, AT_ONCE, FALSE, 0};

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  small = g_utf8_strdown (text, -1);
  words = g_strsplit_set (small, " ;\n,-'()", -1);
  for (guint i = 0; words[i] != NULL; i++) {
    /* One commune has its tone where no rule puts it. */
    if (syllable_exists (words[i]) && !g_str_equal (words[i], "lỏong")
        && g_hash_table_add (seen, words[i]))
      check_word (&typist, words[i]);
  }
  g_test_message ("%u syllables of places", typist.words);
  g_assert_cmpuint (typist.words, >, 1000);
}

static const struct {
  TelexMethod method;
  const char *keys;
  const char *text;
} cases[] = {
    {TELEX_TELEX, "uow", "ươ"},
    {TELEX_TELEX, "UOW", "ƯƠ"},
    {TELEX_TELEX, "thuowr", "thuở"},
    {TELEX_TELEX, "thuowng", "thương"},
    {TELEX_TELEX, "thuwong", "thương"},
    {TELEX_TELEX, "huowu", "hươu"},
    {TELEX_TELEX, "ruouwj", "rượu"},
    {TELEX_TELEX, "muaw", "mưa"},
    {TELEX_TELEX, "w", "ư"},
    {TELEX_TELEX, "tw", "tư"},
    {TELEX_TELEX, "aaa", "aa"},
    {TELEX_TELEX, "aaaa", "aaa"},
    {TELEX_TELEX, "ddd", "dd"},
    {TELEX_TELEX, "DDD", "DD"},
    {TELEX_TELEX, "ass", "as"},
    {TELEX_TELEX, "asss", "ass"},
    {TELEX_TELEX, "uww", "uw"},
    {TELEX_TELEX, "uoww", "uow"},
    {TELEX_TELEX, "ww", "w"},
    {TELEX_TELEX, "www", "ww"},
    {TELEX_TELEX, "asz", "a"},
    {TELEX_TELEX, "asf", "à"},
    {TELEX_TELEX, "xooong", "xoong"},
    {TELEX_TELEX, "xooongs", "xoóng"},
    {TELEX_TELEX, "ngoeor", "ngoẻo"},
    {TELEX_TELEX, "ngoao", "ngoao"},
    {TELEX_TELEX, "aaw", "ă"},
    {TELEX_TELEX, "uwowo", "uô"},
    {TELEX_TELEX, "vietje", "việt"},
    {TELEX_TELEX, "VieejtNam", "ViệtNam"},
    {TELEX_TELEX, "Nguyeenx Thij Hoaf", "Nguyễn Thị Hòa"},
    {TELEX_TELEX, "hoafn", "hoàn"},
    {TELEX_TELEX, "quys", "quý"},
    {TELEX_TELEX, "giaf", "già"},
    {TELEX_TELEX, "gif", "gì"},
    {TELEX_TELEX, "giuwongf", "giường"},
    {TELEX_TELEX, "HDDND", "HĐND"},
    {TELEX_TELEX, "DDawsk Lawsk", "Đắk Lắk"},
    {TELEX_TELEX, "12/3", "12/3"},
    {TELEX_TELEX, "sf", "sf"},
    {TELEX_VNI, "uo7", "ươ"},
    {TELEX_VNI, "d9u7o7c5", "được"},
    {TELEX_VNI, "duoc975", "được"},
    {TELEX_VNI, "a66", "a6"},
    {TELEX_VNI, "a11", "a1"},
    {TELEX_VNI, "12", "12"},
    {TELEX_VNI, "so61 12", "số 12"},
    {TELEX_VNI, "a10", "a"},
    {TELEX_VNI, "Nguye64n", "Nguyễn"},
    {TELEX_PLAIN, "aas1", "aas1"},
};

static void
test_cases (void) {
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (Telex) telex = telex_new (cases[i].method);
    g_autofree char *text = g_strdup ("");

    for (const char *key = cases[i].keys; *key != '\0'; key++) {
      char *after = telex_type (telex, text, (gunichar) *key);

      g_free (text);
      text = after;
    }
    g_assert_cmpstr (text, ==, cases[i].text);
  }
}

/* A word that was there is gone on with, composed or not; signs and foreign letters stay. */
static void
test_found_text (void) {
  g_autoptr (Telex) telex = telex_new (TELEX_TELEX);
  g_autofree char *one = telex_type (telex, "Trần Văn Hoa", 'f');
  g_autofree char *two = telex_type (telex, "Tra\xcc\x82n", 'f');
  g_autofree char *three = telex_type (telex, "Straße", 's');
  g_autofree char *four = telex_type (telex, "An", 0x2019);

  g_assert_cmpstr (one, ==, "Trần Văn Hòa");
  g_assert_cmpstr (two, ==, "Trần");
  g_assert_cmpstr (three, ==, "Stráße");
  g_assert_cmpstr (four, ==, "An’");
}

/* Whatever is pressed, the text is whole and grows by one letter at most. */
static void
test_any_keys (void) {
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  g_autoptr (Telex) telex = telex_new (TELEX_TELEX);
  g_autofree char *text = g_strdup ("");

  for (guint i = 0; i < 20000; i++) {
    char *after;

    if (i % 12 == 0) {
      telex_set_method (telex, (TelexMethod) g_rand_int_range (rand, 0, 3));
      *text = '\0';
    }
    after = telex_type (telex, text, (gunichar) g_rand_int_range (rand, 1, 0x180));
    g_assert_true (g_utf8_validate (after, -1, NULL));
    g_assert_cmpint (g_utf8_strlen (after, -1), <=, g_utf8_strlen (text, -1) + 1);
    g_free (text);
    text = after;
  }
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/telex/all-syllables", test_all_syllables);
  g_test_add_func ("/telex/places", test_places);
  g_test_add_func ("/telex/cases", test_cases);
  g_test_add_func ("/telex/found-text", test_found_text);
  g_test_add_func ("/telex/any-keys", test_any_keys);
  return g_test_run ();
}
