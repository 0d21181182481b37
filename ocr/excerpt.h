/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ocr/field.h"
#include "ocr/rows.h"
#include "ocr/values.h"

/* A piece of the page's text that remembers which token each byte came from. */
typedef struct Excerpt Excerpt;

Excerpt *excerpt_new (void);
void excerpt_free (Excerpt *excerpt);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Excerpt, excerpt_free)

/* Appends @token with a space before it. */
void excerpt_append (Excerpt *excerpt, const Token *token);
guint excerpt_get_length (const Excerpt *excerpt);
const Token *excerpt_get_token (const Excerpt *excerpt, guint index);
/* Puts a better reading in the place of a token's text. */
void excerpt_correct (Excerpt *excerpt, guint index, const char *text, double confidence);
gboolean excerpt_is_empty (const Excerpt *excerpt);
const char *excerpt_get_text (const Excerpt *excerpt);

/* Drops everything up to and with the first of @phrases (fold_letters keys, whole words);
 * FALSE, and nothing dropped, when none is there. */
gboolean excerpt_drop_before (Excerpt *excerpt, const GPtrArray *phrases);

/* The box around the tokens of the bytes @start to @end. */
Box excerpt_get_box (const Excerpt *excerpt, gsize start, gsize end);

/* The field that the excerpt holds when it is read as @kind: box and confidence come from
 * the tokens of the value, from @quality (0..1, of the label) and from the value's own
 * check. NULL when there is no such value. @check tells how sure the kind is. */
Field *excerpt_parse (const Excerpt *excerpt, const char *name, ValueKind kind,
                      double quality, ValueCheck *check) G_GNUC_WARN_UNUSED_RESULT;
