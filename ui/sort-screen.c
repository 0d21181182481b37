/* SPDX-License-Identifier: Apache-2.0 */

/* The page at the left, the papers that the procedure asks for at the right; one press answers
 * and goes back. */

#include "ui/sort-screen.h"

#include "ui/notice.h"
#include "ui/page-view.h"
#include "ui/type-chooser.h"

#include <glib/gi18n.h>

struct _UiSortScreen {
  UiScreen parent;
  UiPageView *page;
  UiTypeChooser *types;
  UiNotice *notice;
  KioskLeaf *leaf;
  GPtrArray *leaves; /* with it; or NULL */
};

G_DEFINE_FINAL_TYPE (UiSortScreen, ui_sort_screen, UI_TYPE_SCREEN)

static gboolean
set_type (UiSortScreen *self, const char *key, GError **error) {
  KioskIntake *intake = ui_visit_get_intake (ui_screen_get_visit (UI_SCREEN (self)));

  return self->leaves != NULL ? kiosk_intake_set_types (intake, self->leaves, key, error)
                              : kiosk_intake_set_type (intake, self->leaf, key, error);
}

static void
on_type_chosen (UiTypeChooser *types, const char *key, UiSortScreen *self) {
  g_autoptr (GError) error = NULL;

  if (self->leaf == NULL || set_type (self, key, &error))
    ui_screen_emit_done (UI_SCREEN (self));
  else
    ui_notice_set_fault (self->notice, error, NULL);
}

static void
on_types_cancelled (UiTypeChooser *types, UiSortScreen *self) {
  ui_screen_emit_done (UI_SCREEN (self));
}

static void
ui_sort_screen_enter (UiScreen *screen) {
  UiSortScreen *self = UI_SORT_SCREEN (screen);
  UiVisit *visit = ui_screen_get_visit (screen);
  const Procedure *procedure = ui_visit_get_procedure (visit);

  g_clear_object (&self->leaf);
  g_clear_pointer (&self->leaves, g_ptr_array_unref);
  self->leaf = ui_visit_steal_leaf (visit);
  self->leaves = ui_visit_steal_leaves (visit);
  ui_notice_set_text (self->notice, NULL, NULL);
  ui_page_view_set_leaf (self->page, self->leaf);
  if (self->leaf != NULL && procedure != NULL)
    ui_type_chooser_fill (self->types,
                          kiosk_station_get_catalogue (ui_visit_get_station (visit)),
                          procedure, kiosk_leaf_get_type_key (self->leaf));
}

static void
ui_sort_screen_leave (UiScreen *screen) {
  ui_page_view_set_leaf (UI_SORT_SCREEN (screen)->page, NULL);
}

static void
ui_sort_screen_dispose (GObject *object) {
  g_clear_object (&UI_SORT_SCREEN (object)->leaf);
  g_clear_pointer (&UI_SORT_SCREEN (object)->leaves, g_ptr_array_unref);
  G_OBJECT_CLASS (ui_sort_screen_parent_class)->dispose (object);
}

static void
ui_sort_screen_class_init (UiSortScreenClass *klass) {
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ui_sort_screen_dispose;
  UI_SCREEN_CLASS (klass)->enter = ui_sort_screen_enter;
  UI_SCREEN_CLASS (klass)->leave = ui_sort_screen_leave;
  g_type_ensure (UI_TYPE_NOTICE);
  g_type_ensure (UI_TYPE_PAGE_VIEW);
  g_type_ensure (UI_TYPE_TYPE_CHOOSER);
  gtk_widget_class_set_template_from_resource (widget_class, "/motcua/sort-screen.ui");
  gtk_widget_class_bind_template_child (widget_class, UiSortScreen, page);
  gtk_widget_class_bind_template_child (widget_class, UiSortScreen, types);
  gtk_widget_class_bind_template_child (widget_class, UiSortScreen, notice);
  gtk_widget_class_bind_template_callback (widget_class, on_type_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_types_cancelled);
}

static void
ui_sort_screen_init (UiSortScreen *self) {
  gtk_widget_init_template (GTK_WIDGET (self));
  ui_screen_set_returns (UI_SCREEN (self), TRUE);
}
