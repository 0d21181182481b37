/* SPDX-License-Identifier: Apache-2.0 */

/* Lines are filled from the first child on, each child at its natural width; what does not fit
 * begins the next line. Measuring and placing are one walk over the children, so that they
 * cannot disagree. */

#include "ui/wrap.h"

#define GAP_PX 10

struct _UiWrap {
  GtkWidget parent;
  int gap_px;
};

enum { PROP_0, PROP_GAP, PROPS };
static GParamSpec *props[PROPS];

G_DEFINE_FINAL_TYPE (UiWrap, ui_wrap, GTK_TYPE_WIDGET)

static void
measure_child (GtkWidget *child, int width, GtkAllocation *place) {
  int minimum, natural;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL,
                      NULL);
  place->width = MAX (minimum, MIN (natural, width));
  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, place->width, &minimum, &natural,
                      NULL, NULL);
  place->height = natural;
}

/* Makes the children of one line as high as the highest. */
static void
place_line (GtkWidget *first, GtkWidget *end, int top, int height) {
  int left = 0;
  int gap_px = UI_WRAP (gtk_widget_get_parent (first))->gap_px;
  int width = gtk_widget_get_width (gtk_widget_get_parent (first));

  for (GtkWidget *child = first; child != end;
       child = gtk_widget_get_next_sibling (child)) {
    GtkAllocation place = {.x = left, .y = top};

    if (!gtk_widget_should_layout (child))
      continue;
    measure_child (child, width, &place);
    place.height = height;
    gtk_widget_size_allocate (child, &place, -1);
    left += place.width + gap_px;
  }
}

/* The height of all lines at @width; with @placing, children get their places. */
static int
lay_out (UiWrap *self, int width, gboolean placing) {
  GtkWidget *first = NULL;
  int left = 0, top = 0, height = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self)); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkAllocation place = {0};

    if (!gtk_widget_should_layout (child))
      continue;
    measure_child (child, width, &place);
    if (first != NULL && left + place.width > width) {
      if (placing)
        place_line (first, child, top, height);
      top += height + self->gap_px;
      first = NULL;
    }
    if (first == NULL) {
      first = child;
      left = height = 0;
    }
    left += place.width + self->gap_px;
    height = MAX (height, place.height);
  }
  if (first != NULL && placing)
    place_line (first, NULL, top, height);
  return top + height;
}

static GtkSizeRequestMode
ui_wrap_get_request_mode (GtkWidget *widget) {
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
ui_wrap_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                 int *minimum, int *natural, int *minimum_baseline,
                 int *natural_baseline) {
  UiWrap *self = UI_WRAP (widget);

  *minimum = *natural = 0;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    int least, usual;

    if (!gtk_widget_should_layout (child))
      continue;
    gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &least, &usual, NULL,
                        NULL);
    *natural += (*natural > 0 ? self->gap_px : 0) + usual;
    *minimum = MAX (*minimum, least);
  }
  if (orientation == GTK_ORIENTATION_VERTICAL)
    *minimum = *natural = lay_out (self, for_size > 0 ? for_size : *natural, FALSE);
}

static void
ui_wrap_size_allocate (GtkWidget *widget, int width, int height, int baseline) {
  lay_out (UI_WRAP (widget), width, TRUE);
}

static void
ui_wrap_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec) {
  UI_WRAP (object)->gap_px = g_value_get_int (value);
}

static void
ui_wrap_dispose (GObject *object) {
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (ui_wrap_parent_class)->dispose (object);
}

static void
ui_wrap_class_init (UiWrapClass *klass) {
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = ui_wrap_set_property;
  object_class->dispose = ui_wrap_dispose;
  widget_class->get_request_mode = ui_wrap_get_request_mode;
  widget_class->measure = ui_wrap_measure;
  widget_class->size_allocate = ui_wrap_size_allocate;
  props[PROP_GAP] = g_param_spec_int ("gap", NULL, NULL, 0, 64, GAP_PX,
                                      G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, PROPS, props);
  gtk_widget_class_set_css_name (widget_class, "wrap");
}

static void
ui_wrap_init (UiWrap *self) {
  self->gap_px = GAP_PX;
}

GtkWidget *
ui_wrap_new (int gap_px) {
  return g_object_new (UI_TYPE_WRAP, "gap", gap_px, NULL);
}

void
ui_wrap_append (UiWrap *self, GtkWidget *child) {
  gtk_widget_set_parent (child, GTK_WIDGET (self));
}
