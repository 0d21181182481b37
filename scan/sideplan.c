/* SPDX-License-Identifier: Apache-2.0 */

/* Several lines of a script may be about one side: skew and streak and padding add up; of
 * two of a kind the last counts, except streaks. Seen from behind a sheet leans the other
 * way. */

#include "scan/sideplan.h"

static void
add_streak (SidePlan *plan, const Mishap *mishap) {
  guint count = plan->look.n_streaks++;

  plan->streaks = g_renew (LensStreak, plan->streaks, plan->look.n_streaks);
  plan->streaks[count] = (LensStreak){
      .left_mm = mishap->numbers[0],
      .width_mm = mishap->numbers[1],
      .colour = {mishap->colour[0], mishap->colour[1], mishap->colour[2]},
  };
  plan->look.streaks = plan->streaks;
}

static void
add_mishap (SidePlan *plan, const Mishap *mishap, Side side) {
  switch (mishap->kind) {
  case MISHAP_LONG:
    plan->form.extra_lines = (guint) mishap->numbers[0];
    return;
  case MISHAP_LINE_DELAY:
    plan->line_delay_us = (gint64) (mishap->numbers[0] * 1000);
    return;
  case MISHAP_PADDING:
    plan->form.padding_bytes = (guint) mishap->numbers[0];
    return;
  case MISHAP_LINES:
    plan->lines = (int) mishap->numbers[0];
    return;
  case MISHAP_NO_LENGTH:
    plan->lines = -1;
    return;
  case MISHAP_SKEW:
    plan->look.skew_deg = side == SIDE_BACK ? -mishap->numbers[0] : mishap->numbers[0];
    return;
  case MISHAP_SHIFT:
    plan->look.shift_x_mm = mishap->numbers[0];
    plan->look.shift_y_mm = mishap->numbers[1];
    return;
  case MISHAP_STREAK:
    add_streak (plan, mishap);
    return;
  case MISHAP_FUZZY:
  case MISHAP_STATUS:
  case MISHAP_DOUBLE_FEED:
  case MISHAP_HANG:
  case MISHAP_CRASH:
  case MISHAP_EXIT:
  case MISHAP_UNPLUG:
  case MISHAP_SILENT:
  case MISHAP_SHORT:
  case MISHAP_DELAY:
    return;
  }
}

SidePlan *
sideplan_new (Fate *fate, guint sheet, Side side, const DialsScan *scan) {
  SidePlan *plan = g_new0 (SidePlan, 1);
  const Mishap *mishap;
  guint cursor = 0;

  plan->lines = (int) scan->height_px;
  plan->look.bed = script_get_bed (fate_get_script (fate));
  while ((mishap = fate_next (fate, MOMENT_SIDE, sheet, side, &cursor)) != NULL) {
    fate_count (fate, mishap);
    add_mishap (plan, mishap, side);
  }
  return plan;
}

void
sideplan_free (SidePlan *plan) {
  g_free (plan->streaks);
  g_free (plan);
}

gboolean
sideplan_is_fuzzy (const Fate *fate, guint sheet, Side side) {
  const Mishap *mishap;
  guint cursor = 0;

  while ((mishap = fate_next (fate, MOMENT_SIDE, sheet, side, &cursor)) != NULL) {
    if (mishap->kind == MISHAP_FUZZY)
      return TRUE;
  }
  return FALSE;
}
