/* SPDX-License-Identifier: Apache-2.0 */

/* The queue: sealing off, claims and their three ends, recovery.
 * State and what belongs to it (due time, proof, the portal's number) change in one
 * transaction. A claim is only ended by the process that made it, or by recovery once that
 * process is gone; a dossier's order is its sequence, never a time. */

#include "config/durable.h"
#include "config/fault.h"
#include "config/limits.h"
#include "config/log.h"
#include "upload/cases.h"
#include "upload/progress.h"
#include "upload/store-private.h"
#include "upload/trail.h"

#define ORPHAN_ANSWER "The program that was sending it ended; it is sent again."

/* Guint at @i, 0 behind the end. */
static guint
get_paper_of (const GArray *paper_of_page, guint i) {
  return i < paper_of_page->len ? g_array_index (paper_of_page, guint, i) : 0;
}

static gboolean
number_pages (Store *store, const char *id, const GArray *paper_of_page, GError **error) {
  g_autoptr (GError) cause = NULL;
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (Rows) rows
      = database_select (store->database, STATEMENT_GET_PAGES, error, "t", id);

  if (rows == NULL)
    return FALSE;
  while (database_next (rows, &cause)) {
    guint number = (guint) database_get_int (rows, 0);

    g_array_append_val (numbers, number);
  }
  if (cause == NULL && numbers->len != paper_of_page->len)
    g_set_error (&cause, FAULT, FAULT_USAGE, "dossier %s has %u pages, not %u", id,
                 numbers->len, paper_of_page->len);
  for (guint i = 0; cause == NULL && i < numbers->len; i++) {
    if (!database_run (store->database, STATEMENT_SET_PAGE_PAPER, &cause, "tuu", id,
                       g_array_index (numbers, guint, i),
                       get_paper_of (paper_of_page, i)))
      break;
  }
  if (cause == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&cause));
  return FALSE;
}

static gboolean
add_papers (Store *store, const char *id, const GPtrArray *papers, GError **error) {
  for (guint i = 0; i < papers->len; i++) {
    const Paper *paper = g_ptr_array_index (papers, i);
    g_autofree char *file = NULL;

    if (!store_seal (store, id, paper->file, &file, error, "file/%u", paper->number)
        || !database_run (store->database, STATEMENT_ADD_PAPER, error, "tuttttuitut", id,
                          paper->number, paper->type, paper->component, paper->title,
                          file, paper->pages, (gint64) paper->size_bytes, paper->sha256,
                          (guint) (paper->original != 0), paper->signature))
      return FALSE;
  }
  return TRUE;
}

static gboolean
queue_row (Store *store, const char *id, const char *portal, const Applicant *applicant,
           GError **error) {
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autofree char *name = NULL;
  g_autofree char *id_number = NULL;
  g_autofree char *phone = NULL;
  g_autofree char *address = NULL;

  return store_seal (store, id, applicant->name, &name, error, "applicant_name")
         && store_seal (store, id, applicant->id_number, &id_number, error,
                        "applicant_id_number")
         && store_seal (store, id, applicant->phone, &phone, error, "applicant_phone")
         && store_seal (store, id, applicant->address, &address, error,
                        "applicant_address")
         && database_run (store->database, STATEMENT_QUEUE, error, "ttitttt", id, portal,
                          now, name, id_number, phone, address);
}

/* Who has sealed it is no second person for it. What was sealed before has been changed after
 * its receipt: it waits for a second one, where people have names. */
static gboolean
record_sealing (Store *store, const char *id, GError **error) {
  gint64 sealings;

  if (!cases_decide (store, id, "sealed", error)
      || !database_run (store->database, STATEMENT_SET_SEALER, error, "tt", id,
                        store->member)
      || !store_load_int (store, STATEMENT_GET_SEALINGS, id, &sealings, error))
    return FALSE;
  if (sealings == 1)
    return TRUE;
  if (store->member == NULL)
    return store_keep_standing (store, id, DOSSIER_QUEUED, error);
  return store_hold (store, id, error)
         && cases_raise (store, id, CASE_CHANGED, NULL, NULL, 0, error);
}

