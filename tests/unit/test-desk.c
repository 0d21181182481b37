/* SPDX-License-Identifier: Apache-2.0 */

/* The resources of the practice portal without a network, so that leaks and hostile paths
 * show: which paths exist, and that no request makes it fall over. */

#include "upload/practice/desk.h"

#include "config/durable.h"
#include "config/limits.h"
#include "scrap.h"

#include <string.h>

#define BASE "/opencps/o/rest/v2/dossiers"
#define FORM "application/x-www-form-urlencoded"

typedef struct {
  char *folder;
  Desk desk;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data) {
  fixture->folder = g_dir_make_tmp ("desk-XXXXXX", NULL);
  fixture->desk.registry = registry_open (fixture->folder, "H30", NULL);
  fixture->desk.depot = depot_open (fixture->folder, NULL);
  fixture->desk.gate = gate_new ("secret", "1", 60);
  g_assert_nonnull (fixture->desk.registry);
  g_assert_nonnull (fixture->desk.depot);
}

static void
tear_down (Fixture *fixture, gconstpointer data) {
  registry_close (fixture->desk.registry);
  depot_close (fixture->desk.depot);
  gate_free (fixture->desk.gate);
  g_assert_true (durable_remove (fixture->folder, NULL));
  g_free (fixture->folder);
}

/* The status of the answer; @type NULL: no body. */
static guint
ask (Fixture *fixture, const char *method, const char *path, const char *type,
     const char *body) {
  g_autoptr (DeskRequest) request = desk_request_new (method, path);
  g_autoptr (Reply) reply = reply_new ();

  request->content_type = type;
  request->body = scrap_new (body, strlen (body));
  desk_answer (&fixture->desk, request, reply);
  g_assert_cmpuint (reply->pieces->len, ==, 1);
  return reply->status;
}

static guint
create (Fixture *fixture) {
  return ask (fixture, "POST", BASE, FORM,
              "referenceUid=u&serviceCode=s&govAgencyCode=a");
}

static guint
upload (Fixture *fixture, const char *content) {
  g_autofree char *body = g_strdup_printf (
      "--b\r\nContent-Disposition: form-data; name=file; filename=a.pdf\r\n\r\n%s\r\n"
      "--b\r\nContent-Disposition: form-data; name=referenceUid\r\n\r\nf\r\n"
      "--b\r\nContent-Disposition: form-data; name=dossierPartNo\r\n\r\nTP01\r\n--b--",
      content);

  return ask (fixture, "POST", BASE "/10001/files", "multipart/form-data; boundary=b",
              body);
}

static void
test_knows_its_paths (Fixture *fixture, gconstpointer data) {
  static const struct {
    const char *method, *path;
    TroubleStage stage;
  } rows[] = {
      {"GET", BASE, STAGE_FIND},
      {"POST", BASE, STAGE_CREATE},
      {"GET", BASE "/1", STAGE_FIND},
      {"GET", BASE "/1/files", STAGE_FILES},
      {"POST", BASE "/1/files", STAGE_FILE},
      {"GET", BASE "/1/files/a-b", STAGE_READBACK},
      {"GET", BASE "/1/marks/TP01", STAGE_MARK},
      {"POST", BASE "/1/marks/TP01", STAGE_MARK},
      {"POST", BASE "/1/submit", STAGE_SUBMIT},
      {"GET", BASE "/1/submitting", STAGE_SUBMIT},
      {"DELETE", BASE "/1", STAGE_OTHER},
      {"GET", BASE "/1/submit", STAGE_OTHER},
      {"GET", BASE "/", STAGE_OTHER},
      {"GET", BASE "x", STAGE_OTHER},
      {"GET", BASE "/0", STAGE_OTHER},
      {"GET", BASE "/-1", STAGE_OTHER},
      {"GET", BASE "/1x", STAGE_OTHER},
      {"GET", BASE "/99999999999999999999", STAGE_OTHER},
      {"GET", BASE "/1/files/..", STAGE_OTHER},
      {"GET", BASE "/1/files/a/b", STAGE_OTHER},
      {"GET", BASE "/1/files/", STAGE_OTHER},
      {"GET", BASE "/1/files/a b", STAGE_OTHER},
      {"GET", BASE "/1/files/\xc3\xa1", STAGE_OTHER},
      {"GET", "/", STAGE_OTHER},
      {"GET", "", STAGE_OTHER},
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (DeskRequest) request = desk_request_new (rows[i].method, rows[i].path);

    g_test_message ("%s %s", rows[i].method, rows[i].path);
    g_assert_cmpint (request->stage, ==, rows[i].stage);
  }
}

