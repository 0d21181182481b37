/* SPDX-License-Identifier: Apache-2.0 */

/* One act of a person on several pages. It is entered as the acts on single pages that it is
 * made of, which undo and redo know already; what makes one step of them is a batch that no
 * feeding has. Moving goes by way of the end, so that each single move is right whatever
 * stands between the pages:
 *
 *   1 2 3 4 5, 2 and 4 to place 1:   1 3 5 2 4   then   2 1 3 5 4,  2 4 1 3 5 */

#include "upload/arrange-private.h"

#include "config/fault.h"
#include "upload/twopass-private.h"

/* --- single acts --------------------------------------------------------------------- */

static gboolean
remove_one (Store *store, const char *id, guint batch, guint page, GError **error) {
  Act act = {.batch = batch, .kind = ARRANGE_REMOVE, .page = page};

  return arrange_get_place (store, id, page, &act.former, error)
         && arrange_do (store, id, &act, error);
}

static gboolean
turn_one (Store *store, const char *id, guint batch, guint page, guint degrees,
          GError **error) {
  Act act = {.batch = batch, .kind = ARRANGE_TURN, .page = page};

  if (!arrange_get_turn (store, id, page, &act.former, error))
    return FALSE;
  act.latter = (act.former + degrees) % ARRANGE_FULL_TURN;
  return arrange_do (store, id, &act, error);
}

static gboolean
move_one (Store *store, const char *id, guint batch, guint page, guint place,
          GError **error) {
  Act act = {.batch = batch, .kind = ARRANGE_MOVE, .page = page, .latter = place};

  return arrange_get_place (store, id, page, &act.former, error)
         && arrange_do (store, id, &act, error);
}

/* --- all of them --------------------------------------------------------------------- */

static gboolean
remove_all (Store *store, const char *id, guint batch, const GArray *pages,
            GError **error) {
  for (guint i = 0; i < pages->len; i++) {
    if (!remove_one (store, id, batch, g_array_index (pages, guint, i), error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
turn_all (Store *store, const char *id, guint batch, const GArray *pages, guint degrees,
          GError **error) {
  for (guint i = 0; i < pages->len; i++) {
    if (!turn_one (store, id, batch, g_array_index (pages, guint, i), degrees, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
move_all (Store *store, const char *id, guint batch, const GArray *pages, guint place,
          GError **error) {
  guint places;

  if (!store_count_places (store, id, &places, error))
    return FALSE;
  place = CLAMP (place, 1, places - pages->len + 1);
  for (guint i = 0; i < pages->len; i++) {
    if (!move_one (store, id, batch, g_array_index (pages, guint, i), places, error))
      return FALSE;
  }
  for (guint i = 0; i < pages->len; i++) {
    if (!move_one (store, id, batch, g_array_index (pages, guint, i), place + i, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
do_all (Store *store, const char *id, ArrangeKind kind, const GArray *pages, guint number,
        guint batch, GError **error) {
  if (kind == ARRANGE_REMOVE)
    return remove_all (store, id, batch, pages, error);
  if (kind == ARRANGE_TURN)
    return turn_all (store, id, batch, pages, number, error);
  g_assert (kind == ARRANGE_MOVE);
  return move_all (store, id, batch, pages, number, error);
}

typedef struct {
  guint page, place;
} Standing;

static int
compare_places (gconstpointer a, gconstpointer b) {
  const Standing *left = a, *right = b;

  return (left->place > right->place) - (left->place < right->place);
}

/* @pages in the order in which they stand, each once; NULL: one has no place. */
static GArray *
sort_pages (Store *store, const char *id, const GArray *pages, GError **error) {
  g_autoptr (GArray) standing = g_array_new (FALSE, FALSE, sizeof (Standing));
  g_autoptr (GArray) sorted = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < pages->len; i++) {
    Standing one = {.page = g_array_index (pages, guint, i)};

    if (!arrange_get_place (store, id, one.page, &one.place, error))
      return NULL;
    if (one.place == 0) {
      g_set_error (error, FAULT, FAULT_USAGE, "page %u has been taken out already",
                   one.page);
      return NULL;
    }
    g_array_append_val (standing, one);
  }
  g_array_sort (standing, compare_places);
  for (guint i = 0; i < standing->len; i++) {
    guint page = g_array_index (standing, Standing, i).page;

    if (i == 0 || page != g_array_index (standing, Standing, i - 1).page)
      g_array_append_val (sorted, page);
  }
  return g_steal_pointer (&sorted);
}

gboolean
arrange_many (Store *store, const char *id, ArrangeKind kind, const GArray *pages,
              guint number, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_autoptr (Writing) writing = store_begin_open (store, id, error);
  g_autoptr (GArray) sorted = NULL;
  guint last;

  if (writing == NULL || !twopass_check (store, id, error)
      || !arrange_get_last (store, id, &last, error))
    return FALSE;
  sorted = sort_pages (store, id, pages, error);
  if (sorted == NULL)
    return FALSE;
  if (sorted->len == 0
      || (kind == ARRANGE_TURN
          && (number % 90 != 0 || number == 0 || number >= ARRANGE_FULL_TURN))) {
    g_set_error_literal (error, FAULT, FAULT_USAGE, "there is nothing to be done");
    return FALSE;
  }
  if (!do_all (store, id, kind, sorted, number, ARRANGE_HAND + last, error))
    return FALSE;
  return database_commit (g_steal_pointer (&writing), error);
}
