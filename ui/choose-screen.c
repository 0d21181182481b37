/* SPDX-License-Identifier: Apache-2.0 */

/* The catalogue as one list under headings of law, narrowed by typing. Rows are plain
 * buttons, so that touch, keyboard and screen reader need nothing special. All rows are
 * made once: a post office takes in some dozens of procedures. */

#include "ui/choose-screen.h"

#include "ui/entry.h"
#include "ui/search.h"
#include "ui/language.h"
#include "ui/mark.h"
#include "ui/notice.h"

#include <glib/gi18n.h>

typedef struct {
  GtkWidget *button;
  GtkWidget *heading;
  const char *code; /* of the catalogue */
  char *text;       /* folded, to search in */
} Row;

struct _UiChooseScreen {
  UiScreen parent;
  GtkEditable *search;
  GtkLabel *count;
  GtkBox *list;
  UiNotice *resume;
  UiNotice *fault;
  GtkScrolledWindow *scroller;
  GArray *rows; /* Row */
};

G_DEFINE_FINAL_TYPE (UiChooseScreen, ui_choose_screen, UI_TYPE_SCREEN)

static void
free_row (Row *row) {
  g_free (row->text);
}

static void
update_headings (UiChooseScreen *self) {
  for (guint i = 0; i < self->rows->len; i++)
    gtk_widget_set_visible (g_array_index (self->rows, Row, i).heading, FALSE);
  for (guint i = 0; i < self->rows->len; i++) {
    Row *row = &g_array_index (self->rows, Row, i);

    if (gtk_widget_get_visible (row->button))
      gtk_widget_set_visible (row->heading, TRUE);
  }
}

static void
on_search_changed (GtkEditable *editable, UiChooseScreen *self) {
  g_autofree char *typed = g_strstrip (g_strdup (gtk_editable_get_text (self->search)));
  g_autofree char *query = search_fold (typed);
  g_autofree char *count = NULL;
  guint found = 0;

  for (guint i = 0; i < self->rows->len; i++) {
    Row *row = &g_array_index (self->rows, Row, i);
    gboolean match = search_match (row->text, query);

    gtk_widget_set_visible (row->button, match);
    found += match ? 1 : 0;
  }
  update_headings (self);
  count = found == 0
              ? g_strdup (_ ("Không có thủ tục nào khớp"))
              : g_strdup_printf (ngettext ("%u thủ tục", "%u thủ tục", found), found);
  gtk_label_set_text (self->count, count);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
}

static void
choose_procedure (UiChooseScreen *self, const char *code) {
  g_autoptr (GError) error = NULL;

  if (!ui_visit_begin (ui_screen_get_visit (UI_SCREEN (self)), code, &error)) {
    ui_notice_set_fault (self->fault, error, NULL);
    return;
  }
  ui_screen_emit_done (UI_SCREEN (self));
}

static void
on_row_clicked (GtkButton *button, UiChooseScreen *self) {
  for (guint i = 0; i < self->rows->len; i++) {
    Row *row = &g_array_index (self->rows, Row, i);

    if (row->button == GTK_WIDGET (button))
      choose_procedure (self, row->code);
  }
}

/* Enter in the search takes the first row that is left. */
static void
on_search_activated (GtkEntry *entry, UiChooseScreen *self) {
  for (guint i = 0; i < self->rows->len; i++) {
    Row *row = &g_array_index (self->rows, Row, i);

    if (gtk_widget_get_visible (row->button)) {
      choose_procedure (self, row->code);
      return;
    }
  }
}

static void
on_resume_acted (UiNotice *notice, UiChooseScreen *self) {
  ui_screen_emit_done (UI_SCREEN (self));
}

static GtkWidget *
new_label (const char *text, const char *css_class) {
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, css_class);
  return label;
}

static GtkWidget *
new_row_button (const char *name, const char *code, const char *field, guint papers) {
  GtkWidget *button = gtk_button_new ();
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 20);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  g_autofree char *below = g_strdup_printf (
      ngettext ("%s  ·  %u giấy tờ", "%s  ·  %u giấy tờ", papers), code, papers);
  g_autofree char *spoken = g_strdup_printf ("%s, %s, %s", name, code, field);

  gtk_box_append (GTK_BOX (texts), new_label (name, "row-title"));
  gtk_box_append (GTK_BOX (texts), new_label (below, "caption"));
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_box_append (GTK_BOX (line), texts);
  gtk_box_append (GTK_BOX (line), ui_mark_new (UI_MARK_NEXT));
  gtk_button_set_child (GTK_BUTTON (button), line);
  gtk_widget_add_css_class (button, "row");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  spoken, -1);
  return button;
}

