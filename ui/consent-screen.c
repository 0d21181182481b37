/* SPDX-License-Identifier: Apache-2.0 */

/* The two answers are equally large, and the one that Enter presses is no: silence, a reflex
 * or an elbow is no consent. A change of the words below is a change of VERSION, which is what
 * the record of a consent names. */

#include "ui/consent-screen.h"

#include "ui/label.h"
#include "ui/language.h"

#include <glib/gi18n.h>

#define VERSION "2026-1"
#define METHOD  "screen"

struct _UiConsentScreen {
  UiStage parent;
  GtkWidget *no;
};

G_DEFINE_FINAL_TYPE (UiConsentScreen, ui_consent_screen, UI_TYPE_STAGE)

static void
on_yes (GtkButton *button, UiConsentScreen *self) {
  KioskIntake *intake = ui_visit_get_intake (ui_screen_get_visit (UI_SCREEN (self)));
  g_autoptr (GError) error = NULL;

  if (kiosk_intake_consent (intake, VERSION, language_is_english () ? "en" : "vi", METHOD,
                            &error)) {
    ui_screen_emit_done (UI_SCREEN (self));
    return;
  }
  g_message ("no consent was recorded: %s", error->message);
  ui_stage_tell (UI_STAGE (self), UI_SCENE_FAULT, _ ("Chưa ghi được câu trả lời"),
                 _ ("Máy chưa quét gì cả. Xin thử lại, hoặc bấm “Gọi nhân viên”."));
}

static void
on_no (GtkButton *button, UiConsentScreen *self) {
  ui_screen_emit_restart (UI_SCREEN (self));
}

static GtkWidget *
add_answer (UiConsentScreen *self, const char *word, const char *below,
            GCallback answers) {
  GtkWidget *button = gtk_button_new ();
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);

  gtk_box_append (GTK_BOX (words), ui_label_new (word, "card-title"));
  gtk_box_append (GTK_BOX (words), ui_label_new (below, "card-text"));
  gtk_button_set_child (GTK_BUTTON (button), words);
  gtk_widget_add_css_class (button, "choice");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  word, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, below, -1);
  g_signal_connect (button, "clicked", answers, self);
  gtk_box_append (ui_stage_get_controls (UI_STAGE (self)), button);
  return button;
}

static void
ui_consent_screen_enter (UiScreen *screen) {
  ui_stage_tell (
      UI_STAGE (screen), UI_SCENE_CONSENT, _ ("Quý khách có đồng ý không?"),
      _ ("Máy sẽ quét giấy tờ, đọc họ tên, số định danh và những điều cần cho việc này, "
         "rồi gửi đến cơ quan giải quyết. Không dùng vào việc khác.\n"
         "Giấy tờ vẫn là của quý khách. Quý khách có thể dừng bất cứ lúc nào trước khi "
         "nộp; khi đó không có gì được gửi đi.\n"
         "Không muốn dùng máy? Nhân viên tại quầy làm giúp, cũng miễn phí."));
  gtk_widget_grab_focus (UI_CONSENT_SCREEN (screen)->no);
}

static void
ui_consent_screen_constructed (GObject *object) {
  UiConsentScreen *self = UI_CONSENT_SCREEN (object);

  G_OBJECT_CLASS (ui_consent_screen_parent_class)->constructed (object);
  add_answer (self, _ ("Tôi đồng ý"), _ ("Quét và gửi giấy tờ của tôi"),
              G_CALLBACK (on_yes));
  self->no = add_answer (self, _ ("Tôi không đồng ý"),
                         _ ("Không quét gì; quay lại màn hình đầu"), G_CALLBACK (on_no));
}

static void
ui_consent_screen_class_init (UiConsentScreenClass *klass) {
  G_OBJECT_CLASS (klass)->constructed = ui_consent_screen_constructed;
  UI_SCREEN_CLASS (klass)->enter = ui_consent_screen_enter;
}

static void
ui_consent_screen_init (UiConsentScreen *self) {
}
