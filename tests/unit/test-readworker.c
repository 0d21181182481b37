/* SPDX-License-Identifier: Apache-2.0 */

/* motcua-read as its parent meets it: the real program behind a real socket, with good
 * pages, bad pages, and with everything that can happen to a process. */

#define _GNU_SOURCE /* prlimit */

#include "ocr/answer.h"

#include "config/fault.h"
#include "config/layout.h"
#include "config/limits.h"
#include "config/wire.h"

#include <gio/gio.h>
#include <leptonica/allheaders.h>

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#define DEADLINE_MS 60000
#define WIDTH       1240
#define HEIGHT      1754

typedef struct {
  GSubprocess *process;
  int socket_fd;
} Worker;

static Worker
start_worker (void) {
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (0);
  g_autofree char *program = layout_program_dup ("motcua-read");
  g_autoptr (GError) error = NULL;
  Worker worker;
  int ends[2];

  g_assert_no_errno (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends));
  g_subprocess_launcher_take_stdin_fd (launcher, ends[1]);
  worker.socket_fd = ends[0];
  worker.process
      = g_subprocess_launcher_spawn (launcher, &error, program, "--serve", NULL);
  g_assert_no_error (error);
  return worker;
}

static pid_t
get_pid (const Worker *worker) {
  return (pid_t) g_ascii_strtoll (g_subprocess_get_identifier (worker->process), NULL,
                                  10);
}

static void
end_worker (Worker *worker) {
  close (worker->socket_fd);
  g_subprocess_force_exit (worker->process);
  g_assert_true (g_subprocess_wait (worker->process, NULL, NULL));
  g_clear_object (&worker->process);
}

static Image *
draw_page (int lines) {
  Image *page = pixCreate (WIDTH, HEIGHT, 8);
  L_BMF *font = bmfCreate (NULL, 8);

  pixSetBlackOrWhite (page, L_SET_WHITE);
  pixSetResolution (page, 150, 150);
  for (int i = 0; i < lines; i++)
    pixSetTextline (page, font, "The quick brown fox 0123456789", 0, 120, 150 + 60 * i,
                    NULL, NULL);
  bmfDestroy (&font);
  return page;
}

/* A file without a name that holds @bytes, positioned at its end as after writing. */
static int
open_bytes (const void *bytes, gsize size) {
  g_autofree char *path = NULL;
  int fd = g_file_open_tmp ("motcua-XXXXXX", &path, NULL);

  g_assert_cmpint (fd, >=, 0);
  unlink (path);
  g_assert_cmpint (write (fd, bytes, size), ==, (gssize) size);
  return fd;
}

static int
open_image (Image *page) {
  l_uint8 *bytes = NULL;
  size_t size = 0;
  int fd;

  g_assert_cmpint (pixWriteMem (&bytes, &size, page, IFF_PNG), ==, 0);
  fd = open_bytes (bytes, size);
  lept_free (bytes);
  return fd;
}

static int
open_page (int lines) {
  g_autoptr (Image) page = draw_page (lines);

  return open_image (page);
}

/* A page that does not fit into what smaller ones have left behind. */
static int
open_large_page (void) {
  g_autoptr (Image) page = draw_page (4);
  g_autoptr (Image) large = pixExpandReplicate (page, 4);

  pixSetResolution (large, 600, 600);
  return open_image (large);
}

static Answer *
ask (const Worker *worker, int page_fd, guint preview_px, GError **error) {
  AnswerOptions options = {.preview_px = preview_px, .recognise = TRUE};

  if (!answer_request (worker->socket_fd, page_fd, &options, error))
    return NULL;
  return answer_receive (worker->socket_fd, DEADLINE_MS, error);
}

