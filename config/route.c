/* SPDX-License-Identifier: Apache-2.0 */

/* A line is parsed whole when the settings are read, so that a misspelt date is found that
 * day and not on the day it means. A line whose first leg has a date says nothing about the
 * days before; then a less particular line decides. */

#include "config/route.h"

#include "config/fault.h"

#include <string.h>

#define DEFAULT_NAME "default"
#define TIME_ZONE    "+07" /* Asia/Ho_Chi_Minh, no summer time */
#define DATE_LENGTH  10    /* of YYYY-MM-DD */

static void
free_leg (RouteLeg *leg) {
  g_free (leg->portal);
  g_free (leg);
}

void
route_free (Route *route) {
  if (route == NULL)
    return;
  g_free (route->procedure);
  g_free (route->unit);
  g_ptr_array_unref (route->legs);
  g_free (route);
}

/* The beginning of the day that @text starts with. */
static gboolean
parse_day (const char *text, gint64 *since) {
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (TIME_ZONE);
  g_autofree char *day = g_strndup (text, DATE_LENGTH);
  g_autofree char *moment = g_strconcat (day, "T00:00:00", NULL);
  g_autoptr (GDateTime) start = NULL;

  if (strlen (day) != DATE_LENGTH || day[4] != '-' || day[7] != '-')
    return FALSE;
  start = g_date_time_new_from_iso8601 (moment, zone);
  if (start == NULL)
    return FALSE;
  *since = g_date_time_to_unix (start);
  return TRUE;
}

/* The leg number @place (0 is the one that may go without a date). */
static RouteLeg *
parse_leg (const char *text, guint place) {
  g_autofree char *leg_text = g_strstrip (g_strdup (text));
  const char *blank = strchr (leg_text, ' ');
  RouteLeg *leg;
  gint64 since = G_MININT64;

  if ((blank == NULL && place > 0)
      || (blank != NULL
          && (blank - leg_text != DATE_LENGTH || !parse_day (leg_text, &since))))
    return NULL;
  leg = g_new0 (RouteLeg, 1);
  leg->since = since;
  leg->portal = g_strstrip (g_strdup (blank != NULL ? blank + 1 : leg_text));
  return leg;
}

static gboolean
parse_legs (Route *route, const char *value, GError **error) {
  g_auto (GStrv) texts = g_strsplit (value, ";", -1);

  for (guint i = 0; texts[i] != NULL; i++) {
    RouteLeg *leg = parse_leg (texts[i], i);
    const RouteLeg *before = i > 0 ? g_ptr_array_index (route->legs, i - 1) : NULL;

    if (leg != NULL)
      g_ptr_array_add (route->legs, leg);
    if (leg == NULL || (before != NULL && leg->since <= before->since)) {
      g_set_error (error, FAULT, FAULT_CONFIG,
                   "\"%s\" is not PORTAL or YYYY-MM-DD PORTAL, by day", texts[i]);
      return FALSE;
    }
  }
  return TRUE;
}

Route *
route_parse (const char *key, const char *value, GError **error) {
  g_autoptr (Route) route = g_new0 (Route, 1);
  const char *at = strchr (key, '@');

  route->legs = g_ptr_array_new_with_free_func ((GDestroyNotify) free_leg);
  route->procedure = at != NULL ? g_strndup (key, (gsize) (at - key)) : g_strdup (key);
  route->unit = at != NULL ? g_strdup (at + 1) : NULL;
  if (!parse_legs (route, value, error))
    return NULL;
  return g_steal_pointer (&route);
}

/* The portal of the last leg that has begun, or NULL. */
static const char *
get_portal (const Route *route, gint64 day) {
  const char *portal = NULL;

  for (guint i = 0; i < route->legs->len; i++) {
    const RouteLeg *leg = g_ptr_array_index (route->legs, i);

    if (leg->since <= day)
      portal = leg->portal;
  }
  return portal;
}

static const char *
find_line (const GPtrArray *routes, const char *procedure, const char *unit, gint64 day) {
  for (guint i = 0; i < routes->len; i++) {
    const Route *route = g_ptr_array_index (routes, i);

    if (g_str_equal (route->procedure, procedure) && g_strcmp0 (route->unit, unit) == 0)
      return get_portal (route, day);
  }
  return NULL;
}

const char *
route_find (const GPtrArray *routes, const char *procedure, const char *unit,
            gint64 day) {
  const char *const procedures[] = {procedure, DEFAULT_NAME};
  const char *const units[] = {unit, NULL};
  const char *portal = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (procedures); i++) {
    for (guint j = 0; j < G_N_ELEMENTS (units) && portal == NULL; j++)
      portal = find_line (routes, procedures[i], units[j], day);
  }
  return portal;
}
