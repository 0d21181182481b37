/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ui/acts.h"

#include <gtk/gtk.h>

/* Which pages the next act is about, and the number of the place they go to. Signals: "asked"
 * (int, an Act); "placed" (uint): they are to stand from that place on. */
#define UI_TYPE_PAGE_CHOICES (ui_page_choices_get_type ())
G_DECLARE_FINAL_TYPE (UiPageChoices, ui_page_choices, UI, PAGE_CHOICES, GtkWidget)

/* @pages: how many there are, @chosen: of them. */
void ui_page_choices_update (UiPageChoices *self, guint pages, guint chosen);

/* Brings the keyboard to where a place is typed. */
void ui_page_choices_ask_place (UiPageChoices *self);
