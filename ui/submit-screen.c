/* SPDX-License-Identifier: Apache-2.0 */

/* Two faces:
 *
 *   check: what the dossier holds and lacks   [Gửi lên cổng, once nothing lacks]
 *          -- sealed -->
 *   sent:  its way to the portal, the receipt [Hồ sơ mới]
 *
 * There is no way back from the second: a sealed dossier does not change. A paper that
 * lacks can be let go, with a reason that stays in the dossier. */

#include "ui/submit-screen.h"

#include "ui/doubts.h"
#include "ui/entry.h"
#include "ui/notice.h"
#include "ui/papers.h"
#include "ui/tracking.h"

#include <glib/gi18n.h>

struct _UiSubmitScreen {
  UiScreen parent;
  GtkWidget *check;
  UiNotice *notice;
  UiPapers *papers;
  GtkLabel *procedure;
  GtkLabel *code;
  GtkLabel *pages;
  GtkLabel *doubts;
  GtkWidget *waiver;
  GtkLabel *waiver_title;
  UiEntry *reason;
  GtkWidget *let_go;
  UiTracking *tracking;
  KioskIntake *intake;
  GSignalGroup *events;
  char *waived; /* component that a reason is asked for */
  gboolean sealing;
};

G_DEFINE_FINAL_TYPE (UiSubmitScreen, ui_submit_screen, UI_TYPE_SCREEN)

/* --- what the dossier holds ----------------------------------------------------------- */

static void
update_facts (UiSubmitScreen *self) {
  GListModel *leaves = kiosk_intake_get_leaves (self->intake);
  guint doubts = doubts_count (leaves);
  g_autofree char *pages = g_strdup_printf ("%u", g_list_model_get_n_items (leaves));
  g_autofree char *doubts_text
      = doubts > 0 ? g_strdup_printf ("%u", doubts) : g_strdup (_ ("Không còn"));

  gtk_label_set_text (self->procedure, kiosk_intake_get_procedure_name (self->intake));
  gtk_label_set_text (self->code, kiosk_intake_get_code (self->intake));
  gtk_label_set_text (self->pages, pages);
  gtk_label_set_text (self->doubts, doubts_text);
}

/* Place of the first page that could not be read and was not let go; 0: none. */
static guint
find_unreadable (UiSubmitScreen *self) {
  GListModel *leaves = kiosk_intake_get_leaves (self->intake);

  for (guint i = 0; i < g_list_model_get_n_items (leaves); i++) {
    g_autoptr (KioskLeaf) leaf = g_list_model_get_item (leaves, i);

    if (kiosk_leaf_get_state (leaf) == KIOSK_LEAF_FAILED && !kiosk_leaf_get_let_go (leaf))
      return kiosk_leaf_get_place (leaf);
  }
  return 0;
}

/* One thing at a time, the one that stops the dossier first. */
static void
update_notice (UiSubmitScreen *self) {
  guint unreadable = find_unreadable (self);
  g_autofree char *text = NULL;

  if (unreadable > 0)
    text
        = g_strdup_printf (_ ("Trang %u không đọc được nên hồ sơ chưa gửi được. Quay lại "
                              "bước Quét, quét lại trang đó hoặc cho qua. [IMAGE]"),
                           unreadable);
  else
    text = g_strdup (kiosk_intake_get_missing (self->intake));
  ui_notice_set_text (self->notice, text, NULL);
}

static void
update_readiness (UiSubmitScreen *self) {
  UiScreen *screen = UI_SCREEN (self);
  guint waiting = kiosk_intake_get_waiting (self->intake);
  guint doubts = doubts_count (kiosk_intake_get_leaves (self->intake));
  gboolean lacks
      = kiosk_intake_get_missing (self->intake) != NULL || find_unreadable (self) > 0;
  g_autofree char *left = g_strdup_printf (
      ngettext ("Còn %u mục cần xem", "Còn %u mục cần xem", doubts), doubts);
  g_autofree char *reading = g_strdup_printf (
      ngettext ("Đang đọc %u trang…", "Đang đọc %u trang…", waiting), waiting);

  ui_screen_set_forward_label (screen, self->sealing ? _ ("Đang niêm phong…")
                                                     : _ ("Gửi lên cổng"));
  ui_screen_set_ready (screen, !lacks && waiting == 0 && !self->sealing);
  ui_screen_set_returns (screen, !self->sealing);
  ui_screen_set_hint (screen, waiting > 0 ? reading : doubts > 0 ? left : NULL);
}

