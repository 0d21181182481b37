/* SPDX-License-Identifier: Apache-2.0 */

/* Builds requests. One easy handle for each portal, so that connections are kept; files are
 * streamed from the disk, whatever their size. How a request is carried out, and with which
 * options, is httpexchange.c's alone. */

#include "upload/http-private.h"

#include "config/fault.h"
#include "config/limits.h"

#include <curl/curl.h>

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef HttpExchange Exchange;

static void
exchange_free (Exchange *exchange) {
  g_free (exchange->url);
  g_free (exchange->form);
  curl_mime_free (exchange->mime);
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
    if (*g_strstrip (each[i]) != '\0')
      g_string_append_printf (text, "%ssha256//%s", text->len > 0 ? ";" : "", each[i]);
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
  if (g_str_has_suffix (http->base_url, "/"))
    http->base_url[strlen (http->base_url) - 1] = '\0';
  http->ca_file = g_strdup (settings->ca_file);
  http->client_cert = g_strdup (settings->client_cert);
  http->client_key = g_strdup (settings->client_key);
  http->pins = format_pins (settings->pin_sha256);
  /* Never wait for "100 Continue": some portals do not know it. */
  http->headers = curl_slist_append (NULL, "Expect:");
  http->headers = curl_slist_append (http->headers, "Accept: application/json");
  return http;
}

void
http_free (Http *http) {
  if (http == NULL)
    return;
  curl_easy_cleanup (http->curl);
  curl_slist_free_all (http->headers);
  g_free (http->base_url);
  g_free (http->ca_file);
  g_free (http->client_cert);
  g_free (http->client_key);
  g_free (http->pins);
  g_free (http);
}

gboolean
http_add_header (Http *http, const char *name, const char *value, GError **error) {
  g_autofree char *line = g_strdup_printf ("%s: %s", name, value);

  for (const char *c = line; *c != '\0'; c++) {
    if (!g_ascii_isprint (*c)) {
      g_set_error (error, FAULT, FAULT_CONFIG, "%s is no value for a header", name);
      return FALSE;
    }
  }
  http->headers = curl_slist_append (http->headers, line);
  return TRUE;
}

/* --- requests ----------------------------------------------------------------------- */

static Exchange *
new_exchange (Http *http, const char *path) {
  Exchange *exchange = g_new0 (Exchange, 1);

  exchange->http = http;
  exchange->url = g_strconcat (http->base_url, path, NULL);
  exchange->body = g_byte_array_new ();
  exchange->most_bytes = LIMIT_ANSWER_BYTES;
  return exchange;
}

HttpAnswer *
http_get (Http *http, const char *path) {
  g_autoptr (Exchange) exchange = new_exchange (http, path);

  return http_exchange (exchange);
}

HttpAnswer *
http_get_file (Http *http, const char *path, guint64 most_bytes) {
  g_autoptr (Exchange) exchange = new_exchange (http, path);

  exchange->sum = g_checksum_new (G_CHECKSUM_SHA256);
  exchange->most_bytes = most_bytes;
  return http_exchange (exchange);
}

HttpAnswer *
http_post (Http *http, const char *path, const HttpField *fields) {
  g_autoptr (Exchange) exchange = new_exchange (http, path);
  g_autoptr (GString) form = g_string_new (NULL);

  for (; fields->name != NULL; fields++) {
    g_autofree char *value = NULL;

    if (fields->value == NULL)
      continue;
    value = g_uri_escape_string (fields->value, NULL, FALSE);
    g_string_append_printf (form, "%s%s=%s", form->len > 0 ? "&" : "", fields->name,
                            value);
  }
  exchange->form = g_string_free (g_steal_pointer (&form), FALSE);
  return http_exchange (exchange);
}

static gsize
on_file_wanted (char *bytes, gsize unit, gsize count, void *data) {
  gssize got = read (GPOINTER_TO_INT (data), bytes, unit * count);

  return got < 0 ? CURL_READFUNC_ABORT : (gsize) got;
}

/* curl rewinds when it must begin again before anything was sent. */
static int
on_file_sought (void *data, curl_off_t offset, int origin) {
  return lseek (GPOINTER_TO_INT (data), offset, origin) < 0 ? CURL_SEEKFUNC_FAIL
                                                            : CURL_SEEKFUNC_OK;
}

static void
on_file_done (void *data) {
  close (GPOINTER_TO_INT (data));
}

/* Adds the file, open from here to the end of the request. */
static gboolean
add_file (curl_mime *mime, const char *file, const char *name) {
  int fd = open (file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  struct stat status;
  curl_mimepart *part;

  if (fd < 0)
    return FALSE;
  if (fstat (fd, &status) != 0 || !S_ISREG (status.st_mode)) {
    close (fd);
    return FALSE;
  }
  part = curl_mime_addpart (mime);
  http_check (curl_mime_name (part, "file"));
  http_check (curl_mime_filename (part, name));
  http_check (curl_mime_type (part, "application/pdf"));
  http_check (curl_mime_data_cb (part, status.st_size, on_file_wanted, on_file_sought,
                                 on_file_done, GINT_TO_POINTER (fd)));
  return TRUE;
}

static void
add_field (curl_mime *mime, const HttpField *field) {
  curl_mimepart *part = curl_mime_addpart (mime);

  http_check (curl_mime_name (part, field->name));
  http_check (curl_mime_data (part, field->value, CURL_ZERO_TERMINATED));
}

HttpAnswer *
http_post_file (Http *http, const char *path, const HttpField *fields, const char *file,
                const char *name) {
  g_autoptr (Exchange) exchange = new_exchange (http, path);

  exchange->mime = curl_mime_init (http->curl);
  for (; fields->name != NULL; fields++) {
    if (fields->value != NULL)
      add_field (exchange->mime, fields);
  }
  if (!add_file (exchange->mime, file, name))
    return httpanswer_new_failure (HTTP_FAILURE_DISK);
  return http_exchange (exchange);
}
