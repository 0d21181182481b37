/* SPDX-License-Identifier: Apache-2.0 */

/* One suite for every adapter: the same cases against the practice portal, each format by
 * form and by tus. Whatever goes wrong, what is called done is there once, and what is not
 * there is not called done. The portal's program is the first argument. */

#include "upload/portal.h"

#include "tests/unit/outpost.h"
#include "tests/unit/recall.h"

#include <string.h>

static const char *program;

/* The portals of the practice portal's settings. */
static const char *const portals[] = {
    "practice", "practice-tus", "dvcqg", "dvcqg-tus", "dvcqg-plain",
    "sixstep",  "sixstep-tus",  "igate", "igate-tus",
};

/* What an attempt under a fault must come to; after the fault, the dossier arrives, unless
 * a person must look first. */
typedef struct {
  const char *name;
  const char *faults[3]; /* NULL-terminated */
  PortalOutcome outcome;
  const char *only; /* names of portals begin so; NULL: all */
} Case;

static const Case cases[] = {
    {"accept", {NULL}, PORTAL_DONE, NULL},
    {"refuse", {"422@create", NULL}, PORTAL_REFUSED, NULL},
    {"supplement", {"supplement@find", NULL}, PORTAL_REFUSED, "practice"},
    {"supplement", {"supplement@find", NULL}, PORTAL_REFUSED, "dvcqg"},
    {"supplement", {"supplement@find", NULL}, PORTAL_REFUSED, "igate"},
    {"supplement", {"supplement@find", NULL}, PORTAL_REFUSED, "sixstep"},
    {"slow", {"late@create:1", NULL}, PORTAL_DONE, NULL},
    {"tus-slow", {"late@patch:1", NULL}, PORTAL_DONE, "sixstep-tus"},
    {"tus-slow", {"late@upload:1", NULL}, PORTAL_DONE, "igate-tus"},
    {"lost-create", {"lost@create:1", NULL}, PORTAL_LATER, NULL},
    {"lost-twice", {"lost@create:1", "lost@find:1", NULL}, PORTAL_LATER, NULL},
    {"lost-file", {"lost@file:1", NULL}, PORTAL_LATER, "sixstep"},
    {"lost-submit", {"lost@submit:1", NULL}, PORTAL_LATER, "practice"},
    {"lost-progress", {"lost@progress:1", NULL}, PORTAL_LATER, "dvcqg"},
    {"lost-progress", {"lost@progress:1", NULL}, PORTAL_LATER, "sixstep"},
    {"cut-answer", {"truncated@create:1", NULL}, PORTAL_LATER, "practice"},
    {"bad-request", {"400@create", NULL}, PORTAL_REFUSED, NULL},
    {"forbidden", {"403@create", NULL}, PORTAL_REFUSED, NULL},
    {"unknown", {"401", NULL}, PORTAL_REFUSED, NULL},
    {"token-over", {"401@create:1", NULL}, PORTAL_DONE, "sixstep"},
    {"token-over", {"401@create:1", NULL}, PORTAL_DONE, "igate"},
    {"session-over", {"401@create:1", NULL}, PORTAL_DONE, "dvcqg"},
    {"busy", {"503+5@create:1", NULL}, PORTAL_LATER, NULL},
    {"too-many", {"429+86400@create:1", NULL}, PORTAL_LATER, "practice"},
    {"gateway", {"502@create:1", NULL}, PORTAL_LATER, "practice"},
    {"captive", {"html@create:1", NULL}, PORTAL_LATER, NULL},
    {"redirect", {"redirect@create:1", NULL}, PORTAL_LATER, "practice"},
    {"no-json", {"not-json@create:1", NULL}, PORTAL_LATER, "practice"},
    {"empty", {"empty@create:1", NULL}, PORTAL_LATER, NULL},
    {"wrong-schema", {"wrong-schema@create:1", NULL}, PORTAL_LATER, NULL},
    {"wrong-schema", {"wrong-schema@find:1", NULL}, PORTAL_LATER, "practice"},
    {"wrong-schema", {"wrong-schema@files:1", NULL}, PORTAL_LATER, "practice"},
    {"wrong-schema", {"wrong-schema@find:1", NULL}, PORTAL_LATER, "dvcqg"},
    {"wrong-schema", {"wrong-schema@find:1", NULL}, PORTAL_LATER, "sixstep"},
    {"wrong-schema", {"wrong-schema@find:1", NULL}, PORTAL_LATER, "igate"},
    {"wrong-schema", {"wrong-schema@file:1", NULL}, PORTAL_LATER, "dvcqg"},
    {"wrong-schema", {"wrong-schema@file:1", NULL}, PORTAL_LATER, "sixstep"},
    {"wrong-schema", {"wrong-schema@file:1", NULL}, PORTAL_LATER, "igate"},
    {"wrong-schema", {"wrong-schema@number:1", NULL}, PORTAL_LATER, "sixstep"},
    {"wrong-schema", {"wrong-schema@number:1", NULL}, PORTAL_LATER, "igate"},
    {"wrong-schema", {"wrong-schema@token:1", NULL}, PORTAL_LATER, "sixstep"},
    {"wrong-schema", {"wrong-schema@token:1", NULL}, PORTAL_LATER, "igate"},
    {"two-words", {"two-words@create:1", NULL}, PORTAL_LATER, NULL},
    {"only-accepted", {"accepted@create:1", NULL}, PORTAL_LATER, NULL},
    {"foreign", {"foreign@create:1", NULL}, PORTAL_REFUSED, "practice"},
    {"foreign", {"foreign@create:1", NULL}, PORTAL_REFUSED, "sixstep"},
    {"foreign", {"foreign@create:1", NULL}, PORTAL_REFUSED, "igate"},
    {"foreign", {"foreign@find", NULL}, PORTAL_REFUSED, "dvcqg"},
    {"wrong-hash", {"wrong-hash@file", NULL}, PORTAL_REFUSED, "sixstep"},
    {"wrong-hash", {"wrong-hash@file", NULL}, PORTAL_REFUSED, "dvcqg"},
    {"wrong-bytes", {"wrong-bytes@readback", NULL}, PORTAL_REFUSED, "practice"},
    {"wrong-bytes", {"wrong-bytes@readback", NULL}, PORTAL_REFUSED, "igate"},
    {"half-chunk", {"half-chunk@create:1", NULL}, PORTAL_LATER, "practice"},
    {"big-header", {"big-header@create:1", NULL}, PORTAL_LATER, "practice"},
    {"two-lengths", {"two-lengths@create:1", NULL}, PORTAL_LATER, "practice"},
    {"reset", {"reset@create:1", NULL}, PORTAL_LATER, "practice"},
    {"cookies", {"cookies@create:1", NULL}, PORTAL_DONE, "practice"},
    {"http10", {"http10@create:1", NULL}, PORTAL_DONE, "practice"},
    {"twice", {"twice@create:1", NULL}, PORTAL_DONE, NULL},
    {"tus-conflict", {"409@patch:1", NULL}, PORTAL_DONE, "sixstep-tus"},
    {"tus-checksum", {"460@patch:1", NULL}, PORTAL_DONE, "sixstep-tus"},
    {"tus-gone", {"410@offset:1", NULL}, PORTAL_DONE, "sixstep-tus"},
    {"tus-lost", {"lost@patch:1", NULL}, PORTAL_DONE, "sixstep-tus"},
    {"tus-locked", {"423@patch:1", NULL}, PORTAL_LATER, "igate-tus"},
    {"tus-lost-begin", {"lost@upload:1", NULL}, PORTAL_LATER, "dvcqg-tus"},
};

