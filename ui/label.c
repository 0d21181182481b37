/* SPDX-License-Identifier: Apache-2.0 */

/* Nothing on a screen may be cut off, at any size of type, so text wraps unless it is told
 * otherwise. */

#include "ui/label.h"

GtkWidget *
ui_label_new (const char *text, const char *css_class) {
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, css_class);
  return label;
}
