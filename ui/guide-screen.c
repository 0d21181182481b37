/* SPDX-License-Identifier: Apache-2.0 */

/* One paper after the other, each named and shown:
 *
 *   LAY ----scan----> LIGHT ---one page---> LAY of the next paper
 *    ^                  |  \--many pages, or the last paper--> READ
 *    |                  +--the scanner stopped--> FAULT --again--> LIGHT
 *    |                                                              |
 *    +--scan it again-- UNSURE <--a paper was not recognised------ READ --all there--> on
 *
 * Pages are read while the next paper is being looked for; only what is not known after the
 * last one is asked about. What is on the disk and what the dossier lacks is asked of the
 * intake each time, so a power cut or a change of language loses nothing but the place. */

#include "ui/guide-screen.h"

#include "ui/language.h"
#include "ui/papers.h"

#include <glib/gi18n.h>

typedef enum { LAY, LIGHT, READ, UNSURE, FAULTY } GuideState;

struct _UiGuideScreen {
  UiStage parent;
  UiPapers *papers;
  KioskIntake *intake;
  GSignalGroup *events;
  GHashTable *tried;   /* codes of components that were scanned for */
  GHashTable *skipped; /* that the citizen does not have */
  const Component *component;
  GCancellable *feeding;
  KioskLeaf *again; /* the page to be replaced; NULL: none */
  GuideState state;
  guint pages_before;
};

G_DEFINE_FINAL_TYPE (UiGuideScreen, ui_guide_screen, UI_TYPE_STAGE)

static void go_on (UiGuideScreen *self);

static UiVisit *
get_visit (UiGuideScreen *self) {
  return ui_screen_get_visit (UI_SCREEN (self));
}

static guint
count_pages (UiGuideScreen *self) {
  return g_list_model_get_n_items (kiosk_intake_get_leaves (self->intake));
}

static const char *
name_component (const Component *component) {
  return language_is_english () && component->name_en != NULL ? component->name_en
                                                              : component->name;
}

/* The first needed paper that is not there yet, but for those in @but. */
static const Component *
find_lacking (UiGuideScreen *self, GHashTable *but) {
  const Procedure *procedure = ui_visit_get_procedure (get_visit (self));
  g_autoptr (GArray) checks = kiosk_intake_get_checks (self->intake);

  for (guint i = 0; i < checks->len && i < procedure->components->len; i++) {
    const KioskCheck *check = &g_array_index (checks, KioskCheck, i);

    if (check->needed && check->papers == 0
        && !g_hash_table_contains (self->skipped, check->component)
        && (but == NULL || !g_hash_table_contains (but, check->component)))
      return g_ptr_array_index (procedure->components, i);
  }
  return NULL;
}

/* A page that was read and is no paper of the list. */
static KioskLeaf *
find_unknown (UiGuideScreen *self) {
  GListModel *leaves = kiosk_intake_get_leaves (self->intake);

  for (guint i = g_list_model_get_n_items (leaves); i > 0; i--) {
    g_autoptr (KioskLeaf) leaf = g_list_model_get_item (leaves, i - 1);

    if (kiosk_leaf_get_state (leaf) == KIOSK_LEAF_READ
        && kiosk_leaf_get_type_key (leaf) == NULL)
      return g_steal_pointer (&leaf);
  }
  return NULL;
}

static KioskLeaf *
find_failed (UiGuideScreen *self) {
  GListModel *leaves = kiosk_intake_get_leaves (self->intake);

  for (guint i = 0; i < g_list_model_get_n_items (leaves); i++) {
    g_autoptr (KioskLeaf) leaf = g_list_model_get_item (leaves, i);

    if (kiosk_leaf_get_state (leaf) == KIOSK_LEAF_FAILED && !kiosk_leaf_get_let_go (leaf))
      return g_steal_pointer (&leaf);
  }
  return NULL;
}

/* --- how it looks --------------------------------------------------------------------- */

