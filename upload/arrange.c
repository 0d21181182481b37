/* SPDX-License-Identifier: Apache-2.0 */

/* Every change of order is made of two halves, taking a page out and putting one in, which
 * keep the places 1, 2, 3 ... without a gap. An act records what its opposite needs and
 * nothing else:
 *
 *   act      doing it                                undoing it
 *   PUT      page in at latter                       page out
 *   REMOVE   page out                                page in at former
 *   MOVE     page out, in at latter                  page out, in at former
 *   TURN     turn is latter                          turn is former
 *   REPLACE  other out, page in where it stood       page out, other in where it stood
 *   JOIN     backs go behind their fronts            backs go to the end, in order
 *
 * Acts are undone in the reverse of their order, so each finds the order that it left.
 * Acts of one feeding that follow each other are one step for a person, and so are those of one
 * act on several pages (arrangemany.c). */

#include "upload/arrange-private.h"

#include "config/fault.h"
#include "upload/trail.h"
#include "upload/twopass-private.h"

static const char *const kind_names[] = {
    [ARRANGE_PUT] = "put",   [ARRANGE_REMOVE] = "remove",   [ARRANGE_MOVE] = "move",
    [ARRANGE_TURN] = "turn", [ARRANGE_REPLACE] = "replace", [ARRANGE_JOIN] = "join",
};

/* --- halves ------------------------------------------------------------------------- */

/* The one number that @statement answers for page @page. */
static gboolean
ask_page (Store *store, StatementId statement, const char *id, guint page, guint *number,
          GError **error) {
  g_autoptr (GError) cause = NULL;
  g_autoptr (Rows) rows
      = database_select (store->database, statement, &cause, "tu", id, page);

  if (rows != NULL && database_next (rows, &cause)) {
    *number = (guint) database_get_int (rows, 0);
    return TRUE;
  }
  if (cause == NULL)
    g_set_error (&cause, FAULT, FAULT_USAGE, "dossier %s has no page %u", id, page);
  g_propagate_error (error, g_steal_pointer (&cause));
  return FALSE;
}

gboolean
arrange_get_place (Store *store, const char *id, guint page, guint *place,
                   GError **error) {
  return ask_page (store, STATEMENT_GET_PLACE, id, page, place, error);
}

gboolean
arrange_get_turn (Store *store, const char *id, guint page, guint *degrees,
                  GError **error) {
  return ask_page (store, STATEMENT_GET_TURN, id, page, degrees, error);
}

gboolean
arrange_take_out (Store *store, const char *id, guint page, guint *place,
                  GError **error) {
  if (!arrange_get_place (store, id, page, place, error))
    return FALSE;
  if (*place == 0) {
    g_set_error (error, FAULT, FAULT_USAGE, "page %u has been taken out already", page);
    return FALSE;
  }
  return database_run (store->database, STATEMENT_SET_PLACE, error, "tuu", id, page, 0u)
         && database_run (store->database, STATEMENT_CLOSE_GAP, error, "tu", id, *place);
}

gboolean
arrange_put_in (Store *store, const char *id, guint page, guint place, GError **error) {
  guint stands, places;

  if (!arrange_get_place (store, id, page, &stands, error)
      || !store_count_places (store, id, &places, error))
    return FALSE;
  if (stands > 0) {
    g_set_error (error, FAULT, FAULT_USAGE, "page %u has a place already", page);
    return FALSE;
  }
  place = CLAMP (place, 1, places + 1);
  return database_run (store->database, STATEMENT_OPEN_GAP, error, "tu", id, place)
         && database_run (store->database, STATEMENT_SET_PLACE, error, "tuu", id, page,
                          place);
}

/* --- acts --------------------------------------------------------------------------- */

static gboolean
move_page (Store *store, const char *id, guint page, guint place, GError **error) {
  guint stood;

  return arrange_take_out (store, id, page, &stood, error)
         && arrange_put_in (store, id, page, place, error);
}

/* @in takes the place of @out. What each was replaced by is given: of the one that goes
 * its successor, of the other what an undo has to bring back. */
static gboolean
swap_pages (Store *store, const char *id, guint in, guint out, guint in_successor,
            guint out_successor, GError **error) {
  guint place;

  return arrange_take_out (store, id, out, &place, error)
         && arrange_put_in (store, id, in, place, error)
         && database_run (store->database, STATEMENT_SET_SUCCESSOR, error, "tuu", id, in,
                          in_successor)
         && database_run (store->database, STATEMENT_SET_SUCCESSOR, error, "tuu", id, out,
                          out_successor);
}

