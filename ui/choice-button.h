/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ui/mark.h"

/* A button that says what is chosen: a title, below it the choice, and a sign of how that is.
 * Its name for a screen reader is the title and the choice. */
void choice_button_fill (GtkWidget *button, const char *title);
void choice_button_set (GtkWidget *button, UiMarkSign sign, const char *choice);
