/* SPDX-License-Identifier: Apache-2.0 */

/* One thread, one connection at a time. It reads a request to its end as far as
 * Content-Length tells, so that no answer overtakes a body unless the script wants it. */

#include "tests/unit/mouthpiece.h"

#include "upload/practice/authority.h"

#include <gio/gio.h>

#include <stdlib.h>
#include <string.h>

#define BLOCK_BYTES 16384

struct Mouthpiece {
  PortalSettings settings;
  GSocketListener *listener;
  GTlsCertificate *certificate;
  GCancellable *stop;
  GThread *thread;
  GMutex mutex;
  GQueue answers; /* GBytes */
  GString *heard;
  guint requests;
};

static gsize
get_body_bytes (const char *request) {
  g_autofree char *head = g_ascii_strdown (request, -1);
  const char *length = strstr (head, "\r\ncontent-length:");

  return length == NULL ? 0 : strtoul (strchr (length, ':') + 1, NULL, 10);
}

/* Reads one request; FALSE when the client has left. */
static gboolean
hear (Mouthpiece *mouthpiece, GIOStream *stream) {
  g_autoptr (GString) request = g_string_new (NULL);
  g_autofree char *block = g_malloc (BLOCK_BYTES);
  GInputStream *in = g_io_stream_get_input_stream (stream);
  const char *end = NULL;

  while (end == NULL
         || request->len
                < (gsize) (end + 4 - request->str) + get_body_bytes (request->str)) {
    gssize got = g_input_stream_read (in, block, BLOCK_BYTES, mouthpiece->stop, NULL);

    if (got <= 0)
      return FALSE;
    g_string_append_len (request, block, got);
    end = strstr (request->str, "\r\n\r\n");
  }
  g_mutex_lock (&mouthpiece->mutex);
  for (gsize i = 0; i < request->len; i++) /* files have zeros, texts have not */
    g_string_append_c (mouthpiece->heard,
                       request->str[i] != '\0' ? request->str[i] : '.');
  mouthpiece->requests++;
  g_mutex_unlock (&mouthpiece->mutex);
  return TRUE;
}

static GBytes *
take_answer (Mouthpiece *mouthpiece) {
  GBytes *answer;

  g_mutex_lock (&mouthpiece->mutex);
  answer = g_queue_pop_head (&mouthpiece->answers);
  g_mutex_unlock (&mouthpiece->mutex);
  return answer;
}

static void
talk (Mouthpiece *mouthpiece, GSocketConnection *connection) {
  g_autoptr (GIOStream) tls = g_tls_server_connection_new (G_IO_STREAM (connection),
                                                           mouthpiece->certificate, NULL);
  g_autoptr (GBytes) answer = NULL;

  if (tls == NULL || !hear (mouthpiece, tls))
    return;
  answer = take_answer (mouthpiece);
  if (answer != NULL)
    g_output_stream_write_all (g_io_stream_get_output_stream (tls),
                               g_bytes_get_data (answer, NULL), g_bytes_get_size (answer),
                               NULL, mouthpiece->stop, NULL);
  g_io_stream_close (tls, NULL, NULL);
}

static gpointer
run (gpointer data) {
  Mouthpiece *mouthpiece = data;

  while (!g_cancellable_is_cancelled (mouthpiece->stop)) {
    g_autoptr (GSocketConnection) connection
        = g_socket_listener_accept (mouthpiece->listener, NULL, mouthpiece->stop, NULL);

    if (connection != NULL)
      talk (mouthpiece, connection);
  }
  return NULL;
}

