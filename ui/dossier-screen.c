/* SPDX-License-Identifier: Apache-2.0 */

/* Whoever opens a dossier has it in hand until it is left, so that two never decide about the
 * same one; if another has it, it can be looked at and nothing else. That it was looked at is
 * in the trail before a page is shown (kiosk/bench.h). The head follows the store through the
 * list's brief.
 *
 * To send it back is to draw on a page what is wrong and to say why: the page is shown whole
 * and takes a drag or the arrow keys. */

#include "ui/dossier-screen.h"

#include "kiosk/chronicle.h"
#include "kiosk/markplace.h"
#include "ui/brief-look.h"
#include "ui/dossier-side.h"
#include "ui/language.h"
#include "ui/mark-pad.h"
#include "ui/notice.h"
#include "ui/page-view.h"
#include "ui/queue-acts.h"
#include "ui/reason-panel.h"
#include "ui/tiles.h"
#include "ui/tool-button.h"
#include "ui/wrap.h"

#include <glib/gi18n.h>

#define RENEW_S 120 /* well below LIMIT_CUSTODY_S */

struct _UiDossierScreen {
  UiScreen parent;
  GtkWidget *body;
  GtkWidget *strip_scroller;
  UiTiles *strip;
  GtkWidget *sheet;
  UiPageView *page;
  UiMarkPad *pad;
  GtkLabel *place;
  UiNotice *notice;
  UiReasonPanel *reason;
  GtkLabel *code;
  GtkWidget *state_line;
  UiMark *sign;
  GtkLabel *state;
  GtkLabel *story;
  GtkLabel *about;
  GtkLabel *holder;
  GtkWidget *acts;
  UiDossierSide *side;
  GPtrArray *buttons; /* of the acts, in their order */
  GtkWidget *send_back;
  KioskStation *station;
  char *id;
  KioskLook *look;   /* NULL: it could not be opened */
  KioskBrief *brief; /* NULL with @look */
  KioskLeaf *leaf;   /* that is shown, or NULL */
  GPtrArray *marks;  /* Mark, or NULL */
  gboolean ours;     /* we have it in hand */
  gboolean marking;
  gboolean undoing; /* the notice offers to take a move back */
  GSignalGroup *brief_events;
  GSignalGroup *moves_events;
  guint renewal;
};

G_DEFINE_FINAL_TYPE (UiDossierScreen, ui_dossier_screen, UI_TYPE_SCREEN)

static PlightLanguage
get_language (void) {
  return language_is_english () ? PLIGHT_ENGLISH : PLIGHT_VIETNAMESE;
}

static KioskMoves *
get_moves (UiDossierScreen *self) {
  return ui_visit_get_moves (ui_screen_get_visit (UI_SCREEN (self)));
}

/* --- words ---------------------------------------------------------------------------- */

static gboolean
can_send_back (UiDossierScreen *self) {
  switch (kiosk_brief_get_state (self->brief)) {
  case DOSSIER_HELD:
  case DOSSIER_NEEDS_PERSON:
  case DOSSIER_QUEUED:
  case DOSSIER_DEFERRED:
    return kiosk_station_may (self->station, KIOSK_ACT_RETURN);
  case DOSSIER_OPEN:
  case DOSSIER_SENDING:
  case DOSSIER_ACCEPTED:
  case DOSSIER_WITHDRAWN:
  case DOSSIER_PURGED:
    return FALSE;
  }
  g_assert_not_reached ();
}

static void
update_acts (UiDossierScreen *self) {
  gboolean free_to = self->ours && self->brief != NULL && !self->marking
                     && !gtk_widget_get_visible (GTK_WIDGET (self->reason));
  guint count;
  const QueueAct *acts = queue_acts_get_all (&count);

  for (guint i = 0; i < count; i++)
    gtk_widget_set_visible (g_ptr_array_index (self->buttons, i),
                            free_to && kiosk_move_fits (acts[i].kind, self->brief));
  gtk_widget_set_visible (self->send_back,
                          free_to && self->leaf != NULL && can_send_back (self));
}

static void
set_text (GtkLabel *label, const char *text) {
  gtk_label_set_text (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL && *text != '\0');
}