gboolean
store_queue (Store *store, const char *id, const char *portal, const Applicant *applicant,
             const GPtrArray *papers, const GArray *paper_of_page, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_autoptr (Writing) writing = NULL;

  if (papers->len == 0 || papers->len > LIMIT_DOSSIER_PAPERS) {
    g_set_error (error, FAULT, FAULT_USAGE, "a dossier has 1 to %u papers",
                 LIMIT_DOSSIER_PAPERS);
    return FALSE;
  }
  writing = database_begin (store->database, error);
  if (writing == NULL || !store_set_state (store, id, DOSSIER_QUEUED, error)
      || !queue_row (store, id, portal, applicant, error)
      || !add_papers (store, id, papers, error)
      || !number_pages (store, id, paper_of_page, error)
      || !record_sealing (store, id, error))
    return FALSE;
  progress_save (store, id);
  return database_commit (g_steal_pointer (&writing), error);
}

/* --- recovery ----------------------------------------------------------------------- */

/* Names of owners that hold something and are gone. */
static GPtrArray *
find_gone (Store *store, GError **error) {
  g_autoptr (GPtrArray) gone = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) cause = NULL;
  g_autoptr (Rows) rows
      = database_select (store->database, STATEMENT_GET_OWNERS, &cause, "");
  const char *own = store->owner == NULL ? NULL : owner_get_name (store->owner);

  while (rows != NULL && database_next (rows, &cause)) {
    const char *name = database_get_text (rows, 0);

    if (g_strcmp0 (name, own) != 0 && owner_is_gone (store->owners, name))
      g_ptr_array_add (gone, g_strdup (name));
  }
  if (cause == NULL)
    return g_steal_pointer (&gone);
  g_propagate_error (error, g_steal_pointer (&cause));
  return NULL;
}

/* Ids and states of what @owner has claimed; an id's state stands at its own place. */
static gboolean
load_owned (Store *store, const char *owner, GPtrArray *ids, GArray *states,
            GError **error) {
  g_autoptr (GError) cause = NULL;
  g_autoptr (Rows) rows
      = database_select (store->database, STATEMENT_GET_OWNED, &cause, "t", owner);

  while (rows != NULL && database_next (rows, &cause)) {
    DossierState state = DOSSIER_OPEN;

    if (!dossier_state_parse (database_get_text (rows, 1), &state))
      continue;
    g_ptr_array_add (ids, database_dup_text (rows, 0));
    g_array_append_val (states, state);
  }
  if (cause == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&cause));
  return FALSE;
}

/* What stands in a row as the last answer. A dossier whose key does not open keeps none:
 * it must not stand in the way of the others. */
static char *
seal_answer (Store *store, const char *id, const char *answer) {
  g_autoptr (GError) cause = NULL;
  char *sealed;

  if (!store_seal (store, id, answer, &sealed, &cause, "last_answer"))
    log_warning ("%s", cause->message);
  return sealed;
}

static gboolean
note_orphan (Store *store, const char *id, GError **error) {
  g_autofree char *answer = seal_answer (store, id, ORPHAN_ANSWER);

  return database_run (store->database, STATEMENT_ORPHAN, error, "tt", id, answer);
}

/* Files first: should this be cut short, the row still says what is to be done. */
static gboolean
free_dossier (Store *store, const char *id, DossierState state, GError **error) {
  g_autofree char *folder = store_dossier_folder_dup (store, id);

  if (g_file_test (folder, G_FILE_TEST_IS_DIR) && !durable_sweep (folder, error))
    return FALSE;
  return state != DOSSIER_SENDING
         || (store_set_state (store, id, DOSSIER_QUEUED, error)
             && note_orphan (store, id, error));
}

static gboolean
free_owned (Store *store, const char *owner, GError **error) {
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) states = g_array_new (FALSE, FALSE, sizeof (DossierState));

  if (!load_owned (store, owner, ids, states, error))
    return FALSE;
  for (guint i = 0; i < ids->len; i++) {
    if (!free_dossier (store, g_ptr_array_index (ids, i),
                       g_array_index (states, DossierState, i), error))
      return FALSE;
  }
  return database_run (store->database, STATEMENT_DISOWN, error, "t", owner);
}

gboolean
store_recover (Store *store, guint *recovered, GError **error) {
  g_autoptr (GPtrArray) gone = find_gone (store, error);

  if (gone == NULL)
    return FALSE;
  for (guint i = 0; i < gone->len; i++) {
    if (!free_owned (store, g_ptr_array_index (gone, i), error))
      return FALSE;
  }
  *recovered = gone->len;
  return TRUE;
}

/* --- claims ------------------------------------------------------------------------- */

