/* SPDX-License-Identifier: Apache-2.0 */

/* The number is read from afar, the sentence by who wants to know what it counts. */

#include "ui/figure.h"

#include "ui/count-text.h"
#include "ui/label.h"

typedef struct {
  GtkWidget *sign;
  GtkWidget *count;
  GtkWidget *title;
  GtkWidget *sentence;
} Parts;

static Parts *
get_parts (GtkWidget *figure) {
  return g_object_get_data (G_OBJECT (figure), "parts");
}

GtkWidget *
figure_new (const char *title) {
  GtkWidget *figure = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  Parts *parts = g_new (Parts, 1);

  *parts = (Parts){ui_mark_new (UI_MARK_NONE), ui_label_new ("–", "figure-count"),
                   ui_label_new (title, "figure-title"),
                   ui_label_new ("", "figure-sentence")};
  gtk_widget_set_valign (parts->title, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (parts->title, TRUE);
  gtk_label_set_wrap (GTK_LABEL (parts->count), FALSE);
  gtk_box_append (GTK_BOX (line), parts->sign);
  gtk_box_append (GTK_BOX (line), parts->count);
  gtk_box_append (GTK_BOX (line), parts->title);
  gtk_box_append (GTK_BOX (box), line);
  gtk_box_append (GTK_BOX (box), parts->sentence);
  gtk_button_set_child (GTK_BUTTON (figure), box);
  gtk_widget_add_css_class (figure, "figure");
  gtk_widget_set_hexpand (figure, TRUE);
  g_object_set_data_full (G_OBJECT (figure), "parts", parts, g_free);
  gtk_accessible_update_property (GTK_ACCESSIBLE (figure), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  title, -1);
  return figure;
}

static void
swap_class (GtkWidget *figure, const char *css_class) {
  static const char *const classes[] = {"good", "bad", "calm"};

  for (guint i = 0; i < G_N_ELEMENTS (classes); i++) {
    if (g_str_equal (classes[i], css_class))
      gtk_widget_add_css_class (figure, classes[i]);
    else
      gtk_widget_remove_css_class (figure, classes[i]);
  }
}

void
figure_set (GtkWidget *figure, guint count, UiMarkSign sign, const char *css_class,
            const char *sentence) {
  Parts *parts = get_parts (figure);
  g_autofree char *text = count_text (count);
  g_autofree char *spoken = g_strdup_printf (
      "%s: %s. %s", gtk_label_get_text (GTK_LABEL (parts->title)), text, sentence);

  ui_mark_set_sign (UI_MARK (parts->sign), sign);
  swap_class (figure, css_class);
  gtk_label_set_text (GTK_LABEL (parts->count), text);
  gtk_label_set_text (GTK_LABEL (parts->sentence), sentence);
  gtk_accessible_update_property (GTK_ACCESSIBLE (figure), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  spoken, -1);
}

void
figure_set_brief (GtkWidget *figure, gboolean brief) {
  gtk_widget_set_visible (get_parts (figure)->sentence, !brief);
}
