/* SPDX-License-Identifier: Apache-2.0 */

/* The window shows one screen of a flow (flow.c) at a time, binds its words to the bar of
 * buttons and turns "done" into the next one; what a step is about, the window does not know.
 * Beside the flow stand detours, each with one task: they open by name and lead back to where
 * one was. Another flow takes the place of the first with screens of its own; detours stay.
 *
 * As this stands in a public room, GTK's inspector is shut, and a full-screen window cannot
 * be closed by a key. */

#include "ui/window.h"

#include "ui/flow.h"
#include "ui/hotkey.h"
#include "ui/look.h"
#include "ui/screen.h"
#include "ui/steps.h"

#include <glib/gi18n.h>

/* Below this width type and spacing are a size smaller. */
#define COMPACT_WIDTH_PX 1200
/* Below this one the steps are named one at a time, and columns are slim. */
#define NARROW_WIDTH_PX 900
/* From this width on lists keep wide margins. */
#define WIDE_WIDTH_PX 1600

struct _UiWindow {
  GtkWindow parent;
  UiVisit *visit;
  UiSteps *steps;
  GtkLabel *code;
  GtkButton *member;
  GtkStack *stack;
  GtkWidget *bar;
  GtkWidget *back;
  GtkWidget *hint;
  GtkWidget *aside;
  GtkWidget *forward;
  GBindingGroup *words;
  GPtrArray *screens; /* UiScreen of the stack: the steps of the flow */
  GPtrArray *detours; /* UiScreen of the stack, in the order of flow.c */
  UiScreen *current;
  guint step; /* of the flow: where a detour leads back to */
};

G_DEFINE_FINAL_TYPE (UiWindow, ui_window, GTK_TYPE_WINDOW)

static void
show_screen (UiWindow *self, UiScreen *next) {
  UiScreen *before = self->current;
  GtkWidget *focus;

  if (before != NULL && before != next)
    ui_screen_leave (before);
  self->current = next;
  /* What had the keyboard goes; the stack is not to choose who is next. */
  if (before != next)
    gtk_window_set_focus (GTK_WINDOW (self), NULL);
  g_binding_group_set_source (self->words, next);
  gtk_widget_set_visible (GTK_WIDGET (next), TRUE);
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (next));
  ui_screen_enter (next);
  focus = gtk_root_get_focus (GTK_ROOT (self));
  if (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (next)))
    gtk_widget_grab_focus (self->forward);
  gtk_window_set_default_widget (GTK_WINDOW (self), self->forward);
}

static void
show_step (UiWindow *self, guint step) {
  self->step = step;
  ui_steps_set_current (self->steps, step);
  show_screen (self, g_ptr_array_index (self->screens, step));
}

static gboolean
is_aside (UiWindow *self) {
  return self->current != g_ptr_array_index (self->screens, self->step);
}

/* A keyboard finds its place again after the button it pressed had gone grey. Meanwhile it
 * is nowhere, so that a second Enter presses nothing else. */
static void
on_forward_sensitive (GtkWidget *forward, GParamSpec *spec, UiWindow *self) {
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (self));

  if (gtk_widget_get_sensitive (forward)
      && (focus == NULL || focus == self->aside || !gtk_widget_get_mapped (focus)))
    gtk_widget_grab_focus (forward);
}

/* What is not on the screen is not there for a screen reader either. */
static void
hide_others (UiWindow *self) {
  GtkWidget *each = gtk_widget_get_first_child (GTK_WIDGET (self->stack));

  for (; each != NULL; each = gtk_widget_get_next_sibling (each))
    gtk_widget_set_visible (each, each == GTK_WIDGET (self->current));
}

static void
on_transition_changed (GtkStack *stack, GParamSpec *spec, UiWindow *self) {
  if (!gtk_stack_get_transition_running (stack))
    hide_others (self);
}

static void begin_flow (UiWindow *self, FlowKind kind);

