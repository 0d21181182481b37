/* SPDX-License-Identifier: Apache-2.0 */

/* Replaying proves what a page's image is made of: the raw page, the recipe in its reading,
 * and nothing else. It decodes the page, so that it is a reader's work, behind the same
 * walls; the reader says itself whether the bytes are the same. */

#include "kiosk/replay.h"

#include "config/fault.h"
#include "config/layout.h"

#include <gio/gio.h>

#include <string.h>

static GSubprocess *
spawn_reader (const char *path, const char *json_path, GError **error) {
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
      G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autofree char *program = layout_program_dup ("motcua-read");
  g_autoptr (GError) cause = NULL;
  GSubprocess *process;

  g_subprocess_launcher_setenv (launcher, "OMP_THREAD_LIMIT", "1", TRUE);
  g_subprocess_launcher_set_stdin_file_path (launcher, path);
  process = g_subprocess_launcher_spawn (launcher, &cause, program, "--replay", json_path,
                                         NULL);
  if (process == NULL)
    g_set_error (error, FAULT, FAULT_CONFIG, "cannot start %s: %s", program,
                 cause->message);
  return process;
}

gboolean
replay_page (const char *path, const char *json_path, GError **error) {
  g_autoptr (GSubprocess) process = spawn_reader (path, json_path, error);
  g_autofree char *said = NULL;
  g_autoptr (GError) cause = NULL;

  if (process == NULL)
    return FALSE;
  if (!g_subprocess_communicate_utf8 (process, NULL, NULL, NULL, &said, &cause)) {
    g_set_error_literal (error, FAULT, FAULT_TEMPORARY, cause->message);
    return FALSE;
  }
  if (g_subprocess_get_successful (process))
    return TRUE;
  g_set_error_literal (error, FAULT, FAULT_IMAGE,
                       said != NULL ? g_strstrip (said) : "the reader has ended");
  return FALSE;
}
