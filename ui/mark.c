/* SPDX-License-Identifier: Apache-2.0 */

/* Signs are strokes on a square of 24 units, kept in one table as paths, so that no icon
 * theme and no image decoder is needed on a kiosk. A path is written as in SVG, with absolute
 * M, L, C and Z, and O for a circle (centre, radius). The working sign turns while it can be
 * seen, and costs nothing else. */

#include "ui/mark.h"

#define UNITS        24.0
#define STROKE_UNITS 2.2
#define LINE_UNITS   1.1 /* of signs that are shown large */
#define LARGE_PX     64
#define TURN_US      1100000
#define SIZE_PX      24
#define COORDINATES  6 /* most of one command */

#define RING "O 12 12 10.2 "

static const char *const paths[] = {
    [UI_MARK_NONE] = "",
    [UI_MARK_TICK] = RING "M 7.5 12.4 L 10.8 15.6 L 16.8 8.8",
    [UI_MARK_DOUBT] = RING "M 12 6.8 L 12 13 M 12 16.8 L 12 17",
    [UI_MARK_STOP] = RING "M 8.5 8.5 L 15.5 15.5 M 15.5 8.5 L 8.5 15.5",
    [UI_MARK_WAIT] = RING "M 12 7 L 12 12.4 L 15.5 14.4",
    [UI_MARK_WORK] = "",
    [UI_MARK_EMPTY] = RING,
    [UI_MARK_SEARCH] = "O 10.2 10.2 6.8 M 15.2 15.2 L 20.5 20.5",
    [UI_MARK_NEXT] = "M 9 5 L 16 12 L 9 19",
    [UI_MARK_BACK] = "M 15 5 L 8 12 L 15 19",
    [UI_MARK_FEED] = "M 7.5 12 L 7.5 2.5 L 16.5 2.5 L 16.5 12 "
                     "M 3.5 12 L 20.5 12 L 20.5 20 L 3.5 20 Z",
    [UI_MARK_SCANNER] = "M 4 8 L 18 3.5 M 3 11 L 21 11 L 21 19 L 3 19 Z M 6.5 15 L 12 15 "
                        "M 17 15 L 17.2 15",
    [UI_MARK_TURN_LEFT] = "M 4 4 L 4 9.5 L 9.5 9.5 "
                          "M 4.4 9.2 C 6 6 9 4.4 12.4 4.4 C 16.8 4.4 20.2 7.9 20.2 12.2 "
                          "C 20.2 16.5 16.8 20 12.4 20 C 9 20 6.2 18 5 15",
    [UI_MARK_TURN_RIGHT] = "M 20 4 L 20 9.5 L 14.5 9.5 "
                           "M 19.6 9.2 C 18 6 15 4.4 11.6 4.4 C 7.2 4.4 3.8 7.9 3.8 12.2 "
                           "C 3.8 16.5 7.2 20 11.6 20 C 15 20 17.8 18 19 15",
    [UI_MARK_EARLIER] = "M 20 12 L 4.5 12 M 11 5.5 L 4.5 12 L 11 18.5",
    [UI_MARK_LATER] = "M 4 12 L 19.5 12 M 13 5.5 L 19.5 12 L 13 18.5",
    [UI_MARK_BEFORE]
    = "M 13 4 L 20.5 4 L 20.5 20 L 13 20 Z M 6 8.5 L 6 15.5 M 2.5 12 L 9.5 12",
    [UI_MARK_AFTER]
    = "M 3.5 4 L 11 4 L 11 20 L 3.5 20 Z M 18 8.5 L 18 15.5 M 14.5 12 L 21.5 12",
    [UI_MARK_AGAIN]
    = "M 4 12 C 4 7.5 7.6 4 12 4 C 15 4 17.6 5.6 19 8 M 19.5 3 L 19.5 8.5 L 14 8.5 "
      "M 20 12 C 20 16.5 16.4 20 12 20 C 9 20 6.4 18.4 5 16 "
      "M 4.5 21 L 4.5 15.5 L 10 15.5",
    [UI_MARK_REMOVE] = "M 4 6.5 L 20 6.5 M 9 6.5 L 9 3.5 L 15 3.5 L 15 6.5 "
                       "M 6 6.5 L 7 20.5 L 17 20.5 L 18 6.5 M 10 10.5 L 10 16.5 "
                       "M 14 10.5 L 14 16.5",
    [UI_MARK_UNDO] = "M 8.5 4 L 4 8.5 L 8.5 13 M 4 8.5 L 14.5 8.5 "
                     "C 17.8 8.5 20 11 20 14 C 20 17 17.8 19.5 14.5 19.5 L 8 19.5",
    [UI_MARK_REDO] = "M 15.5 4 L 20 8.5 L 15.5 13 M 20 8.5 L 9.5 8.5 "
                     "C 6.2 8.5 4 11 4 14 C 4 17 6.2 19.5 9.5 19.5 L 16 19.5",
    [UI_MARK_OPEN] = "O 12 12 3.2 M 2 12 C 4.5 7.5 8 5.2 12 5.2 C 16 5.2 19.5 7.5 22 12 "
                     "C 19.5 16.5 16 18.8 12 18.8 C 8 18.8 4.5 16.5 2 12 Z",
    [UI_MARK_PAIR] = "M 3 3.5 L 10 3.5 L 10 20.5 L 3 20.5 Z M 14 3.5 L 21 3.5 L 21 20.5 "
                     "L 14 20.5 Z",
    [UI_MARK_PAPER]
    = "M 5 2.5 L 14.5 2.5 L 19 7 L 19 21.5 L 5 21.5 Z M 14 3 L 14 7.5 L 18.5 7.5 "
      "M 8.5 12 L 15.5 12 M 8.5 16 L 15.5 16",
    [UI_MARK_OPTIONS]
    = "M 3 7 L 12 7 M 18 7 L 21 7 O 15 7 2.6 M 3 17 L 6 17 M 12 17 L 21 17 "
      "O 9 17 2.6",
    [UI_MARK_KEYS]
    = "M 2.5 6 L 21.5 6 L 21.5 18 L 2.5 18 Z M 6.2 10 L 6.4 10 M 10 10 L 10.2 10 "
      "M 13.8 10 L 14 10 M 17.6 10 L 17.8 10 M 8 14.2 L 16 14.2",
    [UI_MARK_WIPE]
    = "M 3 20.5 L 21 20.5 M 5 3.5 L 5 12 M 8 15.5 L 15 6 L 20 9.8 L 13 19 Z "
      "M 9 3.5 L 9 7",
    [UI_MARK_PAUSE] = RING "M 9.4 8.2 L 9.4 15.8 M 14.6 8.2 L 14.6 15.8",
    [UI_MARK_HAND]
    = "M 7 12 L 7 5.5 M 10.2 11 L 10.2 3.5 M 13.4 11 L 13.4 4.5 M 16.6 12 L 16.6 7 "
      "M 16.6 12 L 16.6 15 C 16.6 18.5 14.5 20.5 11.5 20.5 C 8.5 20.5 7 19 5.6 16.6 "
      "L 3.4 12.6 M 7 12 L 7 14.5",
    [UI_MARK_FIRST] = "M 4 4 L 20 4 M 12 20.5 L 12 8.5 M 6 14 L 12 8.5 L 18 14",
    [UI_MARK_LARGER] = "M 2.5 20 L 9 4 L 15.5 20 M 5 14.5 L 13 14.5 M 19 8 L 19 15 "
                       "M 15.5 11.5 L 22.5 11.5",
    [UI_MARK_CONTRAST] = RING "M 12 2 L 12 22 M 12 6.5 L 18 6.5 M 12 10 L 21 10 "
                              "M 12 13.8 L 21 13.8 M 12 17.4 L 18 17.4",
    [UI_MARK_LOW] = "M 3 20.5 L 21 20.5 M 12 3 L 12 15.5 M 6.5 10 L 12 15.5 L 17.5 10",
    [UI_MARK_SPEAK] = "M 3 9.5 L 7 9.5 L 12 5 L 12 19 L 7 14.5 L 3 14.5 Z "
                      "M 15.5 9 C 17 10.8 17 13.2 15.5 15 "
                      "M 18.2 6 C 21.4 9.6 21.4 14.4 18.2 18",
    [UI_MARK_SWITCH] = RING "O 12 12 4.2",
    [UI_MARK_LANGUAGE] = RING "M 2 12 L 22 12 M 12 2 C 6.5 7 6.5 17 12 22 "
                              "M 12 2 C 17.5 7 17.5 17 12 22",
    [UI_MARK_STAFF] = "O 12 7 4.2 M 3.5 21 C 3.5 15.5 7 13.2 12 13.2 "
                      "C 17 13.2 20.5 15.5 20.5 21",
};

