/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "upload/practice/registry.h"
#include "upload/practice/reply.h"
#include "upload/practice/slice.h"

/* The resources of the practice portal: those of OpenCPS REST v2 that a station needs.
 * Knows what a request means; nothing of connections, tokens and troubles. */

typedef struct {
  const char *method;       /* static: "GET", "POST" or "" for any other */
  TroubleStage stage;       /* STAGE_OTHER: no such resource, or not with this method */
  gconstpointer route;      /* the desk's own */
  gint64 dossier_id;        /* from the path; 0: none */
  char *key;                /* referenceUid or component from the path, or NULL */
  GHashTable *query;        /* name -> value, borrowed, or NULL */
  const char *content_type; /* or NULL */
  Slice body;               /* its descriptor is borrowed */
} DeskRequest;

/* Finds out what a request wants; query, type and body are set by the caller later. */
DeskRequest *desk_request_new (const char *method, const char *path);
void desk_request_free (DeskRequest *request);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskRequest, desk_request_free)

/* One row of the desk's table: carries a request out and sets @reply. @filing is the
 * dossier that the path names. */
typedef void (*DeskAnswer) (Registry *registry, const DeskRequest *request,
                            Filing *filing, Reply *reply);

/* Whether @key (may be NULL) may be a key of a client: 1 to LIMIT_PORTAL_ID_BYTES
 * letters, digits and "-._", not beginning with a dot. */
gboolean desk_allow_key (const char *key);

/* TRUE when @outcome is a success, noted in @reply; else @reply is set to the refusal,
 * for REGISTRY_CONFLICT with the message @conflict. */
gboolean desk_check_outcome (Reply *reply, RegistryOutcome outcome, const char *conflict,
                             const GError *fault);

/* Carries it out and sets @reply. What the reply says is done is durable. */
void desk_answer (Registry *registry, const DeskRequest *request, Reply *reply);
