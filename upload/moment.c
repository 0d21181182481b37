/* SPDX-License-Identifier: Apache-2.0 */

/* Law and portals count in Vietnamese time, wherever the station's clock thinks it is. */

#include "upload/moment.h"

#define VIETNAM_OFFSET_S (7 * 3600) /* Asia/Ho_Chi_Minh, no summer time */

char *
moment_format (gint64 time_s, const char *format) {
  g_autoptr (GTimeZone) zone = g_time_zone_new_offset (VIETNAM_OFFSET_S);
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (time_s);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, zone);

  return time_s == 0 ? g_strdup ("") : g_date_time_format (local, format);
}
