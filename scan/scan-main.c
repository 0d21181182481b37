/* SPDX-License-Identifier: Apache-2.0 */

/* motcua-scan: one batch of pages from one scanner into one folder, reported line by line.
 * A filter that a person can run by hand; the kiosk runs it as a child that it may kill.
 * Here are its arguments; the batch is scan/session.h.
 *
 * Standard output belongs to the report alone. It is moved to a private descriptor and
 * descriptor 1 becomes standard error, so that a driver which prints cannot garble it. */

#include "scan/drivers.h"
#include "scan/roster.h"
#include "scan/session.h"

#include "config/limits.h"
#include "config/log.h"
#include "config/sandbox.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define EXIT_USAGE 2
#define RES_DPI    300
#define STALL_MS   14000

typedef struct {
  char **devices;
  char **drivers;
  char *source;
  char *mode;
  char *page_size;
  char *area;
  char *back_side;
  char *double_feed;
  char *folder;
  int res_dpi;
  int first;
  int first_sheet;
  int stall_ms;
  gboolean is_waiting;
  gboolean is_telling;
  int vault_fd; /* -1: pages are plain */
  gboolean is_list;
  gboolean is_version;
} Arguments;

static void
clear_arguments (Arguments *arguments) {
  g_strfreev (arguments->devices);
  g_strfreev (arguments->drivers);
  g_free (arguments->source);
  g_free (arguments->mode);
  g_free (arguments->page_size);
  g_free (arguments->area);
  g_free (arguments->back_side);
  g_free (arguments->double_feed);
  g_free (arguments->folder);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Arguments, clear_arguments)

/* Says what is wrong with the arguments; returns FALSE for `return`. */
static gboolean
refuse_usage (const char *reason) {
  fprintf (stderr, "motcua-scan: %s\nTry: motcua-scan --help\n", reason);
  return FALSE;
}

static gboolean
parse_arguments (int *count, char ***values, Arguments *arguments) {
  const GOptionEntry entries[] = {
      {"device", 'd', 0, G_OPTION_ARG_STRING_ARRAY, &arguments->devices,
       "The scanner, such as hopper:/srv/pages or airscan:e0:Office", "DRIVER:DEVICE"},
      {"source", 's', 0, G_OPTION_ARG_STRING, &arguments->source,
       "flatbed, adf, duplex, any (default: the feeder if there is one) or auto",
       "SOURCE"},
      {"resolution", 'r', 0, G_OPTION_ARG_INT, &arguments->res_dpi,
       "Dots per inch, default 300", "DPI"},
      {"mode", 'm', 0, G_OPTION_ARG_STRING, &arguments->mode,
       "color, gray or lineart; default color", "MODE"},
      {"page-size", 'p', 0, G_OPTION_ARG_STRING, &arguments->page_size,
       "a3, a4, a5, id-card or receipt; default a4", "SIZE"},
      {"area", 'a', 0, G_OPTION_ARG_STRING, &arguments->area,
       "Another part of the glass, in millimetres", "LEFT,TOP,WIDTH,HEIGHT"},
      {"back-side", 0, 0, G_OPTION_ARG_STRING, &arguments->back_side,
       "How this scanner gives the backs: none (upright), 180 or mirror", "TURN"},
      {"double-feed", 0, 0, G_OPTION_ARG_STRING, &arguments->double_feed,
       "stop (default) or off, where the scanner can tell", "ACTION"},
      {"out", 'o', 0, G_OPTION_ARG_FILENAME, &arguments->folder,
       "Folder for the pages; made when absent", "DIR"},
      {"vault-fd", 0, 0, G_OPTION_ARG_INT, &arguments->vault_fd,
       "Seal the pages with the key that this descriptor brings", "FD"},
      {"first", 'f', 0, G_OPTION_ARG_INT, &arguments->first,
       "Number of the first page, default 1", "N"},
      {"first-sheet", 0, 0, G_OPTION_ARG_INT, &arguments->first_sheet,
       "Number of its sheet; default: counted on from the pages before", "N"},
      {"stall", 0, 0, G_OPTION_ARG_INT, &arguments->stall_ms,
       "A scanner that is silent for so long is given up", "MS"},
      {"wait-button", 'w', 0, G_OPTION_ARG_NONE, &arguments->is_waiting,
       "Begin when the button of the scanner is pressed", NULL},
      {"progress", 0, 0, G_OPTION_ARG_NONE, &arguments->is_telling,
       "A line each second while a page is taken", NULL},
      {"list", 'l', 0, G_OPTION_ARG_NONE, &arguments->is_list,
       "List the scanners as JSON: those named by --device, and all that the drivers "
       "named by --backend find (default: airscan and net)",
       NULL},
      {"backend", 'b', 0, G_OPTION_ARG_STRING_ARRAY, &arguments->drivers,
       "A driver to be asked by --list", "NAME"},
      {"version", 0, 0, G_OPTION_ARG_NONE, &arguments->is_version, "Tell the version",
       NULL},
      {NULL},
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("- scan a batch of pages");
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, count, values, &error))
    return refuse_usage (error->message);
  return *count == 1 || refuse_usage ("unexpected argument");
}

