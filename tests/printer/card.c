/* SPDX-License-Identifier: Apache-2.0 */

/* The machine-readable zone of a Vietnamese card: line 1 holds the last nine digits of
 * the number as document number, the whole number as optional data, and ends in a digit
 * that no specification names (here the check of the twelve digits); line 2 ends in the
 * composite check over line 1 from character 6 and the data of line 2. */

#include "card.h"

#include <string.h>

#define MRZ_LINE 30

const char *
card_format_qr (Cast *cast, const Person *person) {
  g_autofree char *born = day_format_packed (person->born);
  g_autofree char *issued = day_format_packed (person->card_issued);

  return persons_print (cast, "%s|%s|%s|%s|%s|%s|%s", person->id, person->old_id,
                        person->name, born, person->sex, person->residence, issued);
}

static int
get_weighted (char c) {
  if (g_ascii_isdigit (c))
    return c - '0';
  return g_ascii_isupper (c) ? c - 'A' + 10 : 0;
}

char
card_check_digit (const char *text, gsize length) {
  static const int weights[] = {7, 3, 1};
  int sum = 0;

  for (gsize i = 0; i < length; i++)
    sum += get_weighted (text[i]) * weights[i % 3];
  return (char) ('0' + sum % 10);
}

/* "NGUYEN<<THI<MAU<<<..." of "Nguyen Thi Mau" */
static void
write_name (char line[MRZ_LINE + 1], const char *name) {
  g_autofree char *upper = g_ascii_strup (name, -1);
  g_auto (GStrv) parts = g_strsplit (upper, " ", 2);
  g_autofree char *joined = g_strconcat (parts[0], "<<", parts[1], NULL);

  memset (line, '<', MRZ_LINE);
  memcpy (line, g_strdelimit (joined, " ", '<'), MIN (strlen (joined), MRZ_LINE));
  line[MRZ_LINE] = '\0';
}

const char *
card_format_mrz (Cast *cast, const Person *person) {
  char first[MRZ_LINE + 1], second[MRZ_LINE + 1], name[MRZ_LINE + 1];
  g_autoptr (GString) composite = g_string_new (NULL);
  const char *number = person->id + 3;

  g_snprintf (first, sizeof first, "IDVNM%s%c%s<<%c", number,
              card_check_digit (number, 9), person->id,
              card_check_digit (person->id, 12));
  g_snprintf (second, sizeof second, "%02d%02d%02d-%c%02d%02d%02d-VNM<<<<<<<<<<<-",
              person->born.year % 100, person->born.month, person->born.day,
              person->female ? 'F' : 'M', person->card_expires.year % 100,
              person->card_expires.month, person->card_expires.day);
  second[6] = card_check_digit (second, 6);
  second[14] = card_check_digit (second + 8, 6);
  g_string_append (composite, first + 5);
  g_string_append_len (composite, second, 7);
  g_string_append_len (composite, second + 8, 7);
  g_string_append_len (composite, second + 18, 11);
  second[29] = card_check_digit (composite->str, composite->len);
  write_name (name, persons_fold (cast, person->name));
  return persons_print (cast, "%s\n%s\n%s", first, second, name);
}
