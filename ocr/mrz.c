/* SPDX-License-Identifier: Apache-2.0 */

/* Parsing is strict and on exact lines; repair is separate and only makes candidates for
 * it. On Vietnamese cards the document number is the end of the 12-digit personal number,
 * which stands whole in the optional part of line 1 with no check digit of its own: it is
 * believed when its end is the proved document number. The last figure of line 1 is
 * defined by nobody, so no card fails on it alone.
 *
 * The century of a birth comes from the personal number and is never guessed. */

#include "ocr/mrz.h"

#include "ocr/checks.h"
#include "ocr/fold.h"

#include <string.h>

#define TD1_LENGTH 30
#define TD3_LENGTH 44
#define TD1_HEAD   "IDVNM"
#define TD3_HEAD   "P<VNM"
#define SHIFT_MOST 3 /* stray letters before a zone's first line */
#define SKIP_MOST  2 /* stray lines between two of its lines */

void
mrz_free (Mrz *mrz) {
  g_free (mrz->lines);
  g_free (mrz->id);
  g_free (mrz->dob);
  g_free (mrz->sex);
  g_free (mrz->expiry);
  g_free (mrz->name);
  g_free (mrz);
}

static int
get_worth (char letter) {
  if (g_ascii_isdigit (letter))
    return letter - '0';
  if (g_ascii_isupper (letter))
    return letter - 'A' + 10;
  return letter == '<' ? 0 : -1;
}

char
mrz_check_digit (const char *text, gsize length) {
  static const int weights[] = {7, 3, 1};
  int sum = 0;

  for (gsize i = 0; i < length; i++) {
    int worth = get_worth (text[i]);

    if (worth < 0)
      return '\0';
    sum += worth * weights[i % 3];
  }
  return (char) ('0' + sum % 10);
}

static gboolean
is_proved (const char *text, gsize length) {
  return mrz_check_digit (text, length) == text[length];
}

static gboolean
is_line (const char *line, gsize length) {
  if (line == NULL || strlen (line) != length)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    if (get_worth (line[i]) < 0)
      return FALSE;
  return TRUE;
}

static gboolean
has_digits (const char *text, gsize length) {
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isdigit (text[i]))
      return FALSE;
  return TRUE;
}

/* YYMMDD of @century (1900) to dd/mm/yyyy, NULL when no calendar has it. */
static char *
take_date (const char *part, guint century) {
  g_autofree char *date = NULL;

  if (!has_digits (part, 6) || century == 0)
    return NULL;
  date = g_strdup_printf ("%.2s/%.2s/%04u", part + 4, part + 2,
                          century + (guint) (part[0] - '0') * 10
                              + (guint) (part[1] - '0'));
  return check_date (date) ? g_steal_pointer (&date) : NULL;
}

/* "SURNAME<<GIVEN<NAMES<<<" to words. */
static char *
take_name (const char *part) {
  g_autofree char *name = g_strdelimit (g_strdup (part), "<", ' ');
  g_auto (GStrv) words = g_strsplit (g_strstrip (name), " ", -1);
  g_autoptr (GString) joined = g_string_new (NULL);

  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0')
      g_string_append_printf (joined, "%s%s", joined->len > 0 ? " " : "", words[i]);
  return joined->len > 0 ? g_strdup (joined->str) : NULL;
}

static char *
take_sex (char letter) {
  if (letter == 'M')
    return g_strdup ("Nam");
  return letter == 'F' ? g_strdup ("Nữ") : NULL;
}

/* Birth, sex and expiry stand alike in both zones: @part begins with the birth. */
static void
take_person (Mrz *mrz, const char *part, guint century) {
  if (is_proved (part, 6))
    mrz->dob = take_date (part, century);
  if (mrz->dob != NULL)
    mrz->sex = take_sex (part[7]);
  if (is_proved (part + 8, 6) && !g_str_has_prefix (part + 8, "99"))
    mrz->expiry = take_date (part + 8, 2000);
}

static guint
get_century (const char *id) {
  return check_id_year (id) / 100 * 100;
}

static gboolean
is_td1_whole (const char *const *lines) {
  g_autofree char *all = g_strdup_printf ("%.25s%.7s%.7s%.11s%c", lines[0] + 5, lines[1],
                                          lines[1] + 8, lines[1] + 18, lines[1][29]);

  return is_proved (all, 50);
}

