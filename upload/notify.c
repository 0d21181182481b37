/* SPDX-License-Identifier: Apache-2.0 */

/* One datagram is less than a dependency on libsystemd. A message that cannot be sent is
 * dropped: the service manager notices by itself that it hears nothing. */

#include "upload/notify.h"

#include <glib.h>

#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static void
send_message (const char *message) {
  const char *path = g_getenv ("NOTIFY_SOCKET");
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  gsize length = path == NULL ? 0 : strlen (path);
  int fd;

  if (length == 0 || length >= sizeof address.sun_path)
    return;
  memcpy (address.sun_path, path, length);
  if (address.sun_path[0] == '@')
    address.sun_path[0] = '\0'; /* an abstract name */
  fd = socket (AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0)
    return;
  if (sendto (fd, message, strlen (message), MSG_NOSIGNAL | MSG_DONTWAIT,
              (const struct sockaddr *) &address,
              (socklen_t) (offsetof (struct sockaddr_un, sun_path) + length))
      < 0)
    g_debug ("the service manager does not listen");
  close (fd);
}

void
notify_ready (void) {
  send_message ("READY=1\nSTATUS=");
}

void
notify_alive (void) {
  send_message ("WATCHDOG=1");
}

/* One line: a line's end would begin another word. */
void
notify_trouble (const char *sentence) {
  g_autofree char *message = g_strdup_printf ("STATUS=%s", sentence);

  g_strdelimit (message, "\n\r", ' ');
  send_message (message);
}