/* Id of the dossier that is next at @now; NULL when none is due. */
static gboolean
find_due (Store *store, gint64 now, char **id, GError **error) {
  g_autoptr (GError) cause = NULL;
  g_autoptr (Rows) rows
      = database_select (store->database, STATEMENT_GET_DUE, &cause, "i", now);

  *id = NULL;
  if (rows != NULL && database_next (rows, &cause))
    *id = database_dup_text (rows, 0);
  if (cause == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&cause));
  return FALSE;
}

/* Looks without the write lock, so that waiting for work disturbs nobody. */
static gboolean
look_for_work (Store *store, gint64 now, gboolean *work, GError **error) {
  g_autoptr (GPtrArray) gone = find_gone (store, error);
  g_autofree char *id = NULL;

  if (gone == NULL || !find_due (store, now, &id, error))
    return FALSE;
  *work = id != NULL || gone->len > 0;
  return TRUE;
}

static Dossier *
claim_dossier (Store *store, const char *id, const char *owner, gint64 now,
               GError **error) {
  if (!database_run (store->database, STATEMENT_CLAIM, error, "tti", id, owner, now)
      || !store_set_state (store, id, DOSSIER_SENDING, error))
    return NULL;
  return store_load_dossier (store, id, error);
}

gboolean
store_claim (Store *store, gint64 now, Dossier **dossier, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  const char *owner = store_get_owner (store, error);
  g_autoptr (Writing) writing = NULL;
  g_autoptr (Dossier) claimed = NULL;
  g_autofree char *id = NULL;
  guint recovered = 0;
  gboolean work = FALSE;

  *dossier = NULL;
  if (owner == NULL || !look_for_work (store, now, &work, error))
    return FALSE;
  if (!work)
    return TRUE;
  writing = database_begin (store->database, error);
  if (writing == NULL || !store_recover (store, &recovered, error)
      || !find_due (store, now, &id, error))
    return FALSE;
  if (id == NULL)
    return recovered == 0 || database_commit (g_steal_pointer (&writing), error);
  claimed = claim_dossier (store, id, owner, now, error);
  if (claimed == NULL || !database_commit (g_steal_pointer (&writing), error))
    return FALSE;
  *dossier = g_steal_pointer (&claimed);
  return TRUE;
}

gboolean
store_count_late (Store *store, gint64 now, guint most_age_s, guint *late,
                  GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_autoptr (Rows) rows = database_select (store->database, STATEMENT_COUNT_LATE, error,
                                           "iu", now, most_age_s);

  if (rows == NULL || !database_next (rows, error))
    return FALSE;
  *late = (guint) database_get_int (rows, 0);
  return TRUE;
}

gint64
store_get_next_due (Store *store) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_autoptr (GError) ignored = NULL;
  g_autoptr (Rows) rows
      = database_select (store->database, STATEMENT_GET_NEXT_DUE, &ignored, "");

  if (rows == NULL || !database_next (rows, &ignored))
    return 0;
  return database_get_int (rows, 0);
}

Writing *
store_begin_claimed (Store *store, const char *id, GError **error) {
  g_autoptr (Writing) writing = database_begin (store->database, error);
  g_autofree char *owner = NULL;
  DossierState state;

  if (writing == NULL || !store_load_state (store, id, &state, &owner, error))
    return NULL;
  if (state == DOSSIER_SENDING && store->owner != NULL
      && g_strcmp0 (owner, owner_get_name (store->owner)) == 0)
    return g_steal_pointer (&writing);
  g_set_error (error, FAULT, FAULT_USAGE, "dossier %s is %s and not claimed here", id,
               dossier_state_get_name (state));
  return NULL;
}

GPtrArray *
store_get_unrouted (Store *store, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_autoptr (GPtrArray) unrouted
      = g_ptr_array_new_with_free_func ((GDestroyNotify) dossier_free);
  g_autoptr (GError) cause = NULL;
  g_autoptr (Rows) rows
      = database_select (store->database, STATEMENT_GET_UNROUTED, &cause, "");

  while (rows != NULL && database_next (rows, &cause)) {
    Dossier *dossier = dossier_new ();

    dossier->id = database_dup_text (rows, 0);
    dossier->procedure = database_dup_text (rows, 1);
    dossier->created_at = database_get_int (rows, 2);
    g_ptr_array_add (unrouted, dossier);
  }
  if (cause == NULL)
    return g_steal_pointer (&unrouted);
  g_propagate_error (error, g_steal_pointer (&cause));
  return NULL;
}

