/* SPDX-License-Identifier: Apache-2.0 */

#include "scan/page.h"

static void
test_name (void) {
  g_autofree char *first = page_name_dup (1);
  g_autofree char *last = page_name_dup (2000);

  g_assert_cmpstr (first, ==, "page-0001.tif");
  g_assert_cmpstr (last, ==, "page-2000.tif");
}

static void
test_free (void) {
  page_free (g_new0 (Page, 1));
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/page/name", test_name);
  g_test_add_func ("/page/free", test_free);
  return g_test_run ();
}
