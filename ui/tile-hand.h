/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ui/selection.h"
#include "ui/thumb.h"

/* What a hand does to a tile besides pressing it. */

/* It can be dragged; what it is dropped on gets the KioskLeaf. */
void tile_hand_let_drag (UiThumb *thumb);

/* Ctrl and a press, or a long press, choose it or not; Shift and a press choose all up to it. */
void tile_hand_let_choose (UiThumb *thumb, UiSelection *selection);
