/* SPDX-License-Identifier: Apache-2.0 */

/* Only progress beats: a driver that answers at once, without data and for ever, as that
 * of the network does when its server has died, is as silent as one that never answers.
 * Between calls nobody waits for the driver, so a slow disk is not laid to its charge. */

#include "scan/pulse.h"

#define COLD_FACTOR 2

void
pulse_begin (Pulse *pulse) {
  g_atomic_int_set (&pulse->is_awaited, 1);
}

void
pulse_end (Pulse *pulse) {
  g_atomic_int_inc (&pulse->beats);
  g_atomic_int_set (&pulse->is_awaited, 0);
}

void
pulse_beat (Pulse *pulse) {
  g_atomic_int_inc (&pulse->beats);
}

void
pulse_set_lines (Pulse *pulse, guint lines) {
  g_atomic_int_set (&pulse->lines, (gint) lines);
  if (lines > 0)
    g_atomic_int_set (&pulse->is_warm, 1);
}

guint
pulse_get_lines (const Pulse *pulse) {
  return (guint) g_atomic_int_get (&pulse->lines);
}

guint
pulse_get_beats (const Pulse *pulse) {
  return (guint) g_atomic_int_get (&pulse->beats);
}

gboolean
pulse_is_awaited (const Pulse *pulse) {
  return g_atomic_int_get (&pulse->is_awaited) != 0;
}

guint
pulse_get_limit_ms (const Pulse *pulse) {
  return g_atomic_int_get (&pulse->is_warm) ? pulse->stall_ms
                                            : pulse->stall_ms * COLD_FACTOR;
}
