/* SPDX-License-Identifier: Apache-2.0 */

/* The parts are found by their order in the button, which is filled here and nowhere else. */

#include "ui/choice-button.h"

static GtkWidget *
new_label (const char *text, const char *css_class) {
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, css_class);
  return label;
}

void
choice_button_fill (GtkWidget *button, const char *title) {
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *choice = new_label ("", "choice-text");

  gtk_label_set_wrap (GTK_LABEL (choice), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (choice), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (GTK_LABEL (choice), 2);
  gtk_label_set_ellipsize (GTK_LABEL (choice), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (texts), new_label (title, "choice-title"));
  gtk_box_append (GTK_BOX (texts), choice);
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_box_append (GTK_BOX (line), ui_mark_new (UI_MARK_NONE));
  gtk_box_append (GTK_BOX (line), texts);
  gtk_box_append (GTK_BOX (line), ui_mark_new (UI_MARK_NEXT));
  gtk_button_set_child (GTK_BUTTON (button), line);
  gtk_widget_add_css_class (button, "chosen");
}

void
choice_button_set (GtkWidget *button, UiMarkSign sign, const char *choice) {
  GtkWidget *mark
      = gtk_widget_get_first_child (gtk_button_get_child (GTK_BUTTON (button)));
  GtkWidget *title = gtk_widget_get_first_child (gtk_widget_get_next_sibling (mark));
  GtkWidget *text = gtk_widget_get_next_sibling (title);
  g_autofree char *spoken
      = g_strdup_printf ("%s: %s", gtk_label_get_text (GTK_LABEL (title)), choice);

  ui_mark_set_sign (UI_MARK (mark), sign);
  if (sign == UI_MARK_DOUBT)
    gtk_widget_add_css_class (button, "doubtful");
  else
    gtk_widget_remove_css_class (button, "doubtful");
  gtk_label_set_text (GTK_LABEL (text), choice);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  spoken, -1);
}
