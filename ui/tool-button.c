/* SPDX-License-Identifier: Apache-2.0 */

/* The sign is found at a glance, the word is understood at first sight; neither stands
 * alone. */

#include "ui/tool-button.h"

#define GAP_PX 10

static void
set_spoken (GtkWidget *button, const char *spoken) {
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  spoken, -1);
}

GtkWidget *
tool_button_new (UiMarkSign sign, const char *word, const char *spoken) {
  GtkWidget *button = gtk_button_new ();
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, GAP_PX);
  GtkWidget *label = gtk_label_new (word);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_NONE);
  gtk_box_append (GTK_BOX (line), ui_mark_new (sign));
  gtk_box_append (GTK_BOX (line), label);
  gtk_widget_set_halign (line, GTK_ALIGN_CENTER);
  gtk_button_set_child (GTK_BUTTON (button), line);
  gtk_widget_add_css_class (button, "tool");
  set_spoken (button, spoken != NULL ? spoken : word);
  return button;
}

void
tool_button_set_word (GtkWidget *button, const char *word) {
  GtkWidget *label
      = gtk_widget_get_last_child (gtk_button_get_child (GTK_BUTTON (button)));

  gtk_label_set_text (GTK_LABEL (label), word);
  set_spoken (button, word);
}

void
tool_button_set_stacked (GtkWidget *button) {
  GtkWidget *box = gtk_button_get_child (GTK_BUTTON (button));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (box), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (box), 0);
  gtk_widget_set_halign (gtk_widget_get_first_child (box), GTK_ALIGN_CENTER);
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "stacked");
}
