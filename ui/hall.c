/* SPDX-License-Identifier: Apache-2.0 */

/* The frame of a visit: tools above, the screens of the flow, the way on and back below; in the
 * low layout the tools stand below as well. All of it is made anew when the language changes,
 * as what a screen knows stands in the store.
 *
 * Doors that are shut: every key that is not on the list of wicket.h, the inspector, closing the
 * window, every button of a mouse but the first. There is no second window: questions are
 * asked in a layer of this one.
 *
 * The end of a visit is the end of the process (kiosk-main.c), whatever ended it: last screen,
 * cancelled, nobody there. What was not handed in by then is withdrawn when it was cancelled
 * or has no page, and else stands on the clerks' list of open dossiers. */

#include "ui/hall.h"

#include "ui/ask.h"
#include "ui/flow.h"
#include "ui/hall-strip.h"
#include "ui/language.h"
#include "ui/look.h"
#include "ui/patience.h"
#include "ui/speech.h"
#include "ui/stage.h"

#include <glib/gi18n.h>

#include <string.h>

#define NARROW_WIDTH_PX 1180
#define TARGET_UM       15000
#define SWITCH_MS       1800 /* until it is set */
#define STEPS_MOST      8

typedef enum { ASKS_NOTHING, ASKS_IDLE, ASKS_CANCEL, ASKS_STAFF } HallQuestion;

struct _UiHall {
  GtkWindow parent;
  UiVisit *visit;
  GtkWidget *frame;
  UiHallStrip *strip;
  GtkStack *stack;
  GtkWidget *back, *cancel, *aside, *forward;
  UiAsk *ask;
  UiScreen *screens[STEPS_MOST];
  guint steps;
  guint current;
  GBindingGroup *words;
  Patience patience;
  HallQuestion question;
  Speech *speech; /* NULL: not aloud */
  guint second_source;
  guint switch_source;
  guint speak_source;
  guint fit_source;
  gboolean low;
  gboolean ended;
};

static guint ended_signal;

G_DEFINE_FINAL_TYPE (UiHall, ui_hall, GTK_TYPE_WINDOW)

static void build (UiHall *self);

static const HallSettings *
get_settings (UiHall *self) {
  return kiosk_station_get_hall (ui_visit_get_station (self->visit));
}

static UiStage *
get_stage (UiHall *self) {
  return UI_STAGE (self->screens[self->current]);
}

/* --- aloud ---------------------------------------------------------------------------- */

static gboolean
on_speak (gpointer data) {
  UiHall *self = data;
  gboolean with_private = g_str_equal (get_settings (self)->speech, "headphones");
  g_autofree char *script = ui_stage_script_dup (get_stage (self), with_private);

  self->speak_source = 0;
  if (self->speech != NULL)
    speech_say (self->speech, script, language_is_english ());
  return G_SOURCE_REMOVE;
}

/* Once for all that changes at the same time. */
static void
speak_later (UiHall *self) {
  if (self->speech != NULL && self->speak_source == 0)
    self->speak_source = g_idle_add (on_speak, self);
}

static void
on_stage_told (UiStage *stage, UiHall *self) {
  patience_touch (&self->patience, g_get_monotonic_time ());
  if (stage == get_stage (self))
    speak_later (self);
}

static void
set_aloud (UiHall *self, gboolean aloud) {
  if (aloud == (self->speech != NULL))
    return;
  if (aloud)
    self->speech = speech_new ();
  else
    g_clear_pointer (&self->speech, speech_free);
  ui_hall_strip_set_pressed (self->strip, WICKET_SPEAK, aloud);
  speak_later (self);
}

/* --- the end -------------------------------------------------------------------------- */

static void
end (UiHall *self, KioskLeft left) {
  KioskIntake *intake = ui_visit_get_intake (self->visit);
  g_autoptr (GError) error = NULL;

  if (self->ended)
    return;
  self->ended = TRUE;
  ui_screen_leave (self->screens[self->current]);
  if (intake != NULL && !kiosk_intake_get_sealed (intake)
      && !kiosk_intake_leave (intake, left, &error))
    g_warning ("the end of the visit of %s: %s", kiosk_intake_get_id (intake),
               error->message);
  g_signal_emit (self, ended_signal, 0);
}

/* --- questions ------------------------------------------------------------------------ */

static void
ask (UiHall *self, HallQuestion question, UiSceneKind scene, const char *title,
     const char *text, const char *yes, const char *no) {
  self->question = question;
  gtk_widget_set_sensitive (self->frame, FALSE);
  ui_ask_open (self->ask, scene, title, text, yes, no);
  if (self->speech != NULL) {
    g_autofree char *script = g_strdup_printf ("%s. %s", title, text);

    speech_say (self->speech, script, language_is_english ());
  }
}

