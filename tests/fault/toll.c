/* SPDX-License-Identifier: Apache-2.0 */

/* toll: a toll bar on the way of every system call that changes something outside.
 *
 *   toll [--at N --do kill|EIO|ENOSPC|EDQUOT] [--for-good] [--reads] [--under DIR]
 *        [--log FILE] PROGRAM [ARGUMENT]...
 *
 * Runs PROGRAM and counts those calls of it and of all that it starts. Before call N
 * everything is killed, or the call is not made and fails; with --for-good every later one
 * of its kind, too. --under leaves alone what is not about a file below DIR, --reads
 * counts reading as well. When everything has ended, the number of calls, and the one that
 * was hit, go to FILE. The exit status is the program's, 137 after a kill.
 *
 * The kernel's seccomp stops only at the calls that are asked for, and a tracer is needed
 * no rights for its own children; so a run costs little more than one that is left alone. */

#include <glib.h>

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#define EXIT_KILLED 137
#define PATH_BYTES  4096
#define OPTIONS                                                                          \
  (PTRACE_O_EXITKILL | PTRACE_O_TRACECLONE | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK    \
   | PTRACE_O_TRACEEXEC | PTRACE_O_TRACESECCOMP)

/* What a call is about. */
typedef enum {
  ABOUT_FD,      /* its first argument */
  ABOUT_PATH,    /* its first argument */
  ABOUT_PATH_AT, /* its second one */
  ABOUT_OPENING, /* the same, and it counts only when it may make or cut a file */
} About;

typedef enum { NEEDS_ROOM, CHANGES, SENDS, READS } Kind;

static const struct {
  int number;
  const char *name;
  About about;
  Kind kind;
} calls[] = {
    {SYS_write, "write", ABOUT_FD, NEEDS_ROOM},
    {SYS_pwrite64, "pwrite64", ABOUT_FD, NEEDS_ROOM},
    {SYS_writev, "writev", ABOUT_FD, NEEDS_ROOM},
    {SYS_fsync, "fsync", ABOUT_FD, CHANGES},
    {SYS_fdatasync, "fdatasync", ABOUT_FD, CHANGES},
    {SYS_ftruncate, "ftruncate", ABOUT_FD, CHANGES},
    {SYS_fallocate, "fallocate", ABOUT_FD, NEEDS_ROOM},
    {SYS_fchmod, "fchmod", ABOUT_FD, CHANGES},
    {SYS_sendto, "sendto", ABOUT_FD, SENDS},
    {SYS_sendmsg, "sendmsg", ABOUT_FD, SENDS},
    {SYS_connect, "connect", ABOUT_FD, SENDS},
    {SYS_openat, "openat", ABOUT_OPENING, NEEDS_ROOM},
    {SYS_mkdirat, "mkdirat", ABOUT_PATH_AT, NEEDS_ROOM},
    {SYS_unlinkat, "unlinkat", ABOUT_PATH_AT, CHANGES},
    {SYS_renameat, "renameat", ABOUT_PATH_AT, CHANGES},
    {SYS_renameat2, "renameat2", ABOUT_PATH_AT, CHANGES},
    {SYS_linkat, "linkat", ABOUT_PATH_AT, NEEDS_ROOM},
    {SYS_fchmodat, "fchmodat", ABOUT_PATH_AT, CHANGES},
    {SYS_read, "read", ABOUT_FD, READS},
    {SYS_pread64, "pread64", ABOUT_FD, READS},
    {SYS_mkdir, "mkdir", ABOUT_PATH, NEEDS_ROOM},
    {SYS_rmdir, "rmdir", ABOUT_PATH, CHANGES},
    {SYS_unlink, "unlink", ABOUT_PATH, CHANGES},
    {SYS_rename, "rename", ABOUT_PATH, CHANGES},
    {SYS_link, "link", ABOUT_PATH, NEEDS_ROOM},
    {SYS_chmod, "chmod", ABOUT_PATH, CHANGES},
};

typedef struct {
  gint64 at; /* 0: only count */
  char *act;
  gboolean for_good;
  gboolean reads;
  char *under;
  char *log;
  char **program;
  int failure; /* of the call; 0: kill */
  gint64 count;
  char *hit; /* the call that was, or NULL */
  pid_t child;
} Toll;

