/* SPDX-License-Identifier: Apache-2.0 */

/* The adapter against a portal that lies: each test is a conversation of which every
 * answer is written down. Nothing but the whole true one may end in "done". */

#include "upload/opencps.h"

#include "config/durable.h"
#include "tests/unit/mouthpiece.h"
#include "tests/unit/outpost.h"
#include "tests/unit/recall.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MOST_BYTES (16 * 1024 * 1024)
#define NONE_FOUND "{\"total\":0,\"data\":[]}"

typedef struct {
  Outpost *outpost;
  Mouthpiece *mouthpiece;
  Portal *portal;
  Recall *recall;
  Dossier *dossier;
  Vault *vault; /* of the dossier */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data) {
  g_autoptr (GError) error = NULL;
  g_autofree char *mouth = NULL;
  g_autofree char *id = NULL;

  fixture->outpost = outpost_new (NULL);
  mouth = g_build_filename (fixture->outpost->folder, "mouth", NULL);
  g_assert_true (durable_mkdir (mouth, NULL));
  fixture->mouthpiece = mouthpiece_new (mouth);
  fixture->recall = recall_new ();
  fixture->portal = portal_new (mouthpiece_get_settings (fixture->mouthpiece), &error);
  g_assert_no_error (error);
  id = outpost_add_dossier (fixture->outpost, 1);
  fixture->vault = store_open_vault (fixture->outpost->store, id, &error);
  fixture->dossier = store_get_dossier (fixture->outpost->store, id, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data) {
  portal_free (fixture->portal);
  recall_free (fixture->recall);
  mouthpiece_free (fixture->mouthpiece);
  dossier_free (fixture->dossier);
  vault_free (fixture->vault);
  outpost_free (fixture->outpost);
}

static PortalAnswer *
send_dossier (Fixture *fixture) {
  return portal_send (fixture->portal, fixture->dossier, fixture->vault,
                      &fixture->recall->memory);
}

/* --- what the portal says */

static const Paper *
get_paper (Fixture *fixture) {
  return g_ptr_array_index (fixture->dossier->papers, 0);
}

/* A dossier object under @key; @number is JSON text, @more begins with a comma. */
static char *
format_dossier (const char *key, const char *number, const char *code,
                const char *status) {
  return g_strdup_printf (
      "{\"dossierId\":%s,\"referenceUid\":\"%s\",\"dossierNo\":\"%s\","
      "\"dossierStatus\":\"%s\"}",
      number, key, code, status);
}

static void
say_dossier (Fixture *fixture, const char *code, const char *status) {
  g_autofree char *json = format_dossier (fixture->dossier->id, "81234", code, status);

  mouthpiece_say_json (fixture->mouthpiece, json);
}

static void
say_found (Fixture *fixture, const char *code, const char *status) {
  g_autofree char *json = format_dossier (fixture->dossier->id, "81234", code, status);
  g_autofree char *list = g_strdup_printf ("{\"total\":1,\"data\":[%s]}", json);

  mouthpiece_say_json (fixture->mouthpiece, list);
}

static char *
format_file (Fixture *fixture, guint64 size_bytes, gboolean removed) {
  g_autofree char *key = opencps_paper_key_dup (fixture->dossier->id, 1);

  return g_strdup_printf ("{\"dossierFileId\":1,\"referenceUid\":\"%s\","
                          "\"fileSize\":%" G_GUINT64_FORMAT ",\"removed\":%s}",
                          key, size_bytes, removed ? "true" : "false");
}

static void
say_file (Fixture *fixture) {
  g_autofree char *json = format_file (fixture, get_paper (fixture)->size_bytes, FALSE);

  mouthpiece_say_json (fixture->mouthpiece, json);
}

static void
say_listed (Fixture *fixture) {
  g_autofree char *json = format_file (fixture, get_paper (fixture)->size_bytes, FALSE);
  g_autofree char *list = g_strdup_printf ("{\"total\":1,\"data\":[%s]}", json);

  mouthpiece_say_json (fixture->mouthpiece, list);
}

/* The bytes of the paper, the last one changed by @mask. */
static void
say_bytes (Fixture *fixture, int mask) {
  g_autofree char *name = g_build_filename ("sealed", get_paper (fixture)->file, NULL);
  g_autoptr (GBytes) paper = vault_load (fixture->vault, name, MOST_BYTES, NULL);
  g_autofree char *bytes = NULL;
  g_autoptr (GByteArray) answer = g_byte_array_new ();
  g_autofree char *head = NULL;
  gsize size_bytes;

  bytes = g_memdup2 (g_bytes_get_data (paper, &size_bytes), g_bytes_get_size (paper));
  bytes[size_bytes - 1] ^= (char) mask;
  head = g_strdup_printf ("HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n"
                          "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n",
                          size_bytes);
  g_byte_array_append (answer, (const guint8 *) head, (guint) strlen (head));
  g_byte_array_append (answer, (const guint8 *) bytes, (guint) size_bytes);
  mouthpiece_say_bytes (fixture->mouthpiece, answer->data, answer->len);
}

static void
say_status (Fixture *fixture, guint status) {
  g_autofree char *raw
      = g_strdup_printf ("HTTP/1.1 %u Word\r\nContent-Length: 0\r\n\r\n", status);

  mouthpiece_say (fixture->mouthpiece, raw);
}

/* The conversation up to and with the submission. */
static void
say_way_to_submission (Fixture *fixture) {
  mouthpiece_say_json (fixture->mouthpiece, NONE_FOUND);
  say_dossier (fixture, "", "new");
  mouthpiece_say_json (fixture->mouthpiece, NONE_FOUND);
  say_file (fixture);
  mouthpiece_say_json (fixture->mouthpiece, "{\"dossierPartNo\":\"TP01\"}");
  say_dossier (fixture, "H30-0042", "receiving");
}

/* --- the true conversation */

static void
test_done (Fixture *fixture, gconstpointer data) {
  g_autoptr (PortalAnswer) answer = NULL;
  g_autofree char *heard = NULL;
  g_autofree char *key = g_strdup_printf ("referenceUid=%s", fixture->dossier->id);

  say_way_to_submission (fixture);
  say_dossier (fixture, "H30-0042", "receiving");
  say_listed (fixture);
  say_bytes (fixture, 0);
  answer = send_dossier (fixture);
  g_assert_cmpint (answer->outcome, ==, PORTAL_DONE);
  g_assert_cmpstr (answer->portal_id, ==, "81234");
  g_assert_cmpstr (answer->portal_code, ==, "H30-0042");
  g_assert_cmpuint (fixture->recall->numbers, >=, 1);
  g_assert_cmpuint (mouthpiece_count_heard (fixture->mouthpiece), ==, 9);
  heard = mouthpiece_dup_heard (fixture->mouthpiece);
  g_assert_nonnull (strstr (heard, key));
  g_assert_nonnull (strstr (heard, "serviceCode=2.000815"));
  g_assert_nonnull (strstr (heard, "govAgencyCode=000.00.31.H30"));
  g_assert_nonnull (strstr (heard, "originality=3"));
  g_assert_nonnull (strstr (heard, "fileMark=0&recordCount=1"));
}

/* What is there already is not sent again. */
static void
test_resumed (Fixture *fixture, gconstpointer data) {
  g_autoptr (PortalAnswer) answer = NULL;
  g_autofree char *heard = NULL;

  say_found (fixture, "H30-0042", "receiving");
  say_listed (fixture);
  say_dossier (fixture, "H30-0042", "processing");
  say_listed (fixture);
  say_bytes (fixture, 0);
  answer = send_dossier (fixture);
  g_assert_cmpint (answer->outcome, ==, PORTAL_DONE);
  heard = mouthpiece_dup_heard (fixture->mouthpiece);
  g_assert_null (strstr (heard, "POST "));
}

/* A conflict at creation is looked into, and only ours is taken. */
static void
test_conflict (Fixture *fixture, gconstpointer data) {
  g_autoptr (PortalAnswer) ours = NULL;
  g_autoptr (PortalAnswer) nobodys = NULL;

  mouthpiece_say_json (fixture->mouthpiece, NONE_FOUND);
  say_status (fixture, 409);
  say_found (fixture, "H30-0042", "receiving");
  say_listed (fixture);
  say_dossier (fixture, "H30-0042", "receiving");
  say_listed (fixture);
  say_bytes (fixture, 0);
  ours = send_dossier (fixture);
  g_assert_cmpint (ours->outcome, ==, PORTAL_DONE);
  mouthpiece_say_json (fixture->mouthpiece, NONE_FOUND);
  say_status (fixture, 409);
  mouthpiece_say_json (fixture->mouthpiece, NONE_FOUND);
  nobodys = send_dossier (fixture);
  g_assert_cmpint (nobodys->outcome, ==, PORTAL_REFUSED);
}

/* --- lies about the dossier */

static void
assert_answer (Fixture *fixture, PortalOutcome outcome) {
  g_autoptr (PortalAnswer) answer = send_dossier (fixture);

  g_test_message ("%s", answer->sentence);
  g_assert_cmpint (answer->outcome, ==, outcome);
  g_assert_nonnull (answer->sentence);
  mouthpiece_reset (fixture->mouthpiece);
}

static void
test_unclear_find (Fixture *fixture, gconstpointer data) {
  static const char *const answers[] = {
      "{}",
      "{\"total\":0}",
      "{\"total\":1,\"data\":[]}",
      "{\"total\":0,\"data\":{}}",
      "{\"total\":1,\"data\":[7]}",
      "{\"total\":1,\"data\":[{}]}",
      "{\"total\":\"0\",\"data\":[]}",
      "{\"total\":1,\"data\":[{\"dossierId\":\"1\\u00002\"}]}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++) {
    mouthpiece_say_json (fixture->mouthpiece, answers[i]);
    assert_answer (fixture, PORTAL_LATER);
  }
  g_assert_cmpuint (fixture->recall->numbers, ==, 0);
}

static void
test_found_twice (Fixture *fixture, gconstpointer data) {
  g_autofree char *one = format_dossier (fixture->dossier->id, "1", "", "new");
  g_autofree char *two = format_dossier (fixture->dossier->id, "2", "", "new");
  g_autofree char *list = g_strdup_printf ("{\"total\":2,\"data\":[%s,%s]}", one, two);

  mouthpiece_say_json (fixture->mouthpiece, list);
  assert_answer (fixture, PORTAL_REFUSED);
}

static void
test_foreign (Fixture *fixture, gconstpointer data) {
  g_autofree char *json = format_dossier ("somebody-else", "1", "", "new");
  g_autofree char *list = g_strdup_printf ("{\"total\":1,\"data\":[%s]}", json);

  mouthpiece_say_json (fixture->mouthpiece, list);
  assert_answer (fixture, PORTAL_REFUSED);
  mouthpiece_say_json (fixture->mouthpiece, NONE_FOUND);
  mouthpiece_say_json (fixture->mouthpiece, json);
  assert_answer (fixture, PORTAL_REFUSED);
  g_assert_cmpuint (fixture->recall->numbers, ==, 0);
}

/* Numbers and codes end up in addresses, rows and receipts. */
static void
test_hostile_numbers (Fixture *fixture, gconstpointer data) {
  g_autofree char *long_text = g_strnfill (10000, '7');
  g_autofree char *long_number = g_strdup_printf ("\"%s\"", long_text);
  const char *const numbers[] = {"\"../../admin\"",
                                 "\"..\"",
                                 "\"\"",

                                 "\"<b>1</b>\"",
                                 "\"1\\r\\nX: y\"",
                                 "\"a/b\"",
                                 long_number,
                                 "\"\xe2\x80\xae"
                                 "123\""};
  const char *const codes[] = {"<script>", "\\u202e0042", "a b", "1\\n2", long_text};

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++) {
    g_autofree char *json = format_dossier (fixture->dossier->id, numbers[i], "", "new");

    mouthpiece_say_json (fixture->mouthpiece, NONE_FOUND);
    mouthpiece_say_json (fixture->mouthpiece, json);
    assert_answer (fixture, PORTAL_REFUSED);
  }
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++) {
    say_found (fixture, codes[i], "new");
    assert_answer (fixture, PORTAL_REFUSED);
  }
  g_assert_cmpuint (fixture->recall->numbers, ==, 0);
}

