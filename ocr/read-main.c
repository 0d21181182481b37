/* SPDX-License-Identifier: Apache-2.0 */

/* motcua-read: hostile pixels in, an answer out.
 *
 *   motcua-read < page.png > page.json    one page, by hand
 *   motcua-read --serve                   pages over the socket that is standard input
 *   motcua-read --glance                  the same, but says only what a glance tells: no
 *                                         model is loaded
 *   motcua-read --replay JSON [IMAGE] < page.png   makes the image anew by the recipe of
 *                                         JSON, and says whether its bytes are the same,
 *                                         and where they are not those of IMAGE
 *   motcua-read --check                   loads everything and ends: is it all there?
 *
 * Before these, --forms DIR adds the forms of a site and --form FILE one that is tried.
 *
 * The order of main is the point of the program: model and forms are loaded, then the
 * sandbox closes, then the first byte of a page is read. It is the parent that counts the
 * pages a reader lives for; a reader that has read as many ends by itself.
 *
 * Tesseract's OpenMP starts threads by itself, which are twice as slow as none and
 * forbidden in the sandbox. Its library reads OMP_THREAD_LIMIT before any code of ours
 * runs, so that the only remedy for its absence is to start once more with it. */

#include "config/fault.h"
#include "config/layout.h"
#include "config/limits.h"
#include "config/log.h"
#include "config/sandbox.h"
#include "config/wire.h"
#include "ocr/answer.h"
#include "ocr/engine.h"
#include "ocr/pdfpage.h"

#include <errno.h>
#include <malloc.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PROGRAM         "motcua-read"
#define THREAD_LIMIT    "OMP_THREAD_LIMIT"
#define BLOCK_BYTES     (256 * 1024)
#define KEPT_BYTES      (256 * 1024 * 1024)
#define COLOURS_BYTES   (16 * 1024 * 1024) /* at least, of a page in its colours */
#define HEAP_STEP_BYTES (1024 * 1024)

/* Sanitizers reserve terabytes of address space. */
#ifdef __SANITIZE_ADDRESS__
#define MEMORY_BYTES 0
#else
#define MEMORY_BYTES LIMIT_READ_MEMORY_BYTES
#endif

enum { EXIT_DONE, EXIT_FAILED, EXIT_USAGE };

/* Returns only when this process is as it must be, or cannot be. */
static gboolean
limit_threads (char **argv, GError **error) {
  g_autofree char *program = NULL;

  if (g_strcmp0 (g_getenv (THREAD_LIMIT), "1") == 0)
    return TRUE;
  program = layout_program_dup (PROGRAM);
  g_setenv (THREAD_LIMIT, "1", TRUE);
  execv (program, argv);
  return fault_set_errno (error, FAULT_CONFIG, "cannot start %s again", program);
}

/* A page in its colours goes back to the kernel as soon as it is done with, and the heap
 * keeps what it has while it reads a page. Between pages it gives back what is free
 * (read_page): what recognition has used is not there beside the next page's colours. */
static void
keep_memory (void) {
  mallopt (M_MMAP_THRESHOLD, COLOURS_BYTES);
  mallopt (M_TRIM_THRESHOLD, KEPT_BYTES);
  mallopt (M_TOP_PAD, HEAP_STEP_BYTES);
}

/* The page's bytes from the beginning, or from where a pipe is; at most
 * LIMIT_IMAGE_BYTES. */
static GByteArray *
load_page (int fd, GError **error) {
  g_autoptr (GByteArray) page = g_byte_array_new ();
  struct stat status;
  gboolean seekable = fstat (fd, &status) == 0 && S_ISREG (status.st_mode);

  for (;;) {
    guint start = page->len;
    gssize got;

    g_byte_array_set_size (page, start + BLOCK_BYTES);
    got = seekable ? pread (fd, page->data + start, BLOCK_BYTES, start)
                   : read (fd, page->data + start, BLOCK_BYTES);
    g_byte_array_set_size (page, start + (guint) MAX (got, 0));
    if (got < 0 && errno == EINTR)
      continue;
    if (got < 0)
      return fault_set_errno (error, FAULT_IMAGE, "cannot read the page"), NULL;
    if (got == 0)
      return g_steal_pointer (&page);
    if (page->len > LIMIT_IMAGE_BYTES) {
      g_set_error (error, FAULT, FAULT_IMAGE, "the image is larger than %u bytes",
                   LIMIT_IMAGE_BYTES);
      return NULL;
    }
  }
}

static Answer *
read_page (Engine *engine, int page_fd, const AnswerOptions *options, GError **error) {
  g_autoptr (GByteArray) page = NULL;

  (void) malloc_trim (0);
  page = load_page (page_fd, error);
  if (page == NULL || !sandbox_extend_cpu (LIMIT_READ_CPU_S, error))
    return NULL;
  return engine_read (engine, g_steal_pointer (&page), options, error);
}

/* --- over the socket --- */

/* A page that cannot be read is answered with its fault; FALSE only when the
 * conversation cannot go on. */
