/* SPDX-License-Identifier: Apache-2.0 */

/*             make                    KIOSK_BENCH_GRACE_S, or the next make
 *   nothing ---------> can be taken back ------------------------------------> nothing
 *      ^                      |
 *      '------ take back -----'
 *
 * The bench decides what is permitted and what a state allows, moves all dossiers in one
 * transaction, and knows the way back; here is only which move that is, and for how long. */

#include "kiosk/move.h"

#include "kiosk/stationstate.h"

#define PRIORITY_FIRST 1
#define TICK_MS        1000

#define BIT(state) (1u << DOSSIER_##state)

static const struct {
  guint from; /* bits of states it fits */
  KioskAct act;
} moves[KIOSK_MOVE_KINDS] = {
    [KIOSK_MOVE_HOLD] = {BIT (QUEUED) | BIT (DEFERRED), KIOSK_ACT_HOLD},
    [KIOSK_MOVE_RELEASE] = {BIT (HELD), KIOSK_ACT_RELEASE},
    [KIOSK_MOVE_RETRY] = {BIT (DEFERRED) | BIT (NEEDS_PERSON), KIOSK_ACT_RETRY},
    [KIOSK_MOVE_FIRST] = {BIT (QUEUED) | BIT (DEFERRED) | BIT (HELD) | BIT (NEEDS_PERSON),
                          KIOSK_ACT_PRIORITY},
    [KIOSK_MOVE_WITHDRAW]
    = {BIT (QUEUED) | BIT (DEFERRED) | BIT (HELD) | BIT (NEEDS_PERSON),
       KIOSK_ACT_WITHDRAW},
};

/* A dossier that was put first, and how it stood before. */
typedef struct {
  char *id;
  guint priority;
} Former;

struct _KioskMoves {
  GObject parent;
  KioskStation *station;
  KioskMoveKind kind;
  guint count;    /* dossiers that can be taken back; 0: nothing */
  gint64 batch;   /* of the bench */
  GArray *former; /* Former: of FIRST */
  guint left_s;
  guint source;
};

static guint changed_signal;
static guint failed_signal;

G_DEFINE_FINAL_TYPE (KioskMoves, kiosk_moves, G_TYPE_OBJECT)

gboolean
kiosk_move_fits (KioskMoveKind kind, KioskBrief *brief) {
  return (moves[kind].from & 1u << kiosk_brief_get_state (brief)) != 0
         && (kind != KIOSK_MOVE_FIRST
             || kiosk_brief_get_priority (brief) != PRIORITY_FIRST);
}

static void
forget (KioskMoves *self) {
  g_clear_handle_id (&self->source, g_source_remove);
  g_array_set_size (self->former, 0);
  self->count = 0;
  self->left_s = 0;
}

static void
tell_changed (KioskMoves *self) {
  g_signal_emit (self, changed_signal, 0);
}

static gboolean
on_tick (gpointer data) {
  KioskMoves *self = data;

  if (--self->left_s == 0) {
    self->source = 0;
    forget (self);
    tell_changed (self);
    return G_SOURCE_REMOVE;
  }
  tell_changed (self);
  return G_SOURCE_CONTINUE;
}

static void
tell_failed (KioskMoves *self, guint count, const GError *cause) {
  if (count > 0)
    g_signal_emit (self, failed_signal, 0, count, cause);
}

static void
tell_unmoved (KioskMoves *self, const GPtrArray *unmoved) {
  const Unmoved *first = unmoved->len > 0 ? g_ptr_array_index (unmoved, 0) : NULL;

  tell_failed (self, unmoved->len, first != NULL ? first->cause : NULL);
}

static GPtrArray *
new_unmoved (void) {
  return g_ptr_array_new_with_free_func ((GDestroyNotify) unmoved_free);
}

/* --- making --------------------------------------------------------------------------- */

static void
free_former (Former *former) {
  g_free (former->id);
}

static void
put_first (KioskMoves *self, const GPtrArray *briefs) {
  g_autoptr (GError) cause = NULL;
  guint failed = 0;

  for (guint i = 0; i < briefs->len; i++) {
    KioskBrief *brief = g_ptr_array_index (briefs, i);
    g_autoptr (GError) error = NULL;
    Former former = {NULL, kiosk_brief_get_priority (brief)};

    if (kiosk_bench_set_priority (self->station, kiosk_brief_get_id (brief),
                                  PRIORITY_FIRST, &error)) {
      former.id = g_strdup (kiosk_brief_get_id (brief));
      g_array_append_val (self->former, former);
      continue;
    }
    failed++;
    if (cause == NULL)
      cause = g_steal_pointer (&error);
  }
  self->count = self->former->len;
  tell_failed (self, failed, cause);
}

