/* SPDX-License-Identifier: Apache-2.0 */

/* Nothing is kept here: the intake knows what was done last. A button that goes away while the
 * keyboard is at it hands the keyboard to the other. */

#include "ui/undo-bar.h"

#include "ui/acts.h"
#include "ui/tool-button.h"
#include "ui/wrap.h"

struct _UiUndoBar {
  GtkWidget parent;
  GtkWidget *undo;
  GtkWidget *redo;
  KioskIntake *intake; /* or NULL */
};

enum { FAILED, SIGNALS };
static guint signals[SIGNALS];

G_DEFINE_FINAL_TYPE (UiUndoBar, ui_undo_bar, GTK_TYPE_WIDGET)

static void
show_button (GtkWidget *button, const char *word, GtkWidget *other) {
  gboolean had_focus = gtk_widget_has_focus (button);

  if (word != NULL)
    tool_button_set_word (button, word);
  gtk_widget_set_visible (button, word != NULL);
  if (word == NULL && had_focus && gtk_widget_get_visible (other))
    gtk_widget_grab_focus (other);
}

void
ui_undo_bar_update (UiUndoBar *self, KioskIntake *intake) {
  gboolean works = intake != NULL && !kiosk_intake_get_scanning (intake)
                   && !kiosk_intake_get_sealed (intake);
  g_autofree char *undo = works ? acts_format_undo (intake) : NULL;
  g_autofree char *redo = works ? acts_format_redo (intake) : NULL;

  g_set_object (&self->intake, intake);
  gtk_widget_set_visible (GTK_WIDGET (self), undo != NULL || redo != NULL);
  if (redo != NULL)
    show_button (self->redo, redo, self->undo);
  show_button (self->undo, undo, self->redo);
  if (redo == NULL)
    show_button (self->redo, redo, self->undo);
}

static void
step (UiUndoBar *self, gboolean (*step_back) (KioskIntake *, GError **)) {
  g_autoptr (GError) error = NULL;

  if (self->intake == NULL)
    return;
  if (!step_back (self->intake, &error))
    g_signal_emit (self, signals[FAILED], 0, error);
  ui_undo_bar_update (self, self->intake);
}

static void
on_undo_clicked (GtkButton *button, UiUndoBar *self) {
  step (self, kiosk_intake_undo);
}

static void
on_redo_clicked (GtkButton *button, UiUndoBar *self) {
  step (self, kiosk_intake_redo);
}

static void
ui_undo_bar_dispose (GObject *object) {
  GtkWidget *child;

  g_clear_object (&UI_UNDO_BAR (object)->intake);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (ui_undo_bar_parent_class)->dispose (object);
}

static void
ui_undo_bar_class_init (UiUndoBarClass *klass) {
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ui_undo_bar_dispose;
  signals[FAILED] = g_signal_new ("failed", UI_TYPE_UNDO_BAR, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "undobar");
}

static void
ui_undo_bar_init (UiUndoBar *self) {
  GtkWidget *line = ui_wrap_new (10);

  self->undo = tool_button_new (UI_MARK_UNDO, "", NULL);
  self->redo = tool_button_new (UI_MARK_REDO, "", NULL);
  g_signal_connect (self->undo, "clicked", G_CALLBACK (on_undo_clicked), self);
  g_signal_connect (self->redo, "clicked", G_CALLBACK (on_redo_clicked), self);
  gtk_widget_set_visible (self->undo, FALSE);
  gtk_widget_set_visible (self->redo, FALSE);
  ui_wrap_append (UI_WRAP (line), self->undo);
  ui_wrap_append (UI_WRAP (line), self->redo);
  gtk_widget_set_parent (line, GTK_WIDGET (self));
}
