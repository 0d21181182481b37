/* SPDX-License-Identifier: Apache-2.0 */

/* The only file that knows libsoup. The way of one request:
 *
 *   headers --> let in? --> body to disk --> trouble? --> desk --> ledger --> answer
 *                | no         (spool)          | early     | fault: 507  | fails: stop
 *                '-- 401, 403, 503             '-- false answer, hang up
 *
 * The body is never accumulated in memory, and neither is an answer: its pieces are
 * mappings. One request is carried out at a time, so the desk needs no locks. The ledger
 * gets "kept" before the client can know, and "answered" or "unanswered" when the
 * connection is done with the answer. Each connection serves one request: libsoup 3.2
 * never closes one that a client kept open and then left, nor frees what belongs to it.
 * (glib-networking 2.74 still keeps the client's certificate: 25 KiB a connection.) */

#include "upload/practice/exchange.h"

#include "config/fault.h"
#include "config/limits.h"
#include "config/log.h"
#include "upload/practice/rawtrouble.h"
#include "upload/practice/spool.h"

#include <libsoup/soup.h>

#define VISIT_KEY "motcua-visit"
#define SLOW_MS   1000
#define LATE_MS   1000

struct Exchange {
  ExchangeOptions options;
  SoupServer *server;
  guint port, page_port;
  guint visits;
  gboolean is_broken; /* the ledger failed: nothing is answered any more */
};

/* One request. Belongs to its message. */
typedef struct {
  Exchange *exchange;
  SoupServerMessage *message; /* borrowed: it owns us */
  DeskRequest *request;
  Spool *spool;
  Reply *reply;
  Trouble trouble;
  gboolean is_let_in;   /* by its headers; else the reply is set */
  gboolean is_heard;    /* to its end */
  gboolean is_answered; /* to the last byte */
  gboolean is_ended;    /* and noted so */
  gsize fed_bytes;      /* of a body that goes out in drops */
  guint slow_source;
} Visit;

static void
free_visit (Visit *visit) {
  visit->exchange->visits--;
  if (visit->slow_source != 0)
    g_source_remove (visit->slow_source);
  desk_request_free (visit->request);
  spool_free (visit->spool);
  reply_free (visit->reply);
  g_free (visit);
}

static Visit *
get_visit (SoupServerMessage *message) {
  return g_object_get_data (G_OBJECT (message), VISIT_KEY);
}

static void
note (Visit *visit, const char *event) {
  Exchange *exchange = visit->exchange;
  g_autoptr (GError) fault = NULL;
  LedgerLine line = {.event = event,
                     .method = visit->request->method,
                     .stage = trouble_stage_get_name (visit->request->stage),
                     .trouble = trouble_get_name (visit->trouble),
                     .dossier_id = visit->reply->dossier_id,
                     .uid = visit->reply->uid,
                     .sha256 = visit->reply->sha256,
                     .status = visit->reply->status};

  if (ledger_append (exchange->options.ledger, &line, &fault))
    return;
  exchange->is_broken = TRUE;
  exchange->options.on_fault (fault, exchange->options.data);
}

/* How it ended, once. */
static void
note_end (Visit *visit, gboolean is_answered) {
  if (!visit->is_ended)
    note (visit, is_answered ? "answered" : "unanswered");
  visit->is_ended = TRUE;
}

/* The client finds itself alone; that is on record before it can know. */
static void
hang_up (Visit *visit) {
  note_end (visit, FALSE);
  g_socket_shutdown (soup_server_message_get_socket (visit->message), TRUE, TRUE, NULL);
}

static const char *
get_header (gpointer message, const char *name) {
  return soup_message_headers_get_one (soup_server_message_get_request_headers (message),
                                       name);
}

/* The page, and nothing else, is for who comes without TLS to its own port. */
static gboolean
is_at_its_port (Visit *visit) {
  GSocketAddress *local = soup_server_message_get_local_address (visit->message);
  guint port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (local));

  return (port == visit->exchange->page_port) == desk_is_page (visit->request);
}

/* Sets the refusal when the headers do not let the request in. */
static gboolean
is_let_in (Visit *visit) {
  if (!is_at_its_port (visit)) {
    reply_set_refusal (visit->reply, 404, "there is no such resource");
    return FALSE;
  }
  if (visit->exchange->visits <= LIMIT_PORTAL_REQUESTS)
    return desk_admit (visit->exchange->options.desk, visit->request, visit->reply);
  reply_set_refusal (visit->reply, 503, "too many requests at a time");
  visit->reply->retry_after = "1";
  return FALSE;
}

static void
on_chunk (SoupServerMessage *message, GBytes *chunk, Visit *visit) {
  gsize size;
  const void *bytes = g_bytes_get_data (chunk, &size);

  spool_append (visit->spool, bytes, size);
}

