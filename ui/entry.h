/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <gtk/gtk.h>

/* A text entry that opens nothing: no context menu, no emoji chooser, no text dragged or
 * pasted by a middle click. */
#define UI_TYPE_ENTRY (ui_entry_get_type ())
G_DECLARE_FINAL_TYPE (UiEntry, ui_entry, UI, ENTRY, GtkEntry)

/* The name a screen reader says; @entry may be of any class. */
void ui_entry_set_name (UiEntry *self, const char *name);
