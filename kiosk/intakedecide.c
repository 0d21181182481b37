/* SPDX-License-Identifier: Apache-2.0 */

/* What a person decides about a page, and the way back from it. Acts on the order of pages are
 * undone by the store (upload/arrange.h), also after a power cut. Words on a page, that it is
 * let go, no copy of another, or of some kind of paper, go into the manifest, and are taken back by
 * a further word; which was the latest is known in this visit only. Words said at once on several
 * pages are taken back at once. The two are one row of
 * steps for a person: a word is newer than an act when no act was done after it.
 *
 *     acts   1 ---- 2 ------------ 3        undo: 3, then the word, then 2, then 1
 *     words            let go (2)
 */

#include "kiosk/intake-private.h"

#include "config/fault.h"
#include "kiosk/leafstate.h"
#include "upload/arrange.h"

#define KEPT_TWIN     "likeness-kept"
#define REOPENED_TWIN "likeness-reopened"
#define TAKEN_BACK    "hoàn tác"

static void
clear_word (gpointer word) {
  g_free (((IntakeWord *) word)->reason);
  g_free (((IntakeWord *) word)->former);
}

GArray *
intake_words_new (void) {
  GArray *words = g_array_new (FALSE, FALSE, sizeof (IntakeWord));

  g_array_set_clear_func (words, clear_word);
  return words;
}

static guint
get_last_act (KioskIntake *self) {
  ArrangeStep step = {0};

  return arrange_get_undo (self->desk.store, self->id, &step, NULL) ? step.act : 0;
}

/* The last of @words, when it is what comes next; NULL: an act does. */
static const IntakeWord *
find_next_word (KioskIntake *self, const GArray *words) {
  const IntakeWord *last
      = words->len > 0 ? &g_array_index (words, IntakeWord, words->len - 1) : NULL;

  return last != NULL && last->act == get_last_act (self) ? last : NULL;
}

/* How many of the last @words were said at once. */
static guint
count_group (const GArray *words) {
  const IntakeWord *last = &g_array_index (words, IntakeWord, words->len - 1);
  guint count = 1;

  while (count < words->len
         && g_array_index (words, IntakeWord, words->len - 1 - count).group
                == last->group)
    count++;
  return count;
}

static KioskWord
describe_word (KioskIntake *self, const GArray *words, guint *place, guint *pages) {
  const IntakeWord *word = find_next_word (self, words);
  KioskLeaf *leaf = NULL;

  *place = 0;
  *pages = word != NULL ? count_group (words) : 0;
  for (guint i = words->len - *pages; i < words->len; i++) {
    leaf = intake_find_leaf (self, g_array_index (words, IntakeWord, i).page);
    if (leaf != NULL && (*place == 0 || kiosk_leaf_get_place (leaf) < *place))
      *place = kiosk_leaf_get_place (leaf);
  }
  return *place > 0 ? word->word : KIOSK_WORD_NONE;
}

KioskWord
kiosk_intake_get_undo_word (KioskIntake *self, guint *place, guint *pages) {
  return describe_word (self, self->said, place, pages);
}

KioskWord
kiosk_intake_get_redo_word (KioskIntake *self, guint *place, guint *pages) {
  return describe_word (self, self->unsaid, place, pages);
}

/* --- saying and taking back --------------------------------------------------------- */

/* @reason NULL: it is not let go after all. */
static gboolean
set_let_go (KioskIntake *self, guint number, const char *reason, GError **error) {
  g_autofree char *name = g_strdup_printf ("page-%u", number);
  KioskLeaf *leaf = intake_find_leaf (self, number);
  gboolean done = reason != NULL
                      ? store_set_waiver (self->desk.store, self->id, name, reason, error)
                      : store_drop_waiver (self->desk.store, self->id, name, error);

  if (!done)
    return FALSE;
  if (leaf != NULL)
    kiosk_leaf_set_let_go (leaf, reason != NULL);
  return TRUE;
}

