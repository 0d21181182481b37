/* SPDX-License-Identifier: Apache-2.0 */

/* Drawn in a field of 320 by 240 units that is fitted into the widget: few shapes, the same
 * machine and the same paper on each, so that the pictures of one visit are one story. One
 * number from 0 to 1, the moment, is all that moves; without movement the moment is the one
 * that says most. */

#include "ui/scene.h"

#include <math.h>

#define FIELD_WIDTH  320.0
#define FIELD_HEIGHT 240.0
#define LEAST_PX     96
#define USUAL_PX     300
#define ROUND_US     3600000
#define STILL_MOMENT 0.62
#define FRAME_US     40000 /* 25 a second are smooth enough, and leave the machine to work */

struct _UiScene {
  GtkWidget parent;
  UiSceneKind kind;
  guint tick;
  gint64 began_us;
  gint64 drawn_us;
  double moment;
};

G_DEFINE_FINAL_TYPE (UiScene, ui_scene, GTK_TYPE_WIDGET)

typedef struct {
  cairo_t *cr;
  GtkStyleContext *style;
  double moment;
} Pen;

/* --- shapes --------------------------------------------------------------------------- */

static void
set_colour (Pen *pen, const char *name, double alpha) {
  GdkRGBA colour = {0.5, 0.5, 0.5, 1};

  if (!gtk_style_context_lookup_color (pen->style, name, &colour))
    gtk_style_context_get_color (pen->style, &colour);
  colour.alpha *= (float) alpha;
  gdk_cairo_set_source_rgba (pen->cr, &colour);
}

static void
fill (Pen *pen, const char *name) {
  set_colour (pen, name, 1);
  cairo_fill (pen->cr);
}

static void
fill_and_line (Pen *pen, const char *inside, const char *line, double width) {
  set_colour (pen, inside, 1);
  cairo_fill_preserve (pen->cr);
  set_colour (pen, line, 1);
  cairo_set_line_width (pen->cr, width);
  cairo_stroke (pen->cr);
}

static void
trace_round (Pen *pen, double x, double y, double width, double height, double radius) {
  cairo_new_sub_path (pen->cr);
  cairo_arc (pen->cr, x + width - radius, y + radius, radius, -G_PI_2, 0);
  cairo_arc (pen->cr, x + width - radius, y + height - radius, radius, 0, G_PI_2);
  cairo_arc (pen->cr, x + radius, y + height - radius, radius, G_PI_2, G_PI);
  cairo_arc (pen->cr, x + radius, y + radius, radius, G_PI, 3 * G_PI_2);
  cairo_close_path (pen->cr);
}

static void
trace_disc (Pen *pen, double x, double y, double radius) {
  cairo_new_sub_path (pen->cr);
  cairo_arc (pen->cr, x, y, radius, 0, 2 * G_PI);
}

static void
draw_line (Pen *pen, double x, double y, double to_x, double to_y, const char *name,
           double width) {
  set_colour (pen, name, 1);
  cairo_set_line_width (pen->cr, width);
  cairo_move_to (pen->cr, x, y);
  cairo_line_to (pen->cr, to_x, to_y);
  cairo_stroke (pen->cr);
}

/* A round patch behind everything, which holds a picture together. */
static void
draw_ground (Pen *pen) {
  trace_disc (pen, 160, 118, 112);
  fill (pen, "accent_wash");
  set_colour (pen, "line", 0.7);
  trace_round (pen, 44, 222, 232, 6, 3);
  cairo_fill (pen->cr);
}

static void
draw_sheet (Pen *pen, double x, double y, double width, double height) {
  trace_round (pen, x, y, width, height, 5);
  fill_and_line (pen, "card", "ink", 3);
  for (double at = y + 16; at < y + height - 8; at += 13) {
    double end = at + 13 < y + height - 8 ? x + width - 12 : x + width * 0.62;

    draw_line (pen, x + 12, at, end, at, at < y + 20 ? "accent" : "line", 4);
  }
}

