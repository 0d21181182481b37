/* SPDX-License-Identifier: Apache-2.0 */

/* A feeding's row is there before its first page, and a page's place is settled in the
 * transaction that makes it exist, so what a power cut leaves is a feeding without an end
 * whose pages stand where they belong. The next one, which resumes it, goes on behind its
 * last page, wherever that is by then. */

#include "upload/feeding.h"

#include "config/fault.h"
#include "config/limits.h"
#include "scan/report.h"
#include "upload/arrange-private.h"
#include "upload/trail.h"

static const char *const kind_names[FEEDING_KINDS] = {
    [FEEDING_APPEND] = "append",   [FEEDING_INSERT] = "insert",
    [FEEDING_REPLACE] = "replace", [FEEDING_FRONTS] = "fronts",
    [FEEDING_BACKS] = "backs",     [FEEDING_FILE] = "file",
};

void
feeding_free (Feeding *feeding) {
  g_free (feeding->outcome);
  g_free (feeding->name);
  g_free (feeding);
}

static FeedingKind
parse_kind (const char *name) {
  for (guint i = 0; i < FEEDING_KINDS; i++) {
    if (g_strcmp0 (kind_names[i], name) == 0)
      return (FeedingKind) i;
  }
  return FEEDING_APPEND;
}

static Feeding *
read_feeding (Rows *rows) {
  Feeding *feeding = g_new0 (Feeding, 1);

  feeding->number = (guint) database_get_int (rows, 0);
  feeding->kind = parse_kind (database_get_text (rows, 1));
  if (!stacking_parse (database_get_text (rows, 2), &feeding->stacking))
    feeding->stacking = STACKING_FIRST;
  feeding->place = (guint) database_get_int (rows, 3);
  feeding->target = (guint) database_get_int (rows, 4);
  feeding->sides = (guint) database_get_int (rows, 5);
  feeding->resumes = (guint) database_get_int (rows, 6);
  feeding->outcome = database_dup_text (rows, 7);
  feeding->is_signed = database_get_int (rows, 9) != 0;
  return feeding;
}

/* What of a feeding's pages has a place. */
static gboolean
count_pages (Store *store, const char *id, Feeding *feeding, GError **error) {
  g_autoptr (GError) cause = NULL;
  g_autoptr (Rows) rows = database_select (store->database, STATEMENT_GET_FED, &cause,
                                           "tu", id, feeding->number);
  guint sheet = 0;

  while (rows != NULL && database_next (rows, &cause)) {
    if (database_get_int (rows, 2) == 0)
      continue;
    feeding->last = (guint) database_get_int (rows, 0);
    feeding->first = feeding->first == 0 ? feeding->last : feeding->first;
    feeding->sheets
        += feeding->pages == 0 || sheet == 0 || database_get_int (rows, 1) != sheet;
    sheet = (guint) database_get_int (rows, 1);
    feeding->pages++;
  }
  if (cause == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&cause));
  return FALSE;
}

/* With the mutex held. */
static GPtrArray *
load_all (Store *store, const char *id, GError **error) {
  g_autoptr (GPtrArray) feedings
      = g_ptr_array_new_with_free_func ((GDestroyNotify) feeding_free);
  g_autoptr (GError) cause = NULL;
  g_autoptr (Rows) rows
      = database_select (store->database, STATEMENT_GET_FEEDINGS, &cause, "t", id);

  while (rows != NULL && database_next (rows, &cause)) {
    Feeding *feeding = read_feeding (rows);

    g_ptr_array_add (feedings, feeding);
    if (!store_unseal (store, id, database_get_text (rows, 8), &feeding->name, &cause,
                       "feeding/%u", feeding->number)
        || !count_pages (store, id, feeding, &cause))
      break;
  }
  if (cause == NULL)
    return g_steal_pointer (&feedings);
  g_propagate_error (error, g_steal_pointer (&cause));
  return NULL;
}

GPtrArray *
feeding_get_all (Store *store, const char *id, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);

  return load_all (store, id, error);
}

static Feeding *
find_feeding (const GPtrArray *feedings, guint number) {
  for (guint i = 0; i < feedings->len; i++) {
    Feeding *feeding = g_ptr_array_index (feedings, i);

    if (feeding->number == number)
      return feeding;
  }
  return NULL;
}

static gboolean
load_next (Store *store, const char *id, guint *page, guint *sheet, GError **error) {
  g_autoptr (Rows) rows
      = database_select (store->database, STATEMENT_GET_LAST_PAGE, error, "t", id);

  if (rows == NULL || !database_next (rows, error))
    return FALSE;
  *page = (guint) database_get_int (rows, 0) + 1;
  *sheet = (guint) database_get_int (rows, 1) + 1;
  return TRUE;
}

gboolean
feeding_get_next (Store *store, const char *id, guint *page, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  guint sheet;

  return load_next (store, id, page, &sheet, error);
}

