/* SPDX-License-Identifier: Apache-2.0 */

/* motcua-upload: the daemon that brings sealed dossiers to their portals. It has network,
 * client key and store, and neither display nor scanner nor image parsing. Standard output
 * carries one line for each dossier it has dealt with, standard error the log. */

#include "config/fault.h"
#include "config/json.h"
#include "config/log.h"
#include "config/sandbox.h"
#include "config/swap.h"
#include "config/training.h"
#include "upload/notify.h"
#include "upload/uploader.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#define DEFAULT_STORE "/var/lib/motcua"
#define EXIT_USAGE    2
#define LEAST_REST_S  1
#define MOST_REST_S   60

static int stopped; /* set by a signal, read as volatile */

typedef struct {
  char *store;
  char *config;
  gboolean once;
  gboolean drain;
  gboolean json;
} Arguments;

static void
clear_arguments (Arguments *arguments) {
  g_free (arguments->store);
  g_free (arguments->config);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Arguments, clear_arguments)

static void
on_signal (int number) {
  *(volatile int *) &stopped = number;
}

static void
catch_signals (void) {
  struct sigaction action = {.sa_handler = on_signal};

  sigaction (SIGTERM, &action, NULL);
  sigaction (SIGINT, &action, NULL);
  signal (SIGPIPE, SIG_IGN);
}

static void
print_sentence (const Dossier *dossier) {
  switch (dossier->state) {
  case DOSSIER_ACCEPTED:
    printf ("%s accepted as %s: the portal holds %s%u paper%s.\n", dossier->code,
            dossier->portal_code, dossier->papers->len == 1 ? "its " : "all ",
            dossier->papers->len, dossier->papers->len == 1 ? "" : "s");
    break;
  case DOSSIER_DEFERRED:
    printf ("%s deferred: %s\n", dossier->code, dossier->last_answer);
    break;
  case DOSSIER_NEEDS_PERSON:
    printf ("%s needs a person: %s\n", dossier->code, dossier->last_answer);
    break;
  case DOSSIER_OPEN:
  case DOSSIER_QUEUED:
  case DOSSIER_SENDING:
  case DOSSIER_HELD:
  case DOSSIER_WITHDRAWN:
  case DOSSIER_PURGED:
    printf ("%s %s\n", dossier->code, dossier_state_get_name (dossier->state));
    break;
  }
}

static void
print_json (const Dossier *dossier) {
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *line = NULL;

  json_builder_begin_object (builder);
  json_add_string (builder, "id", dossier->id);
  json_add_string (builder, "code", dossier->code);
  json_add_string (builder, "state", dossier_state_get_name (dossier->state));
  json_add_string (builder, "portal", dossier->portal);
  json_add_string (builder, "portal_id", dossier->portal_id);
  json_add_string (builder, "portal_code", dossier->portal_code);
  json_add_string (builder, "proof", dossier->proof);
  json_add_int (builder, "attempts", dossier->attempts);
  json_add_int (builder, "next_try_at", dossier->next_try_at);
  json_add_string (builder, "last_answer", dossier->last_answer);
  json_builder_end_object (builder);
  line = json_format (builder, FALSE);
  printf ("%s\n", line);
}

static void
on_dossier_settled (const Dossier *dossier, gpointer data) {
  const Arguments *arguments = data;

  if (arguments->json)
    print_json (dossier);
  else
    print_sentence (dossier);
  fflush (stdout);
}

static int
refuse (const char *reason) {
  fprintf (stderr, "motcua-upload: %s\nTry: motcua-upload --help\n", reason);
  return EXIT_USAGE;
}

static gboolean
parse_arguments (int *count, char ***values, Arguments *arguments, GError **error) {
  const GOptionEntry entries[]
      = {{"store", 's', 0, G_OPTION_ARG_FILENAME, &arguments->store,
          "The store, default $MOTCUA_STORE, else " DEFAULT_STORE, "DIR"},
         {"config", 'c', 0, G_OPTION_ARG_FILENAME, &arguments->config,
          "The settings, default /etc/motcua/motcua.conf", "FILE"},
         {"once", 0, 0, G_OPTION_ARG_NONE, &arguments->once,
          "Send what is due now, once each, and end", NULL},
         {"drain", 0, 0, G_OPTION_ARG_NONE, &arguments->drain,
          "Send until nothing is queued or deferred, and end", NULL},
         {"json", 0, 0, G_OPTION_ARG_NONE, &arguments->json,
          "Print a JSON object for each dossier", NULL},
         {NULL}};
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);

  g_option_context_set_summary (context, "Brings sealed dossiers to their portals.");
  g_option_context_add_main_entries (context, entries, NULL);
  return g_option_context_parse (context, count, values, error);
}

