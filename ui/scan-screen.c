/* SPDX-License-Identifier: Apache-2.0 */

/* What stands on the two buttons follows from what is there:
 *
 *   no page yet        -          [Quét]
 *   feeding           [Dừng]      [Tiếp tục, not to be pressed]
 *   some pages        [Quét thêm] [Tiếp tục]
 *
 * so that a second tap on "Quét" never stops or skips anything. Reading goes on behind; it
 * does not hold up the way forward. One page is at hand: the one that was pressed or that the
 * keyboard is at; the tools below the pages and the keys (hotkey.c) are about it. Where the
 * feeder stopped, or a stack waits to be turned, that comes first and the tools wait. */

#include "ui/scan-screen.h"

#include "ui/wipe.h"
#include "ui/halt.h"
#include "ui/mark.h"
#include "ui/hotkey.h"
#include "ui/notice.h"
#include "ui/page-tools.h"
#include "ui/scan-side.h"
#include "ui/sheet-count.h"
#include "ui/tiles.h"
#include "ui/two-pass.h"
#include "ui/undo-bar.h"
#include "ui/wrap.h"

#include <glib/gi18n.h>

struct _UiScanScreen {
  UiScreen parent;
  UiScanSide *side;
  GtkLabel *progress;
  UiSheetCount *count;
  UiUndoBar *undo;
  UiHalt *halt;
  UiTwoPass *two_pass;
  UiWipe *wipe;
  UiNotice *notice;
  GtkWidget *empty; /* what to do, until there are pages */
  GtkWidget *pages;
  UiTiles *tiles;
  UiPageTools *tools;
  KioskIntake *intake;
  KioskLeaf *leaf; /* at hand; NULL: none */
  GSignalGroup *events;
  GSignalGroup *leaf_events;
  GCancellable *feeding; /* NULL: no feeding under way */
  KioskFeed planned;     /* what starts when the scanner has been looked at */
  KioskLeaf *planned_leaf;
  gboolean waits; /* for that */
};

G_DEFINE_FINAL_TYPE (UiScanScreen, ui_scan_screen, UI_TYPE_SCREEN)

static UiVisit *
get_visit (UiScanScreen *self) {
  return ui_screen_get_visit (UI_SCREEN (self));
}

static UiLookout *
get_lookout (UiScanScreen *self) {
  return ui_visit_get_lookout (get_visit (self));
}

static guint
count_pages (UiScanScreen *self) {
  return g_list_model_get_n_items (kiosk_intake_get_leaves (self->intake));
}

/* --- how it looks --------------------------------------------------------------------- */

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
update_progress (UiScanScreen *self, guint pages) {
  gboolean feeding = self->feeding != NULL;
  g_autofree char *progress
      = format_progress (pages, kiosk_intake_get_waiting (self->intake));

  gtk_label_set_text (self->progress,
                      feeding && pages == 0 ? _ ("Đang quét…") : progress);
  gtk_widget_set_visible (GTK_WIDGET (self->progress), pages > 0 || feeding);
  gtk_widget_set_visible (self->empty, pages == 0);
  gtk_widget_set_visible (self->pages, pages > 0);
}

static void
update_buttons (UiScanScreen *self, guint pages, gboolean backs) {
  UiScreen *screen = UI_SCREEN (self);
  gboolean feeding = self->feeding != NULL;

  if (pages == 0 && !feeding) {
    ui_screen_set_forward_label (screen, ui_visit_get_plan (get_visit (self))->two_pass
                                             ? _ ("Quét mặt trước")
                                             : _ ("Quét"));
    ui_screen_set_aside_label (screen, NULL);
  } else {
    ui_screen_set_forward_label (screen, _ ("Tiếp tục"));
    ui_screen_set_aside_label (screen, feeding ? _ ("Dừng")
                                       : backs ? NULL
                                               : _ ("Quét thêm"));
  }
  ui_screen_set_ready (screen, !feeding && !backs);
  ui_screen_set_returns (screen, !feeding);
}

static void
update (UiScanScreen *self) {
  KioskIntake *resting = self->feeding == NULL ? self->intake : NULL;
  gboolean halted, backs;
  guint pages;

  if (self->intake == NULL)
    return;
  pages = count_pages (self);
  update_progress (self, pages);
  ui_scan_side_update (self->side, get_visit (self));
  ui_sheet_count_update (self->count, self->intake);
  ui_undo_bar_update (self->undo, resting);
  halted = ui_halt_update (self->halt, resting);
  backs = ui_two_pass_update (self->two_pass, halted ? NULL : resting);
  ui_wipe_update (self->wipe, self->intake);
  ui_page_tools_update (self->tools,
                        resting != NULL && !halted && !backs ? self->leaf : NULL, pages);
  update_buttons (self, pages, backs);
}

