/* SPDX-License-Identifier: Apache-2.0 */

/* The same with one press that otherwise takes a press on every page: fronts and backs of a
 * stack are the odd and the even ones. A number that is none is forgotten. */

#include "ui/page-choices.h"

#include "ui/entry.h"
#include "ui/wrap.h"

#include <glib/gi18n.h>

#define GAP_PX 6

/* Which pages the tools are about. */
static const struct {
  Act act;
  const char *word;
  const char *spoken;
} choices[] = {
    {ACT_ALL, N_ ("Tất cả"), N_ ("Chọn tất cả các trang")},
    {ACT_ODD, N_ ("Trang lẻ"), N_ ("Chọn các trang lẻ")},
    {ACT_EVEN, N_ ("Trang chẵn"), N_ ("Chọn các trang chẵn")},
    {ACT_NOBODY, N_ ("Bỏ chọn"), N_ ("Bỏ chọn tất cả các trang")},
};

struct _UiPageChoices {
  GtkWidget parent;
  GtkWidget *choices[G_N_ELEMENTS (choices)];
  UiEntry *place;
};

enum { ASKED, PLACED, SIGNALS };
static guint signals[SIGNALS];

G_DEFINE_FINAL_TYPE (UiPageChoices, ui_page_choices, GTK_TYPE_WIDGET)

void
ui_page_choices_update (UiPageChoices *self, guint pages, guint chosen) {
  gtk_widget_set_visible (GTK_WIDGET (self), pages > 1);
  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    gtk_widget_set_visible (self->choices[i], choices[i].act != ACT_NOBODY || chosen > 0);
}

static void
on_choice_clicked (GtkButton *button, UiPageChoices *self) {
  for (guint i = 0; i < G_N_ELEMENTS (choices); i++) {
    if (self->choices[i] == GTK_WIDGET (button))
      g_signal_emit (self, signals[ASKED], 0, (int) choices[i].act);
  }
}

static void
on_place_activated (GtkEntry *entry, UiPageChoices *self) {
  guint64 place = 0;
  const char *typed = gtk_editable_get_text (GTK_EDITABLE (entry));

  if (g_ascii_string_to_unsigned (typed, 10, 1, G_MAXINT, &place, NULL))
    g_signal_emit (self, signals[PLACED], 0, (guint) place);
  gtk_editable_set_text (GTK_EDITABLE (entry), "");
}

void
ui_page_choices_ask_place (UiPageChoices *self) {
  if (gtk_widget_get_mapped (GTK_WIDGET (self->place)))
    gtk_widget_grab_focus (GTK_WIDGET (self->place));
}

static void
ui_page_choices_dispose (GObject *object) {
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (ui_page_choices_parent_class)->dispose (object);
}

static void
ui_page_choices_class_init (UiPageChoicesClass *klass) {
  G_OBJECT_CLASS (klass)->dispose = ui_page_choices_dispose;
  signals[ASKED] = g_signal_new ("asked", UI_TYPE_PAGE_CHOICES, G_SIGNAL_RUN_LAST, 0,
                                 NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  signals[PLACED] = g_signal_new ("placed", UI_TYPE_PAGE_CHOICES, G_SIGNAL_RUN_LAST, 0,
                                  NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass),
                                            GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "pagechoices");
}

static GtkWidget *
new_choice (UiPageChoices *self, guint number) {
  GtkWidget *button = gtk_button_new_with_label (_ (choices[number].word));

  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ (choices[number].spoken), -1);
  gtk_widget_add_css_class (button, "quiet");
  g_signal_connect (button, "clicked", G_CALLBACK (on_choice_clicked), self);
  return button;
}

static GtkWidget *
new_place (UiPageChoices *self) {
  self->place = g_object_new (UI_TYPE_ENTRY, "placeholder-text", _ ("Đến số…"),
                              "max-length", 5, "width-chars", 7, "max-width-chars", 7,
                              "input-purpose", GTK_INPUT_PURPOSE_DIGITS, NULL);
  ui_entry_set_name (self->place, _ ("Chuyển đến số thứ tự"));
  g_signal_connect (self->place, "activate", G_CALLBACK (on_place_activated), self);
  return GTK_WIDGET (self->place);
}

static void
ui_page_choices_init (UiPageChoices *self) {
  GtkWidget *line = ui_wrap_new (GAP_PX);

  for (guint i = 0; i < G_N_ELEMENTS (choices); i++) {
    self->choices[i] = new_choice (self, i);
    ui_wrap_append (UI_WRAP (line), self->choices[i]);
  }
  ui_wrap_append (UI_WRAP (line), new_place (self));
  gtk_widget_set_parent (line, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}
