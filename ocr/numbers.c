/* SPDX-License-Identifier: Apache-2.0 */

/* Numbers of persons, telephones, firms, money and papers. Figures are found by digits.h,
 * which repairs letters among them; a number with a repaired figure is never proven. The
 * patterns are those of Circular 59/2021 (personal numbers), Decree 30/2020 (numbers of
 * papers) and of the land certificates of before and after 2025. */

#include "ocr/numbers.h"

#include "ocr/checks.h"
#include "ocr/digits.h"

#include <string.h>

static gboolean
take_run (DigitRun *run, ValueCheck check, Value *value) {
  char *digits = run->digits;

  run->digits = NULL;
  if (check == VALUE_PROVEN && run->repaired > 0)
    check = VALUE_PLAIN;
  return value_set (value, digits, check, run->start, run->end);
}

gboolean
numbers_find_id (const char *raw, Value *value) {
  g_auto (DigitRun) run = {0};

  if (digits_find (raw, 12, 0, &run))
    return take_run (&run, check_id_province (run.digits) ? VALUE_PROVEN : VALUE_DOUBTFUL,
                     value);
  if (digits_find (raw, 9, 7, &run))
    return take_run (&run, strlen (run.digits) == 9 ? VALUE_PLAIN : VALUE_DOUBTFUL,
                     value);
  return FALSE;
}

/* +84, 84 and 0084 become 0. */
static void
drop_country (DigitRun *run) {
  gsize skip = g_str_has_prefix (run->digits, "0084") ? 4
               : g_str_has_prefix (run->digits, "84") ? 2
                                                      : 0;
  char *local;

  if (skip == 0 || strlen (run->digits) - skip != 9)
    return;
  local = g_strconcat ("0", run->digits + skip, NULL);
  g_free (run->digits);
  run->digits = local;
}

gboolean
numbers_find_phone (const char *raw, Value *value) {
  g_auto (DigitRun) run = {0};
  gboolean mobile, landline;

  if (!digits_find (raw, 10, 8, &run))
    return FALSE;
  drop_country (&run);
  mobile = strlen (run.digits) == 10 && run.digits[0] == '0'
           && strchr ("35789", run.digits[1]) != NULL;
  landline = strlen (run.digits) == 11 && g_str_has_prefix (run.digits, "02");
  return take_run (&run, mobile || landline ? VALUE_PROVEN : VALUE_DOUBTFUL, value);
}

static gboolean
find_digits (const char *raw, guint wanted, Value *value) {
  g_auto (DigitRun) run = {0};

  if (!digits_find (raw, wanted, wanted - 3, &run))
    return FALSE;
  return take_run (&run, strlen (run.digits) == wanted ? VALUE_PLAIN : VALUE_DOUBTFUL,
                   value);
}

gboolean
numbers_find_digits10 (const char *raw, Value *value) {
  return find_digits (raw, 10, value);
}

gboolean
numbers_find_digits12 (const char *raw, Value *value) {
  return find_digits (raw, 12, value);
}

gboolean
numbers_find_mst (const char *raw, Value *value) {
  g_auto (DigitRun) run = {0};

  if (value_match ("(?<!\\d)\\d{10}\\s?-\\s?\\d{3}(?!\\d)", raw, value, VALUE_PROVEN)) {
    value_drop_spaces (value->text);
    if (!check_mst (value->text))
      value->check = VALUE_DOUBTFUL;
    return TRUE;
  }
  if (digits_find (raw, 12, 0, &run))
    return take_run (&run, check_id_province (run.digits) ? VALUE_PROVEN : VALUE_DOUBTFUL,
                     value);
  if (value_match ("(?<!\\w)\\d{2}[A-Z]\\s?\\d{7,8}(?!\\w)", raw, value, VALUE_PLAIN)) {
    value_drop_spaces (value->text);
    return TRUE;
  }
  if (!digits_find (raw, 10, 9, &run))
    return FALSE;
  return take_run (&run, check_mst (run.digits) ? VALUE_PROVEN : VALUE_DOUBTFUL, value);
}

gboolean
numbers_find_int (const char *raw, Value *value) {
  return value_match ("\\d{1,6}", raw, value, VALUE_PLAIN);
}

/* A dot or space before exactly three figures separates thousands, a comma the decimals. */
gboolean
numbers_find_decimal (const char *raw, Value *value) {
  g_autoptr (GRegex) thousands = g_regex_new ("[. ](?=\\d{3}(?!\\d))", 0, 0, NULL);
  g_autofree char *printed = NULL;

  if (!value_match ("\\d{1,3}(?:[. ]\\d{3})+(?:,\\d+)?|\\d+(?:[,.]\\d+)?", raw, value,
                    VALUE_PLAIN))
    return FALSE;
  printed = value->text;
  value->text = g_regex_replace_literal (thousands, printed, -1, 0, "", 0, NULL);
  return TRUE;
}

