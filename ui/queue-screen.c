/* SPDX-License-Identifier: Apache-2.0 */

/* From the top: figures that say in five seconds whether anything is stuck, an alarm when
 * something has waited too long, and the list, narrowed by what is chosen beside it and typed
 * above it. The list follows the store and tells only of what has changed, so that selection
 * and place stay.
 *
 * Moves go for the rows that are selected, and can be taken back for some seconds. */

#include "ui/queue-screen.h"

#include "ui/count-text.h"
#include "ui/entry.h"
#include "ui/figure.h"
#include "ui/notice.h"
#include "ui/queue-acts.h"
#include "ui/queue-row.h"
#include "ui/queue-side.h"
#include "ui/reason-panel.h"
#include "ui/tool-button.h"
#include "ui/wrap.h"

#include <glib/gi18n.h>

#define TYPING_MS      150   /* a pause in typing */
#define SELECTION_MOST 1000u /* dossiers of one move */
#define ALARM_REPEAT_S 86400
#define SAMPLE_WANTED  5u /* dossiers of one sample */

typedef enum { STUCK, WAITING, LATE, ACCEPTED, FIGURES } Figure;

static const char *const figure_titles[FIGURES] = {
    [STUCK] = N_ ("cần người xử lý"),
    [WAITING] = N_ ("đang chờ cổng nhận"),
    [LATE] = N_ ("chờ quá mức cho phép"),
    [ACCEPTED] = N_ ("cổng đã nhận hôm nay"),
};

struct _UiQueueScreen {
  UiScreen parent;
  GtkBox *figures;
  GtkWidget *figure[FIGURES];
  UiNotice *alarm;
  UiNotice *notice;
  GtkWidget *body;
  GtkWidget *side_scroller;
  UiQueueSide *side;
  GtkEditable *search;
  GtkToggleButton *sift;
  GtkLabel *count;
  GtkWidget *clear;
  GtkWidget *sample;
  GtkWidget *rows; /* the list, or what stands in its place */
  GtkWidget *scroller;
  GtkListView *list;
  GtkWidget *empty;
  UiMark *empty_sign;
  GtkLabel *empty_text;
  GtkLabel *empty_more;
  GtkWidget *acts;
  GtkWidget *open;
  UiReasonPanel *reason;
  GPtrArray *buttons; /* of the acts, in their order */
  KioskQueue *queue;  /* NULL until the screen is shown */
  GtkMultiSelection *selection;
  KioskMoves *moves;
  Figure asked; /* of which figure the list is; WAITING: as usual */
  guint typing;
  gboolean failed;
  gboolean undoing; /* the notice offers to take a move back */
  KioskBrief *worst; /* the one that has been stuck longest, or NULL */
  GSignalGroup *worst_events;
  gint64 alarm_seen_at; /* 0: nobody has */
  guint alarm_seen;     /* how many were late then */
};

G_DEFINE_FINAL_TYPE (UiQueueScreen, ui_queue_screen, UI_TYPE_SCREEN)

/* --- selection ------------------------------------------------------------------------ */

static guint
count_selected (UiQueueScreen *self) {
  g_autoptr (GtkBitset) set
      = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));

  return (guint) gtk_bitset_get_size (set);
}

/* KioskBrief, owned; none when there are too many. */
static GPtrArray *
get_selected (UiQueueScreen *self) {
  GPtrArray *briefs = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GtkBitset) set
      = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  GtkBitsetIter each;
  guint position;

  if (gtk_bitset_get_size (set) > SELECTION_MOST
      || !gtk_bitset_iter_init_first (&each, set, &position))
    return briefs;
  do
    g_ptr_array_add (briefs,
                     g_list_model_get_item (G_LIST_MODEL (self->queue), position));
  while (gtk_bitset_iter_next (&each, &position));
  return briefs;
}

