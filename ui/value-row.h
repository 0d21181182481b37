/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "kiosk/value.h"

#include <gtk/gtk.h>

/* One value: its label, where it comes from, the text to be corrected. Signals:
 *   "looked"           the person has come to this row
 *   "settled" (string) the person says what the value is, be it the same
 *   "left-down"        Enter: the person is through with this row */
#define UI_TYPE_VALUE_ROW (ui_value_row_get_type ())
G_DECLARE_FINAL_TYPE (UiValueRow, ui_value_row, UI, VALUE_ROW, GtkWidget)

GtkWidget *ui_value_row_new (KioskValue *value);
KioskValue *ui_value_row_get_value (UiValueRow *self);

/* Settles what was typed, if it was not settled yet: a row that is taken away is not told
 * that the cursor has left it. */
void ui_value_row_finish (UiValueRow *self);

/* Puts the cursor before the text, all of it selected. */
void ui_value_row_look (UiValueRow *self);
