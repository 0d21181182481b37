/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ui/mark.h"

/* A button with a sign and a word. @spoken: what a screen reader says; NULL: the word. */
GtkWidget *tool_button_new (UiMarkSign sign, const char *word, const char *spoken);

/* The sign above the word, for rows of many. */
void tool_button_set_stacked (GtkWidget *button);

/* Changes the word, and what is said with it. */
void tool_button_set_word (GtkWidget *button, const char *word);
