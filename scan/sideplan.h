/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "scan/exposure.h"
#include "scan/fate.h"

/* What the script does to one side all the time that it is scanned. */
typedef struct {
  ExposureForm form;
  LensView look;
  LensStreak *streaks; /* what look shows to */
  int lines;           /* announced; -1: unknown */
  gint64 line_delay_us;
} SidePlan;

/* For @side of @sheet, scanned as @scan says. What it says counts as having struck. */
SidePlan *sideplan_new (Fate *fate, guint sheet, Side side,
                        const DialsScan *scan) G_GNUC_WARN_UNUSED_RESULT;
void sideplan_free (SidePlan *plan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SidePlan, sideplan_free)

/* Whether other parameters are told before the start than after. */
gboolean sideplan_is_fuzzy (const Fate *fate, guint sheet, Side side);
