/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "kiosk/intake.h"

#include <gtk/gtk.h>

/* "Wipe the glass", with a drawing of where. Hidden while pages show no streak. */
#define UI_TYPE_WIPE (ui_wipe_get_type ())
G_DECLARE_FINAL_TYPE (UiWipe, ui_wipe, UI, WIPE, GtkWidget)

/* Shows how it is now; NULL hides it. */
void ui_wipe_update (UiWipe *self, KioskIntake *intake);
