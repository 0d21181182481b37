/* SPDX-License-Identifier: Apache-2.0 */

#include "upload/violation.h"

void
violation_free (Violation *violation) {
  g_free (violation->id);
  g_free (violation->file);
  g_free (violation->what);
  g_free (violation);
}

static void
G_GNUC_PRINTF (4, 0) add (GPtrArray *violations, const char *id, const char *file,
                          const char *format, va_list arguments) {
  Violation *violation = g_new0 (Violation, 1);

  violation->id = g_strdup (id);
  violation->file = g_strdup (file);
  violation->what = g_strdup_vprintf (format, arguments);
  g_ptr_array_add (violations, violation);
}

void
violation_add (GPtrArray *violations, const char *file, const char *format, ...) {
  va_list arguments;

  va_start (arguments, format);
  add (violations, NULL, file, format, arguments);
  va_end (arguments);
}

void
violation_add_of (GPtrArray *violations, const char *id, const char *file,
                  const char *format, ...) {
  va_list arguments;

  va_start (arguments, format);
  add (violations, id, file, format, arguments);
  va_end (arguments);
}
