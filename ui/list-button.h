/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <gtk/gtk.h>

/* A wide button of a list: a title, a line below it (or NULL), and the name that a screen
 * reader says. */
GtkWidget *list_button_new (const char *title, const char *below, const char *spoken);
