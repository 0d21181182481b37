/* SPDX-License-Identifier: Apache-2.0 */

/* The printer's command line; see README.md. Exit status 0 done, 1 the work failed, 2 bad
 * usage. */

#include "papers.h"
#include "stack.h"
#include "trouble.h"

#include "config/fault.h"
#include "config/log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  char *dir;
  gint64 seed;
  int res_dpi;
  int pages;
  char *format;
  char *kinds;
  char *troubles;
  gboolean list;
} Request;

static gboolean
parse_request (Request *request, int argc, char **argv, GError **error) {
  const GOptionEntry entries[] = {
      {"out", 0, 0, G_OPTION_ARG_FILENAME, &request->dir, "Folder of the pages", "DIR"},
      {"seed", 0, 0, G_OPTION_ARG_INT64, &request->seed, "Same seed, same bytes", "N"},
      {"dpi", 0, 0, G_OPTION_ARG_INT, &request->res_dpi, "Resolution, 75 to 600", "DPI"},
      {"format", 0, 0, G_OPTION_ARG_STRING, &request->format, "png or jpeg", "FORMAT"},
      {"pages", 0, 0, G_OPTION_ARG_INT, &request->pages, "A corpus of M pages", "M"},
      {"kinds", 0, 0, G_OPTION_ARG_STRING, &request->kinds, "Only these kinds", "A,B"},
      {"troubles", 0, 0, G_OPTION_ARG_STRING, &request->troubles, "Only these", "X,Y"},
      {"list", 0, 0, G_OPTION_ARG_NONE, &request->list, "Name kinds and troubles", NULL},
      {NULL},
  };
  GOptionContext *context
      = g_option_context_new ("- prints sample papers with their truth");
  gboolean parsed;

  g_option_context_add_main_entries (context, entries, NULL);
  parsed = g_option_context_parse (context, &argc, &argv, error);
  g_option_context_free (context);
  return parsed;
}

static void
clear_request (Request *request) {
  g_free (request->dir);
  g_free (request->format);
  g_free (request->kinds);
  g_free (request->troubles);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Request, clear_request)

static gboolean
check_request (const Request *request, GError **error) {
  if (request->dir == NULL)
    g_set_error (error, FAULT, FAULT_USAGE, "--out DIR is missing");
  else if (request->res_dpi < 75 || request->res_dpi > 600)
    g_set_error (error, FAULT, FAULT_USAGE, "--dpi is 75 to 600");
  else if (request->pages < 0 || request->pages > 999)
    g_set_error (error, FAULT, FAULT_USAGE, "--pages is 1 to 999");
  else if (request->pages == 0 && (request->kinds != NULL || request->troubles != NULL))
    g_set_error (error, FAULT, FAULT_USAGE, "--kinds and --troubles ask for --pages");
  else if (request->format != NULL && strcmp (request->format, "png") != 0
           && strcmp (request->format, "jpeg") != 0)
    g_set_error (error, FAULT, FAULT_USAGE, "--format is png or jpeg");
  else
    return TRUE;
  return FALSE;
}

static void
print_list (void) {
  for (const PaperKind *kind = papers_list (); kind->name != NULL; kind++)
    printf ("kind %s\n", kind->name);
  for (const Trouble *trouble = trouble_list (); trouble->name != NULL; trouble++)
    printf ("trouble %s\n", trouble->name);
}

static gboolean
print_pages (const Request *request, GError **error) {
  g_auto (GStrv) kinds = request->kinds ? g_strsplit (request->kinds, ",", -1) : NULL;
  g_auto (GStrv) troubles
      = request->troubles ? g_strsplit (request->troubles, ",", -1) : NULL;
  StackJob job
      = {.dir = request->dir,
         .seed = (guint64) request->seed,
         .res_dpi = request->res_dpi,
         .format = g_strcmp0 (request->format, "jpeg") == 0 ? PICTURE_JPEG : PICTURE_PNG};

  if (request->pages == 0)
    return stack_print_dossier (&job, error);
  return stack_print_corpus (&job, (guint) request->pages, (const char *const *) kinds,
                             (const char *const *) troubles, error);
}

int
main (int argc, char **argv) {
  g_auto (Request) request = {.seed = 1, .res_dpi = 300};
  g_autoptr (GError) error = NULL;

  log_init ("printer");
  if (!parse_request (&request, argc, argv, &error)) {
    g_printerr ("printer: %s\n", error->message);
    return 2;
  }
  if (request.list) {
    print_list ();
    return EXIT_SUCCESS;
  }
  if (check_request (&request, &error) && print_pages (&request, &error))
    return EXIT_SUCCESS;
  g_printerr ("printer: %s\n", error->message);
  return g_error_matches (error, FAULT, FAULT_USAGE) ? 2 : EXIT_FAILURE;
}
