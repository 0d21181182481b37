/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "kiosk/intake.h"

#include <gtk/gtk.h>

/* How many sheets a person says there are, by two buttons, and how many were kept. */
#define UI_TYPE_SHEET_COUNT (ui_sheet_count_get_type ())
G_DECLARE_FINAL_TYPE (UiSheetCount, ui_sheet_count, UI, SHEET_COUNT, GtkWidget)

/* Shows how it is now; NULL hides it. */
void ui_sheet_count_update (UiSheetCount *self, KioskIntake *intake);
