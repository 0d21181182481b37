/* SPDX-License-Identifier: Apache-2.0 */

/* Carries one request out. Every request starts from a reset handle, and set_options() is
 * the one place where options are set, all of them. There is no switch that turns a check
 * off: the practice portal has a certificate authority of its own.
 *
 * Nothing of an answer is believed before its end has come: bodies are bounded, headers
 * counted, and a file that is read back runs through a digest and is dropped. Redirects,
 * cookies, proxies of the environment and .netrc do not exist here. Compression is not
 * asked for; where a portal compresses all the same, what counts and is bounded is what
 * unfolds. */

#include "upload/http-private.h"

#include "config/limits.h"
#include "config/log.h"
#include "upload/notify.h"

#include <curl/curl.h>
#include <gio/gio.h>

#include <string.h>
#include <sys/socket.h>

#define CONNECT_TIMEOUT_MS 10000L
#define STALL_TIME_S       45L /* slower than STALL_BYTES_PER_S for so long: given up */
#define STALL_BYTES_PER_S  32L
#define NOTIFY_EVERY_MS    1000
#define ANSWER_TIMEOUT_S   120  /* from our last byte to the end of an answer */
#define FILE_BYTES_PER_S   1024 /* slower than this, all in all, no file is read back */
#define USER_AGENT         "motcua/" MOTCUA_VERSION

/* What CURLINFO_SSL_VERIFYRESULT says, as in openssl-verification-options(1). */
#define VERIFY_OK            0
#define VERIFY_NOT_REACHED   1 /* curl's: the name was looked at before, and is wrong */
#define VERIFY_NOT_YET_VALID 9
#define VERIFY_EXPIRED       10
#define VERIFY_REVOKED       23

typedef HttpExchange Exchange;

void
http_check (int code) {
  g_assert (code == CURLE_OK);
}

/* --- one exchange ------------------------------------------------------------------- */

static gsize
on_body_received (char *bytes, gsize unit, gsize count, void *data) {
  Exchange *exchange = data;
  gsize size_bytes = unit * count;

  exchange->size_bytes += size_bytes;
  if (exchange->size_bytes > exchange->most_bytes) {
    exchange->too_long = TRUE;
    return 0;
  }
  if (exchange->sum != NULL)
    g_checksum_update (exchange->sum, (const guchar *) bytes, (gssize) size_bytes);
  else
    g_byte_array_append (exchange->body, (const guint8 *) bytes, (guint) size_bytes);
  return size_bytes;
}

/* A header that is there twice with two values says nothing. */
static void
take_header (Exchange *exchange, const char *line, gsize length) {
  const char *colon = memchr (line, ':', length);
  char *name, *value;
  const char *known;

  if (length >= strlen ("HTTP/") && memcmp (line, "HTTP/", strlen ("HTTP/")) == 0)
    g_hash_table_remove_all (exchange->answered); /* of an answer before the real one */
  if (colon == NULL)
    return;
  name = g_ascii_strdown (line, colon - line);
  value = g_strstrip (g_strndup (colon + 1, length - (gsize) (colon + 1 - line)));
  known = g_hash_table_lookup (exchange->answered, name);
  if (known != NULL && !g_str_equal (known, value))
    *value = '\0';
  g_hash_table_replace (exchange->answered, name, value);
}

static gsize
on_header_received (char *bytes, gsize unit, gsize count, void *data) {
  Exchange *exchange = data;

  exchange->header_bytes += unit * count;
  if (exchange->header_bytes > LIMIT_HEADER_BYTES) {
    exchange->too_long = TRUE;
    return 0;
  }
  take_header (exchange, bytes, unit * count);
  return unit * count;
}

/* The stretch of a file that is the body of a request. */
static gsize
on_stretch_wanted (char *bytes, gsize unit, gsize count, void *data) {
  Exchange *exchange = data;
  const HttpRequest *request = exchange->request;
  gsize room = (gsize) MIN (unit * count, request->size_bytes - exchange->read_bytes);
  gssize got;

  if (room == 0)
    return 0;
  room = pace_take (exchange->http->pace, room);
  got = sealed_read (request->bytes, request->at + exchange->read_bytes, bytes, room);
  if (got <= 0) {
    exchange->unreadable = TRUE;
    return CURL_READFUNC_ABORT;
  }
  exchange->read_bytes += (guint64) got;
  return (gsize) got;
}

