/* SPDX-License-Identifier: Apache-2.0 */

/* Page strip, page and values move together: whatever is looked at in one is shown in the
 * others. All of it can be done without a pointer: Enter settles a value and goes on to the
 * next, F8 or Ctrl+Down goes to the next doubtful value of any page, Page Up and Page Down
 * change the page, F7 shows the whole page. */

#include "ui/review-screen.h"

#include "ui/corrections.h"
#include "ui/doubts.h"
#include "ui/notice.h"
#include "ui/page-view.h"
#include "ui/tiles.h"
#include "ui/type-chooser.h"
#include "ui/value-list.h"

#include <glib/gi18n.h>

struct _UiReviewScreen {
  UiScreen parent;
  UiTiles *strip;
  UiPageView *page;
  GtkLabel *place;
  GtkWidget *form; /* or the types in its place */
  GtkLabel *type;
  GtkWidget *retype;
  GtkLabel *note;
  UiValueList *values;
  UiTypeChooser *types;
  GtkButton *undo;
  UiNotice *notice;
  KioskIntake *intake;
  KioskLeaf *leaf;
  KioskValue *value; /* that was looked at last */
  GSignalGroup *intake_events;
  GSignalGroup *leaf_events;
  Corrections *corrections;
};

G_DEFINE_FINAL_TYPE (UiReviewScreen, ui_review_screen, UI_TYPE_SCREEN)

/* --- words ---------------------------------------------------------------------------- */

static const char *
find_note (KioskLeaf *leaf) {
  switch (kiosk_leaf_get_state (leaf)) {
  case KIOSK_LEAF_SCANNED:
    return _ ("Trang này đã được lưu và đang được đọc…");
  case KIOSK_LEAF_READ:
    if (g_list_model_get_n_items (kiosk_leaf_get_values (leaf)) == 0)
      return _ ("Trang này không có mục nào cần nhập.");
    return NULL;
  case KIOSK_LEAF_BLANK:
    return _ ("Trang trống.");
  case KIOSK_LEAF_FAILED:
    return _ ("Không đọc được trang này. Ảnh trang vẫn được giữ trong hồ sơ.");
  }
  g_assert_not_reached ();
}

static void
update_leaf (UiReviewScreen *self) {
  const char *note;
  const char *type;
  g_autofree char *place = NULL;

  if (self->leaf == NULL)
    return;
  note = find_note (self->leaf);
  type = kiosk_leaf_get_type_label (self->leaf);
  place = g_strdup_printf (
      _ ("Trang %u trên %u"), kiosk_leaf_get_place (self->leaf),
      g_list_model_get_n_items (kiosk_intake_get_leaves (self->intake)));
  gtk_label_set_text (self->place, place);
  gtk_label_set_text (self->type, *type != '\0' ? type : _ ("Chưa rõ loại giấy"));
  gtk_label_set_text (self->note, note != NULL ? note : "");
  gtk_widget_set_visible (GTK_WIDGET (self->note), note != NULL);
  gtk_widget_set_visible (self->retype,
                          kiosk_leaf_get_state (self->leaf) != KIOSK_LEAF_BLANK);
}

static void
update_doubts (UiReviewScreen *self) {
  UiScreen *screen = UI_SCREEN (self);
  guint doubts = doubts_count (kiosk_intake_get_leaves (self->intake));
  g_autofree char *hint = g_strdup_printf (
      ngettext ("Còn %u mục cần xem", "Còn %u mục cần xem", doubts), doubts);

  ui_screen_set_hint (screen, doubts > 0 ? hint : NULL);
  ui_screen_set_aside_label (screen, doubts > 0 ? _ ("Mục cần xem tiếp theo") : NULL);
}

static void
update_undo (UiReviewScreen *self) {
  const char *label = corrections_get_label (self->corrections);
  g_autofree char *text = NULL;

  text = label != NULL ? g_strdup_printf (_ ("Hoàn tác: %s"), label)
                       : g_strdup (_ ("Hoàn tác"));
  gtk_button_set_label (self->undo, text);
  gtk_widget_set_sensitive (GTK_WIDGET (self->undo), label != NULL);
}

/* --- moving --------------------------------------------------------------------------- */

static void
show_form (UiReviewScreen *self) {
  gtk_widget_set_visible (GTK_WIDGET (self->types), FALSE);
  gtk_widget_set_visible (self->form, TRUE);
}

/* The values go first: what was typed and not settled belongs to the page before. */
static void
show_leaf (UiReviewScreen *self, KioskLeaf *leaf) {
  show_form (self);
  ui_value_list_set_leaf (self->values, leaf);
  g_set_object (&self->leaf, leaf);
  g_clear_object (&self->value);
  g_signal_group_set_target (self->leaf_events, leaf);
  ui_tiles_set_current (self->strip, leaf);
  ui_page_view_set_leaf (self->page, leaf);
  update_leaf (self);
}