static void
update_head (UiDossierScreen *self) {
  g_autofree char *state = NULL;
  g_autofree char *time = NULL;
  g_autofree char *line = NULL;
  g_autofree char *story = NULL;
  g_autofree char *about = NULL;
  const char *applicant;

  if (self->brief == NULL)
    return;
  state = brief_look_format_state (self->brief);
  time = brief_look_format_time (self->brief);
  line = g_strdup_printf ("%s · %s", state, time);
  applicant = kiosk_brief_get_applicant (self->brief);
  set_text (self->code, kiosk_brief_get_code (self->brief));
  set_text (self->state, line);
  ui_mark_set_sign (self->sign, brief_look_get_sign (self->brief));
  gtk_widget_set_css_classes (
      self->state_line,
      (const char *[]){"state-line", brief_look_get_colour (self->brief), NULL});
  if (kiosk_brief_get_what (self->brief) != NULL)
    story = g_strjoin (" ", kiosk_brief_get_what (self->brief),
                       kiosk_brief_get_next (self->brief), NULL);
  set_text (self->story, story);
  about = g_strdup_printf (
      _ ("%s\n%s%sNơi tiếp nhận %s"), kiosk_brief_get_procedure_name (self->brief),
      applicant != NULL ? applicant : "", applicant != NULL ? " · " : "",
      kiosk_brief_get_office (self->brief));
  set_text (self->about, about);
  update_acts (self);
}

static void
update_history (UiDossierScreen *self) {
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) lines
      = chronicle_load (self->station, self->id, get_language (), &error);

  ui_dossier_side_set_history (self->side, lines);
}

static GArray *
find_places (UiDossierScreen *self) {
  GArray *places = g_array_new (FALSE, FALSE, sizeof (UiPlace));

  for (guint i = 0; self->marks != NULL && self->leaf != NULL && i < self->marks->len;
       i++) {
    const Mark *mark = g_ptr_array_index (self->marks, i);
    UiPlace place;

    if (mark->page == kiosk_leaf_get_number (self->leaf)
        && markplace_find (self->station, self->id, mark, &place.left, &place.top,
                           &place.right, &place.bottom))
      g_array_append_val (places, place);
  }
  return places;
}

/* A page with marks is shown whole, with them on it. */
static void
update_sheet (UiDossierScreen *self) {
  g_autoptr (GArray) places = find_places (self);
  gboolean padded = self->marking || places->len > 0;
  g_autofree char *place = NULL;

  ui_mark_pad_set_places (self->pad, places);
  gtk_widget_set_visible (GTK_WIDGET (self->pad), padded);
  gtk_widget_set_visible (GTK_WIDGET (self->page), !padded);
  if (self->marking)
    place
        = g_strdup (_ ("Kéo để khoanh chỗ sai; hoặc phím cách, rồi các mũi tên (Shift để "
                       "đổi cỡ). Không khoanh: cả trang."));
  else if (self->leaf != NULL)
    place
        = g_strdup_printf (_ ("Trang %u trên %u"), kiosk_leaf_get_place (self->leaf),
                           g_list_model_get_n_items (kiosk_look_get_leaves (self->look)));
  else if (self->look != NULL)
    place = g_strdup (_ ("Hồ sơ không có trang nào trên máy này."));
  set_text (self->place, place);
}

static void
update_marks (UiDossierScreen *self) {
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&self->marks, g_ptr_array_unref);
  self->marks = kiosk_bench_get_marks (self->station, self->id, &error);
  ui_dossier_side_set_marks (self->side, self->marks);
  update_sheet (self);
}

static void
show_leaf (UiDossierScreen *self, KioskLeaf *leaf) {
  g_set_object (&self->leaf, leaf);
  ui_tiles_set_current (self->strip, leaf);
  ui_page_view_set_leaf (self->page, leaf);
  ui_mark_pad_set_leaf (self->pad, leaf);
  ui_dossier_side_set_leaf (self->side, leaf);
  update_sheet (self);
}

static void
turn_page (UiDossierScreen *self, int by) {
  int number = self->leaf != NULL ? (int) kiosk_leaf_get_place (self->leaf) - 1 + by : -1;
  g_autoptr (KioskLeaf) leaf
      = number >= 0
            ? g_list_model_get_item (kiosk_look_get_leaves (self->look), (guint) number)
            : NULL;

  if (leaf != NULL)
    show_leaf (self, leaf);
}

