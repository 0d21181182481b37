/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ui/selection.h"

#include <gtk/gtk.h>

/* The pages of a dossier side by side in as many columns as fit, below a scrolled window.
 * Signals: "picked" (KioskLeaf): a page was pressed; "looked" (KioskLeaf): the keyboard came to
 * a page; "moved" (KioskLeaf, uint): a page was dragged to a place, 1... */
#define UI_TYPE_TILES (ui_tiles_get_type ())
G_DECLARE_FINAL_TYPE (UiTiles, ui_tiles, UI, TILES, GtkWidget)

/* Property "side": int, longer side of a picture in pixels. Property "arranges": boolean, pages
 * can be dragged. */

/* @leaves (KioskLeaf) grows and is followed; NULL: none. */
void ui_tiles_set_leaves (UiTiles *self, GListModel *leaves);

/* Pages can be chosen, which are shown so. Once, before there are leaves. */
void ui_tiles_set_selection (UiTiles *self, UiSelection *selection);

/* Shows @leaf as the one at hand; NULL: none. */
void ui_tiles_set_current (UiTiles *self, KioskLeaf *leaf);

/* Brings the keyboard to @leaf, where it is a tile. */
void ui_tiles_focus (UiTiles *self, KioskLeaf *leaf);

/* Brings the last tile into view. */
void ui_tiles_show_last (UiTiles *self);
