/* SPDX-License-Identifier: Apache-2.0 */

/* Figures are found by pattern (two of them may have been torn apart), after letters that stand for figures beside a figure or a
 * stroke (O2/l1/1988) were repaired one byte for one byte, so that places in the text stay
 * true. Words of the phrase "ngày ... tháng ... năm" may have lost their marks.
 *
 * Numbers in words follow one grammar: [thousands] [hundreds] [tens] [units], on folded
 * words, since marks are what recognition loses first. "nam" is the year and the five:
 * the five only stands where a figure is awaited. */

#include "ocr/dates.h"

#include "ocr/fold.h"

#include <string.h>

#define YEAR_LEAST 1850
#define YEAR_MOST  2100

static char *
repair_figures (const char *text) {
  static const char letters[] = "OoQDlI|!SsBZzG", figures[] = "00001111558226";
  char *copy = g_strdup (text);

  for (char *at = copy; *at != '\0'; at++) {
    const char *found = strchr (letters, *at);
    char before = at > copy ? at[-1] : ' ';
    gboolean beside = g_ascii_isdigit (before) || before == '/' || g_ascii_isdigit (at[1])
                      || (at[1] == '/' && before == ' ');
    gboolean word = g_ascii_isalpha (before) || (guchar) before >= 0x80
                    || (g_ascii_isalpha (at[1]) && strchr (letters, at[1]) == NULL)
                    || (guchar) at[1] >= 0x80;

    if (found != NULL && beside && !word)
      *at = figures[found - letters];
  }
  return copy;
}

static guint
take_number (const GMatchInfo *match, const char *name) {
  g_autofree char *text = g_match_info_fetch_named (match, name);
  guint number = 0;

  for (const char *at = text; at != NULL && *at != '\0'; at++)
    if (g_ascii_isdigit (*at))
      number = number * 10 + (guint) (*at - '0');
  return number;
}

