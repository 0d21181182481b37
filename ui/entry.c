/* SPDX-License-Identifier: Apache-2.0 */

/* What GTK's entry would open on a kiosk is shut here, once: the context menu (secondary
 * button, Menu key, Shift+F10), the emoji chooser (Ctrl+. and Ctrl+;) and the middle
 * button. Everything else of typing, input methods and screen readers is GTK's. */

#include "ui/entry.h"

struct _UiEntry {
  GtkEntry parent;
};

G_DEFINE_FINAL_TYPE (UiEntry, ui_entry, GTK_TYPE_ENTRY)

static void
on_pressed (GtkGestureClick *gesture, int presses, double x, double y, gpointer data) {
  guint button = gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture));

  if (button != GDK_BUTTON_PRIMARY)
    gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
}

static gboolean
on_key_pressed (GtkEventControllerKey *controller, guint key, guint code,
                GdkModifierType state, gpointer data) {
  gboolean control = (state & GDK_CONTROL_MASK) != 0;
  gboolean shift = (state & GDK_SHIFT_MASK) != 0;

  return key == GDK_KEY_Menu || (shift && key == GDK_KEY_F10)
         || (control && (key == GDK_KEY_period || key == GDK_KEY_semicolon));
}

static void
ui_entry_class_init (UiEntryClass *klass) {
  /* Assistive tools activate an entry by this. */
  gtk_widget_class_set_activate_signal_from_name (GTK_WIDGET_CLASS (klass), "activate");
}

static void
ui_entry_init (UiEntry *self) {
  GtkWidget *widget = GTK_WIDGET (self);
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), 0);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click),
                                              GTK_PHASE_CAPTURE);
  g_signal_connect (click, "pressed", G_CALLBACK (on_pressed), NULL);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (click));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key_pressed), NULL);
  gtk_widget_add_controller (widget, keys);
  gtk_entry_set_input_hints (GTK_ENTRY (self), GTK_INPUT_HINT_NO_EMOJI);
}

void
ui_entry_set_name (UiEntry *self, const char *name) {
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
}
