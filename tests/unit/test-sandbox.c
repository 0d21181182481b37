/* SPDX-License-Identifier: Apache-2.0 */

/* Each test is a process that shuts itself in and then misbehaves. Its exit status says
 * how it was stopped: 0 refused with an error, a signal when it was killed, ESCAPED when
 * the deed was done. */

#include "config/sandbox.h"

#include "config/fault.h"
#include "config/limits.h"

#include <seccomp.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#ifdef __SANITIZE_ADDRESS__
#define MEMORY_BYTES 0
#else
#define MEMORY_BYTES LIMIT_READ_MEMORY_BYTES
#endif

#define REFUSED  0
#define ESCAPED  42
#define NOT_SHUT 43

typedef gboolean (*Deed) (void); /* TRUE: it succeeded */

static int written_fd = -1;

static int
run_shut_in (Deed deed, guint cpu_s) {
  SandboxLimits limits = {MEMORY_BYTES, cpu_s};
  pid_t child = fork ();
  int status;

  g_assert_no_errno (child);
  if (child == 0) {
    if (!sandbox_enter (&limits, NULL))
      _exit (NOT_SHUT);
    _exit (deed () ? ESCAPED : REFUSED);
  }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  return status;
}

static void
check_killed (Deed deed) {
  int status = run_shut_in (deed, 5);

  g_assert_true (WIFSIGNALED (status));
  g_assert_cmpint (WTERMSIG (status), ==, SIGSYS);
}

static void
check_refused (Deed deed) {
  int status = run_shut_in (deed, 5);

  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, REFUSED);
}

static gboolean
do_honest_work (void) {
  g_autofree char *block = g_malloc0 (8 * 1024 * 1024);
  g_autofree char *text = g_strdup_printf ("%.3f %s", 1.5, g_strerror (ENOENT));

  block = g_realloc (block, 16 * 1024 * 1024);
  return block[4096] == 0 && strlen (text) > 3 && g_get_monotonic_time () > 0
         && sandbox_extend_cpu (5, NULL);
}

static gboolean
open_passwd (void) {
  return open ("/etc/passwd", O_RDONLY) >= 0;
}

static gboolean
open_raw (void) {
  return syscall (SYS_openat, AT_FDCWD, "/etc/passwd", O_RDONLY) >= 0;
}

static gboolean
create_file (void) {
  return open ("/tmp/motcua-escaped", O_WRONLY | O_CREAT, 0600) >= 0;
}

static gboolean
open_by_handle (void) {
  return syscall (SYS_openat2, AT_FDCWD, "/etc/passwd", NULL, 0) >= 0;
}

static gboolean
unlink_file (void) {
  return unlink ("/tmp/motcua-escaped") == 0;
}

static gboolean
connect_tcp (void) {
  return socket (AF_INET, SOCK_STREAM, 0) >= 0;
}

static gboolean
connect_unix (void) {
  return socket (AF_UNIX, SOCK_STREAM, 0) >= 0;
}

static gboolean
fork_child (void) {
  return syscall (SYS_fork) >= 0;
}

static gboolean
clone_child (void) {
  return syscall (SYS_clone, SIGCHLD, 0, 0, 0, 0) >= 0;
}

static gboolean
execute (void) {
  execl ("/bin/true", "true", NULL);
  return TRUE;
}

static gboolean
trace_parent (void) {
  return ptrace (PTRACE_ATTACH, getppid (), NULL, NULL) == 0;
}

static gboolean
kill_parent (void) {
  return syscall (SYS_kill, getpid () - 1, SIGTERM) == 0;
}

static gboolean
signal_foreign_thread (void) {
  return syscall (SYS_tgkill, 1, 1, SIGTERM) == 0;
}