typedef struct {
  Outpost *outpost;
  const char *portal;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data) {
  fixture->outpost = outpost_new (program);
  fixture->portal = data;
  fixture->outpost->route = data;
}

static void
tear_down (Fixture *fixture, gconstpointer data) {
  outpost_free (fixture->outpost);
}

/* One attempt at the files of @id under the key and code of @other, by a process that has
 * just begun and knows what @recall says. */
static PortalAnswer *
send_as (Fixture *fixture, const char *id, const char *other, Recall *recall) {
  g_autoptr (GError) error = NULL;
  g_autoptr (Settings) settings = settings_load (fixture->outpost->conf, &error);
  g_autoptr (Dossier) dossier = store_get_dossier (fixture->outpost->store, id, &error);
  g_autoptr (Dossier) named = store_get_dossier (fixture->outpost->store, other, &error);
  g_autoptr (Vault) vault = store_open_vault (fixture->outpost->store, id, NULL);
  g_autoptr (Portal) portal
      = portal_new (settings_get_portal (settings, fixture->portal), &error);

  g_assert_no_error (error);
  g_free (dossier->id);
  g_free (dossier->code);
  dossier->id = g_strdup (named->id);
  dossier->code = g_strdup (named->code);
  dossier->portal_id = g_strdup (recall->portal_id);
  dossier->portal_code = g_strdup (recall->portal_code);
  return portal_send (portal, dossier, vault, &recall->memory);
}

