/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "kiosk/intake.h"

#include <gtk/gtk.h>

/* Two buttons that name what they would undo and do again; each is there only while there is
 * something. Signal "failed" (GError). */
#define UI_TYPE_UNDO_BAR (ui_undo_bar_get_type ())
G_DECLARE_FINAL_TYPE (UiUndoBar, ui_undo_bar, UI, UNDO_BAR, GtkWidget)

/* Shows how it is now; NULL, or while the feeder is at work: nothing. */
void ui_undo_bar_update (UiUndoBar *self, KioskIntake *intake);
