/* SPDX-License-Identifier: Apache-2.0 */

/* Nothing is kept here but what is shown, to leave it alone while it does not change: a page of
 * the tray keeps the keyboard as long as it waits there. */

#include "ui/scan-side.h"

#include "ui/language.h"
#include "ui/choice-button.h"
#include "ui/papers.h"
#include "ui/wrap.h"

#include <glib/gi18n.h>

/* More would push the papers away; the rest comes as these go. */
#define TRAY_MOST 6

struct _UiScanSide {
  GtkWidget parent;
  GtkLabel *procedure;
  UiPapers *papers;
  GtkWidget *tray;
  UiWrap *pages; /* of the tray */
  GtkWidget *scanner;
  GtkWidget *plan;
  char *shown; /* in the tray */
};

enum { ASKED, SORTED, GIVEN, SIGNALS };
static guint signals[SIGNALS];

G_DEFINE_FINAL_TYPE (UiScanSide, ui_scan_side, GTK_TYPE_WIDGET)

/* --- tray ----------------------------------------------------------------------------- */

static gboolean
is_unknown (KioskLeaf *leaf) {
  return kiosk_leaf_get_state (leaf) == KIOSK_LEAF_READ
         && *kiosk_leaf_get_type_label (leaf) == '\0' && !kiosk_leaf_get_continues (leaf);
}

/* The leaves that wait for a person. Caller frees. */
static GPtrArray *
list_unknown (GListModel *leaves) {
  GPtrArray *unknown = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (leaves); i++) {
    g_autoptr (KioskLeaf) leaf = g_list_model_get_item (leaves, i);

    if (unknown->len < TRAY_MOST && is_unknown (leaf))
      g_ptr_array_add (unknown, g_object_ref (leaf));
  }
  return unknown;
}

static char *
format_tray (const GPtrArray *unknown) {
  GString *content = g_string_new (NULL);

  for (guint i = 0; i < unknown->len; i++)
    g_string_append_printf (content, "%u/%u ", kiosk_leaf_get_number (unknown->pdata[i]),
                            kiosk_leaf_get_place (unknown->pdata[i]));
  return g_string_free (content, FALSE);
}

static void
on_page_clicked (GtkButton *button, UiScanSide *self) {
  g_signal_emit (self, signals[SORTED], 0, g_object_get_data (G_OBJECT (button), "leaf"));
}

static void
add_page (UiScanSide *self, KioskLeaf *leaf) {
  g_autofree char *text = g_strdup_printf (_ ("Trang %u"), kiosk_leaf_get_place (leaf));
  g_autofree char *spoken
      = g_strdup_printf (_ ("Xếp trang %u vào giấy tờ"), kiosk_leaf_get_place (leaf));
  GtkWidget *button = gtk_button_new_with_label (text);

  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  spoken, -1);
  g_object_set_data_full (G_OBJECT (button), "leaf", g_object_ref (leaf), g_object_unref);
  g_signal_connect (button, "clicked", G_CALLBACK (on_page_clicked), self);
  gtk_widget_add_css_class (button, "wanted");
  ui_wrap_append (self->pages, button);
}

static void
update_tray (UiScanSide *self, GListModel *leaves) {
  g_autoptr (GPtrArray) unknown = list_unknown (leaves);
  g_autofree char *content = format_tray (unknown);
  GtkWidget *child;

  gtk_widget_set_visible (self->tray, unknown->len > 0);
  if (g_strcmp0 (content, self->shown) == 0)
    return;
  g_free (self->shown);
  self->shown = g_steal_pointer (&content);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->pages))) != NULL)
    gtk_widget_unparent (child);
  for (guint i = 0; i < unknown->len; i++)
    add_page (self, unknown->pdata[i]);
}

/* --- scanner -------------------------------------------------------------------------- */

/* In one line: its name where it is well, what is wrong with it where it is not. */
static char *
describe_scanner (UiVisit *visit, UiMarkSign *sign) {
  const char *device = kiosk_station_get_device (ui_visit_get_station (visit));
  const KioskScanner *scanner = ui_lookout_get_in_use (ui_visit_get_lookout (visit));

  *sign = UI_MARK_DOUBT;
  if (device == NULL)
    return g_strdup (_ ("Chưa chọn máy quét."));
  *sign = UI_MARK_TICK;
  if (scanner == NULL)
    return g_strdup (device);
  if (!scanner->ready)
    *sign = UI_MARK_DOUBT;
  return g_strdup (language_is_english () ? scanner->sentence_en : scanner->sentence);
}

