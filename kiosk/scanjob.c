/* SPDX-License-Identifier: Apache-2.0 */

/* Watches one motcua-scan. The worker itself watches its driver and tells that it is alive
 * once a second; from here it is watched for the case that it no longer can. Its report is
 * read line by line, each with a deadline of its own however its bytes come; at the
 * deadline, or at a cancel that is not obeyed, the process is killed, with whatever its
 * driver has forked. Pages it has reported are safe by then, so killing loses at most the
 * page under the lamp. What the end line would have said is then worked out here. */

#include "kiosk/scanjob.h"

#include "config/fault.h"
#include "config/layout.h"
#include "config/limits.h"
#include "scan/guidance.h"

#include <gio/gunixinputstream.h>

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#define CANCEL_GRACE_MS 1700 /* of the 2 s in which a cancel is over */
#define VAULT_FD        3
#define DEATH_GRACE_MS  200
#define STALL_GRACE_MS  2000 /* for the worker to say itself that its driver hangs */
#define COLD_FACTOR     2    /* as the worker waits for the first line of a page */
#define PREVIEW_DPI     100  /* a card is still larger than the least page */
#define LIST_STALL_MS   15000
#define READ_BLOCK      4096

typedef enum {
  LINE_READ,
  LINE_END,
  LINE_STALLED,
  LINE_CANCELLED,
  LINE_WAITED, /* interrupted; wait again */
} LineOutcome;

/* Lines of a worker's standard output. */
typedef struct {
  int fd;
  gsize most_bytes; /* of a line */
  GString *pending;
} LineSource;

static gboolean
take_line (LineSource *source, char **line) {
  char *newline = memchr (source->pending->str, '\n', source->pending->len);

  if (newline == NULL)
    return FALSE;
  *line = g_strndup (source->pending->str, (gsize) (newline - source->pending->str));
  g_string_erase (source->pending, 0, newline - source->pending->str + 1);
  return TRUE;
}

/* Waits for bytes until @until_us; READ when there are some to be read. */
static LineOutcome
wait_for_bytes (const LineSource *source, gint64 until_us, const GPollFD *cancelled) {
  struct pollfd waiting[]
      = {{.fd = source->fd, .events = POLLIN}, {.fd = cancelled->fd, .events = POLLIN}};
  gint64 left_ms = (until_us - g_get_monotonic_time () + 999) / 1000;
  int ready;

  if (left_ms <= 0)
    return LINE_STALLED;
  ready = poll (waiting, G_N_ELEMENTS (waiting), (int) MIN (left_ms, G_MAXINT));
  if (ready == 0)
    return LINE_STALLED;
  if (ready < 0)
    return errno == EINTR ? LINE_WAITED : LINE_END;
  return waiting[1].revents != 0 ? LINE_CANCELLED : LINE_READ;
}

/* Adds what has come to the pending bytes; FALSE at the end, or when it is no report. */
static gboolean
read_bytes (LineSource *source) {
  char block[READ_BLOCK];
  gssize got = read (source->fd, block, sizeof block);

  if (got < 0 && errno == EINTR)
    return TRUE;
  if (got <= 0 || source->pending->len + (gsize) got > source->most_bytes)
    return FALSE;
  g_string_append_len (source->pending, block, got);
  return TRUE;
}

/* The next line, whole before @until_us; a worker that sends a part of one now and then has
 * stalled, too. */
static LineOutcome
read_line (LineSource *source, gint64 until_us, GCancellable *cancellable, char **line) {
  GPollFD cancelled = {.fd = -1};
  gboolean watching
      = cancellable != NULL && g_cancellable_make_pollfd (cancellable, &cancelled);
  LineOutcome outcome = LINE_READ;

  while (!take_line (source, line)) {
    outcome = wait_for_bytes (source, until_us, &cancelled);
    if (outcome == LINE_READ && !read_bytes (source))
      outcome = LINE_END;
    if (outcome != LINE_READ && outcome != LINE_WAITED)
      break;
    outcome = LINE_READ;
  }
  if (watching)
    g_cancellable_release_fd (cancellable);
  return outcome;
}

static gint64
get_deadline_us (guint after_ms) {
  return g_get_monotonic_time () + after_ms * 1000LL;
}

static void
add_option (GPtrArray *arguments, const char *option, const char *value) {
  if (value == NULL)
    return;
  g_ptr_array_add (arguments, g_strdup (option));
  g_ptr_array_add (arguments, g_strdup (value));
}

static void
add_number (GPtrArray *arguments, const char *option, guint value) {
  g_ptr_array_add (arguments, g_strdup (option));
  g_ptr_array_add (arguments, g_strdup_printf ("%u", value));
}