/* Who has signed in gets the screens of their role. */
static void
begin_member (UiWindow *self) {
  KioskStation *station = ui_visit_get_station (self->visit);
  g_autoptr (KioskMember) member = kiosk_station_get_member (station);
  g_autofree char *spoken = NULL;

  if (member == NULL)
    return;
  spoken = g_strdup_printf (_ ("%s, đổi người ở quầy"), member->name);
  gtk_button_set_label (self->member, member->name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->member),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  gtk_widget_set_visible (GTK_WIDGET (self->member), TRUE);
  begin_flow (self, flow_get_of_role (member->role));
}

/* The dossier stays as it is, to be gone on with from the list of those that are open. */
static void
switch_member (UiWindow *self) {
  KioskStation *station = ui_visit_get_station (self->visit);
  KioskIntake *intake = ui_visit_get_intake (self->visit);

  if (!gtk_widget_get_visible (GTK_WIDGET (self->member))
      || (intake != NULL && kiosk_intake_get_scanning (intake)))
    return;
  gtk_widget_set_visible (GTK_WIDGET (self->member), FALSE);
  begin_flow (self, FLOW_SIGN_IN);
  ui_visit_close (self->visit);
  kiosk_station_sign_out (station);
}

static void
on_member_clicked (GtkButton *button, UiWindow *self) {
  switch_member (self);
}

static void
on_screen_done (UiScreen *screen, UiWindow *self) {
  if (screen != self->current)
    return;
  if (is_aside (self))
    show_step (self, self->step);
  else if (self->step + 1 < self->screens->len)
    show_step (self, self->step + 1);
  else
    begin_member (self);
}

static void
open_detour (UiWindow *self, const char *name) {
  guint count;
  const FlowScreen *detours = flow_get_detours (&count);

  for (guint i = 0; i < count; i++) {
    if (g_str_equal (detours[i].name, name))
      show_screen (self, g_ptr_array_index (self->detours, i));
  }
}

static void
on_screen_detour (UiScreen *screen, const char *name, UiWindow *self) {
  open_detour (self, name);
}

static void
on_screen_restart (UiScreen *screen, UiWindow *self) {
  ui_visit_close (self->visit);
  show_step (self, 0);
}

static void
on_forward_clicked (GtkButton *button, UiWindow *self) {
  ui_screen_forward (self->current);
}

static void
on_aside_clicked (GtkButton *button, UiWindow *self) {
  ui_screen_aside (self->current);
}

static void
go_back (UiWindow *self) {
  gboolean returns;

  g_object_get (self->current, "returns", &returns, NULL);
  if (is_aside (self))
    show_step (self, self->step);
  else if (returns && self->step > 0)
    show_step (self, self->step - 1);
}

static void
on_back_clicked (GtkButton *button, UiWindow *self) {
  go_back (self);
}

static gboolean
on_key_captured (GtkEventControllerKey *controller, guint key, guint code,
                 GdkModifierType state, UiWindow *self) {
  gboolean held = (state & GDK_CONTROL_MASK) != 0;

  if (hotkey_find (key, state) == ACT_KEYS || (held && key == GDK_KEY_question))
    open_detour (self, "keys");
  else if (hotkey_find (key, state) == ACT_SWITCH)
    switch_member (self);
  else if (held && (key == GDK_KEY_plus || key == GDK_KEY_equal || key == GDK_KEY_KP_Add))
    look_step_text (1);
  else if (held && (key == GDK_KEY_minus || key == GDK_KEY_KP_Subtract))
    look_step_text (-1);
  else if (held && (key == GDK_KEY_0 || key == GDK_KEY_KP_0))
    look_step_text (0);
  else
    return ui_screen_key (self->current, key, state);
  return TRUE;
}

static gboolean
on_key_left (GtkEventControllerKey *controller, guint key, guint code,
             GdkModifierType state, UiWindow *self) {
  if (key != GDK_KEY_Escape)
    return FALSE;
  go_back (self);
  return TRUE;
}

