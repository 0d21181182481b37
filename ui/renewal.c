/* SPDX-License-Identifier: Apache-2.0 */

/* No program can be trusted to clear all that GTK, Pango, the C library and its own code have
 * copied of a name. The kernel can: it gives the memory of a process back when another image
 * takes its place. Readers and scanner workers hold pages of the visit, too, so they are ended
 * first, not asked. Their pipes and ours close with the image (all are close-on-exec).
 *
 * The process number stays, and so do compositor, display and service; the next visit begins
 * in the time that it takes to start. */

#include "ui/renewal.h"

#include <glib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <signal.h>
#include <stdlib.h>

#define SELF "/proc/self/exe"

static char **arguments;
static char **environment;

void
renewal_prepare (char **argv) {
  while (waitpid (-1, NULL, WNOHANG) > 0)
    ;
  arguments = g_strdupv (argv);
  environment = g_get_environ ();
}

static void
end_children_of (const char *task) {
  g_autofree char *path = g_build_filename ("/proc/self/task", task, "children", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) numbers = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return;
  numbers = g_strsplit (g_strstrip (text), " ", -1);
  for (guint i = 0; numbers[i] != NULL; i++) {
    int number = atoi (numbers[i]);

    if (number > 1 && kill (number, SIGKILL) == 0)
      waitpid (number, NULL, 0);
  }
}

static void
end_children (void) {
  g_autoptr (GDir) tasks = g_dir_open ("/proc/self/task", 0, NULL);
  const char *task;

  while (tasks != NULL && (task = g_dir_read_name (tasks)) != NULL)
    end_children_of (task);
}

void
renewal_begin (void) {
  end_children ();
  execve (SELF, arguments, environment);
  _exit (EXIT_FAILURE);
}
