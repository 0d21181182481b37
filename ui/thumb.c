/* SPDX-License-Identifier: Apache-2.0 */

/* Says everything twice, by a sign and by words, and once more as the name for a screen
 * reader. The picture comes and goes with scrolling (tiles.c); the words stay. */

#include "ui/thumb.h"

#include "ui/mark.h"
#include "ui/preview.h"
#include "ui/verdict-text.h"

#include <glib/gi18n.h>

#define A4_RATIO (210.0 / 297.0)

struct _UiThumb {
  GtkButton parent;
  KioskLeaf *leaf;
  guint side_px;
  GtkWidget *picture;
  GtkLabel *title;
  GtkWidget *waiting; /* sign in the middle of an empty sheet */
  GtkWidget *line;    /* sign and state */
  GtkWidget *mark;
  GtkWidget *state;
  GtkWidget *doubts;
  GtkWidget *defect;
  GtkWidget *tick; /* on a chosen page */
  gboolean chosen;
  gboolean loaded;
};

G_DEFINE_FINAL_TYPE (UiThumb, ui_thumb, GTK_TYPE_BUTTON)

static const char *
find_words (KioskLeaf *leaf, UiMarkSign *sign, const char **css_class) {
  const char *type = kiosk_leaf_get_type_label (leaf);

  *css_class = "plain";
  switch (kiosk_leaf_get_state (leaf)) {
  case KIOSK_LEAF_SCANNED:
    *sign = UI_MARK_WORK;
    return _ ("Đã lưu, đang đọc");
  case KIOSK_LEAF_READ:
    *sign = *type != '\0' ? UI_MARK_TICK : UI_MARK_DOUBT;
    *css_class = *type != '\0' ? "read" : "doubtful";
    if (kiosk_leaf_get_continues (leaf)) {
      *sign = UI_MARK_TICK;
      *css_class = "read";
      return _ ("Trang tiếp");
    }
    return *type != '\0' ? type : _ ("Chưa rõ loại giấy");
  case KIOSK_LEAF_BLANK:
    *sign = UI_MARK_EMPTY;
    return _ ("Trang trống");
  case KIOSK_LEAF_FAILED:
    *sign = UI_MARK_STOP;
    *css_class = "failed";
    return _ ("Không đọc được");
  }
  g_assert_not_reached ();
}

static char *
format_doubts (guint doubts) {
  return g_strdup_printf (ngettext ("%u mục cần xem", "%u mục cần xem", doubts), doubts);
}

static void
update_defect (UiThumb *self) {
  g_autofree char *text = verdict_text_format (self->leaf);

  gtk_label_set_text (GTK_LABEL (self->defect), text != NULL ? text : "");
  gtk_widget_set_visible (self->defect, text != NULL);
  if (text != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                    GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

static void
update_words (UiThumb *self) {
  UiMarkSign sign;
  const char *css_class;
  const char *words = find_words (self->leaf, &sign, &css_class);
  guint doubts = kiosk_leaf_get_doubts (self->leaf);
  g_autofree char *doubts_text = format_doubts (doubts);
  g_autofree char *title
      = g_strdup_printf (_ ("Trang %u"), kiosk_leaf_get_place (self->leaf));
  g_autofree char *name = g_strjoin (", ", title, words, NULL);
  g_autofree char *full
      = doubts > 0 ? g_strjoin (", ", name, doubts_text, NULL) : g_strdup (name);
  g_autofree char *spoken
      = self->chosen ? g_strjoin (", ", full, _ ("đã chọn"), NULL) : g_strdup (full);

  gtk_label_set_text (self->title, title);
  ui_mark_set_sign (UI_MARK (self->mark), sign);
  gtk_widget_set_css_classes (self->line, (const char *[]){css_class, NULL});
  gtk_label_set_text (GTK_LABEL (self->state), words);
  gtk_label_set_text (GTK_LABEL (self->doubts), doubts_text);
  gtk_widget_set_visible (self->doubts, doubts > 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  spoken, -1);
}

static void
on_state_changed (KioskLeaf *leaf, GParamSpec *spec, UiThumb *self) {
  update_words (self);
  update_defect (self);
  if (gtk_picture_get_paintable (GTK_PICTURE (self->picture)) == NULL)
    self->loaded = FALSE; /* there may be a picture now */
}

gboolean
ui_thumb_load (UiThumb *self) {
  g_autoptr (GdkTexture) texture = NULL;

  if (self->loaded || kiosk_leaf_get_state (self->leaf) == KIOSK_LEAF_SCANNED)
    return FALSE;
  self->loaded = TRUE;
  texture = preview_load (
      self->leaf, self->side_px * (guint) gtk_widget_get_scale_factor (GTK_WIDGET (self)),
      NULL);
  gtk_picture_set_paintable (GTK_PICTURE (self->picture), GDK_PAINTABLE (texture));
  gtk_widget_set_visible (self->waiting, texture == NULL);
  return TRUE;
}

void
ui_thumb_drop (UiThumb *self) {
  gtk_picture_set_paintable (GTK_PICTURE (self->picture), NULL);
  self->loaded = FALSE;
}

KioskLeaf *
ui_thumb_get_leaf (UiThumb *self) {
  return self->leaf;
}

void
ui_thumb_set_current (UiThumb *self, gboolean current) {
  if (current)
    gtk_widget_add_css_class (GTK_WIDGET (self), "current");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "current");
  gtk_accessible_update_state (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_PRESSED,
      current ? GTK_ACCESSIBLE_TRISTATE_TRUE : GTK_ACCESSIBLE_TRISTATE_FALSE, -1);
}

void
ui_thumb_set_chosen (UiThumb *self, gboolean chosen) {
  if (self->chosen == chosen)
    return;
  self->chosen = chosen;
  if (chosen)
    gtk_widget_add_css_class (GTK_WIDGET (self), "chosen");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "chosen");
  gtk_widget_set_visible (self->tick, chosen);
  update_words (self);
}

