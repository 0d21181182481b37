/* SPDX-License-Identifier: Apache-2.0 */

/* The payload is taken as it is or not at all. What contradicts itself (a day that no
 * calendar has, a sex that the number denies) stays, because records of civil status are
 * corrected and old cards have slips, but it is flagged, so that a person decides. */

#include "ocr/card.h"

#include "config/limits.h"
#include "ocr/checks.h"

#include <string.h>

#define PARTS_MOST 24

void
card_free (Card *card) {
  g_free (card->id);
  g_free (card->old_id);
  g_free (card->name);
  g_free (card->dob);
  g_free (card->sex);
  g_free (card->residence);
  g_free (card->issue_date);
  g_free (card);
}

static gboolean
is_digits (const char *text, gsize length) {
  return strlen (text) == length && strspn (text, "0123456789") == length;
}

/* ddmmyyyy to dd/mm/yyyy; NULL when it is not 8 digits. */
static char *
parse_date (const char *part) {
  if (!is_digits (part, 8))
    return NULL;
  return g_strdup_printf ("%.2s/%.2s/%.4s", part, part + 2, part + 4);
}

static gboolean
is_clean (const char *part) {
  if (g_utf8_strlen (part, -1) > LIMIT_CARD_PART)
    return FALSE;
  for (; *part != '\0'; part = g_utf8_next_char (part)) {
    gunichar letter = g_utf8_get_char (part);

    if (g_unichar_iscntrl (letter) || g_unichar_iszerowidth (letter))
      return g_unichar_ismark (letter);
  }
  return TRUE;
}

/* Letters outside Latin or lost in a wrong character set. */
static gboolean
has_foreign_letters (const char *text) {
  for (; *text != '\0'; text = g_utf8_next_char (text)) {
    gunichar letter = g_utf8_get_char (text);

    if (letter == 0xFFFD || letter == '?')
      return TRUE;
    if (g_unichar_isalpha (letter)
        && g_unichar_get_script (letter) != G_UNICODE_SCRIPT_LATIN)
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_flawed (const Card *card) {
  const char *year = card->dob != NULL ? card->dob + 6 : "";

  return card->dob == NULL || !check_date (card->dob) || !check_id_province (card->id)
         || check_id_year (card->id) != g_ascii_strtoull (year, NULL, 10)
         || !g_str_equal (check_id_sex (card->id), card->sex)
         || (card->issue_date != NULL && !check_date (card->issue_date))
         || has_foreign_letters (card->name) || has_foreign_letters (card->residence)
         || *card->name == '\0';
}

static char *
take_part (char *const *parts, guint part) {
  g_autofree char *text = g_utf8_normalize (parts[part], -1, G_NORMALIZE_NFC);

  return text != NULL ? g_strdup (g_strstrip (text)) : g_strdup ("");
}

Card *
card_parse (const char *payload) {
  g_autofree char *trimmed = g_strstrip (g_strdup (payload));
  g_auto (GStrv) parts = g_strsplit (trimmed, "|", PARTS_MOST + 1);
  guint count = g_strv_length (parts), name;
  Card *card;

  if (count < 6 || count > PARTS_MOST || !is_digits (g_strstrip (parts[0]), 12))
    return NULL;
  for (guint i = 0; i < count; i++)
    if (!is_clean (parts[i]))
      return NULL;
  name = count == 6 ? 1 : 2;
  if (count == 6 && is_digits (parts[1], strlen (parts[1])))
    return NULL;
  card = g_new0 (Card, 1);
  card->id = g_strdup (parts[0]);
  card->old_id = name == 2 && is_digits (parts[1], 9) ? g_strdup (parts[1]) : NULL;
  card->name = take_part (parts, name);
  card->dob = parse_date (g_strstrip (parts[name + 1]));
  card->sex = take_part (parts, name + 2);
  card->residence = take_part (parts, name + 3);
  card->issue_date = parse_date (g_strstrip (parts[name + 4]));
  card->flawed = is_flawed (card);
  return card;
}