/* --- moves ---------------------------------------------------------------------------- */

static void
update_notice (UiDossierScreen *self) {
  KioskMoveKind kind;
  guint left_s;
  guint count = kiosk_moves_get_made (get_moves (self), &kind, &left_s);
  g_autofree char *what = NULL;
  g_autofree char *text = NULL;

  /* What else stands there stays. */
  if (count == 0 && self->undoing)
    ui_notice_set_text (self->notice, NULL, NULL);
  self->undoing = count > 0;
  if (count == 0)
    return;
  what = queue_acts_format (kind, count);
  text = g_strdup_printf (_ ("%s Hoàn tác được trong %u giây."), what, left_s);
  ui_notice_set_text (self->notice, text, _ ("Hoàn tác"));
}

static void
on_moves_changed (KioskMoves *moves, UiDossierScreen *self) {
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    update_notice (self);
}

static void
on_moves_failed (KioskMoves *moves, guint failed, GError *cause, UiDossierScreen *self) {
  ui_notice_set_fault (self->notice, cause, NULL);
}

static void
on_notice_acted (UiNotice *notice, UiDossierScreen *self) {
  kiosk_moves_take_back (get_moves (self));
  gtk_widget_child_focus (self->acts, GTK_DIR_TAB_FORWARD);
}

static void
make_move (UiDossierScreen *self, KioskMoveKind kind, const char *reason) {
  g_autoptr (GPtrArray) briefs = g_ptr_array_new ();

  g_ptr_array_add (briefs, self->brief);
  kiosk_moves_make (get_moves (self), kind, briefs, reason);
}

static void
begin_move (UiDossierScreen *self, const QueueAct *act) {
  if (!self->ours || self->brief == NULL || !kiosk_move_fits (act->kind, self->brief))
    return;
  if (act->kind == KIOSK_MOVE_WITHDRAW)
    ui_reason_panel_ask (self->reason, _ ("Rút hồ sơ này: vì sao?"), NULL,
                         queue_acts_get_reasons ());
  else
    make_move (self, act->kind, NULL);
  update_acts (self);
}

static void
on_act_clicked (GtkButton *button, UiDossierScreen *self) {
  guint count;
  const QueueAct *acts = queue_acts_get_all (&count);

  for (guint i = 0; i < count; i++) {
    if (g_ptr_array_index (self->buttons, i) == button)
      begin_move (self, &acts[i]);
  }
}

/* --- sending back --------------------------------------------------------------------- */

static void
set_marking (UiDossierScreen *self, gboolean marking) {
  static const char *const reasons[]
      = {N_ ("Trang mờ, không đọc được"), N_ ("Thiếu trang hoặc mất góc"),
         N_ ("Giá trị không khớp giấy tờ"), N_ ("Xếp sai loại giấy"), NULL};

  self->marking = marking;
  update_sheet (self);
  if (marking)
    ui_reason_panel_ask (self->reason, _ ("Trả lại cho người quét: sai ở đâu, vì sao?"),
                         _ ("Trả lại"), reasons);
  else
    ui_reason_panel_close (self->reason);
  if (marking)
    gtk_widget_grab_focus (GTK_WIDGET (self->pad));
  update_acts (self);
}

static void
on_send_back_clicked (GtkButton *button, UiDossierScreen *self) {
  set_marking (self, TRUE);
}

/* What is on its way is held first, so that it does not leave under one's hands. */
static gboolean
hold_first (UiDossierScreen *self, GError **error) {
  const char *ids[] = {self->id, NULL};
  g_autoptr (GPtrArray) unmoved
      = g_ptr_array_new_with_free_func ((GDestroyNotify) unmoved_free);
  gint64 batch;

  return !kiosk_move_fits (KIOSK_MOVE_HOLD, self->brief)
         || kiosk_bench_steer (self->station, KIOSK_ACT_HOLD, ids, "page", &batch,
                               unmoved, error);
}