static int
on_stretch_sought (void *data, curl_off_t offset, int origin) {
  Exchange *exchange = data;

  if (origin != SEEK_SET || offset < 0)
    return CURL_SEEKFUNC_FAIL;
  exchange->read_bytes = (guint64) offset;
  return CURL_SEEKFUNC_OK;
}

/* How long an answer may take once nothing of ours moves any more. */
static gint64
get_patience_us (const Exchange *exchange) {
  guint64 file_s = exchange->sum != NULL ? exchange->most_bytes / FILE_BYTES_PER_S : 0;

  return (gint64) (ANSWER_TIMEOUT_S + file_s) * G_TIME_SPAN_SECOND;
}

/* A long transfer that moves is alive; one that does not is ended by STALL_TIME_S, and an
 * answer that drips on and on when patience is over. */
static int
on_progress (void *data, curl_off_t to_get, curl_off_t got, curl_off_t to_send,
             curl_off_t sent) {
  Exchange *exchange = data;
  Http *http = exchange->http;
  gint64 now_us = g_get_monotonic_time ();

  if (sent > exchange->sent_bytes || exchange->moved_at_us == 0)
    exchange->moved_at_us = now_us;
  exchange->sent_bytes = MAX (exchange->sent_bytes, sent);
  exchange->too_slow = now_us - exchange->moved_at_us > get_patience_us (exchange);
  if (now_us - http->notified_at_us >= NOTIFY_EVERY_MS * G_TIME_SPAN_MILLISECOND) {
    http->notified_at_us = now_us;
    notify_alive ();
  }
  return exchange->too_slow;
}

#define SET(option, value)                                                               \
  http_check (curl_easy_setopt (exchange->http->curl, option, value))

/* Whom we talk to, and how it is shown that it is them. */
static void
set_trust (Exchange *exchange) {
  Http *http = exchange->http;

  SET (CURLOPT_PROTOCOLS_STR, "https");
  SET (CURLOPT_REDIR_PROTOCOLS_STR, "https");
  SET (CURLOPT_FOLLOWLOCATION, 0L);
  SET (CURLOPT_SSLVERSION, (long) CURL_SSLVERSION_TLSv1_2);
  SET (CURLOPT_SSL_VERIFYPEER, 1L);
  SET (CURLOPT_SSL_VERIFYHOST, 2L);
  SET (CURLOPT_CAINFO, http->ca_file);
  SET (CURLOPT_CAPATH, NULL);
  SET (CURLOPT_CRLFILE, http->crl_file);
  SET (CURLOPT_SSLCERT, http->client_cert);
  SET (CURLOPT_SSLKEY, http->client_key);
  SET (CURLOPT_PINNEDPUBLICKEY, http->pins);
  SET (CURLOPT_PROXY, "");
  SET (CURLOPT_NOPROXY, "*");
  SET (CURLOPT_NETRC, (long) CURL_NETRC_IGNORED);
  SET (CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
}

/* What goes out, and how. */
static void
set_body (Exchange *exchange) {
  const HttpRequest *request = exchange->request;

  if (exchange->mime != NULL) {
    SET (CURLOPT_MIMEPOST, exchange->mime);
  } else if (exchange->form != NULL) {
    SET (CURLOPT_POST, 1L);
    SET (CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t) strlen (exchange->form));
    SET (CURLOPT_POSTFIELDS, exchange->form);
  } else if (request->bytes != NULL) {
    SET (CURLOPT_UPLOAD, 1L);
    SET (CURLOPT_INFILESIZE_LARGE, (curl_off_t) request->size_bytes);
    SET (CURLOPT_READFUNCTION, on_stretch_wanted);
    SET (CURLOPT_READDATA, exchange);
    SET (CURLOPT_SEEKFUNCTION, on_stretch_sought);
    SET (CURLOPT_SEEKDATA, exchange);
  } else if (g_str_equal (request->method, "POST")
             || g_str_equal (request->method, "PUT")) {
    SET (CURLOPT_POST, 1L);
    SET (CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t) 0);
    SET (CURLOPT_POSTFIELDS, "");
  }
  if (g_str_equal (request->method, "HEAD"))
    SET (CURLOPT_NOBODY, 1L);
  else
    SET (CURLOPT_CUSTOMREQUEST, request->method);
}

/* On a kept connection that turns out dead curl sends a request again by itself; what
 * creates something goes out once, and its adapter asks before it repeats it. A stretch of
 * a file carries its place and cannot arrive twice. */
