/* SPDX-License-Identifier: Apache-2.0 */

/* The practice portal as its clients see it: the program runs, and curl talks to it over
 * TLS with the certificates that it made. The path of the program is the first argument. */

#include "upload/practice.h"

#include "config/durable.h"
#include "config/json.h"
#include "config/settings.h"

#include <curl/curl.h>
#include <glib/gstdio.h>

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define FORM "serviceCode=2.000815&govAgencyCode=000.00.31.H30&applicantName=A"
#define PDF  "%PDF-1.7\npractice\n%%EOF\n"

static const char *program;

typedef struct {
  char *folder;
  char *url; /* with /o/rest/v2 */
  char *token;
  GPid pid;
} Portal;

typedef struct {
  CURLcode code;
  long status;
  GString *body;
} Answer;

static void
free_answer (Answer *answer) {
  g_string_free (answer->body, TRUE);
  g_free (answer);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Answer, free_answer)

/* ---- the program ---- */

/* A test that fails leaves no portal behind. */
static void
die_with_test (gpointer data) {
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

static GPid
spawn (const Portal *portal, const char *listen, const char *const *more, int *out) {
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  GPid pid;

  g_ptr_array_add (words, (char *) program);
  g_ptr_array_add (words, (char *) "--listen");
  g_ptr_array_add (words, (char *) listen);
  g_ptr_array_add (words, (char *) "--dir");
  g_ptr_array_add (words, portal->folder);
  for (; more != NULL && *more != NULL; more++)
    g_ptr_array_add (words, (char *) *more);
  g_ptr_array_add (words, NULL);
  g_assert_true (g_spawn_async_with_pipes (NULL, (char **) words->pdata, NULL,
                                           G_SPAWN_DO_NOT_REAP_CHILD, die_with_test, NULL,
                                           &pid, NULL, out, NULL, &error));
  g_assert_no_error (error);
  return pid;
}

static int
wait_status (GPid pid) {
  int status;

  while (waitpid (pid, &status, 0) < 0)
    g_assert_cmpint (errno, ==, EINTR);
  return status;
}

/* Starts it, on the port it had before or a free one, and waits until it is ready. */
static void
start (Portal *portal, const char *const *more) {
  g_autofree char *secret = g_build_filename (portal->folder, "secret", NULL);
  g_autofree char *listen = NULL;
  char line[128] = "";
  FILE *stream;
  int out;

  listen = portal->url != NULL
               ? g_strndup (portal->url + strlen ("https://"),
                            strcspn (portal->url + strlen ("https://"), "/"))
               : g_strdup ("127.0.0.1:0");
  portal->pid = spawn (portal, listen, more, &out);
  stream = fdopen (out, "r");
  g_assert_nonnull (fgets (line, sizeof line, stream));
  fclose (stream);
  g_assert_true (g_str_has_prefix (line, "ready https://127.0.0.1:"));
  g_free (portal->url);
  portal->url = g_strconcat (g_strchomp (line + strlen ("ready ")), "/o/rest/v2", NULL);
  g_free (portal->token);
  g_assert_true (g_file_get_contents (secret, &portal->token, NULL, NULL));
  g_strchomp (portal->token);
}

static void
stop (Portal *portal) {
  if (portal->pid == 0)
    return;
  g_assert_cmpint (kill (portal->pid, SIGTERM), ==, 0);
  g_assert_cmpint (wait_status (portal->pid), ==, 0);
  portal->pid = 0;
}

static void
crash (Portal *portal) {
  g_assert_cmpint (kill (portal->pid, SIGKILL), ==, 0);
  wait_status (portal->pid);
  portal->pid = 0;
}

static void
restart (Portal *portal, const char *fault) {
  const char *more[] = {"--fault", fault, NULL};

  stop (portal);
  start (portal, more);
}

static void
set_up (Portal *portal, gconstpointer data) {
  portal->folder = g_dir_make_tmp ("practice-XXXXXX", NULL);
  start (portal, NULL);
}

static void
tear_down (Portal *portal, gconstpointer data) {
  stop (portal);
  g_assert_true (durable_remove (portal->folder, NULL));
  g_free (portal->folder);
  g_free (portal->url);
  g_free (portal->token);
}

/* ---- the client ---- */

static size_t
on_body (char *bytes, size_t size, size_t count, void *data) {
  g_string_append_len (data, bytes, (gssize) (size * count));
  return size * count;
}

static CURL *
new_client (Portal *portal, const char *path) {
  CURL *curl = curl_easy_init ();
  g_autofree char *url = g_strconcat (portal->url, path, NULL);
  g_autofree char *ca = g_build_filename (portal->folder, "ca.pem", NULL);
  g_autofree char *cert = g_build_filename (portal->folder, "client.pem", NULL);
  g_autofree char *key = g_build_filename (portal->folder, "client.key", NULL);

  curl_easy_setopt (curl, CURLOPT_URL, url);
  curl_easy_setopt (curl, CURLOPT_CAINFO, ca);
  curl_easy_setopt (curl, CURLOPT_SSLCERT, cert);
  curl_easy_setopt (curl, CURLOPT_SSLKEY, key);
  curl_easy_setopt (curl, CURLOPT_PROXY, "");
  curl_easy_setopt (curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt (curl, CURLOPT_TIMEOUT_MS, 20000L);
  curl_easy_setopt (curl, CURLOPT_MAXFILESIZE, 1L << 20);
  return curl;
}

/* Sends and frees @curl; @token NULL sends none. */
static Answer *
perform (CURL *curl, const char *token, const char *group) {
  Answer *answer = g_new0 (Answer, 1);
  struct curl_slist *headers = NULL;
  g_autofree char *token_line = g_strconcat ("Token: ", token, NULL);
  g_autofree char *group_line = g_strconcat ("groupId: ", group, NULL);

  answer->body = g_string_new (NULL);
  headers = curl_slist_append (headers, token_line);
  headers = curl_slist_append (headers, group_line);
  curl_easy_setopt (curl, CURLOPT_HTTPHEADER, headers);
  curl_easy_setopt (curl, CURLOPT_WRITEFUNCTION, on_body);
  curl_easy_setopt (curl, CURLOPT_WRITEDATA, answer->body);
  answer->code = curl_easy_perform (curl);
  curl_easy_getinfo (curl, CURLINFO_RESPONSE_CODE, &answer->status);
  curl_slist_free_all (headers);
  curl_easy_cleanup (curl);
  return answer;
}

static Answer *
get (Portal *portal, const char *path) {
  return perform (new_client (portal, path), portal->token, "55301");
}

static Answer *
post (Portal *portal, const char *path, const char *form) {
  CURL *curl = new_client (portal, path);

  curl_easy_setopt (curl, CURLOPT_COPYPOSTFIELDS, form);
  return perform (curl, portal->token, "55301");
}

static Answer *
create (Portal *portal, const char *uid) {
  g_autofree char *form = g_strdup_printf ("referenceUid=%s&" FORM, uid);

  return post (portal, "/dossiers", form);
}

static void
add_part (curl_mime *mime, const char *name, const char *value) {
  curl_mimepart *part;

  if (value == NULL)
    return;
  part = curl_mime_addpart (mime);
  curl_mime_name (part, name);
  curl_mime_data (part, value, CURL_ZERO_TERMINATED);
}

static Answer *
add_file (Portal *portal, const char *path, const char *uid, const char *component,
          const char *bytes, gsize size) {
  CURL *curl = new_client (portal, path);
  curl_mime *mime = curl_mime_init (curl);
  curl_mimepart *part = curl_mime_addpart (mime);
  Answer *answer;

  curl_mime_name (part, "file");
  curl_mime_filename (part, "../../giay to.pdf");
  curl_mime_data (part, bytes, size);
  add_part (mime, "referenceUid", uid);
  add_part (mime, "dossierPartNo", component);
  add_part (mime, "displayName", "Giấy chứng sinh");
  add_part (mime, "fileType", "pdf");
  curl_easy_setopt (curl, CURLOPT_MIMEPOST, mime);
  curl_easy_setopt (curl, CURLOPT_MAXFILESIZE, 0L);
  answer = perform (curl, portal->token, "55301");
  curl_mime_free (mime);
  return answer;
}

static JsonObject *
parse (const Answer *answer) {
  g_autoptr (GError) error = NULL;
  JsonObject *object
      = json_parse (answer->body->str, answer->body->len, 1 << 20, 0, "answer", &error);

  g_assert_no_error (error);
  return object;
}

static void
assert_status (const Answer *answer, long status) {
  g_assert_cmpint (answer->code, ==, CURLE_OK);
  g_assert_cmpint (answer->status, ==, status);
}

static void
assert_text (JsonObject *object, const char *member, const char *text) {
  g_assert_cmpstr (json_get_string (object, member, NULL), ==, text);
}

/* Creates dossier 10001 with one file and submits it. */
static void
fill (Portal *portal) {
  g_autoptr (Answer) dossier = create (portal, "uid-1");
  g_autoptr (Answer) file
      = add_file (portal, "/dossiers/10001/files", "file-1", "TP01", PDF, strlen (PDF));
  g_autoptr (Answer) submitted = post (portal, "/dossiers/10001/submit", "");

  assert_status (dossier, 200);
  assert_status (file, 200);
  assert_status (submitted, 200);
}

/* ---- tests ---- */

static void
assert_mode (Portal *portal, const char *name, mode_t mode) {
  g_autofree char *path = g_build_filename (portal->folder, name, NULL);
  struct stat status;

  g_assert_cmpint (stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, mode);
}

static void
test_writes_settings (Portal *portal, gconstpointer data) {
  g_autofree char *path = g_build_filename (portal->folder, "motcua.conf", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (Settings) settings = settings_load (path, &error);
  const PortalSettings *route;

  g_assert_no_error (error);
  route = settings_get_route (settings, "2.000815");
  g_assert_true (g_str_has_prefix (portal->url, route->base_url));
  g_assert_true (g_str_has_suffix (route->base_url, "/opencps"));
  g_assert_cmpstr (route->adapter, ==, "opencps");
  g_assert_cmpstr (route->group_id, ==, "55301");
  assert_mode (portal, "secret", 0600);
  assert_mode (portal, "ca.key", 0600);
  assert_mode (portal, "client.key", 0600);
  assert_mode (portal, "server.key", 0600);
  assert_mode (portal, ".", 0700);
}

static void
test_creates_once (Portal *portal, gconstpointer data) {
  g_autoptr (Answer) first = create (portal, "uid-1");
  g_autoptr (Answer) again = create (portal, "uid-1");
  g_autoptr (Answer) other
      = post (portal, "/dossiers", "referenceUid=uid-1&serviceCode=1&govAgencyCode=2");
  g_autoptr (Answer) found = get (portal, "/dossiers?referenceUid=uid-1");
  g_autoptr (Answer) nothing = get (portal, "/dossiers?referenceUid=uid-2");
  g_autoptr (Answer) all = get (portal, "/dossiers");
  g_autoptr (JsonObject) dossier = NULL;
  g_autoptr (JsonObject) list = NULL;

  assert_status (first, 200);
  assert_status (again, 200);
  assert_status (other, 409);
  g_assert_cmpstr (first->body->str, ==, again->body->str);
  dossier = parse (first);
  g_assert_cmpint (json_get_int (dossier, "dossierId", 0), ==, 10001);
  assert_text (dossier, "referenceUid", "uid-1");
  assert_text (dossier, "dossierNo", "");
  assert_text (dossier, "dossierStatus", "new");
  g_assert_cmpuint (strlen (json_get_string (dossier, "password", "")), ==, 4);
  list = parse (found);
  g_assert_cmpint (json_get_int (list, "total", -1), ==, 1);
  g_assert_cmpuint (json_array_get_length (json_get_array (list, "data")), ==, 1);
  g_assert_cmpstr (nothing->body->str, ==, "{\"total\":0,\"data\":[]}");
  g_assert_cmpstr (all->body->str, ==, found->body->str);
}

static void
test_refuses_forms (Portal *portal, gconstpointer data) {
  g_autofree char *filler = g_strnfill (300 * 1024, 'x');
  g_autofree char *too_long = g_strconcat ("referenceUid=u&" FORM "&x=", filler, NULL);
  static const char *const bad[] = {
      "",
      FORM,
      "referenceUid=u&govAgencyCode=2",
      "referenceUid=u&serviceCode=1",
      "referenceUid=u&referenceUid=v&" FORM,
      "referenceUid=..%2Fu&" FORM,
      "referenceUid=%FF&" FORM,
      "referenceUid=u&" FORM "&x=%zz",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (Answer) answer = post (portal, "/dossiers", bad[i]);
    g_autoptr (JsonObject) refusal = parse (answer);

    assert_status (answer, 400);
    g_assert_cmpint (json_get_int (refusal, "code", 0), ==, 400);
    g_assert_nonnull (json_get_string (refusal, "message", NULL));
  }
  g_autoptr (Answer) longer = post (portal, "/dossiers", too_long);
  g_autoptr (Answer) all = get (portal, "/dossiers");

  assert_status (longer, 413);
  g_assert_cmpstr (all->body->str, ==, "{\"total\":0,\"data\":[]}");
}

static void
test_keeps_files (Portal *portal, gconstpointer data) {
  const char *path = "/dossiers/10001/files";
  g_autoptr (Answer) dossier = create (portal, "uid-1");
  g_autoptr (Answer) first = add_file (portal, path, "f", "TP01", PDF, strlen (PDF));
  g_autoptr (Answer) again = add_file (portal, path, "f", "TP01", PDF, strlen (PDF));
  g_autoptr (Answer) other
      = add_file (portal, path, "f", "TP01", PDF "x", strlen (PDF "x"));
  g_autoptr (Answer) no_pdf = add_file (portal, path, "g", "TP01", "GIF89a", 6);
  g_autoptr (Answer) no_part = add_file (portal, path, "g", NULL, PDF, strlen (PDF));
  g_autoptr (Answer) no_form = post (portal, path, "file=x");
  g_autoptr (Answer) nowhere
      = add_file (portal, "/dossiers/10002/files", "f", "TP01", PDF, strlen (PDF));
  g_autoptr (Answer) list = get (portal, path);
  g_autoptr (Answer) bytes = get (portal, "/dossiers/10001/files/f");
  g_autoptr (Answer) absent = get (portal, "/dossiers/10001/files/g");
  g_autoptr (JsonObject) file = NULL;

  assert_status (dossier, 200);
  assert_status (first, 200);
  assert_status (again, 200);
  g_assert_cmpstr (first->body->str, ==, again->body->str);
  assert_status (other, 409);
  assert_status (no_pdf, 415);
  assert_status (no_part, 400);
  assert_status (no_form, 400);
  assert_status (nowhere, 404);
  assert_status (absent, 404);
  assert_status (bytes, 200);
  g_assert_cmpmem (bytes->body->str, bytes->body->len, PDF, strlen (PDF));
  file = parse (first);
  assert_text (file, "referenceUid", "f");
  assert_text (file, "dossierPartNo", "TP01");
  assert_text (file, "displayName", "Giấy chứng sinh");
  assert_text (file, "fileType", "pdf");
  g_assert_cmpint (json_get_int (file, "fileSize", 0), ==, strlen (PDF));
  g_assert_cmpint (json_get_int (file, "dossierId", 0), ==, 10001);
  g_assert_true (g_str_has_prefix (list->body->str, "{\"total\":1,"));
}

static void
test_marks (Portal *portal, gconstpointer data) {
  g_autoptr (Answer) dossier = create (portal, "uid-1");
  g_autoptr (Answer) before = get (portal, "/dossiers/10001/marks/TP01");
  g_autoptr (Answer) set = post (portal, "/dossiers/10001/marks/TP01", "fileMark=1");
  g_autoptr (Answer) after = get (portal, "/dossiers/10001/marks/TP01");
  g_autoptr (JsonObject) mark = NULL;

  assert_status (dossier, 200);
  assert_status (before, 404);
  assert_status (set, 200);
  assert_status (after, 200);
  mark = parse (after);
  assert_text (mark, "fileMark", "1");
  assert_text (mark, "dossierPartNo", "TP01");
}

static void
test_submits_once (Portal *portal, gconstpointer data) {
  g_autoptr (Answer) dossier = create (portal, "uid-1");
  g_autoptr (Answer) empty = post (portal, "/dossiers/10001/submit", "");
  g_autoptr (Answer) first = NULL;
  g_autoptr (Answer) again = NULL;
  g_autoptr (Answer) late = NULL;
  g_autoptr (JsonObject) submitted = NULL;

  assert_status (dossier, 200);
  assert_status (empty, 422);
  fill (portal);
  first = get (portal, "/dossiers/10001");
  again = get (portal, "/dossiers/10001/submitting");
  late = add_file (portal, "/dossiers/10001/files", "late", "TP02", PDF, strlen (PDF));
  assert_status (again, 200);
  assert_status (late, 409);
  g_assert_cmpstr (first->body->str, ==, again->body->str);
  submitted = parse (first);
  assert_text (submitted, "dossierStatus", "receiving");
  g_assert_true (g_regex_match_simple (
      "^H30\\.31\\.05-\\d{6}-0001$", json_get_string (submitted, "dossierNo", ""), 0, 0));
}

static void
test_lets_in_only_stations (Portal *portal, gconstpointer data) {
  g_autoptr (Answer) no_token = perform (new_client (portal, "/dossiers"), NULL, "55301");
  g_autoptr (Answer) wrong_token
      = perform (new_client (portal, "/dossiers"), "x", "55301");
  g_autoptr (Answer) wrong_group
      = perform (new_client (portal, "/dossiers"), portal->token, "1");
  g_autoptr (Answer) no_resource = get (portal, "/users");
  CURL *curl = new_client (portal, "/dossiers");
  g_autoptr (Answer) no_certificate = NULL;

  curl_easy_setopt (curl, CURLOPT_SSLCERT, NULL);
  curl_easy_setopt (curl, CURLOPT_SSLKEY, NULL);
  no_certificate = perform (curl, portal->token, "55301");
  assert_status (no_token, 401);
  assert_status (wrong_token, 401);
  assert_status (wrong_group, 403);
  assert_status (no_resource, 404);
  g_assert_cmpint (no_certificate->code, !=, CURLE_OK);
  g_assert_cmpint (no_certificate->status, ==, 0);
}

static void
test_refuses_foreign_station (Portal *portal, gconstpointer data) {
  Portal other = {NULL};
  g_autofree char *cert = NULL;
  g_autofree char *key = NULL;
  g_autoptr (Answer) answer = NULL;
  CURL *curl = new_client (portal, "/dossiers");

  set_up (&other, NULL);
  cert = g_build_filename (other.folder, "client.pem", NULL);
  key = g_build_filename (other.folder, "client.key", NULL);
  curl_easy_setopt (curl, CURLOPT_SSLCERT, cert);
  curl_easy_setopt (curl, CURLOPT_SSLKEY, key);
  answer = perform (curl, portal->token, "55301");
  g_assert_cmpint (answer->code, !=, CURLE_OK);
  g_assert_cmpint (answer->status, ==, 0);
  tear_down (&other, NULL);
}

static void
test_shows_wrong_certificates (Portal *portal, gconstpointer data) {
  static const char *const cases[] = {"expired", "other-name", "other-ca"};
  g_autoptr (Answer) good = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    const char *more[] = {"--certificate", cases[i], NULL};
    g_autoptr (Answer) answer = NULL;

    stop (portal);
    start (portal, more);
    answer = get (portal, "/dossiers");
    g_assert_cmpint (answer->code, ==, CURLE_PEER_FAILED_VERIFICATION);
  }
  stop (portal);
  start (portal, NULL);
  good = get (portal, "/dossiers");
  assert_status (good, 200);
}

typedef struct {
  const char *fault;
  CURLcode code;
  long status;
  const char *begins; /* the body */
} FaultCase;

static void
test_plays_faults (Portal *portal, gconstpointer data) {
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

  fill (portal);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    const FaultCase *wanted = &cases[i];
    CURL *curl;
    g_autoptr (Answer) bad = NULL;
    g_autoptr (Answer) good = NULL;

    restart (portal, wanted->fault);
    curl = new_client (portal, "/dossiers/10001");
    if (wanted->code == CURLE_OPERATION_TIMEDOUT)
      curl_easy_setopt (curl, CURLOPT_TIMEOUT_MS, 300L);
    bad = perform (curl, portal->token, "55301");
    good = get (portal, "/dossiers/10001");
    g_test_message ("%s", wanted->fault);
    g_assert_cmpint (bad->code, ==, wanted->code);
    g_assert_cmpint (bad->status, ==, wanted->status);
    g_assert_true (g_str_has_prefix (bad->body->str, wanted->begins));
    assert_status (good, 200);
  }
}

static void
test_lies_about_files (Portal *portal, gconstpointer data) {
  g_autoptr (Answer) wrong = NULL;
  g_autoptr (Answer) right = NULL;
  g_autoptr (Answer) foreign = NULL;
  g_autoptr (Answer) native = NULL;

  fill (portal);
  restart (portal, "wrong-bytes:1");
  wrong = get (portal, "/dossiers/10001/files/file-1");
  right = get (portal, "/dossiers/10001/files/file-1");
  assert_status (wrong, 200);
  g_assert_cmpuint (wrong->body->len, ==, right->body->len);
  g_assert_cmpstr (wrong->body->str, !=, right->body->str);
  g_assert_cmpmem (right->body->str, right->body->len, PDF, strlen (PDF));
  restart (portal, "foreign@find:1");
  foreign = get (portal, "/dossiers?referenceUid=uid-1");
  native = get (portal, "/dossiers?referenceUid=uid-1");
  assert_status (foreign, 200);
  g_assert_null (strstr (foreign->body->str, "uid-1"));
  g_assert_nonnull (strstr (native->body->str, "uid-1"));
}

/* What was lost was done: asking again with the same key finds it, once. */
static void
test_loses_answers_after_keeping (Portal *portal, gconstpointer data) {
  g_autoptr (Answer) lost_create = NULL;
  g_autoptr (Answer) lost_file = NULL;
  g_autoptr (Answer) lost_submit = NULL;
  g_autoptr (Answer) all = NULL;
  g_autoptr (Answer) files = NULL;

  restart (portal, "lost:1");
  lost_create = create (portal, "uid-1");
  restart (portal, "lost@file:1");
  lost_file
      = add_file (portal, "/dossiers/10001/files", "file-1", "TP01", PDF, strlen (PDF));
  restart (portal, "lost@submit:1");
  lost_submit = post (portal, "/dossiers/10001/submit", "");
  g_assert_cmpint (lost_create->status + lost_file->status + lost_submit->status, ==, 0);
  fill (portal);
  all = get (portal, "/dossiers");
  files = get (portal, "/dossiers/10001/files");
  g_assert_true (g_str_has_prefix (all->body->str, "{\"total\":1,"));
  g_assert_true (g_str_has_prefix (files->body->str, "{\"total\":1,"));
}

static void
test_survives_kill (Portal *portal, gconstpointer data) {
  g_autoptr (Answer) before = NULL;
  g_autoptr (Answer) after = NULL;
  g_autoptr (Answer) bytes = NULL;
  g_autoptr (Answer) next = NULL;
  g_autoptr (JsonObject) dossier = NULL;

  fill (portal);
  before = get (portal, "/dossiers/10001");
  crash (portal);
  start (portal, NULL);
  after = get (portal, "/dossiers/10001");
  bytes = get (portal, "/dossiers/10001/files/file-1");
  next = create (portal, "uid-2");
  g_assert_cmpstr (before->body->str, ==, after->body->str);
  g_assert_cmpmem (bytes->body->str, bytes->body->len, PDF, strlen (PDF));
  dossier = parse (next);
  g_assert_cmpint (json_get_int (dossier, "dossierId", 0), ==, 10002);
}

/* Kills it at random moments while dossiers arrive: what was answered stays, nothing is
 * there twice, and every line of the ledger is whole. */
static void
test_survives_kills_at_work (Portal *portal, gconstpointer data) {
  guint acknowledged = 0, sent = 0;

  for (guint round = 0; round < 6; round++) {
    gint64 end = g_get_monotonic_time () + g_test_rand_int_range (20, 150) * 1000;
    pid_t killer = fork ();

    if (killer == 0) {
      g_usleep ((gulong) (end - g_get_monotonic_time ()));
      kill (portal->pid, SIGKILL);
      _exit (0);
    }
    for (CURLcode code = CURLE_OK; code == CURLE_OK;) {
      g_autofree char *uid = g_strdup_printf ("uid-%u", acknowledged);
      g_autoptr (Answer) answer = create (portal, uid);

      code = answer->code;
      sent++;
      acknowledged += answer->status == 200;
    }
    wait_status (killer);
    wait_status (portal->pid);
    start (portal, NULL);
  }
  for (guint i = 0; i < acknowledged; i++) {
    g_autofree char *path = g_strdup_printf ("/dossiers?referenceUid=uid-%u", i);
    g_autoptr (Answer) answer = get (portal, path);

    g_assert_true (g_str_has_prefix (answer->body->str, "{\"total\":1,"));
  }
  g_test_message ("%u acknowledged of %u sent", acknowledged, sent);
  g_assert_cmpuint (acknowledged, >, 6);
}

static void
test_keeps_a_ledger (Portal *portal, gconstpointer data) {
  g_autofree char *path = g_build_filename (portal->folder, "ledger.jsonl", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  guint kept = 0, answered = 0, unanswered = 0;
  FILE *torn;

  fill (portal);
  restart (portal, "lost:1");
  g_autoptr (Answer) lost = create (portal, "uid-2");
  crash (portal);
  torn = fopen (path, "a");
  fputs ("{\"time\":\"torn", torn);
  fclose (torn);
  start (portal, NULL);
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

/* Memory of its own; what is mapped from files does not count. */
static guint64
get_memory_kib (const Portal *portal) {
  g_autofree char *path = g_strdup_printf ("/proc/%d/status", portal->pid);
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return g_ascii_strtoull (strstr (text, "RssAnon:") + strlen ("RssAnon:"), NULL, 10);
}

static void
test_holds_no_file_in_memory (Portal *portal, gconstpointer data) {
  gsize size = 48u << 20;
  g_autofree char *bytes = g_malloc0 (size);
  g_autoptr (Answer) dossier = create (portal, "uid-1");
  guint64 before = get_memory_kib (portal);
  g_autoptr (Answer) sent = NULL;
  g_autoptr (Answer) got = NULL;
  CURL *curl = new_client (portal, "/dossiers/10001/files/big");

  memcpy (bytes, PDF, strlen (PDF));
  sent = add_file (portal, "/dossiers/10001/files", "big", "TP01", bytes, size);
  curl_easy_setopt (curl, CURLOPT_MAXFILESIZE, 0L);
  got = perform (curl, portal->token, "55301");
  assert_status (sent, 200);
  assert_status (got, 200);
  g_assert_cmpmem (got->body->str, got->body->len, bytes, size);
  g_assert_cmpuint (get_memory_kib (portal), <, before + 8 * 1024);
}

static int
run_to_end (const Portal *portal, const char *listen, const char *const *more) {
  int out;
  GPid pid = spawn (portal, listen, more, &out);
  int status = wait_status (pid);

  close (out);
  g_assert_true (WIFEXITED (status));
  return WEXITSTATUS (status);
}

static void
test_refuses_options (Portal *portal, gconstpointer data) {
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

  g_assert_cmpint (run_to_end (portal, "127.0.0.1:0", NULL), ==, 1); /* in use */
  for (guint i = 0; i < G_N_ELEMENTS (bad_faults); i++) {
    more[1] = bad_faults[i];
    g_assert_cmpint (run_to_end (portal, "127.0.0.1:0", more), ==, 2);
  }
  g_assert_cmpint (run_to_end (portal, "127.0.0.1:0", certificate), ==, 2);
  g_assert_cmpint (run_to_end (portal, "0.0.0.0:0", NULL), ==, 2);
  g_assert_cmpint (run_to_end (portal, "example.org:443", NULL), ==, 2);
}

#define ADD(name, function)                                                              \
  g_test_add ("/practice/" name, Portal, NULL, set_up, function, tear_down)

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);
  program = argv[1];
  curl_global_init (CURL_GLOBAL_DEFAULT);
  ADD ("writes-settings", test_writes_settings);
  ADD ("creates-once", test_creates_once);
  ADD ("refuses-forms", test_refuses_forms);
  ADD ("keeps-files", test_keeps_files);
  ADD ("marks", test_marks);
  ADD ("submits-once", test_submits_once);
  ADD ("lets-in-only-stations", test_lets_in_only_stations);
  ADD ("refuses-foreign-station", test_refuses_foreign_station);
  ADD ("shows-wrong-certificates", test_shows_wrong_certificates);
  ADD ("plays-faults", test_plays_faults);
  ADD ("lies-about-files", test_lies_about_files);
  ADD ("loses-answers-after-keeping", test_loses_answers_after_keeping);
  ADD ("survives-kill", test_survives_kill);
  ADD ("survives-kills-at-work", test_survives_kills_at_work);
  ADD ("keeps-a-ledger", test_keeps_a_ledger);
  ADD ("holds-no-file-in-memory", test_holds_no_file_in_memory);
  ADD ("refuses-options", test_refuses_options);
  return g_test_run ();
}
