/* SPDX-License-Identifier: Apache-2.0 */

/* Only papers that the procedure asks for are offered: another paper has no place in the
 * dossier, and "none of these" says so. */

#include "ui/type-chooser.h"

#include "ui/list-button.h"
#include "ui/language.h"

#include <glib/gi18n.h>

struct _UiTypeChooser {
  GtkWidget parent;
  GtkBox *list;
};

enum { CHOSEN, CANCELLED, SIGNALS };
static guint signals[SIGNALS];

G_DEFINE_FINAL_TYPE (UiTypeChooser, ui_type_chooser, GTK_TYPE_WIDGET)

static void
on_type_clicked (GtkButton *button, UiTypeChooser *self) {
  g_signal_emit (self, signals[CHOSEN], 0, g_object_get_data (G_OBJECT (button), "type"));
}

static void
on_cancel_clicked (GtkButton *button, UiTypeChooser *self) {
  g_signal_emit (self, signals[CANCELLED], 0);
}

static GtkWidget *
add_type (UiTypeChooser *self, const char *key, const char *name) {
  GtkWidget *button = list_button_new (name, NULL, name);

  g_object_set_data_full (G_OBJECT (button), "type", g_strdup (key), g_free);
  g_signal_connect (button, "clicked", G_CALLBACK (on_type_clicked), self);
  gtk_box_append (self->list, button);
  return button;
}

static gboolean
is_offered (const Procedure *procedure, guint number) {
  const Component *component = g_ptr_array_index (procedure->components, number);

  for (guint i = 0; i < number; i++) {
    const Component *before = g_ptr_array_index (procedure->components, i);

    if (g_strcmp0 (before->paper_type, component->paper_type) == 0)
      return TRUE;
  }
  return FALSE;
}

static void
clear_list (UiTypeChooser *self) {
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_box_remove (self->list, child);
}

void
ui_type_chooser_fill (UiTypeChooser *self, const Catalogue *catalogue,
                      const Procedure *procedure, const char *current) {
  GtkWidget *focus = NULL;

  clear_list (self);
  for (guint i = 0; i < procedure->components->len; i++) {
    const Component *component = g_ptr_array_index (procedure->components, i);
    const PaperType *type = catalogue_get_paper_type (catalogue, component->paper_type);
    GtkWidget *button;

    if (type == NULL || is_offered (procedure, i))
      continue;
    button
        = add_type (self, type->key, language_is_english () ? type->name_en : type->name);
    if (g_strcmp0 (type->key, current) != 0 && focus != NULL)
      continue;
    focus = button;
    if (g_strcmp0 (type->key, current) == 0)
      gtk_widget_add_css_class (button, "current");
  }
  add_type (self, NULL, _ ("Trang tiếp của giấy tờ trước nó"));
  if (focus != NULL)
    gtk_widget_grab_focus (focus);
}

static void
ui_type_chooser_dispose (GObject *object) {
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (ui_type_chooser_parent_class)->dispose (object);
}

static void
ui_type_chooser_class_init (UiTypeChooserClass *klass) {
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ui_type_chooser_dispose;
  signals[CHOSEN] = g_signal_new ("chosen", UI_TYPE_TYPE_CHOOSER, G_SIGNAL_RUN_LAST, 0,
                                  NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[CANCELLED] = g_signal_new ("cancelled", UI_TYPE_TYPE_CHOOSER, G_SIGNAL_RUN_LAST,
                                     0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/motcua/type-chooser.ui");
  gtk_widget_class_bind_template_child (widget_class, UiTypeChooser, list);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel_clicked);
}

static void
ui_type_chooser_init (UiTypeChooser *self) {
  gtk_widget_init_template (GTK_WIDGET (self));
}
