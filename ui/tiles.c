/* SPDX-License-Identifier: Apache-2.0 */

/* A dossier may have two thousand pages, of which a screen shows twenty. Every page has a
 * tile, but only tiles in or near view hold a picture; one picture is loaded per turn of
 * the main loop, so that a long strip never holds up a key press. */

#include "ui/tiles.h"

#include "ui/tile-hand.h"

#define GAP_PX  16
#define SIDE_PX 190

struct _UiTiles {
  GtkWidget parent;
  GListModel *leaves;
  UiSelection *selection; /* NULL: pages are not chosen here */
  int side_px;
  gboolean arranges;
  GtkAdjustment *scroll; /* of the scrolled window around, while mapped */
  guint loading;
};

enum { PROP_0, PROP_SIDE, PROP_ARRANGES, PROPS };
static GParamSpec *props[PROPS];
enum { PICKED, LOOKED, MOVED, SIGNALS };
static guint signals[SIGNALS];

G_DEFINE_FINAL_TYPE (UiTiles, ui_tiles, GTK_TYPE_WIDGET)

static int
measure_cell (UiTiles *self, GtkOrientation orientation, int for_size) {
  int widest = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self)); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    int minimum;

    gtk_widget_measure (child, orientation, for_size, &minimum, NULL, NULL, NULL);
    widest = MAX (widest, minimum);
  }
  return widest;
}

static guint
count_children (UiTiles *self) {
  return self->leaves != NULL ? g_list_model_get_n_items (self->leaves) : 0;
}

static GtkSizeRequestMode
ui_tiles_get_request_mode (GtkWidget *widget) {
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
ui_tiles_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                  int *minimum, int *natural, int *minimum_baseline,
                  int *natural_baseline) {
  UiTiles *self = UI_TILES (widget);
  int cell = measure_cell (self, GTK_ORIENTATION_HORIZONTAL, -1);
  int columns
      = for_size > 0 && cell > 0 ? MAX (1, (for_size + GAP_PX) / (cell + GAP_PX)) : 1;
  int rows = ((int) count_children (self) + columns - 1) / columns;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = *natural = cell;
  else
    *minimum = *natural
        = MAX (0, rows * (measure_cell (self, GTK_ORIENTATION_VERTICAL, cell) + GAP_PX)
                      - GAP_PX);
}

/* --- pictures in view --------------------------------------------------------------- */

static gboolean
is_near_view (UiTiles *self, GtkWidget *child) {
  GtkWidget *scroller
      = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_SCROLLED_WINDOW);
  graphene_rect_t bounds;
  float height;

  if (scroller == NULL || !gtk_widget_compute_bounds (child, scroller, &bounds))
    return FALSE;
  height = (float) gtk_widget_get_height (scroller);
  return bounds.origin.y + bounds.size.height > -height / 2
         && bounds.origin.y < height * 1.5f;
}

static gboolean
on_idle_load (gpointer data) {
  UiTiles *self = UI_TILES (data);
  gboolean loaded = FALSE;

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self));
       child != NULL && !loaded; child = gtk_widget_get_next_sibling (child)) {
    if (is_near_view (self, child))
      loaded = ui_thumb_load (UI_THUMB (child));
    else
      ui_thumb_drop (UI_THUMB (child));
  }
  if (loaded)
    return G_SOURCE_CONTINUE;
  self->loading = 0;
  return G_SOURCE_REMOVE;
}

static void
queue_loading (UiTiles *self) {
  if (self->loading == 0 && gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->loading = g_idle_add_full (G_PRIORITY_LOW, on_idle_load, self, NULL);
}

static void
on_scrolled (GtkAdjustment *scroll, UiTiles *self) {
  queue_loading (self);
}

static void
on_leaf_changed (KioskLeaf *leaf, GParamSpec *spec, UiTiles *self) {
  queue_loading (self);
}

static void
ui_tiles_size_allocate (GtkWidget *widget, int width, int height, int baseline) {
  UiTiles *self = UI_TILES (widget);
  int cell_width = measure_cell (self, GTK_ORIENTATION_HORIZONTAL, -1);
  int cell_height = measure_cell (self, GTK_ORIENTATION_VERTICAL, cell_width);
  int columns = cell_width > 0 ? MAX (1, (width + GAP_PX) / (cell_width + GAP_PX)) : 1;
  int number = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child), number++) {
    GtkAllocation place
        = {(number % columns) * (cell_width + GAP_PX),
           (number / columns) * (cell_height + GAP_PX), cell_width, cell_height};

    gtk_widget_size_allocate (child, &place, -1);
  }
  queue_loading (self);
}

