/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <gtk/gtk.h>

/* Shows where in the flow one is: "1 Thủ tục - 2 Quét - ...". */
#define UI_TYPE_STEPS (ui_steps_get_type ())
G_DECLARE_FINAL_TYPE (UiSteps, ui_steps, UI, STEPS, GtkWidget)

/* Adds a step; @title is its text. */
void ui_steps_add (UiSteps *self, const char *title);

/* As many as none. */
void ui_steps_clear (UiSteps *self);

/* Only the step where one is has its name; the others are numbers. */
void ui_steps_set_brief (UiSteps *self, gboolean brief);

/* Steps before @current (0..) are shown as done. */
void ui_steps_set_current (UiSteps *self, guint current);
