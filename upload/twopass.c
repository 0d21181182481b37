/* SPDX-License-Identifier: Apache-2.0 */

/* Fronts are fed in the order of the sheets. The stack then lies in one of four ways, which
 * decide whose back comes first and whether it stands on its head:
 *
 *   first         the first sheet's back comes first
 *   last          the last sheet's back comes first (the stack was turned over as a block)
 *   ...-turned    the same, and the backs come upside down
 *
 * Until the backs are all there no page is judged: whether one is blank is nobody's
 * business before it stands behind its front. Backs have sheet 0 until then. Counts that
 * differ mean that two sheets went through as one, or that one was left behind; then
 * nothing is interleaved, since every pair after that place would be wrong. */

#include "upload/twopass-private.h"

#include "config/fault.h"
#include "upload/arrange-private.h"
#include "upload/feeding.h"

static const char *const stacking_names[STACKINGS] = {
    [STACKING_FIRST] = "first",
    [STACKING_LAST] = "last",
    [STACKING_FIRST_TURNED] = "first-turned",
    [STACKING_LAST_TURNED] = "last-turned",
};

const char *
stacking_get_name (Stacking stacking) {
  return stacking_names[stacking];
}

gboolean
stacking_parse (const char *name, Stacking *stacking) {
  for (guint i = 0; i < STACKINGS; i++) {
    if (g_strcmp0 (stacking_names[i], name) == 0) {
      *stacking = (Stacking) i;
      return TRUE;
    }
  }
  return FALSE;
}

typedef struct {
  guint number;
  gint64 sheet;
} FedPage;

/* Both passes, in the order in which they were fed. */
typedef struct {
  guint root; /* feeding with which the fronts began; 0: none */
  guint last; /* feeding of the last backs */
  Stacking stacking;
  GArray *fronts; /* FedPage with a place */
  GArray *backs;
} Passes;

static void
clear_passes (Passes *passes) {
  g_clear_pointer (&passes->fronts, g_array_unref);
  g_clear_pointer (&passes->backs, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Passes, clear_passes)

static gboolean
add_pages (Store *store, const char *id, guint feeding, GArray *pages, GError **error) {
  g_autoptr (GError) cause = NULL;
  g_autoptr (Rows) rows
      = database_select (store->database, STATEMENT_GET_FED, &cause, "tu", id, feeding);

  while (rows != NULL && database_next (rows, &cause)) {
    FedPage page = {(guint) database_get_int (rows, 0), database_get_int (rows, 1)};

    if (database_get_int (rows, 2) > 0)
      g_array_append_val (pages, page);
  }
  if (cause == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&cause));
  return FALSE;
}

/* The latest two passes, or those that began with feeding @root. A kind other than fronts
 * and backs in between is of no account. */
static gboolean
load_passes (Store *store, const char *id, guint root, Passes *passes, GError **error) {
  g_autoptr (GError) cause = NULL;
  g_autoptr (Rows) rows
      = database_select (store->database, STATEMENT_GET_FEEDINGS, &cause, "t", id);

  *passes = (Passes){.fronts = g_array_new (FALSE, FALSE, sizeof (FedPage)),
                     .backs = g_array_new (FALSE, FALSE, sizeof (FedPage))};
  while (rows != NULL && cause == NULL && database_next (rows, &cause)) {
    guint number = (guint) database_get_int (rows, 0);
    gboolean fronts = g_strcmp0 (database_get_text (rows, 1), "fronts") == 0;
    gboolean backs = g_strcmp0 (database_get_text (rows, 1), "backs") == 0;

    if (fronts && database_get_int (rows, 6) == 0) {
      if (root != 0 && passes->root == root)
        break;
      passes->root = number;
      g_array_set_size (passes->fronts, 0);
      g_array_set_size (passes->backs, 0);
    }
    if (backs) {
      passes->last = number;
      if (!stacking_parse (database_get_text (rows, 2), &passes->stacking))
        passes->stacking = STACKING_FIRST;
    }
    if ((fronts || backs)
        && !add_pages (store, id, number, fronts ? passes->fronts : passes->backs,
                       &cause))
      break;
  }
  if (cause == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&cause));
  return FALSE;
}

static void
describe_passes (const Passes *passes, TwoPass *pass) {
  *pass = (TwoPass){.fronts = passes->fronts->len, .backs = passes->backs->len};
  pass->joined = pass->backs > 0;
  for (guint i = 0; i < passes->backs->len; i++)
    pass->joined &= g_array_index (passes->backs, FedPage, i).sheet > 0;
}

