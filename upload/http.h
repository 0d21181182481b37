/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "upload/httpanswer.h"
#include "upload/sealed.h"

/* HTTPS to one portal: the only place that knows curl. Each call is one request and its
 * answer, classified by httpanswer.h. */
typedef struct Http Http;

/* One field of a form, or one header; an array ends with a NULL name. Those without a
 * value are left out. */
typedef struct {
  const char *name;
  const char *value;
} HttpField;

/* One file of a multipart body; borrowed. */
typedef struct {
  const char *part; /* name of the part, "file" */
  const char *name; /* of the file, for the portal */
  const Sealed *sealed;
} HttpFile;

/* A request; all borrowed. At most one of @form, @json, @file and @bytes is its body. */
typedef struct {
  const char *method;       /* "GET", "POST", "PUT", "PATCH", "HEAD", "OPTIONS" */
  const char *url;          /* absolute, or what is appended to base_url */
  const HttpField *headers; /* beside those of http_set_header; or NULL */
  const HttpField *form; /* application/x-www-form-urlencoded; the parts beside @file */
  const char *json;
  const HttpFile *file;   /* multipart/form-data, streamed */
  const Sealed *bytes;    /* a stretch of it, streamed: */
  guint64 at, size_bytes; /* from where, how long */
  HttpWanted wanted;
  guint64 most_bytes; /* of a file that is wanted */
} HttpRequest;

/* The settings have been checked by portal_new(). */
Http *http_new (const PortalSettings *settings) G_GNUC_WARN_UNUSED_RESULT;
void http_free (Http *http);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Http, http_free)

/* Sends "@name: @value" with each request from now on, in place of an earlier value; NULL:
 * no more. FAULT_CONFIG for what is no header value. */
gboolean http_set_header (Http *http, const char *name, const char *value,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* @url as it is, or appended to base_url with a slash between; caller frees. */
char *http_build_url (const Http *http, const char *url) G_GNUC_WARN_UNUSED_RESULT;

HttpAnswer *http_send (Http *http, const HttpRequest *request) G_GNUC_WARN_UNUSED_RESULT;

/* --- the commonest ------------------------------------------------------------------ */

HttpAnswer *http_get (Http *http, const char *url) G_GNUC_WARN_UNUSED_RESULT;

/* Reads a file of the portal through a digest; it is not kept. Reading stops behind
 * @most_bytes; then size_bytes is larger and sha256 is NULL. */
HttpAnswer *http_get_file (Http *http, const char *url,
                           guint64 most_bytes) G_GNUC_WARN_UNUSED_RESULT;

/* application/x-www-form-urlencoded */
HttpAnswer *http_post (Http *http, const char *url,
                       const HttpField *fields) G_GNUC_WARN_UNUSED_RESULT;

/* application/json, and an object back. */
HttpAnswer *http_post_json (Http *http, const char *url,
                            const char *json) G_GNUC_WARN_UNUSED_RESULT;
