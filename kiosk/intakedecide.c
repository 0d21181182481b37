/* SPDX-License-Identifier: Apache-2.0 */

/* What a person decides about a page, and the way back from it. Acts on the order of pages are
 * undone by the store (upload/arrange.h), also after a power cut. Words on a page, that it is
 * let go or no copy of another, go into the manifest with their reasons, and are taken back by
 * a further word; which was the latest is known in this visit only. The two are one row of
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

static KioskWord
describe_word (KioskIntake *self, const GArray *words, guint *place) {
  const IntakeWord *word = find_next_word (self, words);
  KioskLeaf *leaf = word != NULL ? intake_find_leaf (self, word->page) : NULL;

  *place = leaf != NULL ? kiosk_leaf_get_place (leaf) : 0;
  return leaf != NULL ? word->word : KIOSK_WORD_NONE;
}

KioskWord
kiosk_intake_get_undo_word (KioskIntake *self, guint *place) {
  return describe_word (self, self->said, place);
}

KioskWord
kiosk_intake_get_redo_word (KioskIntake *self, guint *place) {
  return describe_word (self, self->unsaid, place);
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
  return word == KIOSK_WORD_LET_GO ? KIOSK_ACT_WAIVE : KIOSK_ACT_ARRANGE;
}

static gboolean
set_word (KioskIntake *self, KioskWord word, guint number, const char *reason,
          GError **error) {
  gboolean done = FALSE;

  if (!intake_permit (self, get_act (word), error))
    return FALSE;
  switch (word) {
  case KIOSK_WORD_NONE:
    return TRUE;
  case KIOSK_WORD_LET_GO:
    done = set_let_go (self, number, reason, error);
    break;
  case KIOSK_WORD_KEEP_TWIN:
    done = set_keep_twin (self, number, reason, error);
    break;
  }
  if (!done)
    return FALSE;
  intake_refresh_missing (self);
  intake_notify (self, INTAKE_UNDO);
  return TRUE;
}

static gboolean
say (KioskIntake *self, KioskWord word, KioskLeaf *leaf, const char *reason,
     GError **error) {
  IntakeWord said = {.word = word, .page = kiosk_leaf_get_number (leaf)};

  said.act = get_last_act (self);
  if (!intake_permit (self, get_act (word), error))
    return FALSE;
  said.reason = g_strdup (reason);
  g_array_append_val (self->said, said);
  g_array_set_size (self->unsaid, 0);
  if (set_word (self, word, said.page, reason, error))
    return TRUE;
  g_array_set_size (self->said, self->said->len - 1);
  return FALSE;
}

gboolean
kiosk_intake_let_go (KioskIntake *self, KioskLeaf *leaf, const char *reason,
                     GError **error) {
  return say (self, KIOSK_WORD_LET_GO, leaf, reason, error);
}

gboolean
kiosk_intake_keep_twin (KioskIntake *self, KioskLeaf *leaf, const char *reason,
                        GError **error) {
  return say (self, KIOSK_WORD_KEEP_TWIN, leaf, reason, error);
}

/* The last of @from goes over to @to. */
static gboolean
pass_word (KioskIntake *self, GArray *from, GArray *to, gboolean redo, GError **error) {
  IntakeWord word = g_array_index (from, IntakeWord, from->len - 1);

  word.reason = g_strdup (word.reason);
  g_array_append_val (to, word);
  g_array_set_size (from, from->len - 1);
  return set_word (self, word.word, word.page, redo ? word.reason : NULL, error);
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

/* A page that stands otherwise has to be read again. */
static gboolean
step_act (KioskIntake *self, gboolean redo, GError **error) {
  ArrangeStep step;
  gboolean known = (redo ? arrange_get_redo : arrange_get_undo) (self->desk.store,
                                                                 self->id, &step, error);

  if (!known || !intake_permit (self, KIOSK_ACT_ARRANGE, error)
      || !intake_follow (
          self, (redo ? arrange_redo : arrange_undo) (self->desk.store, self->id, error)))
    return FALSE;
  if (step.kind == ARRANGE_TURN)
    intake_read_page (self, step.page);
  return TRUE;
}

gboolean
kiosk_intake_undo (KioskIntake *self, GError **error) {
  return find_next_word (self, self->said) != NULL
             ? pass_word (self, self->said, self->unsaid, FALSE, error)
             : step_act (self, FALSE, error);
}

gboolean
kiosk_intake_redo (KioskIntake *self, GError **error) {
  return find_next_word (self, self->unsaid) != NULL
             ? pass_word (self, self->unsaid, self->said, TRUE, error)
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