static void
ask_cancel (UiHall *self) {
  ask (self, ASKS_CANCEL, UI_SCENE_TAKE, _ ("Quý khách muốn dừng lại?"),
       _ ("Những gì đã quét sẽ không được gửi đi và sẽ bị xóa. Xin lấy lại giấy tờ của "
          "mình."),
       _ ("Làm tiếp"), _ ("Dừng lại"));
}

static void
call_staff (UiHall *self) {
  KioskIntake *intake = ui_visit_get_intake (self->visit);
  g_autoptr (GError) error = NULL;

  if (!kiosk_station_call_staff (ui_visit_get_station (self->visit),
                                 intake != NULL ? kiosk_intake_get_id (intake) : NULL,
                                 &error))
    g_warning ("staff could not be called: %s", error->message);
  ask (self, ASKS_STAFF, UI_SCENE_STAFF,
       error == NULL ? _ ("Nhân viên đã được gọi") : _ ("Xin gọi nhân viên tại quầy"),
       _ ("Sẽ có người đến giúp, hoàn toàn miễn phí. Quý khách cứ đứng tại đây; giấy tờ "
          "đã "
          "quét vẫn được giữ."),
       _ ("Tôi hiểu rồi"), NULL);
}

static char *
format_left (guint left_s) {
  return g_strdup_printf (ngettext ("Còn %u giây. Sau đó máy xóa màn hình cho người sau; "
                                    "giấy đã quét được giữ ở quầy.",
                                    "Còn %u giây. Sau đó máy xóa màn hình cho người sau; "
                                    "giấy đã quét được giữ ở quầy.",
                                    left_s),
                          left_s);
}

static void
ask_idle (UiHall *self, gint64 now_us) {
  g_autofree char *text = format_left (patience_get_left_s (&self->patience, now_us));

  if (self->question == ASKS_IDLE) {
    ui_ask_set_text (self->ask, text);
    return;
  }
  gdk_display_beep (gtk_widget_get_display (GTK_WIDGET (self)));
  ask (self, ASKS_IDLE, UI_SCENE_CLOCK, _ ("Quý khách còn ở đây không?"), text,
       _ ("Tôi còn ở đây"), _ ("Kết thúc"));
}

static void
on_answered (UiAsk *widget, gboolean yes, UiHall *self) {
  HallQuestion question = self->question;

  self->question = ASKS_NOTHING;
  gtk_widget_set_sensitive (self->frame, TRUE);
  if (question == ASKS_CANCEL && !yes)
    end (self, KIOSK_LEFT_CANCELLED);
  else if (question == ASKS_IDLE
           && (!yes || !patience_extend (&self->patience, g_get_monotonic_time ())))
    end (self, KIOSK_LEFT_IDLE);
  if (!self->ended)
    gtk_widget_grab_focus (gtk_widget_get_visible (self->forward)
                               ? self->forward
                               : GTK_WIDGET (self->stack));
}

/* --- idle ----------------------------------------------------------------------------- */

static gboolean
is_begun (UiHall *self) {
  return self->current > 0 || self->low || self->speech != NULL
         || look_get_text_percent () != LOOK_TEXT_LEAST;
}

static gboolean
on_second (gpointer data) {
  UiHall *self = data;
  gint64 now_us = g_get_monotonic_time ();

  if (ui_stage_get_busy (get_stage (self)) || !is_begun (self))
    patience_touch (&self->patience, now_us);
  switch (patience_look (&self->patience, now_us)) {
  case PATIENCE_CALM:
    break;
  case PATIENCE_ASKING:
    ask_idle (self, now_us);
    break;
  case PATIENCE_OVER:
    end (self, KIOSK_LEFT_IDLE);
    break;
  }
  return G_SOURCE_CONTINUE;
}

static gboolean
on_event (GtkEventControllerLegacy *controller, GdkEvent *event, UiHall *self) {
  GdkEventType type = gdk_event_get_event_type (event);

  if (type == GDK_BUTTON_PRESS || type == GDK_TOUCH_BEGIN || type == GDK_KEY_PRESS
      || type == GDK_SCROLL)
    patience_touch (&self->patience, g_get_monotonic_time ());
  return (type == GDK_BUTTON_PRESS || type == GDK_BUTTON_RELEASE)
         && gdk_button_event_get_button (event) != GDK_BUTTON_PRIMARY;
}

/* --- the flow ------------------------------------------------------------------------- */

