/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include "ui/visit.h"

#include <gtk/gtk.h>

/* One step of the flow. The window owns the bar with the buttons; a screen says what stands
 * on them and acts when they are pressed. The window knows nothing else of a screen. */
#define UI_TYPE_SCREEN (ui_screen_get_type ())
G_DECLARE_DERIVABLE_TYPE (UiScreen, ui_screen, UI, SCREEN, GtkWidget)

struct _UiScreenClass {
  GtkWidgetClass parent_class;

  void (*enter) (UiScreen *self);   /* about to be shown */
  void (*leave) (UiScreen *self);   /* no longer shown */
  void (*forward) (UiScreen *self); /* primary button */
  void (*aside) (UiScreen *self);   /* button to its left */
  gboolean (*key) (UiScreen *self, guint key, GdkModifierType state);
};

/* Construct-only property "visit" (UiVisit). Notifying properties, all set by the screen:
 *   "forward-label" string: NULL hides the primary button
 *   "ready"         boolean: the primary button can be pressed
 *   "aside-label"   string: NULL hides the second button
 *   "hint"          string: a sentence beside the buttons, or NULL
 *   "returns"       boolean: the way back is open
 * Signals: "done" goes on to the next screen, or back from a detour; "detour" (string, a name of
 * flow.c) opens a screen beside the flow; "restart" goes to the first. */
UiVisit *ui_screen_get_visit (UiScreen *self);
void ui_screen_set_forward_label (UiScreen *self, const char *label);
void ui_screen_set_ready (UiScreen *self, gboolean ready);
void ui_screen_set_aside_label (UiScreen *self, const char *label);
void ui_screen_set_hint (UiScreen *self, const char *hint);
void ui_screen_set_returns (UiScreen *self, gboolean returns);
void ui_screen_emit_done (UiScreen *self);
void ui_screen_emit_detour (UiScreen *self, const char *name);
void ui_screen_emit_restart (UiScreen *self);

/* For the window. */
void ui_screen_enter (UiScreen *self);
void ui_screen_leave (UiScreen *self);
void ui_screen_forward (UiScreen *self);
void ui_screen_aside (UiScreen *self);
/* TRUE when the screen has a use for the key. */
gboolean ui_screen_key (UiScreen *self, guint key, GdkModifierType state);
/* Binds to the words of whichever screen @words follows: @widget is there while the string @prop
 * is set; and, for text, its label says it. */
void ui_screen_bind_presence (GBindingGroup *words, const char *prop, GtkWidget *widget);
void ui_screen_bind_text (GBindingGroup *words, const char *prop, GtkWidget *widget);
