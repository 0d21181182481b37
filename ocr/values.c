/* SPDX-License-Identifier: Apache-2.0 */

/* One table from the name of a kind to what finds it. Each finder takes the raw text that
 * stands behind a label, tells which bytes of it are the value (the box on the page
 * follows from that), and writes the value in one spelling. Letters are repaired to
 * figures only where figures alone can stand; names and addresses are never touched but
 * for white space and stray punctuation at their ends. */

#include "ocr/values.h"

#include "ocr/dates.h"
#include "ocr/fold.h"
#include "ocr/numbers.h"

#include <string.h>

#define NAME_WORDS_MOST 8

void
value_clear (Value *value) {
  g_clear_pointer (&value->text, g_free);
}

gboolean
value_set (Value *value, char *text, ValueCheck check, gsize start, gsize end) {
  *value = (Value){.text = text, .check = check, .start = start, .end = end};
  return TRUE;
}

gboolean
value_match (const char *pattern, const char *raw, Value *value, ValueCheck check) {
  g_autoptr (GRegex) regex = g_regex_new (pattern, 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  int start, end;

  g_assert (regex != NULL);
  if (!g_regex_match (regex, raw, 0, &match)
      || !g_match_info_fetch_pos (match, 0, &start, &end))
    return FALSE;
  return value_set (value, g_match_info_fetch (match, 0), check, (gsize) start,
                    (gsize) end);
}

char *
value_drop_spaces (char *text) {
  char *to = text;

  for (const char *at = text; *at != '\0'; at++)
    if (!g_ascii_isspace (*at))
      *to++ = *at;
  *to = '\0';
  return text;
}

static gboolean
is_stray (gunichar letter) {
  return g_utf8_strchr (" \t.,;:-_/|·…—–'\"*~=<>\\^`", -1, letter) != NULL;
}

/* Bytes of @raw without white space and stray punctuation at both ends. */
static void
trim_ends (const char *raw, gsize *start, gsize *end) {
  const char *from = raw, *to = raw + strlen (raw);

  while (from < to && is_stray (g_utf8_get_char (from)))
    from = g_utf8_next_char (from);
  while (to > from && is_stray (g_utf8_get_char (g_utf8_prev_char (to))))
    to = g_utf8_prev_char (to);
  *start = (gsize) (from - raw);
  *end = (gsize) (to - raw);
}

static gboolean
find_text (const char *raw, Value *value) {
  gsize start, end;

  trim_ends (raw, &start, &end);
  if (start >= end)
    return FALSE;
  return value_set (value, g_strndup (raw + start, end - start), VALUE_PLAIN, start, end);
}

static gboolean
is_name_word (const char *word, gsize length) {
  for (const char *at = word; at < word + length; at = g_utf8_next_char (at)) {
    gunichar letter = g_utf8_get_char (at);

    if (!g_unichar_isalpha (letter) && letter != '\'' && letter != '-')
      return FALSE;
  }
  return length > 0;
}

static gboolean
is_address_form (const char *word, gsize length) {
  g_autofree char *copy = g_strndup (word, length);
  g_autofree char *key = fold_letters (copy);

  return g_str_equal (key, "ong") || g_str_equal (key, "ba")
         || g_str_equal (key, "ongba");
}

static gboolean
is_capital (const char *word, gsize length) {
  for (const char *at = word; at < word + length; at = g_utf8_next_char (at))
    if (g_unichar_islower (g_utf8_get_char (at)))
      return FALSE;
  return TRUE;
}

/* The words of a name end at the first one with a figure or punctuation inside, and one in
 * capitals ends where another case begins ("CHÂU ÚT HẬU Họ"); "Ông",
 * "Bà", "Ông/Bà" before a name are no part of it. */
static gboolean
find_name (const char *raw, Value *value) {
  g_autoptr (GString) name = g_string_new (NULL);
  gsize start, end, at, first = 0, last = 0;
  guint words = 0, capitals = 0;

  trim_ends (raw, &start, &end);
  for (at = start; at < end && words < NAME_WORDS_MOST;) {
    gsize length = strcspn (raw + at, " "), bare = MIN (length, end - at);
    gboolean closed = bare > 0 && strchr (",.;:", raw[at + bare - 1]) != NULL;

    while (bare > 0 && strchr (",.;:)", raw[at + bare - 1]) != NULL)
      bare--;
    if (words == 0 && (is_address_form (raw + at, bare) || raw[at] == '(')) {
      at += MIN (length + 1, end - at);
      continue;
    }
    if (!is_name_word (raw + at, bare)
        || (capitals >= 2 && capitals == words && !is_capital (raw + at, bare)))
      break;
    capitals += is_capital (raw + at, bare);
    first = words == 0 ? at : first;
    last = at + bare;
    g_string_append_printf (name, "%s%.*s", words > 0 ? " " : "", (int) bare, raw + at);
    words++;
    at += MIN (length + 1, end - at);
    if (closed)
      break;
  }
  if (words == 0)
    return FALSE;
  return value_set (value, g_strdup (name->str),
                    words >= 2 && words <= 6 ? VALUE_PLAIN : VALUE_DOUBTFUL, first, last);
}

/* A date whose words contradict its figures is doubtful; agreement proves it. */
static gboolean
find_any_date (const char *raw, gboolean partial, Value *value) {
  Date date, words;
  gboolean has_words = dates_find_words (raw, &words);
  ValueCheck check = VALUE_PLAIN;

  if (!dates_find (raw, partial, &date)) {
    if (!has_words)
      return FALSE;
    date = words;
  } else if (has_words && date.day > 0)
    check = date.day == words.day && date.month == words.month && date.year == words.year
                ? VALUE_PROVEN
                : VALUE_DOUBTFUL;
  if (!dates_check (&date) || (date.day == 0 && strcspn (raw, "0123456789") < date.start))
    check = VALUE_DOUBTFUL;
  return value_set (value, dates_format (&date), check, date.start, date.end);
}

static gboolean
find_date (const char *raw, Value *value) {
  return find_any_date (raw, FALSE, value);
}

static gboolean
find_date_partial (const char *raw, Value *value) {
  return find_any_date (raw, TRUE, value);
}

static gboolean
find_datetime (const char *raw, Value *value) {
  g_autoptr (GRegex) regex
      = g_regex_new ("(?<!\\d)(\\d{1,2})\\s*(?:gi\\S{1,2}|[hg:])\\s*(\\d{1,2})?",
                     G_REGEX_CASELESS, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  if (!find_any_date (raw, FALSE, value))
    return FALSE;
  if (g_regex_match (regex, raw, 0, &match)) {
    g_autofree char *hour = g_match_info_fetch (match, 1);
    g_autofree char *minute = g_match_info_fetch (match, 2);
    g_autofree char *date = value->text;
    guint64 h = g_ascii_strtoull (hour, NULL, 10);
    guint64 m = minute != NULL ? g_ascii_strtoull (minute, NULL, 10) : 0;

    value->text = g_strdup_printf ("%02u:%02u %s", (guint) h, (guint) m, date);
    value->check = h < 24 && m < 60 ? value->check : VALUE_DOUBTFUL;
    value->start = 0;
  }
  return TRUE;
}

/* "Nam" or "Nữ" alone; both, as on an unmarked form, are no answer. */
static gboolean
find_sex (const char *raw, Value *value) {
  Value man = {0}, woman = {0};
  gboolean is_man = value_match ("(?i)(?<!\\pL)n[aăâ]m(?!\\pL)", raw, &man, VALUE_PROVEN);
  gboolean is_woman
      = value_match ("(?i)(?<!\\pL)n[uưữứừũúụủử](?!\\pL)", raw, &woman, VALUE_PROVEN);
  gboolean one = is_man != is_woman;

  if (one)
    value_set (value, g_strdup (is_man ? "Nam" : "Nữ"), VALUE_PROVEN,
               is_man ? man.start : woman.start, is_man ? man.end : woman.end);
  value_clear (&man);
  value_clear (&woman);
  return one;
}

static gboolean
find_email (const char *raw, Value *value) {
  return value_match ("[\\w.+\\-]+\\s?@\\s?[\\w\\-]+(?:\\.[\\w\\-]+)+", raw, value,
                      VALUE_PLAIN)
         && value_drop_spaces (value->text) != NULL;
}

static const struct {
  const char *name;
  ValueKind kind;
  gboolean (*find) (const char *raw, Value *value);
} kinds[] = {
    {"text", VALUE_TEXT, find_text},
    {"line", VALUE_LINE, find_text},
    {"person_name", VALUE_PERSON_NAME, find_name},
    {"date", VALUE_DATE, find_date},
    {"date_partial", VALUE_DATE_PARTIAL, find_date_partial},
    {"datetime", VALUE_DATETIME, find_datetime},
    {"id12_or_9", VALUE_ID, numbers_find_id},
    {"id_paper", VALUE_ID, numbers_find_id},
    {"phone", VALUE_PHONE, numbers_find_phone},
    {"email", VALUE_EMAIL, find_email},
    {"address", VALUE_ADDRESS, find_text},
    {"sex", VALUE_SEX, find_sex},
    {"int", VALUE_INT, numbers_find_int},
    {"decimal", VALUE_DECIMAL, numbers_find_decimal},
    {"money", VALUE_MONEY, numbers_find_money},
    {"mst", VALUE_MST, numbers_find_mst},
    {"gcn_serial", VALUE_GCN_SERIAL, numbers_find_gcn_serial},
    {"gcn_book", VALUE_GCN_BOOK, numbers_find_gcn_book},
    {"digits10", VALUE_DIGITS10, numbers_find_digits10},
    {"digits12", VALUE_DIGITS12, numbers_find_digits12},
    {"doc_number", VALUE_DOC_NUMBER, numbers_find_doc_number},
    {"dossier_code", VALUE_DOSSIER_CODE, numbers_find_dossier_code},
};

gboolean
value_kind_parse (const char *name, ValueKind *kind) {
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kinds[i].name, name)) {
      *kind = kinds[i].kind;
      return TRUE;
    }
  return FALSE;
}

void
value_parse (ValueKind kind, const char *raw, Value *value) {
  *value = (Value){0};
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (kinds[i].kind == kind) {
      kinds[i].find (raw, value);
      return;
    }
}
