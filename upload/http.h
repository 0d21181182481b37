/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "upload/portal.h"

#include <json-glib/json-glib.h>

/* HTTPS to one portal: the only place that knows curl. Each call is one request and its
 * answer, classified once for every adapter:
 *   done     2xx with one JSON object, or a file read to its end
 *   later    no connection, time-out, 3xx, 408, 425, 429, 5xx, and a 2xx that is not JSON
 *            (a captive portal) or longer than LIMIT_ANSWER_BYTES
 *   refused  every other 4xx
 * A wrong certificate is "later", and nothing of a dossier has been sent then. */
typedef struct Http Http;

typedef struct {
  PortalOutcome outcome;
  guint status;        /* of HTTP; 0: no answer came */
  guint retry_after_s; /* at most LIMIT_RETRY_AFTER_S; 0: nothing was asked for */
  char *sentence;      /* for people, when not done */
  JsonObject *json;    /* of a call that asks for JSON, when done */
  char *sha256;        /* of http_get_file(), when done */
  guint64 size_bytes;
} HttpAnswer;

void http_answer_free (HttpAnswer *answer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HttpAnswer, http_answer_free)

/* One field of a form; an array ends with a NULL name. Those without a value are left
 * out. */
typedef struct {
  const char *name;
  const char *value;
} HttpField;

/* FAULT_CONFIG when the address is not https or a file of the settings cannot be read. */
Http *http_new (const PortalSettings *settings, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void http_free (Http *http);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Http, http_free)

/* Sends "@name: @value" with each request from now on; FAULT_CONFIG for what is no header
 * value. */
gboolean http_add_header (Http *http, const char *name, const char *value,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* @path is appended to the settings' base_url and begins with a slash. */
HttpAnswer *http_get (Http *http, const char *path) G_GNUC_WARN_UNUSED_RESULT;

/* Reads a file of the portal through a digest; it is not kept. Reading stops behind
 * @most_bytes; then size_bytes is larger and sha256 is NULL. */
HttpAnswer *http_get_file (Http *http, const char *path,
                           guint64 most_bytes) G_GNUC_WARN_UNUSED_RESULT;

/* application/x-www-form-urlencoded */
HttpAnswer *http_post (Http *http, const char *path,
                       const HttpField *fields) G_GNUC_WARN_UNUSED_RESULT;

/* multipart/form-data with @fields and the file @file as "file", named @name; the file is
 * streamed from the disk. */
HttpAnswer *http_post_file (Http *http, const char *path, const HttpField *fields,
                            const char *file, const char *name) G_GNUC_WARN_UNUSED_RESULT;