static PortalAnswer *
send_dossier (Fixture *fixture, const char *id, Recall *recall) {
  return send_as (fixture, id, id, recall);
}

static guint
count_filings (Fixture *fixture) {
  g_autofree char *folder = g_build_filename (fixture->outpost->portal, "dossiers", NULL);
  g_autoptr (GDir) entries = g_dir_open (folder, 0, NULL);
  const char *name;
  guint count = 0;

  while (entries != NULL && (name = g_dir_read_name (entries)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, "dossier.json", NULL);

    count += g_file_test (path, G_FILE_TEST_EXISTS);
  }
  return count;
}

/* Every file of the dossier is in the portal's newest one, and so is the mark of the trail. */
static void
assert_held (Fixture *fixture, const char *id, guint number) {
  g_autoptr (Dossier) dossier = store_get_dossier (fixture->outpost->store, id, NULL);
  g_autofree char *path = g_strdup_printf ("%s/dossiers/%u/dossier.json",
                                           fixture->outpost->portal, 10000 + number);
  g_autofree char *text = NULL;
  g_autofree char *mark = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  for (guint i = 0; i < dossier->papers->len; i++)
    g_assert_nonnull (strstr (text, ((Paper *) dossier->papers->pdata[i])->sha256));
  g_assert_nonnull (dossier->mark);
  mark = g_strdup_printf ("\"audit_mark\" : \"%s\"", dossier->mark);
  g_assert_nonnull (strstr (text, mark));
  g_assert_null (strstr (text, "\"submitDate\": 0"));
}

static void
assert_done (Fixture *fixture, const char *id, const PortalAnswer *answer, guint number) {
  g_test_message ("%s: %s", fixture->portal, answer->sentence);
  g_assert_cmpint (answer->outcome, ==, PORTAL_DONE);
  g_assert_cmpint (answer->proof, !=, PORTAL_PROOF_NONE);
  g_assert_nonnull (answer->portal_id);
  g_assert_nonnull (answer->portal_code);
  g_assert_cmpuint (count_filings (fixture), ==, number);
  assert_held (fixture, id, number);
}

