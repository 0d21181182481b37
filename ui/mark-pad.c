/* SPDX-License-Identifier: Apache-2.0 */

/* The whole page, so that what is drawn is seen where it is. The picture is the reader's
 * preview (preview.h); nothing is decoded here. Keys do all that a pointer does, and the name a
 * screen reader says tells where the place is. */

#include "ui/mark-pad.h"

#include "ui/preview.h"

#include <glib/gi18n.h>

#define MARGIN_PX  12.0f
#define FRAME_PX   3.0f
#define STEP       0.01 /* of a side, for a key */
#define LEAST      0.01 /* of a side: no smaller place is one */
#define FIRST_WIDE 0.5  /* of a side: a place that a key begins */
#define FIRST_HIGH 0.08

struct _UiMarkPad {
  GtkWidget parent;
  KioskLeaf *leaf;
  GdkTexture *texture;
  GArray *places; /* UiPlace */
  UiPlace drawn;
  gboolean has_drawn;
  double from_x, from_y;
};

enum { DRAWN, SIGNALS };
static guint signals[SIGNALS];

G_DEFINE_FINAL_TYPE (UiMarkPad, ui_mark_pad, GTK_TYPE_WIDGET)

/* --- page ----------------------------------------------------------------------------- */

static gboolean
find_page (UiMarkPad *self, graphene_rect_t *page) {
  float room_width
      = MAX (1, (float) gtk_widget_get_width (GTK_WIDGET (self)) - 2 * MARGIN_PX);
  float room_height
      = MAX (1, (float) gtk_widget_get_height (GTK_WIDGET (self)) - 2 * MARGIN_PX);
  float width, height, scale;

  if (self->texture == NULL)
    return FALSE;
  width = (float) gdk_texture_get_width (self->texture);
  height = (float) gdk_texture_get_height (self->texture);
  scale = MIN (room_width / width, room_height / height);
  graphene_rect_init (page, MARGIN_PX + (room_width - width * scale) / 2,
                      MARGIN_PX + (room_height - height * scale) / 2, width * scale,
                      height * scale);
  return TRUE;
}

static void
draw_frame (UiMarkPad *self, GtkSnapshot *snapshot, const graphene_rect_t *page,
            const UiPlace *place, const char *colour_name) {
  GtkStyleContext *style = gtk_widget_get_style_context (GTK_WIDGET (self));
  float widths[4] = {FRAME_PX, FRAME_PX, FRAME_PX, FRAME_PX};
  graphene_rect_t box;
  GskRoundedRect frame;
  GdkRGBA colour, wash;

  if (!gtk_style_context_lookup_color (style, colour_name, &colour))
    gtk_style_context_get_color (style, &colour);
  wash = colour;
  wash.alpha = 0.12f;
  graphene_rect_init (&box, page->origin.x + (float) place->left * page->size.width,
                      page->origin.y + (float) place->top * page->size.height,
                      (float) (place->right - place->left) * page->size.width,
                      (float) (place->bottom - place->top) * page->size.height);
  gsk_rounded_rect_init_from_rect (&frame, &box, 4);
  gtk_snapshot_append_color (snapshot, &wash, &box);
  gtk_snapshot_append_border (snapshot, &frame, widths,
                              (GdkRGBA[4]){colour, colour, colour, colour});
}

static void
ui_mark_pad_snapshot (GtkWidget *widget, GtkSnapshot *snapshot) {
  UiMarkPad *self = UI_MARK_PAD (widget);
  graphene_rect_t page;

  if (!find_page (self, &page))
    return;
  gtk_snapshot_append_texture (snapshot, self->texture, &page);
  for (guint i = 0; i < self->places->len; i++)
    draw_frame (self, snapshot, &page, &g_array_index (self->places, UiPlace, i),
                "doubt");
  if (self->has_drawn)
    draw_frame (self, snapshot, &page, &self->drawn, "stop");
}

/* --- place ---------------------------------------------------------------------------- */

static void
tell (UiMarkPad *self) {
  const UiPlace *place = &self->drawn;
  guint number = self->leaf != NULL ? kiosk_leaf_get_place (self->leaf) : 0;
  g_autofree char *name
      = self->has_drawn
            ? g_strdup_printf (_ ("Trang %u, chỗ đánh dấu: cách trái %.0f %%, cách trên "
                                  "%.0f %%, rộng %.0f %%, cao %.0f %%"),
                               number, place->left * 100, place->top * 100,
                               (place->right - place->left) * 100,
                               (place->bottom - place->top) * 100)
            : g_strdup_printf (
                _ ("Trang %u, chưa đánh dấu chỗ nào; phím cách để đánh dấu"), number);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, signals[DRAWN], 0);
}

static void
begin_place (UiMarkPad *self) {
  self->drawn = (UiPlace){(1 - FIRST_WIDE) / 2, (1 - FIRST_HIGH) / 2,
                          (1 + FIRST_WIDE) / 2, (1 + FIRST_HIGH) / 2};
  self->has_drawn = TRUE;
}