static void
check_reads_page (const Worker *worker) {
  int page_fd = open_page (4);
  g_autoptr (GError) error = NULL;
  g_autoptr (Answer) answer = ask (worker, page_fd, 300, &error);
  const guint32 *header;

  g_assert_no_error (error);
  g_assert_false (answer->reading->blank);
  g_assert_cmpuint (answer->reading->words->words->len, >=, 15);
  g_assert_cmpuint (answer->image->res_dpi, ==, 150);
  g_assert_cmpuint (answer->image->layers->len, >=, 1);
  g_assert_nonnull (answer->preview);
  header = g_bytes_get_data (answer->preview, NULL);
  g_assert_cmpuint (MAX (header[0], header[1]), <=, 300);
  close (page_fd);
}

static void
test_reads_pages (void) {
  Worker worker = start_worker ();

  check_reads_page (&worker);
  check_reads_page (&worker);
  end_worker (&worker);
}

static void
test_blank_page (void) {
  Worker worker = start_worker ();
  int page_fd = open_page (0);
  g_autoptr (GError) error = NULL;
  g_autoptr (Answer) answer = ask (&worker, page_fd, 0, &error);

  g_assert_no_error (error);
  g_assert_true (answer->reading->blank);
  g_assert_cmpuint (answer->reading->recognise_ms, ==, 0);
  g_assert_null (answer->preview);
  close (page_fd);
  end_worker (&worker);
}