static void
ui_tiles_map (GtkWidget *widget) {
  UiTiles *self = UI_TILES (widget);
  GtkWidget *scroller = gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW);

  GTK_WIDGET_CLASS (ui_tiles_parent_class)->map (widget);
  if (scroller != NULL) {
    self->scroll = g_object_ref (
        gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller)));
    g_signal_connect (self->scroll, "value-changed", G_CALLBACK (on_scrolled), self);
  }
  queue_loading (self);
}

static void
drop_pictures (UiTiles *self) {
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    ui_thumb_drop (UI_THUMB (child));
}

static void
ui_tiles_unmap (GtkWidget *widget) {
  UiTiles *self = UI_TILES (widget);

  g_clear_handle_id (&self->loading, g_source_remove);
  if (self->scroll != NULL)
    g_signal_handlers_disconnect_by_data (self->scroll, self);
  g_clear_object (&self->scroll);
  drop_pictures (self);
  GTK_WIDGET_CLASS (ui_tiles_parent_class)->unmap (widget);
}

/* --- tiles ---------------------------------------------------------------------------- */

static void
on_thumb_clicked (GtkButton *button, UiTiles *self) {
  g_signal_emit (self, signals[PICKED], 0, ui_thumb_get_leaf (UI_THUMB (button)));
}

static void
on_thumb_focused (GtkEventControllerFocus *controller, UiTiles *self) {
  GtkWidget *thumb = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller));

  g_signal_emit (self, signals[LOOKED], 0, ui_thumb_get_leaf (UI_THUMB (thumb)));
}

/* --- dragging ------------------------------------------------------------------------- */

/* The place of the tile that is nearest; behind the last one, the end. */
static guint
find_place (UiTiles *self, double x, double y) {
  guint place = 0, nearest = 1;
  double least = G_MAXDOUBLE;

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self)); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    graphene_rect_t bounds;
    double dx, dy;

    place++;
    if (!gtk_widget_compute_bounds (child, GTK_WIDGET (self), &bounds))
      continue;
    dx = x - (bounds.origin.x + bounds.size.width / 2);
    dy = y - (bounds.origin.y + bounds.size.height / 2);
    if (dx * dx + dy * dy < least) {
      least = dx * dx + dy * dy;
      nearest = place;
    }
  }
  return nearest;
}

static gboolean
on_dropped (GtkDropTarget *target, const GValue *value, double x, double y,
            UiTiles *self) {
  g_signal_emit (self, signals[MOVED], 0, g_value_get_object (value),
                 find_place (self, x, y));
  return TRUE;
}

static void
let_drop (UiTiles *self) {
  GtkDropTarget *target = gtk_drop_target_new (KIOSK_TYPE_LEAF, GDK_ACTION_MOVE);

  g_signal_connect (target, "drop", G_CALLBACK (on_dropped), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

/* --- list ----------------------------------------------------------------------------- */

static GtkWidget *
find_child (UiTiles *self, guint number) {
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self));

  while (child != NULL && number-- > 0)
    child = gtk_widget_get_next_sibling (child);
  return child;
}

static void
insert_thumb (UiTiles *self, guint number) {
  g_autoptr (KioskLeaf) leaf = g_list_model_get_item (self->leaves, number);
  GtkWidget *thumb = ui_thumb_new (leaf, (guint) self->side_px);
  GtkEventController *focus = gtk_event_controller_focus_new ();

  g_signal_connect (focus, "enter", G_CALLBACK (on_thumb_focused), self);
  gtk_widget_add_controller (thumb, focus);
  if (self->arranges)
    tile_hand_let_drag (UI_THUMB (thumb));
  if (self->selection != NULL)
    tile_hand_let_choose (UI_THUMB (thumb), self->selection);
  g_signal_connect (thumb, "clicked", G_CALLBACK (on_thumb_clicked), self);
  g_signal_connect_object (leaf, "notify::state", G_CALLBACK (on_leaf_changed), self, 0);
  gtk_widget_insert_before (thumb, GTK_WIDGET (self), find_child (self, number));
}