static void
draw_card (Pen *pen, double x, double y) {
  trace_round (pen, x, y, 78, 50, 7);
  fill_and_line (pen, "card", "ink", 3);
  trace_disc (pen, x + 19, y + 20, 7);
  fill (pen, "accent");
  trace_round (pen, x + 9, y + 29, 20, 12, 6);
  fill (pen, "accent");
  draw_line (pen, x + 38, y + 16, x + 68, y + 16, "line", 4);
  draw_line (pen, x + 38, y + 27, x + 68, y + 27, "line", 4);
  draw_line (pen, x + 38, y + 38, x + 58, y + 38, "line", 4);
}

/* The machine from the front, its lid up; the glass is a slit of light. */
static void
draw_machine (Pen *pen) {
  cairo_move_to (pen->cr, 84, 160);
  cairo_line_to (pen->cr, 96, 62);
  cairo_line_to (pen->cr, 224, 62);
  cairo_line_to (pen->cr, 236, 160);
  cairo_close_path (pen->cr);
  fill_and_line (pen, "accent_press", "ink", 3);
  trace_round (pen, 56, 160, 208, 62, 14);
  fill_and_line (pen, "card", "ink", 3);
  trace_round (pen, 74, 166, 172, 14, 7);
  fill_and_line (pen, "accent_wash", "accent", 2.5);
  trace_disc (pen, 240, 202, 5);
  fill (pen, "accent");
  trace_round (pen, 76, 198, 46, 8, 4);
  fill (pen, "line");
}

static void
draw_person (Pen *pen, double x, double y, const char *coat) {
  cairo_move_to (pen->cr, x - 44, y + 122);
  cairo_curve_to (pen->cr, x - 44, y + 62, x - 26, y + 46, x, y + 46);
  cairo_curve_to (pen->cr, x + 26, y + 46, x + 44, y + 62, x + 44, y + 122);
  cairo_close_path (pen->cr);
  fill_and_line (pen, coat, "ink", 3);
  trace_disc (pen, x, y + 20, 25);
  fill_and_line (pen, "card", "ink", 3);
  /* Hair, eyes and a smile. */
  cairo_new_sub_path (pen->cr);
  cairo_arc (pen->cr, x, y + 18, 26, G_PI + 0.15, 2 * G_PI - 0.15);
  cairo_close_path (pen->cr);
  fill (pen, "soft");
  trace_disc (pen, x - 9, y + 22, 2.6);
  trace_disc (pen, x + 9, y + 22, 2.6);
  fill (pen, "ink");
  cairo_new_sub_path (pen->cr);
  cairo_arc (pen->cr, x, y + 26, 9, 0.35, G_PI - 0.35);
  set_colour (pen, "ink", 1);
  cairo_set_line_width (pen->cr, 2.6);
  cairo_stroke (pen->cr);
}

static void
draw_tick (Pen *pen, double x, double y, double radius) {
  trace_disc (pen, x, y, radius);
  fill (pen, "accent");
  set_colour (pen, "on_accent", 1);
  cairo_set_line_width (pen->cr, radius / 4.5);
  cairo_move_to (pen->cr, x - radius * 0.45, y + radius * 0.05);
  cairo_line_to (pen->cr, x - radius * 0.1, y + radius * 0.4);
  cairo_line_to (pen->cr, x + radius * 0.5, y - radius * 0.35);
  cairo_stroke (pen->cr);
}

static void
draw_arrow (Pen *pen, double x, double from, double to) {
  double head = to > from ? -13 : 13;

  draw_line (pen, x, from, x, to, "accent", 8);
  draw_line (pen, x - 13, to + head, x, to, "accent", 8);
  draw_line (pen, x + 13, to + head, x, to, "accent", 8);
}

/* Slow, fast, slow, and a rest at the end. */
static double
ease (double moment, double from, double to) {
  double share = CLAMP ((moment - from) / (to - from), 0, 1);

  return share * share * (3 - 2 * share);
}