/* Within the caller's transaction, as what follows. */
static gboolean
begin_feeding (Store *store, const char *id, const Feeding *plan, guint *number,
               guint *first_page, guint *first_sheet, GError **error) {
  g_autoptr (GPtrArray) feedings = load_all (store, id, error);
  g_autofree char *name = NULL;

  if (feedings == NULL || !load_next (store, id, first_page, first_sheet, error))
    return FALSE;
  *number = feedings->len + 1;
  return store_seal (store, id, plan->name, &name, error, "feeding/%u", *number)
         && database_run (store->database, STATEMENT_ADD_FEEDING, error, "tuttuuuutu", id,
                          *number, kind_names[plan->kind],
                          plan->kind == FEEDING_BACKS ? stacking_get_name (plan->stacking)
                                                      : NULL,
                          plan->place, plan->target, plan->sides, plan->resumes, name,
                          (guint) plan->is_signed)
         && trail_append (store, "feed", id, error, "%u %s", *number,
                          kind_names[plan->kind]);
}

gboolean
feeding_begin (Store *store, const char *id, const Feeding *plan, guint *number,
               guint *first_page, guint *first_sheet, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_autoptr (Writing) writing = store_begin_open (store, id, error);

  if (writing == NULL
      || !begin_feeding (store, id, plan, number, first_page, first_sheet, error))
    return FALSE;
  return database_commit (g_steal_pointer (&writing), error);
}

/* The last page with a place of @feeding or, when it has none, of those it goes on with. */
static guint
find_previous (const GPtrArray *feedings, const Feeding *feeding) {
  while (feeding != NULL && feeding->last == 0)
    feeding = find_feeding (feedings, feeding->resumes);
  return feeding != NULL ? feeding->last : 0;
}

/* Number of the page at @place when it is the other side of the sheet of @page. */
static gboolean
find_sibling (Store *store, const char *id, guint page, guint place, guint *sibling,
              GError **error) {
  g_autoptr (GError) cause = NULL;
  g_autoptr (Rows) rows
      = database_select (store->database, STATEMENT_GET_PAGES, &cause, "t", id);
  gint64 sheet = -1;

  *sibling = 0;
  while (rows != NULL && database_next (rows, &cause)) {
    if (database_get_int (rows, 0) == page)
      sheet = database_get_int (rows, 1);
    else if (database_get_int (rows, 17) == place && database_get_int (rows, 1) == sheet
             && g_strcmp0 (database_get_text (rows, 2), "back") == 0)
      *sibling = (guint) database_get_int (rows, 0);
  }
  if (cause == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&cause));
  return FALSE;
}

/* The page that a page of a FEEDING_REPLACE replaces; 0: none is left to. */
static gboolean
find_replaced (Store *store, const char *id, const Feeding *feeding, guint previous,
               PageSide side, guint *replaced, GError **error) {
  guint place;

  *replaced = 0;
  if (previous == 0)
    *replaced = feeding->target;
  else if (side == PAGE_BACK
           && (!arrange_get_place (store, id, previous, &place, error)
               || !find_sibling (store, id, previous, place + 1, replaced, error)))
    return FALSE;
  if (*replaced == 0)
    return TRUE;
  if (!arrange_get_place (store, id, *replaced, &place, error))
    return FALSE;
  *replaced = place > 0 ? *replaced : 0; /* taken out meanwhile */
  return TRUE;
}

/* An appending feeding goes on at the end, unless it resumes one whose last page is not
 * there any more. */
static gboolean
find_place (Store *store, const char *id, const Feeding *feeding, guint previous,
            guint *place, GError **error) {
  guint places;

  if (!store_count_places (store, id, &places, error))
    return FALSE;
  *place = places + 1;
  if (previous != 0
      && (feeding->kind == FEEDING_INSERT || feeding->kind == FEEDING_REPLACE
          || feeding->resumes != 0)) {
    if (!arrange_get_place (store, id, previous, place, error))
      return FALSE;
    *place += 1;
  } else if (feeding->kind == FEEDING_INSERT) {
    *place = feeding->place;
  }
  return TRUE;
}

static gboolean
place_page (Store *store, const char *id, const GPtrArray *feedings,
            const Feeding *feeding, const Page *page, GError **error) {
  guint previous = find_previous (feedings, feeding);
  guint replaced = 0;
  Act act = {.batch = feeding->number, .kind = ARRANGE_PUT, .page = page->number};

  if (feeding->kind == FEEDING_REPLACE
      && !find_replaced (store, id, feeding, previous, page->side, &replaced, error))
    return FALSE;
  if (replaced == 0)
    return find_place (store, id, feeding, previous, &act.latter, error)
           && arrange_do (store, id, &act, error);
  act.kind = ARRANGE_REPLACE;
  act.other = replaced;
  return arrange_do (store, id, &act, error)
         && database_run (store->database, STATEMENT_CARRY_PAGE, error, "tuu", id,
                          page->number, replaced)
         && database_run (store->database, STATEMENT_CARRY_FIELDS, error, "tu", id,
                          page->number);
}

static guint
get_laid (const Feeding *feeding) {
  return feeding->kind == FEEDING_BACKS
                 && (feeding->stacking == STACKING_FIRST_TURNED
                     || feeding->stacking == STACKING_LAST_TURNED)
             ? 180
             : 0;
}

