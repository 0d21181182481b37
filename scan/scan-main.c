/* SPDX-License-Identifier: Apache-2.0 */

/* motcua-scan: one batch of pages from one scanner into one folder, reported line by line.
 * A filter that a person can run by hand; the kiosk runs it as a child that it may kill.
 *
 * Standard output belongs to the report alone. It is moved to a private descriptor and
 * descriptor 1 becomes standard error, so that a driver which prints cannot garble it.
 *
 * SIGTERM and SIGINT are taken by a thread of their own: it tells the scanner to stop, and
 * when the driver has not obeyed within LIMIT_CANCEL_MS it writes the end line itself and
 * leaves. Whoever writes first under the lock, exactly one end line is written, and no page
 * line after it.
 *
 * A driver may also hang when it is closed: many kill their reading thread at any
 * instruction, which then keeps locks of malloc or of the dynamic linker (seen in 14 of 200
 * faulty reads of SANE's own `test`). Closing therefore has a deadline too, and the process
 * ends by _exit, since exit would unload libraries. */

#include "scan/drivers.h"
#include "scan/feeder.h"
#include "scan/roster.h"

#include "config/durable.h"
#include "config/fault.h"
#include "config/limits.h"
#include "config/log.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <unistd.h>

#define EXIT_USAGE   2
#define RES_DPI      300
#define LOCK_POLL_US 20000
#define NO_ANSWER                                                                        \
  "The scan was cancelled; the scanner did not answer. Switch it off and on."

typedef struct {
  char **devices;
  char **drivers;
  char *source;
  char *mode;
  char *folder;
  int res_dpi;
  int first;
  gboolean is_list;
  gboolean is_version;
} Arguments;

typedef struct {
  GMutex report_lock; /* of the next three */
  int report_fd;
  guint pages;
  gboolean is_ended;

  GMutex scanner_lock; /* of the next three */
  Scanner *scanner;    /* while it may be cancelled */
  gboolean is_cancelled;
  gboolean is_closed;
  GCond closed;     /* told when is_closed becomes true */
  Scanner *closing; /* of the thread that closes it */
} Session;

static void
clear_arguments (Arguments *arguments) {
  g_strfreev (arguments->devices);
  g_strfreev (arguments->drivers);
  g_free (arguments->source);
  g_free (arguments->mode);
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
       "flatbed, adf or duplex; default: the feeder if there is one", "SOURCE"},
      {"resolution", 'r', 0, G_OPTION_ARG_INT, &arguments->res_dpi,
       "Dots per inch, default 300", "DPI"},
      {"mode", 'm', 0, G_OPTION_ARG_STRING, &arguments->mode,
       "color, gray or lineart; default color", "MODE"},
      {"out", 'o', 0, G_OPTION_ARG_FILENAME, &arguments->folder,
       "Folder for the pages; made when absent", "DIR"},
      {"first", 'f', 0, G_OPTION_ARG_INT, &arguments->first,
       "Number of the first page, default 1", "N"},
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

