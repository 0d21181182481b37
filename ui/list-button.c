/* SPDX-License-Identifier: Apache-2.0 */

/* Lists are made of plain buttons, so that touch, keyboard and screen reader need nothing
 * special. */

#include "ui/list-button.h"

#include "ui/label.h"
#include "ui/mark.h"

GtkWidget *
list_button_new (const char *title, const char *below, const char *spoken) {
  GtkWidget *button = gtk_button_new ();
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 20);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  gtk_box_append (GTK_BOX (texts), ui_label_new (title, "row-title"));
  if (below != NULL)
    gtk_box_append (GTK_BOX (texts), ui_label_new (below, "caption"));
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (line), texts);
  gtk_box_append (GTK_BOX (line), ui_mark_new (UI_MARK_NEXT));
  gtk_button_set_child (GTK_BUTTON (button), line);
  gtk_widget_add_css_class (button, "row");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  spoken, -1);
  return button;
}
