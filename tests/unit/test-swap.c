/* SPDX-License-Identifier: Apache-2.0 */

/* Which swap gives pages away, and when that keeps the station from starting. */

#include "config/swap.h"

#include "config/fault.h"

#include <glib/gstdio.h>

#include <string.h>

#define HEADING "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n"

static char *
write_file (const char *text) {
  g_autoptr (GError) error = NULL;
  char *path = NULL;
  int fd = g_file_open_tmp ("swap-XXXXXX", &path, &error);

  g_assert_no_error (error);
  g_close (fd, NULL);
  g_assert_true (g_file_set_contents (path, text, -1, &error));
  return path;
}

static void
assert_found (const char *list, const char *expected) {
  g_autofree char *path = write_file (list);
  g_autofree char *found = swap_find_plain (path);

  g_assert_cmpstr (found, ==, expected);
  g_unlink (path);
}

static void
test_find (void) {
  assert_found (HEADING, NULL);
  assert_found ("", NULL);
  assert_found (HEADING "/dev/zram0 partition 100 0 100\n", NULL);
  assert_found (HEADING "/dev/sdz9                 partition\t100\t0\t-2\n", "/dev/sdz9");
  assert_found (HEADING "/dev/zram0 partition 100 0 100\n/swapfile file 100 0 -2\n",
                "/swapfile");
}

static Settings *
load (const char *text) {
  g_autofree char *path = write_file (text);
  g_autoptr (GError) error = NULL;
  Settings *settings = settings_load (path, &error);

  g_assert_no_error (error);
  g_unlink (path);
  return settings;
}

static void
test_check (void) {
  g_autofree char *plain = write_file (HEADING "/dev/sdz9 partition 100 0 -2\n");
  g_autofree char *none = write_file (HEADING);
  g_autoptr (Settings) usual = load ("");
  g_autoptr (Settings) strict = load ("[store]\nplain_swap=refuse\n");
  g_autoptr (GError) error = NULL;

  g_assert_true (swap_check (usual, plain, &error));
  g_assert_true (swap_check (strict, none, &error));
  g_assert_no_error (error);
  g_assert_false (swap_check (strict, plain, &error));
  g_assert_error (error, FAULT, FAULT_CONFIG);
  g_assert_nonnull (strstr (error->message, "/dev/sdz9"));
  g_unlink (plain);
  g_unlink (none);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/swap/find", test_find);
  g_test_add_func ("/swap/check", test_check);
  return g_test_run ();
}
