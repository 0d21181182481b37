/* SPDX-License-Identifier: Apache-2.0 */

/* motcua queue: what is on its way, for a person and for a script. A person's list
 * has what the law wants first in front, and a hundred rows; a script's has all, in the
 * order of coming. */

#include "config/json.h"
#include "kiosk/command.h"
#include "kiosk/dossierjson.h"
#include "kiosk/plight.h"
#include "kiosk/summary.h"
#include "kiosk/census.h"
#include "upload/roll.h"

#include <stdio.h>
#include <unistd.h>

#define LISTED 100 /* rows for a person; a script gets all */

typedef struct {
  KioskStation *station;
  Store *store;
  const Settings *settings;
  const Catalogue *catalogue;
  PlightLanguage language;
  gint64 now;
  gboolean json;
  RollFilter filter;
  guint first; /* of those that fit, from 0 */
  guint most;  /* 0: as is usual */
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

static void
print_member (const QueueRun *run, const Dossier *dossier, gboolean is_first) {
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *text = NULL;

  dossierjson_add (builder, dossier, is_late (run, dossier), NULL);
  text = json_format (builder, TRUE);
  printf ("%s\n%s", is_first ? "" : ",", text);
}

/* One after the other, so that a hundred thousand take no memory. */
static gboolean
print_slice (const QueueRun *run, const GPtrArray *found, guint end, GError **error) {
  for (guint i = run->first; i < end; i++) {
    const RollEntry *entry = g_ptr_array_index (found, i);
    g_autoptr (Dossier) dossier = store_get_dossier (run->store, entry->id, error);

    if (dossier == NULL)
      return FALSE;
    if (run->json)
      print_member (run, dossier, i == run->first);
    else
      print_row (run, dossier);
  }
  return TRUE;
}

static void
print_rest (const QueueRun *run, guint found, guint end) {
  gboolean english = run->language == PLIGHT_ENGLISH;

  if (end <= run->first)
    printf ("%s\n",
            english ? "There is nothing in the queue." : "Hàng đợi không có hồ sơ nào.");
  else if (end < found)
    printf (english
                ? "\n%u more dossiers; `--first %u` goes on, `--most %u` shows all.\n"
                : "\nCòn %u hồ sơ nữa; `--first %u` xem tiếp, `--most %u` xem tất cả.\n",
            found - end, end + 1, found);
}

static int
compare_coming (gconstpointer one, gconstpointer other) {
  const RollEntry *a = *(RollEntry *const *) one, *b = *(RollEntry *const *) other;

  return (a->seq > b->seq) - (a->seq < b->seq);
}

static int
print_list (QueueRun *run) {
  g_autoptr (GError) error = NULL;
  g_autoptr (Roll) roll = roll_new (run->store, &error);
  g_autoptr (GPtrArray) found = NULL;
  guint most, end;

  if (roll == NULL)
    return command_fail (error);
  found = roll_find (roll, &run->filter);
  if (run->json)
    g_ptr_array_sort (found, compare_coming);
  most = run->most != 0 ? run->most : run->json ? found->len : LISTED;
  run->first = MIN (run->first, found->len);
  end = run->first + MIN (most, found->len - run->first);
  if (run->json)
    printf ("[");
  if (!print_slice (run, found, end, &error))
    return command_fail (error);
  if (run->json)
    printf ("\n]\n");
  else
    print_rest (run, found->len, end);
  return COMMAND_DONE;
}

static int
print_stats (QueueRun *run) {
  g_autoptr (GError) error = NULL;
  g_autoptr (Roll) roll = roll_new (run->store, &error);
  g_autoptr (GPtrArray) found = NULL;
  g_autofree char *text = NULL;
  Census census = {0};

  if (roll == NULL)
    return command_fail (error);
  found = roll_find (roll, &run->filter);
  for (guint i = 0; i < found->len; i++) {
    const RollEntry *entry = g_ptr_array_index (found, i);

    census_add (&census, entry->state, run->now - roll_entry_get_since (entry),
                roll_entry_is_late (entry, run->now, run->settings->alarm_after_s));
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

/* "queued,held" as bits. */
static gboolean
parse_states (const char *names, guint *states) {
  g_auto (GStrv) parts = g_strsplit (names, ",", -1);

  *states = 0;
  for (guint i = 0; parts[i] != NULL; i++) {
    DossierState state;

    if (!dossier_state_parse (g_strstrip (parts[i]), &state))
      return FALSE;
    *states |= 1u << state;
  }
  return *states != 0;
}

typedef struct {
  char *states;
  char *station;
  char *procedure;
  char *text;
  int first;
  int most;
  gboolean late;
} QueueWords;

static void
queue_words_clear (QueueWords *words) {
  g_free (words->states);
  g_free (words->station);
  g_free (words->procedure);
  g_free (words->text);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (QueueWords, queue_words_clear)

/* TRUE when the words say what is wanted; else they are refused. */
static gboolean
fill_filter (const QueueWords *words, QueueRun *run) {
  run->filter = (RollFilter){.station = words->station,
                             .procedure = words->procedure,
                             .text = words->text,
                             .late = words->late,
                             .now = run->now,
                             .late_after_s = run->settings->alarm_after_s};
  run->first = words->first > 0 ? (guint) words->first - 1 : 0;
  run->most = (guint) MAX (words->most, 0);
  return words->first >= 0 && words->most >= 0
         && (words->states == NULL || parse_states (words->states, &run->filter.states));
}

static int
steer (const CommandOptions *options, const QueueWords *words, int argc, char **argv) {
  int status = COMMAND_FAILED;
  g_autoptr (KioskStation) station = command_open_station (options, NULL, &status);
  QueueRun run;

  if (station == NULL)
    return status;
  run = (QueueRun){.station = station,
                   .store = kiosk_station_get_store (station),
                   .settings = kiosk_station_get_settings (station),
                   .catalogue = kiosk_station_get_catalogue (station),
                   .language = plight_choose_language (),
                   .now = g_get_real_time () / G_USEC_PER_SEC,
                   .json = options->json};
  if (!fill_filter (words, &run))
    return command_usage ("queue: --state wants states such as queued,deferred, --first "
                          "and --most want numbers");
  return run_verb (&run, argv[1], argc - 2, argv + 2);
}

int
command_queue (int argc, char **argv) {
  g_auto (CommandOptions) options = {0};
  g_auto (QueueWords) words = {NULL};
  const GOptionEntry entries[]
      = {{"late", 0, 0, G_OPTION_ARG_NONE, &words.late,
          "list, stats: only what has waited longer than it should", NULL},
         {"state", 0, 0, G_OPTION_ARG_STRING, &words.states,
          "list, stats: only what is in one of these states", "STATE,..."},
         {"station", 0, 0, G_OPTION_ARG_STRING, &words.station,
          "list, stats: only what was taken in there", "OFFICE[-STATION]"},
         {"procedure", 0, 0, G_OPTION_ARG_STRING, &words.procedure,
          "list, stats: only that procedure", "CODE"},
         {"search", 0, 0, G_OPTION_ARG_STRING, &words.text,
          "list, stats: words, with or without marks, of codes and procedures", "TEXT"},
         {"first", 0, 0, G_OPTION_ARG_INT, &words.first,
          "list: leave out what comes before this one, from 1", "N"},
         {"most", 0, 0, G_OPTION_ARG_INT, &words.most,
          "list: so many; else 100, with --json all", "N"},
         G_OPTION_ENTRY_NULL};

  if (!command_parse ("list|show|hold|release|retry|withdraw|priority N|stats [ID...]",
                      "Shows and steers what is on its way to the portal. An ID is a "
                      "dossier's id, the beginning of one, or its code.",
                      entries, &options, &argc, &argv))
    return COMMAND_USAGE;
  if (argc < 2)
    return command_usage (
        "queue: list, show, hold, release, retry, withdraw, priority or stats?");
  return steer (&options, &words, argc, argv);
}