static void
test_number_missing (Fixture *fixture, gconstpointer data) {
  const char *const numbers[] = {"null", "0", "-7", "true", "{}", "1.5"};

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++) {
    g_autofree char *json = format_dossier (fixture->dossier->id, numbers[i], "", "new");

    mouthpiece_say_json (fixture->mouthpiece, NONE_FOUND);
    mouthpiece_say_json (fixture->mouthpiece, json);
    assert_answer (fixture, PORTAL_LATER);
  }
}

/* The number is known by now, and the portal says another one, or nothing. */
static void
test_number_changed (Fixture *fixture, gconstpointer data) {
  fixture->dossier->portal_id = g_strdup ("4711");
  say_found (fixture, "", "new");
  assert_answer (fixture, PORTAL_REFUSED);
  mouthpiece_say_json (fixture->mouthpiece, NONE_FOUND);
  assert_answer (fixture, PORTAL_REFUSED);
}

static void
test_turned_away (Fixture *fixture, gconstpointer data) {
  const char *const statuses[]
      = {"denied", "cancelled", "cancelling", "correcting", "unresolved"};

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++) {
    say_found (fixture, "H30-0042", statuses[i]);
    assert_answer (fixture, PORTAL_REFUSED);
  }
}

/* When the number cannot be noted down, nothing more is sent. */
static void
test_not_noted (Fixture *fixture, gconstpointer data) {
  fixture->recall->is_deaf = TRUE;
  mouthpiece_say_json (fixture->mouthpiece, NONE_FOUND);
  say_dossier (fixture, "", "new");
  assert_answer (fixture, PORTAL_LATER);
  g_assert_cmpuint (fixture->recall->numbers, >=, 1);
}