Mouthpiece *
mouthpiece_new (const char *folder) {
  Mouthpiece *mouthpiece = g_new0 (Mouthpiece, 1);
  g_autofree char *certificate = g_build_filename (folder, "server.pem", NULL);
  g_autofree char *key = g_build_filename (folder, "server.key", NULL);
  g_autoptr (GSocketAddress) loopback
      = g_inet_socket_address_new_from_string ("127.0.0.1", 0);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (authority_open (folder, "127.0.0.1", AUTHORITY_GOOD, &error));
  g_assert_no_error (error);
  mouthpiece->certificate = g_tls_certificate_new_from_files (certificate, key, &error);
  g_assert_no_error (error);
  mouthpiece->listener = g_socket_listener_new ();
  g_assert_true (
      g_socket_listener_add_address (mouthpiece->listener, loopback, G_SOCKET_TYPE_STREAM,
                                     G_SOCKET_PROTOCOL_TCP, NULL, &bound, &error));
  g_assert_no_error (error);
  mouthpiece->settings.name = g_strdup ("practice");
  mouthpiece->settings.adapter = g_strdup ("opencps");
  mouthpiece->settings.files = g_strdup ("multipart");
  mouthpiece->settings.base_url
      = g_strdup_printf ("https://127.0.0.1:%u/opencps",
                         g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound)));
  mouthpiece->settings.ca_file = g_build_filename (folder, "ca.pem", NULL);
  mouthpiece->settings.gov_agency_code = g_strdup ("000.00.31.H30");
  mouthpiece->heard = g_string_new (NULL);
  mouthpiece->stop = g_cancellable_new ();
  g_mutex_init (&mouthpiece->mutex);
  mouthpiece->thread = g_thread_new ("mouthpiece", run, mouthpiece);
  return mouthpiece;
}

void
mouthpiece_free (Mouthpiece *mouthpiece) {
  g_cancellable_cancel (mouthpiece->stop);
  g_thread_join (mouthpiece->thread);
  mouthpiece_reset (mouthpiece);
  g_socket_listener_close (mouthpiece->listener);
  g_object_unref (mouthpiece->listener);
  g_object_unref (mouthpiece->certificate);
  g_object_unref (mouthpiece->stop);
  g_string_free (mouthpiece->heard, TRUE);
  g_mutex_clear (&mouthpiece->mutex);
  g_free (mouthpiece->settings.name);
  g_free (mouthpiece->settings.adapter);
  g_free (mouthpiece->settings.files);
  g_free (mouthpiece->settings.base_url);
  g_free (mouthpiece->settings.ca_file);
  g_free (mouthpiece->settings.secret_file);
  g_free (mouthpiece->settings.gov_agency_code);
  g_free (mouthpiece);
}

PortalSettings *
mouthpiece_get_settings (Mouthpiece *mouthpiece) {
  return &mouthpiece->settings;
}

void
mouthpiece_say_bytes (Mouthpiece *mouthpiece, const void *bytes, gsize size_bytes) {
  g_mutex_lock (&mouthpiece->mutex);
  g_queue_push_tail (&mouthpiece->answers, g_bytes_new (bytes, size_bytes));
  g_mutex_unlock (&mouthpiece->mutex);
}

void
mouthpiece_say (Mouthpiece *mouthpiece, const char *answer) {
  mouthpiece_say_bytes (mouthpiece, answer, strlen (answer));
}

void
mouthpiece_say_json (Mouthpiece *mouthpiece, const char *json) {
  g_autofree char *answer
      = g_strdup_printf ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                         "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n%s",
                         strlen (json), json);

  mouthpiece_say (mouthpiece, answer);
}

void
mouthpiece_reset (Mouthpiece *mouthpiece) {
  g_mutex_lock (&mouthpiece->mutex);
  g_queue_clear_full (&mouthpiece->answers, (GDestroyNotify) g_bytes_unref);
  g_string_truncate (mouthpiece->heard, 0);
  mouthpiece->requests = 0;
  g_mutex_unlock (&mouthpiece->mutex);
}

char *
mouthpiece_dup_heard (Mouthpiece *mouthpiece) {
  char *heard;

  g_mutex_lock (&mouthpiece->mutex);
  heard = g_strdup (mouthpiece->heard->str);
  g_mutex_unlock (&mouthpiece->mutex);
  return heard;
}

guint
mouthpiece_count_heard (Mouthpiece *mouthpiece) {
  guint requests;

  g_mutex_lock (&mouthpiece->mutex);
  requests = mouthpiece->requests;
  g_mutex_unlock (&mouthpiece->mutex);
  return requests;
}
