/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "upload/practice/trouble.h"

#include <json-glib/json-glib.h>

/* What the practice portal answers, before it goes out. */
typedef struct {
  guint status;
  const char *content_type; /* static */
  GPtrArray *pieces;        /* GBytes: the body, in order */
  const char *location;     /* of a redirect, static; or NULL */
  const char *retry_after;  /* static, as it goes out; NULL: none */
  GPtrArray *headers;       /* more of them: name, value, name, value ... */
  gboolean kept;            /* something new became durable */
  gint64 dossier_id;        /* for the ledger, and what the answer is about; 0: none */
  char *uid;
  char *sha256;
  char *used; /* the number given before, in the answer's form; or NULL */
} Reply;

Reply *reply_new (void);
void reply_free (Reply *reply);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Reply, reply_free)

/* Sets an answer: the root of @builder as JSON. */
void reply_set_json (Reply *reply, guint status, JsonBuilder *builder);

/* Sets {"code":STATUS,"message":MESSAGE}. */
void reply_set_refusal (Reply *reply, guint status, const char *message);

/* The disk failed: 507, and the reason in the log. Nothing was promised. */
void reply_set_fault (Reply *reply, const GError *fault);

void reply_add_header (Reply *reply, const char *name, const char *value);

/* Notes what the answer is about; the texts may be NULL. */
void reply_set_subject (Reply *reply, gint64 dossier_id, const char *uid,
                        const char *sha256);

/* Sets a body of @bytes (taken). */
void reply_set_bytes (Reply *reply, guint status, const char *content_type,
                      GBytes *bytes);

/* Sets a body of what is in the file @path, mapped piece by piece: each piece leaves the
 * memory with its last reference. FAULT_STORAGE. */
gboolean reply_set_file (Reply *reply, guint status, const char *content_type,
                         const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

gsize reply_get_size (const Reply *reply);

/* Turns the answer into the one that @trouble wants; troubles that are about the
 * connection leave it as it is. */
void reply_falsify (Reply *reply, Trouble trouble);
