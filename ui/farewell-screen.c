/* SPDX-License-Identifier: Apache-2.0 */

/* The dossier is sealed as soon as the screen is entered; "handed in" is said when the store
 * has it, "received by the portal" when the portal has. What cannot be handed in by the
 * machine is left to the staff with all that was scanned. In both cases the visit ends only
 * with "I have taken my papers": an identity card on the glass is the worst thing to forget. */

#include "ui/farewell-screen.h"

#include "ui/label.h"

#include <glib/gi18n.h>

struct _UiFarewellScreen {
  UiStage parent;
  KioskIntake *intake;
  GtkWidget *slip;
  GtkLabel *code;
  GtkLabel *status;
  GtkWidget *reminder;
  GSignalGroup *changes;
};

G_DEFINE_FINAL_TYPE (UiFarewellScreen, ui_farewell_screen, UI_TYPE_STAGE)

static KioskStation *
get_station (UiFarewellScreen *self) {
  return ui_visit_get_station (ui_screen_get_visit (UI_SCREEN (self)));
}

static void
update_status (UiFarewellScreen *self) {
  g_autoptr (GError) error = NULL;
  g_autoptr (KioskStatus) status = NULL;

  if (self->intake == NULL || !kiosk_intake_get_sealed (self->intake))
    return;
  status = kiosk_station_get_status (get_station (self),
                                     kiosk_intake_get_id (self->intake), &error);
  if (status == NULL)
    return;
  gtk_label_set_text (self->code, status->code);
  gtk_label_set_text (self->status, status->state == DOSSIER_ACCEPTED
                                        ? _ ("Cơ quan giải quyết đã nhận được.")
                                        : _ ("Đã lưu an toàn, máy sẽ tự gửi đi."));
}

static void
on_station_changed (KioskStation *station, UiFarewellScreen *self) {
  update_status (self);
}

static void
ask_for_papers (UiFarewellScreen *self) {
  gtk_widget_set_visible (self->reminder, TRUE);
  ui_stage_set_busy (UI_STAGE (self), FALSE);
  ui_screen_set_forward_label (UI_SCREEN (self), _ ("Tôi đã lấy hết giấy tờ"));
  ui_screen_set_ready (UI_SCREEN (self), TRUE);
}

static void
on_sealed (GObject *source, GAsyncResult *result, gpointer data) {
  g_autoptr (UiFarewellScreen) self = UI_FAREWELL_SCREEN (data);
  g_autoptr (GError) error = NULL;
  gboolean sealed = kiosk_intake_seal_finish (KIOSK_INTAKE (source), result, &error);

  if (KIOSK_INTAKE (source) != self->intake)
    return;
  gtk_label_set_text (self->code, kiosk_intake_get_code (self->intake));
  gtk_widget_set_visible (self->slip, TRUE);
  if (sealed) {
    ui_stage_tell (UI_STAGE (self), UI_SCENE_SENT, _ ("Đã nộp xong. Cảm ơn quý khách!"),
                   _ ("Xin chụp hoặc ghi lại mã hồ sơ, để hỏi kết quả sau này."));
    update_status (self);
  } else {
    g_message ("the dossier is left to the staff: %s", error->message);
    ui_stage_tell (UI_STAGE (self), UI_SCENE_STAFF, _ ("Nhân viên sẽ làm nốt"),
                   _ ("Còn một việc máy không tự làm được. Những gì đã quét được giữ an "
                      "toàn; xin đưa mã này cho nhân viên tại quầy."));
    gtk_label_set_text (self->status, kiosk_intake_get_missing (self->intake) != NULL
                                          ? kiosk_intake_get_missing (self->intake)
                                          : "");
  }
  ask_for_papers (self);
}

