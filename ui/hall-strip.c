/* SPDX-License-Identifier: Apache-2.0 */

/* The tools in one table. Help keeps its words at all times; the others are told apart by
 * their signs where large type leaves no room, and by their names for a screen reader. */

#include "ui/hall-strip.h"

#include "ui/tool-button.h"

#include <glib/gi18n.h>

#define GAP_PX 10

static const struct {
  WicketWay way;
  UiMarkSign sign;
  const char *word;
  gboolean stays; /* the word, at any size */
} tools[] = {
    {WICKET_LARGER, UI_MARK_LARGER, N_ ("Chữ to"), FALSE},
    {WICKET_CONTRAST, UI_MARK_CONTRAST, N_ ("Rõ nét"), FALSE},
    {WICKET_LOW, UI_MARK_LOW, N_ ("Nút thấp"), FALSE},
    {WICKET_SPEAK, UI_MARK_SPEAK, N_ ("Đọc to"), FALSE},
    {WICKET_SWITCH, UI_MARK_SWITCH, N_ ("Một nút"), FALSE},
    {WICKET_LANGUAGE, UI_MARK_LANGUAGE, N_ ("English"), FALSE},
    {WICKET_STAFF, UI_MARK_STAFF, N_ ("Gọi nhân viên"), TRUE},
};

struct _UiHallStrip {
  GtkWidget parent;
  GtkWidget *buttons[G_N_ELEMENTS (tools)];
};

static guint chosen_signal;

G_DEFINE_FINAL_TYPE (UiHallStrip, ui_hall_strip, GTK_TYPE_WIDGET)

static void
on_clicked (GtkButton *button, UiHallStrip *self) {
  g_signal_emit (self, chosen_signal, 0,
                 GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "way")));
}

void
ui_hall_strip_set_brief (UiHallStrip *self, gboolean brief) {
  for (guint i = 0; i < G_N_ELEMENTS (tools); i++) {
    GtkWidget *line = gtk_button_get_child (GTK_BUTTON (self->buttons[i]));

    gtk_widget_set_visible (gtk_widget_get_last_child (line), !brief || tools[i].stays);
  }
}

void
ui_hall_strip_set_pressed (UiHallStrip *self, WicketWay way, gboolean pressed) {
  for (guint i = 0; i < G_N_ELEMENTS (tools); i++) {
    if (tools[i].way != way)
      continue;
    if (pressed)
      gtk_widget_add_css_class (self->buttons[i], "pressed");
    else
      gtk_widget_remove_css_class (self->buttons[i], "pressed");
    gtk_accessible_update_state (
        GTK_ACCESSIBLE (self->buttons[i]), GTK_ACCESSIBLE_STATE_PRESSED,
        pressed ? GTK_ACCESSIBLE_TRISTATE_TRUE : GTK_ACCESSIBLE_TRISTATE_FALSE, -1);
  }
}

static void
ui_hall_strip_dispose (GObject *object) {
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (ui_hall_strip_parent_class)->dispose (object);
}

static void
ui_hall_strip_class_init (UiHallStripClass *klass) {
  G_OBJECT_CLASS (klass)->dispose = ui_hall_strip_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass),
                                            GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "hallstrip");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass),
                                        GTK_ACCESSIBLE_ROLE_GROUP);
  chosen_signal = g_signal_new ("chosen", UI_TYPE_HALL_STRIP, G_SIGNAL_RUN_LAST, 0, NULL,
                                NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
}

static void
ui_hall_strip_init (UiHallStrip *self) {
  GtkWidget *brand = gtk_label_new ("motcua");

  gtk_box_layout_set_spacing (
      GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self))), GAP_PX);
  gtk_widget_add_css_class (GTK_WIDGET (self), "strip");
  gtk_widget_add_css_class (brand, "brand");
  gtk_widget_set_hexpand (brand, TRUE);
  gtk_label_set_xalign (GTK_LABEL (brand), 0);
  gtk_label_set_ellipsize (GTK_LABEL (brand), PANGO_ELLIPSIZE_END);
  gtk_widget_set_parent (brand, GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (tools); i++) {
    self->buttons[i] = tool_button_new (tools[i].sign, _ (tools[i].word), NULL);
    if (tools[i].stays)
      gtk_widget_add_css_class (self->buttons[i], "staff");
    g_object_set_data (G_OBJECT (self->buttons[i]), "way",
                       GINT_TO_POINTER (tools[i].way));
    g_signal_connect (self->buttons[i], "clicked", G_CALLBACK (on_clicked), self);
    gtk_widget_set_parent (self->buttons[i], GTK_WIDGET (self));
  }
}

GtkWidget *
ui_hall_strip_new (void) {
  return g_object_new (UI_TYPE_HALL_STRIP, NULL);
}