static void
update_check (UiSubmitScreen *self) {
  update_notice (self);
  ui_papers_update (self->papers, self->intake);
  update_facts (self);
  update_readiness (self);
}

static void
show_sent (UiSubmitScreen *self) {
  UiScreen *screen = UI_SCREEN (self);

  ui_screen_set_forward_label (screen, _ ("Hồ sơ mới"));
  ui_screen_set_ready (screen, TRUE);
  ui_screen_set_returns (screen, FALSE);
  ui_screen_set_hint (screen, NULL);
  ui_tracking_follow (self->tracking, ui_visit_get_station (ui_screen_get_visit (screen)),
                      self->intake);
  gtk_widget_set_visible (self->check, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->tracking), TRUE);
}

static void
show_check (UiSubmitScreen *self) {
  gtk_widget_set_visible (self->waiver, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->tracking), FALSE);
  gtk_widget_set_visible (self->check, TRUE);
  update_check (self);
}

static void
on_intake_notified (KioskIntake *intake, GParamSpec *spec, UiSubmitScreen *self) {
  if (!kiosk_intake_get_sealed (intake))
    update_check (self);
}

/* --- letting a paper go --------------------------------------------------------------- */

static void
on_reason_changed (GtkEditable *editable, UiSubmitScreen *self) {
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (editable)));

  gtk_widget_set_sensitive (self->let_go, *text != '\0');
}

static void
on_paper_waived (UiPapers *papers, const char *component, UiSubmitScreen *self) {
  const Procedure *procedure
      = ui_visit_get_procedure (ui_screen_get_visit (UI_SCREEN (self)));
  g_autofree char *title = NULL;

  for (guint i = 0; i < procedure->components->len; i++) {
    const Component *each = g_ptr_array_index (procedure->components, i);

    if (g_strcmp0 (each->code, component) == 0)
      title = g_strdup_printf (_ ("Vì sao không cần “%s”?"), each->name);
  }
  g_free (self->waived);
  self->waived = g_strdup (component);
  gtk_label_set_text (self->waiver_title, title != NULL ? title : "");
  gtk_editable_set_text (GTK_EDITABLE (self->reason), "");
  on_reason_changed (GTK_EDITABLE (self->reason), self);
  gtk_widget_set_visible (self->waiver, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->reason));
}

static void
on_let_go_clicked (GtkWidget *widget, UiSubmitScreen *self) {
  g_autofree char *reason
      = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->reason))));
  g_autoptr (GError) error = NULL;

  if (*reason == '\0')
    return;
  if (kiosk_intake_waive (self->intake, self->waived, reason, &error))
    show_check (self);
  else
    ui_notice_set_fault (self->notice, error, NULL);
}

static void
on_keep_clicked (GtkButton *button, UiSubmitScreen *self) {
  gtk_widget_set_visible (self->waiver, FALSE);
}

/* --- sealing -------------------------------------------------------------------------- */

static void
on_sealed (GObject *source, GAsyncResult *result, gpointer data) {
  g_autoptr (UiSubmitScreen) self = UI_SUBMIT_SCREEN (data);
  g_autoptr (GError) error = NULL;
  gboolean sealed = kiosk_intake_seal_finish (KIOSK_INTAKE (source), result, &error);

  self->sealing = FALSE;
  if (KIOSK_INTAKE (source) != self->intake)
    return;
  if (sealed) {
    show_sent (self);
    return;
  }
  update_check (self);
  ui_notice_set_fault (self->notice, error, NULL);
}