/* --- in the child ------------------------------------------------------------------- */

static void
add_filter (GArray *filter, guint16 code, guint8 yes, guint8 no, guint32 value) {
  struct sock_filter line = {code, yes, no, value};

  g_array_append_val (filter, line);
}

static gboolean
is_asked_for (const Toll *toll, guint call) {
  return calls[call].kind != READS || toll->reads;
}

static void
stop_at_calls (const Toll *toll) {
  g_autoptr (GArray) filter = g_array_new (FALSE, FALSE, sizeof (struct sock_filter));
  struct sock_fprog program;

  add_filter (filter, BPF_LD | BPF_W | BPF_ABS, 0, 0, offsetof (struct seccomp_data, nr));
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++) {
    if (!is_asked_for (toll, i))
      continue;
    add_filter (filter, BPF_JMP | BPF_JEQ | BPF_K, 0, 1, (guint32) calls[i].number);
    add_filter (filter, BPF_RET | BPF_K, 0, 0, SECCOMP_RET_TRACE | i);
  }
  add_filter (filter, BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW);
  program = (struct sock_fprog){(unsigned short) filter->len, (void *) filter->data};
  if (prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0
      || prctl (PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0)
    _exit (126);
}

static void
run_program (const Toll *toll) {
  ptrace (PTRACE_TRACEME, 0, NULL, NULL);
  raise (SIGSTOP);
  stop_at_calls (toll);
  execv (toll->program[0], toll->program);
  _exit (127);
}

/* --- in the tracer ------------------------------------------------------------------ */

static char *
read_path (pid_t pid, guint64 address) {
  char *path = g_malloc0 (PATH_BYTES);
  gsize page = PATH_BYTES - address % PATH_BYTES;
  struct iovec here = {path, PATH_BYTES - 1};
  struct iovec there[] = {{(void *) address, page - (page == PATH_BYTES)},
                          {(void *) (address + page), PATH_BYTES - page}};

  /* The second page may not be there. */
  if (process_vm_readv (pid, &here, 1, there, 2, 0) < 0)
    *path = '\0';
  return path;
}

static char *
read_link (pid_t pid, int fd) {
  g_autofree char *link = g_strdup_printf ("/proc/%d/fd/%d", pid, fd);
  char *path = g_malloc0 (PATH_BYTES);

  if (readlink (link, path, PATH_BYTES - 1) < 0)
    *path = '\0';
  return path;
}

static char *
find_subject (pid_t pid, guint call, const struct __ptrace_syscall_info *info) {
  switch (calls[call].about) {
  case ABOUT_FD:
    return read_link (pid, (int) info->seccomp.args[0]);
  case ABOUT_PATH:
    return read_path (pid, info->seccomp.args[0]);
  case ABOUT_PATH_AT:
  case ABOUT_OPENING:
    return read_path (pid, info->seccomp.args[1]);
  }
  g_assert_not_reached ();
}

/* Whether the call counts. Waking another thread changes nothing outside. */
static gboolean
is_counted (const Toll *toll, guint call, const struct __ptrace_syscall_info *info,
            const char *subject) {
  if (calls[call].about == ABOUT_OPENING
      && (info->seccomp.args[2] & (O_CREAT | O_TRUNC)) == 0)
    return FALSE;
  if (toll->under != NULL)
    return g_str_has_prefix (subject, toll->under);
  return strstr (subject, "[eventfd]") == NULL;
}

/* The call is not made, and answers what is wanted. */
static void
fail_call (pid_t pid, int failure) {
  struct user_regs_struct registers;
  struct iovec all = {&registers, sizeof registers};

  if (ptrace (PTRACE_GETREGSET, pid, NT_PRSTATUS, &all) != 0)
    return;
  registers.orig_rax = (unsigned long long) -1;
  registers.rax = (unsigned long long) -failure;
  ptrace (PTRACE_SETREGSET, pid, NT_PRSTATUS, &all);
}

static void
write_log (const Toll *toll) {
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT " %s\n", toll->count,
                                           toll->hit != NULL ? toll->hit : "-");

  if (toll->log != NULL && !g_file_set_contents (toll->log, text, -1, NULL))
    fprintf (stderr, "toll: cannot write %s\n", toll->log);
}