static void
on_wrote_body (SoupServerMessage *message, Visit *visit) {
  visit->is_answered = TRUE;
}

static void
on_headers (SoupServer *server, SoupServerMessage *message, const char *path,
            GHashTable *query, gpointer data) {
  Exchange *exchange = data;
  Visit *visit = g_new0 (Visit, 1);

  exchange->visits++;
  visit->exchange = exchange;
  visit->message = message;
  visit->reply = reply_new ();
  visit->request = desk_request_new (soup_server_message_get_method (message), path);
  visit->request->get_header = get_header;
  visit->request->headers = message;
  visit->request->content_type = get_header (message, "Content-Type");
  visit->is_let_in = is_let_in (visit);
  visit->spool = spool_new (exchange->options.folder,
                            visit->is_let_in ? desk_get_most_bytes (visit->request) : 0);
  g_object_set_data_full (G_OBJECT (message), VISIT_KEY, visit,
                          (GDestroyNotify) free_visit);
  soup_message_body_set_accumulate (soup_server_message_get_request_body (message),
                                    FALSE);
  g_signal_connect (message, "got-chunk", G_CALLBACK (on_chunk), visit);
  g_signal_connect (message, "wrote-body", G_CALLBACK (on_wrote_body), visit);
}

/* What came, for the desk; FALSE with a refusal. */
static gboolean
take_body (Visit *visit) {
  g_autoptr (GError) fault = NULL;

  if (spool_is_over (visit->spool))
    reply_set_refusal (visit->reply, 413, "the request is too long");
  else if (!spool_get (visit->spool, &visit->request->body, &fault))
    reply_set_fault (visit->reply, fault);
  else
    return TRUE;
  return FALSE;
}

static void
ask_desk (Visit *visit) {
  desk_answer (visit->exchange->options.desk, visit->request, visit->reply);
  if (visit->reply->kept)
    note (visit, "kept");
}

/* Fills visit->reply, as it is to go out. */
static void
decide (Visit *visit, GHashTable *query) {
  gboolean has_body;

  visit->is_heard = TRUE;
  if (!visit->is_let_in)
    return;
  visit->request->query = query;
  has_body = take_body (visit);
  if (has_body)
    visit->request->stage = desk_name_stage (visit->request);
  visit->trouble
      = trouble_next (visit->exchange->options.troubles, visit->request->stage);
  if (has_body && trouble_is_late (visit->trouble))
    ask_desk (visit);
  reply_falsify (visit->reply, visit->trouble);
}

static void
feed (Visit *visit, gsize most_bytes) {
  SoupMessageBody *body = soup_server_message_get_response_body (visit->message);
  gsize skip = visit->fed_bytes;

  for (guint i = 0; i < visit->reply->pieces->len; i++) {
    GBytes *piece = visit->reply->pieces->pdata[i];
    gsize size = g_bytes_get_size (piece);

    if (skip < size) {
      gsize length = MIN (most_bytes, size - skip);
      g_autoptr (GBytes) drop = g_bytes_new_from_bytes (piece, skip, length);

      soup_message_body_append_bytes (body, drop);
      visit->fed_bytes += length;
      return;
    }
    skip -= size;
  }
}

static gboolean
on_second (gpointer data) {
  Visit *visit = data;

  visit->slow_source = 0;
  feed (visit, 1);
  soup_server_message_unpause (visit->message);
  return G_SOURCE_REMOVE;
}

/* A drop is out: what comes after it. The message waits by itself while there is none. */
static void
on_wrote_chunk (SoupServerMessage *message, GBytes *chunk, Visit *visit) {
  switch (visit->trouble.kind) {
  case TROUBLE_SLOW:
    visit->slow_source = g_timeout_add (SLOW_MS, on_second, visit);
    break;
  case TROUBLE_ENDLESS:
    visit->fed_bytes = 0;
    feed (visit, G_MAXSIZE);
    break;
  case TROUBLE_TRUNCATED:
    hang_up (visit);
    feed (visit, G_MAXSIZE);
    break;
  case TROUBLE_NONE:
  case TROUBLE_STATUS:
  case TROUBLE_HTML:
  case TROUBLE_NOT_JSON:
  case TROUBLE_EMPTY:
  case TROUBLE_WRONG_SCHEMA:
  case TROUBLE_TWO_WORDS:
  case TROUBLE_REDIRECT:
  case TROUBLE_MOVED:
  case TROUBLE_LOOP:
  case TROUBLE_ONLY_ACCEPTED:
  case TROUBLE_CLOSE:
  case TROUBLE_LOST:
  case TROUBLE_FOREIGN:
  case TROUBLE_SUPPLEMENT:
  case TROUBLE_USED_NUMBER:
  case TROUBLE_LATE:
  case TROUBLE_WRONG_HASH:
  case TROUBLE_WRONG_BYTES:
  case TROUBLE_RAW:
    break;
  }
}

