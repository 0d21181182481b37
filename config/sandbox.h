/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* Shuts this process in, once, in main, before any input is touched: no new privileges,
 * no dumps, limits on memory, processor time and file size, Landlock without any path, and
 * a seccomp allow-list of what reading pixels needs (no open, no socket, no exec, no
 * fork, no ptrace). Threads already running are covered (TSYNC). */
typedef struct {
  guint64 memory_bytes; /* address space; 0: not limited (sanitizer builds) */
  guint cpu_s;          /* processor time from now on; SIGXCPU, then SIGKILL */
} SandboxLimits;

/* FAULT_CONFIG when the kernel refuses seccomp: then the caller must not go on. A kernel
 * without Landlock is logged and accepted, since seccomp forbids opening files too. */
gboolean sandbox_enter (const SandboxLimits *limits,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* For programs that hold keys or pages: no core file when they crash, and other processes
 * of the same account may not look inside. */
void sandbox_keep_private (void);

/* Gives the next piece of input another @cpu_s seconds of processor time. */
gboolean sandbox_extend_cpu (guint cpu_s, GError **error) G_GNUC_WARN_UNUSED_RESULT;