static GPtrArray *
list_arguments (const ScanJob *job) {
  GPtrArray *arguments = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (arguments, layout_program_dup ("motcua-scan"));
  g_ptr_array_add (arguments, g_strdup ("--progress"));
  if (job->wait_button)
    g_ptr_array_add (arguments, g_strdup ("--wait-button"));
  add_option (arguments, "--device", job->device);
  add_option (arguments, "--source", job->source);
  add_option (arguments, "--mode", job->mode);
  add_number (arguments, "--resolution", job->res_dpi);
  add_option (arguments, "--page-size", job->page_size);
  add_option (arguments, "--area", job->area);
  add_option (arguments, "--back-side", job->back_side);
  add_option (arguments, "--double-feed", job->double_feed);
  add_number (arguments, "--first", job->first);
  if (job->first_sheet > 0)
    add_number (arguments, "--first-sheet", job->first_sheet);
  add_number (arguments, "--stall", job->stall_ms);
  add_option (arguments, "--out", job->folder);
  if (job->vault != NULL)
    add_number (arguments, "--vault-fd", VAULT_FD);
  g_ptr_array_add (arguments, NULL);
  return arguments;
}

/* In the child, before it runs the worker: whatever its driver forks is killed with it. */
static void
leave_group (gpointer data G_GNUC_UNUSED) {
  setpgid (0, 0);
}

/* @vault_fd, taken, becomes VAULT_FD of the worker; -1: none. */
static GSubprocess *
spawn_worker (const char *const *arguments, int vault_fd, GError **error) {
  g_autoptr (GSubprocessLauncher) launcher
      = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GError) cause = NULL;
  GSubprocess *worker;

  g_subprocess_launcher_set_child_setup (launcher, leave_group, NULL, NULL);
  if (vault_fd >= 0)
    g_subprocess_launcher_take_fd (launcher, vault_fd, VAULT_FD);
  worker = g_subprocess_launcher_spawnv (launcher, arguments, &cause);
  if (worker == NULL)
    g_set_error (error, FAULT, FAULT_CONFIG, "cannot start %s: %s", arguments[0],
                 cause->message);
  return worker;
}

static pid_t
get_pid (GSubprocess *worker) {
  const char *name = g_subprocess_get_identifier (worker);

  return name != NULL ? (pid_t) g_ascii_strtoll (name, NULL, 10) : 0;
}

/* Whatever it still does, nobody waits for it: a process that hangs within the kernel dies
 * when that lets go of it, and is then reaped by GLib. */
static void
kill_worker (GSubprocess *worker, pid_t pid, LineSource *lines) {
  gint64 until_us = get_deadline_us (DEATH_GRACE_MS);
  g_autofree char *line = NULL;
  LineOutcome outcome;

  if (pid > 0)
    kill (-pid, SIGKILL);
  g_subprocess_force_exit (worker);
  do {
    g_clear_pointer (&line, g_free);
    outcome = read_line (lines, until_us, NULL, &line);
  } while (outcome == LINE_READ);
  g_string_free (lines->pending, TRUE);
  if (outcome == LINE_END)
    g_subprocess_wait (worker, NULL, NULL);
}

static LineSource
open_lines (GSubprocess *worker) {
  GInputStream *output = g_subprocess_get_stdout_pipe (worker);

  return (LineSource){.fd = g_unix_input_stream_get_fd (G_UNIX_INPUT_STREAM (output)),
                      .most_bytes = LIMIT_EVENT_BYTES,
                      .pending = g_string_new (NULL)};
}

typedef struct {
  const ScanJob *job;
  ScanJobFunc on_page;
  gpointer data;
  Tally tally;      /* of what was reported */
  gboolean is_warm; /* the scanner has sent a line */
  Report *end;      /* NULL until it is known */
} Feeding;

/* One line of the report; the end, when it is that. */
static gboolean
take_report (Feeding *feeding, const char *line, GError **error) {
  g_autoptr (Report) report = report_parse (line, error);

  if (report == NULL)
    return FALSE;
  switch (report->kind) {
  case REPORT_PAGE:
    feeding->is_warm = TRUE;
    if (!feeding->on_page (report->page, feeding->data, error))
      return FALSE;
    feeding->tally.pages++;
    return TRUE;
  case REPORT_PROGRESS:
    feeding->is_warm = feeding->is_warm || report->lines > 0;
    return TRUE;
  case REPORT_END:
    feeding->end = g_steal_pointer (&report);
    return TRUE;
  }
  g_assert_not_reached ();
}

/* The worker has a moment to end in order. With @is_kept the pages that it still tells of
 * count, as their sheets have gone through the scanner. */
static void
stop_worker (Feeding *feeding, GSubprocess *worker, LineSource *lines, gboolean is_kept) {
  gint64 until_us = get_deadline_us (CANCEL_GRACE_MS);
  gboolean more = TRUE;

  g_subprocess_send_signal (worker, SIGTERM);
  while (more && feeding->end == NULL) {
    g_autofree char *line = NULL;

    more = read_line (lines, until_us, NULL, &line) == LINE_READ;
    if (more && is_kept)
      more = take_report (feeding, line, NULL);
  }
}

/* The worker can no longer say @what went wrong. */
static void
end_failed (Feeding *feeding, const char *what) {
  g_autofree char *message = guidance_join_dup (what, &feeding->tally);

  feeding->end = report_new_end (REPORT_FAILED, &feeding->tally, message);
}