static void
on_items_changed (GListModel *leaves, guint position, guint removed, guint added,
                  UiTiles *self) {
  for (guint i = 0; i < removed; i++)
    gtk_widget_unparent (find_child (self, position));
  for (guint i = 0; i < added; i++)
    insert_thumb (self, position + i);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
ui_tiles_set_leaves (UiTiles *self, GListModel *leaves) {
  if (self->leaves == leaves)
    return;
  if (self->leaves != NULL) {
    g_signal_handlers_disconnect_by_data (self->leaves, self);
    on_items_changed (self->leaves, 0, g_list_model_get_n_items (self->leaves), 0, self);
  }
  g_set_object (&self->leaves, leaves);
  if (leaves == NULL)
    return;
  g_signal_connect (leaves, "items-changed", G_CALLBACK (on_items_changed), self);
  on_items_changed (leaves, 0, 0, g_list_model_get_n_items (leaves), self);
}

static void
on_selection_changed (UiSelection *selection, UiTiles *self) {
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    ui_thumb_set_chosen (
        UI_THUMB (child),
        ui_selection_has (selection, ui_thumb_get_leaf (UI_THUMB (child))));
}

void
ui_tiles_set_selection (UiTiles *self, UiSelection *selection) {
  g_assert (self->selection == NULL);
  self->selection = g_object_ref (selection);
  g_signal_connect_object (selection, "changed", G_CALLBACK (on_selection_changed), self,
                           0);
}

/* No more than is needed, as one does who turns pages. */
static void
scroll_to_tile (UiTiles *self, GtkWidget *tile) {
  graphene_rect_t bounds;

  if (self->scroll != NULL
      && gtk_widget_compute_bounds (tile, GTK_WIDGET (self), &bounds))
    gtk_adjustment_clamp_page (self->scroll, bounds.origin.y,
                               bounds.origin.y + bounds.size.height);
}

void
ui_tiles_set_current (UiTiles *self, KioskLeaf *leaf) {
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self)); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    gboolean current = ui_thumb_get_leaf (UI_THUMB (child)) == leaf;

    ui_thumb_set_current (UI_THUMB (child), current);
    if (current)
      scroll_to_tile (self, child);
  }
}

void
ui_tiles_focus (UiTiles *self, KioskLeaf *leaf) {
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self)); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    if (ui_thumb_get_leaf (UI_THUMB (child)) == leaf)
      gtk_widget_grab_focus (child);
  }
}

void
ui_tiles_show_last (UiTiles *self) {
  if (self->scroll != NULL)
    gtk_adjustment_set_value (self->scroll, gtk_adjustment_get_upper (self->scroll));
}

static void
ui_tiles_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec) {
  UiTiles *self = UI_TILES (object);

  if (id == PROP_SIDE) {
    self->side_px = g_value_get_int (value);
    return;
  }
  self->arranges = g_value_get_boolean (value);
  if (self->arranges)
    let_drop (self);
}

static void
ui_tiles_dispose (GObject *object) {
  UiTiles *self = UI_TILES (object);

  ui_tiles_set_leaves (self, NULL);
  g_clear_object (&self->selection);
  G_OBJECT_CLASS (ui_tiles_parent_class)->dispose (object);
}

static void
ui_tiles_class_init (UiTilesClass *klass) {
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = ui_tiles_set_property;
  object_class->dispose = ui_tiles_dispose;
  widget_class->get_request_mode = ui_tiles_get_request_mode;
  widget_class->measure = ui_tiles_measure;
  widget_class->size_allocate = ui_tiles_size_allocate;
  widget_class->map = ui_tiles_map;
  widget_class->unmap = ui_tiles_unmap;
  props[PROP_SIDE] = g_param_spec_int ("side", NULL, NULL, 32, 512, SIDE_PX,
                                       G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  props[PROP_ARRANGES] = g_param_spec_boolean ("arranges", NULL, NULL, FALSE,
                                               G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, PROPS, props);
  signals[PICKED] = g_signal_new ("picked", UI_TYPE_TILES, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, KIOSK_TYPE_LEAF);
  signals[LOOKED] = g_signal_new ("looked", UI_TYPE_TILES, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, KIOSK_TYPE_LEAF);
  signals[MOVED] = g_signal_new ("moved", UI_TYPE_TILES, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 2, KIOSK_TYPE_LEAF, G_TYPE_UINT);
  gtk_widget_class_set_css_name (widget_class, "tiles");
}

static void
ui_tiles_init (UiTiles *self) {
  self->side_px = SIDE_PX;
}