/* A writing on a dossier that waits for a route; NULL for any other. */
static Writing *
begin_unrouted (Store *store, const char *id, GError **error) {
  g_autoptr (Writing) writing = database_begin (store->database, error);
  g_autoptr (Dossier) dossier
      = writing != NULL ? store_load_dossier (store, id, error) : NULL;

  if (dossier == NULL)
    return NULL;
  if ((dossier->state == DOSSIER_QUEUED || dossier->state == DOSSIER_DEFERRED)
      && dossier->portal == NULL)
    return g_steal_pointer (&writing);
  g_set_error (error, FAULT, FAULT_USAGE, "dossier %s does not wait for a route", id);
  return NULL;
}

gboolean
store_set_portal (Store *store, const char *id, const char *portal, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_autoptr (Writing) writing = begin_unrouted (store, id, error);

  if (writing == NULL
      || !database_run (store->database, STATEMENT_SET_PORTAL, error, "tt", id, portal)
      || !trail_append (store, "route", id, error, "%s", portal))
    return FALSE;
  progress_save (store, id);
  return database_commit (g_steal_pointer (&writing), error);
}

gboolean
store_set_portal_id (Store *store, const char *id, const char *portal_id,
                     const char *portal_code, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_autoptr (Writing) writing = store_begin_claimed (store, id, error);

  if (writing == NULL
      || !database_run (store->database, STATEMENT_SET_PORTAL_ID, error, "ttt", id,
                        portal_id, portal_code)
      || !trail_append (store, "number", id, error, "%s",
                        portal_code != NULL ? portal_code : portal_id))
    return FALSE;
  progress_save (store, id);
  return database_commit (g_steal_pointer (&writing), error);
}

gboolean
store_defer (Store *store, const char *id, gint64 next_try_at, const char *answer,
             GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_autoptr (Writing) writing = store_begin_claimed (store, id, error);
  g_autofree char *sealed = seal_answer (store, id, answer);

  if (writing == NULL || !store_set_state (store, id, DOSSIER_DEFERRED, error)
      || !database_run (store->database, STATEMENT_DEFER, error, "tit", id, next_try_at,
                        sealed))
    return FALSE;
  progress_save (store, id);
  return database_commit (g_steal_pointer (&writing), error);
}

gboolean
store_refuse (Store *store, const char *id, const char *answer, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_autoptr (Writing) writing = store_begin_claimed (store, id, error);
  g_autofree char *sealed = seal_answer (store, id, answer);

  if (writing == NULL || !store_set_state (store, id, DOSSIER_NEEDS_PERSON, error)
      || !database_run (store->database, STATEMENT_REFUSE, error, "tt", id, sealed)
      || !cases_raise (store, id, CASE_PORTAL, NULL, NULL, 0, error))
    return FALSE;
  progress_save (store, id);
  return database_commit (g_steal_pointer (&writing), error);
}

gboolean
store_accept (Store *store, const char *id, const char *proof, gint64 accepted_at,
              GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_autoptr (Writing) writing = store_begin_claimed (store, id, error);

  if (writing == NULL || !store_set_state (store, id, DOSSIER_ACCEPTED, error)
      || !database_run (store->database, STATEMENT_ACCEPT, error, "tti", id, proof,
                        accepted_at))
    return FALSE;
  progress_save (store, id);
  return database_commit (g_steal_pointer (&writing), error);
}

gboolean
store_set_due (Store *store, const char *id, gint64 due_at, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_autoptr (Writing) writing = store_begin_open (store, id, error);

  if (writing == NULL
      || !database_run (store->database, STATEMENT_SET_DUE, error, "ti", id, due_at))
    return FALSE;
  return database_commit (g_steal_pointer (&writing), error);
}

gboolean
store_set_priority (Store *store, const char *id, guint priority, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_autoptr (Writing) writing = NULL;
  DossierState state;

  if (priority < 1 || priority > 9) {
    g_set_error (error, FAULT, FAULT_USAGE, "a priority is 1 (first) to 9 (last), not %u",
                 priority);
    return FALSE;
  }
  writing = database_begin (store->database, error);
  if (writing == NULL || !store_load_state (store, id, &state, NULL, error)
      || !database_run (store->database, STATEMENT_SET_PRIORITY, error, "tu", id,
                        priority)
      || !trail_append (store, "priority", id, error, "%u", priority))
    return FALSE;
  if (state != DOSSIER_OPEN)
    progress_save (store, id);
  return database_commit (g_steal_pointer (&writing), error);
}