static void
send_back (UiDossierScreen *self, const char *reason) {
  g_autoptr (GPtrArray) marks
      = g_ptr_array_new_with_free_func ((GDestroyNotify) mark_free);
  g_autoptr (GError) error = NULL;
  UiPlace place = {0, 0, 1, 1};

  if (!ui_mark_pad_get_place (self->pad, &place))
    place = (UiPlace){0, 0, 1, 1};
  g_ptr_array_add (marks,
                   markplace_new_mark (self->station, self->id, self->leaf, place.left,
                                       place.top, place.right, place.bottom, reason));
  if (!hold_first (self, &error)
      || !kiosk_bench_return (self->station, self->id, marks, &error))
    ui_notice_set_fault (self->notice, error, NULL);
  else
    ui_notice_set_text (self->notice, _ ("Đã trả lại cho người quét, kèm chỗ đánh dấu."),
                        NULL);
  set_marking (self, FALSE);
  ui_mark_pad_set_leaf (self->pad, self->leaf);
  update_marks (self);
  update_history (self);
}

static void
on_reason_given (UiReasonPanel *panel, const char *reason, UiDossierScreen *self) {
  if (self->marking)
    send_back (self, reason);
  else
    make_move (self, KIOSK_MOVE_WITHDRAW, queue_acts_find_word (reason));
  update_acts (self);
}

static void
on_reason_cancelled (UiReasonPanel *panel, UiDossierScreen *self) {
  if (self->marking)
    set_marking (self, FALSE);
  update_acts (self);
  gtk_widget_child_focus (self->acts, GTK_DIR_TAB_FORWARD);
}

/* --- in hand -------------------------------------------------------------------------- */

static void
take_in_hand (UiDossierScreen *self) {
  g_autoptr (GError) error = NULL;
  g_autofree char *holder = NULL;
  g_autofree char *text = NULL;

  self->ours
      = kiosk_bench_claim (self->station, self->id, &holder, &error) && holder == NULL;
  if (error != NULL)
    ui_notice_set_fault (self->notice, error, NULL);
  else if (holder != NULL)
    text = g_strdup_printf (_ ("%s đang xử lý hồ sơ này. Xem được, chưa làm gì được cho "
                               "tới khi người đó thôi."),
                            *holder != '\0' ? holder : _ ("Người khác"));
  else
    text = g_strdup (_ ("Bạn đang giữ hồ sơ này; người khác chưa làm gì được với nó."));
  set_text (self->holder, text);
}

static gboolean
on_renew (gpointer data) {
  UiDossierScreen *self = data;

  take_in_hand (self);
  update_acts (self);
  return G_SOURCE_CONTINUE;
}

static void
let_go (UiDossierScreen *self) {
  g_autoptr (GError) ignored = NULL;

  g_clear_handle_id (&self->renewal, g_source_remove);
  if (self->ours && !kiosk_bench_leave (self->station, self->id, &ignored))
    g_clear_error (&ignored);
  self->ours = FALSE;
}

/* --- handlers ------------------------------------------------------------------------- */

static void
on_page_picked (UiTiles *strip, KioskLeaf *leaf, UiDossierScreen *self) {
  show_leaf (self, leaf);
}

static void
on_value_looked (UiDossierSide *side, KioskValue *value, UiDossierScreen *self) {
  ui_page_view_set_value (self->page, value);
}

static void
on_brief_changed (KioskBrief *brief, UiDossierScreen *self) {
  update_head (self);
  update_history (self);
}

/* --- screen --------------------------------------------------------------------------- */

static void
open_dossier (UiDossierScreen *self) {
  UiVisit *visit = ui_screen_get_visit (UI_SCREEN (self));
  g_autoptr (GError) error = NULL;
  g_autoptr (KioskLeaf) first = NULL;

  self->look = kiosk_bench_look (self->station, self->id, "queue", &error);
  self->brief = kiosk_queue_find (ui_visit_get_queue (visit), self->id);
  g_signal_group_set_target (self->brief_events, self->brief);
  if (self->look == NULL) {
    ui_notice_set_fault (self->notice, error, NULL);
    update_head (self);
    return;
  }
  take_in_hand (self);
  self->renewal = g_timeout_add_seconds (RENEW_S, on_renew, self);
  ui_tiles_set_leaves (self->strip, kiosk_look_get_leaves (self->look));
  first = g_list_model_get_item (kiosk_look_get_leaves (self->look), 0);
  gtk_widget_set_visible (self->strip_scroller, first != NULL);
  show_leaf (self, first);
  ui_dossier_side_set_dossier (self->side, kiosk_look_get_dossier (self->look));
  update_marks (self);
  update_head (self);
  update_history (self);
}

