/* SPDX-License-Identifier: Apache-2.0 */

/* A mark is open or not by its last remark:
 *
 *   REASON, AGAIN (open) -clerk-> FIXED, ANSWERED -supervisor-> SETTLED
 *         ^                            |
 *         '------ sent back again -----'
 *
 * A return is one transaction. What it leaves in the folder is the sealed package, which is
 * never changed and which the next sealing replaces as a whole; until then the folder says
 * "held", so that a database made anew from the folders sends nothing that was sent back. */

#include "upload/marks.h"

#include "config/fault.h"
#include "config/limits.h"
#include "upload/cases.h"
#include "upload/custody.h"
#include "upload/standing.h"
#include "upload/store-private.h"
#include "upload/trail.h"

#include <string.h>

#define DECISION_RETURNED "returned"

static const char *const names[REMARK_KINDS] = {
    [REMARK_REASON] = "reason",     [REMARK_FIXED] = "fixed",
    [REMARK_ANSWERED] = "answered", [REMARK_AGAIN] = "again",
    [REMARK_SETTLED] = "settled",
};

static void
remark_free (Remark *remark) {
  g_free (remark->member);
  g_free (remark->text);
  g_free (remark);
}

static Mark *
make_mark (guint page, Box box) {
  Mark *mark = g_new0 (Mark, 1);

  mark->page = page;
  mark->box = box;
  mark->remarks = g_ptr_array_new_with_free_func ((GDestroyNotify) remark_free);
  return mark;
}

static void
add_remark (Mark *mark, RemarkKind kind, char *member, char *text, gint64 at) {
  Remark *remark = g_new (Remark, 1);

  *remark = (Remark){kind, member, text, at};
  g_ptr_array_add (mark->remarks, remark);
}

Mark *
mark_new (guint page, Box box, const char *reason) {
  Mark *mark = make_mark (page, box);

  add_remark (mark, REMARK_REASON, NULL, g_strdup (reason), 0);
  return mark;
}

void
mark_free (Mark *mark) {
  if (mark == NULL)
    return;
  g_ptr_array_unref (mark->remarks);
  g_free (mark);
}

static const Remark *
get_last (const Mark *mark) {
  return mark->remarks->len > 0
             ? g_ptr_array_index (mark->remarks, mark->remarks->len - 1)
             : NULL;
}

static gboolean
is_asking (RemarkKind kind) {
  return kind == REMARK_REASON || kind == REMARK_AGAIN;
}

gboolean
mark_is_open (const Mark *mark) {
  const Remark *last = get_last (mark);

  return last != NULL && is_asking (last->kind);
}

const char *
remark_kind_get_name (RemarkKind kind) {
  g_assert (kind < REMARK_KINDS);
  return names[kind];
}

static gboolean
parse_kind (const char *name, RemarkKind *kind) {
  for (guint i = 0; i < REMARK_KINDS; i++) {
    if (g_strcmp0 (names[i], name) == 0) {
      *kind = (RemarkKind) i;
      return TRUE;
    }
  }
  return FALSE;
}

/* --- reading ------------------------------------------------------------------------ */

static gboolean
read_remark (Store *store, const char *id, Mark *mark, Rows *rows, GError **error) {
  g_autofree char *text = NULL;
  RemarkKind kind;

  if (!parse_kind (database_get_text (rows, 7), &kind)) {
    g_set_error (error, FAULT, FAULT_STORAGE, "a remark on dossier %s has no known kind",
                 id);
    return FALSE;
  }
  if (!store_unseal (store, id, database_get_text (rows, 9), &text, error,
                     "remark/%" G_GINT64_FORMAT "/%u", mark->number, mark->remarks->len))
    return FALSE;
  add_remark (mark, kind, database_dup_text (rows, 8), g_steal_pointer (&text),
              database_get_int (rows, 10));
  return TRUE;
}

/* A row for each remark, those of one mark together. */
static GPtrArray *
load_marks (Store *store, const char *id, GError **error) {
  g_autoptr (GPtrArray) marks
      = g_ptr_array_new_with_free_func ((GDestroyNotify) mark_free);
  g_autoptr (GError) cause = NULL;
  g_autoptr (Rows) rows
      = database_select (store->database, STATEMENT_GET_MARKS, &cause, "t", id);
  Mark *mark = NULL;

  while (rows != NULL && database_next (rows, &cause)) {
    if (mark == NULL || mark->number != database_get_int (rows, 0)) {
      Box box = {(int) database_get_int (rows, 2), (int) database_get_int (rows, 3),
                 (int) database_get_int (rows, 4), (int) database_get_int (rows, 5)};

      mark = make_mark ((guint) database_get_int (rows, 1), box);
      mark->number = database_get_int (rows, 0);
      g_ptr_array_add (marks, mark);
    }
    if (!read_remark (store, id, mark, rows, &cause))
      break;
  }
  if (cause == NULL)
    return g_steal_pointer (&marks);
  g_propagate_error (error, g_steal_pointer (&cause));
  return NULL;
}

