/* SPDX-License-Identifier: Apache-2.0 */

/* Days as Vietnamese papers write them. The words follow the northern usage of the
 * printed forms ("nghìn", "linh"). */

#include "day.h"

static const char *const digit_words[]
    = {"không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"};

Day
day_pick (Dice *dice, int first, int last) {
  Day day;

  day.year = dice_between (dice, first, last);
  day.month = dice_between (dice, 1, 12);
  day.day = dice_between (dice, 1, 28);
  return day;
}

Day
day_add (Day day, int days) {
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_dmy (&date, (GDateDay) day.day, (GDateMonth) day.month,
                  (GDateYear) day.year);
  if (days < 0)
    g_date_subtract_days (&date, (guint) -days);
  else
    g_date_add_days (&date, (guint) days);
  return (Day){.year = g_date_get_year (&date),
               .month = (int) g_date_get_month (&date),
               .day = g_date_get_day (&date)};
}

char *
day_format (Day day) {
  return g_strdup_printf ("%02d/%02d/%04d", day.day, day.month, day.year);
}

char *
day_format_long (Day day) {
  return g_strdup_printf ("ngày %02d tháng %02d năm %04d", day.day, day.month, day.year);
}

char *
day_format_packed (Day day) {
  return g_strdup_printf ("%02d%02d%04d", day.day, day.month, day.year);
}

/* 1 ... 99 */
static void
append_words (GString *words, int number) {
  static const char *const last_words[]
      = {"", "mốt", "hai", "ba", "tư", "lăm", "sáu", "bảy", "tám", "chín"};
  int tens = number / 10, ones = number % 10;

  if (tens == 0) {
    g_string_append (words, digit_words[ones]);
    return;
  }
  if (tens == 1)
    g_string_append (words, "mười");
  else
    g_string_append_printf (words, "%s mươi", digit_words[tens]);
  if (ones > 0)
    g_string_append_printf (
        words, " %s", tens == 1 && ones != 5 ? digit_words[ones] : last_words[ones]);
}

static void
append_year (GString *words, int year) {
  int rest = year % 100;

  g_string_append_printf (words, "%s nghìn %s trăm", digit_words[year / 1000],
                          digit_words[year / 100 % 10]);
  if (rest > 0)
    g_string_append (words, rest < 10 ? " linh " : " ");
  if (rest > 0)
    append_words (words, rest);
}

char *
day_format_words (Day day) {
  g_autoptr (GString) words = g_string_new ("ngày ");

  append_words (words, day.day);
  g_string_append (words, " tháng ");
  if (day.month == 4)
    g_string_append (words, "tư");
  else
    append_words (words, day.month);
  g_string_append (words, " năm ");
  append_year (words, day.year);
  return g_strdup (words->str);
}
