/* SPDX-License-Identifier: Apache-2.0 */

/* The portal runs as a child that dies with the test; the client is libcurl with the
 * certificates that the portal made. */

#include "tests/unit/visitor.h"

#include "config/durable.h"
#include "config/json.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *program;

void
visitor_answer_free (Answer *answer) {
  g_string_free (answer->body, TRUE);
  g_free (answer);
}

/* A test that fails leaves no portal behind. */
static void
die_with_test (gpointer data) {
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

static GPid
spawn (const Visitor *visitor, const char *listen, const char *const *more, int *out) {
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  GPid pid;

  g_ptr_array_add (words, (char *) program);
  g_ptr_array_add (words, (char *) "--listen");
  g_ptr_array_add (words, (char *) listen);
  g_ptr_array_add (words, (char *) "--dir");
  g_ptr_array_add (words, visitor->folder);
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

void
visitor_start (Visitor *visitor, const char *const *more) {
  g_autofree char *secret = g_build_filename (visitor->folder, "secret", NULL);
  g_autofree char *listen = NULL;
  char line[128] = "";
  FILE *stream;
  int out;

  listen = visitor->url != NULL
               ? g_strndup (visitor->url + strlen ("https://"),
                            strcspn (visitor->url + strlen ("https://"), "/"))
               : g_strdup ("127.0.0.1:0");
  visitor->pid = spawn (visitor, listen, more, &out);
  stream = fdopen (out, "r");
  g_assert_nonnull (fgets (line, sizeof line, stream));
  fclose (stream);
  g_assert_true (g_str_has_prefix (line, "ready https://127.0.0.1:"));
  g_free (visitor->url);
  visitor->url = g_strconcat (g_strchomp (line + strlen ("ready ")), "/o/rest/v2", NULL);
  g_free (visitor->token);
  g_assert_true (g_file_get_contents (secret, &visitor->token, NULL, NULL));
  g_strchomp (visitor->token);
}

void
visitor_stop (Visitor *visitor) {
  if (visitor->pid == 0)
    return;
  g_assert_cmpint (kill (visitor->pid, SIGTERM), ==, 0);
  g_assert_cmpint (wait_status (visitor->pid), ==, 0);
  visitor->pid = 0;
}

void
visitor_crash (Visitor *visitor) {
  g_assert_cmpint (kill (visitor->pid, SIGKILL), ==, 0);
  wait_status (visitor->pid);
  visitor->pid = 0;
}

void
visitor_restart (Visitor *visitor, const char *fault) {
  const char *more[] = {"--fault", fault, NULL};

  visitor_stop (visitor);
  visitor_start (visitor, more);
}

void
visitor_set_up (Visitor *visitor, gconstpointer data) {
  visitor->folder = g_dir_make_tmp ("practice-XXXXXX", NULL);
  visitor_start (visitor, NULL);
}

void
visitor_tear_down (Visitor *visitor, gconstpointer data) {
  visitor_stop (visitor);
  g_assert_true (durable_remove (visitor->folder, NULL));
  g_free (visitor->folder);
  g_free (visitor->url);
  g_free (visitor->token);
}

static size_t
on_body (char *bytes, size_t size, size_t count, void *data) {
  g_string_append_len (data, bytes, (gssize) (size * count));
  return size * count;
}

CURL *
visitor_new_client (Visitor *visitor, const char *path) {
  CURL *curl = curl_easy_init ();
  g_autofree char *url = g_strconcat (visitor->url, path, NULL);
  g_autofree char *ca = g_build_filename (visitor->folder, "ca.pem", NULL);
  g_autofree char *cert = g_build_filename (visitor->folder, "client.pem", NULL);
  g_autofree char *key = g_build_filename (visitor->folder, "client.key", NULL);

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

Answer *
visitor_perform (CURL *curl, const char *token, const char *group) {
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

Answer *
visitor_get (Visitor *visitor, const char *path) {
  return visitor_perform (visitor_new_client (visitor, path), visitor->token, "55301");
}

Answer *
visitor_post (Visitor *visitor, const char *path, const char *form) {
  CURL *curl = visitor_new_client (visitor, path);

  curl_easy_setopt (curl, CURLOPT_COPYPOSTFIELDS, form);
  return visitor_perform (curl, visitor->token, "55301");
}

Answer *
visitor_create (Visitor *visitor, const char *uid) {
  g_autofree char *form = g_strdup_printf ("referenceUid=%s&" VISITOR_FORM, uid);

  return visitor_post (visitor, "/dossiers", form);
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

Answer *
visitor_add_file (Visitor *visitor, const char *path, const char *uid,
                  const char *component, const char *bytes, gsize size) {
  CURL *curl = visitor_new_client (visitor, path);
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
  answer = visitor_perform (curl, visitor->token, "55301");
  curl_mime_free (mime);
  return answer;
}

JsonObject *
visitor_parse (const Answer *answer) {
  g_autoptr (GError) error = NULL;
  JsonObject *object
      = json_parse (answer->body->str, answer->body->len, 1 << 20, 0, "answer", &error);

  g_assert_no_error (error);
  return object;
}

void
visitor_assert_status (const Answer *answer, long status) {
  g_assert_cmpint (answer->code, ==, CURLE_OK);
  g_assert_cmpint (answer->status, ==, status);
}

void
visitor_fill (Visitor *visitor) {
  g_autoptr (Answer) dossier = visitor_create (visitor, "uid-1");
  g_autoptr (Answer) file = visitor_add_file (visitor, "/dossiers/10001/files", "file-1",
                                              "TP01", VISITOR_PDF, strlen (VISITOR_PDF));
  g_autoptr (Answer) submitted = visitor_post (visitor, "/dossiers/10001/submit", "");

  visitor_assert_status (dossier, 200);
  visitor_assert_status (file, 200);
  visitor_assert_status (submitted, 200);
}

int
visitor_run_other (const Visitor *visitor, const char *listen, const char *const *more) {
  int out;
  GPid pid = spawn (visitor, listen, more, &out);
  int status = wait_status (pid);

  close (out);
  g_assert_true (WIFEXITED (status));
  return WEXITSTATUS (status);
}

void
visitor_init (int argc, char **argv) {
  g_assert_cmpint (argc, ==, 2);
  program = argv[1];
  curl_global_init (CURL_GLOBAL_DEFAULT);
}