static void
on_changed (GObject *object, GParamSpec *spec, UiScanScreen *self) {
  update (self);
}

static void
take_leaf (UiScanScreen *self, KioskLeaf *leaf) {
  if (self->leaf == leaf)
    return;
  g_set_object (&self->leaf, leaf);
  g_signal_group_set_target (self->leaf_events, leaf);
  ui_tiles_set_current (self->tiles, leaf);
  update (self);
}

/* What was at hand may have gone; the page that took its place is at hand then. */
static void
on_leaves_changed (GListModel *leaves, guint position, guint removed, guint added,
                   UiScanScreen *self) {
  gboolean gone = self->leaf != NULL;

  for (guint i = 0; gone && i < g_list_model_get_n_items (leaves); i++) {
    g_autoptr (KioskLeaf) leaf = g_list_model_get_item (leaves, i);

    gone = leaf != self->leaf;
  }
  if (gone && removed > 0 && added == 0) {
    guint pages = g_list_model_get_n_items (leaves);
    g_autoptr (KioskLeaf) next
        = pages > 0 ? g_list_model_get_item (leaves, MIN (position, pages - 1)) : NULL;

    take_leaf (self, next);
  }
  update (self);
  if (self->feeding != NULL)
    ui_tiles_show_last (self->tiles);
}

/* --- feeding -------------------------------------------------------------------------- */

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
  ui_lookout_set_scope (get_lookout (self), LOOKOUT_IN_USE);
}

/* Two programs cannot hold one scanner: what is looking at it ends first. */
static void
start_planned (UiScanScreen *self) {
  KioskFeed feed = self->planned;
  g_autoptr (KioskLeaf) leaf = g_steal_pointer (&self->planned_leaf);
  KioskHalt halt;

  self->waits = FALSE;
  feed.leaf = leaf;
  feed.paper = ui_visit_get_plan (get_visit (self))->paper;
  if (feed.kind == FEEDING_APPEND && kiosk_intake_get_halt (self->intake, &halt))
    feed.kind = halt.kind;
  kiosk_intake_scan_async (self->intake, &feed, self->feeding, on_scanned,
                           g_object_ref (self));
  update (self);
}

static void
on_lookout_changed (UiLookout *lookout, UiScanScreen *self) {
  if (self->waits && !ui_lookout_get_looking (lookout))
    start_planned (self);
  else
    update (self);
}

static void
start_feeding (UiScanScreen *self, const KioskFeed *feed) {
  if (self->feeding != NULL || self->intake == NULL)
    return;
  if (kiosk_station_get_device (ui_visit_get_station (get_visit (self))) == NULL) {
    ui_screen_emit_detour (UI_SCREEN (self), "devices");
    return;
  }
  ui_notice_set_text (self->notice, NULL, NULL);
  self->feeding = g_cancellable_new ();
  self->planned = *feed;
  g_set_object (&self->planned_leaf, feed->leaf);
  self->waits = TRUE;
  ui_lookout_set_scope (get_lookout (self), LOOKOUT_NONE);
  update (self);
  if (!ui_lookout_get_looking (get_lookout (self)))
    start_planned (self);
}

/* More at the end, or on with what has stopped; fronts first when the plan says so. */
static void
feed_on (UiScanScreen *self) {
  KioskFeed feed = {.kind = FEEDING_APPEND};
  KioskHalt halt;

  if (ui_visit_get_plan (get_visit (self))->two_pass
      && !kiosk_intake_get_halt (self->intake, &halt))
    feed.kind = FEEDING_FRONTS;
  start_feeding (self, &feed);
}

static void
on_notice_acted (UiNotice *notice, UiScanScreen *self) {
  feed_on (self);
}

static void
on_resumed (UiHalt *halt, UiScanScreen *self) {
  feed_on (self);
}

/* The sheet is known to be one: this feeding does not stop for it, and says why for good. */
static void
on_accepted (UiHalt *widget, UiScanScreen *self) {
  g_autoptr (GError) error = NULL;
  KioskFeed feed = {.takes_double = TRUE};

  if (kiosk_intake_accept_double (self->intake, _ ("Tờ có dán ảnh"), &error))
    start_feeding (self, &feed);
  else
    ui_notice_set_fault (self->notice, error, NULL);
}