static char *
choose_store (const Arguments *arguments) {
  const char *named = g_getenv ("MOTCUA_STORE");
  const char *folder = named != NULL && *named != '\0' ? named : DEFAULT_STORE;

  if (arguments->store != NULL)
    folder = arguments->store;
  return training_is_wanted () ? training_store_dup (folder) : g_strdup (folder);
}

static UploaderMode
choose_mode (const Arguments *arguments) {
  if (arguments->once)
    return UPLOADER_ONCE;
  return arguments->drain ? UPLOADER_DRAIN : UPLOADER_SERVE;
}

/* A drain that ends has left nothing deferred behind; a single round may have. */
static gboolean
is_success (UploaderMode mode, const UploaderTotals *totals) {
  return totals->refused == 0 && totals->waiting == 0
         && (mode != UPLOADER_ONCE || totals->deferred == 0) && stopped == 0;
}

/* Opens the store and works in it; *@began says that it opened, and then stays TRUE. */
static gboolean
work (Arguments *arguments, gboolean *began, UploaderTotals *totals, GError **error) {
  g_autoptr (Settings) settings = settings_load (arguments->config, error);
  g_autofree char *folder = NULL;
  g_autoptr (Store) store = NULL;

  if (settings == NULL || !swap_check (settings, NULL, error))
    return FALSE;
  folder = choose_store (arguments);
  store = store_open (folder, settings->key_file, error);
  if (store == NULL || (store_is_training (store) && !training_confine (settings, error)))
    return FALSE;
  *began = TRUE;
  notify_ready ();
  return uploader_run (store, settings, choose_mode (arguments), &stopped,
                       on_dossier_settled, arguments, totals, error);
}

static gboolean
is_stopped (void) {
  return *(volatile int *) &stopped != 0;
}

static void
rest (guint wait_s) {
  for (guint i = 0; i < wait_s && !is_stopped (); i++) {
    notify_alive ();
    g_usleep (G_USEC_PER_SEC);
  }
}

/* Whoever serves outlives what ails the store: a disk that is full, or fails for a while.
 * It lets go of the store and opens it again, which recovers what was under way, after a
 * wait that doubles as long as the work ends early. A store that did not open in the first
 * place is for a person to look at. */
static gboolean
serve (Arguments *arguments, UploaderTotals *totals, GError **error) {
  guint wait_s = LEAST_REST_S;
  gboolean began = FALSE;

  for (;;) {
    gint64 from = g_get_monotonic_time ();
    g_autoptr (GError) cause = NULL;

    if (work (arguments, &began, totals, &cause))
      return TRUE;
    if (!began) {
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }
    if (g_get_monotonic_time () - from > MOST_REST_S * G_USEC_PER_SEC)
      wait_s = LEAST_REST_S;
    log_warning ("%s; nothing is lost, and the store is tried again in %u s",
                 cause->message, wait_s);
    notify_trouble (cause->message);
    rest (wait_s);
    if (is_stopped ())
      return TRUE;
    wait_s = MIN (2 * wait_s, MOST_REST_S);
  }
}

static gboolean
upload (Arguments *arguments, gboolean *success, GError **error) {
  UploaderMode mode = choose_mode (arguments);
  UploaderTotals totals = {0};
  gboolean began;

  if (mode == UPLOADER_SERVE)
    return *success = serve (arguments, &totals, error);
  if (!work (arguments, &began, &totals, error))
    return FALSE;
  if (totals.waiting > 0)
    fprintf (stderr,
             "motcua-upload: %u dossiers wait for a [route] in the settings and go by "
             "themselves once there is one\n",
             totals.waiting);
  *success = is_success (mode, &totals);
  return TRUE;
}

int
main (int argc, char **argv) {
  g_auto (Arguments) arguments = {NULL};
  g_autoptr (GError) error = NULL;
  gboolean success = FALSE;

  log_init ("motcua-upload");
  sandbox_keep_private ();
  if (!parse_arguments (&argc, &argv, &arguments, &error))
    return refuse (error->message);
  if (argc > 1 || (arguments.once && arguments.drain))
    return refuse (argc > 1 ? "too many arguments"
                            : "--once and --drain exclude each other");
  catch_signals ();
  if (upload (&arguments, &success, &error))
    return success ? EXIT_SUCCESS : EXIT_FAILURE;
  fprintf (stderr, "motcua-upload: %s\n", error->message);
  return EXIT_FAILURE;
}
