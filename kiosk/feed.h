/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "kiosk/leaf.h"
#include "scan/report.h"
#include "upload/feeding.h"

/* What a person asks the feeder for, and how it stopped. */

typedef struct {
  FeedingKind kind;
  KioskLeaf *leaf;   /* INSERT: before this page; REPLACE: this page; else NULL */
  Stacking stacking; /* BACKS */
  const char
      *paper; /* key of paper_types: scanned by its profile; NULL: as the station does */
  gboolean
      takes_double; /* something is glued onto the sheet on top: this feeding does not
                            stop for two sheets at once */
  guint res_dpi;    /* 0: as the settings say; else what kiosk_intake_get_offer() gave */
} KioskFeed;

/* A feeding that did not come to its end, and has not been gone on with. */
typedef struct {
  ReportOutcome outcome;
  gboolean interrupted; /* nobody was there to see the end: a power cut, a kill */
  FeedingKind kind;
  guint sheet;     /* of the stack: the one that goes on top, from 1 */
  guint last_page; /* number of the last page that is safe, by which a person knows the
                           sheet: a side with something on it; 0: none */
} KioskHalt;

/* The halt that @feedings (Feeding, all of a dossier in order) leave; FALSE: there is none.
 * *@plan is what goes on with it (strings are NULL; not to be freed). */
gboolean stoppage_find (const GPtrArray *feedings, KioskHalt *halt, Feeding *plan);

/* The outcome that a feeding is recorded with once a person has said that nothing more
 * comes. */
#define HALT_LEFT "left"
