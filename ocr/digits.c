/* SPDX-License-Identifier: Apache-2.0 */

/* A text is cut at white space; a part is a part of a number when every letter of it is a
 * figure, a separator, or a letter that looks like a figure, and at least half are true
 * figures. A lone look-alike between numbers counts as well: it is a boxed digit. Strokes
 * and brackets alone are the boxes themselves and are skipped. */

#include "ocr/digits.h"

#include <string.h>

#define RUN_MOST 24 /* figures; no number on a paper is longer */

typedef struct {
  GString *digits;
  guint repaired;
  gsize start, end;
  gboolean number; /* nothing but figures and look-alikes */
  gboolean sure;   /* at least half true figures */
} Part;

void
digit_run_clear (DigitRun *run) {
  g_clear_pointer (&run->digits, g_free);
}

static void
free_part (gpointer data) {
  Part *part = data;

  g_string_free (part->digits, TRUE);
  g_free (part);
}

static char
get_figure (gunichar letter) {
  static const struct {
    const char *letters;
    char figure;
  } alike[] = {{"OoQDÔôÒòÕõ", '0'}, {"lI|!ÌÍìíiïÏ", '1'}, {"Zz", '2'}, {"Ss$Šš", '5'},
               {"GbÓóÖö", '6'},     {"B", '8'},           {"gq", '9'}};

  for (guint i = 0; i < G_N_ELEMENTS (alike); i++)
    if (g_utf8_strchr (alike[i].letters, -1, letter) != NULL)
      return alike[i].figure;
  return '\0';
}

static gboolean
is_separator (gunichar letter) {
  return letter < 0x80 && strchr (".,-()[]{}+:;'\"_", (char) letter) != NULL;
}

static Part *
parse_part (const char *text, gsize start, gsize end) {
  Part *part = g_new0 (Part, 1);
  guint figures = 0;

  part->digits = g_string_new (NULL);
  part->start = start;
  part->end = end;
  part->number = TRUE;
  for (const char *at = text + start; at < text + end; at = g_utf8_next_char (at)) {
    gunichar letter = g_utf8_get_char (at);
    char figure = get_figure (letter);

    if (letter < 0x80 && g_ascii_isdigit ((char) letter)) {
      g_string_append_c (part->digits, (char) letter);
      figures++;
    } else if (figure != '\0') {
      g_string_append_c (part->digits, figure);
      part->repaired++;
    } else if (!is_separator (letter))
      part->number = FALSE;
  }
  part->sure = figures > 0 && figures * 2 >= part->digits->len;
  if (end - start == 1 && text[start] == '|')
    g_string_truncate (part->digits, part->repaired = 0);
  return part;
}

static GPtrArray *
split_parts (const char *text) {
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (free_part);
  gsize length = strlen (text), start = 0;

  for (gsize at = 0; at <= length; at++) {
    if (at < length && !g_ascii_isspace (text[at]))
      continue;
    if (at > start)
      g_ptr_array_add (parts, parse_part (text, start, at));
    start = at + 1;
  }
  return g_steal_pointer (&parts);
}

static gboolean
is_joined (const Part *part) {
  return part->number && (part->sure || part->digits->len <= 1);
}

static void
keep_run (DigitRun *run, const GString *digits, guint repaired, gsize start, gsize end) {
  digit_run_clear (run);
  *run = (DigitRun){
      .digits = g_strdup (digits->str), .repaired = repaired, .start = start, .end = end};
}

static gsize
get_length (const DigitRun *run) {
  return run->digits != NULL ? strlen (run->digits) : 0;
}

/* Joins parts from @first on, and keeps the result in @run when it is of the wanted length
 * (TRUE) or longer than what @run holds. */
static gboolean
join_parts (const GPtrArray *parts, guint first, guint wanted, DigitRun *run) {
  g_autoptr (GString) digits = g_string_new (NULL);
  const Part *head = g_ptr_array_index (parts, first);
  guint repaired = 0;

  for (guint i = first; i < parts->len; i++) {
    const Part *part = g_ptr_array_index (parts, i);

    if (!is_joined (part) || digits->len + part->digits->len > RUN_MOST)
      break;
    g_string_append (digits, part->digits->str);
    repaired += part->repaired;
    if (digits->len == wanted || digits->len > get_length (run))
      keep_run (run, digits, repaired, head->start, part->end);
    if (digits->len == wanted)
      return TRUE;
  }
  return FALSE;
}

gboolean
digits_find (const char *text, guint wanted, guint least, DigitRun *run) {
  g_autoptr (GPtrArray) parts = split_parts (text);
  g_auto (DigitRun) best = {0};
  gboolean met = FALSE;

  for (guint i = 0; i < parts->len && !met; i++)
    met = join_parts (parts, i, wanted, &best);
  if (!met && (least == 0 || get_length (&best) < least))
    return FALSE;
  if (best.repaired * 2 > get_length (&best))
    return FALSE;
  *run = best;
  best.digits = NULL;
  return TRUE;
}

gboolean
digits_is_like (gunichar letter) {
  return get_figure (letter) != '\0';
}
