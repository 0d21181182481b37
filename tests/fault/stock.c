/* SPDX-License-Identifier: Apache-2.0 */

/* stock STORE PORTAL COUNT PAPERS NOISE_PX: puts COUNT sealed dossiers for PORTAL ("-": none) into STORE,
 * each with PAPERS papers of one page; pages of NOISE_PX a side are full of noise, 0 is a
 * small blank one. Prints their ids. */

#include "tests/unit/outpost.h"

#include <stdio.h>
#include <stdlib.h>

int
main (int argc, char **argv) {
  Outpost outpost = {NULL};
  g_autoptr (GError) error = NULL;

  if (argc != 6)
    return 2;
  outpost.store = store_open (argv[1], NULL, &error);
  g_assert_no_error (error);
  outpost.route = g_str_equal (argv[2], "-") ? NULL : argv[2];
  outpost.noise_px = (guint) strtoul (argv[5], NULL, 10);
  for (guint i = 0; i < strtoul (argv[3], NULL, 10); i++) {
    g_autofree char *id
        = outpost_add_dossier (&outpost, (guint) strtoul (argv[4], NULL, 10));

    printf ("%s\n", id);
    fflush (stdout); /* acknowledged: from here on it must never be lost */
  }
  store_free (outpost.store);
  return EXIT_SUCCESS;
}
