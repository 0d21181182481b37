/* SPDX-License-Identifier: Apache-2.0 */

/* The practice portal when things go wrong: faults that it is told to play, certificates
 * that it shows, kill -9 at work, large files. */

#include "tests/unit/visitor.h"

#include "config/json.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void
test_refuses_foreign_station (Visitor *visitor, gconstpointer data) {
  Visitor other = {NULL};
  g_autofree char *cert = NULL;
  g_autofree char *key = NULL;
  g_autoptr (Answer) answer = NULL;
  CURL *curl = visitor_new_client (visitor, "/dossiers");

  visitor_set_up (&other, NULL);
  cert = g_build_filename (other.folder, "client.pem", NULL);
  key = g_build_filename (other.folder, "client.key", NULL);
  curl_easy_setopt (curl, CURLOPT_SSLCERT, cert);
  curl_easy_setopt (curl, CURLOPT_SSLKEY, key);
  answer = visitor_perform (curl, visitor->token, "55301");
  g_assert_cmpint (answer->code, !=, CURLE_OK);
  g_assert_cmpint (answer->status, ==, 0);
  visitor_tear_down (&other, NULL);
}

static void
test_shows_wrong_certificates (Visitor *visitor, gconstpointer data) {
  static const char *const cases[] = {"expired", "other-name", "other-ca"};
  g_autoptr (Answer) good = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    const char *more[] = {"--certificate", cases[i], NULL};
    g_autoptr (Answer) answer = NULL;

    visitor_stop (visitor);
    visitor_start (visitor, more);
    answer = visitor_get (visitor, "/dossiers");
    g_assert_cmpint (answer->code, ==, CURLE_PEER_FAILED_VERIFICATION);
  }
  visitor_stop (visitor);
  visitor_start (visitor, NULL);
  good = visitor_get (visitor, "/dossiers");
  visitor_assert_status (good, 200);
}

typedef struct {
  const char *fault;
  CURLcode code;
  long status;
  const char *begins; /* the body */
} FaultCase;

static void
test_plays_faults (Visitor *visitor, gconstpointer data) {
  static const FaultCase cases[] = {
      {"500:1", CURLE_OK, 500, "{\"code\":500"},
      {"503@find:1", CURLE_OK, 503, "{\"code\":503"},
      {"html:1", CURLE_OK, 200, "<!DOCTYPE html>"},
      {"not-json:1", CURLE_OK, 200, "{\"dossierId\": 10001, \"referenceUid\": "},
      {"redirect:1", CURLE_OK, 302, ""},
      {"close:1", CURLE_GOT_NOTHING, 0, ""},
      {"lost:1", CURLE_GOT_NOTHING, 0, ""},
      {"truncated:1", CURLE_PARTIAL_FILE, 200, "{\"dossierId\":10001"},
      {"endless:1", CURLE_OPERATION_TIMEDOUT, 200, "  "},
      {"slow:1", CURLE_OPERATION_TIMEDOUT, 200, "{"},
      {"500@create", CURLE_OK, 200, "{\"dossierId\":10001"},
  };

  visitor_fill (visitor);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    const FaultCase *wanted = &cases[i];
    CURL *curl;
    g_autoptr (Answer) bad = NULL;
    g_autoptr (Answer) good = NULL;

    visitor_restart (visitor, wanted->fault);
    curl = visitor_new_client (visitor, "/dossiers/10001");
    if (wanted->code == CURLE_OPERATION_TIMEDOUT)
      curl_easy_setopt (curl, CURLOPT_TIMEOUT_MS, 300L);
    bad = visitor_perform (curl, visitor->token, "55301");
    good = visitor_get (visitor, "/dossiers/10001");
    g_test_message ("%s", wanted->fault);
    g_assert_cmpint (bad->code, ==, wanted->code);
    g_assert_cmpint (bad->status, ==, wanted->status);
    g_assert_true (g_str_has_prefix (bad->body->str, wanted->begins));
    visitor_assert_status (good, 200);
  }
}

