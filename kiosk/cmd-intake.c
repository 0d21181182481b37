/* SPDX-License-Identifier: Apache-2.0 */

/* motcua intake: the whole way of a dossier into the queue, on the same conductor as the
 * screen. Standard output is the id and nothing else, so that a script can go on with it;
 * it appears only after the dossier is durable in the queue. */

#include "config/fault.h"
#include "config/json.h"
#include "config/log.h"
#include "kiosk/command.h"
#include "kiosk/dossierjson.h"
#include "kiosk/summary.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

typedef struct {
  KioskStation *station;
  KioskIntake *intake;
  GMainLoop *loop;
  GError *error;
  ReportOutcome outcome;
  char *message; /* how the feeding ended, when that needs a sentence */
} IntakeRun;

static void
on_progress (KioskIntake *intake, GParamSpec *spec, gpointer data) {
  guint pages = g_list_model_get_n_items (kiosk_intake_get_leaves (intake));
  guint waiting = kiosk_intake_get_waiting (intake);

  command_show_progress ("%u pages scanned, %u read", pages, pages - waiting);
}

static void
on_waiting (KioskIntake *intake, GParamSpec *spec, gpointer data) {
  IntakeRun *run = data;

  if (kiosk_intake_get_waiting (intake) == 0 && !kiosk_intake_get_scanning (intake))
    g_main_loop_quit (run->loop);
}

static void
on_scanned (GObject *source, GAsyncResult *result, gpointer data) {
  IntakeRun *run = data;

  if (!kiosk_intake_scan_finish (run->intake, result, &run->outcome, &run->message,
                                 &run->error))
    run->outcome = REPORT_FAILED;
  if (kiosk_intake_get_waiting (run->intake) == 0)
    g_main_loop_quit (run->loop);
}

static void
on_sealed (GObject *source, GAsyncResult *result, gpointer data) {
  IntakeRun *run = data;

  (void) kiosk_intake_seal_finish (run->intake, result, &run->error);
  g_main_loop_quit (run->loop);
}

/* Scans or adds files, and waits for the readers. */
static gboolean
take_pages (IntakeRun *run, guint count, char **paths, gboolean scan) {
  for (guint i = 0; i < count; i++) {
    if (!kiosk_intake_add_file (run->intake, paths[i], &run->error))
      return FALSE;
  }
  if (scan)
    kiosk_intake_scan_async (run->intake, NULL, on_scanned, run);
  if (scan || kiosk_intake_get_waiting (run->intake) > 0)
    g_main_loop_run (run->loop);
  return run->error == NULL;
}

/* A feeding that did not end well leaves the dossier open: the rest of the paper can still
 * be added to it. One that has not a single page is taken back, as if it had not been. */
static int
leave_open (IntakeRun *run) {
  const char *id = kiosk_intake_get_id (run->intake);
  guint pages = g_list_model_get_n_items (kiosk_intake_get_leaves (run->intake));

  command_end_progress ();
  if (run->message != NULL)
    fprintf (stderr, "motcua: %s\n", run->message);
  if (pages == 0) {
    if (!store_move (kiosk_station_get_store (run->station), id, DOSSIER_WITHDRAWN, NULL))
      log_warning ("dossier %s is left open and empty", id);
    fprintf (stderr, "motcua: nothing was taken in\n");
    return COMMAND_FAILED;
  }
  fprintf (stderr,
           "motcua: %u pages are safe in dossier %s; add the rest with\n"
           "        motcua intake --resume %s --device D, or FILE...\n"
           "        (without either, --resume closes it as it is)\n",
           pages, kiosk_intake_get_code (run->intake), id);
  return COMMAND_FAILED;
}

static int
print_result (IntakeRun *run, gboolean json) {
  Store *store = kiosk_station_get_store (run->station);
  g_autoptr (GError) error = NULL;
  g_autoptr (Dossier) dossier
      = store_get_dossier (store, kiosk_intake_get_id (run->intake), &error);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *text = NULL;

  if (dossier == NULL)
    return command_fail (error);
  if (json) {
    dossierjson_add (builder, dossier, FALSE);
    text = json_format (builder, TRUE);
    printf ("%s\n", text);
    return COMMAND_DONE;
  }
  printf ("%s\n", dossier->id);
  if (!command_shows_progress ()) { /* a log: nothing of what was read */
    fprintf (stderr, "motcua: dossier %s is queued: %u sides, %u papers\n", dossier->code,
             dossier->pages, dossier->papers->len);
    return COMMAND_DONE;
  }
  text = summary_format (store, kiosk_station_get_catalogue (run->station), dossier, TRUE,
                         &error);
  if (text == NULL)
    return command_fail (error);
  fprintf (stderr, "%s", text);
  return COMMAND_DONE;
}

