/* SPDX-License-Identifier: Apache-2.0 */

/* Values are buttons, since a press on one shows its place on the page; the rest is text. */

#include "ui/dossier-side.h"

#include "ui/label.h"
#include "ui/mark.h"

#include <glib/gi18n.h>

typedef enum { MARKS, VALUES, HISTORY, PAPERS, SECTIONS } Section;

struct _UiDossierSide {
  GtkWidget parent;
  GtkWidget *box;
  GtkWidget *headings[SECTIONS];
  GtkWidget *boxes[SECTIONS];
};

enum { LOOKED, SIGNALS };
static guint signals[SIGNALS];

G_DEFINE_FINAL_TYPE (UiDossierSide, ui_dossier_side, GTK_TYPE_WIDGET)

static void
empty_section (UiDossierSide *self, Section section) {
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->boxes[section])) != NULL)
    gtk_box_remove (GTK_BOX (self->boxes[section]), child);
}

static void
show_section (UiDossierSide *self, Section section) {
  gboolean any = gtk_widget_get_first_child (self->boxes[section]) != NULL;

  gtk_widget_set_visible (self->headings[section], any);
  gtk_widget_set_visible (self->boxes[section], any);
}

static void
add_text (UiDossierSide *self, Section section, const char *title, const char *text) {
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_widget_add_css_class (line, "side-line");
  gtk_box_append (GTK_BOX (line), ui_label_new (title, "fact-title"));
  if (text != NULL && *text != '\0')
    gtk_box_append (GTK_BOX (line), ui_label_new (text, "caption"));
  gtk_box_append (GTK_BOX (self->boxes[section]), line);
}

static char *
format_time (gint64 at) {
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (at);

  return time != NULL ? g_date_time_format (time, "%H:%M %d/%m/%Y") : g_strdup ("?");
}

/* --- values --------------------------------------------------------------------------- */

static void
on_value_clicked (GtkButton *button, UiDossierSide *self) {
  g_signal_emit (self, signals[LOOKED], 0,
                 g_object_get_data (G_OBJECT (button), "value"));
}

static void
add_value (UiDossierSide *self, KioskValue *value) {
  gboolean doubtful = kiosk_value_get_doubtful (value);
  const char *label = kiosk_value_get_label (value);
  const char *text = kiosk_value_get_text (value);
  GtkWidget *button = gtk_button_new ();
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  g_autofree char *spoken
      = g_strdup_printf ("%s: %s%s", label, text, doubtful ? _ (", cần xem lại") : "");

  gtk_box_append (GTK_BOX (texts), ui_label_new (label, "value-label"));
  gtk_box_append (GTK_BOX (texts), ui_label_new (text, "row-title"));
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_box_append (GTK_BOX (line), texts);
  gtk_box_append (GTK_BOX (line), ui_mark_new (doubtful ? UI_MARK_DOUBT : UI_MARK_TICK));
  gtk_button_set_child (GTK_BUTTON (button), line);
  gtk_widget_add_css_class (button, "row");
  gtk_widget_add_css_class (button, "sift");
  if (doubtful)
    gtk_widget_add_css_class (button, "wanted");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  spoken, -1);
  g_object_set_data_full (G_OBJECT (button), "value", g_object_ref (value),
                          g_object_unref);
  g_signal_connect (button, "clicked", G_CALLBACK (on_value_clicked), self);
  gtk_box_append (GTK_BOX (self->boxes[VALUES]), button);
}

void
ui_dossier_side_set_leaf (UiDossierSide *self, KioskLeaf *leaf) {
  GListModel *values = leaf != NULL ? kiosk_leaf_get_values (leaf) : NULL;

  empty_section (self, VALUES);
  for (guint i = 0; values != NULL && i < g_list_model_get_n_items (values); i++) {
    g_autoptr (KioskValue) value = g_list_model_get_item (values, i);

    add_value (self, value);
  }
  show_section (self, VALUES);
}

/* --- texts ---------------------------------------------------------------------------- */

static const char *
name_remark (RemarkKind kind) {
  switch (kind) {
  case REMARK_REASON:
    return _ ("Lý do trả lại");
  case REMARK_FIXED:
    return _ ("Đã sửa");
  case REMARK_ANSWERED:
    return _ ("Trả lời");
  case REMARK_AGAIN:
    return _ ("Chưa được");
  case REMARK_SETTLED:
    return _ ("Đã ổn");
  }
  g_assert_not_reached ();
}

