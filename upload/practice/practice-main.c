/* SPDX-License-Identifier: Apache-2.0 */

/* motcua-sandbox-portal: the practice portal, a program of its own so that nothing else
 * links a web server. Standard output carries the one line that says it is ready. */

#include "upload/practice/practice.h"

#include "config/fault.h"
#include "config/log.h"

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
} Arguments;

static void
clear_arguments (Arguments *arguments) {
  g_free (arguments->listen);
  g_free (arguments->folder);
  g_free (arguments->org_code);
  g_free (arguments->certificate);
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
          "A fault to play, such as 503:2, html, lost@create:1; may be repeated",
          "NAME[@STAGE][:N]"},
         {"certificate", 'c', 0, G_OPTION_ARG_STRING, &arguments->certificate,
          "A wrong certificate: expired, other-name or other-ca", "CASE"},
         {"org-code", 'o', 0, G_OPTION_ARG_STRING, &arguments->org_code,
          "Beginning of official numbers, default H30.31.05", "CODE"},
         {NULL}};
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);

  g_option_context_set_summary (context,
                                "A portal to practise with: keeps dossiers in a folder.");
  g_option_context_set_description (
      context, "Faults: a status from 400 to 599, html, not-json, redirect, endless, "
               "close, lost,\n"
               "truncated, slow, foreign, wrong-bytes. Stages: find, create, files, "
               "file, readback,\n"
               "mark, submit. DIR/motcua.conf is the configuration for a station.\n");
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
      .certificate = arguments.certificate,
  };
  if (practice_run (&options, &error))
    return EXIT_SUCCESS;
  if (g_error_matches (error, FAULT, FAULT_USAGE))
    return refuse (error->message);
  fprintf (stderr, "motcua-sandbox-portal: %s\n", error->message);
  return EXIT_FAILURE;
}
