/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/* The end of a citizen's visit: a new process in the place of this one. */

/* Keeps how this process was started, and lets go what an earlier one has left behind; before
 * anything changes the environment. */
void renewal_prepare (char **argv);

/* Ends every process that this one has started, and begins anew. Returns never; a process that
 * cannot begin anew ends, and its keeper (systemd) starts the next. */
void renewal_begin (void) __attribute__ ((noreturn));