/* --- scenes --------------------------------------------------------------------------- */

static void
draw_welcome (Pen *pen) {
  double lift = sin (pen->moment * 2 * G_PI) * 4;

  draw_ground (pen);
  draw_person (pen, 96, 100, "accent");
  trace_round (pen, 168, 84, 118, 96, 10);
  fill_and_line (pen, "card", "ink", 3);
  trace_round (pen, 178, 94, 98, 62, 5);
  fill (pen, "accent_press");
  draw_tick (pen, 227, 125, 21);
  trace_round (pen, 208, 180, 38, 42, 4);
  fill_and_line (pen, "card", "ink", 3);
  cairo_save (pen->cr);
  cairo_translate (pen->cr, 118, 150 + lift);
  cairo_rotate (pen->cr, -0.13);
  draw_sheet (pen, 0, 0, 52, 66);
  cairo_restore (pen->cr);
}

static void
draw_consent (Pen *pen) {
  draw_ground (pen);
  draw_sheet (pen, 92, 36, 112, 152);
  cairo_move_to (pen->cr, 216, 108);
  cairo_curve_to (pen->cr, 232, 122, 252, 124, 262, 124);
  cairo_curve_to (pen->cr, 262, 172, 246, 196, 216, 208);
  cairo_curve_to (pen->cr, 186, 196, 170, 172, 170, 124);
  cairo_curve_to (pen->cr, 180, 124, 200, 122, 216, 108);
  cairo_close_path (pen->cr);
  fill_and_line (pen, "accent", "ink", 3);
  set_colour (pen, "on_accent", 1);
  cairo_set_line_width (pen->cr, 8);
  cairo_move_to (pen->cr, 197, 158);
  cairo_line_to (pen->cr, 211, 173);
  cairo_line_to (pen->cr, 237, 142);
  cairo_stroke (pen->cr);
}

static void
draw_lay (Pen *pen, gboolean card) {
  double down = ease (pen->moment, 0.08, 0.6);

  draw_ground (pen);
  draw_machine (pen);
  cairo_save (pen->cr);
  cairo_rectangle (pen->cr, 0, 0, FIELD_WIDTH, 173);
  cairo_clip (pen->cr);
  if (card)
    draw_card (pen, 121, 26 + down * 100);
  else
    draw_sheet (pen, 115, -14 + down * 92, 90, 112);
  cairo_restore (pen->cr);
  draw_arrow (pen, 282, 84 + down * 8, 142 + down * 8);
}

static void
draw_light (Pen *pen) {
  double share = 0.5 - 0.5 * cos (pen->moment * 2 * G_PI);
  double at = 92 + share * 122;

  draw_ground (pen);
  trace_round (pen, 70, 30, 180, 180, 12);
  fill_and_line (pen, "card", "ink", 3);
  draw_sheet (pen, 96, 46, 128, 148);
  set_colour (pen, "accent", 0.22);
  cairo_rectangle (pen->cr, 72, 32, at - 72, 176);
  cairo_fill (pen->cr);
  draw_line (pen, at, 26, at, 214, "accent", 7);
}

static void
draw_read (Pen *pen) {
  double x = 148 + 34 * cos (pen->moment * 2 * G_PI);
  double y = 112 + 22 * sin (pen->moment * 4 * G_PI);

  draw_ground (pen);
  draw_sheet (pen, 94, 30, 126, 172);
  draw_line (pen, x + 24, y + 24, x + 58, y + 58, "ink", 13);
  trace_disc (pen, x, y, 35);
  set_colour (pen, "accent", 0.2);
  cairo_fill_preserve (pen->cr);
  set_colour (pen, "ink", 1);
  cairo_set_line_width (pen->cr, 6);
  cairo_stroke (pen->cr);
}

