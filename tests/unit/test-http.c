/* SPDX-License-Identifier: Apache-2.0 */

/* Answers of every kind, said word for word by a server of ours. */

#include "upload/http.h"

#include "config/durable.h"
#include "config/fault.h"
#include "config/limits.h"
#include "tests/unit/mouthpiece.h"
#include "tests/unit/strongroom.h"

#include <gio/gio.h>

#include <string.h>

#define OK_HEAD     "HTTP/1.1 200 OK\r\n"
#define FILE_DIGEST "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"

typedef struct {
  char *folder;
  Mouthpiece *mouthpiece;
  Http *http;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data) {
  fixture->folder = g_dir_make_tmp ("motcua-http-XXXXXX", NULL);
  fixture->mouthpiece = mouthpiece_new (fixture->folder);
  fixture->http = http_new (mouthpiece_get_settings (fixture->mouthpiece));
}

static void
tear_down (Fixture *fixture, gconstpointer data) {
  http_free (fixture->http);
  mouthpiece_free (fixture->mouthpiece);
  g_assert_true (durable_remove (fixture->folder, NULL));
  g_free (fixture->folder);
}

/* The answer to a plain GET when the portal says @raw. */
static HttpAnswer *
get (Fixture *fixture, const char *raw) {
  mouthpiece_reset (fixture->mouthpiece);
  mouthpiece_say (fixture->mouthpiece, raw);
  return http_get (fixture->http, "/x");
}

static void
test_json (Fixture *fixture, gconstpointer data) {
  g_autoptr (HttpAnswer) answer = NULL;
  g_autofree char *heard = NULL;

  mouthpiece_say_json (fixture->mouthpiece, "{\"total\": 0}");
  answer = http_get (fixture->http, "/x?y=1");
  g_assert_cmpint (answer->outcome, ==, PORTAL_DONE);
  g_assert_cmpuint (answer->status, ==, 200);
  g_assert_nonnull (answer->json);
  heard = mouthpiece_dup_heard (fixture->mouthpiece);
  g_assert_true (g_str_has_prefix (heard, "GET /opencps/x?y=1 HTTP/1.1\r\n"));
  g_assert_nonnull (strstr (heard, "Accept: application/json\r\n"));
  g_assert_null (strstr (heard, "Expect:"));
  g_assert_null (strstr (heard, "Accept-Encoding"));
}

static void
test_statuses (Fixture *fixture, gconstpointer data) {
  static const struct {
    guint status;
    PortalOutcome outcome;
  } cases[] = {
      {200, PORTAL_DONE},    {201, PORTAL_DONE},    {202, PORTAL_DONE},
      {301, PORTAL_LATER},   {302, PORTAL_LATER},   {304, PORTAL_LATER},
      {400, PORTAL_REFUSED}, {401, PORTAL_REFUSED}, {403, PORTAL_REFUSED},
      {404, PORTAL_REFUSED}, {408, PORTAL_LATER},   {409, PORTAL_REFUSED},
      {413, PORTAL_REFUSED}, {422, PORTAL_REFUSED}, {425, PORTAL_LATER},
      {429, PORTAL_LATER},   {500, PORTAL_LATER},   {502, PORTAL_LATER},
      {503, PORTAL_LATER},   {504, PORTAL_LATER},   {599, PORTAL_LATER},
      {999, PORTAL_LATER},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *raw = g_strdup_printf ("HTTP/1.1 %u Word\r\nContent-Length: 2\r\n"
                                            "Location: http://127.0.0.1:1/\r\n\r\n{}",
                                            cases[i].status);
    g_autoptr (HttpAnswer) answer = get (fixture, raw);

    g_assert_cmpint (answer->outcome, ==, cases[i].outcome);
    g_assert_cmpuint (mouthpiece_count_heard (fixture->mouthpiece), ==, 1);
    g_assert_cmpint (answer->sentence == NULL, ==, answer->outcome == PORTAL_DONE);
  }
}

static void
test_retry_after (Fixture *fixture, gconstpointer data) {
  static const struct {
    const char *text;
    guint seconds;
  } cases[] = {
      {"5", 5},
      {"0", 0},
      {"86400", LIMIT_RETRY_AFTER_S},
      {"-5", 0},
      {"soon", 0},
      {"", 0},
      {"99999999999999999999", 0},
      {"Thu, 01 Jan 1970 00:00:00 GMT", 0},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *raw = g_strdup_printf ("HTTP/1.1 503 Busy\r\nRetry-After: %s\r\n"
                                            "Content-Length: 0\r\n\r\n",
                                            cases[i].text);
    g_autoptr (HttpAnswer) answer = get (fixture, raw);

    g_assert_cmpint (answer->outcome, ==, PORTAL_LATER);
    g_assert_cmpuint (answer->retry_after_s, ==, cases[i].seconds);
  }
}