static void
show_step (UiHall *self, guint step) {
  UiScreen *before = self->screens[self->current];
  UiScreen *next = self->screens[step];

  if (before != next)
    ui_screen_leave (before);
  self->current = step;
  gtk_window_set_focus (GTK_WINDOW (self), NULL);
  g_binding_group_set_source (self->words, next);
  for (guint i = 0; i < self->steps; i++)
    gtk_widget_set_visible (GTK_WIDGET (self->screens[i]), i == step);
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (next));
  gtk_widget_set_visible (self->cancel, step > 0 && step + 1 < self->steps);
  gtk_widget_set_visible (gtk_widget_get_parent (self->cancel), step > 0);
  ui_screen_enter (next);
  if (gtk_root_get_focus (GTK_ROOT (self)) == NULL
      && !gtk_widget_grab_focus (self->forward))
    gtk_widget_child_focus (GTK_WIDGET (next), GTK_DIR_TAB_FORWARD);
  speak_later (self);
}

static void
on_screen_done (UiScreen *screen, UiHall *self) {
  if (screen != self->screens[self->current] || self->ended)
    return;
  if (self->current + 1 == self->steps)
    end (self, KIOSK_LEFT_FOR_STAFF);
  else if (self->current == 0) {
    self->current = 1; /* in the language that was chosen just now */
    build (self);
  } else
    show_step (self, self->current + 1);
}

static void
on_screen_restart (UiScreen *screen, UiHall *self) {
  end (self, KIOSK_LEFT_CANCELLED);
}

static void
go_back (UiHall *self) {
  gboolean returns;

  g_object_get (self->screens[self->current], "returns", &returns, NULL);
  if (self->question == ASKS_NOTHING && returns && self->current > 0)
    show_step (self, self->current - 1);
}

static void
on_clicked (GtkWidget *button, UiHall *self) {
  UiScreen *screen = self->screens[self->current];

  patience_touch (&self->patience, g_get_monotonic_time ());
  if (button == self->forward)
    ui_screen_forward (screen);
  else if (button == self->aside)
    ui_screen_aside (screen);
  else if (button == self->back)
    go_back (self);
  else
    ask_cancel (self);
}

/* --- tools ---------------------------------------------------------------------------- */

static void
set_class (UiHall *self, const char *name, gboolean on) {
  if (on)
    gtk_widget_add_css_class (GTK_WIDGET (self), name);
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), name);
}

static void
fit (UiHall *self) {
  int room
      = gtk_widget_get_width (GTK_WIDGET (self)) * 100 / (int) look_get_text_percent ();

  set_class (self, "narrow", room < NARROW_WIDTH_PX);
  ui_hall_strip_set_brief (self->strip, room < NARROW_WIDTH_PX);
}

static gboolean
on_fit (gpointer data) {
  UiHall *self = data;

  self->fit_source = 0;
  fit (self);
  return G_SOURCE_REMOVE;
}

/* Not in the midst of a layout, which would go on with sizes that hold no more. */
static void
on_surface_layout (GdkSurface *surface, int width, int height, UiHall *self) {
  if (self->fit_source == 0)
    self->fit_source = g_idle_add (on_fit, self);
}

static void
arrange (UiHall *self) {
  gtk_box_reorder_child_after (GTK_BOX (self->frame), GTK_WIDGET (self->strip),
                               self->low ? GTK_WIDGET (self->stack) : NULL);
  for (guint i = 0; i < self->steps; i++)
    ui_stage_set_low (UI_STAGE (self->screens[i]), self->low);
  set_class (self, "low", self->low);
  ui_hall_strip_set_pressed (self->strip, WICKET_LOW, self->low);
  ui_hall_strip_set_pressed (self->strip, WICKET_SPEAK, self->speech != NULL);
  ui_hall_strip_set_pressed (self->strip, WICKET_SWITCH, self->switch_source != 0);
  ui_hall_strip_set_pressed (self->strip, WICKET_CONTRAST,
                             look_get_theme () == LOOK_CONTRAST);
}

/* One switch: the controls are offered in turn, the switch presses the one that is. */
static gboolean
on_switch (gpointer data) {
  UiHall *self = data;
  GtkWidget *area
      = self->question != ASKS_NOTHING ? GTK_WIDGET (self->ask) : GTK_WIDGET (self);

  gtk_window_set_focus_visible (GTK_WINDOW (self), TRUE);
  if (!gtk_widget_child_focus (area, GTK_DIR_TAB_FORWARD)) {
    gtk_window_set_focus (GTK_WINDOW (self), NULL);
    gtk_widget_child_focus (area, GTK_DIR_TAB_FORWARD);
  }
  return G_SOURCE_CONTINUE;
}

