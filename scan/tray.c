/* SPDX-License-Identifier: Apache-2.0 */

/* The folder is held by a lock on itself, which ends with the process, however that ends.
 * A file system without locks cannot keep two from the same folder. */

#include "scan/tray.h"

#include "scan/stack.h"

#include <sane/sane.h>

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

struct Tray {
  char *folder;
  int fd;           /* of the folder, locked; -1 none */
  gint64 listed_ns; /* when the folder had changed as it was looked through */
  Fate *fate;
  Stack *stack;
  guint next; /* image, 0.. */
  char *fed;  /* name of the image before it, or NULL */
  guint fed_image;
};

static int
hold_folder (Tray *tray) {
  tray->fd = open (tray->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (tray->fd < 0)
    return errno == EACCES || errno == EPERM ? SANE_STATUS_ACCESS_DENIED
                                             : SANE_STATUS_IO_ERROR;
  return flock (tray->fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK
             ? SANE_STATUS_DEVICE_BUSY
             : SANE_STATUS_GOOD;
}

Tray *
tray_open (const char *folder, int *status) {
  g_autoptr (Tray) tray = g_new0 (Tray, 1);
  g_autoptr (GError) error = NULL;

  tray->fd = -1;
  tray->folder = g_strdup (folder);
  *status = hold_folder (tray);
  if (*status == SANE_STATUS_IO_ERROR)
    g_printerr ("hopper: %s: no folder that can be read\n", folder);
  if (*status != SANE_STATUS_GOOD)
    return NULL;
  tray->fate = fate_open (folder, &error);
  if (tray->fate != NULL)
    return g_steal_pointer (&tray);
  g_printerr ("hopper: %s\n", error->message);
  *status = SANE_STATUS_INVAL;
  return NULL;
}

void
tray_free (Tray *tray) {
  g_clear_pointer (&tray->stack, stack_free);
  g_clear_pointer (&tray->fate, fate_free);
  if (tray->fd >= 0)
    close (tray->fd);
  g_free (tray->folder);
  g_free (tray->fed);
  g_free (tray);
}

static gint64
measure_change_ns (const Tray *tray) {
  struct stat status;

  if (fstat (tray->fd, &status) != 0)
    return 0;
  return status.st_mtim.tv_sec * 1000000000LL + status.st_mtim.tv_nsec;
}

static gboolean
look_through (Tray *tray) {
  g_autoptr (GError) error = NULL;
  Stack *stack;

  tray->listed_ns = measure_change_ns (tray);
  stack = stack_open (tray->folder, &error);
  if (stack == NULL) {
    g_printerr ("hopper: %s\n", error->message);
    return FALSE;
  }
  g_clear_pointer (&tray->stack, stack_free);
  tray->stack = stack;
  return TRUE;
}

gboolean
tray_load (Tray *tray) {
  const char *fed;
  guint image;

  if (!look_through (tray))
    return FALSE;
  fed = fate_get_fed (tray->fate, &image);
  if (fed != NULL)
    tray_set_next (tray, stack_find_next (tray->stack, fed, image), FALSE);
  return TRUE;
}

Fate *
tray_get_fate (const Tray *tray) {
  return tray->fate;
}

guint
tray_get_next (const Tray *tray) {
  return tray->next;
}

gboolean
tray_has_image (const Tray *tray, guint index) {
  return index < stack_get_count (tray->stack);
}

/* Paper that was put in behind the last sheet is found when the stack has run empty. */
gboolean
tray_has_paper (Tray *tray) {
  if (tray_has_image (tray, tray->next))
    return TRUE;
  if (measure_change_ns (tray) == tray->listed_ns || !look_through (tray))
    return FALSE;
  tray->next
      = tray->fed != NULL ? stack_find_next (tray->stack, tray->fed, tray->fed_image) : 0;
  return tray_has_image (tray, tray->next);
}

void
tray_set_next (Tray *tray, guint next, gboolean is_remembered) {
  tray->next = MIN (next, stack_get_count (tray->stack));
  g_clear_pointer (&tray->fed, g_free);
  tray->fed_image = 0;
  if (tray->next > 0)
    tray->fed = g_strdup (stack_get_name (tray->stack, tray->next - 1, &tray->fed_image));
  if (is_remembered)
    fate_set_fed (tray->fate, tray->fed, tray->fed_image);
}

void
tray_refill (Tray *tray) {
  fate_set_fed (tray->fate, NULL, 0);
}

Original *
tray_take (const Tray *tray, const gint *is_stopped, double *x_dpi, double *y_dpi,
           GError **error) {
  const DialsBuild *build = script_get_build (fate_get_script (tray->fate));

  return stack_take (tray->stack, tray->next, build->bed_width_mm, is_stopped, x_dpi,
                     y_dpi, error);
}