static gboolean
apply (Store *store, const char *id, const Act *act, GError **error) {
  guint place;

  switch (act->kind) {
  case ARRANGE_PUT:
    return arrange_put_in (store, id, act->page, act->latter, error);
  case ARRANGE_REMOVE:
    return arrange_take_out (store, id, act->page, &place, error);
  case ARRANGE_MOVE:
    return move_page (store, id, act->page, act->latter, error);
  case ARRANGE_TURN:
    return database_run (store->database, STATEMENT_SET_TURN, error, "tuu", id, act->page,
                         act->latter);
  case ARRANGE_REPLACE:
    return swap_pages (store, id, act->page, act->other, 0, act->page, error);
  case ARRANGE_JOIN:
    return twopass_apply (store, id, act->page, error);
  }
  g_assert_not_reached ();
}

static gboolean
revert (Store *store, const char *id, const Act *act, GError **error) {
  guint place;

  switch (act->kind) {
  case ARRANGE_PUT:
    return arrange_take_out (store, id, act->page, &place, error);
  case ARRANGE_REMOVE:
    return arrange_put_in (store, id, act->page, act->former, error);
  case ARRANGE_MOVE:
    return move_page (store, id, act->page, act->former, error);
  case ARRANGE_TURN:
    return database_run (store->database, STATEMENT_SET_TURN, error, "tuu", id, act->page,
                         act->former);
  case ARRANGE_REPLACE:
    return swap_pages (store, id, act->other, act->page, 0, act->former, error);
  case ARRANGE_JOIN:
    return twopass_revert (store, id, act->page, error);
  }
  g_assert_not_reached ();
}

gboolean
arrange_do (Store *store, const char *id, const Act *act, GError **error) {
  return apply (store, id, act, error)
         && database_run (store->database, STATEMENT_DROP_UNDONE, error, "t", id)
         && database_run (store->database, STATEMENT_ADD_ACT, error, "tutuuuu", id,
                          act->batch, kind_names[act->kind], act->page, act->other,
                          act->former, act->latter)
         && trail_append (store, kind_names[act->kind], id, error, "%u %u %u %u",
                          act->page, act->other, act->former, act->latter);
}

/* --- a person's acts ---------------------------------------------------------------- */

/* Fills in where the page stands, does the act, and commits. */
static gboolean
act_on_page (Store *store, const char *id, Act *act, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_autoptr (Writing) writing = store_begin_open (store, id, error);
  guint places;

  if (writing == NULL || !twopass_check (store, id, error)
      || !arrange_get_place (store, id, act->page, &act->former, error)
      || !store_count_places (store, id, &places, error))
    return FALSE;
  act->latter = CLAMP (act->latter, 1, MAX (places, 1));
  if (!arrange_do (store, id, act, error))
    return FALSE;
  return database_commit (g_steal_pointer (&writing), error);
}

gboolean
arrange_remove (Store *store, const char *id, guint page, GError **error) {
  Act act = {.kind = ARRANGE_REMOVE, .page = page};

  return act_on_page (store, id, &act, error);
}

gboolean
arrange_move (Store *store, const char *id, guint page, guint place, GError **error) {
  Act act = {.kind = ARRANGE_MOVE, .page = page, .latter = place};

  return act_on_page (store, id, &act, error);
}

gboolean
arrange_restore (Store *store, const char *id, guint page, guint place, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_autoptr (Writing) writing = store_begin_open (store, id, error);
  Act act = {.kind = ARRANGE_PUT, .page = page, .latter = place};

  if (writing == NULL || !twopass_check (store, id, error)
      || !arrange_do (store, id, &act, error))
    return FALSE;
  return database_commit (g_steal_pointer (&writing), error);
}

gboolean
arrange_turn (Store *store, const char *id, guint page, guint degrees, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_autoptr (Writing) writing = NULL;
  Act act = {.kind = ARRANGE_TURN, .page = page};

  if (degrees % 90 != 0 || degrees == 0 || degrees >= ARRANGE_FULL_TURN) {
    g_set_error (error, FAULT, FAULT_USAGE, "a page is turned by 90, 180 or 270 degrees");
    return FALSE;
  }
  writing = store_begin_open (store, id, error);
  if (writing == NULL || !arrange_get_turn (store, id, page, &act.former, error))
    return FALSE;
  act.latter = (act.former + degrees) % ARRANGE_FULL_TURN;
  if (!arrange_do (store, id, &act, error))
    return FALSE;
  return database_commit (g_steal_pointer (&writing), error);
}

/* --- undo --------------------------------------------------------------------------- */

