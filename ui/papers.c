/* SPDX-License-Identifier: Apache-2.0 */

/* A list of at most some tens of lines that changes with every page read: it is made anew
 * each time its content differs, and left alone otherwise so that focus stays. */

#include "ui/papers.h"

#include "ui/label.h"
#include "ui/language.h"
#include "ui/mark.h"

#include <glib/gi18n.h>

#define FACTS_GAP_PX 10

struct _UiPapers {
  GtkWidget parent;
  gboolean waives;
  gboolean takes;
  GArray *checks; /* KioskCheck of the lines shown */
  char *shown;    /* content of the list, to compare */
};

enum { PROP_0, PROP_WAIVES, PROP_TAKES, PROPS };
static GParamSpec *props[PROPS];
enum { WAIVED, GIVEN, SIGNALS };
static guint signals[SIGNALS];

G_DEFINE_FINAL_TYPE (UiPapers, ui_papers, GTK_TYPE_WIDGET)

/* "1, 4–6" */
static char *
format_places (const GArray *places) {
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < places->len; i++) {
    guint first = g_array_index (places, guint, i);
    guint last = first;

    while (i + 1 < places->len && g_array_index (places, guint, i + 1) == last + 1)
      last = g_array_index (places, guint, ++i);
    g_string_append_printf (text, text->len > 0 ? ", %u" : "%u", first);
    if (last > first)
      g_string_append_printf (text, "–%u", last);
  }
  return g_string_free (text, FALSE);
}

/* "Đã có 2 bản · trang 1, 4–6" */
static char *
format_state (const KioskCheck *check) {
  g_autofree char *there = g_strdup_printf (
      ngettext ("Đã có %u bản", "Đã có %u bản", check->papers), check->papers);
  g_autofree char *places = format_places (check->places);

  if (check->papers == 0 && check->waived)
    return g_strdup (_ ("Đã cho phép thiếu"));
  if (check->papers == 0)
    return g_strdup (check->needed ? _ ("Còn thiếu") : _ ("Không bắt buộc"));
  return g_strdup_printf (_ ("%s · trang %s"), there, places);
}

static const char *
get_name (const KioskCheck *check) {
  return language_is_english () && check->english != NULL ? check->english : check->name;
}

static void
on_waive_clicked (GtkButton *button, UiPapers *self) {
  g_signal_emit (self, signals[WAIVED], 0,
                 g_object_get_data (G_OBJECT (button), "component"));
}

static GtkWidget *
new_waive_button (UiPapers *self, const KioskCheck *check) {
  GtkWidget *button = gtk_button_new_with_label (_ ("Không cần"));
  g_autofree char *name = g_strdup_printf (_ ("Không cần: %s"), get_name (check));

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
  g_object_set_data_full (G_OBJECT (button), "component", g_strdup (check->component),
                          g_free);
  g_signal_connect (button, "clicked", G_CALLBACK (on_waive_clicked), self);
  return button;
}

static gboolean
on_dropped (GtkDropTarget *target, const GValue *value, double x, double y,
            UiPapers *self) {
  GtkWidget *line = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (target));

  g_signal_emit (self, signals[GIVEN], 0, g_value_get_object (value),
                 g_object_get_data (G_OBJECT (line), "type"));
  return TRUE;
}

static void
let_drop (UiPapers *self, GtkWidget *line, const KioskCheck *check) {
  GtkDropTarget *target = gtk_drop_target_new (KIOSK_TYPE_LEAF, GDK_ACTION_MOVE);

  g_object_set_data_full (G_OBJECT (line), "type", g_strdup (check->type), g_free);
  g_signal_connect (target, "drop", G_CALLBACK (on_dropped), self);
  gtk_widget_add_controller (line, GTK_EVENT_CONTROLLER (target));
}

