/* SPDX-License-Identifier: Apache-2.0 */

/* Builds requests. One easy handle for each portal, so that connections are kept; files are
 * streamed from the disk, whatever their size. How a request is carried out, and with which
 * options, is httpexchange.c's alone. */

#include "upload/http-private.h"

#include "config/fault.h"
#include "config/limits.h"

#include <curl/curl.h>

#include <string.h>

#define PIN_PREFIX "sha256//" /* as curl writes it */

typedef HttpExchange Exchange;

static void
exchange_free (Exchange *exchange) {
  g_free (exchange->url);
  g_free (exchange->form);
  g_free (exchange->reason);
  curl_mime_free (exchange->mime);
  curl_slist_free_all (exchange->headers);
  g_hash_table_unref (exchange->answered);
  g_clear_pointer (&exchange->body, g_byte_array_unref);
  g_clear_pointer (&exchange->sum, g_checksum_free);
  g_free (exchange);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Exchange, exchange_free)

/* --- settings ----------------------------------------------------------------------- */

/* "current;next" as curl wants it. */
static char *
format_pins (const char *pins) {
  g_auto (GStrv) each = g_strsplit (pins != NULL ? pins : "", ";", -1);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; each[i] != NULL; i++) {
    const char *pin = g_strstrip (each[i]);

    if (g_str_has_prefix (pin, PIN_PREFIX))
      pin += strlen (PIN_PREFIX);
    if (*pin != '\0')
      g_string_append_printf (text, "%s" PIN_PREFIX "%s", text->len > 0 ? ";" : "", pin);
  }
  if (text->len == 0)
    return NULL;
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* curl wants to be woken once, before any thread uses it. */
static void
start_curl (void) {
  static gsize started;

  if (g_once_init_enter (&started))
    g_once_init_leave (&started, curl_global_init (CURL_GLOBAL_DEFAULT) == CURLE_OK);
}

Http *
http_new (const PortalSettings *settings) {
  Http *http = g_new0 (Http, 1);

  start_curl ();
  http->curl = curl_easy_init ();
  g_assert (http->curl != NULL);
  http->base_url = g_strdup (settings->base_url);
  while (g_str_has_suffix (http->base_url, "/"))
    http->base_url[strlen (http->base_url) - 1] = '\0';
  http->ca_file = g_strdup (settings->ca_file);
  http->crl_file = g_strdup (settings->crl_file);
  http->client_cert = g_strdup (settings->client_cert);
  http->client_key = g_strdup (settings->client_key);
  http->confined = settings->confined;
  http->rate_bytes_s = settings->line != NULL ? settings->line->rate_bytes_s : 0;
  http->pace = pace_new (http->rate_bytes_s);
  http->pins = format_pins (settings->pin_sha256);
  http->headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return http;
}

void
http_free (Http *http) {
  if (http == NULL)
    return;
  curl_easy_cleanup (http->curl);
  g_hash_table_unref (http->headers);
  g_free (http->base_url);
  g_free (http->ca_file);
  g_free (http->crl_file);
  g_free (http->client_cert);
  g_free (http->client_key);
  pace_free (http->pace);
  g_free (http->pins);
  g_free (http);
}

/* A secret may hold any letter; what would end a header line may not be in it. */
static gboolean
is_header_value (const char *value) {
  for (; *value != '\0'; value++) {
    if (!g_ascii_isprint (*value))
      return FALSE;
  }
  return TRUE;
}

gboolean
http_set_header (Http *http, const char *name, const char *value, GError **error) {
  if (value == NULL) {
    g_hash_table_remove (http->headers, name);
    return TRUE;
  }
  if (!is_header_value (value)) {
    g_set_error (error, FAULT, FAULT_CONFIG, "%s is no value for a header", name);
    return FALSE;
  }
  g_hash_table_replace (http->headers, g_strdup (name), g_strdup (value));
  return TRUE;
}

char *
http_build_url (const Http *http, const char *url) {
  if (strstr (url, "://") != NULL)
    return g_strdup (url);
  return g_strconcat (http->base_url, *url == '/' || *url == '\0' ? "" : "/", url, NULL);
}

/* --- requests ----------------------------------------------------------------------- */

static void
add_header (Exchange *exchange, const char *name, const char *value) {
  g_autofree char *line = g_strdup_printf ("%s: %s", name, value);

  exchange->headers = curl_slist_append (exchange->headers, line);
}

