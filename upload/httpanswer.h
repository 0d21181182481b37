/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "upload/portal.h"

#include <json-glib/json-glib.h>

/* What of an answer is wanted. */
typedef enum {
  HTTP_JSON,     /* one JSON object */
  HTTP_ANY_JSON, /* or anything else in JSON, which becomes the member "value" of one */
  HTTP_LINE,     /* or one line of text, which becomes the same */
  HTTP_WORD,     /* one JSON object; where a portal says nothing, an empty one */
  HTTP_NOTHING,  /* the status and the headers */
  HTTP_FILE,     /* bytes, for their digest */
} HttpWanted;

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
  JsonObject *json;    /* when done and wanted; of a refusal when it brings an object */
  char *sha256;        /* of a file, when done; NULL: it is longer than was wanted */
  guint64 size_bytes;  /* of a file */
  GHashTable *headers; /* lower-case name -> value; NULL when no answer came */
} HttpAnswer;

void httpanswer_free (HttpAnswer *answer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HttpAnswer, httpanswer_free)

/* A header of the answer, borrowed, or NULL. @name in lower case. */
const char *httpanswer_get_header (const HttpAnswer *answer, const char *name);

/* The same as a whole number; -1 when it is absent or none. */
gint64 httpanswer_get_header_int (const HttpAnswer *answer, const char *name);

/* Why no whole answer came. */
typedef enum {
  HTTP_FAILURE_NAME,
  HTTP_FAILURE_UNREACHABLE,
  HTTP_FAILURE_TIMEOUT,
  HTTP_FAILURE_CERTIFICATE_NAME,
  HTTP_FAILURE_CERTIFICATE_EXPIRED,
  HTTP_FAILURE_CERTIFICATE_EARLY,
  HTTP_FAILURE_CERTIFICATE_AUTHORITY,
  HTTP_FAILURE_CERTIFICATE_REVOKED,
  HTTP_FAILURE_CERTIFICATE_PIN,
  HTTP_FAILURE_OWN_CERTIFICATE,
  HTTP_FAILURE_TURNED_AWAY,
  HTTP_FAILURE_TLS,
  HTTP_FAILURE_TOO_LONG,
  HTTP_FAILURE_DISK,
  HTTP_FAILURE_BROKEN,
} HttpFailure;

HttpAnswer *httpanswer_new_failure (HttpFailure failure) G_GNUC_WARN_UNUSED_RESULT;

/* A whole answer of @status whose body should be what is @wanted, and no file. */
HttpAnswer *httpanswer_new (HttpWanted wanted, guint status, const guint8 *body,
                            gsize size_bytes) G_GNUC_WARN_UNUSED_RESULT;

/* A whole answer of @status whose body should be a file; @type is its media type or NULL,
 * @sha256 NULL when it is longer than was wanted. */
HttpAnswer *httpanswer_new_file (guint status, const char *type, const char *sha256,
                                 guint64 size_bytes) G_GNUC_WARN_UNUSED_RESULT;
