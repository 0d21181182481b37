/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "upload/store.h"

/* Says, once it is so and once a day as long as it is so, that dossiers have waited longer
 * than they should. A plain value; starts as zeros. */
typedef struct {
  gint64 looked_at; /* seconds, of the caller's clock */
  gint64 sounded_at;
  guint late; /* at that time */
} Alarm;

/* Looks at most once a minute; logs a warning with the number of late dossiers (see
 * dossier_is_late) when there are more than before, and again after a day. TRUE when it
 * sounded. */
gboolean alarm_watch (Alarm *alarm, Store *store, gint64 now, guint most_age_s);
