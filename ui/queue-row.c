/* SPDX-License-Identifier: Apache-2.0 */

/* A list of a hundred thousand keeps two hundred rows alive and gives them other dossiers as it
 * is scrolled. Were a row made of labels, each frame would measure a thousand of them. So a row
 * is one widget of a height that its type alone decides; its texts are laid out when it is
 * drawn, which is when it can be seen, and kept until it shows something else. */

#include "ui/queue-row.h"

#include "ui/brief-look.h"

#define PAD_PX       12
#define GAP_PX       14
#define SIGN_PX      24
#define WIDE_LINES   3
#define SLIM_LINES   5
#define SLIM_HEIGHTS 21   /* narrower than so many lines are high: in five lines */
#define LINE_SPACE   1.22 /* of the type's height */
#define NAME_PART    0.34 /* of the width: who hands in */

typedef enum { CODE, STATE, AGE, PROCEDURE, APPLICANT, STORY, TEXTS } Text;

struct _UiQueueRow {
  GtkWidget parent;
  GtkWidget *sign;
  KioskBrief *brief;
  gulong handler;
  int line_px; /* 0: not measured yet */
  int laid_px; /* width the texts were laid out for; 0: they were not */
  PangoLayout *texts[TEXTS];
};

G_DEFINE_FINAL_TYPE (UiQueueRow, ui_queue_row, GTK_TYPE_WIDGET)

/* --- size ----------------------------------------------------------------------------- */

static int
get_line (UiQueueRow *self) {
  PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (self));
  PangoFontMetrics *metrics;

  if (self->line_px != 0)
    return self->line_px;
  metrics = pango_context_get_metrics (context, NULL, NULL);
  self->line_px
      = (int) (LINE_SPACE * pango_font_metrics_get_height (metrics) / PANGO_SCALE + 0.5);
  pango_font_metrics_unref (metrics);
  return self->line_px;
}

static gboolean
is_slim (UiQueueRow *self, int width) {
  return width > 0 && width < SLIM_HEIGHTS * get_line (self);
}

static void
ui_queue_row_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                      int *minimum, int *natural, int *minimum_baseline,
                      int *natural_baseline) {
  UiQueueRow *self = UI_QUEUE_ROW (widget);
  int lines = is_slim (self, for_size) ? SLIM_LINES : WIDE_LINES;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = *natural = 2 * PAD_PX + SIGN_PX;
  else
    *minimum = *natural = lines * get_line (self) + 2 * PAD_PX;
}