static void
on_backs (UiTwoPass *widget, int stacking, UiScanScreen *self) {
  KioskFeed feed = {.kind = FEEDING_BACKS, .stacking = (Stacking) stacking};

  start_feeding (self, &feed);
}

/* The second pass is undone and its stack fed once more. */
static void
on_backs_again (UiTwoPass *widget, UiScanScreen *self) {
  g_autoptr (GError) error = NULL;

  if (!kiosk_intake_undo (self->intake, &error))
    ui_notice_set_fault (self->notice, error, NULL);
  update (self);
}

static void
on_backs_left (UiTwoPass *widget, UiScanScreen *self) {
  g_autoptr (GError) error = NULL;

  if (!kiosk_intake_leave_pass (self->intake, &error))
    ui_notice_set_fault (self->notice, error, NULL);
  ui_visit_get_plan (get_visit (self))->two_pass = FALSE;
  update (self);
}

/* --- the page at hand ----------------------------------------------------------------- */

static void
feed_at_leaf (UiScanScreen *self, FeedingKind kind) {
  KioskFeed feed = {.kind = kind, .leaf = self->leaf};

  start_feeding (self, &feed);
}

/* Behind the last page is the end. */
static void
feed_after_leaf (UiScanScreen *self) {
  g_autoptr (KioskLeaf) next = g_list_model_get_item (
      kiosk_intake_get_leaves (self->intake), kiosk_leaf_get_place (self->leaf));
  KioskFeed feed = {.kind = next != NULL ? FEEDING_INSERT : FEEDING_APPEND, .leaf = next};

  start_feeding (self, &feed);
}

static void
open_with_leaf (UiScanScreen *self, const char *detour) {
  ui_visit_set_leaf (get_visit (self), self->leaf);
  if (detour != NULL)
    ui_screen_emit_detour (UI_SCREEN (self), detour);
  else
    ui_screen_emit_done (UI_SCREEN (self));
}

static void
arrange (UiScanScreen *self, Act act) {
  g_autoptr (GError) error = NULL;
  g_autoptr (KioskLeaf) leaf = g_object_ref (self->leaf);

  ui_notice_set_text (self->notice, NULL, NULL);
  if (!acts_arrange (self->intake, leaf, act, &error) && error != NULL)
    ui_notice_set_fault (self->notice, error, NULL);
  if (act != ACT_REMOVE)
    take_leaf (self, leaf);
  ui_tiles_set_current (self->tiles, self->leaf);
  update (self);
}

static void
act_on_leaf (UiScanScreen *self, Act act) {
  if (self->leaf == NULL)
    return;
  if (act == ACT_OPEN)
    open_with_leaf (self, NULL);
  else if (act == ACT_SORT)
    open_with_leaf (self, "sort");
  else if (act == ACT_PAIR && kiosk_leaf_get_twin (self->leaf) != 0)
    open_with_leaf (self, "pair");
  else if (act == ACT_LET_GO && kiosk_leaf_get_state (self->leaf) == KIOSK_LEAF_FAILED)
    open_with_leaf (self, "let-go");
  else if (act == ACT_BEFORE)
    feed_at_leaf (self, FEEDING_INSERT);
  else if (act == ACT_AFTER)
    feed_after_leaf (self);
  else if (act == ACT_AGAIN)
    feed_at_leaf (self, FEEDING_REPLACE);
  else
    arrange (self, act);
}

static void
step_back (UiScanScreen *self, gboolean (*step) (KioskIntake *, GError **)) {
  g_autoptr (GError) error = NULL;

  ui_notice_set_text (self->notice, NULL, NULL);
  if (!step (self->intake, &error))
    ui_notice_set_fault (self->notice, error, NULL);
  update (self);
}

/* Nothing of this while the feeder is at work: what it brings would move under the hand. */
static void
act (UiScanScreen *self, Act wanted) {
  if (self->feeding != NULL || self->intake == NULL)
    return;
  if (wanted == ACT_DEVICES)
    ui_screen_emit_detour (UI_SCREEN (self), "devices");
  else if (wanted == ACT_PLAN)
    ui_screen_emit_detour (UI_SCREEN (self), "plan");
  else if (wanted == ACT_SCAN && !gtk_widget_get_visible (GTK_WIDGET (self->two_pass)))
    feed_on (self);
  else if (wanted == ACT_SCAN)
    on_backs (self->two_pass, (int) ui_two_pass_get_stacking (self->two_pass), self);
  else if (wanted == ACT_UNDO)
    step_back (self, kiosk_intake_undo);
  else if (wanted == ACT_REDO)
    step_back (self, kiosk_intake_redo);
  else
    act_on_leaf (self, wanted);
}