static void
set_switch (UiHall *self, gboolean on) {
  guint offered_ms = get_settings (self)->switch_ms;

  if (on == (self->switch_source != 0))
    return;
  if (on)
    self->switch_source
        = g_timeout_add (offered_ms > 0 ? offered_ms : SWITCH_MS, on_switch, self);
  else
    g_clear_handle_id (&self->switch_source, g_source_remove);
  ui_hall_strip_set_pressed (self->strip, WICKET_SWITCH, on);
}

static void
choose (UiHall *self, WicketWay way) {
  gboolean largest = look_get_text_percent () >= LOOK_TEXT_MOST;

  if (self->question != ASKS_NOTHING)
    return;
  /* Assistive tools press without an event of the window. */
  patience_touch (&self->patience, g_get_monotonic_time ());
  switch (way) {
  case WICKET_SHUT:
  case WICKET_OPEN:
    return;
  case WICKET_BACK:
    go_back (self);
    return;
  case WICKET_STAFF:
    call_staff (self);
    return;
  case WICKET_LARGER:
    look_step_text (largest ? 0 : 2);
    fit (self);
    return;
  case WICKET_CONTRAST:
    look_set_theme (look_get_theme () == LOOK_CONTRAST ? LOOK_LIGHT : LOOK_CONTRAST);
    arrange (self);
    return;
  case WICKET_LOW:
    self->low = !self->low;
    arrange (self);
    return;
  case WICKET_SPEAK:
    set_aloud (self, self->speech == NULL);
    return;
  case WICKET_LANGUAGE:
    if (ui_stage_get_busy (get_stage (self)))
      return;
    language_set_english (!language_is_english ());
    build (self);
    return;
  case WICKET_SWITCH:
    set_switch (self, self->switch_source == 0);
    return;
  }
  g_assert_not_reached ();
}

static void
on_tool_chosen (UiHallStrip *strip, int way, UiHall *self) {
  choose (self, (WicketWay) way);
}

static gboolean
on_key_pressed (GtkEventControllerKey *controller, guint key, guint code,
                GdkModifierType state, UiHall *self) {
  WicketWay way = wicket_find (key, state);

  if (way == WICKET_OPEN)
    return FALSE;
  choose (self, way);
  return TRUE;
}

/* --- making it ------------------------------------------------------------------------ */

static GtkWidget *
add_button (UiHall *self, GtkWidget *bar, const char *word, const char *css_class) {
  GtkWidget *button = gtk_button_new_with_label (word);

  gtk_label_set_wrap (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))), TRUE);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))),
                                   GTK_NATURAL_WRAP_NONE);
  if (css_class != NULL)
    gtk_widget_add_css_class (button, css_class);
  g_signal_connect (button, "clicked", G_CALLBACK (on_clicked), self);
  gtk_box_append (GTK_BOX (bar), button);
  return button;
}

static GtkWidget *
make_bar (UiHall *self) {
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 14);
  GtkWidget *room = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_add_css_class (bar, "bar");
  self->back = add_button (self, bar, _ ("Quay lại"), NULL);
  self->cancel = add_button (self, bar, _ ("Thôi, dừng lại"), "quiet");
  gtk_widget_set_hexpand (room, TRUE);
  gtk_box_append (GTK_BOX (bar), room);
  self->aside = add_button (self, bar, "", NULL);
  self->forward = add_button (self, bar, "", "primary");
  self->words = g_binding_group_new ();
  ui_screen_bind_text (self->words, "forward-label", self->forward);
  ui_screen_bind_text (self->words, "aside-label", self->aside);
  g_binding_group_bind (self->words, "ready", self->forward, "sensitive",
                        G_BINDING_SYNC_CREATE);
  g_binding_group_bind (self->words, "returns", self->back, "visible",
                        G_BINDING_SYNC_CREATE);
  return bar;
}

static void
add_screens (UiHall *self) {
  const FlowScreen *steps = flow_get_steps (FLOW_CITIZEN, &self->steps);

  g_assert (self->steps <= STEPS_MOST);
  for (guint i = 0; i < self->steps; i++) {
    UiScreen *screen = g_object_new (steps[i].get_type (), "visit", self->visit, NULL);

    self->screens[i] = screen;
    g_signal_connect (screen, "done", G_CALLBACK (on_screen_done), self);
    g_signal_connect (screen, "restart", G_CALLBACK (on_screen_restart), self);
    g_signal_connect (screen, "told", G_CALLBACK (on_stage_told), self);
    gtk_stack_add_child (self->stack, GTK_WIDGET (screen));
    gtk_accessible_update_property (
        GTK_ACCESSIBLE (screen), GTK_ACCESSIBLE_PROPERTY_LABEL, _ (steps[i].title), -1);
  }
}

