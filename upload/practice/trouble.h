/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <glib.h>

/* What the practice portal is told to do wrong. */

/* Kinds of request, by what the client wants. */
typedef enum {
  STAGE_FIND,     /* look for dossiers, or at one */
  STAGE_CREATE,   /* a dossier */
  STAGE_FILES,    /* the list of a dossier's files */
  STAGE_FILE,     /* add one */
  STAGE_READBACK, /* the bytes of one */
  STAGE_MARK,     /* which papers are there on paper */
  STAGE_SUBMIT,
  STAGE_OTHER, /* nothing that the portal knows */
} TroubleStage;

const char *trouble_stage_get_name (TroubleStage stage);

typedef enum {
  TROUBLE_NONE,
  TROUBLE_STATUS,      /* an HTTP status instead of doing anything */
  TROUBLE_HTML,        /* 200 with the log-in page of somebody's network */
  TROUBLE_NOT_JSON,    /* 200 with text that only claims to be JSON */
  TROUBLE_REDIRECT,    /* 302 to plain http on another host */
  TROUBLE_ENDLESS,     /* 200 with a body that never ends */
  TROUBLE_CLOSE,       /* hangs up instead of doing anything */
  TROUBLE_LOST,        /* does it, then hangs up */
  TROUBLE_TRUNCATED,   /* does it, then hangs up half-way through the answer */
  TROUBLE_SLOW,        /* does it, then answers one byte a second */
  TROUBLE_FOREIGN,     /* does it, then answers with another referenceUid */
  TROUBLE_WRONG_BYTES, /* gives a file back with one byte changed */
} TroubleKind;

typedef struct {
  TroubleKind kind;
  guint status; /* of TROUBLE_STATUS: 400 to 599 */
} Trouble;

typedef struct TroubleList TroubleList;

/* Reads NAME[@STAGE][:N] each; @specifications is NULL-terminated and may be NULL. NAME
 * is a status (400 to 599), html, not-json, redirect, endless, close, lost, truncated,
 * slow, foreign or wrong-bytes; without STAGE it hits every stage where it makes sense,
 * without N every request. FAULT_USAGE. */
TroubleList *trouble_list_new (const char *const *specifications,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
void trouble_list_free (TroubleList *list);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TroubleList, trouble_list_free)

/* The trouble for the next request of @stage, counted off: the first in the order given
 * that fits and is not used up. */
Trouble trouble_next (TroubleList *list, TroubleStage stage);

/* Whether the request is carried out before the trouble strikes. */
gboolean trouble_is_late (Trouble trouble);

/* The word it was asked for by; "" for none, "status" for any status. */
const char *trouble_get_name (Trouble trouble);