static void
close_dossier (UiDossierScreen *self) {
  let_go (self);
  g_signal_group_set_target (self->brief_events, NULL);
  ui_tiles_set_leaves (self->strip, NULL);
  g_clear_pointer (&self->marks, g_ptr_array_unref);
  if (self->leaf != NULL)
    show_leaf (self, NULL);
  ui_dossier_side_set_dossier (self->side, NULL);
  ui_dossier_side_set_history (self->side, NULL);
  g_clear_object (&self->brief);
  g_clear_object (&self->look);
}

static void
ui_dossier_screen_enter (UiScreen *screen) {
  UiDossierScreen *self = UI_DOSSIER_SCREEN (screen);
  UiVisit *visit = ui_screen_get_visit (screen);

  self->station = ui_visit_get_station (visit);
  self->marking = FALSE;
  ui_reason_panel_close (self->reason);
  ui_notice_set_text (self->notice, NULL, NULL);
  g_free (self->id);
  self->id = g_strdup (ui_visit_get_dossier (visit));
  g_signal_group_set_target (self->moves_events, ui_visit_get_moves (visit));
  open_dossier (self);
  update_acts (self);
  if (!gtk_widget_child_focus (self->acts, GTK_DIR_TAB_FORWARD))
    gtk_widget_child_focus (self->body, GTK_DIR_TAB_FORWARD);
}

static void
ui_dossier_screen_leave (UiScreen *screen) {
  close_dossier (UI_DOSSIER_SCREEN (screen));
}

static gboolean
ui_dossier_screen_key (UiScreen *screen, guint key, GdkModifierType state) {
  UiDossierScreen *self = UI_DOSSIER_SCREEN (screen);
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));
  const QueueAct *act = queue_acts_find (key, state);

  if (key == GDK_KEY_Page_Down)
    turn_page (self, 1);
  else if (key == GDK_KEY_Page_Up)
    turn_page (self, -1);
  else if (key == GDK_KEY_Escape && self->marking)
    set_marking (self, FALSE);
  else if (gtk_widget_get_visible (GTK_WIDGET (self->reason)) || GTK_IS_TEXT (focus))
    return FALSE;
  else if (key == GDK_KEY_F9 && gtk_widget_get_visible (self->send_back))
    set_marking (self, TRUE);
  else if (key == GDK_KEY_F8)
    ui_page_view_toggle (self->page);
  else if (gdk_keyval_to_lower (key) == GDK_KEY_z && (state & GDK_CONTROL_MASK) != 0)
    kiosk_moves_take_back (get_moves (self));
  else if (act != NULL)
    begin_move (self, act);
  else
    return FALSE;
  return TRUE;
}

