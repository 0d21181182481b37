/* SPDX-License-Identifier: Apache-2.0 */

/* What numbers of persons and firms prove about themselves. The 12-digit number has no
 * check digit; its province, century and sex are all there is to check. Numbers already
 * given keep the province codes of before the merger of July 2025. */

#include "ocr/checks.h"

#include "ocr/dates.h"

#include <string.h>

static gboolean
is_digits (const char *text, gsize length) {
  return strlen (text) == length && strspn (text, "0123456789") == length;
}

gboolean
check_id_province (const char *id) {
  static const guint8 provinces[] = {
      1,  2,  4,  6,  8,  10, 11, 12, 14, 15, 17, 19, 20, 22, 24, 25, 26, 27, 30, 31, 33,
      34, 35, 36, 37, 38, 40, 42, 44, 45, 46, 48, 49, 51, 52, 54, 56, 58, 60, 62, 64, 66,
      67, 68, 70, 72, 74, 75, 77, 79, 80, 82, 83, 84, 86, 87, 89, 91, 92, 93, 94, 95, 96,
  };

  if (!is_digits (id, 12) || id[0] != '0')
    return FALSE;
  return memchr (provinces, (id[1] - '0') * 10 + id[2] - '0', sizeof provinces) != NULL;
}

guint
check_id_year (const char *id) {
  if (!is_digits (id, 12))
    return 0;
  return 1900 + (guint) (id[3] - '0') / 2 * 100 + (guint) (id[4] - '0') * 10
         + (guint) (id[5] - '0');
}

const char *
check_id_sex (const char *id) {
  if (!is_digits (id, 12))
    return NULL;
  return (id[3] - '0') % 2 == 0 ? "Nam" : "Nữ";
}

gboolean
check_mst (const char *digits) {
  static const guint weights[] = {31, 29, 23, 19, 17, 13, 7, 5, 3};
  guint sum = 0;

  if (strlen (digits) < 10 || strspn (digits, "0123456789") < 10)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (weights); i++)
    sum += weights[i] * (guint) (digits[i] - '0');
  return sum % 11 != 0 && 10 - sum % 11 == (guint) (digits[9] - '0');
}

gboolean
check_date (const char *date) {
  Date found;

  return strlen (date) == 10 && date[2] == '/' && date[5] == '/'
         && dates_find (date, FALSE, &found) && found.end == 10 && dates_check (&found);
}