/* None of these is an answer of a portal. */
static void
test_hostile (Fixture *fixture, gconstpointer data) {
  static const char *const raw[] = {
      "",
      "\r\n\r\n",
      "hello",
      "HTTP/0.9\n{}",
      OK_HEAD "\r\n",
      OK_HEAD "Content-Length: 0\r\n\r\n",
      OK_HEAD "Content-Length: 12\r\n\r\n{\"total\"",
      OK_HEAD "Content-Length: 9223372036854775807\r\n\r\n{}",
      OK_HEAD "Content-Length: -2\r\n\r\n{}",
      OK_HEAD "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{",
      OK_HEAD "Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFF\r\n{}",
      OK_HEAD "Transfer-Encoding: chunked\r\n\r\n2\r\n{}",
      OK_HEAD "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
      OK_HEAD "Content-Length: 6\r\nContent-Type: text/html\r\n\r\n<html>",
      OK_HEAD "Content-Length: 2\r\n\r\n[]",
      OK_HEAD "Content-Length: 4\r\n\r\nnull",
      OK_HEAD "Content-Length: 9\r\n\r\n{} <html>",
      OK_HEAD "Content-Length: 13\r\n\r\n{\"a\":1,\"a\":2}",
      OK_HEAD "Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\n\x1f\x8b\x08x",
      "HTTP/1.1 204 No Content\r\n\r\n",
      "HTTP/1.1 100 Continue\r\n\r\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (raw); i++) {
    g_autoptr (HttpAnswer) answer = get (fixture, raw[i]);

    g_test_message ("answer %u: %s", i, answer->sentence);
    g_assert_cmpint (answer->outcome, ==, PORTAL_LATER);
    g_assert_null (answer->json);
    g_assert_nonnull (answer->sentence);
  }
}

/* @text, compressed as servers do it without being asked, as a raw answer. */
static GBytes *
gzip_answer (const char *text, gsize length) {
  g_autoptr (GConverter) gzip
      = G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 9));
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GOutputStream) out = g_converter_output_stream_new (memory, gzip);
  GString *raw = g_string_new (OK_HEAD "CONTENT-ENCODING: gzip\r\nConnection: close\r\n");
  gsize size;

  g_assert_true (g_output_stream_write_all (out, text, length, NULL, NULL, NULL));
  g_assert_true (g_output_stream_close (out, NULL, NULL));
  size = g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (memory));
  g_string_append_printf (raw, "content-length: %" G_GSIZE_FORMAT "\r\n\r\n", size);
  g_string_append_len (raw,
                       g_memory_output_stream_get_data (G_MEMORY_OUTPUT_STREAM (memory)),
                       (gssize) size);
  return g_string_free_to_bytes (raw);
}

static HttpAnswer *
get_bytes (Fixture *fixture, GBytes *raw, HttpWanted wanted) {
  mouthpiece_reset (fixture->mouthpiece);
  mouthpiece_say_bytes (fixture->mouthpiece, g_bytes_get_data (raw, NULL),
                        g_bytes_get_size (raw));
  return http_send (
      fixture->http,
      &(HttpRequest){.method = "GET", .url = "/x", .wanted = wanted, .most_bytes = 5});
}

/* Compressed though nobody asked: it is what unfolds that counts, and is bounded. */
static void
test_gzip (Fixture *fixture, gconstpointer data) {
  g_autofree char *zeros = g_strnfill (64 * 1024 * 1024, ' ');
  g_autoptr (GBytes) message = gzip_answer ("{\"total\": 7}", 12);
  g_autoptr (GBytes) bomb = gzip_answer (zeros, strlen (zeros));
  g_autoptr (GBytes) file = gzip_answer ("hello", 5);
  g_autoptr (HttpAnswer) good = get_bytes (fixture, message, HTTP_JSON);
  g_autoptr (HttpAnswer) bombed = get_bytes (fixture, bomb, HTTP_JSON);
  g_autoptr (HttpAnswer) read = get_bytes (fixture, file, HTTP_FILE);

  g_assert_cmpint (good->outcome, ==, PORTAL_DONE);
  g_assert_cmpint (json_object_get_int_member (good->json, "total"), ==, 7);
  g_assert_cmpint (bombed->outcome, ==, PORTAL_LATER);
  g_assert_nonnull (strstr (bombed->sentence, "longer"));
  g_assert_cmpstr (read->sha256, ==, FILE_DIGEST);
}