static void
build (UiHall *self) {
  GtkWidget *overlay = gtk_overlay_new ();

  g_clear_object (&self->words);
  gtk_window_set_focus (GTK_WINDOW (self), NULL);
  self->frame = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  self->strip = UI_HALL_STRIP (ui_hall_strip_new ());
  self->stack = GTK_STACK (gtk_stack_new ());
  self->ask = UI_ASK (ui_ask_new ());
  g_signal_connect (self->strip, "chosen", G_CALLBACK (on_tool_chosen), self);
  g_signal_connect (self->ask, "answered", G_CALLBACK (on_answered), self);
  gtk_widget_set_vexpand (GTK_WIDGET (self->stack), TRUE);
  gtk_box_append (GTK_BOX (self->frame), GTK_WIDGET (self->strip));
  gtk_box_append (GTK_BOX (self->frame), GTK_WIDGET (self->stack));
  gtk_box_append (GTK_BOX (self->frame), make_bar (self));
  add_screens (self);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), self->frame);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), GTK_WIDGET (self->ask));
  gtk_window_set_child (GTK_WINDOW (self), overlay);
  arrange (self);
  fit (self);
  show_step (self, self->current);
}

/* The inspector would show and change everything. */
static gboolean
ui_hall_enable_debugging (GtkWindow *window, gboolean toggle) {
  return TRUE;
}

static gboolean
ui_hall_close_request (GtkWindow *window) {
  return TRUE;
}

static void
ui_hall_realize (GtkWidget *widget) {
  GTK_WIDGET_CLASS (ui_hall_parent_class)->realize (widget);
  g_signal_connect_object (gtk_native_get_surface (GTK_NATIVE (widget)), "layout",
                           G_CALLBACK (on_surface_layout), widget, 0);
}

static void
ui_hall_dispose (GObject *object) {
  UiHall *self = UI_HALL (object);

  g_clear_handle_id (&self->second_source, g_source_remove);
  g_clear_handle_id (&self->switch_source, g_source_remove);
  g_clear_handle_id (&self->speak_source, g_source_remove);
  g_clear_handle_id (&self->fit_source, g_source_remove);
  g_clear_pointer (&self->speech, speech_free);
  g_clear_object (&self->words);
  g_clear_object (&self->visit);
  G_OBJECT_CLASS (ui_hall_parent_class)->dispose (object);
}

static void
ui_hall_class_init (UiHallClass *klass) {
  G_OBJECT_CLASS (klass)->dispose = ui_hall_dispose;
  GTK_WIDGET_CLASS (klass)->realize = ui_hall_realize;
  GTK_WINDOW_CLASS (klass)->enable_debugging = ui_hall_enable_debugging;
  GTK_WINDOW_CLASS (klass)->close_request = ui_hall_close_request;
  ended_signal = g_signal_new ("ended", UI_TYPE_HALL, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 0);
}

static void
add_controllers (UiHall *self) {
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *events = gtk_event_controller_legacy_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  gtk_event_controller_set_propagation_phase (events, GTK_PHASE_CAPTURE);
  g_signal_connect (events, "event", G_CALLBACK (on_event), self);
  gtk_widget_add_controller (GTK_WIDGET (self), events);
}

static void
ui_hall_init (UiHall *self) {
  gtk_widget_add_css_class (GTK_WIDGET (self), "motcua");
  gtk_widget_add_css_class (GTK_WIDGET (self), "hall");
  gtk_window_set_decorated (GTK_WINDOW (self), FALSE);
  gtk_window_set_title (GTK_WINDOW (self), "motcua");
  add_controllers (self);
}

UiHall *
ui_hall_new (KioskStation *station) {
  UiHall *self = g_object_new (UI_TYPE_HALL, NULL);
  const HallSettings *settings = kiosk_station_get_hall (station);

  kiosk_station_serve_citizen (station);
  self->visit = ui_visit_new (station);
  look_set_target_px ((TARGET_UM + settings->pixel_pitch_um - 1)
                      / settings->pixel_pitch_um);
  self->patience = (Patience){.warn_s = settings->idle_warn_s,
                              .wipe_s = settings->idle_wipe_s,
                              .touched_us = g_get_monotonic_time ()};
  build (self);
  set_aloud (self, !g_str_equal (settings->speech, "off"));
  set_switch (self, settings->switch_ms > 0);
  self->second_source = g_timeout_add_seconds (1, on_second, self);
  return self;
}
