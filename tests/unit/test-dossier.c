/* SPDX-License-Identifier: Apache-2.0 */

/* The table of moves against the picture in dossier.h, arrow by arrow. */

#include "upload/dossier.h"

static const struct {
  DossierState from, to;
} arrows[] = {
    {DOSSIER_OPEN, DOSSIER_QUEUED},
    {DOSSIER_OPEN, DOSSIER_WITHDRAWN},
    {DOSSIER_QUEUED, DOSSIER_SENDING},
    {DOSSIER_QUEUED, DOSSIER_HELD},
    {DOSSIER_QUEUED, DOSSIER_WITHDRAWN},
    {DOSSIER_SENDING, DOSSIER_ACCEPTED},
    {DOSSIER_SENDING, DOSSIER_DEFERRED},
    {DOSSIER_SENDING, DOSSIER_NEEDS_PERSON},
    {DOSSIER_SENDING, DOSSIER_QUEUED},
    {DOSSIER_DEFERRED, DOSSIER_SENDING},
    {DOSSIER_DEFERRED, DOSSIER_QUEUED},
    {DOSSIER_DEFERRED, DOSSIER_HELD},
    {DOSSIER_DEFERRED, DOSSIER_WITHDRAWN},
    {DOSSIER_HELD, DOSSIER_QUEUED},
    {DOSSIER_HELD, DOSSIER_WITHDRAWN},
    {DOSSIER_HELD, DOSSIER_OPEN},
    {DOSSIER_NEEDS_PERSON, DOSSIER_QUEUED},
    {DOSSIER_NEEDS_PERSON, DOSSIER_WITHDRAWN},
    {DOSSIER_NEEDS_PERSON, DOSSIER_OPEN},
    {DOSSIER_ACCEPTED, DOSSIER_PURGED},
    {DOSSIER_WITHDRAWN, DOSSIER_PURGED},
};

static gboolean
is_drawn (DossierState from, DossierState to) {
  for (guint i = 0; i < G_N_ELEMENTS (arrows); i++) {
    if (arrows[i].from == from && arrows[i].to == to)
      return TRUE;
  }
  return FALSE;
}

static void
test_moves (void) {
  for (guint from = 0; from < DOSSIER_STATES; from++) {
    for (guint to = 0; to < DOSSIER_STATES; to++)
      g_assert_cmpint (dossier_may_move (from, to), ==, is_drawn (from, to));
  }
}

/* Undo leads back only from where a person's move leads, and never out of the portal's hands
 * or the eraser's. */
static void
test_undo (void) {
  for (guint now = 0; now < DOSSIER_STATES; now++) {
    for (guint former = 0; former < DOSSIER_STATES; former++) {
      if (dossier_may_put_back (now, former))
        g_assert_true (dossier_may_move (former, now));
    }
    g_assert_false (dossier_may_put_back (DOSSIER_SENDING, now));
    g_assert_false (dossier_may_put_back (DOSSIER_ACCEPTED, now));
    g_assert_false (dossier_may_put_back (DOSSIER_PURGED, now));
  }
}

/* Once the portal has it, nothing leads back to the queue. */
static void
test_accepted_is_final (void) {
  for (guint to = 0; to < DOSSIER_STATES; to++)
    g_assert_cmpint (dossier_may_move (DOSSIER_ACCEPTED, to), ==, to == DOSSIER_PURGED);
}

static void
test_names (void) {
  DossierState state;

  for (guint i = 0; i < DOSSIER_STATES; i++) {
    g_assert_true (dossier_state_parse (dossier_state_get_name (i), &state));
    g_assert_cmpint (state, ==, i);
  }
  g_assert_false (dossier_state_parse ("QUEUED", &state));
  g_assert_false (dossier_state_parse ("", &state));
  g_assert_false (dossier_state_parse (NULL, &state));
}

static void
test_free (void) {
  g_autoptr (Dossier) dossier = dossier_new ();

  g_assert_cmpuint (dossier->papers->len, ==, 0);
  g_ptr_array_add (dossier->papers, g_new0 (Paper, 1));
  dossier_free (NULL);
  paper_free (NULL);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dossier/moves", test_moves);
  g_test_add_func ("/dossier/undo", test_undo);
  g_test_add_func ("/dossier/accepted-is-final", test_accepted_is_final);
  g_test_add_func ("/dossier/names", test_names);
  g_test_add_func ("/dossier/free", test_free);
  return g_test_run ();
}
