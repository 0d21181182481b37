/* SPDX-License-Identifier: Apache-2.0 */

/* Watches one motcua-scan. Its report is read line by line with a deadline between lines;
 * at the deadline, or at a cancel that is not obeyed, the process is killed. Pages it has
 * reported are safe by then, so killing loses at most the page under the lamp. */

#include "kiosk/scanjob.h"

#include "config/fault.h"
#include "config/layout.h"
#include "config/limits.h"

#include <gio/gunixinputstream.h>

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#define CANCEL_GRACE_MS 1500
#define LIST_STALL_MS   15000
#define READ_BLOCK      4096

typedef enum {
  LINE_READ,
  LINE_END,
  LINE_STALLED,
  LINE_CANCELLED,
} LineOutcome;

/* Lines of a worker's standard output. */
typedef struct {
  int fd;
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

static LineOutcome
read_line (LineSource *source, int timeout_ms, GCancellable *cancellable, char **line) {
  GPollFD cancelled = {.fd = -1};
  gboolean watching
      = cancellable != NULL && g_cancellable_make_pollfd (cancellable, &cancelled);
  LineOutcome outcome = LINE_READ;

  while (outcome == LINE_READ && !take_line (source, line)) {
    struct pollfd waiting[]
        = {{.fd = source->fd, .events = POLLIN}, {.fd = cancelled.fd, .events = POLLIN}};
    char block[READ_BLOCK];
    gssize got;
    int ready = poll (waiting, watching ? 2 : 1, timeout_ms);

    if (ready < 0 && errno == EINTR)
      continue;
    if (ready == 0)
      outcome = LINE_STALLED;
    else if (watching && waiting[1].revents != 0)
      outcome = LINE_CANCELLED;
    else if ((got = read (source->fd, block, sizeof block)) <= 0)
      outcome = LINE_END;
    else if (source->pending->len + (gsize) got > LIMIT_EVENT_BYTES)
      outcome = LINE_END;
    else
      g_string_append_len (source->pending, block, got);
  }
  if (watching)
    g_cancellable_release_fd (cancellable);
  return outcome;
}

static GSubprocess *
start_worker (const ScanJob *job, GError **error) {
  g_autofree char *program = layout_program_dup ("motcua-scan");
  g_autofree char *resolution = g_strdup_printf ("%u", job->res_dpi);
  g_autofree char *first = g_strdup_printf ("%u", job->first);
  g_autoptr (GError) cause = NULL;
  GSubprocess *worker = g_subprocess_new (
      G_SUBPROCESS_FLAGS_STDOUT_PIPE, &cause, program, "--device", job->device,
      "--source", job->source, "--mode", job->mode, "--resolution", resolution, "--first",
      first, "--out", job->folder, NULL);

  if (worker == NULL)
    g_set_error (error, FAULT, FAULT_CONFIG, "cannot start %s: %s", program,
                 cause->message);
  return worker;
}

static LineSource
open_lines (GSubprocess *worker) {
  GInputStream *output = g_subprocess_get_stdout_pipe (worker);

  return (LineSource){.fd = g_unix_input_stream_get_fd (G_UNIX_INPUT_STREAM (output)),
                      .pending = g_string_new (NULL)};
}

typedef struct {
  const ScanJob *job;
  ScanJobFunc on_page;
  gpointer data;
  ReportOutcome outcome;
  char *message;
} Feeding;

/* One line of the report; *@more is FALSE after the last. */
static gboolean
take_report (Feeding *feeding, const char *line, gboolean *more, GError **error) {
  g_autoptr (Report) report = report_parse (line, error);

  if (report == NULL)
    return FALSE;
  if (report->page != NULL)
    return feeding->on_page (report->page, feeding->data, error);
  *more = FALSE;
  feeding->outcome = report->outcome;
  if (*report->message != '\0')
    feeding->message = g_strdup (report->message);
  return TRUE;
}

/* The worker has a moment to end in order. With @is_kept the pages that it still tells of
 * count, as their sheets have gone through the scanner. */
static void
stop_worker (Feeding *feeding, GSubprocess *worker, LineSource *lines, gboolean is_kept) {
  gint64 until_us = g_get_monotonic_time () + CANCEL_GRACE_MS * 1000;
  gboolean more = TRUE;

  g_subprocess_send_signal (worker, SIGTERM);
  while (more && g_get_monotonic_time () < until_us) {
    g_autofree char *line = NULL;

    more = read_line (lines, CANCEL_GRACE_MS, NULL, &line) == LINE_READ;
    if (more && is_kept && !take_report (feeding, line, &more, NULL))
      return;
  }
}

static void
fail_feeding (Feeding *feeding, ReportOutcome outcome, const char *message) {
  feeding->outcome = outcome;
  g_free (feeding->message);
  feeding->message = g_strdup (message);
}

static gboolean
follow_worker (Feeding *feeding, GSubprocess *worker, LineSource *lines,
               GCancellable *cancellable, GError **error) {
  gboolean more = TRUE;

  while (more) {
    g_autofree char *line = NULL;

    switch (read_line (lines, (int) feeding->job->stall_ms, cancellable, &line)) {
    case LINE_READ:
      if (!take_report (feeding, line, &more, error)) {
        stop_worker (feeding, worker, lines, FALSE);
        return FALSE;
      }
      break;
    case LINE_END:
      fail_feeding (feeding, REPORT_FAILED,
                    "The scanner's driver stopped; pages so far are kept. Scan again.");
      more = FALSE;
      break;
    case LINE_STALLED:
      fail_feeding (feeding, REPORT_FAILED,
                    "The scanner does not answer; pages so far are kept. Check its cable "
                    "and power, then scan again.");
      more = FALSE;
      break;
    case LINE_CANCELLED:
      stop_worker (feeding, worker, lines, TRUE);
      fail_feeding (feeding, REPORT_CANCELLED, NULL);
      more = FALSE;
      break;
    }
  }
  return TRUE;
}

gboolean
scanjob_run (const ScanJob *job, GCancellable *cancellable, ScanJobFunc on_page,
             gpointer data, ReportOutcome *outcome, char **message, GError **error) {
  g_autoptr (GSubprocess) worker = start_worker (job, error);
  Feeding feeding = {.job = job, .on_page = on_page, .data = data};
  LineSource lines;
  gboolean followed;

  if (worker == NULL)
    return FALSE;
  lines = open_lines (worker);
  followed = follow_worker (&feeding, worker, &lines, cancellable, error);
  g_string_free (lines.pending, TRUE);
  g_subprocess_force_exit (worker); /* whatever it still does, nobody waits for it */
  g_subprocess_wait (worker, NULL, NULL);
  *outcome = feeding.outcome;
  *message = feeding.message;
  return followed;
}

char *
scanjob_list (const char *device, GError **error) {
  g_autofree char *program = layout_program_dup ("motcua-scan");
  const char *const usual[] = {program, "--list", NULL};
  const char *const more[] = {program, "--list",   "--backend", "airscan", "--backend",
                              "net",   "--device", device,      NULL};
  g_autoptr (GSubprocess) worker = g_subprocess_newv (
      device != NULL ? more : usual, G_SUBPROCESS_FLAGS_STDOUT_PIPE, error);
  g_autofree char *line = NULL;
  LineSource lines;
  LineOutcome outcome;

  if (worker == NULL)
    return NULL;
  lines = open_lines (worker);
  outcome = read_line (&lines, LIST_STALL_MS, NULL, &line);
  g_string_free (lines.pending, TRUE);
  g_subprocess_force_exit (worker);
  g_subprocess_wait (worker, NULL, NULL);
  if (outcome != LINE_READ) {
    g_set_error (error, FAULT, FAULT_DEVICE, "the search for scanners did not end");
    return NULL;
  }
  return g_steal_pointer (&line);
}