static gboolean
fits_any (const QueueAct *act, const GPtrArray *briefs) {
  for (guint i = 0; i < briefs->len; i++) {
    if (kiosk_move_fits (act->kind, g_ptr_array_index (briefs, i)))
      return TRUE;
  }
  return FALSE;
}

static void
update_acts (UiQueueScreen *self) {
  KioskStation *station = ui_visit_get_station (ui_screen_get_visit (UI_SCREEN (self)));
  g_autoptr (GPtrArray) briefs = get_selected (self);
  gboolean asking = gtk_widget_get_visible (GTK_WIDGET (self->reason));
  guint count;
  const QueueAct *acts = queue_acts_get_all (&count);
  gboolean any = FALSE;

  for (guint i = 0; i < count; i++) {
    gboolean fits = fits_any (&acts[i], briefs);

    gtk_widget_set_visible (g_ptr_array_index (self->buttons, i), fits);
    any = any || fits;
  }
  gtk_widget_set_visible (self->sample, kiosk_station_may (station, KIOSK_ACT_SAMPLE));
  gtk_widget_set_visible (self->open, briefs->len == 1);
  gtk_widget_set_visible (self->acts, (any || briefs->len == 1) && !asking);
}

/* --- words ---------------------------------------------------------------------------- */

static void
update_count (UiQueueScreen *self) {
  guint shown = g_list_model_get_n_items (G_LIST_MODEL (self->queue));
  guint selected = count_selected (self);
  guint unsearched = kiosk_queue_get_unsearched (self->queue);
  g_autofree char *number = count_text (shown);
  g_autoptr (GString) text = g_string_new (NULL);

  if (!kiosk_queue_get_loaded (self->queue))
    return;
  g_string_append_printf (
      text,
      ngettext ("%s hồ sơ, chờ lâu nhất trước", "%s hồ sơ, chờ lâu nhất trước", shown),
      number);
  if (selected > 1) {
    g_autofree char *chosen = count_text (selected);

    g_string_append (text, " · ");
    g_string_append_printf (text, _ ("đã chọn %s"), chosen);
    if (selected > SELECTION_MOST)
      g_string_append_printf (text, _ (" (mỗi lần nhiều nhất %u)"), SELECTION_MOST);
  }
  if (unsearched > 0) {
    g_autofree char *rest = count_text (unsearched);

    g_string_append (text, " · ");
    g_string_append_printf (text, _ ("đang tìm trong tên người nộp, còn %s"), rest);
  }
  gtk_label_set_text (self->count, text->str);
}

static void
say_empty (UiQueueScreen *self, UiMarkSign sign, const char *text, const char *more) {
  ui_mark_set_sign (self->empty_sign, sign);
  gtk_label_set_text (self->empty_text, text);
  gtk_label_set_text (self->empty_more, more);
}

static void
update_empty (UiQueueScreen *self, gboolean narrowed) {
  gboolean none = g_list_model_get_n_items (G_LIST_MODEL (self->queue)) == 0;

  gtk_widget_set_visible (self->empty, none);
  gtk_widget_set_visible (self->scroller, !none);
  if (!none)
    return;
  if (self->failed)
    say_empty (self, UI_MARK_STOP, _ ("Chưa đọc được kho hồ sơ"),
               _ ("Hồ sơ không mất. Máy tự đọc lại khi kho dùng được."));
  else if (!kiosk_queue_get_loaded (self->queue))
    say_empty (self, UI_MARK_WORK, _ ("Đang đọc danh sách hồ sơ…"), "");
  else if (kiosk_queue_get_unsearched (self->queue) > 0)
    say_empty (self, UI_MARK_SEARCH, _ ("Đang tìm trong tên người nộp…"), "");
  else if (narrowed)
    say_empty (self, UI_MARK_SEARCH, _ ("Không có hồ sơ nào khớp"),
               _ ("Thử bớt chữ, hoặc bấm “Bỏ lọc”."));
  else
    say_empty (self, UI_MARK_TICK, _ ("Không có hồ sơ nào đang chờ"),
               _ ("Mọi hồ sơ đã gửi đều được cổng nhận."));
}