gboolean
twopass_get (Store *store, const char *id, TwoPass *pass, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_auto (Passes) passes = {0};

  if (!load_passes (store, id, 0, &passes, error))
    return FALSE;
  describe_passes (&passes, pass);
  return TRUE;
}

gboolean
twopass_check (Store *store, const char *id, GError **error) {
  g_auto (Passes) passes = {0};
  TwoPass pass;

  if (!load_passes (store, id, 0, &passes, error))
    return FALSE;
  describe_passes (&passes, &pass);
  if (pass.fronts == 0 || pass.joined)
    return TRUE;
  g_set_error (error, FAULT, FAULT_USAGE,
               "Đang quét hai lượt: quét xong mặt sau rồi hãy sắp xếp trang.");
  return FALSE;
}

/* Which of @count fronts the back that came as number @i belongs to. */
static guint
find_front (Stacking stacking, guint i, guint count) {
  switch (stacking) {
  case STACKING_FIRST:
  case STACKING_FIRST_TURNED:
    return i;
  case STACKING_LAST:
  case STACKING_LAST_TURNED:
    return count - 1 - i;
  }
  g_assert_not_reached ();
}

gboolean
twopass_apply (Store *store, const char *id, guint fronts, GError **error) {
  g_auto (Passes) passes = {0};
  guint place;

  if (!load_passes (store, id, fronts, &passes, error))
    return FALSE;
  for (guint i = 0; i < passes.backs->len; i++) {
    guint back = g_array_index (passes.backs, FedPage, i).number;
    const FedPage *front = &g_array_index (
        passes.fronts, FedPage, find_front (passes.stacking, i, passes.fronts->len));

    if (!arrange_take_out (store, id, back, &place, error)
        || !arrange_get_place (store, id, front->number, &place, error)
        || !arrange_put_in (store, id, back, place + 1, error)
        || !database_run (store->database, STATEMENT_SET_SHEET, error, "tuut", id, back,
                          (guint) front->sheet, "back"))
      return FALSE;
  }
  return TRUE;
}

gboolean
twopass_revert (Store *store, const char *id, guint fronts, GError **error) {
  g_auto (Passes) passes = {0};
  guint place;

  if (!load_passes (store, id, fronts, &passes, error))
    return FALSE;
  for (guint i = 0; i < passes.backs->len; i++) {
    guint back = g_array_index (passes.backs, FedPage, i).number;

    if (!arrange_take_out (store, id, back, &place, error)
        || !arrange_put_in (store, id, back, G_MAXUINT, error)
        || !database_run (store->database, STATEMENT_SET_SHEET, error, "tuut", id, back,
                          0u, "back"))
      return FALSE;
  }
  return TRUE;
}

static gboolean
check_counts (const TwoPass *pass, GError **error) {
  if (pass->fronts == 0)
    g_set_error (error, FAULT, FAULT_USAGE, "Chưa quét mặt trước.");
  else if (pass->joined)
    g_set_error (error, FAULT, FAULT_USAGE, "Hai lượt đã được ghép.");
  else if (pass->fronts != pass->backs)
    g_set_error (
        error, FAULT, FAULT_USAGE,
        "Lượt một có %u mặt trước, lượt hai có %u mặt sau: chưa ghép được. Trang "
        "vẫn được giữ; quét tiếp mặt sau còn thiếu, hoặc hoàn tác lượt hai rồi "
        "quét lại.",
        pass->fronts, pass->backs);
  else
    return TRUE;
  return FALSE;
}

gboolean
twopass_join (Store *store, const char *id, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_autoptr (Writing) writing = store_begin_open (store, id, error);
  g_auto (Passes) passes = {0};
  TwoPass pass;

  if (writing == NULL || !load_passes (store, id, 0, &passes, error))
    return FALSE;
  describe_passes (&passes, &pass);
  if (!check_counts (&pass, error))
    return FALSE;
  Act act = {.batch = passes.last, .kind = ARRANGE_JOIN, .page = passes.root};
  if (!arrange_do (store, id, &act, error))
    return FALSE;
  return database_commit (g_steal_pointer (&writing), error);
}

gboolean
twopass_leave (Store *store, const char *id, GError **error) {
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&store->mutex);
  g_autoptr (Writing) writing = store_begin_open (store, id, error);
  g_auto (Passes) passes = {0};
  TwoPass pass;

  if (writing == NULL || !load_passes (store, id, 0, &passes, error))
    return FALSE;
  describe_passes (&passes, &pass);
  if (pass.joined)
    return check_counts (&pass, error);
  if (!database_run (store->database, STATEMENT_LEAVE_PASSES, error, "tu", id,
                     passes.root))
    return FALSE;
  return database_commit (g_steal_pointer (&writing), error);
}
