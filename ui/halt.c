/* SPDX-License-Identifier: Apache-2.0 */

/* A person stands before an open scanner with paper in both hands. What they must know is
 * one number, the sheet that goes on top; the picture tells them which sheet they saw last,
 * and one button goes on from there. */

#include "ui/halt.h"

#include "ui/preview.h"
#include "ui/tool-button.h"
#include "ui/wrap.h"

#include <glib/gi18n.h>

#define PICTURE_PX 168

struct _UiHalt {
  GtkWidget parent;
  GtkWidget *seen; /* the picture and what it is */
  GtkPicture *picture;
  guint shown; /* number of the page in the picture; 0: none */
  GtkLabel *reason;
  GtkLabel *text;
  GtkWidget *accept;
};

enum { RESUMED, ACCEPTED, SIGNALS };
static guint signals[SIGNALS];

G_DEFINE_FINAL_TYPE (UiHalt, ui_halt, GTK_TYPE_WIDGET)

static const char *
find_reason (const KioskHalt *halt) {
  if (halt->interrupted)
    return _ ("Lần quét trước bị ngắt giữa chừng.");
  switch (halt->outcome) {
  case REPORT_DONE:
  case REPORT_EMPTY:
    return "";
  case REPORT_CANCELLED:
    return _ ("Đã dừng.");
  case REPORT_NO_PAPER:
    return _ ("Khay nạp không có giấy.");
  case REPORT_JAM:
    return _ ("Kẹt giấy. Gỡ tờ bị kẹt ra.");
  case REPORT_COVER:
    return _ ("Nắp máy quét đang mở. Đóng nắp lại.");
  case REPORT_DOUBLE_FEED:
    return _ ("Máy kéo hai tờ một lúc. Lấy ra và tách các tờ đó.");
  case REPORT_FAILED:
    return _ ("Máy quét không trả lời. Xem lại nguồn điện và dây cáp. [DEVICE]");
  }
  g_assert_not_reached ();
}

static char *
format_text (const KioskHalt *halt) {
  g_autofree char *top
      = g_strdup_printf (_ ("Đặt tờ thứ %u lên trên cùng, rồi quét tiếp."), halt->sheet);
  g_autofree char *kept = NULL;

  if (halt->sheet < 2)
    return g_steal_pointer (&top);
  kept = g_strdup_printf (_ ("Tờ cuối đã giữ được là tờ thứ %u."), halt->sheet - 1);
  return g_strjoin (" ", kept, top, NULL);
}

/* The page to be shown: the last one that is safe, or the latest before it with something on it,
 * as a blank back tells nobody which sheet it was. */
static KioskLeaf *
find_leaf (KioskIntake *intake, guint number) {
  GListModel *leaves = kiosk_intake_get_leaves (intake);
  KioskLeaf *best = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (leaves); i++) {
    g_autoptr (KioskLeaf) leaf = g_list_model_get_item (leaves, i);
    guint each = kiosk_leaf_get_number (leaf);

    if (each <= number && kiosk_leaf_get_state (leaf) != KIOSK_LEAF_BLANK
        && (best == NULL || each > kiosk_leaf_get_number (best)))
      best = leaf; /* the list keeps it */
  }
  return best;
}

/* The picture comes with the reader's answer, which may be later than the stop. */
static void
show_picture (UiHalt *self, KioskLeaf *leaf) {
  guint page = leaf != NULL ? kiosk_leaf_get_number (leaf) : 0;
  g_autoptr (GdkTexture) texture = NULL;
  g_autofree char *name = NULL;

  if (page == self->shown)
    return;
  texture = leaf != NULL ? preview_load (leaf, PICTURE_PX, NULL) : NULL;
  self->shown = texture != NULL ? page : 0;
  gtk_picture_set_paintable (self->picture, GDK_PAINTABLE (texture));
  gtk_widget_set_visible (self->seen, texture != NULL);
  if (texture == NULL)
    return;
  name = g_strdup_printf (_ ("Ảnh trang %u, trang cuối đã giữ"),
                          kiosk_leaf_get_place (leaf));
  gtk_picture_set_alternative_text (self->picture, name);
}

