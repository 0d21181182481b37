/* SPDX-License-Identifier: Apache-2.0 */

/* SANE leaves the names of sources and modes to each driver. The tables hold the spellings
 * of the drivers in Debian, reduced to their small letters and digits ("ADF (left
 * aligned, Duplex)" is "adfleftalignedduplex"), the best first.
 *
 * A source that stands in no table is taken by the words within it: what feeds and names both
 * sides is duplex, what feeds is a feeder, what is glass is a flatbed. Words for another thing
 * (a back alone, a card slot, film) rule it out: "ADF Back" and "Card Duplex" look much like
 * what is wanted. Modes are not guessed at. */

#include "scan/choice.h"

#include <string.h>

typedef const char *Spelling;

static const Spelling flatbed_spellings[] = {
    "flatbed",        "fb",    "platen", "documenttable", "normal",
    "flatbedscanner", "glass", "opaque", "reflective",    NULL,
};

static const Spelling adf_spellings[] = {
    "adffront",
    "adf",
    "adfsimplex",
    "adfonesided",
    "automaticdocumentfeeder",
    "automaticdocumentfeederleftaligned",
    "automaticdocumentfeedercentrallyaligned",
    "automaticdocumentfeedercenteraligned",
    "adfleftaligned",
    "documentfeeder",
    "feeder",
    "feederfront",
    "feedersimplex",
    "simplex",
    "sheetfeeder",
    "adfsinglesided",
    "autofeeder",
    "adffrontside",
    NULL,
};

static const Spelling duplex_spellings[] = {
    "adfduplex",
    "duplex",
    "adfdoublesided",
    "adfbothsides",
    "adftwosided",
    "automaticdocumentfeederduplex",
    "automaticdocumentfeederleftalignedduplex",
    "automaticdocumentfeedercentrallyalignedduplex",
    "automaticdocumentfeedercenteralignedduplex",
    "adfleftalignedduplex",
    "documentfeederduplex",
    "feederduplex",
    NULL,
};

static const Spelling color_spellings[] = {
    "color",     "colour",     "24bitcolor", "24bitcolorfast", "truecolor", "rgb",
    "fullcolor", "color24bit", NULL,
};

static const Spelling gray_spellings[] = {
    "gray",     "grey",         "grayscale",     "greyscale", "truegray",
    "8bitgray", "256levelgray", "8bitgrayscale", "gray8bit",  NULL,
};

static const Spelling lineart_spellings[] = {
    "lineart",    "binary", "blackwhite", "blackandwhite", "bw",
    "monochrome", "mono",   "threshold",  "text",          NULL,
};

static const Spelling *const source_spellings[] = {
    [SOURCE_FLATBED] = flatbed_spellings,
    [SOURCE_ADF] = adf_spellings,
    [SOURCE_DUPLEX] = duplex_spellings,
};

static const Spelling *const mode_spellings[] = {
    [MODE_COLOR] = color_spellings,
    [MODE_GRAY] = gray_spellings,
    [MODE_LINEART] = lineart_spellings,
};

static const char *const source_words[] = {
    [SOURCE_FLATBED] = "flatbed", [SOURCE_ADF] = "adf",   [SOURCE_DUPLEX] = "duplex",
    [SOURCE_ANY] = "any",         [SOURCE_AUTO] = "auto",
};
static const char *const mode_words[]
    = {[MODE_COLOR] = "color", [MODE_GRAY] = "gray", [MODE_LINEART] = "lineart"};
static const char *const turn_words[]
    = {[TURN_NONE] = "none", [TURN_180] = "180", [TURN_MIRROR] = "mirror"};
static const char *const double_feed_words[]
    = {[DOUBLE_FEED_STOP] = "stop", [DOUBLE_FEED_OFF] = "off"};

static int
find_word (const char *const *words, guint count, const char *word) {
  for (guint i = 0; i < count; i++) {
    if (g_str_equal (words[i], word))
      return (int) i;
  }
  return -1;
}

gboolean
choice_parse_source (const char *word, Source *source) {
  int found = find_word (source_words, G_N_ELEMENTS (source_words), word);

  if (found >= 0)
    *source = (Source) found;
  return found >= 0;
}

gboolean
choice_parse_mode (const char *word, Mode *mode) {
  int found = find_word (mode_words, G_N_ELEMENTS (mode_words), word);

  if (found >= 0)
    *mode = (Mode) found;
  return found >= 0;
}

gboolean
choice_parse_turn (const char *word, Turn *turn) {
  int found = find_word (turn_words, G_N_ELEMENTS (turn_words), word);

  if (found >= 0)
    *turn = (Turn) found;
  return found >= 0;
}

gboolean
choice_parse_double_feed (const char *word, DoubleFeed *action) {
  int found = find_word (double_feed_words, G_N_ELEMENTS (double_feed_words), word);

  if (found >= 0)
    *action = (DoubleFeed) found;
  return found >= 0;
}

char *
choice_reduce_dup (const char *name) {
  GString *reduced = g_string_new (NULL);

  for (; *name != '\0'; name++) {
    if (g_ascii_isalnum (*name))
      g_string_append_c (reduced, g_ascii_tolower (*name));
  }
  return g_string_free (reduced, FALSE);
}

const char *
choice_find_word (const char *const *words, const char *const *names) {
  for (; *words != NULL; words++) {
    for (guint i = 0; names[i] != NULL; i++) {
      g_autofree char *reduced = choice_reduce_dup (names[i]);

      if (g_str_equal (reduced, *words))
        return names[i];
    }
  }
  return NULL;
}

static gboolean
has_word (const char *reduced, const char *const *words) {
  for (; *words != NULL; words++) {
    if (strstr (reduced, *words) != NULL)
      return TRUE;
  }
  return FALSE;
}

/* What a source that stands in no table is by its words; SOURCE_ANY: nothing known. */
static Source
guess_source (const char *reduced) {
  static const char *const other[]
      = {"back",     "rear", "card", "trans", "tpu",    "tma",   "negative",
         "positive", "film", "slid", "xpa",   "manual", "auto1", NULL};
  static const char *const both[]
      = {"duplex", "both", "doubleside", "twoside", "2side", "dualside", NULL};
  static const char *const feeder[] = {"adf", "feeder", "sheetfe", NULL};
  static const char *const glass[] = {"flatbed", "platen", "glass", "table", NULL};

  if (has_word (reduced, other))
    return SOURCE_ANY;
  if (has_word (reduced, both))
    return SOURCE_DUPLEX;
  if (has_word (reduced, feeder))
    return SOURCE_ADF;
  return has_word (reduced, glass) ? SOURCE_FLATBED : SOURCE_ANY;
}

static const char *
find_like (Source source, const char *const *names) {
  for (; *names != NULL; names++) {
    g_autofree char *reduced = choice_reduce_dup (*names);

    if (guess_source (reduced) == source)
      return *names;
  }
  return NULL;
}

const char *
choice_find_source (Source source, const char *const *names) {
  const char *name;

  if (source >= G_N_ELEMENTS (source_spellings))
    return NULL;
  name = choice_find_word (source_spellings[source], names);
  return name != NULL ? name : find_like (source, names);
}

const char *
choice_find_mode (Mode mode, const char *const *names) {
  return choice_find_word (mode_spellings[mode], names);
}
