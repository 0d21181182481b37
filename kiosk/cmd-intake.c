/* SPDX-License-Identifier: Apache-2.0 */

/* motcua intake: the whole way of a dossier into the queue, on the same conductor as the
 * screen. Standard output is the id and nothing else, so that a script can go on with it;
 * it appears only after the dossier is durable in the queue. */

#include "config/fault.h"
#include "config/json.h"
#include "config/limits.h"
#include "config/log.h"
#include "kiosk/command.h"
#include "kiosk/dossierjson.h"
#include "kiosk/errand.h"
#include "kiosk/summary.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define PAGE_PREFIX "page-"

typedef struct {
  KioskStation *station;
  Errand errand;
} IntakeRun;

/* A feeding that did not end well leaves the dossier open: the rest of the paper can still
 * be added to it. One that has not a single page is taken back, as if it had not been. */
static int
leave_open (IntakeRun *run) {
  KioskIntake *intake = run->errand.intake;
  const char *id = kiosk_intake_get_id (intake);
  guint pages = g_list_model_get_n_items (kiosk_intake_get_leaves (intake));

  command_end_progress ();
  if (run->errand.message != NULL)
    fprintf (stderr, "motcua: %s\n", run->errand.message);
  if (pages == 0) {
    if (!store_move (kiosk_station_get_store (run->station), id, DOSSIER_WITHDRAWN, NULL))
      log_warning ("dossier %s is left open and empty", id);
    fprintf (stderr, "motcua: nothing was taken in; start again with all of it\n");
    return COMMAND_FAILED;
  }
  errand_print_halt (&run->errand);
  fprintf (stderr,
           "motcua: %u pages are safe in dossier %s; add the rest with\n"
           "        motcua intake --resume %s --device D, or FILE...\n"
           "        (without either, --resume closes it as it is)\n",
           pages, kiosk_intake_get_code (intake), id);
  return COMMAND_FAILED;
}

