/* SPDX-License-Identifier: Apache-2.0 */

/* What stands on the two buttons follows from what is there:
 *
 *   no page yet        -          [Quét]
 *   feeding           [Dừng]      [Tiếp tục, not to be pressed]
 *   some pages        [Quét thêm] [Tiếp tục]
 *
 * so that a second tap on "Quét" never stops or skips anything. Reading goes on behind; it
 * does not hold up the way forward. */

#include "ui/scan-screen.h"

#include "ui/halt.h"
#include "ui/notice.h"
#include "ui/papers.h"
#include "ui/sheet-count.h"
#include "ui/tiles.h"

#include <glib/gi18n.h>

struct _UiScanScreen {
  UiScreen parent;
  GtkLabel *procedure;
  UiPapers *papers;
  GtkLabel *progress;
  UiSheetCount *count;
  UiHalt *halt;
  UiNotice *notice;
  GtkWidget *empty; /* what to do, until there are pages */
  GtkWidget *pages;
  UiTiles *tiles;
  KioskIntake *intake;
  GSignalGroup *events;
  GCancellable *feeding; /* NULL: no feeding under way */
};

G_DEFINE_FINAL_TYPE (UiScanScreen, ui_scan_screen, UI_TYPE_SCREEN)

static char *
format_progress (guint pages, guint waiting) {
  g_autofree char *scanned
      = g_strdup_printf (ngettext ("Đã quét %u trang", "Đã quét %u trang", pages), pages);
  g_autofree char *reading = g_strdup_printf (
      ngettext ("đang đọc %u trang", "đang đọc %u trang", waiting), waiting);

  if (pages == 0)
    return g_strdup ("");
  if (waiting > 0)
    return g_strjoin (", ", scanned, reading, NULL);
  return g_strjoin (", ", scanned, _ ("đã đọc xong"), NULL);
}

static void
update_buttons (UiScanScreen *self, guint pages) {
  UiScreen *screen = UI_SCREEN (self);
  gboolean feeding = self->feeding != NULL;

  if (pages == 0 && !feeding) {
    ui_screen_set_forward_label (screen, _ ("Quét"));
    ui_screen_set_aside_label (screen, NULL);
  } else {
    ui_screen_set_forward_label (screen, _ ("Tiếp tục"));
    ui_screen_set_aside_label (screen, feeding ? _ ("Dừng") : _ ("Quét thêm"));
  }
  ui_screen_set_ready (screen, !feeding);
  ui_screen_set_returns (screen, !feeding);
}

static void
update (UiScanScreen *self) {
  guint pages;
  g_autofree char *progress = NULL;

  if (self->intake == NULL)
    return;
  pages = g_list_model_get_n_items (kiosk_intake_get_leaves (self->intake));
  progress = format_progress (pages, kiosk_intake_get_waiting (self->intake));
  if (self->feeding != NULL && pages == 0)
    gtk_label_set_text (self->progress, _ ("Đang quét…"));
  else
    gtk_label_set_text (self->progress, progress);
  gtk_widget_set_visible (GTK_WIDGET (self->progress),
                          pages > 0 || self->feeding != NULL);
  gtk_widget_set_visible (self->empty, pages == 0);
  gtk_widget_set_visible (self->pages, pages > 0);
  ui_papers_update (self->papers, self->intake);
  ui_sheet_count_update (self->count, self->intake);
  (void) ui_halt_update (self->halt, self->feeding == NULL ? self->intake : NULL);
  update_buttons (self, pages);
}

static void
on_intake_notified (KioskIntake *intake, GParamSpec *spec, UiScanScreen *self) {
  update (self);
}

static void
on_leaves_changed (GListModel *leaves, guint position, guint removed, guint added,
                   UiScanScreen *self) {
  update (self);
  ui_tiles_show_last (self->tiles);
}

static void
on_scanned (GObject *source, GAsyncResult *result, gpointer data) {
  g_autoptr (UiScanScreen) self = UI_SCAN_SCREEN (data);
  g_autoptr (GError) error = NULL;
  g_autofree char *message = NULL;
  ReportOutcome outcome = REPORT_FAILED;
  gboolean known = kiosk_intake_scan_finish (KIOSK_INTAKE (source), result, &outcome,
                                             &message, &error);

  if (KIOSK_INTAKE (source) != self->intake)
    return;
  g_clear_object (&self->feeding);
  if (!known)
    ui_notice_set_fault (self->notice, error, _ ("Thử lại"));
  update (self);
}

static void
start_feeding (UiScanScreen *self, const KioskFeed *feed) {
  if (self->feeding != NULL || self->intake == NULL)
    return;
  ui_notice_set_text (self->notice, NULL, NULL);
  self->feeding = g_cancellable_new ();
  kiosk_intake_scan_async (self->intake, feed, self->feeding, on_scanned,
                           g_object_ref (self));
  update (self);
}

static void
on_notice_acted (UiNotice *notice, UiScanScreen *self) {
  start_feeding (self, NULL);
}

static void
on_resumed (UiHalt *halt, UiScanScreen *self) {
  start_feeding (self, NULL);
}

