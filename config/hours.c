/* SPDX-License-Identifier: Apache-2.0 */

/* The wall clock of the office, since that is what a line's tariff and the people who share
 * it go by. A span holds from its first minute up to the one before its last. */

#include "config/hours.h"

#include "config/fault.h"

#include <string.h>

#define HOUR_MIN   60u
#define DAY_MIN    (24u * HOUR_MIN)
#define CLOCK_FORM "00:00" /* how long a time is */

static gboolean
parse_clock (const char *text, guint *minutes) {
  guint64 hour, minute;
  g_auto (GStrv) words = g_strsplit (text, ":", 2);

  if (strlen (text) != strlen (CLOCK_FORM) || g_strv_length (words) != 2
      || !g_ascii_string_to_unsigned (words[0], 10, 0, 24, &hour, NULL)
      || !g_ascii_string_to_unsigned (words[1], 10, 0, HOUR_MIN - 1, &minute, NULL))
    return FALSE;
  *minutes = (guint) (hour * HOUR_MIN + minute);
  return *minutes <= DAY_MIN;
}

static gboolean
parse_span (Hours *hours, const char *text) {
  g_autofree char *span = g_strstrip (g_strdup (text));
  char *dash = strchr (span, '-');
  guint from, until;

  if (dash == NULL || hours->count == HOURS_MOST_SPANS)
    return FALSE;
  *dash = '\0';
  if (!parse_clock (span, &from) || !parse_clock (dash + 1, &until) || from == until
      || from == DAY_MIN)
    return FALSE;
  hours->spans[hours->count].from_min = from;
  hours->spans[hours->count].until_min = until;
  hours->count++;
  return TRUE;
}

gboolean
hours_parse (const char *text, Hours *hours, GError **error) {
  g_auto (GStrv) spans = g_strsplit (text, ",", -1);
  Hours parsed = {0};

  for (guint i = 0; i == 0 || spans[i] != NULL; i++) {
    if (spans[i] == NULL || !parse_span (&parsed, spans[i])) {
      g_set_error (error, FAULT, FAULT_CONFIG,
                   "\"%s\" is not HH:MM-HH:MM, at most %u of them between commas", text,
                   HOURS_MOST_SPANS);
      return FALSE;
    }
  }
  *hours = parsed;
  return TRUE;
}

guint
hours_get_wait_s (const Hours *hours, gint64 now) {
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (now);
  guint least = DAY_MIN, minute;

  if (hours->count == 0 || time == NULL)
    return 0;
  minute = (guint) g_date_time_get_hour (time) * HOUR_MIN
           + (guint) g_date_time_get_minute (time);
  for (guint i = 0; i < hours->count; i++) {
    guint from = hours->spans[i].from_min, until = hours->spans[i].until_min;
    guint length = (until + DAY_MIN - from) % DAY_MIN;

    if ((minute + DAY_MIN - from) % DAY_MIN < (length != 0 ? length : DAY_MIN))
      return 0;
    least = MIN (least, (from + DAY_MIN - minute) % DAY_MIN);
  }
  return least * HOUR_MIN - (guint) g_date_time_get_second (time);
}
