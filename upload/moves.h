/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "upload/store.h"

/* A person's decision on many dossiers at once, and the way back from it. A dossier that is
 * released or retried rests for a grace before any sender may claim it, so that undo brings
 * back what was, before anything has left.
 *
 *     HELD, DEFERRED, NEEDS_PERSON -> QUEUED (resting) -> claimed
 *     QUEUED, DEFERRED -> HELD     QUEUED, DEFERRED, HELD, NEEDS_PERSON -> WITHDRAWN
 *                      '--- undo, while nothing else has moved it --->  what it was
 */

/* A dossier that a move or undo left alone, and why. */
typedef struct {
  char *id;
  GError *
      cause; /* FAULT_USAGE: its state does not allow it; FAULT_REFUSED: who asks may not */
} Unmoved;

void unmoved_free (Unmoved *unmoved);

/* Moves each of @ids (NULL-terminated) as store_move() would, in one transaction. @reason is
 * why it is held (a word of ours; NULL otherwise), @grace_s at most LIMIT_GRACE_S. *@batch is
 * what moves_undo() wants. @unmoved gets an Unmoved (owned) for each that was not moved. */
gboolean moves_make (Store *store, const char *const *ids, DossierState to,
                     const char *reason, guint grace_s, gint64 *batch, GPtrArray *unmoved,
                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Takes @batch back: those that nothing has moved since. @unmoved as above. */
gboolean moves_undo (Store *store, gint64 batch, GPtrArray *unmoved,
                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