static gboolean
answer_page (Engine *engine, int page_fd, GBytes *body, GError **error) {
  AnswerOptions options;
  gsize size;
  const char *json = g_bytes_get_data (body, &size);
  g_autoptr (GError) fault = NULL;
  g_autoptr (Answer) answer = NULL;

  if (!answer_parse_options (json, size, &options, error))
    return FALSE;
  answer = read_page (engine, page_fd, &options, &fault);
  if (answer == NULL)
    return answer_send_fault (STDIN_FILENO, fault, error);
  return answer_send (STDIN_FILENO, answer, error);
}

static gboolean
answer_survey (Engine *engine, int file_fd, GError **error) {
  g_autoptr (GError) fault = NULL;
  g_autoptr (GByteArray) file = load_page (file_fd, &fault);
  Survey survey;

  if (file == NULL || !sandbox_extend_cpu (LIMIT_READ_CPU_S, &fault)
      || !engine_survey (engine, file->data, file->len, &survey, &fault))
    return answer_send_fault (STDIN_FILENO, fault, error);
  return answer_send_survey (STDIN_FILENO, &survey, error);
}

static gboolean
answer_glance (int page_fd, GError **error) {
  g_autoptr (GError) fault = NULL;
  g_autoptr (GByteArray) page = load_page (page_fd, &fault);
  g_autoptr (Glance) glance = NULL;

  if (page != NULL && sandbox_extend_cpu (LIMIT_READ_CPU_S, &fault))
    glance = glance_take (page->data, page->len, &fault);
  if (glance == NULL)
    return answer_send_fault (STDIN_FILENO, fault, error);
  return answer_send_glance (STDIN_FILENO, glance, error);
}

/* Whether this process, with @engine or none, is there for questions of @kind. */
static gboolean
is_asked_rightly (const Engine *engine, WireKind kind) {
  return engine != NULL ? kind == WIRE_PAGE || kind == WIRE_SURVEY : kind == WIRE_GLANCE;
}

/* One page or file asked for and answered; *@ended at the end of the stream. */
static gboolean
serve_page (Engine *engine, gboolean *ended, GError **error) {
  g_autoptr (GBytes) body = NULL;
  gboolean served;
  WireKind kind;
  int page_fd;

  if (!wire_receive (STDIN_FILENO, -1, &kind, &body, &page_fd, error))
    return FALSE;
  *ended = body == NULL;
  if (*ended)
    return TRUE;
  if (!is_asked_rightly (engine, kind) || page_fd < 0) {
    if (page_fd >= 0)
      close (page_fd);
    g_set_error (error, FAULT, FAULT_PROTOCOL, "asked for something else than a page");
    return FALSE;
  }
  if (engine == NULL)
    served = answer_glance (page_fd, error);
  else
    served = kind == WIRE_PAGE ? answer_page (engine, page_fd, body, error)
                               : answer_survey (engine, page_fd, error);
  close (page_fd);
  return served;
}

static gboolean
serve (Engine *engine, GError **error) {
  gboolean ended = FALSE;

  for (guint pages = 0; pages < LIMIT_READ_PAGES && !ended; pages++) {
    if (!serve_page (engine, &ended, error))
      return FALSE;
  }
  return TRUE;
}

/* --- by hand --- */

static gboolean
write_out (const char *text, GError **error) {
  gsize size = strlen (text);

  while (size > 0) {
    gssize written = write (STDOUT_FILENO, text, size);

    if (written < 0 && errno == EINTR)
      continue;
    if (written < 0)
      return fault_set_errno (error, FAULT_STORAGE, "cannot write the answer");
    text += written;
    size -= (gsize) written;
  }
  return TRUE;
}

static gboolean
filter (Engine *engine, GError **error) {
  AnswerOptions options = {.preview_px = 0, .recognise = TRUE};
  g_autoptr (Answer) answer = read_page (engine, STDIN_FILENO, &options, error);
  g_autofree char *json = NULL;

  if (answer == NULL)
    return FALSE;
  json = reading_format (answer->reading, "-", TRUE);
  return write_out (json, error) && write_out ("\n", error);
}

/* What a page is held against; files that were opened before the sandbox was closed. */
typedef struct {
  char *json, *image; /* @image may be NULL */
  gsize json_size, image_size;
} Kept;

static void
clear_kept (Kept *kept) {
  g_free (kept->json);
  g_free (kept->image);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Kept, clear_kept)

/* Says where @made is not the kept image; there is no difference without one. */
static gboolean
compare_image (const Kept *kept, GBytes *made, GError **error) {
  gsize size, at = 0;
  const char *bytes = g_bytes_get_data (made, &size);

  if (kept->image == NULL)
    return TRUE;
  while (at < MIN (size, kept->image_size) && bytes[at] == kept->image[at])
    at++;
  if (at == size && at == kept->image_size)
    return TRUE;
  g_set_error (error, FAULT, FAULT_IMAGE,
               "byte %" G_GSIZE_FORMAT " differs, of %" G_GSIZE_FORMAT
               " kept and %" G_GSIZE_FORMAT " made",
               at, kept->image_size, size);
  return FALSE;
}

