/* SPDX-License-Identifier: Apache-2.0 */

/* The cell in which hostile pixels are read. Four walls, each of which would do for most
 * attacks alone, built in an order in which each still may be:
 *
 *   limits    memory, processor time, size of files written, open descriptors, no core
 *   no dumps  other processes of the same user may not look inside
 *   Landlock  no path of any file system, no port, no abstract socket, no foreign signal
 *   seccomp   an allow-list of system calls; it closes last since it forbids the others
 *
 * Three answers of seccomp. What reading pixels needs is allowed, arguments checked where
 * they matter (no executable memory, signals to oneself only). What libraries probe for
 * when something goes wrong (a locale, a terminal, /proc) is refused with EPERM: an honest
 * reader goes on without, an attacker has nothing of it. Anything else (sockets, exec,
 * fork, ptrace, foreign signals) no honest reader ever does: the process dies.
 *
 * Processor time has a soft limit that is moved forward for each piece of input; passing
 * it is SIGXCPU, which ends the process. The hard limit, SIGKILL, is for the whole life of
 * a reader. A process that has been taken over can move its soft limit or sleep for ever:
 * only the deadline of the one who waits for the answer ends that, and it does. */

#include "config/sandbox.h"

#include "config/fault.h"
#include "config/limits.h"
#include "config/log.h"

#include <seccomp.h>

#include <errno.h>
#include <linux/landlock.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define DESCRIPTORS_MOST 32
#define EMPTY_PATH       0x1000 /* AT_EMPTY_PATH */

/* Landlock's attributes up to ABI 6; the headers of Debian 12 know those of ABI 2. */
typedef struct {
  guint64 handled_files;
  guint64 handled_ports;
  guint64 scoped;
} LandlockRules;

/* Allowed whatever their arguments are. */
static const int ALLOWED[] = {SCMP_SYS (read),
                              SCMP_SYS (readv),
                              SCMP_SYS (pread64),
                              SCMP_SYS (write),
                              SCMP_SYS (writev),
                              SCMP_SYS (sendmsg),
                              SCMP_SYS (recvmsg),
                              SCMP_SYS (poll),
                              SCMP_SYS (ppoll),
                              SCMP_SYS (close),
                              SCMP_SYS (fstat),
                              SCMP_SYS (lseek),
                              SCMP_SYS (munmap),
                              SCMP_SYS (mremap),
                              SCMP_SYS (brk),
                              SCMP_SYS (madvise),
                              SCMP_SYS (futex),
                              SCMP_SYS (clock_gettime),
                              SCMP_SYS (gettimeofday),
                              SCMP_SYS (getrandom),
                              SCMP_SYS (getpid),
                              SCMP_SYS (gettid),
                              SCMP_SYS (getrusage),
                              SCMP_SYS (sysinfo),
                              SCMP_SYS (sched_yield),
                              SCMP_SYS (sched_getaffinity),
                              SCMP_SYS (rt_sigreturn),
                              SCMP_SYS (rt_sigprocmask),
                              SCMP_SYS (restart_syscall),
                              SCMP_SYS (exit),
                              SCMP_SYS (exit_group)};

#ifdef __SANITIZE_ADDRESS__
static const int ALLOWED_ASAN[] = {SCMP_SYS (sigaltstack), SCMP_SYS (rt_sigaction)};
#endif

/* What libraries try in vain without harm. */
static const int REFUSED[] = {
    SCMP_SYS (open),       SCMP_SYS (openat),     SCMP_SYS (access), SCMP_SYS (faccessat),
    SCMP_SYS (faccessat2), SCMP_SYS (stat),       SCMP_SYS (lstat),  SCMP_SYS (statx),
    SCMP_SYS (readlink),   SCMP_SYS (readlinkat), SCMP_SYS (getcwd), SCMP_SYS (ioctl),
    SCMP_SYS (fcntl),      SCMP_SYS (prctl),      SCMP_SYS (uname),
};

static gboolean shut_in;

#ifdef __SANITIZE_ADDRESS__
/* The leak check at exit forks and traces, which the cell forbids. */
int __lsan_is_turned_off (void);

int
__lsan_is_turned_off (void) {
  return shut_in;
}
#endif

