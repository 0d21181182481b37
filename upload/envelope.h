/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "upload/httpanswer.h"

/* The second look at an answer: HTTP has said yes, what does the message say? Portals
 * disagree on names and types; here all of them are understood, once. */

/* The first member of @object that is there and is text or a number, as text; caller
 * frees. @names ends with NULL. NULL when none is there. */
char *envelope_dup_text (JsonObject *object, const char *const *names);

/* The same as a whole number that is not negative; -1 when none is there. */
gint64 envelope_get_size (JsonObject *object, const char *const *names);

/* The object inside: the first of "data", "result", "value" that is an object, or else the
 * first element of one that is a list; @object itself when there is none. Borrowed. */
JsonObject *envelope_get_content (JsonObject *object);

/* Whether @object has the member @name and it is true, however that is written ("true",
 * "True", 1). */
gboolean envelope_is_true (JsonObject *object, const char *name);

/* The list inside: the first of "data", "result", "value", "content" (or of a "data"
 * inside) that is one; NULL when there is none. Borrowed. */
JsonArray *envelope_get_list (JsonObject *object);

/* Element @i, borrowed; NULL when it is no object. */
JsonObject *envelope_get_entry (JsonArray *list, guint i);

/* "error_code" or "code" as a number, also when it is written as text; FALSE when neither
 * is there. */
gboolean envelope_get_code (JsonObject *object, gint64 *code);

/* Whether the message holds @words (already folded: lower case, without diacritics). */
gboolean envelope_says (JsonObject *object, const char *words);

/* Turns the outcome of an answer that HTTP calls done into what its message says: code 0
 * or 2xx stays done, 401, 408, 425, 429 and 5xx are taken as if they were HTTP's, any other
 * is refused. */
void envelope_judge (HttpAnswer *answer);
