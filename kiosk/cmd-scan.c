/* SPDX-License-Identifier: Apache-2.0 */

/* motcua scan: one feeding into a folder, without a dossier.
 *
 * When a feeder stops halfway through the sides of a sheet, its front is kept and the sheet
 * is fed again as a whole. That the next feeding has to begin with that front, and not after
 * it, stands in the file .next of the folder until a feeding has taken it up. */

#include "config/catalogue.h"
#include "config/durable.h"
#include "config/fault.h"
#include "config/layout.h"
#include "config/limits.h"
#include "kiosk/command.h"
#include "kiosk/profile.h"
#include "kiosk/quirks.h"
#include "kiosk/scanjob.h"
#include "scan/choice.h"
#include "scan/extent.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

#define RES_UNSET G_MAXINT /* then the settings' resolution holds */
#define NEXT_FILE ".next"

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
finish (const Printing *printing, const Report *end) {
  g_autofree char *line = report_format_end (end);

  command_end_progress ();
  if (printing->json)
    printf ("%s\n", line);
  for (guint i = 0; !printing->json && end->notices[i] != NULL; i++)
    fprintf (stderr, "motcua: %s\n", end->notices[i]);
  if (!printing->json && *end->message != '\0')
    fprintf (stderr, "motcua: %s\n", end->message);
  return report_is_whole (end) ? COMMAND_DONE : COMMAND_FAILED;
}

static guint
find_last (const char *folder) {
  g_autoptr (GDir) entries = g_dir_open (folder, 0, NULL);
  guint last = 0;
  const char *name;

  while (entries != NULL && (name = g_dir_read_name (entries)) != NULL) {
    guint number;

    if (sscanf (name, "page-%5u.tif", &number) == 1)
      last = MAX (last, number);
  }
  return last;
}

/* Pages that are in @folder keep their names, but for the front of a sheet that has to be
 * fed again. */
static guint
find_first (const char *folder) {
  g_autofree char *path = g_build_filename (folder, NEXT_FILE, NULL);
  g_autofree char *text = NULL;
  guint last = find_last (folder);
  guint64 next = 0;

  if (g_file_get_contents (path, &text, NULL, NULL)
      && g_ascii_string_to_unsigned (g_strstrip (text), 10, 1, last, &next, NULL))
    return (guint) next;
  return last + 1;
}

/* For the next feeding; nothing when it simply goes on after the last page. */
static gboolean
save_next (const char *folder, const Report *end, GError **error) {
  g_autofree char *path = g_build_filename (folder, NEXT_FILE, NULL);
  g_autofree char *text = g_strdup_printf ("%u\n", end->next_page);

  if (end->next_page <= find_last (folder))
    return durable_save (path, text, strlen (text), 0600, error);
  return durable_remove (path, error);
}

/* What was asked for on the command line; NULL and RES_UNSET leave the settings' word. */
typedef struct {
  char *device;
  char *source;
  char *mode;
  char *page_size;
  char *area;
  char *back_side;
  char *double_feed;
  char *paper;
  char *out;
  int res_dpi;
  int first; /* 0: after the pages that are there */
  int first_sheet;
  gboolean wait_button;
  gboolean preview;
} Asked;

static void
clear_asked (Asked *asked) {
  g_free (asked->device);
  g_free (asked->source);
  g_free (asked->mode);
  g_free (asked->page_size);
  g_free (asked->area);
  g_free (asked->back_side);
  g_free (asked->double_feed);
  g_free (asked->paper);
  g_free (asked->out);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Asked, clear_asked)

