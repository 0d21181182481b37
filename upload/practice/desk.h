/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "config/acceptance.h"
#include "upload/practice/gate.h"
#include "upload/practice/registry.h"
#include "upload/practice/reply.h"
#include "upload/practice/depot.h"
#include "upload/practice/slice.h"

/* The resources of the practice portal: what a station needs of OpenCPS REST v2, of the
 * national interchange, of the six steps, of iGate, and tus. Knows what a request means;
 * nothing of connections and troubles. */

/* What the desk works with; all borrowed. */
typedef struct {
  Registry *registry;
  Depot *depot;
  Gate *gate;
  const Acceptance *rules; /* of what is accepted; NULL: everything */
} Desk;

/* A header of the request, borrowed, or NULL. */
typedef const char *(*DeskHeaderFunc) (gpointer data, const char *name);

typedef struct {
  const char *method;       /* static: "GET", "POST" ..., or "" for one that is unknown */
  TroubleStage stage;       /* STAGE_OTHER: no such resource, or not with this method */
  gconstpointer route;      /* the desk's own */
  gint64 dossier_id;        /* from the path; 0: none */
  char *key;                /* referenceUid, component or id from the path, or NULL */
  GHashTable *query;        /* name -> value, borrowed, or NULL */
  const char *content_type; /* or NULL */
  DeskHeaderFunc get_header; /* or NULL */
  gpointer headers;          /* its data */
  Slice body;                /* its descriptor is borrowed */
} DeskRequest;

/* Finds out what a request wants; headers, query, type and body are set by the caller
 * later. */
DeskRequest *desk_request_new (const char *method, const char *path);
void desk_request_free (DeskRequest *request);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskRequest, desk_request_free)

/* One row of the desk's table: carries a request out and sets @reply. @filing is the
 * dossier that the path names. */
typedef void (*DeskAnswer) (Desk *desk, const DeskRequest *request, Filing *filing,
                            Reply *reply);

/* Header or query value @name, borrowed, or NULL. */
const char *desk_get_header (const DeskRequest *request, const char *name);
const char *desk_get_query (const DeskRequest *request, const char *name);

/* The body as JSON; a list becomes the member "value". NULL after a refusal in @reply. */
JsonObject *desk_parse_json (const DeskRequest *request, Reply *reply);

/* The body as multipart parts (MultipartPart, owned); NULL after a refusal in @reply. */
GPtrArray *desk_parse_parts (const DeskRequest *request, Reply *reply);

/* Whether @key (may be NULL) may be a key of a client: 1 to LIMIT_PORTAL_ID_BYTES
 * letters, digits and "-._", not beginning with a dot. */
gboolean desk_allow_key (const char *key);

/* TRUE when @outcome is a success, noted in @reply; else @reply is set to the refusal,
 * for REGISTRY_CONFLICT with the message @conflict. */
gboolean desk_check_outcome (Reply *reply, RegistryOutcome outcome, const char *conflict,
                             const GError *fault);

/* Whether the request is for the page that people look at in a browser. */
gboolean desk_is_page (const DeskRequest *request);

/* How much of a body the request may bring. */
guint64 desk_get_most_bytes (const DeskRequest *request);

/* The kind of a whole request: where one address serves many, its body tells. */
TroubleStage desk_name_stage (const DeskRequest *request);

/* Whether the request's headers let it in; else @reply is set to the refusal. */
gboolean desk_admit (Desk *desk, const DeskRequest *request, Reply *reply);

/* Carries it out and sets @reply. What the reply says is done is durable. */
void desk_answer (Desk *desk, const DeskRequest *request, Reply *reply);

/* The client has gone before the request was whole; its body is what has come. */
void desk_abandon (Desk *desk, const DeskRequest *request);