/* --- lies about the files */

static void
test_foreign_files (Fixture *fixture, gconstpointer data) {
  guint64 size_bytes = get_paper (fixture)->size_bytes;
  g_autofree char *whole = format_file (fixture, size_bytes, FALSE);
  g_autofree char *twice = g_strdup_printf ("%s,%s", whole, whole);
  g_autofree char *longer = format_file (fixture, size_bytes + 1, FALSE);
  g_autofree char *removed = format_file (fixture, size_bytes, TRUE);
  const struct {
    guint total;
    const char *data;
  } lists[] = {
      {1, "{\"referenceUid\":\"somebody-else\",\"fileSize\":5}"},
      {1, "{\"fileSize\":5}"},
      {2, twice},
      {1, longer},
      {1, removed},
  };

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++) {
    g_autofree char *list
        = g_strdup_printf ("{\"total\":%u,\"data\":[%s]}", lists[i].total, lists[i].data);

    say_found (fixture, "", "new");
    mouthpiece_say_json (fixture->mouthpiece, list);
    assert_answer (fixture, PORTAL_REFUSED);
  }
}

static void
test_submitted_without_files (Fixture *fixture, gconstpointer data) {
  say_found (fixture, "H30-0042", "receiving");
  mouthpiece_say_json (fixture->mouthpiece, NONE_FOUND);
  assert_answer (fixture, PORTAL_REFUSED);
}