static void
show_value (UiReviewScreen *self, KioskLeaf *leaf, KioskValue *value) {
  if (leaf != self->leaf)
    show_leaf (self, leaf);
  show_form (self);
  ui_value_list_look (self->values, kiosk_value_get_name (value));
}

static void
show_next_doubt (UiReviewScreen *self) {
  g_autoptr (KioskLeaf) leaf = NULL;
  g_autoptr (KioskValue) value = NULL;

  if (doubts_find_next (kiosk_intake_get_leaves (self->intake), self->leaf, self->value,
                        &leaf, &value))
    show_value (self, leaf, value);
}

static void
show_first (UiReviewScreen *self) {
  GListModel *leaves = kiosk_intake_get_leaves (self->intake);
  g_autoptr (KioskLeaf) first = g_list_model_get_item (leaves, 0);
  g_autoptr (KioskLeaf) picked
      = ui_visit_steal_leaf (ui_screen_get_visit (UI_SCREEN (self)));

  if (picked != NULL) {
    show_leaf (self, picked);
    return;
  }
  if (self->leaf == NULL)
    show_leaf (self, first);
  if (doubts_count (leaves) > 0)
    show_next_doubt (self);
}

static void
turn_page (UiReviewScreen *self, int by) {
  GListModel *leaves = kiosk_intake_get_leaves (self->intake);
  int number = (int) kiosk_leaf_get_place (self->leaf) - 1 + by;
  g_autoptr (KioskLeaf) leaf = NULL;

  if (number >= 0)
    leaf = g_list_model_get_item (leaves, (guint) number);
  if (leaf != NULL)
    show_leaf (self, leaf);
}

/* --- what a person says --------------------------------------------------------------- */

static void
on_value_looked (UiValueList *values, KioskValue *value, UiReviewScreen *self) {
  g_set_object (&self->value, value);
  ui_page_view_set_value (self->page, value);
}

static void
on_value_settled (UiValueList *values, KioskValue *value, const char *text,
                  UiReviewScreen *self) {
  g_autoptr (GError) error = NULL;

  ui_notice_set_text (self->notice, NULL, NULL);
  if (!corrections_save (self->corrections, self->intake, self->leaf, value, text,
                         &error))
    ui_notice_set_fault (self->notice, error, NULL);
  update_doubts (self);
  update_undo (self);
}

static void
on_values_through (UiValueList *values, UiReviewScreen *self) {
  show_next_doubt (self);
}

static void
on_undo_clicked (GtkButton *button, UiReviewScreen *self) {
  g_autoptr (KioskLeaf) leaf = NULL;
  g_autoptr (KioskValue) value = NULL;
  g_autoptr (GError) error = NULL;

  if (corrections_undo (self->corrections, self->intake, &leaf, &value, &error))
    show_value (self, leaf, value);
  else
    ui_notice_set_fault (self->notice, error, NULL);
  update_doubts (self);
  update_undo (self);
}

static void
on_retype_clicked (GtkButton *button, UiReviewScreen *self) {
  UiVisit *visit = ui_screen_get_visit (UI_SCREEN (self));

  gtk_widget_set_visible (self->form, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->types), TRUE);
  ui_type_chooser_fill (
      self->types, kiosk_station_get_catalogue (ui_visit_get_station (visit)),
      ui_visit_get_procedure (visit), kiosk_leaf_get_type_key (self->leaf));
}

static void
close_types (UiReviewScreen *self) {
  show_form (self);
  gtk_widget_grab_focus (self->retype);
}

static void
on_type_chosen (UiTypeChooser *types, const char *key, UiReviewScreen *self) {
  g_autoptr (GError) error = NULL;

  ui_notice_set_text (self->notice, NULL, NULL);
  if (!kiosk_intake_set_type (self->intake, self->leaf, key, &error))
    ui_notice_set_fault (self->notice, error, NULL);
  close_types (self);
  update_leaf (self);
}

static void
on_types_cancelled (UiTypeChooser *types, UiReviewScreen *self) {
  close_types (self);
}

static void
on_page_picked (UiTiles *strip, KioskLeaf *leaf, UiReviewScreen *self) {
  show_leaf (self, leaf);
}

static void
on_whole_clicked (GtkButton *button, UiReviewScreen *self) {
  ui_page_view_toggle (self->page);
}

/* --- screen --------------------------------------------------------------------------- */

static void
on_intake_notified (KioskIntake *intake, GParamSpec *spec, UiReviewScreen *self) {
  update_doubts (self);
}

static void
on_leaf_notified (KioskLeaf *leaf, GParamSpec *spec, UiReviewScreen *self) {
  update_leaf (self);
}

static void
take_intake (UiReviewScreen *self, KioskIntake *intake) {
  if (self->intake == intake)
    return;
  corrections_clear (self->corrections);
  show_leaf (self, NULL);
  g_set_object (&self->intake, intake);
  g_signal_group_set_target (self->intake_events, intake);
  ui_tiles_set_leaves (self->strip,
                       intake != NULL ? kiosk_intake_get_leaves (intake) : NULL);
}

