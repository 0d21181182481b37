/* SPDX-License-Identifier: Apache-2.0 */

/* A clerk holds a stack in both hands and has to know which way it goes in. So the ways are
 * shown as they look when the stack lies in the feeder; the one that was right once is right
 * again for this scanner, and stays chosen. */

#include "ui/two-pass.h"

#include "ui/stack-picture.h"
#include "ui/tool-button.h"
#include "ui/wrap.h"

#include <glib/gi18n.h>

static const struct {
  Stacking stacking;
  const char *text;
} ways[STACKINGS] = {
    {STACKING_LAST, N_ ("Tờ cuối nằm trên, đầu giấy như lượt đầu")},
    {STACKING_LAST_TURNED, N_ ("Tờ cuối nằm trên, đầu giấy quay ngược")},
    {STACKING_FIRST, N_ ("Tờ đầu nằm trên, đầu giấy như lượt đầu")},
    {STACKING_FIRST_TURNED, N_ ("Tờ đầu nằm trên, đầu giấy quay ngược")},
};

struct _UiTwoPass {
  GtkWidget parent;
  GtkLabel *text;
  GtkWidget *choices;
  GtkWidget *choice[STACKINGS];
  GtkWidget *backs;
  GtkWidget *again;
  GtkWidget *left;
};

enum { BACKS, AGAIN, LEFT, SIGNALS };
static guint signals[SIGNALS];

G_DEFINE_FINAL_TYPE (UiTwoPass, ui_two_pass, GTK_TYPE_WIDGET)

static char *
format_text (const TwoPass *pass) {
  if (pass->backs == 0)
    return g_strdup_printf (
        _ ("Đã quét %u mặt trước. Lấy chồng giấy ra, lật cả chồng rồi đặt lại vào khay. "
           "Chồng giấy nằm thế nào?"),
        pass->fronts);
  return g_strdup_printf (_ ("Có %u mặt trước nhưng %u mặt sau, nên chưa ghép được. Đếm "
                             "lại số tờ: có tờ dính "
                             "nhau hoặc sót lại. Các trang vẫn được giữ."),
                          pass->fronts, pass->backs);
}

gboolean
ui_two_pass_update (UiTwoPass *self, KioskIntake *intake) {
  TwoPass pass = {0};
  gboolean waits = intake != NULL && !kiosk_intake_get_scanning (intake)
                   && kiosk_intake_get_pass (intake, &pass) && pass.fronts > 0
                   && !pass.joined;
  g_autofree char *text = waits ? format_text (&pass) : NULL;

  gtk_widget_set_visible (GTK_WIDGET (self), waits);
  if (!waits)
    return FALSE;
  gtk_label_set_text (self->text, text);
  gtk_widget_set_visible (self->choices, pass.backs == 0);
  gtk_widget_set_visible (self->backs, pass.backs < pass.fronts);
  tool_button_set_word (self->backs, pass.backs == 0 ? _ ("Quét mặt sau")
                                                     : _ ("Quét tiếp mặt sau còn thiếu"));
  gtk_widget_set_visible (self->again, pass.backs > 0);
  return TRUE;
}

Stacking
ui_two_pass_get_stacking (UiTwoPass *self) {
  for (guint i = 0; i < STACKINGS; i++) {
    if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->choice[i])))
      return ways[i].stacking;
  }
  return ways[0].stacking;
}

static void
on_backs_clicked (GtkButton *button, UiTwoPass *self) {
  g_signal_emit (self, signals[BACKS], 0, (int) ui_two_pass_get_stacking (self));
}

static void
on_again_clicked (GtkButton *button, UiTwoPass *self) {
  g_signal_emit (self, signals[AGAIN], 0);
}

static void
on_left_clicked (GtkButton *button, UiTwoPass *self) {
  g_signal_emit (self, signals[LEFT], 0);
}

static void
ui_two_pass_dispose (GObject *object) {
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (ui_two_pass_parent_class)->dispose (object);
}

static guint
new_signal (const char *name) {
  return g_signal_new (name, UI_TYPE_TWO_PASS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                       G_TYPE_NONE, 0);
}

static void
ui_two_pass_class_init (UiTwoPassClass *klass) {
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ui_two_pass_dispose;
  signals[BACKS] = g_signal_new ("backs", UI_TYPE_TWO_PASS, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  signals[AGAIN] = new_signal ("again");
  signals[LEFT] = new_signal ("left");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "notice");
}

static GtkWidget *
new_choice (guint number) {
  GtkWidget *button = gtk_toggle_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  GtkWidget *label = gtk_label_new (_ (ways[number].text));

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_width_chars (GTK_LABEL (label), 15);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 15);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_box_append (GTK_BOX (box), ui_stack_picture_new (ways[number].stacking));
  gtk_box_append (GTK_BOX (box), label);
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ (ways[number].text), -1);
  gtk_widget_add_css_class (button, "choice");
  return button;
}

static void
add_choices (UiTwoPass *self) {
  self->choices = ui_wrap_new (12);
  for (guint i = 0; i < STACKINGS; i++) {
    self->choice[i] = new_choice (i);
    if (i > 0)
      gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (self->choice[i]),
                                   GTK_TOGGLE_BUTTON (self->choice[0]));
    ui_wrap_append (UI_WRAP (self->choices), self->choice[i]);
  }
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->choice[0]), TRUE);
}

static GtkWidget *
add_button (UiTwoPass *self, GtkWidget *line, UiMarkSign sign, const char *word,
            GCallback clicked) {
  GtkWidget *button = tool_button_new (sign, word, NULL);

  g_signal_connect (button, "clicked", clicked, self);
  ui_wrap_append (UI_WRAP (line), button);
  return button;
}

static void
ui_two_pass_init (UiTwoPass *self) {
  GtkWidget *widget = GTK_WIDGET (self);
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (widget);
  GtkWidget *line = ui_wrap_new (12);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 14);
  self->text = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->text, TRUE);
  gtk_label_set_xalign (self->text, 0);
  add_choices (self);
  self->backs = add_button (self, line, UI_MARK_SCANNER, _ ("Quét mặt sau"),
                            G_CALLBACK (on_backs_clicked));
  gtk_widget_add_css_class (self->backs, "primary");
  self->again = add_button (self, line, UI_MARK_AGAIN, _ ("Quét lại mặt sau"),
                            G_CALLBACK (on_again_clicked));
  self->left = add_button (self, line, UI_MARK_NEXT, _ ("Thôi, để từng trang"),
                           G_CALLBACK (on_left_clicked));
  gtk_widget_set_parent (GTK_WIDGET (self->text), widget);
  gtk_widget_set_parent (self->choices, widget);
  gtk_widget_set_parent (line, widget);
  gtk_widget_set_visible (widget, FALSE);
}