/* @reason NULL: the pair is to be decided anew. */
static gboolean
set_keep_twin (KioskIntake *self, guint number, const char *reason, GError **error) {
  KioskLeaf *leaf = intake_find_leaf (self, number);

  if (!store_add_decision (self->desk.store, self->id,
                           reason != NULL ? KEPT_TWIN : REOPENED_TWIN, number,
                           reason != NULL ? reason : TAKEN_BACK, error))
    return FALSE;
  if (reason == NULL)
    intake_seek_twin (self, number);
  else if (leaf != NULL)
    kiosk_leaf_set_twin (leaf, 0);
  return TRUE;
}

static KioskAct
get_act (KioskWord word) {
  switch (word) {
  case KIOSK_WORD_LET_GO:
    return KIOSK_ACT_WAIVE;
  case KIOSK_WORD_TYPE:
    return KIOSK_ACT_CORRECT;
  case KIOSK_WORD_NONE:
  case KIOSK_WORD_KEEP_TWIN:
    return KIOSK_ACT_ARRANGE;
  }
  g_assert_not_reached ();
}

/* @forgets: it is as before anybody said one. */
static gboolean
set_type (KioskIntake *self, guint number, const char *type, gboolean forgets,
          GError **error) {
  gboolean done = forgets
                      ? store_forget_type (self->desk.store, self->id, number, error)
                      : store_set_type (self->desk.store, self->id, number, type, error);

  if (!done)
    return FALSE;
  intake_update_leaf (self, number);
  return TRUE;
}

/* Says @word, or takes it back. */
static gboolean
set_word (KioskIntake *self, const IntakeWord *word, gboolean said, GError **error) {
  const char *reason = said ? word->reason : NULL;
  gboolean done = FALSE;

  if (!intake_permit (self, get_act (word->word), error))
    return FALSE;
  switch (word->word) {
  case KIOSK_WORD_NONE:
    return TRUE;
  case KIOSK_WORD_LET_GO:
    done = set_let_go (self, word->page, reason, error);
    break;
  case KIOSK_WORD_KEEP_TWIN:
    done = set_keep_twin (self, word->page, reason, error);
    break;
  case KIOSK_WORD_TYPE:
    done = set_type (self, word->page, said ? word->reason : word->former,
                     !said && word->unsaid, error);
    break;
  }
  if (!done)
    return FALSE;
  intake_refresh_missing (self);
  intake_notify (self, INTAKE_UNDO);
  return TRUE;
}

/* Takes @word over. What was taken back before cannot be said again after it. */
static gboolean
say (KioskIntake *self, IntakeWord *word, GError **error) {
  if (!intake_permit (self, get_act (word->word), error)) {
    clear_word (word);
    return FALSE;
  }
  word->act = get_last_act (self);
  g_array_append_val (self->said, *word);
  g_array_set_size (self->unsaid, 0);
  if (set_word (self, word, TRUE, error))
    return TRUE;
  g_array_set_size (self->said, self->said->len - 1);
  return FALSE;
}

static gboolean
say_reason (KioskIntake *self, KioskWord kind, KioskLeaf *leaf, const char *reason,
            GError **error) {
  IntakeWord word = {.word = kind,
                     .page = kiosk_leaf_get_number (leaf),
                     .reason = g_strdup (reason),
                     .group = ++self->groups};

  return say (self, &word, error);
}

