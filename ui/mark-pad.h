/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "kiosk/leaf.h"

#include <gtk/gtk.h>

/* A place on a page, in parts of its width and height. */
typedef struct {
  double left, top, right, bottom;
} UiPlace;

/* A page to draw a place on: by dragging, or by keys (Space begins one, arrows move it, with
 * Shift they make it larger or smaller, Delete drops it). Signal "drawn": it is another. */
#define UI_TYPE_MARK_PAD (ui_mark_pad_get_type ())
G_DECLARE_FINAL_TYPE (UiMarkPad, ui_mark_pad, UI, MARK_PAD, GtkWidget)

/* Shows @leaf with nothing drawn; NULL: none. */
void ui_mark_pad_set_leaf (UiMarkPad *self, KioskLeaf *leaf);

/* Places that are marked already (UiPlace); copied; NULL: none. */
void ui_mark_pad_set_places (UiMarkPad *self, const GArray *places);

/* FALSE: none is drawn. */
gboolean ui_mark_pad_get_place (UiMarkPad *self, UiPlace *place);