static void
add_row (UiChooseScreen *self, const Procedure *procedure, const char *field,
         GtkWidget *heading) {
  const char *name = language_is_english () ? procedure->name_en : procedure->name;
  g_autofree char *all
      = g_strjoin (" ", procedure->name, name, procedure->code, field, NULL);
  Row row = {
      .button = new_row_button (name, procedure->code, field, procedure->components->len),
      .heading = heading,
      .code = procedure->code,
      .text = search_fold (all),
  };

  g_signal_connect (row.button, "clicked", G_CALLBACK (on_row_clicked), self);
  gtk_box_append (self->list, row.button);
  g_array_append_val (self->rows, row);
}

static void
fill_list (UiChooseScreen *self, const Catalogue *catalogue) {
  const GPtrArray *procedures = catalogue_get_procedures (catalogue);
  const char *field_before = NULL;
  GtkWidget *heading = NULL;

  for (guint i = 0; i < procedures->len; i++) {
    const Procedure *procedure = g_ptr_array_index (procedures, i);
    const char *field = catalogue_get_law_field_label (catalogue, procedure->field,
                                                       language_is_english ());

    if (g_strcmp0 (field_before, procedure->field) != 0) {
      heading = new_label (field, "heading");
      gtk_box_append (self->list, heading);
      field_before = procedure->field;
    }
    add_row (self, procedure, field, heading);
  }
}

static void
update_resume (UiChooseScreen *self) {
  KioskIntake *intake = ui_visit_get_intake (ui_screen_get_visit (UI_SCREEN (self)));
  guint pages = 0;
  g_autofree char *text = NULL;

  if (intake != NULL && !kiosk_intake_get_sealed (intake))
    pages = g_list_model_get_n_items (kiosk_intake_get_leaves (intake));
  if (pages > 0)
    text = g_strdup_printf (ngettext ("Đang làm dở: %s, đã lưu %u trang.",
                                      "Đang làm dở: %s, đã lưu %u trang.", pages),
                            kiosk_intake_get_procedure_name (intake), pages);
  ui_notice_set_text (self->resume, text, _ ("Làm tiếp"));
}

static void
ui_choose_screen_enter (UiScreen *screen) {
  UiChooseScreen *self = UI_CHOOSE_SCREEN (screen);

  ui_notice_set_text (self->fault, NULL, NULL);
  update_resume (self);
  gtk_editable_set_text (self->search, "");
  on_search_changed (self->search, self);
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

static void
ui_choose_screen_constructed (GObject *object) {
  UiChooseScreen *self = UI_CHOOSE_SCREEN (object);
  UiVisit *visit = ui_screen_get_visit (UI_SCREEN (self));

  G_OBJECT_CLASS (ui_choose_screen_parent_class)->constructed (object);
  fill_list (self, kiosk_station_get_catalogue (ui_visit_get_station (visit)));
}

static void
ui_choose_screen_finalize (GObject *object) {
  g_array_unref (UI_CHOOSE_SCREEN (object)->rows);
  G_OBJECT_CLASS (ui_choose_screen_parent_class)->finalize (object);
}

static void
ui_choose_screen_class_init (UiChooseScreenClass *klass) {
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = ui_choose_screen_constructed;
  G_OBJECT_CLASS (klass)->finalize = ui_choose_screen_finalize;
  UI_SCREEN_CLASS (klass)->enter = ui_choose_screen_enter;
  g_type_ensure (UI_TYPE_ENTRY);
  g_type_ensure (UI_TYPE_MARK);
  g_type_ensure (UI_TYPE_NOTICE);
  gtk_widget_class_set_template_from_resource (widget_class, "/motcua/choose-screen.ui");
  gtk_widget_class_bind_template_child (widget_class, UiChooseScreen, search);
  gtk_widget_class_bind_template_child (widget_class, UiChooseScreen, count);
  gtk_widget_class_bind_template_child (widget_class, UiChooseScreen, list);
  gtk_widget_class_bind_template_child (widget_class, UiChooseScreen, resume);
  gtk_widget_class_bind_template_child (widget_class, UiChooseScreen, fault);
  gtk_widget_class_bind_template_child (widget_class, UiChooseScreen, scroller);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_resume_acted);
}

static void
ui_choose_screen_init (UiChooseScreen *self) {
  self->rows = g_array_new (FALSE, FALSE, sizeof (Row));
  g_array_set_clear_func (self->rows, (GDestroyNotify) free_row);
  gtk_widget_init_template (GTK_WIDGET (self));
  ui_entry_set_name (UI_ENTRY (self->search), _ ("Tìm thủ tục"));
}
