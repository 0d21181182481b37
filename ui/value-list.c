/* SPDX-License-Identifier: Apache-2.0 */

/* Rows are made anew when the reader's answer comes, which is once a page, and never while
 * a person types: corrections reach a row through its own value. */

#include "ui/value-list.h"

#include "ui/value-row.h"

#include <glib/gi18n.h>

struct _UiValueList {
  GtkWidget parent;
  KioskLeaf *leaf;
  GtkWidget *looked;     /* row at hand */
  gboolean filling;      /* rows that go say nothing */
  GtkAdjustment *scroll; /* of the scrolled window around, while mapped */
  guint scrolling;       /* idle source */
};

enum { LOOKED, SETTLED, THROUGH, SIGNALS };
static guint signals[SIGNALS];

G_DEFINE_FINAL_TYPE (UiValueList, ui_value_list, GTK_TYPE_WIDGET)

/* The row at hand stands in the middle, so that its neighbours are seen too. */
static void
scroll_to_looked (UiValueList *self) {
  graphene_rect_t bounds;

  if (self->scroll == NULL || self->looked == NULL
      || !gtk_widget_compute_bounds (self->looked, GTK_WIDGET (self), &bounds))
    return;
  gtk_adjustment_set_value (self->scroll,
                            bounds.origin.y + bounds.size.height / 2
                                - gtk_adjustment_get_page_size (self->scroll) / 2);
}

static gboolean
on_idle_scroll (gpointer data) {
  UiValueList *self = UI_VALUE_LIST (data);

  self->scrolling = 0;
  scroll_to_looked (self);
  return G_SOURCE_REMOVE;
}

/* The room for the rows changes before the rows are laid out in it. */
static void
on_scroll_changed (GtkAdjustment *scroll, UiValueList *self) {
  if (self->scrolling == 0)
    self->scrolling = g_idle_add (on_idle_scroll, self);
}

static void
ui_value_list_map (GtkWidget *widget) {
  UiValueList *self = UI_VALUE_LIST (widget);
  GtkWidget *scroller = gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW);

  GTK_WIDGET_CLASS (ui_value_list_parent_class)->map (widget);
  if (scroller == NULL)
    return;
  self->scroll = g_object_ref (
      gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller)));
  g_signal_connect (self->scroll, "changed", G_CALLBACK (on_scroll_changed), self);
}

static void
ui_value_list_unmap (GtkWidget *widget) {
  UiValueList *self = UI_VALUE_LIST (widget);

  g_clear_handle_id (&self->scrolling, g_source_remove);
  if (self->scroll != NULL)
    g_signal_handlers_disconnect_by_data (self->scroll, self);
  g_clear_object (&self->scroll);
  GTK_WIDGET_CLASS (ui_value_list_parent_class)->unmap (widget);
}

static void
on_row_looked (UiValueRow *row, UiValueList *self) {
  if (self->filling)
    return;
  self->looked = GTK_WIDGET (row);
  scroll_to_looked (self);
  g_signal_emit (self, signals[LOOKED], 0, ui_value_row_get_value (row));
}

static void
on_row_settled (UiValueRow *row, const char *text, UiValueList *self) {
  if (self->filling)
    return;
  g_signal_emit (self, signals[SETTLED], 0, ui_value_row_get_value (row), text);
}

static void
on_row_left_down (UiValueRow *row, UiValueList *self) {
  GtkWidget *next = gtk_widget_get_next_sibling (GTK_WIDGET (row));

  if (next != NULL)
    ui_value_row_look (UI_VALUE_ROW (next));
  else
    g_signal_emit (self, signals[THROUGH], 0);
}

static void
clear_rows (UiValueList *self) {
  GtkWidget *child;

  self->looked = NULL;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
}

static void
fill_rows (UiValueList *self) {
  GListModel *values = kiosk_leaf_get_values (self->leaf);

  self->filling = TRUE;
  clear_rows (self);
  for (guint i = 0; i < g_list_model_get_n_items (values); i++) {
    g_autoptr (KioskValue) value = g_list_model_get_item (values, i);
    GtkWidget *row = ui_value_row_new (value);

    g_signal_connect (row, "looked", G_CALLBACK (on_row_looked), self);
    g_signal_connect (row, "settled", G_CALLBACK (on_row_settled), self);
    g_signal_connect (row, "left-down", G_CALLBACK (on_row_left_down), self);
    gtk_widget_set_parent (row, GTK_WIDGET (self));
  }
  self->filling = FALSE;
}

static void
on_items_changed (GListModel *values, guint position, guint removed, guint added,
                  UiValueList *self) {
  fill_rows (self);
}

void
ui_value_list_set_leaf (UiValueList *self, KioskLeaf *leaf) {
  if (self->leaf == leaf)
    return;
  if (self->looked != NULL)
    ui_value_row_finish (UI_VALUE_ROW (self->looked));
  if (self->leaf != NULL)
    g_signal_handlers_disconnect_by_data (kiosk_leaf_get_values (self->leaf), self);
  clear_rows (self);
  g_set_object (&self->leaf, leaf);
  if (leaf == NULL)
    return;
  g_signal_connect (kiosk_leaf_get_values (leaf), "items-changed",
                    G_CALLBACK (on_items_changed), self);
  fill_rows (self);
}

gboolean
ui_value_list_look (UiValueList *self, const char *name) {
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self)); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    KioskValue *other = ui_value_row_get_value (UI_VALUE_ROW (child));

    if (g_strcmp0 (kiosk_value_get_name (other), name) == 0) {
      ui_value_row_look (UI_VALUE_ROW (child));
      return TRUE;
    }
  }
  return FALSE;
}

static void
ui_value_list_dispose (GObject *object) {
  UI_VALUE_LIST (object)->looked = NULL; /* nobody is left to hear of it */
  ui_value_list_set_leaf (UI_VALUE_LIST (object), NULL);
  G_OBJECT_CLASS (ui_value_list_parent_class)->dispose (object);
}

static void
ui_value_list_class_init (UiValueListClass *klass) {
  G_OBJECT_CLASS (klass)->dispose = ui_value_list_dispose;
  GTK_WIDGET_CLASS (klass)->map = ui_value_list_map;
  GTK_WIDGET_CLASS (klass)->unmap = ui_value_list_unmap;
  signals[LOOKED] = g_signal_new ("looked", UI_TYPE_VALUE_LIST, G_SIGNAL_RUN_LAST, 0,
                                  NULL, NULL, NULL, G_TYPE_NONE, 1, KIOSK_TYPE_VALUE);
  signals[SETTLED]
      = g_signal_new ("settled", UI_TYPE_VALUE_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                      NULL, G_TYPE_NONE, 2, KIOSK_TYPE_VALUE, G_TYPE_STRING);
  signals[THROUGH] = g_signal_new ("through", UI_TYPE_VALUE_LIST, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass),
                                            GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "values");
}

static void
ui_value_list_init (UiValueList *self) {
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 12);
}
