/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* The sign of life of a scanner's driver: whoever calls the driver says when it begins to
 * wait for it and beats when something came back; whoever must not wait for ever looks for
 * how long it has been silent. One thread calls, any may look. */
typedef struct {
  guint stall_ms;  /* a driver that is silent for so long has hung */
  gint is_awaited; /* atomic: a call is under way */
  gint beats;      /* atomic */
  gint lines;      /* atomic: read of the page under the lamp */
  gint is_warm;    /* atomic: a line has been read */
} Pulse;

/* A call begins, or is over. */
void pulse_begin (Pulse *pulse);
void pulse_end (Pulse *pulse);

/* The driver has moved, though the call is not over. */
void pulse_beat (Pulse *pulse);

/* The @lines-th line of a page was read. */
void pulse_set_lines (Pulse *pulse, guint lines);
guint pulse_get_lines (const Pulse *pulse);

/* Grows with every beat, and with every call that ends. */
guint pulse_get_beats (const Pulse *pulse);
gboolean pulse_is_awaited (const Pulse *pulse);

/* The silence at which the driver counts as hung: twice as long until the first line, while
 * a lamp warms up or a scanner wakes. */
guint pulse_get_limit_ms (const Pulse *pulse);
