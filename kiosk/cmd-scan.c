/* SPDX-License-Identifier: Apache-2.0 */

/* motcua scan: one feeding into a folder, without a dossier. */

#include "config/durable.h"
#include "config/fault.h"
#include "kiosk/command.h"
#include "kiosk/scanjob.h"

#include <stdio.h>

#define RES_UNSET G_MAXINT /* then the settings' resolution holds */

typedef struct {
  gboolean json;
  guint pages;
} Printing;

static gboolean
on_page (const Page *page, gpointer data, GError **error) {
  Printing *printing = data;
  g_autofree char *line = NULL;

  printing->pages++;
  command_show_progress ("%u pages", printing->pages);
  if (printing->json) {
    line = report_format_page (page);
    printf ("%s\n", line);
  } else {
    printf ("%s\n", page->file);
  }
  fflush (stdout);
  return TRUE;
}

static int
finish (const Printing *printing, ReportOutcome outcome, const char *message) {
  g_autofree char *line
      = report_format_end (outcome, printing->pages, message != NULL ? message : "");

  command_end_progress ();
  if (printing->json)
    printf ("%s\n", line);
  else if (message != NULL)
    fprintf (stderr, "motcua: %s\n", message);
  return outcome == REPORT_DONE || outcome == REPORT_EMPTY ? COMMAND_DONE
                                                           : COMMAND_FAILED;
}

/* Pages that are in @folder already keep their names. */
static guint
find_first (const char *folder) {
  g_autoptr (GDir) entries = g_dir_open (folder, 0, NULL);
  guint last = 0;
  const char *name;

  while (entries != NULL && (name = g_dir_read_name (entries)) != NULL) {
    guint number;

    if (sscanf (name, "page-%5u.tif", &number) == 1)
      last = MAX (last, number);
  }
  return last + 1;
}

static gboolean
is_one_of (const char *word, const char *const *words) {
  return word == NULL || g_strv_contains (words, word);
}

static int
feed (const ScanJob *job, gboolean json) {
  g_autoptr (GError) error = NULL;
  g_autofree char *message = NULL;
  Printing printing = {.json = json};
  ReportOutcome outcome;

  if (!durable_mkdir (job->folder, &error)
      || !scanjob_run (job, NULL, on_page, &printing, &outcome, &message, &error))
    return command_fail (error);
  return finish (&printing, outcome, message);
}

int
command_scan (int argc, char **argv) {
  g_auto (CommandOptions) options = {0};
  g_autofree char *device = NULL, *source = NULL, *mode = NULL, *out = NULL;
  int res_dpi = RES_UNSET;
  const GOptionEntry entries[]
      = {{"device", 0, 0, G_OPTION_ARG_STRING, &device,
          "Scanner, as `motcua devices` names it", "D"},
         {"source", 0, 0, G_OPTION_ARG_STRING, &source, "flatbed, adf or duplex", "S"},
         {"resolution", 0, 0, G_OPTION_ARG_INT, &res_dpi, "Dots per inch", "DPI"},
         {"mode", 0, 0, G_OPTION_ARG_STRING, &mode, "color, gray or lineart", "M"},
         {"out", 0, 0, G_OPTION_ARG_FILENAME, &out, "Folder for the pages", "DIR"},
         G_OPTION_ENTRY_NULL};
  g_autoptr (Settings) settings = NULL;
  g_autoptr (GError) error = NULL;

  if (!command_parse ("", "Feeds pages into a folder, each durable before the next.",
                      entries, &options, &argc, &argv))
    return COMMAND_USAGE;
  settings = settings_load (options.config, &error);
  if (settings == NULL)
    return command_fail (error);
  if (out == NULL || argc > 1)
    return command_usage ("scan: --out DIR is needed, and no operands");
  if (!is_one_of (source, (const char *const[]){"flatbed", "adf", "duplex", NULL})
      || !is_one_of (mode, (const char *const[]){"color", "gray", "lineart", NULL}))
    return command_usage (
        "scan: --source is flatbed, adf or duplex; --mode is color, gray "
        "or lineart");
  if (res_dpi <= 0)
    return command_usage ("scan: --resolution is a number of dots per inch");
  if (device == NULL && settings->scan_device == NULL)
    return command_usage (
        "scan: name a scanner with --device; `motcua devices` lists them");
  return feed (&(ScanJob){.device = device != NULL ? device : settings->scan_device,
                          .source = source != NULL ? source : settings->scan_source,
                          .mode = mode != NULL ? mode : settings->scan_mode,
                          .res_dpi = res_dpi != RES_UNSET ? (guint) res_dpi
                                                          : settings->scan_res_dpi,
                          .folder = out,
                          .first = find_first (out),
                          .stall_ms = settings->scan_stall_ms},
               options.json);
}
