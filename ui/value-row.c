/* SPDX-License-Identifier: Apache-2.0 */

/* A person settles a value in one of three ways: by changing it and leaving the row, by
 * Enter, or by "Đúng" on a doubtful one. Escape takes back what was typed. Whether the
 * correction is kept is decided elsewhere; the row shows what the value then says.
 *
 * Typed text is composed (NFC) before it goes on, however it was typed. */

#include "ui/value-row.h"

#include "ui/entry.h"
#include "ui/mark.h"

#include <glib/gi18n.h>

struct _UiValueRow {
  GtkWidget parent;
  KioskValue *value;
  GtkLabel *label;
  UiMark *mark;
  GtkLabel *source;
  UiEntry *entry;
  GtkWidget *confirm;
};

enum { LOOKED, SETTLED, LEFT_DOWN, SIGNALS };
static guint signals[SIGNALS];

G_DEFINE_FINAL_TYPE (UiValueRow, ui_value_row, GTK_TYPE_WIDGET)

static char *
take_typed (UiValueRow *self) {
  g_autofree char *typed = g_utf8_normalize (
      gtk_editable_get_text (GTK_EDITABLE (self->entry)), -1, G_NORMALIZE_NFC);

  return g_strstrip (g_steal_pointer (&typed));
}

static gboolean
is_changed (UiValueRow *self) {
  g_autofree char *typed = take_typed (self);

  return g_strcmp0 (typed, kiosk_value_get_text (self->value)) != 0;
}

static void
settle (UiValueRow *self) {
  g_autofree char *typed = take_typed (self);

  g_signal_emit (self, signals[SETTLED], 0, typed);
}

static void
update_text (UiValueRow *self) {
  const char *text = kiosk_value_get_text (self->value);

  gtk_editable_set_text (GTK_EDITABLE (self->entry), text != NULL ? text : "");
}

static void
update_words (UiValueRow *self) {
  gboolean doubtful = kiosk_value_get_doubtful (self->value);
  const char *label = kiosk_value_get_label (self->value);
  g_autofree char *name
      = doubtful ? g_strdup_printf (_ ("%s, cần xem lại"), label) : g_strdup (label);

  gtk_label_set_text (self->source, doubtful
                                        ? _ ("Cần xem lại")
                                        : kiosk_value_get_source_label (self->value));
  ui_mark_set_sign (self->mark, doubtful ? UI_MARK_DOUBT : UI_MARK_TICK);
  gtk_widget_set_visible (self->confirm, doubtful);
  if (doubtful)
    gtk_widget_add_css_class (GTK_WIDGET (self), "doubtful");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "doubtful");
  ui_entry_set_name (self->entry, name);
}

static void
on_text_notified (KioskValue *value, GParamSpec *spec, UiValueRow *self) {
  update_text (self);
  update_words (self);
}

static void
on_doubt_notified (KioskValue *value, GParamSpec *spec, UiValueRow *self) {
  update_words (self);
}

static void
on_activated (GtkEntry *entry, UiValueRow *self) {
  if (is_changed (self) || kiosk_value_get_doubtful (self->value))
    settle (self);
  g_signal_emit (self, signals[LEFT_DOWN], 0);
}

static void
on_confirm_clicked (GtkButton *button, UiValueRow *self) {
  settle (self);
  g_signal_emit (self, signals[LEFT_DOWN], 0);
}

static void
on_focus_entered (GtkEventControllerFocus *focus, UiValueRow *self) {
  gtk_widget_add_css_class (GTK_WIDGET (self), "looked");
  g_signal_emit (self, signals[LOOKED], 0);
}

void
ui_value_row_finish (UiValueRow *self) {
  if (is_changed (self))
    settle (self);
}

static void
on_focus_left (GtkEventControllerFocus *focus, UiValueRow *self) {
  gtk_widget_remove_css_class (GTK_WIDGET (self), "looked");
  ui_value_row_finish (self);
}

static gboolean
on_key_pressed (GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state,
                UiValueRow *self) {
  if (key != GDK_KEY_Escape || !is_changed (self))
    return FALSE;
  update_text (self);
  return TRUE;
}

KioskValue *
ui_value_row_get_value (UiValueRow *self) {
  return self->value;
}

void
ui_value_row_look (UiValueRow *self) {
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  gtk_editable_select_region (GTK_EDITABLE (self->entry), -1, 0);
}

static void
ui_value_row_dispose (GObject *object) {
  UiValueRow *self = UI_VALUE_ROW (object);
  GtkWidget *child;

  if (self->value != NULL)
    g_signal_handlers_disconnect_by_data (self->value, self);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->value);
  G_OBJECT_CLASS (ui_value_row_parent_class)->dispose (object);
}

static void
ui_value_row_class_init (UiValueRowClass *klass) {
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ui_value_row_dispose;
  signals[LOOKED] = g_signal_new ("looked", UI_TYPE_VALUE_ROW, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
  signals[SETTLED] = g_signal_new ("settled", UI_TYPE_VALUE_ROW, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[LEFT_DOWN] = g_signal_new ("left-down", UI_TYPE_VALUE_ROW, G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_type_ensure (UI_TYPE_ENTRY);
  g_type_ensure (UI_TYPE_MARK);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "value");
  gtk_widget_class_set_template_from_resource (widget_class, "/motcua/value-row.ui");
  gtk_widget_class_bind_template_child (widget_class, UiValueRow, label);
  gtk_widget_class_bind_template_child (widget_class, UiValueRow, mark);
  gtk_widget_class_bind_template_child (widget_class, UiValueRow, source);
  gtk_widget_class_bind_template_child (widget_class, UiValueRow, entry);
  gtk_widget_class_bind_template_child (widget_class, UiValueRow, confirm);
  gtk_widget_class_bind_template_callback (widget_class, on_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_confirm_clicked);
}

static void
ui_value_row_init (UiValueRow *self) {
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (focus, "enter", G_CALLBACK (on_focus_entered), self);
  g_signal_connect (focus, "leave", G_CALLBACK (on_focus_left), self);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

GtkWidget *
ui_value_row_new (KioskValue *value) {
  UiValueRow *self = g_object_new (UI_TYPE_VALUE_ROW, NULL);
  const char *label = kiosk_value_get_label (value);
  g_autofree char *confirm_name = g_strdup_printf (_ ("Đúng: %s"), label);

  self->value = g_object_ref (value);
  gtk_label_set_text (self->label, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->confirm),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, confirm_name, -1);
  g_signal_connect (value, "notify::text", G_CALLBACK (on_text_notified), self);
  g_signal_connect (value, "notify::doubtful", G_CALLBACK (on_doubt_notified), self);
  update_text (self);
  update_words (self);
  return GTK_WIDGET (self);
}
