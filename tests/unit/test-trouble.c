/* SPDX-License-Identifier: Apache-2.0 */

/* Faults: what is asked for is played, in order, as often as asked, and nowhere else;
 * what makes no sense is refused; what a false answer looks like. */

#include "upload/practice/reply.h"
#include "upload/practice/trouble.h"

#include "config/fault.h"

#include <string.h>

static TroubleList *
list_new (const char *first, const char *second) {
  const char *specifications[] = {first, second, NULL};
  g_autoptr (GError) error = NULL;
  TroubleList *list = trouble_list_new (specifications, 1, &error);

  g_assert_no_error (error);
  return list;
}

static void
assert_next (TroubleList *list, TroubleStage stage, TroubleKind kind) {
  g_assert_cmpint (trouble_next (list, stage).kind, ==, kind);
}

static void
test_counts_off (void) {
  g_autoptr (TroubleList) list = list_new ("503:2", "lost@create:1");
  Trouble first = trouble_next (list, STAGE_CREATE);

  g_assert_cmpint (first.kind, ==, TROUBLE_STATUS);
  g_assert_cmpuint (first.status, ==, 503);
  g_assert_false (trouble_is_late (first));
  assert_next (list, STAGE_OTHER, TROUBLE_STATUS);
  assert_next (list, STAGE_FILE, TROUBLE_NONE);
  assert_next (list, STAGE_CREATE, TROUBLE_LOST);
  assert_next (list, STAGE_CREATE, TROUBLE_NONE);
}

static void
test_goes_on_for_ever (void) {
  g_autoptr (TroubleList) list = list_new ("html@files", NULL);

  for (guint i = 0; i < 1000; i++) {
    assert_next (list, STAGE_FILES, TROUBLE_HTML);
    assert_next (list, STAGE_FILE, TROUBLE_NONE);
  }
}

static void
test_hits_where_it_makes_sense (void) {
  g_autoptr (TroubleList) list = list_new ("wrong-bytes", "foreign");

  assert_next (list, STAGE_CREATE, TROUBLE_FOREIGN);
  assert_next (list, STAGE_READBACK, TROUBLE_WRONG_BYTES);
  assert_next (list, STAGE_OTHER, TROUBLE_NONE);
}

static void
test_plays_nothing_unasked (void) {
  g_autoptr (TroubleList) list = trouble_list_new (NULL, 1, NULL);

  for (TroubleStage stage = STAGE_FIND; stage <= STAGE_OTHER; stage++)
    assert_next (list, stage, TROUBLE_NONE);
  g_assert_true (trouble_is_late ((Trouble){TROUBLE_NONE, 0}));
}

static void
test_refuses_nonsense (void) {
  static const char *const bad[] = {"",
                                    "status",
                                    "399",
                                    "600",
                                    "5000",
                                    "Lost",
                                    "lost@",
                                    "lost@x",
                                    "lost:",
                                    "lost:0",
                                    "lost:-1",
                                    "lost:1x",
                                    "lost@file@file",
                                    "lost:1:1",
                                    ":1",
                                    "@file",
                                    "wrong-bytes@file",
                                    "foreign@other",
                                    "lost:4294967296",
                                    "lost%0",
                                    "lost%100",
                                    "lost%",
                                    "raw",
                                    "503+tomorrow",
                                    "html+5",
                                    "supplement@file"};

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    const char *specifications[] = {"lost", bad[i], NULL};
    g_autoptr (GError) error = NULL;

    g_assert_null (trouble_list_new (specifications, 1, &error));
    g_assert_error (error, FAULT, FAULT_USAGE);
  }
}

static char *
dup_body (const Reply *reply) {
  GString *body = g_string_new (NULL);

  for (guint i = 0; i < reply->pieces->len; i++) {
    gsize size;
    const char *bytes = g_bytes_get_data (reply->pieces->pdata[i], &size);

    g_string_append_len (body, bytes, (gssize) size);
  }
  return g_string_free (body, FALSE);
}

static Reply *
new_reply (const char *body) {
  Reply *reply = reply_new ();

  reply_set_bytes (reply, 200, "application/pdf", g_bytes_new (body, strlen (body)));
  reply_set_subject (reply, 1, "uid-1", "sha256");
  return reply;
}

/* One byte is changed, at any length, and the length stays. */
/* What a portal can do wrong, case by case, and what is written into a fault script for it;
 * the suites of portals and of answers say what each must come to. */
