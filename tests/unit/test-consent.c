/* SPDX-License-Identifier: Apache-2.0 */

/* No page without consent, whatever the way into the store; no sending after it was taken
 * back. */

#include "upload/consent.h"

#include "config/fault.h"
#include "tests/unit/storeroom.h"
#include "upload/trail.h"

static const Consent agreed = {"intake", "2026-1", "vi", "screen"};

static Page
make_page (guint number) {
  return (Page){number, number, PAGE_FRONT, (char *) "page.tif",      1,
                1,      1,      1,          (char *) STOREROOM_DIGEST};
}

static void
assert_state (Storeroom *room, const char *id, ConsentState wanted) {
  g_autoptr (GError) error = NULL;
  ConsentState state;

  g_assert_true (consent_get_state (room->store, id, &state, &error));
  g_assert_no_error (error);
  g_assert_cmpint (state, ==, wanted);
}

static void
test_default_is_no (Storeroom *room, gconstpointer data) {
  g_autoptr (Dossier) dossier = storeroom_open_dossier (room->store);
  g_autoptr (GError) error = NULL;
  Page page = make_page (1);

  assert_state (room, dossier->id, CONSENT_NOT_ASKED);
  g_assert_true (consent_ask (room->store, dossier->id, &error));
  assert_state (room, dossier->id, CONSENT_ASKED);
  storeroom_assert_refused (store_add_page (room->store, dossier->id, &page, &error),
                            &error, FAULT_USAGE);
  g_assert_true (consent_give (room->store, dossier->id, &agreed, &error));
  g_assert_no_error (error);
  assert_state (room, dossier->id, CONSENT_GIVEN);
  g_assert_true (store_add_page (room->store, dossier->id, &page, &error));
  g_assert_no_error (error);
}

/* What was agreed to, when and how is there for whoever asks later. */
static void
test_record (Storeroom *room, gconstpointer data) {
  g_autoptr (Dossier) dossier = storeroom_open_dossier (room->store);
  g_autoptr (GPtrArray) decisions = NULL;
  g_autoptr (GError) error = NULL;
  gint64 before = g_get_real_time () / G_USEC_PER_SEC;
  const Decision *given;

  g_assert_true (consent_ask (room->store, dossier->id, &error));
  g_assert_true (consent_give (room->store, dossier->id, &agreed, &error));
  g_assert_true (consent_give (room->store, dossier->id, &agreed, &error));
  decisions = store_get_decisions (room->store, dossier->id, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (decisions->len, ==, 2); /* agreeing twice is agreeing once */
  given = g_ptr_array_index (decisions, 1);
  g_assert_cmpstr (given->kind, ==, "consent-given");
  g_assert_cmpstr (given->reason, ==,
                   "purpose=intake text=2026-1 language=vi method=screen");
  g_assert_cmpint (given->decided_at, >=, before);
}

static void
test_odd_words (Storeroom *room, gconstpointer data) {
  static const Consent odd[] = {{"intake", "1", "vi", NULL},
                                {"intake", "1", "vi", ""},
                                {"in take", "1", "vi", "screen"},
                                {"intake", "1", "vi text=9", "screen"}};
  g_autoptr (Dossier) dossier = storeroom_open_dossier (room->store);
  g_autoptr (GError) error = NULL;

  g_assert_true (consent_ask (room->store, dossier->id, &error));
  for (guint i = 0; i < G_N_ELEMENTS (odd); i++)
    storeroom_assert_refused (consent_give (room->store, dossier->id, &odd[i], &error),
                              &error, FAULT_USAGE);
  assert_state (room, dossier->id, CONSENT_ASKED);
}

static void
test_withdrawn_open (Storeroom *room, gconstpointer data) {
  g_autoptr (Dossier) dossier = storeroom_open_dossier (room->store);
  g_autoptr (GError) error = NULL;

  g_assert_true (consent_ask (room->store, dossier->id, &error));
  g_assert_true (consent_give (room->store, dossier->id, &agreed, &error));
  storeroom_add_page (room->store, dossier->id, 1);
  g_assert_true (consent_withdraw (room->store, dossier->id, &error));
  g_assert_no_error (error);
  assert_state (room, dossier->id, CONSENT_WITHDRAWN);
  g_assert_cmpint (storeroom_get_state (room->store, dossier->id), ==, DOSSIER_WITHDRAWN);
  storeroom_assert_refused (consent_give (room->store, dossier->id, &agreed, &error),
                            &error, FAULT_USAGE);
}

/* What waits in the queue is never claimed afterwards; what is being sent is too late. */
static void
test_withdrawn_queued (Storeroom *room, gconstpointer data) {
  g_autofree char *waiting = storeroom_add_queued (room->store);
  g_autofree char *sent = NULL;
  g_autoptr (Dossier) claimed = NULL;
  g_autoptr (Dossier) none = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (consent_withdraw (room->store, waiting, &error));
  g_assert_no_error (error);
  none = storeroom_claim (room->store, STOREROOM_NOW);
  g_assert_null (none);
  sent = storeroom_add_queued (room->store);
  claimed = storeroom_claim (room->store, STOREROOM_NOW);
  g_assert_cmpstr (claimed->id, ==, sent);
  storeroom_assert_refused (consent_withdraw (room->store, sent, &error), &error,
                            FAULT_USAGE);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func)                                                                  \
  g_test_add (path, Storeroom, NULL, storeroom_set_up, func, storeroom_tear_down)
  ADD ("/consent/default-is-no", test_default_is_no);
  ADD ("/consent/record", test_record);
  ADD ("/consent/odd-words", test_odd_words);
  ADD ("/consent/withdrawn-open", test_withdrawn_open);
  ADD ("/consent/withdrawn-queued", test_withdrawn_queued);
  return g_test_run ();
}
