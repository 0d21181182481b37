/* SPDX-License-Identifier: Apache-2.0 */

/* Two pages at the same size beside each other are compared faster than described. Either answer
 * can be undone. */

#include "ui/pair-screen.h"

#include "ui/notice.h"
#include "ui/page-view.h"

#include <glib/gi18n.h>

struct _UiPairScreen {
  UiScreen parent;
  UiPageView *first;
  UiPageView *second;
  GtkLabel *first_title;
  GtkLabel *second_title;
  UiNotice *notice;
  KioskLeaf *leaf; /* the later one */
};

G_DEFINE_FINAL_TYPE (UiPairScreen, ui_pair_screen, UI_TYPE_SCREEN)

static KioskIntake *
get_intake (UiPairScreen *self) {
  return ui_visit_get_intake (ui_screen_get_visit (UI_SCREEN (self)));
}

/* Borrowed: the list keeps it. */
static KioskLeaf *
find_twin (UiPairScreen *self) {
  GListModel *leaves = kiosk_intake_get_leaves (get_intake (self));

  for (guint i = 0; i < g_list_model_get_n_items (leaves); i++) {
    g_autoptr (KioskLeaf) leaf = g_list_model_get_item (leaves, i);

    if (kiosk_leaf_get_number (leaf) == kiosk_leaf_get_twin (self->leaf))
      return leaf;
  }
  return NULL;
}

static void
show_page (UiPageView *view, GtkLabel *label, KioskLeaf *leaf, gboolean later) {
  guint place = leaf != NULL ? kiosk_leaf_get_place (leaf) : 0;
  g_autofree char *title = later ? g_strdup_printf (_ ("Trang %u, quét sau"), place)
                                 : g_strdup_printf (_ ("Trang %u, quét trước"), place);

  ui_page_view_set_leaf (view, leaf);
  gtk_label_set_text (label, leaf != NULL ? title : "");
}

static void
update_words (UiPairScreen *self, gboolean known) {
  UiScreen *screen = UI_SCREEN (self);
  g_autofree char *remove = NULL;

  if (known)
    remove = g_strdup_printf (_ ("Bỏ trang %u"), kiosk_leaf_get_place (self->leaf));
  ui_screen_set_aside_label (screen, remove);
  ui_screen_set_forward_label (screen, known ? _ ("Giữ cả hai") : _ ("Xong"));
}

static void
ui_pair_screen_enter (UiScreen *screen) {
  UiPairScreen *self = UI_PAIR_SCREEN (screen);
  KioskLeaf *twin;

  g_clear_object (&self->leaf);
  self->leaf = ui_visit_steal_leaf (ui_screen_get_visit (screen));
  twin = self->leaf != NULL && get_intake (self) != NULL ? find_twin (self) : NULL;
  ui_notice_set_text (self->notice,
                      twin == NULL ? _ ("Không còn trang nào giống nó.") : NULL, NULL);
  show_page (self->first, self->first_title, twin, FALSE);
  show_page (self->second, self->second_title, self->leaf, TRUE);
  update_words (self, twin != NULL);
}

static void
ui_pair_screen_leave (UiScreen *screen) {
  UiPairScreen *self = UI_PAIR_SCREEN (screen);

  ui_page_view_set_leaf (self->first, NULL);
  ui_page_view_set_leaf (self->second, NULL);
}

static void
finish (UiPairScreen *self, gboolean done, const GError *error) {
  if (done)
    ui_screen_emit_done (UI_SCREEN (self));
  else
    ui_notice_set_fault (self->notice, error, NULL);
}

static void
ui_pair_screen_forward (UiScreen *screen) {
  UiPairScreen *self = UI_PAIR_SCREEN (screen);
  g_autoptr (GError) error = NULL;

  if (self->leaf == NULL || kiosk_leaf_get_twin (self->leaf) == 0)
    ui_screen_emit_done (screen);
  else
    finish (self,
            kiosk_intake_keep_twin (get_intake (self), self->leaf,
                                    "người tiếp nhận so ảnh: hai trang khác nhau",
                                    &error),
            error);
}

static void
ui_pair_screen_aside (UiScreen *screen) {
  UiPairScreen *self = UI_PAIR_SCREEN (screen);
  g_autoptr (GError) error = NULL;

  if (self->leaf != NULL)
    finish (self, kiosk_intake_remove_page (get_intake (self), self->leaf, &error),
            error);
}

static void
ui_pair_screen_dispose (GObject *object) {
  g_clear_object (&UI_PAIR_SCREEN (object)->leaf);
  G_OBJECT_CLASS (ui_pair_screen_parent_class)->dispose (object);
}

static void
ui_pair_screen_class_init (UiPairScreenClass *klass) {
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ui_pair_screen_dispose;
  UI_SCREEN_CLASS (klass)->enter = ui_pair_screen_enter;
  UI_SCREEN_CLASS (klass)->leave = ui_pair_screen_leave;
  UI_SCREEN_CLASS (klass)->forward = ui_pair_screen_forward;
  UI_SCREEN_CLASS (klass)->aside = ui_pair_screen_aside;
  g_type_ensure (UI_TYPE_NOTICE);
  g_type_ensure (UI_TYPE_PAGE_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, "/motcua/pair-screen.ui");
  gtk_widget_class_bind_template_child (widget_class, UiPairScreen, first);
  gtk_widget_class_bind_template_child (widget_class, UiPairScreen, second);
  gtk_widget_class_bind_template_child (widget_class, UiPairScreen, first_title);
  gtk_widget_class_bind_template_child (widget_class, UiPairScreen, second_title);
  gtk_widget_class_bind_template_child (widget_class, UiPairScreen, notice);
}

static void
ui_pair_screen_init (UiPairScreen *self) {
  gtk_widget_init_template (GTK_WIDGET (self));
  ui_screen_set_ready (UI_SCREEN (self), TRUE);
  ui_screen_set_returns (UI_SCREEN (self), TRUE);
}
