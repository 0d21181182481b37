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
 * feeder stopped, or a stack waits to be turned, that comes first and the tools wait. Where pages
 * are chosen (selection.c), turning, moving, taking out and sorting are about all of them. */

#include "ui/scan-screen.h"

#include "ui/infeed.h"
#include "ui/halt.h"
#include "ui/mark.h"
#include "ui/hotkey.h"
#include "ui/notice.h"
#include "ui/page-choices.h"
#include "ui/page-tools.h"
#include "ui/scan-side.h"
#include "ui/sheet-count.h"
#include "ui/tiles.h"
#include "ui/two-pass.h"
#include "ui/undo-bar.h"
#include "ui/wipe.h"
#include "ui/wrap.h"

#include <glib/gi18n.h>

struct _UiScanScreen {
  UiScreen parent;
  UiScanSide *side;
  GtkLabel *progress;
  UiSheetCount *count;
  UiUndoBar *undo;
  UiPageChoices *choices;
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
  UiInfeed *infeed;
  UiSelection *selection;
};

G_DEFINE_FINAL_TYPE (UiScanScreen, ui_scan_screen, UI_TYPE_SCREEN)

static UiVisit *
get_visit (UiScanScreen *self) {
  return ui_screen_get_visit (UI_SCREEN (self));
}

static gboolean
is_feeding (UiScanScreen *self) {
  return ui_infeed_get_feeding (self->infeed);
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
  gboolean feeding = is_feeding (self);
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
  gboolean feeding = is_feeding (self);

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
  KioskIntake *resting = !is_feeding (self) ? self->intake : NULL;
  gboolean halted, backs;
  guint pages;

  if (self->intake == NULL)
    return;
  pages = count_pages (self);
  update_progress (self, pages);
  ui_scan_side_update (self->side, get_visit (self));
  ui_scan_side_set_leaf (self->side, self->leaf);
  ui_sheet_count_update (self->count, self->intake);
  ui_undo_bar_update (self->undo, resting);
  ui_page_choices_update (self->choices, resting != NULL ? pages : 0,
                          ui_selection_count (self->selection));
  halted = ui_halt_update (self->halt, resting);
  backs = ui_two_pass_update (self->two_pass, halted ? NULL : resting);
  ui_wipe_update (self->wipe, self->intake);
  ui_page_tools_update (self->tools,
                        resting != NULL && !halted && !backs ? self->leaf : NULL, pages,
                        ui_selection_count (self->selection));
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
  if (is_feeding (self))
    ui_tiles_show_last (self->tiles);
}

/* --- feeding -------------------------------------------------------------------------- */

static void
show_offer (UiScanScreen *self) {
  guint offer_dpi = ui_infeed_get_offer (self->infeed);
  g_autofree char *text = NULL;
  g_autofree char *action = NULL;

  if (offer_dpi == 0)
    return;
  text = g_strdup_printf (_ ("Trang ở độ phân giải này quá lớn. Máy quét được ở %u dpi."),
                          offer_dpi);
  action = g_strdup_printf (_ ("Quét ở %u dpi"), offer_dpi);
  ui_notice_set_text (self->notice, text, action);
}

static void
on_infeed_changed (UiInfeed *infeed, UiScanScreen *self) {
  show_offer (self);
  update (self);
}

static void
on_infeed_failed (UiInfeed *infeed, GError *error, UiScanScreen *self) {
  ui_notice_set_fault (self->notice, error, _ ("Thử lại"));
}

/* Without a scanner the way leads to where one is chosen. */
static void
follow_start (UiScanScreen *self, gboolean started) {
  if (!started)
    ui_screen_emit_detour (UI_SCREEN (self), "devices");
}

static void
start_feeding (UiScanScreen *self, const KioskFeed *feed) {
  ui_notice_set_text (self->notice, NULL, NULL);
  follow_start (self, ui_infeed_start (self->infeed, feed));
}

static void
feed_on (UiScanScreen *self) {
  ui_notice_set_text (self->notice, NULL, NULL);
  follow_start (self, ui_infeed_go_on (self->infeed));
}

