/* SPDX-License-Identifier: Apache-2.0 */

/* All waiting is one poll on an event descriptor with a deadline: a write to it is all that
 * stopping takes, which a signal handler may do. Lines are waited for in portions of a few
 * milliseconds, so that a fast page does not wake the process for each of them.
 *
 * A device has room for one side: a page that is asked for too late begins in time all the
 * same, unless it is as late as that. */

#include "scan/tempo.h"

#include <errno.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#define PORTION_US 10000

struct Tempo {
  gint is_stopped; /* atomic */
  int fd;
  guint lines;
  gint64 page_us;
  gint64 began_us;
  gint64 next_us; /* when the next page may begin */
};

Tempo *
tempo_new (void) {
  Tempo *tempo = g_new0 (Tempo, 1);

  tempo->fd = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  return tempo;
}

void
tempo_free (Tempo *tempo) {
  if (tempo->fd >= 0)
    close (tempo->fd);
  g_free (tempo);
}

void
tempo_stop (Tempo *tempo) {
  const guint64 one = 1;
  int saved_errno = errno;

  g_atomic_int_set (&tempo->is_stopped, 1);
  if (write (tempo->fd, &one, sizeof one) < 0)
    errno = saved_errno;
}

void
tempo_resume (Tempo *tempo) {
  guint64 count;

  if (read (tempo->fd, &count, sizeof count) < 0)
    count = 0;
  g_atomic_int_set (&tempo->is_stopped, 0);
}

gboolean
tempo_is_stopped (const Tempo *tempo) {
  return g_atomic_int_get (&tempo->is_stopped) != 0;
}

const gint *
tempo_get_flag (const Tempo *tempo) {
  return &tempo->is_stopped;
}

static gboolean
wait_until (Tempo *tempo, gint64 due_us) {
  struct pollfd event = {.fd = tempo->fd, .events = POLLIN};

  for (;;) {
    gint64 left_us = due_us - g_get_monotonic_time ();

    if (tempo_is_stopped (tempo))
      return FALSE;
    if (left_us <= 0)
      return TRUE;
    (void) poll (&event, 1, (int) MIN ((left_us + 999) / 1000, G_MAXINT));
  }
}

gboolean
tempo_wait_ms (Tempo *tempo, guint ms) {
  return wait_until (tempo, g_get_monotonic_time () + ms * 1000LL);
}

gboolean
tempo_begin (Tempo *tempo, guint lines, gint64 page_us, gint64 least_us) {
  gint64 now_us;

  if (!wait_until (tempo, tempo->next_us))
    return FALSE;
  now_us = g_get_monotonic_time ();
  tempo->began_us = now_us - tempo->next_us < page_us ? tempo->next_us : now_us;
  tempo->next_us = tempo->began_us + MAX (page_us, least_us);
  tempo->lines = MAX (lines, 1);
  tempo->page_us = page_us;
  return TRUE;
}

guint
tempo_wait_lines (Tempo *tempo, guint line, guint most) {
  guint portion, end;

  if (tempo->page_us == 0)
    return tempo_is_stopped (tempo) ? 0 : most;
  portion = (guint) MAX (1, (gint64) PORTION_US * tempo->lines / tempo->page_us);
  end = MIN (most, line + portion);
  if (!wait_until (tempo, tempo->began_us + tempo->page_us * end / tempo->lines))
    return 0;
  return end;
}
