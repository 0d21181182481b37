/* SPDX-License-Identifier: Apache-2.0 */

/* motcua queue: what is on its way, for a person and for a script. */

#include "config/json.h"
#include "kiosk/command.h"
#include "kiosk/dossierjson.h"
#include "kiosk/summary.h"

#include <stdio.h>
#include <unistd.h>

typedef struct {
  Store *store;
  const Catalogue *catalogue;
  gboolean json;
} QueueRun;

static char *
format_time (gint64 seconds) {
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (seconds);

  return g_date_time_format (time, "%d/%m/%Y %H:%M");
}

/* What a person needs to know beside the state. */
static char *
explain (const Dossier *dossier) {
  g_autofree char *time = NULL;

  switch (dossier->state) {
  case DOSSIER_OPEN:
    return g_strdup ("being taken in; `motcua intake --resume` adds pages or closes it");
  case DOSSIER_QUEUED:
    return g_strdup (dossier->portal != NULL ? "waiting for `motcua upload`"
                                             : "no portal is set for its procedure");
  case DOSSIER_SENDING:
    return g_strdup ("on its way to the portal");
  case DOSSIER_DEFERRED:
    time = format_time (dossier->next_try_at);
    return g_strdup_printf ("tried %u times, next at %s", dossier->attempts, time);
  case DOSSIER_HELD:
    return g_strdup ("held by a person; `motcua queue release` sends it on");
  case DOSSIER_NEEDS_PERSON:
    return g_strdup ("refused; `motcua queue show` tells why, `retry` sends it again");
  case DOSSIER_ACCEPTED:
    return g_strdup_printf ("proved by %s", dossier->proof);
  case DOSSIER_WITHDRAWN:
    return g_strdup ("taken back by a person");
  case DOSSIER_PURGED:
    return g_strdup ("erased after it was accepted");
  }
  g_assert_not_reached ();
}

static void
print_rows (const GPtrArray *dossiers) {
  if (dossiers->len == 0)
    printf ("The queue is empty.\n");
  for (guint i = 0; i < dossiers->len; i++) {
    const Dossier *dossier = g_ptr_array_index (dossiers, i);
    g_autofree char *created = format_time (dossier->created_at);
    g_autofree char *why = explain (dossier);

    printf ("%-8.8s  %-26s %-13s %s  %s\n", dossier->id,
            dossier->portal_code != NULL ? dossier->portal_code : dossier->code,
            dossier_state_get_name (dossier->state), created, why);
  }
}

static int
print_list (QueueRun *run) {
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) dossiers = store_get_dossiers (run->store, &error);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *text = NULL;

  if (dossiers == NULL)
    return command_fail (error);
  if (!run->json) {
    print_rows (dossiers);
    return COMMAND_DONE;
  }
  json_builder_begin_array (builder);
  for (guint i = 0; i < dossiers->len; i++) {
    const Dossier *listed = g_ptr_array_index (dossiers, i);
    g_autoptr (Dossier) whole = store_get_dossier (run->store, listed->id, &error);

    if (whole == NULL)
      return command_fail (error);
    dossierjson_add (builder, whole);
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
  guint counts[DOSSIER_STATES] = {0};

  if (dossiers == NULL)
    return command_fail (error);
  for (guint i = 0; i < dossiers->len; i++)
    counts[((Dossier *) g_ptr_array_index (dossiers, i))->state]++;
  if (run->json)
    printf ("{");
  for (guint state = 0; state < DOSSIER_STATES; state++)
    printf (run->json ? "%s\"%s\": %u" : "%s%-13s %5u\n",
            run->json && state > 0 ? ", " : "", dossier_state_get_name (state),
            counts[state]);
  if (run->json)
    printf ("}\n");
  return COMMAND_DONE;
}

static int
show_dossier (QueueRun *run, const char *name) {
  g_autoptr (GError) error = NULL;
  g_autoptr (Dossier) dossier = store_get_dossier (run->store, name, &error);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *text = NULL;

  if (dossier == NULL)
    return command_fail (error);
  if (run->json) {
    dossierjson_add (builder, dossier);
    text = json_format (builder, TRUE);
    printf ("%s\n", text);
    return COMMAND_DONE;
  }
  text = summary_format (run->store, run->catalogue, dossier, isatty (STDOUT_FILENO),
                         &error);
  if (text == NULL)
    return command_fail (error);
  printf ("%s", text);
  return COMMAND_DONE;
}

static int
move_dossier (QueueRun *run, const char *name, DossierState to) {
  g_autoptr (GError) error = NULL;
  g_autoptr (Dossier) dossier = store_get_dossier (run->store, name, &error);

  if (dossier == NULL || !store_move (run->store, dossier->id, to, &error))
    return command_fail (error);
  printf ("%s %s -> %s\n", dossier->code, dossier_state_get_name (dossier->state),
          dossier_state_get_name (to));
  return COMMAND_DONE;
}

typedef struct {
  const char *name;
  DossierState to;
} Move;

static const Move moves[] = {
    {"hold", DOSSIER_HELD},
    {"release", DOSSIER_QUEUED},
    {"retry", DOSSIER_QUEUED},
    {"withdraw", DOSSIER_WITHDRAWN},
};

static int
run_verb (QueueRun *run, const char *verb, int count, char **names) {
  int status = COMMAND_DONE;
  const Move *move = NULL;

  if (g_str_equal (verb, "list"))
    return print_list (run);
  if (g_str_equal (verb, "stats"))
    return print_stats (run);
  for (guint i = 0; i < G_N_ELEMENTS (moves); i++) {
    if (g_str_equal (moves[i].name, verb))
      move = &moves[i];
  }
  if (move == NULL && !g_str_equal (verb, "show"))
    return command_usage ("queue: \"%s\" is none of list, show, hold, release, retry, "
                          "withdraw, stats",
                          verb);
  if (count == 0)
    return command_usage ("queue %s: which dossier? `motcua queue list` shows them",
                          verb);
  for (int i = 0; i < count; i++) {
    int one = move != NULL ? move_dossier (run, names[i], move->to)
                           : show_dossier (run, names[i]);

    status = MAX (status, one);
  }
  return status;
}

int
command_queue (int argc, char **argv) {
  g_auto (CommandOptions) options = {0};
  int status = COMMAND_FAILED;
  g_autoptr (KioskStation) station = NULL;
  QueueRun run;

  if (!command_parse ("list|show|hold|release|retry|withdraw|stats [ID...]",
                      "Shows and steers what is on its way to the portal. An ID is a "
                      "dossier's id, the beginning of one, or its code.",
                      NULL, &options, &argc, &argv))
    return COMMAND_USAGE;
  if (argc < 2)
    return command_usage ("queue: list, show, hold, release, retry, withdraw or stats?");
  station = command_open_station (&options, NULL, &status);
  if (station == NULL)
    return status;
  run = (QueueRun){kiosk_station_get_store (station),
                   kiosk_station_get_catalogue (station), options.json};
  return run_verb (&run, argv[1], argc - 2, argv + 2);
}