static void
add_headers (Exchange *exchange) {
  const HttpRequest *request = exchange->request;
  GHashTableIter iter;
  gpointer name, value;

  /* Never wait for "100 Continue": some portals do not know it. */
  exchange->headers = curl_slist_append (NULL, "Expect:");
  exchange->headers = curl_slist_append (exchange->headers, "Accept-Encoding:");
  add_header (exchange, "Accept",
              request->wanted == HTTP_FILE ? "*/*" : "application/json");
  if (request->json != NULL)
    add_header (exchange, "Content-Type", "application/json");
  g_hash_table_iter_init (&iter, exchange->http->headers);
  while (g_hash_table_iter_next (&iter, &name, &value))
    add_header (exchange, name, value);
  for (const HttpField *more = request->headers; more != NULL && more->name != NULL;
       more++) {
    if (more->value != NULL)
      add_header (exchange, more->name, more->value);
  }
}

static char *
format_form (const HttpField *fields) {
  GString *form = g_string_new (NULL);

  for (; fields->name != NULL; fields++) {
    g_autofree char *value = NULL;

    if (fields->value == NULL)
      continue;
    value = g_uri_escape_string (fields->value, NULL, FALSE);
    g_string_append_printf (form, "%s%s=%s", form->len > 0 ? "&" : "", fields->name,
                            value);
  }
  return g_string_free (form, FALSE);
}

static gsize
on_file_wanted (char *bytes, gsize unit, gsize count, void *data) {
  Exchange *exchange = data;
  gsize room = pace_take (exchange->http->pace, unit * count);
  gssize got
      = sealed_read (exchange->request->file->sealed, exchange->read_bytes, bytes, room);

  if (got < 0) {
    exchange->unreadable = TRUE;
    return CURL_READFUNC_ABORT;
  }
  exchange->read_bytes += (guint64) got;
  return (gsize) got;
}

/* curl rewinds when it must begin again before anything was sent. */
static int
on_file_sought (void *data, curl_off_t offset, int origin) {
  Exchange *exchange = data;

  if (origin != SEEK_SET || offset < 0)
    return CURL_SEEKFUNC_FAIL;
  exchange->read_bytes = (guint64) offset;
  return CURL_SEEKFUNC_OK;
}

static void
add_file (Exchange *exchange) {
  const HttpFile *file = exchange->request->file;
  curl_mimepart *part = curl_mime_addpart (exchange->mime);

  http_check (curl_mime_name (part, file->part));
  http_check (curl_mime_filename (part, file->name));
  http_check (curl_mime_type (part, "application/pdf"));
  http_check (curl_mime_data_cb (part, (curl_off_t) sealed_get_size (file->sealed),
                                 on_file_wanted, on_file_sought, NULL, exchange));
}

static void
add_field (curl_mime *mime, const HttpField *field) {
  curl_mimepart *part = curl_mime_addpart (mime);

  http_check (curl_mime_name (part, field->name));
  http_check (curl_mime_data (part, field->value, CURL_ZERO_TERMINATED));
}

static void
add_parts (Exchange *exchange) {
  const HttpField *fields = exchange->request->form;

  exchange->mime = curl_mime_init (exchange->http->curl);
  for (; fields != NULL && fields->name != NULL; fields++) {
    if (fields->value != NULL)
      add_field (exchange->mime, fields);
  }
  add_file (exchange);
}

static Exchange *
new_exchange (Http *http, const HttpRequest *request) {
  Exchange *exchange = g_new0 (Exchange, 1);

  exchange->http = http;
  exchange->request = request;
  exchange->url = http_build_url (http, request->url);
  exchange->body = g_byte_array_new ();
  exchange->reason = g_malloc0 (CURL_ERROR_SIZE);
  exchange->answered = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  exchange->most_bytes = LIMIT_ANSWER_BYTES;
  if (request->wanted == HTTP_FILE) {
    exchange->sum = g_checksum_new (G_CHECKSUM_SHA256);
    exchange->most_bytes = request->most_bytes;
  }
  add_headers (exchange);
  if (request->file != NULL)
    add_parts (exchange);
  else if (request->form != NULL)
    exchange->form = format_form (request->form);
  else
    exchange->form = g_strdup (request->json);
  return exchange;
}

HttpAnswer *
http_send (Http *http, const HttpRequest *request) {
  g_autoptr (Exchange) exchange = new_exchange (http, request);

  return http_exchange (exchange);
}

HttpAnswer *
http_get (Http *http, const char *url) {
  return http_send (http, &(HttpRequest){.method = "GET", .url = url});
}

HttpAnswer *
http_get_file (Http *http, const char *url, guint64 most_bytes) {
  return http_send (http, &(HttpRequest){.method = "GET",
                                         .url = url,
                                         .wanted = HTTP_FILE,
                                         .most_bytes = most_bytes});
}

HttpAnswer *
http_post (Http *http, const char *url, const HttpField *fields) {
  return http_send (http, &(HttpRequest){.method = "POST", .url = url, .form = fields});
}

HttpAnswer *
http_post_json (Http *http, const char *url, const char *json) {
  return http_send (http, &(HttpRequest){.method = "POST", .url = url, .json = json});
}
