/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "kiosk/station.h"

#include <gtk/gtk.h>

/* The one window that citizens see, from the first touch to the last. Signal "ended": the visit
 * is over, and the process is to be replaced so that nothing of it stays. */
#define UI_TYPE_HALL (ui_hall_get_type ())
G_DECLARE_FINAL_TYPE (UiHall, ui_hall, UI, HALL, GtkWindow)

UiHall *ui_hall_new (KioskStation *station);