static void
draw_check (Pen *pen) {
  draw_ground (pen);
  trace_round (pen, 78, 26, 164, 184, 10);
  fill_and_line (pen, "card", "ink", 3);
  for (guint i = 0; i < 3; i++) {
    double y = 64 + i * 52;

    if (pen->moment > 0.15 + i * 0.2)
      draw_tick (pen, 112, y, 16);
    else {
      trace_disc (pen, 112, y, 15);
      fill_and_line (pen, "card", "line", 3);
    }
    draw_line (pen, 142, y - 7, 218, y - 7, "line", 6);
    draw_line (pen, 142, y + 8, 190, y + 8, "line", 6);
  }
}

static void
draw_sent (Pen *pen) {
  double grown = 0.86 + 0.14 * ease (pen->moment, 0, 0.25);

  draw_ground (pen);
  draw_sheet (pen, 84, 34, 104, 138);
  draw_sheet (pen, 104, 48, 104, 138);
  draw_tick (pen, 206, 166, 50 * grown);
}

static void
draw_take (Pen *pen) {
  double up = ease (pen->moment, 0.1, 0.65);

  draw_ground (pen);
  draw_machine (pen);
  cairo_save (pen->cr);
  cairo_rectangle (pen->cr, 0, 0, FIELD_WIDTH, 173);
  cairo_clip (pen->cr);
  draw_sheet (pen, 108, 92 - up * 84, 78, 104);
  draw_card (pen, 150, 140 - up * 84);
  cairo_restore (pen->cr);
  draw_arrow (pen, 282, 150 - up * 8, 92 - up * 8);
}

static void
draw_staff (Pen *pen) {
  double near = ease (pen->moment, 0, 0.55);

  draw_ground (pen);
  draw_person (pen, 104, 100, "soft");
  draw_person (pen, 266 - near * 50, 92, "accent");
  trace_round (pen, 122, 26, 74, 52, 16);
  cairo_move_to (pen->cr, 150, 78);
  cairo_line_to (pen->cr, 138, 96);
  cairo_line_to (pen->cr, 170, 78);
  fill_and_line (pen, "card", "ink", 3);
  for (guint i = 0; i < 3; i++) {
    trace_disc (pen, 141 + i * 18, 52, 5);
    fill (pen, "accent");
  }
}

static void
draw_clock (Pen *pen) {
  draw_ground (pen);
  trace_disc (pen, 160, 120, 78);
  fill_and_line (pen, "card", "ink", 4);
  cairo_move_to (pen->cr, 160, 120);
  cairo_arc (pen->cr, 160, 120, 66, -G_PI_2 + pen->moment * 2 * G_PI, 3 * G_PI_2);
  cairo_close_path (pen->cr);
  set_colour (pen, "accent", 0.35);
  cairo_fill (pen->cr);
  draw_line (pen, 160, 120, 160 + 58 * sin (pen->moment * 2 * G_PI),
             120 - 58 * cos (pen->moment * 2 * G_PI), "accent", 7);
  draw_line (pen, 160, 120, 160, 78, "ink", 7);
  trace_disc (pen, 160, 120, 7);
  fill (pen, "ink");
}

static void
draw_fault (Pen *pen) {
  draw_ground (pen);
  draw_machine (pen);
  cairo_move_to (pen->cr, 160, 42);
  cairo_line_to (pen->cr, 214, 138);
  cairo_line_to (pen->cr, 106, 138);
  cairo_close_path (pen->cr);
  cairo_set_line_join (pen->cr, CAIRO_LINE_JOIN_ROUND);
  fill_and_line (pen, "doubt_wash", "doubt", 6);
  draw_line (pen, 160, 76, 160, 108, "doubt", 9);
  draw_line (pen, 160, 122, 160, 123, "doubt", 10);
}