/* The sheet is known to be one: this feeding does not stop for it, and says why for good. */
static void
on_accepted (UiHalt *widget, UiScanScreen *self) {
  g_autoptr (GError) error = NULL;
  KioskHalt halt;
  KioskFeed feed = {.takes_double = TRUE};

  if (!kiosk_intake_get_halt (self->intake, &halt))
    return;
  feed.kind = halt.kind;
  if (kiosk_intake_accept_double (self->intake, _ ("Tờ có dán ảnh"), &error))
    start_feeding (self, &feed);
  else
    ui_notice_set_fault (self->notice, error, NULL);
}

static void
on_page_picked (UiTiles *tiles, KioskLeaf *leaf, UiScanScreen *self) {
  if (self->feeding != NULL)
    return;
  ui_visit_set_leaf (ui_screen_get_visit (UI_SCREEN (self)), leaf);
  ui_screen_emit_done (UI_SCREEN (self));
}

static void
ui_scan_screen_forward (UiScreen *screen) {
  UiScanScreen *self = UI_SCAN_SCREEN (screen);

  if (g_list_model_get_n_items (kiosk_intake_get_leaves (self->intake)) == 0)
    start_feeding (self, NULL);
  else
    ui_screen_emit_done (screen);
}

static void
ui_scan_screen_aside (UiScreen *screen) {
  UiScanScreen *self = UI_SCAN_SCREEN (screen);

  if (self->feeding != NULL)
    g_cancellable_cancel (self->feeding);
  else
    start_feeding (self, NULL);
}

static void
take_intake (UiScanScreen *self, KioskIntake *intake) {
  if (self->intake == intake)
    return;
  if (self->intake != NULL)
    g_signal_handlers_disconnect_by_data (kiosk_intake_get_leaves (self->intake), self);
  g_set_object (&self->intake, intake);
  g_signal_group_set_target (self->events, intake);
  ui_notice_set_text (self->notice, NULL, NULL);
  ui_tiles_set_leaves (self->tiles,
                       intake != NULL ? kiosk_intake_get_leaves (intake) : NULL);
  if (intake == NULL)
    return;
  g_signal_connect (kiosk_intake_get_leaves (intake), "items-changed",
                    G_CALLBACK (on_leaves_changed), self);
  gtk_label_set_text (self->procedure, kiosk_intake_get_procedure_name (intake));
}

static void
ui_scan_screen_enter (UiScreen *screen) {
  UiScanScreen *self = UI_SCAN_SCREEN (screen);

  take_intake (self, ui_visit_get_intake (ui_screen_get_visit (screen)));
  update (self);
}

static void
ui_scan_screen_dispose (GObject *object) {
  UiScanScreen *self = UI_SCAN_SCREEN (object);

  if (self->feeding != NULL)
    g_cancellable_cancel (self->feeding);
  if (self->tiles != NULL)
    take_intake (self, NULL);
  g_clear_object (&self->events);
  self->tiles = NULL;
  G_OBJECT_CLASS (ui_scan_screen_parent_class)->dispose (object);
}

static void
ui_scan_screen_class_init (UiScanScreenClass *klass) {
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ui_scan_screen_dispose;
  UI_SCREEN_CLASS (klass)->enter = ui_scan_screen_enter;
  UI_SCREEN_CLASS (klass)->forward = ui_scan_screen_forward;
  UI_SCREEN_CLASS (klass)->aside = ui_scan_screen_aside;
  g_type_ensure (UI_TYPE_HALT);
  g_type_ensure (UI_TYPE_PAPERS);
  g_type_ensure (UI_TYPE_SHEET_COUNT);
  g_type_ensure (UI_TYPE_NOTICE);
  g_type_ensure (UI_TYPE_TILES);
  gtk_widget_class_set_template_from_resource (widget_class, "/motcua/scan-screen.ui");
  gtk_widget_class_bind_template_child (widget_class, UiScanScreen, procedure);
  gtk_widget_class_bind_template_child (widget_class, UiScanScreen, papers);
  gtk_widget_class_bind_template_child (widget_class, UiScanScreen, progress);
  gtk_widget_class_bind_template_child (widget_class, UiScanScreen, count);
  gtk_widget_class_bind_template_child (widget_class, UiScanScreen, halt);
  gtk_widget_class_bind_template_child (widget_class, UiScanScreen, notice);
  gtk_widget_class_bind_template_child (widget_class, UiScanScreen, empty);
  gtk_widget_class_bind_template_child (widget_class, UiScanScreen, pages);
  gtk_widget_class_bind_template_child (widget_class, UiScanScreen, tiles);
  gtk_widget_class_bind_template_callback (widget_class, on_accepted);
  gtk_widget_class_bind_template_callback (widget_class, on_notice_acted);
  gtk_widget_class_bind_template_callback (widget_class, on_resumed);
  gtk_widget_class_bind_template_callback (widget_class, on_page_picked);
}

static void
ui_scan_screen_init (UiScanScreen *self) {
  gtk_widget_init_template (GTK_WIDGET (self));
  self->events = g_signal_group_new (KIOSK_TYPE_INTAKE);
  g_signal_group_connect (self->events, "notify", G_CALLBACK (on_intake_notified), self);
}
