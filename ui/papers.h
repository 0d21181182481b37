/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "kiosk/intake.h"

#include <gtk/gtk.h>

/* The procedure's list of papers against what was scanned, each with a sign and words. */
#define UI_TYPE_PAPERS (ui_papers_get_type ())
G_DECLARE_FINAL_TYPE (UiPapers, ui_papers, UI, PAPERS, GtkWidget)

/* Property "waives" boolean: offers to let a paper that lacks go. Signal "waived" (string:
 * code of the component) when a person asks for that. */

/* Shows the list as it is now; NULL empties it. */
void ui_papers_update (UiPapers *self, KioskIntake *intake);