static void
set_state (UiGuideScreen *self, GuideState state, const char *forward,
           const char *aside) {
  UiScreen *screen = UI_SCREEN (self);

  self->state = state;
  ui_screen_set_forward_label (screen, forward);
  ui_screen_set_ready (screen, forward != NULL);
  ui_screen_set_aside_label (screen, aside);
  ui_stage_set_busy (UI_STAGE (self), state == LIGHT || state == READ);
  ui_papers_update (self->papers, self->intake);
}

static gboolean
is_card (UiGuideScreen *self, const Component *component) {
  const Catalogue *catalogue
      = kiosk_station_get_catalogue (ui_visit_get_station (get_visit (self)));
  const PaperType *type = catalogue_get_paper_type (catalogue, component->paper_type);

  return type != NULL && g_strcmp0 (type->scan.size, "id-card") == 0;
}

static void
show_lay (UiGuideScreen *self, const Component *component) {
  gboolean glass = kiosk_station_uses_glass (ui_visit_get_station (get_visit (self)));
  g_autofree char *title
      = g_strdup_printf (_ ("Xin đặt vào máy: %s"), name_component (component));

  self->component = component;
  ui_stage_tell (UI_STAGE (self),
                 is_card (self, component) ? UI_SCENE_CARD : UI_SCENE_SHEET, title,
                 glass ? _ ("Úp mặt có chữ xuống kính, sát góc có mũi tên. Đậy nắp lại "
                            "rồi bấm “Quét”.")
                       : _ ("Đặt giấy vào khay, mặt có chữ ngửa lên, rồi bấm “Quét”."));
  set_state (self, LAY, _ ("Quét"), _ ("Tôi không có giấy này"));
}

static void
show_light (UiGuideScreen *self) {
  ui_stage_tell (UI_STAGE (self), UI_SCENE_LIGHT, _ ("Máy đang quét"),
                 _ ("Xin để yên giấy tờ, chỉ vài giây thôi."));
  set_state (self, LIGHT, NULL, _ ("Dừng quét"));
}

static void
show_read (UiGuideScreen *self) {
  ui_stage_tell (UI_STAGE (self), UI_SCENE_READ, _ ("Máy đang đọc giấy tờ"),
                 _ ("Giấy tờ đã được lưu an toàn. Xin chờ một chút."));
  set_state (self, READ, NULL, NULL);
}

static void
show_fault (UiGuideScreen *self, const char *sentence) {
  g_autofree char *text = g_strdup_printf (
      "%s %s", sentence,
      count_pages (self) > 0
          ? _ ("Những tờ đã quét vẫn được giữ. Xin xếp lại tờ vừa rồi và bấm “Quét lại”.")
          : _ ("Chưa mất gì cả. Xin xếp lại giấy và bấm “Quét lại”."));

  ui_stage_tell (UI_STAGE (self), UI_SCENE_FAULT, _ ("Máy quét đã dừng"), text);
  set_state (self, FAULTY, _ ("Quét lại"), _ ("Tôi không có giấy này"));
}

static void
show_unsure (UiGuideScreen *self, const Component *component) {
  g_autoptr (KioskLeaf) unknown = find_unknown (self);
  g_autofree char *title
      = g_strdup_printf (_ ("Máy chưa nhận ra: %s"), name_component (component));

  self->component = component;
  ui_stage_tell (UI_STAGE (self), UI_SCENE_CHECK, title,
                 unknown != NULL
                     ? _ ("Nếu tờ vừa quét đúng là giấy này, xin bấm “Đúng là giấy này”. "
                          "Nếu chưa phải, xin bấm “Quét lại”.")
                     : _ ("Xin đặt giấy này vào máy rồi bấm “Quét lại”, hoặc bấm “Tôi "
                          "không có giấy này”."));
  set_state (self, UNSURE, _ ("Quét lại"),
             unknown != NULL ? _ ("Đúng là giấy này") : _ ("Tôi không có giấy này"));
}