static void
on_asked (GtkWidget *widget, int wanted, UiScanScreen *self) {
  gboolean moves = wanted != ACT_DEVICES && wanted != ACT_PLAN;

  act (self, (Act) wanted);
  if (moves && self->leaf != NULL)
    ui_tiles_set_current (self->tiles, self->leaf);
}

static void
on_sorted (UiScanSide *side, KioskLeaf *leaf, UiScanScreen *self) {
  if (self->feeding != NULL)
    return;
  take_leaf (self, leaf);
  act_on_leaf (self, ACT_SORT);
}

static void
on_page_picked (UiTiles *tiles, KioskLeaf *leaf, UiScanScreen *self) {
  take_leaf (self, leaf);
}

static void
on_page_moved (UiTiles *tiles, KioskLeaf *leaf, guint place, UiScanScreen *self) {
  g_autoptr (GError) error = NULL;

  if (self->feeding != NULL || place == kiosk_leaf_get_place (leaf))
    return;
  if (!kiosk_intake_move_page (self->intake, leaf, place, &error))
    ui_notice_set_fault (self->notice, error, NULL);
  take_leaf (self, leaf);
  ui_tiles_set_current (self->tiles, leaf);
  update (self);
}

static void
on_undo_failed (UiUndoBar *bar, GError *error, UiScanScreen *self) {
  ui_notice_set_fault (self->notice, error, NULL);
}

/* --- screen --------------------------------------------------------------------------- */

static void
ui_scan_screen_forward (UiScreen *screen) {
  UiScanScreen *self = UI_SCAN_SCREEN (screen);

  if (count_pages (self) == 0)
    feed_on (self);
  else
    ui_screen_emit_done (screen);
}

static void
ui_scan_screen_aside (UiScreen *screen) {
  UiScanScreen *self = UI_SCAN_SCREEN (screen);

  if (self->feeding != NULL)
    g_cancellable_cancel (self->feeding);
  else
    feed_on (self);
}

/* The keyboard stays at the page that a key has moved. */
static gboolean
ui_scan_screen_key (UiScreen *screen, guint key, GdkModifierType state) {
  UiScanScreen *self = UI_SCAN_SCREEN (screen);
  Act wanted = hotkey_find (key, state);

  if (wanted == ACT_NONE)
    return FALSE;
  act (self, wanted);
  if (wanted <= ACT_LET_GO && self->leaf != NULL && self->feeding == NULL
      && gtk_widget_get_mapped (GTK_WIDGET (self->tiles)))
    ui_tiles_focus (self->tiles, self->leaf);
  return TRUE;
}

static void
take_intake (UiScanScreen *self, KioskIntake *intake) {
  if (self->intake == intake)
    return;
  if (self->intake != NULL)
    g_signal_handlers_disconnect_by_data (kiosk_intake_get_leaves (self->intake), self);
  take_leaf (self, NULL);
  g_set_object (&self->intake, intake);
  g_signal_group_set_target (self->events, intake);
  ui_notice_set_text (self->notice, NULL, NULL);
  ui_tiles_set_leaves (self->tiles,
                       intake != NULL ? kiosk_intake_get_leaves (intake) : NULL);
  if (intake != NULL)
    g_signal_connect (kiosk_intake_get_leaves (intake), "items-changed",
                      G_CALLBACK (on_leaves_changed), self);
}

static void
ui_scan_screen_enter (UiScreen *screen) {
  UiScanScreen *self = UI_SCAN_SCREEN (screen);
  UiLookout *lookout = get_lookout (self);

  take_intake (self, ui_visit_get_intake (get_visit (self)));
  g_signal_handlers_disconnect_by_data (lookout, self);
  g_signal_connect_object (lookout, "changed", G_CALLBACK (on_lookout_changed), self, 0);
  if (self->feeding == NULL)
    ui_lookout_set_scope (lookout, LOOKOUT_IN_USE);
  update (self);
  if (self->leaf != NULL)
    ui_tiles_focus (self->tiles, self->leaf);
}