static void
add_mark (UiDossierSide *self, const Mark *mark) {
  g_autofree char *place = mark->page > 0 ? g_strdup_printf (_ ("Trang %u"), mark->page)
                                          : g_strdup (_ ("Cả hồ sơ"));
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < mark->remarks->len; i++) {
    const Remark *remark = g_ptr_array_index (mark->remarks, i);
    g_autofree char *at = format_time (remark->at);

    g_string_append_printf (
        text, "%s%s, %s%s%s: %s", i > 0 ? "\n" : "", name_remark (remark->kind), at,
        remark->member != NULL ? ", " : "", remark->member != NULL ? remark->member : "",
        remark->text != NULL ? remark->text : "");
  }
  add_text (self, MARKS, place, text->str);
}

void
ui_dossier_side_set_marks (UiDossierSide *self, const GPtrArray *marks) {
  empty_section (self, MARKS);
  for (guint i = 0; marks != NULL && i < marks->len; i++)
    add_mark (self, g_ptr_array_index (marks, i));
  show_section (self, MARKS);
}

void
ui_dossier_side_set_history (UiDossierSide *self, const GPtrArray *lines) {
  empty_section (self, HISTORY);
  for (guint i = lines != NULL ? lines->len : 0; i > 0; i--) {
    const ChronicleLine *line = g_ptr_array_index (lines, i - 1);
    g_autofree char *at = format_time (line->at);
    g_autofree char *below = g_strdup_printf ("%s · %s", at, line->who);

    add_text (self, HISTORY, line->text, below);
  }
  show_section (self, HISTORY);
}

void
ui_dossier_side_set_dossier (UiDossierSide *self, const Dossier *dossier) {
  empty_section (self, PAPERS);
  for (guint i = 0; dossier != NULL && i < dossier->papers->len; i++) {
    const Paper *paper = g_ptr_array_index (dossier->papers, i);
    g_autofree char *size = g_format_size (paper->size_bytes);
    g_autofree char *below
        = g_strdup_printf (ngettext ("%u trang · %s · SHA-256 %.16s…",
                                     "%u trang · %s · SHA-256 %.16s…", paper->pages),
                           paper->pages, size, paper->sha256);

    add_text (self, PAPERS, paper->title, below);
  }
  if (dossier != NULL && dossier->proof != NULL)
    add_text (self, PAPERS, _ ("Cổng đã nhận, có chứng cứ"), dossier->proof);
  if (dossier != NULL && dossier->mark != NULL)
    add_text (self, PAPERS, _ ("Dấu của sổ nhật ký lúc niêm phong"), dossier->mark);
  show_section (self, PAPERS);
}

/* --- widget --------------------------------------------------------------------------- */

static void
ui_dossier_side_dispose (GObject *object) {
  g_clear_pointer (&UI_DOSSIER_SIDE (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (ui_dossier_side_parent_class)->dispose (object);
}

static void
ui_dossier_side_class_init (UiDossierSideClass *klass) {
  G_OBJECT_CLASS (klass)->dispose = ui_dossier_side_dispose;
  signals[LOOKED] = g_signal_new ("looked", UI_TYPE_DOSSIER_SIDE, G_SIGNAL_RUN_LAST, 0,
                                  NULL, NULL, NULL, G_TYPE_NONE, 1, KIOSK_TYPE_VALUE);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass),
                                            GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "dossierside");
}

static void
ui_dossier_side_init (UiDossierSide *self) {
  const char *titles[SECTIONS] = {
      [MARKS] = _ ("Chỗ đánh dấu"),
      [VALUES] = _ ("Các mục của trang"),
      [HISTORY] = _ ("Đã xảy ra"),
      [PAPERS] = _ ("Giấy tờ và chứng cứ"),
  };

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  for (guint i = 0; i < SECTIONS; i++) {
    self->headings[i] = ui_label_new (titles[i], "heading");
    self->boxes[i] = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
    gtk_box_append (GTK_BOX (self->box), self->headings[i]);
    gtk_box_append (GTK_BOX (self->box), self->boxes[i]);
    show_section (self, (Section) i);
  }
}
