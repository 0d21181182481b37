/* SPDX-License-Identifier: Apache-2.0 */

/* Only two things are asked: which paper it is, as the catalogue knows how each is scanned, and
 * whether a one-sided feeder is to take both sides in two passes. Resolution and the like belong
 * to the paper and are shown, not asked. */

#include "ui/plan-screen.h"

#include "ui/label.h"
#include "ui/language.h"
#include "ui/mark.h"

#include <glib/gi18n.h>

struct _UiPlanScreen {
  UiScreen parent;
  GtkBox *papers;
  GtkToggleButton *one_pass;
  GtkToggleButton *two_pass;
};

G_DEFINE_FINAL_TYPE (UiPlanScreen, ui_plan_screen, UI_TYPE_SCREEN)

static UiPlan *
get_plan (UiPlanScreen *self) {
  return ui_visit_get_plan (ui_screen_get_visit (UI_SCREEN (self)));
}

static const char *
name_size (const char *size) {
  if (g_strcmp0 (size, "id-card") == 0)
    return _ ("thẻ");
  if (g_strcmp0 (size, "receipt") == 0)
    return _ ("biên lai");
  if (g_strcmp0 (size, "a3") == 0)
    return "A3";
  return g_strcmp0 (size, "a5") == 0 ? "A5" : "A4";
}

static const char *
name_mode (const char *mode) {
  if (g_strcmp0 (mode, "gray") == 0)
    return _ ("xám");
  return g_strcmp0 (mode, "lineart") == 0 ? _ ("đen trắng") : _ ("màu");
}

/* "A5 · 300 dpi · màu · hai mặt" */
static char *
format_profile (const PaperScan *scan) {
  g_autoptr (GString) text = g_string_new (name_size (scan->size));

  if (scan->res_dpi > 0)
    g_string_append_printf (text, " · %u dpi", scan->res_dpi);
  if (scan->mode != NULL)
    g_string_append_printf (text, " · %s", name_mode (scan->mode));
  if (scan->sides > 0)
    g_string_append_printf (text, " · %s",
                            scan->sides == 2 ? _ ("hai mặt") : _ ("một mặt"));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
has_profile (const PaperType *type) {
  return type->scan.res_dpi > 0 || type->scan.mode != NULL || type->scan.size != NULL
         || type->scan.sides > 0;
}

static void
on_paper_toggled (GtkToggleButton *button, UiPlanScreen *self) {
  const char *key = gtk_widget_get_name (GTK_WIDGET (button));

  if (gtk_toggle_button_get_active (button))
    get_plan (self)->paper = *key != '\0' ? g_intern_string (key) : NULL;
}

/* @key "": as the station does. */
static void
add_paper (UiPlanScreen *self, const char *key, const char *title, const char *below) {
  GtkWidget *button = gtk_toggle_button_new ();
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *first = gtk_widget_get_first_child (GTK_WIDGET (self->papers));
  const char *chosen = get_plan (self)->paper != NULL ? get_plan (self)->paper : "";

  gtk_box_append (GTK_BOX (texts), ui_label_new (title, "row-title"));
  gtk_box_append (GTK_BOX (texts), ui_label_new (below, "caption"));
  gtk_button_set_child (GTK_BUTTON (button), texts);
  gtk_widget_set_name (button, key);
  gtk_widget_add_css_class (button, "row");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  title, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, below, -1);
  if (first != NULL)
    gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button), GTK_TOGGLE_BUTTON (first));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), g_str_equal (key, chosen));
  g_signal_connect (button, "toggled", G_CALLBACK (on_paper_toggled), self);
  gtk_box_append (self->papers, button);
}

static gboolean
is_listed (UiPlanScreen *self, const char *key) {
  for (GtkWidget *button = gtk_widget_get_first_child (GTK_WIDGET (self->papers));
       button != NULL; button = gtk_widget_get_next_sibling (button)) {
    if (g_str_equal (gtk_widget_get_name (button), key))
      return TRUE;
  }
  return FALSE;
}

static void
fill_papers (UiPlanScreen *self) {
  UiVisit *visit = ui_screen_get_visit (UI_SCREEN (self));
  const Procedure *procedure = ui_visit_get_procedure (visit);
  const Catalogue *catalogue = kiosk_station_get_catalogue (ui_visit_get_station (visit));
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->papers))) != NULL)
    gtk_box_remove (self->papers, child);
  add_paper (self, "", _ ("Giấy thường"), _ ("Theo cách đặt sẵn của máy này"));
  for (guint i = 0; procedure != NULL && i < procedure->components->len; i++) {
    const Component *component = g_ptr_array_index (procedure->components, i);
    const PaperType *type = catalogue_get_paper_type (catalogue, component->paper_type);
    g_autofree char *below = NULL;

    if (type == NULL || !has_profile (type) || is_listed (self, type->key))
      continue;
    below = format_profile (&type->scan);
    add_paper (self, type->key, language_is_english () ? type->name_en : type->name,
               below);
  }
}

static void
on_pass_toggled (GtkToggleButton *button, UiPlanScreen *self) {
  get_plan (self)->two_pass = gtk_toggle_button_get_active (self->two_pass);
}

static void
ui_plan_screen_enter (UiScreen *screen) {
  UiPlanScreen *self = UI_PLAN_SCREEN (screen);

  gtk_toggle_button_set_active (
      get_plan (self)->two_pass ? self->two_pass : self->one_pass, TRUE);
  fill_papers (self);
}

static void
ui_plan_screen_class_init (UiPlanScreenClass *klass) {
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  UI_SCREEN_CLASS (klass)->enter = ui_plan_screen_enter;
  UI_SCREEN_CLASS (klass)->forward = ui_screen_emit_done;
  g_type_ensure (UI_TYPE_MARK);
  gtk_widget_class_set_template_from_resource (widget_class, "/motcua/plan-screen.ui");
  gtk_widget_class_bind_template_child (widget_class, UiPlanScreen, papers);
  gtk_widget_class_bind_template_child (widget_class, UiPlanScreen, one_pass);
  gtk_widget_class_bind_template_child (widget_class, UiPlanScreen, two_pass);
  gtk_widget_class_bind_template_callback (widget_class, on_pass_toggled);
}

static void
ui_plan_screen_init (UiPlanScreen *self) {
  gtk_widget_init_template (GTK_WIDGET (self));
  ui_screen_set_forward_label (UI_SCREEN (self), _ ("Xong"));
  ui_screen_set_ready (UI_SCREEN (self), TRUE);
  ui_screen_set_returns (UI_SCREEN (self), TRUE);
}