GPtrArray *
marks_get (Store *store, const char *id, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);

  return load_marks (store, id, error);
}

gboolean
marks_count_open (Store *store, const char *id, guint *open, GError **error) {
  g_autoptr (GPtrArray) marks = marks_get (store, id, error);

  *open = 0;
  for (guint i = 0; marks != NULL && i < marks->len; i++)
    *open += mark_is_open (g_ptr_array_index (marks, i));
  return marks != NULL;
}

static const Mark *
find_mark (const GPtrArray *marks, gint64 number) {
  for (guint i = 0; i < marks->len; i++) {
    const Mark *mark = g_ptr_array_index (marks, i);

    if (mark->number == number)
      return mark;
  }
  return NULL;
}

/* --- writing ------------------------------------------------------------------------ */

static gboolean
insert_remark (Store *store, const char *id, gint64 mark, guint number, RemarkKind kind,
               const char *text, GError **error) {
  g_autofree char *normal = g_utf8_normalize (text, -1, G_NORMALIZE_NFC);
  g_autofree char *sealed = NULL;

  if (normal == NULL || strlen (normal) > LIMIT_VALUE_BYTES) {
    g_set_error (error, FAULT, FAULT_USAGE, "a remark is UTF-8 text of at most %u bytes",
                 LIMIT_VALUE_BYTES);
    return FALSE;
  }
  return store_seal (store, id, normal, &sealed, error, "remark/%" G_GINT64_FORMAT "/%u",
                     mark, number)
         && database_run (store->database, STATEMENT_ADD_REMARK, error, "iuttti", mark,
                          number, names[kind], store->member, sealed,
                          g_get_real_time () / G_USEC_PER_SEC);
}

static gboolean
refuse (GError **error, const char *id, const char *why) {
  g_set_error (error, FAULT, FAULT_USAGE, "dossier %s: %s", id, why);
  return FALSE;
}

static gboolean
is_within (const Box *box, guint width_px, guint height_px) {
  static const Box all = {0, 0, 0, 0};

  if (memcmp (box, &all, sizeof all) == 0)
    return TRUE;
  return box->left >= 0 && box->top >= 0 && box->left < box->right
         && box->top < box->bottom && box->right <= (int) width_px
         && box->bottom <= (int) height_px;
}

/* The page is there, and the box is on it. */
static gboolean
check_place (Store *store, const char *id, const Mark *mark, GError **error) {
  g_autoptr (GError) cause = NULL;
  g_autoptr (Rows) rows = NULL;
  gboolean right;

  if (mark->page == 0)
    return is_within (&mark->box, 0, 0)
           || refuse (error, id, "a mark without a page has no box");
  rows = database_select (store->database, STATEMENT_GET_UPRIGHT, &cause, "tu", id,
                          mark->page);
  right = rows != NULL && database_next (rows, &cause)
          && is_within (&mark->box, (guint) database_get_int (rows, 0),
                        (guint) database_get_int (rows, 1));
  if (cause == NULL)
    return right || refuse (error, id, "a mark is on no page of it");
  g_propagate_error (error, g_steal_pointer (&cause));
  return FALSE;
}

static gboolean
insert_mark (Store *store, const char *id, const Mark *mark, GError **error) {
  const Remark *reason = get_last (mark);
  gint64 number;

  if (reason == NULL || *reason->text == '\0')
    return refuse (error, id, "a mark says why it is there");
  if (!check_place (store, id, mark, error)
      || !database_run (store->database, STATEMENT_ADD_MARK, error, "tuiiii", id,
                        mark->page, (gint64) mark->box.left, (gint64) mark->box.top,
                        (gint64) mark->box.right, (gint64) mark->box.bottom)
      || !store_load_int (store, STATEMENT_GET_LAST_MARK, NULL, &number, error))
    return FALSE;
  return insert_remark (store, id, number, 0, REMARK_REASON, reason->text, error);
}

