/* SPDX-License-Identifier: Apache-2.0 */

/* A batch that always ends. Four threads: one calls the driver; one takes SIGTERM and SIGINT
 * and watches the driver's pulse; two stand by, one to tell the driver to stop, one to close
 * the scanner, since a driver may hang within either.
 *
 *   signal ----> cancel the driver; when it has not obeyed within LIMIT_CANCEL_MS, write
 *                the end line and leave
 *   silence ---> at the deadline of scan/pulse.h the same, but a moment later: a driver that
 *                hangs is told to stop and not waited for
 *
 * Whoever writes first under the lock, exactly one end line is written, and no page line
 * after it. Leaving is _exit, so the driver's threads go with the process and the kernel
 * gives the device back: the next process can open it.
 *
 * A driver may also hang when it is closed: many kill their reading thread at any
 * instruction, which then keeps locks of malloc or of the dynamic linker (seen in 14 of 200
 * faulty reads of SANE's own `test`). Closing therefore has a deadline too, no thread is
 * made after the driver has been called, since that takes the linker's lock, and the process
 * ends by _exit, since exit would unload libraries. */

#include "scan/session.h"

#include "scan/guidance.h"

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
#include <time.h>
#include <unistd.h>

#define LOCK_POLL_US 20000
#define TICK_MS      100
#define PROGRESS_MS  1000
#define LAST_WORD_US 300000
#define NO_ANSWER                                                                        \
  "The scan was cancelled; the scanner did not answer. Switch it off and on."

typedef struct Session Session;

/* A thread that waits for its one errand. */
typedef struct {
  Session *session;
  void (*run) (Session *session);
  GMutex lock;
  GCond called;
  gboolean is_called;
} Standby;

struct Session {
  const SessionJob *job;
  Pulse pulse;
  Standby canceller, closer;

  GMutex report_lock; /* of the next three */
  int report_fd;
  Tally tally; /* of what was told */
  gboolean is_ended;

  GMutex scanner_lock; /* of the next three */
  Scanner *scanner;    /* while it may be cancelled */
  gboolean is_cancelled;
  gboolean is_closed;
  GCond closed;     /* told when is_closed becomes true */
  Scanner *closing; /* of the thread that closes it */
};

static gpointer
stand_by (gpointer data) {
  Standby *standby = data;

  g_mutex_lock (&standby->lock);
  while (!standby->is_called)
    g_cond_wait (&standby->called, &standby->lock);
  g_mutex_unlock (&standby->lock);
  standby->run (standby->session);
  return NULL;
}

static void
start_standby (Standby *standby, const char *name, Session *session,
               void (*run) (Session *session)) {
  standby->session = session;
  standby->run = run;
  g_mutex_init (&standby->lock);
  g_cond_init (&standby->called);
  g_thread_unref (g_thread_new (name, stand_by, standby));
}

static void
call_standby (Standby *standby) {
  g_mutex_lock (&standby->lock);
  standby->is_called = TRUE;
  g_cond_signal (&standby->called);
  g_mutex_unlock (&standby->lock);
}

int
session_claim_report (void) {
  int fd = fcntl (STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);

  fflush (stdout);
  dup2 (STDERR_FILENO, STDOUT_FILENO);
  return fd;
}

gboolean
session_write_line (int fd, const char *text) {
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
  is_heard = session->is_ended || session_write_line (session->report_fd, line);
  session->tally.pages += !session->is_ended;
  g_mutex_unlock (&session->report_lock);
  if (!is_heard)
    cancel_scanner (session);
}

static void
tell_progress (Session *session) {
  g_autofree char *line = report_format_progress (pulse_get_lines (&session->pulse));

  g_mutex_lock (&session->report_lock);
  if (!session->is_ended)
    (void) session_write_line (session->report_fd, line);
  g_mutex_unlock (&session->report_lock);
}