/* --- lies in the proof */

static void
test_not_submitted (Fixture *fixture, gconstpointer data) {
  say_way_to_submission (fixture);
  say_dossier (fixture, "H30-0042", "new");
  assert_answer (fixture, PORTAL_LATER);
  say_way_to_submission (fixture);
  say_dossier (fixture, "H30-0042", "sparkling");
  assert_answer (fixture, PORTAL_LATER);
}

static void
test_file_lost (Fixture *fixture, gconstpointer data) {
  say_way_to_submission (fixture);
  say_dossier (fixture, "H30-0042", "receiving");
  mouthpiece_say_json (fixture->mouthpiece, NONE_FOUND);
  assert_answer (fixture, PORTAL_REFUSED);
}

static void
test_file_changed (Fixture *fixture, gconstpointer data) {
  say_way_to_submission (fixture);
  say_dossier (fixture, "H30-0042", "receiving");
  say_listed (fixture);
  say_bytes (fixture, 1);
  assert_answer (fixture, PORTAL_REFUSED);
}

static void
test_file_unclear (Fixture *fixture, gconstpointer data) {
  const guint statuses[] = {500, 503, 302};

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++) {
    say_way_to_submission (fixture);
    say_dossier (fixture, "H30-0042", "receiving");
    say_listed (fixture);
    say_status (fixture, statuses[i]);
    assert_answer (fixture, PORTAL_LATER);
  }
}