static gboolean
ask_again (Store *store, const char *id, const GPtrArray *known, const Mark *mark,
           GError **error) {
  const Mark *stored = find_mark (known, mark->number);
  const Remark *again = get_last (mark);

  if (stored == NULL || again == NULL || again->kind != REMARK_AGAIN
      || *again->text == '\0')
    return refuse (error, id, "a mark that goes back again is one of it, and says why");
  return insert_remark (store, id, mark->number, stored->remarks->len, REMARK_AGAIN,
                        again->text, error);
}

static gboolean
write_marks (Store *store, const char *id, const GPtrArray *marks, GError **error) {
  g_autoptr (GPtrArray) known = load_marks (store, id, error);

  for (guint i = 0; known != NULL && i < marks->len; i++) {
    const Mark *mark = g_ptr_array_index (marks, i);
    gboolean written = mark->number == 0 ? insert_mark (store, id, mark, error)
                                         : ask_again (store, id, known, mark, error);

    if (!written)
      return FALSE;
  }
  return known != NULL;
}

/* --- return ------------------------------------------------------------------------- */

/* What belonged to the sealing that is given up. */
static const StatementId reopening[] = {
    STATEMENT_REOPEN,
    STATEMENT_DROP_PAPERS,
    STATEMENT_DROP_PAGE_PAPERS,
    STATEMENT_ERASE_NOTES,
};

static gboolean
reopen (Store *store, const char *id, GError **error) {
  Vault *vault = store_get_vault (store, id, error);

  if (vault == NULL || !standing_save (vault, DOSSIER_HELD, error)
      || !store_set_state (store, id, DOSSIER_OPEN, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (reopening); i++) {
    if (!database_run (store->database, reopening[i], error, "t", id))
      return FALSE;
  }
  return TRUE;
}

static gboolean
check_returnable (Store *store, const char *id, const GPtrArray *marks, GError **error) {
  g_autoptr (Dossier) dossier = store_load_dossier (store, id, error);

  if (dossier == NULL)
    return (error != NULL && *error != NULL) || refuse (error, id, "there is none");
  if (dossier->state != DOSSIER_HELD && dossier->state != DOSSIER_NEEDS_PERSON)
    return refuse (error, id, "only a held or refused one goes back to the clerk");
  if (dossier->portal_id != NULL)
    return refuse (error, id, "the portal has begun to take it: it is mended there");
  if (marks->len == 0 || marks->len > LIMIT_MARKS)
    return refuse (error, id, "what goes back has marks, and not too many");
  return custody_check (store, id, error);
}

gboolean
marks_return (Store *store, const char *id, const GPtrArray *marks, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_autoptr (Writing) writing = database_begin (store->database, error);
  g_autofree char *sealer = NULL;

  if (writing == NULL || !check_returnable (store, id, marks, error)
      || !write_marks (store, id, marks, error)
      || !cases_load_sealer (store, id, &sealer, error)
      || !cases_decide (store, id, DECISION_RETURNED, error) || !reopen (store, id, error)
      || !cases_raise (store, id, CASE_RETURNED, NULL, sealer, 0, error)
      || !trail_append (store, "return", id, error, "%u", marks->len))
    return FALSE;
  return database_commit (g_steal_pointer (&writing), error);
}

/* A clerk answers while the dossier is open; what is enough is said at any time. */
static gboolean
check_answer (Store *store, const char *id, const Mark *mark, RemarkKind kind,
              const char *text, GError **error) {
  DossierState state;

  if (mark == NULL)
    return refuse (error, id, "it has no such mark");
  if (!store_load_state (store, id, &state, NULL, error))
    return FALSE;
  if (is_asking (kind))
    return refuse (error, id, "a mark asks again when the dossier goes back");
  if (kind == REMARK_SETTLED)
    return !mark_is_open (mark) || refuse (error, id, "nobody has answered this mark");
  if (state != DOSSIER_OPEN || get_last (mark)->kind == REMARK_SETTLED)
    return refuse (error, id, "this mark is not to be answered now");
  return kind == REMARK_FIXED || *text != '\0'
         || refuse (error, id, "an answer says something");
}

gboolean
marks_answer (Store *store, const char *id, gint64 number, RemarkKind kind,
              const char *text, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_autoptr (Writing) writing = database_begin (store->database, error);
  g_autoptr (GPtrArray) marks = writing != NULL ? load_marks (store, id, error) : NULL;
  const Mark *mark = marks != NULL ? find_mark (marks, number) : NULL;

  if (marks == NULL || !check_answer (store, id, mark, kind, text, error)
      || !insert_remark (store, id, number, mark->remarks->len, kind, text, error)
      || !trail_append (store, names[kind], id, error, "mark %" G_GINT64_FORMAT, number))
    return FALSE;
  return database_commit (g_steal_pointer (&writing), error);
}