static void
show_failed (UiGuideScreen *self, KioskLeaf *leaf) {
  g_set_object (&self->again, leaf);
  ui_stage_tell (
      UI_STAGE (self), UI_SCENE_SHEET, _ ("Một tờ chưa rõ"),
      _ ("Máy không đọc được tờ này. Xin vuốt phẳng giấy, đặt lại cho ngay rồi "
         "bấm “Quét lại”."));
  set_state (self, FAULTY, _ ("Quét lại"), NULL);
}

/* --- scanning ------------------------------------------------------------------------- */

static const char *
describe_outcome (ReportOutcome outcome) {
  switch (outcome) {
  case REPORT_DONE:
  case REPORT_EMPTY:
    return NULL;
  case REPORT_CANCELLED:
    return _ ("Đã dừng theo ý quý khách.");
  case REPORT_NO_PAPER:
    return _ ("Trong máy chưa có giấy.");
  case REPORT_JAM:
    return _ ("Giấy bị kẹt. Nếu không tự lấy ra được, xin bấm “Gọi nhân viên”.");
  case REPORT_COVER:
    return _ ("Nắp máy đang mở. Xin đậy nắp lại.");
  case REPORT_DOUBLE_FEED:
    return _ ("Hai tờ dính vào nhau. Xin tách ra.");
  case REPORT_FAILED:
    return _ ("Máy quét không trả lời. Nếu còn như vậy, xin bấm “Gọi nhân viên”.");
  }
  g_assert_not_reached ();
}

static void
on_scanned (GObject *source, GAsyncResult *result, gpointer data) {
  g_autoptr (UiGuideScreen) self = UI_GUIDE_SCREEN (data);
  g_autoptr (GError) error = NULL;
  g_autofree char *message = NULL;
  ReportOutcome outcome = REPORT_FAILED;
  gboolean known = kiosk_intake_scan_finish (KIOSK_INTAKE (source), result, &outcome,
                                             &message, &error);

  if (KIOSK_INTAKE (source) != self->intake)
    return;
  g_clear_object (&self->feeding);
  if (!known)
    g_message ("scanning: %s", error->message);
  if (!known || describe_outcome (outcome) != NULL) {
    show_fault (self, describe_outcome (outcome));
    return;
  }
  if (self->component != NULL)
    g_hash_table_add (self->tried, g_strdup (self->component->code));
  g_clear_object (&self->again);
  /* A whole stack may have brought other papers of the list as well. */
  if (count_pages (self) > self->pages_before + 1)
    show_read (self);
  go_on (self);
}

static void
scan (UiGuideScreen *self) {
  KioskHalt halt;
  KioskFeed feed = {.kind = self->again != NULL ? FEEDING_REPLACE : FEEDING_APPEND,
                    .leaf = self->again};

  if (self->feeding != NULL)
    return;
  if (self->again == NULL && kiosk_intake_get_halt (self->intake, &halt))
    feed.kind = halt.kind;
  self->pages_before = count_pages (self);
  self->feeding = g_cancellable_new ();
  show_light (self);
  kiosk_intake_scan_async (self->intake, &feed, self->feeding, on_scanned,
                           g_object_ref (self));
}

/* --- what comes next ------------------------------------------------------------------ */

static void
settle (UiGuideScreen *self) {
  const Component *lacking = find_lacking (self, NULL);
  g_autoptr (KioskLeaf) failed = find_failed (self);

  if (failed != NULL)
    show_failed (self, failed);
  else if (lacking != NULL && g_hash_table_contains (self->tried, lacking->code))
    show_unsure (self, lacking);
  else if (lacking != NULL)
    show_lay (self, lacking);
  else
    ui_screen_emit_done (UI_SCREEN (self));
}

static void
go_on (UiGuideScreen *self) {
  const Component *next = find_lacking (self, self->tried);

  if (kiosk_intake_get_waiting (self->intake) == 0)
    settle (self);
  else if (next != NULL && self->state != READ)
    show_lay (self, next);
  else
    show_read (self);
}

static void
on_intake_notified (KioskIntake *intake, GParamSpec *spec, UiGuideScreen *self) {
  ui_papers_update (self->papers, intake);
  if (self->state == READ && kiosk_intake_get_waiting (intake) == 0)
    settle (self);
}

