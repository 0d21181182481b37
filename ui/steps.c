/* SPDX-License-Identifier: Apache-2.0 */

/* Three looks, each told by shape as well as by colour: a tick for what is done, a filled
 * number for where one is, an outlined number for what comes. It cannot be pressed: going
 * back is one button with one meaning. */

#include "ui/steps.h"

#include "ui/mark.h"

#include <glib/gi18n.h>

#define TICK_PX 34

typedef struct {
  GtkWidget *box;
  GtkWidget *number;
  GtkWidget *tick;
  GtkWidget *label;
} Step;

struct _UiSteps {
  GtkWidget parent;
  GArray *steps; /* Step */
  guint current;
  gboolean brief;
};

G_DEFINE_FINAL_TYPE (UiSteps, ui_steps, GTK_TYPE_WIDGET)

static void
set_class (GtkWidget *widget, const char *name, gboolean on) {
  if (on)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

static void
update_looks (UiSteps *self) {
  g_autofree char *where = NULL;

  for (guint i = 0; i < self->steps->len; i++) {
    Step *step = &g_array_index (self->steps, Step, i);

    set_class (step->box, "past", i < self->current);
    set_class (step->box, "current", i == self->current);
    gtk_widget_set_visible (step->number, i >= self->current);
    gtk_widget_set_visible (step->tick, i < self->current);
    gtk_widget_set_visible (step->label, !self->brief || i == self->current);
  }
  if (self->current >= self->steps->len)
    return;
  where = g_strdup_printf (_ ("Bước %u trên %u: %s"), self->current + 1, self->steps->len,
                           gtk_label_get_text (GTK_LABEL (
                               g_array_index (self->steps, Step, self->current).label)));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  where, -1);
}

void
ui_steps_add (UiSteps *self, const char *title) {
  g_autofree char *number = g_strdup_printf ("%u", self->steps->len + 1);
  Step step = {
      .box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10),
      .number = gtk_label_new (number),
      .tick = g_object_new (UI_TYPE_MARK, "sign", UI_MARK_TICK, "size", TICK_PX, NULL),
      .label = gtk_label_new (title),
  };

  if (self->steps->len > 0) {
    GtkWidget *line = gtk_separator_new (GTK_ORIENTATION_HORIZONTAL);

    gtk_widget_set_valign (line, GTK_ALIGN_CENTER);
    gtk_widget_set_parent (line, GTK_WIDGET (self));
  }
  gtk_widget_add_css_class (step.number, "number");
  gtk_widget_set_valign (step.number, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (step.box), step.number);
  gtk_box_append (GTK_BOX (step.box), step.tick);
  gtk_box_append (GTK_BOX (step.box), step.label);
  gtk_widget_add_css_class (step.box, "step");
  gtk_widget_set_parent (step.box, GTK_WIDGET (self));
  g_array_append_val (self->steps, step);
  update_looks (self);
}

void
ui_steps_clear (UiSteps *self) {
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_array_set_size (self->steps, 0);
}

void
ui_steps_set_current (UiSteps *self, guint current) {
  self->current = current;
  update_looks (self);
}

void
ui_steps_set_brief (UiSteps *self, gboolean brief) {
  if (self->brief == brief)
    return;
  self->brief = brief;
  update_looks (self);
}

static void
ui_steps_dispose (GObject *object) {
  ui_steps_clear (UI_STEPS (object));
  G_OBJECT_CLASS (ui_steps_parent_class)->dispose (object);
}

static void
ui_steps_finalize (GObject *object) {
  g_array_unref (UI_STEPS (object)->steps);
  G_OBJECT_CLASS (ui_steps_parent_class)->finalize (object);
}

static void
ui_steps_class_init (UiStepsClass *klass) {
  G_OBJECT_CLASS (klass)->dispose = ui_steps_dispose;
  G_OBJECT_CLASS (klass)->finalize = ui_steps_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass),
                                            GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "steps");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass),
                                        GTK_ACCESSIBLE_ROLE_STATUS);
}

static void
ui_steps_init (UiSteps *self) {
  self->steps = g_array_new (FALSE, FALSE, sizeof (Step));
  gtk_box_layout_set_spacing (
      GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self))), 14);
}
