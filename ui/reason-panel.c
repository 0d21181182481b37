/* SPDX-License-Identifier: Apache-2.0 */

/* A reason that is offered is put into the entry, where it can be made more exact. */

#include "ui/reason-panel.h"

#include "ui/entry.h"
#include "ui/label.h"
#include "ui/wrap.h"

#include <glib/gi18n.h>

#define GAP_PX      10
#define LENGTH_MOST 200

struct _UiReasonPanel {
  GtkWidget parent;
  GtkWidget *box;
  GtkWidget *title;
  GtkWidget *offers; /* a box with the wrap of this time */
  GtkWidget *entry;
  GtkWidget *confirm;
};

enum { GIVEN, CANCELLED, SIGNALS };
static guint signals[SIGNALS];

G_DEFINE_FINAL_TYPE (UiReasonPanel, ui_reason_panel, GTK_TYPE_WIDGET)

static char *
get_reason (UiReasonPanel *self) {
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry))));
}

static void
on_changed (GtkEditable *entry, UiReasonPanel *self) {
  g_autofree char *reason = get_reason (self);

  gtk_widget_set_sensitive (self->confirm, *reason != '\0');
}

static void
on_confirm (GtkWidget *source, UiReasonPanel *self) {
  g_autofree char *reason = get_reason (self);

  if (*reason == '\0')
    return;
  ui_reason_panel_close (self);
  g_signal_emit (self, signals[GIVEN], 0, reason);
}

static void
on_cancel (GtkButton *button, UiReasonPanel *self) {
  ui_reason_panel_close (self);
  g_signal_emit (self, signals[CANCELLED], 0);
}

static void
on_offer (GtkButton *button, UiReasonPanel *self) {
  g_autofree char *reason = g_strdup (gtk_button_get_label (button));

  if (!gtk_widget_get_visible (self->entry)) {
    ui_reason_panel_close (self);
    g_signal_emit (self, signals[GIVEN], 0, reason);
    return;
  }
  gtk_editable_set_text (GTK_EDITABLE (self->entry), gtk_button_get_label (button));
  gtk_widget_grab_focus (self->confirm);
}

static gboolean
on_key (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state,
        UiReasonPanel *self) {
  if (key != GDK_KEY_Escape)
    return FALSE;
  on_cancel (NULL, self);
  return TRUE;
}

static void
fill_offers (UiReasonPanel *self, const char *const *reasons) {
  GtkWidget *wrap = ui_wrap_new (GAP_PX);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->offers)) != NULL)
    gtk_box_remove (GTK_BOX (self->offers), child);
  for (guint i = 0; reasons[i] != NULL; i++) {
    GtkWidget *offer = gtk_button_new_with_label (_ (reasons[i]));

    gtk_widget_add_css_class (offer, "quiet");
    g_signal_connect (offer, "clicked", G_CALLBACK (on_offer), self);
    ui_wrap_append (UI_WRAP (wrap), offer);
  }
  gtk_box_append (GTK_BOX (self->offers), wrap);
}

void
ui_reason_panel_ask (UiReasonPanel *self, const char *title, const char *verb,
                     const char *const *reasons) {
  gtk_label_set_text (GTK_LABEL (self->title), title);
  gtk_button_set_label (GTK_BUTTON (self->confirm), verb != NULL ? verb : "");
  gtk_widget_set_visible (self->confirm, verb != NULL);
  gtk_widget_set_visible (self->entry, verb != NULL);
  fill_offers (self, reasons);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  on_changed (GTK_EDITABLE (self->entry), self);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  if (verb != NULL)
    gtk_widget_grab_focus (self->entry);
  else
    gtk_widget_child_focus (self->offers, GTK_DIR_TAB_FORWARD);
}

void
ui_reason_panel_close (UiReasonPanel *self) {
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

static void
ui_reason_panel_dispose (GObject *object) {
  g_clear_pointer (&UI_REASON_PANEL (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (ui_reason_panel_parent_class)->dispose (object);
}

static void
ui_reason_panel_class_init (UiReasonPanelClass *klass) {
  G_OBJECT_CLASS (klass)->dispose = ui_reason_panel_dispose;
  signals[GIVEN] = g_signal_new ("given", UI_TYPE_REASON_PANEL, G_SIGNAL_RUN_LAST, 0,
                                 NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[CANCELLED] = g_signal_new ("cancelled", UI_TYPE_REASON_PANEL, G_SIGNAL_RUN_LAST,
                                     0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass),
                                            GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "reasonpanel");
}

static void
ui_reason_panel_init (UiReasonPanel *self) {
  GtkWidget *line = ui_wrap_new (GAP_PX);
  GtkWidget *cancel = gtk_button_new_with_label (_ ("Thôi"));
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, GAP_PX);
  self->title = ui_label_new ("", "subtitle");
  self->offers = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  self->entry = g_object_new (UI_TYPE_ENTRY, "max-length", LENGTH_MOST, NULL);
  self->confirm = gtk_button_new_with_label ("");
  ui_entry_set_name (UI_ENTRY (self->entry), _ ("Lý do"));
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->entry), _ ("Lý do"));
  gtk_widget_add_css_class (self->confirm, "primary");
  gtk_widget_add_css_class (self->box, "card");
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  g_signal_connect (self->entry, "changed", G_CALLBACK (on_changed), self);
  g_signal_connect (self->entry, "activate", G_CALLBACK (on_confirm), self);
  g_signal_connect (self->confirm, "clicked", G_CALLBACK (on_confirm), self);
  g_signal_connect (cancel, "clicked", G_CALLBACK (on_cancel), self);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_box_append (GTK_BOX (self->box), self->title);
  gtk_box_append (GTK_BOX (self->box), self->offers);
  gtk_box_append (GTK_BOX (self->box), self->entry);
  ui_wrap_append (UI_WRAP (line), self->confirm);
  ui_wrap_append (UI_WRAP (line), cancel);
  gtk_box_append (GTK_BOX (self->box), line);
}