/* Why it makes no sense, or NULL. */
static const char *
find_mistake (const Asked *asked) {
  Source source;
  Mode mode;
  Extent extent;
  Turn turn;
  DoubleFeed action;

  if (asked->out == NULL)
    return "scan: --out DIR is needed, and no operands";
  if (asked->source != NULL && !choice_parse_source (asked->source, &source))
    return "scan: --source is flatbed, adf, duplex, any or auto";
  if (asked->mode != NULL && !choice_parse_mode (asked->mode, &mode))
    return "scan: --mode is color, gray or lineart";
  if (asked->res_dpi <= 0)
    return "scan: --resolution is a number of dots per inch";
  if (asked->page_size != NULL && !extent_parse_size (asked->page_size, &extent))
    return "scan: --page-size is a3, a4, a5, id-card or receipt";
  if (asked->area != NULL && !extent_parse_area (asked->area, &extent))
    return "scan: --area is LEFT,TOP,WIDTH,HEIGHT in millimetres";
  if (asked->back_side != NULL && !choice_parse_turn (asked->back_side, &turn))
    return "scan: --back-side is none, 180 or mirror";
  if (asked->double_feed != NULL
      && !choice_parse_double_feed (asked->double_feed, &action))
    return "scan: --double-feed is stop or off";
  if (asked->first < 0 || asked->first > (int) LIMIT_DOSSIER_PAGES)
    return "scan: --first is the number of a page";
  if (asked->first_sheet < 0 || asked->first_sheet > (int) LIMIT_DOSSIER_PAGES)
    return "scan: --first-sheet is the number of a sheet";
  return NULL;
}

static void
set_word (const char **word, const char *asked) {
  if (asked != NULL)
    *word = asked;
}

/* @paper is the profile that was asked for, or NULL; the command line counts for more, if
 * it may. */
static void
set_asked (ScanJob *job, const Asked *asked, const PaperType *paper) {
  if (paper != NULL)
    profile_set (job, paper);
  set_word (&job->source, asked->source);
  set_word (&job->mode, asked->mode);
  set_word (&job->page_size, asked->page_size);
  set_word (&job->area, asked->area);
  set_word (&job->back_side, asked->back_side);
  set_word (&job->double_feed, asked->double_feed);
  if (asked->res_dpi != RES_UNSET)
    job->res_dpi = (guint) asked->res_dpi;
  job->wait_button = asked->wait_button;
  job->folder = asked->out;
  job->first = asked->first > 0 ? (guint) asked->first : find_first (asked->out);
  job->first_sheet = (guint) asked->first_sheet;
}

/* The settings' word, then the scanner's model, the paper, and what was asked for. */
static gboolean
get_job (const Asked *asked, const Settings *settings, const PaperType *paper,
         ScanJob *job, GError **error) {
  *job = scanjob_get_usual (settings);
  if (g_str_equal (job->source, "duplex"))
    job->source = "any"; /* as good where it can, and no refusal where it cannot */
  job->device = asked->device != NULL ? asked->device : settings->scan_device;
  if (job->device != NULL && !quirks_set (job, settings, error))
    return FALSE;
  set_asked (job, asked, paper);
  return TRUE;
}

static void
fill_signals (sigset_t *signals) {
  sigemptyset (signals);
  sigaddset (signals, SIGINT);
  sigaddset (signals, SIGTERM);
}

static gpointer
run_signals (gpointer data) {
  sigset_t signals;
  int received;

  fill_signals (&signals);
  sigwait (&signals, &received);
  g_cancellable_cancel (data);
  return NULL;
}

/* Control-C stops the scanner in order; the pages before are kept and told of. */
static GCancellable *
catch_signals (void) {
  GCancellable *cancellable = g_cancellable_new ();
  sigset_t signals;

  fill_signals (&signals);
  pthread_sigmask (SIG_BLOCK, &signals, NULL);
  g_thread_unref (g_thread_new ("signals", run_signals, g_object_ref (cancellable)));
  return cancellable;
}

static int
feed (const ScanJob *job, gboolean json) {
  g_autoptr (GCancellable) cancellable = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (Report) end = NULL;
  Printing printing = {.json = json};

  if (!durable_mkdir (job->folder, &error))
    return command_fail (error);
  cancellable = catch_signals ();
  if (!scanjob_run (job, cancellable, on_page, &printing, &end, &error)
      || !save_next (job->folder, end, &error))
    return command_fail (error);
  return finish (&printing, end);
}