static void
test_without_recognition (void) {
  Worker worker = start_worker ();
  AnswerOptions options = {.preview_px = 0, .recognise = FALSE};
  int page_fd = open_page (4);
  g_autoptr (GError) error = NULL;
  g_autoptr (Answer) answer = NULL;

  g_assert_true (answer_request (worker.socket_fd, page_fd, &options, &error));
  answer = answer_receive (worker.socket_fd, DEADLINE_MS, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (answer->reading->words->words->len, ==, 0);
  close (page_fd);
  end_worker (&worker);
}

static void
check_bad_page (const Worker *worker, const void *bytes, gsize size) {
  int page_fd = open_bytes (bytes, size);
  g_autoptr (GError) error = NULL;

  g_assert_null (ask (worker, page_fd, 0, &error));
  g_assert_error (error, FAULT, FAULT_IMAGE);
  close (page_fd);
}

/* A bad page is a fault of that page; the reader goes on. */
static void
test_bad_pages (void) {
  static const guint8 BOMB[]
      = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\xff\xff\0\0\xff\xff\x08\2\0\0\0AAAA";
  Worker worker = start_worker ();

  check_bad_page (&worker, "", 0);
  check_bad_page (&worker, "not an image", 12);
  check_bad_page (&worker, "%PDF-1.7\n", 9);
  check_bad_page (&worker, BOMB, sizeof BOMB);
  check_reads_page (&worker);
  end_worker (&worker);
}

/* A folder and a file that never ends are no pages either. */
static void
test_bad_descriptors (void) {
  Worker worker = start_worker ();
  int folder_fd = open ("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  int zero_fd = open ("/dev/zero", O_RDONLY | O_CLOEXEC);
  g_autoptr (GError) error = NULL;

  g_assert_null (ask (&worker, folder_fd, 0, &error));
  g_assert_error (error, FAULT, FAULT_IMAGE);
  g_clear_error (&error);
  g_assert_null (ask (&worker, zero_fd, 0, &error));
  g_assert_error (error, FAULT, FAULT_IMAGE);
  close (folder_fd);
  close (zero_fd);
  end_worker (&worker);
}

static void
check_gone (const Worker *worker, const GError *error) {
  g_assert_error (error, FAULT, FAULT_PROTOCOL);
  g_assert_true (g_subprocess_wait (worker->process, NULL, NULL));
}

static void
test_crash (void) {
  Worker worker = start_worker ();
  AnswerOptions options = {.preview_px = 0, .recognise = TRUE};
  int page_fd = open_page (20);
  g_autoptr (GError) error = NULL;

  g_assert_true (answer_request (worker.socket_fd, page_fd, &options, &error));
  kill (get_pid (&worker), SIGSEGV);
  g_assert_null (answer_receive (worker.socket_fd, DEADLINE_MS, &error));
  check_gone (&worker, error);
  close (page_fd);
  end_worker (&worker);
}

static void
test_hang (void) {
  Worker worker = start_worker ();
  AnswerOptions options = {.preview_px = 0, .recognise = TRUE};
  int page_fd = open_page (4);
  g_autoptr (GError) error = NULL;

  check_reads_page (&worker);
  kill (get_pid (&worker), SIGSTOP);
  g_assert_true (answer_request (worker.socket_fd, page_fd, &options, &error));
  g_assert_null (answer_receive (worker.socket_fd, 200, &error));
  g_assert_error (error, FAULT, FAULT_TEMPORARY);
  close (page_fd);
  end_worker (&worker);
}

/* A page that wants more memory than there is ends its reader, or is kept without text. */
static void
test_memory (void) {
  struct rlimit small = {.rlim_cur = 1 << 20, .rlim_max = 1 << 20};
  Worker worker = start_worker ();
  int page_fd = open_large_page ();
  g_autoptr (GError) error = NULL;

#ifdef __SANITIZE_ADDRESS__
  g_test_skip ("sanitizers need address space without a limit");
#else
  check_reads_page (&worker);
  g_assert_no_errno (prlimit (get_pid (&worker), RLIMIT_AS, &small, NULL));
  g_assert_null (ask (&worker, page_fd, 2000, &error));
  g_assert_true (g_error_matches (error, FAULT, FAULT_PROTOCOL)
                 || g_error_matches (error, FAULT, FAULT_IMAGE));
#endif
  (void) small;
  close (page_fd);
  end_worker (&worker);
}

/* The reader does not believe its asker either. */
static void
test_wrong_asker (void) {
  Worker worker = start_worker ();
  g_autoptr (GError) error = NULL;

  g_assert_true (wire_send (worker.socket_fd, WIRE_PAGE, "{}", 2, -1, &error));
  g_assert_null (answer_receive (worker.socket_fd, DEADLINE_MS, &error));
  check_gone (&worker, error);
  g_assert_cmpint (g_subprocess_get_exit_status (worker.process), ==, 1);
  end_worker (&worker);
}

static void
test_orderly_end (void) {
  Worker worker = start_worker ();

  shutdown (worker.socket_fd, SHUT_WR);
  g_assert_true (g_subprocess_wait (worker.process, NULL, NULL));
  g_assert_true (g_subprocess_get_if_exited (worker.process));
  g_assert_cmpint (g_subprocess_get_exit_status (worker.process), ==, 0);
  end_worker (&worker);
}

static void
test_lifetime (void) {
  Worker worker = start_worker ();
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < LIMIT_READ_PAGES; i++)
    check_bad_page (&worker, "not an image", 12);
  g_assert_true (g_subprocess_wait (worker.process, NULL, NULL));
  g_assert_cmpint (g_subprocess_get_exit_status (worker.process), ==, 0);
  end_worker (&worker);
}

/* --- as a filter, by hand --- */

typedef struct {
  int status;
  char *output;
} Run;

/* In an empty environment, so that the program has to set its own. */
static Run
run_program (const char *const *argv, int page_fd) {
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
      G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_auto (GStrv) nothing = g_new0 (char *, 1);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  Run run = {0};

  lseek (page_fd, 0, SEEK_SET);
  g_subprocess_launcher_set_environ (launcher, nothing);
  g_subprocess_launcher_take_stdin_fd (launcher, page_fd);
  process = g_subprocess_launcher_spawnv (launcher, argv, &error);
  g_assert_no_error (error);
  g_assert_true (
      g_subprocess_communicate_utf8 (process, NULL, NULL, &run.output, NULL, &error));
  g_assert_no_error (error);
  run.status = g_subprocess_get_if_exited (process)
                   ? g_subprocess_get_exit_status (process)
                   : -1;
  return run;
}

static Run
run_filter (int page_fd, const char *argument) {
  g_autofree char *program = layout_program_dup ("motcua-read");
  const char *argv[] = {program, argument, NULL};

  return run_program (argv, page_fd);
}

static void
test_filter (void) {
  Run run = run_filter (open_page (4), NULL);
  g_autofree char *output = run.output;
  g_autoptr (GError) error = NULL;
  g_autoptr (Reading) reading = NULL;

  g_assert_cmpint (run.status, ==, 0);
  reading = reading_parse (output, strlen (output), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (reading->words->words->len, >=, 15);
}

static void
test_filter_bad_page (void) {
  Run run = run_filter (open_bytes ("not an image", 12), NULL);

  g_assert_cmpint (run.status, ==, 1);
  g_assert_cmpstr (run.output, ==, "");
  g_free (run.output);
}

static void
test_filter_usage (void) {
  Run run = run_filter (open_bytes ("", 0), "--help-me");

  g_assert_cmpint (run.status, ==, 2);
  g_free (run.output);
}

/* --- what the kernel sees --- */

/* The part of a trace from the moment when the sandbox has closed. */
static const char *
find_shut (const char *trace) {
  const char *last = g_strrstr (trace, "SECCOMP_SET_MODE_FILTER");

  g_assert_nonnull (last);
  return strchr (last, '\n');
}

static guint
count_lines (const char *text, const char *with) {
  guint count = 0;

  for (const char *at = strstr (text, with); at != NULL; at = strstr (at + 1, with))
    count++;
  return count;
}

static void
check_trace (const char *strace, int page_fd) {
  static const char *const FORBIDDEN[] = {"open",   "socket", "connect", "clone", "fork",
                                          "execve", "ptrace", "kill",    "unlink"};
  g_autofree char *program = layout_program_dup ("motcua-read");
  g_autofree char *path = NULL, *trace = NULL;
  int trace_fd = g_file_open_tmp ("motcua-XXXXXX", &path, NULL);
  const char *argv[] = {strace, "-f", "-o", path, "--", program, NULL};
  Run run = run_program (argv, page_fd);
  g_autofree char *output = run.output;

  close (trace_fd);
  if (run.status == 0) {
    g_assert_true (g_file_get_contents (path, &trace, NULL, NULL));
    for (gsize i = 0; i < G_N_ELEMENTS (FORBIDDEN); i++)
      g_assert_null (strstr (find_shut (trace), FORBIDDEN[i]));
    g_assert_cmpuint (count_lines (find_shut (trace), "futex("), <, 100);
  } else {
    g_test_skip ("strace cannot be used here");
  }
  unlink (path);
}

/* Nothing is opened, started or connected between the first byte of a page and the end,
 * neither on a page of text nor on one where nothing is found. Few calls for waking
 * threads show that OpenMP's teams of one are not at work. */
static void
test_trace (void) {
  g_autofree char *strace = g_find_program_in_path ("strace");

#ifdef __SANITIZE_ADDRESS__
  g_clear_pointer (&strace, g_free);
#endif
  if (strace == NULL) {
    g_test_skip ("no strace, or a sanitizer that makes calls of its own");
    return;
  }
  check_trace (strace, open_page (4));
  check_trace (strace, open_page (0));
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  signal (SIGPIPE, SIG_IGN);
  g_test_add_func ("/readworker/reads-pages", test_reads_pages);
  g_test_add_func ("/readworker/blank-page", test_blank_page);
  g_test_add_func ("/readworker/without-recognition", test_without_recognition);
  g_test_add_func ("/readworker/bad-pages", test_bad_pages);
  g_test_add_func ("/readworker/bad-descriptors", test_bad_descriptors);
  g_test_add_func ("/readworker/crash", test_crash);
  g_test_add_func ("/readworker/hang", test_hang);
  g_test_add_func ("/readworker/memory", test_memory);
  g_test_add_func ("/readworker/wrong-asker", test_wrong_asker);
  g_test_add_func ("/readworker/orderly-end", test_orderly_end);
  g_test_add_func ("/readworker/lifetime", test_lifetime);
  g_test_add_func ("/readworker/filter", test_filter);
  g_test_add_func ("/readworker/filter-bad-page", test_filter_bad_page);
  g_test_add_func ("/readworker/filter-usage", test_filter_usage);
  g_test_add_func ("/readworker/trace", test_trace);
  return g_test_run ();
}
