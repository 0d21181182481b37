/* SPDX-License-Identifier: Apache-2.0 */

/* Counting is what a clerk does before the sheets go in: the number is set by touch, and
 * what was kept stands beside it, so that a sheet that is missing is seen while the citizen
 * is still there. Nothing is kept here: the store knows. */

#include "ui/sheet-count.h"

#include <glib/gi18n.h>

struct _UiSheetCount {
  GtkWidget parent;
  GtkLabel *text;
  KioskIntake *intake; /* or NULL */
};

G_DEFINE_FINAL_TYPE (UiSheetCount, ui_sheet_count, GTK_TYPE_WIDGET)

static void
show_counts (UiSheetCount *self, const SheetCounts *counts) {
  g_autofree char *text
      = counts->declared == 0
            ? g_strdup_printf (_ ("Số tờ: chưa khai · đã giữ %u"), counts->kept)
            : g_strdup_printf (_ ("Số tờ: %u · đã giữ %u"), counts->declared,
                               counts->kept);

  gtk_label_set_text (self->text, text);
}

void
ui_sheet_count_update (UiSheetCount *self, KioskIntake *intake) {
  SheetCounts counts;

  g_set_object (&self->intake, intake);
  gtk_widget_set_visible (GTK_WIDGET (self),
                          intake != NULL && kiosk_intake_get_counts (intake, &counts));
  if (!gtk_widget_get_visible (GTK_WIDGET (self)))
    return;
  show_counts (self, &counts);
}

/* The first press begins with what is there already. */
static void
change (UiSheetCount *self, int by) {
  SheetCounts counts;
  int sheets;

  if (self->intake == NULL || !kiosk_intake_get_counts (self->intake, &counts))
    return;
  sheets = counts.declared == 0 && by > 0 ? MAX (1, (int) counts.kept)
                                          : (int) counts.declared + by;
  if (sheets < 0 || !kiosk_intake_declare (self->intake, (guint) sheets, NULL))
    return;
  ui_sheet_count_update (self, self->intake);
}

static void
on_less_clicked (GtkButton *button, UiSheetCount *self) {
  change (self, -1);
}

static void
on_more_clicked (GtkButton *button, UiSheetCount *self) {
  change (self, 1);
}

static void
ui_sheet_count_dispose (GObject *object) {
  UiSheetCount *self = UI_SHEET_COUNT (object);
  GtkWidget *child;

  g_clear_object (&self->intake);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (ui_sheet_count_parent_class)->dispose (object);
}

static void
ui_sheet_count_class_init (UiSheetCountClass *klass) {
  G_OBJECT_CLASS (klass)->dispose = ui_sheet_count_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass),
                                            GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "sheetcount");
}

static void
add_button (UiSheetCount *self, const char *label, const char *name, GCallback clicked) {
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
  gtk_widget_add_css_class (button, "round");
  g_signal_connect (button, "clicked", clicked, self);
  gtk_widget_set_parent (button, GTK_WIDGET (self));
}

static void
ui_sheet_count_init (UiSheetCount *self) {
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 10);
  self->text = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_set_parent (GTK_WIDGET (self->text), GTK_WIDGET (self));
  add_button (self, "−", _ ("Bớt một tờ"), G_CALLBACK (on_less_clicked));
  add_button (self, "+", _ ("Thêm một tờ"), G_CALLBACK (on_more_clicked));
}