static void
note_reason (KioskMoves *self, const GPtrArray *briefs, const char *reason) {
  for (guint i = 0; reason != NULL && i < briefs->len; i++) {
    g_autoptr (GError) ignored = NULL;

    if (!attendance_note (kiosk_station_get_session (self->station), "reason",
                          kiosk_brief_get_id (g_ptr_array_index (briefs, i)), reason,
                          &ignored))
      return;
  }
}

static void
steer (KioskMoves *self, const GPtrArray *briefs, const char *reason) {
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  g_autoptr (GPtrArray) unmoved = new_unmoved ();
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < briefs->len; i++)
    g_ptr_array_add (ids, (gpointer) kiosk_brief_get_id (g_ptr_array_index (briefs, i)));
  g_ptr_array_add (ids, NULL);
  note_reason (self, briefs, reason);
  if (!kiosk_bench_steer (self->station, moves[self->kind].act,
                          (const char *const *) ids->pdata, NULL, &self->batch, unmoved,
                          &error)) {
    tell_failed (self, briefs->len, error);
    return;
  }
  self->count = briefs->len - unmoved->len;
  tell_unmoved (self, unmoved);
}

void
kiosk_moves_make (KioskMoves *self, KioskMoveKind kind, const GPtrArray *briefs,
                  const char *reason) {
  g_autoptr (GPtrArray) fitting = g_ptr_array_new ();

  for (guint i = 0; i < briefs->len; i++) {
    if (kiosk_move_fits (kind, g_ptr_array_index (briefs, i)))
      g_ptr_array_add (fitting, g_ptr_array_index (briefs, i));
  }
  if (fitting->len == 0)
    return;
  forget (self);
  tell_changed (self);
  self->kind = kind;
  if (kind == KIOSK_MOVE_FIRST)
    put_first (self, fitting);
  else
    steer (self, fitting, reason);
  if (self->count > 0) {
    self->left_s = KIOSK_BENCH_GRACE_S;
    self->source = g_timeout_add (TICK_MS, on_tick, self);
    tell_changed (self);
  }
}

guint
kiosk_moves_get_made (KioskMoves *self, KioskMoveKind *kind, guint *left_s) {
  *kind = self->kind;
  *left_s = self->left_s;
  return self->count;
}

/* --- taking back ---------------------------------------------------------------------- */

static guint
restore_priorities (KioskMoves *self, GError **cause) {
  guint failed = 0;

  for (guint i = 0; i < self->former->len; i++) {
    const Former *former = &g_array_index (self->former, Former, i);

    if (!kiosk_bench_set_priority (self->station, former->id, former->priority,
                                   *cause == NULL ? cause : NULL))
      failed++;
  }
  return failed;
}

void
kiosk_moves_take_back (KioskMoves *self) {
  g_autoptr (GPtrArray) unmoved = new_unmoved ();
  g_autoptr (GError) error = NULL;
  guint failed = 0;

  if (self->count == 0)
    return;
  if (self->kind == KIOSK_MOVE_FIRST)
    failed = restore_priorities (self, &error);
  else if (!kiosk_bench_undo (self->station, self->batch, unmoved, &error))
    failed = self->count;
  forget (self);
  tell_changed (self);
  tell_failed (self, failed, error);
  tell_unmoved (self, unmoved);
}

/* --- object --------------------------------------------------------------------------- */

static void
kiosk_moves_finalize (GObject *object) {
  KioskMoves *self = KIOSK_MOVES (object);

  forget (self);
  g_array_unref (self->former);
  g_clear_object (&self->station);
  G_OBJECT_CLASS (kiosk_moves_parent_class)->finalize (object);
}

static void
kiosk_moves_class_init (KioskMovesClass *class) {
  G_OBJECT_CLASS (class)->finalize = kiosk_moves_finalize;
  changed_signal = g_signal_new ("changed", KIOSK_TYPE_MOVES, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
  failed_signal = g_signal_new ("failed", KIOSK_TYPE_MOVES, G_SIGNAL_RUN_LAST, 0, NULL,
                                NULL, NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_ERROR);
}

static void
kiosk_moves_init (KioskMoves *self) {
  self->former = g_array_new (FALSE, FALSE, sizeof (Former));
  g_array_set_clear_func (self->former, (GDestroyNotify) free_former);
}

KioskMoves *
kiosk_moves_new (KioskStation *station) {
  KioskMoves *self = g_object_new (KIOSK_TYPE_MOVES, NULL);

  self->station = g_object_ref (station);
  return self;
}