static char *
format_oldest (UiQueueScreen *self, const KioskFigure *figure, gboolean why) {
  g_autoptr (KioskBrief) oldest = kiosk_queue_find (self->queue, figure->oldest_id);
  g_autofree char *age = NULL;

  if (oldest == NULL)
    return NULL;
  age = kiosk_brief_format_age (oldest, g_get_real_time () / G_USEC_PER_SEC);
  return why && kiosk_brief_get_what (oldest) != NULL
             ? g_strdup_printf (_ ("Lâu nhất %s: %s"), age, kiosk_brief_get_what (oldest))
             : g_strdup_printf (_ ("Lâu nhất %s."), age);
}

/* Why it is stuck comes a moment later. */
static void
update_stuck (UiQueueScreen *self) {
  const KioskFigures *figures = kiosk_queue_get_figures (self->queue);
  g_autofree char *oldest = format_oldest (self, &figures->stuck, TRUE);
  guint count = figures->stuck.count;

  figure_set (self->figure[STUCK], count, count > 0 ? UI_MARK_STOP : UI_MARK_TICK,
              count > 0 ? "bad" : "good",
              count > 0 && oldest != NULL
                  ? oldest
                  : _ ("Không có hồ sơ nào bị cổng từ chối hay chưa có cổng nhận."));
}

static void
update_waiting (UiQueueScreen *self, const KioskFigures *figures) {
  g_autofree char *oldest = format_oldest (self, &figures->waiting, FALSE);
  guint deferred = 0;
  g_autoptr (GString) text = g_string_new (_ ("Đã niêm phong, cổng chưa báo nhận."));

  for (guint age = 0; age < CENSUS_AGES; age++)
    deferred += figures->census.counts[DOSSIER_DEFERRED][age];
  if (deferred > 0)
    g_string_append_printf (text,
                            ngettext (" %u hồ sơ gửi chưa được, sẽ tự gửi lại.",
                                      " %u hồ sơ gửi chưa được, sẽ tự gửi lại.",
                                      deferred),
                            deferred);
  else if (oldest != NULL)
    g_string_append_printf (text, " %s", oldest);
  figure_set (self->figure[WAITING], figures->waiting.count, UI_MARK_WAIT, "calm",
              text->str);
}

static void
update_late (UiQueueScreen *self, const KioskFigures *figures) {
  g_autofree char *oldest = format_oldest (self, &figures->late, FALSE);
  guint count = figures->late.count;

  figure_set (
      self->figure[LATE], count, count > 0 ? UI_MARK_DOUBT : UI_MARK_TICK,
      count > 0 ? "bad" : "good",
      count > 0 && oldest != NULL
          ? oldest
          : _ ("Không hồ sơ nào chờ lâu hơn mức đặt, hay quá nửa hạn luật định."));
}

static void
update_figures (UiQueueScreen *self) {
  const KioskFigures *figures = kiosk_queue_get_figures (self->queue);

  g_clear_object (&self->worst);
  self->worst = kiosk_queue_find (self->queue, figures->stuck.oldest_id);
  g_signal_group_set_target (self->worst_events, self->worst);
  update_stuck (self);
  update_waiting (self, figures);
  update_late (self, figures);
  figure_set (self->figure[ACCEPTED], figures->accepted_today, UI_MARK_TICK, "calm",
              _ ("Cổng đã giữ đúng các tệp, có chứng cứ, từ 0 giờ hôm nay."));
}

static void
on_worst_changed (KioskBrief *worst, UiQueueScreen *self) {
  update_stuck (self);
}