static gboolean
parse (CommandOptions *options, Asked *asked, int *argc, char ***argv) {
  const GOptionEntry entries[]
      = {{"device", 0, 0, G_OPTION_ARG_STRING, &asked->device,
          "Scanner, as `motcua devices` names it", "D"},
         {"source", 0, 0, G_OPTION_ARG_STRING, &asked->source,
          "flatbed, adf, duplex, any or auto (the feeder if paper lies in it)", "S"},
         {"resolution", 0, 0, G_OPTION_ARG_INT, &asked->res_dpi, "Dots per inch", "DPI"},
         {"mode", 0, 0, G_OPTION_ARG_STRING, &asked->mode, "color, gray or lineart", "M"},
         {"page-size", 0, 0, G_OPTION_ARG_STRING, &asked->page_size,
          "a3, a4, a5, id-card or receipt", "SIZE"},
         {"area", 0, 0, G_OPTION_ARG_STRING, &asked->area,
          "Another part of the glass, in millimetres", "LEFT,TOP,WIDTH,HEIGHT"},
         {"back-side", 0, 0, G_OPTION_ARG_STRING, &asked->back_side,
          "How this scanner gives the backs: none, 180 or mirror", "TURN"},
         {"double-feed", 0, 0, G_OPTION_ARG_STRING, &asked->double_feed,
          "stop or off, where the scanner can tell", "ACTION"},
         {"paper", 0, 0, G_OPTION_ARG_STRING, &asked->paper,
          "Scan as the catalogue says for this type of paper", "TYPE"},
         {"first", 0, 0, G_OPTION_ARG_INT, &asked->first,
          "Number of the first page; default: after those in DIR", "N"},
         {"first-sheet", 0, 0, G_OPTION_ARG_INT, &asked->first_sheet,
          "Number of the first sheet", "N"},
         {"wait-button", 0, 0, G_OPTION_ARG_NONE, &asked->wait_button,
          "Begin when the button of the scanner is pressed", NULL},
         {"preview", 0, 0, G_OPTION_ARG_NONE, &asked->preview,
          "The same in a low resolution", NULL},
         {"out", 0, 0, G_OPTION_ARG_FILENAME, &asked->out, "Folder for the pages", "DIR"},
         G_OPTION_ENTRY_NULL};

  return command_parse ("", "Feeds pages into a folder, each durable before the next.",
                        entries, options, argc, argv);
}

static int
feed_asked (const Asked *asked, const Settings *settings, gboolean json) {
  g_autofree char *path = layout_data_dup ("config/procedures.json");
  g_autoptr (Catalogue) catalogue = NULL;
  g_autoptr (GError) error = NULL;
  const PaperType *paper = NULL;
  ScanJob job;

  if (asked->paper != NULL) {
    catalogue = catalogue_load (path, &error);
    if (catalogue == NULL)
      return command_fail (error);
    paper = catalogue_get_paper_type (catalogue, asked->paper);
    if (paper == NULL)
      return command_usage ("scan: the catalogue has no paper type \"%s\"", asked->paper);
  }
  if (!get_job (asked, settings, paper, &job, &error))
    return command_fail (error);
  if (job.device == NULL)
    return command_usage (
        "scan: name a scanner with --device; `motcua devices` lists them");
  if (paper != NULL && !profile_check (&job, paper, settings, &error))
    return command_usage ("scan: %s", error->message);
  if (asked->preview)
    job = scanjob_get_preview (&job);
  return feed (&job, json);
}

int
command_scan (int argc, char **argv) {
  g_auto (CommandOptions) options = {0};
  g_auto (Asked) asked = {.res_dpi = RES_UNSET};
  g_autoptr (Settings) settings = NULL;
  g_autoptr (GError) error = NULL;
  const char *mistake;

  if (!parse (&options, &asked, &argc, &argv))
    return COMMAND_USAGE;
  settings = settings_load (options.config, &error);
  if (settings == NULL)
    return command_fail (error);
  mistake = argc > 1 ? "scan: no operands" : find_mistake (&asked);
  if (mistake != NULL)
    return command_usage ("%s", mistake);
  return feed_asked (&asked, settings, options.json);
}