struct _UiMark {
  GtkWidget parent;
  UiMarkSign sign;
  int size_px;
  guint tick;
};

enum { PROP_0, PROP_SIGN, PROP_SIZE, PROPS };
static GParamSpec *props[PROPS];

G_DEFINE_FINAL_TYPE (UiMark, ui_mark, GTK_TYPE_WIDGET)

/* So that a template can say sign="feed". */
static const GEnumValue signs[] = {
    {UI_MARK_NONE, "UI_MARK_NONE", "none"},
    {UI_MARK_TICK, "UI_MARK_TICK", "tick"},
    {UI_MARK_DOUBT, "UI_MARK_DOUBT", "doubt"},
    {UI_MARK_STOP, "UI_MARK_STOP", "stop"},
    {UI_MARK_WAIT, "UI_MARK_WAIT", "wait"},
    {UI_MARK_WORK, "UI_MARK_WORK", "work"},
    {UI_MARK_EMPTY, "UI_MARK_EMPTY", "empty"},
    {UI_MARK_SEARCH, "UI_MARK_SEARCH", "search"},
    {UI_MARK_NEXT, "UI_MARK_NEXT", "next"},
    {UI_MARK_BACK, "UI_MARK_BACK", "back"},
    {UI_MARK_FEED, "UI_MARK_FEED", "feed"},
    {UI_MARK_SCANNER, "UI_MARK_SCANNER", "scanner"},
    {UI_MARK_TURN_LEFT, "UI_MARK_TURN_LEFT", "turn-left"},
    {UI_MARK_TURN_RIGHT, "UI_MARK_TURN_RIGHT", "turn-right"},
    {UI_MARK_EARLIER, "UI_MARK_EARLIER", "earlier"},
    {UI_MARK_LATER, "UI_MARK_LATER", "later"},
    {UI_MARK_BEFORE, "UI_MARK_BEFORE", "before"},
    {UI_MARK_AFTER, "UI_MARK_AFTER", "after"},
    {UI_MARK_AGAIN, "UI_MARK_AGAIN", "again"},
    {UI_MARK_REMOVE, "UI_MARK_REMOVE", "remove"},
    {UI_MARK_UNDO, "UI_MARK_UNDO", "undo"},
    {UI_MARK_REDO, "UI_MARK_REDO", "redo"},
    {UI_MARK_OPEN, "UI_MARK_OPEN", "open"},
    {UI_MARK_PAIR, "UI_MARK_PAIR", "pair"},
    {UI_MARK_PAPER, "UI_MARK_PAPER", "paper"},
    {UI_MARK_OPTIONS, "UI_MARK_OPTIONS", "options"},
    {UI_MARK_KEYS, "UI_MARK_KEYS", "keys"},
    {UI_MARK_WIPE, "UI_MARK_WIPE", "wipe"},
    {UI_MARK_PAUSE, "UI_MARK_PAUSE", "pause"},
    {UI_MARK_HAND, "UI_MARK_HAND", "hand"},
    {UI_MARK_FIRST, "UI_MARK_FIRST", "first"},
    {UI_MARK_LARGER, "UI_MARK_LARGER", "larger"},
    {UI_MARK_CONTRAST, "UI_MARK_CONTRAST", "contrast"},
    {UI_MARK_LOW, "UI_MARK_LOW", "low"},
    {UI_MARK_SPEAK, "UI_MARK_SPEAK", "speak"},
    {UI_MARK_SWITCH, "UI_MARK_SWITCH", "switch"},
    {UI_MARK_LANGUAGE, "UI_MARK_LANGUAGE", "language"},
    {UI_MARK_STAFF, "UI_MARK_STAFF", "staff"},
    {0, NULL, NULL},
};