static Mrz *
parse_td1 (const char *const *lines) {
  g_autoptr (Mrz) mrz = g_new0 (Mrz, 1);
  const char *number = lines[0] + 5, *whole = lines[0] + 15;
  g_autofree char *id = g_strndup (whole, 12);

  if (has_digits (whole, 12) && is_proved (number, 9)
      && memcmp (number, whole + 3, 9) == 0)
    mrz->id = g_strdup (id);
  take_person (mrz, lines[1], mrz->id != NULL ? get_century (id) : 0);
  mrz->name = take_name (lines[2]);
  if (mrz->id != NULL && mrz->dob != NULL && is_td1_whole (lines))
    mrz->lines = g_strjoin ("\n", lines[0], lines[1], lines[2], NULL);
  if (mrz->id == NULL && mrz->expiry == NULL)
    return NULL;
  return g_steal_pointer (&mrz);
}

static Mrz *
parse_td3 (const char *const *lines) {
  g_autoptr (Mrz) mrz = g_new0 (Mrz, 1);
  g_autofree char *number = g_strndup (lines[1], strcspn (lines[1], "<"));
  g_autofree char *personal = g_strndup (lines[1] + 28, 12);
  g_autofree char *all
      = g_strdup_printf ("%.10s%.7s%.23s", lines[1], lines[1] + 13, lines[1] + 21);

  mrz->passport = TRUE;
  if (is_proved (lines[1], 9))
    mrz->id = g_strndup (number, 9);
  take_person (mrz, lines[1] + 13,
               is_proved (lines[1] + 28, 14) ? get_century (personal) : 0);
  mrz->name = take_name (lines[0] + 5);
  if (mrz->id != NULL && mrz_check_digit (all, 39) == all[39])
    mrz->lines = g_strjoin ("\n", lines[0], lines[1], NULL);
  if (mrz->id == NULL && mrz->expiry == NULL)
    return NULL;
  return g_steal_pointer (&mrz);
}

Mrz *
mrz_parse (const char *const *lines) {
  if (is_line (lines[0], TD1_LENGTH) && is_line (lines[1], TD1_LENGTH)
      && is_line (lines[2], TD1_LENGTH) && g_str_has_prefix (lines[0], TD1_HEAD))
    return parse_td1 (lines);
  if (is_line (lines[0], TD3_LENGTH) && is_line (lines[1], TD3_LENGTH)
      && g_str_has_prefix (lines[0], TD3_HEAD))
    return parse_td3 (lines);
  return NULL;
}

char *
mrz_format_names (const char *name, gsize length) {
  g_autofree char *key = fold_text (name);
  g_autoptr (GString) line = g_string_new (NULL);

  for (const char *at = key; *at != '\0'; at++) {
    if (*at == ' ')
      g_string_append (line, strchr (line->str, '<') == NULL ? "<<" : "<");
    else if (g_ascii_isalpha (*at))
      g_string_append_c (line, g_ascii_toupper (*at));
  }
  while (line->len < length)
    g_string_append_c (line, '<');
  g_string_truncate (line, length);
  return g_strdup (line->str);
}

/* Repair. */

static const struct {
  const char *read;
  char figure, letter;
} alike[] = {
    {"0OoQDÔÒÕôòõ", '0', 'O'}, {"1Iil|!ÌÍìí", '1', 'I'}, {"2Zz", '2', 'Z'},
    {"5Ss$", '5', 'S'},        {"6GbÓó", '6', 'G'},      {"8B", '8', 'B'},
};

static char
repair_figure (gunichar read) {
  if (read < 0x80 && g_ascii_isdigit ((char) read))
    return (char) read;
  for (guint i = 0; i < G_N_ELEMENTS (alike); i++)
    if (g_utf8_strchr (alike[i].read, -1, read) != NULL)
      return alike[i].figure;
  return '<';
}

static char
repair_letter (gunichar read) {
  if (read < 0x80 && g_ascii_isalpha ((char) read))
    return g_ascii_toupper ((char) read);
  for (guint i = 0; i < G_N_ELEMENTS (alike); i++)
    if (g_utf8_strchr (alike[i].read, -1, read) != NULL)
      return alike[i].letter;
  return '<';
}

/* Letters of a line without white space; guillemets are two fillers. */
static gunichar *
split_line (const char *text, gsize *length) {
  g_autoptr (GString) tight = g_string_new (NULL);

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at)) {
    gunichar letter = g_utf8_get_char (at);

    if (letter == 0x00AB)
      g_string_append (tight, "<<");
    else if (!g_unichar_isspace (letter))
      g_string_append_unichar (tight, letter == 0x2039 ? '<' : letter);
  }
  *length = (gsize) g_utf8_strlen (tight->str, -1);
  return g_utf8_to_ucs4_fast (tight->str, -1, NULL);
}

/* Writes the repaired characters by @pattern: n figure, a letter, < filler, . as read. The
 * rest of the line is dropped; FALSE when it is too short. */
