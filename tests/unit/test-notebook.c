/* SPDX-License-Identifier: Apache-2.0 */

#include "upload/notebook.h"

#include "tests/unit/storeroom.h"

/* What the store refuses, as on a full disk, is told to the adapter and ends nothing else. */
static void
test_refused (Storeroom *room, gconstpointer data) {
  g_autoptr (Dossier) dossier = storeroom_open_dossier (room->store);
  Notebook notebook = {room->store, dossier, "practice"};
  PortalMemory memory = notebook_get_memory (&notebook);

  g_assert_false (memory.set_number (memory.data, "10001", "H30.31.05-261124-0001"));
  g_assert_false (memory.set (memory.data, "address", "/files/1"));
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/notebook/refused", Storeroom, NULL, storeroom_set_up, test_refused,
              storeroom_tear_down);
  return g_test_run ();
}