GType
ui_mark_sign_get_type (void) {
  static GType type;

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("UiMarkSign", signs));
  return type;
}

static void
draw_command (cairo_t *cr, char command, const double *at) {
  switch (command) {
  case 'M':
    cairo_move_to (cr, at[0], at[1]);
    break;
  case 'L':
    cairo_line_to (cr, at[0], at[1]);
    break;
  case 'C':
    cairo_curve_to (cr, at[0], at[1], at[2], at[3], at[4], at[5]);
    break;
  case 'Z':
    cairo_close_path (cr);
    break;
  case 'O':
    cairo_new_sub_path (cr);
    cairo_arc (cr, at[0], at[1], at[2], 0, 2 * G_PI);
    break;
  default:
    g_assert_not_reached ();
  }
}

static void
draw_path (cairo_t *cr, const char *path) {
  while (*path != '\0') {
    char command = *path++;
    double at[COORDINATES] = {0};
    guint known = 0;

    while (*path == ' ' || g_ascii_isdigit (*path)) {
      char *end = NULL;
      double value = g_ascii_strtod (path, &end);

      if (end == path)
        break;
      g_assert (known < COORDINATES);
      at[known++] = value;
      path = end;
    }
    while (*path == ' ')
      path++;
    draw_command (cr, command, at);
  }
  cairo_stroke (cr);
}

