/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "kiosk/feed.h"

#include <gtk/gtk.h>

/* How a turned stack lies in the feeder for the second pass: which sheet is on top, and which
 * way its head points. For eyes only; what it shows is said beside it. */
#define UI_TYPE_STACK_PICTURE (ui_stack_picture_get_type ())
G_DECLARE_FINAL_TYPE (UiStackPicture, ui_stack_picture, UI, STACK_PICTURE, GtkWidget)

GtkWidget *ui_stack_picture_new (Stacking stacking);