/* Under the report lock. */
static void
tell_end (Session *session, const Report *end) {
  g_autofree char *line = report_format_end (end);

  if (!session->is_ended)
    (void) session_write_line (session->report_fd, line);
  session->is_ended = TRUE;
}

/* The end as far as it is known to a thread that does not wait for the driver. */
static void
tell_own_end (Session *session, ReportOutcome outcome, const char *message) {
  g_autoptr (Report) end = NULL;

  g_mutex_lock (&session->report_lock);
  end = report_new_end (outcome, &session->tally, message);
  tell_end (session, end);
  g_mutex_unlock (&session->report_lock);
}

static void
fill_signals (sigset_t *signals) {
  sigemptyset (signals);
  sigaddset (signals, SIGTERM);
  sigaddset (signals, SIGINT);
}

G_NORETURN static void
obey_signal (Session *session) {
  call_standby (&session->canceller);
  g_usleep (LIMIT_CANCEL_MS * 1000);
  tell_own_end (session, REPORT_CANCELLED, NO_ANSWER);
  _exit (EXIT_FAILURE);
}

/* Some drivers can still tell their scanner to stop while another of their calls hangs, which
 * then is ready sooner; they get a moment for it. Nobody else writes meanwhile. */
G_NORETURN static void
give_up (Session *session, gint64 silent_ms) {
  g_autofree char *what = g_strdup_printf (
      "The scanner did not answer for %u seconds. Check its cable and power.",
      (guint) (silent_ms / 1000));
  g_autofree char *message = NULL;
  g_autoptr (Report) end = NULL;

  log_warning ("the driver is silent for %" G_GINT64_FORMAT " ms and is given up",
               silent_ms);
  g_mutex_lock (&session->report_lock);
  message = guidance_join_dup (what, &session->tally);
  end = report_new_end (REPORT_FAILED, &session->tally, message);
  call_standby (&session->canceller);
  g_usleep (LAST_WORD_US);
  tell_end (session, end);
  _exit (EXIT_FAILURE);
}

/* What the watch has seen of the pulse. */
typedef struct {
  guint beats;
  gint64 beaten_us; /* when it last beat, or nobody waited */
  gint64 told_us;
} Watch;

static void
look_at_pulse (Session *session, Watch *watch) {
  const Pulse *pulse = &session->pulse;
  guint beats = pulse_get_beats (pulse);
  gint64 now_us = g_get_monotonic_time ();
  gint64 silent_us;

  if (beats != watch->beats || !pulse_is_awaited (pulse))
    watch->beaten_us = now_us;
  watch->beats = beats;
  silent_us = now_us - watch->beaten_us;
  if (silent_us > pulse_get_limit_ms (pulse) * 1000LL)
    give_up (session, silent_us / 1000);
  if (session->job->is_telling && silent_us == 0
      && now_us - watch->told_us >= PROGRESS_MS * 1000) {
    tell_progress (session);
    watch->told_us = now_us;
  }
}

/* The thread that takes signals and looks at the pulse. */
static gpointer
run_watch (gpointer data) {
  Session *session = data;
  const struct timespec tick = {0, TICK_MS * 1000000};
  Watch watch = {.beaten_us = g_get_monotonic_time ()};
  sigset_t signals;

  fill_signals (&signals);
  watch.told_us = watch.beaten_us;
  while (sigtimedwait (&signals, NULL, &tick) < 0)
    look_at_pulse (session, &watch);
  obey_signal (session);
}

/* Takes @scanner; a cancel that came while it was being opened reaches it here. */
static void
set_scanner (Session *session, Scanner *scanner) {
  g_mutex_lock (&session->report_lock);
  session->tally.sides = scanner_get_source (scanner) == SOURCE_DUPLEX ? 2 : 1;
  g_mutex_unlock (&session->report_lock);
  g_mutex_lock (&session->scanner_lock);
  session->scanner = scanner;
  if (session->is_cancelled)
    scanner_cancel (scanner);
  g_mutex_unlock (&session->scanner_lock);
}

