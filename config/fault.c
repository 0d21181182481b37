/* SPDX-License-Identifier: Apache-2.0 */

/* The error domain. Codes are actions, so that a screen or a queue can decide by the code
 * alone and show the message as it stands. */

#include "config/fault.h"

#include <errno.h>

G_DEFINE_QUARK (motcua - fault - quark, fault)

gboolean
fault_set_errno (GError **error, FaultCode code, const char *format, ...) {
  int saved_errno = errno;
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, FAULT, code, "%s: %s", message, g_strerror (saved_errno));
  return FALSE;
}