static void
ui_review_screen_enter (UiScreen *screen) {
  UiReviewScreen *self = UI_REVIEW_SCREEN (screen);

  ui_notice_set_text (self->notice, NULL, NULL);
  take_intake (self, ui_visit_get_intake (ui_screen_get_visit (screen)));
  show_first (self);
  update_leaf (self);
  update_doubts (self);
  update_undo (self);
}

static void
ui_review_screen_aside (UiScreen *screen) {
  show_next_doubt (UI_REVIEW_SCREEN (screen));
}

static gboolean
ui_review_screen_key (UiScreen *screen, guint key, GdkModifierType state) {
  UiReviewScreen *self = UI_REVIEW_SCREEN (screen);

  if (key == GDK_KEY_F8 || (key == GDK_KEY_Down && (state & GDK_CONTROL_MASK) != 0))
    show_next_doubt (self);
  else if (key == GDK_KEY_F7)
    ui_page_view_toggle (self->page);
  else if (key == GDK_KEY_Page_Down)
    turn_page (self, 1);
  else if (key == GDK_KEY_Page_Up)
    turn_page (self, -1);
  else
    return FALSE;
  return TRUE;
}

static void
ui_review_screen_dispose (GObject *object) {
  UiReviewScreen *self = UI_REVIEW_SCREEN (object);

  g_clear_object (&self->intake_events);
  g_clear_object (&self->leaf_events);
  g_clear_object (&self->value);
  g_clear_object (&self->leaf);
  g_clear_object (&self->intake);
  g_clear_pointer (&self->corrections, corrections_free);
  G_OBJECT_CLASS (ui_review_screen_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class) {
  gtk_widget_class_set_template_from_resource (widget_class, "/motcua/review-screen.ui");
  gtk_widget_class_bind_template_child (widget_class, UiReviewScreen, strip);
  gtk_widget_class_bind_template_child (widget_class, UiReviewScreen, page);
  gtk_widget_class_bind_template_child (widget_class, UiReviewScreen, place);
  gtk_widget_class_bind_template_child (widget_class, UiReviewScreen, form);
  gtk_widget_class_bind_template_child (widget_class, UiReviewScreen, type);
  gtk_widget_class_bind_template_child (widget_class, UiReviewScreen, retype);
  gtk_widget_class_bind_template_child (widget_class, UiReviewScreen, note);
  gtk_widget_class_bind_template_child (widget_class, UiReviewScreen, values);
  gtk_widget_class_bind_template_child (widget_class, UiReviewScreen, types);
  gtk_widget_class_bind_template_child (widget_class, UiReviewScreen, undo);
  gtk_widget_class_bind_template_child (widget_class, UiReviewScreen, notice);
  gtk_widget_class_bind_template_callback (widget_class, on_page_picked);
  gtk_widget_class_bind_template_callback (widget_class, on_whole_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_retype_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_value_looked);
  gtk_widget_class_bind_template_callback (widget_class, on_value_settled);
  gtk_widget_class_bind_template_callback (widget_class, on_values_through);
  gtk_widget_class_bind_template_callback (widget_class, on_type_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_types_cancelled);
  gtk_widget_class_bind_template_callback (widget_class, on_undo_clicked);
}

static void
ui_review_screen_class_init (UiReviewScreenClass *klass) {
  G_OBJECT_CLASS (klass)->dispose = ui_review_screen_dispose;
  UI_SCREEN_CLASS (klass)->enter = ui_review_screen_enter;
  UI_SCREEN_CLASS (klass)->forward = ui_screen_emit_done;
  UI_SCREEN_CLASS (klass)->aside = ui_review_screen_aside;
  UI_SCREEN_CLASS (klass)->key = ui_review_screen_key;
  g_type_ensure (UI_TYPE_NOTICE);
  g_type_ensure (UI_TYPE_PAGE_VIEW);
  g_type_ensure (UI_TYPE_TILES);
  g_type_ensure (UI_TYPE_TYPE_CHOOSER);
  g_type_ensure (UI_TYPE_VALUE_LIST);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
ui_review_screen_init (UiReviewScreen *self) {
  gtk_widget_init_template (GTK_WIDGET (self));
  self->corrections = corrections_new ();
  self->intake_events = g_signal_group_new (KIOSK_TYPE_INTAKE);
  g_signal_group_connect (self->intake_events, "notify", G_CALLBACK (on_intake_notified),
                          self);
  self->leaf_events = g_signal_group_new (KIOSK_TYPE_LEAF);
  g_signal_group_connect (self->leaf_events, "notify", G_CALLBACK (on_leaf_notified),
                          self);
  ui_screen_set_forward_label (UI_SCREEN (self), _ ("Tiếp tục"));
  ui_screen_set_ready (UI_SCREEN (self), TRUE);
  ui_screen_set_returns (UI_SCREEN (self), TRUE);
}