static gboolean
add_page (Store *store, const char *id, guint number, const Page *page, guint leaf,
          GError **error) {
  g_autoptr (GPtrArray) feedings = load_all (store, id, error);
  const Feeding *feeding = feedings != NULL ? find_feeding (feedings, number) : NULL;
  Page entered = *page;

  if (feedings == NULL)
    return FALSE;
  if (feeding == NULL) {
    g_set_error (error, FAULT, FAULT_USAGE, "dossier %s has no feeding %u", id, number);
    return FALSE;
  }
  if (feeding->kind == FEEDING_BACKS) { /* whose back it is will be known at the end */
    entered.sheet = 0;
    entered.side = PAGE_BACK;
  }
  return store_insert_page (store, id, &entered, 0, error)
         && database_run (store->database, STATEMENT_SET_ORIGIN, error, "tuuuu", id,
                          page->number, number, leaf, get_laid (feeding))
         && place_page (store, id, feedings, feeding, &entered, error);
}

gboolean
feeding_add_page (Store *store, const char *id, guint number, const Page *page,
                  guint leaf, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_autoptr (Writing) writing = store_begin_open (store, id, error);

  if (writing == NULL || !add_page (store, id, number, page, leaf, error))
    return FALSE;
  return database_commit (g_steal_pointer (&writing), error);
}

gboolean
feeding_add_file (Store *store, const char *id, const Feeding *plan, const Page *first,
                  guint leaves, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_autoptr (Writing) writing = store_begin_open (store, id, error);
  Page page = *first;
  guint number, first_page, first_sheet;

  if (leaves < 1 || leaves > LIMIT_FILE_PAGES) {
    g_set_error (error, FAULT, FAULT_USAGE, "a file has 1 to %u pages", LIMIT_FILE_PAGES);
    return FALSE;
  }
  if (writing == NULL
      || !begin_feeding (store, id, plan, &number, &first_page, &first_sheet, error))
    return FALSE;
  for (guint i = 0; i < leaves; i++) {
    page.number = first_page + i;
    page.sheet = first_sheet + i;
    if (!add_page (store, id, number, &page, i, error))
      return FALSE;
  }
  if (!database_run (store->database, STATEMENT_END_FEEDING, error, "tut", id, number,
                     report_outcome_get_name (REPORT_DONE)))
    return FALSE;
  return database_commit (g_steal_pointer (&writing), error);
}

/* Which page @page has replaced; 0: none. */
static gboolean
find_predecessor (Store *store, const char *id, guint page, guint *predecessor,
                  GError **error) {
  g_autoptr (GError) cause = NULL;
  g_autoptr (Rows) rows
      = database_select (store->database, STATEMENT_GET_REMOVED, &cause, "t", id);

  *predecessor = 0;
  while (rows != NULL && database_next (rows, &cause)) {
    if (database_get_int (rows, 22) == page)
      *predecessor = (guint) database_get_int (rows, 0);
  }
  if (cause == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&cause));
  return FALSE;
}

static gboolean
take_back (Store *store, const char *id, guint feeding, guint page, GError **error) {
  Act act = {.batch = feeding, .kind = ARRANGE_REMOVE, .page = page};
  guint predecessor;

  if (!find_predecessor (store, id, page, &predecessor, error)
      || !arrange_get_place (store, id, page, &act.former, error))
    return FALSE;
  if (predecessor != 0)
    act = (Act){.batch = feeding,
                .kind = ARRANGE_REPLACE,
                .page = predecessor,
                .other = page,
                .former = page};
  return arrange_do (store, id, &act, error)
         && database_run (store->database, STATEMENT_SET_SHEET, error, "tuut", id, page,
                          0u, "front");
}

/* A front without its back is half a sheet, which will be fed again. */
static gboolean
drop_half (Store *store, const char *id, guint number, GError **error) {
  g_autoptr (GPtrArray) feedings = load_all (store, id, error);
  const Feeding *feeding = feedings != NULL ? find_feeding (feedings, number) : NULL;
  g_autoptr (Rows) rows = NULL;
  gboolean half;

  if (feedings == NULL)
    return FALSE;
  if (feeding == NULL || feeding->sides < 2 || feeding->last == 0)
    return TRUE;
  rows = database_select (store->database, STATEMENT_GET_PAGE, error, "tu", id,
                          feeding->last);
  if (rows == NULL || !database_next (rows, error))
    return FALSE;
  half = g_strcmp0 (database_get_text (rows, 2), "front") == 0;
  g_clear_pointer (&rows, database_end);
  return !half || take_back (store, id, number, feeding->last, error);
}

gboolean
feeding_end (Store *store, const char *id, guint number, const char *outcome,
             gboolean is_whole, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_autoptr (Writing) writing = store_begin_open (store, id, error);

  if (writing == NULL || (!is_whole && !drop_half (store, id, number, error))
      || !database_run (store->database, STATEMENT_END_FEEDING, error, "tut", id, number,
                        outcome))
    return FALSE;
  return database_commit (g_steal_pointer (&writing), error);
}