static gboolean
is_hit (const Toll *toll, guint call) {
  if (toll->at == 0 || toll->count < toll->at)
    return FALSE;
  if (toll->count == toll->at)
    return TRUE;
  return toll->for_good && (toll->failure != ENOSPC || calls[call].kind == NEEDS_ROOM);
}

static void
stop_at (Toll *toll, pid_t pid, guint call) {
  struct __ptrace_syscall_info info = {0};
  g_autofree char *subject = NULL;

  if (ptrace (PTRACE_GET_SYSCALL_INFO, pid, sizeof info, &info) <= 0
      || call >= G_N_ELEMENTS (calls))
    return;
  subject = find_subject (pid, call, &info);
  if (!is_counted (toll, call, &info, subject))
    return;
  toll->count++;
  if (!is_hit (toll, call))
    return;
  if (toll->hit == NULL)
    toll->hit = g_strdup_printf ("%s %s", calls[call].name, subject);
  if (toll->failure != 0)
    fail_call (pid, toll->failure);
  else {
    write_log (toll);
    _exit (EXIT_KILLED); /* and so does everything that is traced */
  }
}

/* Lets the process go on; a signal that is no stop of ours is passed on. */
static void
go_on (Toll *toll, pid_t pid, int status) {
  int event = status >> 16;
  int signal = WSTOPSIG (status);
  unsigned long message = 0;

  if (event == PTRACE_EVENT_SECCOMP && ptrace (PTRACE_GETEVENTMSG, pid, 0, &message) == 0)
    stop_at (toll, pid, (guint) message);
  if (event != 0 || signal == SIGSTOP || signal == SIGTRAP)
    signal = 0;
  ptrace (PTRACE_CONT, pid, NULL, (void *) (gsize) signal);
}

static int
watch (Toll *toll) {
  int exit_status = EXIT_KILLED;
  int status;
  pid_t pid;

  waitpid (toll->child, &status, 0);
  ptrace (PTRACE_SETOPTIONS, toll->child, NULL, (void *) OPTIONS);
  ptrace (PTRACE_CONT, toll->child, NULL, NULL);
  while ((pid = waitpid (-1, &status, __WALL)) > 0) {
    if (WIFSTOPPED (status))
      go_on (toll, pid, status);
    else if (pid == toll->child)
      exit_status = WIFEXITED (status) ? WEXITSTATUS (status) : 128 + WTERMSIG (status);
  }
  write_log (toll);
  return exit_status;
}

static gboolean
parse_act (Toll *toll) {
  if (g_strcmp0 (toll->act, "EIO") == 0)
    toll->failure = EIO;
  else if (g_strcmp0 (toll->act, "ENOSPC") == 0)
    toll->failure = ENOSPC;
  else if (g_strcmp0 (toll->act, "EDQUOT") == 0)
    toll->failure = EDQUOT;
  else
    return toll->act == NULL || g_str_equal (toll->act, "kill");
  return TRUE;
}

int
main (int argc, char **argv) {
  Toll toll = {0};
  const GOptionEntry entries[]
      = {{"at", 0, 0, G_OPTION_ARG_INT64, &toll.at, "Hit this call", "N"},
         {"do", 0, 0, G_OPTION_ARG_STRING, &toll.act, "How", "kill|EIO|ENOSPC|EDQUOT"},
         {"for-good", 0, 0, G_OPTION_ARG_NONE, &toll.for_good, "And all after it", NULL},
         {"reads", 0, 0, G_OPTION_ARG_NONE, &toll.reads, "Reading counts, too", NULL},
         {"under", 0, 0, G_OPTION_ARG_FILENAME, &toll.under, "Only files there", "DIR"},
         {"log", 0, 0, G_OPTION_ARG_FILENAME, &toll.log, "What came of it", "FILE"},
         {NULL}};
  g_autoptr (GOptionContext) context = g_option_context_new ("PROGRAM [ARGUMENT]...");

  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_set_strict_posix (context, TRUE);
  if (!g_option_context_parse (context, &argc, &argv, NULL) || argc < 2
      || !parse_act (&toll))
    return 2;
  toll.program = argv + 1;
  toll.child = fork ();
  if (toll.child == 0)
    run_program (&toll);
  return watch (&toll);
}
