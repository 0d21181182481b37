/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "upload/portal.h"

#include <json-glib/json-glib.h>

/* What a portal's answer means, decided once for every adapter:
 *   done     2xx with one JSON object, or a file read to its end
 *   later    no connection, time-out, 3xx, 408, 425, 429, 5xx, and a 2xx that is not what
 *            was asked for (a captive portal) or longer than it may be
 *   refused  every other 4xx
 * A wrong certificate is "later", and nothing of a dossier has been sent then. */
typedef struct {
  PortalOutcome outcome;
  guint status;        /* of HTTP; 0: no answer came */
  guint retry_after_s; /* at most LIMIT_RETRY_AFTER_S; 0: nothing was asked for */
  char *sentence;      /* for people, when not done */
  JsonObject *json;    /* of a call that asks for JSON, when done */
  char *sha256;        /* of a file, when done; NULL: it is longer than was wanted */
  guint64 size_bytes;  /* of a file */
} HttpAnswer;

void httpanswer_free (HttpAnswer *answer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HttpAnswer, httpanswer_free)

/* Why no whole answer came. */
typedef enum {
  HTTP_FAILURE_NAME,
  HTTP_FAILURE_UNREACHABLE,
  HTTP_FAILURE_TIMEOUT,
  HTTP_FAILURE_CERTIFICATE_NAME,
  HTTP_FAILURE_CERTIFICATE_EXPIRED,
  HTTP_FAILURE_CERTIFICATE_EARLY,
  HTTP_FAILURE_CERTIFICATE_AUTHORITY,
  HTTP_FAILURE_CERTIFICATE_PIN,
  HTTP_FAILURE_OWN_CERTIFICATE,
  HTTP_FAILURE_TLS,
  HTTP_FAILURE_TOO_LONG,
  HTTP_FAILURE_DISK,
  HTTP_FAILURE_BROKEN,
} HttpFailure;

HttpAnswer *httpanswer_new_failure (HttpFailure failure) G_GNUC_WARN_UNUSED_RESULT;

/* A whole answer of @status whose body should be a JSON object. */
HttpAnswer *httpanswer_new_json (guint status, const guint8 *body,
                                 gsize size_bytes) G_GNUC_WARN_UNUSED_RESULT;

/* A whole answer of @status whose body should be a file; @type is its media type or NULL,
 * @sha256 NULL when it is longer than was wanted. */
HttpAnswer *httpanswer_new_file (guint status, const char *type, const char *sha256,
                                 guint64 size_bytes) G_GNUC_WARN_UNUSED_RESULT;
