/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ui/acts.h"

#include <gtk/gtk.h>

/* What can be done with the page at hand, or with those that are chosen, as buttons below the
 * pages. Signal "asked" (int, an Act). */
#define UI_TYPE_PAGE_TOOLS (ui_page_tools_get_type ())
G_DECLARE_FINAL_TYPE (UiPageTools, ui_page_tools, UI, PAGE_TOOLS, GtkWidget)

/* NULL hides them. @pages: how many there are; @chosen: how many of them the acts are about, 0:
 * @leaf alone. */
void ui_page_tools_update (UiPageTools *self, KioskLeaf *leaf, guint pages, guint chosen);