static gboolean
map_code (void) {
  return mmap (NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
               MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
         != MAP_FAILED;
}

static gboolean
raise_memory (void) {
  struct rlimit all = {RLIM_INFINITY, RLIM_INFINITY};

  return setrlimit (RLIMIT_AS, &all) == 0;
}

static gboolean
use_io_uring (void) {
  return syscall (SYS_io_uring_setup, 1, NULL) >= 0;
}

static gboolean
read_foreign_memory (void) {
  return syscall (SYS_process_vm_readv, getppid (), NULL, 0, NULL, 0, 0) >= 0;
}

static gboolean
write_without_end (void) {
  g_autofree char *block = g_malloc0 (1024 * 1024);

  for (guint i = 0; i < 1024; i++) {
    if (write (written_fd, block, 1024 * 1024) < 1024 * 1024)
      return FALSE;
  }
  return TRUE;
}

static gboolean
spin (void) {
  volatile gboolean spinning = TRUE;

  while (spinning)
    continue;
  return TRUE;
}

static gboolean
take_all_memory (void) {
  void *block = mmap (NULL, 4ul * 1024 * 1024 * 1024, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

  return block != MAP_FAILED;
}

static gboolean
end_itself (void) {
  abort ();
}

static void
test_honest (void) {
  int status = run_shut_in (do_honest_work, 5);

  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, ESCAPED);
}

static void
test_files (void) {
  check_refused (open_passwd);
  check_refused (open_raw);
  check_refused (create_file);
  check_killed (open_by_handle);
  check_killed (unlink_file);
  g_assert_false (g_file_test ("/tmp/motcua-escaped", G_FILE_TEST_EXISTS));
}

static void
test_sockets (void) {
  check_killed (connect_tcp);
  check_killed (connect_unix);
}

static void
test_processes (void) {
  check_killed (fork_child);
  check_killed (clone_child);
  check_killed (execute);
  check_killed (trace_parent);
  check_killed (kill_parent);
  check_killed (signal_foreign_thread);
  check_killed (read_foreign_memory);
}

static void
test_kernel_doors (void) {
  check_killed (map_code);
  check_killed (raise_memory);
  check_killed (use_io_uring);
}

static void
test_written_bytes (void) {
  g_autofree char *path = NULL;

  written_fd = g_file_open_tmp ("motcua-XXXXXX", &path, NULL);
  g_assert_cmpint (written_fd, >=, 0);
  check_refused (write_without_end);
  g_assert_cmpint (lseek (written_fd, 0, SEEK_END), <=, LIMIT_JSON_BYTES);
  close (written_fd);
  unlink (path);
}

static void
test_spinning (void) {
  int status = run_shut_in (spin, 1);

  g_assert_true (WIFSIGNALED (status));
  g_assert_cmpint (WTERMSIG (status), ==, SIGXCPU);
}

static void
test_memory (void) {
  if (MEMORY_BYTES == 0)
    g_test_skip ("sanitizers need address space without a limit");
  else
    check_refused (take_all_memory);
}

static void
test_abort (void) {
  int status = run_shut_in (end_itself, 5);

  g_assert_true (WIFSIGNALED (status));
  g_assert_cmpint (WTERMSIG (status), ==, SIGABRT);
}

/* A kernel that does not know @call, or does not know it any more. */
static void
forget_call (int call) {
  scmp_filter_ctx filter = seccomp_init (SCMP_ACT_ALLOW);

  g_assert_cmpint (seccomp_rule_add (filter, SCMP_ACT_ERRNO (ENOSYS), call, 0), ==, 0);
  g_assert_cmpint (seccomp_load (filter), ==, 0);
  seccomp_release (filter);
}

static int
enter_without (int call) {
  SandboxLimits limits = {MEMORY_BYTES, 5};
  pid_t child = fork ();
  int status;

  g_assert_no_errno (child);
  if (child == 0) {
    g_autoptr (GError) error = NULL;

    forget_call (call);
    if (sandbox_enter (&limits, &error))
      _exit (open_passwd () ? ESCAPED : REFUSED);
    _exit (g_error_matches (error, FAULT, FAULT_CONFIG) ? NOT_SHUT : 1);
  }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFEXITED (status));
  return WEXITSTATUS (status);
}

/* Without Landlock seccomp still keeps files shut; without seccomp there is no cell. */
static void
test_poor_kernels (void) {
  g_assert_cmpint (enter_without (SCMP_SYS (landlock_create_ruleset)), ==, REFUSED);
  g_assert_cmpint (enter_without (SCMP_SYS (seccomp)), ==, NOT_SHUT);
}

typedef struct {
  int running; /* atomic */
  int shut;    /* atomic: the cell is closed */
  int opened;  /* atomic: 0 not tried, 1 refused, 2 opened */
} EarlyThread;

static gpointer
open_when_shut (gpointer data) {
  EarlyThread *early = data;

  g_atomic_int_set (&early->running, TRUE);
  while (!g_atomic_int_get (&early->shut))
    g_thread_yield ();
  g_atomic_int_set (&early->opened, open_raw () ? 2 : 1);
  return NULL;
}

static int
run_early_thread (void) {
  SandboxLimits limits = {MEMORY_BYTES, 5};
  EarlyThread early = {0};
  g_autoptr (GThread) thread = g_thread_new ("early", open_when_shut, &early);

  while (!g_atomic_int_get (&early.running))
    g_thread_yield ();
  if (!sandbox_enter (&limits, NULL))
    return NOT_SHUT;
  g_atomic_int_set (&early.shut, TRUE);
  while (g_atomic_int_get (&early.opened) == 0)
    g_thread_yield ();
  return early.opened == 1 ? REFUSED : ESCAPED;
}

/* A thread that ran before the cell was shut is inside of it all the same. */
static void
test_early_thread (void) {
  pid_t child = fork ();
  int status;

  g_assert_no_errno (child);
  if (child == 0)
    _exit (run_early_thread ());
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, REFUSED);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sandbox/honest", test_honest);
  g_test_add_func ("/sandbox/files", test_files);
  g_test_add_func ("/sandbox/sockets", test_sockets);
  g_test_add_func ("/sandbox/processes", test_processes);
  g_test_add_func ("/sandbox/kernel-doors", test_kernel_doors);
  g_test_add_func ("/sandbox/written-bytes", test_written_bytes);
  g_test_add_func ("/sandbox/spinning", test_spinning);
  g_test_add_func ("/sandbox/memory", test_memory);
  g_test_add_func ("/sandbox/abort", test_abort);
  g_test_add_func ("/sandbox/poor-kernels", test_poor_kernels);
  g_test_add_func ("/sandbox/early-thread", test_early_thread);
  return g_test_run ();
}
