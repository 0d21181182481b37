/* SPDX-License-Identifier: Apache-2.0 */

#include "upload/violation.h"

void
violation_free (Violation *violation) {
  g_free (violation->file);
  g_free (violation->what);
  g_free (violation);
}

void
violation_add (GPtrArray *violations, const char *file, const char *format, ...) {
  Violation *violation = g_new0 (Violation, 1);
  va_list arguments;

  va_start (arguments, format);
  violation->file = g_strdup (file);
  violation->what = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_ptr_array_add (violations, violation);
}
