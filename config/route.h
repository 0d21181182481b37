/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* Which portal a dossier goes to: by procedure, receiving unit and day. One line of
 * [route] in motcua.conf(5):
 *
 *   PROCEDURE[@UNIT]=PORTAL[;YYYY-MM-DD PORTAL]...
 *
 * PROCEDURE may be "default". A portal behind a date holds from that day on, Vietnamese
 * time. */
typedef struct {
  char *portal;
  gint64 since; /* seconds since 1970; G_MININT64: always */
} RouteLeg;

typedef struct {
  char *procedure; /* or "default" */
  char *unit;      /* NULL: any */
  GPtrArray *legs; /* RouteLeg, owned; by day */
} Route;

/* FAULT_CONFIG says what is wrong with the line. */
Route *route_parse (const char *key, const char *value,
                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
void route_free (Route *route);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Route, route_free)

/* The portal for @procedure at @unit on @day (seconds since 1970), borrowed, or NULL. The
 * most particular line decides: procedure with unit, procedure, default with unit,
 * default. */
const char *route_find (const GPtrArray *routes, const char *procedure, const char *unit,
                        gint64 day);
