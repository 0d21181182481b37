/* SPDX-License-Identifier: Apache-2.0 */

/* The states of a dossier and the moves between them. Nobody else decides what may follow
 * what: the store asks this table inside the transaction that makes the move.
 *
 *            .----------- retry, release, owner gone -----------.
 *            v                                                  |
 *   OPEN -> QUEUED -claim-> SENDING -later-> DEFERRED -due-> SENDING
 *            ^ |              | '--accepted-> ACCEPTED -retention-> PURGED
 *            | v              '-refused-> NEEDS_PERSON
 *            HELD
 *
 *   HELD and NEEDS_PERSON go back to OPEN, to the clerk (upload/marks.h): what was sealed is
 *   given up, and the dossier is sealed anew under the same id. A person's move can be undone
 *   until something else has moved the dossier (upload/moves.h); those arrows are not drawn.
 *
 *   WITHDRAWN is reached from OPEN, QUEUED, DEFERRED, HELD and NEEDS_PERSON, and is purged
 *   like an accepted one. SENDING is left by its owner only, or when the owner is gone:
 *   what was under way may have arrived, so it is asked for again under the same key. */

#include "upload/dossier.h"

#define TO(state) (1u << (state))

/* States that may follow, by state. */
static const guint moves[DOSSIER_STATES] = {
    [DOSSIER_OPEN] = TO (DOSSIER_QUEUED) | TO (DOSSIER_WITHDRAWN),
    [DOSSIER_QUEUED] = TO (DOSSIER_SENDING) | TO (DOSSIER_HELD) | TO (DOSSIER_WITHDRAWN),
    [DOSSIER_SENDING] = TO (DOSSIER_ACCEPTED) | TO (DOSSIER_DEFERRED)
                        | TO (DOSSIER_NEEDS_PERSON) | TO (DOSSIER_QUEUED),
    [DOSSIER_DEFERRED] = TO (DOSSIER_SENDING) | TO (DOSSIER_QUEUED) | TO (DOSSIER_HELD)
                         | TO (DOSSIER_WITHDRAWN),
    [DOSSIER_HELD] = TO (DOSSIER_QUEUED) | TO (DOSSIER_WITHDRAWN) | TO (DOSSIER_OPEN),
    [DOSSIER_NEEDS_PERSON]
    = TO (DOSSIER_QUEUED) | TO (DOSSIER_WITHDRAWN) | TO (DOSSIER_OPEN),
    [DOSSIER_ACCEPTED] = TO (DOSSIER_PURGED),
    [DOSSIER_WITHDRAWN] = TO (DOSSIER_PURGED),
    [DOSSIER_PURGED] = 0,
};

/* Former states that undo may put back, by state. */
static const guint returns[DOSSIER_STATES] = {
    [DOSSIER_QUEUED]
    = TO (DOSSIER_HELD) | TO (DOSSIER_DEFERRED) | TO (DOSSIER_NEEDS_PERSON),
    [DOSSIER_HELD] = TO (DOSSIER_QUEUED) | TO (DOSSIER_DEFERRED),
    [DOSSIER_WITHDRAWN] = TO (DOSSIER_QUEUED) | TO (DOSSIER_DEFERRED) | TO (DOSSIER_HELD)
                          | TO (DOSSIER_NEEDS_PERSON),
};

static const char *const names[DOSSIER_STATES] = {
    [DOSSIER_OPEN] = "open",         [DOSSIER_QUEUED] = "queued",
    [DOSSIER_SENDING] = "sending",   [DOSSIER_DEFERRED] = "deferred",
    [DOSSIER_HELD] = "held",         [DOSSIER_NEEDS_PERSON] = "needs_person",
    [DOSSIER_ACCEPTED] = "accepted", [DOSSIER_WITHDRAWN] = "withdrawn",
    [DOSSIER_PURGED] = "purged",
};

gboolean
dossier_may_move (DossierState from, DossierState to) {
  g_assert (from < DOSSIER_STATES && to < DOSSIER_STATES);
  return (moves[from] & TO (to)) != 0;
}

gboolean
dossier_may_put_back (DossierState now, DossierState former) {
  g_assert (now < DOSSIER_STATES && former < DOSSIER_STATES);
  return (returns[now] & TO (former)) != 0;
}

const char *
dossier_state_get_name (DossierState state) {
  g_assert (state < DOSSIER_STATES);
  return names[state];
}

gboolean
dossier_state_parse (const char *name, DossierState *state) {
  for (guint i = 0; i < DOSSIER_STATES; i++) {
    if (g_strcmp0 (names[i], name) == 0) {
      *state = (DossierState) i;
      return TRUE;
    }
  }
  return FALSE;
}

void
paper_free (Paper *paper) {
  if (paper == NULL)
    return;
  g_free (paper->type);
  g_free (paper->component);
  g_free (paper->title);
  g_free (paper->file);
  g_free (paper->sha256);
  g_free (paper->code);
  g_free (paper->signature);
  g_free (paper);
}

gboolean
dossier_is_late (const Dossier *dossier, gint64 now, guint most_age_s) {
  switch (dossier->state) {
  case DOSSIER_QUEUED:
  case DOSSIER_SENDING:
  case DOSSIER_DEFERRED:
  case DOSSIER_HELD:
  case DOSSIER_NEEDS_PERSON:
    return now - dossier->queued_at > most_age_s
           || (dossier->due_at > 0
               && now - dossier->queued_at > (dossier->due_at - dossier->queued_at) / 2);
  case DOSSIER_OPEN:
  case DOSSIER_ACCEPTED:
  case DOSSIER_WITHDRAWN:
  case DOSSIER_PURGED:
    return FALSE;
  }
  g_assert_not_reached ();
}

Dossier *
dossier_new (void) {
  Dossier *dossier = g_new0 (Dossier, 1);

  dossier->papers = g_ptr_array_new_with_free_func ((GDestroyNotify) paper_free);
  return dossier;
}

void
dossier_free (Dossier *dossier) {
  if (dossier == NULL)
    return;
  g_free (dossier->id);
  g_free (dossier->code);
  g_free (dossier->procedure);
  g_free (dossier->procedure_name);
  g_free (dossier->procedure_version);
  g_free (dossier->portal);
  g_free (dossier->portal_id);
  g_free (dossier->portal_code);
  g_free (dossier->proof);
  g_free (dossier->mark);
  g_free (dossier->last_answer);
  g_free (dossier->applicant.name);
  g_free (dossier->applicant.id_number);
  g_free (dossier->applicant.phone);
  g_free (dossier->applicant.address);
  g_ptr_array_unref (dossier->papers);
  g_free (dossier);
}