static const struct {
  const char *portal_does;
  const char *script;
} wrongs[] = {
    {"commits, and its 200 is lost", "lost@create"},
    {"answers 200 twice", "twice"},
    {"says 201, then resets the connection", "reset"},
    {"says 202 for ever", "accepted"},
    {"400", "400"},
    {"401", "401"},
    {"403", "403"},
    {"404", "404"},
    {"408", "408"},
    {"409 about the same body: a retry whose answer was lost", "lost@create:1"},
    {"409 about another body: the number is another's", "used-number"},
    {"413", "413"},
    {"422", "422"},
    {"425", "425"},
    {"429, Retry-After 0", "429+0"},
    {"429, Retry-After 5", "429+5"},
    {"429, Retry-After 86400", "429+86400"},
    {"429, Retry-After negative", "429+-5"},
    {"429, Retry-After a date", "429+date"},
    {"429, Retry-After a text", "429+text"},
    {"500", "500"},
    {"502", "502"},
    {"503 with Retry-After", "503+5"},
    {"503 without Retry-After", "503+none"},
    {"504", "504"},
    {"301 to plain http", "moved"},
    {"302 to another host", "redirect"},
    {"302 in a loop", "loop"},
    {"a body that never ends", "endless"},
    {"headers without end", "big-header"},
    {"no body", "empty"},
    {"the wrong type: a page of the network", "html"},
    {"broken JSON", "not-json"},
    {"JSON of another shape", "wrong-schema"},
    {"JSON that says one thing twice", "two-words"},
    {"another dossier's receipt", "foreign"},
    {"the wrong digest", "wrong-hash"},
    {"other bytes read back", "wrong-bytes"},
    {"more papers are wanted", "supplement"},
    {"gzip that does not unfold", "gzip"},
    {"HTTP/1.0, ended by closing", "http10"},
    {"half a chunk", "half-chunk"},
    {"a chunk of a size that cannot be", "huge-chunk"},
    {"a byte a second", "slow"},
    {"a second of silence", "late"},
    {"garbage behind the answer", "garbage"},
    {"100 Continue and no answer", "continue"},
    {"Content-Length 2^63", "long-length"},
    {"Content-Length negative", "negative-length"},
    {"two Content-Lengths", "two-lengths"},
    {"4,000 cookies", "cookies"},
    {"half an answer", "truncated"},
    {"hangs up", "close"},
    {"one answer in five is lost", "lost@create%20"},
};

static void
test_every_case (void) {
  for (guint i = 0; i < G_N_ELEMENTS (wrongs); i++) {
    const char *script[] = {wrongs[i].script, NULL};
    g_autoptr (GError) error = NULL;
    g_autoptr (TroubleList) list = trouble_list_new (script, 1, &error);
    gboolean played = FALSE;

    g_test_message ("%s: %s", wrongs[i].portal_does, wrongs[i].script);
    g_assert_no_error (error);
    for (guint j = 0; j < 200 && !played; j++) {
      for (guint stage = STAGE_FIND; stage <= STAGE_OTHER && !played; stage++)
        played = trouble_next (list, (TroubleStage) stage).kind != TROUBLE_NONE;
    }
    g_assert_true (played);
  }
}

static void
test_changes_one_byte (void) {
  static const char *const bodies[] = {"", "a", "ab", "abc", "%PDF-1.7"};

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++) {
    g_autoptr (Reply) reply = new_reply (bodies[i]);
    g_autofree char *body = NULL;
    guint different = 0;

    reply_falsify (reply, (Trouble){TROUBLE_WRONG_BYTES, 0});
    body = dup_body (reply);
    g_assert_cmpuint (strlen (body), ==, strlen (bodies[i]));
    g_assert_cmpuint (reply_get_size (reply), ==, strlen (bodies[i]));
    for (gsize at = 0; body[at] != '\0'; at++)
      different += body[at] != bodies[i][at];
    g_assert_cmpuint (different, ==, *bodies[i] != '\0');
  }
}

static void
test_falsifies_answers (void) {
  g_autoptr (Reply) foreign = new_reply ("{\"referenceUid\":\"uid-1\"}");
  g_autoptr (Reply) busy = new_reply ("x");
  g_autoptr (Reply) redirect = new_reply ("x");
  g_autoptr (Reply) lost = new_reply ("x");
  g_autofree char *other = NULL;
  g_autofree char *kept = NULL;

  reply_falsify (foreign, (Trouble){.kind = TROUBLE_FOREIGN});
  other = dup_body (foreign);
  g_assert_null (strstr (other, "uid-1"));
  g_assert_true (g_str_has_prefix (other, "{\"referenceUid\":\""));
  reply_falsify (busy, (Trouble){TROUBLE_STATUS, 503, "soon", 0});
  g_assert_cmpuint (busy->status, ==, 503);
  g_assert_cmpstr (busy->retry_after, ==, "soon");
  reply_falsify (redirect, (Trouble){.kind = TROUBLE_REDIRECT});
  g_assert_true (g_str_has_prefix (redirect->location, "http://"));
  reply_falsify (lost, (Trouble){.kind = TROUBLE_LOST});
  kept = dup_body (lost);
  g_assert_cmpstr (kept, ==, "x");
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trouble/counts-off", test_counts_off);
  g_test_add_func ("/trouble/goes-on-for-ever", test_goes_on_for_ever);
  g_test_add_func ("/trouble/hits-where-it-makes-sense", test_hits_where_it_makes_sense);
  g_test_add_func ("/trouble/plays-nothing-unasked", test_plays_nothing_unasked);
  g_test_add_func ("/trouble/refuses-nonsense", test_refuses_nonsense);
  g_test_add_func ("/trouble/every-case", test_every_case);
  g_test_add_func ("/trouble/changes-one-byte", test_changes_one_byte);
  g_test_add_func ("/trouble/falsifies-answers", test_falsifies_answers);
  return g_test_run ();
}
