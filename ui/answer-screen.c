/* SPDX-License-Identifier: Apache-2.0 */

/* One list in large type: what is doubtful first, then the first values of each paper, so that
 * a person sees that the machine has understood. One touch says that all of it is right, one
 * on a line corrects it. What could not be read at all has to be written, or left to the staff
 * by leaving it empty: nobody is held up here by a word that he does not know. */

#include "ui/answer-screen.h"

#include "ui/entry.h"
#include "ui/keyboard.h"
#include "ui/label.h"
#include "ui/mark.h"

#include <glib/gi18n.h>

#include <string.h>

#define SHOWN_A_PAPER 2 /* values without doubt */
#define SHOWN_MOST    12

struct _UiAnswerScreen {
  UiStage parent;
  GtkWidget *list;
  GtkWidget *edit;
  GtkWidget *entry;
  UiKeyboard *keyboard;
  KioskIntake *intake;
  GPtrArray *values; /* KioskValue, as they are shown */
  GPtrArray *leaves; /* KioskLeaf of each */
  guint current;
  gboolean editing;
};

G_DEFINE_FINAL_TYPE (UiAnswerScreen, ui_answer_screen, UI_TYPE_STAGE)

static void show_list (UiAnswerScreen *self);

/* --- what is shown -------------------------------------------------------------------- */

static void
take_values (UiAnswerScreen *self, KioskLeaf *leaf, gboolean doubtful) {
  GListModel *values = kiosk_leaf_get_values (leaf);
  guint taken = 0;

  for (guint i = 0; i < g_list_model_get_n_items (values); i++) {
    g_autoptr (KioskValue) value = g_list_model_get_item (values, i);

    if (kiosk_value_get_doubtful (value) != doubtful || self->values->len >= SHOWN_MOST
        || (!doubtful && taken >= SHOWN_A_PAPER))
      continue;
    g_ptr_array_add (self->values, g_object_ref (value));
    g_ptr_array_add (self->leaves, g_object_ref (leaf));
    taken++;
  }
}

static void
collect (UiAnswerScreen *self) {
  GListModel *leaves = kiosk_intake_get_leaves (self->intake);

  g_ptr_array_set_size (self->values, 0);
  g_ptr_array_set_size (self->leaves, 0);
  for (guint pass = 0; pass < 2; pass++) {
    for (guint i = 0; i < g_list_model_get_n_items (leaves); i++) {
      g_autoptr (KioskLeaf) leaf = g_list_model_get_item (leaves, i);

      take_values (self, leaf, pass == 0);
    }
  }
}

static guint
count_doubtful (UiAnswerScreen *self) {
  guint doubtful = 0;

  for (guint i = 0; i < self->values->len; i++)
    doubtful += kiosk_value_get_doubtful (g_ptr_array_index (self->values, i)) ? 1 : 0;
  return doubtful;
}

/* --- correcting ----------------------------------------------------------------------- */

/* Numbers and dates are written with digits. */
static UiKeyboardLayer
choose_layer (KioskValue *value) {
  static const char *const numbers[] = {"dob", "date", "_id", "phone", "number", "year"};
  const char *text = kiosk_value_get_text (value);
  gboolean digits = text != NULL && *text != '\0';

  for (const char *at = text; digits && *at != '\0'; at = g_utf8_next_char (at))
    digits = !g_unichar_isalpha (g_utf8_get_char (at));
  for (guint i = 0; !digits && i < G_N_ELEMENTS (numbers); i++)
    digits = (text == NULL || *text == '\0')
             && strstr (kiosk_value_get_name (value), numbers[i]) != NULL;
  return digits ? UI_KEYBOARD_DIGITS : UI_KEYBOARD_LETTERS;
}

static void
show_edit (UiAnswerScreen *self, guint number) {
  KioskValue *value = g_ptr_array_index (self->values, number);
  const char *text = kiosk_value_get_text (value);

  self->current = number;
  self->editing = TRUE;
  gtk_widget_set_visible (self->list, FALSE);
  gtk_widget_set_visible (self->edit, TRUE);
  ui_stage_set_wide (UI_STAGE (self), TRUE);
  ui_stage_tell (UI_STAGE (self), UI_SCENE_READ, kiosk_value_get_label (value),
                 _ ("Xin viết cho đúng như trên giấy, rồi bấm “Xong”."));
  gtk_editable_set_text (GTK_EDITABLE (self->entry), text != NULL ? text : "");
  ui_entry_set_name (UI_ENTRY (self->entry), kiosk_value_get_label (value));
  ui_keyboard_set_target (self->keyboard, GTK_EDITABLE (self->entry),
                          choose_layer (value));
  gtk_widget_grab_focus (self->entry);
  gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);
  ui_screen_set_forward_label (UI_SCREEN (self), _ ("Xong"));
  ui_screen_set_aside_label (UI_SCREEN (self), _ ("Không sửa nữa"));
}

