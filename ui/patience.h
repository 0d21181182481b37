/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* How long the machine waits for a citizen. Pure: times are given, in microseconds of the
 * monotonic clock. */

typedef enum {
  PATIENCE_CALM,
  PATIENCE_ASKING, /* is anyone there? */
  PATIENCE_OVER,
} PatienceState;

typedef struct {
  guint warn_s; /* after so long it asks */
  guint wipe_s; /* after so long it is over; more than warn_s */
  gint64 touched_us;
  guint extensions; /* since the last touch that was not an answer */
  gboolean asking;
} Patience;

/* Somebody is there. An answer to the question is patience_extend() instead. */
void patience_touch (Patience *patience, gint64 now_us);

/* All of the time again; FALSE: it has been given PATIENCE_EXTENSIONS times, and is over. */
#define PATIENCE_EXTENSIONS 10
gboolean patience_extend (Patience *patience,
                          gint64 now_us) G_GNUC_WARN_UNUSED_RESULT;

PatienceState patience_look (Patience *patience, gint64 now_us);
/* Until it is over, rounded up. */
guint patience_get_left_s (const Patience *patience, gint64 now_us);
