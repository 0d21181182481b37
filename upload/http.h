/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "upload/httpanswer.h"

/* HTTPS to one portal: the only place that knows curl. Each call is one request and its
 * answer, classified by httpanswer.h. */
typedef struct Http Http;

/* One field of a form; an array ends with a NULL name. Those without a value are left
 * out. */
typedef struct {
  const char *name;
  const char *value;
} HttpField;

/* The settings have been checked by portal_new(). */
Http *http_new (const PortalSettings *settings) G_GNUC_WARN_UNUSED_RESULT;
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
