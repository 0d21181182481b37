/* SPDX-License-Identifier: Apache-2.0 */

/* Supervises motcua-read. The page goes over as an open descriptor and the answer comes
 * back checked; whatever the page does to its reader ends with that process. Its
 * environment is made here and holds nothing of ours. */

#include "kiosk/reader.h"

#include "config/fault.h"
#include "config/layout.h"
#include "config/limits.h"
#include "config/log.h"

#include <gio/gio.h>

#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#define TASK_READ   "--serve"
#define TASK_GLANCE "--glance"
#define READER_NICE 5

#define ARGUMENTS_MOST 6

struct Reader {
  const char *task;     /* argument of the program */
  GSubprocess *process; /* NULL: none is running */
  int socket_fd;
  guint pages; /* it has answered */
  char *forms; /* a site's folder, or NULL */
  char *form;  /* a file that is tried, or NULL */
};

static Reader *
new_reader (const char *task) {
  Reader *reader = g_new0 (Reader, 1);

  reader->task = task;
  reader->socket_fd = -1;
  return reader;
}

Reader *
reader_new (const char *forms, const char *form) {
  Reader *reader = new_reader (TASK_READ);

  reader->forms = g_strdup (forms);
  reader->form = g_strdup (form);
  return reader;
}

Reader *
reader_new_glancer (void) {
  return new_reader (TASK_GLANCE);
}

static void
stop_process (Reader *reader) {
  if (reader->process == NULL)
    return;
  close (reader->socket_fd);
  reader->socket_fd = -1;
  g_subprocess_force_exit (reader->process);
  g_subprocess_wait (reader->process, NULL, NULL);
  g_clear_object (&reader->process);
}

void
reader_free (Reader *reader) {
  stop_process (reader);
  g_free (reader->forms);
  g_free (reader->form);
  g_free (reader);
}

/* In the child, before it runs: the feeder and the screen go before the readers. */
static void
give_way (gpointer data G_GNUC_UNUSED) {
  if (nice (READER_NICE) < 0)
    return; /* then they share alike */
}

static GSubprocess *
spawn_process (const Reader *reader, int socket_fd, GError **error) {
  g_autoptr (GSubprocessLauncher) launcher
      = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_autofree char *program = layout_program_dup ("motcua-read");
  g_auto (GStrv) environment = g_environ_setenv (NULL, "OMP_THREAD_LIMIT", "1", TRUE);
  g_autoptr (GError) cause = NULL;
  const char *const kept[] = {"MOTCUA_LOG", "ASAN_OPTIONS", "UBSAN_OPTIONS"};
  const char *arguments[ARGUMENTS_MOST + 1] = {program};
  guint count = 1;
  GSubprocess *process;

  for (guint i = 0; i < G_N_ELEMENTS (kept); i++) {
    if (g_getenv (kept[i]) != NULL)
      environment = g_environ_setenv (environment, kept[i], g_getenv (kept[i]), TRUE);
  }
  g_subprocess_launcher_set_environ (launcher, environment);
  if (g_str_equal (reader->task, TASK_READ))
    g_subprocess_launcher_set_child_setup (launcher, give_way, NULL, NULL);
  g_subprocess_launcher_take_stdin_fd (launcher, socket_fd);
  if (reader->forms != NULL) {
    arguments[count++] = "--forms";
    arguments[count++] = reader->forms;
  }
  if (reader->form != NULL) {
    arguments[count++] = "--form";
    arguments[count++] = reader->form;
  }
  arguments[count] = reader->task;
  process = g_subprocess_launcher_spawnv (launcher, arguments, &cause);
  if (process == NULL)
    g_set_error (error, FAULT, FAULT_CONFIG, "cannot start %s: %s", program,
                 cause->message);
  return process;
}

static gboolean
start_process (Reader *reader, GError **error) {
  int pair[2];

  if (reader->process != NULL && reader->pages < LIMIT_READ_PAGES)
    return TRUE;
  stop_process (reader);
  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
    return fault_set_errno (error, FAULT_TEMPORARY, "cannot make a socket");
  reader->process = spawn_process (reader, pair[1], error);
  if (reader->process == NULL) {
    close (pair[0]);
    return FALSE;
  }
  reader->socket_fd = pair[0];
  reader->pages = 0;
  return TRUE;
}

static Answer *
ask_process (Reader *reader, int page_fd, const AnswerOptions *options, GError **error) {
  Answer *answer;

  if (lseek (page_fd, 0, SEEK_SET) < 0)
    return fault_set_errno (error, FAULT_IMAGE, "not a file that can be read"), NULL;
  if (!start_process (reader, error)
      || !answer_request (reader->socket_fd, page_fd, options, error))
    return NULL;
  answer = answer_receive (reader->socket_fd, (int) LIMIT_READ_DEADLINE_MS, error);
  reader->pages++;
  return answer;
}

/* An unreadable image or a wrong installation will not change; all else is worth a fresh
 * process. */