/* --- our own side */

static void
test_manifest_changed (Fixture *fixture, gconstpointer data) {
  g_autofree char *path
      = g_build_filename (vault_get_folder (fixture->vault), "sealed", "manifest.json",
                          NULL);

  g_assert_cmpint (unlink (path), ==, 0);
  assert_answer (fixture, PORTAL_REFUSED);
  g_assert_cmpuint (mouthpiece_count_heard (fixture->mouthpiece), ==, 0);
}

static void
test_probe (Fixture *fixture, gconstpointer data) {
  g_autoptr (PortalAnswer) well = NULL;
  g_autoptr (PortalAnswer) unknown = NULL;

  mouthpiece_say_json (fixture->mouthpiece, NONE_FOUND);
  well = portal_probe (fixture->portal);
  g_assert_cmpint (well->outcome, ==, PORTAL_DONE);
  say_status (fixture, 401);
  unknown = portal_probe (fixture->portal);
  g_assert_cmpint (unknown->outcome, ==, PORTAL_REFUSED);
}

static void
test_paper_key (void) {
  const char *id = "0d5b3a52-7d5f-4c3e-9a37-0c6c4c1f2e11";
  g_autofree char *one = opencps_paper_key_dup (id, 1);
  g_autofree char *again = opencps_paper_key_dup (id, 1);
  g_autofree char *two = opencps_paper_key_dup (id, 2);

  g_assert_true (g_uuid_string_is_valid (one));
  g_assert_cmpint (one[14], ==, '5');
  g_assert_cmpstr (one, ==, again);
  g_assert_cmpstr (one, !=, two);
}

#define ADD(name, function)                                                              \
  g_test_add ("/opencps/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  ADD ("done", test_done);
  ADD ("resumed", test_resumed);
  ADD ("conflict", test_conflict);
  ADD ("unclear-find", test_unclear_find);
  ADD ("found-twice", test_found_twice);
  ADD ("foreign", test_foreign);
  ADD ("hostile-numbers", test_hostile_numbers);
  ADD ("number-missing", test_number_missing);
  ADD ("number-changed", test_number_changed);
  ADD ("turned-away", test_turned_away);
  ADD ("not-noted", test_not_noted);
  ADD ("foreign-files", test_foreign_files);
  ADD ("submitted-without-files", test_submitted_without_files);
  ADD ("not-submitted", test_not_submitted);
  ADD ("file-lost", test_file_lost);
  ADD ("file-changed", test_file_changed);
  ADD ("file-unclear", test_file_unclear);
  ADD ("manifest-changed", test_manifest_changed);
  ADD ("probe", test_probe);
  g_test_add_func ("/opencps/paper-key", test_paper_key);
  return g_test_run ();
}
