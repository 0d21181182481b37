/* SPDX-License-Identifier: Apache-2.0 */

/* The catalogue as one list under headings of law, narrowed by typing. All rows are made
 * once: a post office takes in some dozens of procedures. Above it stand the dossiers that
 * a power cut or another visit has left open; they say nothing of persons. */

#include "ui/choose-screen.h"

#include "ui/list-button.h"
#include "ui/entry.h"
#include "ui/search.h"
#include "ui/language.h"
#include "ui/mark.h"
#include "ui/notice.h"

#include <glib/gi18n.h>

/* Open dossiers that are offered; the newest. */
#define OPENS_SHOWN 4

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
  GtkBox *opens;
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
  gtk_widget_set_visible (GTK_WIDGET (self->opens), *query == '\0');
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

static GtkWidget *
new_heading (const char *text) {
  GtkWidget *heading = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (heading), 0);
  gtk_widget_add_css_class (heading, "heading");
  return heading;
}

static void
add_row (UiChooseScreen *self, const Procedure *procedure, const char *field,
         GtkWidget *heading) {
  const char *name = language_is_english () ? procedure->name_en : procedure->name;
  guint papers = procedure->components->len;
  g_autofree char *below
      = g_strdup_printf (ngettext ("%s  ·  %u giấy tờ", "%s  ·  %u giấy tờ", papers),
                         procedure->code, papers);
  g_autofree char *spoken = g_strdup_printf ("%s, %s, %s", name, procedure->code, field);
  g_autofree char *all
      = g_strjoin (" ", procedure->name, name, procedure->code, field, NULL);
  Row row = {
      .button = list_button_new (name, below, spoken),
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
      heading = new_heading (field);
      gtk_box_append (self->list, heading);
      field_before = procedure->field;
    }
    add_row (self, procedure, field, heading);
  }
}

/* --- dossiers that were left open ----------------------------------------------------- */

static void
on_open_clicked (GtkButton *button, UiChooseScreen *self) {
  const KioskOpen *open = g_object_get_data (G_OBJECT (button), "open");
  g_autoptr (GError) error = NULL;

  if (ui_visit_resume (ui_screen_get_visit (UI_SCREEN (self)), open->id, open->procedure,
                       &error))
    ui_screen_emit_done (UI_SCREEN (self));
  else
    ui_notice_set_fault (self->fault, error, NULL);
}

static void
add_open (UiChooseScreen *self, KioskOpen *open) {
  g_autofree char *below = g_strdup_printf (
      ngettext ("%s  ·  đã lưu %u trang", "%s  ·  đã lưu %u trang", open->pages),
      open->code, open->pages);
  g_autofree char *spoken
      = g_strdup_printf (_ ("Làm tiếp: %s, %s"), open->procedure_name, open->code);
  GtkWidget *button = list_button_new (open->procedure_name, below, spoken);

  gtk_widget_add_css_class (button, "open");
  g_object_set_data_full (G_OBJECT (button), "open", open,
                          (GDestroyNotify) kiosk_open_free);
  g_signal_connect (button, "clicked", G_CALLBACK (on_open_clicked), self);
  gtk_box_append (self->opens, button);
}

static void
fill_opens (UiChooseScreen *self) {
  KioskStation *station = ui_visit_get_station (ui_screen_get_visit (UI_SCREEN (self)));
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) opens = kiosk_station_get_open (station, &error);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->opens))) != NULL)
    gtk_box_remove (self->opens, child);
  if (opens == NULL) {
    ui_notice_set_fault (self->fault, error, NULL);
    return;
  }
  if (opens->len > 0)
    gtk_box_append (self->opens, new_heading (_ ("Đang làm dở")));
  for (guint i = 0; i < OPENS_SHOWN && opens->len > 0; i++)
    add_open (self, g_ptr_array_steal_index (opens, 0));
}

/* --- screen --------------------------------------------------------------------------- */

static void
ui_choose_screen_enter (UiScreen *screen) {
  UiChooseScreen *self = UI_CHOOSE_SCREEN (screen);

  ui_notice_set_text (self->fault, NULL, NULL);
  fill_opens (self);
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
  gtk_widget_class_bind_template_child (widget_class, UiChooseScreen, opens);
  gtk_widget_class_bind_template_child (widget_class, UiChooseScreen, fault);
  gtk_widget_class_bind_template_child (widget_class, UiChooseScreen, scroller);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activated);
}

static void
ui_choose_screen_init (UiChooseScreen *self) {
  self->rows = g_array_new (FALSE, FALSE, sizeof (Row));
  g_array_set_clear_func (self->rows, (GDestroyNotify) free_row);
  gtk_widget_init_template (GTK_WIDGET (self));
  ui_entry_set_name (UI_ENTRY (self->search), _ ("Tìm thủ tục"));
}
