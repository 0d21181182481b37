/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ui/mark.h"

/* A figure, large, with its name and a sentence below that says what it counts; a press asks
 * for what it counts. A GtkButton. */
GtkWidget *figure_new (const char *title);

/* @sign and @css_class say how good that is ("good", "bad" or "calm"). */
void figure_set (GtkWidget *figure, guint count, UiMarkSign sign, const char *css_class,
                 const char *sentence);

/* Without the sentence, where there is little room. */
void figure_set_brief (GtkWidget *figure, gboolean brief);