static gboolean
read_act (Rows *rows, Act *act, GError **error) {
  guint kind = 0;

  *act = (Act){.number = (guint) database_get_int (rows, 0),
               .batch = (guint) database_get_int (rows, 1),
               .page = (guint) database_get_int (rows, 3),
               .other = (guint) database_get_int (rows, 4),
               .former = (guint) database_get_int (rows, 5),
               .latter = (guint) database_get_int (rows, 6)};
  while (kind < G_N_ELEMENTS (kind_names)
         && g_strcmp0 (kind_names[kind], database_get_text (rows, 2)) != 0)
    kind++;
  if (kind == G_N_ELEMENTS (kind_names)) {
    g_set_error_literal (error, FAULT, FAULT_STORAGE, "the store holds an unknown act");
    return FALSE;
  }
  act->kind = (ArrangeKind) kind;
  return TRUE;
}

/* The act that @statement gives; its number is 0 when there is none. */
static gboolean
load_act (Store *store, const char *id, StatementId statement, Act *act, GError **error) {
  g_autoptr (GError) cause = NULL;
  g_autoptr (Rows) rows = database_select (store->database, statement, &cause, "t", id);

  *act = (Act){0};
  if (rows != NULL && database_next (rows, &cause) && !read_act (rows, act, &cause))
    act->number = 0;
  if (cause == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&cause));
  return FALSE;
}

gboolean
arrange_get_last (Store *store, const char *id, guint *number, GError **error) {
  Act act;

  if (!load_act (store, id, STATEMENT_GET_LAST_ACT, &act, error))
    return FALSE;
  *number = act.number;
  return TRUE;
}

static gboolean
count_pages (Store *store, const char *id, const Act *act, guint undone, guint *pages,
             GError **error) {
  StatementId statement
      = act->batch < ARRANGE_HAND ? STATEMENT_COUNT_ACTS : STATEMENT_COUNT_ACTED;
  g_autoptr (Rows) rows = database_select (store->database, statement, error, "tuu", id,
                                           undone, act->batch);

  if (rows == NULL || !database_next (rows, error))
    return FALSE;
  *pages = (guint) database_get_int (rows, 0);
  return TRUE;
}

static gboolean
get_step (Store *store, const char *id, gboolean redo, ArrangeStep *step,
          GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  StatementId statement = redo ? STATEMENT_GET_NEXT_ACT : STATEMENT_GET_LAST_ACT;
  Act act;

  *step = (ArrangeStep){0};
  if (!load_act (store, id, statement, &act, error))
    return FALSE;
  if (act.number == 0)
    return TRUE;
  *step = (ArrangeStep){.any = TRUE,
                        .act = act.number,
                        .kind = act.kind,
                        .feeding = act.batch < ARRANGE_HAND ? act.batch : 0,
                        .pages = 1,
                        .page = act.page,
                        .place = act.former != 0 ? act.former : act.latter};
  return act.batch == 0 || count_pages (store, id, &act, redo, &step->pages, error);
}

gboolean
arrange_get_undo (Store *store, const char *id, ArrangeStep *step, GError **error) {
  return get_step (store, id, FALSE, step, error);
}

gboolean
arrange_get_redo (Store *store, const char *id, ArrangeStep *step, GError **error) {
  return get_step (store, id, TRUE, step, error);
}

/* One act after the other, as long as they belong to the same feeding. */
static gboolean
step_acts (Store *store, const char *id, gboolean redo, GError **error) {
  StatementId statement = redo ? STATEMENT_GET_NEXT_ACT : STATEMENT_GET_LAST_ACT;
  guint batch;
  Act act;

  if (!load_act (store, id, statement, &act, error))
    return FALSE;
  if (act.number == 0) {
    g_set_error_literal (error, FAULT, FAULT_USAGE,
                         redo ? "Không có gì để làm lại." : "Không có gì để hoàn tác.");
    return FALSE;
  }
  do {
    batch = act.batch;
    if (!(redo ? apply : revert) (store, id, &act, error)
        || !database_run (store->database, STATEMENT_MARK_ACT, error, "tuu", id,
                          act.number, (guint) !redo)
        || !trail_append (store, redo ? "redo" : "undo", id, error, "%s %u",
                          kind_names[act.kind], act.page)
        || !load_act (store, id, statement, &act, error))
      return FALSE;
  } while (batch != 0 && act.number != 0 && act.batch == batch);
  return TRUE;
}

static gboolean
step (Store *store, const char *id, gboolean redo, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_autoptr (Writing) writing = store_begin_open (store, id, error);

  if (writing == NULL || !step_acts (store, id, redo, error))
    return FALSE;
  return database_commit (g_steal_pointer (&writing), error);
}

gboolean
arrange_undo (Store *store, const char *id, GError **error) {
  return step (store, id, FALSE, error);
}

gboolean
arrange_redo (Store *store, const char *id, GError **error) {
  return step (store, id, TRUE, error);
}
