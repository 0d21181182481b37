/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ui/wicket.h"

#include <gtk/gtk.h>

/* The tools that are there on every screen of a citizen. Signal "chosen" (int, a WicketWay, as
 * the key for the same does). */
#define UI_TYPE_HALL_STRIP (ui_hall_strip_get_type ())
G_DECLARE_FINAL_TYPE (UiHallStrip, ui_hall_strip, UI, HALL_STRIP, GtkWidget)

GtkWidget *ui_hall_strip_new (void);

/* Signs without words, where there is no room for both. */
void ui_hall_strip_set_brief (UiHallStrip *self, gboolean brief);

/* Which tools are in use. */
void ui_hall_strip_set_pressed (UiHallStrip *self, WicketWay way, gboolean pressed);
