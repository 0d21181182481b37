/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "upload/store.h"

/* The order of a dossier's pages, and the acts that change it. No act loses anything: a
 * page that is taken out or replaced keeps its files and its row. Every act can be undone,
 * the latest first, and done again; a new act forgets what was undone. All of it is durable
 * when it returns, for an OPEN dossier only. */

typedef enum {
  ARRANGE_PUT,     /* pages came in, or back */
  ARRANGE_REMOVE,  /* a page was taken out */
  ARRANGE_MOVE,    /* a page went to another place */
  ARRANGE_TURN,    /* a page was turned */
  ARRANGE_REPLACE, /* a page took another's place */
  ARRANGE_JOIN,    /* two passes of a one-sided feeder became one */
} ArrangeKind;

/* Pages that have a place: takes one out, to another place (1.., cut to the end), turned by
 * a person's @degrees clockwise (90, 180 or 270) beyond how it stands. */
gboolean arrange_remove (Store *store, const char *id, guint page,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean arrange_move (Store *store, const char *id, guint page, guint place,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean arrange_turn (Store *store, const char *id, guint page, guint degrees,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same to all of @pages (guint), which have places, as one step: REMOVE; TURN each by
 * @number degrees; MOVE, so that they stand together, in their order, from place @number on.
 * FAULT_USAGE for none, for one that was taken out, for another angle. */
gboolean arrange_many (Store *store, const char *id, ArrangeKind kind,
                       const GArray *pages, guint number,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Puts a page that was taken out back, at @place. */
gboolean arrange_restore (Store *store, const char *id, guint page, guint place,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What an undo (or doing again) is about. A whole feeding is one step. */
typedef struct {
  gboolean any; /* FALSE: there is nothing to undo */
  guint act;    /* its number among the dossier's acts, which grows; 0: none */
  ArrangeKind kind;
  guint feeding; /* number of the feeding it undoes; 0: none */
  guint pages;   /* that came in with it, or that one act was about */
  guint page;    /* number of the page; of the first one of a feeding */
  guint place;   /* where it stood, or stands, before the act */
} ArrangeStep;

gboolean arrange_get_undo (Store *store, const char *id, ArrangeStep *step,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean arrange_get_redo (Store *store, const char *id, ArrangeStep *step,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* FAULT_USAGE when there is nothing. */
gboolean arrange_undo (Store *store, const char *id,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean arrange_redo (Store *store, const char *id,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;