/* What other servers do otherwise, and means the same. */
static void
test_liberal (Fixture *fixture, gconstpointer data) {
  static const char *const raw[] = {
      OK_HEAD "content-length: 5\r\n\r\n\xef\xbb\xbf{}",
      OK_HEAD "CONTENT-LENGTH: 7\r\n\r\n\r\n {}\r\n",
      OK_HEAD "transfer-encoding: Chunked\r\n\r\n1\r\n{\r\n1;x=y\r\n}\r\n0\r\n\r\n",
      "HTTP/1.0 200 OK\r\n\r\n{}",
      "HTTP/1.1 201 Created\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\n{}",
      "HTTP/1.1 202 Accepted\r\nContent-Length: 2\r\n\r\n{}",
      "HTTP/1.1 100 Continue\r\n\r\n" OK_HEAD "Content-Length: 2\r\n\r\n{}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (raw); i++) {
    g_autoptr (HttpAnswer) answer = get (fixture, raw[i]);

    g_test_message ("answer %u: %s", i, answer->sentence);
    g_assert_cmpint (answer->outcome, ==, PORTAL_DONE);
    g_assert_nonnull (answer->json);
  }
}

/* Where only a word was wanted none is as good; a page of somebody's network is not. */
static void
test_word (Fixture *fixture, gconstpointer data) {
  static const struct {
    const char *raw;
    PortalOutcome outcome;
  } cases[] = {
      {"HTTP/1.1 204 No Content\r\n\r\n", PORTAL_DONE},
      {OK_HEAD "Content-Length: 0\r\n\r\n", PORTAL_DONE},
      {OK_HEAD "Content-Length: 2\r\n\r\n{}", PORTAL_DONE},
      {OK_HEAD "Content-Length: 6\r\n\r\n<html>", PORTAL_LATER},
      {OK_HEAD "Content-Length: 1\r\n\r\n{", PORTAL_LATER},
      {OK_HEAD "Content-Length: 9\r\n\r\n", PORTAL_LATER},
      {"", PORTAL_LATER},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GBytes) raw = g_bytes_new (cases[i].raw, strlen (cases[i].raw));
    g_autoptr (HttpAnswer) answer = get_bytes (fixture, raw, HTTP_WORD);

    g_assert_cmpint (answer->outcome, ==, cases[i].outcome);
    g_assert_cmpint (answer->json != NULL, ==, cases[i].outcome == PORTAL_DONE);
  }
}

/* A portal may name the day until which it wants to be left alone. */
static void
test_retry_after_date (Fixture *fixture, gconstpointer data) {
  static const struct {
    gint64 from_now_s;
    guint least_s, most_s;
  } cases[] = {
      {300, 200, 300}, {86400, LIMIT_RETRY_AFTER_S, LIMIT_RETRY_AFTER_S}, {-300, 0, 0}};

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
    g_autoptr (GDateTime) then
        = g_date_time_add_seconds (now, (gdouble) cases[i].from_now_s);
    g_autofree char *date = g_date_time_format (then, "%a, %d %b %Y %H:%M:%S GMT");
    g_autofree char *raw = g_strdup_printf ("HTTP/1.1 503 Busy\r\nretry-after: %s\r\n"
                                            "Content-Length: 0\r\n\r\n",
                                            date);
    g_autoptr (HttpAnswer) answer = get (fixture, raw);

    g_assert_cmpuint (answer->retry_after_s, >=, cases[i].least_s);
    g_assert_cmpuint (answer->retry_after_s, <=, cases[i].most_s);
  }
}

