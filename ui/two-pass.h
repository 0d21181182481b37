/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "kiosk/intake.h"

#include <gtk/gtk.h>

/* Between the two passes of a one-sided feeder: how the stack is turned, drawn for each way of
 * stacking; and what to do when the counts differ. Hidden while no two passes are under way.
 * Signals: "backs" (int, a Stacking): scan them; "again": the backs are to be fed anew;
 * "left": there are no backs after all. */
#define UI_TYPE_TWO_PASS (ui_two_pass_get_type ())
G_DECLARE_FINAL_TYPE (UiTwoPass, ui_two_pass, UI, TWO_PASS, GtkWidget)

/* Shows how it is now; TRUE when the backs are waited for. NULL hides it. */
gboolean ui_two_pass_update (UiTwoPass *self, KioskIntake *intake);

/* The way of stacking that was chosen last. */
Stacking ui_two_pass_get_stacking (UiTwoPass *self);
