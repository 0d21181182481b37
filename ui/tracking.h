/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "kiosk/station.h"

#include <gtk/gtk.h>

/* A sealed dossier on its way to the portal, until the receipt. */
#define UI_TYPE_TRACKING (ui_tracking_get_type ())
G_DECLARE_FINAL_TYPE (UiTracking, ui_tracking, UI, TRACKING, GtkWidget)

/* Follows @intake in the store of @station; NULL for both stops that. */
void ui_tracking_follow (UiTracking *self, KioskStation *station, KioskIntake *intake);