static gboolean
wants_new_connection (const Exchange *exchange) {
  const char *method = exchange->request->method;

  return g_str_equal (method, "POST") || g_str_equal (method, "PUT");
}

/* For training: no socket to any other machine, whatever a name or an address in an answer
 * says. */
static curl_socket_t
on_socket_wanted (void *data, curlsocktype purpose, struct curl_sockaddr *peer) {
  g_autoptr (GSocketAddress) address
      = g_socket_address_new_from_native (&peer->addr, peer->addrlen);
  gboolean local = G_IS_INET_SOCKET_ADDRESS (address)
                   && g_inet_address_get_is_loopback (g_inet_socket_address_get_address (
                       G_INET_SOCKET_ADDRESS (address)));

  if (local)
    return socket (peer->family, peer->socktype | SOCK_CLOEXEC, peer->protocol);
  log_warning ("training: a connection to another machine was refused");
  return CURL_SOCKET_BAD;
}

/* The one function that sets options: all of them, for each request. */
static void
set_options (Exchange *exchange) {
  curl_easy_reset (exchange->http->curl);
  set_trust (exchange);
  SET (CURLOPT_URL, exchange->url);
  SET (CURLOPT_HTTP_VERSION, (long) CURL_HTTP_VERSION_1_1);
  SET (CURLOPT_HTTP09_ALLOWED, 0L);
  SET (CURLOPT_USERAGENT, USER_AGENT);
  SET (CURLOPT_ACCEPT_ENCODING, "gzip, deflate"); /* undone; the header is left out */
  SET (CURLOPT_HTTPHEADER, exchange->headers);
  SET (CURLOPT_NOSIGNAL, 1L);
  SET (CURLOPT_ERRORBUFFER, exchange->reason);
  SET (CURLOPT_CONNECTTIMEOUT_MS, CONNECT_TIMEOUT_MS);
  SET (CURLOPT_LOW_SPEED_LIMIT, STALL_BYTES_PER_S);
  SET (CURLOPT_LOW_SPEED_TIME, STALL_TIME_S);
  SET (CURLOPT_MAX_RECV_SPEED_LARGE,
       (curl_off_t) (exchange->sum != NULL ? exchange->http->rate_bytes_s : 0));
  SET (CURLOPT_WRITEFUNCTION, on_body_received);
  SET (CURLOPT_WRITEDATA, exchange);
  SET (CURLOPT_HEADERFUNCTION, on_header_received);
  SET (CURLOPT_HEADERDATA, exchange);
  SET (CURLOPT_NOPROGRESS, 0L);
  SET (CURLOPT_XFERINFOFUNCTION, on_progress);
  SET (CURLOPT_XFERINFODATA, exchange);
  if (exchange->http->confined)
    SET (CURLOPT_OPENSOCKETFUNCTION, on_socket_wanted);
  SET (CURLOPT_FRESH_CONNECT, wants_new_connection (exchange) ? 1L : 0L);
  set_body (exchange);
}

#undef SET

/* --- outcome ------------------------------------------------------------------------ */

static HttpFailure
name_certificate_failure (CURL *curl) {
  long verdict = VERIFY_OK;

  curl_easy_getinfo (curl, CURLINFO_SSL_VERIFYRESULT, &verdict);
  switch (verdict) {
  case VERIFY_OK:
  case VERIFY_NOT_REACHED:
    return HTTP_FAILURE_CERTIFICATE_NAME;
  case VERIFY_EXPIRED:
    return HTTP_FAILURE_CERTIFICATE_EXPIRED;
  case VERIFY_NOT_YET_VALID:
    return HTTP_FAILURE_CERTIFICATE_EARLY;
  case VERIFY_REVOKED:
    return HTTP_FAILURE_CERTIFICATE_REVOKED;
  default:
    return HTTP_FAILURE_CERTIFICATE_AUTHORITY;
  }
}

/* Every other code means that the connection broke. */
static const struct {
  CURLcode code;
  HttpFailure failure;
} failures[] = {
    {CURLE_COULDNT_RESOLVE_HOST, HTTP_FAILURE_NAME},
    {CURLE_COULDNT_CONNECT, HTTP_FAILURE_UNREACHABLE},
    {CURLE_OPERATION_TIMEDOUT, HTTP_FAILURE_TIMEOUT},
    {CURLE_SSL_PINNEDPUBKEYNOTMATCH, HTTP_FAILURE_CERTIFICATE_PIN},
    {CURLE_SSL_CACERT_BADFILE, HTTP_FAILURE_OWN_CERTIFICATE},
    {CURLE_SSL_CERTPROBLEM, HTTP_FAILURE_OWN_CERTIFICATE},
    {CURLE_SSL_CRL_BADFILE, HTTP_FAILURE_OWN_CERTIFICATE},
    {CURLE_SSL_CONNECT_ERROR, HTTP_FAILURE_TLS},
};