static void
test_lies_about_files (Visitor *visitor, gconstpointer data) {
  g_autoptr (Answer) wrong = NULL;
  g_autoptr (Answer) right = NULL;
  g_autoptr (Answer) foreign = NULL;
  g_autoptr (Answer) native = NULL;

  visitor_fill (visitor);
  visitor_restart (visitor, "wrong-bytes:1");
  wrong = visitor_get (visitor, "/dossiers/10001/files/file-1");
  right = visitor_get (visitor, "/dossiers/10001/files/file-1");
  visitor_assert_status (wrong, 200);
  g_assert_cmpuint (wrong->body->len, ==, right->body->len);
  g_assert_cmpstr (wrong->body->str, !=, right->body->str);
  g_assert_cmpmem (right->body->str, right->body->len, VISITOR_PDF, strlen (VISITOR_PDF));
  visitor_restart (visitor, "foreign@find:1");
  foreign = visitor_get (visitor, "/dossiers?referenceUid=uid-1");
  native = visitor_get (visitor, "/dossiers?referenceUid=uid-1");
  visitor_assert_status (foreign, 200);
  g_assert_null (strstr (foreign->body->str, "uid-1"));
  g_assert_nonnull (strstr (native->body->str, "uid-1"));
}

static void
test_loses_answers_after_keeping (Visitor *visitor, gconstpointer data) {
  g_autoptr (Answer) lost_create = NULL;
  g_autoptr (Answer) lost_file = NULL;
  g_autoptr (Answer) lost_submit = NULL;
  g_autoptr (Answer) all = NULL;
  g_autoptr (Answer) files = NULL;

  visitor_restart (visitor, "lost:1");
  lost_create = visitor_create (visitor, "uid-1");
  visitor_restart (visitor, "lost@file:1");
  lost_file = visitor_add_file (visitor, "/dossiers/10001/files", "file-1", "TP01",
                                VISITOR_PDF, strlen (VISITOR_PDF));
  visitor_restart (visitor, "lost@submit:1");
  lost_submit = visitor_post (visitor, "/dossiers/10001/submit", "");
  g_assert_cmpint (lost_create->status + lost_file->status + lost_submit->status, ==, 0);
  visitor_fill (visitor);
  all = visitor_get (visitor, "/dossiers");
  files = visitor_get (visitor, "/dossiers/10001/files");
  g_assert_true (g_str_has_prefix (all->body->str, "{\"total\":1,"));
  g_assert_true (g_str_has_prefix (files->body->str, "{\"total\":1,"));
}

static void
test_survives_kill (Visitor *visitor, gconstpointer data) {
  g_autoptr (Answer) before = NULL;
  g_autoptr (Answer) after = NULL;
  g_autoptr (Answer) bytes = NULL;
  g_autoptr (Answer) next = NULL;
  g_autoptr (JsonObject) dossier = NULL;

  visitor_fill (visitor);
  before = visitor_get (visitor, "/dossiers/10001");
  visitor_crash (visitor);
  visitor_start (visitor, NULL);
  after = visitor_get (visitor, "/dossiers/10001");
  bytes = visitor_get (visitor, "/dossiers/10001/files/file-1");
  next = visitor_create (visitor, "uid-2");
  g_assert_cmpstr (before->body->str, ==, after->body->str);
  g_assert_cmpmem (bytes->body->str, bytes->body->len, VISITOR_PDF, strlen (VISITOR_PDF));
  dossier = visitor_parse (next);
  g_assert_cmpint (json_get_int (dossier, "dossierId", 0), ==, 10002);
}

static void
test_survives_kills_at_work (Visitor *visitor, gconstpointer data) {
  guint acknowledged = 0, sent = 0;

  for (guint round = 0; round < 6; round++) {
    gulong life_us = (gulong) g_test_rand_int_range (50, 300) * 1000;
    pid_t killer = fork ();

    if (killer == 0) {
      g_usleep (life_us);
      kill (visitor->pid, SIGKILL);
      _exit (0);
    }
    for (CURLcode code = CURLE_OK; code == CURLE_OK;) {
      g_autofree char *uid = g_strdup_printf ("uid-%u", acknowledged);
      g_autoptr (Answer) answer = visitor_create (visitor, uid);

      code = answer->code;
      sent++;
      acknowledged += answer->status == 200;
    }
    waitpid (killer, NULL, 0);
    visitor_crash (visitor); /* it is dead: this takes it away */
    visitor_start (visitor, NULL);
  }
  for (guint i = 0; i < acknowledged; i++) {
    g_autofree char *path = g_strdup_printf ("/dossiers?referenceUid=uid-%u", i);
    g_autoptr (Answer) answer = visitor_get (visitor, path);

    g_assert_true (g_str_has_prefix (answer->body->str, "{\"total\":1,"));
  }
  g_test_message ("%u acknowledged of %u sent", acknowledged, sent);
  g_assert_cmpuint (acknowledged, >, 6);
}