/* --- limits --- */

static gboolean
set_limit (int resource, rlim_t soft, rlim_t hard, GError **error) {
  struct rlimit limit = {.rlim_cur = soft, .rlim_max = hard};

  if (setrlimit ((__rlimit_resource_t) resource, &limit) == 0)
    return TRUE;
  return fault_set_errno (error, FAULT_CONFIG, "cannot limit resource %d", resource);
}

static rlim_t
get_used_cpu_s (void) {
  struct timespec used;

  if (clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &used) != 0)
    return 0;
  return (rlim_t) used.tv_sec + 1;
}

/* Files: an answer on standard output may be one. A write beyond the limit then fails
 * instead of killing, since a log that has grown long is no attack. */
static gboolean
limit_resources (const SandboxLimits *limits, GError **error) {
  rlim_t now_s = get_used_cpu_s ();

  signal (SIGXFSZ, SIG_IGN);
  return set_limit (RLIMIT_CORE, 0, 0, error)
         && set_limit (RLIMIT_NOFILE, DESCRIPTORS_MOST, DESCRIPTORS_MOST, error)
         && set_limit (RLIMIT_FSIZE, LIMIT_JSON_BYTES, LIMIT_JSON_BYTES, error)
         && (limits->memory_bytes == 0
             || set_limit (RLIMIT_AS, limits->memory_bytes, limits->memory_bytes, error))
         && set_limit (RLIMIT_CPU, now_s + limits->cpu_s,
                       now_s + (rlim_t) limits->cpu_s * LIMIT_READ_PAGES, error);
}

gboolean
sandbox_extend_cpu (guint cpu_s, GError **error) {
  struct rlimit limit;

  if (getrlimit (RLIMIT_CPU, &limit) != 0)
    return fault_set_errno (error, FAULT_CONFIG, "cannot read the processor limit");
  return set_limit (RLIMIT_CPU, MIN (get_used_cpu_s () + cpu_s, limit.rlim_max),
                    limit.rlim_max, error);
}

/* --- Landlock --- */

/* Everything that this kernel's Landlock can forbid (landlock(7)). */
static LandlockRules
get_rules (long abi) {
  LandlockRules rules = {.handled_files = (1u << 13) - 1};

  if (abi >= 2)
    rules.handled_files |= 1u << 13; /* moving between folders */
  if (abi >= 3)
    rules.handled_files |= 1u << 14; /* truncating */
  if (abi >= 5)
    rules.handled_files |= 1u << 15; /* controls of devices */
  if (abi >= 4)
    rules.handled_ports = 3; /* TCP: bind, connect */
  if (abi >= 6)
    rules.scoped = 3; /* abstract sockets, signals */
  return rules;
}

/* An older kernel refuses attributes longer than it knows. */
static gsize
get_rules_size (long abi) {
  if (abi >= 6)
    return sizeof (LandlockRules);
  return abi >= 4 ? 2 * sizeof (guint64) : sizeof (guint64);
}

