/* SPDX-License-Identifier: Apache-2.0 */

/* The drawing is the glass from above with a line where the streak is, in proportion to an A4's
 * width; the sentence says the same in millimetres. Once the glass has been wiped the notice is
 * sent away, and comes back only with a further page. */

#include "ui/wipe.h"

#include "ui/tool-button.h"
#include "ui/wrap.h"

#include <glib/gi18n.h>

#define PAPER_MM  210.0
#define WIDTH_PX  148
#define HEIGHT_PX 44
#define LINE_PX   3.0

struct _UiWipe {
  GtkWidget parent;
  GtkWidget *picture;
  GtkLabel *text;
  double at_mm;
  guint pages;
  guint wiped_pages; /* as many bore the streak when the glass was wiped */
};

G_DEFINE_FINAL_TYPE (UiWipe, ui_wipe, GTK_TYPE_WIDGET)

static void
draw_glass (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data) {
  UiWipe *self = UI_WIPE (data);
  double left = 4, right = width - 4, at;
  GdkRGBA ink;

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (area)), &ink);
  gdk_cairo_set_source_rgba (cr, &ink);
  cairo_set_line_width (cr, 2);
  cairo_rectangle (cr, left, 4, right - left, height - 8);
  cairo_stroke (cr);
  at = left + (right - left) * MIN (self->at_mm, PAPER_MM) / PAPER_MM;
  cairo_set_line_width (cr, LINE_PX);
  cairo_move_to (cr, at, 4);
  cairo_line_to (cr, at, height - 4);
  cairo_stroke (cr);
  cairo_arc (cr, at, height / 2.0, 9, 0, 2 * G_PI);
  cairo_stroke (cr);
}

static char *
format_text (const KioskGlass *glass) {
  guint left_mm = (guint) (glass->at_mm + 0.5);

  if (glass->side == PAGE_BACK)
    return g_strdup_printf (
        _ ("Vệt dọc ở cùng một chỗ trên %u mặt sau liền nhau, cách mép "
           "trái %u mm: hãy lau kính sau của máy quét ở đó."),
        glass->pages, left_mm);
  return g_strdup_printf (
      _ ("Vệt dọc ở cùng một chỗ trên %u trang liền nhau, cách mép trái "
         "%u mm: hãy lau kính máy quét ở đó."),
      glass->pages, left_mm);
}

void
ui_wipe_update (UiWipe *self, KioskIntake *intake) {
  KioskGlass glass = {0};
  gboolean dirty = intake != NULL && kiosk_intake_get_dirt (intake, &glass);
  g_autofree char *text = dirty ? format_text (&glass) : NULL;

  if (!dirty)
    self->wiped_pages = 0;
  dirty = dirty && glass.pages > self->wiped_pages;
  gtk_widget_set_visible (GTK_WIDGET (self), dirty);
  if (!dirty)
    return;
  self->at_mm = glass.at_mm;
  self->pages = glass.pages;
  gtk_label_set_text (self->text, text);
  gtk_widget_queue_draw (self->picture);
}

static void
on_wiped_clicked (GtkButton *button, UiWipe *self) {
  self->wiped_pages = self->pages;
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

static void
ui_wipe_dispose (GObject *object) {
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (ui_wipe_parent_class)->dispose (object);
}

static void
ui_wipe_class_init (UiWipeClass *klass) {
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ui_wipe_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "notice");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_ALERT);
}

static void
ui_wipe_init (UiWipe *self) {
  GtkWidget *widget = GTK_WIDGET (self);
  GtkWidget *wiped = tool_button_new (UI_MARK_WIPE, _ ("Đã lau kính"), NULL);

  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (widget)),
                              16);
  self->picture = gtk_drawing_area_new ();
  gtk_drawing_area_set_content_width (GTK_DRAWING_AREA (self->picture), WIDTH_PX);
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (self->picture), HEIGHT_PX);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (self->picture), draw_glass, self,
                                  NULL);
  gtk_widget_set_valign (self->picture, GTK_ALIGN_CENTER);
  self->text = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->text, TRUE);
  gtk_label_set_xalign (self->text, 0);
  gtk_widget_set_hexpand (GTK_WIDGET (self->text), TRUE);
  gtk_widget_set_valign (wiped, GTK_ALIGN_CENTER);
  g_signal_connect (wiped, "clicked", G_CALLBACK (on_wiped_clicked), self);
  gtk_widget_set_parent (self->picture, widget);
  gtk_widget_set_parent (GTK_WIDGET (self->text), widget);
  gtk_widget_set_parent (wiped, widget);
  gtk_widget_set_visible (widget, FALSE);
}
