/* SPDX-License-Identifier: Apache-2.0 */

/* motcua queue: what is on its way, for a person and for a script. */

#include "config/json.h"
#include "kiosk/command.h"
#include "kiosk/dossierjson.h"
#include "kiosk/plight.h"
#include "kiosk/summary.h"
#include "kiosk/census.h"

#include <stdio.h>
#include <unistd.h>

typedef struct {
  KioskStation *station;
  Store *store;
  const Settings *settings;
  const Catalogue *catalogue;
  PlightLanguage language;
  gint64 now;
  gboolean json;
  gboolean late; /* only what is late */
} QueueRun;

static gboolean
is_late (const QueueRun *run, const Dossier *dossier) {
  return dossier_is_late (dossier, run->now, run->settings->alarm_after_s);
}

/* Since when it has been in somebody's hands. */
static gint64
get_age (const QueueRun *run, const Dossier *dossier) {
  return run->now - (dossier->queued_at != 0 ? dossier->queued_at : dossier->created_at);
}

static void
print_row (const QueueRun *run, const Dossier *dossier) {
  gboolean english = run->language == PLIGHT_ENGLISH;
  g_auto (Plight) plight = plight_tell (dossier, run->language);
  g_autofree char *age = plight_format_age (get_age (run, dossier), run->language);

  printf ("%-8.8s  %s  %s  %s  %s\n", dossier->id,
          dossier->portal_code != NULL ? dossier->portal_code : dossier->code,
          plight_name_state (dossier->state, run->language), age, dossier->procedure);
  if (is_late (run, dossier))
    printf ("          %s\n", english ? "LATE: it has waited longer than it should."
                                      : "CHẬM: đã chờ lâu hơn mức cho phép.");
  printf ("          %s %s\n", plight.what, plight.next);
  if (plight.may != NULL)
    printf ("          %s\n", plight.may);
}

static int
print_rows (const QueueRun *run, const GPtrArray *dossiers) {
  guint printed = 0;

  for (guint i = 0; i < dossiers->len; i++) {
    const Dossier *dossier = g_ptr_array_index (dossiers, i);

    if (run->late && !is_late (run, dossier))
      continue;
    print_row (run, dossier);
    printed++;
  }
  if (printed == 0)
    printf ("%s\n", run->language == PLIGHT_ENGLISH ? "There is nothing in the queue."
                                                    : "Hàng đợi không có hồ sơ nào.");
  return COMMAND_DONE;
}

static int
print_list (QueueRun *run) {
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) dossiers = store_get_dossiers (run->store, &error);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *text = NULL;

  if (dossiers == NULL)
    return command_fail (error);
  if (!run->json)
    return print_rows (run, dossiers);
  json_builder_begin_array (builder);
  for (guint i = 0; i < dossiers->len; i++) {
    const Dossier *listed = g_ptr_array_index (dossiers, i);
    g_autoptr (Dossier) whole = NULL;

    if (run->late && !is_late (run, listed))
      continue;
    whole = store_get_dossier (run->store, listed->id, &error);
    if (whole == NULL)
      return command_fail (error);
    dossierjson_add (builder, whole, is_late (run, whole), NULL);
  }
  json_builder_end_array (builder);
  text = json_format (builder, TRUE);
  printf ("%s\n", text);
  return COMMAND_DONE;
}

static int
print_stats (QueueRun *run) {
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) dossiers = store_get_dossiers (run->store, &error);
  g_autofree char *text = NULL;
  Census census = {0};

  if (dossiers == NULL)
    return command_fail (error);
  for (guint i = 0; i < dossiers->len; i++) {
    const Dossier *dossier = g_ptr_array_index (dossiers, i);

    census_add (&census, dossier->state, get_age (run, dossier), is_late (run, dossier));
  }
  text
      = run->json ? census_format_json (&census) : census_format (&census, run->language);
  printf ("%s", text);
  return COMMAND_DONE;
}

static int
show_dossier (QueueRun *run, const char *name) {
  g_autoptr (GError) error = NULL;
  g_autoptr (Dossier) dossier = store_get_dossier (run->store, name, &error);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *text = NULL;
  int status;

  if (dossier == NULL)
    return command_fail (error);
  if (!command_permit (run->station, KIOSK_ACT_SEE_VALUES, dossier->id, &status))
    return status;
  if (!attendance_note (kiosk_station_get_session (run->station), "view", dossier->id,
                        "show", &error))
    return command_fail (error);
  if (run->json) {
    dossierjson_add (builder, dossier, is_late (run, dossier), NULL);
    text = json_format (builder, TRUE);
    printf ("%s\n", text);
    return COMMAND_DONE;
  }
  text = summary_format (run->store, run->catalogue, dossier, isatty (STDOUT_FILENO),
                         &error);
  if (text == NULL)
    return command_fail (error);
  printf ("%s", text);
  print_row (run, dossier);
  return COMMAND_DONE;
}

