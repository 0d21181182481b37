/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "kiosk/leaf.h"
#include "kiosk/value.h"

#include <gtk/gtk.h>

/* The values of one page as rows to be looked at and settled. Signals:
 *   "looked" (KioskValue)          the person has come to this value
 *   "settled" (KioskValue, string) the person says what it is
 *   "through"                      Enter in the last row */
#define UI_TYPE_VALUES (ui_values_get_type ())
G_DECLARE_FINAL_TYPE (UiValues, ui_values, UI, VALUES, GtkWidget)

/* Follows the values of @leaf; NULL: none. */
void ui_values_set_leaf (UiValues *self, KioskLeaf *leaf);

/* Puts the cursor into @value. FALSE when it is not among the rows. */
gboolean ui_values_look (UiValues *self, KioskValue *value);
