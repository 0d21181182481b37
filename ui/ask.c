/* SPDX-License-Identifier: Apache-2.0 */

/* No window of its own: a second window would be a way out of a kiosk, and many screen
 * readers lose their place in one. */

#include "ui/ask.h"

#include "ui/label.h"

struct _UiAsk {
  GtkWidget parent;
  GtkWidget *card;
  GtkWidget *scene;
  GtkLabel *title;
  GtkLabel *text;
  GtkWidget *yes;
  GtkWidget *no;
};

static guint answered_signal;

G_DEFINE_FINAL_TYPE (UiAsk, ui_ask, GTK_TYPE_WIDGET)

void
ui_ask_open (UiAsk *self, UiSceneKind scene, const char *title, const char *text,
             const char *yes, const char *no) {
  ui_scene_set_kind (UI_SCENE (self->scene), scene);
  gtk_label_set_text (self->title, title);
  gtk_label_set_text (self->text, text);
  gtk_button_set_label (GTK_BUTTON (self->yes), yes);
  gtk_button_set_label (GTK_BUTTON (self->no), no != NULL ? no : "");
  gtk_widget_set_visible (self->no, no != NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  title, -1);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  gtk_widget_grab_focus (self->yes);
}

void
ui_ask_set_text (UiAsk *self, const char *text) {
  gtk_label_set_text (self->text, text);
}

void
ui_ask_close (UiAsk *self) {
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

gboolean
ui_ask_get_open (UiAsk *self) {
  return gtk_widget_get_visible (GTK_WIDGET (self));
}

static void
on_clicked (GtkWidget *button, UiAsk *self) {
  ui_ask_close (self);
  g_signal_emit (self, answered_signal, 0, button == self->yes);
}

static GtkWidget *
add_button (UiAsk *self, GtkBox *box, const char *css_class) {
  GtkWidget *button = gtk_button_new_with_label ("");

  gtk_label_set_wrap (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))), TRUE);
  gtk_widget_set_hexpand (button, TRUE);
  gtk_widget_add_css_class (button, css_class);
  g_signal_connect (button, "clicked", G_CALLBACK (on_clicked), self);
  gtk_box_append (box, button);
  return button;
}

static void
ui_ask_dispose (GObject *object) {
  g_clear_pointer (&UI_ASK (object)->card, gtk_widget_unparent);
  G_OBJECT_CLASS (ui_ask_parent_class)->dispose (object);
}

static void
ui_ask_class_init (UiAskClass *klass) {
  G_OBJECT_CLASS (klass)->dispose = ui_ask_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass),
                                            GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "ask");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass),
                                        GTK_ACCESSIBLE_ROLE_ALERT_DIALOG);
  answered_signal = g_signal_new ("answered", UI_TYPE_ASK, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
}

static void
ui_ask_init (UiAsk *self) {
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 16);
  GtkWidget *told = gtk_box_new (GTK_ORIENTATION_VERTICAL, 16);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *answers = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 16);

  self->scene = ui_scene_new (UI_SCENE_CLOCK);
  gtk_widget_set_vexpand (self->scene, TRUE);
  self->title = GTK_LABEL (ui_label_new (NULL, "big-title"));
  self->text = GTK_LABEL (ui_label_new (NULL, "big-text"));
  gtk_box_append (GTK_BOX (told), self->scene);
  gtk_box_append (GTK_BOX (told), GTK_WIDGET (self->title));
  gtk_box_append (GTK_BOX (told), GTK_WIDGET (self->text));
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), told);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_box_append (GTK_BOX (box), scroller);
  gtk_box_append (GTK_BOX (box), answers);
  self->no = add_button (self, GTK_BOX (answers), "second");
  self->yes = add_button (self, GTK_BOX (answers), "primary");
  gtk_widget_add_css_class (box, "card");
  gtk_widget_set_valign (box, GTK_ALIGN_END);
  gtk_widget_set_halign (box, GTK_ALIGN_FILL);
  self->card = box;
  gtk_widget_set_parent (box, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

GtkWidget *
ui_ask_new (void) {
  return g_object_new (UI_TYPE_ASK, NULL);
}