static gboolean
is_final (const GError *fault) {
  return g_error_matches (fault, FAULT, FAULT_IMAGE)
         || g_error_matches (fault, FAULT, FAULT_CONFIG);
}

static Answer *
try_page (Reader *reader, int page_fd, const AnswerOptions *wanted, GError **error) {
  const gboolean recognise[] = {TRUE, TRUE, FALSE};
  g_autoptr (GError) fault = NULL;

  for (guint try = 0; try < G_N_ELEMENTS (recognise); try++) {
    AnswerOptions options = *wanted;
    Answer *answer;

    options.recognise = recognise[try];
    g_clear_error (&fault);
    answer = ask_process (reader, page_fd, &options, &fault);
    if (answer != NULL)
      return answer;
    if (is_final (fault))
      break;
    log_warning ("reader given up on a page, try %u: %s", try + 1, fault->message);
    stop_process (reader);
  }
  g_propagate_error (error, g_steal_pointer (&fault));
  return NULL;
}

static int
open_page (const Vault *vault, const char *path, GError **error) {
  int page_fd;

  if (vault != NULL)
    return vault_open_memory (vault, path, error);
  page_fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (page_fd < 0)
    fault_set_errno (error, FAULT_IMAGE, "cannot open %s", path);
  return page_fd;
}

Answer *
reader_read (Reader *reader, const Vault *vault, const char *path,
             const AnswerOptions *options, GError **error) {
  int page_fd = open_page (vault, path, error);
  Answer *answer;

  if (page_fd < 0)
    return NULL;
  answer = try_page (reader, page_fd, options, error);
  close (page_fd);
  return answer;
}

gboolean
reader_survey (Reader *reader, const Vault *vault, const char *name, Survey *survey,
               GError **error) {
  int file_fd = open_page (vault, name, error);
  g_autoptr (GError) fault = NULL;
  gboolean known;

  if (file_fd < 0)
    return FALSE;
  known = start_process (reader, &fault)
          && answer_ask_survey (reader->socket_fd, file_fd, (int) LIMIT_READ_DEADLINE_MS,
                                survey, &fault);
  reader->pages++;
  close (file_fd);
  if (known)
    return TRUE;
  if (!is_final (fault))
    stop_process (reader);
  g_propagate_error (error, g_steal_pointer (&fault));
  return FALSE;
}

Glance *
reader_glance (Reader *reader, const Vault *vault, const char *path, GError **error) {
  int page_fd = open_page (vault, path, error);
  g_autoptr (GError) fault = NULL;
  Glance *glance = NULL;

  if (page_fd < 0)
    return NULL;
  if (start_process (reader, &fault))
    glance = answer_ask_glance (reader->socket_fd, page_fd, (int) LIMIT_READ_DEADLINE_MS,
                                &fault);
  reader->pages++;
  close (page_fd);
  if (glance != NULL)
    return glance;
  if (!is_final (fault))
    stop_process (reader);
  g_propagate_error (error, g_steal_pointer (&fault));
  return NULL;
}

struct ReaderPool {
  GThreadPool *threads;
  GAsyncQueue *readers; /* Reader, those that have no page now */
};

typedef struct {
  const Vault *vault;
  char *path;
  AnswerOptions options;
  ReaderFunc on_read;
  gpointer data;
} ReadJob;

static void
run_job (gpointer job_data, gpointer pool_data) {
  ReaderPool *pool = pool_data;
  ReadJob *job = job_data;
  Reader *reader = g_async_queue_pop (pool->readers);
  g_autoptr (GError) fault = NULL;
  g_autoptr (Answer) answer
      = reader_read (reader, job->vault, job->path, &job->options, &fault);

  g_async_queue_push (pool->readers, reader);
  job->on_read (job->path, answer, fault, job->data);
  g_free (job->path);
  g_free (job);
}

ReaderPool *
reader_pool_new (guint workers, const char *forms, const char *form) {
  ReaderPool *pool = g_new0 (ReaderPool, 1);

  pool->threads = g_thread_pool_new (run_job, pool, (int) workers, FALSE, NULL);
  pool->readers = g_async_queue_new_full ((GDestroyNotify) reader_free);
  for (guint i = 0; i < workers; i++)
    g_async_queue_push (pool->readers, reader_new (forms, form));
  return pool;
}

void
reader_pool_free (ReaderPool *pool) {
  g_thread_pool_free (pool->threads, FALSE, TRUE);
  g_async_queue_unref (pool->readers);
  g_free (pool);
}

void
reader_pool_push (ReaderPool *pool, const Vault *vault, const char *path,
                  const AnswerOptions *options, ReaderFunc on_read, gpointer data) {
  ReadJob *job = g_new (ReadJob, 1);

  *job = (ReadJob){vault, g_strdup (path), *options, on_read, data};
  g_thread_pool_push (pool->threads, job, NULL);
}