/* How much of the body goes out before on_wrote_chunk decides. */
static void
start_body (Visit *visit) {
  SoupMessageBody *body = soup_server_message_get_response_body (visit->message);
  gsize size = reply_get_size (visit->reply);
  gboolean in_drops = visit->trouble.kind == TROUBLE_SLOW
                      || visit->trouble.kind == TROUBLE_ENDLESS
                      || visit->trouble.kind == TROUBLE_TRUNCATED;

  soup_message_body_set_accumulate (body, FALSE);
  if (in_drops) {
    g_signal_connect (visit->message, "wrote-chunk", G_CALLBACK (on_wrote_chunk), visit);
    feed (visit, visit->trouble.kind == TROUBLE_SLOW ? 1 : MAX (size / 2, 1));
    return;
  }
  for (guint i = 0; i < visit->reply->pieces->len; i++) {
    if (g_bytes_get_size (visit->reply->pieces->pdata[i]) > 0)
      soup_message_body_append_bytes (body, visit->reply->pieces->pdata[i]);
  }
  g_ptr_array_set_size (visit->reply->pieces, 0); /* each is gone once it is out */
}

static void
answer (Visit *visit) {
  const Reply *reply = visit->reply;
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (visit->message);

  soup_server_message_set_status (visit->message, reply->status, NULL);
  soup_message_headers_set_content_type (headers, reply->content_type, NULL);
  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  soup_message_headers_replace (headers, "Connection", "close");
  if (reply->location != NULL)
    soup_message_headers_replace (headers, "Location", reply->location);
  if (reply->retry_after != NULL)
    soup_message_headers_replace (headers, "Retry-After", reply->retry_after);
  for (guint i = 0; i + 1 < reply->headers->len; i += 2)
    soup_message_headers_replace (headers, reply->headers->pdata[i],
                                  reply->headers->pdata[i + 1]);
  if (visit->trouble.kind == TROUBLE_ENDLESS)
    soup_message_headers_set_encoding (headers, SOUP_ENCODING_CHUNKED);
  else
    soup_message_headers_set_content_length (headers, (goffset) reply_get_size (reply));
  start_body (visit);
}

