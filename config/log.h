/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* Logs carry ids, counts, durations and fault codes; never names, numbers of persons,
 * recognised text or file contents. They go to standard error, one line each, and to
 * nothing else; systemd's journal collects them. */

/* To be called first in main. @program names the process in each line. Lines below the
 * level of MOTCUA_LOG (debug, info, warning; default warning) are dropped. */
void log_init (const char *program);

void log_debug (const char *format, ...) G_GNUC_PRINTF (1, 2);
void log_info (const char *format, ...) G_GNUC_PRINTF (1, 2);
void log_warning (const char *format, ...) G_GNUC_PRINTF (1, 2);
