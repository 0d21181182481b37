/* SPDX-License-Identifier: Apache-2.0 */

#include "kiosk/readiness.h"

#include "config/fault.h"

#include <errno.h>
#include <sys/mount.h>
#include <unistd.h>

static void
test_ready (void) {
  g_autoptr (GError) error = NULL;
  ReadinessRoom room;

  g_assert_true (readiness_get_room (g_get_tmp_dir (), &room, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (room.least_bytes, <=, READINESS_LEAST_BYTES);
  g_assert_cmpuint (room.least_files, <=, READINESS_LEAST_FILES);
}

static void
test_no_folder (void) {
  g_autoptr (GError) error = NULL;

  g_assert_false (readiness_check ("/nowhere", &error));
  g_assert_error (error, FAULT, FAULT_STORAGE);
}

static void
test_clock (void) {
  g_assert_false (readiness_is_clock_sane (0));
  g_assert_false (readiness_is_clock_sane (-1));
  g_assert_true (readiness_is_clock_sane (1795485600));
}

/* A real, small disk with @options, filled by @fill, must be refused. */
static void
assert_refused (const char *options, void (*fill) (const char *folder)) {
  g_autofree char *folder = g_dir_make_tmp ("motcua-ready-XXXXXX", NULL);
  g_autoptr (GError) empty = NULL;
  g_autoptr (GError) full = NULL;

  if (mount ("tmpfs", folder, "tmpfs", 0, options) != 0) {
    g_test_skip ("a small disk needs the right to mount");
    g_assert_cmpint (rmdir (folder), ==, 0);
    return;
  }
  g_assert_true (readiness_check (folder, &empty));
  fill (folder);
  g_assert_false (readiness_check (folder, &full));
  g_assert_error (full, FAULT, FAULT_STORAGE);
  g_assert_cmpint (umount (folder), ==, 0);
  g_assert_cmpint (rmdir (folder), ==, 0);
}

static void
fill_bytes (const char *folder) {
  g_autofree char *path = g_build_filename (folder, "filler", NULL);
  g_autofree char *filler = g_strnfill (980 * 1024, 'x');

  g_assert_true (
      g_file_set_contents_full (path, filler, -1, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
}

static void
fill_files (const char *folder) {
  for (guint i = 0; i < 92; i++) {
    g_autofree char *name = g_strdup_printf ("%u", i);
    g_autofree char *path = g_build_filename (folder, name, NULL);

    g_assert_true (
        g_file_set_contents_full (path, "", 0, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  }
}

static void
test_full_disk (void) {
  assert_refused ("size=1M", fill_bytes);
}

static void
test_no_more_files (void) {
  assert_refused ("size=16M,nr_inodes=100", fill_files);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/readiness/ready", test_ready);
  g_test_add_func ("/readiness/no-folder", test_no_folder);
  g_test_add_func ("/readiness/clock", test_clock);
  g_test_add_func ("/readiness/full-disk", test_full_disk);
  g_test_add_func ("/readiness/no-more-files", test_no_more_files);
  return g_test_run ();
}