static void
skip (UiGuideScreen *self) {
  if (self->component != NULL)
    g_hash_table_add (self->skipped, g_strdup (self->component->code));
  go_on (self);
}

static void
accept (UiGuideScreen *self) {
  g_autoptr (KioskLeaf) unknown = find_unknown (self);
  g_autoptr (GError) error = NULL;

  if (unknown == NULL
      || !kiosk_intake_set_type (self->intake, unknown, self->component->paper_type,
                                 &error))
    g_message ("the kind of a page: %s", error != NULL ? error->message : "no page");
  go_on (self);
}

static void
ui_guide_screen_forward (UiScreen *screen) {
  UiGuideScreen *self = UI_GUIDE_SCREEN (screen);

  if (self->state == LAY || self->state == UNSURE || self->state == FAULTY)
    scan (self);
}

static void
ui_guide_screen_aside (UiScreen *screen) {
  UiGuideScreen *self = UI_GUIDE_SCREEN (screen);
  g_autoptr (KioskLeaf) unknown = NULL;

  if (self->state == LIGHT) {
    g_cancellable_cancel (self->feeding);
    return;
  }
  unknown = self->state == UNSURE ? find_unknown (self) : NULL;
  if (unknown != NULL)
    accept (self);
  else
    skip (self);
}

static void
ui_guide_screen_enter (UiScreen *screen) {
  UiGuideScreen *self = UI_GUIDE_SCREEN (screen);
  KioskIntake *intake = ui_visit_get_intake (get_visit (self));

  if (g_set_object (&self->intake, intake)) {
    g_hash_table_remove_all (self->tried);
    g_hash_table_remove_all (self->skipped);
    g_signal_group_set_target (self->events, intake);
  }
  if (count_pages (self) > 0)
    show_read (self);
  if (kiosk_intake_get_waiting (intake) == 0 && find_lacking (self, NULL) == NULL)
    show_lay (self, g_ptr_array_index (
                        ui_visit_get_procedure (get_visit (self))->components, 0));
  else
    go_on (self);
}

static void
ui_guide_screen_leave (UiScreen *screen) {
  UiGuideScreen *self = UI_GUIDE_SCREEN (screen);

  if (self->feeding != NULL)
    g_cancellable_cancel (self->feeding);
}

static void
ui_guide_screen_dispose (GObject *object) {
  UiGuideScreen *self = UI_GUIDE_SCREEN (object);

  g_clear_object (&self->events);
  g_clear_object (&self->intake);
  g_clear_object (&self->feeding);
  g_clear_object (&self->again);
  g_clear_pointer (&self->tried, g_hash_table_unref);
  g_clear_pointer (&self->skipped, g_hash_table_unref);
  G_OBJECT_CLASS (ui_guide_screen_parent_class)->dispose (object);
}

static void
ui_guide_screen_constructed (GObject *object) {
  UiGuideScreen *self = UI_GUIDE_SCREEN (object);

  G_OBJECT_CLASS (ui_guide_screen_parent_class)->constructed (object);
  self->papers = g_object_new (UI_TYPE_PAPERS, NULL);
  gtk_widget_add_css_class (GTK_WIDGET (self->papers), "card");
  gtk_box_append (ui_stage_get_controls (UI_STAGE (self)), GTK_WIDGET (self->papers));
}

static void
ui_guide_screen_class_init (UiGuideScreenClass *klass) {
  UiScreenClass *screen_class = UI_SCREEN_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ui_guide_screen_dispose;
  G_OBJECT_CLASS (klass)->constructed = ui_guide_screen_constructed;
  screen_class->enter = ui_guide_screen_enter;
  screen_class->leave = ui_guide_screen_leave;
  screen_class->forward = ui_guide_screen_forward;
  screen_class->aside = ui_guide_screen_aside;
}

static void
ui_guide_screen_init (UiGuideScreen *self) {
  self->tried = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->skipped = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->events = g_signal_group_new (KIOSK_TYPE_INTAKE);
  g_signal_group_connect (self->events, "notify", G_CALLBACK (on_intake_notified), self);
}
