/* SPDX-License-Identifier: Apache-2.0 */

/* Each transaction of the store ends with its journal being unlinked, which inotify(7) tells
 * within milliseconds; so a daemon with nothing to do sleeps for as long as its watchdog
 * lets it. Signals are blocked between the look at @stop and the sleep: none is missed.
 * Where nothing can be watched (no inotify left), it looks twice a second. */

#define _GNU_SOURCE /* ppoll */

#include "upload/vigil.h"

#include "config/log.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/inotify.h>
#include <unistd.h>

#define BLIND_MS    500
#define EVENT_BYTES 16384
#define SETTLE_US   (20 * G_TIME_SPAN_MILLISECOND) /* a burst of changes is one */

struct Vigil {
  int fd; /* -1: nothing can be watched */
};

static void
watch (Vigil *vigil, const char *folder, guint32 events) {
  if (vigil->fd < 0 || inotify_add_watch (vigil->fd, folder, events) >= 0)
    return;
  log_warning ("%s cannot be watched (%s); it is looked at twice a second", folder,
               g_strerror (errno));
  close (vigil->fd);
  vigil->fd = -1;
}

Vigil *
vigil_new (const char *folder, const char *file) {
  Vigil *vigil = g_new0 (Vigil, 1);

  vigil->fd = inotify_init1 (IN_CLOEXEC | IN_NONBLOCK);
  watch (vigil, folder, IN_DELETE);
  if (file != NULL) {
    g_autofree char *parent = g_path_get_dirname (file);

    watch (vigil, parent, IN_CLOSE_WRITE | IN_MOVED_TO);
  }
  return vigil;
}

void
vigil_free (Vigil *vigil) {
  if (vigil == NULL)
    return;
  if (vigil->fd >= 0)
    close (vigil->fd);
  g_free (vigil);
}

/* What happens from here on wakes the next wait. */
static void
forget_changes (Vigil *vigil) {
  char events[EVENT_BYTES];

  while (read (vigil->fd, events, sizeof events) > 0)
    ;
}

static struct timespec
format_time (gint64 most_ms) {
  return (struct timespec){.tv_sec = most_ms / 1000,
                           .tv_nsec = most_ms % 1000 * 1000 * 1000};
}

void
vigil_wait (Vigil *vigil, gint64 most_ms, const int *stop) {
  gint64 wait_ms = vigil->fd < 0 ? MIN (most_ms, BLIND_MS) : most_ms;
  struct timespec time = format_time (MAX (wait_ms, 0));
  struct pollfd watched = {.fd = vigil->fd, .events = POLLIN};
  sigset_t all, before;

  sigfillset (&all);
  pthread_sigmask (SIG_BLOCK, &all, &before);
  if ((stop == NULL || *(const volatile int *) stop == 0)
      && ppoll (&watched, 1, &time, &before) > 0) {
    g_usleep (SETTLE_US);
    forget_changes (vigil);
  }
  pthread_sigmask (SIG_SETMASK, &before, NULL);
}
