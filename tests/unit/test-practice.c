/* SPDX-License-Identifier: Apache-2.0 */

/* The practice portal as its clients see it, over TLS: what it takes, what it refuses,
 * and that the same key never gives two of anything. */

#include "tests/unit/visitor.h"

#include "config/json.h"
#include "config/settings.h"

#include <string.h>
#include <sys/stat.h>

static void
assert_mode (Visitor *visitor, const char *name, mode_t mode) {
  g_autofree char *path = g_build_filename (visitor->folder, name, NULL);
  struct stat status;

  g_assert_cmpint (stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, mode);
}

static void
test_writes_settings (Visitor *visitor, gconstpointer data) {
  g_autofree char *path = g_build_filename (visitor->folder, "motcua.conf", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (Settings) settings = settings_load (path, &error);
  const PortalSettings *route;

  g_assert_no_error (error);
  route = settings_get_route (settings, "2.000815", 0);
  g_assert_true (g_str_has_prefix (visitor->url, route->base_url));
  g_assert_true (g_str_has_suffix (route->base_url, "/opencps"));
  g_assert_cmpstr (route->adapter, ==, "opencps");
  g_assert_cmpstr (route->group_id, ==, "55301");
  assert_mode (visitor, "secret", 0600);
  assert_mode (visitor, "ca.key", 0600);
  assert_mode (visitor, "client.key", 0600);
  assert_mode (visitor, "server.key", 0600);
  assert_mode (visitor, ".", 0700);
}

static void
assert_text (JsonObject *object, const char *member, const char *text) {
  g_assert_cmpstr (json_get_string (object, member, NULL), ==, text);
}

static void
test_creates_once (Visitor *visitor, gconstpointer data) {
  g_autoptr (Answer) first = visitor_create (visitor, "uid-1");
  g_autoptr (Answer) again = visitor_create (visitor, "uid-1");
  g_autoptr (Answer) other = visitor_post (
      visitor, "/dossiers", "referenceUid=uid-1&serviceCode=1&govAgencyCode=2");
  g_autoptr (Answer) found = visitor_get (visitor, "/dossiers?referenceUid=uid-1");
  g_autoptr (Answer) nothing = visitor_get (visitor, "/dossiers?referenceUid=uid-2");
  g_autoptr (Answer) all = visitor_get (visitor, "/dossiers");
  g_autoptr (JsonObject) dossier = NULL;
  g_autoptr (JsonObject) list = NULL;

  visitor_assert_status (first, 200);
  visitor_assert_status (again, 200);
  visitor_assert_status (other, 409);
  g_assert_cmpstr (first->body->str, ==, again->body->str);
  dossier = visitor_parse (first);
  g_assert_cmpint (json_get_int (dossier, "dossierId", 0), ==, 10001);
  assert_text (dossier, "referenceUid", "uid-1");
  assert_text (dossier, "dossierNo", "");
  assert_text (dossier, "dossierStatus", "new");
  g_assert_cmpuint (strlen (json_get_string (dossier, "password", "")), ==, 4);
  list = visitor_parse (found);
  g_assert_cmpint (json_get_int (list, "total", -1), ==, 1);
  g_assert_cmpuint (json_array_get_length (json_get_array (list, "data")), ==, 1);
  g_assert_cmpstr (nothing->body->str, ==, "{\"total\":0,\"data\":[]}");
  g_assert_cmpstr (all->body->str, ==, found->body->str);
}

static void
test_refuses_forms (Visitor *visitor, gconstpointer data) {
  g_autofree char *filler = g_strnfill (300 * 1024, 'x');
  g_autofree char *too_long
      = g_strconcat ("referenceUid=u&" VISITOR_FORM "&x=", filler, NULL);
  static const char *const bad[] = {
      "",
      VISITOR_FORM,
      "referenceUid=u&govAgencyCode=2",
      "referenceUid=u&serviceCode=1",
      "referenceUid=u&referenceUid=v&" VISITOR_FORM,
      "referenceUid=..%2Fu&" VISITOR_FORM,
      "referenceUid=%FF&" VISITOR_FORM,
      "referenceUid=u&" VISITOR_FORM "&x=%zz",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (Answer) answer = visitor_post (visitor, "/dossiers", bad[i]);
    g_autoptr (JsonObject) refusal = visitor_parse (answer);

    visitor_assert_status (answer, 400);
    g_assert_cmpint (json_get_int (refusal, "code", 0), ==, 400);
    g_assert_nonnull (json_get_string (refusal, "message", NULL));
  }
  g_autoptr (Answer) longer = visitor_post (visitor, "/dossiers", too_long);
  g_autoptr (Answer) all = visitor_get (visitor, "/dossiers");

  visitor_assert_status (longer, 413);
  g_assert_cmpstr (all->body->str, ==, "{\"total\":0,\"data\":[]}");
}

static void
test_keeps_files (Visitor *visitor, gconstpointer data) {
  const char *path = "/dossiers/10001/files";
  g_autoptr (Answer) dossier = visitor_create (visitor, "uid-1");
  g_autoptr (Answer) first
      = visitor_add_file (visitor, path, "f", "TP01", VISITOR_PDF, strlen (VISITOR_PDF));
  g_autoptr (Answer) again
      = visitor_add_file (visitor, path, "f", "TP01", VISITOR_PDF, strlen (VISITOR_PDF));
  g_autoptr (Answer) other = visitor_add_file (visitor, path, "f", "TP01",
                                               VISITOR_PDF "x", strlen (VISITOR_PDF "x"));
  g_autoptr (Answer) no_pdf = visitor_add_file (visitor, path, "g", "TP01", "GIF89a", 6);
  g_autoptr (Answer) no_part
      = visitor_add_file (visitor, path, "g", NULL, VISITOR_PDF, strlen (VISITOR_PDF));
  g_autoptr (Answer) no_form = visitor_post (visitor, path, "file=x");
  g_autoptr (Answer) nowhere = visitor_add_file (
      visitor, "/dossiers/10002/files", "f", "TP01", VISITOR_PDF, strlen (VISITOR_PDF));
  g_autoptr (Answer) list = visitor_get (visitor, path);
  g_autoptr (Answer) bytes = visitor_get (visitor, "/dossiers/10001/files/f");
  g_autoptr (Answer) absent = visitor_get (visitor, "/dossiers/10001/files/g");
  g_autoptr (JsonObject) file = NULL;

  visitor_assert_status (dossier, 200);
  visitor_assert_status (first, 200);
  visitor_assert_status (again, 200);
  g_assert_cmpstr (first->body->str, ==, again->body->str);
  visitor_assert_status (other, 409);
  visitor_assert_status (no_pdf, 415);
  visitor_assert_status (no_part, 400);
  visitor_assert_status (no_form, 400);
  visitor_assert_status (nowhere, 404);
  visitor_assert_status (absent, 404);
  visitor_assert_status (bytes, 200);
  g_assert_cmpmem (bytes->body->str, bytes->body->len, VISITOR_PDF, strlen (VISITOR_PDF));
  file = visitor_parse (first);
  assert_text (file, "referenceUid", "f");
  assert_text (file, "dossierPartNo", "TP01");
  assert_text (file, "displayName", "Giấy chứng sinh");
  assert_text (file, "fileType", "pdf");
  g_assert_cmpint (json_get_int (file, "fileSize", 0), ==, strlen (VISITOR_PDF));
  g_assert_cmpint (json_get_int (file, "dossierId", 0), ==, 10001);
  g_assert_true (g_str_has_prefix (list->body->str, "{\"total\":1,"));
}

static void
test_marks (Visitor *visitor, gconstpointer data) {
  g_autoptr (Answer) dossier = visitor_create (visitor, "uid-1");
  g_autoptr (Answer) before = visitor_get (visitor, "/dossiers/10001/marks/TP01");
  g_autoptr (Answer) set
      = visitor_post (visitor, "/dossiers/10001/marks/TP01", "fileMark=1");
  g_autoptr (Answer) after = visitor_get (visitor, "/dossiers/10001/marks/TP01");
  g_autoptr (JsonObject) mark = NULL;

  visitor_assert_status (dossier, 200);
  visitor_assert_status (before, 404);
  visitor_assert_status (set, 200);
  visitor_assert_status (after, 200);
  mark = visitor_parse (after);
  assert_text (mark, "fileMark", "1");
  assert_text (mark, "dossierPartNo", "TP01");
}

static void
test_submits_once (Visitor *visitor, gconstpointer data) {
  g_autoptr (Answer) dossier = visitor_create (visitor, "uid-1");
  g_autoptr (Answer) empty = visitor_post (visitor, "/dossiers/10001/submit", "");
  g_autoptr (Answer) first = NULL;
  g_autoptr (Answer) again = NULL;
  g_autoptr (Answer) late = NULL;
  g_autoptr (JsonObject) submitted = NULL;

  visitor_assert_status (dossier, 200);
  visitor_assert_status (empty, 422);
  visitor_fill (visitor);
  first = visitor_get (visitor, "/dossiers/10001");
  again = visitor_get (visitor, "/dossiers/10001/submitting");
  late = visitor_add_file (visitor, "/dossiers/10001/files", "late", "TP02", VISITOR_PDF,
                           strlen (VISITOR_PDF));
  visitor_assert_status (again, 200);
  visitor_assert_status (late, 409);
  g_assert_cmpstr (first->body->str, ==, again->body->str);
  submitted = visitor_parse (first);
  assert_text (submitted, "dossierStatus", "receiving");
  g_assert_true (g_regex_match_simple (
      "^H30\\.31\\.05-\\d{6}-0001$", json_get_string (submitted, "dossierNo", ""), 0, 0));
}

/* Found by a portal that stopped: the method went into the ledger as it came. */
static void
test_survives_strange_methods (Visitor *visitor, gconstpointer data) {
  g_autofree char *method = g_strnfill (8000, 'X');
  CURL *curl = visitor_new_client (visitor, "/dossiers");
  g_autoptr (Answer) strange = NULL;
  g_autoptr (Answer) good = NULL;

  curl_easy_setopt (curl, CURLOPT_CUSTOMREQUEST, method);
  strange = visitor_perform (curl, visitor->token, "55301");
  good = visitor_get (visitor, "/dossiers");
  visitor_assert_status (strange, 404);
  visitor_assert_status (good, 200);
}

static void
test_lets_in_only_stations (Visitor *visitor, gconstpointer data) {
  g_autoptr (Answer) no_token
      = visitor_perform (visitor_new_client (visitor, "/dossiers"), NULL, "55301");
  g_autoptr (Answer) wrong_token
      = visitor_perform (visitor_new_client (visitor, "/dossiers"), "x", "55301");
  g_autoptr (Answer) wrong_group
      = visitor_perform (visitor_new_client (visitor, "/dossiers"), visitor->token, "1");
  g_autoptr (Answer) no_resource = visitor_get (visitor, "/users");
  CURL *curl = visitor_new_client (visitor, "/dossiers");
  g_autoptr (Answer) no_certificate = NULL;

  curl_easy_setopt (curl, CURLOPT_SSLCERT, NULL);
  curl_easy_setopt (curl, CURLOPT_SSLKEY, NULL);
  no_certificate = visitor_perform (curl, visitor->token, "55301");
  visitor_assert_status (no_token, 401);
  visitor_assert_status (wrong_token, 401);
  visitor_assert_status (wrong_group, 403);
  visitor_assert_status (no_resource, 404);
  g_assert_cmpint (no_certificate->code, !=, CURLE_OK);
  g_assert_cmpint (no_certificate->status, ==, 0);
}

static guint
count_descriptors (const Visitor *visitor) {
  g_autofree char *path = g_strdup_printf ("/proc/%d/fd", visitor->pid);
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  guint count = 0;

  g_assert_nonnull (folder);
  while (g_dir_read_name (folder) != NULL)
    count++;
  return count;
}

/* Found as a portal that ran out of descriptors: left connections stayed open. */
static void
test_forgets_its_clients (Visitor *visitor, gconstpointer data) {
  guint before = count_descriptors (visitor);

  for (guint i = 0; i < 20; i++) {
    g_autoptr (Answer) answer = visitor_get (visitor, "/dossiers");

    visitor_assert_status (answer, 200);
  }
  g_assert_cmpuint (count_descriptors (visitor), <, before + 5);
}

static void
test_refuses_options (Visitor *visitor, gconstpointer data) {
  static const char *const bad_faults[] = {"",
                                           "hmtl",
                                           "200",
                                           "600",
                                           "lost@",
                                           "lost@x",
                                           "lost:0",
                                           "lost:-1",
                                           "lost:x",
                                           "foreign@readback",
                                           "wrong-bytes@file"};
  const char *more[] = {"--fault", NULL, NULL};
  const char *certificate[] = {"--certificate", "good", NULL};

  g_assert_cmpint (visitor_run_other (visitor, "127.0.0.1:0", NULL), ==, 1); /* in use */
  for (guint i = 0; i < G_N_ELEMENTS (bad_faults); i++) {
    more[1] = bad_faults[i];
    g_assert_cmpint (visitor_run_other (visitor, "127.0.0.1:0", more), ==, 2);
  }
  g_assert_cmpint (visitor_run_other (visitor, "127.0.0.1:0", certificate), ==, 2);
  g_assert_cmpint (visitor_run_other (visitor, "0.0.0.0:0", NULL), ==, 2);
  g_assert_cmpint (visitor_run_other (visitor, "example.org:443", NULL), ==, 2);
}

#define ADD(name, function)                                                              \
  g_test_add ("/practice/" name, Visitor, NULL, visitor_set_up, function,                \
              visitor_tear_down)

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  visitor_init (argc, argv);
  ADD ("writes-settings", test_writes_settings);
  ADD ("creates-once", test_creates_once);
  ADD ("refuses-forms", test_refuses_forms);
  ADD ("keeps-files", test_keeps_files);
  ADD ("marks", test_marks);
  ADD ("submits-once", test_submits_once);
  ADD ("survives-strange-methods", test_survives_strange_methods);
  ADD ("lets-in-only-stations", test_lets_in_only_stations);
  ADD ("forgets-its-clients", test_forgets_its_clients);
  ADD ("refuses-options", test_refuses_options);
  return g_test_run ();
}
