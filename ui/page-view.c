/* SPDX-License-Identifier: Apache-2.0 */

/* A camera over the page: where it looks (centre, in parts of the page) and how close
 * (zoom, 1 is the whole page). Setting a value sets a goal, and each frame takes the camera
 * a part of the way; without animations it is there at once. A press goes back and forth
 * between the goal and the whole page, a drag moves the camera by hand. */

#include "ui/page-view.h"

#include "ui/preview.h"

#include <glib/gi18n.h>

#define GLIDE_US      320000.0 /* of a move */
#define PLACE_PART    0.58     /* of the view's width a value's place may fill */
#define RIGHT_PART    0.06 /* of the view's width, right of a place: its label is left */
#define ZOOM_MAX      2.2
#define ZOOM_MIN      1.35 /* of a place: closer than the whole page */
#define MARGIN_PX     12.0f
#define FRAME_GROW_PX 6.0f
#define FRAME_PX      3.0f

typedef struct {
  double x, y, zoom;
} Camera;

static const Camera whole_page = {0.5, 0.5, 1.0};

struct _UiPageView {
  GtkWidget parent;
  KioskLeaf *leaf;
  KioskValue *value;
  GdkTexture *texture;
  gboolean loaded; /* as far as there was something to load */
  gboolean whole;  /* the whole page is asked for in spite of a place */
  Camera now, from, goal;
  Camera dragged; /* where a drag began */
  gint64 started_us;
  guint tick;
};

G_DEFINE_FINAL_TYPE (UiPageView, ui_page_view, GTK_TYPE_WIDGET)

/* --- camera --------------------------------------------------------------------------- */

/* Pixels of the page's sides when all of it is seen. */
static void
measure_fit (UiPageView *self, double *width, double *height) {
  double page_width = gdk_texture_get_width (self->texture);
  double page_height = gdk_texture_get_height (self->texture);
  double room_width = MAX (1, gtk_widget_get_width (GTK_WIDGET (self)) - 2 * MARGIN_PX);
  double room_height = MAX (1, gtk_widget_get_height (GTK_WIDGET (self)) - 2 * MARGIN_PX);
  double scale = MIN (room_width / page_width, room_height / page_height);

  *width = page_width * scale;
  *height = page_height * scale;
}

/* No further out than the page's edge, or centred when all of a side is seen. */
static double
clamp_side (double at, double page, double room) {
  double half = room / page / 2;

  return half >= 0.5 ? 0.5 : CLAMP (at, half, 1 - half);
}

static Camera
clamp_camera (UiPageView *self, Camera camera) {
  double width, height;

  measure_fit (self, &width, &height);
  camera.zoom = CLAMP (camera.zoom, 1.0, ZOOM_MAX);
  camera.x = clamp_side (camera.x, width * camera.zoom,
                         gtk_widget_get_width (GTK_WIDGET (self)) - 2 * MARGIN_PX);
  camera.y = clamp_side (camera.y, height * camera.zoom,
                         gtk_widget_get_height (GTK_WIDGET (self)) - 2 * MARGIN_PX);
  return camera;
}

static Camera
find_goal (UiPageView *self) {
  double left, top, right, bottom, width, height, seen;
  Camera goal = whole_page;

  if (self->whole || self->value == NULL || self->texture == NULL
      || !kiosk_value_get_place (self->value, &left, &top, &right, &bottom))
    return goal;
  measure_fit (self, &width, &height);
  goal.x = (left + right) / 2;
  goal.y = (top + bottom) / 2;
  goal.zoom = gtk_widget_get_width (GTK_WIDGET (self)) * PLACE_PART
              / MAX (1, (right - left) * width);
  goal.zoom = CLAMP (goal.zoom, ZOOM_MIN, ZOOM_MAX);
  seen = gtk_widget_get_width (GTK_WIDGET (self)) / (width * goal.zoom);
  goal.x = MIN (goal.x, right - (0.5 - RIGHT_PART) * seen);
  return clamp_camera (self, goal);
}

static double
ease (double part) {
  double rest = 1 - part;

  return 1 - rest * rest * rest;
}

