/* SPDX-License-Identifier: Apache-2.0 */

/* One writer for our own lines and for what GLib, GTK and libsoup say through g_log, so
 * that a journal shows one shape: "motcua-read: warning: page 3: deadline". */

#include "config/log.h"

#include <string.h>
#include <unistd.h>

static const char *program_name = "motcua";
static GLogLevelFlags least_level = G_LOG_LEVEL_WARNING;

static const char *
name_level (GLogLevelFlags level) {
  if (level & (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL))
    return "critical";
  if (level & G_LOG_LEVEL_WARNING)
    return "warning";
  if (level & (G_LOG_LEVEL_MESSAGE | G_LOG_LEVEL_INFO))
    return "info";
  return "debug";
}

/* GLib's levels are bits that grow with unimportance. */
static void
write_line (GLogLevelFlags level, const char *message) {
  g_autofree char *line = NULL;

  if ((level & G_LOG_LEVEL_MASK) > least_level)
    return;
  line = g_strdup_printf ("%s: %s: %s\n", program_name, name_level (level), message);
  if (write (STDERR_FILENO, line, strlen (line)) < 0)
    return; /* nobody is left to tell */
}

static GLogWriterOutput
on_log_written (GLogLevelFlags level, const GLogField *fields, gsize n_fields,
                gpointer data G_GNUC_UNUSED) {
  for (gsize i = 0; i < n_fields; i++) {
    if (g_str_equal (fields[i].key, "MESSAGE"))
      write_line (level, fields[i].value);
  }
  return G_LOG_WRITER_HANDLED;
}

void
log_init (const char *program) {
  const char *wanted = g_getenv ("MOTCUA_LOG");

  program_name = program;
  if (g_strcmp0 (wanted, "debug") == 0)
    least_level = G_LOG_LEVEL_DEBUG;
  else if (g_strcmp0 (wanted, "info") == 0)
    least_level = G_LOG_LEVEL_INFO;
  g_log_set_writer_func (on_log_written, NULL, NULL);
}

#define WRITE_FORMATTED(level)                                                           \
  G_STMT_START {                                                                         \
    g_autofree char *message = NULL;                                                     \
    va_list arguments;                                                                   \
    va_start (arguments, format);                                                        \
    message = g_strdup_vprintf (format, arguments);                                      \
    va_end (arguments);                                                                  \
    write_line ((level), message);                                                       \
  }                                                                                      \
  G_STMT_END

void
log_debug (const char *format, ...) {
  WRITE_FORMATTED (G_LOG_LEVEL_DEBUG);
}

void
log_info (const char *format, ...) {
  WRITE_FORMATTED (G_LOG_LEVEL_INFO);
}

void
log_warning (const char *format, ...) {
  WRITE_FORMATTED (G_LOG_LEVEL_WARNING);
}