static void
test_too_long (Fixture *fixture, gconstpointer data) {
  g_autofree char *fill = g_strnfill (LIMIT_ANSWER_BYTES, ' ');
  g_autofree char *body = g_strdup_printf (OK_HEAD "Content-Length: %u\r\n\r\n{}%s",
                                           LIMIT_ANSWER_BYTES + 2, fill);
  g_autoptr (GString) headers = g_string_new (OK_HEAD);
  g_autoptr (HttpAnswer) long_body = get (fixture, body);
  g_autoptr (HttpAnswer) many_headers = NULL;

  for (guint i = 0; i < 4000; i++)
    g_string_append_printf (headers, "Set-Cookie: c%u=%064u\r\n", i, i);
  g_string_append (headers, "Content-Length: 2\r\n\r\n{}");
  many_headers = get (fixture, headers->str);
  g_assert_cmpint (long_body->outcome, ==, PORTAL_LATER);
  g_assert_nonnull (strstr (long_body->sentence, "longer"));
  g_assert_cmpint (many_headers->outcome, ==, PORTAL_LATER);
}

/* Cookies, HSTS, a date of another century: not looked at. */
static void
test_ignored_headers (Fixture *fixture, gconstpointer data) {
  g_autoptr (HttpAnswer) first
      = get (fixture, OK_HEAD "Set-Cookie: a=b\r\nDate: Thu, 01 Jan 1970 00:00:00 GMT\r\n"
                              "Strict-Transport-Security: max-age=1\r\n"
                              "Alt-Svc: h3=\":1\"\r\nContent-Length: 2\r\n\r\n{}");
  g_autoptr (HttpAnswer) second = get (fixture, OK_HEAD "Content-Length: 2\r\n\r\n{}");
  g_autofree char *heard = mouthpiece_dup_heard (fixture->mouthpiece);

  g_assert_cmpint (first->outcome, ==, PORTAL_DONE);
  g_assert_cmpint (second->outcome, ==, PORTAL_DONE);
  g_assert_null (strstr (heard, "Cookie"));
}

static HttpAnswer *
get_file (Fixture *fixture, const char *raw, guint64 most_bytes) {
  mouthpiece_reset (fixture->mouthpiece);
  mouthpiece_say (fixture->mouthpiece, raw);
  return http_get_file (fixture->http, "/f", most_bytes);
}

static void
test_file (Fixture *fixture, gconstpointer data) {
  const char *whole
      = OK_HEAD "Content-Type: application/pdf\r\nContent-Length: 5\r\n\r\nhello";
  const char *chunked
      = OK_HEAD "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n";
  g_autoptr (HttpAnswer) exact = get_file (fixture, whole, 5);
  g_autoptr (HttpAnswer) in_chunks = get_file (fixture, chunked, 5);
  g_autoptr (HttpAnswer) longer = get_file (fixture, whole, 4);

  g_assert_cmpint (exact->outcome, ==, PORTAL_DONE);
  g_assert_cmpstr (exact->sha256, ==, FILE_DIGEST);
  g_assert_cmpuint (exact->size_bytes, ==, 5);
  g_assert_cmpstr (in_chunks->sha256, ==, FILE_DIGEST);
  g_assert_cmpint (longer->outcome, ==, PORTAL_DONE);
  g_assert_null (longer->sha256);
  g_assert_cmpuint (longer->size_bytes, >, 4);
}

/* A file without a certain end is no file. */
static void
test_torn_file (Fixture *fixture, gconstpointer data) {
  static const char *const raw[] = {
      "",
      OK_HEAD "Content-Length: 0\r\n\r\n",
      OK_HEAD "Content-Length: 10\r\n\r\nhello",
      OK_HEAD "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
      "HTTP/1.0 200 OK\r\n\r\nhello",
      OK_HEAD "Content-Type: text/html\r\nContent-Length: 5\r\n\r\nhello",
      OK_HEAD "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}",
      "HTTP/1.1 503 Busy\r\nContent-Length: 5\r\n\r\nhello",
  };

  for (guint i = 0; i < G_N_ELEMENTS (raw); i++) {
    g_autoptr (HttpAnswer) answer = get_file (fixture, raw[i], 100);

    g_assert_cmpint (answer->outcome, ==, PORTAL_LATER);
    g_assert_null (answer->sha256);
  }
}

static void
test_form (Fixture *fixture, gconstpointer data) {
  const HttpField fields[] = {
      {"name", "Nguyễn Thị Mẫu & con"}, {"none", NULL}, {"plus", "a+b=c"}, {NULL, NULL}};
  g_autoptr (HttpAnswer) answer = NULL;
  g_autofree char *heard = NULL;

  mouthpiece_say_json (fixture->mouthpiece, "{}");
  answer = http_post (fixture->http, "/x", fields);
  g_assert_cmpint (answer->outcome, ==, PORTAL_DONE);
  heard = mouthpiece_dup_heard (fixture->mouthpiece);
  g_assert_nonnull (strstr (heard, "application/x-www-form-urlencoded"));
  g_assert_true (g_str_has_suffix (heard, "\r\n\r\nname=Nguy%E1%BB%85n%20Th%E1%BB%8B%20M"
                                          "%E1%BA%ABu%20%26%20con&plus=a%2Bb%3Dc"));
}