static void
on_notice_acted (UiNotice *notice, UiScanScreen *self) {
  if (ui_infeed_get_offer (self->infeed) == 0) {
    feed_on (self);
    return;
  }
  ui_notice_set_text (self->notice, NULL, NULL);
  follow_start (self, ui_infeed_take_offer (self->infeed));
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
  g_autoptr (GPtrArray) chosen = ui_selection_list (self->selection, NULL);

  ui_visit_set_leaf (get_visit (self), self->leaf);
  ui_visit_set_leaves (get_visit (self), chosen->len > 0 ? chosen : NULL);
  if (detour != NULL)
    ui_screen_emit_detour (UI_SCREEN (self), detour);
  else
    ui_screen_emit_done (UI_SCREEN (self));
}

static void
arrange (UiScanScreen *self, Act act) {
  g_autoptr (GError) error = NULL;
  g_autoptr (KioskLeaf) leaf = g_object_ref (self->leaf);
  g_autoptr (GPtrArray) leaves = ui_selection_list (self->selection, leaf);

  ui_notice_set_text (self->notice, NULL, NULL);
  if (!acts_arrange (self->intake, leaves, act, &error) && error != NULL)
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
  else if (act == ACT_TOGGLE)
    ui_selection_toggle (self->selection, self->leaf);
  else if (act == ACT_GO_PLACE)
    ui_page_choices_ask_place (self->choices);
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

static gboolean
choose (UiScanScreen *self, Act act) {
  static const struct {
    Act act;
    Choice choice;
  } choices[] = {
      {ACT_ALL, CHOICE_ALL},
      {ACT_ODD, CHOICE_ODD},
      {ACT_EVEN, CHOICE_EVEN},
      {ACT_NOBODY, CHOICE_NONE},
  };

  for (guint i = 0; i < G_N_ELEMENTS (choices); i++) {
    if (choices[i].act != act)
      continue;
    ui_selection_choose (self->selection, choices[i].choice);
    return TRUE;
  }
  return FALSE;
}

/* Nothing of this while the feeder is at work: what it brings would move under the hand. */
static void
act (UiScanScreen *self, Act wanted) {
  if (is_feeding (self) || self->intake == NULL || choose (self, wanted))
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
  if (is_feeding (self))
    return;
  take_leaf (self, leaf);
  act_on_leaf (self, ACT_SORT);
}

static void
on_page_picked (UiTiles *tiles, KioskLeaf *leaf, UiScanScreen *self) {
  take_leaf (self, leaf);
}

/* The page that a hand has, or all that are chosen when it is one of them. */
static GPtrArray *
list_held (UiScanScreen *self, KioskLeaf *leaf) {
  GPtrArray *held;

  if (ui_selection_has (self->selection, leaf))
    return ui_selection_list (self->selection, leaf);
  held = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (held, g_object_ref (leaf));
  return held;
}

static void
follow_move (UiScanScreen *self, KioskLeaf *leaf, const GError *error) {
  if (error != NULL)
    ui_notice_set_fault (self->notice, error, NULL);
  take_leaf (self, leaf);
  ui_tiles_set_current (self->tiles, leaf);
  update (self);
}

static void
on_page_moved (UiTiles *tiles, KioskLeaf *leaf, guint place, UiScanScreen *self) {
  g_autoptr (GPtrArray) held = list_held (self, leaf);
  g_autoptr (GError) error = NULL;

  if (is_feeding (self))
    return;
  if (acts_move (self->intake, held, place, &error) || error != NULL)
    follow_move (self, leaf, error);
}

static void
on_placed (UiPageChoices *choices, guint place, UiScanScreen *self) {
  if (self->leaf == NULL)
    return;
  on_page_moved (self->tiles, self->leaf, place, self);
  ui_tiles_focus (self->tiles, self->leaf);
}

static void
on_given (UiScanSide *side, KioskLeaf *leaf, const char *type, UiScanScreen *self) {
  g_autoptr (GPtrArray) held = list_held (self, leaf);
  g_autoptr (GError) error = NULL;

  if (is_feeding (self))
    return;
  if (!kiosk_intake_set_types (self->intake, held, type, &error))
    ui_notice_set_fault (self->notice, error, NULL);
  take_leaf (self, leaf);
  update (self);
}

static void
on_selection_changed (UiSelection *selection, UiScanScreen *self) {
  if (self->leaf == NULL && ui_selection_count (selection) > 0) {
    g_autoptr (GPtrArray) chosen = ui_selection_list (selection, NULL);

    take_leaf (self, g_ptr_array_index (chosen, 0));
  }
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

  if (is_feeding (self))
    ui_infeed_stop (self->infeed);
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
  if (wanted < ACT_GO_PLACE && self->leaf != NULL && !is_feeding (self)
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
  ui_infeed_set_intake (self->infeed, intake);
  ui_selection_set_leaves (self->selection,
                           intake != NULL ? kiosk_intake_get_leaves (intake) : NULL);
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

  take_intake (self, ui_visit_get_intake (get_visit (self)));
  ui_infeed_watch (self->infeed, TRUE);
  update (self);
  if (self->leaf != NULL)
    ui_tiles_focus (self->tiles, self->leaf);
}

static void
ui_scan_screen_leave (UiScreen *screen) {
  ui_infeed_watch (UI_SCAN_SCREEN (screen)->infeed, FALSE);
}

static void
ui_scan_screen_dispose (GObject *object) {
  UiScanScreen *self = UI_SCAN_SCREEN (object);

  if (self->tiles != NULL)
    take_intake (self, NULL);
  g_clear_object (&self->infeed);
  g_clear_object (&self->selection);
  g_clear_object (&self->events);
  g_clear_object (&self->leaf_events);
  self->tiles = NULL;
  G_OBJECT_CLASS (ui_scan_screen_parent_class)->dispose (object);
}

static void
ui_scan_screen_constructed (GObject *object) {
  UiScanScreen *self = UI_SCAN_SCREEN (object);

  G_OBJECT_CLASS (ui_scan_screen_parent_class)->constructed (object);
  self->infeed = ui_infeed_new (get_visit (self));
  g_signal_connect_object (self->infeed, "changed", G_CALLBACK (on_infeed_changed), self,
                           0);
  g_signal_connect_object (self->infeed, "failed", G_CALLBACK (on_infeed_failed), self,
                           0);
}

static void
bind_template (GtkWidgetClass *widget_class) {
  gtk_widget_class_set_template_from_resource (widget_class, "/motcua/scan-screen.ui");
  gtk_widget_class_bind_template_child (widget_class, UiScanScreen, side);
  gtk_widget_class_bind_template_child (widget_class, UiScanScreen, progress);
  gtk_widget_class_bind_template_child (widget_class, UiScanScreen, count);
  gtk_widget_class_bind_template_child (widget_class, UiScanScreen, undo);
  gtk_widget_class_bind_template_child (widget_class, UiScanScreen, choices);
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
  gtk_widget_class_bind_template_callback (widget_class, on_given);
  gtk_widget_class_bind_template_callback (widget_class, on_page_picked);
  gtk_widget_class_bind_template_callback (widget_class, on_placed);
  gtk_widget_class_bind_template_callback (widget_class, on_resumed);
  gtk_widget_class_bind_template_callback (widget_class, on_sorted);
  gtk_widget_class_bind_template_callback (widget_class, on_undo_failed);
}

static void
ui_scan_screen_class_init (UiScanScreenClass *klass) {
  G_OBJECT_CLASS (klass)->constructed = ui_scan_screen_constructed;
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
  g_type_ensure (UI_TYPE_PAGE_CHOICES);
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
  self->selection = ui_selection_new ();
  ui_tiles_set_selection (self->tiles, self->selection);
  g_signal_connect_object (self->selection, "changed", G_CALLBACK (on_selection_changed),
                           self, 0);
  self->events = g_signal_group_new (KIOSK_TYPE_INTAKE);
  g_signal_group_connect (self->events, "notify", G_CALLBACK (on_changed), self);
  self->leaf_events = g_signal_group_new (KIOSK_TYPE_LEAF);
  g_signal_group_connect (self->leaf_events, "notify", G_CALLBACK (on_changed), self);
}