static void
draw_scene (Pen *pen, UiSceneKind kind) {
  switch (kind) {
  case UI_SCENE_WELCOME:
    draw_welcome (pen);
    return;
  case UI_SCENE_CONSENT:
    draw_consent (pen);
    return;
  case UI_SCENE_CARD:
  case UI_SCENE_SHEET:
    draw_lay (pen, kind == UI_SCENE_CARD);
    return;
  case UI_SCENE_LIGHT:
    draw_light (pen);
    return;
  case UI_SCENE_READ:
    draw_read (pen);
    return;
  case UI_SCENE_CHECK:
    draw_check (pen);
    return;
  case UI_SCENE_SENT:
    draw_sent (pen);
    return;
  case UI_SCENE_TAKE:
    draw_take (pen);
    return;
  case UI_SCENE_STAFF:
    draw_staff (pen);
    return;
  case UI_SCENE_CLOCK:
    draw_clock (pen);
    return;
  case UI_SCENE_FAULT:
    draw_fault (pen);
    return;
  }
  g_assert_not_reached ();
}

/* --- widget --------------------------------------------------------------------------- */

static void
ui_scene_snapshot (GtkWidget *widget, GtkSnapshot *snapshot) {
  UiScene *self = UI_SCENE (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  double scale = MIN (width / FIELD_WIDTH, height / FIELD_HEIGHT);
  graphene_rect_t field = GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height);
  Pen pen = {gtk_snapshot_append_cairo (snapshot, &field),
             gtk_widget_get_style_context (widget), self->moment};

  cairo_translate (pen.cr, (width - scale * FIELD_WIDTH) / 2,
                   (height - scale * FIELD_HEIGHT) / 2);
  cairo_scale (pen.cr, scale, scale);
  cairo_set_line_cap (pen.cr, CAIRO_LINE_CAP_ROUND);
  draw_scene (&pen, self->kind);
  cairo_destroy (pen.cr);
}

static void
ui_scene_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                  int *minimum, int *natural, int *minimum_line, int *natural_line) {
  double share
      = orientation == GTK_ORIENTATION_HORIZONTAL ? 1 : FIELD_HEIGHT / FIELD_WIDTH;

  *minimum = (int) (LEAST_PX * share);
  *natural = (int) (USUAL_PX * share);
}

static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer data) {
  UiScene *self = UI_SCENE (widget);
  gint64 now_us = gdk_frame_clock_get_frame_time (clock);

  if (self->began_us == 0)
    self->began_us = now_us;
  if (now_us - self->drawn_us < FRAME_US)
    return G_SOURCE_CONTINUE;
  self->drawn_us = now_us;
  self->moment = (double) ((now_us - self->began_us) % ROUND_US) / ROUND_US;
  gtk_widget_queue_draw (widget);
  return G_SOURCE_CONTINUE;
}

static void
start_moving (UiScene *self) {
  gboolean moves;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-enable-animations",
                &moves, NULL);
  self->moment = STILL_MOMENT;
  self->began_us = 0;
  if (moves && self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_tick, NULL, NULL);
}

static void
ui_scene_map (GtkWidget *widget) {
  GTK_WIDGET_CLASS (ui_scene_parent_class)->map (widget);
  start_moving (UI_SCENE (widget));
}

static void
ui_scene_unmap (GtkWidget *widget) {
  UiScene *self = UI_SCENE (widget);

  if (self->tick != 0)
    gtk_widget_remove_tick_callback (widget, self->tick);
  self->tick = 0;
  GTK_WIDGET_CLASS (ui_scene_parent_class)->unmap (widget);
}

static void
ui_scene_class_init (UiSceneClass *klass) {
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = ui_scene_snapshot;
  widget_class->measure = ui_scene_measure;
  widget_class->map = ui_scene_map;
  widget_class->unmap = ui_scene_unmap;
  gtk_widget_class_set_css_name (widget_class, "scene");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
ui_scene_init (UiScene *self) {
  self->moment = STILL_MOMENT;
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
}

GtkWidget *
ui_scene_new (UiSceneKind kind) {
  UiScene *self = g_object_new (UI_TYPE_SCENE, NULL);

  self->kind = kind;
  return GTK_WIDGET (self);
}

void
ui_scene_set_kind (UiScene *self, UiSceneKind kind) {
  if (self->kind == kind)
    return;
  self->kind = kind;
  self->began_us = 0;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