static void
on_intake_changed (UiVisit *visit, GParamSpec *spec, UiWindow *self) {
  KioskIntake *intake = ui_visit_get_intake (visit);

  gtk_label_set_text (self->code, intake != NULL ? kiosk_intake_get_code (intake) : "");
  gtk_widget_set_visible (GTK_WIDGET (self->code), intake != NULL);
}

static void
bind_bar (UiWindow *self) {
  self->words = g_binding_group_new ();
  ui_screen_bind_text (self->words, "forward-label", self->forward);
  ui_screen_bind_text (self->words, "aside-label", self->aside);
  ui_screen_bind_text (self->words, "hint", self->hint);
  g_binding_group_bind (self->words, "ready", self->forward, "sensitive",
                        G_BINDING_SYNC_CREATE);
  g_binding_group_bind (self->words, "returns", self->back, "visible",
                        G_BINDING_SYNC_CREATE);
  ui_screen_bind_presence (self->words, "forward-label", self->bar);
}

static void
set_class (UiWindow *self, const char *name, gboolean on) {
  if (on)
    gtk_widget_add_css_class (GTK_WIDGET (self), name);
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), name);
}

/* What counts is how much text fits, so large type makes a window as good as narrow. */
static void
on_surface_layout (GdkSurface *surface, int width, int height, UiWindow *self) {
  int room = width * 100 / (int) look_get_text_percent ();

  set_class (self, "compact", room < COMPACT_WIDTH_PX);
  set_class (self, "narrow", room < NARROW_WIDTH_PX);
  set_class (self, "wide", room >= WIDE_WIDTH_PX);
  ui_steps_set_brief (self->steps, room < NARROW_WIDTH_PX);
}

static void
on_text_changed (GtkSettings *settings, GParamSpec *spec, UiWindow *self) {
  on_surface_layout (NULL, gtk_widget_get_width (GTK_WIDGET (self)),
                     gtk_widget_get_height (GTK_WIDGET (self)), self);
}

static void
ui_window_realize (GtkWidget *widget) {
  GTK_WIDGET_CLASS (ui_window_parent_class)->realize (widget);
  g_signal_connect_object (gtk_native_get_surface (GTK_NATIVE (widget)), "layout",
                           G_CALLBACK (on_surface_layout), widget, 0);
}

/* The inspector would show and change everything. */
static gboolean
ui_window_enable_debugging (GtkWindow *window, gboolean toggle) {
  return TRUE;
}

static gboolean
ui_window_close_request (GtkWindow *window) {
  if (gtk_window_is_fullscreen (window))
    return TRUE;
  return GTK_WINDOW_CLASS (ui_window_parent_class)->close_request (window);
}

static void
add_keys (UiWindow *self) {
  GtkEventController *captured = gtk_event_controller_key_new ();
  GtkEventController *left = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (captured, GTK_PHASE_CAPTURE);
  g_signal_connect (captured, "key-pressed", G_CALLBACK (on_key_captured), self);
  gtk_widget_add_controller (GTK_WIDGET (self), captured);
  g_signal_connect (left, "key-pressed", G_CALLBACK (on_key_left), self);
  gtk_widget_add_controller (GTK_WIDGET (self), left);
}

static void
ui_window_dispose (GObject *object) {
  UiWindow *self = UI_WINDOW (object);

  g_clear_object (&self->words);
  g_clear_pointer (&self->screens, g_ptr_array_unref);
  g_clear_pointer (&self->detours, g_ptr_array_unref);
  g_clear_object (&self->visit);
  G_OBJECT_CLASS (ui_window_parent_class)->dispose (object);
}