static gboolean
match_date (const char *pattern, const char *text, Date *date) {
  g_autoptr (GRegex) regex
      = g_regex_new (pattern, G_REGEX_CASELESS, G_REGEX_MATCH_DEFAULT, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  int start, end;

  g_assert (regex != NULL);
  if (!g_regex_match (regex, text, 0, &match)
      || !g_match_info_fetch_pos (match, 0, &start, &end))
    return FALSE;
  *date = (Date){
      .day = take_number (match, "d"),
      .month = take_number (match, "m"),
      .year = take_number (match, "y"),
      .start = (gsize) start,
      .end = (gsize) end,
  };
  return TRUE;
}

#define TWO(name) "(?<" name ">\\d(?:\\s?\\d)?)"
#define STROKE    "\\s?[/.\\-]\\s?"
#define FIGURES   "(?<!\\d)" TWO ("d") STROKE TWO ("m") STROKE "(?<y>\\d{4})(?!\\d)"
#define PHRASE                                                                           \
  "(?:ng\\S{1,3}y?\\s*)?(?<!\\d)(?<d>\\d{1,2})\\s*,?\\s*th\\S{1,3}g\\s*(?<m>\\d{1,2})"   \
  "\\s*,?\\s*n\\S{1,2}m\\s*(?<y>\\d{4})(?!\\d)"
#define MONTH "(?<!\\d)(?<m>\\d{1,2})\\s?[/.\\-]\\s?(?<y>(?:19|20)\\d\\d)(?!\\d)"
#define YEAR  "(?<!\\d)(?<y>(?:18|19|20)\\d\\d)(?!\\d)"

gboolean
dates_find (const char *text, gboolean partial, Date *date) {
  g_autofree char *repaired = repair_figures (text);
  Date figures, phrase;
  gboolean has_figures, has_phrase;

  if (!g_utf8_validate (repaired, -1, NULL))
    return FALSE;
  has_figures = match_date (FIGURES, repaired, &figures);
  has_phrase = match_date (PHRASE, repaired, &phrase);
  if (has_figures && (!has_phrase || figures.start < phrase.start))
    *date = figures;
  else if (has_phrase)
    *date = phrase;
  else
    return partial
           && (match_date (MONTH, repaired, date) || match_date (YEAR, repaired, date));
  return TRUE;
}

static int
get_unit (const char *word) {
  static const struct {
    const char *word;
    int value;
  } units[] = {{"khong", 0}, {"mot", 1}, {"hai", 2}, {"ba", 3},  {"bon", 4}, {"tu", 4},
               {"nam", 5},   {"lam", 5}, {"sau", 6}, {"bay", 7}, {"tam", 8}, {"chin", 9}};

  for (guint i = 0; word != NULL && i < G_N_ELEMENTS (units); i++)
    if (strcmp (word, units[i].word) == 0)
      return units[i].value;
  return -1;
}

static gboolean
is_word (const char *word, const char *one, const char *other) {
  return word != NULL && (strcmp (word, one) == 0 || strcmp (word, other) == 0);
}

/* [unit] "muoi" [unit], "muoi" [unit] or unit; moves *at behind it, -1 for none. */
static int
take_tens (char **words, guint *at) {
  int tens = get_unit (words[*at]), units;

  if (is_word (words[*at], "muoi", "chuc"))
    tens = 1;
  else if (tens >= 0 && is_word (words[*at + 1], "muoi", "chuc"))
    (*at)++;
  else if (tens >= 0) {
    (*at)++;
    return tens;
  } else
    return -1;
  (*at)++;
  units = get_unit (words[*at]);
  if (units < 0)
    return tens * 10;
  (*at)++;
  return tens * 10 + units;
}

/* A year: "một nghìn chín trăm tám mươi tám", "hai nghìn không trăm linh năm". */
static int
take_year (char **words, guint *at) {
  int thousands = get_unit (words[*at]), hundreds, rest;

  if (thousands < 1 || !is_word (words[*at + 1], "nghin", "ngan"))
    return -1;
  *at += 2;
  hundreds = get_unit (words[*at]);
  if (hundreds >= 0 && is_word (words[*at + 1], "tram", "tram"))
    *at += 2;
  else
    hundreds = 0;
  if (is_word (words[*at], "linh", "le"))
    (*at)++;
  rest = take_tens (words, at);
  return thousands * 1000 + hundreds * 100 + MAX (rest, 0);
}

static gboolean
parse_words (char **words, Date *date) {
  guint at = 0;
  int day, month, year;

  if (is_word (words[at], "mung", "mong"))
    at++;
  day = take_tens (words, &at);
  if (day < 1 || !is_word (words[at], "thang", "thang"))
    return FALSE;
  at++;
  month = is_word (words[at], "gieng", "gieng") ? 1 : 0;
  if (month == 1)
    at++;
  else
    month = take_tens (words, &at);
  if (month < 1 || !is_word (words[at], "nam", "nam"))
    return FALSE;
  at++;
  year = take_year (words, &at);
  if (year < 0)
    return FALSE;
  *date = (Date){.day = day, .month = month, .year = year};
  return TRUE;
}

gboolean
dates_find_words (const char *text, Date *date) {
  g_autofree char *key = fold_text (text);
  g_auto (GStrv) words = NULL;

  words = g_strsplit (g_strdelimit (key, ",.;:()", ' '), " ", -1);
  for (guint i = 0, kept = 0; words[i] != NULL; i++) {
    char *word = words[i];

    words[i] = NULL;
    if (*word != '\0')
      words[kept++] = word;
    else
      g_free (word);
  }
  for (guint i = 0; words[i] != NULL; i++)
    if (parse_words (words + i, date)) {
      date->start = 0;
      date->end = strlen (text);
      return TRUE;
    }
  return FALSE;
}

gboolean
dates_check (const Date *date) {
  if (date->year < YEAR_LEAST || date->year > YEAR_MOST)
    return FALSE;
  if (date->day == 0)
    return date->month <= 12;
  return date->month <= 12
         && g_date_valid_dmy ((GDateDay) date->day, (GDateMonth) date->month,
                              (GDateYear) date->year);
}

char *
dates_format (const Date *date) {
  if (date->day > 0)
    return g_strdup_printf ("%02u/%02u/%04u", date->day, date->month, date->year);
  if (date->month > 0)
    return g_strdup_printf ("%02u/%04u", date->month, date->year);
  return g_strdup_printf ("%04u", date->year);
}
