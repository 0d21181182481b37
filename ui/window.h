/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "kiosk/station.h"
#include "ui/flow.h"

#include <gtk/gtk.h>

/* The one window: the steps above, a screen, the buttons below. */
#define UI_TYPE_WINDOW (ui_window_get_type ())
G_DECLARE_FINAL_TYPE (UiWindow, ui_window, UI, WINDOW, GtkWindow)

/* Shows the screens of @kind; those of the clerk after somebody has signed in, where there is a
 * staff. */
UiWindow *ui_window_new (KioskStation *station, FlowKind kind);
