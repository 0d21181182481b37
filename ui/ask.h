/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ui/scene.h"

/* A question above everything else: a picture, a sentence, and one or two answers. Hidden
 * until it is asked. Signal "answered" (boolean: the first answer). */
#define UI_TYPE_ASK (ui_ask_get_type ())
G_DECLARE_FINAL_TYPE (UiAsk, ui_ask, UI, ASK, GtkWidget)

GtkWidget *ui_ask_new (void);

/* @no NULL: there is one answer. */
void ui_ask_open (UiAsk *self, UiSceneKind scene, const char *title, const char *text,
                  const char *yes, const char *no);
void ui_ask_set_text (UiAsk *self, const char *text);
void ui_ask_close (UiAsk *self);
gboolean ui_ask_get_open (UiAsk *self);