/* From the next request on the portal plays these, and nothing else. */
static void
set_faults (Fixture *fixture, const char *const *faults) {
  g_autofree char *path = g_build_filename (fixture->outpost->portal, "faults", NULL);
  g_autofree char *text = g_strjoinv ("\n", (char **) faults);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

/* The number of dossiers that stand at the portal after the case. */
static guint
run_case (Fixture *fixture, const Case *one, guint before) {
  const char *const none[] = {NULL};
  g_autofree char *id = outpost_add_dossier (fixture->outpost, 2);
  Recall *recall = recall_new ();
  g_autoptr (PortalAnswer) first = NULL;

  set_faults (fixture, one->faults);
  first = send_dossier (fixture, id, recall);
  g_test_message ("%s, %s: %s", fixture->portal, one->name, first->sentence);
  g_assert_cmpint (first->outcome, ==, one->outcome);
  set_faults (fixture, none);
  if (first->outcome != PORTAL_REFUSED) {
    g_autoptr (PortalAnswer) again = send_dossier (fixture, id, recall);

    assert_done (fixture, id, again, before + 1);
  }
  recall_free (recall);
  return count_filings (fixture);
}

/* An accepted dossier that is sent once more, as after a crash before the last word was
 * kept: it is done, and stands there once. */
static guint
replay (Fixture *fixture, guint before) {
  g_autofree char *id = outpost_add_dossier (fixture->outpost, 2);
  Recall *recall = recall_new ();

  for (guint i = 0; i < 3; i++) {
    g_autoptr (PortalAnswer) answer = send_dossier (fixture, id, recall);

    assert_done (fixture, id, answer, before + 1);
  }
  recall_free (recall);
  return before + 1;
}

static char *
load_newest (Fixture *fixture, guint number) {
  g_autofree char *path = g_strdup_printf ("%s/dossiers/%u/dossier.json",
                                           fixture->outpost->portal, 10000 + number);
  char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return text;
}

/* What stands at the portal under our key or number is another's: it is not taken for ours,
 * and not one byte of it is changed. */
static guint
meet_foreign (Fixture *fixture, guint before) {
  const char *const used[] = {"used-number@number", NULL};
  const char *const none[] = {NULL};
  g_autofree char *theirs = outpost_add_dossier (fixture->outpost, 2);
  g_autofree char *ours = outpost_add_dossier (fixture->outpost, 1);
  Recall *their_recall = recall_new (), *our_recall = recall_new ();
  g_autoptr (PortalAnswer) first = send_dossier (fixture, theirs, their_recall);
  g_autofree char *standing = load_newest (fixture, before + 1);
  g_autoptr (PortalAnswer) second = NULL;
  g_autofree char *after = NULL;

  g_assert_cmpint (first->outcome, ==, PORTAL_DONE);
  set_faults (fixture, used);
  second = send_as (fixture, ours, theirs, our_recall);
  set_faults (fixture, none);
  g_test_message ("%s, foreign duplicate: %s", fixture->portal, second->sentence);
  g_assert_cmpint (second->outcome, ==, PORTAL_REFUSED);
  g_assert_cmpint (second->proof, ==, PORTAL_PROOF_NONE);
  after = load_newest (fixture, before + 1);
  g_assert_cmpstr (after, ==, standing);
  g_assert_cmpuint (count_filings (fixture), ==, before + 1);
  recall_free (their_recall);
  recall_free (our_recall);
  return before + 1;
}

static gboolean
fits (const char *portal, const Case *one) {
  gboolean about_files = g_str_has_suffix (portal, "-tus");

  if (one->only != NULL && !g_str_has_prefix (portal, one->only))
    return FALSE;
  if (g_str_equal (one->name, "session-over") && g_str_has_suffix (portal, "-plain"))
    return FALSE; /* it has no sessions */
  /* How files go makes no difference to most of what can go wrong. */
  return !about_files || g_str_has_prefix (one->name, "tus-")
         || g_str_equal (one->name, "accept") || g_str_equal (one->name, "lost-create");
}

static void
test_cases (Fixture *fixture, gconstpointer data) {
  guint filings = 0;

  outpost_open_portal (fixture->outpost, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    if (fits (fixture->portal, &cases[i]))
      filings = run_case (fixture, &cases[i], filings);
  }
  filings = replay (fixture, filings);
  meet_foreign (fixture, filings);
}

/* On a file system in memory: what is proved here is not that a disk is awaited. */
int
main (int argc, char **argv) {
  if (g_file_test ("/dev/shm", G_FILE_TEST_IS_DIR))
    g_setenv ("TMPDIR", "/dev/shm", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, >, 1);
  program = argv[1];
  for (guint i = 0; i < G_N_ELEMENTS (portals); i++) {
    g_autofree char *path = g_strdup_printf ("/contract/%s", portals[i]);

    g_test_add (path, Fixture, portals[i], set_up, test_cases, tear_down);
  }
  return g_test_run ();
}