static void
test_post_file (Fixture *fixture, gconstpointer data) {
  g_autofree char *folder = g_build_filename (fixture->folder, "sealed", NULL);
  g_autoptr (Vault) vault = strongroom_open (fixture->folder);
  const HttpField fields[] = {{"displayName", "Tờ khai\r\nX: y"}, {NULL, NULL}};
  g_autoptr (Sealed) sealed = NULL;
  g_autoptr (HttpAnswer) sent = NULL;
  g_autofree char *heard = NULL;

  g_assert_true (durable_mkdir (folder, NULL));
  strongroom_put (vault, "sealed/a.pdf", "%PDF-1.7 hello", -1);
  sealed = sealed_open (vault, "a.pdf", NULL);
  mouthpiece_say_json (fixture->mouthpiece, "{}");
  sent = http_send (fixture->http,
                    &(HttpRequest){.method = "POST",
                                   .url = "/f",
                                   .form = fields,
                                   .file = &(HttpFile){"file", "a \"1\".pdf", sealed}});
  g_assert_cmpint (sent->outcome, ==, PORTAL_DONE);
  heard = mouthpiece_dup_heard (fixture->mouthpiece);
  g_assert_nonnull (strstr (heard, "name=\"displayName\"\r\n\r\nTờ khai\r\nX: y\r\n"));
  g_assert_nonnull (strstr (heard, "application/pdf"));
  g_assert_nonnull (strstr (heard, "\r\n\r\n%PDF-1.7 hello\r\n"));
  g_assert_cmpuint (mouthpiece_count_heard (fixture->mouthpiece), ==, 1);
}

static void
test_headers (Fixture *fixture, gconstpointer data) {
  g_autoptr (HttpAnswer) answer = NULL;
  g_autofree char *heard = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (http_set_header (fixture->http, "Token", "abc", &error));
  g_assert_false (http_set_header (fixture->http, "Token", "a\r\nX: y", &error));
  g_assert_error (error, FAULT, FAULT_CONFIG);
  mouthpiece_say_json (fixture->mouthpiece, "{}");
  answer = http_get (fixture->http, "/x");
  heard = mouthpiece_dup_heard (fixture->mouthpiece);
  g_assert_nonnull (strstr (heard, "\r\nToken: abc\r\n"));
}

/* The server is ours and right, but another authority is the configured one. */
static void
test_other_authority (Fixture *fixture, gconstpointer data) {
  g_autofree char *folder = g_dir_make_tmp ("motcua-http-XXXXXX", NULL);
  Mouthpiece *other = mouthpiece_new (folder);
  PortalSettings settings = *mouthpiece_get_settings (fixture->mouthpiece);
  g_autoptr (Http) http = NULL;
  g_autoptr (HttpAnswer) answer = NULL;

  settings.ca_file = mouthpiece_get_settings (other)->ca_file;
  http = http_new (&settings);
  mouthpiece_say_json (fixture->mouthpiece, "{}");
  answer = http_get (http, "/secret");
  g_assert_cmpint (answer->outcome, ==, PORTAL_LATER);
  g_assert_nonnull (strstr (answer->sentence, "certificate"));
  g_assert_cmpuint (mouthpiece_count_heard (fixture->mouthpiece), ==, 0);
  mouthpiece_free (other);
  g_assert_true (durable_remove (folder, NULL));
}

#define ADD(name, function)                                                              \
  g_test_add ("/http/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  ADD ("json", test_json);
  ADD ("statuses", test_statuses);
  ADD ("retry-after", test_retry_after);
  ADD ("hostile", test_hostile);
  ADD ("gzip", test_gzip);
  ADD ("liberal", test_liberal);
  ADD ("word", test_word);
  ADD ("retry-after-date", test_retry_after_date);
  ADD ("too-long", test_too_long);
  ADD ("ignored-headers", test_ignored_headers);
  ADD ("file", test_file);
  ADD ("torn-file", test_torn_file);
  ADD ("form", test_form);
  ADD ("post-file", test_post_file);
  ADD ("headers", test_headers);
  ADD ("other-authority", test_other_authority);
  return g_test_run ();
}
