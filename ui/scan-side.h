/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ui/acts.h"
#include "ui/visit.h"

#include <gtk/gtk.h>

/* Beside the pages: the papers that the procedure asks for, which fill themselves; the tray of
 * pages that nobody knows yet; the scanner with its state, and how it scans. Signals: "asked"
 * (int, an Act); "sorted" (KioskLeaf): a page of the tray was pressed; "given" (KioskLeaf, string: key of
 * paper_types): a page was dropped on a paper. */
#define UI_TYPE_SCAN_SIDE (ui_scan_side_get_type ())
G_DECLARE_FINAL_TYPE (UiScanSide, ui_scan_side, UI, SCAN_SIDE, GtkWidget)

/* Shows how it is now. */
void ui_scan_side_update (UiScanSide *self, UiVisit *visit);

/* The page at hand; NULL: none. Its paper is shown. */
void ui_scan_side_set_leaf (UiScanSide *self, KioskLeaf *leaf);