static void
ui_submit_screen_forward (UiScreen *screen) {
  UiSubmitScreen *self = UI_SUBMIT_SCREEN (screen);

  if (kiosk_intake_get_sealed (self->intake)) {
    ui_screen_emit_restart (screen);
    return;
  }
  self->sealing = TRUE;
  update_check (self);
  kiosk_intake_seal_async (self->intake, on_sealed, g_object_ref (self));
}

/* --- screen --------------------------------------------------------------------------- */

static void
ui_submit_screen_enter (UiScreen *screen) {
  UiSubmitScreen *self = UI_SUBMIT_SCREEN (screen);

  g_set_object (&self->intake, ui_visit_get_intake (ui_screen_get_visit (screen)));
  g_signal_group_set_target (self->events, self->intake);
  show_check (self);
}

static void
ui_submit_screen_leave (UiScreen *screen) {
  UiSubmitScreen *self = UI_SUBMIT_SCREEN (screen);

  ui_tracking_follow (self->tracking, NULL, NULL);
  g_signal_group_set_target (self->events, NULL);
  g_clear_object (&self->intake);
}

static void
ui_submit_screen_dispose (GObject *object) {
  UiSubmitScreen *self = UI_SUBMIT_SCREEN (object);

  g_clear_object (&self->events);
  g_clear_object (&self->intake);
  g_clear_pointer (&self->waived, g_free);
  G_OBJECT_CLASS (ui_submit_screen_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class) {
  gtk_widget_class_set_template_from_resource (widget_class, "/motcua/submit-screen.ui");
  gtk_widget_class_bind_template_child (widget_class, UiSubmitScreen, check);
  gtk_widget_class_bind_template_child (widget_class, UiSubmitScreen, notice);
  gtk_widget_class_bind_template_child (widget_class, UiSubmitScreen, papers);
  gtk_widget_class_bind_template_child (widget_class, UiSubmitScreen, procedure);
  gtk_widget_class_bind_template_child (widget_class, UiSubmitScreen, code);
  gtk_widget_class_bind_template_child (widget_class, UiSubmitScreen, pages);
  gtk_widget_class_bind_template_child (widget_class, UiSubmitScreen, doubts);
  gtk_widget_class_bind_template_child (widget_class, UiSubmitScreen, waiver);
  gtk_widget_class_bind_template_child (widget_class, UiSubmitScreen, waiver_title);
  gtk_widget_class_bind_template_child (widget_class, UiSubmitScreen, reason);
  gtk_widget_class_bind_template_child (widget_class, UiSubmitScreen, let_go);
  gtk_widget_class_bind_template_child (widget_class, UiSubmitScreen, tracking);
  gtk_widget_class_bind_template_callback (widget_class, on_paper_waived);
  gtk_widget_class_bind_template_callback (widget_class, on_reason_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_let_go_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_keep_clicked);
}

static void
ui_submit_screen_class_init (UiSubmitScreenClass *klass) {
  G_OBJECT_CLASS (klass)->dispose = ui_submit_screen_dispose;
  UI_SCREEN_CLASS (klass)->enter = ui_submit_screen_enter;
  UI_SCREEN_CLASS (klass)->leave = ui_submit_screen_leave;
  UI_SCREEN_CLASS (klass)->forward = ui_submit_screen_forward;
  g_type_ensure (UI_TYPE_ENTRY);
  g_type_ensure (UI_TYPE_NOTICE);
  g_type_ensure (UI_TYPE_PAPERS);
  g_type_ensure (UI_TYPE_TRACKING);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
ui_submit_screen_init (UiSubmitScreen *self) {
  gtk_widget_init_template (GTK_WIDGET (self));
  ui_entry_set_name (self->reason, _ ("Lý do"));
  self->events = g_signal_group_new (KIOSK_TYPE_INTAKE);
  g_signal_group_connect (self->events, "notify", G_CALLBACK (on_intake_notified), self);
}
