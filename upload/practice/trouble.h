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
  STAGE_TOKEN,    /* or session */
  STAGE_NUMBER,   /* the next one */
  STAGE_PROGRESS, /* what was done */
  STAGE_UPLOAD,   /* of tus: begin one */
  STAGE_OFFSET,   /* of tus: how far is it */
  STAGE_PATCH,    /* of tus: a stretch of it */
  STAGE_OTHER,    /* nothing that the portal knows */
} TroubleStage;

const char *trouble_stage_get_name (TroubleStage stage);

typedef enum {
  TROUBLE_NONE,
  TROUBLE_STATUS,        /* an HTTP status instead of doing anything */
  TROUBLE_HTML,          /* 200 with the log-in page of somebody's network */
  TROUBLE_NOT_JSON,      /* 200 with text that only claims to be JSON */
  TROUBLE_EMPTY,         /* 200 without a body */
  TROUBLE_WRONG_SCHEMA,  /* 200 with JSON that says nothing of what it must */
  TROUBLE_TWO_WORDS,     /* 200 with JSON that says one thing twice */
  TROUBLE_REDIRECT,      /* 302 to plain http on another host */
  TROUBLE_MOVED,         /* 301 to plain http on this host */
  TROUBLE_LOOP,          /* 302 to the same address */
  TROUBLE_ENDLESS,       /* 200 with a body that never ends */
  TROUBLE_ONLY_ACCEPTED, /* 202 without doing anything */
  TROUBLE_CLOSE,         /* hangs up instead of doing anything */
  TROUBLE_LOST,          /* does it, then hangs up */
  TROUBLE_TRUNCATED,     /* does it, then hangs up half-way through the answer */
  TROUBLE_SLOW,          /* does it, then answers one byte a second */
  TROUBLE_FOREIGN,       /* does it, then answers with another referenceUid */
  TROUBLE_SUPPLEMENT,    /* does it, then answers that more papers are wanted */
  TROUBLE_WRONG_HASH,    /* does it, then names another digest */
  TROUBLE_USED_NUMBER,   /* gives the number before once more */
  TROUBLE_LATE,          /* does it, then is silent for a second */
  TROUBLE_WRONG_BYTES,   /* gives a file back with one byte changed */
  TROUBLE_RAW,           /* does it, then says what no server says: see rawtrouble.h */
} TroubleKind;

typedef struct {
  TroubleKind kind;
  guint status;            /* of TROUBLE_STATUS: 400 to 599 */
  const char *retry_after; /* static, as it goes out, or NULL */
  guint raw;               /* of TROUBLE_RAW: which */
} Trouble;

typedef struct TroubleList TroubleList;

/* Reads NAME[@STAGE][:N] or NAME[@STAGE]%P each; @specifications is NULL-terminated and may
 * be NULL. NAME is a name of the table, or a status (400 to 599), which may have what it
 * says in Retry-After behind it ("429+5", "503+date"); without STAGE it hits every stage
 * where it makes sense, without N every request; with P, that many in a hundred, by chance
 * that begins with @seed. FAULT_USAGE. */
TroubleList *trouble_list_new (const char *const *specifications, guint seed,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* From now on the lines of the file @path (one specification each, "#" and blanks aside)
 * are faults, too, in front of the others, as they stand when a request comes. A file that
 * holds what is no fault is warned of and counts as empty. */
void trouble_list_watch (TroubleList *list, const char *path);

void trouble_list_free (TroubleList *list);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TroubleList, trouble_list_free)

/* The trouble for the next request of @stage, counted off: the first in the order given
 * that fits and is not used up. */
Trouble trouble_next (TroubleList *list, TroubleStage stage);

/* Whether the request is carried out before the trouble strikes. */
gboolean trouble_is_late (Trouble trouble);

/* The word it was asked for by; "" for none, "status" for any status. */
const char *trouble_get_name (Trouble trouble);

/* All names but the statuses, for people; caller frees. */
char *trouble_format_names (void);