static gboolean
forbid_paths (void) {
  long abi
      = syscall (SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
  LandlockRules rules = get_rules (abi);
  int ruleset;
  gboolean restricted;

  if (abi < 1)
    return FALSE;
  ruleset = (int) syscall (SYS_landlock_create_ruleset, &rules, get_rules_size (abi), 0);
  if (ruleset < 0)
    return FALSE;
  restricted = syscall (SYS_landlock_restrict_self, ruleset, 0) == 0;
  close (ruleset);
  return restricted;
}

/* --- seccomp --- */

static gboolean
add_rules (scmp_filter_ctx filter, guint32 action, const int *calls, gsize count) {
  for (gsize i = 0; i < count; i++) {
    if (seccomp_rule_add (filter, action, calls[i], 0) != 0)
      return FALSE;
  }
  return TRUE;
}

/* Up to two conditions on the arguments of one call. */
typedef struct {
  int call;
  guint32 action;
  guint count;
  struct scmp_arg_cmp conditions[2];
} ArgumentRule;

/* Memory that is never code; limits read, or that of processor time set; fstat by its
 * other name; signals to oneself, which is how abort ends. */
static gboolean
add_argument_rules (scmp_filter_ctx filter) {
  const struct scmp_arg_cmp no_code = SCMP_A2 (SCMP_CMP_MASKED_EQ, PROT_EXEC, 0);
  const struct scmp_arg_cmp own = SCMP_A0 (SCMP_CMP_EQ, 0);
  const ArgumentRule rules[] = {
      {SCMP_SYS (mmap), SCMP_ACT_ALLOW, 1, {no_code}},
      {SCMP_SYS (mprotect), SCMP_ACT_ALLOW, 1, {no_code}},
      {SCMP_SYS (prlimit64), SCMP_ACT_ALLOW, 2, {own, SCMP_A2 (SCMP_CMP_EQ, 0)}},
      {SCMP_SYS (prlimit64), SCMP_ACT_ALLOW, 2, {own, SCMP_A1 (SCMP_CMP_EQ, RLIMIT_CPU)}},
      {SCMP_SYS (newfstatat),
       SCMP_ACT_ALLOW,
       1,
       {SCMP_A3 (SCMP_CMP_MASKED_EQ, EMPTY_PATH, EMPTY_PATH)}},
      {SCMP_SYS (newfstatat),
       SCMP_ACT_ERRNO (EPERM),
       1,
       {SCMP_A3 (SCMP_CMP_MASKED_EQ, EMPTY_PATH, 0)}},
      {SCMP_SYS (tgkill),
       SCMP_ACT_ALLOW,
       1,
       {SCMP_A0 (SCMP_CMP_EQ, (scmp_datum_t) getpid ())}},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++) {
    if (seccomp_rule_add_array (filter, rules[i].action, rules[i].call, rules[i].count,
                                rules[i].conditions)
        != 0)
      return FALSE;
  }
  return TRUE;
}

static gboolean
add_sanitizer_rules (scmp_filter_ctx filter) {
#ifdef __SANITIZE_ADDRESS__
  return add_rules (filter, SCMP_ACT_ALLOW, ALLOWED_ASAN, G_N_ELEMENTS (ALLOWED_ASAN));
#else
  return TRUE;
#endif
}

static gboolean
load_filter (scmp_filter_ctx filter) {
  return seccomp_attr_set (filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS) == 0
         && seccomp_attr_set (filter, SCMP_FLTATR_CTL_NNP, 1) == 0
         && seccomp_attr_set (filter, SCMP_FLTATR_CTL_TSYNC, 1) == 0
         && add_rules (filter, SCMP_ACT_ALLOW, ALLOWED, G_N_ELEMENTS (ALLOWED))
         && add_rules (filter, SCMP_ACT_ERRNO (EPERM), REFUSED, G_N_ELEMENTS (REFUSED))
         && add_sanitizer_rules (filter) && add_argument_rules (filter)
         && seccomp_load (filter) == 0;
}

static gboolean
close_calls (GError **error) {
  scmp_filter_ctx filter = seccomp_init (SCMP_ACT_KILL_PROCESS);
  gboolean loaded = filter != NULL && load_filter (filter);

  seccomp_release (filter);
  if (!loaded)
    g_set_error (error, FAULT, FAULT_CONFIG, "this kernel refuses seccomp");
  return loaded;
}

/* The leak check of sanitizer builds looks inside from outside. */
void
sandbox_keep_private (void) {
  struct rlimit core = {0, 0};

  if ((getrlimit (RLIMIT_CORE, &core) != 0 || core.rlim_cur != 0)
      && setrlimit (RLIMIT_CORE, &(struct rlimit){0, 0}) != 0)
    log_warning ("a crash may leave a core file");
#ifndef __SANITIZE_ADDRESS__
  if (prctl (PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
    log_warning ("other processes may look inside this one");
#endif
}

gboolean
sandbox_enter (const SandboxLimits *limits, GError **error) {
  if (prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0
      || prctl (PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
    return fault_set_errno (error, FAULT_CONFIG, "cannot give up privileges");
  if (!limit_resources (limits, error))
    return FALSE;
  if (!forbid_paths ())
    log_warning ("this kernel has no Landlock: seccomp alone keeps files shut");
  shut_in = close_calls (error);
  return shut_in;
}