/* Once when it is so, again when there are more, and every day. */
static void
update_alarm (UiQueueScreen *self) {
  const KioskFigure *late = &kiosk_queue_get_figures (self->queue)->late;
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autoptr (KioskBrief) oldest = kiosk_queue_find (self->queue, late->oldest_id);
  g_autofree char *age = NULL;
  g_autofree char *text = NULL;

  if (oldest == NULL
      || (late->count <= self->alarm_seen
          && now - self->alarm_seen_at < ALARM_REPEAT_S)) {
    self->alarm_seen = MIN (self->alarm_seen, late->count);
    ui_notice_set_text (self->alarm, NULL, NULL);
    return;
  }
  age = kiosk_brief_format_age (oldest, now);
  text = g_strdup_printf (
      ngettext ("%u hồ sơ đã chờ quá mức cho phép. Lâu nhất: %s, %s, nơi tiếp nhận %s.",
                "%u hồ sơ đã chờ quá mức cho phép. Lâu nhất: %s, %s, nơi tiếp nhận %s.",
                late->count),
      late->count, kiosk_brief_get_code (oldest), age, kiosk_brief_get_office (oldest));
  ui_notice_set_text (self->alarm, text, _ ("Đã biết"));
}

static void
on_alarm_acted (UiNotice *alarm, UiQueueScreen *self) {
  self->alarm_seen_at = g_get_real_time () / G_USEC_PER_SEC;
  self->alarm_seen = kiosk_queue_get_figures (self->queue)->late.count;
  update_alarm (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->list));
}

/* --- sieve ---------------------------------------------------------------------------- */

static void
sift (UiQueueScreen *self) {
  KioskSieve sieve = {.states = KIOSK_SIEVE_UNDERWAY, .age = -1};
  const char *words = gtk_editable_get_text (self->search);
  gboolean narrowed;

  /* Who looks for one dossier may look for any. */
  if (*words != '\0')
    sieve.states = 0;
  if (self->asked == ACCEPTED)
    sieve.states = 1u << DOSSIER_ACCEPTED;
  sieve.stuck = self->asked == STUCK;
  sieve.late = self->asked == LATE;
  narrowed = ui_queue_side_get_sieve (self->side, &sieve) || self->asked != WAITING
             || *words != '\0';
  sieve.words = words;
  gtk_widget_set_visible (self->clear, narrowed);
  kiosk_queue_set_sieve (self->queue, &sieve);
  update_empty (self, narrowed);
  update_count (self);
  update_acts (self);
}

static void
on_sifted (UiQueueSide *side, UiQueueScreen *self) {
  self->asked = WAITING;
  sift (self);
}

static gboolean
on_typed (gpointer data) {
  UiQueueScreen *self = data;

  self->typing = 0;
  sift (self);
  return G_SOURCE_REMOVE;
}

static void
on_search_changed (GtkEditable *search, UiQueueScreen *self) {
  g_clear_handle_id (&self->typing, g_source_remove);
  self->typing = g_timeout_add (TYPING_MS, on_typed, self);
}

static void
focus_list (UiQueueScreen *self) {
  if (!gtk_widget_get_visible (self->scroller))
    return;
  if (count_selected (self) == 0)
    gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), 0, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->list));
}

static void
on_search_activated (GtkEntry *search, UiQueueScreen *self) {
  g_clear_handle_id (&self->typing, g_source_remove);
  sift (self);
  focus_list (self);
}

static void
on_clear_clicked (GtkButton *button, UiQueueScreen *self) {
  self->asked = WAITING;
  ui_queue_side_clear (self->side);
  gtk_editable_set_text (self->search, "");
  g_clear_handle_id (&self->typing, g_source_remove);
  sift (self);
  focus_list (self);
}

static void
on_figure_clicked (GtkButton *button, UiQueueScreen *self) {
  for (guint i = 0; i < FIGURES; i++) {
    if (self->figure[i] == GTK_WIDGET (button))
      self->asked = (Figure) i;
  }
  ui_queue_side_clear (self->side);
  sift (self);
  focus_list (self);
}