/* The body as text, if it is short. */
static char *
dup_body (const Reply *reply) {
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < reply->pieces->len && text->len < LIMIT_FORM_BYTES; i++) {
    gsize size;
    const char *bytes = g_bytes_get_data (reply->pieces->pdata[i], &size);

    g_string_append_len (text, bytes, (gssize) size);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
on_silence_over (gpointer stream) {
  g_io_stream_close (stream, NULL, NULL);
  return G_SOURCE_REMOVE;
}

/* Takes the connection away from the server and says on it what no server says. */
static void
answer_raw (Visit *visit) {
  guint raw = visit->trouble.raw;
  g_autofree char *body = dup_body (visit->reply);
  g_autoptr (GBytes) bytes = rawtrouble_format (raw, visit->reply->status, body);
  g_autoptr (GIOStream) stream = NULL;

  note_end (visit, FALSE);
  stream = soup_server_message_steal_connection (visit->message);
  g_output_stream_write_all (g_io_stream_get_output_stream (stream),
                             g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                             NULL, NULL, NULL);
  if (rawtrouble_stays (raw))
    g_timeout_add_seconds_full (G_PRIORITY_DEFAULT, LIMIT_PORTAL_IDLE_S, on_silence_over,
                                g_steal_pointer (&stream), g_object_unref);
  else
    g_io_stream_close (stream, NULL, NULL);
}

static gboolean
on_late (gpointer data) {
  Visit *visit = data;

  visit->slow_source = 0;
  answer (visit);
  soup_server_message_unpause (visit->message);
  return G_SOURCE_REMOVE;
}

static void
on_request (SoupServer *server, SoupServerMessage *message, const char *path,
            GHashTable *query, gpointer data) {
  Visit *visit = get_visit (message);

  decide (visit, query);
  if (visit->exchange->is_broken || visit->trouble.kind == TROUBLE_CLOSE
      || visit->trouble.kind == TROUBLE_LOST) {
    hang_up (visit);
    soup_server_message_set_status (message, 500, NULL);
  } else if (visit->trouble.kind == TROUBLE_RAW) {
    answer_raw (visit);
  } else if (visit->trouble.kind == TROUBLE_LATE) {
    soup_server_message_pause (message);
    visit->slow_source = g_timeout_add (LATE_MS, on_late, visit);
  } else {
    answer (visit);
  }
}

/* The server's own word for how it ended is not used: it calls every 500 aborted. */
static void
on_end (SoupServer *server, SoupServerMessage *message, gpointer data) {
  Visit *visit = get_visit (message);

  if (visit == NULL)
    return;
  if (!visit->is_heard && visit->is_let_in && !visit->exchange->is_broken
      && take_body (visit))
    desk_abandon (visit->exchange->options.desk, visit->request);
  note_end (visit, visit->is_answered);
}

/* Without a handler even a good certificate is refused. */
static gboolean
on_certificate (SoupServerMessage *message, GTlsCertificate *certificate,
                GTlsCertificateFlags errors, gpointer data) {
  return errors == 0;
}

static void
on_started (SoupServer *server, SoupServerMessage *message, gpointer data) {
  g_socket_set_timeout (soup_server_message_get_socket (message), LIMIT_PORTAL_IDLE_S);
  g_signal_connect (message, "accept-certificate", G_CALLBACK (on_certificate), NULL);
}

static gboolean
set_certificates (Exchange *exchange, GError **error) {
  const char *folder = exchange->options.folder;
  g_autofree char *cert_path = g_build_filename (folder, "server.pem", NULL);
  g_autofree char *key_path = g_build_filename (folder, "server.key", NULL);
  g_autofree char *ca_path = g_build_filename (folder, "ca.pem", NULL);
  g_autoptr (GError) cause = NULL;
  g_autoptr (GTlsCertificate) certificate
      = g_tls_certificate_new_from_files (cert_path, key_path, &cause);
  g_autoptr (GTlsDatabase) authorities
      = certificate != NULL ? g_tls_file_database_new (ca_path, &cause) : NULL;

  if (authorities == NULL) {
    g_set_error (error, FAULT, FAULT_CONFIG, "cannot use the certificates in %s: %s",
                 folder, cause->message);
    return FALSE;
  }
  soup_server_set_tls_certificate (exchange->server, certificate);
  soup_server_set_tls_database (exchange->server, authorities);
  soup_server_set_tls_auth_mode (exchange->server, G_TLS_AUTHENTICATION_REQUIRED);
  return TRUE;
}

/* The port that has been added since @known (0: none) was known. */
static guint
find_port (SoupServer *server, guint known) {
  GSList *uris = soup_server_get_uris (server);
  guint port = 0;

  for (GSList *link = uris; link != NULL; link = link->next) {
    if ((guint) g_uri_get_port (link->data) != known)
      port = (guint) g_uri_get_port (link->data);
  }
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  return port;
}

static gboolean
listen_at (Exchange *exchange, GError **error) {
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string (
      exchange->options.address, exchange->options.port);
  g_autoptr (GError) cause = NULL;

  g_assert (address != NULL);
  if (!soup_server_listen (exchange->server, address, SOUP_SERVER_LISTEN_HTTPS, &cause)) {
    g_set_error (error, FAULT, FAULT_TEMPORARY, "cannot listen on %s, port %u: %s",
                 exchange->options.address, exchange->options.port, cause->message);
    return FALSE;
  }
  exchange->port = find_port (exchange->server, 0);
  return TRUE;
}

/* Only this machine can see it: it shows what citizens have handed in. */
static gboolean
listen_for_browsers (Exchange *exchange, GError **error) {
  g_autoptr (GSocketAddress) address
      = g_inet_socket_address_new_from_string ("127.0.0.1", exchange->options.page_port);
  g_autoptr (GError) cause = NULL;

  if (!soup_server_listen (exchange->server, address, 0, &cause)) {
    g_set_error (error, FAULT, FAULT_TEMPORARY, "cannot listen on 127.0.0.1, port %u: %s",
                 exchange->options.page_port, cause->message);
    return FALSE;
  }
  exchange->page_port = find_port (exchange->server, exchange->port);
  return TRUE;
}

Exchange *
exchange_open (const ExchangeOptions *options, GError **error) {
  g_autoptr (Exchange) exchange = g_new0 (Exchange, 1);
  SoupServer *server = soup_server_new (NULL, NULL);

  exchange->options = *options;
  exchange->server = server;
  if (!set_certificates (exchange, error))
    return NULL;
  soup_server_add_early_handler (server, NULL, on_headers, exchange, NULL);
  soup_server_add_handler (server, NULL, on_request, exchange, NULL);
  g_signal_connect (server, "request-started", G_CALLBACK (on_started), exchange);
  g_signal_connect (server, "request-finished", G_CALLBACK (on_end), exchange);
  g_signal_connect (server, "request-aborted", G_CALLBACK (on_end), exchange);
  return listen_at (exchange, error) && listen_for_browsers (exchange, error)
             ? g_steal_pointer (&exchange)
             : NULL;
}

void
exchange_close (Exchange *exchange) {
  soup_server_disconnect (exchange->server);
  g_object_unref (exchange->server);
  g_free (exchange);
}

guint
exchange_get_port (const Exchange *exchange) {
  return exchange->port;
}

guint
exchange_get_page_port (const Exchange *exchange) {
  return exchange->page_port;
}