static void
add_line (UiPapers *self, const KioskCheck *check) {
  gboolean lacks = check->needed && check->papers == 0;
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 14);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *facts = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, FACTS_GAP_PX);
  GtkWidget *mark = ui_mark_new (check->papers > 0 ? UI_MARK_TICK
                                 : lacks           ? UI_MARK_DOUBT
                                                   : UI_MARK_EMPTY);
  g_autofree char *state = format_state (check);

  gtk_widget_set_valign (mark, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (texts), ui_label_new (get_name (check), "paper-name"));
  gtk_box_append (GTK_BOX (facts), ui_label_new (state, "caption"));
  gtk_box_append (
      GTK_BOX (facts),
      ui_label_new (check->original ? _ ("bản chính") : _ ("bản sao"), "paper-form"));
  gtk_box_append (GTK_BOX (texts), facts);
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_box_append (GTK_BOX (line), mark);
  gtk_box_append (GTK_BOX (line), texts);
  if (lacks && self->waives)
    gtk_box_append (GTK_BOX (line), new_waive_button (self, check));
  gtk_widget_add_css_class (line, "paper");
  gtk_widget_add_css_class (line, check->papers > 0 ? "there" : lacks ? "lacks" : "free");
  if (self->takes)
    let_drop (self, line, check);
  gtk_widget_set_parent (line, GTK_WIDGET (self));
}

static void
clear_lines (UiPapers *self) {
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
}

static char *
format_content (GArray *checks) {
  GString *content = g_string_new (NULL);

  for (guint i = 0; checks != NULL && i < checks->len; i++) {
    const KioskCheck *check = &g_array_index (checks, KioskCheck, i);

    g_autofree char *state = format_state (check);

    g_string_append_printf (content, "%s %d %s\n", check->name, check->needed, state);
  }
  return g_string_free (content, FALSE);
}

static gboolean
has_place (const KioskCheck *check, guint place) {
  for (guint i = 0; i < check->places->len; i++) {
    if (g_array_index (check->places, guint, i) == place)
      return TRUE;
  }
  return FALSE;
}

void
ui_papers_set_current (UiPapers *self, guint place) {
  GtkWidget *line = gtk_widget_get_first_child (GTK_WIDGET (self));

  for (guint i = 0; line != NULL && self->checks != NULL && i < self->checks->len; i++) {
    if (has_place (&g_array_index (self->checks, KioskCheck, i), place))
      gtk_widget_add_css_class (line, "current");
    else
      gtk_widget_remove_css_class (line, "current");
    line = gtk_widget_get_next_sibling (line);
  }
}

void
ui_papers_update (UiPapers *self, KioskIntake *intake) {
  g_autoptr (GArray) checks = intake != NULL ? kiosk_intake_get_checks (intake) : NULL;
  g_autofree char *content = format_content (checks);

  if (g_strcmp0 (content, self->shown) == 0)
    return;
  g_free (self->shown);
  self->shown = g_steal_pointer (&content);
  clear_lines (self);
  for (guint i = 0; checks != NULL && i < checks->len; i++)
    add_line (self, &g_array_index (checks, KioskCheck, i));
  g_clear_pointer (&self->checks, g_array_unref);
  self->checks = g_steal_pointer (&checks);
}

static void
ui_papers_set_property (GObject *object, guint id, const GValue *value,
                        GParamSpec *spec) {
  UiPapers *self = UI_PAPERS (object);

  *(id == PROP_WAIVES ? &self->waives : &self->takes) = g_value_get_boolean (value);
}

static void
ui_papers_dispose (GObject *object) {
  clear_lines (UI_PAPERS (object));
  G_OBJECT_CLASS (ui_papers_parent_class)->dispose (object);
}

static void
ui_papers_finalize (GObject *object) {
  g_free (UI_PAPERS (object)->shown);
  g_clear_pointer (&UI_PAPERS (object)->checks, g_array_unref);
  G_OBJECT_CLASS (ui_papers_parent_class)->finalize (object);
}

static void
ui_papers_class_init (UiPapersClass *klass) {
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->set_property = ui_papers_set_property;
  object_class->dispose = ui_papers_dispose;
  object_class->finalize = ui_papers_finalize;
  props[PROP_WAIVES] = g_param_spec_boolean ("waives", NULL, NULL, FALSE,
                                             G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  props[PROP_TAKES] = g_param_spec_boolean ("takes", NULL, NULL, FALSE,
                                            G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, PROPS, props);
  signals[WAIVED] = g_signal_new ("waived", UI_TYPE_PAPERS, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[GIVEN]
      = g_signal_new ("given", UI_TYPE_PAPERS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                      G_TYPE_NONE, 2, KIOSK_TYPE_LEAF, G_TYPE_STRING);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass),
                                            GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "papers");
}

static void
ui_papers_init (UiPapers *self) {
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 4);
}