/* --- moves ---------------------------------------------------------------------------- */

static void
update_notice (UiQueueScreen *self) {
  KioskMoveKind kind;
  guint left_s;
  guint count = kiosk_moves_get_made (self->moves, &kind, &left_s);
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
on_moves_changed (KioskMoves *moves, UiQueueScreen *self) {
  update_notice (self);
}

static void
on_moves_failed (KioskMoves *moves, guint failed, GError *cause, UiQueueScreen *self) {
  g_autofree char *text = g_strdup_printf (
      ngettext ("%u hồ sơ không làm được: có người hoặc máy gửi đã làm trước. Xem lại "
                "trạng thái của hồ sơ.",
                "%u hồ sơ không làm được: có người hoặc máy gửi đã làm trước. Xem lại "
                "trạng thái của hồ sơ.",
                failed),
      failed);

  ui_notice_set_text (self->notice, text, NULL);
}

static void
on_notice_acted (UiNotice *notice, UiQueueScreen *self) {
  kiosk_moves_take_back (self->moves);
  focus_list (self);
}

static void
begin_move (UiQueueScreen *self, const QueueAct *act) {
  g_autoptr (GPtrArray) briefs = get_selected (self);

  if (!fits_any (act, briefs))
    return;
  if (act->kind == KIOSK_MOVE_WITHDRAW) {
    g_autofree char *title = g_strdup_printf (
        ngettext ("Rút %u hồ sơ: vì sao?", "Rút %u hồ sơ: vì sao?", briefs->len),
        briefs->len);

    ui_reason_panel_ask (self->reason, title, NULL, queue_acts_get_reasons ());
    update_acts (self);
    return;
  }
  kiosk_moves_make (self->moves, act->kind, briefs, NULL);
  focus_list (self);
}

static void
on_act_clicked (GtkButton *button, UiQueueScreen *self) {
  guint count;
  const QueueAct *acts = queue_acts_get_all (&count);

  for (guint i = 0; i < count; i++) {
    if (g_ptr_array_index (self->buttons, i) == button)
      begin_move (self, &acts[i]);
  }
}

static void
on_reason_given (UiReasonPanel *panel, const char *reason, UiQueueScreen *self) {
  g_autoptr (GPtrArray) briefs = get_selected (self);

  kiosk_moves_make (self->moves, KIOSK_MOVE_WITHDRAW, briefs,
                    queue_acts_find_word (reason));
  update_acts (self);
  focus_list (self);
}

static void
on_reason_cancelled (UiReasonPanel *panel, UiQueueScreen *self) {
  update_acts (self);
  focus_list (self);
}

/* What is drawn is held and waits for a second person; by which seed stands in the store and in
 * the trail, so that anybody can draw again. */
static void
on_sample_clicked (GtkButton *button, UiQueueScreen *self) {
  KioskStation *station = ui_visit_get_station (ui_screen_get_visit (UI_SCREEN (self)));
  g_autoptr (GError) error = NULL;
  gint64 number = 0;
  g_autoptr (GPtrArray) drawn
      = kiosk_bench_draw_sample (station, NULL, SAMPLE_WANTED, &number, &error);
  g_autofree char *text = NULL;

  if (drawn == NULL) {
    ui_notice_set_fault (self->notice, error, NULL);
    return;
  }
  text = g_strdup_printf (
      ngettext ("Mẫu số %d: đã rút và giữ lại %u hồ sơ để người thứ hai kiểm tra.",
                "Mẫu số %d: đã rút và giữ lại %u hồ sơ để người thứ hai kiểm tra.",
                drawn->len),
      (int) number, drawn->len);
  ui_notice_set_text (self->notice, text, NULL);
  focus_list (self);
}

/* --- following ------------------------------------------------------------------------ */

static void
on_figures (KioskQueue *queue, UiQueueScreen *self) {
  self->failed = FALSE;
  update_figures (self);
  ui_queue_side_update (self->side, queue);
  update_alarm (self);
  update_empty (self, gtk_widget_get_visible (self->clear));
  update_count (self);
  update_acts (self);
}

static void
on_fault (KioskQueue *queue, GError *fault, UiQueueScreen *self) {
  self->failed = TRUE;
  ui_notice_set_fault (self->notice, fault, NULL);
  update_empty (self, FALSE);
}

static void
on_selection_changed (GtkSelectionModel *model, guint position, guint changed,
                      UiQueueScreen *self) {
  update_count (self);
  update_acts (self);
}

/* The keyboard has a place as soon as there is one. */
static void
on_loaded (KioskQueue *queue, UiQueueScreen *self) {
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus == NULL || *gtk_editable_get_text (self->search) == '\0')
    focus_list (self);
}