static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer data) {
  UiPageView *self = UI_PAGE_VIEW (widget);
  gint64 elapsed_us = gdk_frame_clock_get_frame_time (clock) - self->started_us;
  double part = ease (CLAMP ((double) elapsed_us / GLIDE_US, 0, 1));

  self->now.x = self->from.x + (self->goal.x - self->from.x) * part;
  self->now.y = self->from.y + (self->goal.y - self->from.y) * part;
  self->now.zoom = self->from.zoom + (self->goal.zoom - self->from.zoom) * part;
  gtk_widget_queue_draw (widget);
  if (part < 1)
    return G_SOURCE_CONTINUE;
  self->tick = 0;
  return G_SOURCE_REMOVE;
}

static void
stop_glide (UiPageView *self) {
  if (self->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick);
  self->tick = 0;
}

static void
glide (UiPageView *self) {
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean animates = FALSE;

  g_object_get (gtk_widget_get_settings (widget), "gtk-enable-animations", &animates,
                NULL);
  stop_glide (self);
  self->goal = find_goal (self);
  self->from = self->now;
  if (!animates || !gtk_widget_get_mapped (widget)) {
    self->now = self->goal;
    gtk_widget_queue_draw (widget);
    return;
  }
  self->started_us = gdk_frame_clock_get_frame_time (gtk_widget_get_frame_clock (widget));
  self->tick = gtk_widget_add_tick_callback (widget, on_tick, NULL, NULL);
}

/* --- drawing -------------------------------------------------------------------------- */

static void
get_accent (UiPageView *self, GdkRGBA *accent) {
  GtkStyleContext *style = gtk_widget_get_style_context (GTK_WIDGET (self));

  if (!gtk_style_context_lookup_color (style, "accent", accent))
    gtk_style_context_get_color (style, accent);
}

static void
draw_place (UiPageView *self, GtkSnapshot *snapshot, const graphene_rect_t *page) {
  double left, top, right, bottom;
  float widths[4] = {FRAME_PX, FRAME_PX, FRAME_PX, FRAME_PX};
  graphene_rect_t place;
  GskRoundedRect frame;
  GdkRGBA accent, wash;

  if (self->value == NULL
      || !kiosk_value_get_place (self->value, &left, &top, &right, &bottom))
    return;
  graphene_rect_init (&place, page->origin.x + (float) left * page->size.width,
                      page->origin.y + (float) top * page->size.height,
                      (float) (right - left) * page->size.width,
                      (float) (bottom - top) * page->size.height);
  graphene_rect_inset (&place, -FRAME_GROW_PX, -FRAME_GROW_PX);
  get_accent (self, &accent);
  wash = accent;
  wash.alpha = 0.10f;
  gsk_rounded_rect_init_from_rect (&frame, &place, 6);
  gtk_snapshot_push_rounded_clip (snapshot, &frame);
  gtk_snapshot_append_color (snapshot, &wash, &place);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_append_border (snapshot, &frame, widths,
                              (GdkRGBA[4]){accent, accent, accent, accent});
}

static void
ui_page_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot) {
  UiPageView *self = UI_PAGE_VIEW (widget);
  float room_width = (float) gtk_widget_get_width (widget);
  float room_height = (float) gtk_widget_get_height (widget);
  double width, height;
  Camera camera;
  graphene_rect_t page;

  if (self->texture == NULL)
    return;
  measure_fit (self, &width, &height);
  camera = clamp_camera (self, self->now);
  graphene_rect_init (&page, room_width / 2 - (float) (camera.x * width * camera.zoom),
                      room_height / 2 - (float) (camera.y * height * camera.zoom),
                      (float) (width * camera.zoom), (float) (height * camera.zoom));
  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0, 0, room_width, room_height));
  gtk_snapshot_append_texture (snapshot, self->texture, &page);
  draw_place (self, snapshot, &page);
  gtk_snapshot_pop (snapshot);
}

static void
ui_page_view_size_allocate (GtkWidget *widget, int width, int height, int baseline) {
  UiPageView *self = UI_PAGE_VIEW (widget);

  stop_glide (self);
  self->now = self->goal = find_goal (self);
}

/* --- page and place ------------------------------------------------------------------- */