static void
move_place (UiMarkPad *self, double x, double y) {
  UiPlace *place = &self->drawn;

  x = CLAMP (x, -place->left, 1 - place->right);
  y = CLAMP (y, -place->top, 1 - place->bottom);
  place->left += x;
  place->right += x;
  place->top += y;
  place->bottom += y;
}

static void
grow_place (UiMarkPad *self, double x, double y) {
  UiPlace *place = &self->drawn;

  place->right = CLAMP (place->right + x, place->left + LEAST, 1);
  place->bottom = CLAMP (place->bottom + y, place->top + LEAST, 1);
}

static gboolean
find_step (guint key, double *x, double *y) {
  *x = key == GDK_KEY_Left ? -STEP : key == GDK_KEY_Right ? STEP : 0;
  *y = key == GDK_KEY_Up ? -STEP : key == GDK_KEY_Down ? STEP : 0;
  return *x != 0 || *y != 0;
}

static gboolean
on_key (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state,
        UiMarkPad *self) {
  double x, y;

  if (self->texture == NULL)
    return FALSE;
  if (key == GDK_KEY_space && !self->has_drawn)
    begin_place (self);
  else if (key == GDK_KEY_Delete && self->has_drawn)
    self->has_drawn = FALSE;
  else if (!self->has_drawn || !find_step (key, &x, &y))
    return FALSE;
  else if ((state & GDK_SHIFT_MASK) != 0)
    grow_place (self, x, y);
  else
    move_place (self, x, y);
  tell (self);
  return TRUE;
}

static void
on_drag_begin (GtkGestureDrag *gesture, double x, double y, UiMarkPad *self) {
  gtk_widget_grab_focus (GTK_WIDGET (self));
  self->from_x = x;
  self->from_y = y;
}

static void
on_drag_update (GtkGestureDrag *gesture, double x, double y, UiMarkPad *self) {
  graphene_rect_t page;
  double left, top, right, bottom;

  if (!find_page (self, &page))
    return;
  left = (MIN (self->from_x, self->from_x + x) - page.origin.x) / page.size.width;
  right = (MAX (self->from_x, self->from_x + x) - page.origin.x) / page.size.width;
  top = (MIN (self->from_y, self->from_y + y) - page.origin.y) / page.size.height;
  bottom = (MAX (self->from_y, self->from_y + y) - page.origin.y) / page.size.height;
  left = CLAMP (left, 0, 1);
  right = CLAMP (right, 0, 1);
  top = CLAMP (top, 0, 1);
  bottom = CLAMP (bottom, 0, 1);
  if (right - left < LEAST || bottom - top < LEAST)
    return;
  self->drawn = (UiPlace){left, top, right, bottom};
  self->has_drawn = TRUE;
  tell (self);
}

gboolean
ui_mark_pad_get_place (UiMarkPad *self, UiPlace *place) {
  *place = self->drawn;
  return self->has_drawn;
}

void
ui_mark_pad_set_places (UiMarkPad *self, const GArray *places) {
  g_array_set_size (self->places, 0);
  if (places != NULL && places->len > 0)
    g_array_append_vals (self->places, places->data, places->len);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* --- picture -------------------------------------------------------------------------- */

static void
load_picture (UiMarkPad *self) {
  if (self->texture == NULL && self->leaf != NULL
      && gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->texture = preview_load (self->leaf, 0, NULL);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
ui_mark_pad_set_leaf (UiMarkPad *self, KioskLeaf *leaf) {
  g_set_object (&self->leaf, leaf);
  g_clear_object (&self->texture);
  self->has_drawn = FALSE;
  load_picture (self);
  tell (self);
}

static void
ui_mark_pad_map (GtkWidget *widget) {
  GTK_WIDGET_CLASS (ui_mark_pad_parent_class)->map (widget);
  load_picture (UI_MARK_PAD (widget));
}

static void
ui_mark_pad_unmap (GtkWidget *widget) {
  g_clear_object (&UI_MARK_PAD (widget)->texture);
  GTK_WIDGET_CLASS (ui_mark_pad_parent_class)->unmap (widget);
}

static void
ui_mark_pad_dispose (GObject *object) {
  UiMarkPad *self = UI_MARK_PAD (object);

  g_clear_object (&self->texture);
  g_clear_object (&self->leaf);
  g_clear_pointer (&self->places, g_array_unref);
  G_OBJECT_CLASS (ui_mark_pad_parent_class)->dispose (object);
}

static void
ui_mark_pad_class_init (UiMarkPadClass *klass) {
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ui_mark_pad_dispose;
  widget_class->snapshot = ui_mark_pad_snapshot;
  widget_class->map = ui_mark_pad_map;
  widget_class->unmap = ui_mark_pad_unmap;
  signals[DRAWN] = g_signal_new ("drawn", UI_TYPE_MARK_PAD, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_css_name (widget_class, "markpad");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
ui_mark_pad_init (UiMarkPad *self) {
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkGesture *drag = gtk_gesture_drag_new ();

  self->places = g_array_new (FALSE, FALSE, sizeof (UiPlace));
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), self);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (on_drag_update), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
}