static void
ui_farewell_screen_enter (UiScreen *screen) {
  UiFarewellScreen *self = UI_FAREWELL_SCREEN (screen);
  KioskIntake *intake = ui_visit_get_intake (ui_screen_get_visit (screen));

  g_set_object (&self->intake, intake);
  g_signal_group_set_target (self->changes, get_station (self));
  ui_screen_set_returns (screen, FALSE);
  if (kiosk_intake_get_sealed (intake)) {
    gtk_widget_set_visible (self->slip, TRUE);
    ui_stage_tell (UI_STAGE (self), UI_SCENE_SENT, _ ("Đã nộp xong. Cảm ơn quý khách!"),
                   _ ("Xin chụp hoặc ghi lại mã hồ sơ, để hỏi kết quả sau này."));
    update_status (self);
    ask_for_papers (self);
    return;
  }
  gtk_widget_set_visible (self->slip, FALSE);
  gtk_widget_set_visible (self->reminder, FALSE);
  ui_screen_set_forward_label (screen, NULL);
  ui_stage_set_busy (UI_STAGE (self), TRUE);
  ui_stage_tell (UI_STAGE (self), UI_SCENE_SENT, _ ("Máy đang nộp hồ sơ"),
                 _ ("Xin chờ một chút."));
  kiosk_intake_seal_async (intake, on_sealed, g_object_ref (self));
}

static void
ui_farewell_screen_forward (UiScreen *screen) {
  ui_screen_emit_done (screen);
}

static void
ui_farewell_screen_dispose (GObject *object) {
  UiFarewellScreen *self = UI_FAREWELL_SCREEN (object);

  g_clear_object (&self->changes);
  g_clear_object (&self->intake);
  G_OBJECT_CLASS (ui_farewell_screen_parent_class)->dispose (object);
}

static GtkWidget *
make_slip (UiFarewellScreen *self) {
  GtkWidget *slip = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);

  self->code = GTK_LABEL (ui_label_new (NULL, "big-code"));
  self->status = GTK_LABEL (ui_label_new (NULL, "card-text"));
  gtk_label_set_wrap_mode (self->code, PANGO_WRAP_WORD_CHAR);
  gtk_box_append (GTK_BOX (slip), ui_label_new (_ ("Mã hồ sơ"), "card-text"));
  gtk_box_append (GTK_BOX (slip), GTK_WIDGET (self->code));
  gtk_box_append (GTK_BOX (slip), GTK_WIDGET (self->status));
  gtk_widget_add_css_class (slip, "card");
  return slip;
}

static GtkWidget *
make_reminder (void) {
  GtkWidget *reminder = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 16);
  GtkWidget *text = ui_label_new (
      _ ("Xin mở nắp máy và lấy lại tất cả giấy tờ, nhất là thẻ căn cước."),
      "card-title");

  gtk_box_append (GTK_BOX (reminder), ui_scene_new (UI_SCENE_TAKE));
  gtk_widget_set_hexpand (text, TRUE);
  gtk_box_append (GTK_BOX (reminder), text);
  gtk_widget_add_css_class (reminder, "card");
  return reminder;
}

static void
ui_farewell_screen_constructed (GObject *object) {
  UiFarewellScreen *self = UI_FAREWELL_SCREEN (object);
  GtkBox *controls;

  G_OBJECT_CLASS (ui_farewell_screen_parent_class)->constructed (object);
  controls = ui_stage_get_controls (UI_STAGE (self));
  self->slip = make_slip (self);
  self->reminder = make_reminder ();
  gtk_box_append (controls, self->slip);
  gtk_box_append (controls, self->reminder);
}

static void
ui_farewell_screen_class_init (UiFarewellScreenClass *klass) {
  UiScreenClass *screen_class = UI_SCREEN_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ui_farewell_screen_dispose;
  G_OBJECT_CLASS (klass)->constructed = ui_farewell_screen_constructed;
  screen_class->enter = ui_farewell_screen_enter;
  screen_class->forward = ui_farewell_screen_forward;
}

static void
ui_farewell_screen_init (UiFarewellScreen *self) {
  self->changes = g_signal_group_new (KIOSK_TYPE_STATION);
  g_signal_group_connect (self->changes, "changed", G_CALLBACK (on_station_changed),
                          self);
}