static void
open_selected (UiQueueScreen *self) {
  g_autoptr (GPtrArray) briefs = get_selected (self);

  if (briefs->len != 1)
    return;
  ui_visit_set_dossier (ui_screen_get_visit (UI_SCREEN (self)),
                        kiosk_brief_get_id (g_ptr_array_index (briefs, 0)));
  ui_screen_emit_detour (UI_SCREEN (self), "dossier");
}

static void
on_row_activated (GtkListView *list, guint position, UiQueueScreen *self) {
  g_autoptr (KioskBrief) brief
      = g_list_model_get_item (G_LIST_MODEL (self->queue), position);

  if (brief == NULL)
    return;
  ui_visit_set_dossier (ui_screen_get_visit (UI_SCREEN (self)),
                        kiosk_brief_get_id (brief));
  ui_screen_emit_detour (UI_SCREEN (self), "dossier");
}

static void
make_queue (UiQueueScreen *self) {
  UiVisit *visit = ui_screen_get_visit (UI_SCREEN (self));

  self->queue = g_object_ref (ui_visit_get_queue (visit));
  self->moves = g_object_ref (ui_visit_get_moves (visit));
  self->selection = gtk_multi_selection_new (g_object_ref (G_LIST_MODEL (self->queue)));
  g_signal_connect_object (self->queue, "figures", G_CALLBACK (on_figures), self, 0);
  g_signal_connect_object (self->queue, "loaded", G_CALLBACK (on_loaded), self, 0);
  g_signal_connect_object (self->queue, "fault", G_CALLBACK (on_fault), self, 0);
  g_signal_connect_object (self->selection, "selection-changed",
                           G_CALLBACK (on_selection_changed), self, 0);
  g_signal_connect_object (self->moves, "changed", G_CALLBACK (on_moves_changed), self,
                           0);
  g_signal_connect_object (self->moves, "failed", G_CALLBACK (on_moves_failed), self, 0);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
  sift (self);
}

/* --- screen --------------------------------------------------------------------------- */

static void
ui_queue_screen_enter (UiScreen *screen) {
  UiQueueScreen *self = UI_QUEUE_SCREEN (screen);

  if (self->queue == NULL)
    make_queue (self);
  ui_reason_panel_close (self->reason);
  update_acts (self);
  update_empty (self, gtk_widget_get_visible (self->clear));
  if (gtk_widget_get_visible (self->scroller))
    focus_list (self);
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

static gboolean
ui_queue_screen_key (UiScreen *screen, guint key, GdkModifierType state) {
  UiQueueScreen *self = UI_QUEUE_SCREEN (screen);
  gboolean held = (state & GDK_CONTROL_MASK) != 0;
  const QueueAct *act = queue_acts_find (key, state);
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));

  if (gtk_widget_get_visible (GTK_WIDGET (self->reason)))
    return FALSE;
  if (held && gdk_keyval_to_lower (key) == GDK_KEY_f)
    gtk_widget_grab_focus (GTK_WIDGET (self->search));
  else if (held && gdk_keyval_to_lower (key) == GDK_KEY_z && !GTK_IS_TEXT (focus))
    kiosk_moves_take_back (self->moves);
  else if (key == GDK_KEY_F3 && gtk_widget_get_visible (self->sample))
    on_sample_clicked (NULL, self);
  else if (act != NULL && !GTK_IS_TEXT (focus))
    begin_move (self, act);
  else
    return FALSE;
  return TRUE;
}