static GtkSizeRequestMode
ui_queue_row_get_request_mode (GtkWidget *widget) {
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
ui_queue_row_size_allocate (GtkWidget *widget, int width, int height, int baseline) {
  UiQueueRow *self = UI_QUEUE_ROW (widget);
  GtkAllocation place
      = {PAD_PX, PAD_PX + (get_line (self) - SIGN_PX) / 2, SIGN_PX, SIGN_PX};

  gtk_widget_size_allocate (self->sign, &place, -1);
}

/* --- texts ---------------------------------------------------------------------------- */

static void
forget_texts (UiQueueRow *self) {
  for (guint i = 0; i < TEXTS; i++)
    g_clear_object (&self->texts[i]);
  self->laid_px = 0;
}

static PangoLayout *
lay_out (UiQueueRow *self, const char *text, int width, gboolean bold, double scale) {
  PangoLayout *layout
      = gtk_widget_create_pango_layout (GTK_WIDGET (self), text != NULL ? text : "");
  g_autoptr (PangoAttrList) looks = pango_attr_list_new ();

  pango_attr_list_insert (looks, pango_attr_scale_new (scale));
  if (bold)
    pango_attr_list_insert (looks, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  pango_layout_set_attributes (layout, looks);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_width (layout, MAX (1, width) * PANGO_SCALE);
  return layout;
}

static int
get_width (PangoLayout *layout) {
  int width, height;

  pango_layout_get_pixel_size (layout, &width, &height);
  return width;
}

static char *
tell_story (KioskBrief *brief) {
  const char *what = kiosk_brief_get_what (brief);
  const char *next = kiosk_brief_get_next (brief);

  return what != NULL ? g_strdup_printf ("%s %s", what, next != NULL ? next : "")
                      : g_strdup ("…");
}

static void
lay_out_texts (UiQueueRow *self, int width) {
  g_autofree char *state = brief_look_format_state (self->brief);
  g_autofree char *time = brief_look_format_time (self->brief);
  g_autofree char *story = tell_story (self->brief);
  int room = width - 2 * PAD_PX - SIGN_PX - GAP_PX;
  gboolean slim = is_slim (self, width);
  int name = slim ? room : (int) (room * NAME_PART);

  forget_texts (self);
  self->laid_px = width;
  self->texts[AGE] = lay_out (self, time, slim ? room / 2 : room, TRUE, 0.9);
  self->texts[CODE] = lay_out (self, kiosk_brief_get_code (self->brief), room, TRUE, 1);
  self->texts[APPLICANT]
      = lay_out (self, kiosk_brief_get_applicant (self->brief), name, FALSE, 0.95);
  if (!slim)
    name = get_width (self->texts[APPLICANT]) + GAP_PX;
  self->texts[STATE] = lay_out (self, state,
                                slim ? room - get_width (self->texts[AGE]) - GAP_PX
                                     : room - get_width (self->texts[CODE])
                                           - get_width (self->texts[AGE]) - 2 * GAP_PX,
                                TRUE, 0.9);
  self->texts[PROCEDURE] = lay_out (self, kiosk_brief_get_procedure_name (self->brief),
                                    slim ? room : room - name, FALSE, 0.95);
  self->texts[STORY] = lay_out (self, story, room, FALSE, 0.85);
}

/* --- drawing -------------------------------------------------------------------------- */

static GdkRGBA
find_colour (UiQueueRow *self, const char *name) {
  GtkStyleContext *style = gtk_widget_get_style_context (GTK_WIDGET (self));
  GdkRGBA colour;

  if (!gtk_style_context_lookup_color (style, name, &colour))
    gtk_style_context_get_color (style, &colour);
  return colour;
}

static void
draw_text (UiQueueRow *self, GtkSnapshot *snapshot, Text text, int x, int line,
           const char *colour) {
  GdkRGBA ink = find_colour (self, colour);
  int width, height;

  pango_layout_get_pixel_size (self->texts[text], &width, &height);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (
      snapshot,
      &GRAPHENE_POINT_INIT ((float) x, (float) (PAD_PX + line * get_line (self)
                                                + (get_line (self) - height) / 2)));
  gtk_snapshot_append_layout (snapshot, self->texts[text], &ink);
  gtk_snapshot_restore (snapshot);
}

static void
ui_queue_row_snapshot (GtkWidget *widget, GtkSnapshot *snapshot) {
  UiQueueRow *self = UI_QUEUE_ROW (widget);
  int width = gtk_widget_get_width (widget);
  int left = PAD_PX + SIGN_PX + GAP_PX;
  gboolean slim = is_slim (self, width);
  const char *colour;

  if (self->brief == NULL)
    return;
  if (self->laid_px != width)
    lay_out_texts (self, width);
  colour = brief_look_get_colour (self->brief);
  gtk_widget_snapshot_child (widget, self->sign, snapshot);
  draw_text (self, snapshot, CODE, left, 0, "ink");
  draw_text (self, snapshot, STATE,
             slim ? left : left + get_width (self->texts[CODE]) + GAP_PX, slim ? 1 : 0,
             colour);
  draw_text (self, snapshot, AGE, width - PAD_PX - get_width (self->texts[AGE]),
             slim ? 1 : 0, kiosk_brief_get_late (self->brief) ? "stop" : "ink");
  draw_text (self, snapshot, PROCEDURE, left, slim ? 2 : 1, "ink");
  draw_text (self, snapshot, APPLICANT,
             slim ? left : width - PAD_PX - get_width (self->texts[APPLICANT]),
             slim ? 3 : 1, "ink");
  draw_text (self, snapshot, STORY, left, slim ? 4 : 2, "soft");
}

/* --- what it shows -------------------------------------------------------------------- */

static void
update (UiQueueRow *self) {
  GtkWidget *cell = gtk_widget_get_parent (GTK_WIDGET (self));
  g_autofree char *spoken = brief_look_format_spoken (self->brief);

  forget_texts (self);
  ui_mark_set_sign (UI_MARK (self->sign), brief_look_get_sign (self->brief));
  gtk_widget_set_css_classes (
      self->sign, (const char *[]){brief_look_get_colour (self->brief), NULL});
  if (cell != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (cell), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    spoken, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_changed (KioskBrief *brief, UiQueueRow *self) {
  update (self);
}

void
ui_queue_row_set_brief (UiQueueRow *self, KioskBrief *brief) {
  if (self->brief != NULL)
    g_signal_handler_disconnect (self->brief, self->handler);
  g_set_object (&self->brief, brief);
  forget_texts (self);
  if (brief == NULL)
    return;
  self->handler = g_signal_connect (brief, "changed", G_CALLBACK (on_changed), self);
  update (self);
}

/* A press on the sign picks this one, too, as a finger has no Ctrl. */
static void
on_sign_pressed (GtkGestureClick *gesture, int presses, double x, double y,
                 UiQueueRow *self) {
  if (x > PAD_PX + SIGN_PX + GAP_PX / 2.0)
    return;
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_widget_activate_action (GTK_WIDGET (self), "listitem.select", "(bb)", TRUE, FALSE);
}

static void
ui_queue_row_css_changed (GtkWidget *widget, GtkCssStyleChange *change) {
  UiQueueRow *self = UI_QUEUE_ROW (widget);

  GTK_WIDGET_CLASS (ui_queue_row_parent_class)->css_changed (widget, change);
  self->line_px = 0;
  forget_texts (self);
}

static void
ui_queue_row_dispose (GObject *object) {
  UiQueueRow *self = UI_QUEUE_ROW (object);

  ui_queue_row_set_brief (self, NULL);
  g_clear_pointer (&self->sign, gtk_widget_unparent);
  G_OBJECT_CLASS (ui_queue_row_parent_class)->dispose (object);
}

static void
ui_queue_row_class_init (UiQueueRowClass *klass) {
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ui_queue_row_dispose;
  widget_class->measure = ui_queue_row_measure;
  widget_class->get_request_mode = ui_queue_row_get_request_mode;
  widget_class->size_allocate = ui_queue_row_size_allocate;
  widget_class->snapshot = ui_queue_row_snapshot;
  widget_class->css_changed = ui_queue_row_css_changed;
  gtk_widget_class_set_css_name (widget_class, "queuerow");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
ui_queue_row_init (UiQueueRow *self) {
  GtkGesture *press = gtk_gesture_click_new ();

  self->sign = ui_mark_new (UI_MARK_NONE);
  gtk_widget_set_parent (self->sign, GTK_WIDGET (self));
  g_signal_connect (press, "pressed", G_CALLBACK (on_sign_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (press));
}

/* --- cells ---------------------------------------------------------------------------- */

static void
on_setup (GtkListItemFactory *factory, GtkListItem *cell, gpointer data) {
  gtk_list_item_set_child (cell, g_object_new (UI_TYPE_QUEUE_ROW, NULL));
}

static void
on_bind (GtkListItemFactory *factory, GtkListItem *cell, gpointer data) {
  ui_queue_row_set_brief (UI_QUEUE_ROW (gtk_list_item_get_child (cell)),
                          KIOSK_BRIEF (gtk_list_item_get_item (cell)));
}

static void
on_unbind (GtkListItemFactory *factory, GtkListItem *cell, gpointer data) {
  ui_queue_row_set_brief (UI_QUEUE_ROW (gtk_list_item_get_child (cell)), NULL);
}

GtkListItemFactory *
ui_queue_row_factory_new (void) {
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind), NULL);
  return factory;
}
