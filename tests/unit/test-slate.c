/* SPDX-License-Identifier: Apache-2.0 */

#include "scan/slate.h"

#include "config/fault.h"

#include <glib/gstdio.h>

#include <sys/stat.h>
#include <unistd.h>

static char *
make_path (void) {
  g_autofree char *folder = g_dir_make_tmp ("motcua-slate-XXXXXX", NULL);

  return g_build_filename (folder, "state", NULL);
}

static void
drop_path (char *path) {
  g_autofree char *folder = g_path_get_dirname (path);

  g_unlink (path);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_free (path);
}

static void
test_kept (void) {
  char *path = make_path ();
  g_autoptr (Slate) first = slate_load (path);
  g_autoptr (Slate) second = NULL;
  guint image = 9;

  g_assert_null (slate_get_fed (first, &image));
  slate_set_fed (first, "a = b\n.png", 3);
  slate_add_strike (first, "sheet 7 = jam once");
  slate_add_strike (first, "sheet 7 = jam once");
  g_assert_true (slate_save (first, NULL));
  second = slate_load (path);
  g_assert_cmpstr (slate_get_fed (second, &image), ==, "a = b\n.png");
  g_assert_cmpuint (image, ==, 3);
  g_assert_cmpuint (slate_get_strikes (second, "sheet 7 = jam once"), ==, 2);
  g_assert_cmpuint (slate_get_strikes (second, "sheet 8 = jam once"), ==, 0);
  slate_set_fed (second, NULL, 0);
  g_assert_null (slate_get_fed (second, &image));
  drop_path (path);
}

/* Without a file it forgets; what makes no sense is nothing. */
static void
test_strange (void) {
  static const char *const texts[] = {
      "",
      "[stack]\nfed",
      "[strikes]\n1=\n2=x\n3=-1 sheet\n4=3",
      "\xff\xfe",
      "[stack]\nimage=99999999999\n",
      "[strikes]\n1=99999999999999999999 sheet 1 = jam\n",
  };
  char *path = make_path ();
  g_autoptr (Slate) none = slate_load (NULL);
  guint image;

  slate_set_fed (none, "x", 0);
  g_assert_true (slate_save (none, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (Slate) slate = NULL;

    g_assert_true (g_file_set_contents (path, texts[i], -1, NULL));
    slate = slate_load (path);
    g_assert_null (slate_get_fed (slate, &image));
    g_assert_cmpuint (slate_get_strikes (slate, "sheet 1 = jam"), ==, 0);
  }
  g_unlink (path);
  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  slate_free (slate_load (path));
  drop_path (path);
}

/* A link that somebody laid there is replaced, not followed. */
static void
test_link (void) {
  char *path = make_path ();
  g_autofree char *target = g_strconcat (path, "-target", NULL);
  g_autoptr (Slate) slate = NULL;
  g_autofree char *text = NULL;

  g_assert_true (g_file_set_contents (target, "[stack]\nfed=x\n", -1, NULL));
  g_assert_cmpint (symlink (target, path), ==, 0);
  slate = slate_load (path);
  slate_set_fed (slate, "y", 0);
  g_assert_true (slate_save (slate, NULL));
  g_assert_true (g_file_get_contents (target, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "[stack]\nfed=x\n");
  g_unlink (target);
  drop_path (path);
}

static void
test_no_room (void) {
  g_autoptr (Slate) slate = slate_load ("/no/such/folder/state");
  g_autoptr (GError) error = NULL;

  slate_set_fed (slate, "x", 0);
  g_assert_false (slate_save (slate, &error));
  g_assert_error (error, FAULT, FAULT_STORAGE);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/slate/kept", test_kept);
  g_test_add_func ("/slate/strange", test_strange);
  g_test_add_func ("/slate/link", test_link);
  g_test_add_func ("/slate/no-room", test_no_room);
  return g_test_run ();
}
