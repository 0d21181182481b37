/* SPDX-License-Identifier: Apache-2.0 */

/* Dates come from a table, never from a lunar algorithm: the government's yearly notice
 * decides how Tết is split and which Saturdays are worked instead. Everything is counted
 * in days and seconds of local time, which in Vietnam has no summer time. */

#include "config/calendar.h"

#include "config/fault.h"
#include "config/json.h"
#include "config/limits.h"

#define OFFSET_S      (7 * 3600)
#define DAY_S         (24 * 3600)
#define MORNING_S     (7 * 3600)
#define NOON_S        (11 * 3600 + 1800)
#define LUNCH_S       (13 * 3600 + 1800) /* its end */
#define EVENING_S     (17 * 3600)
#define LAST_IN_DAY_S (15 * 3600) /* what comes later is returned a working day later */

/* Why a day is in the table; others follow their weekday. */
typedef enum {
  DAY_OFF = 1,
  DAY_MADE_UP,
} DayKind;

struct Calendar {
  GHashTable *days; /* day since 1970 -> DayKind */
};

/* A moment of local time. */
typedef struct {
  gint64 day; /* since 1970 */
  gint64 second;
} Moment;

static gboolean
refuse (GError **error, const char *path, const char *where, const char *why) {
  g_set_error (error, FAULT, FAULT_CONFIG, "%s: %s: %s", path, where, why);
  return FALSE;
}

static gboolean
add_day (Calendar *calendar, const char *date, DayKind kind) {
  g_autofree char *text = g_strconcat (date, "T00:00:00Z", NULL);
  g_autoptr (GDateTime) start = g_date_time_new_from_iso8601 (text, NULL);

  if (start == NULL)
    return FALSE;
  g_hash_table_insert (calendar->days,
                       GINT_TO_POINTER ((int) (g_date_time_to_unix (start) / DAY_S)),
                       GINT_TO_POINTER (kind));
  return TRUE;
}

static gboolean
add_days_off (Calendar *calendar, const char *path, const char *year, JsonObject *object,
              GError **error) {
  JsonObject *off = json_get_object (object, "days_off");
  JsonObjectIter iter;
  const char *date;

  if (off == NULL)
    return refuse (error, path, year, "it has no days_off");
  json_object_iter_init (&iter, off);
  while (json_object_iter_next (&iter, &date, NULL)) {
    if (!add_day (calendar, date, DAY_OFF))
      return refuse (error, path, date, "not a date such as 2026-11-24");
  }
  return TRUE;
}

static gboolean
add_made_up (Calendar *calendar, const char *path, const char *year, JsonObject *object,
             GError **error) {
  JsonArray *days = json_get_array (object, "make_up_days");

  for (guint i = 0; days != NULL && i < json_array_get_length (days); i++) {
    JsonNode *node = json_array_get_element (days, i);

    if (json_node_get_value_type (node) != G_TYPE_STRING
        || !add_day (calendar, json_node_get_string (node), DAY_MADE_UP))
      return refuse (error, path, year, "make_up_days holds what is not a date");
  }
  return TRUE;
}

Calendar *
calendar_load (const char *path, GError **error) {
  g_autoptr (Calendar) calendar = g_new0 (Calendar, 1);
  g_autoptr (JsonObject) root = json_load (path, error);
  JsonObject *years = root != NULL ? json_get_object (root, "years") : NULL;
  JsonObjectIter iter;
  const char *year;
  JsonNode *node;

  calendar->days = g_hash_table_new (NULL, NULL);
  if (root == NULL)
    return NULL;
  if (years == NULL) {
    refuse (error, path, "years", "not there, or not an object");
    return NULL;
  }
  json_object_iter_init (&iter, years);
  while (json_object_iter_next (&iter, &year, &node)) {
    if (!JSON_NODE_HOLDS_OBJECT (node)) {
      refuse (error, path, year, "not an object");
      return NULL;
    }
    if (!add_days_off (calendar, path, year, json_node_get_object (node), error)
        || !add_made_up (calendar, path, year, json_node_get_object (node), error))
      return NULL;
  }
  return g_steal_pointer (&calendar);
}

void
calendar_free (Calendar *calendar) {
  g_hash_table_unref (calendar->days);
  g_free (calendar);
}

/* --- counting ----------------------------------------------------------------------- */

static gboolean
is_working (const Calendar *calendar, gint64 day) {
  int kind = GPOINTER_TO_INT (
      g_hash_table_lookup (calendar->days, GINT_TO_POINTER ((int) day)));
  gint64 weekday = (day + 3) % 7; /* 1970-01-01 was a Thursday; 0 is Monday */

  return kind == DAY_MADE_UP || (kind != DAY_OFF && weekday < 5);
}

/* The next working day from @day on, itself included. */
static gint64
find_working (const Calendar *calendar, gint64 day) {
  while (!is_working (calendar, day))
    day++;
  return day;
}

static gint64
add_working_days (const Calendar *calendar, gint64 day, guint count) {
  for (guint i = 0; i < count; i++)
    day = find_working (calendar, day + 1);
  return day;
}

/* The first moment from @moment on at which an office works. */
static Moment
find_opening (const Calendar *calendar, Moment moment) {
  if (!is_working (calendar, moment.day) || moment.second >= EVENING_S)
    return (Moment){find_working (calendar, moment.day + 1), MORNING_S};
  if (moment.second < MORNING_S)
    moment.second = MORNING_S;
  else if (moment.second >= NOON_S && moment.second < LUNCH_S)
    moment.second = LUNCH_S;
  return moment;
}

static Moment
add_working_hours (const Calendar *calendar, Moment moment, guint hours) {
  gint64 left_s = (gint64) hours * 3600;

  while (TRUE) {
    gint64 end_s = moment.second < NOON_S ? NOON_S : EVENING_S;

    if (left_s <= end_s - moment.second)
      return (Moment){moment.day, moment.second + left_s};
    left_s -= end_s - moment.second;
    moment = find_opening (calendar, (Moment){moment.day, end_s});
  }
}

static Moment
add_term (const Calendar *calendar, Moment start, const Processing *processing) {
  switch (processing->unit) {
  case PROCESSING_NONE:
    return start;
  case PROCESSING_IN_DAY:
    return (Moment){
        add_working_days (calendar, start.day, start.second > LAST_IN_DAY_S ? 1 : 0),
        EVENING_S};
  case PROCESSING_HOURS:
    return add_working_hours (calendar, start, processing->count);
  case PROCESSING_WORKING_DAYS:
    return (Moment){add_working_days (calendar, start.day, processing->count),
                    start.second};
  case PROCESSING_DAYS:
    return (Moment){find_working (calendar, start.day + processing->count), start.second};
  }
  g_assert_not_reached ();
}

gint64
calendar_get_due (const Calendar *calendar, gint64 received_at,
                  const Processing *processing) {
  gint64 local_s = MAX (received_at, 0) + OFFSET_S;
  Moment received = {local_s / DAY_S, local_s % DAY_S};
  Moment due;

  if (processing->unit == PROCESSING_NONE)
    return 0;
  due = add_term (calendar, find_opening (calendar, received), processing);
  return due.day * DAY_S + due.second - OFFSET_S;
}
