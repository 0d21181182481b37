/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <gtk/gtk.h>

/* Children side by side, in a new line where they do not fit: what is a row on a wide screen
 * is two on a narrow one or in large type, and nothing is cut. */
#define UI_TYPE_WRAP (ui_wrap_get_type ())
G_DECLARE_FINAL_TYPE (UiWrap, ui_wrap, UI, WRAP, GtkWidget)

/* @gap_px between children and between lines. */
GtkWidget *ui_wrap_new (int gap_px);
void ui_wrap_append (UiWrap *self, GtkWidget *child);