static void
test_keeps_a_ledger (Visitor *visitor, gconstpointer data) {
  g_autofree char *path = g_build_filename (visitor->folder, "ledger.jsonl", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  guint kept = 0, answered = 0, unanswered = 0;
  FILE *torn;

  visitor_fill (visitor);
  visitor_restart (visitor, "lost:1");
  g_autoptr (Answer) lost = visitor_create (visitor, "uid-2");
  visitor_crash (visitor);
  torn = fopen (path, "a");
  fputs ("{\"time\":\"torn", torn);
  fclose (torn);
  visitor_start (visitor, NULL);
  g_assert_cmpint (lost->status, ==, 0);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; *lines[i] != '\0'; i++) {
    g_autoptr (JsonObject) line
        = json_parse (lines[i], strlen (lines[i]), 4096, 0, "ledger", NULL);

    g_assert_nonnull (line);
    kept += g_str_equal (json_get_string (line, "event", ""), "kept");
    answered += g_str_equal (json_get_string (line, "event", ""), "answered");
    unanswered += g_str_equal (json_get_string (line, "event", ""), "unanswered");
  }
  g_assert_cmpuint (kept, ==, 4);
  g_assert_cmpuint (answered, ==, 3);
  g_assert_cmpuint (unanswered, ==, 1);
  g_assert_null (strstr (text, "chứng sinh"));
}

static guint64
get_memory_kib (const Visitor *visitor) {
  g_autofree char *path = g_strdup_printf ("/proc/%d/status", visitor->pid);
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return g_ascii_strtoull (strstr (text, "RssAnon:") + strlen ("RssAnon:"), NULL, 10);
}

static void
test_holds_no_file_in_memory (Visitor *visitor, gconstpointer data) {
  gsize size = 48u << 20;
  g_autofree char *bytes = g_malloc0 (size);
  g_autoptr (Answer) dossier = visitor_create (visitor, "uid-1");
  guint64 before = get_memory_kib (visitor);
  g_autoptr (Answer) sent = NULL;
  g_autoptr (Answer) got = NULL;
  CURL *curl = visitor_new_client (visitor, "/dossiers/10001/files/big");

  memcpy (bytes, VISITOR_PDF, strlen (VISITOR_PDF));
  sent = visitor_add_file (visitor, "/dossiers/10001/files", "big", "TP01", bytes, size);
  curl_easy_setopt (curl, CURLOPT_MAXFILESIZE, 0L);
  got = visitor_perform (curl, visitor->token, "55301");
  visitor_assert_status (sent, 200);
  visitor_assert_status (got, 200);
  g_assert_cmpmem (got->body->str, got->body->len, bytes, size);
#ifndef __SANITIZE_ADDRESS__ /* it keeps what was freed */
  g_assert_cmpuint (get_memory_kib (visitor), <, before + 8 * 1024);
#else
  (void) before;
#endif
}

#define ADD(name, function)                                                              \
  g_test_add ("/misfortune/" name, Visitor, NULL, visitor_set_up, function,              \
              visitor_tear_down)

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  visitor_init (argc, argv);
  ADD ("refuses-foreign-station", test_refuses_foreign_station);
  ADD ("shows-wrong-certificates", test_shows_wrong_certificates);
  ADD ("plays-faults", test_plays_faults);
  ADD ("lies-about-files", test_lies_about_files);
  ADD ("loses-answers-after-keeping", test_loses_answers_after_keeping);
  ADD ("survives-kill", test_survives_kill);
  ADD ("survives-kills-at-work", test_survives_kills_at_work);
  ADD ("keeps-a-ledger", test_keeps_a_ledger);
  ADD ("holds-no-file-in-memory", test_holds_no_file_in_memory);
  return g_test_run ();
}