gboolean
numbers_find_money (const char *raw, Value *value) {
  g_autoptr (GRegex) separators = g_regex_new ("[., ]", 0, 0, NULL);
  g_autofree char *printed = NULL;

  if (!value_match ("\\d{1,3}(?:[., ]\\s?\\d{3})+|\\d+", raw, value, VALUE_PLAIN))
    return FALSE;
  printed = value->text;
  value->text = g_regex_replace_literal (separators, printed, -1, 0, "", 0, NULL);
  return TRUE;
}

/* "ĐÃ": a series has no tones, so that its letters are in doubt. */
static char *
drop_tones (const char *text, gsize bytes) {
  g_autofree char *apart = g_utf8_normalize (text, (gssize) bytes, G_NORMALIZE_NFD);
  g_autoptr (GString) kept = g_string_new (NULL);

  for (const char *at = apart; *at != '\0'; at = g_utf8_next_char (at)) {
    gunichar letter = g_utf8_get_char (at);

    if (letter != 0x300 && letter != 0x301 && letter != 0x303 && letter != 0x309
        && letter != 0x323)
      g_string_append_unichar (kept, letter);
  }
  return g_utf8_normalize (kept->str, -1, G_NORMALIZE_NFC);
}

gboolean
numbers_find_gcn_serial (const char *raw, Value *value) {
  g_autofree char *printed = NULL;
  g_autofree char *series = NULL;
  g_auto (DigitRun) run = {0};
  const char *digits;

  if (!value_match ("(?<!\\pL)\\p{Lu}{2}\\s?[\\dOIlSBZG]{6,8}(?!\\w)", raw, value,
                    VALUE_PROVEN))
    return FALSE;
  printed = value->text;
  digits = g_utf8_offset_to_pointer (printed, 2);
  value->text = NULL;
  if (!digits_find (digits, 6, 0, &run) && !digits_find (digits, 8, 0, &run))
    return FALSE;
  series = drop_tones (printed, (gsize) (digits - printed));
  value->text = g_strdup_printf ("%s %s", series, run.digits);
  if (strncmp (series, printed, (gsize) (digits - printed)) != 0)
    value->check = VALUE_DOUBTFUL;
  else
    value->check = run.repaired > 0 ? VALUE_PLAIN : VALUE_PROVEN;
  return TRUE;
}

gboolean
numbers_find_gcn_book (const char *raw, Value *value) {
  if (value_match ("(?<!\\pL)(?:C[HST]|VP|H)\\s?\\d{3,6}(?!\\d)", raw, value,
                   VALUE_PROVEN))
    return TRUE;
  return value_match ("[\\p{Lu}\\d][\\p{Lu}\\d.\\-/]*\\s?\\d[\\p{Lu}\\d.\\-/]*", raw,
                      value, VALUE_DOUBTFUL);
}

/* Where the stroke between number and body is lost, its place is certain all the same, but
 * not what else was lost there. */
static gboolean
find_strokeless (const char *raw, Value *value) {
  g_autoptr (GRegex) place = g_regex_new ("(?<=\\d)(?=\\p{Lu})", 0, 0, NULL);
  g_autofree char *printed = NULL;

  if (!value_match ("(?<!\\w)\\d{1,6}\\p{Lu}{2,}(?:\\s?-\\s?\\p{Lu}+)+", raw, value,
                    VALUE_DOUBTFUL))
    return FALSE;
  printed = value_drop_spaces (value->text);
  value->text = g_regex_replace_literal (place, printed, -1, 0, "/", 0, NULL);
  return TRUE;
}

/* The letter eth is Đ misread, and there is only one stroke at a time. */
static void
tidy_number (char *printed, Value *value) {
  g_autofree char *owned = printed;
  g_autoptr (GString) number = g_string_new (printed);

  g_string_replace (number, "Ð", "Đ", 0);
  g_string_replace (number, "//", "/", 0);
  value->text = g_strdup (number->str);
}

gboolean
numbers_find_doc_number (const char *raw, Value *value) {
  if (value_match (
          "\\d[\\dA-Z]*\\s?/{1,2}\\s?[\\p{L}\\d]+(?:\\s?[\\-–/.,&]\\s?[\\p{Lu}\\d]+)*",
          raw, value, VALUE_PLAIN)) {
    tidy_number (value_drop_spaces (value->text), value);
    return TRUE;
  }
  return find_strokeless (raw, value)
         || value_match ("(?<!\\w)\\d{1,9}(?:[-.]\\p{Lu}+)*(?!\\w)", raw, value,
                         VALUE_DOUBTFUL);
}

gboolean
numbers_find_dossier_code (const char *raw, Value *value) {
  if (value_match ("(?:\\d{3}\\.\\d{2}\\.\\d{2}\\.)?[HGT]\\d{2}(?:\\.\\d+)*\\s?-\\s?\\d{"
                   "6}\\s?-\\s?\\d{3,6}",
                   raw, value, VALUE_PROVEN)
      || value_match ("[\\dA-Z]+(?:\\s?[.\\-/]\\s?[\\dA-Z]+){2,}", raw, value,
                      VALUE_DOUBTFUL))
    return value_drop_spaces (value->text) != NULL;
  return FALSE;
}