static void
leave_edit (UiAnswerScreen *self) {
  self->editing = FALSE;
  ui_keyboard_set_target (self->keyboard, NULL, UI_KEYBOARD_LETTERS);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  ui_stage_set_wide (UI_STAGE (self), FALSE);
}

static gboolean
save (UiAnswerScreen *self, guint number, const char *text) {
  KioskValue *value = g_ptr_array_index (self->values, number);
  g_autoptr (GError) error = NULL;

  if (kiosk_intake_correct (self->intake, g_ptr_array_index (self->leaves, number),
                            kiosk_value_get_name (value), text, &error))
    return TRUE;
  g_message ("a correction was not kept: %s", error->message);
  ui_stage_tell (UI_STAGE (self), UI_SCENE_FAULT, _ ("Chưa ghi được"),
                 _ ("Máy chưa ghi được điều vừa sửa. Xin thử lại, hoặc bấm “Gọi nhân "
                    "viên”."));
  return FALSE;
}

static void
finish_edit (UiAnswerScreen *self) {
  g_autofree char *text
      = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry))));

  if (!save (self, self->current, text))
    return;
  leave_edit (self);
  show_list (self);
}

static void
on_entered (GtkWidget *widget, UiAnswerScreen *self) {
  if (self->editing)
    finish_edit (self);
}

/* --- the list ------------------------------------------------------------------------- */

static void
on_line_clicked (GtkButton *button, UiAnswerScreen *self) {
  show_edit (self, GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "number")));
}

static void
add_line (UiAnswerScreen *self, guint number) {
  KioskValue *value = g_ptr_array_index (self->values, number);
  const char *text = kiosk_value_get_text (value);
  gboolean empty = text == NULL || *text == '\0';
  gboolean doubtful = kiosk_value_get_doubtful (value);
  GtkWidget *button = gtk_button_new ();
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 16);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  g_autofree char *name = g_strdup_printf (
      doubtful ? _ ("%u. %s: %s. Xin xem lại") : _ ("%u. %s: %s"), number + 1,
      kiosk_value_get_label (value), empty ? _ ("chưa đọc được") : text);

  gtk_box_append (GTK_BOX (words),
                  ui_label_new (kiosk_value_get_label (value), "card-text"));
  gtk_box_append (GTK_BOX (words),
                  ui_label_new (empty ? _ ("chưa đọc được") : text, "card-title"));
  gtk_widget_set_hexpand (words, TRUE);
  gtk_box_append (GTK_BOX (line), words);
  gtk_box_append (GTK_BOX (line), ui_mark_new (doubtful ? UI_MARK_DOUBT : UI_MARK_TICK));
  gtk_button_set_child (GTK_BUTTON (button), line);
  gtk_widget_add_css_class (button, "choice");
  if (doubtful)
    gtk_widget_add_css_class (button, "doubtful");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
  g_object_set_data (G_OBJECT (button), "number", GUINT_TO_POINTER (number));
  g_signal_connect (button, "clicked", G_CALLBACK (on_line_clicked), self);
  gtk_box_append (GTK_BOX (self->list), button);
}

/* What can only be heard by the one person. */
static void
set_private (UiAnswerScreen *self) {
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < self->values->len; i++) {
    KioskValue *value = g_ptr_array_index (self->values, i);

    g_string_append_printf (text, "%s: %s. ", kiosk_value_get_label (value),
                            kiosk_value_get_text (value) != NULL
                                ? kiosk_value_get_text (value)
                                : _ ("chưa đọc được"));
  }
  ui_stage_set_private (UI_STAGE (self), text->str);
}