static void
test_allows_plain_keys (Fixture *fixture, gconstpointer data) {
  g_autofree char *longest = g_strnfill (LIMIT_PORTAL_ID_BYTES, 'a');
  g_autofree char *longer = g_strnfill (LIMIT_PORTAL_ID_BYTES + 1, 'a');

  g_assert_true (desk_allow_key (longest));
  g_assert_true (desk_allow_key ("2.000815"));
  g_assert_false (desk_allow_key (longer));
  g_assert_false (desk_allow_key (NULL));
  g_assert_false (desk_allow_key (""));
  g_assert_false (desk_allow_key (".."));
  g_assert_false (desk_allow_key ("a/b"));
  g_assert_false (desk_allow_key ("a\n"));
}

static void
test_takes_a_dossier (Fixture *fixture, gconstpointer data) {
  g_assert_cmpuint (ask (fixture, "GET", BASE "/10001", NULL, ""), ==, 404);
  g_assert_cmpuint (create (fixture), ==, 200);
  g_assert_cmpuint (create (fixture), ==, 200);
  g_assert_cmpuint (ask (fixture, "POST", BASE "/10001/submit", NULL, ""), ==, 422);
  g_assert_cmpuint (upload (fixture, "GIF89a"), ==, 415);
  g_assert_cmpuint (upload (fixture, "%PDF-1"), ==, 200);
  g_assert_cmpuint (upload (fixture, "%PDF-1"), ==, 200);
  g_assert_cmpuint (upload (fixture, "%PDF-2"), ==, 409);
  g_assert_cmpuint (ask (fixture, "GET", BASE "/10001/files", NULL, ""), ==, 200);
  g_assert_cmpuint (ask (fixture, "GET", BASE "/10001/files/f", NULL, ""), ==, 200);
  g_assert_cmpuint (ask (fixture, "GET", BASE "/10001/files/g", NULL, ""), ==, 404);
  g_assert_cmpuint (ask (fixture, "POST", BASE "/10001/marks/TP01", FORM, "fileMark=1"),
                    ==, 200);
  g_assert_cmpuint (ask (fixture, "GET", BASE "/10001/marks/TP01", NULL, ""), ==, 200);
  g_assert_cmpuint (ask (fixture, "POST", BASE "/10001/marks/TP01", "text/plain", "x"),
                    ==, 415);
  g_assert_cmpuint (ask (fixture, "POST", BASE "/10001/submit", NULL, ""), ==, 200);
  g_assert_cmpuint (ask (fixture, "POST", BASE "/10001/submitting", NULL, ""), ==, 200);
  g_assert_cmpuint (ask (fixture, "GET", BASE, NULL, ""), ==, 200);
}

/* A disk that refuses is no promise: 507, and nothing is there afterwards. */
static void
test_admits_a_failing_disk (Fixture *fixture, gconstpointer data) {
  g_assert_true (durable_remove (fixture->folder, NULL));
  g_assert_true (g_file_set_contents (fixture->folder, "no folder", -1, NULL));
  g_assert_cmpuint (create (fixture), ==, 507);
  g_assert_cmpint (registry_find (fixture->desk.registry, "u"), ==, 0);
  g_assert_true (durable_remove (fixture->folder, NULL));
  g_assert_true (durable_mkdir (fixture->folder, NULL));
  g_assert_cmpuint (create (fixture), ==, 200);
}

#define ADD(name, function)                                                              \
  g_test_add ("/desk/" name, Fixture, NULL, set_up, function, tear_down)

/* What people see: nothing that came is taken for markup. */
static void
test_page_escapes (Fixture *fixture, gconstpointer data) {
  g_autoptr (DeskRequest) request = desk_request_new ("GET", "/dossiers/10001");
  g_autoptr (Reply) reply = reply_new ();
  g_autofree char *page = NULL;
  gsize size;
  const char *bytes;

  g_assert_cmpuint (ask (fixture, "POST", BASE, FORM,
                         "referenceUid=u&serviceCode=%3Cb%3E&govAgencyCode=a"
                         "&applicantName=%3Cscript%3Ealert(1)%3C%2Fscript%3E"),
                    ==, 400);
  g_assert_cmpuint (ask (fixture, "POST", BASE, FORM,
                         "referenceUid=u&serviceCode=s&govAgencyCode=a"
                         "&applicantName=%3Cscript%3Ealert(1)%3C%2Fscript%3E"),
                    ==, 200);
  g_assert_true (desk_is_page (request));
  desk_answer (&fixture->desk, request, reply);
  g_assert_cmpuint (reply->status, ==, 200);
  bytes = g_bytes_get_data (reply->pieces->pdata[0], &size);
  page = g_strndup (bytes, size);
  g_assert_null (strstr (page, "<script"));
  g_assert_nonnull (strstr (page, "&lt;script&gt;alert(1)"));
  g_assert_cmpuint (ask (fixture, "GET", "/", NULL, ""), ==, 200);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  ADD ("knows-its-paths", test_knows_its_paths);
  ADD ("allows-plain-keys", test_allows_plain_keys);
  ADD ("takes-a-dossier", test_takes_a_dossier);
  ADD ("admits-a-failing-disk", test_admits_a_failing_disk);
  ADD ("page-escapes", test_page_escapes);
  return g_test_run ();
}
