/* SPDX-License-Identifier: Apache-2.0 */

/* Signs are strokes on a square of 24 units, kept in one table, so that no icon theme and
 * no image decoder is needed on a kiosk. A stroke is a polyline; the circle around some
 * signs is a flag. The working sign turns while it can be seen, and costs nothing else. */

#include "ui/mark.h"

#define UNITS        24.0
#define STROKE_UNITS 2.4
#define LINE_UNITS   1.1 /* of signs that are shown large */
#define TURN_US      1100000
#define POINTS       5
#define SIZE_PX      24

typedef struct {
  gboolean ring;
  guint strokes;
  struct {
    guint points;
    double x[POINTS], y[POINTS];
  } stroke[2];
} Shape;

static const Shape shapes[] = {
    [UI_MARK_NONE] = {FALSE, 0, {{0}}},
    [UI_MARK_TICK] = {TRUE, 1, {{3, {7.5, 10.8, 16.8}, {12.4, 15.6, 8.8}}}},
    [UI_MARK_DOUBT] = {TRUE, 2, {{2, {12, 12}, {6.8, 13}}, {2, {12, 12}, {16.8, 17}}}},
    [UI_MARK_STOP]
    = {TRUE, 2, {{2, {8.5, 15.5}, {8.5, 15.5}}, {2, {15.5, 8.5}, {8.5, 15.5}}}},
    [UI_MARK_WAIT] = {TRUE, 1, {{3, {12, 12, 15.5}, {7, 12.4, 14.4}}}},
    [UI_MARK_WORK] = {FALSE, 0, {{0}}},
    [UI_MARK_EMPTY] = {TRUE, 0, {{0}}},
    [UI_MARK_SEARCH] = {FALSE, 1, {{2, {15.2, 20.5}, {15.2, 20.5}}}},
    [UI_MARK_NEXT] = {FALSE, 1, {{3, {9, 16, 9}, {5, 12, 19}}}},
    [UI_MARK_BACK] = {FALSE, 1, {{3, {15, 8, 15}, {5, 12, 19}}}},
    [UI_MARK_FEED] = {FALSE,
                      2,
                      {{4, {7.5, 7.5, 16.5, 16.5}, {12, 2.5, 2.5, 12}},
                       {5, {3.5, 20.5, 20.5, 3.5, 3.5}, {12, 12, 20, 20, 12}}}},
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
draw_shape (cairo_t *cr, const Shape *shape) {
  if (shape->ring) {
    cairo_arc (cr, 12, 12, 10.2, 0, 2 * G_PI);
    cairo_stroke (cr);
  }
  for (guint i = 0; i < shape->strokes; i++) {
    for (guint p = 0; p < shape->stroke[i].points; p++)
      cairo_line_to (cr, shape->stroke[i].x[p], shape->stroke[i].y[p]);
    cairo_stroke (cr);
  }
}

/* Signs that are arcs are not in the table. */
static void
draw_arcs (UiMark *self, cairo_t *cr) {
  if (self->sign == UI_MARK_SEARCH) {
    cairo_arc (cr, 10.2, 10.2, 6.8, 0, 2 * G_PI);
    cairo_stroke (cr);
  }
  if (self->sign == UI_MARK_WORK) {
    double turn = (double) (g_get_monotonic_time () % TURN_US) / TURN_US * 2 * G_PI;

    cairo_arc (cr, 12, 12, 9.6, turn, turn + 1.5 * G_PI);
    cairo_stroke (cr);
  }
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
  cairo_set_line_width (cr, self->sign == UI_MARK_FEED ? LINE_UNITS : STROKE_UNITS);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  draw_shape (cr, &shapes[self->sign]);
  draw_arcs (self, cr);
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
