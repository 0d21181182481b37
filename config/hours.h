/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* Hours of every day, local time: "18:00-06:00" or several of these between commas. Plain
 * value; without spans they are all hours. */

#define HOURS_MOST_SPANS 4u

typedef struct {
  struct {
    guint from_min, until_min; /* since midnight; until before from: over midnight */
  } spans[HOURS_MOST_SPANS];
  guint count;
} Hours;

/* FAULT_CONFIG says what is wrong with @text. */
gboolean hours_parse (const char *text, Hours *hours,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* How long at @now (seconds since 1970) until they begin; 0: they are on. */
guint hours_get_wait_s (const Hours *hours, gint64 now);