gboolean
ui_halt_update (UiHalt *self, KioskIntake *intake) {
  KioskHalt halt = {0};
  gboolean stopped = intake != NULL && kiosk_intake_get_halt (intake, &halt);
  g_autofree char *text = stopped ? format_text (&halt) : NULL;

  gtk_widget_set_visible (GTK_WIDGET (self), stopped);
  show_picture (self, stopped ? find_leaf (intake, halt.last_page) : NULL);
  if (!stopped)
    return FALSE;
  gtk_label_set_text (self->reason, find_reason (&halt));
  gtk_label_set_text (self->text, text);
  gtk_widget_set_visible (self->accept,
                          !halt.interrupted && halt.outcome == REPORT_DOUBLE_FEED);
  return TRUE;
}

static void
on_resume_clicked (GtkButton *button, UiHalt *self) {
  g_signal_emit (self, signals[RESUMED], 0);
}

static void
on_accept_clicked (GtkButton *button, UiHalt *self) {
  g_signal_emit (self, signals[ACCEPTED], 0);
}

static void
ui_halt_dispose (GObject *object) {
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (ui_halt_parent_class)->dispose (object);
}

static void
ui_halt_class_init (UiHaltClass *klass) {
  G_OBJECT_CLASS (klass)->dispose = ui_halt_dispose;
  signals[RESUMED] = g_signal_new ("resumed", UI_TYPE_HALT, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  signals[ACCEPTED] = g_signal_new ("accepted", UI_TYPE_HALT, G_SIGNAL_RUN_LAST, 0, NULL,
                                    NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass),
                                            GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "notice");
}

static GtkWidget *
add_button (UiHalt *self, GtkWidget *line, UiMarkSign sign, const char *label,
            GCallback clicked) {
  GtkWidget *button = tool_button_new (sign, label, NULL);

  g_signal_connect (button, "clicked", clicked, self);
  ui_wrap_append (UI_WRAP (line), button);
  return button;
}

static GtkLabel *
add_label (GtkWidget *box, const char *css_class) {
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (box), label);
  return GTK_LABEL (label);
}

static GtkWidget *
new_seen (UiHalt *self) {
  GtkWidget *caption;

  self->seen = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  self->picture = GTK_PICTURE (gtk_picture_new ());
  gtk_picture_set_can_shrink (self->picture, FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self->picture), "sheet");
  gtk_widget_set_halign (GTK_WIDGET (self->picture), GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (self->seen), GTK_WIDGET (self->picture));
  caption = GTK_WIDGET (add_label (self->seen, "caption"));
  gtk_label_set_text (GTK_LABEL (caption), _ ("Trang cuối đã giữ"));
  gtk_widget_set_visible (self->seen, FALSE);
  gtk_widget_set_valign (self->seen, GTK_ALIGN_CENTER);
  return self->seen;
}

static void
ui_halt_init (UiHalt *self) {
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);
  GtkWidget *buttons = ui_wrap_new (12);
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));
  GtkWidget *resume;

  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 22);
  self->reason = add_label (words, "subtitle");
  self->text = add_label (words, "halt-text");
  resume = add_button (self, buttons, UI_MARK_SCANNER, _ ("Quét tiếp"),
                       G_CALLBACK (on_resume_clicked));
  gtk_widget_add_css_class (resume, "primary");
  self->accept = add_button (self, buttons, UI_MARK_TICK, _ ("Tờ có dán ảnh, vẫn nhận"),
                             G_CALLBACK (on_accept_clicked));
  gtk_box_append (GTK_BOX (words), buttons);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_widget_set_parent (new_seen (self), GTK_WIDGET (self));
  gtk_widget_set_parent (words, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}
