/* SPDX-License-Identifier: Apache-2.0 */

/* motcua-sandbox-portal: the practice portal, a program of its own so that nothing else
 * links a web server. Standard output carries the one line that says it is ready. */

#include "upload/practice/practice.h"

#include "config/fault.h"
#include "config/log.h"
#include "upload/practice/trouble.h"

#include <stdio.h>
#include <stdlib.h>

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/lsan_interface.h>

/* The leak checker dies of the threads that GLib's TLS leaves behind (a segmentation
 * fault in its own tracer). What this program allocates is checked in the tests of its
 * parts. */
int
__lsan_is_turned_off (void) {
  return 1;
}
#endif

#define EXIT_USAGE 2

typedef struct {
  char *listen;
  char *folder;
  char *org_code;
  char *certificate;
  char **faults;
  char *route;
  char *rules;
  int seed;
  int page_port;
  int token_life_s;
} Arguments;

static void
clear_arguments (Arguments *arguments) {
  g_free (arguments->listen);
  g_free (arguments->folder);
  g_free (arguments->org_code);
  g_free (arguments->certificate);
  g_free (arguments->route);
  g_free (arguments->rules);
  g_strfreev (arguments->faults);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Arguments, clear_arguments)

static int
refuse (const char *reason) {
  fprintf (stderr, "motcua-sandbox-portal: %s\nTry: motcua-sandbox-portal --help\n",
           reason);
  return EXIT_USAGE;
}

static gboolean
parse_arguments (int *count, char ***values, Arguments *arguments, GError **error) {
  const GOptionEntry entries[]
      = {{"listen", 'l', 0, G_OPTION_ARG_STRING, &arguments->listen,
          "Where to listen, default 127.0.0.1:8443; port 0 is a free one", "ADDR:PORT"},
         {"dir", 'd', 0, G_OPTION_ARG_FILENAME, &arguments->folder,
          "Folder for certificates, settings and dossiers; made when absent", "DIR"},
         {"fault", 'f', 0, G_OPTION_ARG_STRING_ARRAY, &arguments->faults,
          "A fault to play: 503:2, html, lost@create%20; may be repeated",
          "NAME[@STAGE][:N][%P]"},
         {"certificate", 'c', 0, G_OPTION_ARG_STRING, &arguments->certificate,
          "A wrong certificate: expired, other-name or other-ca", "CASE"},
         {"org-code", 'o', 0, G_OPTION_ARG_STRING, &arguments->org_code,
          "Beginning of official numbers, default H30.31.05", "CODE"},
         {"route", 'r', 0, G_OPTION_ARG_STRING, &arguments->route,
          "Portal of DIR/motcua.conf that dossiers go to, default practice", "NAME"},
         {"page", 'p', 0, G_OPTION_ARG_INT, &arguments->page_port,
          "Port of the page for browsers on 127.0.0.1; default a free one", "PORT"},
         {"rules", 'R', 0, G_OPTION_ARG_FILENAME, &arguments->rules,
          "Refuse dossiers that break these rules (acceptance.json)", "FILE"},
         {"seed", 's', 0, G_OPTION_ARG_INT, &arguments->seed,
          "Where chance begins for faults with %", "N"},
         {"token-life", 't', 0, G_OPTION_ARG_INT, &arguments->token_life_s,
          "How long tokens and sessions are good, default 3600", "SECONDS"},
         {NULL}};
  g_autofree char *names = trouble_format_names ();
  g_autofree char *description = g_strconcat (
      "Faults: ", names,
      ".\nA status may have what Retry-After says behind it: 429+5, +none, +0, +86400, "
      "+-5, +date, +text.\nStages: find, create, files, file, readback, mark, submit, "
      "token, number, progress, upload,\noffset, patch, other. Portals in "
      "DIR/motcua.conf, a complete configuration for a station:\npractice (OpenCPS), "
      "dvcqg, dvcqg-plain, sixstep, igate, and each with -tus.\n",
      NULL);
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);

  g_option_context_set_summary (context,
                                "A portal to practise with: keeps dossiers in a folder.");
  g_option_context_set_description (context, description);
  g_option_context_add_main_entries (context, entries, NULL);
  return g_option_context_parse (context, count, values, error);
}

int
main (int argc, char **argv) {
  g_auto (Arguments) arguments = {NULL};
  g_autoptr (GError) error = NULL;
  PracticeOptions options;

  log_init ("motcua-sandbox-portal");
  if (!parse_arguments (&argc, &argv, &arguments, &error))
    return refuse (error->message);
  if (argc > 1 || arguments.folder == NULL)
    return refuse (argc > 1 ? "too many arguments" : "--dir is missing");
  options = (PracticeOptions){
      .listen = arguments.listen != NULL ? arguments.listen : "127.0.0.1:8443",
      .folder = arguments.folder,
      .org_code = arguments.org_code,
      .faults = (const char *const *) arguments.faults,
      .seed = (guint) arguments.seed,
      .token_life_s = (guint) MAX (arguments.token_life_s, 0),
      .route = arguments.route,
      .rules = arguments.rules,
      .page_port = (guint16) CLAMP (arguments.page_port, 0, G_MAXUINT16),
      .certificate = arguments.certificate,
  };
  if (practice_run (&options, &error))
    return EXIT_SUCCESS;
  if (g_error_matches (error, FAULT, FAULT_USAGE))
    return refuse (error->message);
  fprintf (stderr, "motcua-sandbox-portal: %s\n", error->message);
  return EXIT_FAILURE;
}