static void
ui_scan_screen_leave (UiScreen *screen) {
  UiScanScreen *self = UI_SCAN_SCREEN (screen);

  if (!self->waits)
    g_signal_handlers_disconnect_by_data (get_lookout (self), self);
  ui_lookout_set_scope (get_lookout (self), LOOKOUT_NONE);
}

static void
ui_scan_screen_dispose (GObject *object) {
  UiScanScreen *self = UI_SCAN_SCREEN (object);

  if (self->feeding != NULL)
    g_cancellable_cancel (self->feeding);
  if (self->tiles != NULL)
    take_intake (self, NULL);
  g_clear_object (&self->events);
  g_clear_object (&self->leaf_events);
  g_clear_object (&self->planned_leaf);
  self->tiles = NULL;
  G_OBJECT_CLASS (ui_scan_screen_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class) {
  gtk_widget_class_set_template_from_resource (widget_class, "/motcua/scan-screen.ui");
  gtk_widget_class_bind_template_child (widget_class, UiScanScreen, side);
  gtk_widget_class_bind_template_child (widget_class, UiScanScreen, progress);
  gtk_widget_class_bind_template_child (widget_class, UiScanScreen, count);
  gtk_widget_class_bind_template_child (widget_class, UiScanScreen, undo);
  gtk_widget_class_bind_template_child (widget_class, UiScanScreen, halt);
  gtk_widget_class_bind_template_child (widget_class, UiScanScreen, two_pass);
  gtk_widget_class_bind_template_child (widget_class, UiScanScreen, wipe);
  gtk_widget_class_bind_template_child (widget_class, UiScanScreen, notice);
  gtk_widget_class_bind_template_child (widget_class, UiScanScreen, empty);
  gtk_widget_class_bind_template_child (widget_class, UiScanScreen, pages);
  gtk_widget_class_bind_template_child (widget_class, UiScanScreen, tiles);
  gtk_widget_class_bind_template_child (widget_class, UiScanScreen, tools);
  gtk_widget_class_bind_template_callback (widget_class, on_accepted);
  gtk_widget_class_bind_template_callback (widget_class, on_asked);
  gtk_widget_class_bind_template_callback (widget_class, on_backs);
  gtk_widget_class_bind_template_callback (widget_class, on_backs_again);
  gtk_widget_class_bind_template_callback (widget_class, on_backs_left);
  gtk_widget_class_bind_template_callback (widget_class, on_notice_acted);
  gtk_widget_class_bind_template_callback (widget_class, on_page_moved);
  gtk_widget_class_bind_template_callback (widget_class, on_page_picked);
  gtk_widget_class_bind_template_callback (widget_class, on_resumed);
  gtk_widget_class_bind_template_callback (widget_class, on_sorted);
  gtk_widget_class_bind_template_callback (widget_class, on_undo_failed);
}

static void
ui_scan_screen_class_init (UiScanScreenClass *klass) {
  G_OBJECT_CLASS (klass)->dispose = ui_scan_screen_dispose;
  UI_SCREEN_CLASS (klass)->enter = ui_scan_screen_enter;
  UI_SCREEN_CLASS (klass)->leave = ui_scan_screen_leave;
  UI_SCREEN_CLASS (klass)->forward = ui_scan_screen_forward;
  UI_SCREEN_CLASS (klass)->aside = ui_scan_screen_aside;
  UI_SCREEN_CLASS (klass)->key = ui_scan_screen_key;
  g_type_ensure (UI_TYPE_MARK);
  g_type_ensure (UI_TYPE_WIPE);
  g_type_ensure (UI_TYPE_WRAP);
  g_type_ensure (UI_TYPE_HALT);
  g_type_ensure (UI_TYPE_NOTICE);
  g_type_ensure (UI_TYPE_PAGE_TOOLS);
  g_type_ensure (UI_TYPE_SCAN_SIDE);
  g_type_ensure (UI_TYPE_SHEET_COUNT);
  g_type_ensure (UI_TYPE_TILES);
  g_type_ensure (UI_TYPE_TWO_PASS);
  g_type_ensure (UI_TYPE_UNDO_BAR);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
ui_scan_screen_init (UiScanScreen *self) {
  gtk_widget_init_template (GTK_WIDGET (self));
  self->events = g_signal_group_new (KIOSK_TYPE_INTAKE);
  g_signal_group_connect (self->events, "notify", G_CALLBACK (on_changed), self);
  self->leaf_events = g_signal_group_new (KIOSK_TYPE_LEAF);
  g_signal_group_connect (self->leaf_events, "notify", G_CALLBACK (on_changed), self);
}
