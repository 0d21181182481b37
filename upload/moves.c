/* SPDX-License-Identifier: Apache-2.0 */

/* A row for each dossier of a batch remembers the state it had and the entry of the trail
 * that its move made. Undo puts back only what has that entry as its last one: a claim, a
 * later move or another's undo would each have made a newer one. The reverse arrows are a
 * table of their own in upload/dossier.c, so that nothing else can go that way. */

#include "upload/moves.h"

#include "config/fault.h"
#include "config/limits.h"
#include "upload/cases.h"
#include "upload/custody.h"
#include "upload/store-private.h"
#include "upload/trail.h"

#define DECISION_UNDONE "undone"

typedef struct {
  char *id;
  DossierState former;
  DossierState latter;
  gint64 next_try_at;
  gint64 entry;
} Moved;

void
unmoved_free (Unmoved *unmoved) {
  g_free (unmoved->id);
  g_clear_error (&unmoved->cause);
  g_free (unmoved);
}

static void
moved_free (Moved *moved) {
  g_free (moved->id);
  g_free (moved);
}

/* What is wrong with one dossier alone is told of it; TRUE then. */
static gboolean
leave_alone (GPtrArray *unmoved, const char *id, GError *cause, GError **error) {
  Unmoved *one;

  if (!g_error_matches (cause, FAULT, FAULT_USAGE)
      && !g_error_matches (cause, FAULT, FAULT_REFUSED)) {
    g_propagate_error (error, cause);
    return FALSE;
  }
  one = g_new (Unmoved, 1);
  *one = (Unmoved){g_strdup (id), cause};
  g_ptr_array_add (unmoved, one);
  return TRUE;
}

/* --- moving ------------------------------------------------------------------------- */

static gboolean
move_one (Store *store, gint64 batch, const char *id, DossierState to, const char *reason,
          gint64 quiet_until, GError **error) {
  DossierState from;
  gint64 next_try_at, entry;

  if (!store_load_state (store, id, &from, NULL, error)
      || !store_load_int (store, STATEMENT_GET_NEXT_TRY, id, &next_try_at, error)
      || !store_decide (store, id, to, reason, error)
      || !store_load_int (store, STATEMENT_GET_STATE_ENTRY, id, &entry, error))
    return FALSE;
  return database_run (store->database, STATEMENT_SET_QUIET, error, "ti", id,
                       to == DOSSIER_QUEUED ? quiet_until : 0)
         && database_run (store->database, STATEMENT_ADD_MOVE, error, "tittii", id, batch,
                          dossier_state_get_name (from), dossier_state_get_name (to),
                          next_try_at, entry);
}

gboolean
moves_make (Store *store, const char *const *ids, DossierState to, const char *reason,
            guint grace_s, gint64 *batch, GPtrArray *unmoved, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_autoptr (Writing) writing = database_begin (store->database, error);
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  gint64 last;

  if (writing == NULL
      || !store_load_int (store, STATEMENT_GET_LAST_BATCH, NULL, &last, error))
    return FALSE;
  *batch = last + 1;
  for (; *ids != NULL; ids++) {
    GError *cause = NULL;

    if (!move_one (store, *batch, *ids, to, reason, now + MIN (grace_s, LIMIT_GRACE_S),
                   &cause)
        && !leave_alone (unmoved, *ids, cause, error))
      return FALSE;
  }
  return database_commit (g_steal_pointer (&writing), error);
}

/* --- undo --------------------------------------------------------------------------- */

static GPtrArray *
load_batch (Store *store, gint64 batch, GError **error) {
  g_autoptr (GPtrArray) all
      = g_ptr_array_new_with_free_func ((GDestroyNotify) moved_free);
  g_autoptr (GError) cause = NULL;
  g_autoptr (Rows) rows
      = database_select (store->database, STATEMENT_GET_MOVES, &cause, "i", batch);

  while (rows != NULL && database_next (rows, &cause)) {
    Moved *moved = g_new0 (Moved, 1);

    moved->id = database_dup_text (rows, 0);
    moved->next_try_at = database_get_int (rows, 3);
    moved->entry = database_get_int (rows, 4);
    g_ptr_array_add (all, moved);
    if (!dossier_state_parse (database_get_text (rows, 1), &moved->former)
        || !dossier_state_parse (database_get_text (rows, 2), &moved->latter))
      g_set_error (&cause, FAULT, FAULT_STORAGE,
                   "a move of dossier %s is in no known state", moved->id);
  }
  if (cause == NULL)
    return g_steal_pointer (&all);
  g_propagate_error (error, g_steal_pointer (&cause));
  return NULL;
}

/* Cases as they were: those the move ended are open again, the one that it raised is not. */
static gboolean
put_cases_back (Store *store, const Moved *moved, GError **error) {
  return moved->latter == DOSSIER_HELD
             ? cases_decide (store, moved->id, DECISION_UNDONE, error)
             : cases_reopen (store, moved->id, dossier_state_get_name (moved->latter),
                             error);
}

static gboolean
undo_one (Store *store, const Moved *moved, GError **error) {
  gint64 entry;

  if (!store_load_int (store, STATEMENT_GET_STATE_ENTRY, moved->id, &entry, error))
    return FALSE;
  if (entry != moved->entry) {
    g_set_error (error, FAULT, FAULT_USAGE,
                 "dossier %s has gone on since; that cannot be taken back", moved->id);
    return FALSE;
  }
  return custody_check (store, moved->id, error)
         && store_put_back (store, moved->id, moved->former, error)
         && put_cases_back (store, moved, error)
         && database_run (store->database, STATEMENT_SET_QUIET, error, "ti", moved->id,
                          (gint64) 0)
         && database_run (store->database, STATEMENT_SET_NEXT_TRY, error, "ti", moved->id,
                          moved->next_try_at);
}

gboolean
moves_undo (Store *store, gint64 batch, GPtrArray *unmoved, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_autoptr (Writing) writing = database_begin (store->database, error);
  g_autoptr (GPtrArray) all = writing != NULL ? load_batch (store, batch, error) : NULL;

  for (guint i = 0; all != NULL && i < all->len; i++) {
    const Moved *moved = g_ptr_array_index (all, i);
    GError *cause = NULL;

    if (!undo_one (store, moved, &cause)
        && !leave_alone (unmoved, moved->id, cause, error))
      return FALSE;
  }
  return all != NULL && database_commit (g_steal_pointer (&writing), error);
}