static gboolean
replay (Engine *engine, const Kept *kept, GError **error) {
  g_autoptr (Reading) reading = reading_parse (kept->json, kept->json_size, error);
  g_autoptr (GByteArray) page = NULL;
  g_autoptr (GBytes) image = NULL;
  g_autofree char *made = NULL;

  if (reading == NULL)
    return FALSE;
  if (reading->recipe == NULL || reading->recipe->image_sha256 == NULL) {
    g_set_error_literal (error, FAULT, FAULT_USAGE, "the reading has no recipe");
    return FALSE;
  }
  if (reading->recipe->version != RECIPE_VERSION) {
    g_set_error (error, FAULT, FAULT_USAGE,
                 "its recipe is of version %u, and only those of version %d can be made "
                 "anew",
                 reading->recipe->version, RECIPE_VERSION);
    return FALSE;
  }
  page = load_page (STDIN_FILENO, error);
  if (page == NULL || !sandbox_extend_cpu (LIMIT_READ_CPU_S, error))
    return FALSE;
  image = engine_replay (engine, page->data, page->len, reading, error);
  if (image == NULL)
    return FALSE;
  made = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, image);
  if (!write_out (made, error) || !write_out ("\n", error)
      || !compare_image (kept, image, error))
    return FALSE;
  if (g_str_equal (made, reading->recipe->image_sha256))
    return TRUE;
  g_set_error (error, FAULT, FAULT_IMAGE, "other bytes came out than %s",
               reading->recipe->image_sha256);
  return FALSE;
}

/* --- main --- */

typedef enum {
  TASK_FILTER,
  TASK_SERVE,
  TASK_GLANCE,
  TASK_REPLAY,
  TASK_CHECK,
} Task;

typedef struct {
  Task task;
  char **kept; /* of TASK_REPLAY: the reading, and the image or NULL; borrowed */
  EngineForms forms;
} Order;

/* FALSE when the arguments name no task. */
static gboolean
find_order (int argc, char **argv, Order *order) {
  *order = (Order){.task = TASK_FILTER};
  for (; argc >= 3; argc -= 2, argv += 2) {
    if (g_str_equal (argv[1], "--forms"))
      order->forms.folder = argv[2];
    else if (g_str_equal (argv[1], "--form"))
      order->forms.file = argv[2];
    else
      break;
  }
  if (argc == 2 && g_str_equal (argv[1], "--serve"))
    order->task = TASK_SERVE;
  else if (argc == 2 && g_str_equal (argv[1], "--glance"))
    order->task = TASK_GLANCE;
  else if (argc == 2 && g_str_equal (argv[1], "--check"))
    order->task = TASK_CHECK;
  else if ((argc == 3 || argc == 4) && g_str_equal (argv[1], "--replay")) {
    order->task = TASK_REPLAY;
    order->kept = argv + 2;
  }
  return argc == 1 || order->task != TASK_FILTER;
}

/* The sandbox opens no file, so that this comes before it. */
static gboolean
load_kept (char **paths, Kept *kept, GError **error) {
  g_autoptr (GError) cause = NULL;

  if (g_file_get_contents (paths[0], &kept->json, &kept->json_size, &cause)
      && (paths[1] == NULL
          || g_file_get_contents (paths[1], &kept->image, &kept->image_size, &cause)))
    return TRUE;
  g_set_error_literal (error, FAULT, FAULT_USAGE, cause->message);
  return FALSE;
}

static gboolean
run (char **argv, const Order *order, GError **error) {
  static const EnginePdf pdf = {pdfpage_count, pdfpage_draw};
  SandboxLimits limits = {MEMORY_BYTES, LIMIT_READ_CPU_S};
  g_autoptr (Engine) engine = NULL;
  g_auto (Kept) kept = {0};

  if (!limit_threads (argv, error))
    return FALSE;
  if (order->task == TASK_REPLAY && !load_kept (order->kept, &kept, error))
    return FALSE;
  keep_memory ();
  if (order->task == TASK_GLANCE)
    return sandbox_enter (&limits, error) && serve (NULL, error);
  pdfpage_init ();
  engine = engine_new (&pdf, &order->forms, error);
  if (engine == NULL || !sandbox_enter (&limits, error))
    return FALSE;
  switch (order->task) {
  case TASK_SERVE:
    return serve (engine, error);
  case TASK_FILTER:
    return filter (engine, error);
  case TASK_REPLAY:
    return replay (engine, &kept, error);
  case TASK_GLANCE: /* has been done, without an engine */
  case TASK_CHECK:
    return TRUE; /* whatever a page would need has been loaded */
  }
  g_assert_not_reached ();
}

int
main (int argc, char **argv) {
  Order order;
  g_autoptr (GError) error = NULL;

  log_init (PROGRAM);
  if (!find_order (argc, argv, &order)) {
    g_printerr ("usage: " PROGRAM " < PAGE > JSON\n       " PROGRAM
                " [--forms DIR] [--form FILE] --serve | --glance | --replay JSON [IMAGE] "
                "| --check\n");
    return EXIT_USAGE;
  }
  if (run (argv, &order, &error))
    return EXIT_DONE;
  log_warning ("%s", error->message);
  return EXIT_FAILED;
}
