/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "kiosk/leaf.h"

#include <gtk/gtk.h>

/* A page as a small picture with its state in words; a button. */
#define UI_TYPE_THUMB (ui_thumb_get_type ())
G_DECLARE_FINAL_TYPE (UiThumb, ui_thumb, UI, THUMB, GtkButton)

/* @side_px: longer side of the picture. */
GtkWidget *ui_thumb_new (KioskLeaf *leaf, guint side_px);
KioskLeaf *ui_thumb_get_leaf (UiThumb *self);

/* Marks the page that is being looked at. */
void ui_thumb_set_current (UiThumb *self, gboolean current);

/* Marks a page that is chosen for an act on several. */
void ui_thumb_set_chosen (UiThumb *self, gboolean chosen);

/* Loads the picture when it is wanted and not there, drops it otherwise. TRUE when that
 * cost a load. */
gboolean ui_thumb_load (UiThumb *self);
void ui_thumb_drop (UiThumb *self);
