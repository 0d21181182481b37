/* SPDX-License-Identifier: Apache-2.0 */

/* A rule accuses only where both values speak: a birth of which only the year is known is
 * before a day of a later year, and not against one of the same. */

#include "ocr/formrule.h"

#include "ocr/checks.h"
#include "ocr/fold.h"

#include <string.h>

guint
formrule_get_day (const char *text) {
  if (strlen (text) != 10 || text[2] != '/' || text[5] != '/' || !check_date (text))
    return 0;
  return (guint) (g_ascii_strtoull (text + 6, NULL, 10) * 10000
                  + g_ascii_strtoull (text + 3, NULL, 10) * 100
                  + g_ascii_strtoull (text, NULL, 10));
}

/* The year at the end of "1988", "02/1988" or "14/02/1988"; 0 for none. */
static guint
get_year (const char *text) {
  gsize length = strlen (text);

  if (length < 4 || strspn (text + length - 4, "0123456789") != 4)
    return 0;
  return (guint) g_ascii_strtoull (text + length - 4, NULL, 10);
}

/* The order of two days, or of their years where one has no more; 0 when unknown. */
static int
compare_days (const char *first, const char *second) {
  guint one = formrule_get_day (first), other = formrule_get_day (second);

  if (one == 0 || other == 0) {
    one = get_year (first);
    other = get_year (second);
  }
  if (one == 0 || other == 0)
    return 0;
  return one < other ? -1 : one > other;
}

gboolean
formrule_holds (RuleRelation relation, const char *first, const char *second) {
  g_autofree char *one = NULL, *other = NULL;

  switch (relation) {
  case RULE_BEFORE:
    if (formrule_get_day (first) != 0
        && formrule_get_day (first) == formrule_get_day (second))
      return FALSE;
    return compare_days (first, second) <= 0;
  case RULE_NOT_AFTER:
    return compare_days (first, second) <= 0;
  case RULE_SAME:
    one = fold_letters (first);
    other = fold_letters (second);
    return strcmp (one, other) == 0;
  }
  g_assert_not_reached ();
}
