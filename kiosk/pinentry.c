/* SPDX-License-Identifier: Apache-2.0 */

/* A descriptor is read byte by byte, so that the next PIN is left in it for the next reader.
 * At a terminal the keys that would end the program come in as letters while a PIN is typed:
 * a terminal is never left without its echo. */

#include "kiosk/pinentry.h"

#include "config/fault.h"

#include <sodium.h>

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#define TERMINAL   "/dev/tty"
#define LINE_BYTES 64u
#define CONTROL_C  3

/* FALSE at the end or when a person gives up. */
static gboolean
read_line (int fd, char line[LINE_BYTES]) {
  gsize length = 0;
  char letter;
  gssize got;

  while ((got = read (fd, &letter, 1)) != 0) {
    if (got < 0 && errno == EINTR)
      continue;
    if (got < 0 || letter == CONTROL_C || length + 1 == LINE_BYTES)
      return FALSE;
    if (letter == '\n')
      break;
    line[length++] = letter;
  }
  line[length] = '\0';
  return length > 0;
}

static gboolean
read_quietly (int fd, const char *prompt, char line[LINE_BYTES]) {
  struct termios usual, quiet;
  gboolean done;

  if (tcgetattr (fd, &usual) != 0)
    return FALSE;
  quiet = usual;
  quiet.c_lflag &= ~(tcflag_t) (ECHO | ISIG);
  if (write (fd, prompt, strlen (prompt)) < 0 || tcsetattr (fd, TCSAFLUSH, &quiet) != 0)
    return FALSE;
  done = read_line (fd, line);
  tcsetattr (fd, TCSAFLUSH, &usual);
  return write (fd, "\n", 1) == 1 && done;
}

static gboolean
read_terminal (const char *prompt, char line[LINE_BYTES]) {
  int fd = open (TERMINAL, O_RDWR | O_CLOEXEC);
  gboolean done;

  if (fd < 0)
    return FALSE;
  done = read_quietly (fd, prompt, line);
  close (fd);
  return done;
}

char *
pinentry_read (int fd, const char *prompt, GError **error) {
  char line[LINE_BYTES] = "";
  gboolean done = fd >= 0 ? read_line (fd, line) : read_terminal (prompt, line);
  char *pin = done ? g_strdup (line) : NULL;

  sodium_memzero (line, sizeof line);
  if (pin == NULL)
    g_set_error (error, FAULT, FAULT_USAGE,
                 "no PIN: type it at a terminal, or give a line on --pin-fd N");
  return pin;
}

void
pinentry_free (char *pin) {
  if (pin != NULL)
    sodium_memzero (pin, strlen (pin));
  g_free (pin);
}

gboolean
pinentry_find (const char *named, int *fd, GError **error) {
  const char *text = named != NULL ? named : g_getenv ("MOTCUA_PIN_FD");
  guint64 number = 0;

  *fd = -1;
  if (text == NULL)
    return TRUE;
  if (!g_ascii_string_to_unsigned (text, 10, 0, 1023, &number, NULL)
      || fcntl ((int) number, F_GETFD) < 0) {
    g_set_error (error, FAULT, FAULT_USAGE, "\"%s\" is no open descriptor for a PIN",
                 text);
    return FALSE;
  }
  *fd = (int) number;
  return TRUE;
}