/* Whether the portal has said, by an alert of TLS, that it does not like our certificate or
 * misses one. TLS 1.3 tells so only after the handshake, as a connection that breaks. */
static gboolean
is_turned_away (const Exchange *exchange) {
  static const char *const alerts[]
      = {"alert certificate", "alert bad certificate", "alert unsupported certificate",
         "alert unknown ca", "alert access denied"};

  for (guint i = 0; i < G_N_ELEMENTS (alerts); i++) {
    if (strstr (exchange->reason, alerts[i]) != NULL)
      return TRUE;
  }
  return FALSE;
}

static HttpFailure
name_failure (const Exchange *exchange, CURLcode code) {
  if (exchange->too_long)
    return HTTP_FAILURE_TOO_LONG;
  if (exchange->too_slow)
    return HTTP_FAILURE_TIMEOUT;
  if (exchange->unreadable)
    return HTTP_FAILURE_DISK;
  if (code == CURLE_PEER_FAILED_VERIFICATION)
    return name_certificate_failure (exchange->http->curl);
  if (is_turned_away (exchange))
    return HTTP_FAILURE_TURNED_AWAY;
  for (guint i = 0; i < G_N_ELEMENTS (failures); i++) {
    if (failures[i].code == code)
      return failures[i].failure;
  }
  return HTTP_FAILURE_BROKEN;
}

/* Whether the end of the body is the end of the file, and not just of the connection. */
static gboolean
is_whole (CURL *curl) {
  curl_off_t length = -1;
  struct curl_header *header;

  curl_easy_getinfo (curl, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length);
  return length >= 0
         || curl_easy_header (curl, "Transfer-Encoding", 0, CURLH_HEADER, -1, &header)
                == CURLHE_OK;
}

static HttpAnswer *
take_file (const Exchange *exchange, guint status) {
  CURL *curl = exchange->http->curl;
  const char *type = g_hash_table_lookup (exchange->answered, "content-type");

  if (exchange->too_long)
    return httpanswer_new_file (status, type, NULL, exchange->size_bytes);
  if (!is_whole (curl))
    return httpanswer_new_failure (HTTP_FAILURE_BROKEN);
  return httpanswer_new_file (status, type, g_checksum_get_string (exchange->sum),
                              exchange->size_bytes);
}

/* Two lengths that differ: nobody knows which bytes are the answer's. */
static gboolean
is_ambiguous (const Exchange *exchange) {
  const char *length = g_hash_table_lookup (exchange->answered, "content-length");

  return length != NULL && *length == '\0';
}

/* A file that is longer than it may be was cut off by us; that says enough. */
static gboolean
is_overlong_file (const Exchange *exchange, CURLcode code) {
  return code == CURLE_WRITE_ERROR && exchange->sum != NULL
         && exchange->size_bytes > exchange->most_bytes;
}

static HttpAnswer *
classify (const Exchange *exchange, guint status) {
  if (exchange->sum != NULL)
    return take_file (exchange, status);
  return httpanswer_new (exchange->request->wanted, status, exchange->body->data,
                         exchange->body->len);
}

static HttpAnswer *
take_answer (Exchange *exchange, CURLcode code) {
  CURL *curl = exchange->http->curl;
  HttpAnswer *answer;
  long status = 0;
  curl_off_t retry_after_s = 0;

  curl_easy_getinfo (curl, CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo (curl, CURLINFO_RETRY_AFTER, &retry_after_s);
  if (code != CURLE_OK && !is_overlong_file (exchange, code))
    return httpanswer_new_failure (name_failure (exchange, code));
  if (is_ambiguous (exchange))
    return httpanswer_new_failure (HTTP_FAILURE_BROKEN);
  answer = classify (exchange, (guint) status);
  answer->retry_after_s = (guint) CLAMP (retry_after_s, 0, LIMIT_RETRY_AFTER_S);
  answer->headers = g_hash_table_ref (exchange->answered);
  return answer;
}

HttpAnswer *
http_exchange (Exchange *exchange) {
  set_options (exchange);
  return take_answer (exchange, curl_easy_perform (exchange->http->curl));
}