/* However far it came in that moment, it was cancelled. */
static void
end_cancelled (Feeding *feeding) {
  if (feeding->end == NULL)
    feeding->end = report_new_end (REPORT_CANCELLED, &feeding->tally, NULL);
  feeding->end->outcome = REPORT_CANCELLED;
}

static gint64
get_line_deadline_us (const Feeding *feeding) {
  guint stall_ms = feeding->job->stall_ms;

  return get_deadline_us (stall_ms * (feeding->is_warm ? 1 : COLD_FACTOR)
                          + STALL_GRACE_MS);
}

static gboolean
follow_worker (Feeding *feeding, GSubprocess *worker, LineSource *lines,
               GCancellable *cancellable, GError **error) {
  while (feeding->end == NULL) {
    g_autofree char *line = NULL;

    switch (read_line (lines, get_line_deadline_us (feeding), cancellable, &line)) {
    case LINE_READ:
      if (!take_report (feeding, line, error)) {
        stop_worker (feeding, worker, lines, FALSE);
        return FALSE;
      }
      break;
    case LINE_END:
    case LINE_WAITED:
      end_failed (feeding, "The scanner's driver stopped.");
      break;
    case LINE_STALLED:
      end_failed (feeding, "The scanner does not answer. Check its cable and power.");
      break;
    case LINE_CANCELLED:
      stop_worker (feeding, worker, lines, TRUE);
      end_cancelled (feeding);
      break;
    }
  }
  return TRUE;
}

/* Until the worker tells, a feeder that may give both sides is taken for one that does. */
static guint
get_sides (const char *source) {
  return g_str_equal (source, "flatbed") || g_str_equal (source, "adf") ? 1 : 2;
}

/* The worker is lent the dossier's vault and nothing else. */
static GSubprocess *
start_worker (const ScanJob *job, const GPtrArray *arguments, GError **error) {
  int vault_fd = -1;

  if (job->vault != NULL) {
    vault_fd = vault_lend (job->vault, error);
    if (vault_fd < 0)
      return NULL;
  }
  return spawn_worker ((const char *const *) arguments->pdata, vault_fd, error);
}

gboolean
scanjob_run (const ScanJob *job, GCancellable *cancellable, ScanJobFunc on_page,
             gpointer data, Report **end, GError **error) {
  g_autoptr (GPtrArray) arguments = list_arguments (job);
  g_autoptr (GSubprocess) worker = start_worker (job, arguments, error);
  Feeding feeding = {.job = job, .on_page = on_page, .data = data};
  LineSource lines;
  gboolean followed;
  pid_t pid;

  if (worker == NULL)
    return FALSE;
  pid = get_pid (worker);
  feeding.tally = tally_get_start (job->first, job->first_sheet, get_sides (job->source));
  lines = open_lines (worker);
  followed = follow_worker (&feeding, worker, &lines, cancellable, error);
  kill_worker (worker, pid, &lines);
  if (followed)
    *end = feeding.end;
  else
    g_clear_pointer (&feeding.end, report_free);
  return followed;
}

ScanJob
scanjob_get_usual (const Settings *settings) {
  return (ScanJob){.source = settings->scan_source,
                   .mode = settings->scan_mode,
                   .res_dpi = settings->scan_res_dpi,
                   .page_size = settings->scan_page_size,
                   .back_side = settings->scan_back_side,
                   .double_feed = settings->scan_double_feed,
                   .stall_ms = settings->scan_stall_ms};
}

ScanJob
scanjob_get_preview (const ScanJob *job) {
  ScanJob preview = *job;

  preview.res_dpi = MIN (job->res_dpi, PREVIEW_DPI);
  return preview;
}

static GPtrArray *
list_search (const char *drivers, const char *device) {
  GPtrArray *arguments = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) names = g_strsplit (drivers != NULL ? drivers : "", ",", -1);

  g_ptr_array_add (arguments, layout_program_dup ("motcua-scan"));
  g_ptr_array_add (arguments, g_strdup ("--list"));
  for (guint i = 0; names[i] != NULL; i++) {
    if (*g_strstrip (names[i]) != '\0')
      add_option (arguments, "--backend", names[i]);
  }
  add_option (arguments, "--device", device);
  g_ptr_array_add (arguments, NULL);
  return arguments;
}

char *
scanjob_list (const char *drivers, const char *device, GError **error) {
  g_autoptr (GPtrArray) arguments = list_search (drivers, device);
  g_autoptr (GSubprocess) worker
      = spawn_worker ((const char *const *) arguments->pdata, -1, error);
  g_autofree char *line = NULL;
  LineSource lines;
  LineOutcome outcome;
  pid_t pid;

  if (worker == NULL)
    return NULL;
  pid = get_pid (worker);
  lines = open_lines (worker);
  lines.most_bytes = LIMIT_ROSTER_BYTES;
  outcome = read_line (&lines, get_deadline_us (LIST_STALL_MS), NULL, &line);
  kill_worker (worker, pid, &lines);
  if (outcome != LINE_READ) {
    g_set_error (error, FAULT, FAULT_DEVICE, "the search for scanners did not end");
    return NULL;
  }
  return g_steal_pointer (&line);
}
