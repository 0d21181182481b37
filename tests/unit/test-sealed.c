/* SPDX-License-Identifier: Apache-2.0 */

/* Reading sealed files from any place, and refusing what is none. */

#include "upload/sealed.h"

#include "config/durable.h"
#include "config/fault.h"
#include "tests/unit/strongroom.h"

#include <string.h>
#include <unistd.h>

#define TEXT   "hello"
#define DIGEST "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"

static char *
make_folder (void) {
  char *folder = g_dir_make_tmp ("motcua-sealed-XXXXXX", NULL);
  g_autofree char *sealed = g_build_filename (folder, "sealed", NULL);
  g_autofree char *path = g_build_filename (sealed, "a.pdf", NULL);
  g_autoptr (Vault) vault = strongroom_open (folder);
  g_autofree char *link = g_build_filename (sealed, "link.pdf", NULL);

  g_assert_true (durable_mkdir (sealed, NULL));
  strongroom_put (vault, "sealed/a.pdf", TEXT, -1);
  g_assert_cmpint (symlink (path, link), ==, 0);
  return folder;
}

static void
test_read (void) {
  g_autofree char *folder = make_folder ();
  g_autoptr (Vault) vault = strongroom_open (folder);
  g_autoptr (GError) error = NULL;
  g_autoptr (Sealed) sealed = sealed_open (vault, "a.pdf", &error);
  char bytes[8];

  g_assert_no_error (error);
  g_assert_cmpuint (sealed_get_size (sealed), ==, strlen (TEXT));
  g_assert_cmpint (sealed_read (sealed, 3, bytes, sizeof bytes), ==, 2);
  g_assert_cmpmem (bytes, 2, "lo", 2);
  g_assert_cmpint (sealed_read (sealed, 5, bytes, sizeof bytes), ==, 0);
  g_assert_true (sealed_check (sealed, 5, DIGEST));
  g_assert_false (sealed_check (sealed, 4, DIGEST));
  g_assert_false (sealed_check (sealed, 5, NULL));
  g_assert_false (sealed_check (sealed, 5, "00"));
  g_assert_true (durable_remove (folder, NULL));
}

static void
test_refused (void) {
  const char *const names[] = {"link.pdf", "absent.pdf", "."};
  g_autofree char *folder = make_folder ();
  g_autoptr (Vault) vault = strongroom_open (folder);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (sealed_open (vault, names[i], &error));
    g_assert_error (error, FAULT, FAULT_STORAGE);
  }
  g_assert_true (durable_remove (folder, NULL));
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sealed/read", test_read);
  g_test_add_func ("/sealed/refused", test_refused);
  return g_test_run ();
}
