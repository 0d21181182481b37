/* SPDX-License-Identifier: Apache-2.0 */

/* A call for staff waits until somebody goes. */

#include "upload/call.h"

#include "tests/unit/storeroom.h"

static void
test_waits (Storeroom *room, gconstpointer data) {
  g_autoptr (Dossier) dossier = storeroom_open_dossier (room->store);
  g_autoptr (GError) error = NULL;
  g_auto (Call) none = {0};
  g_auto (Call) call = {0};

  g_assert_true (call_get (room->store, &none, &error));
  g_assert_cmpuint (none.count, ==, 0);
  g_assert_true (call_add (room->store, dossier->id, &error));
  g_assert_true (call_add (room->store, dossier->id, &error));
  g_assert_true (call_add (room->store, NULL, &error));
  g_assert_true (call_get (room->store, &call, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (call.count, ==, 2); /* one each */
  g_assert_cmpstr (call.dossier, ==, dossier->id);
  g_assert_true (call_answer (room->store, &error));
  g_assert_true (call_get (room->store, &none, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (none.count, ==, 0);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/call/waits", Storeroom, NULL, storeroom_set_up, test_waits,
              storeroom_tear_down);
  return g_test_run ();
}
