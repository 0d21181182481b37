/* SPDX-License-Identifier: Apache-2.0 */

/* curl has a limit of its own, for each transfer anew: a dossier of many small papers would
 * pass under it. Here what has gone is counted across transfers. Nothing is saved up: after
 * a pause no more may go at once than in one slice. Time is the monotonic clock's. */

#include "upload/pace.h"

#define SLICE_US (G_TIME_SPAN_SECOND / 4)

struct Pace {
  guint rate_bytes_s;
  gint64 free_at_us; /* when all that went so far will have had its time */
};

Pace *
pace_new (guint rate_bytes_s) {
  Pace *pace = g_new0 (Pace, 1);

  pace->rate_bytes_s = rate_bytes_s;
  return pace;
}

void
pace_free (Pace *pace) {
  g_free (pace);
}

gsize
pace_take (Pace *pace, gsize wanted_bytes) {
  gint64 now_us = g_get_monotonic_time ();
  gsize slice_bytes;

  if (pace->rate_bytes_s == 0 || wanted_bytes == 0)
    return wanted_bytes;
  if (pace->free_at_us > now_us)
    g_usleep ((gulong) (pace->free_at_us - now_us));
  else
    pace->free_at_us = now_us;
  slice_bytes
      = (gsize) MAX (pace->rate_bytes_s / (G_TIME_SPAN_SECOND / SLICE_US), (gint64) 1);
  slice_bytes = MIN (slice_bytes, wanted_bytes);
  pace->free_at_us
      += (gint64) ((guint64) slice_bytes * G_TIME_SPAN_SECOND / pace->rate_bytes_s);
  return slice_bytes;
}