static int
print_result (IntakeRun *run, const GPtrArray *discords, gboolean json) {
  Store *store = kiosk_station_get_store (run->station);
  g_autoptr (GError) error = NULL;
  g_autoptr (Dossier) dossier
      = store_get_dossier (store, kiosk_intake_get_id (run->errand.intake), &error);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *text = NULL;

  if (dossier == NULL)
    return command_fail (error);
  if (json) {
    dossierjson_add (builder, dossier, FALSE, discords);
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

/* On a terminal alone: what was read has no business in a log. */
static void
print_discords (const GPtrArray *discords) {
  for (guint i = 0; command_shows_progress () && i < discords->len; i++) {
    const Discord *discord = g_ptr_array_index (discords, i);

    fprintf (stderr, "motcua: %s\n        %s\n", discord->sentence, discord->english);
  }
  if (!command_shows_progress () && discords->len > 0)
    fprintf (stderr, "motcua: the papers disagree in %u places; --json tells which\n",
             discords->len);
}

static int
finish (IntakeRun *run, gboolean json) {
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) discords = kiosk_intake_get_discords (run->errand.intake, &error);

  if (discords == NULL)
    return command_fail (error);
  print_discords (discords);
  errand_print_twins (&run->errand);
  if (!errand_seal (&run->errand)) {
    fprintf (stderr, "motcua: %s\n", run->errand.error->message);
    if (g_error_matches (run->errand.error, FAULT, FAULT_IMAGE))
      fprintf (stderr, "        or let that page go: --waive page-N=REASON\n");
    return leave_open (run);
  }
  return print_result (run, discords, json);
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

/* "page-3" is the page that stands third once all are there; anything else is a
 * component. */
static gboolean
parse_page (const char *what, guint *place) {
  guint64 value;

  if (!g_str_has_prefix (what, PAGE_PREFIX)
      || !g_ascii_string_to_unsigned (what + strlen (PAGE_PREFIX), 10, 1,
                                      LIMIT_DOSSIER_PAGES, &value, NULL))
    return FALSE;
  *place = (guint) value;
  return TRUE;
}

static gboolean
waive_components (IntakeRun *run, char **waivers, GError **error) {
  for (; waivers != NULL && *waivers != NULL; waivers++) {
    g_auto (GStrv) parts = g_strsplit (*waivers, "=", 2);
    guint place;

    if (!parse_page (parts[0], &place)
        && !kiosk_intake_waive (run->errand.intake, parts[0], parts[1], error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
waive_pages (IntakeRun *run, char **waivers) {
  for (; waivers != NULL && *waivers != NULL; waivers++) {
    g_auto (GStrv) parts = g_strsplit (*waivers, "=", 2);
    KioskLeaf *leaf;
    guint place;

    if (!parse_page (parts[0], &place))
      continue;
    leaf = errand_get_leaf (&run->errand, place);
    if (leaf == NULL
        || !kiosk_intake_let_go (run->errand.intake, leaf, parts[1], &run->errand.error))
      return FALSE;
  }
  return TRUE;
}

typedef struct {
  CommandOptions shared;
  char *procedure, *resume, *device, *backs_device, *two_pass, *accept_double;
  char **waivers;
  int sheets;
} IntakeOptions;

static void
clear_options (IntakeOptions *options) {
  command_options_clear (&options->shared);
  g_free (options->procedure);
  g_free (options->resume);
  g_free (options->device);
  g_free (options->backs_device);
  g_free (options->two_pass);
  g_free (options->accept_double);
  g_strfreev (options->waivers);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (IntakeOptions, clear_options)

/* --- pages -------------------------------------------------------------------------- */

/* Between the passes a person turns the stack. A script names where the backs come from, or
 * comes back with --resume. */
static gboolean
wait_for_backs (IntakeRun *run, const IntakeOptions *options) {
  char answer[16];

  if (options->backs_device != NULL) {
    kiosk_intake_set_device (run->errand.intake, options->backs_device);
    return TRUE;
  }
  if (!isatty (STDIN_FILENO))
    return FALSE;
  fprintf (stderr, "motcua: put the stack in again for the backs, then press Enter: ");
  return fgets (answer, sizeof answer, stdin) != NULL;
}

/* The pass that is due, then the other. */
static gboolean
scan_passes (IntakeRun *run, const IntakeOptions *options) {
  KioskFeed fronts = {.kind = FEEDING_FRONTS}, backs = {.kind = FEEDING_BACKS};
  KioskHalt halt;
  TwoPass pass;
  gboolean halted = kiosk_intake_get_halt (run->errand.intake, &halt);

  if (!kiosk_intake_get_pass (run->errand.intake, &pass)
      || !stacking_parse (options->two_pass, &backs.stacking))
    return FALSE;
  if (pass.fronts == 0 || pass.joined || (halted && halt.kind == FEEDING_FRONTS)) {
    if (!errand_scan (&run->errand, &fronts))
      return FALSE;
    if (!wait_for_backs (run, options)) {
      run->errand.message = g_strdup (
          "The fronts are safe. Put the stack in again for the backs, then go "
          "on with the same --two-pass and --resume.");
      return FALSE;
    }
  }
  return errand_scan (&run->errand, &backs);
}

static gboolean
scan (IntakeRun *run, const IntakeOptions *options) {
  KioskHalt halt;
  KioskFeed feed = {.kind = FEEDING_APPEND};

  if (options->two_pass != NULL)
    return scan_passes (run, options);
  if (options->accept_double == NULL)
    return errand_scan (&run->errand, NULL);
  if (!kiosk_intake_get_halt (run->errand.intake, &halt)
      || halt.outcome != REPORT_DOUBLE_FEED) {
    g_set_error (&run->errand.error, FAULT, FAULT_USAGE,
                 "the last feeding did not stop for two sheets at once");
    return FALSE;
  }
  feed.kind = halt.kind;
  feed.takes_double = TRUE;
  return kiosk_intake_accept_double (run->errand.intake, options->accept_double,
                                     &run->errand.error)
         && errand_scan (&run->errand, &feed);
}

/* Files, or the scanner unless a resumed dossier is only to be closed. */
static gboolean
take_pages (IntakeRun *run, const IntakeOptions *options, char **paths) {
  if (*paths != NULL)
    return errand_add_files (&run->errand, NULL, (const char *const *) paths);
  if (options->device == NULL && options->resume != NULL && options->two_pass == NULL
      && options->accept_double == NULL) {
    errand_wait (&run->errand);
    return TRUE;
  }
  return scan (run, options);
}

static gboolean
prepare (IntakeRun *run, const IntakeOptions *options, GError **error) {
  return (options->sheets == 0
          || kiosk_intake_declare (run->errand.intake, (guint) options->sheets, error))
         && waive_components (run, options->waivers, error);
}

static int
run_intake (const IntakeOptions *options, char **paths) {
  int status = COMMAND_FAILED;
  g_autoptr (KioskStation) station
      = command_open_station (&options->shared, options->device, &status);
  g_autoptr (KioskIntake) intake = NULL;
  g_autoptr (GError) error = NULL;
  IntakeRun run = {.station = station};

  if (station == NULL)
    return status;
  intake = options->resume != NULL
               ? kiosk_station_resume (station, options->resume, 0, &error)
               : kiosk_station_begin (station, options->procedure, 0, &error);
  if (intake == NULL)
    return command_fail (error);
  errand_begin (&run.errand, intake);
  if (!prepare (&run, options, &error)) {
    status = command_fail (error);
  } else if (take_pages (&run, options, paths) && waive_pages (&run, options->waivers)) {
    status = finish (&run, options->shared.json);
  } else {
    status = run.errand.error != NULL ? command_fail (run.errand.error) : COMMAND_FAILED;
    leave_open (&run);
  }
  errand_end (&run.errand);
  return status;
}

static int
check_options (const IntakeOptions *options, gboolean files) {
  Stacking stacking;

  if (files && options->device != NULL)
    return command_usage (
        "intake: pages come from --device or from FILEs, not from both");
  if (!check_waivers (options->waivers))
    return command_usage ("intake: --waive needs COMPONENT=REASON");
  if ((options->procedure == NULL) == (options->resume == NULL))
    return command_usage ("intake: either --procedure CODE or --resume ID is needed");
  if (options->sheets < 0 || options->sheets > (int) LIMIT_DOSSIER_PAGES)
    return command_usage ("intake: --sheets is 1 to %u", LIMIT_DOSSIER_PAGES);
  if (options->two_pass != NULL
      && (files || !stacking_parse (options->two_pass, &stacking)))
    return command_usage (
        "intake: --two-pass is first, last, first-turned or last-turned, without FILEs");
  return COMMAND_DONE;
}

int
command_intake (int argc, char **argv) {
  g_auto (IntakeOptions) options = {0};
  const GOptionEntry entries[] = {
      {"procedure", 0, 0, G_OPTION_ARG_STRING, &options.procedure, "What is asked for",
       "CODE"},
      {"resume", 0, 0, G_OPTION_ARG_STRING, &options.resume,
       "Go on with an open dossier, and with its stack where it stopped", "ID"},
      {"device", 0, 0, G_OPTION_ARG_STRING, &options.device, "Scanner", "D"},
      {"sheets", 0, 0, G_OPTION_ARG_INT, &options.sheets,
       "How many sheets there are; closes with exactly as many", "N"},
      {"two-pass", 0, 0, G_OPTION_ARG_STRING, &options.two_pass,
       "Fronts first, then backs: first, last, first-turned or last-turned", "STACKING"},
      {"backs-device", 0, 0, G_OPTION_ARG_STRING, &options.backs_device,
       "Where the backs are fed (default: --device, after Enter)", "D"},
      {"accept-double", 0, 0, G_OPTION_ARG_STRING, &options.accept_double,
       "Feed the sheet that stopped as two: something is glued onto it", "REASON"},
      {"waive", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.waivers,
       "Close without a needed paper or page-N, for a reason", "COMPONENT=REASON"},
      G_OPTION_ENTRY_NULL};
  int status;

  if (!command_parse ("[FILE...]",
                      "Takes in a whole dossier, from the scanner or from files (PNG, "
                      "JPEG, TIFF, PDF), and queues it; prints its id.",
                      entries, &options.shared, &argc, &argv))
    return COMMAND_USAGE;
  status = check_options (&options, argc > 1);
  return status != COMMAND_DONE ? status : run_intake (&options, argv + 1);
}
