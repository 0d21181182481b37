/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "kiosk/brief.h"

#include <gtk/gtk.h>

/* A dossier as a row of a list of very many. */
#define UI_TYPE_QUEUE_ROW (ui_queue_row_get_type ())
G_DECLARE_FINAL_TYPE (UiQueueRow, ui_queue_row, UI, QUEUE_ROW, GtkWidget)

/* Shows @brief and follows it; NULL: nothing. */
void ui_queue_row_set_brief (UiQueueRow *self, KioskBrief *brief);

/* The child of a list's cell: it comes and goes with what the cell shows. */
GtkListItemFactory *ui_queue_row_factory_new (void) G_GNUC_WARN_UNUSED_RESULT;
