/* SPDX-License-Identifier: Apache-2.0 */

/* The usual reasons are one press; another one is typed. Nothing is lost: the image stays in the
 * dossier with the reason, and the answer can be undone. */

#include "ui/let-go-screen.h"

#include "ui/entry.h"
#include "ui/list-button.h"
#include "ui/notice.h"

#include <glib/gi18n.h>

/* What stands in the dossier is in Vietnamese, whatever the screen speaks. */
static const char *const reasons[] = {
    N_ ("Giấy cũ, mờ: bản gốc cũng không đọc được"),
    N_ ("Trang không có nội dung cần dùng"),
    N_ ("Công dân sẽ nộp bản khác sau"),
};

struct _UiLetGoScreen {
  UiScreen parent;
  GtkLabel *title;
  GtkBox *list;
  UiEntry *reason;
  UiNotice *notice;
  KioskLeaf *leaf;
};

G_DEFINE_FINAL_TYPE (UiLetGoScreen, ui_let_go_screen, UI_TYPE_SCREEN)

static void
let_go (UiLetGoScreen *self, const char *reason) {
  KioskIntake *intake = ui_visit_get_intake (ui_screen_get_visit (UI_SCREEN (self)));
  g_autoptr (GError) error = NULL;

  if (self->leaf == NULL || kiosk_intake_let_go (intake, self->leaf, reason, &error))
    ui_screen_emit_done (UI_SCREEN (self));
  else
    ui_notice_set_fault (self->notice, error, NULL);
}

static char *
dup_typed (UiLetGoScreen *self) {
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->reason))));
}

static void
on_reason_changed (GtkEditable *editable, UiLetGoScreen *self) {
  g_autofree char *typed = dup_typed (self);

  ui_screen_set_ready (UI_SCREEN (self), *typed != '\0');
}

static void
ui_let_go_screen_forward (UiScreen *screen) {
  g_autofree char *typed = dup_typed (UI_LET_GO_SCREEN (screen));

  if (*typed != '\0')
    let_go (UI_LET_GO_SCREEN (screen), typed);
}

static void
on_reason_activated (GtkEntry *entry, UiLetGoScreen *self) {
  ui_let_go_screen_forward (UI_SCREEN (self));
}

static void
on_usual_clicked (GtkButton *button, UiLetGoScreen *self) {
  let_go (self, gtk_widget_get_name (GTK_WIDGET (button)));
}

static void
ui_let_go_screen_enter (UiScreen *screen) {
  UiLetGoScreen *self = UI_LET_GO_SCREEN (screen);
  g_autofree char *title = NULL;

  g_clear_object (&self->leaf);
  self->leaf = ui_visit_steal_leaf (ui_screen_get_visit (screen));
  if (self->leaf != NULL)
    title = g_strdup_printf (_ ("Vì sao cho qua trang %u không đọc được?"),
                             kiosk_leaf_get_place (self->leaf));
  gtk_label_set_text (self->title, title != NULL ? title : "");
  gtk_editable_set_text (GTK_EDITABLE (self->reason), "");
  on_reason_changed (GTK_EDITABLE (self->reason), self);
  ui_notice_set_text (self->notice, NULL, NULL);
  gtk_widget_grab_focus (gtk_widget_get_first_child (GTK_WIDGET (self->list)));
}

static void
ui_let_go_screen_dispose (GObject *object) {
  g_clear_object (&UI_LET_GO_SCREEN (object)->leaf);
  G_OBJECT_CLASS (ui_let_go_screen_parent_class)->dispose (object);
}

static void
ui_let_go_screen_class_init (UiLetGoScreenClass *klass) {
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ui_let_go_screen_dispose;
  UI_SCREEN_CLASS (klass)->enter = ui_let_go_screen_enter;
  UI_SCREEN_CLASS (klass)->forward = ui_let_go_screen_forward;
  g_type_ensure (UI_TYPE_ENTRY);
  g_type_ensure (UI_TYPE_NOTICE);
  gtk_widget_class_set_template_from_resource (widget_class, "/motcua/let-go-screen.ui");
  gtk_widget_class_bind_template_child (widget_class, UiLetGoScreen, title);
  gtk_widget_class_bind_template_child (widget_class, UiLetGoScreen, list);
  gtk_widget_class_bind_template_child (widget_class, UiLetGoScreen, reason);
  gtk_widget_class_bind_template_child (widget_class, UiLetGoScreen, notice);
  gtk_widget_class_bind_template_callback (widget_class, on_reason_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_reason_changed);
}

static void
ui_let_go_screen_init (UiLetGoScreen *self) {
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (reasons); i++) {
    GtkWidget *button = list_button_new (_ (reasons[i]), NULL, _ (reasons[i]));

    gtk_widget_set_name (button, reasons[i]);
    g_signal_connect (button, "clicked", G_CALLBACK (on_usual_clicked), self);
    gtk_box_append (self->list, button);
  }
  ui_entry_set_name (self->reason, _ ("Lý do khác"));
  ui_screen_set_forward_label (UI_SCREEN (self), _ ("Cho qua"));
  ui_screen_set_returns (UI_SCREEN (self), TRUE);
}
