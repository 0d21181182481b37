/* SPDX-License-Identifier: Apache-2.0 */

/* Three sheets, drawn as one sees them lying in the feeder: the one on top whole, the others as
 * edges behind it. Each bears its number, and an arrow points to its head. */

#include "ui/stack-picture.h"

#define WIDTH_PX  132
#define HEIGHT_PX 112
#define SHEETS    3
#define STEP_PX   14.0
#define SHEET_W   66.0
#define SHEET_H   78.0
#define LINE_PX   2.0
#define FONT_PX   30.0
#define EDGE_PX   11.0 /* letters of what only shows its edge */

struct _UiStackPicture {
  GtkWidget parent;
  Stacking stacking;
};

G_DEFINE_FINAL_TYPE (UiStackPicture, ui_stack_picture, GTK_TYPE_WIDGET)

static gboolean
is_last_first (Stacking stacking) {
  return stacking == STACKING_LAST || stacking == STACKING_LAST_TURNED;
}

static gboolean
is_turned (Stacking stacking) {
  return stacking == STACKING_FIRST_TURNED || stacking == STACKING_LAST_TURNED;
}

/* An arrow up or down beside the number: where the head of the sheet points. */
static void
draw_arrow (cairo_t *cr, double x, double y, gboolean down) {
  double tip = down ? 12 : -12;

  cairo_move_to (cr, x, y - tip);
  cairo_line_to (cr, x, y + tip);
  cairo_move_to (cr, x - 6, y + tip / 2);
  cairo_line_to (cr, x, y + tip);
  cairo_line_to (cr, x + 6, y + tip / 2);
  cairo_stroke (cr);
}

static void
draw_number (cairo_t *cr, guint number, double x, double y, double size) {
  char text[] = {(char) ('0' + number), '\0'};
  cairo_text_extents_t extents;

  cairo_select_font_face (cr, "Noto Sans", CAIRO_FONT_SLANT_NORMAL,
                          CAIRO_FONT_WEIGHT_BOLD);
  cairo_set_font_size (cr, size);
  cairo_text_extents (cr, text, &extents);
  cairo_move_to (cr, x - extents.x_bearing - extents.width / 2,
                 y - extents.y_bearing - extents.height / 2);
  cairo_show_text (cr, text);
}

/* @depth: 0 is on top. */
static void
draw_sheet (UiStackPicture *self, cairo_t *cr, const GdkRGBA *ink, guint depth) {
  double left = (WIDTH_PX - SHEET_W) / 2 - STEP_PX + STEP_PX * depth;
  double top = HEIGHT_PX - SHEET_H - 3 - STEP_PX * depth;
  guint number = is_last_first (self->stacking) ? SHEETS - depth : depth + 1;

  cairo_rectangle (cr, left, top, SHEET_W, SHEET_H);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_fill_preserve (cr);
  gdk_cairo_set_source_rgba (cr, ink);
  cairo_stroke (cr);
  cairo_set_source_rgb (cr, 0.16, 0.15, 0.13);
  if (depth > 0) {
    draw_number (cr, number, left + SHEET_W - EDGE_PX / 2 - 2, top + 9, EDGE_PX);
    return;
  }
  draw_number (cr, number, left + SHEET_W * 0.36, top + SHEET_H / 2, FONT_PX);
  draw_arrow (cr, left + SHEET_W * 0.76, top + SHEET_H / 2, is_turned (self->stacking));
}

static void
ui_stack_picture_snapshot (GtkWidget *widget, GtkSnapshot *snapshot) {
  graphene_rect_t area = GRAPHENE_RECT_INIT (0, 0, WIDTH_PX, HEIGHT_PX);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &area);
  GdkRGBA ink;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &ink);
  cairo_set_line_width (cr, LINE_PX);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  for (guint depth = SHEETS; depth > 0; depth--)
    draw_sheet (UI_STACK_PICTURE (widget), cr, &ink, depth - 1);
  cairo_destroy (cr);
}

static void
ui_stack_picture_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                          int *minimum, int *natural, int *minimum_baseline,
                          int *natural_baseline) {
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? WIDTH_PX : HEIGHT_PX;
}

static void
ui_stack_picture_class_init (UiStackPictureClass *klass) {
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = ui_stack_picture_snapshot;
  widget_class->measure = ui_stack_picture_measure;
  gtk_widget_class_set_css_name (widget_class, "stackpicture");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
ui_stack_picture_init (UiStackPicture *self) {
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
}

GtkWidget *
ui_stack_picture_new (Stacking stacking) {
  UiStackPicture *self = g_object_new (UI_TYPE_STACK_PICTURE, NULL);

  self->stacking = stacking;
  return GTK_WIDGET (self);
}