static int
finish (IntakeRun *run, gboolean json) {
  kiosk_intake_seal_async (run->intake, on_sealed, run);
  g_main_loop_run (run->loop);
  command_end_progress ();
  if (run->error != NULL) {
    fprintf (stderr, "motcua: %s\n", run->error->message);
    if (g_error_matches (run->error, FAULT, FAULT_IMAGE))
      fprintf (stderr, "        or let that page go: --waive page-N=REASON\n");
    return leave_open (run);
  }
  return print_result (run, json);
}

static gboolean
check_waivers (char **waivers) {
  for (; waivers != NULL && *waivers != NULL; waivers++) {
    const char *equals = strchr (*waivers, '=');

    if (equals == NULL || equals == *waivers || equals[1] == '\0')
      return FALSE;
  }
  return TRUE;
}

static gboolean
waive (IntakeRun *run, char **waivers, GError **error) {
  for (; waivers != NULL && *waivers != NULL; waivers++) {
    g_auto (GStrv) parts = g_strsplit (*waivers, "=", 2);

    if (!kiosk_intake_waive (run->intake, parts[0], parts[1], error))
      return FALSE;
  }
  return TRUE;
}

typedef struct {
  CommandOptions shared;
  char *procedure, *resume, *device;
  char **waivers;
} IntakeOptions;

static void
clear_options (IntakeOptions *options) {
  command_options_clear (&options->shared);
  g_free (options->procedure);
  g_free (options->resume);
  g_free (options->device);
  g_strfreev (options->waivers);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (IntakeOptions, clear_options)

static int
run_intake (const IntakeOptions *options, guint count, char **paths) {
  int status = COMMAND_FAILED;
  g_autoptr (KioskStation) station
      = command_open_station (&options->shared, options->device, &status);
  g_autoptr (KioskIntake) intake = NULL;
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GError) error = NULL;
  IntakeRun run = {.station = station, .loop = loop, .outcome = REPORT_DONE};

  if (station == NULL)
    return status;
  intake = options->resume != NULL
               ? kiosk_station_resume (station, options->resume, 0, &error)
               : kiosk_station_begin (station, options->procedure, 0, &error);
  if (intake == NULL)
    return command_fail (error);
  run.intake = intake;
  if (!waive (&run, options->waivers, &error))
    return command_fail (error);
  g_signal_connect (intake, "notify::waiting", G_CALLBACK (on_progress), &run);
  g_signal_connect (intake, "notify::waiting", G_CALLBACK (on_waiting), &run);
  if (!take_pages (&run, count, paths,
                   count == 0 && (options->device != NULL || options->resume == NULL))
      || !(run.outcome == REPORT_DONE || run.outcome == REPORT_EMPTY)) {
    status = run.error != NULL ? command_fail (run.error) : COMMAND_FAILED;
    leave_open (&run);
  } else {
    status = finish (&run, options->shared.json);
  }
  g_signal_handlers_disconnect_by_data (intake, &run);
  g_clear_error (&run.error);
  g_free (run.message);
  return status;
}

int
command_intake (int argc, char **argv) {
  g_auto (IntakeOptions) options = {0};
  const GOptionEntry entries[]
      = {{"procedure", 0, 0, G_OPTION_ARG_STRING, &options.procedure, "What is asked for",
          "CODE"},
         {"resume", 0, 0, G_OPTION_ARG_STRING, &options.resume,
          "Go on with an open dossier", "ID"},
         {"device", 0, 0, G_OPTION_ARG_STRING, &options.device, "Scanner", "D"},
         {"waive", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.waivers,
          "Close without a needed paper, for a reason", "COMPONENT=REASON"},
         G_OPTION_ENTRY_NULL};

  if (!command_parse ("[FILE...]",
                      "Takes in a whole dossier, from the scanner or from "
                      "image files, and queues it; prints its id.",
                      entries, &options.shared, &argc, &argv))
    return COMMAND_USAGE;
  if (argc > 1 && options.device != NULL)
    return command_usage (
        "intake: pages come from --device or from FILEs, not from both");
  if (!check_waivers (options.waivers))
    return command_usage ("intake: --waive needs COMPONENT=REASON");
  if ((options.procedure == NULL) == (options.resume == NULL))
    return command_usage ("intake: either --procedure CODE or --resume ID is needed");
  return run_intake (&options, (guint) argc - 1, argv + 1);
}
