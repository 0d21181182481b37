/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "upload/http.h"
#include "upload/pace.h"

/* What the two files around curl share: http.c builds requests, httpexchange.c carries them
 * out. */

struct Http {
  void *curl;          /* curl's handle */
  GHashTable *headers; /* name -> value, of every request */
  char *base_url;
  char *ca_file;
  char *crl_file;
  char *client_cert;
  char *client_key;
  Pace *pace;         /* of bytes of files that go out */
  gboolean confined; /* to this machine */
  guint rate_bytes_s; /* of those that come back; 0: no limit */
  char *pins;         /* "sha256//...;sha256//..." or NULL */
  gint64 notified_at_us;
};

/* One request and what has come back so far. */
typedef struct {
  Http *http;
  const HttpRequest *request;
  char *url;
  char *form; /* the body of a POST that is text, or NULL */
  struct curl_slist *headers;
  struct curl_mime *mime; /* of a multipart POST, or NULL */
  guint64 read_bytes;     /* of the file that is sent */
  GByteArray *body;       /* stays empty when there is a @sum */
  GChecksum *sum;         /* the body runs through it and is dropped; or NULL */
  GHashTable *answered;   /* header lines of the answer: lower-case name -> value */
  guint64 most_bytes;
  guint64 size_bytes;
  gsize header_bytes;
  gint64 moved_at_us; /* when something of ours last went out */
  gint64 sent_bytes;
  gboolean too_long;
  gboolean too_slow;
  gboolean unreadable; /* the file that is sent */
  char *reason;        /* curl's own words for what went wrong, "" for none */
} HttpExchange;

/* Sets every option, sends the request and classifies what comes back. */
HttpAnswer *http_exchange (HttpExchange *exchange) G_GNUC_WARN_UNUSED_RESULT;

/* For calls of curl that cannot fail but for lack of memory or a bug of ours. */
void http_check (int code);
