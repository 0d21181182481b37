/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "kiosk/intake.h"

#include <gtk/gtk.h>

/* Where the feeder stopped: the picture of the last page that is safe, which sheet goes on
 * top, and one button to go on. Hidden while nothing has stopped. Signals: "resumed";
 * "accepted" for a sheet that was taken for two. */
#define UI_TYPE_HALT (ui_halt_get_type ())
G_DECLARE_FINAL_TYPE (UiHalt, ui_halt, UI, HALT, GtkWidget)

/* Shows how it is now; TRUE when something has stopped. NULL hides it. */
gboolean ui_halt_update (UiHalt *self, KioskIntake *intake);