static gboolean
check_choice (const Arguments *arguments, ScannerChoice *choice) {
  g_autofree char *driver = NULL;
  g_autoptr (GError) error = NULL;

  if (arguments->devices == NULL || arguments->devices[1] != NULL)
    return refuse_usage ("name one scanner with --device");
  if (arguments->folder == NULL)
    return refuse_usage ("name a folder with --out");
  driver = drivers_parse_device (arguments->devices[0], &error);
  if (driver == NULL)
    return refuse_usage (error->message);
  choice->device = arguments->devices[0];
  choice->source = SOURCE_ANY;
  if (arguments->source != NULL
      && !choice_parse_source (arguments->source, &choice->source))
    return refuse_usage ("--source is flatbed, adf or duplex");
  if (arguments->mode != NULL && !choice_parse_mode (arguments->mode, &choice->mode))
    return refuse_usage ("--mode is color, gray or lineart");
  if (arguments->res_dpi < 1)
    return refuse_usage ("--resolution is a number of dots per inch");
  choice->res_dpi = (guint) arguments->res_dpi;
  if (arguments->first < 1 || arguments->first > (int) LIMIT_DOSSIER_PAGES)
    return refuse_usage ("--first is the number of a page");
  return TRUE;
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

/* Standard output from now on; drivers write to standard error instead. */
static int
claim_report (void) {
  int fd = fcntl (STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);

  fflush (stdout);
  dup2 (STDERR_FILENO, STDOUT_FILENO);
  return fd;
}

/* One line, whole or with a complaint. */
static gboolean
write_line (int fd, const char *text) {
  g_autofree char *line = g_strconcat (text, "\n", NULL);
  const char *rest = line;

  while (*rest != '\0') {
    gssize written = write (fd, rest, strlen (rest));

    if (written < 0 && errno == EINTR)
      continue;
    if (written < 0) {
      log_warning ("the report cannot be written: %s", g_strerror (errno));
      return FALSE;
    }
    rest += written;
  }
  return TRUE;
}

static void
cancel_scanner (Session *session) {
  g_mutex_lock (&session->scanner_lock);
  session->is_cancelled = TRUE;
  if (session->scanner != NULL)
    scanner_cancel (session->scanner);
  g_mutex_unlock (&session->scanner_lock);
}

/* Nobody listens any more: no further sheet is drawn in. */
static void
tell_page (const Page *page, gpointer data) {
  Session *session = data;
  g_autofree char *line = report_format_page (page);
  gboolean is_heard;

  g_mutex_lock (&session->report_lock);
  is_heard = session->is_ended || write_line (session->report_fd, line);
  session->pages++;
  g_mutex_unlock (&session->report_lock);
  if (!is_heard)
    cancel_scanner (session);
}

static void
tell_end (Session *session, ReportOutcome outcome, const char *message) {
  g_autofree char *line = NULL;

  g_mutex_lock (&session->report_lock);
  line = report_format_end (outcome, session->pages, message);
  if (!session->is_ended)
    (void) write_line (session->report_fd, line);
  session->is_ended = TRUE;
  g_mutex_unlock (&session->report_lock);
}

static gpointer
run_cancel (gpointer data) {
  cancel_scanner (data);
  return NULL;
}

static void
fill_signals (sigset_t *signals) {
  sigemptyset (signals);
  sigaddset (signals, SIGTERM);
  sigaddset (signals, SIGINT);
}

/* The driver may hang within its own cancel, so that runs in yet another thread. */
static gpointer
run_watch (gpointer data) {
  Session *session = data;
  sigset_t signals;
  int received;

  fill_signals (&signals);
  sigwait (&signals, &received);
  g_thread_unref (g_thread_new ("cancel", run_cancel, session));
  g_usleep (LIMIT_CANCEL_MS * 1000);
  tell_end (session, REPORT_CANCELLED, NO_ANSWER);
  _exit (EXIT_FAILURE);
}

/* Takes @scanner; a cancel that came while it was being opened reaches it here. */
static void
set_scanner (Session *session, Scanner *scanner) {
  g_mutex_lock (&session->scanner_lock);
  session->scanner = scanner;
  if (session->is_cancelled)
    scanner_cancel (scanner);
  g_mutex_unlock (&session->scanner_lock);
}

static gpointer
run_close (gpointer data) {
  Session *session = data;

  scanner_close (g_steal_pointer (&session->closing));
  g_mutex_lock (&session->scanner_lock);
  session->is_closed = TRUE;
  g_cond_signal (&session->closed);
  g_mutex_unlock (&session->scanner_lock);
  return NULL;
}

/* Gives the driver a moment to close the scanner. */
static void
close_scanner (Session *session) {
  gint64 deadline_us = g_get_monotonic_time () + LIMIT_CANCEL_MS * 1000;
  gboolean is_waiting = TRUE;

  g_mutex_lock (&session->scanner_lock);
  session->closing = g_steal_pointer (&session->scanner);
  g_thread_unref (g_thread_new ("close", run_close, session));
  while (!session->is_closed && is_waiting)
    is_waiting
        = g_cond_wait_until (&session->closed, &session->scanner_lock, deadline_us);
  if (!session->is_closed)
    log_warning ("the driver hangs while it closes the scanner");
  g_mutex_unlock (&session->scanner_lock);
}

/* One feeding at a time writes into a folder: when a station was killed and starts again,
 * the scan it had started may still be at its last page. The claim ends with the process. */
static gboolean
claim_folder (const char *folder, GError **error) {
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  gint64 until_us = g_get_monotonic_time () + LIMIT_FOLDER_WAIT_MS * 1000;

  if (fd < 0)
    return fault_set_errno (error, FAULT_STORAGE, "cannot open the folder %s", folder);
  while (flock (fd, LOCK_EX | LOCK_NB) != 0) {
    if (g_get_monotonic_time () > until_us) {
      close (fd);
      g_set_error (error, FAULT, FAULT_TEMPORARY,
                   "Another scan is still writing into this folder. Try again in a "
                   "moment.");
      return FALSE;
    }
    g_usleep (LOCK_POLL_US);
  }
  return TRUE;
}

/* The scanner is given back before the end is told, so that whoever reads it may begin the
 * next batch at once. */
static ReportOutcome
run_batch (Session *session, const ScannerChoice *choice, const char *folder,
           guint first) {
  FeederJob job = {.folder = folder, .first = first, .tell = tell_page, .data = session};
  ReportOutcome outcome = REPORT_FAILED;
  g_autofree char *message = NULL;
  g_autoptr (GError) error = NULL;

  if (durable_mkdir (folder, &error) && claim_folder (folder, &error))
    job.scanner = scanner_open (choice, &error);
  if (job.scanner != NULL) {
    set_scanner (session, job.scanner);
    outcome = feeder_run (&job, &message);
    close_scanner (session);
  }
  tell_end (session, outcome, error != NULL ? error->message : message);
  return outcome;
}

G_NORETURN static void
run_scan (const Arguments *arguments, const ScannerChoice *choice) {
  Session session = {.report_fd = claim_report ()};
  const struct rlimit no_core = {0, 0};
  sigset_t signals;
  ReportOutcome outcome;

  g_mutex_init (&session.report_lock);
  g_mutex_init (&session.scanner_lock);
  setrlimit (RLIMIT_CORE, &no_core); /* a core would hold a page */
  signal (SIGPIPE, SIG_IGN);
  fill_signals (&signals);
  sigprocmask (SIG_BLOCK, &signals, NULL);
  g_thread_unref (g_thread_new ("watch", run_watch, &session));
  outcome = run_batch (&session, choice, arguments->folder, (guint) arguments->first);
  _exit (outcome == REPORT_DONE || outcome == REPORT_EMPTY ? EXIT_SUCCESS : EXIT_FAILURE);
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
  report_fd = claim_report ();
  roster = roster_find (drivers, devices != NULL ? devices : none);
  return write_line (report_fd, roster) ? EXIT_SUCCESS : EXIT_FAILURE;
}

int
main (int count, char **values) {
  g_auto (Arguments) arguments = {.res_dpi = RES_DPI, .first = 1};
  ScannerChoice choice = {.mode = MODE_COLOR};

  log_init ("motcua-scan");
  if (!parse_arguments (&count, &values, &arguments))
    return EXIT_USAGE;
  if (arguments.is_version) {
    printf ("motcua-scan %s\n", MOTCUA_VERSION);
    return EXIT_SUCCESS;
  }
  if (arguments.is_list)
    return run_list (&arguments);
  if (!check_choice (&arguments, &choice))
    return EXIT_USAGE;
  run_scan (&arguments, &choice);
}
