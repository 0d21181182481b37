/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "upload/practice/slice.h"

/* One part of a multipart/form-data body (RFC 7578). */
typedef struct {
  char *name;      /* of the form field, UTF-8 */
  char *file_name; /* as sent, UTF-8, never to be used as a path; NULL: not a file */
  Slice content;   /* of the parsed body */
} MultipartPart;

/* Takes @body apart without reading more of it at once than a block: the array (of
 * MultipartPart, owned) lives no longer than the file of @body. @content_type is the request's header, which names
 * the boundary. At most LIMIT_FORM_FIELDS parts, no two of one name; nothing before the
 * first boundary and nothing but an empty line after the last. FAULT_PROTOCOL for the
 * body, FAULT_STORAGE for the file. */
GPtrArray *multipart_parse (const char *content_type, const Slice *body,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The part called @name, borrowed, or NULL. */
const MultipartPart *multipart_get (const GPtrArray *parts, const char *name);