static void
draw_turning (cairo_t *cr) {
  double turn = (double) (g_get_monotonic_time () % TURN_US) / TURN_US * 2 * G_PI;

  cairo_arc (cr, 12, 12, 9.6, turn, turn + 1.5 * G_PI);
  cairo_stroke (cr);
}

static void
ui_mark_snapshot (GtkWidget *widget, GtkSnapshot *snapshot) {
  UiMark *self = UI_MARK (widget);
  float side
      = (float) MIN (gtk_widget_get_width (widget), gtk_widget_get_height (widget));
  graphene_rect_t area = GRAPHENE_RECT_INIT (0, 0, side, side);
  cairo_t *cr;
  GdkRGBA color;

  if (self->sign == UI_MARK_NONE || side <= 0)
    return;
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  cr = gtk_snapshot_append_cairo (snapshot, &area);
  gdk_cairo_set_source_rgba (cr, &color);
  cairo_scale (cr, side / UNITS, side / UNITS);
  cairo_set_line_width (cr, self->size_px >= LARGE_PX ? LINE_UNITS : STROKE_UNITS);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  if (self->sign == UI_MARK_WORK)
    draw_turning (cr);
  else
    draw_path (cr, paths[self->sign]);
  cairo_destroy (cr);
}

static void
ui_mark_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                 int *minimum, int *natural, int *minimum_baseline,
                 int *natural_baseline) {
  *minimum = *natural = UI_MARK (widget)->size_px;
}

static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer data) {
  gtk_widget_queue_draw (widget);
  return G_SOURCE_CONTINUE;
}

static void
update_turning (UiMark *self) {
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean turns = self->sign == UI_MARK_WORK && gtk_widget_get_mapped (widget);

  if (turns && self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (widget, on_tick, NULL, NULL);
  if (!turns && self->tick != 0) {
    gtk_widget_remove_tick_callback (widget, self->tick);
    self->tick = 0;
  }
}

static void
ui_mark_map (GtkWidget *widget) {
  GTK_WIDGET_CLASS (ui_mark_parent_class)->map (widget);
  update_turning (UI_MARK (widget));
}

static void
ui_mark_unmap (GtkWidget *widget) {
  GTK_WIDGET_CLASS (ui_mark_parent_class)->unmap (widget);
  update_turning (UI_MARK (widget));
}

void
ui_mark_set_sign (UiMark *self, UiMarkSign sign) {
  if (self->sign == sign)
    return;
  self->sign = sign;
  update_turning (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SIGN]);
}

static void
ui_mark_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec) {
  UiMark *self = UI_MARK (object);

  if (id == PROP_SIGN)
    ui_mark_set_sign (self, (UiMarkSign) g_value_get_enum (value));
  else
    self->size_px = g_value_get_int (value);
}

static void
ui_mark_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec) {
  UiMark *self = UI_MARK (object);

  if (id == PROP_SIGN)
    g_value_set_enum (value, (int) self->sign);
  else
    g_value_set_int (value, self->size_px);
}

static void
ui_mark_class_init (UiMarkClass *klass) {
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = ui_mark_set_property;
  object_class->get_property = ui_mark_get_property;
  widget_class->snapshot = ui_mark_snapshot;
  widget_class->measure = ui_mark_measure;
  widget_class->map = ui_mark_map;
  widget_class->unmap = ui_mark_unmap;
  props[PROP_SIGN]
      = g_param_spec_enum ("sign", NULL, NULL, UI_TYPE_MARK_SIGN, UI_MARK_NONE,
                           G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  props[PROP_SIZE] = g_param_spec_int ("size", NULL, NULL, 8, 256, SIZE_PX,
                                       G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, PROPS, props);
  gtk_widget_class_set_css_name (widget_class, "mark");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
ui_mark_init (UiMark *self) {
  self->size_px = SIZE_PX;
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
}

GtkWidget *
ui_mark_new (UiMarkSign sign) {
  return g_object_new (UI_TYPE_MARK, "sign", sign, NULL);
}
