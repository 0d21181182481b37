/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <gtk/gtk.h>

/* A sentence across a screen with at most one thing to do about it. Hidden while it has
 * nothing to say. Signal "acted": the button was pressed. */
#define UI_TYPE_NOTICE (ui_notice_get_type ())
G_DECLARE_FINAL_TYPE (UiNotice, ui_notice, UI, NOTICE, GtkWidget)

/* @text for people; NULL hides the notice. @action: label of the button, or NULL. */
void ui_notice_set_text (UiNotice *self, const char *text, const char *action);

/* Says what became of a fault; the sentence goes by its code. */
void ui_notice_set_fault (UiNotice *self, const GError *fault, const char *action);
