/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "kiosk/leaf.h"
#include "kiosk/value.h"

#include <gtk/gtk.h>

/* The values of one page as rows to be looked at and settled. Signals:
 *   "looked" (KioskValue)          the person has come to this value
 *   "settled" (KioskValue, string) the person says what it is
 *   "through"                      Enter in the last row */
#define UI_TYPE_VALUE_LIST (ui_value_list_get_type ())
G_DECLARE_FINAL_TYPE (UiValueList, ui_value_list, UI, VALUE_LIST, GtkWidget)

/* Follows the values of @leaf; NULL: none. What was typed and not settled is settled
 * first. */
void ui_value_list_set_leaf (UiValueList *self, KioskLeaf *leaf);

/* Puts the cursor into the value called @name. FALSE when it is not among the rows. */
gboolean ui_value_list_look (UiValueList *self, const char *name);
