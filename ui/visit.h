/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "kiosk/move.h"
#include "kiosk/queue.h"
#include "ui/lookout.h"

/* What the screens share: the station, and the dossier of the person at the desk. */
#define UI_TYPE_VISIT (ui_visit_get_type ())
G_DECLARE_FINAL_TYPE (UiVisit, ui_visit, UI, VISIT, GObject)

UiVisit *ui_visit_new (KioskStation *station);

/* Property "intake" (KioskIntake or NULL) notifies when another dossier is at hand. */
KioskStation *ui_visit_get_station (UiVisit *self);
KioskIntake *ui_visit_get_intake (UiVisit *self);
const Procedure *ui_visit_get_procedure (UiVisit *self);

/* Begins a dossier for procedure @code; goes on with the one at hand when that is for the
 * same procedure and still open. */
gboolean ui_visit_begin (UiVisit *self, const char *code,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same for a citizen without a clerk (kiosk_station_begin_alone()); always a new one. */
gboolean ui_visit_begin_alone (UiVisit *self, const char *code,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Goes on with the open dossier @id, which is for procedure @code. */
gboolean ui_visit_resume (UiVisit *self, const char *id, const char *code,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Leaves the dossier; what was scanned stays in the store. */
void ui_visit_close (UiVisit *self);

/* How the next sheets are scanned, until a person says otherwise. */
typedef struct {
  const char
      *paper; /* key of paper_types: by its profile; the catalogue's; NULL: as usual */
  gboolean two_pass; /* fronts first, then the turned stack */
} UiPlan;

UiPlan *ui_visit_get_plan (UiVisit *self);

/* Who looks for scanners; borrowed. */
UiLookout *ui_visit_get_lookout (UiVisit *self);

/* Scans with @device, called @title, from now on, also the dossier at hand. */
gboolean ui_visit_set_device (UiVisit *self, const char *device, const char *title,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The pages (KioskLeaf) that the next screen is about beside the one below, or NULL. Taken
 * once. */
void ui_visit_set_leaves (UiVisit *self, GPtrArray *leaves);
GPtrArray *ui_visit_steal_leaves (UiVisit *self) G_GNUC_WARN_UNUSED_RESULT;

/* The page that the next screen is about, or NULL. Taken once. */
void ui_visit_set_leaf (UiVisit *self, KioskLeaf *leaf);
KioskLeaf *ui_visit_steal_leaf (UiVisit *self);

/* Id of the dossier in the queue that the next screen is about, or NULL. */
void ui_visit_set_dossier (UiVisit *self, const char *id);
const char *ui_visit_get_dossier (UiVisit *self);

/* The queue as a supervisor sees it, and the moves made on it; there from the first call on.
 * Borrowed. */
KioskQueue *ui_visit_get_queue (UiVisit *self);
KioskMoves *ui_visit_get_moves (UiVisit *self);
