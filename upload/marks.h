/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "upload/store.h"

/* Sending a dossier back to the clerk, with marks on its pages. A mark is a box with a
 * thread: why it was made, what was done about it, whether that was enough. What people
 * write in it is sealed with the dossier's key; the mark stays when it is settled. */
typedef enum {
  REMARK_REASON,   /* why it goes back */
  REMARK_FIXED,    /* the clerk has mended it */
  REMARK_ANSWERED, /* the clerk says why it is right as it is */
  REMARK_AGAIN,    /* not enough: it goes back once more */
  REMARK_SETTLED,  /* enough */
} RemarkKind;

#define REMARK_KINDS (REMARK_SETTLED + 1)

typedef struct {
  RemarkKind kind;
  char *member; /* who wrote it; NULL: a store without staff */
  char *text;
  gint64 at; /* seconds since 1970, UTC */
} Remark;

typedef struct {
  gint64 number;      /* 0: not in the store yet */
  guint page;         /* number of the page; 0: the dossier as a whole */
  Box box;            /* in pixels of the upright page; empty: all of it */
  GPtrArray *remarks; /* Remark, owned, oldest first */
} Mark;

Mark *mark_new (guint page, Box box, const char *reason) G_GNUC_WARN_UNUSED_RESULT;
void mark_free (Mark *mark);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Mark, mark_free)

/* Its last remark is a reason that nobody has answered. */
gboolean mark_is_open (const Mark *mark);

/* "reason" ...: the word of the store and of scripts. */
const char *remark_kind_get_name (RemarkKind kind);

/* All marks of dossier @id (Mark, owned by the array), oldest first. */
GPtrArray *marks_get (Store *store, const char *id,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* How many of them are open: a dossier is not sealed while one is. */
gboolean marks_count_open (Store *store, const char *id, guint *open,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Sends a HELD or NEEDS_PERSON dossier back: it is OPEN again, its sealed folder is replaced
 * by the next sealing, under the same id. @marks (Mark, borrowed, one at least): new ones
 * with their reason, or ones of the store whose last remark is AGAIN. FAULT_USAGE when the
 * portal has begun to take it, for what stands there is not put right from here; or a page
 * or box is none of the dossier's. FAULT_REFUSED when another member has it in hand. */
gboolean marks_return (Store *store, const char *id, const GPtrArray *marks,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The clerk's FIXED or ANSWERED to an open mark of an OPEN dossier, or the supervisor's
 * SETTLED. @text may be "" but for ANSWERED. */
gboolean marks_answer (Store *store, const char *id, gint64 number, RemarkKind kind,
                       const char *text, GError **error) G_GNUC_WARN_UNUSED_RESULT;