static void
show_list (UiAnswerScreen *self) {
  guint doubtful = count_doubtful (self);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->list)) != NULL)
    gtk_box_remove (GTK_BOX (self->list), child);
  for (guint i = 0; i < self->values->len; i++)
    add_line (self, i);
  set_private (self);
  gtk_widget_set_visible (self->edit, FALSE);
  gtk_widget_set_visible (self->list, TRUE);
  ui_stage_tell (
      UI_STAGE (self), UI_SCENE_CHECK, _ ("Máy đọc được như thế này"),
      doubtful > 0 ? _ ("Xin xem các dòng có dấu chấm than. Dòng nào chưa đúng thì chạm "
                        "vào để sửa; đúng hết thì bấm “Đúng cả rồi”.")
                   : _ ("Dòng nào chưa đúng thì chạm vào để sửa; đúng hết thì bấm “Đúng "
                        "cả rồi”."));
  ui_screen_set_forward_label (UI_SCREEN (self), _ ("Đúng cả rồi"));
  ui_screen_set_ready (UI_SCREEN (self), TRUE);
  ui_screen_set_aside_label (UI_SCREEN (self), NULL);
  ui_screen_set_returns (UI_SCREEN (self), TRUE);
}

/* What the person has said is right is no doubt any more; what is empty stays one. */
static gboolean
confirm (UiAnswerScreen *self) {
  for (guint i = 0; i < self->values->len; i++) {
    KioskValue *value = g_ptr_array_index (self->values, i);
    g_autofree char *text = g_strdup (kiosk_value_get_text (value));

    if (kiosk_value_get_doubtful (value) && text != NULL && *text != '\0'
        && !save (self, i, text))
      return FALSE;
  }
  return TRUE;
}

static void
ui_answer_screen_forward (UiScreen *screen) {
  UiAnswerScreen *self = UI_ANSWER_SCREEN (screen);

  if (self->editing)
    finish_edit (self);
  else if (confirm (self))
    ui_screen_emit_done (screen);
}

static void
ui_answer_screen_aside (UiScreen *screen) {
  UiAnswerScreen *self = UI_ANSWER_SCREEN (screen);

  leave_edit (self);
  show_list (self);
}

static void
ui_answer_screen_enter (UiScreen *screen) {
  UiAnswerScreen *self = UI_ANSWER_SCREEN (screen);

  g_set_object (&self->intake, ui_visit_get_intake (ui_screen_get_visit (screen)));
  collect (self);
  show_list (self);
}

static void
ui_answer_screen_leave (UiScreen *screen) {
  leave_edit (UI_ANSWER_SCREEN (screen));
}

static void
ui_answer_screen_dispose (GObject *object) {
  UiAnswerScreen *self = UI_ANSWER_SCREEN (object);

  g_clear_object (&self->intake);
  g_clear_pointer (&self->values, g_ptr_array_unref);
  g_clear_pointer (&self->leaves, g_ptr_array_unref);
  G_OBJECT_CLASS (ui_answer_screen_parent_class)->dispose (object);
}

static void
ui_answer_screen_constructed (GObject *object) {
  UiAnswerScreen *self = UI_ANSWER_SCREEN (object);
  GtkBox *controls;

  G_OBJECT_CLASS (ui_answer_screen_parent_class)->constructed (object);
  self->list = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  self->edit = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);
  self->entry = g_object_new (UI_TYPE_ENTRY, "can-target", FALSE, NULL);
  self->keyboard = UI_KEYBOARD (ui_keyboard_new ());
  gtk_widget_add_css_class (self->entry, "big-entry");
  gtk_box_append (GTK_BOX (self->edit), self->entry);
  gtk_box_append (GTK_BOX (self->edit), GTK_WIDGET (self->keyboard));
  g_signal_connect (self->keyboard, "entered", G_CALLBACK (on_entered), self);
  g_signal_connect (self->entry, "activate", G_CALLBACK (on_entered), self);
  controls = ui_stage_get_controls (UI_STAGE (self));
  gtk_box_append (controls, self->list);
  gtk_box_append (controls, self->edit);
}

static void
ui_answer_screen_class_init (UiAnswerScreenClass *klass) {
  UiScreenClass *screen_class = UI_SCREEN_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ui_answer_screen_dispose;
  G_OBJECT_CLASS (klass)->constructed = ui_answer_screen_constructed;
  screen_class->enter = ui_answer_screen_enter;
  screen_class->leave = ui_answer_screen_leave;
  screen_class->forward = ui_answer_screen_forward;
  screen_class->aside = ui_answer_screen_aside;
}

static void
ui_answer_screen_init (UiAnswerScreen *self) {
  self->values = g_ptr_array_new_with_free_func (g_object_unref);
  self->leaves = g_ptr_array_new_with_free_func (g_object_unref);
}
