/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* A sheet between papers in a stack: what follows is another paper. Its code may say of
 * which type. Such a page has COVER_TYPE as its document type and, when a type is named,
 * that as its field COVER_FIELD. */
#define COVER_TYPE  "to_bia"
#define COVER_FIELD "paper_type"

/* The payload of a cover's codes; @type may be NULL. Caller frees. */
char *cover_format (const char *type) G_GNUC_WARN_UNUSED_RESULT;

/* Whether @payload is one; *@type is the paper type it names, or NULL; caller frees. */
gboolean cover_parse (const char *payload, char **type);