static gboolean
apply_pattern (const gunichar *read, gsize length, const char *pattern, GString *line) {
  for (gsize i = 0; pattern[i] != '\0'; i++) {
    char repaired = '<';

    if (i >= length)
      return FALSE;
    if (pattern[i] == 'n')
      repaired = repair_figure (read[i]);
    else if (pattern[i] == 'a')
      repaired = repair_letter (read[i]);
    else if (pattern[i] == '.')
      repaired = read[i] < 0x80 ? g_ascii_toupper ((char) read[i]) : '<';
    g_string_append_c (line, repaired);
  }
  return TRUE;
}

/* The place behind @head within the first letters of a line, one letter may be wrong. */
static gsize
find_head (const gunichar *read, gsize length, const char *head) {
  gsize size = strlen (head);

  for (gsize shift = 0; shift <= SHIFT_MOST && shift + size < length; shift++) {
    guint wrong = 0;

    for (gsize i = 0; i < size; i++)
      wrong += repair_letter (read[shift + i]) != head[i];
    if (wrong <= 1)
      return shift + size;
  }
  return 0;
}

static char *
repair_td1_first (const char *text) {
  g_autoptr (GString) line = g_string_new (TD1_HEAD);
  gsize length, start;
  g_autofree gunichar *read = split_line (text, &length);

  start = find_head (read, length, TD1_HEAD);
  if (start == 0 || length < start + 23
      || !apply_pattern (read + start, length - start, "nnnnnnnnnnnnnnnnnnnnnn", line))
    return NULL;
  g_string_append_printf (line, "<<%c", repair_figure (read[length - 1]));
  return g_strdup (line->str);
}

static char *
repair_td1_second (const char *text) {
  g_autoptr (GString) line = g_string_new (NULL);
  gsize length;
  g_autofree gunichar *read = split_line (text, &length);

  if (length < 20 || !apply_pattern (read, length, "nnnnnnnannnnnnnaaa", line))
    return NULL;
  if (!is_proved (line->str, 6) && !is_proved (line->str + 8, 6))
    return NULL;
  g_string_append_printf (line, "<<<<<<<<<<<%c", repair_figure (read[length - 1]));
  return g_strdup (line->str);
}

/* A line of names, filled or cut to @wanted. */
static char *
repair_names (const char *text, gsize wanted, gsize skip) {
  g_autoptr (GString) line = g_string_new (NULL);
  gsize length;
  g_autofree gunichar *read = split_line (text, &length);

  for (gsize i = skip; i < length; i++)
    g_string_append_c (line, read[i] == '<' ? '<' : repair_letter (read[i]));
  while (line->len > 0 && line->str[line->len - 1] == '<')
    g_string_truncate (line, line->len - 1);
  while (line->len < wanted)
    g_string_append_c (line, '<');
  g_string_truncate (line, wanted);
  return g_strdup (line->str);
}

static char *
repair_td3_second (const char *text) {
  g_autoptr (GString) line = g_string_new (NULL);
  gsize length;
  g_autofree gunichar *read = split_line (text, &length);

  if (length != TD3_LENGTH
      || !apply_pattern (read, length, "annnnnnn.naaannnnnnnannnnnnn..............nn",
                         line))
    return NULL;
  return g_strdup (line->str);
}

static Mrz *
find_td1 (const char *const *text_lines) {
  g_autofree char *first = repair_td1_first (text_lines[0]);

  if (first == NULL)
    return NULL;
  for (guint i = 1; text_lines[i] != NULL && i <= 1 + SKIP_MOST; i++) {
    g_autofree char *second = repair_td1_second (text_lines[i]);
    g_autofree char *third = NULL;

    if (second == NULL)
      continue;
    third = repair_names (text_lines[i + 1] != NULL ? text_lines[i + 1] : "", TD1_LENGTH,
                          0);
    return mrz_parse ((const char *[]){first, second, third});
  }
  return NULL;
}

static Mrz *
find_td3 (const char *const *text_lines) {
  gsize length;
  g_autofree gunichar *read = split_line (text_lines[0], &length);
  gsize start = find_head (read, length, TD3_HEAD);
  g_autofree char *names = NULL, *first = NULL, *second = NULL;

  if (start == 0 || text_lines[1] == NULL)
    return NULL;
  names = repair_names (text_lines[0], TD3_LENGTH - strlen (TD3_HEAD), start);
  first = g_strconcat (TD3_HEAD, names, NULL);
  second = repair_td3_second (text_lines[1]);
  return second != NULL ? mrz_parse ((const char *[]){first, second, NULL}) : NULL;
}

Mrz *
mrz_find (const char *const *text_lines) {
  for (guint i = 0; text_lines[i] != NULL; i++) {
    Mrz *mrz = find_td1 (text_lines + i);

    if (mrz == NULL)
      mrz = find_td3 (text_lines + i);
    if (mrz != NULL)
      return mrz;
  }
  return NULL;
}
