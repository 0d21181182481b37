/* SPDX-License-Identifier: Apache-2.0 */

/* Two clocks are asked, and the evidence decides which is believed:
 *
 *   boot clock    runs on through suspend, never jumps, starts from 0 with each boot:
 *                 what it shows beyond the last time has passed for sure, and after a new
 *                 boot all that it shows
 *   wall clock    goes on while the station is off, but may be anything; its difference is
 *                 believed only when a time server kept it right both then and now, and
 *                 only up to LIMIT_STATION_OFF_S
 *
 * A station without a time server therefore counts the time it is on, and erases later
 * than the calendar says. */

#include "upload/elapsed.h"

#include "config/limits.h"
#include "upload/store-private.h"
#include "upload/uptime.h"

#include <sys/timex.h>

#define SYNCED_FILE "/run/systemd/timesync/synchronized"

/* What the clocks showed when the count was last brought up to date. */
typedef struct {
  gint64 boot_s;
  gint64 wall_s;
  gboolean kept;
  gint64 counted_s;
} Sighting;

gboolean
elapsed_is_clock_kept (void) {
  struct timex state = {0};

  return (adjtimex (&state) >= 0 && (state.status & STA_UNSYNC) == 0)
         || g_file_test (SYNCED_FILE, G_FILE_TEST_EXISTS);
}

static void
look_now (Sighting *now) {
  now->boot_s = uptime_get_s ();
  now->wall_s = g_get_real_time () / G_USEC_PER_SEC;
  now->kept = elapsed_is_clock_kept ();
}

static gint64
get_passed (const Sighting *last, const Sighting *now) {
  gint64 boot_s = now->boot_s >= last->boot_s ? now->boot_s - last->boot_s : now->boot_s;
  gint64 wall_s = now->wall_s - last->wall_s;

  if (last->kept && now->kept && wall_s > boot_s && wall_s <= LIMIT_STATION_OFF_S)
    return wall_s;
  return boot_s;
}

static gboolean
load_last (Store *store, Sighting *last, gboolean *found, GError **error) {
  g_autoptr (GError) cause = NULL;
  g_autoptr (Rows) rows
      = database_select (store->database, STATEMENT_GET_CLOCK, &cause, "");

  *found = rows != NULL && database_next (rows, &cause);
  if (cause != NULL) {
    g_propagate_error (error, g_steal_pointer (&cause));
    return FALSE;
  }
  if (*found)
    *last = (Sighting){database_get_int (rows, 0), database_get_int (rows, 1),
                       database_get_int (rows, 2) != 0, database_get_int (rows, 3)};
  return TRUE;
}

gboolean
elapsed_count (Store *store, gint64 *counted_s, GError **error) {
  Sighting last = {0}, now = {0};
  gboolean found;

  if (!load_last (store, &last, &found, error))
    return FALSE;
  look_now (&now);
  now.counted_s = found ? last.counted_s + get_passed (&last, &now) : 0;
  *counted_s = now.counted_s;
  return database_run (store->database, STATEMENT_SET_CLOCK, error, "iiui", now.boot_s,
                       now.wall_s, (guint) (now.kept != FALSE), now.counted_s);
}

gboolean
elapsed_stamp (Store *store, const char *id, GError **error) {
  gint64 counted_s;

  return elapsed_count (store, &counted_s, error)
         && database_run (store->database, STATEMENT_STAMP, error, "ti", id, counted_s);
}
