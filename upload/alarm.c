/* SPDX-License-Identifier: Apache-2.0 */

/* Nothing is given up by itself, so a dossier could wait for ever without a word. */

#include "upload/alarm.h"

#include "config/log.h"

#define LOOK_S   60
#define REPEAT_S 86400

gboolean
alarm_watch (Alarm *alarm, Store *store, gint64 now, guint most_age_s) {
  g_autoptr (GError) error = NULL;
  guint late = 0;

  if (alarm->looked_at != 0 && now - alarm->looked_at < LOOK_S)
    return FALSE;
  alarm->looked_at = now;
  if (!store_count_late (store, now, most_age_s, &late, &error)) {
    log_warning ("cannot look for late dossiers: %s", error->message);
    return FALSE;
  }
  if (late <= alarm->late && (late == 0 || now - alarm->sounded_at < REPEAT_S)) {
    alarm->late = late;
    return FALSE;
  }
  alarm->late = late;
  alarm->sounded_at = now;
  log_warning ("%u dossiers have waited longer than they should; "
               "`motcua queue list --late` shows them",
               late);
  return TRUE;
}