gboolean
kiosk_intake_set_types (KioskIntake *self, const GPtrArray *leaves, const char *type,
                        GError **error) {
  guint group = ++self->groups;

  for (guint i = 0; i < leaves->len; i++) {
    KioskLeaf *leaf = g_ptr_array_index (leaves, i);
    IntakeWord word = {.word = KIOSK_WORD_TYPE,
                       .page = kiosk_leaf_get_number (leaf),
                       .reason = g_strdup (i == 0 ? type : NULL),
                       .former = g_strdup (kiosk_leaf_get_type_key (leaf)),
                       .group = group};

    word.unsaid = word.former == NULL && !kiosk_leaf_get_continues (leaf);
    if (!say (self, &word, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
kiosk_intake_set_type (KioskIntake *self, KioskLeaf *leaf, const char *type,
                       GError **error) {
  g_autoptr (GPtrArray) leaves = g_ptr_array_new ();

  g_ptr_array_add (leaves, leaf);
  return kiosk_intake_set_types (self, leaves, type, error);
}

gboolean
kiosk_intake_let_go (KioskIntake *self, KioskLeaf *leaf, const char *reason,
                     GError **error) {
  return say_reason (self, KIOSK_WORD_LET_GO, leaf, reason, error);
}

gboolean
kiosk_intake_keep_twin (KioskIntake *self, KioskLeaf *leaf, const char *reason,
                        GError **error) {
  return say_reason (self, KIOSK_WORD_KEEP_TWIN, leaf, reason, error);
}

/* The last of @from goes over to @to. */
static gboolean
pass_word (KioskIntake *self, GArray *from, GArray *to, gboolean redo, GError **error) {
  IntakeWord word = g_array_index (from, IntakeWord, from->len - 1);

  word.reason = g_strdup (word.reason);
  word.former = g_strdup (word.former);
  g_array_append_val (to, word);
  g_array_set_size (from, from->len - 1);
  return set_word (self, &word, redo, error);
}

/* With all that were said at once with it. */
static gboolean
pass_words (KioskIntake *self, GArray *from, GArray *to, gboolean redo, GError **error) {
  for (guint left = count_group (from); left > 0; left--) {
    if (!pass_word (self, from, to, redo, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
intake_has_kept (KioskIntake *self, guint number) {
  g_autoptr (GPtrArray) decisions
      = store_get_decisions (self->desk.store, self->id, NULL);

  for (guint i = decisions != NULL ? decisions->len : 0; i > 0; i--) {
    const Decision *decision = g_ptr_array_index (decisions, i - 1);

    if (decision->page == number && g_str_equal (decision->kind, KEPT_TWIN))
      return TRUE;
    if (decision->page == number && g_str_equal (decision->kind, REOPENED_TWIN))
      return FALSE;
  }
  return FALSE;
}

/* --- undo --------------------------------------------------------------------------- */

/* Pages that stand otherwise have to be read again. */
static gboolean
step_act (KioskIntake *self, gboolean redo, GError **error) {
  g_autoptr (GHashTable) turns = intake_list_turns (self);
  ArrangeStep step;
  gboolean known = (redo ? arrange_get_redo : arrange_get_undo) (self->desk.store,
                                                                 self->id, &step, error);

  if (!known || !intake_permit (self, KIOSK_ACT_ARRANGE, error)
      || !intake_follow (
          self, (redo ? arrange_redo : arrange_undo) (self->desk.store, self->id, error)))
    return FALSE;
  if (step.kind == ARRANGE_TURN)
    intake_read_turned (self, turns);
  return TRUE;
}

gboolean
kiosk_intake_undo (KioskIntake *self, GError **error) {
  return find_next_word (self, self->said) != NULL
             ? pass_words (self, self->said, self->unsaid, FALSE, error)
             : step_act (self, FALSE, error);
}

gboolean
kiosk_intake_redo (KioskIntake *self, GError **error) {
  return find_next_word (self, self->unsaid) != NULL
             ? pass_words (self, self->unsaid, self->said, TRUE, error)
             : step_act (self, TRUE, error);
}

gboolean
kiosk_intake_get_undo (KioskIntake *self, ArrangeStep *step) {
  return arrange_get_undo (self->desk.store, self->id, step, NULL) && step->any;
}

gboolean
kiosk_intake_get_redo (KioskIntake *self, ArrangeStep *step) {
  return arrange_get_redo (self->desk.store, self->id, step, NULL) && step->any;
}