static char *
describe_plan (UiVisit *visit) {
  const UiPlan *plan = ui_visit_get_plan (visit);
  const PaperType *paper = catalogue_get_paper_type (
      kiosk_station_get_catalogue (ui_visit_get_station (visit)), plan->paper);
  const char *name = paper == NULL            ? _ ("Giấy thường")
                     : language_is_english () ? paper->name_en
                                              : paper->name;

  return g_strdup_printf ("%s · %s", name,
                          plan->two_pass ? _ ("hai lượt") : _ ("một lượt"));
}

void
ui_scan_side_update (UiScanSide *self, UiVisit *visit) {
  KioskIntake *intake = ui_visit_get_intake (visit);
  UiMarkSign sign;
  g_autofree char *scanner = describe_scanner (visit, &sign);
  g_autofree char *plan = describe_plan (visit);

  if (intake == NULL)
    return;
  gtk_label_set_text (self->procedure, kiosk_intake_get_procedure_name (intake));
  ui_papers_update (self->papers, intake);
  update_tray (self, kiosk_intake_get_leaves (intake));
  choice_button_set (self->scanner, sign, scanner);
  choice_button_set (self->plan, UI_MARK_OPTIONS, plan);
}

void
ui_scan_side_set_leaf (UiScanSide *self, KioskLeaf *leaf) {
  ui_papers_set_current (self->papers, leaf != NULL ? kiosk_leaf_get_place (leaf) : 0);
}

/* --- widget --------------------------------------------------------------------------- */

static void
on_scanner_clicked (GtkButton *button, UiScanSide *self) {
  g_signal_emit (self, signals[ASKED], 0, (int) ACT_DEVICES);
}

static void
on_given (UiPapers *papers, KioskLeaf *leaf, const char *type, UiScanSide *self) {
  g_signal_emit (self, signals[GIVEN], 0, leaf, type);
}

static void
on_plan_clicked (GtkButton *button, UiScanSide *self) {
  g_signal_emit (self, signals[ASKED], 0, (int) ACT_PLAN);
}

static void
ui_scan_side_dispose (GObject *object) {
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (ui_scan_side_parent_class)->dispose (object);
}

static void
ui_scan_side_finalize (GObject *object) {
  g_free (UI_SCAN_SIDE (object)->shown);
  G_OBJECT_CLASS (ui_scan_side_parent_class)->finalize (object);
}

static void
ui_scan_side_class_init (UiScanSideClass *klass) {
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ui_scan_side_dispose;
  object_class->finalize = ui_scan_side_finalize;
  signals[ASKED] = g_signal_new ("asked", UI_TYPE_SCAN_SIDE, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  signals[SORTED] = g_signal_new ("sorted", UI_TYPE_SCAN_SIDE, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, KIOSK_TYPE_LEAF);
  signals[GIVEN]
      = g_signal_new ("given", UI_TYPE_SCAN_SIDE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                      G_TYPE_NONE, 2, KIOSK_TYPE_LEAF, G_TYPE_STRING);
  g_type_ensure (UI_TYPE_PAPERS);
  g_type_ensure (UI_TYPE_WRAP);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/motcua/scan-side.ui");
  gtk_widget_class_bind_template_child (widget_class, UiScanSide, procedure);
  gtk_widget_class_bind_template_child (widget_class, UiScanSide, papers);
  gtk_widget_class_bind_template_child (widget_class, UiScanSide, tray);
  gtk_widget_class_bind_template_child (widget_class, UiScanSide, pages);
  gtk_widget_class_bind_template_child (widget_class, UiScanSide, scanner);
  gtk_widget_class_bind_template_child (widget_class, UiScanSide, plan);
  gtk_widget_class_bind_template_callback (widget_class, on_given);
  gtk_widget_class_bind_template_callback (widget_class, on_scanner_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_plan_clicked);
}

static void
ui_scan_side_init (UiScanSide *self) {
  gtk_widget_init_template (GTK_WIDGET (self));
  choice_button_fill (self->scanner, _ ("Máy quét"));
  choice_button_fill (self->plan, _ ("Cách quét"));
}