static void
ui_window_class_init (UiWindowClass *klass) {
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ui_window_dispose;
  widget_class->realize = ui_window_realize;
  GTK_WINDOW_CLASS (klass)->enable_debugging = ui_window_enable_debugging;
  GTK_WINDOW_CLASS (klass)->close_request = ui_window_close_request;
  g_type_ensure (UI_TYPE_STEPS);
  gtk_widget_class_set_template_from_resource (widget_class, "/motcua/window.ui");
  gtk_widget_class_bind_template_child (widget_class, UiWindow, steps);
  gtk_widget_class_bind_template_child (widget_class, UiWindow, code);
  gtk_widget_class_bind_template_child (widget_class, UiWindow, member);
  gtk_widget_class_bind_template_child (widget_class, UiWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, UiWindow, bar);
  gtk_widget_class_bind_template_child (widget_class, UiWindow, back);
  gtk_widget_class_bind_template_child (widget_class, UiWindow, hint);
  gtk_widget_class_bind_template_child (widget_class, UiWindow, aside);
  gtk_widget_class_bind_template_child (widget_class, UiWindow, forward);
  gtk_widget_class_bind_template_callback (widget_class, on_back_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_aside_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_forward_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_member_clicked);
}

static void
ui_window_init (UiWindow *self) {
  self->screens = g_ptr_array_new ();
  self->detours = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  add_keys (self);
  bind_bar (self);
  g_signal_connect (self->forward, "notify::sensitive", G_CALLBACK (on_forward_sensitive),
                    self);
}

static void
add_screen (UiWindow *self, GPtrArray *screens, const FlowScreen *row) {
  UiScreen *screen = g_object_new (row->get_type (), "visit", self->visit, NULL);

  g_ptr_array_add (screens, screen);
  g_signal_connect (screen, "done", G_CALLBACK (on_screen_done), self);
  g_signal_connect (screen, "detour", G_CALLBACK (on_screen_detour), self);
  g_signal_connect (screen, "restart", G_CALLBACK (on_screen_restart), self);
  gtk_stack_add_child (self->stack, GTK_WIDGET (screen));
  gtk_accessible_update_property (GTK_ACCESSIBLE (screen), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ (row->title), -1);
}

static void
add_detours (UiWindow *self) {
  guint count;
  const FlowScreen *rows = flow_get_detours (&count);

  for (guint i = 0; i < count; i++)
    add_screen (self, self->detours, &rows[i]);
}

/* What was shown goes, and with it what it still knew of a dossier. */
static void
clear_flow (UiWindow *self) {
  if (self->current != NULL)
    ui_screen_leave (self->current);
  self->current = NULL;
  gtk_window_set_focus (GTK_WINDOW (self), NULL);
  g_binding_group_set_source (self->words, NULL);
  for (guint i = 0; i < self->screens->len; i++)
    gtk_stack_remove (self->stack, g_ptr_array_index (self->screens, i));
  g_ptr_array_set_size (self->screens, 0);
  ui_steps_clear (self->steps);
}

static void
begin_flow (UiWindow *self, FlowKind kind) {
  guint count;
  const FlowScreen *rows = flow_get_steps (kind, &count);

  clear_flow (self);

  for (guint i = 0; i < count; i++) {
    add_screen (self, self->screens, &rows[i]);
    ui_steps_add (self->steps, _ (rows[i].title));
  }
  gtk_widget_set_visible (GTK_WIDGET (self->steps), count > 1);
  show_step (self, 0);
  hide_others (self);
}

UiWindow *
ui_window_new (KioskStation *station, FlowKind kind) {
  UiWindow *self = g_object_new (UI_TYPE_WINDOW, NULL);

  self->visit = ui_visit_new (station);
  g_signal_connect_object (self->visit, "notify::intake", G_CALLBACK (on_intake_changed),
                           self, 0);
  add_detours (self);
  begin_flow (self, kind == FLOW_CLERK && kiosk_station_has_staff (station) ? FLOW_SIGN_IN
                                                                            : kind);
  g_signal_connect_object (gtk_settings_get_default (), "notify::gtk-xft-dpi",
                           G_CALLBACK (on_text_changed), self, 0);
  g_signal_connect (self->stack, "notify::transition-running",
                    G_CALLBACK (on_transition_changed), self);
  return self;
}
