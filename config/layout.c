/* SPDX-License-Identifier: Apache-2.0 */

/* The build folder mirrors the source folder, so data of `config/` is built into
 * BUILD/config/; installation keeps the same relative names below PREFIX/share/motcua. */

#include "config/layout.h"

#include <string.h>
#include <unistd.h>

#define PROGRAM_PATH_BYTES 4096

static char *
find_program_folder (void) {
  g_autofree char *path = g_malloc0 (PROGRAM_PATH_BYTES);

  if (readlink ("/proc/self/exe", path, PROGRAM_PATH_BYTES - 1) < 0)
    return g_strdup (".");
  return g_path_get_dirname (path);
}

/* Programs of tests live below the build folder and use the same parts. */
static char *
find_build_folder (void) {
  g_autofree char *folder = find_program_folder ();

  for (guint up = 0; up < 4; up++) {
    g_autofree char *mark = g_build_filename (folder, "meson-info", NULL);
    g_autofree char *parent = g_path_get_dirname (folder);

    if (g_file_test (mark, G_FILE_TEST_IS_DIR))
      return g_steal_pointer (&folder);
    g_free (folder);
    folder = g_steal_pointer (&parent);
  }
  return NULL;
}

char *
layout_program_dup (const char *name) {
  g_autofree char *build = find_build_folder ();
  g_autofree char *folder = find_program_folder ();

  return g_build_filename (build != NULL ? build : folder, name, NULL);
}

char *
layout_data_dup (const char *name) {
  g_autofree char *build = find_build_folder ();
  g_autofree char *folder = find_program_folder ();

  if (build != NULL)
    return g_build_filename (build, name, NULL);
  return g_build_filename (folder, "..", "share", "motcua", name, NULL);
}

char *
layout_hopper_dup (void) {
  g_autofree char *build = find_build_folder ();
  g_autofree char *folder = find_program_folder ();

  if (build != NULL)
    return g_build_filename (build, "scan", NULL);
  return g_build_filename (folder, "..", "lib", "motcua", NULL);
}