static void
ui_dossier_screen_dispose (GObject *object) {
  UiDossierScreen *self = UI_DOSSIER_SCREEN (object);

  g_clear_handle_id (&self->renewal, g_source_remove);
  g_clear_object (&self->brief_events);
  g_clear_object (&self->moves_events);
  g_clear_object (&self->brief);
  g_clear_object (&self->leaf);
  g_clear_object (&self->look);
  g_clear_pointer (&self->marks, g_ptr_array_unref);
  g_clear_pointer (&self->buttons, g_ptr_array_unref);
  g_clear_pointer (&self->id, g_free);
  G_OBJECT_CLASS (ui_dossier_screen_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class) {
  gtk_widget_class_set_template_from_resource (widget_class, "/motcua/dossier-screen.ui");
  gtk_widget_class_bind_template_child (widget_class, UiDossierScreen, body);
  gtk_widget_class_bind_template_child (widget_class, UiDossierScreen, strip_scroller);
  gtk_widget_class_bind_template_child (widget_class, UiDossierScreen, strip);
  gtk_widget_class_bind_template_child (widget_class, UiDossierScreen, sheet);
  gtk_widget_class_bind_template_child (widget_class, UiDossierScreen, page);
  gtk_widget_class_bind_template_child (widget_class, UiDossierScreen, pad);
  gtk_widget_class_bind_template_child (widget_class, UiDossierScreen, place);
  gtk_widget_class_bind_template_child (widget_class, UiDossierScreen, notice);
  gtk_widget_class_bind_template_child (widget_class, UiDossierScreen, reason);
  gtk_widget_class_bind_template_child (widget_class, UiDossierScreen, code);
  gtk_widget_class_bind_template_child (widget_class, UiDossierScreen, state_line);
  gtk_widget_class_bind_template_child (widget_class, UiDossierScreen, sign);
  gtk_widget_class_bind_template_child (widget_class, UiDossierScreen, state);
  gtk_widget_class_bind_template_child (widget_class, UiDossierScreen, story);
  gtk_widget_class_bind_template_child (widget_class, UiDossierScreen, about);
  gtk_widget_class_bind_template_child (widget_class, UiDossierScreen, holder);
  gtk_widget_class_bind_template_child (widget_class, UiDossierScreen, acts);
  gtk_widget_class_bind_template_child (widget_class, UiDossierScreen, side);
  gtk_widget_class_bind_template_callback (widget_class, on_page_picked);
  gtk_widget_class_bind_template_callback (widget_class, on_notice_acted);
  gtk_widget_class_bind_template_callback (widget_class, on_reason_given);
  gtk_widget_class_bind_template_callback (widget_class, on_reason_cancelled);
  gtk_widget_class_bind_template_callback (widget_class, on_value_looked);
}

static void
ui_dossier_screen_class_init (UiDossierScreenClass *klass) {
  G_OBJECT_CLASS (klass)->dispose = ui_dossier_screen_dispose;
  UI_SCREEN_CLASS (klass)->enter = ui_dossier_screen_enter;
  UI_SCREEN_CLASS (klass)->leave = ui_dossier_screen_leave;
  UI_SCREEN_CLASS (klass)->forward = ui_screen_emit_done;
  UI_SCREEN_CLASS (klass)->key = ui_dossier_screen_key;
  g_type_ensure (UI_TYPE_DOSSIER_SIDE);
  g_type_ensure (UI_TYPE_MARK);
  g_type_ensure (UI_TYPE_MARK_PAD);
  g_type_ensure (UI_TYPE_NOTICE);
  g_type_ensure (UI_TYPE_PAGE_VIEW);
  g_type_ensure (UI_TYPE_REASON_PANEL);
  g_type_ensure (UI_TYPE_TILES);
  g_type_ensure (UI_TYPE_WRAP);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
add_acts (UiDossierScreen *self) {
  g_autofree char *spoken = g_strdup_printf ("%s, F9", _ ("Trả lại"));
  guint count;
  const QueueAct *acts = queue_acts_get_all (&count);

  self->buttons = g_ptr_array_new ();
  for (guint i = 0; i < count; i++) {
    GtkWidget *button = queue_acts_new_button (&acts[i]);

    g_signal_connect (button, "clicked", G_CALLBACK (on_act_clicked), self);
    ui_wrap_append (UI_WRAP (self->acts), button);
    g_ptr_array_add (self->buttons, button);
  }
  self->send_back = tool_button_new (UI_MARK_BACK, _ ("Trả lại"), spoken);
  g_signal_connect (self->send_back, "clicked", G_CALLBACK (on_send_back_clicked), self);
  ui_wrap_append (UI_WRAP (self->acts), self->send_back);
}

static void
ui_dossier_screen_init (UiDossierScreen *self) {
  gtk_widget_init_template (GTK_WIDGET (self));
  add_acts (self);
  self->brief_events = g_signal_group_new (KIOSK_TYPE_BRIEF);
  g_signal_group_connect (self->brief_events, "changed", G_CALLBACK (on_brief_changed),
                          self);
  self->moves_events = g_signal_group_new (KIOSK_TYPE_MOVES);
  g_signal_group_connect (self->moves_events, "changed", G_CALLBACK (on_moves_changed),
                          self);
  g_signal_group_connect (self->moves_events, "failed", G_CALLBACK (on_moves_failed),
                          self);
  ui_screen_set_forward_label (UI_SCREEN (self), _ ("Xong"));
  ui_screen_set_ready (UI_SCREEN (self), TRUE);
  ui_screen_set_returns (UI_SCREEN (self), TRUE);
}