/* How the pages are taken. */
static gboolean
check_choice (const Arguments *arguments, ScannerChoice *choice) {
  g_autofree char *driver = NULL;
  g_autoptr (GError) error = NULL;

  if (arguments->devices == NULL || arguments->devices[1] != NULL)
    return refuse_usage ("name one scanner with --device");
  driver = drivers_parse_device (arguments->devices[0], &error);
  if (driver == NULL)
    return refuse_usage (error->message);
  choice->device = arguments->devices[0];
  if (arguments->source != NULL
      && !choice_parse_source (arguments->source, &choice->source))
    return refuse_usage ("--source is flatbed, adf, duplex, any or auto");
  if (arguments->mode != NULL && !choice_parse_mode (arguments->mode, &choice->mode))
    return refuse_usage ("--mode is color, gray or lineart");
  if (arguments->res_dpi < 1)
    return refuse_usage ("--resolution is a number of dots per inch");
  choice->res_dpi = (guint) arguments->res_dpi;
  if (!extent_parse_size (arguments->page_size != NULL ? arguments->page_size : "a4",
                          &choice->extent))
    return refuse_usage ("--page-size is a3, a4, a5, id-card or receipt");
  if (arguments->area != NULL && !extent_parse_area (arguments->area, &choice->extent))
    return refuse_usage ("--area is LEFT,TOP,WIDTH,HEIGHT in millimetres");
  if (arguments->double_feed != NULL
      && !choice_parse_double_feed (arguments->double_feed, &choice->double_feed))
    return refuse_usage ("--double-feed is stop or off");
  return TRUE;
}

/* The key comes through a pipe: an argument or a variable could be read by others. */
static gboolean
receive_vault (const Arguments *arguments, SessionJob *job) {
  g_autoptr (GError) error = NULL;

  job->vault = vault_receive (arguments->vault_fd, arguments->folder, &error);
  close (arguments->vault_fd);
  return job->vault != NULL || refuse_usage (error->message);
}

/* Where they go, and when. */
static gboolean
check_job (const Arguments *arguments, SessionJob *job) {
  if (arguments->folder == NULL)
    return refuse_usage ("name a folder with --out");
  job->folder = arguments->folder;
  if (arguments->first < 1 || arguments->first > (int) LIMIT_DOSSIER_PAGES)
    return refuse_usage ("--first is the number of a page");
  job->first = (guint) arguments->first;
  if (arguments->first_sheet < 0 || arguments->first_sheet > (int) LIMIT_DOSSIER_PAGES)
    return refuse_usage ("--first-sheet is the number of a sheet");
  job->first_sheet = (guint) arguments->first_sheet;
  if (arguments->back_side != NULL
      && !choice_parse_turn (arguments->back_side, &job->back_turn))
    return refuse_usage ("--back-side is none, 180 or mirror");
  if (arguments->stall_ms < (int) LIMIT_STALL_LEAST_MS
      || arguments->stall_ms > (int) LIMIT_STALL_MOST_MS)
    return refuse_usage ("--stall is a number of milliseconds, 2000 to 600000");
  job->stall_ms = (guint) arguments->stall_ms;
  job->is_waiting = arguments->is_waiting;
  job->is_telling = arguments->is_telling;
  if (arguments->vault_fd >= 0 && !receive_vault (arguments, job))
    return FALSE;
  return check_choice (arguments, &job->choice);
}

static gboolean
check_names (char **drivers, char **devices) {
  g_autoptr (GError) error = NULL;

  for (guint i = 0; drivers != NULL && drivers[i] != NULL; i++) {
    if (!drivers_check_name (drivers[i], &error))
      return refuse_usage (error->message);
  }
  for (guint i = 0; devices != NULL && devices[i] != NULL; i++) {
    g_autofree char *driver = drivers_parse_device (devices[i], &error);

    if (driver == NULL)
      return refuse_usage (error->message);
  }
  return TRUE;
}

static int
run_list (const Arguments *arguments) {
  static const char *const usual_drivers[] = {"airscan", "net", NULL};
  static const char *const none[] = {NULL};
  const char *const *devices = (const char *const *) arguments->devices;
  const char *const *drivers = (const char *const *) arguments->drivers;
  int report_fd;
  g_autofree char *roster = NULL;

  if (!check_names (arguments->drivers, arguments->devices))
    return EXIT_USAGE;
  if (drivers == NULL)
    drivers = devices == NULL ? usual_drivers : none;
  report_fd = session_claim_report ();
  roster = roster_find (drivers, devices != NULL ? devices : none);
  return session_write_line (report_fd, roster) ? EXIT_SUCCESS : EXIT_FAILURE;
}

int
main (int count, char **values) {
  g_auto (Arguments) arguments
      = {.res_dpi = RES_DPI, .first = 1, .stall_ms = STALL_MS, .vault_fd = -1};
  SessionJob job = {.choice = {.source = SOURCE_ANY, .mode = MODE_COLOR}};

  /* Devices may be named in any letters, whatever the environment says of them. */
  setlocale (LC_CTYPE, "C.UTF-8");
  log_init ("motcua-scan");
  sandbox_keep_private ();
  if (!parse_arguments (&count, &values, &arguments))
    return EXIT_USAGE;
  if (arguments.is_version) {
    printf ("motcua-scan %s\n", MOTCUA_VERSION);
    return EXIT_SUCCESS;
  }
  if (arguments.is_list)
    return run_list (&arguments);
  if (!check_job (&arguments, &job))
    return EXIT_USAGE;
  session_run (&job, session_claim_report ());
}
