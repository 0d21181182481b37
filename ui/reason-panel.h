/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <gtk/gtk.h>

/* Asks why, before something that is for good. Hidden until it asks. Signals: "given" (string):
 * the reason, never empty; "cancelled". */
#define UI_TYPE_REASON_PANEL (ui_reason_panel_get_type ())
G_DECLARE_FINAL_TYPE (UiReasonPanel, ui_reason_panel, UI, REASON_PANEL, GtkWidget)

/* @title: what it is about; @reasons: to choose from, to be translated, ends with NULL. @verb: on
 * the button beside an entry for one's own words; NULL: only those offered are taken, and at
 * once. Takes the keyboard. */
void ui_reason_panel_ask (UiReasonPanel *self, const char *title, const char *verb,
                          const char *const *reasons);
void ui_reason_panel_close (UiReasonPanel *self);
