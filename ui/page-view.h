/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "kiosk/leaf.h"
#include "kiosk/value.h"

#include <gtk/gtk.h>

/* A page, large, with one place on it brought forward. */
#define UI_TYPE_PAGE_VIEW (ui_page_view_get_type ())
G_DECLARE_FINAL_TYPE (UiPageView, ui_page_view, UI, PAGE_VIEW, GtkWidget)

/* Shows @leaf, whole; its picture is loaded here and dropped with the next. NULL: none. */
void ui_page_view_set_leaf (UiPageView *self, KioskLeaf *leaf);

/* Brings the place of @value into view, or the whole page when it has none or is NULL. */
void ui_page_view_set_value (UiPageView *self, KioskValue *value);

/* The whole page, or the place again. */
void ui_page_view_toggle (UiPageView *self);
