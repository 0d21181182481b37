/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "kiosk/telex.h"

#include <gtk/gtk.h>

/* The keyboard on the screen, and the input of every entry of a citizen: it also takes what
 * is typed on real keys, so that both write Vietnamese. Signal "entered": the entry is done. */
#define UI_TYPE_KEYBOARD (ui_keyboard_get_type ())
G_DECLARE_FINAL_TYPE (UiKeyboard, ui_keyboard, UI, KEYBOARD, GtkWidget)

typedef enum {
  UI_KEYBOARD_LETTERS,
  UI_KEYBOARD_DIGITS, /* numbers and dates */
} UiKeyboardLayer;

GtkWidget *ui_keyboard_new (void);

/* Writes into @text from now on, and shows the keys for it. NULL: into none. */
void ui_keyboard_set_target (UiKeyboard *self, GtkEditable *text, UiKeyboardLayer layer);