typedef struct {
  const char *name;
  DossierState to;
  KioskAct act;
} Move;

static const Move moves[] = {
    {"hold", DOSSIER_HELD, KIOSK_ACT_HOLD},
    {"release", DOSSIER_QUEUED, KIOSK_ACT_RELEASE},
    {"retry", DOSSIER_QUEUED, KIOSK_ACT_RETRY},
    {"withdraw", DOSSIER_WITHDRAWN, KIOSK_ACT_WITHDRAW},
};

static int
move_dossier (QueueRun *run, const char *name, const Move *move) {
  g_autoptr (GError) error = NULL;
  g_autoptr (Dossier) dossier = store_get_dossier (run->store, name, &error);
  int status;

  if (dossier == NULL)
    return command_fail (error);
  if (!command_permit (run->station, move->act, dossier->id, &status))
    return status;
  if (!store_move (run->store, dossier->id, move->to, &error))
    return command_fail (error);
  printf ("%s %s -> %s\n", dossier->code, dossier_state_get_name (dossier->state),
          dossier_state_get_name (move->to));
  return COMMAND_DONE;
}

static int
set_priority (QueueRun *run, const char *number, int count, char **names) {
  guint64 priority;

  if (!g_ascii_string_to_unsigned (number, 10, 1, 9, &priority, NULL))
    return command_usage ("queue priority: \"%s\" is not 1 (first) to 9 (last)", number);
  for (int i = 0; i < count; i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (Dossier) dossier = store_get_dossier (run->store, names[i], &error);
    int status;

    if (dossier != NULL
        && !command_permit (run->station, KIOSK_ACT_PRIORITY, dossier->id, &status))
      return status;
    if (dossier == NULL
        || !store_set_priority (run->store, dossier->id, (guint) priority, &error))
      return command_fail (error);
    printf ("%s %u -> %u\n", dossier->code, dossier->priority, (guint) priority);
  }
  return COMMAND_DONE;
}

static int
run_on_each (QueueRun *run, const Move *move, int count, char **names) {
  int status = COMMAND_DONE;

  for (int i = 0; i < count; i++) {
    int one = move != NULL ? move_dossier (run, names[i], move)
                           : show_dossier (run, names[i]);

    status = MAX (status, one);
  }
  return status;
}

static int
run_verb (QueueRun *run, const char *verb, int count, char **names) {
  gboolean sets_priority = g_str_equal (verb, "priority");
  const Move *move = NULL;

  if (g_str_equal (verb, "list"))
    return print_list (run);
  if (g_str_equal (verb, "stats"))
    return print_stats (run);
  for (guint i = 0; i < G_N_ELEMENTS (moves); i++) {
    if (g_str_equal (moves[i].name, verb))
      move = &moves[i];
  }
  if (move == NULL && !sets_priority && !g_str_equal (verb, "show"))
    return command_usage ("queue: \"%s\" is none of list, show, hold, release, retry, "
                          "withdraw, priority, stats",
                          verb);
  if (count <= sets_priority)
    return command_usage ("queue %s: which dossier? `motcua queue list` shows them",
                          verb);
  return sets_priority ? set_priority (run, names[0], count - 1, names + 1)
                       : run_on_each (run, move, count, names);
}

int
command_queue (int argc, char **argv) {
  g_auto (CommandOptions) options = {0};
  gboolean late = FALSE;
  const GOptionEntry entries[]
      = {{"late", 0, 0, G_OPTION_ARG_NONE, &late,
          "list: only what has waited longer than it should", NULL},
         G_OPTION_ENTRY_NULL};
  int status = COMMAND_FAILED;
  g_autoptr (KioskStation) station = NULL;
  QueueRun run;

  if (!command_parse ("list|show|hold|release|retry|withdraw|priority N|stats [ID...]",
                      "Shows and steers what is on its way to the portal. An ID is a "
                      "dossier's id, the beginning of one, or its code.",
                      entries, &options, &argc, &argv))
    return COMMAND_USAGE;
  if (argc < 2)
    return command_usage (
        "queue: list, show, hold, release, retry, withdraw, priority or stats?");
  station = command_open_station (&options, NULL, &status);
  if (station == NULL)
    return status;
  run = (QueueRun){station,
                   kiosk_station_get_store (station),
                   kiosk_station_get_settings (station),
                   kiosk_station_get_catalogue (station),
                   plight_choose_language (),
                   g_get_real_time () / G_USEC_PER_SEC,
                   options.json,
                   late};
  return run_verb (&run, argv[1], argc - 2, argv + 2);
}