static void
close_closing (Session *session) {
  scanner_close (g_steal_pointer (&session->closing));
  g_mutex_lock (&session->scanner_lock);
  session->is_closed = TRUE;
  g_cond_signal (&session->closed);
  g_mutex_unlock (&session->scanner_lock);
}

/* Gives the driver a moment to close the scanner. */
static void
close_scanner (Session *session) {
  gint64 deadline_us = g_get_monotonic_time () + LIMIT_CANCEL_MS * 1000;
  gboolean is_waiting = TRUE;

  g_mutex_lock (&session->scanner_lock);
  session->closing = g_steal_pointer (&session->scanner);
  call_standby (&session->closer);
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

/* The end of a batch of which no sheet was asked for. */
static Report *
end_unopened (const Session *session, const GError *error) {
  Report *end = report_new_end (session->is_cancelled ? REPORT_CANCELLED : REPORT_FAILED,
                                &session->tally, error->message);

  if (g_error_matches (error, FAULT, FAULT_IMAGE))
    end->offer_dpi
        = extent_offer_dpi (&session->job->choice.extent, session->job->choice.res_dpi);
  return end;
}

/* The button has no deadline: only a cancel, or a driver that hangs, ends the wait. */
static Report *
wait_and_feed (const Session *session, const FeederJob *feeding) {
  g_autoptr (GError) error = NULL;

  switch (scanner_wait_button (feeding->scanner, &error)) {
  case SCANNER_READY:
    return feeder_run (feeding);
  case SCANNER_FAULT:
    return report_new_end (REPORT_FAILED, &session->tally, error->message);
  case SCANNER_CANCELLED:
  case SCANNER_PAGE_END:
  case SCANNER_NO_PAPER:
  case SCANNER_JAM:
  case SCANNER_COVER:
  case SCANNER_DOUBLE_FEED:
    break;
  }
  return report_new_end (REPORT_CANCELLED, &session->tally,
                         "The wait for the scanner's button was ended.");
}

/* The scanner is given back before the end is told, so that whoever reads it may begin the
 * next batch at once. */
static Report *
run_batch (Session *session) {
  const SessionJob *job = session->job;
  FeederJob feeding = {.folder = job->folder,
                       .vault = job->vault,
                       .first = job->first,
                       .first_sheet = job->first_sheet,
                       .back_turn = job->back_turn,
                       .tell = tell_page,
                       .data = session};
  g_autoptr (GError) error = NULL;
  Report *end;

  if (durable_mkdir (job->folder, &error) && claim_folder (job->folder, &error))
    feeding.scanner = scanner_open (&job->choice, &session->pulse, &error);
  if (feeding.scanner == NULL)
    return end_unopened (session, error);
  set_scanner (session, feeding.scanner);
  if (job->is_waiting)
    end = wait_and_feed (session, &feeding);
  else
    end = feeder_run (&feeding);
  end->notices = scanner_dup_notices (feeding.scanner);
  close_scanner (session);
  return end;
}

void
session_run (const SessionJob *job, int report_fd) {
  Session session = {.job = job,
                     .report_fd = report_fd,
                     .pulse = {.stall_ms = job->stall_ms},
                     .tally = tally_get_start (job->first, job->first_sheet, 1)};
  g_autoptr (Report) end = NULL;
  sigset_t signals;

  g_mutex_init (&session.report_lock);
  g_mutex_init (&session.scanner_lock);
  signal (SIGPIPE, SIG_IGN);
  fill_signals (&signals);
  sigprocmask (SIG_BLOCK, &signals, NULL);
  start_standby (&session.canceller, "cancel", &session, cancel_scanner);
  start_standby (&session.closer, "close", &session, close_closing);
  g_thread_unref (g_thread_new ("watch", run_watch, &session));
  end = run_batch (&session);
  g_mutex_lock (&session.report_lock);
  tell_end (&session, end);
  g_mutex_unlock (&session.report_lock);
  _exit (report_is_whole (end) ? EXIT_SUCCESS : EXIT_FAILURE);
}