static void
load_picture (UiPageView *self) {
  if (self->loaded || self->leaf == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self))
      || kiosk_leaf_get_state (self->leaf) == KIOSK_LEAF_SCANNED)
    return;
  self->loaded = TRUE;
  self->texture = preview_load (self->leaf, 0, NULL);
  self->now = self->goal = find_goal (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
drop_picture (UiPageView *self) {
  stop_glide (self);
  g_clear_object (&self->texture);
  self->loaded = FALSE;
}

static void
on_state_changed (KioskLeaf *leaf, GParamSpec *spec, UiPageView *self) {
  if (self->texture == NULL)
    self->loaded = FALSE;
  load_picture (self);
}

static void
update_name (UiPageView *self) {
  g_autofree char *name = NULL;

  if (self->leaf == NULL)
    return;
  name = g_strdup_printf (_ ("Ảnh trang %u"), kiosk_leaf_get_place (self->leaf));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
}

void
ui_page_view_set_leaf (UiPageView *self, KioskLeaf *leaf) {
  if (self->leaf == leaf)
    return;
  if (self->leaf != NULL)
    g_signal_handlers_disconnect_by_data (self->leaf, self);
  drop_picture (self);
  g_clear_object (&self->value);
  g_set_object (&self->leaf, leaf);
  self->now = self->goal = whole_page;
  self->whole = FALSE;
  if (leaf != NULL)
    g_signal_connect (leaf, "notify::state", G_CALLBACK (on_state_changed), self);
  update_name (self);
  load_picture (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
ui_page_view_set_value (UiPageView *self, KioskValue *value) {
  if (g_set_object (&self->value, value))
    self->whole = FALSE;
  if (self->texture != NULL)
    glide (self);
}

void
ui_page_view_toggle (UiPageView *self) {
  self->whole = !self->whole;
  if (self->texture != NULL)
    glide (self);
}

/* --- pointer -------------------------------------------------------------------------- */

static void
on_released (GtkGestureClick *gesture, int presses, double x, double y,
             UiPageView *self) {
  ui_page_view_toggle (self);
}

static void
on_drag_begin (GtkGestureDrag *gesture, double x, double y, UiPageView *self) {
  self->dragged = self->now;
}

static void
on_drag_update (GtkGestureDrag *gesture, double x, double y, UiPageView *self) {
  double width, height;
  GtkWidget *widget = GTK_WIDGET (self);

  if (self->texture == NULL || !gtk_drag_check_threshold (widget, 0, 0, (int) x, (int) y))
    return;
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  stop_glide (self);
  measure_fit (self, &width, &height);
  self->now.x = self->dragged.x - x / (width * self->now.zoom);
  self->now.y = self->dragged.y - y / (height * self->now.zoom);
  self->now = clamp_camera (self, self->now);
  gtk_widget_queue_draw (widget);
}

static void
add_gestures (UiPageView *self) {
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *drag = gtk_gesture_drag_new ();

  g_signal_connect (click, "released", G_CALLBACK (on_released), self);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (on_drag_update), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
}

/* --- class ---------------------------------------------------------------------------- */

static void
ui_page_view_map (GtkWidget *widget) {
  GTK_WIDGET_CLASS (ui_page_view_parent_class)->map (widget);
  load_picture (UI_PAGE_VIEW (widget));
}

static void
ui_page_view_unmap (GtkWidget *widget) {
  drop_picture (UI_PAGE_VIEW (widget));
  GTK_WIDGET_CLASS (ui_page_view_parent_class)->unmap (widget);
}

static void
ui_page_view_dispose (GObject *object) {
  ui_page_view_set_leaf (UI_PAGE_VIEW (object), NULL);
  G_OBJECT_CLASS (ui_page_view_parent_class)->dispose (object);
}

static void
ui_page_view_class_init (UiPageViewClass *klass) {
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ui_page_view_dispose;
  widget_class->snapshot = ui_page_view_snapshot;
  widget_class->size_allocate = ui_page_view_size_allocate;
  widget_class->map = ui_page_view_map;
  widget_class->unmap = ui_page_view_unmap;
  gtk_widget_class_set_css_name (widget_class, "pageview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
ui_page_view_init (UiPageView *self) {
  self->now = self->goal = whole_page;
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  add_gestures (self);
}
