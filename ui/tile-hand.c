/* SPDX-License-Identifier: Apache-2.0 */

/* The gestures are looked at before the button itself, and claimed where they mean something
 * else than a press. */

#include "ui/tile-hand.h"

static GdkContentProvider *
on_drag_prepared (GtkDragSource *source, double x, double y, GtkWidget *thumb) {
  g_autoptr (GdkPaintable) picture = gtk_widget_paintable_new (thumb);

  gtk_drag_source_set_icon (source, picture, (int) x, (int) y);
  return gdk_content_provider_new_typed (KIOSK_TYPE_LEAF,
                                         ui_thumb_get_leaf (UI_THUMB (thumb)));
}

void
tile_hand_let_drag (UiThumb *thumb) {
  GtkDragSource *source = gtk_drag_source_new ();

  gtk_drag_source_set_actions (source, GDK_ACTION_MOVE);
  g_signal_connect (source, "prepare", G_CALLBACK (on_drag_prepared), thumb);
  gtk_widget_add_controller (GTK_WIDGET (thumb), GTK_EVENT_CONTROLLER (source));
}

static KioskLeaf *
get_leaf (GtkGesture *gesture) {
  GtkWidget *thumb = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));

  return ui_thumb_get_leaf (UI_THUMB (thumb));
}

static void
on_pressed (GtkGestureClick *click, int presses, double x, double y,
            UiSelection *selection) {
  GdkModifierType state
      = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (click));

  if ((state & GDK_CONTROL_MASK) != 0)
    ui_selection_toggle (selection, get_leaf (GTK_GESTURE (click)));
  else if ((state & GDK_SHIFT_MASK) != 0)
    ui_selection_reach (selection, get_leaf (GTK_GESTURE (click)));
  else
    return;
  gtk_gesture_set_state (GTK_GESTURE (click), GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
on_long_pressed (GtkGestureLongPress *press, double x, double y, UiSelection *selection) {
  ui_selection_toggle (selection, get_leaf (GTK_GESTURE (press)));
  gtk_gesture_set_state (GTK_GESTURE (press), GTK_EVENT_SEQUENCE_CLAIMED);
}

void
tile_hand_let_choose (UiThumb *thumb, UiSelection *selection) {
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *press = gtk_gesture_long_press_new ();

  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click),
                                              GTK_PHASE_CAPTURE);
  g_signal_connect_object (click, "pressed", G_CALLBACK (on_pressed), selection, 0);
  gtk_widget_add_controller (GTK_WIDGET (thumb), GTK_EVENT_CONTROLLER (click));
  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (press), TRUE);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (press),
                                              GTK_PHASE_CAPTURE);
  g_signal_connect_object (press, "pressed", G_CALLBACK (on_long_pressed), selection, 0);
  gtk_widget_add_controller (GTK_WIDGET (thumb), GTK_EVENT_CONTROLLER (press));
}
