/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "config/catalogue.h"

#include <gtk/gtk.h>

/* Which paper is this page? Signals: "chosen" (string: key of paper_types, NULL: none of
 * these), "cancelled". */
#define UI_TYPE_TYPE_CHOOSER (ui_type_chooser_get_type ())
G_DECLARE_FINAL_TYPE (UiTypeChooser, ui_type_chooser, UI, TYPE_CHOOSER, GtkWidget)

/* Offers the papers of @procedure, of which @current is marked. */
void ui_type_chooser_fill (UiTypeChooser *self, const Catalogue *catalogue,
                           const Procedure *procedure, const char *current);
