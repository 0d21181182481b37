/* SPDX-License-Identifier: Apache-2.0 */

/* Both languages stand side by side, as nobody has chosen one yet; this screen is therefore
 * not translated. */

#include "ui/welcome-screen.h"

#include "ui/language.h"

#include "ui/label.h"

struct _UiWelcomeScreen {
  UiStage parent;
};

G_DEFINE_FINAL_TYPE (UiWelcomeScreen, ui_welcome_screen, UI_TYPE_STAGE)

static void
begin (UiWelcomeScreen *self, gboolean english) {
  language_set_english (english);
  ui_screen_emit_done (UI_SCREEN (self));
}

static void
on_vietnamese (GtkButton *button, UiWelcomeScreen *self) {
  begin (self, FALSE);
}

static void
on_english (GtkButton *button, UiWelcomeScreen *self) {
  begin (self, TRUE);
}

static void
add_start (UiWelcomeScreen *self, const char *word, const char *below, GCallback begins,
           gboolean first) {
  GtkWidget *button = gtk_button_new ();
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *title = ui_label_new (word, "card-title");
  GtkWidget *text = ui_label_new (below, "card-text");

  gtk_box_append (GTK_BOX (words), title);
  gtk_box_append (GTK_BOX (words), text);
  gtk_button_set_child (GTK_BUTTON (button), words);
  gtk_widget_add_css_class (button, "choice");
  if (first)
    gtk_widget_add_css_class (button, "primary");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  word, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, below, -1);
  g_signal_connect (button, "clicked", begins, self);
  gtk_box_append (ui_stage_get_controls (UI_STAGE (self)), button);
}

static void
ui_welcome_screen_constructed (GObject *object) {
  UiWelcomeScreen *self = UI_WELCOME_SCREEN (object);

  G_OBJECT_CLASS (ui_welcome_screen_parent_class)->constructed (object);
  ui_stage_tell (UI_STAGE (self), UI_SCENE_WELCOME, "Nộp hồ sơ tại đây",
                 "Miễn phí. Máy chỉ từng bước một; nhân viên luôn sẵn lòng giúp.\n"
                 "Hand in your papers here. It is free, and staff are glad to help.");
  add_start (self, "Bắt đầu", "Tiếng Việt", G_CALLBACK (on_vietnamese), TRUE);
  add_start (self, "Start", "English", G_CALLBACK (on_english), FALSE);
}

static void
ui_welcome_screen_class_init (UiWelcomeScreenClass *klass) {
  G_OBJECT_CLASS (klass)->constructed = ui_welcome_screen_constructed;
}

static void
ui_welcome_screen_init (UiWelcomeScreen *self) {
}
