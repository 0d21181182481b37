/* SPDX-License-Identifier: Apache-2.0 */

/* Faults are told by their code: one sentence each, what to do, and the code in brackets
 * for whoever is called. The technical message goes to the log of the part that raised it
 * and never to the screen; only FAULT_USAGE carries a sentence for people. */

#include "ui/notice.h"

#include "config/fault.h"
#include "ui/mark.h"

#include <glib/gi18n.h>

struct _UiNotice {
  GtkWidget parent;
  GtkWidget *label;
  GtkWidget *button;
};

enum { ACTED, SIGNALS };
static guint signals[SIGNALS];

G_DEFINE_FINAL_TYPE (UiNotice, ui_notice, GTK_TYPE_WIDGET)

static const char *
find_sentence (const GError *fault) {
  if (fault->domain != FAULT)
    return _ ("Có lỗi. Hãy thử lại. [INTERNAL]");
  switch ((FaultCode) fault->code) {
  case FAULT_DEVICE:
    return _ ("Máy quét cần được xem lại: giấy, nắp, dây cáp. Rồi thử lại. [DEVICE]");
  case FAULT_IMAGE:
    return _ ("Ảnh trang không dùng được. Hãy quét lại trang này. [IMAGE]");
  case FAULT_TEMPORARY:
    return _ ("Chưa làm được lúc này. Hãy thử lại sau ít phút. [TEMPORARY]");
  case FAULT_STORAGE:
    return _ ("Không lưu được. Ngừng nhận giấy tờ và báo người quản trị. [STORAGE]");
  case FAULT_CONFIG:
    return _ ("Cấu hình của máy này chưa đúng. Hãy báo người quản trị. [CONFIG]");
  case FAULT_PROTOCOL:
    return _ ("Một phần của máy trả lời sai. Hãy thử lại. [PROTOCOL]");
  case FAULT_REFUSED:
    return _ ("Vai trò của bạn không được làm việc này. Hãy nhờ người phụ trách. [REFUSED]");
  case FAULT_USAGE:
    return fault->message;
  }
  g_assert_not_reached ();
}

void
ui_notice_set_text (UiNotice *self, const char *text, const char *action) {
  gtk_label_set_text (GTK_LABEL (self->label), text != NULL ? text : "");
  gtk_button_set_label (GTK_BUTTON (self->button), action != NULL ? action : "");
  gtk_widget_set_visible (self->button, action != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self), text != NULL);
}

void
ui_notice_set_fault (UiNotice *self, const GError *fault, const char *action) {
  ui_notice_set_text (self, find_sentence (fault), action);
}

static void
on_clicked (GtkButton *button, UiNotice *self) {
  g_signal_emit (self, signals[ACTED], 0);
}

static void
ui_notice_dispose (GObject *object) {
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (ui_notice_parent_class)->dispose (object);
}

static void
ui_notice_class_init (UiNoticeClass *klass) {
  G_OBJECT_CLASS (klass)->dispose = ui_notice_dispose;
  signals[ACTED] = g_signal_new ("acted", UI_TYPE_NOTICE, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass),
                                            GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "notice");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass),
                                        GTK_ACCESSIBLE_ROLE_ALERT);
}

static void
ui_notice_init (UiNotice *self) {
  GtkWidget *widget = GTK_WIDGET (self);

  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (widget)),
                              16);
  gtk_widget_set_parent (ui_mark_new (UI_MARK_DOUBT), widget);
  self->label = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->label), 0);
  gtk_widget_set_hexpand (self->label, TRUE);
  gtk_widget_set_parent (self->label, widget);
  self->button = gtk_button_new_with_label ("");
  gtk_widget_set_valign (self->button, GTK_ALIGN_CENTER);
  g_signal_connect (self->button, "clicked", G_CALLBACK (on_clicked), self);
  gtk_widget_set_parent (self->button, widget);
  gtk_widget_set_visible (widget, FALSE);
}
