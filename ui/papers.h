/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "kiosk/intake.h"

#include <gtk/gtk.h>

/* The procedure's list of papers against what was scanned, each with a sign and words. */
#define UI_TYPE_PAPERS (ui_papers_get_type ())
G_DECLARE_FINAL_TYPE (UiPapers, ui_papers, UI, PAPERS, GtkWidget)

/* Property "waives" boolean: offers to let a paper that lacks go. Signal "waived" (string:
 * code of the component) when a person asks for that. Property "takes" boolean: a page can be
 * dropped on a paper. Signal "given" (KioskLeaf, string: key of paper_types) when one was. */

/* Shows to which paper the page at @place belongs; 0: none is looked at. */
void ui_papers_set_current (UiPapers *self, guint place);

/* Shows the list as it is now; NULL empties it. */
void ui_papers_update (UiPapers *self, KioskIntake *intake);