static void
ui_thumb_dispose (GObject *object) {
  UiThumb *self = UI_THUMB (object);

  if (self->leaf != NULL)
    g_signal_handlers_disconnect_by_data (self->leaf, self);
  g_clear_object (&self->leaf);
  G_OBJECT_CLASS (ui_thumb_parent_class)->dispose (object);
}

static void
ui_thumb_class_init (UiThumbClass *klass) {
  G_OBJECT_CLASS (klass)->dispose = ui_thumb_dispose;
}

static void
ui_thumb_init (UiThumb *self) {
  gtk_widget_add_css_class (GTK_WIDGET (self), "thumb");
}

static GtkWidget *
new_sheet (UiThumb *self) {
  GtkWidget *sheet = gtk_overlay_new ();

  self->picture = gtk_picture_new ();
  gtk_picture_set_can_shrink (GTK_PICTURE (self->picture), TRUE);
  gtk_widget_set_size_request (self->picture, (int) (self->side_px * A4_RATIO),
                               (int) self->side_px);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->picture),
                               GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  self->waiting = ui_mark_new (UI_MARK_EMPTY);
  gtk_widget_set_halign (self->waiting, GTK_ALIGN_CENTER);
  gtk_widget_set_visible (self->waiting, FALSE);
  gtk_overlay_set_child (GTK_OVERLAY (sheet), self->picture);
  gtk_overlay_add_overlay (GTK_OVERLAY (sheet), self->waiting);
  self->tick = g_object_new (UI_TYPE_MARK, "sign", UI_MARK_TICK, "size", 34, NULL);
  gtk_widget_set_halign (self->tick, GTK_ALIGN_END);
  gtk_widget_set_valign (self->tick, GTK_ALIGN_START);
  gtk_widget_add_css_class (self->tick, "chosen-tick");
  gtk_widget_set_visible (self->tick, FALSE);
  gtk_overlay_add_overlay (GTK_OVERLAY (sheet), self->tick);
  gtk_widget_set_halign (sheet, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (sheet, "sheet");
  return sheet;
}

static GtkWidget *
new_state_line (UiThumb *self) {
  self->line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  self->mark = g_object_new (UI_TYPE_MARK, "size", 18, "valign", GTK_ALIGN_START, NULL);
  self->state = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->state), TRUE);
  gtk_label_set_lines (GTK_LABEL (self->state), 2);
  gtk_label_set_ellipsize (GTK_LABEL (self->state), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (self->state), 0);
  gtk_box_append (GTK_BOX (self->line), self->mark);
  gtk_box_append (GTK_BOX (self->line), self->state);
  return self->line;
}

GtkWidget *
ui_thumb_new (KioskLeaf *leaf, guint side_px) {
  UiThumb *self = g_object_new (UI_TYPE_THUMB, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *title = gtk_label_new (NULL);

  self->leaf = g_object_ref (leaf);
  self->side_px = side_px;
  self->title = GTK_LABEL (title);
  gtk_box_append (GTK_BOX (box), new_sheet (self));
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_add_css_class (title, "thumb-title");
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), new_state_line (self));
  self->doubts = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->doubts), 0);
  gtk_widget_add_css_class (self->doubts, "doubts");
  gtk_box_append (GTK_BOX (box), self->doubts);
  self->defect = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->defect), 0);
  gtk_label_set_wrap (GTK_LABEL (self->defect), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (self->defect), 16);
  gtk_widget_add_css_class (self->defect, "doubts");
  gtk_widget_set_visible (self->defect, FALSE);
  gtk_box_append (GTK_BOX (box), self->defect);
  gtk_button_set_child (GTK_BUTTON (self), box);
  g_signal_connect (leaf, "notify", G_CALLBACK (on_state_changed), self);
  update_words (self);
  return GTK_WIDGET (self);
}