/* What stands side by side stands below each other in a narrow window, one at a time. */
static void
update_narrow (UiQueueScreen *self) {
  GtkWidget *root = GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self)));
  gboolean narrow = root != NULL && gtk_widget_has_css_class (root, "narrow");
  gboolean sifting = narrow && gtk_toggle_button_get_active (self->sift);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->body),
                                  narrow ? GTK_ORIENTATION_VERTICAL
                                         : GTK_ORIENTATION_HORIZONTAL);
  gtk_widget_set_visible (GTK_WIDGET (self->sift), narrow);
  gtk_widget_set_visible (self->side_scroller, !narrow || sifting);
  gtk_widget_set_vexpand (self->side_scroller, sifting);
  gtk_widget_set_visible (self->rows, !sifting);
  for (guint i = 0; i < FIGURES; i++)
    figure_set_brief (self->figure[i], narrow);
  gtk_widget_set_visible (self->figure[WAITING], !narrow);
  gtk_widget_set_visible (self->figure[ACCEPTED], !narrow);
}

static void
on_sift_toggled (GtkToggleButton *button, UiQueueScreen *self) {
  update_narrow (self);
}

static void
on_root_classes (GtkWidget *root, GParamSpec *spec, UiQueueScreen *self) {
  update_narrow (self);
}

static void
ui_queue_screen_root (GtkWidget *widget) {
  GTK_WIDGET_CLASS (ui_queue_screen_parent_class)->root (widget);
  g_signal_connect_object (gtk_widget_get_root (widget), "notify::css-classes",
                           G_CALLBACK (on_root_classes), widget, 0);
  update_narrow (UI_QUEUE_SCREEN (widget));
}

static void
ui_queue_screen_dispose (GObject *object) {
  UiQueueScreen *self = UI_QUEUE_SCREEN (object);

  g_clear_handle_id (&self->typing, g_source_remove);
  if (self->list != NULL)
    gtk_list_view_set_model (self->list, NULL);
  self->list = NULL;
  g_clear_object (&self->selection);
  g_clear_object (&self->worst_events);
  g_clear_object (&self->worst);
  g_clear_object (&self->queue);
  g_clear_object (&self->moves);
  g_clear_pointer (&self->buttons, g_ptr_array_unref);
  G_OBJECT_CLASS (ui_queue_screen_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class) {
  gtk_widget_class_set_template_from_resource (widget_class, "/motcua/queue-screen.ui");
  gtk_widget_class_bind_template_child (widget_class, UiQueueScreen, figures);
  gtk_widget_class_bind_template_child (widget_class, UiQueueScreen, alarm);
  gtk_widget_class_bind_template_child (widget_class, UiQueueScreen, notice);
  gtk_widget_class_bind_template_child (widget_class, UiQueueScreen, body);
  gtk_widget_class_bind_template_child (widget_class, UiQueueScreen, side_scroller);
  gtk_widget_class_bind_template_child (widget_class, UiQueueScreen, side);
  gtk_widget_class_bind_template_child (widget_class, UiQueueScreen, search);
  gtk_widget_class_bind_template_child (widget_class, UiQueueScreen, sift);
  gtk_widget_class_bind_template_child (widget_class, UiQueueScreen, count);
  gtk_widget_class_bind_template_child (widget_class, UiQueueScreen, clear);
  gtk_widget_class_bind_template_child (widget_class, UiQueueScreen, sample);
  gtk_widget_class_bind_template_child (widget_class, UiQueueScreen, rows);
  gtk_widget_class_bind_template_child (widget_class, UiQueueScreen, scroller);
  gtk_widget_class_bind_template_child (widget_class, UiQueueScreen, list);
  gtk_widget_class_bind_template_child (widget_class, UiQueueScreen, empty);
  gtk_widget_class_bind_template_child (widget_class, UiQueueScreen, empty_sign);
  gtk_widget_class_bind_template_child (widget_class, UiQueueScreen, empty_text);
  gtk_widget_class_bind_template_child (widget_class, UiQueueScreen, empty_more);
  gtk_widget_class_bind_template_child (widget_class, UiQueueScreen, acts);
  gtk_widget_class_bind_template_child (widget_class, UiQueueScreen, reason);
  gtk_widget_class_bind_template_callback (widget_class, on_alarm_acted);
  gtk_widget_class_bind_template_callback (widget_class, on_notice_acted);
  gtk_widget_class_bind_template_callback (widget_class, on_sifted);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_sift_toggled);
  gtk_widget_class_bind_template_callback (widget_class, on_clear_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_sample_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_reason_given);
  gtk_widget_class_bind_template_callback (widget_class, on_reason_cancelled);
}

static void
ui_queue_screen_class_init (UiQueueScreenClass *klass) {
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ui_queue_screen_dispose;
  widget_class->root = ui_queue_screen_root;
  UI_SCREEN_CLASS (klass)->enter = ui_queue_screen_enter;
  UI_SCREEN_CLASS (klass)->key = ui_queue_screen_key;
  g_type_ensure (UI_TYPE_ENTRY);
  g_type_ensure (UI_TYPE_MARK);
  g_type_ensure (UI_TYPE_NOTICE);
  g_type_ensure (UI_TYPE_QUEUE_SIDE);
  g_type_ensure (UI_TYPE_REASON_PANEL);
  g_type_ensure (UI_TYPE_WRAP);
  bind_template (widget_class);
}

static void
add_figures (UiQueueScreen *self) {
  for (guint i = 0; i < FIGURES; i++) {
    self->figure[i] = figure_new (_ (figure_titles[i]));
    g_signal_connect (self->figure[i], "clicked", G_CALLBACK (on_figure_clicked), self);
    gtk_box_append (self->figures, self->figure[i]);
  }
}

static void
add_acts (UiQueueScreen *self) {
  guint count;
  const QueueAct *acts = queue_acts_get_all (&count);

  self->buttons = g_ptr_array_new ();
  self->open = tool_button_new (UI_MARK_OPEN, _ ("Mở hồ sơ"), NULL);
  gtk_widget_add_css_class (self->open, "primary");
  g_signal_connect_swapped (self->open, "clicked", G_CALLBACK (open_selected), self);
  ui_wrap_append (UI_WRAP (self->acts), self->open);
  for (guint i = 0; i < count; i++) {
    GtkWidget *button = queue_acts_new_button (&acts[i]);

    g_signal_connect (button, "clicked", G_CALLBACK (on_act_clicked), self);
    ui_wrap_append (UI_WRAP (self->acts), button);
    g_ptr_array_add (self->buttons, button);
  }
}

static void
ui_queue_screen_init (UiQueueScreen *self) {
  g_autoptr (GtkListItemFactory) factory = ui_queue_row_factory_new ();

  self->asked = WAITING;
  self->worst_events = g_signal_group_new (KIOSK_TYPE_BRIEF);
  g_signal_group_connect (self->worst_events, "changed", G_CALLBACK (on_worst_changed),
                          self);
  gtk_widget_init_template (GTK_WIDGET (self));
  add_figures (self);
  add_acts (self);
  gtk_widget_add_css_class (GTK_WIDGET (self->notice), "calm");
  gtk_list_view_set_factory (self->list, factory);
  ui_entry_set_name (UI_ENTRY (self->search), _ ("Tìm hồ sơ"));
}
